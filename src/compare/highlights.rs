//! What the front page says: chosen by strength of evidence, and by nothing else.

use std::collections::BTreeSet;

use super::against::{Against, Judged};
use super::months::MonthsOf;
use super::trend::TrendOf;
use super::{Evidence, Judgements};
use crate::compute::ReferenceRole;
use crate::protect::Publishable;

/// At most so many.
pub const MOST_HIGHLIGHTS: usize = 8;

/// One finding of the front page.
#[derive(Debug, Clone, PartialEq)]
pub enum Highlight {
    /// A certain difference.
    Comparison(Box<Judged>),
    /// A certain direction through the years.
    Trend(TrendOf),
    /// Months that are out of the ordinary.
    Months(MonthsOf),
}

/// What a finding is about: no indicator is on the page twice with the same kind of news.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum News {
    /// Beside the county or the country.
    Elsewhere,
    /// Beside an earlier time, or through the years.
    Time,
    /// Beside what the plan aims at.
    Aim,
}

/// The strongest findings of the year, at most [`MOST_HIGHLIGHTS`]; of equally strong ones those that come first in the
/// report. A certain difference only: what may be chance is not on the front page, and a withheld figure is not here at
/// all.
pub(super) fn choose(publishable: &Publishable, judgements: &Judgements) -> Vec<Highlight> {
    let year = publishable.heading().year;
    let mut found: Vec<(f64, String, News, Highlight)> = Vec::new();
    let certain = judgements.comparisons.iter().filter(|it| it.year == year && it.evidence > Evidence::None);
    // Where the county can be told apart, the country adds nothing.
    let beside_county: BTreeSet<&str> =
        certain.clone().filter(|it| is_beside(it, ReferenceRole::County)).map(|it| it.measure.as_str()).collect();
    let is_more_of_the_same =
        |judged: &Judged| is_beside(judged, ReferenceRole::Country) && beside_county.contains(judged.measure.as_str());
    for judged in certain.filter(|it| !it.measure.ends_with("-relativ") && !is_more_of_the_same(it)) {
        let strength = judged.adjusted.unwrap_or(1.0);
        found.push((strength, subject(&judged.measure), news(judged), Highlight::Comparison(Box::new(judged.clone()))));
    }
    for trend in judgements.trends.iter().filter(|trend| trend.last == year && trend.is_certain()) {
        found.push((
            trend.adjusted.unwrap_or(1.0),
            subject(&trend.measure),
            News::Time,
            Highlight::Trend(trend.clone()),
        ));
    }
    // A signal is a reason to ask, not a test: it comes after everything that has been tested.
    for months in judgements.months.iter().filter_map(|months| months.only(year)) {
        found.push((super::FALSE_DISCOVERIES, subject(&months.measure), News::Time, Highlight::Months(months)));
    }
    found.sort_by(|left, right| left.0.total_cmp(&right.0));
    let mut told = BTreeSet::new();
    found.retain(|(_, subject, news, _)| told.insert((subject.clone(), *news)));
    found.truncate(MOST_HIGHLIGHTS);
    found.into_iter().map(|(.., highlight)| highlight).collect()
}

fn is_beside(judged: &Judged, wanted: ReferenceRole) -> bool {
    matches!(&judged.against, Against::Region { role, .. } if *role == wanted)
}

fn news(judged: &Judged) -> News {
    match &judged.against {
        Against::Region { .. } => News::Elsewhere,
        Against::YearBefore(_) | Against::Baseline { .. } => News::Time,
        Against::Target => News::Aim,
    }
}

/// The indicator that a measure belongs to, also where it is a change since the baseline.
fn subject(measure: &str) -> String {
    let measure = measure.strip_prefix("B1-").unwrap_or(measure);
    measure.split('-').next().unwrap_or(measure).to_owned()
}
