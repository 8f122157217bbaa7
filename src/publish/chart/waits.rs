//! How long people wait, a lying bar a year: half within so many days, nine of ten within so many.

use super::canvas::{Anchor, Area, Canvas, Paint};
use super::layout::{self, BASELINE, Entry, width};
use super::model::{WaitYear, Waits};
use super::style::{self, Ground, MARGIN, RIGHT, Type};
use super::words;
use crate::lang::text;
use crate::protect::Cell;
use crate::units::Unit;

const ROW: f64 = 30.0;
const BAR: f64 = 11.0;
const STUB: f64 = 10.0;
const HALF: Paint = Paint::fill(style::OWN);
const REST: Paint = Paint::line(style::OWN, 1.8);

/// Draws the years from `top` down; returns where they end.
pub(super) fn draw(canvas: &mut Canvas, waits: &Waits, top: f64) -> f64 {
    let half = layout::square(text("chart.half", &[]), HALF);
    let rest = Entry::new(16.0, text("chart.nine_of_ten", &[]), |canvas, (x, y)| whisker(canvas, (x, x + 16.0), y));
    let top = layout::legend(canvas, &[half, rest], top) + 8.0;
    let names = layout::widest(waits.years.iter().map(|year| year.label.as_str()), style::REPORT_YEAR);
    let left = MARGIN + names + 10.0;
    let end = waits.years.iter().map(|year| width(&far_text(year), style::FIGURE)).fold(0.0, f64::max);
    let right = (RIGHT - end - 6.0).max(left + 20.0);
    let value = |cell: &Cell| cell.shown().map(|shown| shown.value);
    let values = waits.years.iter().flat_map(|year| [value(&year.half), value(&year.nine_of_ten)]).flatten();
    let most = values.fold(0.0, f64::max);
    let x = |value: f64| if most > 0.0 { left + (right - left) * value / most } else { left };
    for (place, year) in waits.years.iter().enumerate() {
        let y = top + ROW * (layout::float(place) + 0.5);
        let kind = if year.is_report { style::REPORT_YEAR } else { style::NAME };
        canvas.text(&year.label, (MARGIN, y + BASELINE), Anchor::Start, kind);
        draw_year(canvas, year, left, &x, y);
    }
    let bottom = top + ROW * layout::float(waits.years.len());
    canvas.stroke((left, top), (left, bottom), Paint::line(style::AXIS, 0.8));
    bottom
}

fn draw_year(canvas: &mut Canvas, year: &WaitYear, left: f64, x: &dyn Fn(f64) -> f64, y: f64) {
    let (half, far) = (year.half.shown().map(|it| it.value), year.nine_of_ten.shown().map(|it| it.value));
    if let Some(half) = half.filter(|half| *half > 0.0) {
        canvas.rect(Area { left, top: y - BAR / 2.0, right: x(half), bottom: y + BAR / 2.0 }, HALF);
    }
    if let Some(far) = far {
        // Without the half there is nothing to begin at.
        whisker(canvas, (half.map_or_else(|| (x(far) - STUB).max(left), x), x(far)), y);
    }
    if half.is_none() && far.is_none() {
        let status = words::status(&year.half).unwrap_or_default();
        canvas.text(&status, (left + 5.0, y + BASELINE), Anchor::Start, style::QUIET);
        return;
    }
    let end = far.into_iter().chain(half).map(x).fold(left, f64::max);
    let far_said = far_text(year);
    canvas.text(&far_said, (end + 6.0, y + BASELINE), Anchor::Start, kind_of(&year.nine_of_ten));
    if let Some(half) = half {
        half_figure(canvas, &words::spoken(half, Unit::Dager), (left, x(half)), y);
    } else {
        let status = words::status(&year.half).unwrap_or_default();
        let kind = Type { ground: Ground::Rim, ..style::QUIET };
        layout::text_if_free(canvas, &status, (left + 5.0, y + BASELINE), Anchor::Start, kind);
    }
}

/// In the bar where it has room there, else above its end.
fn half_figure(canvas: &mut Canvas, figure: &str, (left, end): (f64, f64), y: f64) {
    let inside = style::figure_on(style::OWN);
    if width(figure, inside) + 8.0 <= end - left {
        canvas.text(figure, (end - 4.0, y + BASELINE), Anchor::End, inside);
    } else {
        layout::text_if_free(canvas, figure, (left + 3.0, y - BAR / 2.0 - 2.0), Anchor::Start, style::FIGURE);
    }
}

fn whisker(canvas: &mut Canvas, (from, to): (f64, f64), y: f64) {
    canvas.stroke((from, y), (to, y), REST);
    canvas.stroke((to, y - 4.5), (to, y + 4.5), REST);
}

fn far_text(year: &WaitYear) -> String {
    let shown = year.nine_of_ten.shown().map(|shown| words::spoken(shown.value, Unit::Dager));
    shown.or_else(|| words::status(&year.nine_of_ten)).unwrap_or_default()
}

fn kind_of(cell: &Cell) -> style::Type {
    if cell.shown().is_some() { style::FIGURE } else { style::QUIET }
}
