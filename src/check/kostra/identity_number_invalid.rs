//! `15F-I11`.
//!
//! # What it checks
//! `Individ/@Fodselsnummer` is an identity number or a D-number with right check digits.
//!
//! # Why
//! A stand-in cannot be followed over the years, and sex cannot be read from it.
//!
//! # Example
//! `Fodselsnummer="01011655555"`.
//!
//! # How to correct
//! Replace it when the child has got its number.

use super::context::Context;
use super::fault::Fault;
use super::identification::is_valid;
use crate::acquire::Individual;

pub(super) fn faults(child: &Individual, _: &Context) -> Vec<Fault> {
    let is_wrong = !is_valid(&child.national);
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
                ("D-number", "<Individ Fodselsnummer='43821670463'></Individ>", &[]),
                ("stand-in", "<Individ Fodselsnummer='01011655555'></Individ>", &[1]),
                ("missing", "<Individ DUFnummer='123456123405'></Individ>", &[1]),
                ("blank", "<Individ Fodselsnummer=''></Individ>", &[1]),
                ("wrong", "<Individ Fodselsnummer='17850826176'></Individ>", &[1]),
            ],
        );
    }
}
