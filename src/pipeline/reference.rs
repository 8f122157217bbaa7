//! Fetching what the plan's figures are set beside.

use std::path::{Path, PathBuf};

use chrono::NaiveDate;

use crate::acquire::ReferenceMaps;
use crate::check::SourceMaps;
use crate::diagnostic::Failure;
use crate::plan::{CooperationSection, Plan};
use crate::reference::{self, Asked, Fetched, Patience, Update};

/// What a user asks to have fetched.
#[derive(Debug, Clone)]
pub struct UpdateJob {
    /// The project folder.
    pub root: PathBuf,
    /// Address of the service; Statistics Norway's where not set.
    pub base_url: Option<String>,
    /// The day that is noted; the server's where not set.
    pub date: Option<NaiveDate>,
    /// How long is waited for an answer.
    pub patience: Patience,
}

/// Fewer years than this make no series.
const YEARS: i32 = 5;

/// Fetches every mapped table for the plan's municipalities, county and country into `reference/`.
///
/// # Errors
/// [`Failure::Definition`] for the plan, a map or the address; [`Failure::Io`] where one cannot be read.
pub fn update_reference(job: &UpdateJob) -> Result<Vec<Fetched>, Failure> {
    let (plan, _) = Plan::read(&job.root)?;
    let (maps, _) = SourceMaps::for_project(&job.root)?;
    fetch(job, &plan, maps.references())
}

fn fetch(job: &UpdateJob, plan: &Plan, maps: &ReferenceMaps) -> Result<Vec<Fetched>, Failure> {
    let own = plan.municipality().as_str().to_owned();
    let members = plan.samarbeid.as_ref().map(CooperationSection::codes).unwrap_or_default();
    let others = members.iter().map(|code| code.as_str().to_owned()).filter(|code| *code != own);
    let asked = Asked {
        municipalities: std::iter::once(own.clone()).chain(others).collect(),
        county: plan.sammenlikning.county.clone(),
        country: plan.sammenlikning.country.clone(),
        first: first_year(&job.root, plan),
    };
    let update = Update {
        folder: job.root.join("reference"),
        base_url: job.base_url.clone(),
        asked,
        date: job.date,
        patience: job.patience,
    };
    reference::update(maps, &update)
}

/// The first year that a report of the project may show, and enough years for a series; none without exports.
fn first_year(root: &Path, plan: &Plan) -> Option<i32> {
    let folders = std::fs::read_dir(root.join("exports")).ok()?;
    let names = folders.filter_map(|folder| folder.ok()?.file_name().into_string().ok());
    let years: Vec<i32> = names.filter(|name| name.len() == 4).filter_map(|name| name.parse().ok()).collect();
    let (oldest, newest) = (years.iter().min()?, years.iter().max()?);
    let baseline = plan.nullpunkt.map_or(*oldest, |baseline| baseline.year);
    [*oldest, baseline, newest - YEARS + 1].into_iter().min()
}
