//! `15F-T08`.
//!
//! # What it checks
//! `Opphevelse` with code 4 (other) has a `Presisering`.
//!
//! # Why
//! The code says «other»: only the text tells what it was.
//!
//! # Example
//! `Opphevelse Kode="4"` without text.
//!
//! # How to correct
//! Write what it was in the case system.

use super::context::Context;
use super::fault::{Fault, among};
use crate::acquire::{Coded, Individual};

pub(super) fn faults(child: &Individual, _: &Context) -> Vec<Fault> {
    let lacks = |it: &Coded| it.code == OTHER && !it.is_specified;
    among(child.measures.iter().filter_map(|it| it.revocation.as_ref()), "Opphevelse/Presisering", lacks)
}

/// `Kode` 4: other.
const OTHER: &str = "4";

#[cfg(test)]
mod tests {
    use crate::check::kostra::testing::cases;

    #[test]
    fn every_case() {
        cases(
            super::faults,
            &[
                ("another code", "<Individ>\n<Tiltak Id='1'><Opphevelse Kode='1'/></Tiltak></Individ>", &[]),
                (
                    "with a text",
                    "<Individ>\n<Tiltak Id='1'><Opphevelse Kode='4'><Presisering>x</Presisering></Opphevelse></Tiltak></Individ>",
                    &[],
                ),
                ("without", "<Individ>\n<Tiltak Id='1'>\n<Opphevelse Kode='4'/></Tiltak></Individ>", &[3]),
            ],
        );
    }
}
