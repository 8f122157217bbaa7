//! The figures, as they are before anything is withheld.

use super::opened::Opened;
use crate::check::Checked;
use crate::compute::{self, Aggregates, Merge, Request};
use crate::diagnostic::{Finding, Place, Rule};

/// Every figure, and the changes since the baseline where there is one.
pub(super) fn computed(checked: &Checked, opened: &Opened, request: &Request) -> (Aggregates, Vec<Finding>) {
    let (mut aggregates, mut findings) = without_changes(checked, opened, request);
    if let Some((frozen, _)) = &opened.frozen {
        findings.extend(aggregates.add_changes(frozen, &opened.catalogue.indicators, request));
    }
    (aggregates, findings)
}

/// Every figure of the year's own data.
pub(super) fn without_changes(checked: &Checked, opened: &Opened, request: &Request) -> (Aggregates, Vec<Finding>) {
    let catalogue = &opened.catalogue;
    let (aggregates, mut findings) = compute::compute(checked, &catalogue.maps, &catalogue.indicators, request);
    findings.extend(without_effect(&aggregates, request));
    (aggregates, findings)
}

/// What the plan puts together and the data do not have.
fn without_effect(aggregates: &Aggregates, request: &Request) -> Vec<Finding> {
    let breakdowns = || {
        let measures = aggregates.indicators.iter().flat_map(|indicator| &indicator.measures);
        measures.flat_map(|measure| &measure.breakdowns)
    };
    let is_there = |merge: &Merge| {
        let with_it = breakdowns().filter(|it| it.dimension.split('+').any(|by| by == merge.dimension));
        let mut codes = with_it.flat_map(|it| &it.categories).flat_map(|category| category.code.split('+'));
        codes.any(|code| code == merge.id())
    };
    // A window may hold a part of a quarter.
    let merges = &request.detail.coarsening.merges;
    let idle = merges.iter().filter(|merge| merge.dimension != "maaned" && !is_there(merge));
    let finding = |merge: &Merge| {
        Finding::new(Rule::MergeWithoutEffect, Place::file("plan.toml"))
            .with("by", merge.dimension.clone())
            .with("codes", merge.codes.join(", "))
    };
    idle.map(finding).collect()
}
