//! `15F-P02c`.
//!
//! # What it checks
//! `Plan/@SluttDato` is not after `Individ/@SluttDato`.
//!
//! # Why
//! What goes on after the child left the service cannot be the service's plan.
//!
//! # Example
//! The child ended on 1 May, the plan on 2 May.
//!
//! # How to correct
//! Correct one of the two dates, or open the child again.

use super::context::Context;
use super::fault::{Fault, among, is_after};
use crate::acquire::Individual;

pub(super) fn faults(child: &Individual, _: &Context) -> Vec<Fault> {
    among(&child.plans, "Plan/@SluttDato", |plan| is_after(&plan.end, &child.end))
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
                    "<Individ>\n<Plan StartDato='2025-03-01' SluttDato='2025-05-02'/></Individ>",
                    &[],
                ),
                (
                    "both end on one day",
                    "<Individ SluttDato='2025-05-01'>\n<Plan StartDato='2025-03-01' SluttDato='2025-05-01'/></Individ>",
                    &[],
                ),
                ("open", "<Individ SluttDato='2025-05-01'>\n<Plan StartDato='2025-03-01'/></Individ>", &[]),
                (
                    "ends after the child",
                    "<Individ SluttDato='2025-05-01'>\n<Plan StartDato='2025-03-01' SluttDato='2025-05-02'/></Individ>",
                    &[2],
                ),
            ],
        );
    }
}
