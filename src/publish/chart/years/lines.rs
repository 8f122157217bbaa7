//! Many years: a line with the band of its intervals, and the lines of county and country, each named at its end.

use super::super::breaks::Breaks;
use super::super::canvas::{Anchor, Area, Canvas, Paint};
use super::super::layout::{self, Entry};
use super::super::model::{Reference, YearPoint, YearSeries};
use super::super::plane::{self, Plane};
use super::super::style::{self, RIGHT, Type};
use super::super::{scale, words};
use crate::compute::ReferenceRole;
use crate::lang::text;
use crate::units::Unit;

const HEIGHT: f64 = 150.0;
const OWN: Paint = Paint::line(style::OWN, 2.0);
const BAND: Paint = Paint::fill(style::PALE);
/// The band is too pale to be seen by everybody; its edges are not.
const EDGE: Paint = Paint::line(style::PAST, 0.7);

/// What stands at the end of a line.
struct Name {
    words: String,
    y: f64,
    kind: Type,
}

/// Draws the lines from `top` down; returns where they end.
pub(in super::super) fn draw(
    canvas: &mut Canvas,
    series: &YearSeries,
    unit: Unit,
    municipality: &str,
    top: f64,
) -> f64 {
    let has_band = series.points.iter().filter_map(|point| point.cell.shown()).any(|shown| shown.interval.is_some());
    let top = if has_band { layout::legend(canvas, &[sample(municipality)], top) } else { top };
    let at_year = |year: i32| series.points.iter().position(|point| point.year == year);
    let breaks = Breaks::of(series.breaks.iter().filter_map(|it| Some((at_year(it.year)?, it.note.as_str()))));
    let mut plane = Plane::draw(canvas, super::values(series), unit, (top + breaks.height(), HEIGHT));
    let figures = end_width(series, unit, municipality);
    plane.right = (RIGHT - figures - 8.0).max(plane.left + 120.0);
    let slot = (plane.right - plane.left) / layout::float(series.points.len().max(1));
    let middle = |place: usize| plane.left + slot * (layout::float(place) + 0.5);
    band(canvas, series, &plane, &middle);
    breaks.draw(canvas, &|place| middle(place) - slot / 2.0, (top + 4.0, plane.bottom));
    let mut names = references(canvas, series, unit, &plane, &middle);
    names.extend(own(canvas, series, unit, &plane, &middle, municipality));
    plane.foot(canvas);
    write(canvas, names, &plane);
    let mut bottom = plane.bottom + 13.5;
    let widest = layout::widest(series.points.iter().map(|point| point.label.as_str()), style::REPORT_YEAR);
    let stride = super::stride(widest, slot);
    for (index, point) in
        series.points.iter().enumerate().filter(|(index, _)| super::keeps_label(*index, series, stride))
    {
        let kind = if point.year == series.report_year { style::REPORT_YEAR } else { style::NAME };
        canvas.text(&point.label, (middle(index), bottom), Anchor::Middle, kind);
    }
    let statuses: Vec<Option<String>> = series.points.iter().map(|point| words::status(&point.cell)).collect();
    bottom = plane::statuses(canvas, &plane::runs(&statuses), &middle, bottom);
    bottom
}

/// The line in its band.
fn sample<'a>(municipality: &str) -> Entry<'a> {
    const WIDE: f64 = 16.0;
    Entry::new(WIDE, words::own_with_interval(municipality), |canvas, (x, y)| {
        canvas.rect(Area { left: x, top: y - 4.0, right: x + WIDE, bottom: y + 4.0 }, BAND);
        for edge in [y - 4.0, y + 4.0] {
            canvas.stroke((x, edge), (x + WIDE, edge), EDGE);
        }
        canvas.stroke((x, y), (x + WIDE, y), OWN);
    })
}

/// Points that follow each other without a hole and without a break between them.
fn pieces(series: &YearSeries, has: impl Fn(&YearPoint) -> bool) -> Vec<Vec<(usize, &YearPoint)>> {
    let mut pieces: Vec<Vec<(usize, &YearPoint)>> = vec![Vec::new()];
    for (place, point) in series.points.iter().enumerate() {
        let is_broken = series.breaks.iter().any(|it| it.year == point.year);
        if is_broken || !has(point) {
            pieces.push(Vec::new());
        }
        if let (true, Some(piece)) = (has(point), pieces.last_mut()) {
            piece.push((place, point));
        }
    }
    pieces.retain(|piece| !piece.is_empty());
    pieces
}

