//! Who has delivered what.

use super::Table;
use crate::compute::{Breakdown, IndicatorTable};
use crate::lang::text;
use crate::protect::Cell;

/// The dimensions of a delivery.
const DELIVERIES: [&str; 2] = ["enhet", "kilde"];

/// Who has delivered what: a row a unit, a column a source.
#[derive(Debug, Clone, PartialEq)]
pub struct Matrix {
    /// The units.
    pub units: Vec<String>,
    /// The sources.
    pub sources: Vec<String>,
    /// By unit, then by source; none where the unit is not to deliver the source.
    pub cells: Vec<Vec<Option<Delivery>>>,
}

/// How a delivery stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Delivery {
    /// It came, in time.
    InTime,
    /// It came; not in time, or nobody has said when.
    Came,
    /// Part of it came: the unit owes the source more than once.
    Partly,
    /// It did not come.
    Absent,
    /// Not shown.
    Withheld,
}

/// Whether a breakdown is by unit and source together.
pub(super) fn is_deliveries(dimension: &str) -> bool {
    let mut dimensions: Vec<&str> = dimension.split('+').collect();
    dimensions.sort_unstable();
    dimensions == DELIVERIES
}

impl Delivery {
    /// What it is called.
    pub(in crate::publish::chart) fn label(self) -> String {
        text(
            match self {
                Self::InTime => "chart.in_time",
                Self::Came => "chart.came",
                Self::Partly => "chart.came_partly",
                Self::Absent => "chart.absent",
                Self::Withheld => "report.withheld",
            },
            &[],
        )
    }
}

impl Matrix {
    /// What the shares of deliveries by unit and source say; nothing where there are none.
    pub(super) fn of(indicator: &IndicatorTable<Cell>, year: i32) -> Option<Self> {
        let mut by_both = indicator
            .measures
            .iter()
            .filter_map(|measure| measure.breakdowns.iter().find(|it| is_deliveries(&it.dimension)));
        let came = by_both.next()?;
        let in_time = by_both.next();
        let named = |dimension: &str, code: &str| {
            let all = indicator.measures.iter().flat_map(|measure| &measure.breakdowns);
            let mut categories = all.filter(|it| it.dimension == dimension).flat_map(|it| &it.categories);
            categories.find(|it| it.code == code).map_or_else(|| code.to_owned(), |it| it.label.clone())
        };
        let of = |dimension: &str| came.dimension.split('+').position(|it| it == dimension).unwrap_or_default();
        let (unit_at, source_at) = (of(DELIVERIES[0]), of(DELIVERIES[1]));
        let part = |code: &str, at: usize| code.split('+').nth(at).unwrap_or_default().to_owned();
        let mut found: Vec<(String, String, Delivery)> = Vec::new();
        for category in &came.categories {
            let cell = at_year(came, &category.code, year);
            let Some(delivery) = delivery(cell, in_time.map(|it| at_year(it, &category.code, year))) else { continue };
            found.push((part(&category.code, unit_at), part(&category.code, source_at), delivery));
        }
        let (units, sources) = (in_order(found.iter().map(|it| &it.0)), in_order(found.iter().map(|it| &it.1)));
        let at =
            |unit: &String, source: &String| found.iter().find(|it| it.0 == *unit && it.1 == *source).map(|it| it.2);
        let cells = units.iter().map(|unit| sources.iter().map(|source| at(unit, source)).collect()).collect();
        (!found.is_empty()).then(|| Self {
            cells,
            units: units.iter().map(|code| named(DELIVERIES[0], code)).collect(),
            sources: sources.iter().map(|code| named(DELIVERIES[1], code)).collect(),
        })
    }

    /// What of it is withheld.
    pub(super) fn cells(&self) -> Vec<Cell> {
        let all = self.cells.iter().flatten();
        all.filter(|cell| **cell == Some(Delivery::Withheld)).map(|_| Cell::Withheld).collect()
    }

    /// Which units have something that did not come.
    pub(super) fn finding(&self) -> String {
        let owes = |cells: &&Vec<Option<Delivery>>| {
            cells.iter().flatten().any(|it| matches!(it, Delivery::Absent | Delivery::Partly))
        };
        let names: Vec<&str> = self
            .units
            .iter()
            .zip(&self.cells)
            .filter(|(_, cells)| owes(cells))
            .map(|(unit, _)| unit.as_str())
            .collect();
        if names.is_empty() {
            return text("chart.all_came", &[]);
        }
        text("chart.some_absent", &[("names", &names.join(", "))])
    }

    /// A row a unit.
    pub(super) fn table(&self) -> Table {
        let said = |cell: &Option<Delivery>| cell.map(Delivery::label).unwrap_or_default();
        let row = |(unit, cells): (&String, &Vec<Option<Delivery>>)| {
            std::iter::once(unit.clone()).chain(cells.iter().map(said)).collect()
        };
        let mut table = Table::new(&["chart.unit"], self.units.iter().zip(&self.cells).map(row).collect());
        table.head.extend(self.sources.clone());
        table
    }
}

fn at_year(breakdown: &Breakdown<Cell>, code: &str, year: i32) -> Cell {
    let at = breakdown.years.iter().position(|known| *known == year);
    let category = breakdown.categories.iter().find(|it| it.code == code);
    let cell = category.zip(at).and_then(|(category, at)| category.cells.get(at)).copied();
    cell.unwrap_or(Cell::Missing)
}

/// None where nothing is to be delivered.
fn delivery(came: Cell, in_time: Option<Cell>) -> Option<Delivery> {
    let share = match came {
        Cell::Withheld => return Some(Delivery::Withheld),
        cell => cell.shown()?.value,
    };
    let is_whole = |share: f64| share >= 100.0 - 1e-9;
    let is_in_time = in_time.and_then(|cell| Some(is_whole(cell.shown()?.value))).unwrap_or(false);
    Some(match share {
        share if is_whole(share) && is_in_time => Delivery::InTime,
        share if is_whole(share) => Delivery::Came,
        share if share > 0.0 => Delivery::Partly,
        _ => Delivery::Absent,
    })
}

/// Each once, in the order of the code list.
fn in_order<'c>(codes: impl Iterator<Item = &'c String>) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for code in codes {
        if !found.contains(code) {
            found.push(code.clone());
        }
    }
    found
}
