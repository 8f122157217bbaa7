//! A total through the years.

use super::{Table, drawable, fits, has_place, is_drawn, said};
use crate::compare::SeriesBreak;
use crate::compute::{MeasureTable, ReferenceRole, ReferenceSeries, ReferenceValue};
use crate::lang::text;
use crate::protect::{Cell, Heading};
use crate::publish::chart::{scale, words};
use crate::units::Unit;

/// From so many years on a line says more than single marks.
const LINE: usize = 8;

/// The total of a measure, year by year.
#[derive(Debug, Clone, PartialEq)]
pub struct YearSeries {
    /// How a year's figure is drawn.
    pub mark: YearMark,
    /// Years ascending without holes.
    pub points: Vec<YearPoint>,
    /// The year the report is about.
    pub report_year: i32,
    /// County and country, where they have figures for these years.
    pub references: Vec<Reference>,
    /// Where the series becomes another one.
    pub breaks: Vec<Break>,
}

/// How a year's figure is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum YearMark {
    /// A column from zero: counts and days.
    Column,
    /// A dot with its interval: shares and rates, where the distance from zero is not what is compared.
    Dot,
    /// A line with the band of its intervals: shares and rates through many years.
    Line,
}

/// One year.
#[derive(Debug, Clone, PartialEq)]
pub struct YearPoint {
    /// The year, for school years and the like the one they end in.
    pub year: i32,
    /// What people call it.
    pub label: String,
    /// Its figure or why there is none.
    pub cell: Cell,
}

/// What the municipality is set beside.
#[derive(Debug, Clone, PartialEq)]
pub struct Reference {
    /// For example «Innlandet».
    pub name: String,
    /// County or country.
    pub role: ReferenceRole,
    /// Year and figure; only years that have one.
    pub points: Vec<(i32, f64)>,
}

/// Where a series becomes another one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Break {
    /// The first year that is not, or not only, of the old series.
    pub year: i32,
    /// Why, in the plan's words.
    pub note: String,
}

impl Break {
    /// What a reader is told, the year by what it is called.
    pub(super) fn said(&self, year: Option<&String>) -> String {
        let year = year.cloned().unwrap_or_else(|| self.year.to_string());
        text("chart.break_in", &[("year", &year), ("reason", &self.note)])
    }
}

impl YearSeries {
    /// The totals of a measure; nothing where there is nothing to draw, or no room for it.
    pub(super) fn of(heading: &Heading, measure: &MeasureTable<Cell>, breaks: &[SeriesBreak]) -> Option<Self> {
        let point = |year: i32, cell: Cell| YearPoint { year, label: heading.year_label(year), cell: drawable(cell) };
        let points: Vec<YearPoint> = measure.totals.iter().map(|total| point(total.year, total.cell)).collect();
        let (first, last) = (points.first()?.year, points.last()?.year);
        let cells: Vec<Cell> = points.iter().map(|point| point.cell).collect();
        let mark = match measure.unit {
            Unit::Antall | Unit::Dager => YearMark::Column,
            Unit::Prosent | Unit::Per1000 | Unit::Skala | Unit::Poeng if points.len() >= LINE => YearMark::Line,
            Unit::Prosent | Unit::Per1000 | Unit::Skala | Unit::Poeng => YearMark::Dot,
        };
        // Columns stand on zero; a dot or a line may lie below it, and a change for the worse is not left out.
        let has_room = if mark == YearMark::Column { fits(&cells) } else { cells.iter().any(is_drawn) };
        has_room.then(|| Self {
            mark,
            report_year: heading.year,
            references: references(measure, first, last),
            breaks: broken(heading, measure, breaks, first, last),
            points,
        })
    }

    /// The cells of the years.
    pub(super) fn cells(&self) -> Vec<Cell> {
        self.points.iter().map(|point| point.cell).collect()
    }

    /// The latest figure and what it is set beside, and where the series is broken.
    pub(super) fn finding(&self, unit: Unit) -> String {
        let said = |it: &Break| it.said(Some(&self.label(it.year)));
        std::iter::once(self.latest(unit)).chain(self.breaks.iter().map(said)).collect::<Vec<_>>().join(" ")
    }

