//! What a run goes by before any data is read, and what follows from the plan.

use super::catalogue::Catalogue;
use super::{Job, baseline};
use crate::acquire::FileRecord;
use crate::compare::Aims;
use crate::compute::{self, Detail, Frozen, Indicators, Measure, ReferenceRole, Region, Request};
use crate::diagnostic::Failure;
use crate::lang::text;
use crate::plan::{BreakSection, Plan};
use crate::protect::Heading;
use crate::publish::Appearance;

/// What a run goes by before any data is read.
pub(super) struct Opened {
    pub(super) plan: Plan,
    pub(super) plan_bytes: Vec<u8>,
    pub(super) heading: Heading,
    pub(super) catalogue: Catalogue,
    pub(super) frozen: Option<(Frozen, FileRecord)>,
    pub(super) appearance: Appearance,
    pub(super) aims: Aims,
    pub(super) request: Request,
}

impl Opened {
    /// # Errors
    /// [`Failure::Definition`] for the plan, the catalogue, the baseline and folders that must not be written to.
    pub(super) fn open(job: &Job) -> Result<Self, Failure> {
        let (plan, plan_bytes) = Plan::read(&job.root)?;
        let heading = heading(job, &plan)?;
        let appearance = plan.utseende.read(&job.root, &plan.kommune.name)?;
        job.refuse_folders()?;
        let catalogue = Catalogue::read(&job.root, Some(&plan))?;
        let frozen = baseline::read(&job.root, &plan)?;
        let aims = aims(&plan, &catalogue.indicators);
        let request = request(&heading, &plan);
        Ok(Self { plan, plan_bytes, heading, catalogue, frozen, appearance, aims, request })
    }
}

/// Whom and what the report is about.
///
/// # Errors
/// [`Failure::Definition`] for windows that are none, and for a day that lies outside.
pub(super) fn heading(job: &Job, plan: &Plan) -> Result<Heading, Failure> {
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

/// What is computed.
pub(super) fn request(heading: &Heading, plan: &Plan) -> Request {
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
    let those = |holds: fn(&Measure) -> bool| {
        let measures = indicators.counted().flat_map(|indicator| &indicator.measures);
        measures.filter(|measure| holds(measure)).map(|measure| measure.id.clone()).collect()
    };
    Aims {
        polarity: plan.retning.clone(),
        targets: plan.maal.clone(),
        breaks: plan.brudd.iter().filter_map(BreakSection::read).collect(),
        fingerprints: fingerprints.collect(),
        accumulating: those(Measure::accumulates),
        of_cases: those(Measure::is_of_cases),
    }
}
