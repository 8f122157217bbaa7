//! What the front page said: written into the manifest, so that the list beside an edited draft knows what is new.

use serde::{Deserialize, Serialize};

use crate::compare::{Direction, Highlight};
use crate::compute::Verdict;
use crate::protect::Publishable;
use crate::publish::sentence;

/// A finding of the front page, without its figures.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    /// Id of the measure.
    pub measure: String,
    /// What it is set beside, or `utvikling` for a direction through the years.
    pub beside: String,
    /// Which way.
    pub verdict: String,
    /// The name of the measure, for a list that has nothing else.
    pub title: String,
}

/// The findings of a report, each with its sentence.
pub(in crate::publish) fn told(publishable: &Publishable) -> Vec<(Told, String)> {
    let findings = publishable.judgements().highlights.iter().map(|highlight| match highlight {
        Highlight::Comparison(judged) => Told {
            measure: judged.measure.clone(),
            beside: judged.against.id(),
            verdict: judged.verdict.map_or("", Verdict::id).to_owned(),
            title: judged.title.clone(),
        },
        Highlight::Trend(trend) => Told {
            measure: trend.measure.clone(),
            beside: "utvikling".to_owned(),
            verdict: if trend.direction == Direction::Rising { "opp" } else { "ned" }.to_owned(),
            title: trend.title.clone(),
        },
    });
    findings.zip(sentence::highlights(publishable)).collect()
}
