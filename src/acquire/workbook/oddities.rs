//! What is unusual about a sheet that was read: always said, never a reason to leave a row out.

use std::ops::Range;

use super::grid::{Grid, Row};
use super::sheet::{SheetLayout, Visibility};
use crate::acquire::table::Origin;
use crate::diagnostic::{Finding, Place, Rule};

/// The findings about a sheet's layout.
pub(super) fn findings(origin: &Origin, visibility: Visibility, layout: &SheetLayout, grid: &Grid) -> Vec<Finding> {
    let place = origin.place();
    let mut findings = Vec::new();
    if visibility == Visibility::Hidden {
        findings.push(Finding::new(Rule::HiddenSheet, place.clone()));
    }
    findings.extend(hidden_rows(&place, layout, grid));
    findings.extend(hidden_columns(&place, layout, grid));
    findings.extend(merged(&place, layout, grid));
    findings.extend(uncomputed(&place, grid));
    findings
}

fn counted(rule: Rule, place: Place, count: usize) -> Finding {
    Finding::new(rule, place).with("count", count.to_string())
}

/// Hidden rows in which something stands.
fn hidden_rows(place: &Place, layout: &SheetLayout, grid: &Grid) -> Option<Finding> {
    let mut hidden = layout.hidden_rows.clone();
    hidden.sort_by_key(|rows| (rows.start, rows.end));
    let mut lines = grid.rows().into_iter().filter(|row| contains(&hidden, row.index())).map(|row| Row::line(&row));
    let first = lines.next()?;
    Some(counted(Rule::HiddenRows, place.clone().line(first), 1 + lines.count()))
}

fn contains(sorted: &[Range<u32>], index: u32) -> bool {
    let begun = sorted.partition_point(|range| range.start <= index);
    // Ranges of rows do not overlap, but a damaged file may say a row twice.
    sorted[..begun].last().is_some_and(|range| range.contains(&index))
}

/// Hidden columns in which something stands: the empty ones to the right are often hidden, and nobody misses them.
fn hidden_columns(place: &Place, layout: &SheetLayout, grid: &Grid) -> Option<Finding> {
    let is_hidden = |column: usize| {
        u32::try_from(column).is_ok_and(|column| layout.hidden_columns.iter().any(|range| range.contains(&column)))
    };
    let used = grid.used_columns();
    let mut columns = (0..used.len()).filter(|column| used[*column] && is_hidden(*column));
    let first = columns.next()?;
    Some(counted(Rule::HiddenColumns, place.clone().column(first), 1 + columns.count()))
}

fn merged(place: &Place, layout: &SheetLayout, grid: &Grid) -> Option<Finding> {
    let last = grid.last_row()?;
    let inside = layout.merged.iter().filter(|(row, _)| *row <= last);
    let first = inside.clone().min()?;
    let place = place.clone().line(first.0 + 1).column(usize::try_from(first.1).unwrap_or_default());
    Some(counted(Rule::MergedCells, place, inside.count()))
}

fn uncomputed(place: &Place, grid: &Grid) -> Option<Finding> {
    let mut cells = grid.uncomputed();
    let (row, column) = cells.next()?;
    Some(counted(Rule::FormulaWithoutValue, place.clone().line(row + 1).column(column), 1 + cells.count()))
}
