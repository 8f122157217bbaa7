//! `15F-T02b`.
//!
//! # What it checks
//! `Tiltak/@SluttDato` lies in the reporting year.
//!
//! # Why
//! A measure that has ended belongs to the year it ended in.
//!
//! # Example
//! A file for 2025 with a measure that ended in 2024.
//!
//! # How to correct
//! Leave the measure out of the file, or correct the date.

use chrono::{Datelike, NaiveDate};

use super::context::Context;
use super::fault::{Fault, among, is_date_that};
use crate::acquire::Individual;

pub(super) fn faults(child: &Individual, context: &Context) -> Vec<Fault> {
    let is_another = |end: NaiveDate| end.year() != context.year;
    among(&child.measures, "Tiltak/@SluttDato", |measure| is_date_that(&measure.end, is_another))
}

#[cfg(test)]
mod tests {
    use crate::check::kostra::testing::cases;

    #[test]
    fn every_case() {
        cases(
            super::faults,
            &[
                ("open", "<Individ>\n<Tiltak StartDato='2024-03-01'/></Individ>", &[]),
                (
                    "first day of the year",
                    "<Individ>\n<Tiltak StartDato='2024-03-01' SluttDato='2025-01-01'/></Individ>",
                    &[],
                ),
                (
                    "last day of the year",
                    "<Individ>\n<Tiltak StartDato='2024-03-01' SluttDato='2025-12-31'/></Individ>",
                    &[],
                ),
                (
                    "the year before",
                    "<Individ>\n<Tiltak StartDato='2024-03-01' SluttDato='2024-12-31'/></Individ>",
                    &[2],
                ),
                (
                    "the year after",
                    "<Individ>\n<Tiltak StartDato='2024-03-01' SluttDato='2026-01-01'/></Individ>",
                    &[2],
                ),
            ],
        );
    }
}
