//! The reports that were made before: the one that the user named, and those that lie in the project's `reports/` folder.
//! Whoever reads the next one may have read them.

use std::fs;
use std::path::{Path, PathBuf};

use super::Job;
use super::last_report::{self, Last};
use super::published::published;
use crate::acquire::FileRecord;
use crate::compare::LastReport;
use crate::diagnostic::{Failure, IoFailure};
use crate::lang::text;
use crate::privacy::safe_path;
use crate::protect::{Heading, Published};
use crate::read_back::{FILES, Manifest, ReadBack, Unread};
use crate::units::Audience;

/// What was published before.
#[derive(Default)]
pub(super) struct EarlierReports {
    /// The one that the user named.
    pub(super) last: Option<LastReport>,
    /// What everybody may have read.
    pub(super) bundles: Vec<Published>,
    /// What was read of them all.
    pub(super) files: Vec<FileRecord>,
    /// Where those lie that everybody may have read.
    pub(super) folders: Vec<PathBuf>,
}

impl EarlierReports {
    /// The last report, and the public bundles of the municipality, by name. The bundle that the run replaces is none of
    /// them; the one of `--forrige` is, wherever it lies. Folders that are no bundle of ours are passed over.
    ///
    /// # Errors
    /// [`Failure::Io`] for a bundle that cannot be read; [`Failure::Definition`] for a last report that is none, and for a
    /// bundle that is of an older version or not as it was published: nobody knows what its readers know.
    pub(super) fn read(job: &Job, heading: &Heading) -> Result<Self, Failure> {
        let last = last_report::read(job, heading)?;
        let mut earlier = Self::default();
        earlier.files.extend(last.iter().flat_map(|last| last.bundle.files(&last.report.name())));
        earlier.add_published(job, heading, last.as_ref())?;
        earlier.last = last.map(|last| last.report);
        Ok(earlier)
    }

    /// The same, for a run that says nothing of what has changed since the last report.
    ///
    /// # Errors
    /// As [`EarlierReports::read`].
    pub(super) fn published(job: &Job, heading: &Heading) -> Result<Self, Failure> {
        let mut earlier = Self::default();
        earlier.add_published(job, heading, None)?;
        Ok(earlier)
    }

    /// The internal edition withholds nothing, whatever was published.
    fn add_published(&mut self, job: &Job, heading: &Heading, last: Option<&Last>) -> Result<(), Failure> {
        if heading.audience == Audience::Intern {
            return Ok(());
        }
        for folder in folders(job)? {
            if let Some(last) = last.filter(|last| last.folder == folder) {
                self.add(folder, &last.bundle)?;
            } else if let Some(bundle) = read_bundle(&folder, heading)? {
                self.add(folder, &bundle)?;
            }
        }
        Ok(())
    }

    fn add(&mut self, folder: PathBuf, bundle: &ReadBack) -> Result<(), Failure> {
        let name = name(&folder);
        self.bundles.push(published(&name, bundle).ok_or_else(|| refused(&name, Unread::NotOurs))?);
        self.files.extend(bundle.files(&safe_path(&name)));
        self.folders.push(folder);
        Ok(())
    }
}

/// The public bundle of the municipality that lies in a folder; none where there is no such.
fn read_bundle(folder: &Path, heading: &Heading) -> Result<Option<ReadBack>, Failure> {
    let [manifest, tidy] = FILES.map(|name| folder.join(name));
    if !manifest.is_file() {
        return Ok(None);
    }
    let is_ours = |manifest: &Manifest| {
        manifest.text("/audience") == Some(Audience::Offentlig.id())
            && manifest.text("/municipality") == Some(heading.municipality.as_str())
    };
    let manifest = Manifest::parse(&fs::read(&manifest).map_err(IoFailure::at(&manifest))?);
    let Some(manifest) = manifest.filter(is_ours) else { return Ok(None) };
    let tidy = fs::read(&tidy).map_err(IoFailure::at(&tidy))?;
    manifest.with_rows(&tidy).map(Some).map_err(|why| refused(&name(folder), why))
}

fn refused(folder: &str, why: Unread) -> Failure {
    let folder = safe_path(folder);
    Failure::Definition(match why {
        Unread::Older => text("cli.earlier_older", &[("folder", &folder)]),
        Unread::NotOurs | Unread::Changed => text("cli.earlier_changed", &[("folder", &folder)]),
    })
}

fn name(folder: &Path) -> String {
    folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

fn folders(job: &Job) -> Result<Vec<PathBuf>, Failure> {
    let written = real(&job.folder());
    let reports = job.reports();
    let mut folders: Vec<PathBuf> = Vec::new();
    if reports.is_dir() {
        for entry in fs::read_dir(&reports).map_err(IoFailure::at(&reports))? {
            folders.push(real(&entry.map_err(IoFailure::at(&reports))?.path()));
        }
    }
    folders.retain(|folder| *folder != written);
    // Whoever names the edition that is replaced says that it was published.
    folders.extend(job.last.as_deref().map(real));
    folders.sort();
    folders.dedup();
    Ok(folders)
}

/// The path by which a folder is known, whatever links lead to it.
pub(super) fn real(path: &Path) -> PathBuf {
    fs::canonicalize(path).unwrap_or_else(|_| path.to_owned())
}
