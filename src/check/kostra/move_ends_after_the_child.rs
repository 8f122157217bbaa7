//! `15F-F02c`.
//!
//! # What it checks
//! `Flytting/@SluttDato` is not after `Individ/@SluttDato`.
//!
//! # Why
//! A child that left the service does not move in it.
//!
//! # Example
//! The child ended on 1 May, the move on 2 May.
//!
//! # How to correct
//! Correct one of the two dates.

use super::context::Context;
use super::fault::{Fault, among, is_after};
use crate::acquire::Individual;

pub(super) fn faults(child: &Individual, _: &Context) -> Vec<Fault> {
    among(&child.moves, "Flytting/@SluttDato", |moved| is_after(&moved.end, &child.end))
}

#[cfg(test)]
mod tests {
    use crate::check::kostra::testing::cases;

    #[test]
    fn every_case() {
        cases(
            super::faults,
            &[
                ("the child goes on", "<Individ>\n<Flytting SluttDato='2025-05-02'/></Individ>", &[]),
                ("the same day", "<Individ SluttDato='2025-05-01'>\n<Flytting SluttDato='2025-05-01'/></Individ>", &[]),
                ("later", "<Individ SluttDato='2025-05-01'>\n<Flytting SluttDato='2025-05-02'/></Individ>", &[2]),
            ],
        );
    }
}
