//! `15F-P02a`.
//!
//! # What it checks
//! `Plan/@SluttDato` is not before `Plan/@StartDato`.
//!
//! # Why
//! One of the two dates is wrong, and every duration and deadline with it.
//!
//! # Example
//! A plan that starts on 10 March and ends on 9 March.
//!
//! # How to correct
//! Correct the dates in the case system, and make the file anew.

use super::context::Context;
use super::fault::{Fault, among, is_after};
use crate::acquire::Individual;

pub(super) fn faults(child: &Individual, _: &Context) -> Vec<Fault> {
    among(&child.plans, "Plan/@SluttDato", |plan| is_after(&plan.start, &plan.end))
}

#[cfg(test)]
mod tests {
    use crate::check::kostra::testing::cases;

    #[test]
    fn every_case() {
        cases(
            super::faults,
            &[
                ("open", "<Individ>\n<Plan StartDato='2025-03-10'/></Individ>", &[]),
                (
                    "ends on the day it starts",
                    "<Individ>\n<Plan StartDato='2025-03-10' SluttDato='2025-03-10'/></Individ>",
                    &[],
                ),
                ("ends later", "<Individ>\n<Plan StartDato='2025-03-10' SluttDato='2025-03-11'/></Individ>", &[]),
                ("no date to compare with", "<Individ>\n<Plan StartDato='x' SluttDato='2025-03-09'/></Individ>", &[]),
                (
                    "ends the day before",
                    "<Individ>\n<Plan StartDato='2025-03-10' SluttDato='2025-03-09'/></Individ>",
                    &[2],
                ),
            ],
        );
    }
}
