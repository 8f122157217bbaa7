//! The whole way on one screen: acquire -> check -> compute -> protect -> compare -> publish. Only this file, and those
//! below it, call two rooms.

mod audited;
mod baseline;
mod last_report;
mod propose;
mod published;
mod reference;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;

use crate::acquire::{self, FileRecord, Snapshot};
use crate::check::{self, Checked, Expectation, Proposal, RowAccount, SourceMaps};
use crate::compare::{self, Aims};
use crate::compute::{self, Aggregates, Compared, Detail, Frozen, Indicators, Measure, ReferenceRole, Region, Request};
use crate::diagnostic::{Failure, Finding, IoFailure, Place, Rule};
use crate::lang::text;
use crate::plan::{CooperationSection, Plan, Polarity};
use crate::privacy::{OutputScan, PseudonymKey, key_file};
use crate::protect::{self, Before, Counting, Heading, Protection, Quality, Refusal};
use crate::publish::explain::{Answer, Asked, Grounds};
use crate::publish::{self, Appearance, Provenance};
use crate::units::{Audience, Window};
pub use baseline::{Baseline, freeze};
pub use propose::{Change, Coarser, Proposals, Shown, propose, quarters};
use published::Earlier;
pub use reference::{UpdateJob, update_reference};

/// What a user asks for.
#[derive(Debug, Clone)]
pub struct Job {
    /// The project folder.
    pub root: PathBuf,
    /// The year.
    pub year: i32,
    /// The part of it.
    pub window: Window,
    /// The day on which milestones and deadlines are judged; the window's last where not set.
    pub reporting_date: Option<NaiveDate>,
    /// Who may read the result.
    pub audience: Audience,
    /// Where the bundle goes; `reports/<year>-<window>` where not set.
    pub out: Option<PathBuf>,
    /// Where the lists of what is to be corrected go.
    pub corrections: ListsIn,
    /// The bundle of the last report, to say what has changed since.
    pub last: Option<PathBuf>,
}

/// Where the lists of what is to be corrected go.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum ListsIn {
    /// `reports/<year>-mangelliste`.
    #[default]
    Project,
    /// A folder of the user's.
    Folder(PathBuf),
    /// Nowhere.
    Nowhere,
}

/// What came of it.
#[derive(Debug)]
pub struct Outcome {
    /// All findings, by file, line and column.
    pub findings: Vec<Finding>,
    /// The row accounts.
    pub accounts: Vec<RowAccount>,
    /// Whom and what the run was about.
    pub heading: Heading,
    /// What was published; none where the findings stopped it, or where only a check was asked for.
    pub published: Option<Published>,
    /// What everything that is said about the run must pass.
    pub scan: OutputScan,
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
    /// What the front page says, strongest first.
    pub highlights: Vec<String>,
    /// How many comparisons were judged together.
    pub compared: usize,
    /// Drafts that a person has changed, and that stay as they are.
    pub edited: Vec<String>,
    /// Documents that a person has put beside them, and that stay too.
    pub beside: Vec<String>,
}

/// The rules everything is read and counted by.
struct Catalogue {
    maps: SourceMaps,
    indicators: Indicators,
    /// The project's own files among them.
    definitions: Vec<FileRecord>,
}

/// What a project counts, and by which definitions.
#[derive(Debug)]
pub struct Definitions {
    /// All indicators.
    pub indicators: Indicators,
    polarity: BTreeMap<String, Polarity>,
}

impl Definitions {
    /// Which way is good, where the plan says so.
    pub fn polarity(&self, measure: &Measure) -> Option<Polarity> {
        self.polarity.get(&measure.id).copied()
    }
}

