//! How each figure has gone through the years. Fewer than five say nothing.

use super::Aims;
use super::estimate::Estimate;
use super::family::FALSE_DISCOVERIES;
use super::verdicts::polarity_of;
use crate::compute::{
    FEWEST_YEARS, MeasureTable, Trend, benjamini_hochberg, cochran_armitage, cochran_armitage_within, float,
    mann_kendall, trend, trend_of_shares,
};
use crate::plan::Polarity;
use crate::protect::{Cell, Heading, Publishable, Shown};
use crate::units::Unit;

/// A figure through the years.
#[derive(Debug, Clone, PartialEq)]
pub struct TrendOf {
    /// Id of the measure.
    pub measure: String,
    /// Its name.
    pub title: String,
    /// The first year of the unbroken series.
    pub first: i32,
    /// Its last.
    pub last: i32,
    /// Its unit.
    pub unit: Unit,
    /// The figure of the first year.
    pub from: Shown,
    /// The figure of the last.
    pub to: Shown,
    /// How many years.
    pub points: usize,
    /// The smallest level at which the direction is certain, 1 where a single year makes it; none where the series is too
    /// short.
    pub p: Option<f64>,
    /// The same when all series are judged together.
    pub adjusted: Option<f64>,
    /// What may be said.
    pub direction: Direction,
    /// Whether that is good, where the plan says which way is.
    pub is_better: Option<bool>,
}

/// Which way a series goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// Fewer than five years.
    TooShort,
    /// No certain direction.
    Unclear,
    /// Up.
    Rising,
    /// Down.
    Falling,
}

impl TrendOf {
    /// Whether the direction is certain.
    pub fn is_certain(&self) -> bool {
        matches!(self.direction, Direction::Rising | Direction::Falling)
    }

    /// How many years it takes.
    pub fn least(&self) -> usize {
        FEWEST_YEARS
    }

    /// The key of the sentence that says it.
    pub(crate) fn key(&self) -> &'static str {
        match self.direction {
            Direction::TooShort => "compare.trend_short",
            Direction::Unclear => "compare.trend_unclear",
            Direction::Rising => "compare.trend_rising",
            Direction::Falling => "compare.trend_falling",
        }
    }
}

/// The trend of every measure with an own figure, up to its last year: the longest unbroken run of years that ends there.
/// A year that is missing, withheld or nought breaks it, and it begins with the first whole year after the plan's last break. All of
/// them are judged together.
pub(super) fn trends(publishable: &Publishable, aims: &Aims) -> Vec<TrendOf> {
    let measures = publishable.indicators().iter().filter(|it| it.id != "B1").flat_map(|it| &it.measures);
    let mut trends: Vec<(TrendOf, Direction)> =
        measures.filter_map(|measure| one(measure, publishable.heading(), aims)).collect();
    let p: Vec<Option<f64>> = trends.iter().map(|(trend, _)| trend.p).collect();
    for ((trend, way), adjusted) in trends.iter_mut().zip(benjamini_hochberg(&p)) {
        trend.adjusted = adjusted;
        let is_certain = adjusted.is_some_and(|adjusted| adjusted < FALSE_DISCOVERIES);
        trend.direction = match trend.p {
            None => Direction::TooShort,
            Some(_) if is_certain => *way,
            Some(_) => Direction::Unclear,
        };
        let way = polarity_of(&trend.measure, &aims.polarity).filter(|_| trend.is_certain());
        trend.is_better = way.map(|way| (way == Polarity::Opp) == (trend.direction == Direction::Rising));
    }
    trends.into_iter().map(|(trend, _)| trend).collect()
}

