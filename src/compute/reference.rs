//! County and country beside a figure: the reference data by figure, region and year, and what a county was made of in
//! years before it was there.

use std::collections::{BTreeMap, BTreeSet};

use super::columns::{Columns, Labels};
use super::sources::Sources;
use super::table::{ReferenceBasis, ReferenceRole, ReferenceSeries, ReferenceValue};
use crate::acquire::{Cells, ReferenceFigure, ReferenceMap};
use crate::diagnostic::{Finding, Place, Rule};
use crate::lang::text;
use crate::regions;
use crate::units::Unit;

/// A region to compare with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Region {
    /// SSB's code.
    pub code: String,
    /// Name.
    pub name: String,
    /// What it is for.
    pub role: ReferenceRole,
}

/// A share with one decimal may lie this far from that of its counts; further off they are counts of something else.
const ROUNDED_BY: f64 = 0.1;

/// County and country for an indicator through `years`, leaving out regions the reference data does not have at all.
///
/// A region is never another: figures of a year in which it was not there are left out and said, and the value of such a
/// year is that of the regions it was made of, added up where each has both numerator and denominator.
pub(super) fn references(
    sources: &Sources,
    (indicator, unit): (&str, Unit),
    beside: &[Region],
    years: &[i32],
) -> (Vec<ReferenceSeries>, Vec<Finding>) {
    let Some(columns) = sources.columns("referanse") else { return (Vec::new(), Vec::new()) };
    let known = sources.maps.references().figure(indicator);
    let readings = Readings::of(columns, (indicator, unit), known);
    if !readings.has_indicator() {
        return (Vec::new(), Vec::new());
    }
    let (mut series, mut findings) = (Vec::new(), Vec::new());
    for region in beside {
        findings.extend(readings.outside_their_years(sources, &region.code));
        let Some((found, lacking)) = readings.series(region, years) else { continue };
        series.push(found);
        findings.extend(lacking.map(|finding| finding.with("figure", indicator)));
    }
    (series, findings)
}

/// What must be said of a series that was partly made from other regions.
pub(super) fn made_from(series: &ReferenceSeries) -> Option<String> {
    let made: Vec<&(i32, ReferenceBasis)> = series.basis.iter().filter(|(_, basis)| !basis.parts.is_empty()).collect();
    let (first, last) = (made.first()?, made.last()?);
    let years = if first.0 == last.0 { first.0.to_string() } else { format!("{}–{}", first.0, last.0) };
    let parts: Vec<String> = last.1.parts.iter().map(|code| regions::name(code)).collect();
    let values = [("region", series.name.as_str()), ("years", &years), ("parts", &listed(&parts))];
    Some(text("report.made_from", &values))
}

fn listed(names: &[String]) -> String {
    match names {
        [some @ .., last] if !some.is_empty() => text("report.and", &[("some", &some.join(", ")), ("last", last)]),
        names => names.join(", "),
    }
}

/// One value with what it rests on.
#[derive(Debug, Clone, Copy)]
struct Reading {
    value: ReferenceValue,
    numerator: Option<f64>,
    denominator: Option<f64>,
}

/// The rows of the reference data by what they are called, region and year.
struct Readings<'a> {
    columns: &'a Columns<'a>,
    indicator: &'a str,
    unit: Unit,
    known: Option<(&'a ReferenceMap, &'a ReferenceFigure)>,
    rows: BTreeMap<(String, String, i32), usize>,
}