/// Reads the plan and every definition, and no data.
///
/// # Errors
/// [`Failure::Definition`] with every mistake in the plan, the source maps and the indicators at once.
pub fn definitions(root: &Path) -> Result<Definitions, Failure> {
    let (plan, plan_error) = match Plan::read(root) {
        Ok((plan, _)) => match plan.utseende.read(root, &plan.kommune.name) {
            Ok(_) => (Some(plan), None),
            Err(Failure::Definition(error)) => (Some(plan), Some(error)),
            Err(failure) => return Err(failure),
        },
        Err(Failure::Definition(error)) => (None, Some(error)),
        Err(failure) => return Err(failure),
    };
    let catalogue = match catalogue(root, plan.as_ref()) {
        Ok(catalogue) if plan_error.is_none() => catalogue,
        Ok(_) => return Err(Failure::Definition(plan_error.unwrap_or_default())),
        Err(Failure::Definition(errors)) => {
            let all: Vec<String> = plan_error.into_iter().chain([errors]).collect();
            return Err(Failure::Definition(all.join("\n")));
        }
        Err(failure) => return Err(failure),
    };
    Ok(Definitions { indicators: catalogue.indicators, polarity: plan.map(|plan| plan.retning).unwrap_or_default() })
}

/// What a run goes by before any data is read.
struct Opened {
    plan: Plan,
    plan_bytes: Vec<u8>,
    heading: Heading,
    catalogue: Catalogue,
    frozen: Option<(Frozen, FileRecord)>,
    appearance: Appearance,
}

fn open(job: &Job) -> Result<Opened, Failure> {
    let (plan, plan_bytes) = Plan::read(&job.root)?;
    let heading = heading(job, &plan)?;
    let appearance = plan.utseende.read(&job.root, &plan.kommune.name)?;
    refuse_inputs_folder(job)?;
    let catalogue = catalogue(&job.root, Some(&plan))?;
    let frozen = baseline::read(&job.root, &plan)?;
    Ok(Opened { plan, plan_bytes, heading, catalogue, frozen, appearance })
}

/// Reads, checks, computes, protects and publishes one report.
///
/// # Errors
/// [`Failure::Definition`] for the plan or the catalogue, [`Failure::Io`] for files. Findings that stop publication are
/// no error here: they are the outcome, with nothing published.
pub fn report(job: &Job) -> Result<Outcome, Failure> {
    let Opened { plan, plan_bytes, heading, catalogue, frozen, appearance } = open(job)?;
    let last = last_report::read(job, &heading)?;
    let Earlier { bundles: published, files: files_before, folders: published_before } =
        published::read(job, &heading)?;
    let (checked, mut inputs, scan) = read_and_check(job, &plan, &catalogue.maps)?;
    if checked.stops_publication() {
        return Ok(Outcome { findings: checked.findings, accounts: checked.accounts, heading, published: None, scan });
    }
    let request = request(&heading, &plan);
    let (aggregates, missing) = computed(&checked, &catalogue, frozen.as_ref(), &request);
    let aims = aims(&plan, &catalogue.indicators);
    let before = before(published, &checked, &catalogue, &aims, &request);
    let Checked { accounts, mut findings, .. } = checked;
    findings.extend(missing);
    let quality = Quality {
        accounts: accounts.clone(),
        concealed_accounts: 0,
        findings: check::summarise(&findings),
        concealed_findings: 0,
    };
    let mut publishable = match protect::protect(aggregates, heading.clone(), quality, &before) {
        Ok(publishable) => publishable,
        Err(refusal) => {
            findings.push(no_cover(&refusal, &heading));
            return Ok(Outcome { findings, accounts, heading, published: None, scan });
        }
    };
    compare::judge(&mut publishable, &aims, last.as_ref().map(|last| &last.report));
    inputs.extend(last.iter().flat_map(|last| last.files.clone()));
    inputs.extend(files_before);
    inputs.extend(catalogue.definitions);
    inputs.extend(appearance.logo.iter().map(|logo| logo.source().clone()));
    // The hash of so few numbers would give the withheld ones back to whoever tries them all.
    inputs.extend(frozen.map(|(_, file)| file).filter(|_| job.audience == Audience::Intern));
    inputs.sort_by(|left, right| left.path.cmp(&right.path));
    inputs.dedup_by(|left, right| left.path == right.path);
    let provenance =
        Provenance { definitions: aims.fingerprints, ..provenance(&plan_bytes, inputs, &catalogue.indicators) };
    let folder = job.out.clone().unwrap_or_else(|| default_folder(job));
    let edited = publish::Before::read(&folder, &job.window.document_name(job.year));
    let bundle = publish::bundle(&publishable, &provenance, &edited, &appearance).map_err(definition)?;
    let found = audited::findings(&bundle, &published_before, &publishable)?;
    let is_stopped = found.iter().any(|finding| finding.severity.stops_publication());
    findings.extend(found);
    if is_stopped {
        return Ok(Outcome { findings, accounts, heading, published: None, scan });
    }
    let bundle = match scan.pass(bundle) {
        Ok(bundle) => bundle,
        Err(found) => {
            findings.extend(found);
            return Ok(Outcome { findings, accounts, heading, published: None, scan });
        }
    };
    publish::sink::write_bundle(&bundle, &folder)?;
    let published = said_of(job, folder, &publishable, &bundle);
    Ok(Outcome { findings, accounts, heading, published: Some(published), scan })
}

