//! Where a series becomes another one: a drawn line and a note above it.

use super::canvas::{Anchor, Canvas, Paint};
use super::font;
use super::layout;
use super::style::{self, Ground, MARGIN, RIGHT, Type};
use crate::lang::text;

/// Drawn where a series becomes another one.
pub(super) const LINE: Paint = Paint::line(style::INK, 0.9).dashed();
const NOTE: f64 = 190.0;

/// The breaks of a chart, each with the lines of its note.
pub(super) struct Breaks(Vec<(usize, Vec<String>)>);

impl Breaks {
    /// Breaks at places, each with its reason.
    pub(super) fn of<'r>(breaks: impl Iterator<Item = (usize, &'r str)>) -> Self {
        let note = |(place, reason): (usize, &str)| {
            let note = text("chart.break_note", &[("reason", reason)]);
            (place, font::wrap(&note, NOTE, style::QUIET.size, style::QUIET.weight))
        };
        Self(breaks.map(note).collect())
    }

    /// The room that the notes take above the plot: each has lines of its own, so that none covers another.
    pub(super) fn height(&self) -> f64 {
        let lines: usize = self.0.iter().map(|(_, note)| note.len()).sum();
        style::leading(style::QUIET) * layout::float(lines)
    }

    /// Draws them; `x` is where a place begins, `top` where the notes begin.
    pub(super) fn draw(&self, canvas: &mut Canvas, x: &dyn Fn(usize) -> f64, (top, bottom): (f64, f64)) {
        // All lines first: a note that lies across one is not cut by it.
        let mut y = top + 9.0;
        for (place, note) in &self.0 {
            canvas.stroke((x(*place), y - 7.5), (x(*place), bottom), LINE);
            y += style::leading(style::QUIET) * layout::float(note.len());
        }
        let kind = Type { ground: Ground::Rim, ..style::QUIET };
        let mut y = top + 9.0;
        for (place, note) in &self.0 {
            let x = x(*place);
            let wide = layout::widest(note.iter().map(String::as_str), style::QUIET);
            let at_right = x + 4.0 + wide <= RIGHT;
            let (at, anchor) =
                if at_right { (x + 4.0, Anchor::Start) } else { ((x - 4.0).max(MARGIN + wide), Anchor::End) };
            y = canvas.paragraph(note, (at, y), anchor, kind);
        }
    }
}
