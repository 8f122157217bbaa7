//! What is different from the last report that was published: certain changes first, then changes of definitions, then
//! corrections of data, never mixed.

mod corrections;
mod parse;
mod since;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use super::against::Judged;
use crate::compute::{MeasureTable, changed};
use crate::lang::text;
use crate::protect::{Cell, Heading, Shown};
use crate::units::Audience;

pub use corrections::Corrected;
pub(super) use since::since;
pub use since::{NotCompared, SinceLast};

/// What the last report published, as it lies on disk: nothing but what everybody has seen.
#[derive(Debug, Clone, PartialEq)]
pub struct LastReport {
    /// The municipality.
    pub municipality: String,
    /// The year it was about.
    pub year: i32,
    /// The id of its window.
    pub window: String,
    /// First and last day of the window.
    pub days: (String, String),
    /// The day on which milestones and deadlines of its year were judged, where that was not the window's last.
    pub reporting_date: Option<String>,
    /// Who could read it.
    pub audience: String,
    /// The definition of each measure as a hash.
    pub fingerprints: BTreeMap<String, String>,
    /// First and last day of the window of each of its years.
    windows: BTreeMap<i32, (String, String)>,
    /// Every measure it had rows of.
    measures: BTreeSet<String>,
    /// The measures of which it showed something.
    shown: BTreeSet<String>,
    totals: BTreeMap<Place, Published>,
}

/// Measure and year.
type Place = (String, i32);

/// A total as it was published.
#[derive(Debug, Clone, PartialEq)]
enum Published {
    /// A figure, and the digits that were printed.
    Shown { printed: String, shown: Shown },
    /// A figure that was withheld.
    Withheld,
}

/// A change from the last report's own year to this one's.
pub type Changed = Judged;

impl LastReport {
    /// What its folder is called where nobody has chosen another name.
    pub fn name(&self) -> String {
        format!("{}-{}", self.year, self.window)
    }

    /// Why this report must not be set beside it.
    ///
    /// # Errors
    /// A sentence: another municipality, a later year, or figures that not everybody may see.
    pub fn fits(&self, municipality: &str, year: i32, audience: Audience) -> Result<(), String> {
        if self.municipality != municipality {
            return Err(text("compare.last_other_municipality", &[("municipality", &self.municipality)]));
        }
        if self.year > year {
            return Err(text("compare.last_later", &[("year", &self.year.to_string())]));
        }
        if audience == Audience::Offentlig && self.audience != Audience::Offentlig.id() {
            return Err(text("compare.last_internal", &[]));
        }
        Ok(())
    }

    /// Whether it is about the same part of its year, with the same days, as a report under `heading`.
    pub fn is_same_part(&self, heading: &Heading) -> bool {
        let period = heading.windows.period(heading.window, self.year);
        self.window == heading.window.id() && self.days == (period.first.to_string(), period.last.to_string())
    }

    /// Whether a year is counted over the same days as then, and judged on the same day.
    fn counts_alike(&self, year: i32, heading: &Heading) -> bool {
        let period = heading.windows.period(heading.window, year);
        let (first, last) = (period.first.to_string(), period.last.to_string());
        let date = heading.reporting_date.filter(|_| year == heading.year).map(|date| date.to_string());
        let then = self.reporting_date.as_ref().filter(|_| year == self.year);
        let is_judged_alike = date.as_ref().unwrap_or(&last) == then.unwrap_or(&last);
        self.window == heading.window.id() && self.windows.get(&year) == Some(&(first, last.clone())) && is_judged_alike
    }

    fn total(&self, measure: &str, year: i32) -> Option<&Published> {
        self.totals.get(&(measure.to_owned(), year))
    }
}

/// Today's total of a year; none where the report does not go back so far.
fn total_of(measure: &MeasureTable<Cell>, year: i32) -> Option<&Cell> {
    measure.totals.iter().find(|point| point.year == year).map(|point| &point.cell)
}

/// The measure whose definition a measure is counted by: of a change since the baseline, that of what has changed.
fn defined_by(measure: &str) -> &str {
    changed(measure).unwrap_or(measure)
}

/// Whether it is a change since the baseline, which is made of other figures.
fn is_generated(measure: &str) -> bool {
    changed(measure).is_some()
}
