//! How many stand where: a square for each, or a part of a bar where there are many.

use super::canvas::{Anchor, Area, Canvas, Paint};
use super::layout::{self, BASELINE, Entry};
use super::model::{Strip, StripRow, Tone};
use super::style::{self, MARGIN, RIGHT};
use super::{breaks, font, words};
use crate::lang::{integer, text};
use crate::protect::Cell;

const ROW: f64 = 32.0;
const LARGEST: f64 = 12.0;
/// Squares smaller than this are not counted by eye.
const SMALLEST: f64 = 6.0;
const SPACE: f64 = 2.0;
const BETWEEN: f64 = 7.0;

/// Draws the years from `top` down; returns where they end.
pub(super) fn draw(canvas: &mut Canvas, strip: &Strip, top: f64) -> f64 {
    let entries: Vec<Entry<'_>> = strip.states.iter().map(|state| sample(state.label.clone(), state.tone)).collect();
    let top = layout::legend(canvas, &entries, top) + 12.0;
    let names = layout::widest(strip.rows.iter().map(|row| row.label.as_str()), style::REPORT_YEAR);
    let left = MARGIN + names + 12.0;
    let size = size(strip, RIGHT - left);
    let mut top = top;
    for (place, row) in strip.rows.iter().enumerate() {
        for note in strip.notes_before(place) {
            top = broken(canvas, &note, top);
        }
        let y = top + LARGEST / 2.0;
        top += ROW;
        let kind = if place + 1 == strip.rows.len() { style::REPORT_YEAR } else { style::NAME };
        canvas.text(&row.label, (MARGIN, y + BASELINE), Anchor::Start, kind);
        match (row.counts(), size) {
            (Some(counts), Some(size)) => squares(canvas, strip, &counts, size, (left, y)),
            (Some(counts), None) => parts(canvas, strip, &counts, (left, y)),
            (None, _) => {
                canvas.text(&status(row), (left, y + BASELINE), Anchor::Start, style::QUIET);
            }
        }
    }
    top
}

/// A line across and why; returns where the next row begins.
fn broken(canvas: &mut Canvas, note: &str, top: f64) -> f64 {
    canvas.stroke((MARGIN, top), (RIGHT, top), breaks::LINE);
    let lines = font::wrap(note, RIGHT - MARGIN, style::QUIET.size, style::QUIET.weight);
    canvas.paragraph(&lines, (MARGIN, top + 11.0), Anchor::Start, style::QUIET) + 1.0
}

/// How large a square is; none where the longest row would need smaller ones.
fn size(strip: &Strip, room: f64) -> Option<f64> {
    let rows = strip.rows.iter().filter_map(StripRow::counts);
    let fits = |counts: Vec<u64>| {
        let groups = layout::float(counts.iter().filter(|count| **count > 0).count().max(1) - 1);
        let squares = whole(counts.iter().sum::<u64>().max(1));
        // A group is as wide as its figure, so that figures keep apart.
        (room - groups * (BETWEEN + 6.0)) / squares - SPACE
    };
    let size = rows.map(fits).fold(LARGEST, f64::min);
    (size >= SMALLEST).then_some(size)
}

fn squares(canvas: &mut Canvas, strip: &Strip, counts: &[u64], size: f64, (left, y): (f64, f64)) {
    let mut x = left;
    for (state, count) in strip.states.iter().zip(counts).filter(|(_, count)| **count > 0) {
        let first = x;
        for _ in 0..*count {
            glyph(canvas, state.tone, Area { left: x, top: y - size / 2.0, right: x + size, bottom: y + size / 2.0 });
            x += size + SPACE;
        }
        let figure = integer(*count);
        let end = (x - SPACE).max(first + layout::width(&figure, style::FIGURE));
        canvas.text(&figure, (first, y + LARGEST / 2.0 + 10.5), Anchor::Start, style::FIGURE);
        x = end + BETWEEN;
    }
}

/// All rows have one scale: the longest fills the room.
fn parts(canvas: &mut Canvas, strip: &Strip, counts: &[u64], (left, y): (f64, f64)) {
    let most = strip.rows.iter().filter_map(StripRow::counts).map(|counts| counts.iter().sum::<u64>()).max();
    let each = (RIGHT - left) / whole(most.unwrap_or(1).max(1));
    let mut x = left;
    for (state, count) in strip.states.iter().zip(counts).filter(|(_, count)| **count > 0) {
        let right = x + each * whole(*count);
        glyph(canvas, state.tone, Area { left: x, top: y - LARGEST / 2.0, right, bottom: y + LARGEST / 2.0 });
        let at = (f64::midpoint(x, right), y + LARGEST / 2.0 + 10.5);
        layout::text_if_free(canvas, &integer(*count), at, Anchor::Middle, style::FIGURE);
        x = right;
    }
}

fn sample<'a>(words: String, tone: Tone) -> Entry<'a> {
    Entry::new(10.0, words, move |canvas, (x, y)| {
        glyph(canvas, tone, Area { left: x, top: y - 5.0, right: x + 10.0, bottom: y + 5.0 });
    })
}

/// Told apart by how much is filled and by shape, not by colour alone.
fn glyph(canvas: &mut Canvas, tone: Tone, area: Area) {
    let Area { left, top, right, bottom } = area;
    let outline = Paint::outlined(style::WHITE, style::OWN, 1.2);
    let inner = Area { left: left + 0.6, top: top + 0.6, right: right - 0.6, bottom: bottom - 0.6 };
    match tone {
        Tone::Done => canvas.rect(area, Paint::fill(style::OWN)),
        Tone::Undated => {
            canvas.rect(area, Paint::fill(style::OWN));
            let middle = (f64::midpoint(left, right), f64::midpoint(top, bottom));
            canvas.dot(middle, (bottom - top) * 0.2, Paint::fill(style::WHITE));
        }
        Tone::Running => canvas.rect(area, Paint::fill(style::SECOND)),
        Tone::Late => {
            canvas.rect(area, Paint::fill(style::OWN));
            // One stroke across a square, several across a part of a bar.
            let (tall, white) = (bottom - top, Paint::line(style::WHITE, 2.0));
            let mut x = left;
            while x + tall <= right + 0.1 {
                canvas.stroke((x, bottom), (x + tall, top), white);
                x += tall;
            }
        }
        Tone::UnderWay => {
            canvas.rect(inner, outline);
            canvas.rect(Area { top: f64::midpoint(top, bottom), ..area }, Paint::fill(style::OWN));
        }
        Tone::NotBegun => canvas.rect(inner, outline),
        Tone::Stopped => {
            canvas.rect(inner, Paint::outlined(style::WHITE, style::COUNTRY, 1.2));
            let cross = Paint::line(style::COUNTRY, 1.2);
            canvas.stroke((left, top), (right, bottom), cross);
            canvas.stroke((left, bottom), (right, top), cross);
        }
        Tone::Unknown => canvas.rect(inner, Paint::outlined(style::WHITE, style::COUNTRY, 1.2).dashed()),
    }
}

/// Beside the others a withheld one could be measured, so the row has only a word.
fn status(row: &StripRow) -> String {
    let withheld = row.cells.iter().find(|cell| **cell == Cell::Withheld);
    let absent = withheld.or_else(|| row.cells.iter().find(|cell| cell.shown().is_none()));
    absent.and_then(words::status).unwrap_or_else(|| text("report.missing", &[]))
}

#[expect(clippy::cast_precision_loss, reason = "counts of a plan lie far below 2^53")]
fn whole(count: u64) -> f64 {
    count as f64
}
