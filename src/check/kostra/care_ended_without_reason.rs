//! `15F-T04`.
//!
//! # What it checks
//! A care measure with a `SluttDato` has an `Opphevelse`.
//!
//! # Why
//! Why the care ended is what the council asks about.
//!
//! # Example
//! A care order that ended, without a code.
//!
//! # How to correct
//! Register why the measure was ended.

use super::care::is_care;
use super::context::Context;
use super::fault::{Fault, among};
use crate::acquire::{Individual, Measure};

pub(super) fn faults(child: &Individual, _: &Context) -> Vec<Fault> {
    let lacks = |it: &Measure| !it.end.is_empty() && is_care(it) && it.revocation.is_none();
    among(&child.measures, "Tiltak/Opphevelse", lacks)
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
                    "open",
                    "<Individ>\n<Tiltak Id='1'><Lovhjemmel Lov='BVL2021' Kapittel='5' Paragraf='1'/></Tiltak></Individ>",
                    &[],
                ),
                (
                    "no care measure",
                    "<Individ>\n<Tiltak SluttDato='2025-05-01'><Lovhjemmel Lov='BVL2021' Kapittel='3' Paragraf='1'/></Tiltak></Individ>",
                    &[],
                ),
                (
                    "with a reason",
                    "<Individ>\n<Tiltak SluttDato='2025-05-01'><Lovhjemmel Lov='BVL2021' Kapittel='5' Paragraf='1'/><Opphevelse Kode='1'/></Tiltak></Individ>",
                    &[],
                ),
                (
                    "without",
                    "<Individ>\n<Tiltak SluttDato='2025-05-01'><Lovhjemmel Lov='BVL2021' Kapittel='5' Paragraf='1'/></Tiltak></Individ>",
                    &[2],
                ),
            ],
        );
    }
}
