//! `15F-P02e`.
//!
//! # What it checks
//! `Plan/@StartDato` is not before `Individ/@StartDato`.
//!
//! # Why
//! The child is the service's from its first plan at the latest.
//!
//! # Example
//! The child starts on 2 February, the plan on 1 February.
//!
//! # How to correct
//! Correct one of the two dates.

use super::context::Context;
use super::fault::{Fault, among, is_after};
use crate::acquire::Individual;

pub(super) fn faults(child: &Individual, _: &Context) -> Vec<Fault> {
    among(&child.plans, "Plan/@StartDato", |plan| is_after(&child.start, &plan.start))
}

#[cfg(test)]
mod tests {
    use crate::check::kostra::testing::cases;

    #[test]
    fn every_case() {
        cases(
            super::faults,
            &[
                ("start together", "<Individ StartDato='2025-02-02'>\n<Plan StartDato='2025-02-02'/></Individ>", &[]),
                ("starts later", "<Individ StartDato='2025-02-02'>\n<Plan StartDato='2025-02-03'/></Individ>", &[]),
                ("the child has no start", "<Individ>\n<Plan StartDato='2025-02-01'/></Individ>", &[]),
                (
                    "starts the day before",
                    "<Individ StartDato='2025-02-02'>\n<Plan StartDato='2025-02-01'/></Individ>",
                    &[2],
                ),
            ],
        );
    }
}
