//! The sheets of a workbook with their cells.

use std::collections::BTreeMap;

use super::super::number::Printed;
use super::super::package::Parts;
use super::super::rows::{Part, Rows};
use super::super::xml::{self, Node};
use super::relationships;

/// What a cell holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Value {
    /// A number, in millionths.
    Number(i64),
    /// A text.
    Text(String),
    /// A number that none of ours can be.
    Strange,
}

/// A sheet.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    pub(super) name: String,
    pub(super) is_hidden: bool,
    /// By row and column, counted from 0.
    pub(super) cells: BTreeMap<(u32, u32), Value>,
}

/// A workbook.
#[derive(Debug, Default)]
pub(super) struct Book {
    pub(super) sheets: Vec<Sheet>,
    /// Names of ranges.
    pub(super) names: usize,
    /// What no workbook of ours has: place and kind.
    pub(super) problems: Vec<(String, &'static str)>,
}

impl Sheet {
    /// The text of a cell.
    pub(super) fn text(&self, row: u32, column: u32) -> Option<&str> {
        match self.cells.get(&(row, column))? {
            Value::Text(text) => Some(text),
            Value::Number(_) | Value::Strange => None,
        }
    }

    /// The texts of a row from its first column, up to one that has none.
    pub(super) fn header(&self, row: u32) -> Vec<&str> {
        (0..).map_while(|column| self.text(row, column)).collect()
    }

    /// Every row: its texts, and its numbers and marks in order.
    pub(super) fn give_rows(&self, rows: &mut Rows) {
        for row in self.rows() {
            let (mut texts, mut parts) = (Vec::new(), Vec::new());
            for (_, value) in self.cells.range((row, 0)..=(row, u32::MAX)) {
                match value {
                    Value::Number(number) => parts.push(Part::Number(*number)),
                    Value::Text(text) => match Part::mark(text) {
                        Some(mark) => parts.push(mark),
                        None => texts.push(text.as_str()),
                    },
                    Value::Strange => {}
                }
            }
            rows.add(texts, parts);
        }
    }

    /// The rows that have cells.
    pub(super) fn rows(&self) -> Vec<u32> {
        let mut rows: Vec<u32> = self.cells.keys().map(|(row, _)| *row).collect();
        rows.dedup();
        rows
    }
}

impl Book {
    /// Reads every sheet; nothing where the package is no workbook.
    pub(super) fn read(parts: &Parts) -> Option<Self> {
        const WORKBOOK: &str = "xl/workbook.xml";
        let nodes = xml::nodes(parts.get(WORKBOOK)?)?;
        let related: BTreeMap<String, String> = relationships(parts, WORKBOOK).into_iter().collect();
        let texts = match parts.get("xl/sharedStrings.xml") {
            Some(content) => shared(&xml::nodes(content)?),
            None => Vec::new(),
        };
        let mut book = Self::default();
        book.read_names(&nodes);
        for node in &nodes {
            let Some(name) = node.attribute("sheet", "name") else { continue };
            let path = related.get(node.attribute("sheet", "id")?)?;
            let mut sheet = Sheet {
                name: name.to_owned(),
                is_hidden: node.attribute("sheet", "state").is_some_and(|state| state != "visible"),
                cells: BTreeMap::new(),
            };
            sheet.read(&xml::nodes(parts.get(path)?)?, &texts, &mut book.problems);
            book.sheets.push(sheet);
        }
        let sheets = parts
            .keys()
            .filter(|name| name.starts_with("xl/worksheets/") && super::super::package::is_kind(name, "xml"))
            .count();
        if sheets != book.sheets.len() {
            // A sheet that no reader is shown.
            book.problems.push(("xl/worksheets".to_owned(), "hidden-sheet"));
        }
        Some(book)
    }

    fn read_names(&mut self, nodes: &[Node]) {
        for (place, node) in nodes.iter().enumerate() {
            let Some(name) = node.attribute("definedName", "name") else { continue };
            self.names += 1;
            let is_range = matches!(nodes.get(place + 1), Some(Node::Text(text)) if text.contains("!$"));
            if !name.starts_with("_xlnm.") || !is_range {
                self.problems.push((name.to_owned(), "defined-name"));
            }
        }
    }

