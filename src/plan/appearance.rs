//! `[utseende]`: logo, colours and the order of the chapters.

use std::fs::{self, File};
use std::io::Read;
use std::path::{Component, Path};

use serde::Deserialize;

use crate::diagnostic::{Failure, IoFailure};
use crate::lang::{decimal, text};
use crate::publish::appearance::colour;
use crate::publish::appearance::palette::{self, Palette, Reason, Refused, Role};
use crate::publish::appearance::{LARGEST_LOGO, Logo};
use crate::publish::{Appearance, CHAPTERS};

/// What is read aloud in one breath, and what a workbook keeps.
const LONGEST_TEXT: usize = 200;

/// How the municipality wants its report to look.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AppearanceSection {
    /// A file in the project: SVG or PNG.
    pub logo: Option<String>,
    /// What is read to those who do not see the logo; the municipality's name where not set.
    #[serde(rename = "logo_tekst")]
    pub logo_text: Option<String>,
    /// The municipality's colour.
    #[serde(rename = "farge")]
    pub main: Option<String>,
    /// That of whom it is set beside.
    #[serde(rename = "farge2")]
    pub second: Option<String>,
    /// Chapters in the order wanted; those that are not named follow in their usual order.
    #[serde(default, rename = "rekkefolge")]
    pub order: Vec<String>,
}

impl AppearanceSection {
    /// Every mistake in it that can be seen without the logo.
    pub(super) fn errors(&self) -> Vec<String> {
        let mut errors = self.errors_in_order();
        errors.extend(self.logo_text.as_deref().and_then(text_error));
        if self.logo.is_none() && self.logo_text.is_some() {
            errors.push(text("cli.logo_text_alone", &[]));
        }
        errors.extend(self.palette().err().unwrap_or_default());
        errors
    }

    fn errors_in_order(&self) -> Vec<String> {
        let mut errors = Vec::new();
        for (at, id) in self.order.iter().enumerate() {
            if !CHAPTERS.contains(&id.as_str()) {
                errors.push(text("cli.order_unknown", &[("id", id), ("known", &CHAPTERS.join(", "))]));
            } else if self.order[..at].contains(id) {
                errors.push(text("cli.order_twice", &[("id", id)]));
            }
        }
        errors
    }

    fn palette(&self) -> Result<Palette, Vec<String>> {
        let (mut errors, mut colours) = (Vec::new(), [None; 2]);
        for (place, (key, written)) in [("farge", &self.main), ("farge2", &self.second)].into_iter().enumerate() {
            let Some(written) = written else { continue };
            colours[place] = colour::parse(written);
            if colours[place].is_none() {
                errors.push(text("cli.colour_written", &[("key", key), ("value", written)]));
            }
        }
        if !errors.is_empty() {
            return Err(errors);
        }
        Palette::new(colours[0], colours[1]).map_err(|refused| vec![sentence(&refused)])
    }

    /// As it is published.
    ///
    /// # Errors
    /// [`Failure::Definition`] where the logo is none, lies outside the project or is not there, with what to do;
    /// [`Failure::Io`] where it cannot be read.
    pub(crate) fn read(&self, root: &Path, municipality: &str) -> Result<Appearance, Failure> {
        let alt = text("workbook.municipality", &[("name", municipality)]);
        let alt = self.logo_text.as_deref().map_or(alt.as_str(), str::trim);
        let of_plan = |error: String| Failure::Definition(format!("{}: {error}", root.join("plan.toml").display()));
        let logo = self.logo.as_deref().map(|name| {
            let bytes = held(root, name)?.map_err(of_plan)?;
            Logo::read(name, &bytes, alt).map_err(of_plan)
        });
        Ok(Appearance {
            logo: logo.transpose()?,
            palette: self.palette().map_err(|errors| of_plan(errors.join("\n")))?,
            chosen: (self.main.clone(), self.second.clone()),
            order: self.order.clone(),
        })
    }
}

/// The bytes of a file in the project, or why there are none. No more is read than a logo may have, and one byte.
fn held(root: &Path, name: &str) -> Result<Result<Vec<u8>, String>, IoFailure> {
    let path = root.join(name);
    let is_below = Path::new(name).components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir));
    let absolute = |path: &Path| fs::canonicalize(path).ok();
    let (real, folder) = (absolute(&path), absolute(root));
    let is_inside = real.iter().zip(&folder).all(|(file, folder)| file.starts_with(folder));
    if !is_below || !is_inside || name.contains('\\') {
        return Ok(Err(text("cli.logo_outside", &[("file", name)])));
    }
    if !path.is_file() {
        return Ok(Err(text("cli.logo_absent", &[("file", name)])));
    }
    let mut bytes = Vec::new();
    let file = File::open(&path).map_err(IoFailure::at(&path))?;
    file.take(LARGEST_LOGO + 1).read_to_end(&mut bytes).map_err(IoFailure::at(&path))?;
    Ok(Ok(bytes))
}

