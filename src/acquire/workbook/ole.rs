//! The compound file that an .xls file is, read strictly: every chain of sectors ends, inside the file.
//!
//! It is read before calamine reads the same bytes, which would follow a ring of sectors for ever.

use super::limits::Limit;
use super::refusal::Refusal;

const SIGNATURE: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";
const HEADER: usize = 512;
const MINI_SECTOR: usize = 64;
const ENTRY: usize = 128;
/// Numbers from here on mark sectors that hold no data.
const RESERVED: u32 = 0xFFFF_FFFA;

/// Whether the bytes begin as a compound file does.
pub(super) fn is_compound(bytes: &[u8]) -> bool {
    bytes.starts_with(SIGNATURE)
}

/// A compound file.
pub(super) struct Compound<'a> {
    bytes: &'a [u8],
    sector: usize,
    next: Vec<u32>,
    next_mini: Vec<u32>,
    /// Where in the file the bytes of the mini stream stand.
    mini: Vec<usize>,
    mini_size: usize,
    entries: Vec<Entry>,
    /// Streams below this size stand in the mini stream.
    cutoff: usize,
}

struct Entry {
    name: String,
    start: u32,
    size: usize,
}

impl<'a> Compound<'a> {
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, Refusal> {
        if Limit::OldFile.is_exceeded_by(bytes.len()) {
            return Err(Refusal::too_large(Limit::OldFile));
        }
        Self::parse(bytes).ok_or_else(damaged)
    }

    fn parse(bytes: &'a [u8]) -> Option<Self> {
        let sector = match short(bytes, 30)? {
            9 => 512,
            12 => 4096,
            _ => return None,
        };
        let mut file = Self {
            bytes,
            sector,
            next: Vec::new(),
            next_mini: Vec::new(),
            mini_size: 0,
            mini: Vec::new(),
            entries: Vec::new(),
            cutoff: 4096,
        };
        file.next = file.table_of_sectors()?;
        let directory = file.chain(long(bytes, 48)?, usize::MAX)?;
        file.entries =
            file.join(&directory, usize::MAX)?.chunks_exact(ENTRY).filter_map(|it| entry(it, sector)).collect();
        let root = file.entries.first()?;
        if long(bytes, 64)? > 0 {
            let (start, size) = (root.start, root.size);
            file.mini = file.chain(start, size)?;
            // The file may end before the stream does.
            file.mini_size = file.join(&file.mini, size)?.len();
            let table = file.chain(long(bytes, 60)?, usize::MAX)?;
            file.next_mini = longs(&file.join(&table, usize::MAX)?);
        }
        Some(file)
    }

    /// Which sector follows each sector.
    fn table_of_sectors(&self) -> Option<Vec<u32>> {
        let mut tables = longs(self.bytes.get(76..HEADER)?);
        let mut more = long(self.bytes, 68)?;
        let limit = self.bytes.len() / self.sector + 1;
        let mut steps = 0;
        while more < RESERVED {
            steps += 1;
            let mut listed = longs(self.sector(more)?);
            more = listed.pop()?;
            tables.extend(listed);
            if steps > limit {
                return None;
            }
        }
        let used = tables.into_iter().filter(|sector| *sector < RESERVED);
        let mut next = Vec::new();
        for table in used {
            next.extend(longs(self.sector(table)?));
            if next.len() > (limit + 1) * self.sector {
                return None;
            }
        }
        Some(next)
    }

    fn offset(&self, sector: u32) -> Option<usize> {
        usize::try_from(sector).ok()?.checked_add(1)?.checked_mul(self.sector).filter(|at| *at < self.bytes.len())
    }

