//! Code lists: closed sets of codes with labels, the spellings that mean them, and the years in which they may be used.

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use crate::acquire::fold;
use crate::lang::{Language, spoken, text};

/// One code list of the catalogue or of a project.
///
/// Cheap to copy: [`CodeList::in_year`] shares the codes.
#[derive(Debug, Clone, Default)]
pub struct CodeList {
    entries: Arc<Entries>,
    /// The year in which a spelling is read, where two codes had it one after the other.
    year: Option<i32>,
}

#[derive(Debug, Clone, Default)]
struct Entries {
    codes: Vec<Code>,
    /// For each spelling, the codes that have it, one after the other in time.
    holders: Vec<Vec<u32>>,
    /// The place of a folded spelling in `holders`.
    by_spelling: BTreeMap<String, usize>,
    /// The same for spellings as they stand in the list: most cells are written like that, and need no folding.
    as_written: HashMap<String, usize>,
    /// Some code is not of every year.
    has_validity: bool,
}

/// One code.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Code {
    /// Lower-case ASCII id, used in every output.
    pub id: String,
    /// Label for people, in the language of the run.
    pub label: String,
    /// Other spellings, among them KOSTRA's number and the labels in all languages: what is read does not go by the run's.
    pub aliases: Vec<String>,
    /// First year of its use; none is an open beginning.
    pub valid_from: Option<i32>,
    /// Last year of its use; none is an open end.
    pub valid_to: Option<i32>,
    /// Ids of the codes that came in its place.
    pub replaced_by: Vec<String>,
}

/// A mistake in a code list, at a line of its file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListError {
    /// Line, from 1.
    pub line: usize,
    /// What is wrong, in the users' words.
    pub sentence: String,
}

impl Code {
    /// Whether the code may be used in some part of `year`.
    pub fn valid_in(&self, year: i32) -> bool {
        self.valid_from.is_none_or(|from| from <= year) && self.valid_to.is_none_or(|to| year <= to)
    }

    /// The years in which it may be used, as people write them: `2013–2024`, `fra 2026`.
    pub fn years(&self) -> String {
        match (self.valid_from, self.valid_to) {
            (Some(from), Some(to)) => format!("{from}–{to}"),
            (Some(from), None) => text("finding.years_from", &[("year", &from.to_string())]),
            (None, Some(to)) => text("finding.years_to", &[("year", &to.to_string())]),
            (None, None) => text("finding.years_all", &[]),
        }
    }

    fn overlaps(&self, other: &Self) -> bool {
        let begins_before_end = |one: &Self, two: &Self| match (one.valid_from, two.valid_to) {
            (Some(from), Some(to)) => from <= to,
            _ => true,
        };
        begins_before_end(self, other) && begins_before_end(other, self)
    }
}

impl CodeList {
    /// Reads a list from CSV with the columns `id,label,aliases,valid_from,valid_to`, and where it has them `replaced_by`,
    /// `label_nn` and `label_en`.
    ///
    /// # Errors
    /// Every mistake with its line.
    ///
    /// # Examples
    /// ```
    /// use tryggtall::check::CodeList;
    /// let list = CodeList::parse("id,label,aliases,valid_from,valid_to\nnav,NAV,6,2013-01-01,2025-12-31\n").unwrap();
    /// let code = list.find("6").unwrap();
    /// assert!(list.valid_in(code, 2025) && !list.valid_in(code, 2026));
    /// ```
    pub fn parse(text: &str) -> Result<Self, Vec<ListError>> {
        let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
        let columns = reader.headers().map(Further::of).unwrap_or_default();
        let mut list = Self::default();
        let mut errors = Vec::new();
        for record in reader.records() {
            let line = |record: &csv::StringRecord| record.position().map_or(0, csv::Position::line);
            let (line, added) = match &record {
                Ok(record) => (line(record), code_of(record, columns).and_then(|code| list.push(code))),
                Err(error) => (error.position().map_or(0, csv::Position::line), Err(text_of("cli.list_broken", ""))),
            };
            let line = usize::try_from(line).unwrap_or(0);
            errors.extend(added.err().map(|sentence| ListError { line, sentence }));
        }
        if errors.is_empty() { Ok(list) } else { Err(errors) }
    }

