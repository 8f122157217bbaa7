//! The whole way on one screen: acquire -> check -> compute -> protect -> publish. Only this file calls two rooms.

use std::path::{Path, PathBuf};

use crate::acquire::{self, FileRecord};
use crate::check::{self, Checked, Expectation, RowAccount, SourceMaps};
use crate::compute::{self, Indicators, ReferenceRole, Region, Request};
use crate::diagnostic::{Failure, Finding};
use crate::lang::text;
use crate::plan::Plan;
use crate::protect::{self, Heading, Protection, Quality};
use crate::publish::{self, Provenance};
use crate::units::{Audience, Window};

/// What a user asks for.
#[derive(Debug, Clone)]
pub struct Job {
    /// The project folder.
    pub root: PathBuf,
    /// The year.
    pub year: i32,
    /// The part of it.
    pub window: Window,
    /// Who may read the result.
    pub audience: Audience,
    /// Where the bundle goes; `reports/<year>-<window>` where not set.
    pub out: Option<PathBuf>,
}

/// What came of it.
#[derive(Debug)]
pub struct Outcome {
    /// All findings, by file, line and column.
    pub findings: Vec<Finding>,
    /// The row accounts.
    pub accounts: Vec<RowAccount>,
    /// What was published; none where the findings stopped it, or where only a check was asked for.
    pub published: Option<Published>,
}

/// A bundle that was written.
#[derive(Debug)]
pub struct Published {
    /// Its folder.
    pub folder: PathBuf,
    /// The file to open first, within it.
    pub first: String,
    /// Indicators computed.
    pub indicators: usize,
    /// Cells and withheld cells.
    pub protection: Protection,
    /// Number of charts.
    pub charts: usize,
}

/// The rules everything is read and counted by.
struct Catalogue {
    maps: SourceMaps,
    indicators: Indicators,
}

/// Reads, checks, computes, protects and publishes one report.
///
/// # Errors
/// [`Failure::Definition`] for the plan or the catalogue, [`Failure::Io`] for files. Findings that stop publication are
/// no error here: they are the outcome, with nothing published.
pub fn report(job: &Job) -> Result<Outcome, Failure> {
    let (plan, plan_bytes) = Plan::read(&job.root)?;
    refuse_inputs_folder(job)?;
    let catalogue = catalogue()?;
    let (checked, inputs) = read_and_check(job, &plan, &catalogue.maps)?;
    if checked.stops_publication() {
        return Ok(Outcome { findings: checked.findings, accounts: checked.accounts, published: None });
    }
    let request = request(job, &plan);
    let (aggregates, missing) =
        compute::compute(&checked, &catalogue.maps, &catalogue.indicators, &request).map_err(definition)?;
    let Checked { accounts, mut findings, .. } = checked;
    findings.extend(missing);
    let quality = Quality {
        accounts: accounts.clone(),
        concealed_accounts: 0,
        findings: check::summarise(&findings),
        concealed_findings: 0,
    };
    let publishable = protect::protect(aggregates, heading(job, &plan), quality);
    let provenance = provenance(&plan_bytes, inputs);
    let bundle = publish::bundle(&publishable, &provenance).map_err(definition)?;
    let folder = job.out.clone().unwrap_or_else(|| default_folder(job));
    publish::sink::write_bundle(&bundle, &folder)?;
    let published = Published {
        folder,
        first: format!("{}.xlsx", job.window.document_name(job.year)),
        indicators: publishable.indicators().len(),
        protection: publishable.protection(),
        charts: bundle.files().filter(|(path, _)| publish::is_chart(path)).count(),
    };
    Ok(Outcome { findings, accounts, published: Some(published) })
}

/// Reads and checks, and publishes nothing.
///
/// # Errors
/// As [`report`].
pub fn check(job: &Job) -> Result<Outcome, Failure> {
    let (plan, _) = Plan::read(&job.root)?;
    let catalogue = catalogue()?;
    let (checked, _) = read_and_check(job, &plan, &catalogue.maps)?;
    let request = request(job, &plan);
    let (_, missing) =
        compute::compute(&checked, &catalogue.maps, &catalogue.indicators, &request).map_err(definition)?;
    let Checked { accounts, mut findings, .. } = checked;
    findings.extend(missing);
    Ok(Outcome { findings, accounts, published: None })
}

