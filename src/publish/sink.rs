//! The one place that writes. A bundle is written whole or not at all.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::acquire::FileRecord;
use crate::diagnostic::IoFailure;

/// The files of a bundle, by path relative to it.
#[derive(Debug, Clone, Default)]
pub struct Bundle(BTreeMap<String, Vec<u8>>);

impl Bundle {
    /// Adds a file.
    pub fn add(&mut self, path: impl Into<String>, bytes: impl Into<Vec<u8>>) {
        self.0.insert(path.into(), bytes.into());
    }

    /// The files in order of path.
    pub fn files(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.0.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice()))
    }

    /// Path, hash and size of every file.
    pub fn records(&self) -> Vec<FileRecord> {
        self.files().map(|(path, bytes)| FileRecord::of(path, bytes)).collect()
    }
}

/// Writes `bundle` as the folder `target`, replacing an earlier one.
///
/// Everything goes into a folder beside it first; the earlier bundle is moved aside only when the new one is complete,
/// and comes back if the last step fails.
///
/// # Errors
/// [`IoFailure`] with the path that could not be written; nothing half-written is left.
pub fn write_bundle(bundle: &Bundle, target: &Path) -> Result<(), IoFailure> {
    refuse_foreign(bundle, target)?;
    let unfinished = beside(target, "uferdig");
    let earlier = beside(target, "forrige");
    let written = remove(&unfinished).and_then(|()| write_files(bundle, &unfinished));
    let swapped = written.and_then(|()| swap(&unfinished, target, &earlier));
    if swapped.is_err() {
        // The first failure is the one to tell; clearing up after it may fail for the same reason.
        let _ = fs::remove_dir_all(&unfinished);
    }
    swapped
}

/// Writes files into a folder that may already hold others, never over one of them.
///
/// # Errors
/// [`IoFailure`] with the path that exists already or could not be written.
pub fn write_new_files(bundle: &Bundle, target: &Path) -> Result<(), IoFailure> {
    for (path, _) in bundle.files() {
        let path = target.join(path);
        if path.exists() {
            return Err(IoFailure::at(path)(std::io::Error::from(std::io::ErrorKind::AlreadyExists)));
        }
    }
    write_files(bundle, target)
}

/// A folder that is neither empty nor a bundle of ours for the same audience is somebody's: it is never replaced, so that
/// the internal bundle never takes the public one's place.
fn refuse_foreign(bundle: &Bundle, target: &Path) -> Result<(), IoFailure> {
    let is_empty = fs::read_dir(target).map_or(true, |mut entries| entries.next().is_none());
    let manifest = fs::read_to_string(target.join("manifest.json")).unwrap_or_default();
    let audience = bundle.0.get("manifest.json").and_then(|bytes| audience_of(std::str::from_utf8(bytes).ok()?));
    let is_bundle = manifest.contains(super::manifest::TOOL_MARK) && audience_of(&manifest) == audience;
    if is_bundle || (is_empty && !target.is_file()) {
        return Ok(());
    }
    Err(IoFailure::at(target)(std::io::Error::from(std::io::ErrorKind::AlreadyExists)))
}

fn audience_of(manifest: &str) -> Option<&str> {
    manifest.lines().map(str::trim).find(|line| line.starts_with("\"audience\""))
}

fn write_files(bundle: &Bundle, folder: &Path) -> Result<(), IoFailure> {
    fs::create_dir_all(folder).map_err(IoFailure::at(folder))?;
    for (path, bytes) in bundle.files() {
        let path = folder.join(path);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent).map_err(IoFailure::at(parent))?;
        }
        #[expect(clippy::disallowed_methods, reason = "this is the sink")]
        fs::write(&path, bytes).map_err(IoFailure::at(&path))?;
    }
    Ok(())
}

fn swap(unfinished: &Path, target: &Path, earlier: &Path) -> Result<(), IoFailure> {
    remove(earlier)?;
    let had_earlier = target.exists();
    if had_earlier {
        fs::rename(target, earlier).map_err(IoFailure::at(target))?;
    }
    if let Err(error) = fs::rename(unfinished, target) {
        if had_earlier {
            fs::rename(earlier, target).map_err(IoFailure::at(target))?;
        }
        return Err(IoFailure::at(target)(error));
    }
    // The new bundle is in place; a remainder of the earlier one is cleared at the next run.
    let _ = fs::remove_dir_all(earlier);
    Ok(())
}

fn remove(folder: &Path) -> Result<(), IoFailure> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(IoFailure::at(folder)(error)),
        _ => Ok(()),
    }
}

fn beside(target: &Path, word: &str) -> PathBuf {
    let name = target.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    target.with_file_name(format!(".{name}.{word}"))
}