    /// Adds a code.
    ///
    /// # Errors
    /// Names the spelling that another code has in the same years: two codes may have it one after the other.
    pub fn push(&mut self, code: Code) -> Result<(), String> {
        let entries = Arc::make_mut(&mut self.entries);
        let index = u32::try_from(entries.codes.len()).map_err(|error| error.to_string())?;
        if entries.codes.iter().any(|known| known.id == code.id) {
            return Err(text_of("cli.list_spelling", &code.id));
        }
        let spellings: Vec<String> = [&code.id, &code.label].into_iter().chain(&code.aliases).cloned().collect();
        entries.has_validity |= code.valid_from.is_some() || code.valid_to.is_some();
        entries.codes.push(code);
        spellings.iter().try_for_each(|spelling| entries.claim(spelling, index))
    }

    /// Adds a spelling to a code that is there.
    ///
    /// # Errors
    /// Says that there is no such code, or names the spelling that another code has in the same years.
    pub fn add_alias(&mut self, id: &str, alias: &str) -> Result<(), String> {
        let entries = Arc::make_mut(&mut self.entries);
        let Some(index) = entries.codes.iter().position(|code| code.id == id) else {
            return Err(text_of("cli.list_no_code", id));
        };
        entries.codes[index].aliases.push(alias.to_owned());
        entries.claim(alias, u32::try_from(index).unwrap_or(u32::MAX))
    }

    /// The same list, reading spellings as they are meant in `year`.
    #[must_use]
    pub fn in_year(&self, year: Option<i32>) -> Self {
        Self { entries: Arc::clone(&self.entries), year }
    }

    /// The code that `text` means, by id, label or alias; nothing near is ever taken.
    pub fn find(&self, text: &str) -> Option<u32> {
        self.find_in(text, self.year)
    }

    /// The code that `text` means in `year`.
    ///
    /// Where several codes had the spelling one after the other, the one that is valid then; without a year the one
    /// whose id it is, else the first.
    pub fn find_in(&self, text: &str, year: Option<i32>) -> Option<u32> {
        let entries = &self.entries;
        let place = entries.as_written.get(text).or_else(|| entries.by_spelling.get(&fold(text)))?;
        let found = entries.holders.get(*place)?;
        if let [only] = found.as_slice() {
            return Some(*only);
        }
        let is_meant = |code: &&u32| match year {
            Some(year) => self.valid_in(**code, year),
            None => self.get(**code).is_some_and(|code| code.id == text),
        };
        found.iter().find(is_meant).or_else(|| found.first()).copied()
    }

    /// Whether the code may be used in some part of `year`.
    pub fn valid_in(&self, code: u32, year: i32) -> bool {
        self.get(code).is_some_and(|code| code.valid_in(year))
    }

    /// The codes that stand in the place of `code` in `year`: those the list names, else those with a spelling of its.
    pub fn successor(&self, code: u32, year: i32) -> Vec<&Code> {
        let Some(old) = self.get(code) else { return Vec::new() };
        let is_valid = |new: &&Code| new.id != old.id && new.valid_in(year);
        let named: Vec<&Code> =
            self.codes().iter().filter(|new| old.replaced_by.contains(&new.id)).filter(is_valid).collect();
        if !named.is_empty() {
            return named;
        }
        let shared: Vec<u32> =
            self.entries.holders.iter().filter(|holders| holders.contains(&code)).flatten().copied().collect();
        let at = |index: usize| u32::try_from(index).is_ok_and(|index| shared.contains(&index));
        let sharing = self.codes().iter().enumerate().filter(|(index, _)| at(*index)).map(|(_, new)| new);
        sharing.filter(is_valid).collect()
    }

    /// Whether some code may not be used in every year.
    pub(crate) fn has_validity(&self) -> bool {
        self.entries.has_validity
    }

    /// The code whose spellings include `alias`, as written.
    pub(crate) fn has_alias(&self, code: u32, alias: &str) -> bool {
        self.get(code).is_some_and(|code| code.aliases.iter().any(|known| known == alias))
    }

    /// The code at `index`.
    pub fn get(&self, index: u32) -> Option<&Code> {
        self.entries.codes.get(index as usize)
    }

