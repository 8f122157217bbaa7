//! Today's report beside the last one: what has changed for certain, what is counted otherwise, what was corrected.

use std::collections::BTreeSet;

use super::corrections::{self, Corrected, corrections};
use super::{Changed, LastReport, Published, defined_by, is_generated, total_of};
use crate::compare::against::{Against, Judged, Other, level, printed};
use crate::compare::estimate::Estimate;
use crate::compare::family::{self, Evidence};
use crate::compare::{Aims, verdicts};
use crate::compute::MeasureTable;
use crate::protect::{Cell, Heading, Publishable, Shown};

/// What has changed since the last report.
#[derive(Debug, Clone, PartialEq)]
pub struct SinceLast {
    /// The year of the last report.
    pub year: i32,
    /// The id of its window.
    pub window: String,
    /// It was about the same part of another year, judged on the same day: its figures can be set beside today's.
    pub is_comparable: bool,
    /// Changes that are certain, strongest first.
    pub changes: Vec<Changed>,
    /// How many figures were set beside those of the last report.
    pub compared: usize,
    /// Measures that are counted in another way than then: not compared.
    pub redefined: Vec<(String, String)>,
    /// Measures that are not compared for another reason.
    pub not_compared: Vec<NotCompared>,
    /// Measures that the last report did not have.
    pub added: Vec<(String, String)>,
    /// Measures that only the last report had.
    pub gone: Vec<String>,
    /// Totals of the same year that are published otherwise today.
    pub corrections: Vec<Corrected>,
}

/// A measure that both reports have and that is not compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotCompared {
    /// Id of the measure.
    pub measure: String,
    /// Its name.
    pub title: String,
    /// Why its series is another one now, in the plan's words; none where it is not known whether it is counted alike.
    pub reason: Option<String>,
}

/// How a measure is counted beside how it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Definition {
    Same,
    Changed,
    /// One of the two reports does not say.
    Unknown,
}

/// What has changed. `comparisons` are those of the report itself, judged together.
pub(in crate::compare) fn since(
    publishable: &Publishable,
    aims: &Aims,
    comparisons: &[Judged],
    last: &LastReport,
) -> SinceLast {
    let heading = publishable.heading();
    let is_comparable = last.year < heading.year && last.counts_alike(last.year, heading);
    let mut since = SinceLast {
        year: last.year,
        window: last.window.clone(),
        is_comparable,
        changes: Vec::new(),
        compared: 0,
        redefined: Vec::new(),
        not_compared: Vec::new(),
        added: Vec::new(),
        gone: Vec::new(),
        corrections: Vec::new(),
    };
    let beside = Beside { heading, aims, comparisons, last };
    for indicator in publishable.indicators() {
        for measure in &indicator.measures {
            beside.add(&indicator.id, measure, &mut since);
        }
    }
    let measures = publishable.indicators().iter().flat_map(|indicator| &indicator.measures);
    let here: BTreeSet<&str> = measures.map(|measure| measure.id.as_str()).collect();
    let gone = last.shown.iter().filter(|id| !is_generated(id) && !here.contains(id.as_str()));
    since.gone = gone.cloned().collect();
    if !beside.is_year_before() {
        family::correct(&mut since.changes);
        verdicts::direct(&mut since.changes, &aims.polarity);
    }
    since.compared = since.changes.len();
    since.changes.retain(|change| change.evidence > Evidence::None);
    let by_strength = |change: &Judged| (change.adjusted.unwrap_or(1.0), change.p.unwrap_or(1.0));
    since.changes.sort_by(|left, right| {
        let ((one, p), (other, q)) = (by_strength(left), by_strength(right));
        one.total_cmp(&other).then(p.total_cmp(&q)).then_with(|| left.measure.cmp(&right.measure))
    });
    since
}

/// Today's report and the last one.
struct Beside<'a> {
    heading: &'a Heading,
    aims: &'a Aims,
    comparisons: &'a [Judged],
    last: &'a LastReport,
}

