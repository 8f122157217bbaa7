//! The project's files: read, and checked.

use std::path::Path;

use super::{Job, Outcome};
use crate::acquire::{self, Acquired, FileRecord, Snapshot};
use crate::check::{self, Checked, Examiner, Expectation, Ours, SourceMaps};
use crate::diagnostic::{Failure, IoFailure};
use crate::plan::{CooperationSection, Plan};
use crate::privacy::{OutputScan, PseudonymKey, key_file};
use crate::protect::Heading;
use crate::units::{MunicipalityCode, Window};

/// What was read of a project.
pub(super) struct Reading {
    acquired: Acquired,
    /// What identity numbers become pseudonyms under.
    key: PseudonymKey,
    /// The files it is from.
    pub(super) files: Vec<FileRecord>,
}

/// Reads what the project has of the job's year and of those before.
///
/// # Errors
/// [`Failure::Io`] for a file that cannot be read, [`Failure::Definition`] for a key that is none.
pub(super) fn acquired(job: &Job, plan: &Plan, maps: &SourceMaps) -> Result<Reading, Failure> {
    let key = key(plan, &job.root)?;
    let needed = job.files()?;
    let files: Vec<FileRecord> =
        needed.iter().filter(|file| file.size() > 0).map(Snapshot::record).collect::<Result<_, _>>()?;
    let (own, others) = municipalities(plan);
    let mut examiner = Examiner::of(Ours { own: &own, others: &others });
    let mut acquired = acquire::acquire_with(&needed, &maps.vocabulary(), &mut examiner)?;
    acquired.findings.extend(examiner.into_findings());
    // A part of the year is not set beside whole years, so their age does not matter.
    if job.window == Window::Aar {
        acquired.findings.extend(crate::reference::ages(&job.root, &files, job.year));
    }
    Ok(Reading { acquired, key, files })
}

/// The checked data, and what comes of the run if nothing more is done. The findings are the outcome's from here on.
///
/// # Errors
/// [`Failure::Io`] where a file cannot be read to its end.
pub(super) fn checked(
    reading: Reading,
    plan: &Plan,
    heading: &Heading,
    maps: &SourceMaps,
) -> Result<(Checked, Outcome), Failure> {
    let (own, others) = municipalities(plan);
    let linking = plan.linking();
    let expected = Expectation {
        ours: Ours { own: &own, others: &others },
        rejected_rows: plan.kontroll.rejected_rows.into(),
        linking: linking.as_ref(),
        ..Expectation::new(&own, heading.year, &reading.key)
    };
    let mut checked = check::check(reading.acquired, maps, &expected)?;
    let outcome = Outcome {
        findings: std::mem::take(&mut checked.findings),
        accounts: checked.accounts.clone(),
        heading: heading.clone(),
        published: None,
        scan: OutputScan::after_reading(std::mem::take(&mut checked.known)),
    };
    Ok((checked, outcome))
}

/// The project's own municipality, and those it is reported together with.
fn municipalities(plan: &Plan) -> (MunicipalityCode, Vec<MunicipalityCode>) {
    (plan.municipality(), plan.samarbeid.as_ref().map(CooperationSection::codes).unwrap_or_default())
}

/// The project's key; one for this run only where the plan names none.
fn key(plan: &Plan, root: &Path) -> Result<PseudonymKey, Failure> {
    match &plan.personvern.key {
        Some(id) => key_file::read(id, key_file::folder(|name| std::env::var_os(name)).as_deref(), root),
        None => Ok(PseudonymKey::random().map_err(IoFailure::at("getrandom"))?),
    }
}
