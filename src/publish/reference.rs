//! Looking up the county and the country beside an own figure.

use crate::compute::{MeasureTable, ReferenceRole, ReferenceSeries, ReferenceValue};
use crate::protect::Cell;
use crate::units::Unit;

use super::Rounded;

/// The measure's first series in `role`.
pub(super) fn series(measure: &MeasureTable<Cell>, role: ReferenceRole) -> Option<&ReferenceSeries> {
    measure.references.iter().find(|series| series.role == role)
}

/// The figure of `year`, or the mark that stands for it; a year that the series does not have is missing.
pub(super) fn figure(series: &ReferenceSeries, year: i32, unit: Unit) -> Result<Rounded, &'static str> {
    let point = series.points.iter().find(|(known, _)| *known == year);
    point.map_or(Err(Cell::Missing.mark()), |(_, value)| rounded(*value, unit))
}

/// The figure, or the mark that stands for it.
pub(super) fn rounded(value: ReferenceValue, unit: Unit) -> Result<Rounded, &'static str> {
    match value {
        ReferenceValue::Figure(figure) => Rounded::of(figure, unit).ok_or(Cell::Missing.mark()),
        ReferenceValue::Missing => Err(Cell::Missing.mark()),
        ReferenceValue::Withheld => Err(Cell::Withheld.mark()),
        ReferenceValue::NotApplicable => Err(Cell::NotApplicable.mark()),
    }
}
