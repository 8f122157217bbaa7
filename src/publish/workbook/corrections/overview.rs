//! Oversikt: one row a sender, those with most to do first.

use crate::check::RowAccount;
use crate::diagnostic::Severity;
use crate::lang::text;
use crate::protect::Heading;

use super::super::quality;
use super::super::sheet::{Body, Column, Field, Grid, Sheet};
use super::cover;
use super::sender::{Group, Sender, Status};

/// The sheet without its rows: they link to sheets that have no names yet.
pub(super) fn sheet(heading: &Heading) -> Sheet {
    let year = heading.year.to_string();
    Sheet {
        name: text("corrections.overview", &[]),
        is_fixed: true,
        charts: Vec::new(),
        title: text("corrections.overview_title", &[("year", &year)]),
        lines: vec![text("corrections.overview_about", &[])],
        body: Body::Table(Grid { columns: columns(), rows: Vec::new() }),
    }
}

/// Puts the rows in.
pub(super) fn fill(sheet: &mut Sheet, rows: Vec<Vec<Field>>) {
    if rows.is_empty() {
        sheet.lines.push(text("workbook.quality_empty", &[]));
    }
    sheet.body = Body::Table(Grid { columns: columns(), rows });
}

fn columns() -> Vec<Column> {
    let mut columns = vec![
        Column::text(text("corrections.column_sender", &[]), 220),
        Column::text(text("corrections.column_status", &[]), 200),
        Column::number(text("corrections.column_files", &[])),
        Column::number(text("corrections.column_read", &[])),
        Column::number(text("workbook.column_used", &[])),
        Column::number(text("workbook.column_excluded", &[])),
        Column::number(text("workbook.column_rejected", &[])),
    ];
    columns.extend(Severity::ALL.map(|severity| Column::number(quality::severity(severity))));
    columns.push(Column::text(text("corrections.column_link", &[]), 240));
    columns
}

/// One sender, with a link to its list.
pub(super) fn row(group: &Group, reported: i32, list: Option<&str>) -> Vec<Field> {
    let sum = |part: fn(&RowAccount) -> usize| Field::rows(group.accounts.iter().map(|account| part(account)).sum());
    // Of what is missing there are no files and no rows; a zero would say that some were looked for and none found.
    let is_about_files = !matches!(group.sender, Sender::Delivery { .. });
    let about_files = |field: Field| if is_about_files { field } else { Field::Empty };
    let mut row = vec![
        Field::text(group.sender.name(reported)),
        Field::Text(cover::status(group.status())),
        about_files(Field::rows(group.files().len())),
        about_files(sum(cover::rows_of_data)),
        about_files(sum(|account| account.used)),
        about_files(sum(|account| account.excluded.values().sum())),
        about_files(sum(|account| account.rejected)),
    ];
    row.extend(Severity::ALL.map(|severity| Field::rows(group.count(severity))));
    row.push(list.map_or(Field::Empty, |name| Field::Link(name.to_owned())));
    debug_assert!(group.status() != Status::Stops || list.is_some());
    row
}
