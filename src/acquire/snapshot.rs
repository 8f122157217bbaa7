//! The files of a project, untouched, with their hashes.

use std::fmt;
use std::fs::{self, File};
use std::io::{self, Cursor, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::table::wipe_bytes;
use crate::diagnostic::IoFailure;

/// Largest file read, in bytes: lines are 32-bit, and no export comes near it.
const LARGEST: u64 = 1 << 34;

/// Files up to this size are held in memory; a larger one is read from disk, a block at a time.
const HELD_AT_MOST: u64 = 1 << 25;

/// As much is held of all files together; from there on each is read from disk.
const HELD_TOGETHER: u64 = 1 << 28;

/// A file as it was received.
pub struct Snapshot {
    /// Path relative to the project, with `/`.
    pub path: String,
    /// The year of its folder under `exports/`; none for reference files.
    pub year: Option<i32>,
    content: Content,
}

enum Content {
    Held(Arc<[u8]>),
    OnDisk { path: PathBuf, state: FileState },
}

/// What must be the same when a file is read again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct FileState {
    size: u64,
    modified: Option<std::time::SystemTime>,
}

impl fmt::Debug for Snapshot {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.debug_struct("Snapshot").field("path", &self.path).field("bytes", &self.size()).finish_non_exhaustive()
    }
}

impl Snapshot {
    /// A file whose bytes are held.
    pub fn held(path: impl Into<String>, year: Option<i32>, bytes: impl Into<Arc<[u8]>>) -> Self {
        Self { path: path.into(), year, content: Content::Held(bytes.into()) }
    }

    fn on_disk(root: &Path, file: &Path, year: Option<i32>, held: u64) -> Result<Self, IoFailure> {
        let state = state_of(file)?;
        let content = if state.size > HELD_AT_MOST || held + state.size > HELD_TOGETHER {
            Content::OnDisk { path: file.to_owned(), state }
        } else {
            Content::Held(fs::read(file).map_err(IoFailure::at(file))?.into())
        };
        Ok(Self { path: relative(root, file), year, content })
    }

    /// Bytes of it that are in memory.
    fn held_bytes(&self) -> u64 {
        match &self.content {
            Content::Held(bytes) => bytes.len() as u64,
            Content::OnDisk { .. } => 0,
        }
    }

    /// Its size in bytes.
    pub fn size(&self) -> u64 {
        match &self.content {
            Content::Held(bytes) => bytes.len() as u64,
            Content::OnDisk { state, .. } => state.size,
        }
    }

    /// Its bytes from the beginning.
    ///
    /// # Errors
    /// [`IoFailure`] where it cannot be opened, or is no longer the file that was found.
    pub(super) fn open(&self) -> Result<Box<dyn Read + Send>, IoFailure> {
        match &self.content {
            Content::Held(bytes) => Ok(Box::new(Cursor::new(bytes.clone()))),
            Content::OnDisk { path, state } => {
                if state_of(path)? != *state {
                    return Err(IoFailure::at(path)(io::Error::other("the file was changed while it was read")));
                }
                Ok(Box::new(File::open(path).map_err(IoFailure::at(path))?))
            }
        }
    }

    /// All its bytes, for formats that cannot be read in blocks; `None` where it is larger than `limit`.
    ///
    /// # Errors
    /// As [`Snapshot::open`].
    pub(super) fn bytes(&self, limit: u64) -> Result<Option<Arc<[u8]>>, IoFailure> {
        match &self.content {
            _ if self.size() > limit => Ok(None),
            Content::Held(bytes) => Ok(Some(bytes.clone())),
            Content::OnDisk { path, .. } => {
                let mut bytes = Vec::new();
                self.open()?.take(limit).read_to_end(&mut bytes).map_err(IoFailure::at(path))?;
                Ok(Some(bytes.into()))
            }
        }
    }

    /// Path, hash and size of the file as it is now.
    ///
    /// # Errors
    /// [`IoFailure`] where it cannot be read, or is no longer the file that was found.
    pub fn record(&self) -> Result<FileRecord, IoFailure> {
        let mut hash = Sha256::new();
        let mut source = self.open()?;
        let mut buffer = vec![0; 1 << 20];
        loop {
            match source.read(&mut buffer).map_err(IoFailure::at(&self.path))? {
                0 => break,
                length => hash.update(&buffer[..length]),
            }
        }
        let bytes = usize::try_from(self.size()).unwrap_or(usize::MAX);
        Ok(FileRecord { path: self.path.clone(), sha256: hex(&hash.finalize()), bytes })
    }

    /// Under `exports/` but in no year's folder.
    pub(super) fn is_outside_folders(&self) -> bool {
        self.year.is_none() && self.path.starts_with("exports/")
    }
}

