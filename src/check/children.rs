//! Who the rows of a source are about: each child by one number, whichever way its identity is written.

use chrono::NaiveDate;

use super::cell::MISSING;
use super::dictionary::Dictionary;
use super::identity::{birth_of_incomplete, holder};
use crate::units::{day, epoch_day};

/// The children of one source.
#[derive(Default)]
pub(super) struct Children {
    /// Identities as they are written, and what each was found to say.
    written: Dictionary,
    known: Vec<Known>,
    /// Identities in one spelling; the numbers in the column are theirs.
    spellings: Dictionary,
    /// What was first said of each child.
    first_said: Vec<Said>,
}

/// What a written identity says.
#[derive(Clone, Copy)]
struct Known {
    child: u32,
    born: i32,
    is_male: Option<bool>,
    spelling: Spelling,
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

/// Birth date and sex as rows say them; [`MISSING`] where none did yet.
#[derive(Debug, Clone, Copy)]
struct Said {
    born: i32,
    sex: i32,
}

impl Children {
    /// The child that `text` means. An incomplete number says neither birth nor sex for certain, and the journal number
    /// then tells children apart.
    pub(super) fn identify(&mut self, text: &str, journal: Option<&str>, year: i32) -> Identity {
        let (number, is_new) = self.written.intern(text);
        if is_new {
            let known = self.read(text);
            self.known.push(known);
        }
        let known = self.known[number as usize];
        let mut identity =
            Identity { child: known.child, born: known.born, is_male: known.is_male, spelling: known.spelling };
        if known.spelling == Spelling::Incomplete {
            let latest = day(year.clamp(1900, 2100), 12, 31);
            identity.born = birth_of_incomplete(&spaceless(text), latest).map_or(MISSING, epoch_day);
            if let Some(journal) = journal {
                identity.child = self.number(&format!("journal {journal}"));
            }
        }
        identity
    }

    fn read(&mut self, text: &str) -> Known {
        let id = spaceless(text);
        let is_digits = id.bytes().all(|byte| byte.is_ascii_digit());
        let padded = if id.len() == 10 && is_digits { format!("0{id}") } else { id.clone() };
        let plain = |child, spelling| Known { child, born: MISSING, is_male: None, spelling };
        match holder(&padded) {
            Some(holder) => Known {
                child: self.number(&padded),
                born: holder.born.map_or(MISSING, epoch_day),
                is_male: holder.is_male,
                spelling: if padded == id { Spelling::Whole } else { Spelling::LeadingZeroLost },
            },
            None if is_digits && id.len() == 11 => plain(self.number(text), Spelling::Incomplete),
            None => plain(self.number(text), Spelling::Whole),
        }
    }

    fn number(&mut self, text: &str) -> u32 {
        let (number, is_new) = self.spellings.intern(text);
        if is_new {
            self.first_said.push(Said { born: MISSING, sex: MISSING });
        }
        number
    }

    /// Whether a row says another birth date or sex of a child than the first that said one.
    pub(super) fn disagrees(&mut self, child: u32, born: i32, sex: i32) -> bool {
        let said = &mut self.first_said[child as usize];
        let differs = |first: i32, now: i32| first != MISSING && now != MISSING && first != now;
        let disagrees = differs(said.born, born) || differs(said.sex, sex);
        said.born = if said.born == MISSING { born } else { said.born };
        said.sex = if said.sex == MISSING { sex } else { said.sex };
        disagrees
    }
}

/// People write the number in groups: 058115 75838.
fn spaceless(text: &str) -> String {
    text.chars().filter(|letter| !letter.is_whitespace()).collect()
}

/// A day since 1970 as a date.
pub(super) fn date_of(epoch: i32) -> Option<NaiveDate> {
    NaiveDate::from_epoch_days(epoch)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_child_however_it_is_written() {
        let mut children = Children::default();
        let plain = children.identify("05811575838", None, 2025);
        assert_eq!(plain.spelling, Spelling::Whole);
        assert_eq!(plain.born, epoch_day(day(2015, 1, 5)));
        assert_eq!(children.identify("058115 75838", None, 2025), plain);
        let bare = children.identify("5811575838", None, 2025);
        assert_eq!((bare.child, bare.spelling), (plain.child, Spelling::LeadingZeroLost));
        assert_ne!(children.identify("B1", None, 2025).child, plain.child);
    }

    #[test]
    fn an_incomplete_number_goes_by_the_journal() {
        let mut children = Children::default();
        let first = children.identify("01011655555", Some("J1"), 2020);
        let second = children.identify("01011655555", Some("J2"), 2020);
        assert_eq!((first.spelling, first.born), (Spelling::Incomplete, epoch_day(day(2016, 1, 1))));
        assert_ne!(first.child, second.child);
        assert_eq!(children.identify("01011655555", Some("J1"), 2020).child, first.child);
    }

    #[test]
    fn says_when_rows_disagree_about_a_child() {
        let mut children = Children::default();
        let child = children.identify("B1", None, 2025).child;
        assert!(!children.disagrees(child, MISSING, 0));
        assert!(!children.disagrees(child, 100, MISSING));
        assert!(!children.disagrees(child, 100, 0));
        assert!(children.disagrees(child, 101, 0));
        assert!(children.disagrees(child, MISSING, 1));
    }
}