/// A bundle among the exports would be read as one of them at the next run.
fn refuse_inputs_folder(job: &Job) -> Result<(), Failure> {
    let absolute = |path: &Path| std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let Some(out) = job.out.as_deref().map(absolute) else { return Ok(()) };
    let inputs = ["exports", "reference"].map(|folder| absolute(&job.root.join(folder)));
    match inputs.iter().find(|folder| out.starts_with(folder)) {
        Some(folder) => {
            let folder = folder.display().to_string();
            Err(Failure::Definition(text("cli.out_inside", &[("folder", &folder)])))
        }
        None => Ok(()),
    }
}

fn read_and_check(job: &Job, plan: &Plan, maps: &SourceMaps) -> Result<(Checked, Vec<FileRecord>), Failure> {
    let snapshots = acquire::snapshots(&job.root)?;
    let needed: Vec<_> = snapshots.into_iter().filter(|file| file.year.is_none_or(|year| year <= job.year)).collect();
    let inputs = needed
        .iter()
        .filter(|file| !file.bytes.is_empty())
        .map(|file| FileRecord::of(&file.path, &file.bytes))
        .collect();
    let municipality = plan.municipality();
    let mut examiner = check::Examiner::new(&municipality);
    let mut acquired = acquire::acquire_with(&needed, &maps.vocabulary(), &mut examiner);
    acquired.findings.extend(examiner.into_findings());
    let rejected_rows = plan.kontroll.rejected_rows.into();
    let expected = Expectation { municipality: &municipality, year: job.year, rejected_rows };
    Ok((check::check(acquired, maps, &expected), inputs))
}

fn catalogue() -> Result<Catalogue, Failure> {
    let say = |errors: Vec<String>| Failure::Definition(errors.join("\n"));
    let maps = SourceMaps::built_in().map_err(say)?;
    let indicators = Indicators::built_in(&maps).map_err(say)?;
    Ok(Catalogue { maps, indicators })
}

fn request(job: &Job, plan: &Plan) -> Request {
    let region = |code: &str, role| Region { code: code.to_owned(), name: crate::regions::name(code), role };
    let compared = &plan.sammenlikning;
    Request {
        year: job.year,
        window: job.window,
        age_groups: plan.aldersgrupper.groups.clone(),
        regions: vec![
            region(&compared.county, ReferenceRole::County),
            region(&compared.country, ReferenceRole::Country),
        ],
    }
}

fn heading(job: &Job, plan: &Plan) -> Heading {
    Heading {
        municipality: plan.municipality(),
        municipality_name: plan.kommune.name.clone(),
        year: job.year,
        window: job.window,
        audience: job.audience,
        threshold: plan.personvern.threshold,
        threshold_reason: plan.personvern.reason.clone(),
        synthetic: plan.rapport.synthetic,
    }
}

fn provenance(plan: &[u8], inputs: Vec<FileRecord>) -> Provenance {
    let catalogue: Vec<u8> =
        crate::catalogue::all_files().into_iter().flat_map(|(path, bytes)| [path.as_bytes(), bytes].concat()).collect();
    Provenance {
        catalogue: FileRecord::of("", &catalogue).sha256,
        plan: FileRecord::of("plan.toml", plan).sha256,
        inputs,
    }
}

fn default_folder(job: &Job) -> PathBuf {
    let mark = if job.audience == Audience::Intern { "-intern" } else { "" };
    job.root.join(Path::new("reports")).join(format!("{}-{}{mark}", job.year, job.window.id()))
}

/// What cannot be computed or drawn although everything was checked is an error in our own definitions.
fn definition(error: impl std::fmt::Display) -> Failure {
    Failure::Definition(error.to_string())
}
