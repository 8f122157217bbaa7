//! `15F-U02e`.
//!
//! # What it checks
//! `Undersokelse/@StartDato` is not before `Individ/@StartDato`.
//!
//! # Why
//! The child is the service's from its first investigation at the latest.
//!
//! # Example
//! The child starts on 2 February, the investigation on 1 February.
//!
//! # How to correct
//! Correct one of the two dates.

use super::context::Context;
use super::fault::{Fault, among, is_after};
use crate::acquire::Individual;

pub(super) fn faults(child: &Individual, _: &Context) -> Vec<Fault> {
    among(child.investigations(), "Undersokelse/@StartDato", |investigation| {
        is_after(&child.start, &investigation.start)
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
                    "start together",
                    "<Individ StartDato='2025-02-02'><Melding Id='1'>\n<Undersokelse StartDato='2025-02-02'/></Melding></Individ>",
                    &[],
                ),
                (
                    "starts later",
                    "<Individ StartDato='2025-02-02'><Melding Id='1'>\n<Undersokelse StartDato='2025-02-03'/></Melding></Individ>",
                    &[],
                ),
                (
                    "the child has no start",
                    "<Individ><Melding Id='1'>\n<Undersokelse StartDato='2025-02-01'/></Melding></Individ>",
                    &[],
                ),
                (
                    "starts the day before",
                    "<Individ StartDato='2025-02-02'><Melding Id='1'>\n<Undersokelse StartDato='2025-02-01'/></Melding></Individ>",
                    &[2],
                ),
            ],
        );
    }
}
