//! The properties of a document: title and dates, nothing else.

use super::super::finding::Report;
use super::super::package::Parts;
use super::super::published::has_years_alone;
use super::super::xml::{self, Node};
use super::book::Book;

/// What may hold numbers of its own: dates, versions, and how many sheets there are.
const DATES: [&str; 4] = ["created", "modified", "AppVersion", "lastPrinted"];

/// Reports every number in the properties that is neither a year nor a count of sheets.
pub(super) fn audit(file: &str, parts: &Parts, book: &Book, report: &mut Report) {
    for (name, content) in parts.iter().filter(|(name, _)| name.starts_with("docProps/")) {
        let is_plain = matches!(name.as_str(), "docProps/app.xml" | "docProps/core.xml");
        let Some(nodes) = xml::nodes(content) else {
            report.unread(file, name, "damaged");
            continue;
        };
        if !is_plain {
            report.odd(file, name, "hidden-part");
        }
        let names: Vec<&str> = book.sheets.iter().map(|sheet| sheet.name.as_str()).collect();
        let counts = [book.sheets.len(), book.names].map(|count| i64::try_from(count).unwrap_or(-1));
        let mut inside = "";
        for node in &nodes {
            match node {
                Node::Begin(element, _) => inside = element,
                Node::End(_) => inside = "",
                Node::Hidden(_) => report.odd(file, name, "hidden-part"),
                Node::Text(_) if DATES.contains(&inside) => {}
                Node::Text(text) => {
                    let is_sheet = inside == "lpstr" && is_name(text, &names);
                    let is_count = |number: i64| inside == "i4" && counts.contains(&(number / 1_000_000));
                    if !is_sheet && !has_years_alone(text, |number| is_count(number) || number == 0) {
                        report.odd(file, format!("{name}, {inside}"), "number");
                    }
                }
            }
        }
    }
}

/// The name of a sheet, or of a range of it.
fn is_name(text: &str, sheets: &[&str]) -> bool {
    let of_range = text.rsplit_once('!').map(|(sheet, _)| sheet.trim_matches('\'').replace("''", "'"));
    sheets.iter().any(|sheet| *sheet == text || of_range.as_deref() == Some(*sheet))
}
