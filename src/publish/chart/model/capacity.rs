//! Referrals beside the places there are for them.

use super::{Table, drawable, said};
use crate::compute::{MeasureTable, Point};
use crate::lang::{integer, text};
use crate::protect::{Cell, Heading};
use crate::publish::chart::scale;
use crate::units::Unit;

/// Referrals beside places, year by year.
#[derive(Debug, Clone, PartialEq)]
pub struct Capacity {
    /// Years ascending.
    pub years: Vec<CapacityYear>,
}

/// One year.
#[derive(Debug, Clone, PartialEq)]
pub struct CapacityYear {
    /// What the year is called.
    pub label: String,
    /// Whether the report is about it.
    pub is_report: bool,
    /// Referrals in per cent of places, with both counts; or why there is none.
    pub share: Cell,
}

impl CapacityYear {
    /// How many referrals, and how many places.
    pub(in crate::publish::chart) fn counts(&self) -> Option<(u64, u64)> {
        let shown = self.share.shown()?;
        Some((shown.numerator?, shown.denominator?))
    }
}

impl Capacity {
    /// A share of places; nothing where its counts are not known.
    pub(super) fn of(heading: &Heading, measure: &MeasureTable<Cell>) -> Option<Self> {
        let year = |point: &Point<Cell>| CapacityYear {
            label: heading.year_label(point.year),
            is_report: point.year == heading.year,
            share: drawable(point.cell),
        };
        let it = Self { years: measure.totals.iter().map(year).collect() };
        it.years.iter().any(|year| year.counts().is_some()).then_some(it)
    }

    /// The cells of the years.
    pub(super) fn cells(&self) -> Vec<Cell> {
        self.years.iter().map(|year| year.share).collect()
    }

    /// The latest year.
    pub(super) fn finding(&self) -> String {
        let latest = self.years.iter().rev().find_map(|year| Some((year, year.counts()?, year.share.shown()?.value)));
        let Some((year, (referrals, places), share)) = latest else { return text("chart.alt_none", &[]) };
        let (referrals, places) = (integer(referrals), integer(places));
        let share = scale::figure(share, Unit::Prosent);
        let values = [("year", year.label.as_str()), ("referrals", &referrals), ("places", &places), ("share", &share)];
        text("chart.capacity_found", &values)
    }

    /// A row a year.
    pub(super) fn table(&self) -> Table {
        let row = |year: &CapacityYear| {
            let (referrals, places) =
                year.counts().map_or_else(Default::default, |(one, other)| (integer(one), integer(other)));
            vec![year.label.clone(), referrals, places, said(&year.share, Unit::Prosent)]
        };
        let head = ["chart.year", "chart.referrals", "chart.places", "chart.of_places"];
        Table::new(&head, self.years.iter().map(row).collect())
    }
}
