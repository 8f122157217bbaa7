//! What the labels of the workbook stand for, by its own code book.

use std::collections::BTreeMap;

use super::super::published::Published;
use super::book::Book;
use crate::lang::{Language, text_in};

/// Codes by what they mean. Two codes may mean the same in words.
#[derive(Debug, Default)]
pub(super) struct Codes {
    /// What the workbook is written in.
    language: Language,
    /// `title (unit)` to measures.
    measures: BTreeMap<String, Vec<String>>,
    /// `breakdown: category` to `dimension=code`.
    breakdowns: BTreeMap<String, Vec<String>>,
    /// Name to municipality, county or country.
    places: BTreeMap<String, Vec<String>>,
}

impl Codes {
    pub(super) fn read(book: &Book, published: &Published) -> Self {
        let language = published.manifest.language;
        let mut codes = Self { language, ..Self::default() };
        let header = ["workbook.column_column", "workbook.column_code", "workbook.column_meaning"]
            .map(|key| text_in(language, key, &[]));
        for sheet in &book.sheets {
            let rows = sheet.rows();
            let Some(start) = rows.iter().position(|row| sheet.header(*row) == header) else { continue };
            for row in &rows[start + 1..] {
                let cells = [0, 1, 2].map(|column| sheet.text(*row, column));
                let [Some(column), Some(code), Some(meaning)] = cells else { continue };
                let list = match column {
                    "indikator" => &mut codes.measures,
                    "fordeling" => &mut codes.breakdowns,
                    "kommune" => &mut codes.places,
                    _ => continue,
                };
                list.entry(meaning.to_owned()).or_default().push(code.to_owned());
            }
        }
        // The code book's word for the own municipality is its name; its number is known anyway.
        let own = published.manifest.municipality.clone();
        codes.places.entry(own.clone()).or_default().push(own);
        codes
    }

    /// The measures of this title and unit.
    pub(super) fn measures(&self, title: &str, unit: &str) -> &[String] {
        let words = text_in(self.language, "document.caption", &[("title", title), ("unit", unit)]);
        self.measures.get(&words).map(Vec::as_slice).unwrap_or_default()
    }

    /// Every title with its unit, and the measures that are called so.
    pub(super) fn titles(&self) -> impl Iterator<Item = (&str, &[String])> {
        self.measures.iter().map(|(title, measures)| (title.as_str(), measures.as_slice()))
    }

    /// What places are called.
    pub(super) fn names_of_places(&self) -> impl Iterator<Item = &str> {
        self.places.keys().map(String::as_str)
    }

    /// The breakdowns of this title and category.
    pub(super) fn breakdowns(&self, title: &str, category: &str) -> &[String] {
        self.breakdowns.get(&format!("{title}: {category}")).map(Vec::as_slice).unwrap_or_default()
    }

    /// The places of this name.
    pub(super) fn places(&self, name: &str) -> &[String] {
        self.places.get(name).map(Vec::as_slice).unwrap_or_default()
    }
}
