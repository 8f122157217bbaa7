//! The months of a year, with the windows of the evaluations.

use super::{Table, drawable, fits, largest, said};
use crate::compute::Breakdown;
use crate::lang::text;
use crate::protect::{Cell, Heading};
use crate::publish::chart::words;
use crate::units::{Unit, Window};

/// The dimension of the months.
pub(super) const MONTHS: &str = "maaned";

/// The months of a year.
#[derive(Debug, Clone, PartialEq)]
pub struct MonthColumns {
    /// What the year is called.
    pub year: String,
    /// What the year before is called, where it has figures.
    pub before: Option<String>,
    /// In the order of the window.
    pub months: Vec<MonthPoint>,
    /// The windows of the evaluations, where they are whole months of these.
    pub windows: Vec<WindowMark>,
}

/// One month.
#[derive(Debug, Clone, PartialEq)]
pub struct MonthPoint {
    /// Its name.
    pub name: String,
    /// Its figure or why there is none.
    pub cell: Cell,
    /// The same month of the year before.
    pub before: Cell,
}

/// A window of an evaluation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WindowMark {
    /// What it is called.
    pub label: String,
    /// Its first month, as a place among the months.
    pub first: usize,
    /// Its last month.
    pub last: usize,
}

impl MonthColumns {
    /// The months of the year reported; nothing where there is nothing to draw, or no room for it.
    pub(super) fn of(heading: &Heading, breakdown: &Breakdown<Cell>) -> Option<Self> {
        let at = breakdown.years.iter().position(|known| *known == heading.year)?;
        let before = breakdown.years.iter().position(|known| *known == heading.year - 1);
        let cell = |cells: &[Cell], at: Option<usize>| {
            at.and_then(|at| cells.get(at)).copied().map_or(Cell::Missing, drawable)
        };
        let known = breakdown.categories.iter().filter(|category| category.code.parse::<u32>().is_ok());
        let months: Vec<MonthPoint> = known
            .clone()
            .map(|category| MonthPoint {
                name: category.label.clone(),
                cell: cell(&category.cells, Some(at)),
                before: cell(&category.cells, before),
            })
            .collect();
        let numbers: Vec<u32> = known.filter_map(|category| category.code.parse().ok()).collect();
        let has_before = months.iter().any(|month| month.before.shown().is_some());
        let it = Self {
            year: heading.year_label(heading.year),
            before: has_before.then(|| heading.year_label(heading.year - 1)),
            windows: windows(heading, &numbers),
            months,
        };
        fits(&it.cells()).then_some(it)
    }

    /// The cells of the months.
    pub(super) fn cells(&self) -> Vec<Cell> {
        self.months.iter().map(|month| month.cell).collect()
    }

    /// The month with most.
    pub(super) fn finding(&self, unit: Unit) -> String {
        match largest(self.months.iter().map(|month| (month, month.cell))) {
            None => text("chart.alt_none", &[]),
            Some((_, value)) if value <= 0.0 => text("chart.alt_zero", &[]),
            Some((month, value)) => {
                text("chart.alt_largest", &[("label", &month.name), ("value", &words::spoken(value, unit))])
            }
        }
    }

    /// A row a month.
    pub(super) fn table(&self, unit: Unit) -> Table {
        let row = |month: &MonthPoint| {
            let before = self.before.iter().map(|_| said(&month.before, unit));
            [month.name.clone(), said(&month.cell, unit)].into_iter().chain(before).collect()
        };
        let mut table = Table::new(&["chart.month"], self.months.iter().map(row).collect());
        table.head.push(self.year.clone());
        table.head.extend(self.before.clone());
        table
    }
}

/// The evaluations' windows, where each is whole months and less than all that are drawn.
fn windows(heading: &Heading, months: &[u32]) -> Vec<WindowMark> {
    let mark = |(window, key): (Window, &'static str)| {
        let span = heading.windows.span(window);
        let place = |month: u32| months.iter().position(|known| *known == month);
        let (first, last) = (place(span.first.month())?, place(span.last.month())?);
        let is_part = first < last && last - first + 1 < months.len();
        (is_part && span.is_whole_months()).then(|| WindowMark { label: text(key, &[]), first, last })
    };
    [(Window::Mai, "chart.window_may"), (Window::September, "chart.window_september")]
        .into_iter()
        .filter_map(mark)
        .collect()
}
