//! One year by category.

use super::{Table, drawable, fits, largest, said};
use crate::compute::{Breakdown, Category};
use crate::lang::text;
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
    pub(super) fn of(breakdown: &Breakdown<Cell>, year: i32) -> Option<Self> {
        let at = breakdown.years.iter().position(|known| *known == year)?;
        let bar = |category: &Category<Cell>| {
            let cell = category.cells.get(at).copied().unwrap_or(Cell::Missing);
            Bar { label: category.label.clone(), cell: drawable(cell) }
        };
        let bars: Vec<Bar> = breakdown.categories.iter().map(bar).collect();
        let it = Self { year, bars };
        fits(&it.cells()).then_some(it)
    }

    /// The cells of the categories.
    pub(super) fn cells(&self) -> Vec<Cell> {
        self.bars.iter().map(|bar| bar.cell).collect()
    }

    /// The largest of the figures that are shown.
    pub(super) fn finding(&self, unit: Unit) -> String {
        match largest(self.bars.iter().map(|bar| (bar, bar.cell))) {
            None => text("chart.alt_none", &[]),
            Some((_, value)) if value <= 0.0 => text("chart.alt_zero", &[]),
            Some((bar, value)) => {
                text("chart.alt_largest", &[("label", &bar.label), ("value", &words::spoken(value, unit))])
            }
        }
    }

    /// A row a category.
    pub(super) fn table(&self, unit: Unit) -> Table {
        let rows = self.bars.iter().map(|bar| vec![bar.label.clone(), said(&bar.cell, unit)]);
        Table::new(&["chart.category", "chart.figure"], rows.collect())
    }
}
