//! What is counted in the selected rows, and what it is set in proportion to.

use chrono::Months;
use polars_core::prelude::{ChunkAgg, ChunkQuantile, DataFrame, Int64Chunked, NamedFrom, PolarsResult, QuantileMethod};

use super::definition::{About, FigureRule, Limit, Measure};
use super::interval::{Interval, float, poisson, wilson};
use super::select::{Days, date_of, whole};
use super::tally::{Counted, Part, Tally};
use crate::units::Unit;

/// What a count is set in proportion to, already looked up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Denominator {
    /// The measure has none of its own.
    None,
    /// So many inhabitants or places.
    Known(u64),
    /// The data is not there.
    Missing,
    /// There is none for this category (inhabitants of unknown sex).
    NotApplicable,
}

/// The figure of `measure` over `rows`.
///
/// - **Missing:** a sum with a blank among its parts is missing, not smaller; a percentile of nothing is missing; a count
///   of no rows is a true zero, because the source's file for the year is there.
pub(super) fn figure(
    rows: &DataFrame,
    measure: &Measure,
    denominator: Denominator,
    (days_of_window, yes): (Days, i64),
) -> PolarsResult<Tally> {
    let meaning = Meaning { measure };
    match &measure.figure {
        FigureRule::Rows => Ok(proportion(Some(count(rows.height())), measure, denominator, &meaning)),
        FigureRule::Unique(field) => {
            let different = whole(rows, field)?.unique_count();
            Ok(proportion(Some(different), measure, denominator, &meaning))
        }
        FigureRule::Sum(field) => Ok(proportion(sum(&whole(rows, field)?), measure, denominator, &meaning)),
        FigureRule::Days { from, to, percentile } => waited(rows, (from, to), *percentile, days_of_window, &meaning),
        FigureRule::Within { from, to, limit } => {
            let in_time = within(rows, from, to, limit, yes)?;
            Ok(share(in_time, count(rows.height()), "Rows", measure, &meaning))
        }
        FigureRule::ShareOf { unique, above_zero } => {
            let all = whole(rows, unique)?.unique_count();
            let using =
                rows.filter(&polars_core::chunked_array::ops::ChunkCompareIneq::gt(&whole(rows, above_zero)?, 0))?;
            Ok(share(whole(&using, unique)?.unique_count(), all, "all", measure, &meaning))
        }
    }
}

/// Says what a count is a count of, so that the same count behind two figures is known to be one.
struct Meaning<'a> {
    measure: &'a Measure,
}

impl Meaning<'_> {
    fn of(&self, what: &str) -> String {
        let Measure { source, rows, conditions, age, .. } = self.measure;
        format!("{source} {rows:?} {conditions:?} {age:?} {what}")
    }

    fn part(&self, what: &str, count: u64) -> Vec<Part> {
        match self.measure.about {
            About::People => vec![Part { meaning: self.of(what), count, is_base: false }],
            About::Services => Vec::new(),
        }
    }

    fn counted(&self, count: u64) -> Vec<Part> {
        self.part(&format!("{:?}", self.measure.figure), count)
    }
}

/// The unique values of a column, blanks left out.
trait UniqueCount {
    fn unique_count(&self) -> u64;
}

impl UniqueCount for Int64Chunked {
    fn unique_count(&self) -> u64 {
        let mut values: Vec<i64> = self.iter().flatten().collect();
        values.sort_unstable();
        values.dedup();
        count(values.len())
    }
}

/// polars sums an all-null column to 0; here a blank part makes the sum missing.
fn sum(column: &Int64Chunked) -> Option<u64> {
    if column.is_empty() || column.null_count() > 0 {
        return None;
    }
    column.sum().and_then(|sum| u64::try_from(sum).ok())
}

fn proportion(counted: Option<u64>, measure: &Measure, denominator: Denominator, meaning: &Meaning) -> Tally {
    let Some(counted) = counted else { return Tally::Missing };
    let parts = meaning.counted(counted);
    let over = match denominator {
        Denominator::None => {
            let interval = (measure.about == About::People).then(|| poisson(counted));
            let figure =
                Counted { value: float(counted), numerator: Some(counted), denominator: None, interval, parts };
            return Tally::Figure(figure);
        }
        Denominator::Known(over) if over > 0 => over,
        Denominator::Known(_) | Denominator::NotApplicable => return Tally::NotApplicable(parts),
        Denominator::Missing => return Tally::Missing,
    };
    let per = per(measure.unit);
    // A share of people is one; events per place or readings per inhabitant are rates and may pass 100 %.
    let is_share = matches!(measure.figure, FigureRule::Unique(_)) && measure.unit == Unit::Prosent;
    let interval = if is_share {
        wilson(counted, over).map(|interval| interval.scaled(per))
    } else {
        Some(poisson(counted).scaled(per / float(over)))
    };
    let value = float(counted) / float(over) * per;
    Tally::Figure(Counted { value, numerator: Some(counted), denominator: Some(over), interval, parts })
}

