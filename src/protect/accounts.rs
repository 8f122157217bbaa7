//! The row account is a figure too: the number of rows used gives back a total that is withheld. So are the findings about
//! children: how many reports were late is what «within the deadline» may withhold.

use std::collections::BTreeSet;

use super::publishable::{Heading, Quality};
use super::suppress::Model;
use crate::check::{FindingSummary, RowAccount};
use crate::diagnostic::Kostra;
use crate::units::Audience;

/// Leaves out, for the public, the accounts from which a withheld figure could be worked out: those of a source and a
/// year with a withheld total, and those of files with a small number of rows used; and the findings that count children.
/// How many are left out is kept.
pub(super) fn conceal(mut quality: Quality, model: &Model, heading: &Heading) -> Quality {
    if heading.audience == Audience::Intern {
        return quality;
    }
    let withheld: BTreeSet<(String, i32)> = model.withheld_totals().collect();
    let people = model.sources();
    let is_telling = |account: &RowAccount| {
        let year = year_of(&account.file);
        // Single screenings are counted among the counts of them.
        let source = account.source.strip_suffix("-enkelt").unwrap_or(&account.source);
        if !people.contains(source) {
            return false;
        }
        let small = (1..heading.policy.threshold).contains(&(account.used as u64));
        year.is_some_and(|year| small || withheld.contains(&(source.to_owned(), year)))
    };
    let before = quality.accounts.len();
    quality.accounts.retain(|account| !is_telling(account));
    quality.concealed_accounts = before - quality.accounts.len();
    let before = quality.findings.len();
    quality.findings.retain(|finding| !counts_children(finding));
    quality.concealed_findings = before - quality.findings.len();
    quality
}

/// Statistics Norway's rules ask about one child at a time.
fn counts_children(finding: &FindingSummary) -> bool {
    Kostra::ALL.iter().any(|rule| rule.id() == finding.id && rule.counts_children())
}

/// The year of a file under `exports/`; reference files have none.
pub(super) fn year_of(file: &str) -> Option<i32> {
    file.strip_prefix("exports/")?.split('/').next()?.parse().ok()
}
