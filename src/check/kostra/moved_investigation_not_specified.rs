//! `15F-U03`.
//!
//! # What it checks
//! An investigation that was dropped because the family moved (`Konklusjon` 5) has a `Presisering`.
//!
//! # Why
//! The text says whether the new municipality was told.
//!
//! # Example
//! `Konklusjon="5"` without text.
//!
//! # How to correct
//! Write it in the case system.

use super::context::Context;
use super::fault::{Fault, among};
use crate::acquire::{Individual, Investigation};

pub(super) fn faults(child: &Individual, _: &Context) -> Vec<Fault> {
    let lacks = |it: &Investigation| it.conclusion == MOVED && !it.is_specified;
    among(child.investigations(), "Undersokelse/Presisering", lacks)
}

/// `Konklusjon` 5: dropped because of a move.
const MOVED: &str = "5";

#[cfg(test)]
mod tests {
    use crate::check::kostra::testing::cases;

    #[test]
    fn every_case() {
        cases(
            super::faults,
            &[
                (
                    "another conclusion",
                    "<Individ><Melding Id='1'>\n<Undersokelse Konklusjon='3'></Undersokelse></Melding></Individ>",
                    &[],
                ),
                (
                    "with a text",
                    "<Individ><Melding Id='1'>\n<Undersokelse Konklusjon='5'><Presisering>x</Presisering></Undersokelse></Melding></Individ>",
                    &[],
                ),
                (
                    "without",
                    "<Individ><Melding Id='1'>\n<Undersokelse Konklusjon='5'></Undersokelse></Melding></Individ>",
                    &[2],
                ),
            ],
        );
    }
}