/// `base` is what the denominator counts; all rows are the same count as the figure of all rows.
fn share(counted: u64, all: u64, base: &str, measure: &Measure, meaning: &Meaning) -> Tally {
    let mut parts = meaning.counted(counted);
    parts.extend(meaning.part(&format!("not {:?}", measure.figure), all.saturating_sub(counted)));
    parts.extend(meaning.part(base, all).into_iter().map(|part| Part { is_base: true, ..part }));
    if all == 0 {
        return Tally::NotApplicable(parts);
    }
    let per = per(measure.unit);
    // All units are counted, so there is nothing uncertain about their share.
    let is_sample = measure.about == About::People;
    let interval = wilson(counted, all).filter(|_| is_sample).map(|interval: Interval| interval.scaled(per));
    let value = float(counted) / float(all) * per;
    Tally::Figure(Counted { value, numerator: Some(counted), denominator: Some(all), interval, parts })
}

fn per(unit: Unit) -> f64 {
    match unit {
        Unit::Prosent => 100.0,
        Unit::Per1000 => 1000.0,
        Unit::Antall | Unit::Dager => 1.0,
    }
}

/// The percentile of the days waited by those whose wait ended by the window's last day, so that every year is known
/// equally far. How many they are is not published: with the number of referrals it would give the number still waiting.
fn waited(
    rows: &DataFrame,
    (from, to): (&str, &str),
    percentile: u8,
    window: Days,
    meaning: &Meaning,
) -> PolarsResult<Tally> {
    let meant = format!("days {from} {to}");
    let (to, from) = (whole(rows, to)?, whole(rows, from)?);
    let ended =
        to.iter().zip(from.iter()).filter_map(|(to, from)| Some((to?, from?))).filter(|(to, _)| *to <= window.last);
    let days = Int64Chunked::new("dager".into(), ended.map(|(to, from)| to - from).collect::<Vec<_>>());
    let Some(value) = days.quantile(f64::from(percentile) / 100.0, QuantileMethod::Linear)? else {
        return Ok(Tally::Missing);
    };
    // A percentile of few says what each waited.
    let parts = meaning.part(&meant, count(days.len()));
    Ok(Tally::Figure(Counted { value, numerator: None, denominator: None, interval: None, parts }))
}

/// Rows whose later date comes within the limit. A row without one is not in time, whatever the reason.
fn within(rows: &DataFrame, from: &str, to: &str, limit: &Limit, yes: i64) -> PolarsResult<u64> {
    let extended: Vec<Option<i64>> = match limit {
        Limit::Days(_) => vec![None; rows.height()],
        Limit::Months { when, .. } => whole(rows, when)?.iter().collect(),
    };
    let (from, to) = (whole(rows, from)?, whole(rows, to)?);
    let spans = from.iter().zip(to.iter()).zip(extended);
    let is_in_time = |((from, to), extended): &((Option<i64>, Option<i64>), Option<i64>)| {
        let (Some(from), Some(to)) = (from, to) else { return false };
        latest_in_time(*from, limit, *extended == Some(yes)).is_some_and(|latest| *to <= latest)
    };
    Ok(count(spans.filter(is_in_time).count()))
}

/// The last day that is in time. Calendar months as the law counts them (barnevernsloven § 2-2): 30 November plus three
/// months is the last day of February.
fn latest_in_time(from: i64, limit: &Limit, is_extended: bool) -> Option<i64> {
    match limit {
        Limit::Days(days) => Some(from + i64::from(*days)),
        Limit::Months { ordinary, extended, .. } => {
            let months = Months::new(if is_extended { *extended } else { *ordinary });
            let latest = date_of(from)?.checked_add_months(months)?;
            Some(i64::from(crate::units::epoch_day(latest)))
        }
    }
}

fn count(rows: usize) -> u64 {
    rows as u64
}
