//! A bundle is audited as it will be read, with all that was published before, and only then written.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use crate::audit::{self, CellRef, How, Leak};
use crate::diagnostic::{Failure, Finding, Place, Rule};
use crate::protect::{Heading, Publishable};
use crate::publish::sink::Bundle;
use crate::units::Audience;

/// One finding for each year of which something small follows, with the measures and never with a figure; one for what
/// earlier reports show already; and one where the audit met something it cannot explain. The internal edition gives
/// everything away, and is not asked.
///
/// # Errors
/// [`Failure`] where an earlier bundle cannot be read.
pub(super) fn findings(
    bundle: &Bundle,
    earlier: &[PathBuf],
    publishable: &Publishable,
) -> Result<Vec<Finding>, Failure> {
    let heading = publishable.heading();
    if heading.audience == Audience::Intern {
        return Ok(Vec::new());
    }
    let report = audit::audit_unpublished(bundle.files(), earlier)?;
    let (old, leaks): (Vec<&Leak>, Vec<&Leak>) =
        report.exact.iter().chain(&report.narrow).partition(|leak| is_old(leak, publishable));
    let mut findings = by_year(Rule::AuditFound, leaks.into_iter(), heading);
    findings.extend(by_year(Rule::FollowsFromOld, old.into_iter(), heading));
    findings.extend(already_out(&report.out_already, heading));
    let odd = report.unexplained.iter().chain(&report.unreadable).map(|odd| odd.file.as_str());
    for file in odd.collect::<BTreeSet<_>>() {
        findings.push(Finding::new(Rule::AuditUnexplained, Place::file(file)));
    }
    Ok(findings)
}

/// The figures of which something small follows from `bundle`, which need be no more than the figures.
///
/// # Errors
/// As [`findings`].
pub(super) fn found(bundle: &Bundle, earlier: &[PathBuf], publishable: &Publishable) -> Result<Vec<CellRef>, Failure> {
    let report = audit::audit_unpublished(bundle.files(), earlier)?;
    let leaks = report.exact.into_iter().chain(report.narrow).filter(|leak| !is_old(leak, publishable));
    Ok(leaks.map(|leak| leak.cell).collect())
}

/// The data tell what no reader knows: the figure has been corrected since.
fn is_old(leak: &Leak, publishable: &Publishable) -> bool {
    let CellRef { place, indicator, year, breakdown, .. } = leak.cell.clone();
    matches!(leak.how, How::Still(_)) && publishable.corrected().contains(&(place, indicator, year, breakdown))
}

fn by_year<'a>(rule: Rule, leaks: impl Iterator<Item = &'a Leak>, heading: &Heading) -> Vec<Finding> {
    let mut measures: BTreeMap<i32, BTreeSet<&str>> = BTreeMap::new();
    for leak in leaks {
        measures.entry(leak.cell.year).or_default().insert(&leak.cell.indicator);
    }
    let finding = |(year, measures): (i32, BTreeSet<&str>)| {
        finding(rule, heading)
            .with("year", heading.year_label(year))
            .with("measures", measures.into_iter().collect::<Vec<_>>().join(", "))
    };
    measures.into_iter().map(finding).collect()
}

fn already_out(cells: &[CellRef], heading: &Heading) -> Option<Finding> {
    let named: BTreeSet<String> =
        cells.iter().map(|cell| format!("{} {}", cell.indicator, heading.year_label(cell.year))).collect();
    let measures = named.into_iter().collect::<Vec<_>>().join(", ");
    (!measures.is_empty()).then(|| finding(Rule::AlreadyOut, heading).with("measures", measures))
}

fn finding(rule: Rule, heading: &Heading) -> Finding {
    Finding::new(rule, Place::file("data/indikatorer.csv")).with("threshold", heading.policy.threshold.to_string())
}
