//! Of rounded figures in a published file, what they were rounded from.

use super::Shown;
use crate::compute::{Interval, float, poisson, wilson};
use crate::rounded::Rounded;
use crate::units::Unit;

const UNITS: [Unit; 6] = [Unit::Antall, Unit::Prosent, Unit::Per1000, Unit::Dager, Unit::Skala, Unit::Poeng];

/// A row of the tidy data: what is printed, and the counts, which are not rounded.
pub(crate) struct Row<'a> {
    /// The value.
    pub(crate) value: &'a str,
    /// Numerator and denominator.
    pub(crate) counts: (Option<u64>, Option<u64>),
    /// Limits of the interval.
    pub(crate) limits: (&'a str, &'a str),
}

impl Row<'_> {
    /// What was printed is rounded; where it is one count over another, or a count, the counts give it back.
    pub(crate) fn shown(&self, unit: &str) -> Option<Shown> {
        let unit = UNITS.into_iter().find(|known| known.id() == unit)?;
        let printed: f64 = self.value.parse().ok()?;
        let (numerator, denominator) = self.counts;
        let shown = |value: f64| Shown { value, numerator, denominator, interval: None };
        let per = unit.per();
        let ratio = numerator.zip(denominator).filter(|(_, denominator)| *denominator > 0);
        let ratio = ratio.map(|(numerator, denominator)| shown(float(numerator) / float(denominator) * per));
        let is_printed = |it: &Shown| Rounded::shown(it, unit).is_some_and(|rounded| rounded.as_str() == self.value);
        let exact = ratio.filter(is_printed).unwrap_or_else(|| shown(printed));
        Some(Shown { interval: self.interval(unit), ..exact })
    }

    /// The interval that was computed, where one of those we compute has these limits when it is rounded; else what was
    /// printed.
    fn interval(&self, unit: Unit) -> Option<Interval> {
        let (lower, upper) = self.limits;
        let limit = |limit: f64| Rounded::of(limit, unit).map(|rounded| rounded.as_str().to_owned());
        let is_printed =
            |it: &Interval| limit(it.lower).as_deref() == Some(lower) && limit(it.upper).as_deref() == Some(upper);
        let per = unit.per();
        let (numerator, denominator) = self.counts;
        let of = numerator.zip(denominator).filter(|(_, denominator)| *denominator > 0);
        let scaled = |interval: Interval, by: f64| Interval { lower: interval.lower * by, upper: interval.upper * by };
        let share = of.and_then(|(numerator, denominator)| wilson(numerator, denominator)).map(|it| scaled(it, per));
        let count = match (numerator, denominator) {
            (Some(events), None) => Some(poisson(events)),
            _ => of.map(|(events, denominator)| scaled(poisson(events), per / float(denominator))),
        };
        // Where both are the same when rounded, a rate is one of events.
        let candidates = if unit == Unit::Per1000 { [count, share] } else { [share, count] };
        let printed = || Some(Interval { lower: lower.parse().ok()?, upper: upper.parse().ok()? });
        candidates.into_iter().flatten().find(is_printed).or_else(printed)
    }
}
