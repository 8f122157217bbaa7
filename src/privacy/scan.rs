//! Nothing is written that holds an identity number: what goes out is searched first, and the sink takes nothing else.

use std::borrow::Cow;
use std::fmt;
use std::hash::{BuildHasher, RandomState};
use std::io::{Cursor, Read};
use std::ops::Deref;
use std::sync::Arc;

use hashbrown::HashSet;

use super::identity::Kind;
use super::pseudonym::normalised;
use super::search::{identity_numbers, mask};
use super::tokens::{LONGEST, each_piece, is_shaped_like_id};
use crate::diagnostic::{Finding, Place, Rule};

/// Identifiers that were read, kept by somebody else; their memory is cleared when they are let go of.
pub trait IdBook: Send + Sync {
    /// Whether this one is among them, in one spelling or as it was written.
    fn has(&self, id: &str) -> bool;

    /// How many there are.
    fn len(&self) -> usize;

    /// Whether there are none.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Bit `n` is set where there is one of `n` bytes.
    fn lengths(&self) -> u64;
}

/// The identifiers that were read in a run: books of them, and keyed hashes of those that are in none.
///
/// `SipHash` under random keys of its own and no [`super::Pseudonym`]: every row of a million has two or three identifiers,
/// and HMAC would take longer than reading them. It lives only in memory and only in the run that reads the texts
/// themselves, so that somebody who can read it can read them. 64 bits: a piece of an output is taken for one of 400 000
/// identifiers once in 10¹³.
#[derive(Clone, Default)]
pub struct KnownIds {
    books: Vec<Arc<dyn IdBook>>,
    keys: RandomState,
    hashes: HashSet<u64, foldhash::fast::RandomState>,
    /// Bit `n` is set where an identifier of `n` bytes was read: most pieces of an output need no hash then.
    lengths: u64,
}

impl KnownIds {
    /// Remembers an identifier, if nothing else can look like it: `7` or `12` as an id cannot be told from a figure.
    pub fn add(&mut self, id: &str) {
        let id = id.trim();
        if is_shaped_like_id(id) {
            self.hashes.insert(self.hash(id));
            self.lengths |= 1 << id.len();
            // An eleven-digit number may come out again without its leading zero.
            self.lengths |= if id.len() == 11 { 1 << 10 } else { 0 };
        }
    }

    /// Remembers all the identifiers of a book, which is asked and not copied: a file may have millions.
    pub fn add_book(&mut self, book: Arc<dyn IdBook>) {
        self.lengths |= book.lengths();
        // An eleven-digit number may come out again without its leading zero.
        self.lengths |= if self.lengths >> 11 & 1 == 1 { 1 << 10 } else { 0 };
        self.books.push(book);
    }

    /// How many are known.
    pub fn len(&self) -> usize {
        self.hashes.len() + self.books.iter().map(|book| book.len()).sum::<usize>()
    }

    /// Whether none is known.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn hash(&self, id: &str) -> u64 {
        match normalised(id) {
            Some(number) => self.keys.hash_one(number.reveal()),
            None => self.keys.hash_one(id),
        }
    }

    fn hold(&self, piece: &str) -> bool {
        let has_length = piece.len() <= LONGEST && self.lengths >> piece.len() & 1 == 1;
        if !has_length || !is_shaped_like_id(piece) {
            return false;
        }
        let number = normalised(piece);
        let is_in =
            |book: &Arc<dyn IdBook>| book.has(piece) || number.as_ref().is_some_and(|number| book.has(number.reveal()));
        self.hashes.contains(&self.hash(piece)) || self.books.iter().any(is_in)
    }

    fn count_in(&self, text: &[u8], is_harmless: impl Fn(&str) -> bool) -> usize {
        let mut count = 0;
        if !self.is_empty() {
            each_piece(&String::from_utf8_lossy(text), |piece| {
                count += usize::from(!is_harmless(piece) && self.hold(piece));
            });
        }
        count
    }
}

impl fmt::Debug for KnownIds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "KnownIds({})", self.len())
    }
}

/// What is about to be written: files by their paths, or a text by the name of where it goes.
pub trait Outputs {
    /// Each part with its name.
    fn parts(&self) -> Vec<(&str, &[u8])>;
}

/// A text for standard output.
impl Outputs for String {
    fn parts(&self) -> Vec<(&str, &[u8])> {
        vec![("stdout", self.as_bytes())]
    }
}

/// Something that was searched and holds no identity number; only [`OutputScan::pass`] makes one, and only this is
/// written.
///
/// # Examples
/// ```
/// use tryggtall::privacy::{OutputScan, Scanned};
/// let passed: Scanned<String> = OutputScan::default().pass("fine".to_owned()).unwrap();
/// ```
/// A writer that forgot to search does not compile:
/// ```compile_fail
/// use tryggtall::privacy::{OutputScan, Scanned};
/// let passed: Scanned<String> = Scanned("fine".to_owned());
/// ```
#[derive(Debug)]
pub struct Scanned<T>(T);

