//! `15F-I02a`.
//!
//! # What it checks
//! `Individ/@SluttDato` is not before `Individ/@StartDato`.
//!
//! # Why
//! One of the two dates is wrong.
//!
//! # Example
//! A child that starts in December and ends in May of the same year.
//!
//! # How to correct
//! Correct the dates in the case system.

use super::context::Context;
use super::fault::{Fault, is_after};
use crate::acquire::Individual;

pub(super) fn faults(child: &Individual, _: &Context) -> Vec<Fault> {
    let is_wrong = is_after(&child.start, &child.end);
    is_wrong.then(|| Fault::at(child.line, "Individ/@SluttDato")).into_iter().collect()
}

#[cfg(test)]
mod tests {
    use crate::check::kostra::testing::cases;

    #[test]
    fn every_case() {
        cases(
            super::faults,
            &[
                ("goes on", "<Individ StartDato='2025-03-10'></Individ>", &[]),
                ("one day", "<Individ StartDato='2025-03-10' SluttDato='2025-03-10'></Individ>", &[]),
                ("ends before", "<Individ StartDato='2025-03-10' SluttDato='2025-03-09'></Individ>", &[1]),
            ],
        );
    }
}