/// A measure without any figure has no trend to speak of, and a year of nothing, which may be an empty export, is no figure
/// here: the series ends before it, or begins after it. Shares of children, of which each is counted, are judged by
/// how many were counted (Cochran and Armitage), where no single year makes the direction; all other figures by their order
/// alone (Mann and Kendall).
fn one(measure: &MeasureTable<Cell>, heading: &Heading, aims: &Aims) -> Option<(TrendOf, Direction)> {
    let is_figure = |shown: &&Shown| !aims.may_be_empty(&measure.id, shown, measure.unit);
    let shown = |place: usize| measure.totals[place].cell.shown().filter(is_figure);
    let last = (0..measure.totals.len()).rev().find(|place| shown(*place).is_some())?;
    let of_year = |place: usize| heading.windows.period(heading.window, measure.totals[place].year);
    let is_cut = |place: &usize| aims.is_broken_between(&measure.id, of_year(*place), of_year(last));
    // Of a year with a break within it nothing is left: the series begins after it, and has no years yet.
    let first = (0..=last).rev().find(|place| shown(*place).is_none() || is_cut(place)).map_or(0, |hole| hole + 1);
    let points = || (first..=last).filter_map(|place| Some((measure.totals[place].year, shown(place)?)));
    let of_shares: Option<Vec<(i32, u64, u64)>> = points()
        .map(|(year, shown)| match Estimate::of(shown, measure.unit)? {
            Estimate::Share { n, .. } if super::estimate::is_whole(n) => {
                Some((year, shown.numerator?, shown.denominator?))
            }
            _ => None,
        })
        .collect();
    let judged = if let Some(shares) = of_shares {
        steady(trend_of_shares(&shares), |way| is_steady(&shares, way))
    } else {
        let figures: Vec<(i32, f64)> = points().map(|(year, shown)| (year, shown.value)).collect();
        steady(trend(&figures), |way| is_ordered_beside_a_step(&figures, way))
    };
    let (p, direction) = match judged {
        Trend::TooShort => (None, Direction::TooShort),
        Trend::Unclear { p } => (Some(p), Direction::Unclear),
        Trend::Rising { p, .. } => (Some(p), Direction::Rising),
        Trend::Falling { p, .. } => (Some(p), Direction::Falling),
    };
    let of = TrendOf {
        measure: measure.id.clone(),
        title: measure.title.clone(),
        first: measure.totals[first.min(last)].year,
        last: measure.totals[last].year,
        unit: measure.unit,
        from: *shown(first.min(last))?,
        to: *shown(last)?,
        points: last + 1 - first,
        p,
        adjusted: None,
        direction: Direction::TooShort,
        is_better: None,
    };
    Some((of, direction))
}

/// One jump makes a slope among counted children, and one step an order, but no direction: then there is none at any level.
fn steady(judged: Trend, is_steady: impl Fn(f64) -> bool) -> Trend {
    match judged {
        Trend::Rising { slope, .. } | Trend::Falling { slope, .. } if !is_steady(slope.signum()) => {
            Trend::Unclear { p: 1.0 }
        }
        judged => judged,
    }
}

/// Whether the order of the years and their ends go the way of the slope, and it is still there, and clear by itself, when
/// any one year is left out. And there is more than one step to another level.
fn is_steady(shares: &[(i32, u64, u64)], way: f64) -> bool {
    let figures: Vec<f64> = shares.iter().map(|(_, events, n)| float(*events) / float(*n)).collect();
    let by_order = mann_kendall(&figures).is_some_and(|order| if way > 0.0 { order.s > 0 } else { order.s < 0 });
    let ends = figures.last().zip(figures.first()).map_or(0.0, |(last, first)| last - first);
    let without = |left_out: usize| {
        let rest = shares.iter().enumerate().filter(|(place, _)| *place != left_out);
        let rest: Vec<_> = rest.map(|(_, (year, events, n))| (f64::from(*year), *events, *n)).collect();
        cochran_armitage(&rest).is_some_and(|(slope, p)| slope * way > 0.0 && p < FALSE_DISCOVERIES)
    };
    by_order && ends * way > 0.0 && (0..shares.len()).all(without) && is_more_than_a_step(shares, &figures, way)
}

/// Whether the years before the largest step and those after it go the same way, taken together: a step alone seems to in
/// one of twenty.
fn is_more_than_a_step(shares: &[(i32, u64, u64)], figures: &[f64], way: f64) -> bool {
    let groups: Vec<(f64, u64, u64)> = shares.iter().map(|(year, events, n)| (f64::from(*year), *events, *n)).collect();
    let (before, after) = groups.split_at(largest_step(figures, way));
    // The direction is given: one side of the two.
    let one_sided = |p: f64| p / 2.0;
    cochran_armitage_within(&[before, after])
        .is_some_and(|(slope, p)| slope * way > 0.0 && one_sided(p) < FALSE_DISCOVERIES)
}

/// Whether the order goes the same way also when the years before the largest step are not set beside those after it.
fn is_ordered_beside_a_step(points: &[(i32, f64)], way: f64) -> bool {
    let figures: Vec<f64> = points.iter().map(|(_, figure)| *figure).collect();
    let (before, after) = figures.split_at(largest_step(&figures, way));
    let order: i64 = [before, after].into_iter().filter_map(mann_kendall).map(|order| order.s).sum();
    if way > 0.0 { order > 0 } else { order < 0 }
}

/// The place of the year after the largest step in a direction.
fn largest_step(figures: &[f64], way: f64) -> usize {
    let steps = figures.windows(2).map(|pair| (pair[1] - pair[0]) * way);
    steps.enumerate().max_by(|(_, one), (_, other)| one.total_cmp(other)).map_or(0, |(place, _)| place + 1)
}

#[cfg(test)]
mod tests;
