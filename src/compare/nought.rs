//! A figure of nothing: an empty export looks like no cases at all, and that is no ground for a verdict.

use super::Aims;
use crate::compute::changed;
use crate::protect::Shown;
use crate::units::Unit;

impl Aims {
    /// Whether a figure may be nought because an export was empty: a count of nothing, or none of so many inhabitants, places
    /// or people asked. A share of the cases themselves is not: without an export it would have no cases to be a share of.
    pub(super) fn may_be_empty(&self, measure: &str, shown: &Shown, unit: Unit) -> bool {
        let is_nought = match shown.numerator {
            Some(numerator) => numerator == 0,
            None => is_nought(shown.value, unit),
        };
        is_nought && !self.is_of_cases(measure)
    }

    /// The same of a value by itself.
    pub(super) fn value_may_be_empty(&self, measure: &str, value: f64, unit: Unit) -> bool {
        is_nought(value, unit) && !self.is_of_cases(measure)
    }

    fn is_of_cases(&self, measure: &str) -> bool {
        self.of_cases.contains(changed(measure).unwrap_or(measure))
    }
}

fn is_nought(value: f64, unit: Unit) -> bool {
    matches!(unit, Unit::Antall | Unit::Prosent | Unit::Per1000) && value.abs() < 1e-9
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn none_of_the_cases_is_a_figure_and_none_of_the_inhabitants_is_not() {
        let aims = Aims { of_cases: BTreeSet::from(["K5".to_owned()]), ..Aims::default() };
        let none = |denominator| Shown { value: 0.0, numerator: Some(0), denominator, interval: None };
        assert!(!aims.may_be_empty("K5", &none(Some(40)), Unit::Prosent));
        assert!(!aims.value_may_be_empty("B1-K5", 0.0, Unit::Prosent), "as what has changed");
        assert!(aims.may_be_empty("K1", &none(Some(1_310)), Unit::Prosent));
        assert!(aims.may_be_empty("K4", &none(None), Unit::Antall));
        assert!(!aims.value_may_be_empty("E3-ventetid", 0.0, Unit::Dager), "no days is a figure");
    }
}
