//! What rows are turned into before anything is counted: answers, cases, steps, deliveries, units, children.

mod answers;
mod cases;
mod deliveries;
mod persons;
mod steps;
mod units;

pub(super) use cases::DROP_OUT_DAYS;
pub(super) use deliveries::is_of_year;
pub(super) use persons::trace as trace_persons;

use super::columns::Columns;
use super::definition::{Indicator, Measure, View};
use super::moment::Moment;
use super::selection::Selection;
use super::sources::Sources;

/// What a view is made from.
pub(super) struct Viewing<'a, 's> {
    pub(super) sources: &'s Sources<'a>,
    pub(super) indicator: &'s Indicator,
    pub(super) measure: &'s Measure,
    pub(super) columns: &'s Columns<'a>,
    pub(super) selection: &'s Selection,
    pub(super) moment: &'s Moment,
}

/// What came of making a view.
pub(super) enum Viewed<'a> {
    /// One item a row.
    Items(Columns<'a>),
    /// The data cannot say.
    Unknown,
    /// Children are named so that nobody can know them again.
    Strangers,
    /// The plan does not allow it.
    NotAllowed,
}

/// The view of a measure's rows.
pub(super) fn view<'a>(kind: View, from: &Viewing<'a, '_>) -> Viewed<'a> {
    match kind {
        View::Answers => Viewed::Items(answers::answers(from)),
        View::Cases => Viewed::Items(cases::cases(from)),
        View::Steps => Viewed::Items(steps::steps(from)),
        View::Deliveries => Viewed::Items(deliveries::deliveries(from)),
        View::Units => units::units(from).map_or(Viewed::Unknown, Viewed::Items),
        View::Persons => persons::persons(from),
    }
}

/// The columns of a view that figures may name.
pub(super) fn columns(kind: View) -> &'static [&'static str] {
    match kind {
        View::Answers => &["respondent", "verdi", "hoy", "vet_ikke"],
        View::Cases => &["klient", "endring", "palitelig", "klinisk", "frafall"],
        View::Steps => &["dager"],
        View::Deliveries => &["mottatt", "i_tide"],
        View::Units => &["uten"],
        View::Persons => &["person", "ny", "flere"],
    }
}

/// The columns of a view that it may be broken down by.
pub(super) fn dimensions(kind: View) -> &'static [&'static str] {
    match kind {
        View::Answers => &["sporsmal", "dimensjon", "svar", "enhet", "gruppe"],
        View::Cases | View::Persons => &["tjeneste"],
        View::Steps => &[],
        View::Deliveries => &["enhet", "kilde"],
        View::Units => &["enhet"],
    }
}
