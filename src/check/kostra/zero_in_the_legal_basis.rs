//! `15F-L04`.
//!
//! # What it checks
//! No `Kapittel` and no `Paragraf` of a measure is 0.
//!
//! # Why
//! 0 is what a case system writes when nobody chose.
//!
//! # Example
//! `Kapittel="0"`.
//!
//! # How to correct
//! Choose chapter and section in the case system.

use super::care::laws;
use super::context::Context;
use super::fault::Fault;
use crate::acquire::{Individual, Law};

pub(super) fn faults(child: &Individual, _: &Context) -> Vec<Fault> {
    let zero = |law: &&Law| law.chapter == "0" || law.section == "0";
    let wrong = child.measures.iter().flat_map(|measure| laws(measure).filter(zero));
    wrong.map(|law| Fault::at(law.line, "Lovhjemmel/@Paragraf")).collect()
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
                    "chosen",
                    "<Individ>\n<Tiltak Id='1'><Lovhjemmel Lov='BVL' Kapittel='4' Paragraf='4'/></Tiltak></Individ>",
                    &[],
                ),
                (
                    "10 is not 0",
                    "<Individ>\n<Tiltak Id='1'><Lovhjemmel Lov='BVL' Kapittel='10' Paragraf='10'/></Tiltak></Individ>",
                    &[],
                ),
                (
                    "chapter 0",
                    "<Individ>\n<Tiltak Id='1'><Lovhjemmel Lov='BVL' Kapittel='0' Paragraf='1'/></Tiltak></Individ>",
                    &[2],
                ),
                (
                    "section 0",
                    "<Individ>\n<Tiltak Id='1'><Lovhjemmel Lov='BVL' Kapittel='1' Paragraf='0'/></Tiltak></Individ>",
                    &[2],
                ),
                (
                    "section 0 beside it",
                    "<Individ>\n<Tiltak Id='1'><Lovhjemmel Lov='BVL' Kapittel='4' Paragraf='4'/>\n<JmfrLovhjemmel Lov='BVL' Kapittel='1' Paragraf='0'/></Tiltak></Individ>",
                    &[3],
                ),
            ],
        );
    }
}
