//! `15F-M04`.
//!
//! # What it checks
//! A report that ended in the reporting year or later, and was dropped or led to an investigation (`Konklusjon` 1
//! or 2), has a `Melder`. The specification says «before the last count day»; Statistics Norway's test file and
//! program mean the reporting year.
//!
//! # Why
//! The breakdown by melder would lack the report.
//!
//! # Example
//! A dropped report without `Melder`.
//!
//! # How to correct
//! Register the sender in the case system.

use chrono::Datelike;

use super::context::Context;
use super::fault::{Fault, among, is_date_that};
use crate::acquire::{Individual, Report};

pub(super) fn faults(child: &Individual, context: &Context) -> Vec<Fault> {
    let is_concluded = |report: &Report| {
        let this_year = is_date_that(&report.end, |end| end.year() >= context.year);
        this_year && ["1", "2"].contains(&report.conclusion.as_str())
    };
    let lacks = |report: &Report| is_concluded(report) && report.senders.iter().all(|sender| sender.code.is_empty());
    among(&child.reports, "Melding/Melder", lacks)
}

#[cfg(test)]
mod tests {
    use crate::check::kostra::testing::cases;

    #[test]
    fn every_case() {
        cases(
            super::faults,
            &[
                (
                    "there",
                    "<Individ>\n<Melding StartDato='2025-02-03' SluttDato='2025-02-05' Konklusjon='1'><Melder Kode='1'/></Melding></Individ>",
                    &[],
                ),
                ("not concluded", "<Individ>\n<Melding StartDato='2025-02-03'/></Individ>", &[]),
                (
                    "dropped for measures",
                    "<Individ>\n<Melding StartDato='2025-02-03' SluttDato='2025-02-05' Konklusjon='3'></Melding></Individ>",
                    &[],
                ),
                (
                    "concluded before the year",
                    "<Individ>\n<Melding StartDato='2024-02-03' SluttDato='2024-02-05' Konklusjon='1'/></Individ>",
                    &[],
                ),
                (
                    "dropped",
                    "<Individ>\n<Melding StartDato='2025-02-03' SluttDato='2025-02-05' Konklusjon='1'></Melding></Individ>",
                    &[2],
                ),
                (
                    "to an investigation",
                    "<Individ>\n<Melding StartDato='2025-02-03' SluttDato='2025-02-05' Konklusjon='2'></Melding></Individ>",
                    &[2],
                ),
                (
                    "without a code",
                    "<Individ>\n<Melding StartDato='2025-02-03' SluttDato='2025-02-05' Konklusjon='1'><Melder/></Melding></Individ>",
                    &[2],
                ),
            ],
        );
    }
}