/// What the user is told of a bundle that was written.
fn said_of(
    job: &Job,
    folder: PathBuf,
    publishable: &protect::Publishable,
    bundle: &publish::sink::Bundle,
) -> Published {
    let kept = |is_draft: bool| {
        let of_kind = bundle.kept().iter().filter(|kept| kept.is_draft == is_draft);
        of_kind.map(|kept| kept.record.path.clone()).collect()
    };
    Published {
        folder,
        first: format!("{}.xlsx", job.window.document_name(job.year)),
        indicators: publishable.indicators().len(),
        protection: publishable.protection(),
        charts: bundle.files().filter(|(path, _)| publish::is_chart(path)).count(),
        highlights: publish::sentence::highlights(publishable),
        compared: publishable.judgements().judged_in(job.year),
        edited: kept(true),
        beside: kept(false),
    }
}

/// Reads and checks, and publishes nothing.
///
/// # Errors
/// As [`report`].
pub fn check(job: &Job) -> Result<Outcome, Failure> {
    let Opened { plan, heading, catalogue, frozen, .. } = open(job)?;
    let (checked, _, scan) = read_and_check(job, &plan, &catalogue.maps)?;
    let request = request(&heading, &plan);
    let (_, missing) = computed(&checked, &catalogue, frozen.as_ref(), &request);
    let Checked { accounts, mut findings, .. } = checked;
    findings.extend(missing);
    Ok(Outcome { findings, accounts, heading, published: None, scan })
}

/// What was published before, with the figures of its windows by today's data.
fn before(
    published: Vec<protect::Published>,
    checked: &Checked,
    catalogue: &Catalogue,
    aims: &Aims,
    request: &Request,
) -> Before {
    let own = request.detail.clone();
    let tables = |window: Window, detail: &Detail| {
        let reporting_date = request.reporting_date.filter(|_| window == request.window);
        let request = Request { window, reporting_date, detail: detail.clone(), ..request.clone() };
        computed(checked, catalogue, None, &request).0
    };
    let has_days = |window: &Window| published.iter().any(|it| it.window == *window && *window != request.window);
    let windows = Window::ALL.into_iter().filter(has_days).map(|window| (window, tables(window, &own)));
    let mut details: Vec<(Window, Detail)> = Vec::new();
    for bundle in &published {
        let detail = bundle.detail.clone().unwrap_or_else(|| own.clone());
        if detail != own && !details.contains(&(bundle.window, detail.clone())) {
            details.push((bundle.window, detail));
        }
    }
    let details = details.into_iter().map(|(window, detail)| (window, detail.clone(), tables(window, &detail)));
    let (windows, details) = (windows.collect(), details.collect());
    Before { windows, details, published, counting: counting(aims, &catalogue.indicators) }
}

