//! What is written: a bundle's files, and those of a person's that stay beside them.

use std::collections::BTreeMap;

use crate::acquire::FileRecord;
use crate::privacy::Outputs;
use crate::publish::draft::Told;

/// The files of a bundle, by path relative to it, and those of a person's that stay beside them.
#[derive(Debug, Clone, Default)]
pub struct Bundle {
    files: BTreeMap<String, Vec<u8>>,
    kept: Vec<Kept>,
}

/// A file of ours that a person has changed, or a document that a person has put beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// The file as it is now.
    pub record: FileRecord,
    /// The hash of what was made in its place, where that is known.
    pub made: Option<String>,
    /// What the front page of that said, where that is known.
    pub told: Option<Vec<Told>>,
    /// Whether it is a draft of ours.
    pub is_draft: bool,
}

impl Bundle {
    /// Adds a file.
    pub fn add(&mut self, path: impl Into<String>, bytes: impl Into<Vec<u8>>) {
        self.files.insert(path.into(), bytes.into());
    }

    /// Lets a person's file stay where it is when the folder is replaced.
    pub fn keep(&mut self, kept: Kept) {
        self.kept.push(kept);
    }

    /// The files that stay.
    pub fn kept(&self) -> &[Kept] {
        &self.kept
    }

    /// The files in order of path.
    pub fn files(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.files.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice()))
    }

    /// The bytes of one of them.
    pub(super) fn file(&self, path: &str) -> Option<&[u8]> {
        self.files.get(path).map(Vec::as_slice)
    }

    /// Path, hash and size of every file.
    pub fn records(&self) -> Vec<FileRecord> {
        self.files().map(|(path, bytes)| FileRecord::of(path, bytes)).collect()
    }
}

impl Outputs for Bundle {
    fn parts(&self) -> Vec<(&str, &[u8])> {
        self.files().collect()
    }
}
