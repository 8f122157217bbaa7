//! The one place that writes. A bundle is written whole or not at all.

mod written;

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use super::draft::Told;
use crate::acquire::FileRecord;
use crate::diagnostic::IoFailure;
use crate::privacy::{Outputs, Scanned};
pub(super) use written::Written;

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

/// Writes `bundle` as the folder `target`, replacing an earlier one.
///
/// Everything goes into a folder beside it first; the earlier bundle is moved aside only when the new one is complete,
/// and comes back if the last step fails.
///
/// # Errors
/// [`IoFailure`] with the path that could not be written; nothing half-written is left.
pub fn write_bundle(bundle: &Scanned<Bundle>, target: &Path) -> Result<(), IoFailure> {
    refuse_foreign(bundle, target)?;
    let unfinished = beside(target, "uferdig");
    let earlier = beside(target, "forrige");
    let written = remove(&unfinished)
        .and_then(|()| write_files(bundle, &unfinished))
        .and_then(|()| bundle.kept.iter().try_for_each(|kept| carry(&kept.record.path, target, &unfinished)));
    let swapped = written.and_then(|()| swap(&unfinished, target, &earlier));
    if swapped.is_err() {
        // The first failure is the one to tell; clearing up after it may fail for the same reason.
        let _ = fs::remove_dir_all(&unfinished);
    }
    swapped
}

/// Whether the folder `target` holds exactly the files of `bundle`.
pub fn holds(bundle: &Bundle, target: &Path) -> bool {
    let manifest = bundle.files.get("manifest.json").map(|bytes| String::from_utf8_lossy(bytes)).unwrap_or_default();
    let is_there = |(path, bytes): (&str, &[u8])| fs::read(target.join(path)).is_ok_and(|found| found == bytes);
    bundle.files().all(is_there) && not_ours(target, &manifest, &[]).is_none()
}

/// Writes files into a folder that may already hold others, never over one of them.
///
/// # Errors
/// [`IoFailure`] with the path that exists already or could not be written.
pub fn write_new_files(bundle: &Scanned<Bundle>, target: &Path) -> Result<(), IoFailure> {
    for (path, _) in bundle.files() {
        let path = target.join(path);
        // A file where a folder must be is seen before anything is written.
        let in_the_way = path.ancestors().skip(1).find(|above| above.is_file());
        if let Some(found) = in_the_way.or_else(|| path.exists().then_some(path.as_path())) {
            return Err(IoFailure::at(found)(std::io::Error::from(std::io::ErrorKind::AlreadyExists)));
        }
    }
    write_files(bundle, target)
}

/// Writes files with figures before disclosure control: each whole or not at all, never into the folder of a report, and
/// over an earlier one only where `replaces`. Gives where the earlier one is kept, which is where another file had to go.
///
/// # Errors
/// [`IoFailure`] with the path that exists already, lies in a report's folder, or could not be written.
pub fn write_internal(bundle: &Scanned<Bundle>, folder: &Path, replaces: bool) -> Result<Option<PathBuf>, IoFailure> {
    if let Some(shared) = above(&folder.join("x")).into_iter().find(|outer| is_bundle(&manifest_of(outer))) {
        return Err(IoFailure::at(shared)(std::io::Error::from(std::io::ErrorKind::PermissionDenied)));
    }
    let mut kept = None;
    for (name, bytes) in bundle.files() {
        let target = folder.join(name);
        let earlier = target.with_extension("forrige.json");
        if fs::read(&target).is_ok_and(|found| found == bytes) {
            continue;
        }
        if target.exists() && !replaces {
            return Err(IoFailure::at(target)(std::io::Error::from(std::io::ErrorKind::AlreadyExists)));
        }
        let unfinished = beside(&target, "uferdig");
        let mut file = Bundle::default();
        file.add(file_name(&unfinished), bytes);
        write_files(&file, folder)?;
        let had_earlier = target.exists();
        let moved = if had_earlier { fs::rename(&target, &earlier) } else { Ok(()) };
        if let Err(error) = moved.and_then(|()| fs::rename(&unfinished, &target)) {
            if had_earlier && !target.exists() {
                // The first failure is the one to tell.
                let _ = fs::rename(&earlier, &target);
            }
            let _ = fs::remove_file(&unfinished);
            return Err(IoFailure::at(target)(error));
        }
        kept = had_earlier.then_some(earlier);
    }
    Ok(kept)
}

/// Writes a secret as a new file that only its owner may read, and the folders above it likewise.
///
/// # Errors
/// [`IoFailure`] with the path that exists already or could not be written.
pub fn write_secret(content: &str, path: &Path) -> Result<(), IoFailure> {
    let mut folders = fs::DirBuilder::new();
    folders.recursive(true);
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
        folders.mode(0o700);
        options.mode(0o600);
    }
    if let Some(parent) = path.parent() {
        folders.create(parent).map_err(IoFailure::at(parent))?;
    }
    #[expect(clippy::disallowed_methods, reason = "this is the sink")]
    let mut file = options.open(path).map_err(IoFailure::at(path))?;
    file.write_all(content.as_bytes()).and_then(|()| file.sync_all()).map_err(IoFailure::at(path))
}

