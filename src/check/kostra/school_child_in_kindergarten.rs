//! `15F-T05`.
//!
//! # What it checks
//! A child with a measure of category 4.1 (kindergarten) is younger than 7 on 31 December.
//!
//! # Why
//! Children of 7 are too old for kindergarten: the measure was not ended, or the category is wrong.
//!
//! # Example
//! A child of 7 with category 4.1.
//!
//! # How to correct
//! End the measure, or correct the category.

use super::context::Context;
use super::fault::{Fault, among};
use super::identification::age;
use crate::acquire::Individual;

/// Too old for it.
const TOO_OLD: i32 = 7;
/// The category.
const CATEGORY: &str = "4.1";

pub(super) fn faults(child: &Individual, context: &Context) -> Vec<Fault> {
    let is_too_old = age(child, context).is_some_and(|age| age >= TOO_OLD);
    among(&child.measures, "Kategori/@Kode", |measure| is_too_old && measure.category.code == CATEGORY)
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
                    "younger",
                    "<Individ Fodselsnummer='01011900100'>\n<Tiltak Id='1'><Kategori Kode='4.1'/></Tiltak></Individ>",
                    &[],
                ),
                (
                    "another category",
                    "<Individ Fodselsnummer='01011800100'>\n<Tiltak Id='1'><Kategori Kode='4.3'/></Tiltak></Individ>",
                    &[],
                ),
                ("age not known", "<Individ>\n<Tiltak Id='1'><Kategori Kode='4.1'/></Tiltak></Individ>", &[]),
                (
                    "too old",
                    "<Individ Fodselsnummer='01011800100'>\n<Tiltak Id='1'><Kategori Kode='4.1'/></Tiltak></Individ>",
                    &[2],
                ),
            ],
        );
    }
}
