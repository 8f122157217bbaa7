//! `15F-F02f`.
//!
//! # What it checks
//! `Flytting/@SluttDato` is not before `Individ/@StartDato`.
//!
//! # Why
//! A child that has not come to the service does not move in it.
//!
//! # Example
//! The child starts on 2 February, the move is on 1 February.
//!
//! # How to correct
//! Correct one of the two dates.

use super::context::Context;
use super::fault::{Fault, among, is_after};
use crate::acquire::Individual;

pub(super) fn faults(child: &Individual, _: &Context) -> Vec<Fault> {
    among(&child.moves, "Flytting/@SluttDato", |moved| is_after(&child.start, &moved.end))
}

#[cfg(test)]
mod tests {
    use crate::check::kostra::testing::cases;

    #[test]
    fn every_case() {
        cases(
            super::faults,
            &[
                ("the same day", "<Individ StartDato='2025-02-02'>\n<Flytting SluttDato='2025-02-02'/></Individ>", &[]),
                ("no start", "<Individ>\n<Flytting SluttDato='2025-02-01'/></Individ>", &[]),
                ("before", "<Individ StartDato='2025-02-02'>\n<Flytting SluttDato='2025-02-01'/></Individ>", &[2]),
            ],
        );
    }
}
