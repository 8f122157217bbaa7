//! How long people wait: half within so many days, nine of ten within so many.

use super::{Table, drawable, fits, said};
use crate::compute::{IndicatorTable, MeasureTable, Point};
use crate::lang::text;
use crate::protect::{Cell, Heading};
use crate::publish::chart::words;
use crate::units::Unit;

/// What the id of the measure that nine of ten are within ends with.
const NINE_OF_TEN: &str = "-p90";

/// How long people wait, year by year.
#[derive(Debug, Clone, PartialEq)]
pub struct Waits {
    /// Years ascending.
    pub years: Vec<WaitYear>,
}

/// One year.
#[derive(Debug, Clone, PartialEq)]
pub struct WaitYear {
    /// What the year is called.
    pub label: String,
    /// Whether the report is about it.
    pub is_report: bool,
    /// Half of them waited no longer.
    pub half: Cell,
    /// Nine of ten waited no longer.
    pub nine_of_ten: Cell,
}

impl Waits {
    /// The median beside the 90th percentile; nothing where there is no such pair, or no room for it.
    pub(super) fn of(
        heading: &Heading,
        indicator: &IndicatorTable<Cell>,
        measure: &MeasureTable<Cell>,
    ) -> Option<Self> {
        let far = indicator.measures.iter().find(|it| it.id == format!("{}{NINE_OF_TEN}", measure.id))?;
        let nine_of_ten = |year: i32| {
            far.totals.iter().find(|point| point.year == year).map_or(Cell::Missing, |point| drawable(point.cell))
        };
        let year = |point: &Point<Cell>| WaitYear {
            label: heading.year_label(point.year),
            is_report: point.year == heading.year,
            half: drawable(point.cell),
            nine_of_ten: nine_of_ten(point.year),
        };
        let it = Self { years: measure.totals.iter().map(year).collect() };
        fits(&it.cells()).then_some(it)
    }

    /// The cells of the years.
    pub(super) fn cells(&self) -> Vec<Cell> {
        self.years.iter().flat_map(|year| [year.half, year.nine_of_ten]).collect()
    }

    /// The latest year.
    pub(super) fn finding(&self) -> String {
        let both =
            |year: &WaitYear| Some((year.label.clone(), year.half.shown()?.value, year.nine_of_ten.shown()?.value));
        let Some((year, half, most)) = self.years.iter().rev().find_map(both) else {
            return text("chart.alt_none", &[]);
        };
        let [half, most] = [half, most].map(|value| words::spoken(value, Unit::Dager));
        text("chart.waits_found", &[("year", &year), ("half", &half), ("most", &most)])
    }

    /// A row a year.
    pub(super) fn table(&self) -> Table {
        let row = |year: &WaitYear| {
            vec![year.label.clone(), said(&year.half, Unit::Dager), said(&year.nine_of_ten, Unit::Dager)]
        };
        Table::new(&["chart.year", "chart.half", "chart.nine_of_ten"], self.years.iter().map(row).collect())
    }
}
