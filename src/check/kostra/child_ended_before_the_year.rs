//! `15F-I02b`.
//!
//! # What it checks
//! `Individ/@SluttDato` is not before 31 December of the year before.
//!
//! # Why
//! A child that left before the year is no client of the year.
//!
//! # Example
//! A file for 2025 with a child that ended in May 2024.
//!
//! # How to correct
//! Leave the child out of the file, or correct the date.

use super::context::Context;
use super::fault::{Fault, is_date_that};
use crate::acquire::Individual;

pub(super) fn faults(child: &Individual, context: &Context) -> Vec<Fault> {
    let is_wrong = is_date_that(&child.end, |end| end < context.previous_count_day());
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
                ("goes on", "<Individ></Individ>", &[]),
                ("31 December of the year before", "<Individ SluttDato='2024-12-31'></Individ>", &[]),
                ("in the year", "<Individ SluttDato='2025-05-01'></Individ>", &[]),
                ("the day before", "<Individ SluttDato='2024-12-30'></Individ>", &[1]),
            ],
        );
    }
}
