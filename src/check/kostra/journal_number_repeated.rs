//! `15F-I05`.
//!
//! # What it checks
//! No journal number stands on two children of the file.
//!
//! # Why
//! It is what tells children apart where the identity number is incomplete.
//!
//! # Example
//! Two `Individ` with one `Journalnummer`.
//!
//! # How to correct
//! Give one of them its own journal number.

use std::collections::BTreeMap;

use super::fault::Fault;
use super::{Seen, each_with_others};

pub(super) fn faults(children: &[Seen]) -> Vec<Fault> {
    let mut by_journal: BTreeMap<&str, Vec<&Seen>> = BTreeMap::new();
    for child in children.iter().filter(|child| !child.journal.is_empty()) {
        by_journal.entry(&child.journal).or_default().push(child);
    }
    let repeated = by_journal.into_values().filter(|same| same.len() > 1);
    repeated.flat_map(|same| each_with_others(&same, "Individ/@Journalnummer")).collect()
}

#[cfg(test)]
mod tests {
    use crate::check::kostra::testing::file_cases;

    #[test]
    fn every_case() {
        file_cases(
            super::faults,
            &[
                ("two journals", "<Individ Journalnummer='1'></Individ><Individ Journalnummer='2'></Individ>", &[]),
                ("none", "<Individ></Individ><Individ></Individ>", &[]),
                (
                    "three times",
                    "<Individ Journalnummer='1'></Individ>\n<Individ Journalnummer='1'></Individ>\n<Individ Journalnummer='1'></Individ>",
                    &[1, 2, 3],
                ),
            ],
        );
    }
}
