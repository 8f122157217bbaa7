//! Verdicts, written beside the figures they are about.

use std::collections::BTreeMap;

use super::against::{Against, Judged};
use crate::compute::{Comparison, ReferenceRole, Verdict};
use crate::plan::Polarity;
use crate::protect::Publishable;

/// Says of each certain difference whether it is good, where the plan says which way is.
pub(super) fn direct(comparisons: &mut [Judged], polarity: &BTreeMap<String, Polarity>) {
    for judged in comparisons {
        let way = polarity_of(&judged.measure, polarity);
        judged.is_better = match (judged.verdict, way) {
            (Some(Verdict::Higher), Some(way)) => Some(way == Polarity::Opp),
            (Some(Verdict::Lower), Some(way)) => Some(way == Polarity::Ned),
            _ => None,
        };
        judged.is_reached = way.filter(|_| judged.against == Against::Target).map(|way| match way {
            Polarity::Opp => judged.own.value >= judged.reference,
            Polarity::Ned => judged.own.value <= judged.reference,
        });
    }
}

/// The way of a measure; a change since the baseline goes the way of what has changed.
pub(super) fn polarity_of(measure: &str, polarity: &BTreeMap<String, Polarity>) -> Option<Polarity> {
    let changed = measure.strip_prefix("B1-").map(|id| id.strip_suffix("-relativ").unwrap_or(id));
    polarity.get(measure).or_else(|| polarity.get(changed?)).copied()
}

/// Beside a figure stands the county's, with the verdict; beside a change that of the baseline.
pub(super) fn write(publishable: &mut Publishable, comparisons: &[Judged]) {
    let verdicts: BTreeMap<(&str, i32), &Judged> = comparisons
        .iter()
        .filter(|judged| match &judged.against {
            Against::Region { role, .. } => *role == ReferenceRole::County,
            Against::Baseline { .. } => true,
            Against::YearBefore(_) | Against::Target => false,
        })
        .map(|judged| ((judged.measure.as_str(), judged.year), judged))
        .collect();
    publishable.each_point(|measure, year, comparison| {
        let Some(judged) = verdicts.get(&(measure, year)) else { return };
        let (Against::Region { code, name, .. } | Against::Baseline { code, name }) = &judged.against else { return };
        *comparison = Some(Comparison {
            region: code.clone(),
            name: name.clone(),
            value: judged.reference,
            verdict: judged.verdict,
        });
    });
}
