//! `plan.toml`: what the municipality has decided.

mod appearance;
mod breaks;
mod coarsening;
mod cooperation;
mod linking;
mod windows;

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;

pub use appearance::AppearanceSection;
pub use breaks::BreakSection;
pub use coarsening::{LeaveOutSection, MergeSection};
pub use cooperation::CooperationSection;
pub use linking::LinkingSection;

use crate::check::{Linking, RejectedRows};
use crate::compute::Indicators;
use crate::diagnostic::{Failure, IoFailure};
use crate::lang::{self, Language, text};
use crate::protect::PrimaryPolicy;
use crate::units::MunicipalityCode;
pub use windows::{FromTo, WindowDates};

/// The plan of a report project. Unknown keys are refused with the valid ones listed.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Plan {
    /// Whom the report is for.
    pub kommune: Municipality,
    /// About the report.
    #[serde(default)]
    pub rapport: Report,
    /// How small numbers are withheld.
    #[serde(default)]
    pub personvern: Privacy,
    /// Whom the municipality is set beside.
    #[serde(default)]
    pub sammenlikning: Compared,
    /// How strict the check is.
    #[serde(default)]
    pub kontroll: Control,
    /// Age groups of the breakdowns.
    #[serde(default)]
    pub aldersgrupper: AgeGroups,
    /// Which way is good, by measure; most have none.
    #[serde(default)]
    pub retning: BTreeMap<String, Polarity>,
    /// What is aimed at, by measure, in its unit.
    #[serde(default)]
    pub maal: BTreeMap<String, f64>,
    /// Where series have become others, and why.
    #[serde(default)]
    pub brudd: Vec<BreakSection>,
    /// The baseline that later years are set beside; the only one there is, where not set.
    pub nullpunkt: Option<BaselineYear>,
    /// Categories that are shown as one.
    #[serde(default)]
    pub slaa_sammen: Vec<MergeSection>,
    /// Breakdowns that are not shown.
    #[serde(default)]
    pub utelat: Vec<LeaveOutSection>,
    /// How many were asked to answer, by survey and year.
    #[serde(default)]
    pub undersokelser: BTreeMap<String, BTreeMap<i32, u64>>,
    /// The municipalities that are reported together, where it is not alone.
    #[serde(default)]
    pub samarbeid: Option<CooperationSection>,
    /// Whether children are looked up across services; they are not where the plan has no such section.
    #[serde(default)]
    pub kobling: Option<LinkingSection>,
    /// The days of the windows.
    #[serde(default)]
    pub vinduer: WindowDates,
    /// Logo, colours and the order of the chapters.
    #[serde(default)]
    pub utseende: AppearanceSection,
}

/// The baseline that later years are set beside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BaselineYear {
    /// The year that was frozen.
    #[serde(rename = "aar")]
    pub year: i32,
}

/// The municipality.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Municipality {
    /// Four digits.
    #[serde(rename = "nummer")]
    pub number: String,
    /// Name.
    #[serde(rename = "navn")]
    pub name: String,
}

/// Which way is good. It belongs to the plan and not to the arithmetic.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Polarity {
    /// More is better.
    Opp,
    /// Less is better.
    Ned,
}

impl Polarity {
    /// The plan's word.
    pub fn id(self) -> &'static str {
        match self {
            Self::Opp => "opp",
            Self::Ned => "ned",
        }
    }

    /// The key of the sentence that says it.
    pub(crate) fn sentence(self) -> &'static str {
        match self {
            Self::Opp => "cli.catalogue_up",
            Self::Ned => "cli.catalogue_down",
        }
    }
}

/// About the report.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Report {
    /// The figures are invented; said on every page.
    #[serde(default, rename = "syntetisk")]
    pub synthetic: bool,
    /// The language of all that is said, unless the command line asks for another.
    #[serde(default, rename = "sprak")]
    pub language: Language,
}

