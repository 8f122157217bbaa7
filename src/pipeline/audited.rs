//! A bundle is audited as it will be read, with all that was published before, and only then written.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use crate::audit::{self, Leak};
use crate::diagnostic::{Failure, Finding, Place, Rule};
use crate::protect::Heading;
use crate::publish::sink::Bundle;
use crate::units::Audience;

/// One finding for each year of which something small follows, with the measures and never with a figure; and one where
/// the audit met something it cannot explain. The internal edition gives everything away, and is not asked.
///
/// # Errors
/// [`Failure`] where an earlier bundle cannot be read.
pub(super) fn findings(bundle: &Bundle, earlier: &[PathBuf], heading: &Heading) -> Result<Vec<Finding>, Failure> {
    if heading.audience == Audience::Intern {
        return Ok(Vec::new());
    }
    let report = audit::audit_unpublished(bundle.files(), earlier)?;
    let mut measures: BTreeMap<i32, BTreeSet<&str>> = BTreeMap::new();
    let leaks: Vec<&Leak> = report.exact.iter().chain(&report.narrow).collect();
    for leak in &leaks {
        measures.entry(leak.cell.year).or_default().insert(&leak.cell.indicator);
    }
    let place = || Place::file("data/indikatorer.csv");
    let finding = |(year, measures): (i32, BTreeSet<&str>)| {
        Finding::new(Rule::AuditFound, place())
            .with("year", heading.year_label(year))
            .with("measures", measures.into_iter().collect::<Vec<_>>().join(", "))
            .with("threshold", heading.threshold.to_string())
    };
    let mut findings: Vec<Finding> = measures.into_iter().map(finding).collect();
    let odd = report.unexplained.iter().chain(&report.unreadable).map(|odd| odd.file.as_str());
    for file in odd.collect::<BTreeSet<_>>() {
        findings.push(Finding::new(Rule::AuditUnexplained, Place::file(file)));
    }
    Ok(findings)
}
