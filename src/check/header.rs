//! Which column of a file is which field.

use super::shape;
use super::source_map::SourceMap;
use crate::acquire::{RawTable, nearest};
use crate::diagnostic::{Finding, Place, Rule, column_letter};
use crate::lang::text;
use crate::privacy::mask;

/// For each field of the source map, the column that holds it.
#[derive(Debug)]
pub(super) struct Binding {
    fields: Vec<Option<usize>>,
    /// Columns without a name: Excel saves those to the right of a table as empty ones. They must be empty.
    pub(super) unnamed: Vec<usize>,
}

impl Binding {
    /// The column of a field.
    pub(super) fn column(&self, field: usize) -> Option<usize> {
        self.fields[field]
    }
}

/// Binds the header of `table` to the fields of `map`.
///
/// An unknown, missing or doubled column stops the file until somebody has said what it means: a column that is
/// guessed wrong is a wrong figure that nobody sees.
pub(super) fn bind(table: &RawTable, map: &SourceMap) -> Result<Binding, Vec<Finding>> {
    let mut fields = vec![None; map.fields.len()];
    let mut unnamed = Vec::new();
    let mut findings = Vec::new();
    for (column, header) in table.header.iter().enumerate() {
        let place = table.origin.place().line(table.header_line.max(1)).cell(column, &mask(header));
        if map.ignores(header) {
            continue;
        }
        match map.field_named(header) {
            Some(field) if fields[field].is_some() => {
                findings.push(Finding::new(Rule::DuplicateColumn, place).with("field", &map.fields[field].name));
            }
            Some(field) => fields[field] = Some(column),
            None if header.is_empty() => unnamed.push(column),
            None => findings.push(unknown(Place { field: None, ..place }, header, map)),
        }
    }
    for (field, bound) in map.fields.iter().zip(&fields) {
        if field.required && bound.is_none() {
            findings.push(missing(table, &field.name));
        }
    }
    findings.extend(shape::fault(&table.origin.file, map, &fields));
    if findings.is_empty() { Ok(Binding { fields, unnamed }) } else { Err(findings) }
}

fn unknown(place: Place, header: &str, map: &SourceMap) -> Finding {
    let names: Vec<&str> = map.fields.iter().map(|field| field.name.as_str()).collect();
    Finding::new(Rule::UnknownColumn, place)
        .with("columns", names.join(", "))
        .with("suggestion", suggestion(nearest(header, names.iter().copied())))
}

fn missing(table: &RawTable, field: &str) -> Finding {
    let place = Place { field: Some(field.to_owned()), ..table.origin.place() };
    // By its letter: a column's name is the file's own text, and may be somebody's.
    let near = nearest(field, table.header.iter().map(String::as_str));
    let column = near.and_then(|near| table.header.iter().position(|header| header == near)).map(column_letter);
    let suggestion = column.map(|column| text("finding.suggest_column", &[("column", &column)])).unwrap_or_default();
    Finding::new(Rule::MissingColumn, place).with("field", field).with("suggestion", suggestion)
}

/// That columns were left unread because the project says so: once for a file.
pub(super) fn ignored(table: &RawTable, map: &SourceMap) -> Option<Finding> {
    let ignored: Vec<&str> = table.header.iter().map(String::as_str).filter(|header| map.ignores(header)).collect();
    let finding = || Finding::new(Rule::IgnoredColumns, table.origin.place().line(table.header_line.max(1)));
    (!ignored.is_empty()).then(|| finding().with("columns", mask(&ignored.join(", "))))
}

fn suggestion(near: Option<&str>) -> String {
    near.map(|name| text("finding.suggest_name", &[("name", name)])).unwrap_or_default()
}