/// How small numbers are withheld.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Privacy {
    /// Counts from 1 up to one less are withheld.
    #[serde(rename = "terskel")]
    pub threshold: u64,
    /// Why.
    #[serde(rename = "begrunnelse")]
    pub reason: String,
    /// Figures of fewer answers are withheld; the threshold where not set.
    #[serde(rename = "minste_svar")]
    pub answers: Option<u64>,
    /// Whether noughts are shown.
    #[serde(rename = "nuller")]
    pub zeros: Showing,
    /// Whether a group that is all of what it is a part of is shown.
    #[serde(rename = "hele_grupper")]
    pub full: Showing,
    /// Somebody who is alone in a group may take himself away from the others.
    #[serde(rename = "innsidere")]
    pub insiders: bool,
    /// Id of the key that identity numbers become pseudonyms under; a key for each run where there is none.
    #[serde(rename = "nokkel")]
    pub key: Option<String>,
}

impl Default for Privacy {
    fn default() -> Self {
        Self {
            threshold: 5,
            reason: text("report.threshold_reason", &[]),
            answers: None,
            zeros: Showing::Vis,
            full: Showing::Vis,
            insiders: false,
            key: None,
        }
    }
}

impl Privacy {
    /// As disclosure control goes by it.
    pub fn policy(&self) -> PrimaryPolicy {
        PrimaryPolicy {
            threshold: self.threshold,
            answers: self.answers.unwrap_or(self.threshold),
            hides_zeros: self.zeros == Showing::Skjerm,
            hides_full: self.full == Showing::Skjerm,
            guards_against_insiders: self.insiders,
        }
    }
}

/// Whether figures of a kind are shown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Showing {
    /// They are.
    #[default]
    Vis,
    /// They are withheld.
    Skjerm,
}

/// Whom the municipality is set beside.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Compared {
    /// SSB's code of the county.
    #[serde(rename = "fylke")]
    pub county: String,
    /// SSB's code of the country.
    #[serde(rename = "land")]
    pub country: String,
}

impl Default for Compared {
    fn default() -> Self {
        Self { county: "EKA34".to_owned(), country: "EAK".to_owned() }
    }
}

/// How strict the check is.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Control {
    /// What rejected rows mean.
    #[serde(default, rename = "avviste_rader")]
    pub rejected_rows: RejectedRowsWord,
}

/// The plan's word for [`RejectedRows`].
#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum RejectedRowsWord {
    /// Nothing is published until they are mended.
    #[default]
    Stopp,
    /// Published without them, each listed.
    Godta,
}

impl From<RejectedRowsWord> for RejectedRows {
    fn from(word: RejectedRowsWord) -> Self {
        match word {
            RejectedRowsWord::Stopp => Self::Stop,
            RejectedRowsWord::Godta => Self::Accept,
        }
    }
}

/// Age groups of the breakdowns.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct AgeGroups {
    /// Youngest and oldest of each, in order, without overlap.
    #[serde(rename = "grupper")]
    pub groups: Vec<(i64, i64)>,
}

impl Default for AgeGroups {
    fn default() -> Self {
        Self { groups: vec![(0, 5), (6, 12), (13, 15), (16, 17), (18, 22)] }
    }
}

