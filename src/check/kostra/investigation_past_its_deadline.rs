//! `15F-FRIST`.
//!
//! # What it checks
//! A closed investigation took three months at most, or six where the deadline was extended
//! (`UtvidetFrist/@Innvilget` 1). The rule is ours: Statistics Norway asks about open ones only (`15F-U08`), so the
//! two limits stand side by side.
//!
//! # Why
//! The deadline is the act's (barnevernsloven § 2-2).
//!
//! # Example
//! An investigation from 10 January to 11 April.
//!
//! # How to correct
//! Nothing, if the dates are right and the deadline was not extended: it was passed.

use chrono::Months;

use super::context::Context;
use super::fault::{Fault, among, date};
use crate::acquire::Individual;

/// The act's months, and those of an extended deadline.
const MONTHS: u32 = 3;
const EXTENDED_MONTHS: u32 = 6;

pub(super) fn faults(child: &Individual, _: &Context) -> Vec<Fault> {
    among(child.investigations(), "Undersokelse/@SluttDato", |it| {
        let months = if it.extended == "1" { EXTENDED_MONTHS } else { MONTHS };
        let deadline = date(&it.start).and_then(|start| start.checked_add_months(Months::new(months)));
        deadline.zip(date(&it.end)).is_some_and(|(deadline, end)| end > deadline)
    })
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
                    "open",
                    "<Individ><Melding Id='1'>\n<Undersokelse StartDato='2025-01-10'></Undersokelse></Melding></Individ>",
                    &[],
                ),
                (
                    "on the day",
                    "<Individ><Melding Id='1'>\n<Undersokelse StartDato='2025-01-10' SluttDato='2025-04-10'></Undersokelse></Melding></Individ>",
                    &[],
                ),
                (
                    "the last day of a shorter month",
                    "<Individ><Melding Id='1'>\n<Undersokelse StartDato='2025-11-30' SluttDato='2026-02-28'></Undersokelse></Melding></Individ>",
                    &[],
                ),
                (
                    "extended, on the day",
                    "<Individ><Melding Id='1'>\n<Undersokelse StartDato='2025-01-10' SluttDato='2025-07-10'><UtvidetFrist Innvilget='1'/></Undersokelse></Melding></Individ>",
                    &[],
                ),
                (
                    "the day after",
                    "<Individ><Melding Id='1'>\n<Undersokelse StartDato='2025-01-10' SluttDato='2025-04-11'></Undersokelse></Melding></Individ>",
                    &[2],
                ),
                (
                    "extension refused",
                    "<Individ><Melding Id='1'>\n<Undersokelse StartDato='2025-01-10' SluttDato='2025-04-11'><UtvidetFrist Innvilget='2'/></Undersokelse></Melding></Individ>",
                    &[2],
                ),
                (
                    "extended, the day after",
                    "<Individ><Melding Id='1'>\n<Undersokelse StartDato='2025-01-10' SluttDato='2025-07-11'><UtvidetFrist Innvilget='1'/></Undersokelse></Melding></Individ>",
                    &[2],
                ),
            ],
        );
    }
}
