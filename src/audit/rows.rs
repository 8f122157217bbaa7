//! Rows of tables: every one in a document stands in the workbook too, where each number is traced to its figure. A number in
//! the place of a mark is therefore found, also where the same number is published of something else.

use std::collections::{BTreeMap, BTreeSet};

use super::finding::Report;
use super::number::tokens;
use super::published::{Published, is_year};
use super::xml::Node;

/// What stands in a cell, words apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Part {
    /// A number, in millionths.
    Number(i64),
    /// `:`, `..` or `.`
    Mark(&'static str),
}

/// The rows of the workbook by each of their texts. Years are headers in one place and cells in another, and are no part of it.
#[derive(Debug, Default)]
pub(super) struct Rows(BTreeMap<String, BTreeSet<Vec<Part>>>);

impl Rows {
    /// Takes in a row.
    pub(super) fn add<'t>(&mut self, texts: impl IntoIterator<Item = &'t str>, parts: Vec<Part>) {
        let parts: Vec<Part> = parts.into_iter().filter(|part| !part.is_year()).collect();
        for text in texts {
            self.0.entry(plain(text)).or_default().insert(parts.clone());
        }
    }

    /// Whether a row of this name has these parts, in this order and perhaps with others between.
    fn has(&self, name: &str, parts: &[Part]) -> bool {
        let within = |row: &Vec<Part>| {
            let mut rest = row.iter();
            parts.iter().all(|part| rest.any(|it| it == part))
        };
        parts.is_empty() || self.0.get(&plain(name)).is_some_and(|rows| rows.iter().any(within))
    }

    /// Reports the row of a document if the workbook has no such row.
    pub(super) fn check(&self, file: &str, cells: &[String], published: &Published, report: &mut Report) {
        let Some((name, rest)) = cells.split_first() else { return };
        let parts: Vec<Part> = rest.iter().flat_map(|cell| parts(cell, published)).collect();
        if !self.has(name, &parts) {
            // A name with digits may be what was put there.
            let place = if name.bytes().any(|letter| letter.is_ascii_digit()) { "" } else { name };
            report.odd(file, place, "number");
        }
    }
}

impl Part {
    /// The mark that a text is.
    pub(super) fn mark(text: &str) -> Option<Self> {
        [":", "..", "."].into_iter().find(|mark| text == *mark).map(Self::Mark)
    }

    fn is_year(self) -> bool {
        matches!(self, Self::Number(number) if is_year(number))
    }
}

/// Numbers and marks of a cell; nothing of words. A mark may have its meaning beside it, for those who listen.
fn parts(cell: &str, published: &Published) -> Vec<Part> {
    let cell = cell.trim();
    let is_letter = |letter: char| letter.is_alphabetic() || letter == ' ';
    let bare = if cell.starts_with(['.', ':']) { cell.trim_end_matches(is_letter) } else { cell };
    if let Some(mark) = Part::mark(bare) {
        return vec![mark];
    }
    // «−3,2 til −0,7» is an interval.
    let is_words = cell.replace(" til ", "").chars().any(char::is_alphabetic);
    if is_words || published.labels.contains_key(cell) {
        return Vec::new();
    }
    let numbers = tokens(cell).into_iter().map(|token| Part::Number(token.millionths));
    numbers.filter(|part| !part.is_year()).collect()
}

fn plain(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The rows of the tables in a Word document.
pub(super) fn of_document(nodes: &[Node]) -> Vec<Vec<String>> {
    let (mut rows, mut is_text): (Vec<Vec<String>>, bool) = (Vec::new(), false);
    let mut depth = 0_usize;
    for node in nodes {
        match node {
            _ if node.begins("tr") => {
                depth += 1;
                rows.push(Vec::new());
            }
            _ if node.ends("tr") => depth = depth.saturating_sub(1),
            _ if node.begins("tc") && depth > 0 => rows.last_mut().into_iter().for_each(|row| row.push(String::new())),
            _ if node.begins("t") || node.begins("delText") => is_text = true,
            _ if node.ends("t") || node.ends("delText") => is_text = false,
            Node::Text(text) if is_text && depth > 0 => {
                if let Some(cell) = rows.last_mut().and_then(|row| row.last_mut()) {
                    cell.push_str(text);
                }
            }
            _ => {}
        }
    }
    rows
}

/// The rows of the tables in a page: what is between the tags of each cell, still with its tags and entities.
pub(super) fn of_page(page: &str) -> Vec<Vec<&str>> {
    let is_cell = |cell: &&str| cell.starts_with(['h', 'd']) && !cell.starts_with("head");
    page.split("<tr")
        .skip(1)
        .filter(|row| row.starts_with(['>', ' ']))
        .map(|row| {
            let row = row.split("</tr").next().unwrap_or_default();
            let cells = row.split("<t").skip(1).filter(is_cell);
            cells
                .map(|cell| cell.split_once('>').map_or("", |(_, cell)| cell.split("</t").next().unwrap_or("")))
                .collect()
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(whole: i64) -> Part {
        Part::Number(whole * 1_000_000)
    }

    #[test]
    fn a_row_is_known_by_its_name_and_its_order() {
        let mut rows = Rows::default();
        rows.add(["Skole", "Hvem som meldte"], vec![number(12), Part::Mark(":"), number(2025), number(9)]);
        assert!(rows.has("Skole", &[number(12), Part::Mark(":"), number(9)]));
        assert!(rows.has("Hvem  som meldte", &[number(12), number(9)]) && rows.has("Ukjent", &[]));
        assert!(!rows.has("Skole", &[number(12), number(3), number(9)]), "a number in the place of a mark");
        assert!(!rows.has("Skole", &[number(9), number(12)]) && !rows.has("NAV", &[number(12)]));
    }

    #[test]
    fn rows_of_pages_are_cut_out() {
        let page = "<thead><tr><th scope=\"col\">Mål</th></tr></thead><tr><th scope=\"row\">Skole</th><td class=\"tall\">1\
                    </td><td><span>:</span></td></tr><track>";
        assert_eq!(of_page(page), [vec!["Mål"], vec!["Skole", "1", "<span>:</span>"]]);
        assert!(of_page("<tr").is_empty() && of_page("").is_empty());
    }
}
