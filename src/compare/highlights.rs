//! What the front page says: chosen by strength of evidence, and by nothing else.

use std::collections::{BTreeMap, BTreeSet};

use super::against::{Against, Judged};
use super::trend::TrendOf;
use super::{Evidence, Judgements};
use crate::compute::{RELATIVE, ReferenceRole, changed};
use crate::protect::Publishable;

/// At most so many.
pub const MOST_HIGHLIGHTS: usize = 8;

/// One finding of the front page.
#[derive(Debug, Clone, PartialEq)]
pub enum Highlight {
    /// A certain difference.
    Comparison(Box<Judged>),
    /// A certain direction through the years.
    Trend(Box<TrendOf>),
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

/// A finding, and what decides its place on the page.
struct Found {
    /// How often chance gives as much, judged together with its family.
    adjusted: f64,
    /// The same by itself: what has the same level together need not be as strong.
    p: f64,
    /// Where the measure stands in the report.
    place: usize,
    subject: String,
    news: News,
    highlight: Highlight,
}

/// The strongest findings of the year, at most [`MOST_HIGHLIGHTS`]: by the adjusted level, then by the level alone, then as
/// they come in the report. Only what was tested and is certain together with its family: what may be chance is not on the
/// front page, a signal among months is a reason to ask and no test, and a withheld figure is not here at all.
pub(super) fn choose(publishable: &Publishable, judgements: &Judgements) -> Vec<Highlight> {
    let year = publishable.heading().year;
    let measures = publishable.indicators().iter().flat_map(|it| &it.measures);
    let places: BTreeMap<&str, usize> = measures.enumerate().map(|(at, measure)| (measure.id.as_str(), at)).collect();
    let found = |measure: &str, (adjusted, p): (Option<f64>, Option<f64>), news, highlight| Found {
        adjusted: adjusted.unwrap_or(1.0),
        p: p.unwrap_or(1.0),
        place: places.get(measure).copied().unwrap_or(usize::MAX),
        subject: subject(measure),
        news,
        highlight,
    };
    let comparisons = certain_comparisons(judgements, year)
        .into_iter()
        .map(|it| found(&it.measure, (it.adjusted, it.p), news(it), Highlight::Comparison(Box::new(it.clone()))));
    let trends = judgements
        .trends
        .iter()
        .filter(|trend| trend.last == year && trend.is_certain())
        .map(|it| found(&it.measure, (it.adjusted, it.p), News::Time, Highlight::Trend(Box::new(it.clone()))));
    let mut all: Vec<Found> = comparisons.chain(trends).collect();
    all.sort_by(|left, right| {
        let by_strength = left.adjusted.total_cmp(&right.adjusted).then(left.p.total_cmp(&right.p));
        by_strength.then(left.place.cmp(&right.place))
    });
    let mut told = BTreeSet::new();
    all.retain(|found| told.insert((found.subject.clone(), found.news)));
    all.into_iter().take(MOST_HIGHLIGHTS).map(|found| found.highlight).collect()
}

/// Where the county can be told apart, the country adds nothing; and a change is said once, not in percent too.
fn certain_comparisons(judgements: &Judgements, year: i32) -> Vec<&Judged> {
    let certain = judgements.comparisons.iter().filter(|it| it.year == year && it.evidence > Evidence::None);
    let beside_county: BTreeSet<&str> =
        certain.clone().filter(|it| is_beside(it, ReferenceRole::County)).map(|it| it.measure.as_str()).collect();
    let is_more_of_the_same =
        |judged: &Judged| is_beside(judged, ReferenceRole::Country) && beside_county.contains(judged.measure.as_str());
    certain.filter(|it| !it.measure.ends_with(RELATIVE) && !is_more_of_the_same(it)).collect()
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
    let measure = changed(measure).unwrap_or(measure);
    measure.split('-').next().unwrap_or(measure).to_owned()
}
