//! `15F-DOBBEL`.
//!
//! # What it checks
//! No `Melder` or `Saksinnhold` of a report has a code that stood there before. The rule is ours: the figures count
//! each code once, and say so.
//!
//! # Why
//! A code that is counted twice makes the breakdown larger than it is.
//!
//! # Example
//! Two `Melder` with `Kode="11"`.
//!
//! # How to correct
//! Nothing; the code is counted once.

use std::collections::BTreeSet;

use super::context::Context;
use super::fault::{Fault, among};
use crate::acquire::{Coded, Individual};

pub(super) fn faults(child: &Individual, _: &Context) -> Vec<Fault> {
    let lists = child
        .reports
        .iter()
        .flat_map(|report| [(&report.senders, "Melder/@Kode"), (&report.contents, "Saksinnhold/@Kode")]);
    lists.flat_map(|(codes, field)| repeated(codes, field)).collect()
}

fn repeated(codes: &[Coded], field: &'static str) -> Vec<Fault> {
    let mut seen = BTreeSet::new();
    among(codes.iter().filter(|coded| !seen.insert(coded.code.as_str())), field, |_| true)
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
                    "different codes",
                    "<Individ><Melding Id='1'>\n<Melder Kode='1'/>\n<Melder Kode='11'/>\n<Saksinnhold Kode='1'/></Melding></Individ>",
                    &[],
                ),
                (
                    "in two reports",
                    "<Individ><Melding Id='1'>\n<Melder Kode='1'/></Melding><Melding Id='2'>\n<Melder Kode='1'/></Melding></Individ>",
                    &[],
                ),
                (
                    "twice",
                    "<Individ><Melding Id='1'>\n<Melder Kode='1'/>\n<Melder Kode='2'/>\n<Melder Kode='1'/>\n<Saksinnhold Kode='3'/>\n<Saksinnhold Kode='3'/></Melding></Individ>",
                    &[4, 6],
                ),
            ],
        );
    }
}
