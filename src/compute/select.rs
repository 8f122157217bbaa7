//! The rows of a measure in a window, as polars filters.

use std::collections::HashMap;

use polars_core::chunked_array::ops::{ChunkCompareEq, ChunkCompareIneq};
use polars_core::prelude::{
    BooleanChunked, Column, DataFrame, DataType, Int64Chunked, NamedFrom, PolarsResult, Series,
};

use super::definition::{AgeOn, AgeRule, Measure, RowRule};
use crate::check::{CodeList, SourceMap, SourceMaps};
use crate::units::{Period, epoch_day};

/// Column that holds the age at the date a measure takes it, once [`with_age`] has added it.
pub(super) const AGE: &str = "alder_telt";

/// The window as day numbers.
#[derive(Debug, Clone, Copy)]
pub(super) struct Days {
    pub(super) first: i64,
    pub(super) last: i64,
}

impl From<Period> for Days {
    fn from(period: Period) -> Self {
        Self { first: i64::from(epoch_day(period.first)), last: i64::from(epoch_day(period.last)) }
    }
}

/// The rows that count, or that too little is known of them.
pub(super) enum Selected {
    /// The rows, with the age column added.
    Rows(DataFrame),
    /// So many have no known age that a figure for an age group would claim more than it can.
    UnknownAges,
}

/// Largest share of rows without a known age, in percent, at which a figure for an age group is still given. The rows
/// themselves are left out of it and said in a finding (C029).
const UNKNOWN_AGES_AT_MOST: usize = 5;

/// The rows of `frame` that count for `measure` in the window.
pub(super) fn select(
    frame: &DataFrame,
    measure: &Measure,
    map: &SourceMap,
    maps: &SourceMaps,
    days: Days,
) -> PolarsResult<Selected> {
    let mut rows = frame.filter(&row_mask(frame, &measure.rows, days)?)?;
    for (field, codes) in &measure.conditions {
        let list = map.field(field).and_then(|field| maps.list_of(field));
        rows = rows.filter(&code_mask(&whole(&rows, field)?, codes, list))?;
    }
    if let RowRule::LatestReading { date, per, .. } = &measure.rows {
        rows = latest(&rows, date, per)?;
    }
    let rows = with_age(rows, measure.age.map_or(AgeOn::Event, |age| age.on), days)?;
    let Some(age) = measure.age else { return Ok(Selected::Rows(rows)) };
    let unknown = whole(&rows, AGE)?.null_count();
    if unknown * 100 > rows.height() * UNKNOWN_AGES_AT_MOST {
        return Ok(Selected::UnknownAges);
    }
    Ok(Selected::Rows(rows.filter(&age_mask(&rows, age)?)?))
}

/// A column of whole numbers: codes, days, ids, counts. They are kept in 32 bits and computed with in 64.
pub(super) fn whole(frame: &DataFrame, name: &str) -> PolarsResult<Int64Chunked> {
    frame.column(name)?.cast(&DataType::Int64)?.i64().cloned()
}

fn row_mask(frame: &DataFrame, rule: &RowRule, days: Days) -> PolarsResult<BooleanChunked> {
    match rule {
        RowRule::InWindow(date) => {
            let date = whole(frame, date)?;
            Ok(date.gt_eq(days.first) & date.lt_eq(days.last))
        }
        RowRule::Overlap([from, to]) => {
            let ends = whole(frame, to)?;
            Ok(whole(frame, from)?.lt_eq(days.last) & or_blank(&ends, ends.gt_eq(days.first)))
        }
        RowRule::ActiveAtEnd([from, to]) => {
            let ends = whole(frame, to)?;
            Ok(whole(frame, from)?.lt_eq(days.last) & or_blank(&ends, ends.gt_eq(days.last)))
        }
        RowRule::LatestReading { date, within_days, .. } => {
            let date = whole(frame, date)?;
            Ok(date.lt_eq(days.last) & date.gt_eq(days.last - i64::from(*within_days)))
        }
        RowRule::StillOpenAtEnd { from, until } => {
            let mut mask = whole(frame, from)?.lt_eq(days.last);
            for end in until {
                let end = whole(frame, end)?;
                mask = mask & or_blank(&end, end.gt(days.last));
            }
            Ok(mask)
        }
    }
}

