//! The bundle of the last report: read as it was published.

use std::fs;
use std::path::{Path, PathBuf};

use super::Job;
use super::earlier_reports::real;
use crate::compare::LastReport;
use crate::diagnostic::{Failure, IoFailure};
use crate::privacy::safe_path;
use crate::protect::Heading;
use crate::read_back::{FILES, ReadBack, Unread};

/// Larger files are no bundle of ours.
const LARGEST: u64 = 1 << 28;

/// The last report the user named.
pub(super) struct Last {
    /// What it published.
    pub(super) report: LastReport,
    /// Where it lies, whatever links lead there.
    pub(super) folder: PathBuf,
    /// The bundle that it is.
    pub(super) bundle: ReadBack,
}

/// The last report the user named; none where none was named.
///
/// # Errors
/// [`Failure::Io`] for a file that cannot be read; [`Failure::Definition`] where it is no bundle of ours, was changed after
/// it was published, is of an older version, or must not be set beside this report.
pub(super) fn read(job: &Job, heading: &Heading) -> Result<Option<Last>, Failure> {
    let Some(folder) = &job.last else { return Ok(None) };
    let named = |said: String| Failure::Definition(format!("{}: {said}", safe_path(&folder.display().to_string())));
    let [manifest, tidy] = FILES.map(|name| bytes(&folder.join(name)));
    let bundle = ReadBack::parse(&manifest?, &tidy?).map_err(|why| named(LastReport::refused(why)))?;
    let report = LastReport::of(&bundle).map_err(named)?;
    report.fits(heading.municipality.as_str(), heading.year, heading.audience).map_err(named)?;
    Ok(Some(Last { report, folder: real(folder), bundle }))
}

fn bytes(path: &Path) -> Result<Vec<u8>, Failure> {
    let size = fs::metadata(path).map_err(IoFailure::at(path))?.len();
    if size > LARGEST {
        return Err(Failure::Definition(LastReport::refused(Unread::NotOurs)));
    }
    Ok(fs::read(path).map_err(IoFailure::at(path))?)
}
