//! `15F-I03`.
//!
//! # What it checks
//! The child has an identity number, a D-number or a date with one of the endings 00100, 00200, 55555 and 99999;
//! where there is none, a DUF number with right check digits.
//!
//! # Why
//! Without one, the child cannot be told from others, or be followed over the years.
//!
//! # Example
//! `Fodselsnummer` with two digits swapped.
//!
//! # How to correct
//! Correct the number in the case system.

use super::context::Context;
use super::fault::Fault;
use super::identification::{is_refugee_number, is_valid_or_stand_in};
use crate::acquire::Individual;

pub(super) fn faults(child: &Individual, context: &Context) -> Vec<Fault> {
    let is_identified = match (child.national.as_str(), child.refugee.as_str()) {
        ("", "") => false,
        ("", refugee) => is_refugee_number(refugee),
        (national, _) => is_valid_or_stand_in(national, context),
    };
    (!is_identified).then(|| Fault::at(child.line, "Individ/@Fodselsnummer")).into_iter().collect()
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
                ("a number of the 2032 rule", "<Individ Fodselsnummer='02813175498'></Individ>", &[]),
                ("stand-in", "<Individ Fodselsnummer='01011655555'></Individ>", &[]),
                ("unborn", "<Individ Fodselsnummer='01032699999'></Individ>", &[]),
                ("DUF number", "<Individ DUFnummer='123456123405'></Individ>", &[]),
                ("neither", "<Individ Journalnummer='J1'></Individ>", &[1]),
                ("wrong check digit", "<Individ Fodselsnummer='17850862177'></Individ>", &[1]),
                (
                    "a date that does not exist, with a stand-in",
                    "<Individ Fodselsnummer='31021600100'></Individ>",
                    &[1],
                ),
                (
                    "wrong identity number beside a right DUF number",
                    "<Individ Fodselsnummer='17850862177' DUFnummer='123456123405'></Individ>",
                    &[1],
                ),
                ("wrong DUF number", "<Individ DUFnummer='123456123456'></Individ>", &[1]),
            ],
        );
    }
}
