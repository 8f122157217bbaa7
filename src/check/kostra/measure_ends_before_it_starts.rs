//! `15F-T02a`.
//!
//! # What it checks
//! `Tiltak/@SluttDato` is not before `Tiltak/@StartDato`.
//!
//! # Why
//! One of the two dates is wrong, and every duration and deadline with it. The row is rejected (`C019`).
//!
//! # Example
//! A measure that starts on 10 March and ends on 9 March.
//!
//! # How to correct
//! Correct the dates in the case system, and make the file anew.

use super::context::Context;
use super::fault::{Fault, among, is_after};
use crate::acquire::Individual;

pub(super) fn faults(child: &Individual, _: &Context) -> Vec<Fault> {
    among(&child.measures, "Tiltak/@SluttDato", |measure| is_after(&measure.start, &measure.end))
}

#[cfg(test)]
mod tests {
    use crate::check::kostra::testing::cases;

    #[test]
    fn every_case() {
        cases(
            super::faults,
            &[
                ("open", "<Individ>\n<Tiltak StartDato='2025-03-10'/></Individ>", &[]),
                (
                    "ends on the day it starts",
                    "<Individ>\n<Tiltak StartDato='2025-03-10' SluttDato='2025-03-10'/></Individ>",
                    &[],
                ),
                ("ends later", "<Individ>\n<Tiltak StartDato='2025-03-10' SluttDato='2025-03-11'/></Individ>", &[]),
                ("no date to compare with", "<Individ>\n<Tiltak StartDato='x' SluttDato='2025-03-09'/></Individ>", &[]),
                (
                    "ends the day before",
                    "<Individ>\n<Tiltak StartDato='2025-03-10' SluttDato='2025-03-09'/></Individ>",
                    &[2],
                ),
            ],
        );
    }
}
