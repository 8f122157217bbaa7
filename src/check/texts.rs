//! The texts of a field as numbers.

use std::sync::Arc;

use super::columns::same_name;
use super::dictionary::{Dictionary, Hashing};
use super::source_map::FieldKind;
use crate::privacy::IdBook;

/// The texts of one field.
pub(super) enum Texts {
    /// The field holds no texts.
    None,
    /// Identifiers: compared, never shown.
    Ids(Arc<Dictionary>),
    /// Names: `Barnehage 1` and `barnehage  1` are one, shown as it was first written.
    Names(Box<Names>),
}

/// Names as they are written, and as they are compared.
pub(super) struct Names {
    written: Dictionary,
    numbers: Vec<u32>,
    compared: Dictionary,
    shown: Vec<String>,
}

impl Texts {
    pub(super) fn of(kind: FieldKind, hashing: &Hashing) -> Self {
        match kind {
            FieldKind::Id => Self::Ids(Arc::new(Dictionary::new(hashing))),
            FieldKind::Name | FieldKind::Kommune => Self::Names(Box::new(Names::new(hashing))),
            _ => Self::None,
        }
    }

    /// The numbers of many identifiers.
    pub(super) fn number_all<'t>(&mut self, texts: impl Fn(usize) -> &'t str, halves: &[u32]) -> Vec<u32> {
        match self {
            Self::Ids(dictionary) => Arc::get_mut(dictionary).map_or_else(Vec::new, |it| it.intern_all(texts, halves)),
            Self::None | Self::Names(_) => Vec::new(),
        }
    }

    /// The number of a name, and whether it was never written like this before.
    pub(super) fn number(&mut self, text: &str) -> (u32, bool) {
        match self {
            Self::None | Self::Ids(_) => (0, false),
            Self::Names(names) => names.number(text),
        }
    }

    /// The identifiers, for those who must know them again.
    pub(super) fn book(&self) -> Option<Arc<dyn IdBook>> {
        match self {
            Self::Ids(dictionary) => Some(dictionary.clone()),
            _ => None,
        }
    }

    /// How many identifiers there are.
    pub(super) fn len(&self) -> usize {
        self.book().map_or(0, |book| book.len())
    }

    /// Whether an identifier is among them.
    pub(super) fn has(&self, text: &str) -> bool {
        matches!(self, Self::Ids(dictionary) if dictionary.find(text).is_some())
    }

    /// The identifier with this number.
    pub(super) fn id(&self, number: i32) -> Option<&str> {
        match self {
            Self::Ids(dictionary) => u32::try_from(number).ok().map(|number| dictionary.text(number)),
            _ => None,
        }
    }

    /// The names, by number; none for identifiers.
    pub(super) fn shown(&self) -> Vec<String> {
        match self {
            Self::Names(names) => names.shown.clone(),
            _ => Vec::new(),
        }
    }
}

impl Names {
    fn new(hashing: &Hashing) -> Self {
        let dictionary = || Dictionary::new(hashing);
        Self { written: dictionary(), numbers: Vec::new(), compared: dictionary(), shown: Vec::new() }
    }

    fn number(&mut self, text: &str) -> (u32, bool) {
        let (written, is_new) = self.written.intern(text);
        if is_new {
            let (number, is_first) = self.compared.intern(&same_name(text));
            if is_first {
                self.shown.push(text.to_owned());
            }
            self.numbers.push(number);
        }
        (self.numbers[written as usize], is_new)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_name_in_three_spellings_is_shown_as_first_written() {
        let mut texts = Texts::of(FieldKind::Name, &Hashing::default());
        let numbers = ["Barnehage 1", "barnehage  1", "Skole", "BARNEHAGE 1"].map(|name| texts.number(name));
        assert_eq!(numbers, [(0, true), (0, true), (1, true), (0, true)]);
        assert_eq!(texts.number("Skole"), (1, false));
        assert_eq!(texts.shown(), ["Barnehage 1", "Skole"]);
    }
}
