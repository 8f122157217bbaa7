//! One breakdown: horizontal bars from zero in the order of the code list.

use plotters::chart::ChartBuilder;
use plotters::drawing::IntoDrawingArea;
use plotters::element::{PathElement, Rectangle};

use super::canvas::{Anchor, Canvas, tenths};
use super::font;
use super::frame::Failure;
use super::model::{Bar, CategoryBars};
use super::scale;
use super::style::{self, MARGIN, RIGHT};
use super::words;
use crate::units::Unit;

const BAR: f64 = 11.0;
const ROW: f64 = 19.0;
const NAME_GAP: f64 = 8.0;
const FIGURE_GAP: f64 = 4.0;
/// Where the baseline of a text stands below the middle of its row.
const BASELINE: f64 = 3.2;

struct Row<'a> {
    bar: &'a Bar,
    name: Vec<String>,
    middle: f64,
    height: f64,
}

/// Draws the bars from `top` down; returns where they end.
pub(super) fn draw(canvas: &mut Canvas, bars: &CategoryBars, unit: Unit, top: f64) -> Result<f64, Failure> {
    let (rows, zero) = rows(&bars.bars, top);
    let bottom = rows.last().map_or(top, |row| row.middle + row.height / 2.0);
    let figures = rows.iter().map(|row| width(&end_text(row.bar, unit))).fold(0.0, f64::max);
    let values = rows.iter().filter_map(|row| row.bar.cell.shown().map(|shown| shown.value));
    let largest = values.fold(0.0, f64::max);
    let ends = draw_bars(canvas, &rows, (zero, RIGHT - FIGURE_GAP - figures), (top, bottom), largest)?;
    for (row, end) in rows.iter().zip(ends) {
        let kind = if row.bar.cell.shown().is_some() { style::FIGURE } else { style::QUIET };
        let at = (end + FIGURE_GAP, row.middle + BASELINE);
        canvas.text(&end_text(row.bar, unit), at, Anchor::Start, kind);
        name(canvas, row, zero - NAME_GAP);
    }
    Ok(bottom)
}

/// The rows from `top` down and where zero is: as far left as the names allow.
fn rows(bars: &[Bar], top: f64) -> (Vec<Row<'_>>, f64) {
    let natural = bars.iter().map(|bar| width(&bar.label)).fold(0.0, f64::max);
    let fits = |limit: f64| bars.iter().all(|bar| font::wrap_within(&bar.label, 3, limit, style::NAME.size).len() <= 2);
    let limit = [150.0, 190.0].into_iter().find(|limit| natural <= *limit || fits(*limit)).unwrap_or(210.0);
    let mut above = top;
    let mut rows = Vec::with_capacity(bars.len());
    for bar in bars {
        let name = font::wrap_within(&bar.label, 2, limit, style::NAME.size);
        let height = if name.len() > 1 { ROW + style::leading(style::NAME) } else { ROW };
        rows.push(Row { bar, name, middle: above + height / 2.0, height });
        above += height;
    }
    let widest = rows.iter().flat_map(|row| &row.name).map(|line| width(line)).fold(0.0, f64::max);
    (rows, MARGIN + widest + NAME_GAP)
}

/// The bars and the line they start from; returns where each ends.
fn draw_bars(
    canvas: &mut Canvas,
    rows: &[Row<'_>],
    (zero, right): (f64, f64),
    (top, bottom): (f64, f64),
    largest: f64,
) -> Result<Vec<f64>, Failure> {
    let root = canvas.pen(bottom).into_drawing_area();
    let size = (tenths(right.max(zero + 1.0) - zero).unsigned_abs(), tenths(bottom - top).unsigned_abs());
    let plot = root.shrink((tenths(zero), tenths(top)), size);
    let most = if largest > 0.0 { largest } else { 1.0 };
    let mut chart = ChartBuilder::on(&plot).build_cartesian_2d(0.0..most, bottom..top)?;
    let mut ends = Vec::with_capacity(rows.len());
    for row in rows {
        let value = row.bar.cell.shown().map_or(0.0, |shown| shown.value.max(0.0));
        if value > 0.0 {
            let corners = [(0.0, row.middle - BAR / 2.0), (value, row.middle + BAR / 2.0)];
            chart.draw_series([Rectangle::new(corners, style::filled(style::OWN))])?;
        }
        ends.push(f64::from(chart.backend_coord(&(value, row.middle)).0) / 10.0);
    }
    let axis = PathElement::new(vec![(0.0, top), (0.0, bottom)], style::line(style::AXIS, 0.8));
    chart.draw_series([axis])?;
    Ok(ends)
}

/// The figure, or what stands in its place.
fn end_text(bar: &Bar, unit: Unit) -> String {
    let figure = bar.cell.shown().map(|shown| scale::figure(shown.value, unit));
    figure.or_else(|| words::status(&bar.cell)).unwrap_or_default()
}

fn name(canvas: &mut Canvas, row: &Row<'_>, right: f64) {
    let first = if row.name.len() > 1 { row.middle - style::leading(style::NAME) / 2.0 } else { row.middle };
    canvas.paragraph(&row.name, (right, first + BASELINE), Anchor::End, style::NAME);
}

fn width(text: &str) -> f64 {
    font::width(text, style::FIGURE.size, style::FIGURE.weight)
}