    /// All codes in the order of the list.
    pub fn codes(&self) -> &[Code] {
        &self.entries.codes
    }

    /// The id most like `text`, to be suggested.
    pub(crate) fn nearest(&self, text: &str) -> Option<&str> {
        // What is longer than any spelling is prose, and likeness takes long to measure.
        const LONGEST: usize = 64;
        if text.len() > LONGEST {
            return None;
        }
        let spellings = self.codes().iter().flat_map(|code| [code.id.as_str(), code.label.as_str()]);
        crate::acquire::nearest(text, spellings)
    }
}

impl Entries {
    /// Ties a spelling to a code, unless another one has it in the same years.
    fn claim(&mut self, spelling: &str, index: u32) -> Result<(), String> {
        let next = self.holders.len();
        let place = *self.by_spelling.entry(fold(spelling)).or_insert(next);
        if place == next {
            self.holders.push(Vec::new());
        }
        let code = &self.codes[index as usize];
        let is_taken = |other: &u32| *other != index && self.codes[*other as usize].overlaps(code);
        if self.holders[place].iter().any(is_taken) {
            return Err(text_of("cli.list_spelling", spelling));
        }
        if !self.holders[place].contains(&index) {
            self.holders[place].push(index);
        }
        self.as_written.insert(spelling.to_owned(), place);
        Ok(())
    }
}

/// The places of the columns that a list need not have, by their names.
#[derive(Debug, Clone, Copy, Default)]
struct Further {
    replaced_by: Option<usize>,
    nynorsk: Option<usize>,
    english: Option<usize>,
    /// How many columns there are.
    width: usize,
}

impl Further {
    /// A list without a label in another language needs no name for its sixth column.
    fn of(header: &csv::StringRecord) -> Self {
        let at = |name: &str| header.iter().position(|column| column.trim() == name);
        let (nynorsk, english) = (at("label_nn"), at("label_en"));
        let sixth = (nynorsk.is_none() && english.is_none()).then_some(5);
        Self { replaced_by: at("replaced_by").or(sixth), nynorsk, english, width: header.len().max(6) }
    }
}

/// A code from one line of the file.
fn code_of(record: &csv::StringRecord, further: Further) -> Result<Code, String> {
    let cell = |at: usize| record.get(at).unwrap_or_default().trim();
    let named = |at: Option<usize>| at.map(cell).unwrap_or_default();
    if !(5..=further.width).contains(&record.len()) {
        return Err(text_of("cli.list_width", ""));
    }
    let is_id = |letter: u8| letter.is_ascii_lowercase() || letter.is_ascii_digit() || b"-.".contains(&letter);
    if cell(0).is_empty() || !cell(0).bytes().all(is_id) {
        return Err(text_of("cli.list_id", cell(0)));
    }
    let label = if cell(1).is_empty() { cell(0) } else { cell(1) };
    let labels = [label, named(further.nynorsk), named(further.english)];
    let said = match spoken() {
        Language::Bokmaal => label,
        Language::Nynorsk => labels[1],
        Language::English => labels[2],
    };
    let said = if said.is_empty() { label } else { said };
    let mut aliases = parts(cell(2));
    for other in labels.into_iter().filter(|other| !other.is_empty() && *other != said) {
        if !aliases.iter().any(|alias| alias == other) {
            aliases.push(other.to_owned());
        }
    }
    Ok(Code {
        id: cell(0).to_owned(),
        label: said.to_owned(),
        aliases,
        valid_from: year_of(cell(3))?,
        valid_to: year_of(cell(4))?,
        replaced_by: parts(named(further.replaced_by)),
    })
}

fn parts(cell: &str) -> Vec<String> {
    cell.split('|').map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

/// The year of `yyyy-mm-dd`: exports are placed by year, and so are codes.
fn year_of(cell: &str) -> Result<Option<i32>, String> {
    if cell.is_empty() {
        return Ok(None);
    }
    let date = chrono::NaiveDate::parse_from_str(cell, "%Y-%m-%d").map_err(|_| text_of("cli.list_date", cell))?;
    Ok(Some(chrono::Datelike::year(&date)))
}

fn text_of(key: &str, value: &str) -> String {
    text(key, &[("value", value)])
}
