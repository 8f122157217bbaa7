//! Widths of columns and heights of rows, in pixels.

use crate::lang::{decimal, integer, signed};

use super::measure::{self, Weight, widest_word};
use super::sheet::{Column, Field, Grid, Kind};

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
    /// What `grid` is long enough for.
    pub(super) fn of(grid: &Grid) -> Self {
        if grid.rows.len() > ROWS_WORTH_FILTERING { Self::Shown } else { Self::Absent }
    }

    fn width(self) -> u32 {
        match self {
            Self::Shown => 20,
            Self::Absent => 0,
        }
    }
}

/// The width of each column.
pub(super) fn widths(grid: &Grid) -> Vec<u32> {
    let button = Filter::of(grid).width();
    let content = |index: usize| grid.rows.iter().filter_map(move |row| row.get(index));
    let columns = grid.columns.iter().enumerate();
    columns.map(|(index, column)| column_width(column, content(index)) + PADDING + button).collect()
}

fn column_width<'a>(column: &Column, fields: impl Iterator<Item = &'a Field> + Clone) -> u32 {
    let content = fields.clone().map(natural).max().unwrap_or(0);
    let content = match column.kind {
        // A line broken for the sake of its last word costs more than the width it saves.
        Kind::Text if content <= column.widest.saturating_add(column.widest / 5) => content,
        Kind::Text => column.widest.max(fields.map(unbreakable).max().unwrap_or(0).min(WIDEST_WORD)),
        Kind::Number => content,
    };
    // A broken header over narrow numbers is better than a wide empty column, but no word is broken.
    let header = measure::width(&column.header, Weight::Bold).min(column.widest.min(110));
    content.max(header).max(widest_word(&column.header, Weight::Bold))
}

/// The height of the header row.
pub(super) fn header_height(grid: &Grid, widths: &[u32]) -> u32 {
    let button = Filter::of(grid).width();
    let cells = grid.columns.iter().zip(widths);
    let lines = cells.map(|(column, width)| lines(&column.header, width.saturating_sub(button), Weight::Bold));
    height(lines.max().unwrap_or(1))
}

/// The height of one row.
pub(super) fn row_height(row: &[Field], widths: &[u32]) -> u32 {
    let lines = row.iter().zip(widths).map(|(field, width)| match field {
        Field::Text(text) => lines(text, *width, Weight::Regular),
        _ => 1,
    });
    height(lines.max().unwrap_or(1))
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
        Field::Count(count) => integer(*count),
        Field::Figure(figure) => decimal(figure.number(), figure.decimals()),
        Field::Difference(figure) => signed(figure.number(), figure.decimals()),
    };
    measure::width(&text, Weight::Regular)
}
