//! The frozen baseline: written from the project's own figures, and read beside a later year's.

use std::fs;
use std::path::{Path, PathBuf};

use super::bundle::provenance;
use super::catalogue::Catalogue;
use super::opened::{heading, request};
use super::protecting::no_cover;
use super::{Job, Outcome, reading};
use crate::acquire::FileRecord;
use crate::compute::{self, Frozen};
use crate::diagnostic::{Failure, Finding, IoFailure};
use crate::lang::text;
use crate::plan::Plan;
use crate::protect;
use crate::publish::sink::{self, Bundle};

/// The project's folder of baselines.
const FOLDER: &str = "baseline";

/// Larger files are no baselines.
const LARGEST: u64 = 1 << 24;

/// A baseline that was written.
#[derive(Debug)]
pub struct Baseline {
    /// The file.
    pub path: PathBuf,
    /// How many figures were frozen.
    pub frozen: usize,
    /// How many measures have no figure.
    pub missing: usize,
    /// Where the one it took the place of is kept.
    pub earlier: Option<PathBuf>,
}

/// Freezes the figures of the job's year and window; over an earlier baseline of the year only where `replaces`.
///
/// Gives the findings too; nothing is written where they would stop a report.
///
/// # Errors
/// [`Failure::Definition`] for the plan, the catalogue, a year without exports and a baseline that is there already;
/// [`Failure::Io`] for files.
pub fn freeze(job: &Job, replaces: bool) -> Result<(Outcome, Option<Baseline>), Failure> {
    let (plan, plan_bytes) = Plan::read(&job.root)?;
    let heading = heading(job, &plan)?;
    let (folder, name) = (folder_for_writing(&job.root)?, format!("{}.json", job.year));
    let path = folder.join(&name);
    if path.exists() && !replaces {
        return Err(Failure::Definition(text("cli.baseline_exists", &[("path", &shown(&path))])));
    }
    let catalogue = Catalogue::read(&job.root, Some(&plan))?;
    let reading = reading::acquired(job, &plan, &catalogue.maps)?;
    let mut inputs = reading.files.clone();
    let (checked, mut outcome) = reading::checked(reading, &plan, &heading, &catalogue.maps)?;
    refuse_without_exports(job, &inputs, &outcome.findings)?;
    if outcome.is_stopped() {
        return Ok((outcome, None));
    }
    let request = request(&heading, &plan);
    let (aggregates, missing) = compute::compute(&checked, &catalogue.maps, &catalogue.indicators, &request);
    let (own, policy) = (&plan.kommune.number, plan.personvern.policy());
    let withheld = match protect::withheld_totals(&aggregates, own, policy, job.year) {
        Ok(withheld) => withheld,
        Err(refusal) => {
            outcome.findings.push(no_cover(&refusal, &heading));
            return Ok((outcome, None));
        }
    };
    let has_export = |source: &str| checked.source(source).is_some_and(|source| source.years.contains(&job.year));
    inputs.extend(catalogue.definitions);
    inputs.sort_by(|left, right| left.path.cmp(&right.path));
    let provenance = provenance(&plan_bytes, inputs, &catalogue.indicators);
    let of = (job.year, job.window.id(), request.period(job.year));
    let frozen = Frozen {
        inputs: provenance.inputs,
        catalogue: provenance.catalogue,
        plan: provenance.plan,
        ..Frozen::of(own, of, policy.threshold)
    };
    let frozen = frozen.with_figures(&aggregates, &catalogue.indicators, &withheld, has_export);
    outcome.findings.extend(missing);
    let mut bundle = Bundle::default();
    bundle.add(name, frozen.file());
    let bundle = match outcome.scan.pass(bundle) {
        Ok(bundle) => bundle,
        Err(found) => {
            outcome.findings.extend(found);
            return Ok((outcome, None));
        }
    };
    let earlier = sink::write_internal(&bundle, &folder, replaces)?;
    let (figures, missing) = frozen.counts();
    Ok((outcome, Some(Baseline { path, frozen: figures, missing, earlier })))
}

