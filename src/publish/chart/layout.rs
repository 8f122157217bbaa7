//! What drawings of several kinds share: columns of text, legends, statuses.

use plotters::style::RGBColor;

use super::canvas::{Anchor, Area, Canvas, Paint};
use super::font;
use super::style::{self, MARGIN, RIGHT, Type};

/// Where the baseline of a text stands below its middle.
pub(super) const BASELINE: f64 = 3.2;
const ENTRY_GAP: f64 = 14.0;
const SAMPLE_GAP: f64 = 4.0;
/// Half the width of the cross of what is withheld.
const CROSS: f64 = 2.2;

/// How wide a text is.
pub(super) fn width(text: &str, kind: Type) -> f64 {
    font::width(text, kind.size, kind.weight)
}

/// The widest of them; nought of none.
pub(super) fn widest<'t>(texts: impl Iterator<Item = &'t str>, kind: Type) -> f64 {
    texts.map(|text| width(text, kind)).fold(0.0, f64::max)
}

/// A whole number as a place on the paper.
pub(super) fn float(number: usize) -> f64 {
    u32::try_from(number).map_or(f64::MAX, f64::from)
}

/// Lines of text with their middle at `y`.
pub(super) fn centred(canvas: &mut Canvas, lines: &[String], (x, y): (f64, f64), anchor: Anchor, kind: Type) {
    let above = style::leading(kind) * (float(lines.len()) - 1.0) / 2.0;
    canvas.paragraph(lines, (x, y - above + BASELINE), anchor, kind);
}

/// Draws with its left edge and its middle at a place.
type Sample<'a> = dyn Fn(&mut Canvas, (f64, f64)) + 'a;

/// A sample and its words.
pub(super) struct Entry<'a> {
    /// How wide the sample is.
    pub(super) wide: f64,
    /// Draws it with its left edge and its middle at a place.
    pub(super) draw: Box<Sample<'a>>,
    /// What it means.
    pub(super) words: String,
}

impl<'a> Entry<'a> {
    pub(super) fn new(wide: f64, words: String, draw: impl Fn(&mut Canvas, (f64, f64)) + 'a) -> Self {
        Self { wide, draw: Box::new(draw), words }
    }
}

/// Samples with their words from `top` down, as many to a line as there is room for; returns where they end.
pub(super) fn legend(canvas: &mut Canvas, entries: &[Entry<'_>], top: f64) -> f64 {
    let kind = style::NAME;
    let (mut x, mut y) = (MARGIN, top + 8.0);
    let mut bottom = top;
    for entry in entries {
        let lead = entry.wide + SAMPLE_GAP;
        let lines = font::wrap(&entry.words, RIGHT - MARGIN - lead, kind.size, kind.weight);
        let wide = widest(lines.iter().map(String::as_str), kind);
        if x > MARGIN && x + lead + wide > RIGHT {
            (x, y) = (MARGIN, bottom + 11.0);
        }
        (entry.draw)(canvas, (x, y - BASELINE));
        let after = canvas.paragraph(&lines, (x + lead, y), Anchor::Start, kind);
        bottom = bottom.max(after - style::leading(kind) + 3.0);
        x += lead + wide + ENTRY_GAP;
    }
    bottom
}

/// A square sample.
pub(super) fn square<'a>(words: String, paint: Paint) -> Entry<'a> {
    Entry::new(9.0, words, move |canvas, (x, y)| {
        canvas.rect(Area { left: x, top: y - 4.5, right: x + 9.0, bottom: y + 4.5 }, paint);
    })
}

/// A line sample.
pub(super) fn line<'a>(words: String, paint: Paint) -> Entry<'a> {
    Entry::new(14.0, words, move |canvas, (x, y)| canvas.stroke((x, y), (x + 14.0, y), paint))
}

/// Where a figure is withheld: a cross, which has no height to read.
pub(super) fn cross(canvas: &mut Canvas, (x, y): (f64, f64), colour: RGBColor) {
    let paint = Paint::line(colour, 1.0);
    canvas.stroke((x - CROSS, y - CROSS), (x + CROSS, y + CROSS), paint);
    canvas.stroke((x - CROSS, y + CROSS), (x + CROSS, y - CROSS), paint);
}

/// What a legend says of it.
pub(super) fn crossed<'a>(words: String, colour: RGBColor) -> Entry<'a> {
    Entry::new(5.0, words, move |canvas, (x, y)| cross(canvas, (x + 2.5, y), colour))
}

/// Text that is written only where no other text stands; says whether it was.
pub(super) fn text_if_free(canvas: &mut Canvas, text: &str, at: (f64, f64), anchor: Anchor, kind: Type) -> bool {
    let area = Area::of(text, at, anchor, kind);
    let is_inside = area.left >= MARGIN - 0.5 && area.right <= RIGHT + 0.5;
    let near = Area { left: area.left - 2.0, right: area.right + 2.0, ..area };
    let is_free = is_inside && !canvas.texts().iter().any(|(_, other)| near.overlaps(*other));
    if is_free {
        canvas.text(text, at, anchor, kind);
    }
    is_free
}

/// A text kept inside the margins.
pub(super) fn inside(text: &str, x: f64, kind: Type) -> f64 {
    let half = width(text, kind) / 2.0;
    x.min(RIGHT - half).max(MARGIN + half)
}
