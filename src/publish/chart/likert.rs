//! Answers on the scale 1-6 as divided bars about the middle of the scale.

use super::canvas::{Anchor, Area, Canvas, Paint};
use super::font;
use super::layout::{self, BASELINE, width};
use super::model::{Likert, LikertRow, STEPS};
use super::style::{self, MARGIN, RIGHT};
use super::{scale, words};
use crate::lang::{decimal, integer, text};
use crate::units::Unit;

const ROW: f64 = 28.0;
const BAR: f64 = 15.0;
const GAP: f64 = 8.0;
const NAME: f64 = 140.0;

struct Columns {
    left: f64,
    /// Where the scale is split.
    middle: f64,
    /// Units to a per cent.
    per_cent: f64,
    n: f64,
}

/// Draws the questions from `top` down; returns where they end.
pub(super) fn draw(canvas: &mut Canvas, likert: &Likert, top: f64) -> f64 {
    let entries = (0..STEPS).map(|step| {
        let words = match step {
            0 => text("chart.likert_low", &[]),
            _ if step + 1 == STEPS => text("chart.likert_top", &[]),
            _ => (step + 1).to_string(),
        };
        layout::square(words, paint(step))
    });
    let legend = layout::legend(canvas, &entries.collect::<Vec<_>>(), top);
    let columns = columns(likert);
    let heads = legend + 18.0;
    canvas.text(&text("chart.n", &[]), (columns.n, heads), Anchor::End, style::QUIET);
    canvas.text(&text("chart.high", &[]), (RIGHT, heads), Anchor::End, style::QUIET);
    let first = heads + 5.0;
    let names: Vec<Vec<String>> =
        likert.rows.iter().map(|row| font::wrap(&row.label, NAME, style::NAME.size, style::NAME.weight)).collect();
    let height = |lines: &Vec<String>| (style::leading(style::NAME) * layout::float(lines.len()) + 5.0).max(ROW);
    let bottom = first + names.iter().map(height).sum::<f64>();
    let mut y = first;
    for (row, name) in likert.rows.iter().zip(&names) {
        let middle = y + height(name) / 2.0;
        layout::centred(canvas, name, (MARGIN, middle), Anchor::Start, style::NAME);
        draw_row(canvas, row, &columns, middle);
        y += height(name);
    }
    if likert.rows.iter().any(|row| row.shares().is_some()) {
        canvas.stroke((columns.middle, first), (columns.middle, bottom), Paint::line(style::INK, 1.2));
    }
    bottom
}

/// The bars take the room that figures and names leave; both sides have one scale, from the rows that are shown.
fn columns(likert: &Likert) -> Columns {
    let n = likert.rows.iter().map(|row| width(&n_text(row), style::NAME)).fold(width("n", style::QUIET), f64::max);
    let figures = likert
        .rows
        .iter()
        .map(|row| width(&high_text(row), style::FIGURE).max(width(&interval_text(row), style::QUIET)));
    let figures = figures.fold(width(&text("chart.high", &[]), style::QUIET), f64::max);
    let high = RIGHT - figures;
    let n = (high - GAP, high - GAP - n);
    let (left, right) = (MARGIN + NAME + GAP, n.1 - GAP);
    let side = |low: bool| {
        let of = |shares: [f64; STEPS]| if low { shares[..3].iter().sum::<f64>() } else { shares[3..].iter().sum() };
        likert.rows.iter().filter_map(LikertRow::shares).map(of).fold(0.0, f64::max)
    };
    let (low, top) = (side(true), side(false));
    let per_cent = (right - left) / (low + top).max(1.0);
    Columns { left, middle: left + low * per_cent, per_cent, n: n.0 }
}

fn draw_row(canvas: &mut Canvas, row: &LikertRow, columns: &Columns, y: f64) {
    if let Some(shares) = row.shares() {
        bar(canvas, shares, columns, y);
    } else {
        let status = row.status().unwrap_or_default();
        canvas.text(&status, (columns.left, y + BASELINE), Anchor::Start, style::QUIET);
    }
    canvas.text(&n_text(row), (columns.n, y + BASELINE), Anchor::End, style::NAME);
    let (high, interval) = (high_text(row), interval_text(row));
    let kind = if row.high.shown().is_some() { style::FIGURE } else { style::QUIET };
    let lift = if interval.is_empty() { 0.0 } else { 5.5 };
    canvas.text(&high, (RIGHT, y + BASELINE - lift), Anchor::End, kind);
    if !interval.is_empty() {
        canvas.text(&interval, (RIGHT, y + BASELINE + 6.0), Anchor::End, style::QUIET);
    }
}

fn bar(canvas: &mut Canvas, shares: [f64; STEPS], columns: &Columns, y: f64) {
    let mut left = columns.middle - shares[..3].iter().sum::<f64>() * columns.per_cent;
    for (step, share) in shares.into_iter().enumerate() {
        let right = left + share * columns.per_cent;
        if share > 0.0 {
            canvas.rect(Area { left, top: y - BAR / 2.0, right, bottom: y + BAR / 2.0 }, paint(step));
            let figure = decimal(share, 0);
            let kind = style::figure_on(style::STEPS[step]);
            if width(&figure, kind) + 4.0 <= right - left {
                canvas.text(&figure, (f64::midpoint(left, right), y + BASELINE), Anchor::Middle, kind);
            }
        }
        left = right;
    }
}

fn paint(step: usize) -> Paint {
    Paint::outlined(style::STEPS[step], style::AXIS, 0.5)
}

fn n_text(row: &LikertRow) -> String {
    row.n.map(integer).unwrap_or_default()
}

fn high_text(row: &LikertRow) -> String {
    let shown = row.high.shown().map(|shown| scale::figure(shown.value, Unit::Prosent));
    shown.or_else(|| words::status(&row.high)).unwrap_or_default()
}

fn interval_text(row: &LikertRow) -> String {
    let limits = row.high.shown().and_then(|shown| shown.interval);
    limits.map(|limits| words::interval(limits, Unit::Prosent)).unwrap_or_default()
}
