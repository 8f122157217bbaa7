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
        let is_of = |name: &str| self.0.get(&plain(name)).is_some_and(|rows| rows.iter().any(within));
        // The unit stands in brackets after the name.
        let mut names = name.match_indices(" (").map(|(end, _)| &name[..end]);
        parts.is_empty() || is_of(name) || names.any(is_of)
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
    // A number beside a mark is no part of its meaning.
    if let Some((mark, rest)) = [":", ".."].into_iter().find_map(|mark| Some((mark, cell.strip_prefix(mark)?))) {
        let numbers = tokens(rest).into_iter().map(|token| Part::Number(token.millionths));
        return Part::mark(mark).into_iter().chain(numbers).collect();
    }
    // «−3,2 til −0,7» is an interval, in English «−3.2 to −0.7».
    let is_words = cell.replace(" til ", "").replace(" to ", "").chars().any(char::is_alphabetic);
    if is_words || published.labels.contains_key(cell) {
        return Vec::new();
    }
    let numbers = tokens(cell).into_iter().map(|token| Part::Number(token.millionths));
    numbers.filter(|part| !part.is_year()).collect()
}

fn plain(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether a cell is numbers or a mark alone: its row is held against the workbook, and its numbers need no other explanation.
fn is_figures(cell: &str, published: &Published) -> bool {
    !parts(cell, published).is_empty()
}

/// The rows of the tables in a Word document, and the same document without their figures.
pub(super) fn of_document(nodes: &[Node], published: &Published) -> (Vec<Vec<String>>, Vec<Node>) {
    let (mut rows, mut others): (Vec<Vec<String>>, Vec<Node>) = (Vec::new(), Vec::new());
    let (mut depth, mut is_text, mut begin) = (0_usize, false, 0_usize);
    for node in nodes {
        if node.begins("tr") {
            depth += 1;
            rows.push(Vec::new());
        } else if node.begins("tc") && depth > 0 {
            rows.last_mut().into_iter().for_each(|row| row.push(String::new()));
            begin = others.len();
        } else if node.ends("tr") {
            depth = depth.saturating_sub(1);
        } else if node.ends("tc") && depth > 0 {
            let row = rows.last().map_or(&[][..], Vec::as_slice);
            let is_figures = row.len() > 1 && row.last().is_some_and(|cell| is_figures(cell, published));
            if is_figures {
                let from = begin.min(others.len());
                let is_kept = |node: &Node| !matches!(node, Node::Text(_));
                let kept: Vec<Node> = others.drain(from..).filter(is_kept).collect();
                others.extend(kept);
            }
        }
        is_text = !node.ends("t") && !node.ends("delText") && (is_text || node.begins("t") || node.begins("delText"));
        if let (Node::Text(text), true, true) = (node, is_text, depth > 0) {
            rows.last_mut().and_then(|row| row.last_mut()).into_iter().for_each(|cell| cell.push_str(text));
        }
        others.push(node.clone());
    }
    (rows, others)
}

/// The rows of the tables in a page, and the same page without their figures; `text` reads what is between the tags.
pub(super) fn of_page(page: &str, published: &Published, text: impl Fn(&str) -> String) -> (Vec<Vec<String>>, String) {
    let mut pieces = page.split("<tr");
    let mut others = pieces.next().unwrap_or_default().to_owned();
    let mut rows = Vec::new();
    for piece in pieces {
        let (inside, after) = piece.split_once("</tr").unwrap_or((piece, ""));
        let mut row: Vec<String> = Vec::new();
        for cell in inside.split("<t") {
            let is_cell = cell.starts_with(['h', 'd']);
            let (tag, content) = cell.split_once('>').unwrap_or((cell, ""));
            let (content, rest) = content.split_once("</t").unwrap_or((content, ""));
            if is_cell {
                row.push(text(content));
            }
            others.push_str("<t");
            others.push_str(tag);
            others.push('>');
            let is_figures = is_cell && row.len() > 1 && row.last().is_some_and(|cell| is_figures(cell, published));
            if !is_figures {
                others.push_str(content);
            }
            others.push_str("</t");
            others.push_str(rest);
        }
        others.push_str("</tr");
        others.push_str(after);
        rows.push(row);
    }
    (rows, others)
}

#[cfg(test)]
mod tests {
    use super::super::figures::Figures;
    use super::super::manifest::Manifest;
    use super::super::xml;
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

    fn cut(page: &str) -> (Vec<Vec<String>>, String) {
        let manifest = Manifest::parse("{\"tool\":{\"name\":\"tryggtall\"}}").unwrap();
        let figures = Figures::default();
        of_page(page, &Published::new(&manifest, &figures), |cell| cell.replace("<b>", "").replace("</b>", ""))
    }

    #[test]
    fn rows_of_pages_are_cut_out() {
        let (rows, others) =
            cut("7<table><thead><tr><th scope=\"col\">Mål</th></tr></thead><tr><th scope=\"row\">12 skoler</th><td \
             class=\"tall\">34</td><td><b>:</b></td><td>5 av 6</td></tr></table>8");
        assert_eq!(rows, [vec!["Mål".to_owned()], ["12 skoler", "34", ":", "5 av 6"].map(str::to_owned).to_vec()]);
        for (number, is_left) in [("7", true), ("12 skoler", true), ("34", false), ("5 av 6", true), ("8", true)] {
            assert_eq!(others.contains(number), is_left, "{number} in {others}");
        }
        assert_eq!(cut("<td>3</td>").1, "<td>3</td>", "outside any row");
        for odd in ["<tr", "", "<tr><td", "<tr><td>", "<tr><t></t"] {
            cut(odd);
        }
    }

    #[test]
    fn rows_of_documents_are_cut_out() {
        let manifest = Manifest::parse("{\"tool\":{\"name\":\"tryggtall\"}}").unwrap();
        let figures = Figures::default();
        let cell = |text: &str| format!("<tc><p><r><t>{text}</t></r></p></tc>");
        let xml = format!("<d><p><t>7</t></p><tr>{}{}{}</tr><t>8</t></d>", cell("Skole"), cell("34"), cell("5 av 6"));
        let (rows, others) = of_document(&xml::nodes(xml.as_bytes()).unwrap(), &Published::new(&manifest, &figures));
        assert_eq!(rows, [["Skole", "34", "5 av 6"].map(str::to_owned).to_vec()]);
        let texts: Vec<&Node> = others.iter().filter(|node| matches!(node, Node::Text(_))).collect();
        assert_eq!(texts.len(), 4, "{texts:?}");
    }
}
