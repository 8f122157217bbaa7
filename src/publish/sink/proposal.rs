//! Proposals for a person to accept.

use std::fs;
use std::path::Path;

use super::{Bundle, write_files};
use crate::acquire::FileRecord;
use crate::diagnostic::IoFailure;
use crate::privacy::Scanned;

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
