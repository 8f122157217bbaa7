//! Values of a map as TOML has them, each mistake with its line and column.

use std::collections::BTreeMap;

use toml::de::{DeTable, DeValue};

use crate::lang::text;

/// A file while it is read, and what is wrong with it.
pub(super) struct Reader<'t> {
    pub(super) path: &'t str,
    pub(super) text: &'t str,
    pub(super) errors: Vec<String>,
}

/// Key, its place, value and its place.
pub(super) type Entries<'v, 'i> = Vec<(&'v str, usize, &'v DeValue<'i>, usize)>;

impl Reader<'_> {
    pub(super) fn position(&self, at: usize) -> (String, String) {
        let before = self.text.get(..at).unwrap_or(self.text);
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        (line.to_string(), column.to_string())
    }

    pub(super) fn error(&mut self, at: usize, sentence: &str) {
        let (line, column) = self.position(at);
        let values = [("file", self.path), ("line", &line), ("column", &column), ("error", sentence)];
        self.errors.push(text("cli.source_error", &values));
    }

    pub(super) fn ages(&mut self, value: &DeValue, at: usize) -> Option<(i64, i64)> {
        let numbers: Option<Vec<i64>> = value.as_array().map(|array| array.iter()).and_then(|items| {
            items.map(|item| item.get_ref().as_integer().and_then(|it| it.as_str().parse().ok())).collect()
        });
        match numbers.as_deref() {
            Some([from, to]) if 0 <= *from && from <= to && *to <= 120 => Some((*from, *to)),
            _ => {
                self.error(at, &text("cli.reference_ages", &[]));
                None
            }
        }
    }

    pub(super) fn year(&mut self, value: &DeValue, at: usize) -> i32 {
        let year =
            value.as_integer().and_then(|it| it.as_str().parse().ok()).filter(|year| (1900..=2100).contains(year));
        year.unwrap_or_else(|| {
            self.error(at, &text("cli.reference_year", &[]));
            0
        })
    }

    pub(super) fn boolean(&mut self, value: &DeValue, at: usize) -> bool {
        value.as_bool().unwrap_or_else(|| {
            self.error(at, &text("cli.source_wants_bool", &[]));
            false
        })
    }

    pub(super) fn string(&mut self, value: &DeValue, at: usize) -> String {
        let Some(found) = value.as_str() else {
            self.error(at, &text("cli.source_wants_text", &[]));
            return String::new();
        };
        found.to_owned()
    }

    pub(super) fn strings(&mut self, value: &DeValue, at: usize) -> Vec<String> {
        let Some(array) = value.as_array() else {
            self.error(at, &text("cli.source_wants_texts", &[]));
            return Vec::new();
        };
        array.iter().map(|item| self.string(item.get_ref(), item.span().start)).collect()
    }

    pub(super) fn words(&mut self, value: &DeValue, at: usize) -> BTreeMap<String, String> {
        let entries = self.any_entries(value, at);
        entries.into_iter().map(|(key, value, at)| (key, self.string(value, at))).collect()
    }

    /// The entries of a table whose keys are known.
    pub(super) fn entries<'v, 'i>(&mut self, value: &'v DeValue<'i>, at: usize, known: &[&str]) -> Entries<'v, 'i> {
        let Some(table) = value.as_table() else {
            self.error(at, &text("cli.source_wants_table", &[]));
            return Vec::new();
        };
        self.entries_of(table, known)
    }

    pub(super) fn entries_of<'v, 'i>(&mut self, table: &'v DeTable<'i>, known: &[&str]) -> Entries<'v, 'i> {
        let mut entries = Vec::new();
        for (key, value) in table {
            let (name, at) = (key.get_ref().as_ref(), key.span().start);
            if known.contains(&name) {
                entries.push((name, at, value.get_ref(), value.span().start));
            } else {
                self.error(at, &text("cli.source_unknown_key", &[("key", name), ("known", &known.join(", "))]));
            }
        }
        entries.sort_by_key(|(_, at, ..)| *at);
        entries
    }

    /// The entries of a table whose keys are the writer's own, in the order of the file.
    pub(super) fn any_entries<'v, 'i>(
        &mut self,
        value: &'v DeValue<'i>,
        at: usize,
    ) -> Vec<(String, &'v DeValue<'i>, usize)> {
        let Some(table) = value.as_table() else {
            self.error(at, &text("cli.source_wants_table", &[]));
            return Vec::new();
        };
        let mut entries: Vec<_> =
            table.iter().map(|(key, value)| (key.get_ref().to_string(), value.get_ref(), value.span().start)).collect();
        entries.sort_by_key(|(_, _, at)| *at);
        entries
    }

    pub(super) fn not_among(&mut self, at: usize, value: &str, known: &[&str]) {
        self.error(at, &text("cli.source_word", &[("value", value), ("known", &known.join(", "))]));
    }
}
