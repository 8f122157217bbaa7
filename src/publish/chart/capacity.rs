//! Referrals as columns, and the places there were for them as a line across.

use super::breaks::Breaks;
use super::canvas::{Anchor, Area, Canvas, Paint};
use super::layout::{self, Entry};
use super::model::{Capacity, CapacityYear};
use super::plane::{self, Plane};
use super::style::{self, RIGHT};
use super::{scale, words};
use crate::lang::{integer, text};
use crate::units::Unit;

const HEIGHT: f64 = 140.0;
const WIDEST_SLOT: f64 = 106.0;
/// How far the line of the places goes beyond the column.
const ACROSS: f64 = 5.0;
const BESIDE: f64 = 3.0;
const PLACES: Paint = Paint::line(style::INK, 2.2);
/// So that the line is seen on a column too.
const RIM: Paint = Paint::line(style::WHITE, 4.6);

/// Draws the years from `top` down; returns where they end.
pub(super) fn draw(canvas: &mut Canvas, capacity: &Capacity, top: f64) -> f64 {
    let referrals = layout::square(text("chart.referrals", &[]), Paint::fill(style::OWN));
    let places =
        Entry::new(14.0, text("chart.places", &[]), |canvas, (x, y)| canvas.stroke((x, y), (x + 14.0, y), PLACES));
    let top = layout::legend(canvas, &[referrals, places], top);
    let counts = || capacity.years.iter().filter_map(CapacityYear::counts);
    let values = counts().flat_map(|(referrals, places)| [referrals, places]).map(float);
    let at_year = |year: i32| capacity.years.iter().position(|it| it.year == year);
    let breaks = Breaks::of(capacity.breaks.iter().filter_map(|it| Some((at_year(it.year)?, it.note.as_str()))));
    let mut plane = Plane::draw(canvas, values, Unit::Antall, (top + breaks.height(), HEIGHT));
    let slot = ((RIGHT - plane.left) / layout::float(capacity.years.len().max(1))).min(WIDEST_SLOT);
    plane.right = plane.left + slot * layout::float(capacity.years.len());
    let middle = |place: usize| plane.left + slot * (layout::float(place) + 0.5);
    breaks.draw(canvas, &|place| middle(place) - slot / 2.0, (top + 4.0, plane.bottom));
    let half = (slot * 0.27).min(18.0);
    let widest = counts().map(|(_, places)| layout::width(&integer(places), style::NAME)).fold(0.0, f64::max);
    // Among many years the neighbours' lines would cut the figures of the places.
    let beside = (2.0 * (half + ACROSS) + BESIDE + widest + 4.0 <= slot).then_some(BESIDE);
    for (place, year) in capacity.years.iter().enumerate() {
        if let Some(counts) = year.counts() {
            draw_year(canvas, counts, &plane, (middle(place), half), beside);
        }
    }
    plane.foot(canvas);
    below(canvas, capacity, &plane, slot, &middle)
}

fn draw_year(
    canvas: &mut Canvas,
    (referrals, places): (u64, u64),
    plane: &Plane,
    (x, half): (f64, f64),
    beside: Option<f64>,
) {
    let (asked, offered) = (plane.y(float(referrals)), plane.y(float(places)));
    if referrals > 0 {
        canvas
            .rect(Area { left: x - half, top: asked, right: x + half, bottom: plane.bottom }, Paint::fill(style::OWN));
    }
    for paint in [RIM, PLACES] {
        canvas.stroke((x - half - ACROSS, offered), (x + half + ACROSS, offered), paint);
    }
    // The line's figure beside it, the column's above whichever is higher, or in the column below the line.
    if let Some(beside) = beside {
        let at = (x + half + ACROSS + beside, offered + 3.2);
        layout::text_if_free(canvas, &integer(places), at, Anchor::Start, style::NAME);
    }
    let clears = asked - offered;
    let above = if clears > -2.0 && clears < 13.0 { offered.min(asked) - 4.0 } else { asked - 4.0 };
    layout::text_if_free(canvas, &integer(referrals), (x, above), Anchor::Middle, style::FIGURE);
}

/// The years and, below each, how large a part of the places were asked for.
fn below(canvas: &mut Canvas, capacity: &Capacity, plane: &Plane, slot: f64, middle: &dyn Fn(usize) -> f64) -> f64 {
    let y = plane.bottom + 13.5;
    let mut lowest = y;
    let share = |year: &CapacityYear| year.share.shown().map(|shown| scale::figure(shown.value, Unit::Prosent));
    let shares: Vec<String> = capacity.years.iter().filter_map(share).collect();
    let widest = layout::widest(capacity.years.iter().map(|year| year.label.as_str()), style::REPORT_YEAR)
        .max(layout::widest(shares.iter().map(String::as_str), style::QUIET));
    let stride = (1..=40).find(|years| widest + 3.0 <= slot * layout::float(*years)).unwrap_or(40);
    for (place, year) in capacity.years.iter().enumerate() {
        let kind = if year.is_report { style::REPORT_YEAR } else { style::NAME };
        if !(capacity.years.len() - 1 - place).is_multiple_of(stride) {
            continue;
        }
        layout::text_if_free(canvas, &year.label, (middle(place), y), Anchor::Middle, kind);
        if let Some(share) = share(year) {
            layout::text_if_free(canvas, &share, (middle(place), y + 12.5), Anchor::Middle, style::QUIET);
            lowest = y + 12.5;
        }
    }
    let statuses: Vec<Option<String>> = capacity.years.iter().map(|year| words::status(&year.share)).collect();
    plane::statuses(canvas, &plane::runs(&statuses), middle, lowest)
}

#[expect(clippy::cast_precision_loss, reason = "counts of a municipality lie far below 2^53")]
fn float(count: u64) -> f64 {
    count as f64
}
