//! `15F-U08`.
//!
//! # What it checks
//! An investigation that started before 1 July of the reporting year has ended. This is Statistics Norway's
//! tolerance: six months at the end of the year, whether the deadline was extended or not. The finding names the
//! act's limits too.
//!
//! # Why
//! The act gives three months, six where it is extended (barnevernsloven § 2-2).
//!
//! # Example
//! An investigation from 30 June without an end.
//!
//! # How to correct
//! Close it in the case system, if it is closed; else finish it.

use super::context::Context;
use super::fault::{Fault, among, is_date_that};
use crate::acquire::{Individual, Investigation};
use crate::units::day;

pub(super) fn faults(child: &Individual, context: &Context) -> Vec<Fault> {
    let first_of_july = day(context.year, 7, 1);
    let is_old = |it: &Investigation| it.end.is_empty() && is_date_that(&it.start, |start| start < first_of_july);
    among(child.investigations(), "Undersokelse/@SluttDato", is_old)
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
                    "closed",
                    "<Individ><Melding Id='1'>\n<Undersokelse StartDato='2025-01-03' SluttDato='2025-12-03'></Undersokelse></Melding></Individ>",
                    &[],
                ),
                (
                    "from 1 July",
                    "<Individ><Melding Id='1'>\n<Undersokelse StartDato='2025-07-01'></Undersokelse></Melding></Individ>",
                    &[],
                ),
                (
                    "from 30 June",
                    "<Individ><Melding Id='1'>\n<Undersokelse StartDato='2025-06-30'></Undersokelse></Melding></Individ>",
                    &[2],
                ),
                (
                    "from the year before",
                    "<Individ><Melding Id='1'>\n<Undersokelse StartDato='2024-10-01'></Undersokelse></Melding></Individ>",
                    &[2],
                ),
            ],
        );
    }
}
