//! How monthly counts have gone: whether a month, or a run of months, is out of the ordinary. A signal is a reason to ask and
//! no test: it stands among the developments, and never among what is certain.

use super::Aims;
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
pub(super) fn series(publishable: &Publishable, aims: &Aims) -> Vec<MonthsOf> {
    let measures = publishable.indicators().iter().flat_map(|it| &it.measures);
    let by_month = |measure: &MeasureTable<Cell>| {
        let breakdown = measure.breakdowns.iter().find(|it| it.dimension == MONTHS)?;
        let points = filled(measure, unbroken(breakdown), aims);
        (!points.is_empty()).then(|| of(measure, &points, aims))
    };
    measures.filter_map(by_month).collect()
}

/// Without a year of nothing at the end, or the nothing of all months of the last year: an empty export looks like that, and
/// is no signal.
fn filled(measure: &MeasureTable<Cell>, mut points: Vec<(i32, u32, f64)>, aims: &Aims) -> Vec<(i32, u32, f64)> {
    let may_be_empty = |value: f64| aims.value_may_be_empty(&measure.id, value, measure.unit);
    let left = points.iter().rposition(|(.., value)| !may_be_empty(*value)).map_or(0, |place| place + 1);
    let last_year = |(year, ..): &(i32, u32, f64)| points.last().is_some_and(|(last, ..)| year == last);
    let is_whole_year = !points[..left].iter().any(last_year);
    if points.len() - left >= 12 || is_whole_year {
        points.truncate(left);
    }
    points
}

fn of(measure: &MeasureTable<Cell>, points: &[(i32, u32, f64)], aims: &Aims) -> MonthsOf {
    let figures: Vec<f64> = points.iter().map(|(.., value)| *value).collect();
    let of_measure = aims.breaks.iter().filter(|it| it.measure == measure.id);
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compute::Category;
    use crate::protect::testing::{indicator, measure, publishable, shown};

    /// A measure with the counts of its last years, month by month.
    fn monthly(years: &[[u32; 12]]) -> MonthsOf {
        let first = 2026 - i32::try_from(years.len()).unwrap();
        let category = |month: usize| Category {
            code: format!("{:02}", month + 1),
            label: format!("Måned {}", month + 1),
            cells: years.iter().map(|year| shown(f64::from(year[month]))).collect(),
        };
        let mut of = measure("K4", Unit::Antall, &[Cell::Missing]);
        of.breakdowns = vec![Breakdown {
            dimension: MONTHS.to_owned(),
            title: "Måned".to_owned(),
            overlapping: false,
            years: (first..2026).collect(),
            categories: (0..12).map(category).collect(),
        }];
        let report = publishable(vec![indicator(vec![of])]);
        series(&report, &Aims::default()).pop().unwrap()
    }

    /// A year of nothing at the end is an empty export and no shift: the series ends with the last month of something.
    #[test]
    fn a_year_of_nothing_is_no_signal() {
        let ordinary = [6, 7, 5, 6, 8, 6, 7, 5, 6, 7, 6, 5];
        let last = |months: &MonthsOf| months.phases[0].points.last().copied().map(|(year, month, _)| (year, month));
        let empty = monthly(&[ordinary, ordinary, [0; 12]]);
        assert_eq!((last(&empty), empty.phases[0].signals.len()), (Some((2024, 12)), 0), "{empty:?}");
        let before = [6, 7, 5, 6, 8, 6, 7, 5, 6, 0, 0, 0];
        assert_eq!(last(&monthly(&[ordinary, before, [0; 12]])), Some((2024, 9)), "nor the months before it");
        let some = [6, 7, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        let fallen = monthly(&[ordinary, ordinary, some]);
        assert_eq!(last(&fallen), Some((2025, 12)), "nine months after something are a signal");
        assert!(!fallen.phases[0].signals.is_empty());
    }
}