    /// A sector; the last one of a file may be cut short.
    fn sector(&self, number: u32) -> Option<&'a [u8]> {
        let start = self.offset(number)?;
        Some(&self.bytes[start..self.bytes.len().min(start + self.sector)])
    }

    /// Where in the file each sector of a stream begins, as far as `size` bytes need.
    fn chain(&self, start: u32, size: usize) -> Option<Vec<usize>> {
        let mut places = Vec::new();
        let mut sector = start;
        while sector < RESERVED && places.len().saturating_mul(self.sector) < size {
            if places.len() > self.next.len() {
                return None;
            }
            places.push(self.offset(sector)?);
            sector = *self.next.get(usize::try_from(sector).ok()?)?;
        }
        Some(places)
    }

    fn join(&self, places: &[usize], size: usize) -> Option<Vec<u8>> {
        let mut joined = Vec::new();
        for place in places {
            joined.extend_from_slice(self.bytes.get(*place..self.bytes.len().min(place + self.sector))?);
        }
        joined.truncate(size);
        Some(joined)
    }

    /// Whether there is a stream or storage of this name.
    pub(super) fn has(&self, name: &str) -> bool {
        self.entries.iter().any(|entry| entry.name.eq_ignore_ascii_case(name))
    }

    /// A stream with the place in the file of each of its bytes.
    pub(super) fn stream(&self, name: &str) -> Result<Option<Stream>, Refusal> {
        let Some(entry) = self.entries.iter().find(|entry| entry.name.eq_ignore_ascii_case(name)) else {
            return Ok(None);
        };
        let stream = if entry.size < self.cutoff { self.mini_stream(entry) } else { self.large_stream(entry) };
        stream.filter(|stream| stream.bytes.len() == entry.size && entry.size > 0).map(Some).ok_or_else(damaged)
    }

    fn large_stream(&self, entry: &Entry) -> Option<Stream> {
        let places = self.chain(entry.start, entry.size)?;
        Some(Stream { bytes: self.join(&places, entry.size)?, places, block: self.sector })
    }

    fn mini_stream(&self, entry: &Entry) -> Option<Stream> {
        let (mut places, mut bytes, mut sector) = (Vec::new(), Vec::new(), entry.start);
        while sector < RESERVED && bytes.len() < entry.size {
            if places.len() > self.next_mini.len() {
                return None;
            }
            let at = usize::try_from(sector).ok()?.checked_mul(MINI_SECTOR).filter(|at| *at < self.mini_size)?;
            let place = self.mini.get(at / self.sector)? + at % self.sector;
            places.push(place);
            bytes.extend_from_slice(self.bytes.get(place..place + MINI_SECTOR)?);
            sector = *self.next_mini.get(usize::try_from(sector).ok()?)?;
        }
        bytes.truncate(entry.size);
        Some(Stream { bytes, places, block: MINI_SECTOR })
    }
}

/// A stream of a compound file.
pub(super) struct Stream {
    pub(super) bytes: Vec<u8>,
    places: Vec<usize>,
    block: usize,
}

impl Stream {
    /// Where in the file a byte of the stream stands.
    pub(super) fn place(&self, at: usize) -> Option<usize> {
        Some(self.places.get(at / self.block)? + at % self.block)
    }
}

fn damaged() -> Refusal {
    Refusal::damaged("finding.detail_ole")
}

fn entry(bytes: &[u8], sector: usize) -> Option<Entry> {
    let units: Vec<u16> = bytes[..64].chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]])).collect();
    let end = units.iter().position(|unit| *unit == 0).unwrap_or(units.len());
    let high = if sector == 512 { 0 } else { long(bytes, 124)? };
    let size = u64::from(high) << 32 | u64::from(long(bytes, 120)?);
    Some(Entry {
        name: String::from_utf16_lossy(&units[..end]),
        start: long(bytes, 116)?,
        size: usize::try_from(size).ok()?,
    })
}

/// Two bytes as a number, where there are two.
pub(super) fn short(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(bytes.get(at..at + 2)?.try_into().ok()?))
}

/// Four bytes as a number, where there are four.
pub(super) fn long(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}

fn longs(bytes: &[u8]) -> Vec<u32> {
    bytes.chunks_exact(4).map(|it| u32::from_le_bytes([it[0], it[1], it[2], it[3]])).collect()
}
