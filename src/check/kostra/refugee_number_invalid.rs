//! `15F-I19`.
//!
//! # What it checks
//! Where there is an `Individ/@DUFnummer`, its two last digits check the ten before.
//!
//! # Why
//! A wrong number names another person, or nobody.
//!
//! # Example
//! `DUFnummer="123456123456"`.
//!
//! # How to correct
//! Correct the number in the case system.

use super::context::Context;
use super::fault::Fault;
use super::identification::is_refugee_number;
use crate::acquire::Individual;

pub(super) fn faults(child: &Individual, _: &Context) -> Vec<Fault> {
    let is_wrong = !child.refugee.is_empty() && !is_refugee_number(&child.refugee);
    is_wrong.then(|| Fault::at(child.line, "Individ/@DUFnummer")).into_iter().collect()
}

#[cfg(test)]
mod tests {
    use crate::check::kostra::testing::cases;

    #[test]
    fn every_case() {
        cases(
            super::faults,
            &[
                ("none", "<Individ></Individ>", &[]),
                ("right", "<Individ DUFnummer='123456123405'></Individ>", &[]),
                ("wrong", "<Individ DUFnummer='123456123456'></Individ>", &[1]),
                ("too short", "<Individ DUFnummer='12345'></Individ>", &[1]),
            ],
        );
    }
}
