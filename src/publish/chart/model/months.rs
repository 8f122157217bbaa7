//! The months of a year, with the windows of the evaluations.

use super::spread::spread;
use super::{Break, Table, drawable, fits, is_drawn, said};
use crate::compare::SeriesBreak;
use crate::compute::{Breakdown, Category, MeasureTable};
use crate::lang::text;
use crate::protect::{Cell, Heading};
use crate::units::{Unit, Window};
use chrono::{Datelike, NaiveDate};

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
    /// Breaks because of which some months do not stand beside those of the year before.
    pub breaks: Vec<Break>,
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
    pub(super) fn of(
        heading: &Heading,
        measure: &MeasureTable<Cell>,
        breakdown: &Breakdown<Cell>,
        breaks: &[SeriesBreak],
    ) -> Option<Self> {
        let at = breakdown.years.iter().position(|known| *known == heading.year)?;
        let before = breakdown.years.iter().position(|known| *known == heading.year - 1);
        let cell = |cells: &[Cell], at: Option<usize>| {
            at.and_then(|at| cells.get(at)).copied().map_or(Cell::Missing, drawable)
        };
        let known = breakdown.categories.iter().filter(|category| category.code.parse::<u32>().is_ok());
        let between = |code: &str, it: &SeriesBreak| {
            let lies = code.parse().ok().and_then(|month| lies_between(heading, month, it));
            it.is_of(&measure.id) && lies == Some(true)
        };
        let month = |category: &Category<Cell>| {
            let is_broken = breaks.iter().any(|it| between(&category.code, it));
            MonthPoint {
                name: category.label.clone(),
                cell: cell(&category.cells, Some(at)),
                before: cell(&category.cells, before.filter(|_| !is_broken)),
            }
        };
        let months: Vec<MonthPoint> = known.clone().map(month).collect();
        let parts = |it: &&SeriesBreak| known.clone().any(|category| between(&category.code, it));
        let parting = breaks.iter().filter(|_| before.is_some()).filter(parts);
        let breaks = parting.map(|it| Break { year: it.year, note: it.reason.clone() }).collect();
        let numbers: Vec<u32> = known.filter_map(|category| category.code.parse().ok()).collect();
        let has_before = months.iter().any(|month| is_drawn(&month.before));
        let it = Self {
            year: heading.year_label(heading.year),
            before: has_before.then(|| heading.year_label(heading.year - 1)),
            windows: windows(heading, &numbers),
            months,
            breaks,
        };
        fits(&it.cells()).then_some(it)
    }

    /// The cells of the months, those of the year before where it is drawn.
    pub(super) fn cells(&self) -> Vec<Cell> {
        let before = self.months.iter().filter(|_| self.before.is_some()).map(|month| month.before);
        self.months.iter().map(|month| month.cell).chain(before).collect()
    }

    /// A sentence for each break.
    pub(super) fn notes(&self) -> Vec<String> {
        self.breaks.iter().map(|it| it.said(None)).collect()
    }

    /// How far the months lie apart, and where the series is broken.
    pub(super) fn finding(&self, unit: Unit) -> String {
        let named: Vec<(&str, Cell)> = self.months.iter().map(|month| (month.name.as_str(), month.cell)).collect();
        std::iter::once(spread(&named, unit)).chain(self.notes()).collect::<Vec<_>>().join(" ")
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

/// Whether a break comes after the first day of a month of the year before and not after the last of the same month of the year
/// reported.
fn lies_between(heading: &Heading, month: u32, it: &SeriesBreak) -> Option<bool> {
    let period = heading.windows.period(heading.window, heading.year);
    let year = if month >= period.first.month() { period.first.year() } else { period.last.year() };
    let first_day = it.first_day()?;
    let before = NaiveDate::from_ymd_opt(year - 1, month, 1)?;
    Some(first_day > before && first_day <= NaiveDate::from_ymd_opt(year, month, 1)?)
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
