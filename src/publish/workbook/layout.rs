//! Widths of columns and heights of rows, in pixels.

use std::collections::{HashMap, HashSet};

use crate::lang::{decimal, integer, signed};

use super::measure::{self, Weight, widest_word};
use super::sheet::{Body, Column, Field, Grid, Kind};

/// One line of 11 points.
pub(super) const LINE_PIXELS: u32 = 19;

/// A4 across, less the margins, at full size.
pub(super) const PAGE_PIXELS: u32 = 1020;

/// Longer tables get the buttons that filter and sort.
const ROWS_WORTH_FILTERING: usize = 20;

/// The indent that sets a text off from the column before it, and the inner margin of a cell.
const PADDING: u32 = 20;
const WIDEST_WORD: u32 = 420;

/// Whether a table has filter buttons.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Filter {
    /// In every header.
    Shown,
    /// Nowhere.
    Absent,
}

impl Filter {
    /// What the body is for, or long enough for.
    pub(super) fn of(body: &Body) -> Self {
        match body {
            Body::WorkList(_) => Self::Shown,
            Body::Table(grid) | Body::Machine(grid) if grid.rows.len() > ROWS_WORTH_FILTERING => Self::Shown,
            Body::Table(_) | Body::Machine(_) | Body::Facts(_) => Self::Absent,
        }
    }

    fn width(self) -> u32 {
        match self {
            Self::Shown => 20,
            Self::Absent => 0,
        }
    }
}

/// The width of each column.
pub(super) fn widths(grid: &Grid, filter: Filter) -> Vec<u32> {
    let button = filter.width();
    let content = |index: usize| distinct(grid.rows.iter().filter_map(move |row| row.get(index)));
    let columns = grid.columns.iter().enumerate();
    columns.map(|(index, column)| column_width(column, &content(index)) + PADDING + button).collect()
}

/// Each text once: a list of findings has the same few sentences in many thousands of rows.
fn distinct<'a>(fields: impl Iterator<Item = &'a Field>) -> Vec<&'a Field> {
    let mut met: HashSet<&str> = HashSet::new();
    let mut once = Vec::new();
    for field in fields {
        let is_new = match field {
            Field::Text(text) => met.insert(text),
            _ => true,
        };
        if is_new {
            once.push(field);
        }
    }
    once
}

fn column_width(column: &Column, fields: &[&Field]) -> u32 {
    let content = fields.iter().map(|field| natural(field)).max().unwrap_or(0);
    let content = match column.kind {
        // A line broken for the sake of its last word costs more than the width it saves.
        Kind::Text if content <= column.widest.saturating_add(column.widest / 5) => content,
        Kind::Text => {
            column.widest.max(fields.iter().map(|field| unbreakable(field)).max().unwrap_or(0).min(WIDEST_WORD))
        }
        Kind::Number => content,
    };
    // A broken header over narrow numbers is better than a wide empty column, but no word is broken.
    let header = measure::width(&column.header, Weight::Bold).min(column.widest.min(110));
    content.max(header).max(widest_word(&column.header, Weight::Bold))
}

/// The height of the header row.
pub(super) fn header_height(grid: &Grid, widths: &[u32], filter: Filter) -> u32 {
    let button = filter.width();
    let cells = grid.columns.iter().zip(widths);
    let lines = cells.map(|(column, width)| lines(&column.header, width.saturating_sub(button), Weight::Bold));
    height(lines.max().unwrap_or(1))
}

/// The heights of the rows of one table; a text that comes again is not measured again.
pub(super) struct RowHeights<'a> {
    widths: &'a [u32],
    known: HashMap<(u32, &'a str), usize>,
}

impl<'a> RowHeights<'a> {
    /// For columns of these widths.
    pub(super) fn new(widths: &'a [u32]) -> Self {
        Self { widths, known: HashMap::new() }
    }

    /// The height of one row.
    pub(super) fn of(&mut self, row: &'a [Field]) -> u32 {
        let mut tallest = 1;
        for (field, width) in row.iter().zip(self.widths) {
            if let Field::Text(text) = field {
                let known = self.known.entry((*width, text)).or_insert_with(|| lines(text, *width, Weight::Regular));
                tallest = tallest.max(*known);
            }
        }
        height(tallest)
    }
}

/// The height of a text that is broken to `width`.
pub(super) fn text_height(text: &str, width: u32) -> u32 {
    height(lines(text, width, Weight::Regular))
}

fn lines(text: &str, width: u32, weight: Weight) -> usize {
    measure::lines(text, width.saturating_sub(PADDING), weight)
}

/// Excel does not go beyond 409 points.
fn height(lines: usize) -> u32 {
    u32::try_from(lines).unwrap_or(u32::MAX).saturating_mul(LINE_PIXELS).saturating_add(2).min(545)
}

/// The widest word: paths are not to be broken where another program sees fit.
fn unbreakable(field: &Field) -> u32 {
    match field {
        Field::Text(text) => widest_word(text, Weight::Regular),
        _ => 0,
    }
}

fn natural(field: &Field) -> u32 {
    let text = match field {
        Field::Empty => return 0,
        Field::Text(text) | Field::Link(text) => return measure::width(text, Weight::Regular),
        Field::Mark(mark) => (*mark).to_owned(),
        Field::Year(year) => year.to_string(),
        Field::Line(line) => line.to_string(),
        Field::Count(count) => integer(*count),
        Field::Figure(figure) => decimal(figure.number(), figure.decimals()),
        Field::Difference(figure) => signed(figure.number(), figure.decimals()),
    };
    measure::width(&text, Weight::Regular)
}