/// Every figure, and the changes since the baseline where there is one.
fn computed(
    checked: &Checked,
    catalogue: &Catalogue,
    frozen: Option<&(Frozen, FileRecord)>,
    request: &Request,
) -> (Aggregates, Vec<Finding>) {
    let (mut aggregates, mut findings) = compute::compute(checked, &catalogue.maps, &catalogue.indicators, request);
    findings.extend(without_effect(&aggregates, request));
    if let Some((frozen, _)) = frozen {
        findings.extend(aggregates.add_changes(frozen, &catalogue.indicators, request));
    }
    (aggregates, findings)
}

/// What the plan puts together and the data do not have.
fn without_effect(aggregates: &Aggregates, request: &Request) -> Vec<Finding> {
    let breakdowns = || {
        let measures = aggregates.indicators.iter().flat_map(|indicator| &indicator.measures);
        measures.flat_map(|measure| &measure.breakdowns)
    };
    let is_there = |merge: &compute::Merge| {
        let with_it = breakdowns().filter(|it| it.dimension.split('+').any(|by| by == merge.dimension));
        let mut codes = with_it.flat_map(|it| &it.categories).flat_map(|category| category.code.split('+'));
        codes.any(|code| code == merge.id())
    };
    // A window may hold a part of a quarter.
    let idle = request.detail.coarsening.merges.iter().filter(|merge| merge.dimension != "maaned" && !is_there(merge));
    let finding = |merge: &compute::Merge| {
        Finding::new(Rule::MergeWithoutEffect, Place::file("plan.toml"))
            .with("by", merge.dimension.clone())
            .with("codes", merge.codes.join(", "))
    };
    idle.map(finding).collect()
}

/// Explains an indicator or one of its measures, by the same figures as [`report`], and writes nothing. Findings that stop
/// a report do not stop this.
///
/// # Errors
/// As [`report`], and [`Failure::Definition`] where `id` is none.
pub fn explain(job: &Job, id: &str, with_lines: bool) -> Result<(Outcome, Answer), Failure> {
    let Opened { plan, heading, catalogue, frozen, .. } = open(job)?;
    let asked = Asked::find(&catalogue.indicators, id).map_err(Failure::Definition)?;
    let asked = asked.with_lines(with_lines && job.audience == Audience::Intern);
    let (checked, _, scan) = read_and_check(job, &plan, &catalogue.maps)?;
    let request = request(&heading, &plan);
    let (aggregates, missing) = computed(&checked, &catalogue, frozen.as_ref(), &request);
    let behind = compute::explain(&checked, &catalogue.maps, &catalogue.indicators, &request, &asked.lines_of());
    let compared = Compared::of(frozen.as_ref().map(|(frozen, _)| frozen), &catalogue.indicators, &request);
    let is_stopped = checked.stops_publication();
    let aims = aims(&plan, &catalogue.indicators);
    let before = before(published::read(job, &heading)?.bundles, &checked, &catalogue, &aims, &request);
    let Checked { accounts, mut findings, .. } = checked;
    findings.extend(missing);
    let quality =
        Quality { accounts: accounts.clone(), concealed_accounts: 0, findings: Vec::new(), concealed_findings: 0 };
    let (mut publishable, explained) =
        protect::protect_explained(aggregates, heading.clone(), quality, &before, behind)
            .map_err(|_| Failure::Definition(Rule::NoCover.title()))?;
    compare::judge(&mut publishable, &aims, None);
    let grounds = Grounds { explained: &explained, compared: &compared, is_stopped };
    let answer = Answer::new(&asked, &catalogue.maps, &publishable, &grounds);
    Ok((Outcome { findings, accounts, heading, published: None, scan }, answer))
}

