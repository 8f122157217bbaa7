//! The zip package of an XLSX or ODS file, measured before anything in it is trusted.

use std::collections::BTreeMap;
use std::io::{BufReader, Cursor, Read};

use quick_xml::Reader;
use zip::ZipArchive;
use zip::read::ZipFile;

use super::limits::Limit;
use super::refusal::Refusal;

/// A package whose every part unpacks to what it says, within the limits.
pub(super) struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    /// Number and unpacked size of each part by its name, as Excel compares names.
    parts: BTreeMap<String, (usize, u64)>,
}

/// One part, read as XML from the start.
pub(super) type PartReader<'p, 'a> = Reader<BufReader<ZipFile<'p, Cursor<&'a [u8]>>>>;

impl<'a> Package<'a> {
    /// Opens a package and unpacks each part once into nothing: sizes are measured, not believed, and the check sums
    /// hold. The readers that follow stop early and would not see a wrong one.
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, Refusal> {
        let damaged = || Refusal::damaged("finding.detail_zip");
        let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| damaged())?;
        if Limit::Parts.is_exceeded_by(archive.len()) {
            return Err(Refusal::too_large(Limit::Parts));
        }
        if archive.has_duplicate_names() {
            return Err(damaged());
        }
        let mut parts = BTreeMap::new();
        let mut left = Limit::Unpacked.most();
        for index in 0..archive.len() {
            let part = archive.by_index(index).map_err(|_| damaged())?;
            let name = normal(&part.name().map_err(|_| damaged())?);
            if part.size() > left {
                return Err(Refusal::too_large(Limit::Unpacked));
            }
            let size = measure(part, left).ok_or_else(damaged)?;
            if size > left {
                return Err(Refusal::too_large(Limit::Unpacked));
            }
            left -= size;
            if parts.insert(name, (index, size)).is_some() {
                return Err(damaged());
            }
        }
        Ok(Self { archive, parts })
    }

    /// Whether there is a part of this name.
    pub(super) fn has(&self, name: &str) -> bool {
        self.parts.contains_key(&normal(name))
    }

    /// Whether a part's name fits.
    pub(super) fn has_any(&self, fits: impl Fn(&str) -> bool) -> bool {
        self.parts.keys().any(|name| fits(name))
    }

    /// The unpacked size of a part; 0 where there is none.
    pub(super) fn size(&self, name: &str) -> u64 {
        self.parts.get(&normal(name)).map_or(0, |(_, size)| *size)
    }

    /// Reads a part as XML.
    pub(super) fn xml(&mut self, name: &str) -> Option<PartReader<'_, 'a>> {
        let (index, _) = self.parts.get(&normal(name))?;
        let mut reader = Reader::from_reader(BufReader::new(self.archive.by_index(*index).ok()?));
        reader.config_mut().expand_empty_elements = true;
        Some(reader)
    }

    /// The first bytes of a part.
    pub(super) fn head(&mut self, name: &str) -> Vec<u8> {
        const HEAD: u64 = 128;
        let mut head = Vec::new();
        if let Some((index, _)) = self.parts.get(&normal(name))
            && let Ok(part) = self.archive.by_index(*index)
        {
            // A part that cannot be read has no head; it was read once already.
            let _ = part.take(HEAD).read_to_end(&mut head);
        }
        head
    }
}

/// Names of parts are compared without case, and some programs write them with `\`.
fn normal(name: &str) -> String {
    name.replace('\\', "/").trim_start_matches('/').to_lowercase()
}

/// Bytes in a part, at most one more than are `left`; none where it does not unpack or its check sum is wrong.
fn measure(mut part: impl Read, left: u64) -> Option<u64> {
    std::io::copy(&mut part.by_ref().take(left.saturating_add(1)), &mut std::io::sink()).ok()
}
