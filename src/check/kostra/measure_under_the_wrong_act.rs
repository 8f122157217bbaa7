//! `15F-T24`.
//!
//! # What it checks
//! A measure that started in 2022 or before is under BVL, also in each `JmfrLovhjemmel`; a later one under BVL or
//! BVL2021. (Statistics Norway's program also refuses later measures without any `JmfrLovhjemmel`; its
//! specification does not.)
//!
//! # Why
//! The act of 2021 came into force on 1 January 2023.
//!
//! # Example
//! A measure from 2024 under `Lov="1"`.
//!
//! # How to correct
//! Correct the act in the case system.

use super::care::{ACT_OF_1992, ACT_OF_2021, laws};
use super::context::Context;
use super::fault::{Fault, among, date};
use crate::acquire::Individual;
use crate::units::day;

pub(super) fn faults(child: &Individual, _: &Context) -> Vec<Fault> {
    among(&child.measures, "Lovhjemmel/@Lov", |measure| {
        let Some(start) = date(&measure.start) else { return false };
        let acts: &[&str] = if start < day(2023, 1, 1) { &[ACT_OF_1992] } else { &[ACT_OF_1992, ACT_OF_2021] };
        laws(measure).any(|law| !acts.contains(&law.act.as_str()))
    })
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
                    "the old act then",
                    "<Individ>\n<Tiltak StartDato='2022-12-31'><Lovhjemmel Lov='BVL' Kapittel='4' Paragraf='4'/></Tiltak></Individ>",
                    &[],
                ),
                (
                    "the old act still",
                    "<Individ>\n<Tiltak StartDato='2023-01-01'><Lovhjemmel Lov='BVL' Kapittel='4' Paragraf='4'/></Tiltak></Individ>",
                    &[],
                ),
                (
                    "the new act",
                    "<Individ>\n<Tiltak StartDato='2023-01-01'><Lovhjemmel Lov='BVL2021' Kapittel='4' Paragraf='4'/><JmfrLovhjemmel Lov='BVL' Kapittel='4' Paragraf='4'/></Tiltak></Individ>",
                    &[],
                ),
                (
                    "no start to judge by",
                    "<Individ>\n<Tiltak Id='1'><Lovhjemmel Lov='1' Kapittel='4' Paragraf='4'/></Tiltak></Individ>",
                    &[],
                ),
                (
                    "the new act too early",
                    "<Individ>\n<Tiltak StartDato='2022-12-31'><Lovhjemmel Lov='BVL2021' Kapittel='4' Paragraf='4'/></Tiltak></Individ>",
                    &[2],
                ),
                (
                    "another act beside it",
                    "<Individ>\n<Tiltak StartDato='2025-01-01'><Lovhjemmel Lov='BVL2021' Kapittel='4' Paragraf='4'/><JmfrLovhjemmel Lov='BL1981' Kapittel='4' Paragraf='4'/></Tiltak></Individ>",
                    &[2],
                ),
                (
                    "no act",
                    "<Individ>\n<Tiltak StartDato='2025-01-01'><Lovhjemmel Lov='1' Kapittel='4' Paragraf='4'/></Tiltak></Individ>",
                    &[2],
                ),
                ("none at all", "<Individ>\n<Tiltak StartDato='2025-01-01'></Tiltak></Individ>", &[2]),
            ],
        );
    }
}
