//! `15F-M02a`.
//!
//! # What it checks
//! `Melding/@SluttDato` is not before `Melding/@StartDato`.
//!
//! # Why
//! One of the two dates is wrong, and every duration and deadline with it. The row is rejected (`C019`).
//!
//! # Example
//! A report that starts on 10 March and ends on 9 March.
//!
//! # How to correct
//! Correct the dates in the case system, and make the file anew.

use super::context::Context;
use super::fault::{Fault, among, is_after};
use crate::acquire::Individual;

pub(super) fn faults(child: &Individual, _: &Context) -> Vec<Fault> {
    among(&child.reports, "Melding/@SluttDato", |report| is_after(&report.start, &report.end))
}

#[cfg(test)]
mod tests {
    use crate::check::kostra::testing::cases;

    #[test]
    fn every_case() {
        cases(
            super::faults,
            &[
                ("open", "<Individ>\n<Melding StartDato='2025-03-10'/></Individ>", &[]),
                (
                    "ends on the day it starts",
                    "<Individ>\n<Melding StartDato='2025-03-10' SluttDato='2025-03-10'/></Individ>",
                    &[],
                ),
                ("ends later", "<Individ>\n<Melding StartDato='2025-03-10' SluttDato='2025-03-11'/></Individ>", &[]),
                (
                    "no date to compare with",
                    "<Individ>\n<Melding StartDato='x' SluttDato='2025-03-09'/></Individ>",
                    &[],
                ),
                (
                    "ends the day before",
                    "<Individ>\n<Melding StartDato='2025-03-10' SluttDato='2025-03-09'/></Individ>",
                    &[2],
                ),
            ],
        );
    }
}
