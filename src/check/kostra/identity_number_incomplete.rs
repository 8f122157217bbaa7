//! `15F-I12`.
//!
//! # What it checks
//! `Individ/@Fodselsnummer` is there, with right check digits or one of the endings that stand in for them.
//!
//! # Why
//! A number that is neither is a slip of the keyboard.
//!
//! # Example
//! `Fodselsnummer` with two digits swapped.
//!
//! # How to correct
//! Correct the number in the case system.

use super::context::Context;
use super::fault::Fault;
use super::identification::is_valid_or_stand_in;
use crate::acquire::Individual;

pub(super) fn faults(child: &Individual, context: &Context) -> Vec<Fault> {
    let is_wrong = child.national.is_empty() || !is_valid_or_stand_in(&child.national, context);
    is_wrong.then(|| Fault::at(child.line, "Individ/@Fodselsnummer")).into_iter().collect()
}

#[cfg(test)]
mod tests {
    use crate::check::kostra::testing::cases;

    #[test]
    fn every_case() {
        cases(
            super::faults,
            &[
                ("identity number", "<Individ Fodselsnummer='05811575838'></Individ>", &[]),
                ("stand-in", "<Individ Fodselsnummer='01011655555'></Individ>", &[]),
                ("missing", "<Individ DUFnummer='123456123405'></Individ>", &[1]),
                ("wrong", "<Individ Fodselsnummer='17850826176'></Individ>", &[1]),
            ],
        );
    }
}