    fn label(&self, year: i32) -> String {
        let point = self.points.iter().find(|point| point.year == year);
        point.map_or_else(|| year.to_string(), |point| point.label.clone())
    }

    fn latest(&self, unit: Unit) -> String {
        let shown = self.points.iter().rev().find_map(|point| point.cell.shown().map(|shown| (point, shown.value)));
        let Some((point, value)) = shown else { return text("chart.alt_none", &[]) };
        let beside = |reference: &Reference| {
            let (_, value) = reference.points.iter().find(|(of, _)| *of == point.year)?;
            Some(text("chart.alt_beside", &[("name", &reference.name), ("value", &words::spoken(*value, unit))]))
        };
        let beside: Vec<String> = self.references.iter().filter_map(beside).collect();
        let (value, year) = (words::spoken(value, unit), point.label.as_str());
        if beside.is_empty() {
            return text("chart.alt_latest", &[("value", &value), ("year", year)]);
        }
        let beside = beside.join(&text("chart.alt_and", &[]));
        text("chart.alt_latest_beside", &[("value", &value), ("year", year), ("beside", &beside)])
    }

    /// A row a year.
    pub(super) fn table(&self, unit: Unit, municipality: &str) -> Table {
        let beside = |reference: &Reference, year: i32| {
            let found = reference.points.iter().find(|(of, _)| *of == year);
            found.map(|(_, value)| scale::figure(*value, unit)).unwrap_or_default()
        };
        let row = |point: &YearPoint| {
            let references = self.references.iter().map(|reference| beside(reference, point.year));
            let interval = point.cell.shown().and_then(|shown| shown.interval);
            let interval = interval.map(|limits| words::interval(limits, unit)).unwrap_or_default();
            [point.label.clone(), said(&point.cell, unit), interval].into_iter().chain(references).collect()
        };
        let mut table = Table::new(&["chart.year", "chart.figure", "chart.interval"], Vec::new());
        municipality.clone_into(&mut table.head[1]);
        table.head.extend(self.references.iter().map(|reference| reference.name.clone()));
        table.rows = self.points.iter().map(row).collect();
        table
    }
}

/// The breaks between the years that are drawn.
pub(super) fn broken(
    heading: &Heading,
    measure: &MeasureTable<Cell>,
    breaks: &[SeriesBreak],
    first: i32,
    last: i32,
) -> Vec<Break> {
    let year_of = |it: &SeriesBreak| {
        let day = it.first_day()?;
        (first..=last).find(|year| heading.windows.period(heading.window, *year).last >= day)
    };
    let is_first = |it: &SeriesBreak, year: i32| {
        let period = heading.windows.period(heading.window, year);
        year == first && it.first_day().is_some_and(|day| day <= period.first)
    };
    let of_measure = breaks.iter().filter(|it| it.is_of(&measure.id));
    let years = of_measure.filter_map(|it| Some((year_of(it)?, it))).filter(|(year, it)| !is_first(it, *year));
    years.map(|(year, it)| Break { year, note: it.reason.clone() }).collect()
}

/// A county's count would dwarf the municipality's and says nothing about it, so counts stand alone.
fn references(measure: &MeasureTable<Cell>, first: i32, last: i32) -> Vec<Reference> {
    if measure.unit == Unit::Antall {
        return Vec::new();
    }
    let reference = |series: &ReferenceSeries| {
        let points = series.points.iter().filter(|(year, _)| (first..=last).contains(year));
        let points: Vec<(i32, f64)> = points.filter_map(|(year, value)| Some((*year, figure(*value)?))).collect();
        (!points.is_empty()).then(|| Reference { name: series.name.clone(), role: series.role, points })
    };
    measure.references.iter().filter_map(reference).collect()
}

/// A figure of the reference data that has a place on an axis.
pub(super) fn figure(value: ReferenceValue) -> Option<f64> {
    match value {
        ReferenceValue::Figure(value) => has_place(value).then_some(value),
        ReferenceValue::Missing | ReferenceValue::Withheld | ReferenceValue::NotApplicable => None,
    }
}
