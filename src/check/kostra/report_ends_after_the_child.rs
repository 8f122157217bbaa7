//! `15F-M02c`.
//!
//! # What it checks
//! `Melding/@SluttDato` is not after `Individ/@SluttDato`, unless the report was dropped (`Konklusjon` 1). The
//! specification has it the other way round, for dropped reports only; Statistics Norway's test file and program
//! have it like this.
//!
//! # Why
//! What goes on after the child left the service cannot be the service's report.
//!
//! # Example
//! The child ended on 1 May, the report on 2 May.
//!
//! # How to correct
//! Correct one of the two dates, or open the child again.

use super::context::Context;
use super::fault::{Fault, among, is_after};
use crate::acquire::Individual;

/// `Konklusjon` 1: the report was dropped.
const DROPPED: &str = "1";

pub(super) fn faults(child: &Individual, _: &Context) -> Vec<Fault> {
    among(&child.reports, "Melding/@SluttDato", |report| {
        is_after(&report.end, &child.end) && report.conclusion != DROPPED
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
                (
                    "the child goes on",
                    "<Individ>\n<Melding StartDato='2025-03-01' SluttDato='2025-05-02'/></Individ>",
                    &[],
                ),
                (
                    "both end on one day",
                    "<Individ SluttDato='2025-05-01'>\n<Melding StartDato='2025-03-01' SluttDato='2025-05-01'/></Individ>",
                    &[],
                ),
                ("open", "<Individ SluttDato='2025-05-01'>\n<Melding StartDato='2025-03-01'/></Individ>", &[]),
                (
                    "dropped",
                    "<Individ SluttDato='2025-05-01'>\n<Melding StartDato='2025-03-01' SluttDato='2025-05-02' Konklusjon='1'/></Individ>",
                    &[],
                ),
                (
                    "ends after the child",
                    "<Individ SluttDato='2025-05-01'>\n<Melding StartDato='2025-03-01' SluttDato='2025-05-02'/></Individ>",
                    &[2],
                ),
            ],
        );
    }
}
