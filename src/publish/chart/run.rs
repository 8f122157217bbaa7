//! All months in order: a line, its mean and the limits of what is ordinary.

use super::breaks::Breaks;
use super::canvas::{Anchor, Area, Canvas, Paint};
use super::layout::{self, Entry};
use super::model::{Run, RunMonth, RunPhase};
use super::plane::{self, Plane};
use super::style::{self, RIGHT};
use super::{scale, words};
use crate::lang::text;
use crate::protect::Cell;
use crate::units::Unit;

const HEIGHT: f64 = 140.0;
const MEAN: Paint = Paint::line(style::AXIS, 1.0);
const LIMIT: Paint = Paint::line(style::AXIS, 0.9).dashed();
const LINE: Paint = Paint::line(style::OWN, 1.3);
const JUDGED: Paint = Paint::fill(style::OWN);
const UNJUDGED: Paint = Paint::outlined(style::WHITE, style::OWN, 1.0);

/// Draws the months from `top` down; returns where they end.
pub(super) fn draw(canvas: &mut Canvas, run: &Run, unit: Unit, top: f64) -> f64 {
    let top = layout::legend(canvas, &samples(run), top);
    let own = run.months.iter().filter_map(|month| month.cell.shown()).map(|shown| shown.value);
    let limits = run.phases.iter().filter_map(|phase| phase.ordinary).map(|ordinary| ordinary.upper);
    let begins = run.phases.iter().filter(|phase| phase.first > 0);
    let breaks = Breaks::of(begins.filter_map(|phase| Some((phase.first, phase.reason.as_deref()?))));
    let plane = Plane::draw(canvas, own.chain(limits), unit, (top + breaks.height(), HEIGHT));
    let slot = (RIGHT - plane.left) / layout::float(run.months.len().max(1));
    let middle = |place: usize| plane.left + slot * (layout::float(place) + 0.5);
    for phase in &run.phases {
        ordinary(canvas, phase, &plane, (middle(phase.first) - slot / 2.0, middle(phase.last) + slot / 2.0));
    }
    breaks.draw(canvas, &|place| middle(place) - slot / 2.0, (top + 4.0, plane.bottom));
    line(canvas, run, &plane, &middle);
    plane.foot(canvas);
    last_figure(canvas, run, unit, &plane, &middle);
    years(canvas, run, &plane, &|place| middle(place) - slot / 2.0);
    // Months lie too close for words: a cross stands where the figure would, and the legend says what it is.
    for (place, _) in run.months.iter().enumerate().filter(|(_, month)| month.cell == Cell::Withheld) {
        layout::cross(canvas, (middle(place), plane.bottom - 4.0), style::AXIS);
    }
    let status = |month: &RunMonth| words::status(&month.cell).filter(|_| month.cell != Cell::Withheld);
    let statuses: Vec<Option<String>> = run.months.iter().map(status).collect();
    plane::statuses(canvas, &plane::runs(&statuses), &middle, plane.bottom + 14.0)
}

fn samples<'a>(run: &Run) -> Vec<Entry<'a>> {
    let mut entries =
        vec![layout::line(text("chart.run_mean", &[]), MEAN), layout::line(text("chart.run_limits", &[]), LIMIT)];
    if run.months.iter().any(|month| month.is_signal) {
        entries
            .push(Entry::new(9.0, text("chart.out_of_ordinary", &[]), |canvas, (x, y)| signal(canvas, (x + 4.5, y))));
    }
    if run.has_unjudged() {
        let dot = |canvas: &mut Canvas, (x, y): (f64, f64)| canvas.dot((x + 2.0, y), 1.9, UNJUDGED);
        entries.push(Entry::new(4.0, text("chart.run_unjudged", &[]), dot));
    }
    if run.months.iter().any(|month| month.cell == Cell::Withheld) {
        entries.push(layout::crossed(text("report.withheld", &[]), style::AXIS));
    }
    entries
}

fn ordinary(canvas: &mut Canvas, phase: &RunPhase, plane: &Plane, (from, to): (f64, f64)) {
    let Some(ordinary) = phase.ordinary else { return };
    let mut across = |value: f64, paint: Paint| canvas.stroke((from, plane.y(value)), (to, plane.y(value)), paint);
    across(ordinary.mean, MEAN);
    across(ordinary.upper, LIMIT);
    // No count is below zero: a limit there says that nothing is too low.
    if ordinary.lower > 0.0 {
        across(ordinary.lower, LIMIT);
    }
}

/// Never across a hole.
fn line(canvas: &mut Canvas, run: &Run, plane: &Plane, middle: &dyn Fn(usize) -> f64) {
    let at = |(place, month): (usize, &RunMonth)| Some((middle(place), plane.y(month.cell.shown()?.value)));
    let places: Vec<Option<(f64, f64)>> = run.months.iter().enumerate().map(at).collect();
    for piece in places.split(Option::is_none) {
        let piece: Vec<(f64, f64)> = piece.iter().copied().flatten().collect();
        canvas.path(&piece, LINE);
    }
    for (month, at) in run.months.iter().zip(&places) {
        match at {
            Some(at) if month.is_signal => signal(canvas, *at),
            Some(at) => canvas.dot(*at, 1.9, if month.is_judged { JUDGED } else { UNJUDGED }),
            None => {}
        }
    }
}

/// Told from the others by shape and size, not by colour alone.
fn signal(canvas: &mut Canvas, (x, y): (f64, f64)) {
    let paint = Paint::outlined(style::COUNTY, style::INK, 0.8);
    canvas.shape(&[(x, y - 4.4), (x + 4.4, y), (x, y + 4.4), (x - 4.4, y)], paint);
}

fn last_figure(canvas: &mut Canvas, run: &Run, unit: Unit, plane: &Plane, middle: &dyn Fn(usize) -> f64) {
    let last = run.months.iter().enumerate().rev().find_map(|(place, month)| Some((place, month.cell.shown()?.value)));
    let Some((at, value)) = last else { return };
    let figure = scale::plain(value, unit);
    let x = layout::inside(&figure, middle(at), style::FIGURE);
    let before = at.checked_sub(1).and_then(|before| run.months[before].cell.shown()).map(|shown| shown.value);
    // Away from the line that comes to it.
    let y = plane.y(value);
    let below = y + 12.0;
    let is_below = before.is_some_and(|before| before > value) && below + 3.0 < plane.bottom;
    layout::text_if_free(canvas, &figure, (x, if is_below { below } else { y - 6.0 }), Anchor::Middle, style::FIGURE);
}

/// A tick where a year begins and its name below its months.
fn years(canvas: &mut Canvas, run: &Run, plane: &Plane, left: &dyn Fn(usize) -> f64) {
    let mut first = 0;
    for year in run.months.chunk_by(|one, other| one.year == other.year) {
        let (from, to) = (left(first), left(first + year.len()));
        if first > 0 {
            let area = Area { left: from - 0.3, top: plane.bottom, right: from + 0.3, bottom: plane.bottom + 5.0 };
            canvas.rect(area, Paint::fill(style::AXIS));
        }
        let name = year.first().map(|month| month.year.to_string()).unwrap_or_default();
        let at = (f64::midpoint(from, to), plane.bottom + 13.5);
        if layout::width(&name, style::NAME) <= to - from {
            layout::text_if_free(canvas, &name, at, Anchor::Middle, style::NAME);
        }
        first += year.len();
    }
}