impl Beside<'_> {
    fn add(&self, indicator: &str, measure: &MeasureTable<Cell>, since: &mut SinceLast) {
        let definition = self.definition(&measure.id);
        if definition == Definition::Changed {
            since.redefined.push((measure.id.clone(), measure.title.clone()));
            return;
        }
        if !self.last.measures.contains(&measure.id) {
            let is_new = !self.last.fingerprints.contains_key(&measure.id);
            if is_new && measure.totals.iter().any(|point| point.cell.shown().is_some()) {
                since.added.push((measure.id.clone(), measure.title.clone()));
            }
            return;
        }
        if is_generated(&measure.id) {
            return;
        }
        // Of a measure without figures nothing is compared, and nothing need be said.
        let had_figures = self.last.shown.contains(&measure.id);
        let not_compared = |reason| {
            let (measure, title) = (measure.id.clone(), measure.title.clone());
            had_figures.then_some(NotCompared { measure, title, reason })
        };
        if definition == Definition::Unknown {
            since.not_compared.extend(not_compared(None));
            return;
        }
        since.corrections.extend(corrections(measure, self.last, self.heading));
        if !since.is_comparable {
            return;
        }
        match self.break_of(&measure.id) {
            Some(reason) => since.not_compared.extend(not_compared(Some(reason.to_owned()))),
            None => since.changes.extend(self.change(indicator, measure)),
        }
    }

    fn definition(&self, measure: &str) -> Definition {
        let id = defined_by(measure);
        match (self.last.fingerprints.get(id), self.aims.fingerprints.get(id)) {
            (Some(then), Some(now)) if then == now => Definition::Same,
            (Some(_), Some(_)) => Definition::Changed,
            _ => Definition::Unknown,
        }
    }

    /// Why the series of a measure became another one after the last report's window had begun, in the plan's words.
    fn break_of(&self, measure: &str) -> Option<&str> {
        let period = |year: i32| self.heading.windows.period(self.heading.window, year);
        let found = self.aims.break_between(measure, period(self.last.year), period(self.heading.year));
        found.map(|it| it.reason.as_str())
    }

    fn is_year_before(&self) -> bool {
        self.last.year == self.heading.year - 1
    }

    /// The report's own comparison with the last report's year, as long as that has not been corrected since. What is
    /// compared is today's figure of that year, which is not rounded.
    fn change(&self, indicator: &str, measure: &MeasureTable<Cell>) -> Option<Judged> {
        let published = self.last.total(&measure.id, self.last.year)?;
        let Published::Shown { shown: published_figure, .. } = published else { return None };
        let now = total_of(measure, self.heading.year)?.shown()?;
        let then = match total_of(measure, self.last.year) {
            Some(cell) if corrections::is_as_published(published, cell, measure.unit) => cell.shown()?,
            Some(_) => return None,
            None => published_figure,
        };
        if [now, then].iter().any(|shown| self.aims.may_be_empty(&measure.id, shown, measure.unit)) {
            return None;
        }
        if self.is_year_before() {
            let of_year = |it: &&Judged| {
                it.measure == measure.id
                    && it.year == self.heading.year
                    && it.against == Against::YearBefore(self.last.year)
            };
            return self.comparisons.iter().find(of_year).filter(|it| it.p.is_some()).cloned();
        }
        self.judged(indicator, measure, now, then)
    }

    fn judged(&self, indicator: &str, measure: &MeasureTable<Cell>, now: &Shown, then: &Shown) -> Option<Judged> {
        let (own, before) = Estimate::of(now, measure.unit).zip(Estimate::of(then, measure.unit))?;
        let against = Against::YearBefore(self.last.year);
        let other = Other::of(measure, against, printed(then, measure.unit));
        let told = (level(|level| own.differs(&before, level)), own.p_between(&before));
        let difference = (now.value - then.value, Some(own.difference(&before)), told);
        Some(Judged::new((indicator, measure), self.heading.year, now, other, difference))
    }
}
