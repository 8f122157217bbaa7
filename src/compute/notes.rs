//! What must be said of how the figures came about: data that is not there, readings that are old, time that is not up.

use std::collections::{BTreeMap, BTreeSet};

use super::columns::Columns;
use super::definition::{FigureRule, Limit, Measure, Over, RowRule};
use super::moment::{Moment, date_of};
use super::surroundings;
use crate::check::MISSING;
use crate::diagnostic::{Finding, Place, Rule};

/// Findings of the computation, each said once.
#[derive(Default)]
pub(super) struct Notes {
    findings: Vec<Finding>,
    /// Sources without a file for the year, and the measures that lack them.
    lacking: BTreeMap<String, Vec<String>>,
    /// Groups whose population is from the year before although others' is not, by measure and by year used and wanted.
    incomplete: BTreeMap<(i32, i32, String), BTreeSet<String>>,
}

impl Notes {
    pub(super) fn say(&mut self, finding: Finding) {
        if !self.findings.contains(&finding) {
            self.findings.push(finding);
        }
    }

    pub(super) fn lacks(&mut self, measure: &Measure) {
        let figures = self.lacking.entry(measure.source.clone()).or_default();
        // A measure for each question would be a long list of the same.
        if measure.question.is_none() {
            figures.push(measure.id.clone());
        }
    }

    /// All of them, for the year reported.
    pub(super) fn into_findings(self, year: i32) -> Vec<Finding> {
        let missing = self.lacking.into_iter().map(|(source, figures)| {
            Finding::new(Rule::MissingExport, exports(year))
                .with("year", year.to_string())
                .with("source", source)
                .with("figures", figures.join(", "))
        });
        let incomplete = self.incomplete.into_iter().map(|((used, wanted, figure), groups)| {
            Finding::new(Rule::IncompletePopulation, Place::file("reference"))
                .with("figure", figure)
                .with("used", used.to_string())
                .with("wanted", wanted.to_string())
                .with("groups", groups.into_iter().collect::<Vec<_>>().join(", "))
        });
        self.findings.into_iter().chain(missing).chain(incomplete).collect()
    }

    pub(super) fn earlier_population(&mut self, used: i32, wanted: i32) {
        if used != wanted {
            let finding = Finding::new(Rule::EarlierPopulation, Place::file("reference"));
            self.say(finding.with("wanted", wanted.to_string()).with("used", used.to_string()));
        }
    }

    /// The right 1 January lacks some of a group: for that group alone the year before is used.
    pub(super) fn incomplete_population(&mut self, measure: &Measure, (used, wanted): (i32, i32), group: String) {
        self.incomplete.entry((used, wanted, measure.id.clone())).or_default().insert(group);
    }

    pub(super) fn missing_denominator(&mut self, measure: &Measure, moment: &Moment) {
        match &measure.over {
            Some(Over::Population { .. }) => {
                let year = surroundings::population_year(moment.period);
                let finding = Finding::new(Rule::MissingPopulation, Place::file("reference"));
                self.say(finding.with("year", year.to_string()));
            }
            Some(Over::Invited) => {
                let finding = Finding::new(Rule::MissingInvited, Place::file("plan.toml"));
                self.say(finding.with("source", &measure.source).with("year", moment.year.to_string()));
            }
            Some(Over::Places { .. }) | None => {
                let finding = Finding::new(Rule::CapacityGap, exports(moment.year));
                self.say(finding.with("figure", &measure.id));
            }
        }
    }

    /// Children that are named differently cannot be counted once.
    pub(super) fn strangers(&mut self, measure: &Measure, moment: &Moment) {
        let finding = Finding::new(Rule::Strangers, exports(moment.year));
        self.say(finding.with("figure", &measure.id).with("year", moment.year.to_string()));
    }

    /// A unit that has counted this year, but not lately, is not in the figure; that is said.
    pub(super) fn old_readings(&mut self, measure: &Measure, columns: &Columns, rows: &[u32], moment: &Moment) {
        let RowRule::LatestReading { date, per, within_days } = &measure.rows else { return };
        let (days, units) = (columns.whole(date), columns.whole(per));
        let so_far = columns.of_year(moment.last_year()).iter().filter(|row| {
            let day = days[**row as usize];
            day != MISSING && i64::from(day) <= moment.last
        });
        let different = |rows: &mut dyn Iterator<Item = &u32>| -> usize {
            rows.map(|row| units[*row as usize]).filter(|unit| *unit != MISSING).collect::<BTreeSet<i32>>().len()
        };
        let late = different(&mut so_far.into_iter()).saturating_sub(different(&mut rows.iter()));
        if late > 0 {
            self.say(
                Finding::new(Rule::OldSnapshot, exports(moment.year))
                    .with("source", &measure.source)
                    .with("count", late.to_string())
                    .with("days", within_days.to_string())
                    .with("date", said(moment.last)),
            );
        }
    }

    /// Reports received in the last days and not concluded count as not in time although their time was not up.
    pub(super) fn open_deadlines(&mut self, measure: &Measure, columns: &Columns, rows: &[u32], moment: &Moment) {
        let FigureRule::Within { from, to, limit: Limit::Days(limit) } = &measure.figure else { return };
        let (starts, ends) = (columns.whole(from), columns.whole(to));
        let is_open = |row: &&u32| {
            let row = **row as usize;
            ends[row] == MISSING && starts[row] != MISSING && i64::from(starts[row]) + i64::from(*limit) > moment.last
        };
        let count = rows.iter().filter(is_open).count();
        if count > 0 {
            self.say(
                Finding::new(Rule::DeadlineNotPassed, exports(moment.year))
                    .with("days", (limit + 1).to_string())
                    .with("date", said(moment.last))
                    .with("count", count.to_string())
                    .with("figure", &measure.id),
            );
        }
    }
}

fn exports(year: i32) -> Place {
    Place::file(&format!("exports/{year}"))
}

fn said(day: i64) -> String {
    date_of(day).map(|date| date.to_string()).unwrap_or_default()
}
