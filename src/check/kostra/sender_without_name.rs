//! `15F-A06`.
//!
//! # What it checks
//! `Avgiver/@Kommunenavn` is filled in.
//!
//! # Why
//! Statistics Norway's people read it.
//!
//! # Example
//! `Kommunenavn=""`.
//!
//! # How to correct
//! Fill in the name in the case system's settings.

use super::context::Context;
use super::fault::Fault;
use crate::acquire::Sender;

pub(super) fn faults(sender: &Sender, _: &Context) -> Vec<Fault> {
    let is_missing = sender.name.is_empty();
    is_missing.then(|| Fault::at(sender.line, "Avgiver/@Kommunenavn")).into_iter().collect()
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
                    "there",
                    "\n<Avgiver Versjon='2025' Kommunenummer='3418' Kommunenavn='X' Organisasjonsnummer='318418004'/>",
                    &[],
                ),
                (
                    "blank",
                    "\n<Avgiver Versjon='2025' Kommunenummer='3418' Kommunenavn='' Organisasjonsnummer='318418004'/>",
                    &[2],
                ),
                ("missing", "\n<Avgiver Versjon='2025' Kommunenummer='3418' Organisasjonsnummer='318418004'/>", &[2]),
            ],
        );
    }
}
