//! `15F-SI02`.
//!
//! # What it checks
//! `Saksinnhold/@Kode` 18 and 19 have a `Presisering`.
//!
//! # Why
//! The code says «other»: only the text tells what it was.
//!
//! # Example
//! `Kode="18"` without text.
//!
//! # How to correct
//! Write what it was in the case system.

use super::context::Context;
use super::fault::{Fault, among};
use crate::acquire::{Coded, Individual};

/// Codes that need a text.
const OTHER: &[&str] = &["18", "19"];

pub(super) fn faults(child: &Individual, _: &Context) -> Vec<Fault> {
    let lacks = |coded: &Coded| OTHER.contains(&coded.code.as_str()) && !coded.is_specified;
    among(child.reports.iter().flat_map(|report| &report.contents), "Saksinnhold/Presisering", lacks)
}

#[cfg(test)]
mod tests {
    use crate::check::kostra::testing::cases;

    #[test]
    fn every_case() {
        cases(
            super::faults,
            &[
                ("another code", "<Individ><Melding Id='1'>\n<Saksinnhold Kode='1'/></Melding></Individ>", &[]),
                (
                    "with a text",
                    "<Individ><Melding Id='1'>\n<Saksinnhold Kode='18'><Presisering>x</Presisering></Saksinnhold></Melding></Individ>",
                    &[],
                ),
                ("without", "<Individ><Melding Id='1'>\n<Saksinnhold Kode='18'/></Melding></Individ>", &[2]),
                (
                    "with a blank text",
                    "<Individ><Melding Id='1'>\n<Saksinnhold Kode='19'><Presisering> </Presisering></Saksinnhold></Melding></Individ>",
                    &[2],
                ),
            ],
        );
    }
}
