//! The months of a year as columns, with the year before and the windows of the evaluations.

use super::canvas::{Anchor, Area, Canvas, Paint};
use super::layout::{self, Entry};
use super::model::{MonthColumns, WindowMark};
use super::plane::{self, Plane};
use super::style::{self, RIGHT};
use super::{scale, words};
use crate::lang::text;
use crate::protect::Cell;
use crate::units::Unit;

const HEIGHT: f64 = 130.0;
const WIDEST: f64 = 24.0;
/// How far from its column the cross of the year before stands.
const CROSS: f64 = 4.0;
const BEFORE: Paint = Paint::line(style::PAST, 2.0);

/// Draws the months from `top` down; returns where they end.
pub(super) fn draw(canvas: &mut Canvas, months: &MonthColumns, unit: Unit, top: f64) -> f64 {
    let mut top = top;
    if let Some(before) = &months.before {
        let own = layout::square(months.year.clone(), Paint::fill(style::OWN));
        let mut entries = vec![own];
        if months.months.iter().any(|month| month.before.shown().is_some()) {
            let sample = |canvas: &mut Canvas, (x, y): (f64, f64)| canvas.stroke((x, y), (x + 12.0, y), BEFORE);
            entries.push(Entry::new(12.0, before.clone(), sample));
        }
        if months.months.iter().any(|month| month.before == Cell::Withheld) {
            let words = [("year", before.as_str()), ("withheld", &text("report.withheld", &[]))];
            entries.push(layout::crossed(text("chart.withheld_in", &words), style::COUNTRY));
        }
        top = layout::legend(canvas, &entries, top);
    }
    let value = |cell: &Cell| cell.shown().map(|shown| shown.value);
    let values = months.months.iter().flat_map(|month| [value(&month.cell), value(&month.before)]).flatten();
    let plane = Plane::draw(canvas, values, unit, (top, HEIGHT));
    let slot = (RIGHT - plane.left) / layout::float(months.months.len().max(1));
    let middle = |place: usize| plane.left + slot * (layout::float(place) + 0.5);
    let half = (slot * 0.33).min(WIDEST / 2.0);
    for (place, month) in months.months.iter().enumerate() {
        column(canvas, &plane, (middle(place), half), value(&month.cell));
        if let Some(before) = value(&month.before) {
            let (x, y) = (middle(place), plane.y(before));
            canvas.stroke((x - half - 3.0, y), (x + half + 3.0, y), BEFORE);
        }
        if months.before.is_some() && month.before == Cell::Withheld {
            layout::cross(canvas, (middle(place) + half + CROSS, plane.bottom - 4.5), style::COUNTRY);
        }
    }
    plane.foot(canvas);
    figures(canvas, months, unit, &plane, &middle);
    below(canvas, months, &plane, (slot, half), &middle)
}

fn column(canvas: &mut Canvas, plane: &Plane, (x, half): (f64, f64), value: Option<f64>) {
    if let Some(value) = value.filter(|value| *value > 0.0) {
        let area = Area { left: x - half, top: plane.y(value), right: x + half, bottom: plane.bottom };
        canvas.rect(area, Paint::fill(style::OWN));
    }
}

/// A figure above its column, and above the mark of the year before where that would be covered.
fn figures(canvas: &mut Canvas, months: &MonthColumns, unit: Unit, plane: &Plane, middle: &dyn Fn(usize) -> f64) {
    for (place, month) in months.months.iter().enumerate() {
        let Some(shown) = month.cell.shown() else { continue };
        let mut y = plane.y(shown.value) - 3.0;
        if let Some(before) = month.before.shown().map(|shown| plane.y(shown.value)) {
            let covers = before > y - 9.5 && before < y + 3.0;
            y = if covers { before.min(y) - 3.0 } else { y };
        }
        let figure = scale::plain(shown.value, unit);
        layout::text_if_free(canvas, &figure, (middle(place), y), Anchor::Middle, style::FIGURE);
    }
}

/// Names of the months, statuses, and the windows below them; returns where they end.
fn below(
    canvas: &mut Canvas,
    months: &MonthColumns,
    plane: &Plane,
    (slot, half): (f64, f64),
    middle: &dyn Fn(usize) -> f64,
) -> f64 {
    let y = plane.bottom + 13.0;
    let fits = months.months.iter().all(|month| layout::width(&month.name, style::NAME) + 3.0 <= slot);
    for (place, month) in months.months.iter().enumerate() {
        let name = if fits { month.name.clone() } else { month.name.chars().take(3).collect() };
        layout::text_if_free(canvas, &name, (middle(place), y), Anchor::Middle, style::NAME);
    }
    let statuses: Vec<Option<String>> = months.months.iter().map(|month| words::status(&month.cell)).collect();
    let mut bottom = plane::statuses(canvas, &plane::runs(&statuses), middle, y);
    for window in &months.windows {
        bottom = bracket(canvas, window, (middle(window.first) - half, middle(window.last) + half), bottom);
    }
    bottom
}

fn bracket(canvas: &mut Canvas, window: &WindowMark, (from, to): (f64, f64), top: f64) -> f64 {
    let (y, paint) = (top + 7.0, Paint::line(style::AXIS, 0.8));
    canvas.path(&[(from, y - 3.0), (from, y), (to, y), (to, y - 3.0)], paint);
    let middle = layout::inside(&window.label, f64::midpoint(from, to), style::QUIET);
    canvas.text(&window.label, (middle, y + 10.5), Anchor::Middle, style::QUIET);
    y + 12.0
}
