//! Who has delivered what: a row a unit, a column a source, the sources' names on a staircase so that they lie.

use super::canvas::{Anchor, Area, Canvas, Paint};
use super::font;
use super::layout::{self, Entry};
use super::model::{Delivery, Matrix};
use super::style::{self, MARGIN, RIGHT};

const NAME: f64 = 130.0;
const FURTHEST: f64 = 185.0;
const STEP: f64 = 11.5;
const ROW: f64 = 14.0;
const WIDEST: f64 = 22.0;
const ALL: [Delivery; 5] = [Delivery::InTime, Delivery::Came, Delivery::Partly, Delivery::Absent, Delivery::Withheld];

/// Draws the matrix from `top` down; returns where it ends.
pub(super) fn draw(canvas: &mut Canvas, matrix: &Matrix, top: f64) -> f64 {
    let is_used = |wanted: Delivery| matrix.cells.iter().flatten().any(|cell| *cell == Some(wanted));
    let entries: Vec<Entry<'_>> = ALL.into_iter().filter(|it| is_used(*it)).map(sample).collect();
    let top = layout::legend(canvas, &entries, top) + 6.0;
    let names: Vec<Vec<String>> =
        matrix.units.iter().map(|unit| font::wrap_within(unit, 2, NAME, style::NAME.size)).collect();
    let wide = layout::widest(names.iter().flatten().map(String::as_str), style::NAME);
    let left = MARGIN + reach(matrix).max(wide + 8.0);
    let column = ((RIGHT - left) / layout::float(matrix.sources.len().max(1))).min(WIDEST);
    let x = |place: usize| left + column * (layout::float(place) + 0.5);
    let first = top + STEP * layout::float(matrix.sources.len()) + 4.0;
    let heights: Vec<f64> =
        names.iter().map(|name| ROW + style::leading(style::NAME) * (layout::float(name.len()) - 1.0)).collect();
    let bottom = first + heights.iter().sum::<f64>();
    staircase(canvas, matrix, &x, (top, bottom));
    let mut y = first;
    for (place, height) in heights.iter().enumerate() {
        if place % 2 == 1 {
            let area = Area { left: MARGIN, top: y, right: x(matrix.sources.len()) - column / 2.0, bottom: y + height };
            canvas.shape(&corners(area), Paint::fill(STRIPE));
        }
        y += height;
    }
    leaders(canvas, matrix, &x, (top, bottom));
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

/// The last source stands on the highest step: no line crosses a name.
fn staircase(canvas: &mut Canvas, matrix: &Matrix, x: &dyn Fn(usize) -> f64, (top, _): (f64, f64)) {
    for (place, source) in matrix.sources.iter().enumerate() {
        let at = (x(place) - 3.0, step(matrix, place, top));
        let room = at.0 - MARGIN;
        let name = font::wrap_within(source, 1, room, style::NAME.size);
        canvas.paragraph(&name, at, Anchor::End, style::NAME);
    }
}

fn leaders(canvas: &mut Canvas, matrix: &Matrix, x: &dyn Fn(usize) -> f64, (top, bottom): (f64, f64)) {
    for place in 0..matrix.sources.len() {
        let from = step(matrix, place, top) - 6.0;
        canvas.stroke((x(place), from), (x(place), bottom), Paint::line(style::GRID, 0.6));
    }
}

/// The baseline of a source's name.
fn step(matrix: &Matrix, place: usize, top: f64) -> f64 {
    top + STEP * layout::float(matrix.sources.len() - 1 - place) + 9.0
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
        Delivery::Absent => {
            let cross = Paint::line(style::ABSENT, 1.8);
            canvas.stroke((x - half, y - half), (x + half, y + half), cross);
            canvas.stroke((x - half, y + half), (x + half, y - half), cross);
        }
        Delivery::Withheld => canvas.dot((x, y), half * 0.4, Paint::fill(style::COUNTRY)),
    }
}
