//! The texts of a field as numbers.

use super::columns::same_name;
use super::dictionary::Dictionary;
use super::source_map::FieldKind;

/// The texts of one field.
pub(super) enum Texts {
    /// The field holds no texts.
    None,
    /// Identifiers: compared, never shown.
    Ids(Dictionary),
    /// Names: `Barnehage 1` and `barnehage  1` are one, shown as it was first written.
    Names(Box<Names>),
}

/// Names as they are written, and as they are compared.
#[derive(Default)]
pub(super) struct Names {
    written: Dictionary,
    numbers: Vec<u32>,
    compared: Dictionary,
    shown: Vec<String>,
}

impl Texts {
    pub(super) fn of(kind: FieldKind) -> Self {
        match kind {
            FieldKind::Id => Self::Ids(Dictionary::default()),
            FieldKind::Name | FieldKind::Kommune => Self::Names(Box::default()),
            _ => Self::None,
        }
    }

    /// The number of a text.
    pub(super) fn number(&mut self, text: &str) -> u32 {
        match self {
            Self::None => 0,
            Self::Ids(dictionary) => dictionary.intern(text).0,
            Self::Names(names) => names.number(text),
        }
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
    fn number(&mut self, text: &str) -> u32 {
        let (written, is_new) = self.written.intern(text);
        if is_new {
            let (number, is_first) = self.compared.intern(&same_name(text));
            if is_first {
                self.shown.push(text.to_owned());
            }
            self.numbers.push(number);
        }
        self.numbers[written as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_name_in_three_spellings_is_shown_as_first_written() {
        let mut texts = Texts::of(FieldKind::Name);
        let numbers = ["Barnehage 1", "barnehage  1", "Skole", "BARNEHAGE 1"].map(|name| texts.number(name));
        assert_eq!(numbers, [0, 0, 1, 0]);
        assert_eq!(texts.shown(), ["Barnehage 1", "Skole"]);
    }
}