impl Drop for Snapshot {
    /// Exports hold identity numbers: their bytes are overwritten before the memory is given back.
    fn drop(&mut self) {
        if let Content::Held(bytes) = &mut self.content
            && let Some(bytes) = Arc::get_mut(bytes)
        {
            wipe_bytes(bytes);
        }
    }
}

/// A file that a bundle was made from, or that it holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FileRecord {
    /// Path relative to the project or to the bundle, with `/`.
    pub path: String,
    /// SHA-256 of its bytes, lower-case hexadecimal.
    pub sha256: String,
    /// Its size.
    pub bytes: usize,
}

impl FileRecord {
    /// The record of `bytes` under `path`.
    pub fn of(path: &str, bytes: &[u8]) -> Self {
        Self { path: path.to_owned(), sha256: hex(&Sha256::digest(bytes)), bytes: bytes.len() }
    }
}

fn hex(digest: &[u8]) -> String {
    use std::fmt::Write;
    digest.iter().fold(String::with_capacity(64), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// Finds every file under `exports/<year>/` and `reference/` of the project at `root`, sorted by path.
///
/// Hidden files, Excel's lock files (`~$…`) and what a desktop leaves behind are no exports and are passed over.
///
/// # Errors
/// [`IoFailure`] with the path that could not be listed or read. A missing `exports` or `reference` folder is no error:
/// what is missing is said by the rules.
pub fn snapshots(root: &Path) -> Result<Vec<Snapshot>, IoFailure> {
    let mut found = Vec::new();
    for entry in list(&root.join("exports"))? {
        match year_of(&entry) {
            Some(year) => collect(root, &entry, Some(year), &mut found)?,
            None => note_outside(root, &entry, &mut found)?,
        }
    }
    collect(root, &root.join("reference"), None, &mut found)?;
    found.sort_by(|left, right| left.path.cmp(&right.path));
    crate::privacy::number_alike(found.iter_mut().map(|file| &mut file.path));
    Ok(found)
}

/// Files that lie in no year's folder are not read, but they are said.
fn note_outside(root: &Path, entry: &Path, found: &mut Vec<Snapshot>) -> Result<(), IoFailure> {
    if is_passed_over(entry) {
        return Ok(());
    }
    if entry.is_dir() {
        return list(entry)?.iter().try_for_each(|inner| note_outside(root, inner, found));
    }
    found.push(Snapshot::held(relative(root, entry), None, Vec::new()));
    Ok(())
}

fn year_of(folder: &Path) -> Option<i32> {
    let name = folder.file_name()?.to_str()?;
    (name.len() == 4 && folder.is_dir()).then(|| name.parse().ok())?
}

fn collect(root: &Path, folder: &Path, year: Option<i32>, found: &mut Vec<Snapshot>) -> Result<(), IoFailure> {
    for path in list(folder)? {
        if is_passed_over(&path) {
            continue;
        }
        if path.is_dir() {
            collect(root, &path, year, found)?;
        } else {
            let held = found.iter().map(Snapshot::held_bytes).sum();
            found.push(Snapshot::on_disk(root, &path, year, held)?);
        }
    }
    Ok(())
}

fn state_of(path: &Path) -> Result<FileState, IoFailure> {
    let metadata = fs::metadata(path).map_err(IoFailure::at(path))?;
    if !metadata.is_file() {
        // Reading a pipe would wait for ever.
        return Err(IoFailure::at(path)(io::Error::other("not a file")));
    }
    let size = metadata.len();
    if size > LARGEST {
        let too_large = io::Error::other(format!("{size} bytes; at most {LARGEST} are read"));
        return Err(IoFailure::at(path)(too_large));
    }
    Ok(FileState { size, modified: metadata.modified().ok() })
}

fn list(folder: &Path) -> Result<Vec<PathBuf>, IoFailure> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries.map_err(IoFailure::at(folder))?,
    };
    let mut paths = Vec::new();
    for entry in entries {
        paths.push(entry.map_err(IoFailure::at(folder))?.path());
    }
    paths.sort();
    Ok(paths)
}

fn is_passed_over(path: &Path) -> bool {
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let is_left_by_the_desktop = name.eq_ignore_ascii_case("thumbs.db") || name.eq_ignore_ascii_case("desktop.ini");
    name.starts_with('.') || name.starts_with("~$") || is_left_by_the_desktop
}

fn relative(root: &Path, path: &Path) -> String {
    let inside = path.strip_prefix(root).unwrap_or(path);
    let parts: Vec<_> = inside.components().map(|part| part.as_os_str().to_string_lossy()).collect();
    crate::privacy::safe_path(&parts.join("/"))
}
