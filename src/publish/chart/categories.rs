//! One breakdown: horizontal bars from zero in the order of the code list.

use plotters::chart::ChartBuilder;
use plotters::drawing::IntoDrawingArea;
use plotters::element::{PathElement, Rectangle};

use super::canvas::{Anchor, Canvas, tenths};
use super::font;
use super::frame::Failure;
use super::layout::{self, BASELINE, Entry};
use super::model::{Bar, CategoryBars};
use super::scale;
use super::style::{self, MARGIN, RIGHT};
use super::{whisker, words};
use crate::units::Unit;

const BAR: f64 = 11.0;
const ROW: f64 = 19.0;
const NAME_GAP: f64 = 8.0;
const FIGURE_GAP: f64 = 4.0;
/// Before how many a figure rests on.
const N_GAP: f64 = 5.0;
/// With less room than this bars are not compared.
const LEAST: f64 = 90.0;

struct Row<'a> {
    bar: &'a Bar,
    name: Vec<String>,
    middle: f64,
    height: f64,
}

/// Draws the bars from `top` down; returns where they end.
pub(super) fn draw(canvas: &mut Canvas, bars: &CategoryBars, unit: Unit, top: f64) -> Result<f64, Failure> {
    let sample: Vec<Entry<'_>> = whisker::entry(bars.bars.iter().map(|bar| &bar.cell)).into_iter().collect();
    let top = if sample.is_empty() { top } else { layout::legend(canvas, &sample, top) + 6.0 };
    let (rows, zero) = rows(&bars.bars, top);
    let bottom = rows.last().map_or(top, |row| row.middle + row.height / 2.0);
    let figures = |of_groups: bool| {
        let wide = |row: &Row<'_>| layout::width(&end_text(row.bar, unit), style::FIGURE) + n_width(row.bar, of_groups);
        rows.iter().map(wide).fold(0.0, f64::max)
    };
    let right = |of_groups: bool| RIGHT - FIGURE_GAP - figures(of_groups);
    // How many each rests on stands there only where the bars keep room to be compared.
    let of_groups = bars.of_groups && right(true) - zero >= LEAST;
    let largest = rows.iter().filter_map(|row| whisker::furthest(&row.bar.cell)).fold(0.0, f64::max);
    let ends = draw_bars(canvas, &rows, (zero, right(of_groups)), (top, bottom), largest)?;
    for (row, end) in rows.iter().zip(ends) {
        let kind = if row.bar.cell.shown().is_some() { style::FIGURE } else { style::QUIET };
        let (at, said) = ((end + FIGURE_GAP, row.middle + BASELINE), end_text(row.bar, unit));
        canvas.text(&said, at, Anchor::Start, kind);
        if let Some(n) = words::rests(&row.bar.cell).filter(|_| of_groups) {
            let x = at.0 + layout::width(&said, kind) + N_GAP;
            canvas.text(&n, (x, at.1), Anchor::Start, style::QUIET);
        }
        layout::centred(canvas, &row.name, (zero - NAME_GAP, row.middle), Anchor::End, style::NAME);
    }
    Ok(bottom)
}

/// The rows from `top` down and where zero is: as far left as the names allow.
fn rows(bars: &[Bar], top: f64) -> (Vec<Row<'_>>, f64) {
    let lines = |bar: &Bar, limit: f64| font::wrap(&bar.label, limit, style::NAME.size, style::NAME.weight);
    let natural = layout::widest(bars.iter().map(|bar| bar.label.as_str()), style::NAME);
    let fits = |limit: f64| bars.iter().all(|bar| lines(bar, limit).len() <= 2);
    let limit = [150.0, 190.0].into_iter().find(|limit| natural <= *limit || fits(*limit)).unwrap_or(210.0);
    let mut above = top;
    let mut rows = Vec::with_capacity(bars.len());
    for bar in bars {
        let name = lines(bar, limit);
        let height = ROW + style::leading(style::NAME) * (layout::float(name.len()) - 1.0);
        rows.push(Row { bar, name, middle: above + height / 2.0, height });
        above += height;
    }
    let widest = layout::widest(rows.iter().flat_map(|row| &row.name).map(String::as_str), style::NAME);
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
        if let Some(limits) = whisker::limits(&row.bar.cell) {
            for stroke in whisker::strokes() {
                let line = vec![(limits.lower, row.middle), (limits.upper, row.middle)];
                chart.draw_series([PathElement::new(line, stroke)])?;
            }
        }
        let end = whisker::furthest(&row.bar.cell).unwrap_or(0.0).max(0.0);
        ends.push(f64::from(chart.backend_coord(&(end, row.middle)).0) / 10.0);
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

/// The room that how many a figure rests on takes.
fn n_width(bar: &Bar, of_groups: bool) -> f64 {
    let n = words::rests(&bar.cell).filter(|_| of_groups);
    n.map_or(0.0, |n| layout::width(&n, style::QUIET) + N_GAP)
}
