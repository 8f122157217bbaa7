//! Noter: what the marks mean, what each indicator says and how it is counted.

use crate::compute::IndicatorTable;
use crate::lang::text;
use crate::protect::Cell;

use super::marks::Marks;
use super::sheet::{Body, Column, Field, Grid, Sheet};

/// The sheet.
pub(super) fn sheet(indicators: &[IndicatorTable<Cell>], marks: &Marks) -> Sheet {
    let columns = vec![
        Column::text(text("workbook.column_note", &[]), 180),
        Column::text(text("workbook.column_about", &[]), 260),
        Column::text(text("workbook.column_method", &[]), 320),
        Column::text(text("workbook.column_definition", &[]), 220),
    ];
    let row = |indicator: &IndicatorTable<Cell>| {
        let name = format!("{} {}", indicator.id, indicator.title);
        [&name, &indicator.description, &indicator.method, &indicator.reference].map(Field::text).into()
    };
    let mark =
        |(name, meaning): (String, String)| vec![Field::Text(name), Field::Text(meaning), Field::Empty, Field::Empty];
    let rows = marks.facts().into_iter().map(mark).chain(indicators.iter().map(row));
    let lines = if indicators.is_empty() { vec![text("workbook.key_empty", &[])] } else { Vec::new() };
    Sheet {
        name: text("workbook.notes", &[]),
        is_fixed: true,
        charts: Vec::new(),
        title: text("workbook.notes_title", &[]),
        lines,
        body: Body::Table(Grid { columns, rows: rows.collect() }),
    }
}
