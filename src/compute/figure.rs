//! What is counted in the selected rows, and what it is set in proportion to.

mod counts;
mod days;
mod shares;

use super::columns::Columns;
use super::definition::{About, FigureRule, Measure};
use super::interval::{Interval, float, poisson, wilson};
use super::moment::Moment;
use super::tally::{At, Counted, Part, Tally};
use crate::units::Unit;
pub(super) use counts::unique;

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

/// What a figure is counted from.
pub(super) struct Counting<'a, 'c> {
    pub(super) measure: &'a Measure,
    pub(super) columns: &'a Columns<'c>,
    pub(super) moment: &'a Moment,
    /// The code of «ja».
    pub(super) yes: i32,
}

impl Counting<'_, '_> {
    /// The figure over `rows`.
    ///
    /// - **Missing:** a sum with a blank among its parts is missing, not smaller; a percentile or a mean of nothing is
    ///   missing; a count of no rows is a true zero, because the source's file for the year is there.
    pub(super) fn figure(&self, rows: &[u32], denominator: Denominator) -> Tally {
        use FigureRule as F;
        match &self.measure.figure {
            F::Rows => self.proportion(Some(count(rows.len())), denominator),
            F::Unique(field) => self.proportion(Some(unique(&self.columns.whole(field), rows)), denominator),
            F::Sum(field) => self.proportion(self.sum(field, rows), denominator),
            F::Difference(fields) => self.difference(fields, rows),
            F::Ratio(fields) => self.ratio(fields, rows),
            F::KnownRatio(fields) => self.ratio(fields, &self.known(fields, rows)),
            F::Days { from, to, percentile } => self.waited(rows, (from, to), *percentile),
            F::Survival { from, to, stopped, percentile } => self.survival(rows, [from, to, stopped], *percentile),
            F::Queue { from, percentile } => self.queue(rows, from, *percentile),
            F::Percentile { of, percentile } => self.percentile_of(rows, of, *percentile),
            F::Late { due, done, percentile } => self.late(rows, (due, done), *percentile),
            F::Within { from, to, limit } => {
                let in_time = self.within(rows, from, to, limit);
                self.share(in_time, count(rows.len()), "Rows")
            }
            F::ShareOf { unique: field, above_zero } => self.share_of(rows, field, above_zero),
            F::Share { of, cluster } => self.flagged(rows, of, cluster.as_deref()),
            F::ShareWhere(wanted) => {
                let matching = self.matching(rows, wanted);
                self.share(matching, count(rows.len()), "Rows")
            }
            F::Mean { of, cluster } => self.mean(rows, of, cluster.as_deref()),
            // Files have no rows of their own: see `rows_accepted`.
            F::RowsAccepted => Tally::Missing,
        }
    }

    /// The share of the rows of some files that were used. The number of rows of all files, less those of the others, is
    /// the rows of a file that is concealed: it is not told.
    pub(super) fn rows_accepted(&self, used: u64, rejected: u64) -> Tally {
        match self.share(used, used + rejected, "accounts") {
            Tally::Figure(counted) => Tally::Figure(Counted { numerator: None, denominator: None, ..counted }),
            other => other,
        }
    }

    /// The rows of one category as a share of all rows that are in any.
    pub(super) fn share_of_whole(&self, rows: usize, all: &[u32]) -> Tally {
        let (rows, base) = (count(rows), count(all.len()));
        let mut parts = self.respondents(all);
        for part in &mut parts {
            part.at = Some(At { year: None, dimension: String::new(), code: String::new() });
        }
        if base == 0 {
            return Tally::NotApplicable(parts);
        }
        let interval = wilson(rows, base).map(|interval| interval.scaled(self.per()));
        let value = float(rows) / float(base) * self.per();
        Tally::Figure(Counted { value, numerator: Some(rows), denominator: Some(base), interval, parts })
    }

    /// What a count is a count of, so that the same count behind two figures is known to be one.
    fn meaning(&self, what: &str) -> String {
        let Measure { source, rows, conditions, not, before, age, view, question, .. } = self.measure;
        format!("{source} {rows:?} {conditions:?} {not:?} {before:?} {age:?} {view:?} {question:?} {what}")
    }

    fn part(&self, what: &str, count: u64) -> Vec<Part> {
        match self.measure.about {
            About::People => vec![Part { meaning: self.meaning(what), count, is_base: false, at: None }],
            About::Answers | About::Services => Vec::new(),
        }
    }

    fn counted(&self, count: u64) -> Vec<Part> {
        self.part(&format!("{:?}", self.measure.figure), count)
    }

    /// Of a survey nothing is told but how many answered: where few did, nothing is said at all.
    fn respondents(&self, rows: &[u32]) -> Vec<Part> {
        if self.measure.about != About::Answers {
            return Vec::new();
        }
        let count = unique(&self.columns.whole("respondent"), rows);
        vec![Part { meaning: self.meaning("respondents"), count, is_base: false, at: None }]
    }

    fn proportion(&self, counted: Option<u64>, denominator: Denominator) -> Tally {
        let Some(counted) = counted else { return Tally::Missing };
        let parts = self.counted(counted);
        let over = match denominator {
            Denominator::None => {
                let interval = (self.measure.about == About::People).then(|| poisson(counted));
                let value = float(counted);
                return Tally::Figure(Counted { value, numerator: Some(counted), denominator: None, interval, parts });
            }
            Denominator::Known(over) if over > 0 => over,
            Denominator::Known(_) | Denominator::NotApplicable => return Tally::NotApplicable(parts),
            Denominator::Missing => return Tally::Missing,
        };
        let per = self.per();
        // A share of people is one; events per place or readings per inhabitant are rates and may pass 100 %.
        let is_share = matches!(self.measure.figure, FigureRule::Unique(_)) && self.measure.unit == Unit::Prosent;
        let interval = match self.measure.about {
            // Everybody who was asked is known: nothing is uncertain about how many of them answered.
            About::Answers | About::Services => None,
            About::People if is_share => wilson(counted, over).map(|interval| interval.scaled(per)),
            About::People => Some(poisson(counted).scaled(per / float(over))),
        };
        let value = float(counted) / float(over) * per;
        Tally::Figure(Counted { value, numerator: Some(counted), denominator: Some(over), interval, parts })
    }

    /// `base` is what the denominator counts; all rows are the same count as the figure of all rows.
    fn share(&self, counted: u64, all: u64, base: &str) -> Tally {
        let mut parts = self.counted(counted);
        parts.extend(self.part(&format!("not {:?}", self.measure.figure), all.saturating_sub(counted)));
        parts.extend(self.part(base, all).into_iter().map(|part| Part { is_base: true, ..part }));
        self.share_with(counted, all, parts)
    }

    fn share_with(&self, counted: u64, all: u64, parts: Vec<Part>) -> Tally {
        if all == 0 {
            return Tally::NotApplicable(parts);
        }
        let per = self.per();
        // All units are counted, so there is nothing uncertain about their share.
        let is_sample = self.measure.about != About::Services;
        let interval = wilson(counted, all).filter(|_| is_sample).map(|interval: Interval| interval.scaled(per));
        let value = float(counted) / float(all) * per;
        Tally::Figure(Counted { value, numerator: Some(counted), denominator: Some(all), interval, parts })
    }

    fn per(&self) -> f64 {
        self.measure.unit.per()
    }
}

fn count(rows: usize) -> u64 {
    rows as u64
}
