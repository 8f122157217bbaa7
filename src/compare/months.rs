//! How monthly counts have gone: whether a month, or a run of months, is out of the ordinary. A signal is a reason to ask and
//! no test: it stands among the developments, and never among what is certain.

use super::SeriesBreak;
use crate::compute::{Break, Breakdown, Chart, ControlLimits, MeasureTable, Signal, phases};
use crate::protect::{Cell, Publishable};
use crate::units::Unit;

/// The dimension of the months.
const MONTHS: &str = "maaned";

/// A monthly count through the years: the last run of months without a hole, each phase by itself.
#[derive(Debug, Clone, PartialEq)]
pub struct MonthsOf {
    /// Id of the measure.
    pub measure: String,
    /// Its name.
    pub title: String,
    /// Its unit.
    pub unit: Unit,
    /// The phases, in order; one where nothing is known to have changed.
    pub phases: Vec<MonthPhase>,
}

/// Months between which nothing is known to have changed.
#[derive(Debug, Clone, PartialEq)]
pub struct MonthPhase {
    /// Year, month and count.
    pub points: Vec<(i32, u32, f64)>,
    /// Why it begins, in the plan's words.
    pub reason: Option<String>,
    /// What an ordinary month gives; none where the phase is too short.
    pub ordinary: Option<ControlLimits>,
    /// What is out of the ordinary.
    pub signals: Vec<Signal>,
}

impl MonthPhase {
    /// Year, month and count of the last month of a signal.
    pub fn last_of(&self, signal: &Signal) -> Option<(i32, u32, f64)> {
        self.points.get(signal.last).copied()
    }
}

/// Every count that is broken down by month. Months that are withheld or missing break the series: what is left after the
/// last of them is judged.
pub(super) fn series(publishable: &Publishable, breaks: &[SeriesBreak]) -> Vec<MonthsOf> {
    let measures = publishable.indicators().iter().flat_map(|it| &it.measures);
    let by_month = |measure: &MeasureTable<Cell>| {
        let breakdown = measure.breakdowns.iter().find(|it| it.dimension == MONTHS)?;
        let points = unbroken(breakdown);
        (!points.is_empty()).then(|| of(measure, &points, breaks))
    };
    measures.filter_map(by_month).collect()
}

fn of(measure: &MeasureTable<Cell>, points: &[(i32, u32, f64)], breaks: &[SeriesBreak]) -> MonthsOf {
    let figures: Vec<f64> = points.iter().map(|(.., value)| *value).collect();
    let of_measure = breaks.iter().filter(|it| it.measure == measure.id);
    let breaks: Vec<Break> = of_measure
        .map(|it| Break {
            first: points.iter().take_while(|(year, month, _)| (*year, *month) < (it.year, it.month)).count(),
            reason: it.reason.clone(),
        })
        .collect();
    let phase = |phase: crate::compute::Phase| {
        let (ordinary, signals) = match phase.chart {
            Chart::TooShort => (None, Vec::new()),
            Chart::Drawn { limits, signals } => (Some(limits), signals),
        };
        let within =
            |signal: Signal| Signal { first: signal.first - phase.first, last: signal.last - phase.first, ..signal };
        MonthPhase {
            points: points[phase.first..phase.first + phase.places].to_vec(),
            reason: phase.reason,
            ordinary,
            signals: signals.into_iter().map(within).collect(),
        }
    };
    MonthsOf {
        measure: measure.id.clone(),
        title: measure.title.clone(),
        unit: measure.unit,
        phases: phases(&figures, &breaks).into_iter().map(phase).collect(),
    }
}

/// The last run of months without a hole.
fn unbroken(breakdown: &Breakdown<Cell>) -> Vec<(i32, u32, f64)> {
    let mut shown: Vec<(i32, u32, f64)> = Vec::new();
    for category in &breakdown.categories {
        let Ok(month) = category.code.parse::<u32>() else { continue };
        for (year, cell) in breakdown.years.iter().zip(&category.cells) {
            shown.extend(cell.shown().map(|cell| (*year, month, cell.value)));
        }
    }
    shown.sort_by_key(|(year, month, _)| (*year, *month));
    let follows = |pair: &[(i32, u32, f64)]| {
        let at = |point: (i32, u32, f64)| i64::from(point.0) * 12 + i64::from(point.1);
        at(pair[1]) == at(pair[0]) + 1
    };
    let start = shown.windows(2).rposition(|pair| !follows(pair)).map_or(0, |place| place + 1);
    shown.split_off(start)
}
