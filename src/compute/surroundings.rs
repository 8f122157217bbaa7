//! What figures are set beside: inhabitants, places, county and country.

use std::collections::BTreeSet;

use polars_core::chunked_array::ops::{ChunkCompareEq, ChunkCompareIneq};
use polars_core::prelude::{ChunkAgg, DataFrame, PolarsResult};

use super::definition::{Measure, Over};
use super::figure::Denominator;
use super::select::whole;
use super::table::{ReferenceRole, ReferenceSeries, ReferenceValue};
use crate::check::{Checked, SourceMaps};
use crate::units::{Period, epoch_day};

/// Which inhabitants.
#[derive(Debug, Clone, Copy)]
pub(super) struct Group {
    pub(super) from: i64,
    pub(super) to: i64,
    /// A code of the list `kjonn`; both sexes where none.
    pub(super) sex: Option<i64>,
}

/// The list `kjonn` has `jente` and `gutt` first; a test holds it to that.
pub(super) const KNOWN_SEXES: i64 = 2;

/// A looked-up population, and the 1 January it is from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Population {
    pub(super) inhabitants: u64,
    pub(super) year: i32,
}

/// The 1 January whose population belongs to a period: the latest one not after the day that follows it.
///
/// KOSTRA sets a year's services against the population at the year's end, which SSB table 07459 has as 1 January of the
/// next year; a shorter window is set against the 1 January it begins with.
pub(super) fn population_year(period: Period) -> i32 {
    use chrono::Datelike;
    period.last.succ_opt().map_or(period.last.year(), |day| day.year())
}

/// Inhabitants for a period; the 1 January before where the right one is not there yet, which the caller must say.
pub(super) fn population(checked: &Checked, group: Group, period: Period) -> PolarsResult<Option<Population>> {
    let wanted = population_year(period);
    for year in [wanted, wanted - 1] {
        if let Some(inhabitants) = inhabitants(checked, group, year)? {
            return Ok(Some(Population { inhabitants, year }));
        }
    }
    Ok(None)
}

/// `None` unless every year of age of the group is there for both sexes: half a population is no denominator.
fn inhabitants(checked: &Checked, group: Group, year: i32) -> PolarsResult<Option<u64>> {
    let Some(source) = checked.source("folkemengde") else { return Ok(None) };
    let frame = &source.frame;
    let ages = whole(frame, "alder")?;
    let mut mask = whole(frame, "aar")?.equal(i64::from(year)) & ages.gt_eq(group.from) & ages.lt_eq(group.to);
    if let Some(sex) = group.sex {
        mask = mask & whole(frame, "kjonn")?.equal(sex);
    }
    let rows = frame.filter(&mask)?;
    let found: BTreeSet<(i64, i64)> =
        whole(&rows, "alder")?.iter().flatten().zip(whole(&rows, "kjonn")?.iter().flatten()).collect();
    let has = |age: i64, sex: i64| found.contains(&(age, sex));
    let is_whole = (group.from..=group.to).all(|age| match group.sex {
        Some(sex) => has(age, sex),
        None => (0..KNOWN_SEXES).all(|sex| has(age, sex)),
    });
    let sum = whole(&rows, "antall")?.sum().and_then(|sum| u64::try_from(sum).ok());
    Ok(sum.filter(|_| is_whole))
}

/// Places of a service, averaged over the days of the period; missing where some day is not
/// covered, or covered twice.
pub(super) fn places(checked: &Checked, maps: &SourceMaps, service: &str, period: Period) -> PolarsResult<Denominator> {
    let Some(source) = checked.source("kapasitet") else { return Ok(Denominator::Missing) };
    let Some(service) = maps.list("tjeneste").and_then(|list| list.find(service)) else {
        return Ok(Denominator::Missing);
    };
    let rows = of_service(&source.frame, i64::from(service))?;
    let (first, last) = (i64::from(epoch_day(period.first)), i64::from(epoch_day(period.last)));
    let (from, to, places) = (whole(&rows, "fra_dato")?, whole(&rows, "til_dato")?, whole(&rows, "plasser")?);
    let periods = from.iter().zip(to.iter()).zip(places.iter());
    // A set: the same row may stand in two years' folders.
    let periods: BTreeSet<(i64, i64, i64)> =
        periods.filter_map(|((from, to), places)| Some((from?, to?, places?))).collect();
    let (mut place_days, mut next) = (0, first);
    for (from, to, places) in periods {
        if to < first || from > last {
            continue;
        }
        if from.max(first) != next {
            return Ok(Denominator::Missing);
        }
        next = to.min(last) + 1;
        place_days += places * (next - from.max(first));
    }
    if next != last + 1 {
        return Ok(Denominator::Missing);
    }
    let days = period.days();
    let average = (2 * place_days + days) / (2 * days);
    Ok(u64::try_from(average).map_or(Denominator::Missing, Denominator::Known))
}

fn of_service(frame: &DataFrame, service: i64) -> PolarsResult<DataFrame> {
    frame.filter(&whole(frame, "tjeneste")?.equal(service))
}

/// What a measure is set in proportion to, for all inhabitants of its ages.
pub(super) fn population_group(measure: &Measure) -> Option<Group> {
    match measure.over {
        Some(Over::Population { from, to }) => Some(Group { from, to, sex: None }),
        _ => None,
    }
}

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

/// County and country for a measure through `years`, leaving out regions the reference data does not have at all.
pub(super) fn references(
    checked: &Checked,
    indicator: &str,
    regions: &[Region],
    years: &[i32],
) -> PolarsResult<Vec<ReferenceSeries>> {
    let Some(source) = checked.source("referanse") else { return Ok(Vec::new()) };
    let code_of = |field: &str, text: &str| {
        let texts = source.names.get(field)?;
        texts.iter().position(|known| known == text).and_then(|at| i64::try_from(at).ok())
    };
    let Some(indicator) = code_of("indikator", indicator) else { return Ok(Vec::new()) };
    let mut series = Vec::new();
    for region in regions {
        let Some(code) = code_of("region", &region.code) else { continue };
        let frame = &source.frame;
        let mask = whole(frame, "indikator")?.equal(indicator) & whole(frame, "region")?.equal(code);
        let rows = frame.filter(&mask)?;
        let points = years.iter().map(|year| Ok((*year, reference_value(&rows, *year, &source.names)?)));
        series.push(ReferenceSeries {
            region: region.code.clone(),
            name: region.name.clone(),
            role: region.role,
            points: points.collect::<PolarsResult<_>>()?,
        });
    }
    Ok(series)
}

fn reference_value(
    rows: &DataFrame,
    year: i32,
    names: &std::collections::BTreeMap<String, Vec<String>>,
) -> PolarsResult<ReferenceValue> {
    let of_year = rows.filter(&whole(rows, "aar")?.equal(i64::from(year)))?;
    if of_year.height() == 0 {
        return Ok(ReferenceValue::Missing);
    }
    if let Some(value) = of_year.column("verdi")?.f64()?.get(0) {
        return Ok(ReferenceValue::Figure(value));
    }
    let status =
        whole(&of_year, "status")?.get(0).and_then(|code| names.get("status")?.get(usize::try_from(code).ok()?));
    Ok(match (whole(&of_year, "verdi_merke")?.get(0), status.map(String::as_str)) {
        (Some(2), _) | (_, Some(":")) => ReferenceValue::Withheld,
        (Some(3), _) | (_, Some(".")) => ReferenceValue::NotApplicable,
        _ => ReferenceValue::Missing,
    })
}
