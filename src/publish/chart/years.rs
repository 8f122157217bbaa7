//! A total through the years: columns from zero, or dots with their intervals, and what they are set beside.

mod calendar;
mod figures;
pub(super) mod lines;
mod marks;

use super::breaks::Breaks;
use super::canvas::{Anchor, Canvas};
use super::font;
use super::frame::Failure;
use super::model::{YearMark, YearPoint, YearSeries};
use super::scale::Scale;
use super::style::{self, MARGIN, RIGHT};
use super::{layout, whisker};
use crate::units::Unit;
use figures::Manner;

const HEIGHT: f64 = 150.0;
/// Without any figure there is nothing to measure, only the line of years.
const EMPTY_HEIGHT: f64 = 12.0;
/// Room for the figure above the tallest mark.
const HEADROOM: f64 = 14.0;
const SCALE_GAP: f64 = 6.0;
/// Few years stand together at the left rather than far apart.
const WIDEST_SLOT: f64 = 106.0;

/// Where the plot is and how wide each year's part of it.
#[derive(Debug, Clone, Copy)]
struct Ground {
    left: f64,
    right: f64,
    top: f64,
    bottom: f64,
    slot: f64,
    /// Left edge of the first year's part.
    first: f64,
}

impl Ground {
    fn of(series: &YearSeries, scale: Option<&Scale>, unit: Unit, top: f64) -> Self {
        let kind = style::QUIET;
        let labels = scale.map(|scale| scale.lines.iter().map(|line| scale.label(*line, unit)).collect::<Vec<_>>());
        let widths = labels.iter().flatten().map(|label| font::width(label, kind.size, kind.weight));
        let gutter = widths.fold(None, |most: Option<f64>, width| Some(most.map_or(width, |most| most.max(width))));
        let left = MARGIN + gutter.map_or(0.0, |width| width + SCALE_GAP);
        let years = count(series.points.len()).max(1.0);
        // Marks stand left of the middle of their year where ticks follow; the first figure keeps clear of the scale.
        let first = left + if series.references.is_empty() { 0.0 } else { marks::BESIDE / 2.0 };
        let slot = ((RIGHT - first) / years).min(WIDEST_SLOT);
        let (top, height) = if scale.is_some() { (top + HEADROOM, HEIGHT) } else { (top, EMPTY_HEIGHT) };
        Self { left, right: first + slot * years, top, bottom: top + height, slot, first }
    }

    /// The middle of a year's part.
    fn middle(&self, index: usize) -> f64 {
        self.first + self.slot * (count(index) + 0.5)
    }
}

/// Draws the series from `top` down; returns where it ends.
pub(super) fn draw(canvas: &mut Canvas, series: &YearSeries, unit: Unit, top: f64) -> Result<f64, Failure> {
    let sample = whisker::entry(series.points.iter().map(|point| &point.cell));
    // Dots have theirs in the legend above.
    let sample: Vec<_> = sample.into_iter().filter(|_| series.mark == YearMark::Column).collect();
    let top = if sample.is_empty() { top } else { layout::legend(canvas, &sample, top) };
    let scale = Scale::of(values(series), unit);
    let place = |year: i32| series.points.iter().position(|point| point.year == year);
    let breaks = Breaks::of(series.breaks.iter().filter_map(|it| Some((place(it.year)?, it.note.as_str()))));
    let notes = top + 4.0;
    let top = top + breaks.height();
    let ground = Ground::of(series, scale.as_ref(), unit, top);
    let manner = Manner::of(series, unit, ground.slot);
    let placed = marks::draw(canvas, series, scale.as_ref(), ground, manner)?;
    if let Some(scale) = &scale {
        for (line, y) in scale.lines.iter().zip(&placed.lines) {
            let at = (ground.left - SCALE_GAP, y + 3.2);
            canvas.text(&scale.label(*line, unit), at, Anchor::End, style::QUIET);
        }
    }
    breaks.draw(canvas, &|place| ground.middle(place) - ground.slot / 2.0, (notes, ground.bottom));
    figures::draw(canvas, series, unit, ground, &placed, manner);
    calendar::draw(canvas, series, ground, &|point| manner.below(point, unit))
}

/// Everything the axis must hold, the intervals included.
fn values(series: &YearSeries) -> impl Iterator<Item = f64> {
    let own = series.points.iter().flat_map(|point| {
        let value = point.cell.shown().map(|shown| shown.value);
        value.into_iter().chain(interval(point).into_iter().flat_map(|(lower, upper)| [lower, upper]))
    });
    own.chain(series.references.iter().flat_map(|reference| reference.points.iter().map(|(_, value)| *value)))
}

fn interval(point: &YearPoint) -> Option<(f64, f64)> {
    whisker::limits(&point.cell).map(|limits| (limits.lower, limits.upper))
}

/// Every how many years a label `wide` fits, so that neighbours keep apart.
fn stride(wide: f64, slot: f64) -> usize {
    (1..=1000).find(|years| wide + 3.0 <= slot * count(*years)).unwrap_or(1000)
}

/// Whether the year at `index` keeps its label: counted back from the last, which is the one most read.
fn keeps_label(index: usize, series: &YearSeries, stride: usize) -> bool {
    (series.points.len() - 1 - index).is_multiple_of(stride)
}

fn count(number: usize) -> f64 {
    u32::try_from(number).map_or(f64::MAX, f64::from)
}