/// A year of which nothing was exported has nothing to freeze.
fn refuse_without_exports(job: &Job, inputs: &[FileRecord], findings: &[Finding]) -> Result<(), Failure> {
    let of_year = format!("exports/{}/", job.year);
    let mut met = inputs.iter().map(|file| &file.path).chain(findings.iter().map(|found| &found.place.file));
    if met.any(|path| path.starts_with(&of_year)) {
        Ok(())
    } else {
        Err(Failure::Definition(text("cli.baseline_no_exports", &[("folder", &of_year)])))
    }
}

/// The folder of baselines, unless it is one that is shared.
fn folder_for_writing(root: &Path) -> Result<PathBuf, Failure> {
    let folder = root.join(FOLDER);
    let real = |path: &Path| fs::canonicalize(path).ok();
    let is_shared = real(&folder).zip(real(&root.join("reports"))).is_some_and(|(it, reports)| it.starts_with(reports));
    if is_shared {
        Err(Failure::Definition(text("cli.baseline_in_reports", &[("folder", &shown(&folder))])))
    } else {
        Ok(folder)
    }
}

/// The baseline that the plan names, or the only one there is; with the record of its file.
///
/// # Errors
/// [`Failure::Definition`] where there are several and the plan names none, where the one it names is not there, and
/// where it is broken or another municipality's.
pub(super) fn read(root: &Path, plan: &Plan) -> Result<Option<(Frozen, FileRecord)>, Failure> {
    let folder = root.join(FOLDER);
    let year = match (&plan.nullpunkt, years(&folder)?.as_slice()) {
        (Some(named), _) => named.year,
        (None, []) => return Ok(None),
        (None, [only]) => *only,
        (None, several) => {
            let years = several.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
            return Err(Failure::Definition(text("cli.baseline_several", &[("years", &years)])));
        }
    };
    let path = folder.join(format!("{year}.json"));
    let bytes = match fs::read(&path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            let values = [("path", shown(&path)), ("year", year.to_string())];
            let values = values.each_ref().map(|(name, value)| (*name, value.as_str()));
            return Err(Failure::Definition(text("cli.baseline_not_there", &values)));
        }
        bytes => bytes.map_err(IoFailure::at(&path))?,
    };
    let wrong = |error: String| Failure::Definition(format!("{}: {error}", shown(&path)));
    let is_small = bytes.len() as u64 <= LARGEST;
    let written = std::str::from_utf8(&bytes).ok().filter(|_| is_small);
    let written = written.ok_or_else(|| wrong(text("cli.baseline_none_of_ours", &[])))?;
    let frozen = Frozen::parse(written).map_err(wrong)?;
    if frozen.year != year || frozen.municipality != plan.kommune.number {
        let values = [("municipality", frozen.municipality.clone()), ("year", frozen.year.to_string())];
        let values = values.each_ref().map(|(name, value)| (*name, value.as_str()));
        return Err(wrong(text("cli.baseline_of_another", &values)));
    }
    Ok(Some((frozen, FileRecord::of(&format!("{FOLDER}/{year}.json"), &bytes))))
}

/// The years that are frozen: files named by a year and nothing else.
fn years(folder: &Path) -> Result<Vec<i32>, Failure> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries.map_err(IoFailure::at(folder))?,
    };
    let mut years = Vec::new();
    for entry in entries {
        let name = entry.map_err(IoFailure::at(folder))?.file_name();
        let stem = name.to_str().and_then(|name| name.strip_suffix(".json"));
        let digits = stem.filter(|stem| stem.len() == 4 && stem.bytes().all(|byte| byte.is_ascii_digit()));
        years.extend(digits.and_then(|digits| digits.parse::<i32>().ok()));
    }
    years.sort_unstable();
    Ok(years)
}

fn shown(path: &Path) -> String {
    crate::privacy::safe_path(&path.display().to_string())
}
