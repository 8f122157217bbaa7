//! The figures beside the marks.

use super::super::canvas::{Anchor, Area, Canvas};
use super::super::font;
use super::super::frame::DOT;
use super::super::model::{YearMark, YearPoint, YearSeries};
use super::super::scale;
use super::super::style;
use super::marks::{self, Mark, Placed};
use super::{Ground, interval};
use crate::units::Unit;

const GAP: f64 = 3.0;
/// Where the baseline of a text stands below its middle.
const BASELINE: f64 = 3.2;

type Write = fn(f64, Unit) -> String;

/// Where figures stand and how they are written, the same for all years of a chart.
#[derive(Debug, Clone, Copy)]
pub(super) struct Manner {
    side: Side,
    write: Write,
    widest: f64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    /// Left of the dot, at its height.
    Left,
    /// Above column or dot.
    Above,
    /// Below the year: on top of an interval a figure would stand at the height of another value.
    Below,
}

impl Manner {
    /// Beside the mark if that fits; with the sign if that fits, for the axis has it too.
    pub(super) fn of(series: &YearSeries, unit: Unit, slot: f64) -> Self {
        let ticks = if series.references.is_empty() { 0.0 } else { marks::BESIDE };
        let beside = slot - ticks - 2.0 * DOT - 2.0 * GAP;
        let has_intervals = series.points.iter().any(|point| interval(point).is_some());
        let sides: &[(Side, f64)] = match series.mark {
            YearMark::Column => &[(Side::Above, slot - GAP)],
            YearMark::Dot | YearMark::Line if has_intervals => &[(Side::Left, beside), (Side::Below, slot - GAP)],
            YearMark::Dot | YearMark::Line => &[(Side::Left, beside), (Side::Above, slot - GAP)],
        };
        let mut manner = Self { side: Side::Above, write: scale::plain, widest: 0.0 };
        for (side, room) in sides {
            for write in [scale::figure as Write, scale::plain] {
                manner = Self { side: *side, write, widest: widest(series, unit, write) };
                if manner.widest <= *room {
                    return manner;
                }
            }
        }
        manner
    }

    /// What stands below a year in place of a figure beside its mark.
    pub(super) fn below(self, point: &YearPoint, unit: Unit) -> Option<String> {
        let shown = point.cell.shown().filter(|_| self.side == Side::Below)?;
        Some((self.write)(shown.value, unit))
    }

    /// The room figures take to the left of their marks.
    pub(super) fn left_of_mark(self) -> f64 {
        match self.side {
            Side::Left if self.widest > 0.0 => self.widest + GAP,
            Side::Left | Side::Above | Side::Below => 0.0,
        }
    }
}

/// Writes the figures, the latest first: where very large ones have no room beside each other, it is kept.
pub(super) fn draw(
    canvas: &mut Canvas,
    series: &YearSeries,
    unit: Unit,
    ground: Ground,
    placed: &Placed,
    manner: Manner,
) {
    let mut written: Vec<Area> = Vec::new();
    for (index, point) in series.points.iter().enumerate().rev() {
        let (Some(shown), Some(Some(mark))) = (point.cell.shown(), placed.marks.get(index)) else { continue };
        let text = (manner.write)(shown.value, unit);
        let (at, anchor) = match manner.side {
            Side::Left => (left_of(*mark, ground), Anchor::End),
            Side::Above => (above(&text, *mark, ground, placed), Anchor::Middle),
            Side::Below => continue,
        };
        let area = Area::of(&text, at, anchor, style::FIGURE);
        let others = placed.marks.iter().enumerate().filter(|(other, _)| *other != index);
        let covers_mark = others.filter_map(|(_, mark)| *mark).any(|mark| area.overlaps(mark.area));
        let near = Area { left: area.left - GAP, right: area.right + GAP, ..area };
        if !covers_mark && !written.iter().any(|other| near.overlaps(*other)) {
            canvas.text(&text, at, anchor, style::FIGURE);
            written.push(area);
        }
    }
}

fn left_of(mark: Mark, ground: Ground) -> (f64, f64) {
    (mark.x - DOT - GAP, (mark.y + BASELINE).min(ground.bottom - 2.5))
}

/// Above the mark and above every tick it would cover.
fn above(text: &str, mark: Mark, ground: Ground, placed: &Placed) -> (f64, f64) {
    let kind = style::FIGURE;
    let half = font::width(text, kind.size, kind.weight) / 2.0;
    let x = mark.x.min(style::RIGHT - half).max(ground.left + half);
    let mut y = mark.area.top - GAP;
    loop {
        let area = Area::of(text, (x, y), Anchor::Middle, kind);
        let Some(tick) = placed.ticks.iter().find(|tick| area.overlaps(**tick)) else { return (x, y) };
        y = tick.top - GAP;
    }
}

fn widest(series: &YearSeries, unit: Unit, write: Write) -> f64 {
    let kind = style::FIGURE;
    let shown = series.points.iter().filter_map(|point| point.cell.shown());
    shown.map(|shown| font::width(&write(shown.value, unit), kind.size, kind.weight)).fold(0.0, f64::max)
}