impl<'a> Readings<'a> {
    fn of(
        columns: &'a Columns<'a>,
        (indicator, unit): (&'a str, Unit),
        known: Option<(&'a ReferenceMap, &'a ReferenceFigure)>,
    ) -> Self {
        let texts = |field: &str| {
            let codes = columns.labels(field).map(Labels::codes).unwrap_or_default();
            codes.into_iter().map(|(code, _, label)| (code, label)).collect::<BTreeMap<i32, String>>()
        };
        let (names, codes) = (texts("indikator"), texts("region"));
        let [indicators, regions, years] = ["indikator", "region", "aar"].map(|name| columns.whole(name));
        let mut rows = BTreeMap::new();
        for row in 0..columns.height {
            let Some((name, code)) = names.get(&indicators[row]).zip(codes.get(&regions[row])) else { continue };
            let key = (name.clone(), regions::canonical(code).into_owned(), years[row]);
            rows.entry(key).or_insert(row);
        }
        Self { columns, indicator, unit, known, rows }
    }

    fn row(&self, name: &str, region: &str, year: i32) -> Option<usize> {
        self.rows.get(&(name.to_owned(), region.to_owned(), year)).copied()
    }

    fn number(&self, field: &str, row: usize) -> Option<f64> {
        Some(self.columns.decimal(field)[row]).filter(|number| number.is_finite())
    }

    /// The series of a region, and what its earlier years lack; nothing where there is no row about it at all.
    fn series(&self, region: &Region, years: &[i32]) -> Option<(ReferenceSeries, Option<Finding>)> {
        let (mut points, mut basis, mut lacking, mut parts_lacking) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let mut has_rows = false;
        for year in years.iter().copied() {
            let parts = regions::parts(&region.code, year);
            let codes = if parts.is_empty() { vec![region.code.as_str()] } else { parts.clone() };
            has_rows |= codes.iter().any(|code| self.has_region(code));
            let (value, rests_on) = if parts.is_empty() {
                let reading = self.reading(&region.code, year).filter(|_| regions::existed(&region.code, year));
                let found = reading.map_or(ReferenceValue::Missing, |reading| reading.value);
                let counts = reading.map(|reading| (reading.numerator, reading.denominator)).unwrap_or_default();
                (found, ReferenceBasis { numerator: counts.0, denominator: counts.1, parts: Vec::new() })
            } else {
                let made = self.added_up(&parts, year);
                if made.is_none() {
                    lacking.push(year);
                    parts_lacking.clone_from(&parts);
                }
                made.unwrap_or((ReferenceValue::Missing, ReferenceBasis::default()))
            };
            points.push((year, value));
            if rests_on != ReferenceBasis::default() {
                basis.push((year, rests_on));
            }
        }
        let (code, name) = (region.code.clone(), region.name.clone());
        let series = ReferenceSeries { region: code, name, role: region.role, points, basis };
        let is_lacking = !lacking.is_empty();
        let finding = || {
            let years: Vec<String> = lacking.iter().map(i32::to_string).collect();
            let parts: Vec<String> = parts_lacking.iter().map(|code| regions::name(code)).collect();
            let finding = Finding::new(Rule::PartsMissing, Place::file("reference"));
            finding.with("parts", listed(&parts)).with("years", years.join(", "))
        };
        has_rows.then(|| (series, is_lacking.then(finding)))
    }

    /// Whether anything is said of the figure at all, or of the counts it is worked out from.
    fn has_indicator(&self) -> bool {
        let counted = self.known.and_then(|(map, figure)| Some(map.names_of(figure.numerator.as_ref()?)));
        let counted = counted.unwrap_or_default();
        self.rows.keys().any(|(name, ..)| name == self.indicator || counted.contains(name))
    }

    fn has_region(&self, region: &str) -> bool {
        self.rows.keys().any(|(_, code, _)| code == region)
    }

    /// The figure of a region in a year, as it stands or worked out from its counts.
    fn reading(&self, region: &str, year: i32) -> Option<Reading> {
        let row = self.row(self.indicator, region, year);
        let figure = self.known.map(|(_, figure)| figure);
        let count = |field: &str, cells: fn(&ReferenceFigure) -> Option<&Cells>| {
            let stated = row.and_then(|row| self.number(field, row));
            stated.or_else(|| self.counted(figure.and_then(cells)?, region, year))
        };
        let numerator = count("teller", |figure| figure.numerator.as_ref());
        let denominator = count("nevner", |figure| figure.denominator.as_ref())
            .or_else(|| self.inhabitants(figure?.population?, region, year));
        let worked_out = share(numerator, denominator, per(self.unit));
        let stated = row.map(|row| value(self.columns, row));
        let value = match (stated, worked_out) {
            (Some(ReferenceValue::Missing) | None, Some(share)) if figure.is_none_or(|it| it.value.is_none()) => {
                ReferenceValue::Figure(share)
            }
            (stated, _) => stated?,
        };
        let agrees = match (value, worked_out) {
            (ReferenceValue::Figure(value), Some(share)) => (value - share).abs() <= ROUNDED_BY,
            _ => true,
        };
        Some(Reading { value, numerator, denominator: denominator.filter(|_| agrees) })
    }

    /// A count that stands in a row of its own.
    fn counted(&self, cells: &Cells, region: &str, year: i32) -> Option<f64> {
        let (map, _) = self.known?;
        let row = map.names_of(cells).iter().find_map(|name| self.row(name, region, year))?;
        self.number("verdi", row)
    }

    /// Inhabitants at the end of a year, which is 1 January of the next; none unless every age is there for both sexes.
    fn inhabitants(&self, (from, to): (i64, i64), region: &str, year: i32) -> Option<f64> {
        let of = |age: i64, sex: &str| {
            let row = self.row(&format!("Personer1;Alder={age:03};Kjonn={sex}"), region, year + 1)?;
            self.number("verdi", row)
        };
        let all = (from..=to).flat_map(|age| ["1", "2"].map(|sex| of(age, sex)));
        // A region that is not there that day has nobody.
        all.sum::<Option<f64>>().filter(|sum| *sum > 0.0)
    }

    /// The value of several regions together: none unless each has both counts, or is a count.
    fn added_up(&self, parts: &[&str], year: i32) -> Option<(ReferenceValue, ReferenceBasis)> {
        let readings: Vec<Reading> = parts.iter().map(|part| self.reading(part, year)).collect::<Option<_>>()?;
        let parts: Vec<String> = parts.iter().map(|part| (*part).to_owned()).collect();
        let sum = |of: fn(&Reading) -> Option<f64>| readings.iter().map(of).sum::<Option<f64>>();
        let (numerator, denominator) = (sum(|it| it.numerator), sum(|it| it.denominator));
        if self.unit == Unit::Antall {
            let together = sum(|it| match it.value {
                ReferenceValue::Figure(value) => Some(value),
                _ => None,
            })?;
            return Some((
                ReferenceValue::Figure(together),
                ReferenceBasis { numerator: None, denominator: None, parts },
            ));
        }
        let share = share(numerator, denominator, per(self.unit))?;
        Some((ReferenceValue::Figure(share), ReferenceBasis { numerator, denominator, parts }))
    }

    /// Figures of a region, or of one of its parts, in years in which there was none.
    fn outside_their_years(&self, sources: &Sources, region: &str) -> Vec<Finding> {
        let mut found: BTreeMap<(&str, usize), BTreeSet<i32>> = BTreeMap::new();
        let files = self.columns.whole("fil");
        for ((name, code, year), row) in &self.rows {
            let is_figure = name == self.indicator && self.number("verdi", *row).is_some();
            if is_figure && code == region && !regions::existed(code, *year) {
                let file = usize::try_from(files[*row]).unwrap_or(0);
                found.entry((code.as_str(), file)).or_default().insert(*year);
            }
        }
        let finding = |((code, file), years): ((&str, usize), BTreeSet<i32>)| {
            let place = sources.checked.tables.get(file).cloned().unwrap_or_else(|| Place::file("reference"));
            let years: Vec<String> = years.iter().map(i32::to_string).collect();
            Finding::new(Rule::RegionOutsideYears, place).with("region", code).with("years", years.join(", "))
        };
        found.into_iter().map(finding).collect()
    }
}

/// What a share is multiplied by in its unit.
fn per(unit: Unit) -> Option<f64> {
    match unit {
        Unit::Prosent => Some(100.0),
        Unit::Per1000 => Some(1000.0),
        _ => None,
    }
}

fn share(numerator: Option<f64>, denominator: Option<f64>, per: Option<f64>) -> Option<f64> {
    let denominator = denominator.filter(|denominator| *denominator > 0.0)?;
    Some(numerator? / denominator * per?)
}

fn value(columns: &Columns, row: usize) -> ReferenceValue {
    let figure = columns.decimal("verdi")[row];
    if !figure.is_nan() {
        return ReferenceValue::Figure(figure);
    }
    let statuses = columns.labels("status").map(Labels::codes).unwrap_or_default();
    let stated = columns.whole("status")[row];
    let status = statuses.iter().find(|(code, ..)| *code == stated).map(|(_, _, label)| label.as_str());
    match (columns.whole("verdi_merke")[row], status) {
        (2, _) | (_, Some(":")) => ReferenceValue::Withheld,
        (3, _) | (_, Some(".")) => ReferenceValue::NotApplicable,
        _ => ReferenceValue::Missing,
    }
}
