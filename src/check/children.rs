//! Who the rows of a source are about: each child by one number, whichever way its identity is written.

use std::sync::Arc;

use chrono::NaiveDate;

use super::cell::MISSING;
use super::dictionary::{Dictionary, Hashing};
use super::identity::{birth_of_incomplete, holder};
use crate::privacy::IdBook;
use crate::units::{day, epoch_day};

/// The children of one source: every identity as it is written, and what each was found to say.
pub(super) struct Children {
    written: Dictionary,
    entries: Vec<Entry>,
}

/// What a written identity says, and what rows say of the child it means.
#[derive(Clone, Copy)]
struct Entry {
    /// The number of the one spelling by which the child is counted.
    child: u32,
    born: i32,
    is_male: Option<bool>,
    spelling: Spelling,
    reach: Reach,
    is_read: bool,
    /// Birth date and sex as rows first said them; [`MISSING`] where none did yet.
    said_born: i32,
    said_sex: i32,
}

/// Birth date and sex of a child as rows first said them; [`MISSING`] where none did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Said {
    pub(super) born: i32,
    pub(super) sex: i32,
}

/// How an identity is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Spelling {
    /// A number that is valid, or a name of the system's own.
    Whole,
    /// A valid number without its leading zero, as a spreadsheet leaves it.
    LeadingZeroLost,
    /// Eleven digits that are no valid number.
    Incomplete,
}

/// Where else an identity means the same child.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reach {
    /// Wherever it stands: a valid identity number.
    Everywhere,
    /// In the sources of its register: a name of the system's own.
    Register,
    /// Nowhere: an incomplete number, which several children may have, and the journal number in its place.
    Source,
}

/// A child, and what its identity says of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Identity {
    /// Number in order of first appearance.
    pub(super) child: u32,
    /// Birth date in days since 1970, or [`MISSING`].
    pub(super) born: i32,
    /// Sex, where the number says it.
    pub(super) is_male: Option<bool>,
    /// How it was written.
    pub(super) spelling: Spelling,
}

impl Children {
    pub(super) fn new(hashing: &Hashing) -> Self {
        Self { written: Dictionary::new(hashing), entries: Vec::new() }
    }

    /// The numbers of many identities as they are written.
    pub(super) fn number_all<'t>(&mut self, texts: impl Fn(usize) -> &'t str, halves: &[u32]) -> Vec<u32> {
        let numbers = self.written.intern_all(texts, halves);
        self.enter();
        numbers
    }

    /// The child that `text`, which has this number, means. An incomplete number says neither birth nor sex for certain,
    /// and the journal number then tells children apart.
    pub(super) fn identify(&mut self, number: u32, text: &str, journal: Option<&str>, year: i32) -> Identity {
        if !self.entries[number as usize].is_read {
            self.read(number, text);
        }
        let entry = self.entries[number as usize];
        let mut identity =
            Identity { child: entry.child, born: entry.born, is_male: entry.is_male, spelling: entry.spelling };
        if entry.spelling == Spelling::Incomplete {
            let latest = day(year.clamp(1900, 2100), 12, 31);
            identity.born = birth_of_incomplete(&spaceless(text), latest).map_or(MISSING, epoch_day);
            if let Some(journal) = journal {
                // No identity begins with a control character.
                identity.child = self.number_reaching(&format!("\u{1}journal {journal}"), Reach::Source);
            }
        }
        identity
    }

    /// The identities, for those who must know them again.
    pub(super) fn into_book(self) -> Arc<dyn IdBook> {
        Arc::new(self.written)
    }

    /// The children of whom something was said, by number and spelling.
    pub(super) fn said(&self) -> impl Iterator<Item = (u32, &str, Said)> {
        let counted = (0_u32..).zip(&self.entries).filter(|(_, it)| it.said_born != MISSING || it.said_sex != MISSING);
        counted.map(|(number, it)| (number, self.written.text(number), Said { born: it.said_born, sex: it.said_sex }))
    }

    /// The spelling by which a child is counted, and where else it means the same child.
    pub(super) fn counted_by(&self, child: u32) -> (&str, Reach) {
        (self.written.text(child), self.entries[child as usize].reach)
    }

    fn read(&mut self, number: u32, text: &str) {
        let is_digit_or_space = |letter: char| letter.is_ascii_digit() || letter.is_whitespace();
        let mut entry = Entry { is_read: true, ..unread(number) };
        // Most identities are the system's own, and say nothing.
        if text.chars().all(is_digit_or_space) {
            let id = spaceless(text);
            let padded = if id.len() == 10 { format!("0{id}") } else { id.clone() };
            if let Some(holder) = holder(&padded) {
                entry.child = self.number_reaching(&padded, Reach::Everywhere);
                entry.born = holder.born.map_or(MISSING, epoch_day);
                entry.is_male = holder.is_male;
                entry.spelling = if padded == id { Spelling::Whole } else { Spelling::LeadingZeroLost };
            } else if id.len() == 11 {
                entry.spelling = Spelling::Incomplete;
                // Known as it is written by people and as it would come out again.
                entry.child = self.number_reaching(&id, Reach::Source);
            }
        }
        entry.reach = self.entries[entry.child as usize].reach;
        self.entries[number as usize] = entry;
    }

    fn number_reaching(&mut self, text: &str, reach: Reach) -> u32 {
        let number = self.number(text);
        self.entries[number as usize].reach = reach;
        number
    }

    /// The number of an identity in this spelling.
    pub(super) fn number(&mut self, text: &str) -> u32 {
        let (number, _) = self.written.intern(text);
        self.enter();
        number
    }

    /// Makes room for what new identities say.
    fn enter(&mut self) {
        let numbers = self.entries.len()..self.written.len();
        self.entries.extend(numbers.map(|number| unread(u32::try_from(number).unwrap_or(u32::MAX))));
    }

    /// Whether a row says another birth date or sex of a child than the first that said one.
    pub(super) fn disagrees(&mut self, child: u32, born: i32, sex: i32) -> bool {
        let entry = &mut self.entries[child as usize];
        let differs = |first: i32, now: i32| first != MISSING && now != MISSING && first != now;
        let disagrees = differs(entry.said_born, born) || differs(entry.said_sex, sex);
        entry.said_born = if entry.said_born == MISSING { born } else { entry.said_born };
        entry.said_sex = if entry.said_sex == MISSING { sex } else { entry.said_sex };
        disagrees
    }
}

