//! `15F-U04`.
//!
//! # What it checks
//! An investigation with a `SluttDato` has a `Konklusjon`.
//!
//! # Why
//! What it came to is missing from the figures.
//!
//! # Example
//! A closed investigation without a conclusion.
//!
//! # How to correct
//! Register the conclusion in the case system.

use super::context::Context;
use super::fault::{Fault, among};
use crate::acquire::{Individual, Investigation};

pub(super) fn faults(child: &Individual, _: &Context) -> Vec<Fault> {
    let lacks = |it: &Investigation| !it.end.is_empty() && it.conclusion.is_empty();
    among(child.investigations(), "Undersokelse/@Konklusjon", lacks)
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
                    "<Individ><Melding Id='1'>\n<Undersokelse StartDato='2025-02-03'></Undersokelse></Melding></Individ>",
                    &[],
                ),
                (
                    "concluded",
                    "<Individ><Melding Id='1'>\n<Undersokelse SluttDato='2025-02-03' Konklusjon='3'></Undersokelse></Melding></Individ>",
                    &[],
                ),
                (
                    "without",
                    "<Individ><Melding Id='1'>\n<Undersokelse SluttDato='2025-02-03'></Undersokelse></Melding></Individ>",
                    &[2],
                ),
            ],
        );
    }
}
