//! Totals of the same days that are published otherwise today, and what may be said of them.

use super::{LastReport, Published};
use crate::compute::MeasureTable;
use crate::protect::{Cell, Heading, Shown};
use crate::rounded::Rounded;
use crate::units::Unit;

/// A total that was published otherwise: rows have come late or have been corrected.
#[derive(Debug, Clone, PartialEq)]
pub struct Corrected {
    /// Id of the measure.
    pub measure: String,
    /// Its name.
    pub title: String,
    /// Its unit.
    pub unit: Unit,
    /// The year it is of.
    pub year: i32,
    /// As the last report had it, and as this one has it; none where the two would show that few were corrected.
    pub figures: Option<(Shown, Shown)>,
}

/// The totals of a measure that both reports count alike and do not publish alike.
pub(super) fn corrections(measure: &MeasureTable<Cell>, last: &LastReport, heading: &Heading) -> Vec<Corrected> {
    let corrected = |year: i32, now: &Cell| {
        let then = last.total(&measure.id, year).filter(|_| last.counts_alike(year, heading))?;
        is_corrected(then, now, measure.unit).then(|| Corrected {
            measure: measure.id.clone(),
            title: measure.title.clone(),
            unit: measure.unit,
            year,
            figures: figures(then, now, measure.unit, heading.policy.threshold),
        })
    };
    measure.totals.iter().filter_map(|point| corrected(point.year, &point.cell)).collect()
}

/// Whether today's total is the published one: as printed, and in its counts.
pub(super) fn is_as_published(then: &Published, now: &Cell, unit: Unit) -> bool {
    let (Published::Shown { printed, shown: then }, Some(now)) = (then, now.shown()) else { return false };
    let is_printed_alike = Rounded::shown(now, unit).is_some_and(|rounded| rounded.as_str() == printed);
    is_printed_alike && (now.numerator, now.denominator) == (then.numerator, then.denominator)
}

/// A total that only one of the two shows may be withheld for the sake of others, and is not known to be corrected. Zeros
/// are never withheld, so one that is not there any more, or is new, was.
fn is_corrected(then: &Published, now: &Cell, unit: Unit) -> bool {
    let is_zero = |shown: &Shown| shown.numerator == Some(0);
    match (then, now) {
        (Published::Shown { .. }, Cell::Shown(_)) => !is_as_published(then, now, unit),
        (Published::Withheld, Cell::Shown(shown)) | (Published::Shown { shown, .. }, Cell::Withheld) => is_zero(shown),
        _ => false,
    }
}

/// Both figures, where they do not show that few were corrected.
fn figures(then: &Published, now: &Cell, unit: Unit, threshold: u64) -> Option<(Shown, Shown)> {
    let (Published::Shown { shown: then, .. }, Some(now)) = (then, now.shown()) else { return None };
    is_about_many(then, now, unit, threshold).then_some((*then, *now))
}

/// Whether every count behind the two differs by none or by at least the threshold: who counts, of whom, and who is left.
/// What is no count, or no ratio of two, says nothing about how many were corrected, and is not said to be about many.
fn is_about_many(then: &Shown, now: &Shown, unit: Unit, threshold: u64) -> bool {
    let is_many = |then: i128, now: i128| then == now || (then - now).unsigned_abs() >= u128::from(threshold);
    let needs_both = match unit {
        Unit::Antall => false,
        Unit::Prosent | Unit::Per1000 => true,
        Unit::Dager | Unit::Skala | Unit::Poeng => return false,
    };
    let counts = |shown: &Shown| (shown.numerator.map(i128::from), shown.denominator.map(i128::from));
    match (counts(then), counts(now)) {
        ((Some(then), None), (Some(now), None)) => !needs_both && is_many(then, now),
        ((Some(then), Some(of_then)), (Some(now), Some(of_now))) => {
            is_many(then, now) && is_many(of_then, of_now) && is_many(of_then - then, of_now - now)
        }
        _ => false,
    }
}
