//! What cannot be set beside the baseline, and why; and what has been corrected since.

use std::collections::BTreeMap;

use super::compared::Incomparable;
use crate::compute::definition::Measure;
use crate::diagnostic::{Finding, Place, Rule};
use crate::lang::text;

/// What is said of a measure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Reason {
    /// It is not compared.
    Not(Incomparable),
    /// It is compared, but today's data give another figure for the baseline's year.
    Corrected,
}

/// Measures by reason, each reason said once.
#[derive(Debug, Default)]
pub(super) struct Reasons(BTreeMap<Reason, Vec<String>>);

impl Reasons {
    pub(super) fn add(&mut self, reason: Reason, measure: &Measure) {
        let figures = self.0.entry(reason).or_default();
        // A measure for each question would be a long list of the same.
        if measure.question.is_none() || reason == Reason::Corrected {
            figures.push(measure.id.clone());
        }
    }

    /// For those who read the report: one sentence for each reason that keeps measures out.
    pub(super) fn sentences(&self, year: i32) -> Vec<String> {
        let year = year.to_string();
        let sentence = |(reason, figures): (&Reason, &Vec<String>)| {
            let figures = figures.join(", ");
            let values = [("year", year.as_str()), ("figures", &figures)];
            Some(match reason {
                Reason::Not(Incomparable::Definition) => text("report.baseline_definition", &values),
                Reason::Not(Incomparable::Window) => text("report.baseline_window", &values),
                Reason::Not(Incomparable::New) => text("report.baseline_new", &values),
                Reason::Not(Incomparable::Missing) => text("report.baseline_missing", &values),
                Reason::Corrected => return None,
            })
        };
        self.0.iter().filter_map(sentence).collect()
    }

    /// For those who make it.
    pub(super) fn findings(&self, year: i32) -> Vec<Finding> {
        let finding = |(reason, figures): (&Reason, &Vec<String>)| {
            let rule = match reason {
                Reason::Not(Incomparable::Definition) => Rule::BaselineDefinition,
                Reason::Not(Incomparable::Window) => Rule::BaselineWindow,
                Reason::Not(Incomparable::New | Incomparable::Missing) => Rule::BaselineWithout,
                Reason::Corrected => Rule::BaselineCorrected,
            };
            let finding = Finding::new(rule, Place::file(&file_of(year)));
            finding.with("figures", figures.join(", ")).with("year", year.to_string())
        };
        self.0.iter().map(finding).collect()
    }
}

/// The file of a baseline, relative to the project.
pub(super) fn file_of(year: i32) -> String {
    format!("baseline/{year}.json")
}
