//! `15F-A04`.
//!
//! # What it checks
//! `Avgiver/@Kommunenummer` is the plan's municipality.
//!
//! # Why
//! The whole file is then another municipality's: its rows are rejected (`C027`).
//!
//! # Example
//! A file from 3417 in a project for 3418.
//!
//! # How to correct
//! Get the right file, or correct the number in the plan.

use super::context::Context;
use super::fault::Fault;
use crate::acquire::Sender;

pub(super) fn faults(sender: &Sender, context: &Context) -> Vec<Fault> {
    let is_another = sender.municipality != context.municipality.as_str();
    is_another.then(|| Fault::at(sender.line, "Avgiver/@Kommunenummer")).into_iter().collect()
}

#[cfg(test)]
mod tests {
    use crate::check::kostra::testing::sender_cases;

    #[test]
    fn every_case() {
        sender_cases(
            super::faults,
            &[
                (
                    "ours",
                    "\n<Avgiver Versjon='2025' Kommunenummer='3418' Kommunenavn='X' Organisasjonsnummer='318418004'/>",
                    &[],
                ),
                (
                    "another's",
                    "\n<Avgiver Versjon='2025' Kommunenummer='3417' Kommunenavn='X' Organisasjonsnummer='318418004'/>",
                    &[2],
                ),
                (
                    "blank",
                    "\n<Avgiver Versjon='2025' Kommunenummer='' Kommunenavn='X' Organisasjonsnummer='318418004'/>",
                    &[2],
                ),
            ],
        );
    }
}
