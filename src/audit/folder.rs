//! The files of a bundle: each against its hash, each searched for identity numbers, and those of a size that a bundle's
//! files have held for the readers.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::finding::{HashMismatch, Report};
use super::identifiers::Search;
use super::manifest::{Manifest, Output};
use super::package::is_kind;
use crate::diagnostic::{Failure, IoFailure};
use crate::lang::text;
use crate::privacy::safe_path;

/// A larger file is hashed and searched, but not held.
const LARGEST: u64 = 256 << 20;
/// The manifest is read before anything else is known.
const LARGEST_MANIFEST: u64 = 64 << 20;
/// More files or deeper folders than any bundle has.
const MOST_FILES: usize = 50_000;
const BLOCK: usize = 1 << 20;

/// A bundle as it lies on disk.
pub(super) struct Folder {
    pub(super) manifest: Manifest,
    /// The files that were held, by path with `/`; the manifest is not among them.
    pub(super) files: BTreeMap<String, Vec<u8>>,
    /// Those of them that a person has written in.
    pub(super) edited: BTreeSet<String>,
    /// What the folder is called.
    pub(super) name: String,
}

/// Reads a bundle; what is wrong with its files goes into `report`.
///
/// # Errors
/// [`Failure::Definition`] where the folder is no bundle, [`Failure::Io`] where it cannot be read.
pub(super) fn read(path: &Path, report: &mut Report) -> Result<Folder, Failure> {
    let shown = safe_path(&path.display().to_string());
    let found = fs::metadata(path).map_err(IoFailure::at(path))?;
    if !found.is_dir() {
        return Err(IoFailure::at(path)(std::io::Error::from(std::io::ErrorKind::NotADirectory)).into());
    }
    let no_bundle = || Failure::Definition(text("audit.no_bundle", &[("folder", &shown)]));
    let manifest_path = path.join("manifest.json");
    let is_file = fs::symlink_metadata(&manifest_path).is_ok_and(|found| found.is_file());
    if !is_file {
        return Err(no_bundle());
    }
    let bytes = held(&manifest_path, LARGEST_MANIFEST)?.ok_or_else(no_bundle)?;
    let manifest = std::str::from_utf8(&bytes).ok().and_then(Manifest::parse).ok_or_else(no_bundle)?;
    let name = safe_path(&path.file_name().map_or(shown, |name| name.to_string_lossy().into_owned()));
    let mut folder = Folder { manifest, files: BTreeMap::new(), edited: BTreeSet::new(), name };
    let mut search = Search::new("manifest.json");
    search.block(&bytes, true);
    search.name("manifest.json");
    report.identifiers.extend(search.found);
    folder.read_files(path, report)?;
    Ok(folder)
}

impl Folder {
    fn read_files(&mut self, root: &Path, report: &mut Report) -> Result<(), Failure> {
        let outputs = self.manifest.outputs.iter();
        let mut listed: BTreeMap<String, Output> =
            outputs.map(|output| (output.path.clone(), output.clone())).collect();
        let mismatch = |file: &str, problem| HashMismatch { file: safe_path(file), problem };
        for (name, path, is_file) in files_below(root)? {
            if name == "manifest.json" {
                continue;
            }
            if !is_file {
                report.hash_mismatches.push(mismatch(&name, "not-a-file"));
                continue;
            }
            let (hash, bytes) = examined(&path, &name, report)?;
            let origin = Origin::of(&name, &hash, listed.remove(&name).as_ref());
            match origin {
                Origin::Ours => {}
                Origin::Edited => report.edited.push(safe_path(&name)),
                Origin::Beside => report.beside.push(safe_path(&name)),
                Origin::Unread => {
                    report.not_read.push(safe_path(&name));
                    continue;
                }
                Origin::Wrong(problem) => report.hash_mismatches.push(mismatch(&name, problem)),
            }
            if matches!(origin, Origin::Edited | Origin::Beside) {
                self.edited.insert(name.clone());
            }
            match bytes {
                Some(bytes) => drop(self.files.insert(name, bytes)),
                None => report.unread(&name, "", "too-large"),
            }
        }
        report.hash_mismatches.extend(listed.keys().map(|name| mismatch(name, "missing")));
        Ok(())
    }
}

