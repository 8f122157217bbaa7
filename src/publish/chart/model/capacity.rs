//! Referrals beside the places there are for them.

use super::{Break, Table, drawable, said, years};
use crate::compare::SeriesBreak;
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
    /// Where the series becomes another one.
    pub breaks: Vec<Break>,
}

/// One year.
#[derive(Debug, Clone, PartialEq)]
pub struct CapacityYear {
    /// The year.
    pub year: i32,
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
    pub(super) fn of(heading: &Heading, measure: &MeasureTable<Cell>, breaks: &[SeriesBreak]) -> Option<Self> {
        let (first, last) = (measure.totals.first()?.year, measure.totals.last()?.year);
        let year = |point: &Point<Cell>| CapacityYear {
            year: point.year,
            label: heading.year_label(point.year),
            is_report: point.year == heading.year,
            share: drawable(point.cell),
        };
        let breaks = years::broken(heading, measure, breaks, first, last);
        let it = Self { years: measure.totals.iter().map(year).collect(), breaks };
        it.years.iter().any(|year| year.counts().is_some()).then_some(it)
    }

    /// The cells of the years.
    pub(super) fn cells(&self) -> Vec<Cell> {
        self.years.iter().map(|year| year.share).collect()
    }

    /// The latest year, and where the series is broken.
    pub(super) fn finding(&self) -> String {
        let label = |year: i32| self.years.iter().find(|it| it.year == year).map(|it| &it.label);
        let breaks = self.breaks.iter().map(|it| it.said(label(it.year)));
        std::iter::once(self.latest()).chain(breaks).collect::<Vec<_>>().join(" ")
    }

    fn latest(&self) -> String {
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
