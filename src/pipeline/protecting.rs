//! The figures that may be published; or the finding that none may.

use super::Outcome;
use crate::check;
use crate::compute::Aggregates;
use crate::diagnostic::{Finding, Place, Rule};
use crate::protect::{self, Before, Heading, Publishable, Quality, Refusal};

/// What may be published; none where nothing may, which is then a finding.
pub(super) fn protected(aggregates: Aggregates, before: &Before, outcome: &mut Outcome) -> Option<Publishable> {
    let quality = Quality {
        accounts: outcome.accounts.clone(),
        concealed_accounts: 0,
        findings: check::summarise(&outcome.findings),
        concealed_findings: 0,
    };
    let protected = protect::protect(aggregates, outcome.heading.clone(), quality, before);
    protected.map_err(|refusal| outcome.findings.push(no_cover(&refusal, &outcome.heading))).ok()
}

/// The tables in which a small count would be given away whatever is withheld.
pub(super) fn no_cover(refusal: &Refusal, heading: &Heading) -> Finding {
    // What rests on a breakdown follows from it, not from the totals beside it.
    let has_breakdowns = refusal.tables.iter().any(|it| !it.dimension.is_empty());
    let tables = refusal.tables.iter().filter(|it| !has_breakdowns || !it.dimension.is_empty());
    let named = tables.map(|it| {
        let by = if it.dimension.is_empty() { String::new() } else { format!("-{}", it.dimension.replace('+', "-")) };
        format!("{}{by} {}", it.measure, heading.year_label(it.year))
    });
    Finding::new(Rule::NoCover, Place::file("plan.toml"))
        .with("count", refusal.counts.to_string())
        .with("tables", named.collect::<Vec<_>>().join(", "))
}