/// Whose a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Origin {
    /// As the program wrote it.
    Ours,
    /// A draft of ours in which a person has written.
    Edited,
    /// A person's document beside it.
    Beside,
    /// A person's file of a kind that is not read.
    Unread,
    /// Something that is wrong.
    Wrong(&'static str),
}

impl Origin {
    fn of(name: &str, hash: &str, listed: Option<&Output>) -> Self {
        let is_document = is_kind(name, "docx");
        // What people save beside the draft lies in the folder itself.
        let is_beside = !name.contains('/') && (is_document || is_kind(name, "pdf"));
        match listed {
            _ if is_lock(name) => Self::Wrong("open"),
            Some(output) if output.kept && !is_beside => Self::Wrong("changed"),
            Some(output) if output.edited.is_some() && is_document => Self::Edited,
            Some(output) if !output.kept && output.sha256 == hash => Self::Ours,
            Some(output) if !output.kept && is_document => Self::Edited,
            Some(output) if !output.kept => Self::Wrong("changed"),
            _ if is_beside && is_document => Self::Beside,
            _ if is_beside => Self::Unread,
            _ => Self::Wrong("not-listed"),
        }
    }
}

/// What Word and `LibreOffice` put beside a document that is open in them.
fn is_lock(name: &str) -> bool {
    name.starts_with("~$") || (name.starts_with(".~lock.") && name.ends_with('#'))
}

/// Every entry below the folder that is no folder itself, in order of name; links are not followed.
fn files_below(root: &Path) -> Result<Vec<(String, PathBuf, bool)>, IoFailure> {
    let (mut open, mut found) = (vec![root.to_owned()], Vec::new());
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(&folder).map_err(IoFailure::at(&folder))? {
            let entry = entry.map_err(IoFailure::at(&folder))?;
            let (path, kind) = (entry.path(), entry.file_type().map_err(IoFailure::at(entry.path()))?);
            if kind.is_dir() {
                open.push(path);
                continue;
            }
            let name = path.strip_prefix(root).unwrap_or(&path).to_string_lossy().replace('\\', "/");
            found.push((name, path, kind.is_file()));
        }
        if found.len() + open.len() > MOST_FILES {
            let too_many = std::io::Error::from(std::io::ErrorKind::QuotaExceeded);
            return Err(IoFailure::at(root)(too_many));
        }
    }
    found.sort();
    Ok(found)
}

/// Hashes and searches a file block by block, and holds it where it is not too large.
fn examined(path: &Path, name: &str, report: &mut Report) -> Result<(String, Option<Vec<u8>>), IoFailure> {
    let mut file = File::open(path).map_err(IoFailure::at(path))?;
    let size = file.metadata().map_err(IoFailure::at(path))?.len();
    let mut held = (size <= LARGEST).then(Vec::new);
    let (mut hash, mut search, mut buffer) = (Sha256::new(), Search::new(name), vec![0; BLOCK]);
    search.name(name);
    loop {
        let length = file.read(&mut buffer).map_err(IoFailure::at(path))?;
        let block = &buffer[..length];
        search.block(block, length == 0);
        if length == 0 {
            break;
        }
        hash.update(block);
        held = held.filter(|bytes| bytes.len() as u64 + length as u64 <= LARGEST);
        if let Some(bytes) = &mut held {
            bytes.extend_from_slice(block);
        }
    }
    report.identifiers.extend(search.found);
    Ok((hex(&hash.finalize()), held))
}

fn held(path: &Path, largest: u64) -> Result<Option<Vec<u8>>, IoFailure> {
    let file = File::open(path).map_err(IoFailure::at(path))?;
    let mut bytes = Vec::new();
    file.take(largest + 1).read_to_end(&mut bytes).map_err(IoFailure::at(path))?;
    Ok((bytes.len() as u64 <= largest).then_some(bytes))
}

fn hex(digest: &[u8]) -> String {
    use std::fmt::Write;
    digest.iter().fold(String::with_capacity(64), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
