//! Has a monthly series changed, or is it as it has been? The `XmR` chart.
//!
//! Limits and the two first signals are Wheeler's (2000, Understanding Variation, 2nd ed.): a point beyond the limits,
//! and eight in a row on one side of the mean. The third, six in a row that rise or fall, is Nelson's third test (1984,
//! Journal of Quality Technology 16, 237-239). The English NHS («Making data count», package `NHSRplotthedots` 0.2)
//! uses seven for both, and asks for twelve points before limits are kept, as is done here.

use std::collections::BTreeMap;

use super::super::interval::float;

/// With fewer points limits move with each new one.
pub const FEWEST_POINTS: usize = 12;
/// Three standard deviations, of which a moving range is 1.128 on average.
const PER_MOVING_RANGE: f64 = 2.66;
/// So many in a row on one side of the mean are a shift: one run in 128 by chance.
const SHIFT: usize = 8;
/// So many points in a row, each higher, or each lower, than the one before are a drift.
const DRIFT: usize = 6;

/// Where something is known to have changed, so that what was before is no measure of what comes after.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Break {
    /// Place, from 0, of the first point after it.
    pub first: usize,
    /// Why: a break without a reason hides what the chart is there to find.
    pub reason: String,
}

/// A part of a series with limits of its own.
#[derive(Debug, Clone, PartialEq)]
pub struct Phase {
    /// Place of its first point.
    pub first: usize,
    /// How many places it has, with those that hold no number.
    pub places: usize,
    /// Why it begins; the first phase may have no reason.
    pub reason: Option<String>,
    /// Its limits and signals.
    pub chart: Chart,
}

/// What can be said of a phase.
#[derive(Debug, Clone, PartialEq)]
pub enum Chart {
    /// Fewer than [`FEWEST_POINTS`] points.
    TooShort,
    /// Limits, and what breaks with them; nothing where the series is as it has been.
    Drawn {
        /// The limits.
        limits: ControlLimits,
        /// In order of their first point.
        signals: Vec<Signal>,
    },
}

/// What a series keeps within as long as nothing changes. A lower limit below what the figure can be (no count is below
/// 0) says that nothing is too low.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ControlLimits {
    /// The mean of the points.
    pub mean: f64,
    /// The mean difference, without sign, between neighbours.
    pub moving_range: f64,
    /// The mean less 2.66 mean moving ranges.
    pub lower: f64,
    /// The mean and 2.66 mean moving ranges.
    pub upper: f64,
}

/// Something that chance seldom does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Signal {
    /// Place of its first point.
    pub first: usize,
    /// Place of its last point.
    pub last: usize,
    /// Which.
    pub rule: SignalRule,
    /// Which way.
    pub direction: Direction,
}

/// The three signals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum SignalRule {
    /// A point beyond the limits.
    Beyond,
    /// Eight or more in a row on one side of the mean; a point on the mean ends the row.
    Shift,
    /// Six or more in a row, each higher or each lower than the one before; two equal ones end the row.
    Drift,
}

/// Above or rising, below or falling.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Direction {
    /// Above, or rising.
    Up,
    /// Below, or falling.
    Down,
}

/// The chart of a series, each phase by itself.
///
/// - **Shape:** the figures in the order of time, and the breaks in any order; one at place 0 gives the first phase its
///   reason, one beyond the series is none.
/// - **Missing:** what is no number is no point: its place is skipped and ends no row. A phase with fewer than
///   [`FEWEST_POINTS`] points is [`Chart::TooShort`], whatever the others are.
/// - **Method:** mean ± 2.66 mean moving ranges over all points of the phase. Where nothing changes, chance gives a
///   signal in 4 % of series of 12 points, in 12 % of 24 and in 20 % of 36: a signal is a reason to ask, not a finding.
///
/// # Examples
/// ```
/// use tryggtall::compute::{Break, Chart, phases};
/// let months = [7.0, 9.0, 8.0, 6.0, 9.0, 7.0, 8.0, 10.0, 7.0, 8.0, 9.0, 8.0, 15.0, 14.0];
/// let breaks = [Break { first: 12, reason: "Ny rutine fra januar".into() }];
/// let phases = phases(&months, &breaks);
/// assert!(matches!(&phases[0].chart, Chart::Drawn { limits, signals } if limits.mean == 8.0 && signals.is_empty()));
/// assert_eq!(phases[1].chart, Chart::TooShort);
/// ```
pub fn phases(figures: &[f64], breaks: &[Break]) -> Vec<Phase> {
    let mut starts: BTreeMap<usize, Option<&str>> = BTreeMap::from([(0, None)]);
    starts.extend(breaks.iter().map(|at| (at.first, Some(at.reason.as_str()))));
    starts.split_off(&figures.len());
    let ends: Vec<usize> = starts.keys().copied().skip(1).chain([figures.len()]).collect();
    let phase = |((first, reason), end): ((usize, Option<&str>), usize)| Phase {
        first,
        places: end - first,
        reason: reason.map(str::to_owned),
        chart: chart(figures, first, end),
    };
    starts.into_iter().zip(ends).map(phase).collect()
}

