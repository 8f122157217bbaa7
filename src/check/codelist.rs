//! Code lists: closed sets of codes with labels and the spellings that mean them.

use std::collections::{BTreeMap, HashMap};

use crate::acquire::fold;

/// One code list of the catalogue.
#[derive(Debug, Clone, Default)]
pub struct CodeList {
    codes: Vec<Code>,
    by_spelling: BTreeMap<String, u32>,
    /// Spellings as they stand in the list: most cells are written like that, and need no folding.
    as_written: HashMap<String, u32>,
}

/// One code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Code {
    /// Lower-case ASCII id, used in every output.
    pub id: String,
    /// Label for people.
    pub label: String,
    /// Other spellings, among them KOSTRA's number.
    pub aliases: Vec<String>,
}

impl CodeList {
    /// Reads a list from CSV with the columns `id,label,aliases,valid_from,valid_to`.
    ///
    /// # Errors
    /// A sentence that names the line or the spelling that two codes claim.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let mut list = Self::default();
        for record in reader.records() {
            let record = record.map_err(|error| error.to_string())?;
            let cell = |at: usize| record.get(at).unwrap_or_default().trim().to_owned();
            let aliases: Vec<String> =
                cell(2).split('|').map(str::trim).filter(|alias| !alias.is_empty()).map(str::to_owned).collect();
            list.push(Code { id: cell(0), label: cell(1), aliases })?;
        }
        Ok(list)
    }

    /// Adds a code.
    ///
    /// # Errors
    /// Names the spelling that another code already has.
    pub fn push(&mut self, code: Code) -> Result<(), String> {
        let index = u32::try_from(self.codes.len()).map_err(|error| error.to_string())?;
        for spelling in [&code.id, &code.label].into_iter().chain(&code.aliases) {
            let taken = self.by_spelling.insert(fold(spelling), index);
            self.as_written.insert(spelling.clone(), index);
            if taken.is_some_and(|other| other != index) {
                return Err(format!("`{spelling}` means two codes, one of them `{}`", code.id));
            }
        }
        self.codes.push(code);
        Ok(())
    }

    /// The code that `text` means, by id, label or alias; nothing near is ever taken.
    pub fn find(&self, text: &str) -> Option<u32> {
        self.as_written.get(text).or_else(|| self.by_spelling.get(&fold(text))).copied()
    }

    /// The code whose spellings include `alias`, as written.
    pub(crate) fn has_alias(&self, code: u32, alias: &str) -> bool {
        self.get(code).is_some_and(|code| code.aliases.iter().any(|known| known == alias))
    }

    /// The code at `index`.
    pub fn get(&self, index: u32) -> Option<&Code> {
        self.codes.get(index as usize)
    }

    /// All codes in the order of the list.
    pub fn codes(&self) -> &[Code] {
        &self.codes
    }

    /// The id most like `text`, to be suggested.
    pub(crate) fn nearest(&self, text: &str) -> Option<&str> {
        let spellings = self.codes.iter().flat_map(|code| [code.id.as_str(), code.label.as_str()]);
        crate::acquire::nearest(text, spellings)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_by_any_spelling_and_refuses_a_shared_one() {
        let list = CodeList::parse("id,label,aliases,valid_from,valid_to\nskole,Skole,11|skolen,,\n").unwrap();
        assert_eq!((list.find("SKOLE "), list.find("11"), list.find("skol")), (Some(0), Some(0), None));
        assert_eq!(list.nearest("skol"), Some("Skole"));
        assert!(CodeList::parse("id,label,aliases,valid_from,valid_to\na,A,x,,\nb,B,X,,\n").is_err());
    }
}
