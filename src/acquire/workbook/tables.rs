//! A sheet's cells become tables: one below each header that is found.

use super::grid::{Content, Grid, Row};
use super::limits::Limit;
use super::refusal::Refusal;
use crate::acquire::layout::{HEADER_WITHIN, Names, makes_another_header, makes_header};
use crate::acquire::role::is_note;
use crate::acquire::table::{Aside, Origin, RawTable, RowFault};
use crate::acquire::{Vocabulary, fold};
use crate::diagnostic::{Finding, Rule};

/// What a sheet gave.
pub(super) enum Found {
    /// Nothing stands in it.
    Nothing,
    /// Its tables.
    Tables(Vec<RawTable>),
    /// Content, but no row of column names.
    NoHeader(Unread),
    /// A table that cannot be told from its surroundings; the finding says why.
    Refused(Box<Finding>, Unread),
}

/// Records of a sheet that gave no table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Unread {
    pub(super) records: usize,
    pub(super) blank: usize,
}

/// Finds the tables of a sheet.
pub(super) fn tables(grid: &Grid, origin: &Origin, vocabulary: &Vocabulary) -> Found {
    let rows = grid.rows();
    let Some(last) = grid.last_row() else { return Found::Nothing };
    let records = last as usize + 1;
    let unread = Unread { records, blank: records - rows.len() };
    let names = Names::of(&origin.source, vocabulary);
    let width = grid.used_columns().into_iter().filter(|used| *used).count();
    let first = rows.iter().take(HEADER_WITHIN).position(|row| makes_header(hits(row, names), width));
    if let Some(split) = split_header(&rows, first, names) {
        let finding = Finding::new(Rule::TwoRowHeader, origin.place().line(split.line()));
        return Found::Refused(Box::new(finding), unread);
    }
    let Some(first) = first else { return Found::NoHeader(unread) };
    let mut tables = Vec::new();
    for block in blocks(&rows, first, names) {
        match block.table(&rows, origin, names) {
            Ok(table) => tables.push(table),
            Err(finding) => return Found::Refused(finding, unread),
        }
    }
    Found::Tables(tables)
}

fn hits(row: &Row, names: Names) -> usize {
    names.hits(row.cells().map(|(_, content)| content.text()))
}

/// The upper one of two rows that hold the column names between them.
fn split_header<'r, 'g>(rows: &'r [Row<'g>], header: Option<usize>, names: Names) -> Option<&'r Row<'g>> {
    let candidates = match header {
        Some(header) => header.saturating_sub(1)..rows.len().min(header + 2),
        None => 0..rows.len().min(HEADER_WITHIN + 1),
    };
    let pair = rows[candidates].windows(2).find(|pair| {
        let is_next = pair[1].index() == pair[0].index() + 1;
        is_next && names.are_split(&pair[0].texts(), &pair[1].texts())
    });
    pair.map(|pair| &pair[0])
}

/// The part of a sheet that one table takes up; rows by their place among those that hold something.
struct Block {
    /// First row of titles, or the header.
    first: usize,
    header: usize,
    /// The same header again, as printed pages have it.
    repeats: Vec<usize>,
    /// One past the last row.
    end: usize,
    /// Physical lines of the block, from 0, one past the last.
    lines: std::ops::Range<u32>,
}

/// Cuts a sheet below its first header wherever another header begins.
fn blocks(rows: &[Row], header: usize, names: Names) -> Vec<Block> {
    let mut blocks = vec![Block { first: 0, header, repeats: Vec::new(), end: rows.len(), lines: 0..0 }];
    for (place, row) in rows.iter().enumerate().skip(header + 1) {
        let Some(current) = blocks.last_mut() else { break };
        if !is_another_header(row, names) {
            continue;
        }
        if is_same_header(&rows[current.header], row) {
            current.repeats.push(place);
        } else {
            let first = titles_above(rows, current.header, place);
            current.end = first;
            blocks.push(Block { first, header: place, repeats: Vec::new(), end: rows.len(), lines: 0..0 });
        }
    }
    let mut end = rows.last().map_or(0, Row::line);
    for block in blocks.iter_mut().rev() {
        let start = if block.first == 0 { 0 } else { rows[block.first].index() };
        block.lines = start..end;
        end = start;
    }
    blocks
}

/// Asks of each row of a sheet, so it stops as soon as too many cells are no names.
fn is_another_header(row: &Row, names: Names) -> bool {
    let others = row.cells().filter(|(_, content)| !names.knows(content.text()));
    let filled = row.filled();
    let unknown = others.take(filled.div_ceil(2)).count();
    makes_another_header(filled - unknown, filled)
}

