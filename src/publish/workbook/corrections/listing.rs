//! One sender's list: a row a finding, all of them, over as many sheets as it takes.

use std::path::Path;

use crate::diagnostic::{Finding, Place};
use crate::lang::{integer, text};
use crate::protect::Heading;

use super::super::quality::severity;
use super::super::sheet::{Body, Column, Field, Grid, Sheet};
use super::cover;
use super::sender::Group;

/// Rows of findings on one sheet: a spreadsheet has 1,048,576, and the title and the header stand above.
pub(super) const MOST_ROWS: usize = 1_048_000;

/// The sheets; one that says so where there is nothing to correct.
pub(super) fn sheets(group: &Group, heading: &Heading, most_rows: usize) -> Vec<Sheet> {
    let parts: Vec<&[&Finding]> = match group.findings.as_slice() {
        [] => vec![&[]],
        findings => findings.chunks(most_rows.max(1)).collect(),
    };
    let name = group.sender.name(heading.year);
    let sheet = |(index, part): (usize, &&[&Finding])| Sheet {
        name: short(&name),
        is_fixed: false,
        charts: Vec::new(),
        title: super::document(heading, Some(&name)),
        lines: lines(group, index, parts.len()),
        body: Body::WorkList(Grid { columns: columns(), rows: part.iter().map(|finding| row(finding)).collect() }),
    };
    parts.iter().enumerate().map(sheet).collect()
}

/// A sheet's name has at most 31 letters. Long names of units begin alike and differ at the end: both are kept.
fn short(name: &str) -> String {
    const END: usize = 15;
    let letters: Vec<char> = name.chars().collect();
    match letters.len() {
        0..=31 => name.to_owned(),
        count => letters[..END].iter().chain(&['…']).chain(&letters[count - END..]).collect(),
    }
}

fn lines(group: &Group, index: usize, parts: usize) -> Vec<String> {
    let mut lines = vec![cover::status_of(group)];
    if parts > 1 {
        let (part, parts) = (integer(index as u64 + 1), integer(parts as u64));
        lines.push(text("corrections.part", &[("part", &part), ("parts", &parts)]));
    }
    if !group.findings.is_empty() {
        lines.push(text("corrections.list_about", &[]));
    }
    lines
}

fn columns() -> Vec<Column> {
    vec![
        Column::text(text("workbook.column_severity", &[]), 90),
        Column::text(text("workbook.column_file", &[]), 210),
        Column::text(text("workbook.column_sheet", &[]), 90),
        Column::text(text("corrections.column_cell", &[]), 70),
        Column::number(text("corrections.column_line", &[])),
        Column::text(text("corrections.column_column", &[]), 70),
        Column::text(text("corrections.column_field", &[]), 120),
        Column::text(text("corrections.column_wrong", &[]), 150),
        Column::text(text("corrections.column_expected", &[]), 190),
        Column::text(text("corrections.column_action", &[]), 220),
        Column::text(text("corrections.column_rule", &[]), 70),
    ]
}

fn row(finding: &Finding) -> Vec<Field> {
    let place = &finding.place;
    let optional = |part: Option<&str>| part.map_or(Field::Empty, Field::text);
    vec![
        Field::Text(severity(finding.severity)),
        Field::text(&place.file),
        optional(place.sheet.as_deref()),
        optional(cell(place).as_deref()),
        place.line.map_or(Field::Empty, Field::Line),
        optional(place.column.as_deref()),
        optional(place.field.as_deref()),
        Field::Text(sentence(&finding.rule.title())),
        Field::Text(sentence(&finding.expected())),
        Field::Text(sentence(&finding.action())),
        Field::text(finding.rule.id()),
    ]
}

/// `F118`, as a spreadsheet program finds it. XML and JSON have lines but no columns that anybody could look up.
fn cell(place: &Place) -> Option<String> {
    let extension = Path::new(&place.file).extension().and_then(|extension| extension.to_str()).unwrap_or_default();
    if ["xml", "json"].iter().any(|other| extension.eq_ignore_ascii_case(other)) {
        return None;
    }
    Some(format!("{}{}", place.column.as_deref()?, place.line?))
}

/// With a capital; a name of a field or a file in the first place keeps its own letters.
fn sentence(text: &str) -> String {
    let first = text.split([' ', ',', ';']).next().unwrap_or_default();
    let mut letters = text.chars();
    match letters.next() {
        Some(letter) if !first.contains(['_', '/', '.']) => letter.to_uppercase().chain(letters).collect(),
        _ => text.to_owned(),
    }
}