fn chart(figures: &[f64], first: usize, end: usize) -> Chart {
    let all = figures.iter().copied().enumerate().take(end).skip(first);
    let points: Vec<(usize, f64)> = all.filter(|(_, figure)| figure.is_finite()).collect();
    match limits(&points) {
        Some(limits) if points.len() >= FEWEST_POINTS => Chart::Drawn { limits, signals: signals(&points, &limits) },
        _ => Chart::TooShort,
    }
}

/// `None` with fewer than two points, or where their sum is no number.
fn limits(points: &[(usize, f64)]) -> Option<ControlLimits> {
    let mean_of = |sum: f64, count: usize| sum / float(count as u64);
    let mean = mean_of(points.iter().map(|(_, figure)| figure).sum(), points.len());
    let ranges = points.windows(2).map(|pair| (pair[1].1 - pair[0].1).abs());
    let moving_range = mean_of(ranges.sum(), points.len().checked_sub(1)?);
    let reach = PER_MOVING_RANGE * moving_range;
    let found = ControlLimits { mean, moving_range, lower: mean - reach, upper: mean + reach };
    (found.lower.is_finite() && found.upper.is_finite()).then_some(found)
}

fn signals(points: &[(usize, f64)], limits: &ControlLimits) -> Vec<Signal> {
    let signal = |rule, (first, last, direction)| Signal { first, last, rule, direction };
    let direction = |above: bool, below: bool| match (above, below) {
        (true, _) => Some(Direction::Up),
        (_, true) => Some(Direction::Down),
        _ => None,
    };
    let beyond =
        points.iter().map(|(place, figure)| (*place, direction(*figure > limits.upper, *figure < limits.lower)));
    let sides = points.iter().map(|(place, figure)| (*place, direction(*figure > limits.mean, *figure < limits.mean)));
    let steps = points.windows(2).map(|pair| (pair[1].0, direction(pair[1].1 > pair[0].1, pair[1].1 < pair[0].1)));
    let mut found: Vec<Signal> = beyond
        .filter_map(|(place, direction)| Some(signal(SignalRule::Beyond, (place, place, direction?))))
        .chain(rows(sides, SHIFT).into_iter().map(|row| signal(SignalRule::Shift, row)))
        .collect();
    // A row of steps begins at the point before the first of them.
    let before: BTreeMap<usize, usize> = points.windows(2).map(|pair| (pair[1].0, pair[0].0)).collect();
    for (first, last, direction) in rows(steps, DRIFT - 1) {
        let from = before.get(&first).copied().unwrap_or(first);
        found.push(signal(SignalRule::Drift, (from, last, direction)));
    }
    found.sort();
    found
}

/// First and last place of each row of `least` or more in the same direction.
fn rows(directions: impl Iterator<Item = (usize, Option<Direction>)>, least: usize) -> Vec<(usize, usize, Direction)> {
    let all: Vec<_> = directions.collect();
    let long = all.chunk_by(|a, b| a.1 == b.1).filter(|row| row.len() >= least);
    long.filter_map(|row| Some((row.first()?.0, row.last()?.0, row.first()?.1?))).collect()
}

#[cfg(test)]
mod tests;
