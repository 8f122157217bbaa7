//! What stands on a sheet, before it becomes XML: the sheets are put together and tested as plain values.

use crate::compute::ReferenceSeries;
use crate::protect::Cell;
use crate::publish::Rounded;
use crate::publish::reference;
use crate::units::Unit;

use super::charts::NativeChart;

/// One sheet of the workbook.
#[derive(Debug)]
pub(in crate::publish) struct Sheet {
    /// The tab; made valid and unique before writing.
    pub(in crate::publish) name: String,
    /// The name is the book's own, not an indicator's id.
    pub(in crate::publish) is_fixed: bool,
    /// First line, bold.
    pub(in crate::publish) title: String,
    /// Legend and source, one sentence or two each.
    pub(in crate::publish) lines: Vec<String>,
    /// What the sheet is for.
    pub(in crate::publish) body: Body,
    /// Charts beside the table.
    pub(in crate::publish) charts: Vec<NativeChart>,
}

impl Sheet {
    /// The same sheet without the columns that are empty in every row.
    pub(super) fn without_empty_columns(self) -> Self {
        let body = match self.body {
            Body::Table(grid) => Body::Table(grid.without_empty_columns()),
            body => body,
        };
        Self { body, ..self }
    }
}

/// The part below the legend.
#[derive(Debug)]
pub(in crate::publish) enum Body {
    /// A name and a text a row, for reading only.
    Facts(Vec<(String, String)>),
    /// One table to read.
    Table(Grid),
    /// One table to work through: however short, with buttons to filter and sort.
    WorkList(Grid),
    /// One table for machines: thousands of rows that nobody prints.
    Machine(Grid),
}

impl Body {
    /// The table, where there is one.
    pub(in crate::publish) fn grid(&self) -> Option<&Grid> {
        match self {
            Self::Facts(_) => None,
            Self::Table(grid) | Self::WorkList(grid) | Self::Machine(grid) => Some(grid),
        }
    }
}

impl Grid {
    /// The same table without the columns that are empty in every row.
    pub(in crate::publish) fn without_empty_columns(mut self) -> Self {
        let is_used = |at: usize| self.rows.iter().any(|row| row.get(at).is_some_and(Field::is_said));
        let is_used: Vec<bool> = (0..self.columns.len()).map(|at| self.rows.is_empty() || is_used(at)).collect();
        let mut at = is_used.iter();
        self.columns.retain(|_| at.next().copied().unwrap_or(true));
        for row in &mut self.rows {
            let mut at = is_used.iter();
            row.retain(|_| at.next().copied().unwrap_or(true));
        }
        self
    }

    /// How many columns are printed: those before the first that is for the screen only.
    pub(super) fn printed(&self) -> usize {
        self.columns.iter().position(|column| !column.is_printed).unwrap_or(self.columns.len())
    }
}

/// A table: every row has as many fields as there are columns.
#[derive(Debug)]
pub(in crate::publish) struct Grid {
    /// The header row.
    pub(in crate::publish) columns: Vec<Column>,
    /// The rows below it.
    pub(in crate::publish) rows: Vec<Vec<Field>>,
}

/// One column of a table.
#[derive(Debug)]
pub(in crate::publish) struct Column {
    /// The header.
    pub(in crate::publish) header: String,
    /// Where the header stands over its fields.
    pub(in crate::publish) kind: Kind,
    /// Texts wider than this many pixels are broken into lines.
    pub(in crate::publish) widest: u32,
    /// Stands on paper too; what follows a column that does not, does not either.
    pub(in crate::publish) is_printed: bool,
}

/// What a column mostly holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::publish) enum Kind {
    /// Text, left.
    Text,
    /// Numbers and marks, right.
    Number,
}

impl Column {
    /// A column of texts, broken where they are wider than `widest` pixels.
    pub(in crate::publish) fn text(header: impl Into<String>, widest: u32) -> Self {
        Self { header: header.into(), kind: Kind::Text, widest, is_printed: true }
    }

    /// A column of numbers; only its header is ever broken.
    pub(in crate::publish) fn number(header: impl Into<String>) -> Self {
        Self { header: header.into(), kind: Kind::Number, widest: 70, is_printed: true }
    }

    /// The same column for the screen alone: with it a page would be too small to read.
    pub(in crate::publish) fn on_screen_only(self) -> Self {
        Self { is_printed: false, ..self }
    }
}

/// One cell of a table.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::publish) enum Field {
    /// Nothing: not compared, or empty in the tidy data.
    Empty,
    /// Text, whatever it begins with.
    Text(String),
    /// A mark in the place of a number.
    Mark(&'static str),
    /// A line of a file: a place and not a count, so no separator between thousands.
    Line(u32),
    /// A whole number that is counted.
    Count(u64),
    /// A calendar year: no separator between thousands.
    Year(i32),
    /// A figure.
    Figure(Rounded),
    /// A difference between figures, shown with its sign.
    Difference(Rounded),
    /// A link to the sheet of this name.
    Link(String),
}

impl Field {
    /// Anything stands there.
    fn is_said(&self) -> bool {
        !matches!(self, Self::Empty) && !matches!(self, Self::Text(text) if text.is_empty())
    }

    /// A text.
    pub(in crate::publish) fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// A number of rows or findings.
    pub(in crate::publish) fn rows(count: usize) -> Self {
        u64::try_from(count).map_or(Self::Mark(Cell::Missing.mark()), Self::Count)
    }

    /// An own figure or its mark.
    pub(in crate::publish) fn own(cell: &Cell, unit: Unit) -> Self {
        match own(cell, unit) {
            Ok(figure) => Self::Figure(figure),
            Err(mark) => Self::Mark(mark),
        }
    }

    /// The figure of a county or the country; `.` for a measure that has none.
    pub(in crate::publish) fn reference(series: Option<&ReferenceSeries>, year: i32, unit: Unit) -> Self {
        let Some(series) = series else { return Self::Empty };
        match reference::figure(series, year, unit) {
            Ok(figure) => Self::Figure(figure),
            Err(mark) => Self::Mark(mark),
        }
    }
}

/// An own figure, or the mark that stands for it.
pub(in crate::publish) fn own(cell: &Cell, unit: Unit) -> Result<Rounded, &'static str> {
    let shown = cell.shown().ok_or(cell.mark())?;
    Rounded::shown(shown, unit).ok_or(Cell::Missing.mark())
}
