//! `15F-I01a`.
//!
//! # What it checks
//! Every start and end date lies between 1 January 25 years before the reporting year and 31 December 25 years
//! after it.
//!
//! # Why
//! A date outside is nearly always a slip in the year.
//!
//! # Example
//! `StartDato="1925-03-01"`.
//!
//! # How to correct
//! Correct the date in the case system.

use super::context::Context;
use super::fault::{Fault, Spanned, is_date_that};
use crate::acquire::Individual;

/// The dates of one element.
type Dates<'a> = [(u32, &'static str, &'a str); 2];

pub(super) fn faults(child: &Individual, context: &Context) -> Vec<Fault> {
    let outside = |text: &str| is_date_that(text, |date| date < context.earliest() || date > context.latest());
    let wrong = dates(child).filter(|(_, _, text)| outside(text));
    wrong.map(|(line, field, _)| Fault::at(line, field)).collect()
}

fn dates(child: &Individual) -> impl Iterator<Item = (u32, &'static str, &str)> {
    let own = span(child, ["Individ/@StartDato", "Individ/@SluttDato"]);
    let reports = child.reports.iter().map(|it| span(it, ["Melding/@StartDato", "Melding/@SluttDato"]));
    let investigations =
        child.investigations().map(|it| span(it, ["Undersokelse/@StartDato", "Undersokelse/@SluttDato"]));
    let plans = child.plans.iter().map(|it| span(it, ["Plan/@StartDato", "Plan/@SluttDato"]));
    let measures = child.measures.iter().map(|it| span(it, ["Tiltak/@StartDato", "Tiltak/@SluttDato"]));
    let moves = child.moves.iter().map(|it| (it.line, "Flytting/@SluttDato", it.end.as_str()));
    let spans = std::iter::once(own).chain(reports).chain(investigations).chain(plans).chain(measures);
    spans.flatten().chain(moves)
}

fn span<'a>(element: &'a impl Spanned, [start, end]: [&'static str; 2]) -> Dates<'a> {
    [(element.line(), start, element.start()), (element.line(), end, element.end())]
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
                    "first and last day",
                    "<Individ StartDato='2000-01-01'>\n<Melding StartDato='2000-01-01' SluttDato='2050-12-31'/></Individ>",
                    &[],
                ),
                ("no dates", "<Individ></Individ>", &[]),
                ("the child", "<Individ StartDato='1999-12-31' SluttDato='2051-01-01'></Individ>", &[1, 1]),
                ("a report", "<Individ>\n<Melding StartDato='1925-01-01'/></Individ>", &[2]),
                (
                    "an investigation",
                    "<Individ><Melding>\n<Undersokelse SluttDato='2051-01-01'/></Melding></Individ>",
                    &[2],
                ),
                (
                    "a plan, a measure and a move",
                    "<Individ>\n<Plan StartDato='1999-12-31'/>\n<Tiltak SluttDato='2052-01-01'/>\n<Flytting SluttDato='1990-01-01'/></Individ>",
                    &[2, 3, 4],
                ),
            ],
        );
    }
}
