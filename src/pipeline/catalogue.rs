//! The rules everything is read and counted by: source maps, indicators, and the project's own files of both.

use std::collections::BTreeMap;
use std::path::Path;

use crate::acquire::{self, FileRecord};
use crate::check::SourceMaps;
use crate::compute::{Indicators, Measure};
use crate::diagnostic::Failure;
use crate::plan::{Plan, Polarity};

/// The rules everything is read and counted by.
pub(super) struct Catalogue {
    pub(super) maps: SourceMaps,
    pub(super) indicators: Indicators,
    /// The project's own files among them.
    pub(super) definitions: Vec<FileRecord>,
}

impl Catalogue {
    /// Every mistake of every definition at once; the indicators are held against the built-in sources where the
    /// project's own cannot be read.
    pub(super) fn read(root: &Path, plan: Option<&Plan>) -> Result<Self, Failure> {
        let (sources, mut errors) = match SourceMaps::for_project(root) {
            Ok(read) => (Some(read), Vec::new()),
            Err(Failure::Definition(error)) => (None, vec![error]),
            Err(failure) => return Err(failure),
        };
        let own = acquire::indicator_files(root)?;
        let built_in = || SourceMaps::built_in().map(|maps| (maps, Vec::new()));
        let (maps, mut definitions) =
            sources.map_or_else(built_in, Ok).map_err(|errors| Failure::Definition(errors.join("\n")))?;
        let indicators = Indicators::for_project(&own, &maps).map_err(|found| errors.extend(found)).ok();
        if let (Some(plan), Some(indicators)) = (plan, &indicators) {
            errors.extend(plan.errors_against(indicators));
            errors.extend(plan.errors_in_coarsening(indicators, &maps));
        }
        errors.extend(indicators.iter().flat_map(|it| it.errors_against_references(maps.references())));
        definitions.extend(own.iter().map(|file| FileRecord::of(&file.path, &file.bytes)));
        match indicators {
            Some(indicators) if errors.is_empty() => Ok(Self { maps, indicators, definitions }),
            _ => Err(Failure::Definition(errors.join("\n"))),
        }
    }
}

/// What a project counts, and by which definitions.
#[derive(Debug)]
pub struct Definitions {
    /// All indicators.
    pub indicators: Indicators,
    polarity: BTreeMap<String, Polarity>,
}

impl Definitions {
    /// Which way is good, where the plan says so.
    pub fn polarity(&self, measure: &Measure) -> Option<Polarity> {
        self.polarity.get(&measure.id).copied()
    }
}

/// Reads the plan and every definition, and no data.
///
/// # Errors
/// [`Failure::Definition`] with every mistake in the plan, the source maps and the indicators at once.
pub fn definitions(root: &Path) -> Result<Definitions, Failure> {
    let (plan, plan_error) = match Plan::read(root) {
        Ok((plan, _)) => match plan.utseende.read(root, &plan.kommune.name) {
            Ok(_) => (Some(plan), None),
            Err(Failure::Definition(error)) => (Some(plan), Some(error)),
            Err(failure) => return Err(failure),
        },
        Err(Failure::Definition(error)) => (None, Some(error)),
        Err(failure) => return Err(failure),
    };
    let catalogue = match Catalogue::read(root, plan.as_ref()) {
        Ok(catalogue) if plan_error.is_none() => catalogue,
        Ok(_) => return Err(Failure::Definition(plan_error.unwrap_or_default())),
        Err(Failure::Definition(errors)) => {
            let all: Vec<String> = plan_error.into_iter().chain([errors]).collect();
            return Err(Failure::Definition(all.join("\n")));
        }
        Err(failure) => return Err(failure),
    };
    Ok(Definitions { indicators: catalogue.indicators, polarity: plan.map(|plan| plan.retning).unwrap_or_default() })
}