fn is_same_header(left: &Row, right: &Row) -> bool {
    let folded = |row: &Row| row.texts().into_iter().map(|(column, text)| (column, fold(text))).collect::<Vec<_>>();
    folded(left) == folded(right)
}

/// Rows of one cell right above a header, with a blank row above them, are its titles and no rows of the table above.
fn titles_above(rows: &[Row], header_above: usize, header: usize) -> usize {
    let mut first = header;
    while first > header_above + 1 && rows[first - 1].filled() == 1 && follows(rows, first) {
        first -= 1;
    }
    if follows(rows, first) { header } else { first }
}

/// Whether a row stands right below the one before it.
fn follows(rows: &[Row], place: usize) -> bool {
    rows[place].index() == rows[place - 1].index() + 1
}

impl Block {
    fn table(&self, rows: &[Row], origin: &Origin, names: Names) -> Result<RawTable, Box<Finding>> {
        let header = &rows[self.header];
        let place = origin.place().line(header.line());
        if let Some(column) = self.second_table_beside(rows, names) {
            return Err(Box::new(Finding::new(Rule::TablesSideBySide, place.column(column))));
        }
        let width = header.last_column() + 1;
        let below = &rows[self.header + 1..self.end];
        let refuse = |limit| Err(Box::new(Refusal::too_large(limit).finding(place.clone())));
        if Limit::TableColumns.is_exceeded_by(width) {
            return refuse(Limit::TableColumns);
        }
        if Limit::Cells.is_exceeded_by(width * below.len()) {
            return refuse(Limit::Cells);
        }
        let mut table = RawTable::new(origin.clone(), written(header, width), String::new());
        table.header_line = header.line();
        table.header_records = 1 + self.repeats.len();
        self.add_titles(rows, &mut table);
        let mut cells = vec![""; width];
        for (place, row) in rows.iter().enumerate().take(self.end).skip(self.header + 1) {
            if self.repeats.binary_search(&place).is_err() {
                add_row(&mut table, row, &mut cells);
            }
        }
        table.blank_records = self.lines.len() - (self.end - self.first);
        Ok(table)
    }

    fn add_titles(&self, rows: &[Row], table: &mut RawTable) {
        let titles = &rows[self.first..self.header];
        table.title_records = titles.len();
        table.wide_titles = titles.iter().filter(|row| row.filled() > 1).map(Row::line).collect();
    }

    /// Where column names begin again to the right of a column in which nothing stands.
    fn second_table_beside(&self, rows: &[Row], names: Names) -> Option<usize> {
        let header = rows[self.header].texts();
        let known: Vec<usize> =
            header.iter().filter(|(_, text)| names.knows(text)).map(|(column, _)| *column).collect();
        let has_gap = known.windows(2).any(|pair| pair[1] > pair[0] + 1);
        if !has_gap {
            return None;
        }
        let mut used = vec![false; rows[self.header].last_column() + 1];
        for (column, _) in rows[self.header..self.end].iter().flat_map(Row::cells) {
            if let Some(is_used) = used.get_mut(column) {
                *is_used = true;
            }
        }
        known.windows(2).find(|pair| used[pair[0]..pair[1]].contains(&false)).map(|pair| pair[1])
    }
}

/// The names of all columns from A on. A name that cannot be read is one that nobody knows.
fn written(header: &Row, width: usize) -> Vec<String> {
    const UNREADABLE: &str = "#";
    let mut names = vec![String::new(); width];
    for (column, content) in header.cells() {
        names[column] = match content {
            Content::Text(text) => text.to_owned(),
            Content::Fault(_) => UNREADABLE.to_owned(),
        };
    }
    names
}

/// Adds a row; `cells` is as wide as the table, and blank between rows.
fn add_row<'g>(table: &mut RawTable, row: &Row<'g>, cells: &mut [&'g str]) {
    let fault = row.cells().find(|(_, content)| matches!(content, Content::Fault(_)));
    if let Some((column, _)) = fault {
        table.faults.push((row.line(), RowFault::NoValue { column }));
        return;
    }
    if row.last_column() >= cells.len() {
        table.faults.push((row.line(), RowFault::Width { found: row.last_column() + 1 }));
        return;
    }
    let mut filled = row.cells().map(|(_, content)| content.text());
    if let (Some(only), None) = (filled.next(), filled.next())
        && is_note(only)
    {
        table.asides.push((row.line(), Aside::Note));
        return;
    }
    for (column, content) in row.cells() {
        cells[column] = content.text();
    }
    table.push_text(row.line(), cells);
    for (column, _) in row.cells() {
        cells[column] = "";
    }
}

#[cfg(test)]
mod tests;
