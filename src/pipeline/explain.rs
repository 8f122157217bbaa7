//! How a figure is arrived at: the same way as a report, stopped before files.

use super::earlier_reports::EarlierReports;
use super::opened::Opened;
use super::{Job, Outcome, attacked, before, figures, reading};
use crate::compare;
use crate::compute::{self, Compared};
use crate::diagnostic::{Failure, Rule};
use crate::protect::{self, Before, Quality};
use crate::publish::explain::{Answer, Asked, Grounds};
use crate::units::Audience;

/// Explains an indicator or one of its measures, by the same figures as [`super::report`], and writes nothing. Findings
/// that stop a report do not stop this.
///
/// # Errors
/// As [`super::report`], and [`Failure::Definition`] where `id` is none.
pub fn explain(job: &Job, id: &str, with_lines: bool) -> Result<(Outcome, Answer), Failure> {
    let opened = Opened::open(job)?;
    let (catalogue, request) = (&opened.catalogue, &opened.request);
    let asked = Asked::find(&catalogue.indicators, id).map_err(Failure::Definition)?;
    let asked = asked.with_lines(with_lines && job.audience == Audience::Intern);
    let reading = reading::acquired(job, &opened.plan, &catalogue.maps)?;
    let (checked, mut outcome) = reading::checked(reading, &opened.plan, &opened.heading, &catalogue.maps)?;
    let is_stopped = outcome.is_stopped();
    let computed = || figures::computed(&checked, &opened, request);
    let (aggregates, missing) = computed();
    outcome.findings.extend(missing);
    let compared = Compared::of(opened.frozen.as_ref().map(|(frozen, _)| frozen), &catalogue.indicators, request);
    let earlier = EarlierReports::published(job, &opened.heading)?;
    let mut before = before::before(earlier.bundles, &checked, &opened, request);
    let mut aggregates = Some(aggregates);
    let protected = |before: &Before| {
        let quality = Quality {
            accounts: outcome.accounts.clone(),
            concealed_accounts: 0,
            findings: Vec::new(),
            concealed_findings: 0,
        };
        let figures = aggregates.take().unwrap_or_else(|| computed().0);
        let behind = compute::explain(&checked, &catalogue.maps, &catalogue.indicators, request, &asked.lines_of());
        let explained = protect::protect_explained(figures, opened.heading.clone(), quality, before, behind);
        let (mut publishable, explained) = explained.ok()?;
        compare::judge(&mut publishable, &opened.aims, None);
        Some((publishable, explained))
    };
    // What a report withholds is not told by its explanations.
    let protected = attacked::attacked(&opened, &earlier.folders, &mut before, protected)?;
    let (publishable, explained) = protected.ok_or_else(|| Failure::Definition(Rule::NoCover.title()))?;
    let grounds = Grounds { explained: &explained, compared: &compared, is_stopped };
    Ok((outcome, Answer::new(&asked, &catalogue.maps, &publishable, &grounds)))
}
