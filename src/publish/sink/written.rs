//! What the manifest of a folder says was written there.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::Value;

use super::{is_bundle, manifest_of};
use crate::acquire::FileRecord;
use crate::publish::draft::Told;

/// The files of a bundle, by path, and what its front page said.
#[derive(Debug, Default)]
pub(in crate::publish) struct Written {
    files: BTreeMap<String, Listed>,
    told: Option<Vec<Told>>,
}

/// A file as the manifest lists it.
#[derive(Debug)]
struct Listed {
    sha256: String,
    /// For a person's file: what was made in its place; empty where nothing was.
    edited: Option<String>,
    /// For a person's draft: what the front page said when it was made.
    told: Option<Vec<Told>>,
}

impl Written {
    /// Of a folder that is a bundle of ours.
    pub(in crate::publish) fn read(folder: &Path) -> Option<Self> {
        let manifest = manifest_of(folder);
        is_bundle(&manifest).then(|| Self::parse(&manifest)).flatten()
    }

    pub(super) fn parse(manifest: &str) -> Option<Self> {
        let manifest: Value = serde_json::from_str(manifest).ok()?;
        let listed = manifest["outputs"].as_array()?.iter().filter_map(|output| {
            let is_beside = output["kept"] == true;
            let edited = output["edited"].as_str().map(str::to_owned).or_else(|| is_beside.then(String::new));
            let sha256 = output["sha256"].as_str()?.to_owned();
            Some((output["path"].as_str()?.to_owned(), Listed { sha256, edited, told: told(&output["highlights"]) }))
        });
        Some(Self { files: listed.collect(), told: told(&manifest["highlights"]) })
    }

    /// Whether a file is as it was written.
    pub(in crate::publish) fn is_ours(&self, file: &FileRecord) -> bool {
        self.files.get(&file.path).is_some_and(|listed| listed.edited.is_none() && listed.sha256 == file.sha256)
    }

    /// The hash of what was made under a name, whatever lies there now.
    pub(in crate::publish) fn made(&self, name: &str) -> Option<String> {
        let listed = self.files.get(name)?;
        Some(listed.edited.clone().unwrap_or_else(|| listed.sha256.clone())).filter(|hash| !hash.is_empty())
    }

    /// What the front page of the draft under a name said when it was made.
    pub(in crate::publish) fn told(&self, name: &str) -> Option<Vec<Told>> {
        let listed = self.files.get(name)?;
        if listed.edited.is_some() { listed.told.clone() } else { self.told.clone() }
    }
}

fn told(value: &Value) -> Option<Vec<Told>> {
    serde_json::from_value(value.clone()).ok()
}
