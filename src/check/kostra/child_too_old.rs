//! `15F-I07`.
//!
//! # What it checks
//! The child is not older than 25 on 31 December.
//!
//! # Why
//! Aftercare ends at 25 (barnevernsloven § 3-6).
//!
//! # Example
//! A person of 26 who is still open.
//!
//! # How to correct
//! Close the child in the case system, or correct the identity number.

use super::context::Context;
use super::fault::Fault;
use super::identification::age;
use crate::acquire::Individual;

pub(super) fn faults(child: &Individual, context: &Context) -> Vec<Fault> {
    let is_wrong = age(child, context).is_some_and(|age| age > OLDEST);
    is_wrong.then(|| Fault::at(child.line, "Individ/@Fodselsnummer")).into_iter().collect()
}

const OLDEST: i32 = 25;

#[cfg(test)]
mod tests {
    use crate::check::kostra::testing::cases;

    #[test]
    fn every_case() {
        cases(
            super::faults,
            &[
                ("ten", "<Individ Fodselsnummer='05811575838'></Individ>", &[]),
                ("25 in the year", "<Individ Fodselsnummer='01010000100'></Individ>", &[]),
                ("no number", "<Individ></Individ>", &[]),
                ("26 in the year", "<Individ Fodselsnummer='31129900100'></Individ>", &[1]),
            ],
        );
    }
}