/// An event without an end date is going on: blank counts as later than any day.
fn or_blank(column: &Int64Chunked, mask: BooleanChunked) -> BooleanChunked {
    column.is_null() | mask
}

fn code_mask(column: &Int64Chunked, codes: &[String], list: Option<&CodeList>) -> BooleanChunked {
    let wanted = codes.iter().filter_map(|code| list?.find(code)).map(|code| column.equal(i64::from(code)));
    wanted.reduce(|left, right| left | right).unwrap_or_else(|| column.is_null() & column.is_not_null())
}

fn age_mask(frame: &DataFrame, age: AgeRule) -> PolarsResult<BooleanChunked> {
    let ages = whole(frame, AGE)?;
    Ok(ages.gt_eq(age.from) & ages.lt_eq(age.to))
}

/// The rows of each `per` that carry its own latest date.
fn latest(frame: &DataFrame, date: &str, per: &str) -> PolarsResult<DataFrame> {
    let groups = frame.group_by_stable([per])?.into_groups();
    let dates = whole(frame, date)?;
    let mut keep = vec![false; frame.height()];
    for group in groups.iter() {
        let members: Vec<usize> = match group {
            polars_core::prelude::GroupsIndicator::Idx((_, rows)) => rows.iter().map(|row| *row as usize).collect(),
            polars_core::prelude::GroupsIndicator::Slice([first, length]) => {
                (first as usize..(first + length) as usize).collect()
            }
        };
        let newest = members.iter().filter_map(|row| dates.get(*row)).max();
        for row in members {
            keep[row] = dates.get(row) == newest;
        }
    }
    frame.filter(&BooleanChunked::new("nyeste".into(), keep))
}

/// Adds [`AGE`]: from the birth date where it is known, else the age the sender wrote; null where neither is.
///
/// At the window's end a child has one age: the highest that its rows say.
fn with_age(mut frame: DataFrame, on: AgeOn, days: Days) -> PolarsResult<DataFrame> {
    if frame.column("alder_ved").is_err() {
        return Ok(frame);
    }
    let at_event: Vec<Option<i64>> = whole(&frame, "alder_ved")?.iter().collect();
    let ages: Vec<Option<i64>> = match on {
        AgeOn::Event => at_event,
        AgeOn::WindowEnd => {
            let born = whole(&frame, "fodt")?;
            let ages = born.iter().zip(at_event).map(|(born, at_event)| age_at(born, days.last).or(at_event));
            highest_of_each(&whole(&frame, "barn_id")?, &ages.collect::<Vec<_>>())
        }
    };
    let column: Column = Series::new(AGE.into(), ages).into();
    frame.with_column(column)?;
    Ok(frame)
}

/// For each row the highest value that any row of the same child has: so a child is in one category only, a known value
/// goes before a blank one, and outside the home before at home.
pub(super) fn highest_of_each(children: &Int64Chunked, values: &[Option<i64>]) -> Vec<Option<i64>> {
    let mut highest = HashMap::new();
    for (child, value) in children.iter().zip(values) {
        let of_child = highest.entry(child).or_insert(*value);
        *of_child = (*of_child).max(*value);
    }
    children.iter().map(|child| highest.get(&child).copied().flatten()).collect()
}

fn age_at(born: Option<i64>, on: i64) -> Option<i64> {
    crate::check::age_on(date_of(born?)?, date_of(on)?)
}

/// The date of a day number.
pub(super) fn date_of(epoch: i64) -> Option<chrono::NaiveDate> {
    crate::units::day(1970, 1, 1).checked_add_signed(chrono::TimeDelta::try_days(epoch)?)
}
