//! `15F-A03`.
//!
//! # What it checks
//! `Avgiver/@Organisasjonsnummer` is filled in.
//!
//! # Why
//! Statistics Norway matches it with the form it was delivered under.
//!
//! # Example
//! `Organisasjonsnummer=""`.
//!
//! # How to correct
//! Fill in the municipality's number in the case system's settings.

use super::context::Context;
use super::fault::Fault;
use crate::acquire::Sender;

pub(super) fn faults(sender: &Sender, _: &Context) -> Vec<Fault> {
    let is_missing = sender.organisation.is_empty();
    is_missing.then(|| Fault::at(sender.line, "Avgiver/@Organisasjonsnummer")).into_iter().collect()
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
                    "\n<Avgiver Versjon='2025' Kommunenummer='3418' Kommunenavn='X' Organisasjonsnummer=' '/>",
                    &[2],
                ),
                ("missing", "\n<Avgiver Versjon='2025' Kommunenummer='3418' Kommunenavn='X'/>", &[2]),
            ],
        );
    }
}
