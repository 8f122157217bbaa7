//! `15F-M03`.
//!
//! # What it checks
//! A report is concluded within seven days of its arrival, as the act says. Statistics Norway's specification says
//! eight days or more, its program tolerates eight; the finding names both limits and says which of them is passed.
//!
//! # Why
//! The deadline is the act's (barnevernsloven § 2-1); the day of grace is Statistics Norway's.
//!
//! # Example
//! A report received on 3 January and concluded on 12 January.
//!
//! # How to correct
//! Nothing, if the dates are right: the report was late.

use chrono::Days;

use super::context::Context;
use super::fault::{Fault, date};
use crate::acquire::{Individual, Report};
use crate::lang::text;

/// The act's deadline.
const STATUTORY_DAYS: u64 = 7;
/// What Statistics Norway's program lets pass.
const TOLERATED_DAYS: u64 = 8;

pub(super) fn faults(child: &Individual, _: &Context) -> Vec<Fault> {
    let late = child.reports.iter().filter(|report| is_later_than(STATUTORY_DAYS, report));
    late.map(|report| {
        let is_over_both = is_later_than(TOLERATED_DAYS, report);
        let key = if is_over_both { "kostra.over_both_limits" } else { "kostra.within_tolerance" };
        let fault = Fault::at(report.line, "Melding/@SluttDato").with("which", text(key, &[]));
        fault.with("statutory", STATUTORY_DAYS.to_string()).with("tolerated", TOLERATED_DAYS.to_string())
    })
    .collect()
}

fn is_later_than(days: u64, report: &Report) -> bool {
    let deadline = date(&report.start).and_then(|received| received.checked_add_days(Days::new(days)));
    deadline.zip(date(&report.end)).is_some_and(|(deadline, concluded)| concluded > deadline)
}

#[cfg(test)]
mod tests {
    use crate::check::kostra::testing::cases;

    #[test]
    fn every_case() {
        cases(
            super::faults,
            &[
                ("open", "<Individ>\n<Melding StartDato='2025-01-03'/></Individ>", &[]),
                (
                    "on the seventh day",
                    "<Individ>\n<Melding StartDato='2025-01-03' SluttDato='2025-01-10'/></Individ>",
                    &[],
                ),
                (
                    "over the turn of the month",
                    "<Individ>\n<Melding StartDato='2025-02-26' SluttDato='2025-03-05'/></Individ>",
                    &[],
                ),
                (
                    "on the eighth day: over the act's limit only",
                    "<Individ>\n<Melding StartDato='2025-01-03' SluttDato='2025-01-11'/></Individ>",
                    &[2],
                ),
                (
                    "on the ninth day: over both",
                    "<Individ>\n<Melding StartDato='2025-01-03' SluttDato='2025-01-12'/></Individ>",
                    &[2],
                ),
            ],
        );
    }
}
