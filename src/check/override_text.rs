//! A project's `sources/KILDE.toml` as it is written: every value with its place, and every mistake at once.
//!
//! The table is walked by hand and not by `serde`, which would stop at the first mistake and tell no place of those
//! that only the map can find.

use toml::de::{DeTable, DeValue};

use super::format::{DateFormat, DecimalMark};
use crate::lang::text;

/// A value and where it begins, in bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Spot<T> {
    pub(super) value: T,
    pub(super) at: usize,
}

/// Codes with further spellings.
pub(super) type Spellings = Vec<(Spot<String>, Vec<Spot<String>>)>;

/// What a project says about one source.
#[derive(Debug, Default)]
pub(super) struct Override {
    pub(super) source: Option<Spot<String>>,
    pub(super) files: Vec<Spot<String>>,
    pub(super) ignore: Vec<Spot<String>>,
    pub(super) fields: Vec<(Spot<String>, FieldOverride)>,
    /// For a code list: a code and its further spellings.
    pub(super) codes: Vec<(Spot<String>, Spellings)>,
}

/// What a project says about one column.
#[derive(Debug, Default)]
pub(super) struct FieldOverride {
    pub(super) aliases: Vec<Spot<String>>,
    pub(super) codelist: Option<Spot<String>>,
    pub(super) format: Option<Spot<DateFormat>>,
    pub(super) decimal: Option<Spot<DecimalMark>>,
    pub(super) required: Option<Spot<bool>>,
    pub(super) identifying: Option<Spot<bool>>,
}

/// Reads one file and collects what is wrong with it.
pub(super) struct Reader<'a> {
    path: &'a str,
    text: &'a str,
    pub(super) errors: Vec<String>,
}

const KEYS: [&str; 5] = ["source", "files", "ignore", "field", "codes"];
const FIELD_KEYS: [&str; 6] = ["aliases", "codelist", "format", "decimal", "required", "identifying"];

impl<'a> Reader<'a> {
    pub(super) fn new(path: &'a str, text: &'a str) -> Self {
        Self { path, text, errors: Vec::new() }
    }

    /// Notes a mistake at a place: file, line and column from 1, as editors count.
    pub(super) fn error(&mut self, at: usize, sentence: &str) {
        let before = self.text.get(..at).unwrap_or(self.text);
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        let (line, column) = (line.to_string(), column.to_string());
        let values = [("file", self.path), ("line", &line), ("column", &column), ("error", sentence)];
        self.errors.push(text("cli.source_error", &values));
    }

    /// What the file says, as far as it can be read.
    pub(super) fn read(&mut self) -> Override {
        let (table, errors) = DeTable::parse_recoverable(self.text);
        for error in &errors {
            let sentence = text("cli.source_toml", &[("error", error.message())]);
            self.error(error.span().map_or(0, |span| span.start), &sentence);
        }
        let mut found = Override::default();
        if !errors.is_empty() {
            return found;
        }
        for (key, value) in table.get_ref() {
            let at = value.span().start;
            match key.get_ref().as_ref() {
                "source" => found.source = self.string(value.get_ref(), at),
                "files" => found.files = self.strings(value.get_ref(), at),
                "ignore" => found.ignore = self.strings(value.get_ref(), at),
                "field" => found.fields = self.each(value.get_ref(), at, Self::field),
                "codes" => {
                    found.codes =
                        self.each(value.get_ref(), at, |reader, value, at| reader.each(value, at, Self::strings));
                }
                unknown => self.unknown_key(key.span().start, unknown, &KEYS),
            }
        }
        found
    }

    fn field(&mut self, value: &DeValue, at: usize) -> FieldOverride {
        let mut found = FieldOverride::default();
        let Some(table) = self.table(value, at) else { return found };
        for (key, value) in table {
            let at = value.span().start;
            let value = value.get_ref();
            match key.get_ref().as_ref() {
                "aliases" => found.aliases = self.strings(value, at),
                "codelist" => found.codelist = self.string(value, at),
                "format" => found.format = self.word(value, at, &DateFormat::WORDS),
                "decimal" => found.decimal = self.word(value, at, &DecimalMark::WORDS),
                "required" => found.required = self.yes_or_no(value, at),
                "identifying" => found.identifying = self.yes_or_no(value, at),
                unknown => self.unknown_key(key.span().start, unknown, &FIELD_KEYS),
            }
        }
        found
    }

    /// A table's entries in the order of the file, each read by `read`.
    fn each<T>(
        &mut self,
        value: &DeValue,
        at: usize,
        mut read: impl FnMut(&mut Self, &DeValue, usize) -> T,
    ) -> Vec<(Spot<String>, T)> {
        let Some(table) = self.table(value, at) else { return Vec::new() };
        let mut entries = Vec::new();
        for (key, value) in table {
            let key = Spot { value: key.get_ref().to_string(), at: key.span().start };
            let read = read(self, value.get_ref(), value.span().start);
            entries.push((key, read));
        }
        entries.sort_by_key(|(key, _)| key.at);
        entries
    }

    fn table<'v, 'i>(&mut self, value: &'v DeValue<'i>, at: usize) -> Option<&'v DeTable<'i>> {
        let table = value.as_table();
        if table.is_none() {
            self.error(at, &text("cli.source_wants_table", &[]));
        }
        table
    }

    fn string(&mut self, value: &DeValue, at: usize) -> Option<Spot<String>> {
        let found = value.as_str().map(|text| Spot { value: text.to_owned(), at });
        if found.is_none() {
            self.error(at, &text("cli.source_wants_text", &[]));
        }
        found
    }

    fn strings(&mut self, value: &DeValue, at: usize) -> Vec<Spot<String>> {
        let Some(array) = value.as_array() else {
            self.error(at, &text("cli.source_wants_texts", &[]));
            return Vec::new();
        };
        array.iter().filter_map(|item| self.string(item.get_ref(), item.span().start)).collect()
    }

    fn yes_or_no(&mut self, value: &DeValue, at: usize) -> Option<Spot<bool>> {
        let found = value.as_bool().map(|value| Spot { value, at });
        if found.is_none() {
            self.error(at, &text("cli.source_wants_bool", &[]));
        }
        found
    }

    fn word<T: Copy>(&mut self, value: &DeValue, at: usize, words: &[(&str, T)]) -> Option<Spot<T>> {
        let written = self.string(value, at)?;
        let found = words.iter().find(|(word, _)| *word == written.value).map(|(_, meaning)| *meaning);
        if found.is_none() {
            let known: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
            let values = [("value", written.value.as_str()), ("known", &known.join(", "))];
            self.error(at, &text("cli.source_word", &values));
        }
        found.map(|value| Spot { value, at })
    }

    fn unknown_key(&mut self, at: usize, key: &str, known: &[&str]) {
        self.error(at, &text("cli.source_unknown_key", &[("key", key), ("known", &known.join(", "))]));
    }
}
