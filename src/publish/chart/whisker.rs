//! The interval of a bar or a column: a thin dark line with a white rim, so that it is seen on the bar and beside it.

use plotters::style::ShapeStyle;

use super::canvas::{Canvas, Paint};
use super::layout::Entry;
use super::style::{self, INK, WHITE};
use crate::compute::Interval;
use crate::lang::text;
use crate::protect::Cell;

/// How wide the line and its rim are.
const LINE: f64 = 1.1;
const RIM: f64 = 3.1;

/// The limits of a figure that is shown, as far as an axis from zero has room for them.
pub(super) fn limits(cell: &Cell) -> Option<Interval> {
    let limits = cell.shown()?.interval?;
    Some(Interval { lower: limits.lower.max(0.0), upper: limits.upper.max(0.0) })
}

/// A figure or, where that lies further, the end of its interval: what an axis must hold.
pub(super) fn furthest(cell: &Cell) -> Option<f64> {
    let value = cell.shown()?.value;
    Some(limits(cell).map_or(value, |limits| value.max(limits.upper)))
}

/// Rim and line, in the order in which they are drawn.
pub(super) fn strokes() -> [ShapeStyle; 2] {
    [style::line(WHITE, RIM), style::line(INK, LINE)]
}

/// Draws an interval from one limit to the other.
pub(super) fn draw(canvas: &mut Canvas, from: (f64, f64), to: (f64, f64)) {
    canvas.stroke(from, to, Paint::line(WHITE, RIM));
    canvas.stroke(from, to, Paint::line(INK, LINE));
}

/// What a legend says of it, where any of the cells has one.
pub(super) fn entry<'a, 'c>(mut cells: impl Iterator<Item = &'c Cell>) -> Option<Entry<'a>> {
    let words = || text("chart.interval", &[]);
    let sample = || Entry::new(14.0, words(), |canvas, (x, y)| draw(canvas, (x, y), (x + 14.0, y)));
    cells.any(|cell| limits(cell).is_some()).then(sample)
}
