//! The bundle of the last report: read as it was published.

use std::fs;
use std::path::Path;

use super::Job;
use crate::acquire::FileRecord;
use crate::compare::LastReport;
use crate::diagnostic::{Failure, IoFailure};
use crate::lang::text;
use crate::privacy::safe_path;
use crate::protect::Heading;

/// What of a bundle is read.
const FILES: [&str; 2] = ["manifest.json", "data/indikatorer.csv"];
/// Larger files are no bundle of ours.
const LARGEST: u64 = 1 << 28;

/// The last report the user named.
pub(super) struct Last {
    /// What it published.
    pub(super) report: LastReport,
    /// Its files, which are inputs of the new one.
    pub(super) files: Vec<FileRecord>,
}

/// The last report the user named; none where none was named.
///
/// # Errors
/// [`Failure::Io`] for a file that cannot be read; [`Failure::Definition`] where it is no bundle of ours, was changed after
/// it was published, or must not be set beside this report.
pub(super) fn read(job: &Job, heading: &Heading) -> Result<Option<Last>, Failure> {
    let Some(folder) = &job.last else { return Ok(None) };
    let named = |said: String| Failure::Definition(format!("{}: {said}", safe_path(&folder.display().to_string())));
    let [manifest, tidy] = FILES.map(|name| bytes(&folder.join(name)));
    let (manifest, tidy) = (manifest?, tidy?);
    let report = LastReport::parse(&manifest, &tidy).map_err(named)?;
    report.fits(heading.municipality.as_str(), heading.year, heading.audience).map_err(named)?;
    let record = |name: &str, bytes: &[u8]| FileRecord::of(&format!("{}/{name}", report.name()), bytes);
    let files = vec![record(FILES[0], &manifest), record(FILES[1], &tidy)];
    Ok(Some(Last { report, files }))
}

fn bytes(path: &Path) -> Result<Vec<u8>, Failure> {
    let size = fs::metadata(path).map_err(IoFailure::at(path))?.len();
    if size > LARGEST {
        return Err(Failure::Definition(text("compare.last_not_ours", &[])));
    }
    Ok(fs::read(path).map_err(IoFailure::at(path))?)
}
