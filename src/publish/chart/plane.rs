//! An upright value axis with its grid and its figures.

use super::canvas::{Anchor, Canvas, Paint};
use super::layout::{self, BASELINE};
use super::scale::Scale;
use super::style::{self, MARGIN, RIGHT};
use crate::units::Unit;

const SCALE_GAP: f64 = 6.0;
/// Room for a figure above the tallest mark.
pub(super) const HEADROOM: f64 = 14.0;

/// Where values lie on the paper.
#[derive(Debug, Clone, Copy)]
pub(super) struct Plane {
    pub(super) left: f64,
    pub(super) right: f64,
    pub(super) top: f64,
    pub(super) bottom: f64,
    least: f64,
    most: f64,
}

impl Plane {
    /// Draws grid and figures of `values`, the plot `height` tall; without any value only the line at zero.
    pub(super) fn draw(
        canvas: &mut Canvas,
        values: impl Iterator<Item = f64>,
        unit: Unit,
        (top, height): (f64, f64),
    ) -> Self {
        let scale = Scale::of(values, unit);
        let labels: Vec<String> =
            scale.iter().flat_map(|scale| scale.lines.iter().map(|line| scale.label(*line, unit))).collect();
        let gutter = layout::widest(labels.iter().map(String::as_str), style::QUIET);
        let left = if labels.is_empty() { MARGIN } else { MARGIN + gutter + SCALE_GAP };
        let height = if scale.is_some() { height } else { 12.0 };
        let (least, most) = scale.as_ref().map_or((0.0, 1.0), |scale| (scale.min, scale.max));
        let plane = Self { left, right: RIGHT, top: top + HEADROOM, bottom: top + HEADROOM + height, least, most };
        for (line, label) in scale.iter().flat_map(|scale| &scale.lines).zip(&labels) {
            let y = plane.y(*line);
            canvas.text(label, (left - SCALE_GAP, y + BASELINE), Anchor::End, style::QUIET);
            if *line != 0.0 {
                canvas.stroke((left, y), (RIGHT, y), Paint::line(style::GRID, 0.6));
            }
        }
        plane
    }

    /// How high a value lies.
    pub(super) fn y(&self, value: f64) -> f64 {
        let part = (value - self.least) / (self.most - self.least);
        self.bottom - (self.bottom - self.top) * part.clamp(0.0, 1.0)
    }

    /// The line at zero, over the feet of the marks.
    pub(super) fn foot(&self, canvas: &mut Canvas) {
        let y = self.y(0.0);
        canvas.stroke((self.left, y), (self.right, y), Paint::line(style::AXIS, 0.8));
    }
}

/// Neighbouring places that share what stands below them: first, last and the word.
pub(super) fn runs(statuses: &[Option<String>]) -> Vec<(usize, usize, &str)> {
    let mut runs: Vec<(usize, usize, &str)> = Vec::new();
    for (place, status) in statuses.iter().enumerate() {
        let Some(word) = status.as_deref().filter(|word| !word.is_empty()) else { continue };
        match runs.last_mut() {
            Some(run) if run.1 + 1 == place && run.2 == word => run.1 = place,
            _ => runs.push((place, place, word)),
        }
    }
    runs
}

/// Writes each run's word below its places, in as many lines as it takes; returns where they end.
pub(super) fn statuses(canvas: &mut Canvas, runs: &[(usize, usize, &str)], x: &dyn Fn(usize) -> f64, top: f64) -> f64 {
    const LINE: f64 = 12.5;
    let kind = style::QUIET;
    let mut lines: Vec<f64> = Vec::new();
    for (first, last, word) in runs {
        let half = layout::width(word, kind) / 2.0;
        let middle = layout::inside(word, f64::midpoint(x(*first), x(*last)), kind);
        let is_several = last > first;
        let [mut from, mut to] = [middle - half, middle + half];
        if is_several {
            (from, to) = (from.min(x(*first) - 4.0), to.max(x(*last) + 4.0));
        }
        let line = lines.iter().position(|end| *end + 4.0 <= from).unwrap_or(lines.len());
        if line == lines.len() {
            lines.push(0.0);
        }
        lines[line] = to;
        let y = top + LINE * (layout::float(line) + 1.0);
        canvas.text(word, (middle, y), Anchor::Middle, kind);
        if is_several {
            let y = y - 9.0;
            canvas.stroke((x(*first) - 4.0, y), (x(*last) + 4.0, y), Paint::line(style::COUNTRY, 0.6));
        }
    }
    top + LINE * layout::float(lines.len())
}
