//! `15F-P02d`.
//!
//! # What it checks
//! Where `Individ/@Avslutta3112` is 1, the child and each `Plan` have a `SluttDato`, the plan on 31 December at the
//! latest.
//!
//! # Why
//! A child that is closed at the end of the year has no open plan; one of the two is wrong.
//!
//! # Example
//! The child is closed, and the plan has no end.
//!
//! # How to correct
//! Close the plan, or say that the child is not closed.

use super::context::Context;
use super::fault::{Fault, among, is_open_though_closed};
use crate::acquire::Individual;

pub(super) fn faults(child: &Individual, context: &Context) -> Vec<Fault> {
    let is_open = |end: &str| is_open_though_closed(end, child, context.count_day());
    among(&child.plans, "Plan/@SluttDato", |plan| is_open(&plan.end))
}

#[cfg(test)]
mod tests {
    use crate::check::kostra::testing::cases;

    #[test]
    fn every_case() {
        cases(
            super::faults,
            &[
                ("not closed", "<Individ Avslutta3112='2'>\n<Plan StartDato='2025-03-01'/></Individ>", &[]),
                (
                    "both ended",
                    "<Individ Avslutta3112='1' SluttDato='2025-12-31'>\n<Plan StartDato='2025-03-01' SluttDato='2025-12-31'/></Individ>",
                    &[],
                ),
                (
                    "open",
                    "<Individ Avslutta3112='1' SluttDato='2025-12-31'>\n<Plan StartDato='2025-03-01'/></Individ>",
                    &[2],
                ),
                (
                    "the child has no end",
                    "<Individ Avslutta3112='1'>\n<Plan StartDato='2025-03-01' SluttDato='2025-12-31'/></Individ>",
                    &[2],
                ),
                (
                    "ends after the year",
                    "<Individ Avslutta3112='1' SluttDato='2026-02-01'>\n<Plan StartDato='2025-12-29' SluttDato='2026-01-01'/></Individ>",
                    &[2],
                ),
            ],
        );
    }
}
