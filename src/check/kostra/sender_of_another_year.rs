//! `15F-A02`.
//!
//! # What it checks
//! `Avgiver/@Versjon` is the year of the folder.
//!
//! # Why
//! The whole file is then another year's: its rows are rejected (`C027`).
//!
//! # Example
//! A file for 2024 in `exports/2025/`.
//!
//! # How to correct
//! Put the file in its year's folder, or get the right file.

use super::context::Context;
use super::fault::Fault;
use crate::acquire::Sender;

pub(super) fn faults(sender: &Sender, context: &Context) -> Vec<Fault> {
    let is_another = sender.year != context.year.to_string();
    is_another.then(|| Fault::at(sender.line, "Avgiver/@Versjon")).into_iter().collect()
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
                    "this year",
                    "\n<Avgiver Versjon='2025' Kommunenummer='3418' Kommunenavn='X' Organisasjonsnummer='318418004'/>",
                    &[],
                ),
                (
                    "another",
                    "\n<Avgiver Versjon='2024' Kommunenummer='3418' Kommunenavn='X' Organisasjonsnummer='318418004'/>",
                    &[2],
                ),
                (
                    "blank",
                    "\n<Avgiver Versjon='' Kommunenummer='3418' Kommunenavn='X' Organisasjonsnummer='318418004'/>",
                    &[2],
                ),
                ("missing", "\n<Avgiver Kommunenummer='3418' Kommunenavn='X' Organisasjonsnummer='318418004'/>", &[2]),
            ],
        );
    }
}