/// The project's key; one for this run only where the plan names none.
fn key(plan: &Plan, root: &Path) -> Result<PseudonymKey, Failure> {
    match &plan.personvern.key {
        Some(id) => key_file::read(id, key_file::folder(|name| std::env::var_os(name)).as_deref(), root),
        None => Ok(PseudonymKey::random().map_err(IoFailure::at("getrandom"))?),
    }
}

/// Writes the lists of what is to be corrected, also where nothing is, so that no earlier list is left standing.
///
/// Gives the workbook of everything; none where the lists were not wanted, or hold what must not be written, which is
/// then a finding.
///
/// # Errors
/// [`Failure::Io`] with the path that could not be written or that is not ours to replace.
pub fn write_corrections(job: &Job, outcome: &mut Outcome) -> Result<Option<PathBuf>, Failure> {
    let folder = match &job.corrections {
        ListsIn::Nowhere => return Ok(None),
        ListsIn::Folder(folder) => folder.clone(),
        ListsIn::Project => job.root.join("reports").join(format!("{}-mangelliste", job.year)),
    };
    let lists = publish::corrections::corrections(&outcome.findings, &outcome.accounts, &outcome.heading);
    match lists.map_err(definition)?.pass(&outcome.scan) {
        Ok(lists) => Ok(Some(lists.write(&folder)?)),
        Err(found) => {
            outcome.findings.extend(found);
            Ok(None)
        }
    }
}

/// Writes what the project could say about files that were stopped, for a person to accept, and returns where.
///
/// # Errors
/// As [`report`], and [`Failure::Io`] where a proposal has been changed by hand.
pub fn learn(job: &Job, outcome: &mut Outcome) -> Result<Vec<(PathBuf, Proposal)>, Failure> {
    let (maps, _) = SourceMaps::for_project(&job.root)?;
    let files = needed(job)?;
    let acquired = acquire::acquire(&files, &maps.vocabulary())?;
    let mut guessed = Vec::new();
    for (origin, ..) in &acquired.unread {
        let Some(file) = files.iter().find(|file| file.path == origin.file) else { continue };
        guessed.extend(acquire::guessed_header(file)?.map(|header| (origin.source.clone(), header)));
    }
    let mut written = Vec::new();
    for proposal in check::proposals(acquired, &guessed, &maps)? {
        let path = job.root.join("sources").join(format!("{}.forslag.toml", proposal.source));
        match outcome.scan.pass(proposal.toml.clone()) {
            Ok(toml) => publish::sink::write_proposal(&path, &toml)?,
            Err(found) => {
                outcome.findings.extend(found);
                continue;
            }
        }
        written.push((path, proposal));
    }
    Ok(written)
}

fn needed(job: &Job) -> Result<Vec<Snapshot>, Failure> {
    let snapshots = acquire::snapshots(&job.root)?;
    Ok(snapshots.into_iter().filter(|file| file.year.is_none_or(|year| year <= job.year)).collect())
}

/// What is written among the exports would be read as one of them at the next run.
fn refuse_inputs_folder(job: &Job) -> Result<(), Failure> {
    let absolute = |path: &Path| std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let lists = match &job.corrections {
        ListsIn::Folder(folder) => Some(folder),
        ListsIn::Project | ListsIn::Nowhere => None,
    };
    let outputs: Vec<PathBuf> = job.out.iter().chain(lists).map(|path| absolute(path)).collect();
    let public = folder_for(job, Audience::Offentlig);
    let is_public = |out: &PathBuf| absolute(out) == absolute(&public);
    if job.audience == Audience::Intern && job.out.as_ref().is_some_and(is_public) {
        return Err(Failure::Definition(text(
            "cli.intern_in_public",
            &[("folder", &name_for(job, Audience::Offentlig))],
        )));
    }
    let inputs = ["exports", "reference"].map(|folder| absolute(&job.root.join(folder)));
    match inputs.iter().find(|folder| outputs.iter().any(|out| out.starts_with(folder))) {
        Some(folder) => {
            let folder = folder.display().to_string();
            Err(Failure::Definition(text("cli.out_inside", &[("folder", &folder)])))
        }
        None => Ok(()),
    }
}

