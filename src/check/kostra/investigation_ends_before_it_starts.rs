//! `15F-U02a`.
//!
//! # What it checks
//! `Undersokelse/@SluttDato` is not before `Undersokelse/@StartDato`.
//!
//! # Why
//! One of the two dates is wrong, and every duration and deadline with it. The row is rejected (`C019`).
//!
//! # Example
//! An investigation that starts on 10 March and ends on 9 March.
//!
//! # How to correct
//! Correct the dates in the case system, and make the file anew.

use super::context::Context;
use super::fault::{Fault, among, is_after};
use crate::acquire::Individual;

pub(super) fn faults(child: &Individual, _: &Context) -> Vec<Fault> {
    among(child.investigations(), "Undersokelse/@SluttDato", |investigation| {
        is_after(&investigation.start, &investigation.end)
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
                ("open", "<Individ><Melding Id='1'>\n<Undersokelse StartDato='2025-03-10'/></Melding></Individ>", &[]),
                (
                    "ends on the day it starts",
                    "<Individ><Melding Id='1'>\n<Undersokelse StartDato='2025-03-10' SluttDato='2025-03-10'/></Melding></Individ>",
                    &[],
                ),
                (
                    "ends later",
                    "<Individ><Melding Id='1'>\n<Undersokelse StartDato='2025-03-10' SluttDato='2025-03-11'/></Melding></Individ>",
                    &[],
                ),
                (
                    "no date to compare with",
                    "<Individ><Melding Id='1'>\n<Undersokelse StartDato='x' SluttDato='2025-03-09'/></Melding></Individ>",
                    &[],
                ),
                (
                    "ends the day before",
                    "<Individ><Melding Id='1'>\n<Undersokelse StartDato='2025-03-10' SluttDato='2025-03-09'/></Melding></Individ>",
                    &[2],
                ),
            ],
        );
    }
}