fn band(canvas: &mut Canvas, series: &YearSeries, plane: &Plane, middle: &dyn Fn(usize) -> f64) {
    let limits = |point: &YearPoint| point.cell.shown().and_then(|shown| shown.interval);
    for piece in pieces(series, |point| limits(point).is_some()) {
        let edge = |(place, point): &(usize, &YearPoint)| Some((middle(*place), limits(point)?));
        let edges: Vec<_> = piece.iter().filter_map(edge).collect();
        if let [(x, limits)] = edges.as_slice() {
            let (top, bottom) = (plane.y(limits.upper), plane.y(limits.lower));
            canvas.rect(Area { left: x - 2.5, top, right: x + 2.5, bottom }, BAND);
            canvas.stroke((x - 2.5, top), (x + 2.5, top), EDGE);
            canvas.stroke((x - 2.5, bottom), (x + 2.5, bottom), EDGE);
            continue;
        }
        let upper: Vec<_> = edges.iter().map(|(x, limits)| (*x, plane.y(limits.upper))).collect();
        let lower: Vec<_> = edges.iter().rev().map(|(x, limits)| (*x, plane.y(limits.lower))).collect();
        canvas.shape(&[upper.as_slice(), &lower].concat(), BAND);
        canvas.path(&upper, EDGE);
        canvas.path(&lower, EDGE);
    }
}

fn own(
    canvas: &mut Canvas,
    series: &YearSeries,
    unit: Unit,
    plane: &Plane,
    middle: &dyn Fn(usize) -> f64,
    municipality: &str,
) -> Option<Name> {
    let at = |place: usize, point: &YearPoint| Some((middle(place), plane.y(point.cell.shown()?.value)));
    for piece in pieces(series, |point| point.cell.shown().is_some()) {
        let through: Vec<_> = piece.iter().filter_map(|(place, point)| at(*place, point)).collect();
        canvas.path(&through, OWN);
        for at in through {
            canvas.dot(at, 2.6, Paint::fill(style::OWN));
        }
    }
    let (words, value) = end(series, municipality, unit, own_value)?;
    Some(Name { words, y: plane.y(value), kind: style::FIGURE })
}

fn own_value(point: &YearPoint) -> Option<f64> {
    Some(point.cell.shown()?.value)
}

fn value_of(reference: &Reference) -> impl Fn(&YearPoint) -> Option<f64> {
    |point| reference.points.iter().find(|(year, _)| *year == point.year).map(|(_, value)| *value)
}

/// What stands at the end of a line and its last figure, with the year where the line ends before the others do: a figure
/// of another year must not be read as this one's.
fn end(
    series: &YearSeries,
    name: &str,
    unit: Unit,
    value: impl Fn(&YearPoint) -> Option<f64>,
) -> Option<(String, f64)> {
    let (point, value) = series.points.iter().rev().find_map(|point| Some((point, value(point)?)))?;
    let figure = scale::figure(value, unit);
    let is_last = series.points.last().is_some_and(|last| last.year == point.year);
    let values = [("name", name), ("value", figure.as_str()), ("year", point.label.as_str())];
    Some((text(if is_last { "chart.line_end" } else { "chart.line_end_earlier" }, &values), value))
}

fn references(
    canvas: &mut Canvas,
    series: &YearSeries,
    unit: Unit,
    plane: &Plane,
    middle: &dyn Fn(usize) -> f64,
) -> Vec<Name> {
    let mut names = Vec::new();
    for reference in &series.references {
        let (paint, colour) = match reference.role {
            ReferenceRole::County => (Paint::line(style::COUNTY, 1.8), style::ABSENT),
            ReferenceRole::Country => (Paint::line(style::COUNTRY, 1.4).dashed(), style::AXIS),
        };
        let at = value_of(reference);
        for piece in pieces(series, |point| at(point).is_some()) {
            let through: Vec<_> =
                piece.iter().filter_map(|(place, point)| Some((middle(*place), plane.y(at(point)?)))).collect();
            match through.as_slice() {
                [(x, y)] => canvas.stroke((x - 4.0, *y), (x + 4.0, *y), paint),
                through => canvas.path(through, paint),
            }
        }
        names.extend(end(series, &reference.name, unit, at).map(|(words, value)| Name {
            words,
            y: plane.y(value),
            kind: Type { colour, ..style::NAME },
        }));
    }
    names
}

/// From the top down, each pushed below the one above it as far as it takes.
fn write(canvas: &mut Canvas, mut names: Vec<Name>, plane: &Plane) {
    const APART: f64 = 11.5;
    names.sort_by(|one, other| one.y.total_cmp(&other.y));
    let room = APART * layout::float(names.len().saturating_sub(1));
    let mut least = plane.top;
    for (place, name) in names.iter().enumerate() {
        let most = plane.bottom - room + APART * layout::float(place);
        let y = name.y.clamp(least, most.max(least));
        let limit = RIGHT - plane.right - 6.0;
        let words = super::super::font::wrap_within(&name.words, 1, limit, name.kind.size);
        for words in words {
            layout::text_if_free(canvas, &words, (plane.right + 6.0, y + 3.2), Anchor::Start, name.kind);
        }
        least = y + APART;
    }
}

fn end_width(series: &YearSeries, unit: Unit, municipality: &str) -> f64 {
    let own = end(series, municipality, unit, own_value);
    let own = own.map_or(0.0, |(words, _)| layout::width(&words, style::FIGURE));
    let beside = series.references.iter().filter_map(|reference| {
        let (words, _) = end(series, &reference.name, unit, value_of(reference))?;
        Some(layout::width(&words, style::NAME))
    });
    beside.fold(own, f64::max).min(150.0) + 4.0
}
