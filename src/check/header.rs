//! Which column of a file is which field.

use super::source_map::SourceMap;
use crate::acquire::{RawTable, nearest};
use crate::diagnostic::{Finding, Place, Rule};
use crate::lang::text;

/// For each field of the source map, the column that holds it.
pub(super) struct Binding(Vec<Option<usize>>);

impl Binding {
    /// The column of a field.
    pub(super) fn column(&self, field: usize) -> Option<usize> {
        self.0[field]
    }
}

/// Binds the header of `table` to the fields of `map`.
///
/// An unknown, missing or doubled column stops the file until somebody has said what it means: a column that is
/// guessed wrong is a wrong figure that nobody sees.
pub(super) fn bind(table: &RawTable, map: &SourceMap) -> Result<Binding, Vec<Finding>> {
    let mut columns = vec![None; map.fields.len()];
    let mut findings = Vec::new();
    for (column, header) in table.header.iter().enumerate() {
        let place = table.origin.place().line(table.header_line.max(1)).cell(column, header);
        match map.field_named(header) {
            Some(field) if columns[field].is_some() => {
                findings.push(Finding::new(Rule::DuplicateColumn, place).with("field", &map.fields[field].name));
            }
            Some(field) => columns[field] = Some(column),
            None if is_empty(table, column) => {}
            None => findings.push(unknown(Place { field: None, ..place }, header, map)),
        }
    }
    for (field, bound) in map.fields.iter().zip(&columns) {
        if field.required && bound.is_none() {
            findings.push(missing(table, &field.name));
        }
    }
    if findings.is_empty() { Ok(Binding(columns)) } else { Err(findings) }
}

/// Excel saves columns to the right of the table as empty ones.
fn is_empty(table: &RawTable, column: usize) -> bool {
    table.header[column].is_empty() && (0..table.rows()).all(|row| table.cell(row, column).is_empty())
}

fn unknown(place: Place, header: &str, map: &SourceMap) -> Finding {
    let names: Vec<&str> = map.fields.iter().map(|field| field.name.as_str()).collect();
    Finding::new(Rule::UnknownColumn, place)
        .with("columns", names.join(", "))
        .with("suggestion", suggestion(nearest(header, names.iter().copied())))
}

fn missing(table: &RawTable, field: &str) -> Finding {
    let place = Place { field: Some(field.to_owned()), ..table.origin.place() };
    let near = nearest(field, table.header.iter().map(String::as_str));
    Finding::new(Rule::MissingColumn, place).with("field", field).with("suggestion", suggestion(near))
}

fn suggestion(near: Option<&str>) -> String {
    near.map(|name| text("finding.suggest_name", &[("name", name)])).unwrap_or_default()
}