    /// Every text of the cells.
    pub(super) fn texts(&self) -> Vec<String> {
        let cells = self.sheets.iter().flat_map(|sheet| sheet.cells.values());
        let texts = cells.filter_map(|value| match value {
            Value::Text(text) => Some(text.clone()),
            Value::Number(_) | Value::Strange => None,
        });
        texts.collect()
    }
}

/// The table of texts.
fn shared(nodes: &[Node]) -> Vec<String> {
    let (mut texts, mut is_text) = (Vec::new(), false);
    for node in nodes {
        match node {
            _ if node.begins("si") => texts.push(String::new()),
            _ if node.begins("t") => is_text = true,
            _ if node.ends("t") => is_text = false,
            Node::Text(text) if is_text => {
                if let Some(last) = texts.last_mut() {
                    last.push_str(text);
                }
            }
            _ => {}
        }
    }
    texts
}

impl Sheet {
    fn read(&mut self, nodes: &[Node], texts: &[String], problems: &mut Vec<(String, &'static str)>) {
        let (mut at, mut kind, mut inside) = ((0_u32, 0_u32), String::new(), String::new());
        let mut content = String::new();
        for node in nodes {
            match node {
                Node::Begin(name, attributes) => {
                    let attribute = |name: &str| xml::value(attributes, name);
                    let is_hidden = attribute("hidden").is_some_and(|value| matches!(value, "1" | "true"));
                    if is_hidden && matches!(name.as_str(), "row" | "col") {
                        problems.push((self.name.clone(), "hidden-row"));
                    }
                    if name == "c" {
                        at = attribute("r").and_then(place_of).unwrap_or((at.0, at.1.wrapping_add(1)));
                        attribute("t").unwrap_or("n").clone_into(&mut kind);
                        content.clear();
                    } else if name == "row" {
                        let row = attribute("r").and_then(|row| row.parse::<u32>().ok());
                        at = (row.map_or(at.0.saturating_add(1), |row| row.saturating_sub(1)), u32::MAX);
                    }
                    inside.clone_from(name);
                }
                Node::Text(text) if matches!(inside.as_str(), "v" | "t") => content.push_str(text),
                Node::Text(text) => self.other(&inside, text, problems),
                Node::End(name) if name == "c" => self.keep(at, &kind, &content, texts),
                Node::End(_) => inside.clear(),
                Node::Hidden(_) => problems.push((self.name.clone(), "hidden-part")),
            }
        }
    }

    fn keep(&mut self, at: (u32, u32), kind: &str, content: &str, texts: &[String]) {
        let value = match kind {
            _ if content.is_empty() => return,
            "s" => match content.trim().parse::<usize>().ok().and_then(|place| texts.get(place)) {
                Some(text) => Value::Text(text.clone()),
                None => Value::Strange,
            },
            "str" | "inlineStr" | "e" | "d" => Value::Text(content.to_owned()),
            _ => Printed::stored(content).map_or(Value::Strange, Value::Number),
        };
        self.cells.insert(at, value);
    }

    /// Formulas of rules, and whatever else is text beside the cells: it may not hold numbers.
    fn other(&self, inside: &str, text: &str, problems: &mut Vec<(String, &'static str)>) {
        let has_digits = text.bytes().any(|byte| byte.is_ascii_digit());
        match inside {
            // A formula refers to cells, and its result is a cell of its own.
            "f" | "" => {}
            _ if inside.starts_with("odd") || inside.starts_with("even") || inside.starts_with("first") => {
                let plain = without_codes(text);
                if !super::super::published::has_years_alone(&plain, |_| false) {
                    problems.push((format!("{}, {inside}", self.name), "number"));
                }
            }
            _ if has_digits => problems.push((format!("{}, {inside}", self.name), "rule")),
            _ => {}
        }
    }
}

/// A header or footer without what says font, size and place.
fn without_codes(text: &str) -> String {
    let (mut plain, mut letters) = (String::new(), text.chars().peekable());
    while let Some(letter) = letters.next() {
        if letter != '&' {
            plain.push(letter);
            continue;
        }
        match letters.next() {
            Some('"') => drop(letters.by_ref().find(|letter| *letter == '"')),
            Some(digit) if digit.is_ascii_digit() => while letters.next_if(char::is_ascii_digit).is_some() {},
            _ => plain.push(' '),
        }
    }
    plain
}

/// `B12` is row 11 and column 1, counted from 0.
pub(super) fn place_of(reference: &str) -> Option<(u32, u32)> {
    let digits = reference.find(|letter: char| letter.is_ascii_digit())?;
    let (letters, row) = reference.split_at(digits);
    let row = row.parse::<u32>().ok()?.checked_sub(1)?;
    let is_column = (1..=3).contains(&letters.len()) && letters.bytes().all(|letter| letter.is_ascii_uppercase());
    let column = letters.bytes().fold(0_u32, |sum, letter| sum * 26 + u32::from(letter - b'A' + 1));
    is_column.then(|| (row, column - 1))
}

/// The place as people read it.
pub(super) fn place_words(sheet: &str, (row, column): (u32, u32)) -> String {
    let letter = crate::diagnostic::column_letter(usize::try_from(column).unwrap_or_default());
    format!("{sheet}!{letter}{}", u64::from(row) + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_and_footers_are_read() {
        assert_eq!([place_of("A1"), place_of("AB12")], [Some((0, 0)), Some((11, 27))]);
        for text in ["", "1", "A", "A0", "a1", "ABCD1", "A99999999999"] {
            assert_eq!(place_of(text), None, "{text}");
        }
        assert_eq!(place_words("K1", (11, 1)), "K1!B12");
        assert_eq!(without_codes("&L&9&\"Arial,Regular\"Rapport 2025&RSide &P"), " Rapport 2025 Side  ");
    }
}
