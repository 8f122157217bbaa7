//! All indicators of a report: the built-in catalogue, with a project's own files in place of those of the same id.

use std::collections::{BTreeMap, BTreeSet};

use super::read::Source;
use super::{Indicator, Measure, Relation};
use crate::acquire::{DefinitionFile, ReferenceFigure, ReferenceMaps};
use crate::check::SourceMaps;
use crate::lang::text;

/// All indicators in the order of the report.
#[derive(Debug, Clone)]
pub struct Indicators(Vec<Indicator>);

impl Indicators {
    /// The built-in catalogue.
    ///
    /// # Errors
    /// Every definition error at once, each with its file, line and column.
    pub fn built_in(maps: &SourceMaps) -> Result<Self, Vec<String>> {
        Self::parse(crate::catalogue::files("indicators", "toml"), maps)
    }

    /// The built-in catalogue with a project's files on top: a file replaces the built-in indicator of the same name
    /// whole, and any other adds one.
    ///
    /// # Errors
    /// As [`Indicators::built_in`], and a file that is no TOML in UTF-8.
    pub fn for_project(own: &[DefinitionFile], maps: &SourceMaps) -> Result<Self, Vec<String>> {
        let mut files: BTreeMap<&str, &str> = crate::catalogue::files("indicators", "toml").into_iter().collect();
        let (mut errors, mut theirs) = (Vec::new(), BTreeSet::new());
        for file in own {
            let stem = file.path.strip_prefix("indicators/").and_then(|name| name.strip_suffix(".toml"));
            match (stem, std::str::from_utf8(&file.bytes)) {
                (Some(stem), Ok(toml)) => {
                    files.insert(stem, toml.trim_start_matches('\u{feff}'));
                    theirs.insert(stem);
                }
                (None, _) => errors.push(format!("{}: {}", file.path, text("definition.not_toml", &[]))),
                (_, Err(_)) => errors.push(format!("{}: {}", file.path, text("definition.not_utf8", &[]))),
            }
        }
        match Self::read(files, &theirs, maps) {
            Ok(all) if errors.is_empty() => Ok(all),
            Ok(_) => Err(errors),
            Err(found) => Err(errors.into_iter().chain(found).collect()),
        }
    }

    /// Reads definitions given as (file stem, text).
    ///
    /// # Errors
    /// As [`Indicators::built_in`].
    ///
    /// # Examples
    /// ```
    /// use tryggtall::{check::SourceMaps, compute::Indicators};
    /// let maps = SourceMaps::built_in().unwrap();
    /// let errors = Indicators::parse([("X1", "id = \"X1\"\norder = \"først\"\n")], &maps).unwrap_err();
    /// assert!(errors.iter().any(|error| error.starts_with("indicators/X1.toml:2:9: ")), "{errors:?}");
    /// ```
    pub fn parse<'t>(
        files: impl IntoIterator<Item = (&'t str, &'t str)>,
        maps: &SourceMaps,
    ) -> Result<Self, Vec<String>> {
        Self::read(files, &BTreeSet::new(), maps)
    }

    /// Those whose stem is in `own` are the project's.
    fn read<'t>(
        files: impl IntoIterator<Item = (&'t str, &'t str)>,
        own: &BTreeSet<&str>,
        maps: &SourceMaps,
    ) -> Result<Self, Vec<String>> {
        let (mut sources, mut indicators, mut seen) = (Vec::new(), Vec::new(), BTreeSet::new());
        for (name, toml) in files {
            let (file, is_own) = (format!("indicators/{name}.toml"), own.contains(name));
            let mut source = Source { file, text: toml, is_own, errors: Vec::new() };
            if let Some(indicator) = source.read() {
                super::check::check(&indicator, name, maps, &mut source);
                for measure in &indicator.measures {
                    // An id is asked for whichever way its letters are written.
                    if !seen.insert(measure.id.to_lowercase()) {
                        source.say(measure.spans.of("id"), &text("definition.twice", &[("id", &measure.id)]));
                    }
                }
                indicators.push((sources.len(), indicator));
            }
            sources.push(source);
        }
        for (place, indicator) in indicators.iter().filter(|(_, indicator)| indicator.is_own) {
            // Those of the catalogue may be about measures that a project's own file has left out.
            let named = indicator.head.relations.iter().flat_map(Relation::terms);
            for term in named.filter(|term| !seen.contains(&term.measure.to_lowercase())) {
                let values = [("id", term.measure.as_str())];
                sources[*place].say(indicator.id_at, &text("definition.relation", &values));
            }
        }
        for (place, at, sentence) in super::generated::clashes(&indicators) {
            sources[place].say(at, &sentence);
        }
        let errors: Vec<String> = sources.into_iter().flat_map(|source| source.errors).collect();
        let mut indicators: Vec<Indicator> = indicators.into_iter().map(|(_, indicator)| indicator).collect();
        indicators.sort_by(|left, right| (left.head.order, &left.head.id).cmp(&(right.head.order, &right.head.id)));
        if errors.is_empty() { Ok(Self(indicators)) } else { Err(errors) }
    }

    /// The indicators, in the order of the report.
    pub fn iter(&self) -> impl Iterator<Item = &Indicator> {
        self.0.iter()
    }

    /// Those that are counted from sources; the others are made from their figures.
    pub fn counted(&self) -> impl Iterator<Item = &Indicator> {
        self.0.iter().filter(|indicator| indicator.head.derived.is_none())
    }

    /// What readers know of figures beside others.
    pub fn relations(&self) -> impl Iterator<Item = &Relation> {
        self.counted().flat_map(|indicator| &indicator.head.relations)
    }

    /// What the figures of others say of measures that there are none of, or that are counted in something else.
    ///
    /// # Examples
    /// ```
    /// use tryggtall::{check::SourceMaps, compute::Indicators};
    /// let maps = SourceMaps::built_in().unwrap();
    /// let none = Indicators::parse([], &maps).unwrap();
    /// assert!(none.errors_against_references(maps.references())[0].contains("K3"));
    /// ```
    pub fn errors_against_references(&self, maps: &ReferenceMaps) -> Vec<String> {
        let error = |figure: &ReferenceFigure| {
            let id = Some(figure.indicator.as_str());
            let mut measures = self.0.iter().flat_map(|indicator| &indicator.measures);
            let beside =
                measures.find(|measure| Some(measure.id.as_str()) == id || measure.compared_with.as_deref() == id);
            let mut values = vec![("place", figure.place.as_str()), ("indicator", &figure.indicator)];
            match beside.map(|measure| measure.unit.id()) {
                None => Some(text("cli.reference_no_measure", &values)),
                Some(ours) if ours != figure.unit => {
                    values.extend([("ours", ours), ("unit", figure.unit.as_str())]);
                    Some(text("cli.reference_other_unit", &values))
                }
                Some(_) => None,
            }
        };
        maps.iter().flat_map(|map| &map.figures).filter(|figure| !figure.is_context).filter_map(error).collect()
    }

    /// The indicator with this id, or the one that has a measure with it.
    pub fn find(&self, id: &str) -> Option<&Indicator> {
        let is_it = |known: &str| known.eq_ignore_ascii_case(id);
        let has = |indicator: &&Indicator| indicator.measures.iter().any(|measure: &Measure| is_it(&measure.id));
        self.0.iter().find(|indicator| is_it(&indicator.head.id)).or_else(|| self.0.iter().find(has))
    }
}