impl Plan {
    /// Reads and checks `plan.toml` in a project folder.
    ///
    /// From here on everything is said in its language, where the command line did not ask for another.
    ///
    /// # Errors
    /// [`Failure::Definition`] with every mistake in the plan; [`Failure::Io`] where it cannot be read.
    pub fn read(root: &Path) -> Result<(Self, Vec<u8>), Failure> {
        let path = root.join("plan.toml");
        let bytes = match std::fs::read(&path) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return Err(Failure::Definition(text("cli.no_plan", &[("path", &path.display().to_string())])));
            }
            bytes => bytes.map_err(IoFailure::at(&path))?,
        };
        let plan = std::str::from_utf8(&bytes).map_err(|_| text("cli.plan_not_utf8", &[])).and_then(Self::parse);
        let plan = plan.map_err(|error| Failure::Definition(format!("{}: {error}", path.display())))?;
        lang::plan(plan.rapport.language);
        Ok((plan, bytes))
    }

    /// Reads a plan from text.
    ///
    /// # Errors
    /// A sentence with line, column and the valid keys where TOML gives them, or what a value must be.
    ///
    /// # Examples
    /// ```
    /// use tryggtall::plan::Plan;
    /// let plan = Plan::parse("[kommune]\nnummer = \"3418\"\nnavn = \"Åsnes\"\n").unwrap();
    /// assert_eq!(plan.personvern.threshold, 5);
    /// assert!(Plan::parse("[kommune]\nnr = \"3418\"").unwrap_err().contains("nummer"));
    /// ```
    pub fn parse(text: &str) -> Result<Self, String> {
        let plan: Self = toml::from_str(text).map_err(|error| error.to_string())?;
        let errors = plan.errors();
        if errors.is_empty() { Ok(plan) } else { Err(errors.join("\n")) }
    }

    /// What the plan says of measures that there are none of.
    pub(crate) fn errors_against(&self, indicators: &Indicators) -> Vec<String> {
        let is_known = |id: &String| indicators.iter().flat_map(|it| &it.measures).any(|measure| measure.id == *id);
        let unknown = |keys: Vec<&String>, sentence: &str| -> Vec<String> {
            keys.into_iter().filter(|id| !is_known(id)).map(|id| text(sentence, &[("id", id)])).collect()
        };
        let of_polarity = unknown(self.retning.keys().collect(), "cli.bad_polarity");
        let of_targets = unknown(self.maal.keys().collect(), "cli.bad_target");
        let of_breaks = unknown(self.brudd.iter().map(|it| &it.maal).collect(), "cli.bad_break");
        [of_polarity, of_targets, of_breaks].concat()
    }

    fn errors(&self) -> Vec<String> {
        let mut errors = Vec::new();
        if MunicipalityCode::parse(&self.kommune.number).is_none() {
            errors.push(text("cli.bad_municipality", &[("value", &self.kommune.number)]));
        }
        if self.personvern.threshold < 3 {
            errors.push(text("cli.bad_threshold", &[]));
        }
        if self.personvern.answers.is_some_and(|answers| answers < self.personvern.threshold) {
            errors.push(text("cli.bad_answers", &[("threshold", &self.personvern.threshold.to_string())]));
        }
        let groups = &self.aldersgrupper.groups;
        let in_order = groups.iter().all(|(from, to)| 0 <= *from && from <= to)
            && groups.windows(2).all(|pair| pair[0].1 < pair[1].0);
        if groups.is_empty() || !in_order {
            errors.push(text("cli.bad_age_groups", &[]));
        }
        let no_numbers = self.maal.iter().filter(|(_, target)| !target.is_finite());
        errors.extend(no_numbers.map(|(id, _)| text("cli.bad_target_value", &[("id", id)])));
        errors.extend(self.brudd.iter().flat_map(BreakSection::errors));
        errors.extend(self.samarbeid.iter().flat_map(|it| it.errors(&self.kommune.number)));
        errors.extend(self.kobling.iter().flat_map(LinkingSection::errors));
        errors.extend(self.vinduer.read().1);
        errors.extend(self.utseende.errors());
        errors
    }

    /// The municipality's number.
    ///
    /// # Panics
    /// Never: a plan with another number is refused when it is read.
    pub fn municipality(&self) -> MunicipalityCode {
        MunicipalityCode::parse(&self.kommune.number).expect("checked when the plan was read")
    }

    /// Which sources are looked up in each other.
    pub fn linking(&self) -> Option<Linking> {
        self.kobling.as_ref().map(LinkingSection::linking)
    }
}
