//! The files in which a project says how its exports are to be read, `sources/`, and what is counted, `indicators/`.

use std::fs;
use std::path::{Path, PathBuf};

use crate::diagnostic::IoFailure;

/// Largest definition file: nobody writes one of a megabyte.
const LARGEST: u64 = 1 << 20;

/// A file under `sources/` or `indicators/`, as it is.
#[derive(Debug, Clone)]
pub struct DefinitionFile {
    /// Path relative to the project, with `/`.
    pub path: String,
    /// Its content.
    pub bytes: Vec<u8>,
}

/// Reads every file under `sources/` of the project at `root`, sorted by path; proposals, notes (`.md`) and what a
/// desktop leaves behind are passed over.
///
/// # Errors
/// [`IoFailure`] with the path that could not be listed or read. A project without `sources/` is no error.
pub fn definition_files(root: &Path) -> Result<Vec<DefinitionFile>, IoFailure> {
    files_of(root, "sources")
}

/// Reads every file under `indicators/` likewise.
///
/// # Errors
/// As [`definition_files`].
pub fn indicator_files(root: &Path) -> Result<Vec<DefinitionFile>, IoFailure> {
    files_of(root, "indicators")
}

/// Reads what a project says of its reference files, `reference/*.toml`; what is noted when one is fetched
/// (`….hentet.toml`) is no definition.
///
/// # Errors
/// As [`definition_files`].
pub fn reference_map_files(root: &Path) -> Result<Vec<DefinitionFile>, IoFailure> {
    let folder = root.join("reference");
    let entries = match fs::read_dir(&folder) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries.map_err(IoFailure::at(&folder))?,
    };
    let mut found = Vec::new();
    for entry in entries {
        let path = entry.map_err(IoFailure::at(&folder))?.path();
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let is_map = name.strip_suffix(".toml").is_some_and(|stem| stem.rsplit('.').next() != Some("hentet"));
        if is_map && !is_passed_over(&name) && !path.is_dir() {
            found.push(DefinitionFile { path: format!("reference/{name}"), bytes: read(&path)? });
        }
    }
    found.sort_by(|left, right| left.path.cmp(&right.path));
    Ok(found)
}

fn files_of(root: &Path, folder: &str) -> Result<Vec<DefinitionFile>, IoFailure> {
    let mut found = Vec::new();
    collect(&root.join(folder), folder, &mut found)?;
    found.sort_by(|left, right| left.path.cmp(&right.path));
    Ok(found)
}

fn collect(folder: &Path, shown: &str, found: &mut Vec<DefinitionFile>) -> Result<(), IoFailure> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        entries => entries.map_err(IoFailure::at(folder))?,
    };
    for entry in entries {
        let path = entry.map_err(IoFailure::at(folder))?.path();
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let shown = format!("{shown}/{name}");
        if is_passed_over(&name) {
            continue;
        }
        if path.is_dir() {
            collect(&path, &shown, found)?;
        } else {
            found.push(DefinitionFile { path: shown, bytes: read(&path)? });
        }
    }
    Ok(())
}

fn read(path: &PathBuf) -> Result<Vec<u8>, IoFailure> {
    let metadata = fs::metadata(path).map_err(IoFailure::at(path))?;
    // Reading a pipe would wait for ever.
    if !metadata.is_file() || metadata.len() > LARGEST {
        return Err(IoFailure::at(path)(std::io::Error::other(format!("not a file of at most {LARGEST} bytes"))));
    }
    fs::read(path).map_err(IoFailure::at(path))
}

fn is_passed_over(name: &str) -> bool {
    let lower = name.to_lowercase();
    let is_left_by_the_desktop = lower == "thumbs.db" || lower == "desktop.ini";
    let is_note = lower.rsplit('.').next() == Some("md");
    let is_proposal = lower.strip_suffix(".toml").is_some_and(|stem| stem.rsplit('.').next() == Some("forslag"));
    name.starts_with('.') || name.starts_with("~$") || is_left_by_the_desktop || is_note || is_proposal
}
