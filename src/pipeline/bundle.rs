//! The bundle: made, and looked through before it is written.

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::earlier_reports::EarlierReports;
use super::opened::Opened;
use super::{Job, Outcome, audited, definition};
use crate::acquire::FileRecord;
use crate::compute::Indicators;
use crate::diagnostic::Failure;
use crate::privacy::Scanned;
use crate::protect::Publishable;
use crate::publish::sink::Bundle;
use crate::publish::{self, Logo, Provenance};
use crate::units::Audience;

/// The files that a bundle is made from, by path.
pub(super) fn inputs(files: &[FileRecord], earlier: &EarlierReports, opened: &Opened) -> Vec<FileRecord> {
    let definitions = opened.catalogue.definitions.iter();
    let logo = opened.appearance.logo.iter().map(Logo::source);
    // The hash of so few numbers would give the withheld ones back to whoever tries them all.
    let is_internal = opened.heading.audience == Audience::Intern;
    let frozen = opened.frozen.iter().map(|(_, file)| file).filter(|_| is_internal);
    let all = files.iter().chain(&earlier.files).chain(definitions).chain(logo).chain(frozen);
    let mut inputs: Vec<FileRecord> = all.cloned().collect();
    inputs.sort_by(|left, right| left.path.cmp(&right.path));
    inputs.dedup_by(|left, right| left.path == right.path);
    inputs
}

/// The files of the report.
///
/// # Errors
/// [`Failure::Definition`] for what cannot be drawn or written although everything was checked.
pub(super) fn made(
    job: &Job,
    opened: &Opened,
    inputs: Vec<FileRecord>,
    publishable: &Publishable,
) -> Result<Bundle, Failure> {
    let provenance = of_report(opened, inputs);
    let edited = publish::Before::read(&job.folder(), &job.document_name());
    publish::bundle(publishable, &provenance, &edited, &opened.appearance).map_err(definition)
}

/// The bundle once it was audited with all that was published before, and searched for what must not be written; none
/// where that is a finding that stops it.
///
/// # Errors
/// [`Failure`] where an earlier bundle cannot be read.
pub(super) fn passed(
    bundle: Bundle,
    earlier: &[PathBuf],
    publishable: &Publishable,
    outcome: &mut Outcome,
) -> Result<Option<Scanned<Bundle>>, Failure> {
    let found = audited::findings(&bundle, earlier, publishable)?;
    let is_stopped = found.iter().any(|finding| finding.severity.stops_publication());
    outcome.findings.extend(found);
    if is_stopped {
        return Ok(None);
    }
    Ok(outcome.scan.pass(bundle).map_err(|found| outcome.findings.extend(found)).ok())
}

/// What the figures of a report are made by, and from.
pub(super) fn of_report(opened: &Opened, inputs: Vec<FileRecord>) -> Provenance {
    Provenance {
        definitions: opened.aims.fingerprints.clone(),
        ..provenance(&opened.plan_bytes, inputs, &opened.catalogue.indicators)
    }
}

/// What figures are made by, and from.
pub(super) fn provenance(plan: &[u8], inputs: Vec<FileRecord>, indicators: &Indicators) -> Provenance {
    let catalogue: Vec<u8> =
        crate::catalogue::all_files().into_iter().flat_map(|(path, bytes)| [path.as_bytes(), bytes].concat()).collect();
    let counted_as = indicators.iter().flat_map(|indicator| &indicator.measures);
    Provenance {
        catalogue: FileRecord::of("", &catalogue).sha256,
        plan: FileRecord::of("plan.toml", plan).sha256,
        inputs,
        definitions: BTreeMap::new(),
        counted_as: counted_as.map(|measure| (measure.id.clone(), measure.counted_as())).collect(),
    }
}
