//! `15F-U02b`.
//!
//! # What it checks
//! `Undersokelse/@SluttDato` lies in the reporting year.
//!
//! # Why
//! An ended investigation belongs to the year it ended in.
//!
//! # Example
//! A file for 2025 with an investigation that ended in 2024.
//!
//! # How to correct
//! Leave the investigation out of the file, or correct the date.

use chrono::{Datelike, NaiveDate};

use super::context::Context;
use super::fault::{Fault, among, is_date_that};
use crate::acquire::Individual;

pub(super) fn faults(child: &Individual, context: &Context) -> Vec<Fault> {
    let is_another = |end: NaiveDate| end.year() != context.year;
    among(child.investigations(), "Undersokelse/@SluttDato", |investigation| {
        is_date_that(&investigation.end, is_another)
    })
}

#[cfg(test)]
mod tests {
    use crate::check::kostra::testing::cases;

    #[test]
    fn every_case() {
        cases(
            super::faults,
            &[
                ("open", "<Individ><Melding Id='1'>\n<Undersokelse StartDato='2024-03-01'/></Melding></Individ>", &[]),
                (
                    "first day of the year",
                    "<Individ><Melding Id='1'>\n<Undersokelse StartDato='2024-03-01' SluttDato='2025-01-01'/></Melding></Individ>",
                    &[],
                ),
                (
                    "last day of the year",
                    "<Individ><Melding Id='1'>\n<Undersokelse StartDato='2024-03-01' SluttDato='2025-12-31'/></Melding></Individ>",
                    &[],
                ),
                (
                    "the year before",
                    "<Individ><Melding Id='1'>\n<Undersokelse StartDato='2024-03-01' SluttDato='2024-12-31'/></Melding></Individ>",
                    &[2],
                ),
                (
                    "the year after",
                    "<Individ><Melding Id='1'>\n<Undersokelse StartDato='2024-03-01' SluttDato='2026-01-01'/></Melding></Individ>",
                    &[2],
                ),
            ],
        );
    }
}
