//! Figures as the tables print them: a drawing that is finer could be measured, and say more than is published.

use super::has_place;
use crate::compute::{Breakdown, IndicatorTable, Interval, MeasureTable, ReferenceValue};
use crate::protect::{Cell, Shown};
use crate::rounded::Rounded;
use crate::units::Unit;

/// The indicator with every figure, limit and reference as it is printed.
pub(super) fn indicator(indicator: &IndicatorTable<Cell>) -> IndicatorTable<Cell> {
    let mut printed = indicator.clone();
    printed.measures.iter_mut().for_each(measure);
    printed
}

fn measure(measure: &mut MeasureTable<Cell>) {
    let unit = measure.unit;
    for point in &mut measure.totals {
        point.cell = cell(point.cell, unit);
    }
    measure.breakdowns.iter_mut().for_each(|it| breakdown(it, unit));
    for (_, value) in measure.references.iter_mut().flat_map(|series| &mut series.points) {
        if let ReferenceValue::Figure(figure) = value {
            *figure = number(*figure, unit);
        }
    }
}

fn breakdown(breakdown: &mut Breakdown<Cell>, unit: Unit) {
    for it in breakdown.categories.iter_mut().flat_map(|category| &mut category.cells) {
        *it = cell(*it, unit);
    }
}

/// A figure with its limits as they are printed.
pub(super) fn cell(cell: Cell, unit: Unit) -> Cell {
    let Cell::Shown(shown) = cell else { return cell };
    let value = Rounded::shown(&shown, unit).map_or(shown.value, |rounded| rounded.number());
    Cell::Shown(Shown { value, interval: shown.interval.map(|limits| interval(limits, unit)), ..shown })
}

/// Limits as they are printed.
pub(super) fn interval(limits: Interval, unit: Unit) -> Interval {
    Interval { lower: number(limits.lower, unit), upper: number(limits.upper, unit) }
}

/// A number of the unit as it is printed.
pub(super) fn number(value: f64, unit: Unit) -> f64 {
    Rounded::of(value, unit).filter(|_| has_place(value)).map_or(value, |rounded| rounded.number())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_finer_than_print() {
        let limits = Interval { lower: 4.9349, upper: 9.0651 };
        let shown =
            Shown { value: 100.0 * 23.0 / 78.0, numerator: Some(23), denominator: Some(78), interval: Some(limits) };
        let Cell::Shown(printed) = cell(Cell::Shown(shown), Unit::Prosent) else { panic!("it is shown") };
        assert_eq!((printed.value, printed.numerator), (29.5, Some(23)));
        assert_eq!(printed.interval.map(|it| (it.lower, it.upper)), Some((4.9, 9.1)));
        assert_eq!(cell(Cell::Withheld, Unit::Prosent), Cell::Withheld);
    }
}