/// Every number in a report is a figure that is published; one in a picture's text would be none.
fn text_error(words: &str) -> Option<String> {
    let is_odd = |letter: char| letter.is_control() || letter.is_numeric();
    let is_fit = !words.trim().is_empty() && words.chars().count() <= LONGEST_TEXT && !words.contains(is_odd);
    (!is_fit).then(|| text("cli.logo_text", &[("most", &LONGEST_TEXT.to_string())]))
}

/// Why a colour is refused, and which to take instead.
fn sentence(refused: &Refused) -> String {
    let key = match refused.role {
        Role::Main => "farge",
        Role::Second => "farge2",
    };
    let value = palette::written(refused.colour);
    let instead = match refused.instead {
        Some(instead) => text("cli.colour_instead", &[("colour", &palette::written(instead))]),
        None => text("cli.colour_other", &[]),
    };
    let said = |number: f64| decimal(palette::reached(number), 2);
    let values = [("key", key), ("value", &value), ("instead", &instead)];
    match &refused.reason {
        Reason::Contrast { reached, limit } => {
            let numbers = [("reached", said(*reached)), ("limit", decimal(*limit, 1))];
            let numbers = numbers.iter().map(|(name, number)| (*name, number.as_str()));
            text("cli.colour_contrast", &values.into_iter().chain(numbers).collect::<Vec<_>>())
        }
        Reason::Apart { other, reached } => {
            let (other, limit) = (palette::written(*other), decimal(colour::APART, 0));
            let reached = said(*reached);
            let more = [("other", other.as_str()), ("reached", &reached), ("limit", &limit)];
            text("cli.colour_apart", &values.into_iter().chain(more).collect::<Vec<_>>())
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::plan::Plan;

    fn errors(section: &str) -> String {
        let plan = format!("[kommune]\nnummer = \"3418\"\nnavn = \"Åsnes\"\n[utseende]\n{section}\n");
        Plan::parse(&plan).err().unwrap_or_default()
    }

    #[test]
    fn chapters_are_named_once_and_by_names_that_there_are() {
        assert_eq!(errors("rekkefolge = [\"nokkeltall\", \"hovedfunn\"]"), "");
        let unknown = errors("rekkefolge = [\"omraader\"]");
        for said in ["«omraader»", "hovedfunn, nokkeltall, omrader,", "metode"] {
            assert!(unknown.contains(said), "{unknown}");
        }
        assert!(errors("rekkefolge = [\"plan\", \"metode\", \"plan\"]").contains("«plan» står to ganger"));
    }

    /// What is refused says the ratio, the limit and a shade; the plan with that shade is read.
    #[test]
    fn a_refused_colour_comes_with_one_that_is_taken() {
        for section in ["farge = \"{}\"", "farge = \"#801650\"\nfarge2 = \"{}\""] {
            for colour in ["#F46A25", "#FFFF00", "#6E6E6E", "#FFFFFF", "#777777", "#801651", "#00AEEF"] {
                let said = errors(&section.replace("{}", colour));
                let Some((_, rest)) = said.rsplit_once(" er #") else {
                    assert!(said.is_empty(), "{said}");
                    continue;
                };
                let shade = format!("#{}", &rest[..6]);
                assert_eq!(errors(&section.replace("{}", &shade)), "", "{colour}: {said}");
            }
        }
        let orange = errors("farge = \"#F46A25\"");
        assert!(orange.contains("farge = «#F46A25»") && orange.contains("4,5"), "{orange}");
        for odd in ["red", "#123", "12436D", "#12436G"] {
            assert!(errors(&format!("farge2 = \"{odd}\"")).contains(odd));
        }
    }

    #[test]
    fn the_text_of_a_logo_is_words() {
        assert_eq!(errors("logo = \"a.svg\"\nlogo_tekst = \"Kommunevåpenet til Åsnes\""), "");
        for odd in ["", " ", "Åsnes 2025", &"å".repeat(201)] {
            assert!(errors(&format!("logo = \"a.svg\"\nlogo_tekst = \"{odd}\"")).contains("logo_tekst"), "{odd}");
        }
        assert!(errors("logo_tekst = \"Åsnes\"").contains("logo"));
        assert!(errors("logo_text = \"Åsnes\"").contains("logo_tekst"), "valid keys are listed");
    }
}
