//! What a user asks for, and the folders that follow from it.

use std::path::{Path, PathBuf};

use chrono::NaiveDate;

use crate::acquire::{self, Snapshot};
use crate::diagnostic::Failure;
use crate::lang::text;
use crate::units::{Audience, Window};

/// What a user asks for.
#[derive(Debug, Clone)]
pub struct Job {
    /// The project folder.
    pub root: PathBuf,
    /// The year.
    pub year: i32,
    /// The part of it.
    pub window: Window,
    /// The day on which milestones and deadlines are judged; the window's last where not set.
    pub reporting_date: Option<NaiveDate>,
    /// Who may read the result.
    pub audience: Audience,
    /// Where the bundle goes; `reports/<year>-<window>` where not set.
    pub out: Option<PathBuf>,
    /// Where the lists of what is to be corrected go.
    pub corrections: ListsIn,
    /// The bundle of the last report, to say what has changed since.
    pub last: Option<PathBuf>,
}

/// Where the lists of what is to be corrected go.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum ListsIn {
    /// `reports/<year>-mangelliste`.
    #[default]
    Project,
    /// A folder of the user's.
    Folder(PathBuf),
    /// Nowhere.
    Nowhere,
}

impl Job {
    /// Where the bundle goes.
    pub(super) fn folder(&self) -> PathBuf {
        self.out.clone().unwrap_or_else(|| self.folder_for(self.audience))
    }

    /// Where the lists of what is to be corrected go; none where they are not wanted.
    pub(super) fn lists_folder(&self) -> Option<PathBuf> {
        match &self.corrections {
            ListsIn::Nowhere => None,
            ListsIn::Folder(folder) => Some(folder.clone()),
            ListsIn::Project => Some(self.reports().join(format!("{}-mangelliste", self.year))),
        }
    }

    /// The project's folder of reports.
    pub(super) fn reports(&self) -> PathBuf {
        self.root.join("reports")
    }

    /// What the documents of the bundle are called.
    pub(super) fn document_name(&self) -> String {
        format!("{}{}", self.window.document_name(self.year), self.audience.mark())
    }

    /// The files of the project that say something of its year or of one before.
    pub(super) fn files(&self) -> Result<Vec<Snapshot>, Failure> {
        let snapshots = acquire::snapshots(&self.root)?;
        Ok(snapshots.into_iter().filter(|file| file.year.is_none_or(|year| year <= self.year)).collect())
    }

    /// What is written among the exports would be read as one of them at the next run, and an internal edition in the
    /// public one's folder would be sent.
    pub(super) fn refuse_folders(&self) -> Result<(), Failure> {
        let absolute = |path: &Path| std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        let named = self.out.as_ref().and_then(|out| Some(absolute(out).file_name()?.to_string_lossy().into_owned()));
        if let Some(folder) = named.filter(|name| self.audience == Audience::Intern && is_of_public(name)) {
            return Err(Failure::Definition(text("cli.intern_in_public", &[("folder", &folder)])));
        }
        let lists = match &self.corrections {
            ListsIn::Folder(folder) => Some(folder),
            ListsIn::Project | ListsIn::Nowhere => None,
        };
        let outputs: Vec<PathBuf> = self.out.iter().chain(lists).map(|path| absolute(path)).collect();
        let inputs = ["exports", "reference"].map(|folder| absolute(&self.root.join(folder)));
        match inputs.iter().find(|folder| outputs.iter().any(|out| out.starts_with(folder))) {
            Some(folder) => {
                let folder = folder.display().to_string();
                Err(Failure::Definition(text("cli.out_inside", &[("folder", &folder)])))
            }
            None => Ok(()),
        }
    }

    fn folder_for(&self, audience: Audience) -> PathBuf {
        self.reports().join(self.name_for(audience))
    }

    fn name_for(&self, audience: Audience) -> String {
        format!("{}-{}{}", self.year, self.window.id(), audience.mark())
    }
}

/// Whether a folder has the name of a public report, of whatever year and window; there are systems on which capitals make no
/// difference.
fn is_of_public(name: &str) -> bool {
    let name = name.to_lowercase();
    let is_year = |year: &str| year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit());
    name.trim()
        .split_once('-')
        .is_some_and(|(year, window)| is_year(year) && Window::ALL.into_iter().any(|known| known.id() == window))
}
