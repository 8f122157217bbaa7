//! `15F-T02e`.
//!
//! # What it checks
//! `Tiltak/@StartDato` is not before `Individ/@StartDato`.
//!
//! # Why
//! The child is the service's from its first measure at the latest.
//!
//! # Example
//! The child starts on 2 February, the measure on 1 February.
//!
//! # How to correct
//! Correct one of the two dates.

use super::context::Context;
use super::fault::{Fault, among, is_after};
use crate::acquire::Individual;

pub(super) fn faults(child: &Individual, _: &Context) -> Vec<Fault> {
    among(&child.measures, "Tiltak/@StartDato", |measure| is_after(&child.start, &measure.start))
}

#[cfg(test)]
mod tests {
    use crate::check::kostra::testing::cases;

    #[test]
    fn every_case() {
        cases(
            super::faults,
            &[
                ("start together", "<Individ StartDato='2025-02-02'>\n<Tiltak StartDato='2025-02-02'/></Individ>", &[]),
                ("starts later", "<Individ StartDato='2025-02-02'>\n<Tiltak StartDato='2025-02-03'/></Individ>", &[]),
                ("the child has no start", "<Individ>\n<Tiltak StartDato='2025-02-01'/></Individ>", &[]),
                (
                    "starts the day before",
                    "<Individ StartDato='2025-02-02'>\n<Tiltak StartDato='2025-02-01'/></Individ>",
                    &[2],
                ),
            ],
        );
    }
}
