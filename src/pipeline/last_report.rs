//! The bundle of the last report: read as it was published, and held against the new one before that is published too.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use super::Job;
use crate::acquire::FileRecord;
use crate::audit::{Earlier, How};
use crate::compare::LastReport;
use crate::diagnostic::{Failure, Finding, IoFailure, Place, Rule};
use crate::lang::text;
use crate::privacy::{OutputScan, Scanned, safe_path};
use crate::protect::Heading;
use crate::publish::sink::Bundle;
use crate::units::Audience;

/// What of a bundle is read.
const FILES: [&str; 2] = ["manifest.json", "data/indikatorer.csv"];
/// Larger files are no bundle of ours.
const LARGEST: u64 = 1 << 28;

/// The last report the user named.
pub(super) struct Last {
    /// What it published.
    pub(super) report: LastReport,
    /// Its files, which are inputs of the new one.
    pub(super) files: Vec<FileRecord>,
    earlier: Earlier,
}

/// The last report the user named; none where none was named.
///
/// # Errors
/// [`Failure::Io`] for a file that cannot be read; [`Failure::Definition`] where it is no bundle of ours, was changed after
/// it was published, or must not be set beside this report.
pub(super) fn read(job: &Job, heading: &Heading) -> Result<Option<Last>, Failure> {
    let Some(folder) = &job.last else { return Ok(None) };
    let named = |said: String| Failure::Definition(format!("{}: {said}", safe_path(&folder.display().to_string())));
    let [manifest, tidy] = FILES.map(|name| bytes(&folder.join(name)));
    let (manifest, tidy) = (manifest?, tidy?);
    let report = LastReport::parse(&manifest, &tidy).map_err(named)?;
    report.fits(heading.municipality.as_str(), heading.year, heading.audience).map_err(named)?;
    let earlier = Earlier::read(&report.name(), &manifest, &tidy);
    let earlier = earlier.ok_or_else(|| named(text("compare.last_not_ours", &[])))?;
    let record = |name: &str, bytes: &[u8]| FileRecord::of(&format!("{}/{name}", report.name()), bytes);
    let files = vec![record(FILES[0], &manifest), record(FILES[1], &tidy)];
    Ok(Some(Last { report, files, earlier }))
}

/// Lets the new bundle through if it holds no identity number and, for the public, shows no correction by few together with
/// the last one. Gives what is to be looked at all the same.
///
/// # Errors
/// What keeps it from being published.
pub(super) fn pass(
    bundle: Bundle,
    scan: &OutputScan,
    last: Option<&Last>,
    heading: &Heading,
) -> Result<(Scanned<Bundle>, Vec<Finding>), Vec<Finding>> {
    let found = match last {
        Some(last) if heading.audience == Audience::Offentlig => last.small_differences(&bundle, heading),
        _ => Vec::new(),
    };
    let scanned = scan.pass(bundle)?;
    let stops = found.iter().any(|finding| finding.severity.stops_publication());
    if stops { Err(found) } else { Ok((scanned, found)) }
}

impl Last {
    /// One finding for each rule and year, with the measures and never with a figure. What lies between two windows that
    /// are both published follows from the choice to publish both, and no export mends it: that is a warning.
    fn small_differences(&self, bundle: &Bundle, heading: &Heading) -> Vec<Finding> {
        let [manifest, tidy] = FILES.map(|name| bundle.files().find(|(path, _)| *path == name).map(|(_, bytes)| bytes));
        let leaks = manifest.zip(tidy).and_then(|(manifest, tidy)| self.earlier.together(manifest, tidy));
        let is_same_part = self.report.is_same_part(heading);
        let mut measures: BTreeMap<(Rule, i32), BTreeSet<String>> = BTreeMap::new();
        for leak in leaks.unwrap_or_default() {
            let is_correction = is_same_part || matches!(leak.how, How::Corrected(_));
            let rule = if is_correction { Rule::SmallDifference } else { Rule::SmallBetweenWindows };
            measures.entry((rule, leak.cell.year)).or_default().insert(leak.cell.indicator);
        }
        let finding = |((rule, year), measures): ((Rule, i32), BTreeSet<String>)| {
            Finding::new(rule, Place::file(&format!("{}/{}", self.report.name(), FILES[1])))
                .with("year", heading.year_label(year))
                .with("measures", measures.into_iter().collect::<Vec<_>>().join(", "))
                .with("threshold", heading.threshold.to_string())
        };
        measures.into_iter().map(finding).collect()
    }
}

fn bytes(path: &Path) -> Result<Vec<u8>, Failure> {
    let size = fs::metadata(path).map_err(IoFailure::at(path))?.len();
    if size > LARGEST {
        return Err(Failure::Definition(text("compare.last_not_ours", &[])));
    }
    Ok(fs::read(path).map_err(IoFailure::at(path))?)
}
