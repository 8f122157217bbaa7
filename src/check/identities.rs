//! What was read of identifiers, and identity numbers where the report would show them.

use foldhash::fast::RandomState;
use hashbrown::HashSet;

use super::source_map::{Field, FieldKind, SourceMaps};
use crate::acquire::RawTable;
use crate::diagnostic::{Finding, Place, Rule};
use crate::privacy::{KnownIds, mask};

/// The identifiers in all tables, and a finding for each name with an identity number in it.
///
/// Of all tables, also those with another column missing: whatever was read must not come out again.
pub(super) fn read(tables: &[RawTable], maps: &SourceMaps) -> (KnownIds, Vec<Finding>) {
    let mut known = KnownIds::default();
    let mut findings = Vec::new();
    for table in tables {
        let Some(map) = maps.iter().find(|map| map.id == table.origin.source) else { continue };
        for (column, header) in table.header.iter().enumerate() {
            match map.field_named(header).map(|field| &map.fields[field]) {
                Some(field) if field.kind == FieldKind::Id && field.identifying => {
                    (0..table.rows()).for_each(|row| known.add(table.cell(row, column)));
                }
                Some(field) if field.kind == FieldKind::Name => {
                    let named = distinct(table, column).filter(|(_, name)| mask(name) != *name);
                    findings.extend(named.map(|(row, _)| finding(table, row, column, field)));
                }
                _ => {}
            }
        }
    }
    (known, findings)
}

fn distinct(table: &RawTable, column: usize) -> impl Iterator<Item = (usize, &str)> {
    let mut seen: HashSet<&str, RandomState> = HashSet::default();
    (0..table.rows()).map(move |row| (row, table.cell(row, column))).filter(move |(_, text)| seen.insert(text))
}

fn finding(table: &RawTable, row: usize, column: usize, field: &Field) -> Finding {
    let place = Place::file(&table.origin.file).line(table.line(row)).cell(column, &field.name);
    Finding::new(Rule::IdentityInName, place).with("field", &field.name)
}