/// The checked data, the files it is from, and the search that everything said of it must pass.
fn read_and_check(
    job: &Job,
    plan: &Plan,
    maps: &SourceMaps,
) -> Result<(Checked, Vec<FileRecord>, OutputScan), Failure> {
    let key = key(plan, &job.root)?;
    let needed = needed(job)?;
    let inputs: Vec<FileRecord> =
        needed.iter().filter(|file| file.size() > 0).map(Snapshot::record).collect::<Result<_, _>>()?;
    let municipality = plan.municipality();
    let members = plan.samarbeid.as_ref().map(CooperationSection::codes).unwrap_or_default();
    let ours = check::Ours { own: &municipality, others: &members };
    let mut examiner = check::Examiner::of(ours);
    let mut acquired = acquire::acquire_with(&needed, &maps.vocabulary(), &mut examiner)?;
    acquired.findings.extend(examiner.into_findings());
    let rejected_rows = plan.kontroll.rejected_rows.into();
    let linking = plan.linking();
    let expected = Expectation {
        ours,
        rejected_rows,
        linking: linking.as_ref(),
        ..Expectation::new(&municipality, job.year, &key)
    };
    // A part of the year is not set beside whole years, so their age does not matter.
    if job.window == Window::Aar {
        acquired.findings.extend(crate::reference::ages(&job.root, &inputs, job.year));
    }
    let mut checked = check::check(acquired, maps, &expected)?;
    let scan = OutputScan::after_reading(std::mem::take(&mut checked.known));
    Ok((checked, inputs, scan))
}

/// Every mistake of every definition at once; the indicators are held against the built-in sources where the project's
/// own cannot be read.
fn catalogue(root: &Path, plan: Option<&Plan>) -> Result<Catalogue, Failure> {
    let (sources, mut errors) = match SourceMaps::for_project(root) {
        Ok(read) => (Some(read), Vec::new()),
        Err(Failure::Definition(error)) => (None, vec![error]),
        Err(failure) => return Err(failure),
    };
    let own = acquire::indicator_files(root)?;
    let built_in = || SourceMaps::built_in().map(|maps| (maps, Vec::new()));
    let (maps, mut definitions) =
        sources.map_or_else(built_in, Ok).map_err(|errors| Failure::Definition(errors.join("\n")))?;
    let indicators = Indicators::for_project(&own, &maps).map_err(|found| errors.extend(found)).ok();
    if let (Some(plan), Some(indicators)) = (plan, &indicators) {
        errors.extend(plan.errors_against(indicators));
        errors.extend(plan.errors_in_coarsening(indicators, &maps));
    }
    errors.extend(indicators.iter().flat_map(|it| it.errors_against_references(maps.references())));
    definitions.extend(own.iter().map(|file| FileRecord::of(&file.path, &file.bytes)));
    match indicators {
        Some(indicators) if errors.is_empty() => Ok(Catalogue { maps, indicators, definitions }),
        _ => Err(Failure::Definition(errors.join("\n"))),
    }
}

fn request(heading: &Heading, plan: &Plan) -> Request {
    let region = |code: &str, role| Region { code: code.to_owned(), name: crate::regions::name(code), role };
    let compared = &plan.sammenlikning;
    Request {
        year: heading.year,
        window: heading.window,
        windows: heading.windows,
        detail: heading.detail.clone(),
        regions: vec![
            region(&compared.county, ReferenceRole::County),
            region(&compared.country, ReferenceRole::Country),
        ],
        invited: plan.undersokelser.clone(),
        cooperation: plan.samarbeid.as_ref().map(|it| it.cooperation(&heading.municipality)),
        reporting_date: heading.reporting_date,
    }
}

