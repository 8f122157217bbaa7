//! Tables of the workbook become tables to read: the same rows, numbers as Norwegians write them.

use crate::lang::{decimal, integer, signed, text};
use crate::publish::caption;
use crate::publish::workbook::tables::{Body, Column, Field, Grid, Kind, Marks, Sheet};

use super::model::{Block, Entry, Head, Table};

/// The table of a sheet.
pub(super) fn grid(sheet: Sheet) -> Grid {
    match sheet.body {
        Body::Table(grid) | Body::WorkList(grid) | Body::Machine(grid) => grid,
        Body::Facts(_) => Grid { columns: Vec::new(), rows: Vec::new() },
    }
}

/// A whole grid under a caption.
pub(super) fn whole(caption: String, grid: &Grid) -> Table {
    let all: Vec<usize> = (0..grid.columns.len()).collect();
    of_columns(caption, &grid.columns, grid.rows.iter(), &all)
}

/// Some columns of some rows.
pub(super) fn of_columns<'g>(
    caption: String,
    columns: &[Column],
    rows: impl IntoIterator<Item = &'g Vec<Field>>,
    wanted: &[usize],
) -> Table {
    let row = |row: &Vec<Field>| wanted.iter().map(|at| row.get(*at).map_or(Entry::Empty, entry)).collect();
    Table {
        caption,
        columns: wanted.iter().filter_map(|at| columns.get(*at)).map(head).collect(),
        rows: rows.into_iter().map(row).collect(),
    }
}

impl Table {
    /// The marks that stand in it.
    pub(in crate::publish) fn marks(&self) -> Marks {
        let entries = self.rows.iter().flatten();
        entries.filter_map(|entry| if let Entry::Mark(mark) = entry { Some(*mark) } else { None }).collect()
    }

    /// What its marks mean; nothing where it has none.
    pub(super) fn legend(&self) -> Option<Block> {
        self.marks().legend().map(Block::Legend)
    }

    /// The same table without the columns that are empty in every row.
    pub(super) fn without_empty_columns(mut self) -> Self {
        let is_empty = |at: usize| self.rows.iter().all(|row| row.get(at).is_none_or(|entry| *entry == Entry::Empty));
        let empty: Vec<bool> = (0..self.columns.len()).map(is_empty).collect();
        let keeps = |at: usize| !empty.get(at).copied().unwrap_or_default();
        for row in &mut self.rows {
            let mut at = 0..;
            row.retain(|_| at.next().is_some_and(keeps));
        }
        let mut at = 0..;
        self.columns.retain(|_| at.next().is_some_and(keeps));
        self
    }

    /// The second column, which says the unit, goes into the first in brackets.
    pub(super) fn with_unit(mut self) -> Self {
        if self.columns.len() < 2 {
            return self;
        }
        self.columns.remove(1);
        for row in &mut self.rows {
            let unit = row.remove(1);
            if unit != Entry::Empty {
                row[0] = Entry::Text(caption::with_unit(row[0].as_str(), unit.as_str()));
            }
        }
        self
    }

    /// Two columns of limits become one of intervals, in the place of the first.
    pub(super) fn with_interval(mut self, lower: usize, key: Limits) -> Self {
        let upper = lower + 1;
        if upper >= self.columns.len() {
            return self;
        }
        self.columns.remove(upper);
        self.columns[lower].text = text("document.column_interval", &[]);
        for row in &mut self.rows {
            let last = row.remove(upper);
            let interval = match (&row[lower], &last) {
                (Entry::Number(first), Entry::Number(last)) => Entry::Number(key.said(first, last)),
                (first, _) => first.clone(),
            };
            row[lower] = interval;
        }
        self
    }
}

/// How two limits are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Limits {
    /// Of a figure: «5,8–8,7».
    Figure,
    /// Of a difference, which may go below zero: «−3,2 til −0,7».
    Difference,
}

impl Limits {
    fn said(self, lower: &str, upper: &str) -> String {
        let values = [("lower", lower), ("upper", upper)];
        match self {
            Self::Figure if !lower.starts_with('\u{2212}') => text("document.interval", &values),
            Self::Figure | Self::Difference => text("document.interval_to", &values),
        }
    }
}

fn head(column: &Column) -> Head {
    Head { text: column.header.clone(), is_number: column.kind == Kind::Number }
}

fn entry(field: &Field) -> Entry {
    match field {
        Field::Empty => Entry::Empty,
        Field::Text(text) | Field::Link(text) if text.is_empty() => Entry::Empty,
        Field::Text(text) | Field::Link(text) => Entry::Text(text.clone()),
        Field::Mark(mark) => Entry::Mark(mark),
        Field::Line(line) => Entry::Number(line.to_string()),
        Field::Count(count) => Entry::Number(integer(*count)),
        Field::Year(year) => Entry::Number(year.to_string()),
        Field::Figure(figure) => Entry::Number(decimal(figure.number(), figure.decimals())),
        Field::Difference(figure) => Entry::Number(signed(figure.number(), figure.decimals())),
    }
}
