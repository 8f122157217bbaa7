//! Who has delivered what: a row a unit, a column a source, the sources' names on a staircase so that they lie.

use super::canvas::{Anchor, Area, Canvas, Paint};
use super::font;
use super::layout::{self, Entry};
use super::model::{Delivery, Matrix};
use super::style::{self, MARGIN, RIGHT};
use crate::lang::text;

const NAME: f64 = 130.0;
const FURTHEST: f64 = 185.0;
const STEP: f64 = 11.5;
const ROW: f64 = 14.0;
const WIDEST: f64 = 22.0;
/// How far left of its column a source's name ends.
const BESIDE: f64 = 3.0;
const ALL: [Delivery; 5] = [Delivery::InTime, Delivery::Came, Delivery::Partly, Delivery::Absent, Delivery::Withheld];

/// Draws the matrix from `top` down; returns where it ends.
pub(super) fn draw(canvas: &mut Canvas, matrix: &Matrix, top: f64) -> f64 {
    let is_used = |wanted: Delivery| matrix.cells.iter().flatten().any(|cell| *cell == Some(wanted));
    let mut entries: Vec<Entry<'_>> = ALL.into_iter().filter(|it| is_used(*it)).map(sample).collect();
    if matrix.cells.iter().flatten().any(Option::is_none) {
        entries.push(Entry::new(0.0, text("chart.not_owed", &[]), |_, _| {}));
    }
    let top = layout::legend(canvas, &entries, top) + 6.0;
    let names: Vec<Vec<String>> =
        matrix.units.iter().map(|unit| font::wrap(unit, NAME, style::NAME.size, style::NAME.weight)).collect();
    let wide = layout::widest(names.iter().flatten().map(String::as_str), style::NAME);
    let left = MARGIN + reach(matrix).max(wide + 8.0);
    let column = ((RIGHT - left) / layout::float(matrix.sources.len().max(1))).min(WIDEST);
    let x = |place: usize| left + column * (layout::float(place) + 0.5);
    let (steps, foot) = steps(matrix, &x, top);
    let first = foot + 4.0;
    let heights: Vec<f64> =
        names.iter().map(|name| ROW + style::leading(style::NAME) * (layout::float(name.len()) - 1.0)).collect();
    let bottom = first + heights.iter().sum::<f64>();
    for (place, step) in steps.iter().enumerate() {
        canvas.paragraph(&step.name, (x(place) - BESIDE, step.y), Anchor::End, style::NAME);
    }
    let mut y = first;
    for (place, height) in heights.iter().enumerate() {
        if place % 2 == 1 {
            let area = Area { left: MARGIN, top: y, right: x(matrix.sources.len()) - column / 2.0, bottom: y + height };
            canvas.shape(&corners(area), Paint::fill(STRIPE));
        }
        y += height;
    }
    for (place, step) in steps.iter().enumerate() {
        canvas.stroke((x(place), step.y - 6.0), (x(place), bottom), Paint::line(style::GRID, 0.6));
    }
    let mut y = first;
    for ((name, height), cells) in names.iter().zip(&heights).zip(&matrix.cells) {
        let middle = y + height / 2.0;
        layout::centred(canvas, name, (MARGIN, middle), Anchor::Start, style::NAME);
        for (source, cell) in cells.iter().enumerate() {
            if let Some(cell) = cell {
                glyph(canvas, *cell, (x(source), middle), (column * 0.36).min(4.4));
            }
        }
        y += height;
    }
    bottom
}

/// How far in the columns begin, so that the names of the first sources have room to their left.
fn reach(matrix: &Matrix) -> f64 {
    let narrow = |place: usize| 14.0 * layout::float(place);
    let reaches =
        matrix.sources.iter().enumerate().map(|(place, name)| layout::width(name, style::NAME) - narrow(place));
    reaches.fold(0.0, f64::max).min(FURTHEST)
}

pub(super) const STRIPE: plotters::style::RGBColor = plotters::style::RGBColor(0xF2, 0xF5, 0xF8);

fn corners(area: Area) -> [(f64, f64); 4] {
    let Area { left, top, right, bottom } = area;
    [(left, top), (right, top), (right, bottom), (left, bottom)]
}

/// A source on its step: the lines of its name, right of which its column begins.
struct Step {
    name: Vec<String>,
    /// The baseline of the first line.
    y: f64,
}

/// The last source stands on the highest step: no line crosses a name. Returns the steps and where they end.
fn steps(matrix: &Matrix, x: &dyn Fn(usize) -> f64, top: f64) -> (Vec<Step>, f64) {
    let mut steps = Vec::with_capacity(matrix.sources.len());
    let mut bottom = top;
    for (place, source) in matrix.sources.iter().enumerate().rev() {
        let name = font::wrap(source, x(place) - BESIDE - MARGIN, style::NAME.size, style::NAME.weight);
        let y = bottom + 9.0;
        bottom += STEP + style::leading(style::NAME) * (layout::float(name.len()) - 1.0);
        steps.push(Step { name, y });
    }
    steps.reverse();
    (steps, bottom)
}

fn sample<'a>(delivery: Delivery) -> Entry<'a> {
    Entry::new(9.0, delivery.label(), move |canvas, (x, y)| glyph(canvas, delivery, (x + 4.5, y), 4.2))
}

/// Told apart by shape and by how much is filled, not by colour alone.
fn glyph(canvas: &mut Canvas, delivery: Delivery, (x, y): (f64, f64), half: f64) {
    let area = Area { left: x - half, top: y - half, right: x + half, bottom: y + half };
    let hollow = |colour| Paint::outlined(style::WHITE, colour, 1.2);
    match delivery {
        Delivery::InTime => canvas.rect(area, Paint::fill(style::OWN)),
        Delivery::Came => canvas.dot((x, y), half, Paint::fill(style::SECOND)),
        Delivery::Partly => {
            canvas.rect(area, hollow(style::OWN));
            canvas.rect(Area { top: y, ..area }, Paint::fill(style::OWN));
        }
        // A cross is what is withheld, in every chart.
        Delivery::Absent => canvas.rect(area, hollow(style::ABSENT)),
        Delivery::Withheld => layout::cross(canvas, (x, y), style::COUNTRY),
    }
}
