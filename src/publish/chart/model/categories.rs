//! One year by category.

use super::spread::spread;
use super::{Table, drawable, fits, said};
use crate::compute::{Breakdown, Category};
use crate::protect::Cell;
use crate::publish::chart::words;
use crate::units::Unit;

/// One year by category.
#[derive(Debug, Clone, PartialEq)]
pub struct CategoryBars {
    /// The year.
    pub year: i32,
    /// In the order of the code list: an order by value would rank the withheld ones.
    pub bars: Vec<Bar>,
    /// Whether each is of a group of its own: how many it rests on stands beside it.
    pub of_groups: bool,
}

/// One category.
#[derive(Debug, Clone, PartialEq)]
pub struct Bar {
    /// Label for people.
    pub label: String,
    /// Its figure or why there is none.
    pub cell: Cell,
}

impl CategoryBars {
    /// A breakdown in a year; nothing where there is nothing to draw, or no room for it.
    pub(super) fn of(breakdown: &Breakdown<Cell>, year: i32, of_groups: bool) -> Option<Self> {
        let at = breakdown.years.iter().position(|known| *known == year)?;
        let bar = |category: &Category<Cell>| {
            let cell = category.cells.get(at).copied().unwrap_or(Cell::Missing);
            Bar { label: category.label.clone(), cell: drawable(cell) }
        };
        let bars: Vec<Bar> = breakdown.categories.iter().map(bar).collect();
        let it = Self { year, bars, of_groups };
        fits(&it.cells()).then_some(it)
    }

    /// The cells of the categories.
    pub(super) fn cells(&self) -> Vec<Cell> {
        self.bars.iter().map(|bar| bar.cell).collect()
    }

    /// How far the figures that are shown lie apart.
    pub(super) fn finding(&self, unit: Unit) -> String {
        let named: Vec<(&str, Cell)> = self.bars.iter().map(|bar| (bar.label.as_str(), bar.cell)).collect();
        spread(&named, unit)
    }

    /// A row a category.
    pub(super) fn table(&self, unit: Unit) -> Table {
        let row = |bar: &Bar| {
            let limits = bar.cell.shown().and_then(|shown| shown.interval);
            let limits = limits.map(|limits| words::interval(limits, unit)).unwrap_or_default();
            vec![bar.label.clone(), said(&bar.cell, unit), limits]
        };
        Table::new(&["chart.category", "chart.figure", "chart.interval"], self.bars.iter().map(row).collect())
    }
}
