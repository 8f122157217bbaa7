//! `15F-I04`.
//!
//! # What it checks
//! No valid identity number stands in two journals of the file.
//!
//! # Why
//! One child would be two, and its reports be split between them.
//!
//! # Example
//! Two `Individ` with one `Fodselsnummer` and different `Journalnummer`.
//!
//! # How to correct
//! Merge the journals in the case system, or correct the number.

use std::collections::BTreeMap;

use super::fault::Fault;
use super::identification::is_valid;
use super::{Seen, each_with_others};

pub(super) fn faults(children: &[Seen]) -> Vec<Fault> {
    let mut by_number: BTreeMap<&str, Vec<&Seen>> = BTreeMap::new();
    for child in children.iter().filter(|child| is_valid(&child.national)) {
        by_number.entry(&child.national).or_default().push(child);
    }
    let shared = by_number.into_values().filter(|same| same.iter().any(|child| child.journal != same[0].journal));
    shared.flat_map(|same| each_with_others(&same, "Individ/@Fodselsnummer")).collect()
}

#[cfg(test)]
mod tests {
    use crate::check::kostra::testing::file_cases;

    #[test]
    fn every_case() {
        file_cases(
            super::faults,
            &[
                (
                    "two children",
                    "<Individ Journalnummer='1' Fodselsnummer='05811575838'></Individ><Individ Journalnummer='2' Fodselsnummer='17850862176'></Individ>",
                    &[],
                ),
                (
                    "two stand-ins may be alike",
                    "<Individ Journalnummer='1' Fodselsnummer='01011655555'></Individ><Individ Journalnummer='2' Fodselsnummer='01011655555'></Individ>",
                    &[],
                ),
                (
                    "one journal twice is another rule's",
                    "<Individ Journalnummer='1' Fodselsnummer='05811575838'></Individ>\n<Individ Journalnummer='1' Fodselsnummer='05811575838'></Individ>",
                    &[],
                ),
                (
                    "one number in two journals",
                    "<Individ Journalnummer='1' Fodselsnummer='05811575838'></Individ>\n<Individ Journalnummer='2' Fodselsnummer='05811575838'></Individ>",
                    &[1, 2],
                ),
            ],
        );
    }
}
