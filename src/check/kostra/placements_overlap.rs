//! `15F-T09`.
//!
//! # What it checks
//! No two placements of a child overlap by more than three months; an open one goes on to 31 December.
//!
//! # Why
//! A child lives in one place. A short overlap is a move under way.
//!
//! # Example
//! A foster home from January and an institution from February, both to September.
//!
//! # How to correct
//! End the measure that was replaced.

use chrono::{Months, NaiveDate};

use super::care::is_placement;
use super::context::Context;
use super::fault::{Fault, date};
use crate::acquire::{Individual, Measure};

pub(super) fn faults(child: &Individual, context: &Context) -> Vec<Fault> {
    let spans: Vec<_> =
        child.measures.iter().filter(|measure| is_placement(measure)).map(|it| (it, span(it, context))).collect();
    let overlaps_a_later = |at: usize| spans[at + 1..].iter().any(|(_, other)| overlap(spans[at].1, *other));
    let wrong = (0..spans.len()).filter(|at| overlaps_a_later(*at));
    wrong.map(|at| Fault::at(spans[at].0.line, "Tiltak/@SluttDato")).collect()
}

/// First and last day; none where there is no start.
type Span = Option<(NaiveDate, NaiveDate)>;

fn span(measure: &Measure, context: &Context) -> Span {
    let end = if measure.end.is_empty() { Some(context.count_day()) } else { date(&measure.end) };
    date(&measure.start).zip(end)
}

fn overlap(one: Span, other: Span) -> bool {
    let Some(((start, end), (other_start, other_end))) = one.zip(other) else { return false };
    let limit = start.max(other_start).checked_add_months(MONTHS);
    limit.is_some_and(|limit| end.min(other_end) > limit)
}

const MONTHS: Months = Months::new(3);

#[cfg(test)]
mod tests {
    use crate::check::kostra::testing::cases;

    #[test]
    fn every_case() {
        cases(
            super::faults,
            &[
                (
                    "one after the other",
                    "<Individ>\n<Tiltak StartDato='2025-01-01' SluttDato='2025-06-01'><Kategori Kode='2.1'/></Tiltak>\n<Tiltak StartDato='2025-06-01'><Kategori Kode='2.1'/></Tiltak></Individ>",
                    &[],
                ),
                (
                    "exactly three months",
                    "<Individ>\n<Tiltak StartDato='2025-01-01' SluttDato='2025-06-01'><Kategori Kode='2.1'/></Tiltak>\n<Tiltak StartDato='2025-03-01' SluttDato='2025-08-01'><Kategori Kode='2.1'/></Tiltak></Individ>",
                    &[],
                ),
                (
                    "not both placements",
                    "<Individ>\n<Tiltak StartDato='2025-01-01' SluttDato='2025-06-01'><Kategori Kode='2.1'/></Tiltak><Tiltak StartDato='2025-01-01'><Kategori Kode='4.1'/></Tiltak></Individ>",
                    &[],
                ),
                (
                    "the first ended before the second",
                    "<Individ>\n<Tiltak StartDato='2024-01-01' SluttDato='2024-06-01'><Kategori Kode='2.1'/></Tiltak>\n<Tiltak StartDato='2025-01-01'><Kategori Kode='2.1'/></Tiltak></Individ>",
                    &[],
                ),
                (
                    "a day more",
                    "<Individ>\n<Tiltak StartDato='2025-01-01' SluttDato='2025-06-02'><Kategori Kode='2.1'/></Tiltak>\n<Tiltak StartDato='2025-03-01' SluttDato='2025-08-01'><Kategori Kode='2.1'/></Tiltak></Individ>",
                    &[2],
                ),
                (
                    "both open: to the end of the year",
                    "<Individ>\n<Tiltak StartDato='2025-01-01'><Kategori Kode='2.1'/></Tiltak>\n<Tiltak StartDato='2025-09-01'><Kategori Kode='2.1'/></Tiltak></Individ>",
                    &[2],
                ),
                (
                    "three: each but the last",
                    "<Individ>\n<Tiltak StartDato='2025-01-01'><Kategori Kode='2.1'/></Tiltak>\n<Tiltak StartDato='2025-02-01'><Kategori Kode='2.1'/></Tiltak>\n<Tiltak StartDato='2025-03-01'><Kategori Kode='2.1'/></Tiltak></Individ>",
                    &[2, 3],
                ),
            ],
        );
    }
}
