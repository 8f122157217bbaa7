//! The whole way on one screen: acquire -> check -> compute -> protect -> compare -> publish. Only this file, and those
//! below it, call two rooms.

mod attacked;
mod audited;
mod baseline;
mod before;
mod bundle;
mod catalogue;
mod checking;
mod earlier_reports;
mod explain;
mod figures;
mod job;
mod last_report;
mod opened;
mod outcome;
mod propose;
mod protecting;
mod published;
mod reading;
mod reference;

use crate::compare;
use crate::diagnostic::Failure;
use crate::protect::Before;
use crate::publish::sink;
pub use baseline::{Baseline, freeze};
pub use catalogue::{Definitions, definitions};
pub use checking::{check, learn, write_corrections};
use earlier_reports::EarlierReports;
pub use explain::explain;
pub use job::{Job, ListsIn};
use opened::Opened;
pub use outcome::{Outcome, Published};
pub use propose::{Change, Coarser, Proposals, Shown, propose, quarters};
pub use reference::{UpdateJob, update_reference};

/// Reads, checks, computes, protects and publishes one report.
///
/// # Errors
/// [`Failure::Definition`] for the plan or the catalogue, [`Failure::Io`] for files. Findings that stop publication are
/// no error here: they are the outcome, with nothing published.
pub fn report(job: &Job) -> Result<Outcome, Failure> {
    let opened = Opened::open(job)?;
    let earlier = EarlierReports::read(job, &opened.heading)?;

    let reading = reading::acquired(job, &opened.plan, &opened.catalogue.maps)?;
    let inputs = bundle::inputs(&reading.files, &earlier, &opened);

    let (checked, mut outcome) = reading::checked(reading, &opened.plan, &opened.heading, &opened.catalogue.maps)?;
    if outcome.is_stopped() {
        return Ok(outcome);
    }

    let (aggregates, missing) = figures::computed(&checked, &opened, &opened.request);
    outcome.findings.extend(missing);
    let mut before = before::before(earlier.bundles, &checked, &opened, &opened.request);

    // Protecting lets go of the figures: where more has to be withheld they are computed anew.
    let mut aggregates = Some(aggregates);
    let protected = |before: &Before| {
        let figures = aggregates.take().unwrap_or_else(|| figures::computed(&checked, &opened, &opened.request).0);
        let mut publishable = protecting::protected(figures, before, &mut outcome)?;
        compare::judge(&mut publishable, &opened.aims, earlier.last.as_ref());
        Some((publishable, ()))
    };
    let Some((publishable, ())) = attacked::attacked(&opened, &earlier.folders, &mut before, protected)? else {
        return Ok(outcome);
    };

    let bundle = bundle::made(job, &opened, inputs, &publishable)?;
    let Some(bundle) = bundle::passed(bundle, &earlier.folders, &publishable, &mut outcome)? else {
        return Ok(outcome);
    };
    sink::write_bundle(&bundle, &job.folder())?;
    outcome.published = Some(Published::of(job, &publishable, &bundle));
    Ok(outcome)
}

/// What cannot be computed or drawn although everything was checked is an error in our own definitions.
fn definition(error: impl std::fmt::Display) -> Failure {
    Failure::Definition(error.to_string())
}
