//! `15F-T02d`.
//!
//! # What it checks
//! Where `Individ/@Avslutta3112` is 1, the child and each `Tiltak` have a `SluttDato`, the measure on 31 December
//! at the latest.
//!
//! # Why
//! A child that is closed at the end of the year has no open measure; one of the two is wrong.
//!
//! # Example
//! The child is closed, and the measure has no end.
//!
//! # How to correct
//! Close the measure, or say that the child is not closed.

use super::context::Context;
use super::fault::{Fault, among, is_open_though_closed};
use crate::acquire::Individual;

pub(super) fn faults(child: &Individual, context: &Context) -> Vec<Fault> {
    let is_open = |end: &str| is_open_though_closed(end, child, context.count_day());
    among(&child.measures, "Tiltak/@SluttDato", |measure| is_open(&measure.end))
}

#[cfg(test)]
mod tests {
    use crate::check::kostra::testing::cases;

    #[test]
    fn every_case() {
        cases(
            super::faults,
            &[
                ("not closed", "<Individ Avslutta3112='2'>\n<Tiltak StartDato='2025-03-01'/></Individ>", &[]),
                (
                    "both ended",
                    "<Individ Avslutta3112='1' SluttDato='2025-12-31'>\n<Tiltak StartDato='2025-03-01' SluttDato='2025-12-31'/></Individ>",
                    &[],
                ),
                (
                    "open",
                    "<Individ Avslutta3112='1' SluttDato='2025-12-31'>\n<Tiltak StartDato='2025-03-01'/></Individ>",
                    &[2],
                ),
                (
                    "the child has no end",
                    "<Individ Avslutta3112='1'>\n<Tiltak StartDato='2025-03-01' SluttDato='2025-12-31'/></Individ>",
                    &[2],
                ),
                (
                    "ends after the year",
                    "<Individ Avslutta3112='1' SluttDato='2026-02-01'>\n<Tiltak StartDato='2025-12-29' SluttDato='2026-01-01'/></Individ>",
                    &[2],
                ),
            ],
        );
    }
}
