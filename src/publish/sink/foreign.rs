//! Folders that are not ours to write in or to replace.

use std::fs;
use std::path::{Path, PathBuf};

use super::{Bundle, Kept, Written, file_name};
use crate::acquire::FileRecord;
use crate::diagnostic::IoFailure;

/// A folder is replaced only where it is empty, or a bundle of ours for the same audience in which nobody has put or
/// changed a file: people's work is never lost, and the internal bundle never takes the public one's place. Nor is a
/// bundle put inside another, which may be shared as a whole.
pub(super) fn refuse_foreign(bundle: &Bundle, target: &Path) -> Result<(), IoFailure> {
    let exists = |path: &Path| IoFailure::at(path)(std::io::Error::from(std::io::ErrorKind::AlreadyExists));
    if let Some(outer) = above(target).into_iter().find(|outer| is_bundle(&manifest_of(outer))) {
        return Err(exists(&outer));
    }
    let is_empty = fs::read_dir(target).map_or(true, |mut entries| entries.next().is_none());
    if is_empty && !target.is_file() {
        return Ok(());
    }
    let manifest = manifest_of(target);
    let audience = bundle.file("manifest.json").and_then(|bytes| audience_of(std::str::from_utf8(bytes).ok()?));
    if !is_bundle(&manifest) || audience_of(&manifest) != audience {
        return Err(exists(target));
    }
    match not_ours(target, &manifest, bundle.kept()) {
        // Nothing of somebody's open work is replaced below them.
        Some(file) if is_lock(&file_name(&file)) => {
            Err(IoFailure::at(file)(std::io::Error::from(std::io::ErrorKind::ResourceBusy)))
        }
        Some(file) => Err(exists(&file)),
        None => Ok(()),
    }
}

/// The folders that `target` lies in, as written and as they really are: a link may lead into a bundle.
pub(super) fn above(target: &Path) -> Vec<PathBuf> {
    let written = std::path::absolute(target).unwrap_or_else(|_| target.to_owned());
    let real = written.ancestors().skip(1).find_map(|folder| fs::canonicalize(folder).ok());
    let real = real.iter().flat_map(|folder| folder.ancestors().map(Path::to_owned));
    written.ancestors().skip(1).map(Path::to_owned).chain(real).collect()
}

pub(super) fn manifest_of(folder: &Path) -> String {
    fs::read_to_string(folder.join("manifest.json")).unwrap_or_default()
}

pub(super) fn is_bundle(manifest: &str) -> bool {
    manifest.contains(crate::publish::manifest::TOOL_MARK)
}

/// What Word and `LibreOffice` put beside a document that is open in them.
fn is_lock(name: &str) -> bool {
    name.starts_with("~$") || (name.starts_with(".~lock.") && name.ends_with('#'))
}

/// Whether a file in the folder itself is of a kind that people save beside the draft.
pub(in crate::publish) fn is_document(name: &str) -> bool {
    let is_kind = |kind: &str| Path::new(name).extension().is_some_and(|it| it.eq_ignore_ascii_case(kind));
    !name.contains('/') && !is_lock(name) && (is_kind("pdf") || is_kind("docx"))
}

/// A file of the folder that the manifest does not list with its present content, and that is not to stay.
pub(super) fn not_ours(folder: &Path, manifest: &str, kept: &[Kept]) -> Option<PathBuf> {
    let written = Written::parse(manifest)?;
    let mut open = vec![folder.to_owned()];
    let mut found = None;
    while let Some(next) = open.pop() {
        for entry in fs::read_dir(next).ok()?.flatten() {
            let path = entry.path();
            let name = path.strip_prefix(folder).ok()?.to_string_lossy().replace('\\', "/");
            if path.is_dir() {
                open.push(path);
            } else if name != "manifest.json" {
                let record = FileRecord::of(&name, &fs::read(&path).unwrap_or_default());
                if is_lock(&file_name(&path)) {
                    return Some(path);
                }
                if !written.is_ours(&record) && !kept.iter().any(|kept| kept.record == record) {
                    found = found.or(Some(path));
                }
            }
        }
    }
    found
}

fn audience_of(manifest: &str) -> Option<&str> {
    manifest.lines().map(str::trim).find(|line| line.starts_with("\"audience\""))
}
