//! A small chart for each unit, all on one scale.

use super::spread::spread;
use super::{Break, Table, drawable, fits, is_drawn, said, years};
use crate::compare::SeriesBreak;
use crate::compute::{Breakdown, MeasureTable};
use crate::lang::text;
use crate::protect::{Cell, Heading};
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
    /// Where the series becomes another one.
    pub breaks: Vec<Break>,
    /// Whether each is a share of its own: how many it rests on stands beside it.
    pub of_groups: bool,
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
    pub(super) fn of(
        heading: &Heading,
        measure: &MeasureTable<Cell>,
        breakdown: &Breakdown<Cell>,
        (breaks, of_groups): (&[SeriesBreak], bool),
    ) -> Option<Self> {
        let is_year = |at: &usize| breakdown.categories.iter().any(|it| it.cells.get(*at).is_some_and(is_drawn));
        // Years before the first delivery would only be empty.
        let begins = (0..breakdown.years.len()).find(is_year)?;
        let drawn = &breakdown.years[begins..];
        let report = drawn.iter().position(|known| *known == heading.year)?;
        let cells = |cells: &[Cell]| {
            (begins..breakdown.years.len()).map(|at| cells.get(at).copied().map_or(Cell::Missing, drawable)).collect()
        };
        let all = breakdown.categories.iter().map(|it| UnitPanel { label: it.label.clone(), cells: cells(&it.cells) });
        let panels: Vec<UnitPanel> = all.filter(|panel| panel.cells.iter().any(is_drawn)).collect();
        let has_figure = |at: &usize| panels.iter().any(|panel| panel.cells[*at].shown().is_some());
        if (0..drawn.len()).filter(has_figure).count() < 2 || panels.len() < 2 {
            return None;
        }
        let total = |year: &i32| measure.totals.iter().find(|point| point.year == *year);
        let together = || drawn.iter().map(|year| total(year).map_or(Cell::Missing, |point| drawable(point.cell)));
        let is_share = !matches!(measure.unit, Unit::Antall);
        let it = Self {
            first: drawn[0],
            years: drawn.iter().map(|year| heading.year_label(*year)).collect(),
            report,
            panels,
            together: is_share.then(|| together().collect()),
            breaks: years::broken(heading, measure, breaks, drawn[0], *drawn.last()?),
            of_groups,
        };
        fits(&it.cells()).then_some(it)
    }

    /// The cells of the units.
    pub(super) fn cells(&self) -> Vec<Cell> {
        self.panels.iter().flat_map(|panel| panel.cells.iter().copied()).collect()
    }

    /// How far the figures of the year reported lie apart, and where the series is broken.
    pub(super) fn finding(&self, unit: Unit) -> String {
        let cell = |panel: &UnitPanel| panel.cells.get(self.report).copied().unwrap_or(Cell::Missing);
        let year = self.years.get(self.report).map(String::as_str).unwrap_or_default();
        let named: Vec<(&str, Cell)> = self.panels.iter().map(|panel| (panel.label.as_str(), cell(panel))).collect();
        let found = if named.iter().any(|(_, cell)| cell.shown().is_some()) {
            text("chart.alt_in", &[("year", year), ("finding", &spread(&named, unit))])
        } else {
            text("chart.alt_none_in", &[("year", year)])
        };
        std::iter::once(found).chain(self.notes()).collect::<Vec<_>>().join(" ")
    }

    /// A sentence for each break.
    pub(in crate::publish::chart) fn notes(&self) -> Vec<String> {
        self.breaks.iter().map(|it| it.said(self.place(it).and_then(|at| self.years.get(at)))).collect()
    }

    /// Which of the years a break comes before.
    pub(in crate::publish::chart) fn place(&self, it: &Break) -> Option<usize> {
        usize::try_from(it.year - self.first).ok().filter(|at| *at < self.years.len())
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