fn unread(child: u32) -> Entry {
    Entry {
        child,
        born: MISSING,
        is_male: None,
        spelling: Spelling::Whole,
        reach: Reach::Register,
        is_read: false,
        said_born: MISSING,
        said_sex: MISSING,
    }
}

/// People write the number in groups: 058115 75838.
fn spaceless(text: &str) -> String {
    text.chars().filter(|letter| !letter.is_whitespace()).collect()
}

/// A day since 1970 as a date.
pub(super) fn date_of(epoch: i32) -> Option<NaiveDate> {
    Some(epoch).filter(|epoch| *epoch != MISSING).and_then(NaiveDate::from_epoch_days)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn identify(children: &mut Children, text: &str, journal: Option<&str>, year: i32) -> Identity {
        let number = children.number(text);
        children.identify(number, text, journal, year)
    }

    #[test]
    fn one_child_however_it_is_written() {
        let mut children = Children::new(&Hashing::default());
        let grouped = identify(&mut children, "058115 75838", None, 2025);
        let plain = identify(&mut children, "05811575838", None, 2025);
        assert_eq!((plain.spelling, plain.born), (Spelling::Whole, epoch_day(day(2015, 1, 5))));
        assert_eq!(grouped, plain);
        let bare = identify(&mut children, "5811575838", None, 2025);
        assert_eq!((bare.child, bare.spelling), (plain.child, Spelling::LeadingZeroLost));
        let own = identify(&mut children, "B1", None, 2025);
        assert_ne!(own.child, plain.child);
        assert_eq!(children.counted_by(plain.child), ("05811575838", Reach::Everywhere));
        assert_eq!(children.counted_by(own.child), ("B1", Reach::Register));
    }

    #[test]
    fn an_incomplete_number_goes_by_the_journal() {
        let mut children = Children::new(&Hashing::default());
        let first = identify(&mut children, "01011655555", Some("J1"), 2020);
        let second = identify(&mut children, "01011655555", Some("J2"), 2020);
        assert_eq!((first.spelling, first.born), (Spelling::Incomplete, epoch_day(day(2016, 1, 1))));
        assert_ne!(first.child, second.child);
        assert_eq!(identify(&mut children, "01011655555", Some("J1"), 2020).child, first.child);
        assert_ne!(identify(&mut children, "J1", None, 2020).child, first.child);
        let bare = identify(&mut children, "010116 55555", None, 2020);
        for child in [first.child, bare.child] {
            assert_eq!(children.counted_by(child).1, Reach::Source);
        }
    }

    #[test]
    fn says_when_rows_disagree_about_a_child() {
        let mut children = Children::new(&Hashing::default());
        let child = identify(&mut children, "B1", None, 2025).child;
        assert!(!children.disagrees(child, MISSING, 0));
        assert!(!children.disagrees(child, 100, MISSING));
        assert!(!children.disagrees(child, 100, 0));
        assert!(children.disagrees(child, 101, 0));
        assert!(children.disagrees(child, MISSING, 1));
    }
}
