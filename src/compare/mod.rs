//! What the published figures allow us to say beside the county, the country, last year, the plan's target, the baseline
//! and the last report.
//!
//! This room comes after disclosure control and is given [`Publishable`] and nothing else: a verdict, a sentence or the
//! number of comparisons cannot come from a figure that is withheld, because there is none here.

mod against;
mod estimate;
mod family;
mod funnel;
mod highlights;
mod last_report;
mod months;
mod nought;
#[cfg(test)]
mod simulation;
mod trend;
mod verdicts;

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

pub use against::{Against, Judged};
pub use family::{Evidence, FALSE_DISCOVERIES, SURE_FALSE_DISCOVERIES};
pub use funnel::{FunnelOf, InFunnel};
pub use highlights::{Highlight, MOST_HIGHLIGHTS};
pub use last_report::{Changed, Corrected, LastReport, NotCompared, SinceLast};
pub use months::{MonthPhase, MonthsOf};
pub use trend::{Direction, TrendOf};

use crate::compute::changed;
use crate::plan::Polarity;
use crate::protect::Publishable;
use crate::units::Period;

/// What the plan says of figures: which way is good, and where they should be.
#[derive(Debug, Clone, Default)]
pub struct Aims {
    /// Which way is good, by measure; most have none.
    pub polarity: BTreeMap<String, Polarity>,
    /// What is aimed at, by measure, in its unit.
    pub targets: BTreeMap<String, f64>,
    /// Where series have become others.
    pub breaks: Vec<SeriesBreak>,
    /// The definition of each measure as a hash, so that figures of the last report are known to be counted alike.
    pub fingerprints: BTreeMap<String, String>,
    /// Measures that gather over the window: what is aimed at for them is a year's.
    pub accumulating: BTreeSet<String>,
    /// Shares of what the same export has: nought of them is no sign that it was empty.
    pub of_cases: BTreeSet<String>,
}

/// From which month a series is another one, and why: figures before and after are not compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeriesBreak {
    /// Id of the measure.
    pub measure: String,
    /// The year of the first month after it.
    pub year: i32,
    /// The month.
    pub month: u32,
    /// What changed, in the plan's words.
    pub reason: String,
}

impl SeriesBreak {
    /// Whether it is about a measure, or about what a change since the baseline is a change in.
    pub(crate) fn is_of(&self, measure: &str) -> bool {
        self.measure == measure || changed(measure) == Some(self.measure.as_str())
    }

    /// The first day after it.
    pub(crate) fn first_day(&self) -> Option<NaiveDate> {
        NaiveDate::from_ymd_opt(self.year, self.month, 1)
    }
}

impl Aims {
    /// Whether the figures of two periods are not of one series: a break comes after the first day of the earlier period and
    /// not after the last day of the later one. A period with a break within it is mixed, and stands beside no other.
    ///
    /// # Examples
    /// ```
    /// use tryggtall::{compare::{Aims, SeriesBreak}, units::Period};
    /// let it = SeriesBreak { measure: "K4".to_owned(), year: 2024, month: 3, reason: "nytt skjema".to_owned() };
    /// let aims = Aims { breaks: vec![it], ..Aims::default() };
    /// assert!(aims.is_broken_between("K4", Period::year(2023), Period::year(2024)));
    /// assert!(aims.is_broken_between("B1-K4-relativ", Period::year(2021), Period::year(2025)));
    /// assert!(!aims.is_broken_between("K4", Period::year(2025), Period::year(2026)));
    /// assert!(!aims.is_broken_between("K5", Period::year(2023), Period::year(2024)));
    /// ```
    pub fn is_broken_between(&self, measure: &str, one: Period, other: Period) -> bool {
        self.break_between(measure, one, other).is_some()
    }

    /// The first break that separates them.
    fn break_between(&self, measure: &str, one: Period, other: Period) -> Option<&SeriesBreak> {
        let (first, last) = (one.first.min(other.first), one.last.max(other.last));
        let mut of_measure = self.breaks.iter().filter(|it| it.is_of(measure));
        of_measure.find(|it| it.first_day().is_some_and(|day| first < day && day <= last))
    }
}

/// Everything that is said of the figures of a report.
#[derive(Debug, Clone, Default)]
pub struct Judgements {
    /// Every comparison, in the order of the report.
    pub comparisons: Vec<Judged>,
    /// How each figure has gone through the years.
    pub trends: Vec<TrendOf>,
    /// How each monthly count has gone.
    pub months: Vec<MonthsOf>,
    /// Municipalities beside each other.
    pub funnels: Vec<FunnelOf>,
    /// Where series have become others.
    pub breaks: Vec<SeriesBreak>,
    /// What has changed since the last report, where one was given.
    pub since_last: Option<SinceLast>,
    /// What the front page says, strongest first.
    pub highlights: Vec<Highlight>,
}

impl Judgements {
    /// How many comparisons of a year were judged together; a change in per cent is the same change once more.
    pub fn judged_in(&self, year: i32) -> usize {
        self.comparisons.iter().filter(|it| it.year == year && it.p.is_some() && !it.is_same_in_percent()).count()
    }
}

/// Judges every figure of a report, and writes the verdicts beside them.
pub fn judge(publishable: &mut Publishable, aims: &Aims, last: Option<&LastReport>) {
    let mut comparisons = against::comparisons(publishable, aims);
    family::correct(&mut comparisons);
    verdicts::direct(&mut comparisons, &aims.polarity);
    verdicts::write(publishable, &comparisons);
    let mut judgements = Judgements {
        trends: trend::trends(publishable, aims),
        months: months::series(publishable, aims),
        funnels: funnel::funnels(publishable, aims),
        breaks: aims.breaks.clone(),
        since_last: last.map(|last| last_report::since(publishable, aims, &comparisons, last)),
        comparisons,
        highlights: Vec::new(),
    };
    judgements.highlights = highlights::choose(publishable, &judgements);
    publishable.set_judgements(judgements);
}
