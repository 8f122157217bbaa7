//! `15F-I06`.
//!
//! # What it checks
//! The child has a report, a plan or a measure.
//!
//! # Why
//! A child without any of them was no client in the year.
//!
//! # Example
//! An empty `Individ`.
//!
//! # How to correct
//! Leave the child out of the file, or register what is missing.

use super::context::Context;
use super::fault::Fault;
use crate::acquire::Individual;

pub(super) fn faults(child: &Individual, _: &Context) -> Vec<Fault> {
    let is_wrong = child.reports.is_empty() && child.plans.is_empty() && child.measures.is_empty();
    is_wrong.then(|| Fault::at(child.line, "Individ")).into_iter().collect()
}

#[cfg(test)]
mod tests {
    use crate::check::kostra::testing::cases;

    #[test]
    fn every_case() {
        cases(
            super::faults,
            &[
                ("a report", "<Individ><Melding Id='1'/></Individ>", &[]),
                ("a plan", "<Individ><Plan Id='1'/></Individ>", &[]),
                ("a measure", "<Individ><Tiltak Id='1'/></Individ>", &[]),
                ("nothing", "<Individ></Individ>", &[1]),
                ("a move only", "<Individ><Flytting Id='1'/></Individ>", &[1]),
            ],
        );
    }
}
