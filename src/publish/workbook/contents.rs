//! Innhold: every sheet with a link to it.

use crate::lang::text;

use super::name::SheetNames;
use super::sheet::{Body, Column, Field, Grid, Sheet};

/// The same sheets with valid, unique names, and the list of them in the second place.
pub(super) fn with_contents(mut sheets: Vec<Sheet>) -> Vec<Sheet> {
    let mut names = SheetNames::default();
    let own_name = names.give(&text("workbook.contents", &[]));
    // The fixed sheets come first in line for their names, so that an indicator called «Data» cannot take one.
    let (fixed, free): (Vec<_>, Vec<_>) = sheets.iter_mut().partition(|sheet| sheet.is_fixed);
    for sheet in fixed.into_iter().chain(free) {
        sheet.name = names.give(&sheet.name);
    }
    let rows = sheets.iter().map(|sheet| vec![Field::Link(sheet.name.clone()), Field::text(&sheet.title)]).collect();
    let columns = vec![
        Column::text(text("workbook.contents_sheet", &[]), 240),
        Column::text(text("workbook.contents_title", &[]), 700),
    ];
    let contents = Sheet {
        name: own_name,
        is_fixed: true,
        charts: Vec::new(),
        title: text("workbook.contents_heading", &[]),
        lines: Vec::new(),
        body: Body::Table(Grid { columns, rows }),
    };
    sheets.insert(1.min(sheets.len()), contents);
    sheets
}
