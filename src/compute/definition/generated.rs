//! Ids that are generated: a definition may not take them.

use std::collections::BTreeSet;

use super::Indicator;
use crate::lang::text;

/// What the change in per cent of a measure ends in, after the id of its change.
pub(crate) const RELATIVE: &str = "-relativ";

/// Every id that is, or may become, that of a generated measure: the place of the definition in the list, where the id
/// stands in it, and what is wrong.
///
/// A change since the baseline is called `B1-` and the measure's id, a survey's questions for example `E5-` and the
/// question's. What begins like them belongs to them alone, so that neither a new measure nor a new question takes an id
/// that is somebody's already.
pub(super) fn clashes(indicators: &[(usize, Indicator)]) -> Vec<(usize, usize, String)> {
    let mut found = Vec::new();
    let owners: Vec<(&str, String)> = indicators
        .iter()
        .filter_map(|(_, indicator)| prefix(indicator).map(|it| (indicator.head.id.as_str(), it)))
        .collect();
    for (place, indicator) in indicators {
        let id = &indicator.head.id;
        let of_another = |(owner, prefix): &&(&str, String)| owner != id && begins(id, prefix);
        if let Some((owner, prefix)) = owners.iter().find(of_another) {
            let values = [("id", id.as_str()), ("prefix", prefix), ("owner", owner)];
            found.push((*place, indicator.id_at, text("definition.generated", &values)));
        }
    }
    if indicators.iter().any(|(_, indicator)| indicator.head.derived.is_some()) {
        found.extend(relative(indicators));
    }
    found
}

/// What the ids that an indicator generates begin with.
fn prefix(indicator: &Indicator) -> Option<String> {
    if indicator.head.derived.is_some() {
        return Some(format!("{}-", indicator.head.id));
    }
    indicator.measures.iter().find_map(|measure| {
        let question = measure.question.as_ref()?;
        measure.id.split_once(question.as_str()).map(|(before, _)| before.to_owned())
    })
}

fn begins(id: &str, prefix: &str) -> bool {
    !prefix.is_empty() && id.to_lowercase().starts_with(&prefix.to_lowercase())
}

/// `K1-relativ` beside `K1`: the change of the one would be called as the change in per cent of the other.
fn relative(indicators: &[(usize, Indicator)]) -> Vec<(usize, usize, String)> {
    let measures =
        || indicators.iter().flat_map(|(place, it)| it.measures.iter().map(move |measure| (*place, measure)));
    let ids: BTreeSet<String> = measures().map(|(_, measure)| measure.id.to_lowercase()).collect();
    let clash = |(place, measure): (usize, &super::Measure)| {
        let folded = measure.id.to_lowercase();
        let of = folded.strip_suffix(RELATIVE).filter(|of| ids.contains(*of))?;
        let values = [("id", measure.id.as_str()), ("of", of)];
        Some((place, measure.spans.of("id"), text("definition.generated_relative", &values)))
    };
    measures().filter_map(clash).collect()
}
