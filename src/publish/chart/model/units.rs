//! A small chart for each unit, all on one scale.

use super::{Table, drawable, fits, is_drawn, largest, said};
use crate::compute::{Breakdown, MeasureTable};
use crate::lang::text;
use crate::protect::{Cell, Heading};
use crate::publish::chart::words;
use crate::units::Unit;

/// The dimension of the units.
pub(super) const UNITS: &str = "enhet";

/// A small chart for each unit, all on one scale.
#[derive(Debug, Clone, PartialEq)]
pub struct Units {
    /// The first year.
    pub first: i32,
    /// What the years are called.
    pub years: Vec<String>,
    /// Place of the year reported.
    pub report: usize,
    /// The units in the order of the code list.
    pub panels: Vec<UnitPanel>,
    /// The figure of all of them; none where it is a sum and not a share.
    pub together: Option<Vec<Cell>>,
}

/// One unit.
#[derive(Debug, Clone, PartialEq)]
pub struct UnitPanel {
    /// Its name.
    pub label: String,
    /// A cell a year.
    pub cells: Vec<Cell>,
}

impl Units {
    /// The units through the years; nothing where there is only one year of them, only one of them, or no room.
    pub(super) fn of(heading: &Heading, measure: &MeasureTable<Cell>, breakdown: &Breakdown<Cell>) -> Option<Self> {
        let is_year = |at: &usize| breakdown.categories.iter().any(|it| it.cells.get(*at).is_some_and(is_drawn));
        // Years before the first delivery would only be empty.
        let begins = (0..breakdown.years.len()).find(is_year)?;
        let years = &breakdown.years[begins..];
        let report = years.iter().position(|known| *known == heading.year)?;
        let cells = |cells: &[Cell]| {
            (begins..breakdown.years.len()).map(|at| cells.get(at).copied().map_or(Cell::Missing, drawable)).collect()
        };
        let all = breakdown.categories.iter().map(|it| UnitPanel { label: it.label.clone(), cells: cells(&it.cells) });
        let panels: Vec<UnitPanel> = all.filter(|panel| panel.cells.iter().any(is_drawn)).collect();
        let has_figure = |at: &usize| panels.iter().any(|panel| panel.cells[*at].shown().is_some());
        if (0..years.len()).filter(has_figure).count() < 2 || panels.len() < 2 {
            return None;
        }
        let total = |year: &i32| measure.totals.iter().find(|point| point.year == *year);
        let together = || years.iter().map(|year| total(year).map_or(Cell::Missing, |point| drawable(point.cell)));
        let is_share = !matches!(measure.unit, Unit::Antall);
        let it = Self {
            first: years[0],
            years: years.iter().map(|year| heading.year_label(*year)).collect(),
            report,
            panels,
            together: is_share.then(|| together().collect()),
        };
        fits(&it.cells()).then_some(it)
    }

    /// The cells of the units.
    pub(super) fn cells(&self) -> Vec<Cell> {
        self.panels.iter().flat_map(|panel| panel.cells.iter().copied()).collect()
    }

    /// The largest figure of the year reported.
    pub(super) fn finding(&self, unit: Unit) -> String {
        let cell = |panel: &UnitPanel| panel.cells.get(self.report).copied().unwrap_or(Cell::Missing);
        let year = self.years.get(self.report).map(String::as_str).unwrap_or_default();
        match largest(self.panels.iter().map(|panel| (panel, cell(panel)))) {
            None => text("chart.alt_none_in", &[("year", year)]),
            Some((panel, value)) => {
                let value = words::spoken(value, unit);
                text("chart.alt_largest_in", &[("label", &panel.label), ("value", &value), ("year", year)])
            }
        }
    }

    /// A row a unit.
    pub(super) fn table(&self, unit: Unit) -> Table {
        let row = |panel: &UnitPanel| {
            std::iter::once(panel.label.clone()).chain(panel.cells.iter().map(|cell| said(cell, unit))).collect()
        };
        let mut table = Table::new(&["chart.unit"], self.panels.iter().map(row).collect());
        table.head.extend(self.years.clone());
        table
    }
}
