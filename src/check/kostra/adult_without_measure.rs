//! `15F-I08`.
//!
//! # What it checks
//! A child older than 18 on 31 December has a measure.
//!
//! # Why
//! After 18 there is aftercare, which is a measure, or nothing.
//!
//! # Example
//! A person of 19 with a report only.
//!
//! # How to correct
//! Register the measure, or close the child.

use super::context::Context;
use super::fault::Fault;
use super::identification::age;
use crate::acquire::Individual;

pub(super) fn faults(child: &Individual, context: &Context) -> Vec<Fault> {
    let is_wrong = child.measures.is_empty() && age(child, context).is_some_and(|age| age > ADULT);
    is_wrong.then(|| Fault::at(child.line, "Individ")).into_iter().collect()
}

const ADULT: i32 = 18;

#[cfg(test)]
mod tests {
    use crate::check::kostra::testing::cases;

    #[test]
    fn every_case() {
        cases(
            super::faults,
            &[
                ("a child", "<Individ Fodselsnummer='05811575838'></Individ>", &[]),
                ("18", "<Individ Fodselsnummer='01010700100'></Individ>", &[]),
                ("19 with a measure", "<Individ Fodselsnummer='01010600100'><Tiltak Id='1'/></Individ>", &[]),
                ("19 without", "<Individ Fodselsnummer='01010600100'><Melding Id='1'/></Individ>", &[1]),
            ],
        );
    }
}
