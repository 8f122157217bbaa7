//! `15F-U07`.
//!
//! # What it checks
//! An investigation that ended in a decision or went to the tribunal (`Konklusjon` 1 or 2) has a `Vedtaksgrunnlag`.
//!
//! # Why
//! Why the child got measures is otherwise not known.
//!
//! # Example
//! `Konklusjon="1"` without `Vedtaksgrunnlag`.
//!
//! # How to correct
//! Register the grounds in the case system.

use super::context::Context;
use super::fault::{Fault, among};
use crate::acquire::{Individual, Investigation};

pub(super) fn faults(child: &Individual, _: &Context) -> Vec<Fault> {
    let is_decided = |it: &Investigation| ["1", "2"].contains(&it.conclusion.as_str());
    let lacks = |it: &Investigation| is_decided(it) && it.grounds.is_empty();
    among(child.investigations(), "Undersokelse/Vedtaksgrunnlag", lacks)
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
                    "dropped",
                    "<Individ><Melding Id='1'>\n<Undersokelse Konklusjon='3'></Undersokelse></Melding></Individ>",
                    &[],
                ),
                (
                    "with grounds",
                    "<Individ><Melding Id='1'>\n<Undersokelse Konklusjon='1'><Vedtaksgrunnlag Kode='1'/></Undersokelse></Melding></Individ>",
                    &[],
                ),
                (
                    "a decision without",
                    "<Individ><Melding Id='1'>\n<Undersokelse Konklusjon='1'></Undersokelse></Melding></Individ>",
                    &[2],
                ),
                (
                    "to the tribunal without",
                    "<Individ><Melding Id='1'>\n<Undersokelse Konklusjon='2'></Undersokelse></Melding></Individ>",
                    &[2],
                ),
            ],
        );
    }
}
