//! Checks without a report, the lists of what is to be corrected, and what the project could say about files that were
//! stopped.

use std::path::PathBuf;

use super::opened::Opened;
use super::{Job, Outcome, definition, figures, reading};
use crate::acquire;
use crate::check::{self, Proposal, SourceMaps};
use crate::diagnostic::Failure;
use crate::publish;

/// Reads and checks, and publishes nothing.
///
/// # Errors
/// As [`super::report`].
pub fn check(job: &Job) -> Result<Outcome, Failure> {
    let opened = Opened::open(job)?;
    let (plan, maps) = (&opened.plan, &opened.catalogue.maps);
    let reading = reading::acquired(job, plan, maps)?;
    let (checked, mut outcome) = reading::checked(reading, plan, &opened.heading, maps)?;
    let (_, missing) = figures::computed(&checked, &opened, &opened.request);
    outcome.findings.extend(missing);
    Ok(outcome)
}

/// Writes the lists of what is to be corrected, also where nothing is, so that no earlier list is left standing.
///
/// Gives the workbook of everything; none where the lists were not wanted, or hold what must not be written, which is
/// then a finding.
///
/// # Errors
/// [`Failure::Io`] with the path that could not be written or that is not ours to replace.
pub fn write_corrections(job: &Job, outcome: &mut Outcome) -> Result<Option<PathBuf>, Failure> {
    let Some(folder) = job.lists_folder() else { return Ok(None) };
    let lists = publish::corrections::corrections(&outcome.findings, &outcome.accounts, &outcome.heading);
    match lists.map_err(definition)?.pass(&outcome.scan) {
        Ok(lists) => Ok(Some(lists.write(&folder)?)),
        Err(found) => {
            outcome.findings.extend(found);
            Ok(None)
        }
    }
}

/// Writes what the project could say about files that were stopped, for a person to accept, and returns where.
///
/// # Errors
/// As [`super::report`], and [`Failure::Io`] where a proposal has been changed by hand.
pub fn learn(job: &Job, outcome: &mut Outcome) -> Result<Vec<(PathBuf, Proposal)>, Failure> {
    let (maps, _) = SourceMaps::for_project(&job.root)?;
    let files = job.files()?;
    let acquired = acquire::acquire(&files, &maps.vocabulary())?;
    let mut guessed = Vec::new();
    for (origin, ..) in &acquired.unread {
        let Some(file) = files.iter().find(|file| file.path == origin.file) else { continue };
        guessed.extend(acquire::guessed_header(file)?.map(|header| (origin.source.clone(), header)));
    }
    let mut written = Vec::new();
    for proposal in check::proposals(acquired, &guessed, &maps)? {
        let path = job.root.join("sources").join(format!("{}.forslag.toml", proposal.source));
        match outcome.scan.pass(proposal.toml.clone()) {
            Ok(toml) => publish::sink::write_proposal(&path, &toml)?,
            Err(found) => {
                outcome.findings.extend(found);
                continue;
            }
        }
        written.push((path, proposal));
    }
    Ok(written)
}