impl<T> Deref for Scanned<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

/// Searches what is about to be written for identity numbers, and for the identifiers that were read in this run.
///
/// The first search needs to know nothing: valid numbers, wherever they come from. The second needs no shape: exactly
/// the identifiers that were read, each looked up by its hash, also where its check digits are wrong.
#[derive(Debug, Clone, Default)]
pub struct OutputScan {
    known: KnownIds,
    allows_synthetic: bool,
    /// Places of cells, such as `B11000`, stand in what is searched as text.
    has_places: bool,
}

impl OutputScan {
    /// The search at the end of a run that read `known`.
    pub fn after_reading(known: KnownIds) -> Self {
        Self { known, allows_synthetic: false, has_places: false }
    }

    /// The search of the demo project, whose exports hold numbers of the synthetic population, which nobody has.
    pub fn of_synthetic_exports() -> Self {
        Self { known: KnownIds::default(), allows_synthetic: true, has_places: false }
    }

    /// The same search for lists of places, which are no identifiers although some look like one.
    #[must_use]
    pub fn of_places(&self) -> Self {
        Self { has_places: true, ..self.clone() }
    }

    /// Lets `outputs` through if nothing is found in it.
    ///
    /// # Errors
    /// One finding for each part that must not be written, with the number of places and not the value.
    pub fn pass<T: Outputs>(&self, outputs: T) -> Result<Scanned<T>, Vec<Finding>> {
        let findings: Vec<Finding> =
            outputs.parts().into_iter().filter_map(|(name, bytes)| self.finding(name, bytes)).collect();
        if findings.is_empty() { Ok(Scanned(outputs)) } else { Err(findings) }
    }

    fn finding(&self, name: &str, bytes: &[u8]) -> Option<Finding> {
        let place = Place::file(&mask(name));
        let Some(texts) = texts(bytes) else {
            return Some(Finding::new(Rule::OutputNotSearched, place));
        };
        let count: usize = texts.iter().map(|text| self.count(text)).sum::<usize>() + self.count(name.as_bytes());
        (count > 0).then(|| Finding::new(Rule::IdentityInOutput, place).with("count", count.to_string()))
    }

    fn count(&self, text: &[u8]) -> usize {
        let numbers = identity_numbers(text).filter(|(_, kind)| !(self.allows_synthetic && *kind == Kind::Synthetic));
        numbers.count() + self.known.count_in(text, |piece| self.has_places && is_place(piece))
    }
}

/// What a reader of the bytes can read: the entries and their names for a workbook or document, which is a zip; nothing
/// for a PNG, which is the SVG beside it as pixels; else the bytes themselves. `None` for a zip that does not open.
fn texts(bytes: &[u8]) -> Option<Vec<Cow<'_, [u8]>>> {
    if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        return Some(Vec::new());
    }
    if !bytes.starts_with(b"PK") {
        return Some(vec![Cow::Borrowed(bytes)]);
    }
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).ok()?;
    let mut texts = Vec::with_capacity(2 * archive.len());
    for at in 0..archive.len() {
        let mut entry = archive.by_index(at).ok()?;
        let mut content = Vec::new();
        entry.read_to_end(&mut content).ok()?;
        let name = entry.name_raw().to_vec();
        if name.starts_with(b"xl/worksheets/") {
            blank_places(&mut content);
        }
        texts.push(Cow::Owned(name));
        texts.push(Cow::Owned(content));
    }
    Some(texts)
}

/// A cell by its column and line, as Excel has them.
fn is_place(piece: &str) -> bool {
    let line = piece.trim_start_matches(|letter: char| letter.is_ascii_uppercase());
    let column = piece.len() - line.len();
    (1..=3).contains(&column) && (1..=7).contains(&line.len()) && line.bytes().all(|byte| byte.is_ascii_digit())
}

/// Blanks the places in a sheet's XML: the child `B10000` of a register is not the cell `B10000`.
fn blank_places(sheet: &mut [u8]) {
    const PLACES: [&[u8]; 5] = [b" r=\"", b" ref=\"", b" sqref=\"", b" topLeftCell=\"", b" activeCell=\""];
    for attribute in PLACES {
        let found: Vec<usize> = memchr::memmem::find_iter(sheet, attribute).map(|at| at + attribute.len()).collect();
        for start in found {
            let is_place = |byte: &&mut u8| byte.is_ascii_alphanumeric() || matches!(**byte, b':' | b'$' | b' ');
            sheet[start..].iter_mut().take_while(is_place).for_each(|byte| *byte = b' ');
        }
    }
}

#[cfg(test)]
mod tests;
