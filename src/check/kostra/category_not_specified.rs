//! `15F-T07`.
//!
//! # What it checks
//! The categories 1.99, 2.99, 3.7, 3.99, 4.99, 5.99, 6.99, 7.99 and 8.99 have a `Presisering`.
//!
//! # Why
//! The code says «other»: only the text tells what it was.
//!
//! # Example
//! `Kategori Kode="1.99"` without text.
//!
//! # How to correct
//! Write what it was in the case system.

use super::context::Context;
use super::fault::{Fault, among};
use crate::acquire::{Individual, Measure};

/// Categories that need a text.
const OTHER: [&str; 9] = ["1.99", "2.99", "3.7", "3.99", "4.99", "5.99", "6.99", "7.99", "8.99"];

pub(super) fn faults(child: &Individual, _: &Context) -> Vec<Fault> {
    let lacks = |it: &Measure| OTHER.contains(&it.category.code.as_str()) && !it.category.is_specified;
    among(&child.measures, "Kategori/Presisering", lacks)
}

#[cfg(test)]
mod tests {
    use crate::check::kostra::testing::cases;

    #[test]
    fn every_case() {
        cases(
            super::faults,
            &[
                ("another category", "<Individ>\n<Tiltak Id='1'><Kategori Kode='1.1'/></Tiltak></Individ>", &[]),
                ("3.9 is not 3.99", "<Individ>\n<Tiltak Id='1'><Kategori Kode='3.9'/></Tiltak></Individ>", &[]),
                (
                    "with a text",
                    "<Individ>\n<Tiltak Id='1'><Kategori Kode='1.99'><Presisering>x</Presisering></Kategori></Tiltak></Individ>",
                    &[],
                ),
                ("without", "<Individ>\n<Tiltak Id='1'><Kategori Kode='1.99'/></Tiltak></Individ>", &[2]),
                ("3.7 too", "<Individ>\n<Tiltak Id='1'><Kategori Kode='3.7'/></Tiltak></Individ>", &[2]),
            ],
        );
    }
}
