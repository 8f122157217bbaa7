//! The value axis: from zero, or from below it where a figure is, with round steps.

use crate::lang;
use crate::units::Unit;

/// Where the value axis ends and where its grid lines are.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Scale {
    /// The first grid line: zero, unless a value lies below it.
    pub(super) min: f64,
    /// The last grid line; no value lies above it.
    pub(super) max: f64,
    /// The grid lines, the lowest first; zero is one of them.
    pub(super) lines: Vec<f64>,
    decimals: usize,
}

const MOST_STEPS: f64 = 5.0;

impl Scale {
    /// A scale that holds `values`; none where there is nothing to hold, so that an axis never speaks of figures that
    /// are not in the chart.
    pub(super) fn of(values: impl Iterator<Item = f64>, unit: Unit) -> Option<Self> {
        let ends = values.filter(|value| value.is_finite()).fold(None, |ends: Option<(f64, f64)>, value| {
            let (least, most) = ends.unwrap_or((0.0, 0.0));
            Some((least.min(value), most.max(value)))
        });
        let (smallest, largest) = ends?;
        // As many lines as ever where nothing is below zero; else what lies there asks for one more at each end at most.
        let (step, decimals) = step(largest - smallest, unit);
        let lines_to = |value: f64| (value / step - 1e-9).ceil().max(0.0);
        let below = lines_to(-smallest);
        let most = match lines_to(largest) {
            _ if largest <= 0.0 && below == 0.0 => 4.0,
            most if below == 0.0 => most.max(2.0),
            most => most,
        };
        let count = |lines: f64| (0..=6).map(f64::from).take_while(move |index| *index <= lines);
        let mut lines: Vec<f64> = count(below).skip(1).map(|index| -index * step).collect();
        lines.reverse();
        lines.extend(count(most).map(|index| index * step));
        let (min, max) = (lines.first().copied()?, lines.last().copied()?);
        Some(Self { min, max, lines, decimals })
    }

    /// What stands at a grid line.
    pub(super) fn label(&self, value: f64, unit: Unit) -> String {
        with_sign(&lang::decimal(value, self.decimals), unit)
    }
}

/// The smallest of 1, 2, 5, 10 … that needs few enough lines, and the decimals it needs. A step finer than what is
/// printed would give lines no figure can lie on.
fn step(largest: f64, unit: Unit) -> (f64, usize) {
    let finest = -i32::try_from(unit.decimals()).unwrap_or(0);
    for power in finest..=308 {
        for factor in [1.0, 2.0, 5.0] {
            let step = factor * 10f64.powi(power);
            if largest / step <= MOST_STEPS + 1e-9 {
                return (step, usize::try_from(-power).unwrap_or(0));
            }
        }
    }
    (f64::MAX / MOST_STEPS, 0)
}

/// A figure as it stands beside its mark.
pub(super) fn figure(value: f64, unit: Unit) -> String {
    with_sign(&plain(value, unit), unit)
}

/// A figure without its sign, where the scale shows the sign.
pub(super) fn plain(value: f64, unit: Unit) -> String {
    lang::decimal(value, unit.decimals())
}

fn with_sign(value: &str, unit: Unit) -> String {
    match unit {
        Unit::Prosent => lang::text("chart.percent", &[("value", value)]),
        Unit::Antall | Unit::Dager | Unit::Per1000 | Unit::Skala | Unit::Poeng => value.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_round_and_lines_few() {
        let cases = [
            (0.0, Unit::Antall, 4.0, 5),
            (1.0, Unit::Antall, 2.0, 3),
            (5.0, Unit::Antall, 5.0, 6),
            (6.0, Unit::Antall, 6.0, 4),
            (100.0, Unit::Prosent, 100.0, 6),
            (101.0, Unit::Prosent, 150.0, 4),
            (0.25, Unit::Per1000, 0.3, 4),
            (39_043.0, Unit::Antall, 40_000.0, 5),
        ];
        for (largest, unit, max, lines) in cases {
            let scale = Scale::of([0.0, largest].into_iter(), unit).unwrap();
            assert!((scale.max - max).abs() < 1e-9, "{largest}: {}", scale.max);
            assert_eq!(scale.lines.len(), lines, "{largest}");
        }
        let below = Scale::of([-3.2, 6.9].into_iter(), Unit::Poeng).unwrap();
        assert_eq!((below.min, below.max, below.lines.len()), (-5.0, 10.0, 4), "{below:?}");
        let all_below = Scale::of([-0.4, -0.1].into_iter(), Unit::Poeng).unwrap();
        assert_eq!((all_below.min, all_below.max), (-0.4, 0.0), "{all_below:?}");
        assert_eq!(Scale::of(std::iter::empty(), Unit::Antall), None);
        assert_eq!(Scale::of([f64::NAN].into_iter(), Unit::Antall), None);
    }
}
