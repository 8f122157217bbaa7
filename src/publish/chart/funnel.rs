//! Municipalities by size, and what chance alone would keep each within.

use super::canvas::{Anchor, Area, Canvas, Paint};
use super::layout::{self, Entry};
use super::model::{Funnel, FunnelPoint};
use super::plane::Plane;
use super::scale::Scale;
use super::style::{self, Ground, RIGHT, Type};
use crate::lang::text;
use crate::units::Unit;

const HEIGHT: f64 = 190.0;
const INNER: Paint = Paint::line(style::AXIS, 1.0).dashed();
const OUTER: Paint = Paint::line(style::AXIS, 1.0);
const TOGETHER: Paint = Paint::line(style::COUNTY, 1.6);
const DOT: f64 = 3.0;

/// Draws the municipalities from `top` down; returns where they end.
pub(super) fn draw(canvas: &mut Canvas, funnel: &Funnel, unit: Unit, municipality: &str, top: f64) -> f64 {
    let top = layout::legend(canvas, &samples(funnel, municipality), top);
    let values = funnel
        .points
        .iter()
        .flat_map(|point| [point.value, point.limits.upper, point.outer_limits.upper])
        .chain([funnel.together]);
    let plane = Plane::draw(canvas, values, unit, (top, HEIGHT));
    let across = Scale::of(funnel.points.iter().map(|point| float(point.n)), Unit::Antall);
    let most = across.as_ref().map_or(1.0, |scale| scale.max.max(1.0));
    let x = |n: u64| plane.left + (plane.right - 12.0 - plane.left) * float(n) / most;
    let y = plane.y(funnel.together);
    canvas.stroke((plane.left, y), (plane.right, y), TOGETHER);
    curves(canvas, funnel, &plane, &x);
    plane.foot(canvas);
    points(canvas, funnel, &plane, &x);
    let bottom = plane.bottom + 13.5;
    for line in across.iter().flat_map(|scale| &scale.lines) {
        let label = across.as_ref().map(|scale| scale.label(*line, Unit::Antall)).unwrap_or_default();
        let at = plane.left + (plane.right - 12.0 - plane.left) * line / most;
        layout::text_if_free(canvas, &label, (at, bottom), Anchor::Middle, style::QUIET);
    }
    let unit = text("chart.funnel_across", &[]);
    canvas.text(&unit, (RIGHT, bottom + 12.5), Anchor::End, style::QUIET);
    bottom + 12.5
}

fn samples<'a>(funnel: &Funnel, municipality: &str) -> Vec<Entry<'a>> {
    let dot = |words: String, paint: Paint| {
        Entry::new(2.0 * DOT, words, move |canvas, (x, y)| canvas.dot((x + DOT, y), DOT, paint))
    };
    let mut entries = Vec::new();
    if funnel.points.iter().any(|point| point.is_own) {
        entries.push(dot(municipality.to_owned(), Paint::fill(style::OWN)));
    }
    entries.push(dot(text("chart.funnel_others", &[]), OTHER));
    entries.push(layout::line(funnel.region.clone(), TOGETHER));
    entries.push(layout::line(text("chart.funnel_95", &[]), INNER));
    entries.push(layout::line(text("chart.funnel_998", &[]), OUTER));
    entries
}

const OTHER: Paint = Paint::outlined(style::WHITE, style::OWN, 1.2);

/// The limits from the smallest municipality to the largest.
fn curves(canvas: &mut Canvas, funnel: &Funnel, plane: &Plane, x: &dyn Fn(u64) -> f64) {
    let mut points: Vec<&FunnelPoint> = funnel.points.iter().collect();
    points.sort_by_key(|point| point.n);
    points.dedup_by_key(|point| point.n);
    let mut curve = |of: &dyn Fn(&FunnelPoint) -> f64, paint: Paint| {
        let through: Vec<(f64, f64)> = points.iter().map(|point| (x(point.n), plane.y(of(point)))).collect();
        canvas.path(&through, paint);
    };
    curve(&|point| point.limits.lower, INNER);
    curve(&|point| point.limits.upper, INNER);
    curve(&|point| point.outer_limits.lower, OUTER);
    curve(&|point| point.outer_limits.upper, OUTER);
}

/// All dots, then the names: those outside and the own one first, others where there is room.
fn points(canvas: &mut Canvas, funnel: &Funnel, plane: &Plane, x: &dyn Fn(u64) -> f64) {
    let at = |point: &FunnelPoint| (x(point.n), plane.y(point.value));
    let area = |(x, y): (f64, f64)| Area { left: x - DOT, top: y - DOT, right: x + DOT, bottom: y + DOT };
    let mut points: Vec<&FunnelPoint> = funnel.points.iter().collect();
    points.sort_by_key(|point| (!point.is_own, !point.is_certain));
    for point in points.iter().rev() {
        let paint = if point.is_own { Paint::fill(style::OWN) } else { OTHER };
        canvas.dot(at(point), DOT, paint);
    }
    let dots: Vec<Area> = points.iter().map(|point| area(at(point))).collect();
    for point in points {
        let plain = Type { ground: Ground::Rim, ..style::NAME };
        let kind = if point.is_own || point.is_certain { style::FIGURE } else { plain };
        let (x, y) = at(point);
        let places = [
            ((x + 5.0, y + 3.2), Anchor::Start),
            ((x - 5.0, y + 3.2), Anchor::End),
            ((x, y - 5.5), Anchor::Middle),
            ((x, y + 12.0), Anchor::Middle),
        ];
        for (place, anchor) in places {
            let covered = Area::of(&point.name, place, anchor, kind);
            let is_in = covered.left >= plane.left && covered.bottom <= plane.bottom && covered.top >= plane.top - 12.0;
            let own = area(at(point));
            let is_free = !dots.iter().any(|dot| *dot != own && covered.overlaps(*dot));
            if is_in && is_free && layout::text_if_free(canvas, &point.name, place, anchor, kind) {
                break;
            }
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "no population comes near 2^53")]
fn float(n: u64) -> f64 {
    n as f64
}
