//! All months of a count, with what is ordinary and what is not.

use super::{Table, drawable, fits, said};
use crate::compare::{MonthPhase, MonthsOf};
use crate::compute::Breakdown;
use crate::lang::text;
use crate::protect::Cell;
use crate::publish::chart::words;
use crate::units::Unit;

/// All months of a count, in order.
#[derive(Debug, Clone, PartialEq)]
pub struct Run {
    /// The months, without holes.
    pub months: Vec<RunMonth>,
    /// What is ordinary, phase by phase.
    pub phases: Vec<RunPhase>,
}

/// One month.
#[derive(Debug, Clone, PartialEq)]
pub struct RunMonth {
    /// The year.
    pub year: i32,
    /// The month, 1 to 12.
    pub month: u32,
    /// Its name.
    pub name: String,
    /// Its figure or why there is none.
    pub cell: Cell,
    /// Whether it was held against what is ordinary.
    pub is_judged: bool,
    /// Whether it is part of what is out of the ordinary.
    pub is_signal: bool,
}

/// Months between which nothing is known to have changed.
#[derive(Debug, Clone, PartialEq)]
pub struct RunPhase {
    /// Its first month, as a place among the months.
    pub first: usize,
    /// Its last month.
    pub last: usize,
    /// The mean, and the limits of what chance gives; none where the phase is too short.
    pub ordinary: Option<Ordinary>,
    /// Why it begins.
    pub reason: Option<String>,
}

/// What an ordinary month gives.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ordinary {
    /// The mean.
    pub mean: f64,
    /// The lower limit; zero where nothing is too low.
    pub lower: f64,
    /// The upper limit.
    pub upper: f64,
}

impl Run {
    /// The months of all years, from the first that has a figure; nothing where there are not enough of them for anything to
    /// be ordinary.
    pub(super) fn of(breakdown: &Breakdown<Cell>, judged: &MonthsOf) -> Option<Self> {
        let months = months(breakdown);
        let place = |(year, month): (i32, u32)| months.iter().position(|it| (it.year, it.month) == (year, month));
        let phase = |phase: &MonthPhase| {
            let (first, last) = (phase.points.first()?, phase.points.last()?);
            Some(RunPhase {
                first: place((first.0, first.1))?,
                last: place((last.0, last.1))?,
                ordinary: phase.ordinary.map(|limits| Ordinary {
                    mean: limits.mean,
                    lower: limits.lower.max(0.0),
                    upper: limits.upper,
                }),
                reason: phase.reason.clone(),
            })
        };
        let phases: Vec<RunPhase> = judged.phases.iter().filter_map(phase).collect();
        if !phases.iter().any(|phase| phase.ordinary.is_some()) {
            return None;
        }
        let mut it = Self { months, phases };
        for phase in judged.phases.iter().filter(|phase| phase.ordinary.is_some()) {
            let is_part =
                |it: &RunMonth| phase.points.iter().any(|(year, month, _)| (*year, *month) == (it.year, it.month));
            it.months.iter_mut().filter(|month| is_part(month)).for_each(|month| month.is_judged = true);
        }
        for phase in &judged.phases {
            for signal in &phase.signals {
                let points = phase.points.get(signal.first..=signal.last).unwrap_or_default();
                let is_part =
                    |it: &RunMonth| points.iter().any(|(year, month, _)| (*year, *month) == (it.year, it.month));
                it.months.iter_mut().filter(|month| is_part(month)).for_each(|month| month.is_signal = true);
            }
        }
        fits(&it.cells()).then_some(it)
    }

    /// The cells of the months.
    pub(super) fn cells(&self) -> Vec<Cell> {
        self.months.iter().map(|month| month.cell).collect()
    }

    /// The last month and what an ordinary one gives.
    pub(super) fn finding(&self, unit: Unit) -> String {
        let last = self.months.iter().rev().find_map(|month| Some((month, month.cell.shown()?.value)));
        let Some((month, value)) = last else { return text("chart.alt_none", &[]) };
        let (year, value) = (month.year.to_string(), words::spoken(value, unit));
        let last = text("chart.run_last", &[("month", &month.name), ("year", &year), ("value", &value)]);
        let has_signal = self.months.iter().any(|month| month.is_signal);
        let key = match () {
            () if has_signal => "chart.run_signal",
            () if self.has_unjudged() => "chart.run_steady_in_part",
            () => "chart.run_steady",
        };
        format!("{last} {}", text(key, &[]))
    }

    /// Whether some figures were not held against what is ordinary.
    pub(in crate::publish::chart) fn has_unjudged(&self) -> bool {
        self.months.iter().any(|month| !month.is_judged && month.cell.shown().is_some())
    }

    /// A row a month.
    pub(super) fn table(&self, unit: Unit) -> Table {
        let row = |month: &RunMonth| {
            let signal = if month.is_signal { text("chart.out_of_ordinary", &[]) } else { String::new() };
            vec![month.year.to_string(), month.name.clone(), said(&month.cell, unit), signal]
        };
        let head = ["chart.year", "chart.month", "chart.figure", "chart.remark"];
        Table::new(&head, self.months.iter().map(row).collect())
    }
}

fn months(breakdown: &Breakdown<Cell>) -> Vec<RunMonth> {
    let mut months: Vec<RunMonth> = Vec::new();
    for category in &breakdown.categories {
        let Ok(month) = category.code.parse::<u32>() else { continue };
        for (year, cell) in breakdown.years.iter().zip(&category.cells) {
            let (name, cell) = (category.label.clone(), drawable(*cell));
            months.push(RunMonth { year: *year, month, name, cell, is_judged: false, is_signal: false });
        }
    }
    months.sort_by_key(|month| (month.year, month.month));
    let first = months.iter().position(|month| month.cell.shown().is_some()).unwrap_or_default();
    months.split_off(first)
}
