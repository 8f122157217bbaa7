//! The years below the plot and, below them, what stands where a year has no figure.

use plotters::drawing::IntoDrawingArea;
use plotters::element::PathElement;

use super::super::canvas::{Anchor, Canvas, tenths};
use super::super::font;
use super::super::frame::Failure;
use super::super::model::{YearPoint, YearSeries};
use super::super::style::{self, MARGIN, RIGHT, Type};
use super::super::words;
use super::{Ground, keeps_label, stride};

const YEAR_DROP: f64 = 13.5;
const ROW: f64 = 12.5;
const GAP: f64 = 3.0;
/// Half the width of a year's number.
const HALF_YEAR: f64 = 10.5;

/// Neighbouring years that share what stands below them.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Run {
    first: usize,
    last: usize,
    word: String,
}

/// What has been written below the years: row by row, from where to where.
type Rows = Vec<Vec<(f64, f64)>>;

/// Writes years, figures that have no room in the plot, and statuses; returns where they end.
pub(super) fn draw(
    canvas: &mut Canvas,
    series: &YearSeries,
    ground: Ground,
    figure: &impl Fn(&YearPoint) -> Option<String>,
) -> Result<f64, Failure> {
    years(canvas, series, ground);
    let mut rows = Rows::new();
    for (index, point) in series.points.iter().enumerate() {
        if let Some(word) = figure(point) {
            write(canvas, &Run { first: index, last: index, word }, ground, &mut rows, style::FIGURE)?;
        }
    }
    for run in runs(series, ground.slot) {
        write(canvas, &run, ground, &mut rows, style::QUIET)?;
    }
    Ok(ground.bottom + YEAR_DROP + ROW * super::count(rows.len()))
}

/// Writes in the first row that has room.
fn write(canvas: &mut Canvas, run: &Run, ground: Ground, rows: &mut Rows, kind: Type) -> Result<(), Failure> {
    let (left, right) = (ground.middle(run.first), ground.middle(run.last));
    let half = font::width(&run.word, kind.size, kind.weight) / 2.0;
    let x = f64::midpoint(left, right).clamp(MARGIN + half, RIGHT - half);
    let (mut from, mut to) = (x - half, x + half);
    if run.first < run.last {
        (from, to) = (from.min(left - HALF_YEAR), to.max(right + HALF_YEAR));
    }
    let is_free = |row: &Vec<(f64, f64)>| row.iter().all(|(start, end)| end + GAP <= from || to + GAP <= *start);
    let row = rows.iter().position(is_free).unwrap_or(rows.len());
    if row == rows.len() {
        rows.push(Vec::new());
    }
    rows[row].push((from, to));
    let y = ground.bottom + YEAR_DROP + ROW * (super::count(row) + 1.0);
    canvas.text(&run.word, (x, y), Anchor::Middle, kind);
    if run.first < run.last {
        bracket(canvas, (from, to), y - 8.5)?;
    }
    Ok(())
}

fn years(canvas: &mut Canvas, series: &YearSeries, ground: Ground) {
    let widest = series.points.iter().map(|point| bold_width(&point.label)).fold(0.0, f64::max);
    let stride = stride(widest, ground.slot);
    for (index, point) in series.points.iter().enumerate() {
        if keeps_label(index, series, stride) {
            let kind = if point.year == series.report_year { style::REPORT_YEAR } else { style::NAME };
            let at = (ground.middle(index), ground.bottom + YEAR_DROP);
            canvas.text(&point.label, at, Anchor::Middle, kind);
        }
    }
}

/// Each year by itself where its word has room below it; otherwise neighbours share one word.
fn runs(series: &YearSeries, slot: f64) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for (index, point) in series.points.iter().enumerate() {
        let Some(word) = words::status(&point.cell) else { continue };
        let roomy = width(&word) + GAP <= slot;
        match runs.last_mut() {
            Some(run) if !roomy && run.word == word && run.last + 1 == index => run.last = index,
            _ => runs.push(Run { first: index, last: index, word }),
        }
    }
    runs
}

fn bracket(canvas: &mut Canvas, (from, to): (f64, f64), y: f64) -> Result<(), Failure> {
    let root = canvas.pen(y).into_drawing_area();
    let line = vec![(tenths(from), tenths(y)), (tenths(to), tenths(y))];
    root.draw(&PathElement::new(line, style::line(style::COUNTRY, 0.6)))
}

fn width(word: &str) -> f64 {
    font::width(word, style::QUIET.size, style::QUIET.weight)
}

fn bold_width(year: &str) -> f64 {
    font::width(year, style::REPORT_YEAR.size, style::REPORT_YEAR.weight)
}
