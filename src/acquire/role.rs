//! What a record of a text file is to its table: a row, the names above the rows again, a note below them, or the
//! start of another table.

use std::collections::BTreeSet;

use super::layout::makes_another_header;
use super::lexer::{Lexed, Record};
use super::table::{Aside, RowFault};
use super::{Vocabulary, fold};

/// What a record is to its table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    Row,
    Blank,
    Aside(Aside),
    Fault(RowFault),
}

/// The names that a source's columns may have, and those that this table has.
pub(super) struct Roles {
    known: BTreeSet<String>,
    header: Vec<String>,
    /// A line that begins with `#` is a note, as in files that statistical offices write for machines.
    has_comments: bool,
}

/// A note begins with one of these (folded), and nothing else stands on its line.
const NOTE_WORDS: [&str; 14] = [
    "kilde",
    "merk",
    "note",
    "fotnote",
    "uttrekk",
    "utskrift",
    "utskrevet",
    "eksport",
    "rapport",
    "kjort",
    "side",
    "antallrader",
    "slutt",
    "forklaring",
];

impl Roles {
    /// The names of a source's columns.
    pub(super) fn of(source: &str, vocabulary: &Vocabulary) -> Self {
        Self { known: vocabulary.names_of(source), header: Vec::new(), has_comments: false }
    }

    /// The same, for a table in which a line that begins with `#` is a note.
    pub(super) fn with_comments(self) -> Self {
        Self { has_comments: true, ..self }
    }

    /// The same, for the table with this header.
    pub(super) fn with_header(mut self, header: &[String]) -> Self {
        self.header = header.to_vec();
        self
    }

    /// Columns of the table.
    pub(super) fn width(&self) -> usize {
        self.header.len()
    }

    /// How many of the cells name a column.
    pub(super) fn hits<'c>(&self, cells: impl IntoIterator<Item = &'c str>) -> usize {
        cells.into_iter().filter(|cell| !cell.is_empty() && self.known.contains(&fold(cell))).count()
    }

    /// Whether a record is a row beyond doubt: as wide as the header, its first two cells filled, and not the header
    /// again. Nearly all are, and this is all that is looked at.
    pub(super) fn is_plain_row(&self, text: &str, lexed: &Lexed, record: &Record) -> bool {
        let fields = lexed.fields_of(record);
        if record.fault.is_some() || fields.len() != self.header.len() || fields.len() < 2 {
            return false;
        }
        let bytes = |(from, to): (u32, u32)| &text.as_bytes()[from as usize..to as usize];
        let (first, second) = (bytes(fields[0]), bytes(fields[1]));
        if self.has_comments && first.first() == Some(&b'#') {
            return false;
        }
        let is_filled = |cell: &[u8]| cell.first().is_some_and(u8::is_ascii_graphic);
        is_filled(first) && is_filled(second) && first.trim_ascii() != self.header[0].as_bytes()
    }

    /// What a record with these (trimmed) cells is, below the header; after a gap it may head another table.
    pub(super) fn role(&self, cells: &[&str], follows_gap: bool) -> Role {
        let filled = cells.iter().filter(|cell| !cell.is_empty()).count();
        if filled == 0 {
            return Role::Blank;
        }
        if cells.iter().zip(&self.header).all(|(cell, name)| cell == name) && cells.len() == self.header.len() {
            return Role::Aside(Aside::RepeatedHeader);
        }
        if self.has_comments && cells.first().is_some_and(|first| first.starts_with('#')) {
            return Role::Aside(Aside::Note);
        }
        if filled == 1 && cells.first().is_some_and(|first| is_note(first)) {
            return Role::Aside(Aside::Note);
        }
        let is_other_width = cells.len() != self.header.len();
        let hits = if follows_gap || is_other_width { self.hits(cells.iter().copied()) } else { 0 };
        if makes_another_header(hits, filled) {
            return Role::Fault(RowFault::SecondTable);
        }
        if is_other_width {
            return Role::Fault(RowFault::Width { found: cells.len() });
        }
        Role::Row
    }
}

/// `Kilde: …`, `Merk at …`, `* foreløpige tall`: words, not the lone key of a row that lost its other cells.
pub(super) fn is_note(text: &str) -> bool {
    let is_marked = text.starts_with('*') && text.len() > 1;
    let has_words = text.contains([' ', ':']);
    let first_word = fold(text.split([' ', ':']).next().unwrap_or_default());
    is_marked || (has_words && NOTE_WORDS.contains(&first_word.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_of_record_has_its_role() {
        let known = ["dato", "antall", "enhet"].map(str::to_owned);
        let vocabulary = Vocabulary::new([("kilde".to_owned(), known.to_vec())]);
        let names = Roles::of("kilde", &vocabulary).with_header(&["Dato".to_owned(), "Antall".to_owned()]);
        let width = |found| Role::Fault(RowFault::Width { found });
        let cases: [(&str, &[&str], bool, Role); 10] = [
            ("row", &["1", "2"], false, Role::Row),
            ("row after a gap", &["1", "2"], true, Role::Row),
            ("blank, of another width", &["", "", ""], false, Role::Blank),
            ("the header again", &["Dato", "Antall"], false, Role::Aside(Aside::RepeatedHeader)),
            ("another header", &["dato", "antall", "enhet"], false, Role::Fault(RowFault::SecondTable)),
            ("another header, as wide", &["dato", "enhet"], true, Role::Fault(RowFault::SecondTable)),
            ("note", &["Kilde: fagsystemet"], false, Role::Aside(Aside::Note)),
            ("note with empty cells", &["* foreløpige tall", ""], false, Role::Aside(Aside::Note)),
            ("a lone key is no note", &["M12", ""], false, Role::Row),
            ("short", &["M12"], false, width(1)),
        ];
        for (why, cells, follows_gap, expected) in cases {
            assert_eq!(names.role(cells, follows_gap), expected, "{why}");
        }
    }
}
