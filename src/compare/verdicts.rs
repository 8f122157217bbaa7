//! Verdicts, written beside the figures they are about.

use std::collections::BTreeMap;

use super::against::{Against, Judged};
use crate::compute::{Comparison, ReferenceRole, Verdict, changed};
use crate::plan::Polarity;
use crate::protect::Publishable;
use crate::rounded::Rounded;

/// Says of each certain difference whether it is good, where the plan says which way is.
pub(super) fn direct(comparisons: &mut [Judged], polarity: &BTreeMap<String, Polarity>) {
    for judged in comparisons {
        let way = polarity_of(&judged.measure, polarity);
        judged.is_better = match (judged.verdict, way) {
            (Some(Verdict::Higher), Some(way)) => Some(way == Polarity::Opp),
            (Some(Verdict::Lower), Some(way)) => Some(way == Polarity::Ned),
            _ => None,
        };
        judged.is_reached = way.and_then(|way| is_reached(judged, way));
    }
}

/// By what is printed, and only where the figure is surely on one side of what is aimed at, or everything was counted.
fn is_reached(judged: &Judged, way: Polarity) -> Option<bool> {
    let is_told = match judged.verdict {
        Some(verdict) => verdict != Verdict::Uncertain,
        None => judged.own.interval.is_none(),
    };
    if judged.against != Against::Target || !is_told {
        return None;
    }
    let own = Rounded::shown(&judged.own, judged.unit)?.number();
    let aim = Rounded::of(judged.reference, judged.reference_unit)?.number();
    Some(match way {
        Polarity::Opp => own >= aim,
        Polarity::Ned => own <= aim,
    })
}

/// The way of a measure; a change since the baseline goes the way of what has changed.
pub(super) fn polarity_of(measure: &str, polarity: &BTreeMap<String, Polarity>) -> Option<Polarity> {
    polarity.get(measure).or_else(|| polarity.get(changed(measure)?)).copied()
}

/// Beside a figure stands the county's, with the verdict; beside a change that of the baseline, without any where the two
/// are not compared.
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
        let Some(judged) = verdicts.get(&(measure, year)) else {
            if let Some(beside) = comparison {
                beside.verdict = None;
            }
            return;
        };
        let (Against::Region { code, name, .. } | Against::Baseline { code, name }) = &judged.against else { return };
        *comparison = Some(Comparison {
            region: code.clone(),
            name: name.clone(),
            value: judged.reference,
            verdict: judged.verdict,
        });
    });
}
