//! Why a run could not be carried out.

use std::path::PathBuf;

/// Why a run could not be carried out. Findings are no failure: they are what a run came to, and the kinds never mix.
#[derive(Debug)]
pub enum Failure {
    /// The plan, a definition or the command line is wrong.
    Definition(String),
    /// A file or folder could not be read or written.
    Io(IoFailure),
}

/// An input/output error and the path it is about.
#[derive(Debug)]
pub struct IoFailure {
    /// The file or folder.
    pub path: PathBuf,
    /// What the operating system said.
    pub source: std::io::Error,
}

impl IoFailure {
    /// Ties an error to its path.
    pub fn at(path: impl Into<PathBuf>) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.into();
        move |source| Self { path, source }
    }
}

impl From<IoFailure> for Failure {
    fn from(failure: IoFailure) -> Self {
        Self::Io(failure)
    }
}
