//! Workbooks and documents are zip packages: their parts, measured while they are unpacked.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use super::finding::{Identifier, Report};
use super::identifiers;

/// All parts of a package together when unpacked; beyond it lie files made to exhaust memory.
const MOST_UNPACKED: u64 = 512 << 20;
const MOST_PARTS: usize = 10_000;

/// The parts of a package by name, as they are written.
pub(super) type Parts = BTreeMap<String, Vec<u8>>;

/// Whether a part or a file is of a kind, by the end of its name.
pub(super) fn is_kind(name: &str, kind: &str) -> bool {
    std::path::Path::new(name).extension().is_some_and(|extension| extension.eq_ignore_ascii_case(kind))
}

/// Unpacks a package; what keeps it from being read goes into `report`, and so do identity numbers in its parts.
pub(super) fn parts(file: &str, bytes: &[u8], report: &mut Report) -> Option<Parts> {
    match unpacked(file, bytes, &mut report.identifiers) {
        Ok(parts) => Some(parts),
        Err(problem) => {
            report.unread(file, "", problem);
            None
        }
    }
}

fn unpacked(file: &str, bytes: &[u8], identifiers: &mut Vec<Identifier>) -> Result<Parts, &'static str> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| "damaged")?;
    if archive.len() > MOST_PARTS {
        return Err("too-large");
    }
    if archive.has_duplicate_names() {
        return Err("damaged");
    }
    let (mut parts, mut left) = (Parts::new(), MOST_UNPACKED);
    for index in 0..archive.len() {
        let part = archive.by_index(index).map_err(|_| "damaged")?;
        let name = String::from_utf8_lossy(part.name_raw()).into_owned();
        if part.size() > left {
            return Err("too-large");
        }
        let mut content = Vec::new();
        let size = part.take(left + 1).read_to_end(&mut content).map_err(|_| "damaged")? as u64;
        left = left.checked_sub(size).ok_or("too-large")?;
        let place = format!("{file}!{name}");
        identifiers.extend(identifiers::search(&place, &content));
        identifiers.extend(
            identifiers::search(&place, name.as_bytes()).into_iter().map(|found| Identifier { offset: 0, ..found }),
        );
        if !name.ends_with('/') && parts.insert(name, content).is_some() {
            return Err("damaged");
        }
    }
    Ok(parts)
}
