//! What could be shown in less detail, so that more can be shown: each possibility is tried on the whole report.

mod change;
mod possibilities;
mod trial;

use super::earlier_reports::EarlierReports;
use super::opened::Opened;
use super::protecting::no_cover;
use super::{Job, Outcome, reading};
use crate::diagnostic::Failure;
use crate::protect::Publishable;
pub use change::{Change, quarters};
use trial::Trial;

/// So many possibilities are tried; those that touch most come first.
const MOST: usize = 200;

/// What was found out.
#[derive(Debug)]
pub struct Proposals {
    /// Figures and withheld cells as the plan is now; none where nothing may be published at all.
    pub now: Option<Shown>,
    /// What could be done, best first; only what shows more figures than now.
    pub proposals: Vec<Coarser>,
    /// Those of them that, one after the other, each show more than without it; and what comes of them all.
    pub together: Option<(Vec<Change>, Shown)>,
    /// How many possibilities were tried.
    pub tried: usize,
}

/// One possibility, and what comes of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Coarser {
    /// What is done.
    pub change: Change,
    /// Figures and withheld cells with it.
    pub protection: Shown,
}

/// Tries what could be shown in less detail. Nothing is written, and nothing is changed.
///
/// # Errors
/// As [`super::report`].
pub fn propose(job: &Job) -> Result<(Outcome, Option<Proposals>), Failure> {
    let opened = Opened::open(job)?;
    let published = EarlierReports::published(job, &opened.heading)?.bundles;
    let reading = reading::acquired(job, &opened.plan, &opened.catalogue.maps)?;
    let (checked, outcome) = reading::checked(reading, &opened.plan, &opened.heading, &opened.catalogue.maps)?;
    if outcome.is_stopped() {
        return Ok((outcome, None));
    }
    let mut outcome = Outcome { findings: Vec::new(), accounts: Vec::new(), ..outcome };
    let mut trial = Trial { checked: &checked, opened: &opened, published };
    let request = &opened.request;
    let (now, possibilities) = trial.now(request);
    let tried = possibilities.len().min(MOST);
    let mut proposals: Vec<Coarser> = Vec::new();
    for change in possibilities.into_iter().take(MOST) {
        if let Ok(protection) = trial.of(&change.applied(request))
            && now.as_ref().ok().is_none_or(|now| protection.figures > now.figures)
        {
            proposals.push(Coarser { change, protection });
        }
    }
    proposals.sort_by_key(|it| (std::cmp::Reverse(it.protection.figures), it.protection.withheld, it.change.clone()));
    let together = trial.together(&proposals, request);
    let stop = now.as_ref().err().map(|refusal| no_cover(refusal, &opened.heading));
    outcome.findings.extend(stop);
    Ok((outcome, Some(Proposals { now: now.ok(), proposals, together, tried })))
}

/// How many figures are shown, and how many are withheld.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shown {
    /// Figures; what is missing is none.
    pub figures: usize,
    /// Withheld cells.
    pub withheld: usize,
}

impl Shown {
    fn of(publishable: &Publishable) -> Self {
        let region = publishable.region().map(|region| region.indicators.as_slice()).unwrap_or_default();
        let measures = publishable.indicators().iter().chain(region).flat_map(|indicator| &indicator.measures);
        let figures = measures.map(|measure| {
            let totals = measure.totals.iter().map(|point| &point.cell);
            let categories = measure.breakdowns.iter().flat_map(|breakdown| &breakdown.categories);
            totals.chain(categories.flat_map(|it| &it.cells)).filter(|cell| cell.shown().is_some()).count()
        });
        Self { figures: figures.sum(), withheld: publishable.protection().withheld }
    }
}
