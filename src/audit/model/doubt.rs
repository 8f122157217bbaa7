//! Figures that are withheld now and were shown before: what follows if they are still the same?
//!
//! Nobody outside knows whether they are. A reader will think so as long as nothing that is shown says otherwise; so what
//! then follows of anything small is a leak. Where what is shown contradicts it, nothing is proven.

use std::collections::BTreeSet;

use super::super::attack::{Doubt, Found, attack};
use super::super::finding::{How, Leak, Report};
use super::super::sources::MeasureSources;
use super::{Builder, Edition, Group};
use crate::lang::text;

/// So many groups are taken one by one; then all that are left together.
const MOST_GROUPS: usize = 24;

/// Takes each doubtful group to be unchanged, and then all that nothing contradicts; reports what is proven small by it.
pub(super) fn assume_unchanged(
    editions: &[Edition],
    sources_of: &MeasureSources,
    contradicted: &BTreeSet<Group>,
    doubtful: &BTreeSet<Group>,
    threshold: i64,
    report: &mut Report,
) {
    if doubtful.is_empty() {
        return;
    }
    let all: BTreeSet<Group> = contradicted.union(doubtful).cloned().collect();
    let known: BTreeSet<(super::CellRef, super::Part)> =
        report.exact.iter().chain(&report.narrow).map(|leak| (leak.cell.clone(), leak.part.clone())).collect();
    let attacked = |apart: &BTreeSet<Group>| {
        let builder = Builder::new(editions, sources_of, apart);
        let found = attack(&builder.problem, threshold, Doubt::All);
        let mut leaks = (Vec::new(), Vec::new());
        for proof in found.proofs.iter().filter(|proof| proof.is_small) {
            let new = builder.leaks_of(proof, threshold).into_iter();
            let new = new.filter(|leak| !known.contains(&(leak.cell.clone(), leak.part.clone())));
            if proof.is_exact { leaks.0.extend(new) } else { leaks.1.extend(new) }
        }
        (found, leaks)
    };
    let contradictions = |found: &Found| found.contradictions.len();
    let before = contradictions(&attacked(&all).0);
    let mut apart = all.clone();
    let mut tell = |group: Option<&Group>, leaks: (Vec<Leak>, Vec<Leak>)| {
        let bundle = group.map(|group| editions[group.0].name);
        report.exact.extend(leaks.0.into_iter().map(|leak| resting_on(leak, bundle)));
        report.narrow.extend(leaks.1.into_iter().map(|leak| resting_on(leak, bundle)));
    };
    for (count, group) in doubtful.iter().enumerate() {
        if count >= MOST_GROUPS {
            apart.remove(group);
            continue;
        }
        let mut others = all.clone();
        others.remove(group);
        let (found, leaks) = attacked(&others);
        if contradictions(&found) <= before {
            apart.remove(group);
            tell(Some(group), leaks);
        }
    }
    if all.len() - apart.len() > 1 {
        tell(None, attacked(&apart).1);
    }
}

/// What follows only as long as the earlier figures still hold says so.
fn resting_on(mut leak: Leak, bundle: Option<&str>) -> Leak {
    if let How::From(mut sources) = leak.how {
        sources.push(match bundle {
            Some(bundle) => text("audit.source_still", &[("bundle", bundle)]),
            None => text("audit.source_still_all", &[]),
        });
        leak.how = How::Still(sources);
    }
    leak
}
