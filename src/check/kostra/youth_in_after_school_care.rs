//! `15F-T06`.
//!
//! # What it checks
//! A child with a measure of category 4.2 (after-school care) is younger than 11 on 31 December.
//!
//! # Why
//! Children of 11 are too old for after-school care: the measure was not ended, or the category is wrong.
//!
//! # Example
//! A child of 11 with category 4.2.
//!
//! # How to correct
//! End the measure, or correct the category.

use super::context::Context;
use super::fault::{Fault, among};
use super::identification::age;
use crate::acquire::Individual;

/// Too old for it.
const TOO_OLD: i32 = 11;
/// The category.
const CATEGORY: &str = "4.2";

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
                    "<Individ Fodselsnummer='01011500100'>\n<Tiltak Id='1'><Kategori Kode='4.2'/></Tiltak></Individ>",
                    &[],
                ),
                (
                    "another category",
                    "<Individ Fodselsnummer='01011400100'>\n<Tiltak Id='1'><Kategori Kode='4.3'/></Tiltak></Individ>",
                    &[],
                ),
                ("age not known", "<Individ>\n<Tiltak Id='1'><Kategori Kode='4.2'/></Tiltak></Individ>", &[]),
                (
                    "too old",
                    "<Individ Fodselsnummer='01011400100'>\n<Tiltak Id='1'><Kategori Kode='4.2'/></Tiltak></Individ>",
                    &[2],
                ),
            ],
        );
    }
}
