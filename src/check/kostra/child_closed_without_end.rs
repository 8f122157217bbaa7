//! `15F-I02d`.
//!
//! # What it checks
//! Where `Individ/@Avslutta3112` is 1, there is an `Individ/@SluttDato`.
//!
//! # Why
//! Whether the child is a client at the end of the year is then said in two ways.
//!
//! # Example
//! `Avslutta3112="1"` without `SluttDato`.
//!
//! # How to correct
//! Fill in the end date, or say that the child is not closed.

use super::CLOSED;
use super::context::Context;
use super::fault::Fault;
use crate::acquire::Individual;

pub(super) fn faults(child: &Individual, _: &Context) -> Vec<Fault> {
    let is_wrong = child.closed == CLOSED && child.end.is_empty();
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
                ("not closed", "<Individ Avslutta3112='2'></Individ>", &[]),
                ("closed with an end", "<Individ Avslutta3112='1' SluttDato='2025-05-01'></Individ>", &[]),
                ("closed without", "<Individ Avslutta3112='1'></Individ>", &[1]),
                ("closed with a blank end", "<Individ Avslutta3112='1' SluttDato=''></Individ>", &[1]),
            ],
        );
    }
}