/// Writes files over earlier ones of the same names, each whole or not at all: what is there stays until what takes its
/// place is on the disk.
///
/// # Errors
/// [`IoFailure`] with the path that could not be written.
pub fn replace_files(bundle: &Scanned<Bundle>, folder: &Path) -> Result<(), IoFailure> {
    fs::create_dir_all(folder).map_err(IoFailure::at(folder))?;
    for (name, bytes) in bundle.files() {
        let target = folder.join(name);
        let unfinished = beside(&target, "uferdig");
        let mut options = fs::OpenOptions::new();
        options.write(true).create(true).truncate(true);
        #[expect(clippy::disallowed_methods, reason = "this is the sink")]
        let written = options
            .open(&unfinished)
            .and_then(|mut file| file.write_all(bytes).and_then(|()| file.sync_all()))
            .and_then(|()| fs::rename(&unfinished, &target));
        if let Err(error) = written {
            // The first failure is the one to tell.
            let _ = fs::remove_file(&unfinished);
            return Err(IoFailure::at(target)(error));
        }
    }
    Ok(())
}

/// What the last line of a proposal begins with; the hash of all lines above follows.
const PROPOSAL_MARK: &str = "# sha256 ";

/// Writes a proposal for a person to accept, over an earlier one that nobody has touched and over nothing else.
///
/// # Errors
/// [`IoFailure`] with the path that holds something else or could not be written.
pub fn write_proposal(path: &Path, content: &Scanned<String>) -> Result<(), IoFailure> {
    let is_free = match fs::read_to_string(path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => true,
        earlier => is_untouched(&earlier.map_err(IoFailure::at(path))?),
    };
    if !is_free {
        return Err(IoFailure::at(path)(std::io::Error::from(std::io::ErrorKind::AlreadyExists)));
    }
    let (Some(folder), Some(name)) = (path.parent(), path.file_name()) else {
        return Err(IoFailure::at(path)(std::io::Error::from(std::io::ErrorKind::NotFound)));
    };
    let mut bundle = Bundle::default();
    bundle.add(name.to_string_lossy(), format!("{}{PROPOSAL_MARK}{}\n", **content, hash_of(content)));
    write_files(&bundle, folder)
}

/// A proposal as it was written: a person's changes are never lost.
fn is_untouched(text: &str) -> bool {
    let Some((content, hash)) = text.rsplit_once(PROPOSAL_MARK) else { return false };
    hash.trim_end() == hash_of(content)
}

fn hash_of(content: &str) -> String {
    FileRecord::of("", content.as_bytes()).sha256
}

/// A folder is replaced only where it is empty, or a bundle of ours for the same audience in which nobody has put or
/// changed a file: people's work is never lost, and the internal bundle never takes the public one's place. Nor is a
/// bundle put inside another, which may be shared as a whole.
fn refuse_foreign(bundle: &Bundle, target: &Path) -> Result<(), IoFailure> {
    let exists = |path: &Path| IoFailure::at(path)(std::io::Error::from(std::io::ErrorKind::AlreadyExists));
    if let Some(outer) = above(target).into_iter().find(|outer| is_bundle(&manifest_of(outer))) {
        return Err(exists(&outer));
    }
    let is_empty = fs::read_dir(target).map_or(true, |mut entries| entries.next().is_none());
    if is_empty && !target.is_file() {
        return Ok(());
    }
    let manifest = manifest_of(target);
    let audience = bundle.files.get("manifest.json").and_then(|bytes| audience_of(std::str::from_utf8(bytes).ok()?));
    if !is_bundle(&manifest) || audience_of(&manifest) != audience {
        return Err(exists(target));
    }
    match not_ours(target, &manifest, &bundle.kept) {
        // Nothing of somebody's open work is replaced below them.
        Some(file) if is_lock(&file_name(&file)) => {
            Err(IoFailure::at(file)(std::io::Error::from(std::io::ErrorKind::ResourceBusy)))
        }
        Some(file) => Err(exists(&file)),
        None => Ok(()),
    }
}

/// The folders that `target` lies in, as written and as they really are: a link may lead into a bundle.
fn above(target: &Path) -> Vec<PathBuf> {
    let written = std::path::absolute(target).unwrap_or_else(|_| target.to_owned());
    let real = written.ancestors().skip(1).find_map(|folder| fs::canonicalize(folder).ok());
    let real = real.iter().flat_map(|folder| folder.ancestors().map(Path::to_owned));
    written.ancestors().skip(1).map(Path::to_owned).chain(real).collect()
}

fn manifest_of(folder: &Path) -> String {
    fs::read_to_string(folder.join("manifest.json")).unwrap_or_default()
}

fn is_bundle(manifest: &str) -> bool {
    manifest.contains(super::manifest::TOOL_MARK)
}

/// What Word and `LibreOffice` put beside a document that is open in them.
fn is_lock(name: &str) -> bool {
    name.starts_with("~$") || (name.starts_with(".~lock.") && name.ends_with('#'))
}

/// Whether a file in the folder itself is of a kind that people save beside the draft.
pub(super) fn is_document(name: &str) -> bool {
    let is_kind = |kind: &str| Path::new(name).extension().is_some_and(|it| it.eq_ignore_ascii_case(kind));
    !name.contains('/') && !is_lock(name) && (is_kind("pdf") || is_kind("docx"))
}

/// A file of the folder that the manifest does not list with its present content, and that is not to stay.
fn not_ours(folder: &Path, manifest: &str, kept: &[Kept]) -> Option<PathBuf> {
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

/// Copies a person's file into the folder that takes the old one's place.
fn carry(name: &str, from: &Path, to: &Path) -> Result<(), IoFailure> {
    let path = from.join(name);
    fs::copy(&path, to.join(name)).map(drop).map_err(IoFailure::at(&path))
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

fn file_name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

fn beside(target: &Path, word: &str) -> PathBuf {
    let name = file_name(target);
    target.with_file_name(format!(".{name}.{word}"))
}