/// What the figures are judged by.
fn aims(plan: &Plan, indicators: &Indicators) -> Aims {
    let measures = indicators.counted().flat_map(|indicator| indicator.measures.iter().map(move |it| (indicator, it)));
    let fingerprints =
        measures.map(|(indicator, measure)| (measure.id.clone(), compute::fingerprint(indicator, measure)));
    let those = |holds: fn(&compute::Measure) -> bool| {
        let measures = indicators.counted().flat_map(|indicator| &indicator.measures);
        measures.filter(|measure| holds(measure)).map(|measure| measure.id.clone()).collect()
    };
    Aims {
        polarity: plan.retning.clone(),
        targets: plan.maal.clone(),
        breaks: plan.brudd.iter().filter_map(crate::plan::BreakSection::read).collect(),
        fingerprints: fingerprints.collect(),
        accumulating: those(compute::Measure::accumulates),
        of_cases: those(compute::Measure::is_of_cases),
    }
}

/// How each measure is counted, to know its figures of an earlier report again.
fn counting(aims: &Aims, indicators: &Indicators) -> Counting {
    let measures = indicators.iter().flat_map(|indicator| &indicator.measures);
    let nesting = measures.map(|measure| (measure.id.clone(), measure.counted_as().nesting));
    Counting { definitions: aims.fingerprints.clone(), nesting: nesting.collect() }
}

fn no_cover(refusal: &Refusal, heading: &Heading) -> Finding {
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

fn heading(job: &Job, plan: &Plan) -> Result<Heading, Failure> {
    let windows = plan.windows_for(job.window, job.year).map_err(Failure::Definition)?;
    let period = windows.period(job.window, job.year);
    if let Some(date) = job.reporting_date.filter(|date| !period.contains(*date)) {
        let [date, first, last] = [date, period.first, period.last].map(|date| date.to_string());
        let values = [("date", date.as_str()), ("first", &first), ("last", &last)];
        return Err(Failure::Definition(text("cli.date_outside", &values)));
    }
    Ok(Heading {
        municipality: plan.municipality(),
        municipality_name: plan.kommune.name.clone(),
        year: job.year,
        window: job.window,
        windows,
        reporting_date: job.reporting_date,
        audience: job.audience,
        policy: plan.personvern.policy(),
        threshold_reason: plan.personvern.reason.clone(),
        detail: Detail { age_groups: plan.aldersgrupper.groups.clone(), coarsening: plan.coarsening() },
        synthetic: plan.rapport.synthetic,
    })
}

fn provenance(plan: &[u8], inputs: Vec<FileRecord>, indicators: &Indicators) -> Provenance {
    let catalogue: Vec<u8> =
        crate::catalogue::all_files().into_iter().flat_map(|(path, bytes)| [path.as_bytes(), bytes].concat()).collect();
    let counted_as = indicators.iter().flat_map(|indicator| &indicator.measures);
    Provenance {
        catalogue: FileRecord::of("", &catalogue).sha256,
        plan: FileRecord::of("plan.toml", plan).sha256,
        inputs,
        definitions: BTreeMap::new(),
        counted_as: counted_as.map(|measure| (measure.id.clone(), measure.counted_as())).collect(),
    }
}

fn default_folder(job: &Job) -> PathBuf {
    folder_for(job, job.audience)
}

fn folder_for(job: &Job, audience: Audience) -> PathBuf {
    job.root.join("reports").join(name_for(job, audience))
}

fn name_for(job: &Job, audience: Audience) -> String {
    let mark = if audience == Audience::Intern { "-intern" } else { "" };
    format!("{}-{}{mark}", job.year, job.window.id())
}

/// What cannot be computed or drawn although everything was checked is an error in our own definitions.
fn definition(error: impl std::fmt::Display) -> Failure {
    Failure::Definition(error.to_string())
}
