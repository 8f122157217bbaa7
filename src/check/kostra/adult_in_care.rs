//! `15F-L03`.
//!
//! # What it checks
//! A child older than 18 on 31 December has no care measure.
//!
//! # Why
//! A care order ends at 18.
//!
//! # Example
//! A person of 19 under § 5-1.
//!
//! # How to correct
//! End the measure, or correct its legal basis.

use super::care::is_care;
use super::context::Context;
use super::fault::{Fault, among};
use super::identification::age;
use crate::acquire::Individual;

/// Care ends at this age.
const ADULT: i32 = 18;

pub(super) fn faults(child: &Individual, context: &Context) -> Vec<Fault> {
    let is_adult = age(child, context).is_some_and(|age| age > ADULT);
    among(&child.measures, "Tiltak/Lovhjemmel", |measure| is_adult && is_care(measure))
}

#[cfg(test)]
mod tests {
    use crate::check::kostra::testing::cases;

    #[test]
    fn every_case() {
        cases(
            super::faults,
            &[
                (
                    "18",
                    "<Individ Fodselsnummer='01010700100'>\n<Tiltak Id='1'><Lovhjemmel Lov='BVL2021' Kapittel='5' Paragraf='1'/></Tiltak></Individ>",
                    &[],
                ),
                (
                    "19 in aftercare",
                    "<Individ Fodselsnummer='01010600100'>\n<Tiltak Id='1'><Lovhjemmel Lov='BVL2021' Kapittel='3' Paragraf='6'/></Tiltak></Individ>",
                    &[],
                ),
                (
                    "age not known",
                    "<Individ>\n<Tiltak Id='1'><Lovhjemmel Lov='BVL2021' Kapittel='5' Paragraf='1'/></Tiltak></Individ>",
                    &[],
                ),
                (
                    "19",
                    "<Individ Fodselsnummer='01010600100'>\n<Tiltak Id='1'><Lovhjemmel Lov='BVL2021' Kapittel='5' Paragraf='1'/></Tiltak></Individ>",
                    &[2],
                ),
            ],
        );
    }
}
