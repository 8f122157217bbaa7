//! 95 % confidence intervals.
//!
//! Shares: Wilson's score interval (Wilson 1927). Counts and rates: Byar's approximation from 10 events on, the exact
//! Poisson limits below (Breslow & Day 1987, vol. II, 69-70), as the English public health observatories do.

/// A 95 % confidence interval, in the unit of its figure.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interval {
    /// Lower limit.
    pub lower: f64,
    /// Upper limit.
    pub upper: f64,
}

impl Interval {
    /// Both limits times `factor`.
    pub(super) fn scaled(self, factor: f64) -> Self {
        Self { lower: self.lower * factor, upper: self.upper * factor }
    }
}

/// The 97.5th percentile of the standard normal distribution.
pub(super) const Z: f64 = 1.959_963_984_540_054;
/// Tail probability on each side.
const TAIL: f64 = 0.025;
/// From this many events on Byar's approximation is used.
const BYAR_FROM: u64 = 10;

/// Wilson's interval of a share, as fractions 0-1. `None` where nobody was asked.
///
/// # Examples
/// ```
/// use tryggtall::compute::wilson;
/// let interval = wilson(65, 100).unwrap();
/// assert!((interval.lower - 0.552_544_432_968_88).abs() < 1e-12);
/// assert!(wilson(0, 0).is_none());
/// ```
pub fn wilson(numerator: u64, denominator: u64) -> Option<Interval> {
    if denominator == 0 || numerator > denominator {
        return None;
    }
    Some(score(float(numerator), float(denominator)))
}

/// Wilson's interval where `events` of `n` need not be whole: answers that depend on each other count for fewer.
pub(super) fn score(events: f64, n: f64) -> Interval {
    let share = events / n;
    let centre = 2.0 * events + Z * Z;
    let spread = Z * (Z * Z + 4.0 * events * (1.0 - share)).sqrt();
    let scale = 2.0 * (n + Z * Z);
    // At the ends the formula gives the ends up to rounding error; say them exactly.
    let lower = if events <= 0.0 { 0.0 } else { (centre - spread) / scale };
    let upper = if events >= n { 1.0 } else { (centre + spread) / scale };
    Interval { lower, upper }
}

/// The interval of a count of independent events.
///
/// # Examples
/// ```
/// use tryggtall::compute::poisson;
/// let byar = poisson(65);
/// assert!((byar.lower - 50.163_187_710_459_5).abs() < 1e-9);
/// let exact = poisson(5);
/// assert!((exact.upper - 11.668_332_079_322_7).abs() < 1e-9);
/// ```
pub fn poisson(events: u64) -> Interval {
    if events >= BYAR_FROM { byar(float(events)) } else { exact_poisson(events) }
}

fn byar(events: f64) -> Interval {
    let limit = |count: f64, sign: f64| count * (1.0 - 1.0 / (9.0 * count) + sign * Z / (3.0 * count.sqrt())).powi(3);
    Interval { lower: limit(events, -1.0), upper: limit(events + 1.0, 1.0) }
}

/// The means at which `events` or more, and `events` or fewer, have probability 2.5 %.
fn exact_poisson(events: u64) -> Interval {
    let at_most = |count: u64, mean: f64| {
        let mut term = (-mean).exp();
        let mut sum = term;
        for step in 1..=count {
            term *= mean / float(step);
            sum += term;
        }
        sum
    };
    let lower = if events == 0 { 0.0 } else { bisect(|mean| 1.0 - at_most(events - 1, mean) < TAIL, float(events)) };
    let upper = bisect(|mean| at_most(events, mean) > TAIL, 50.0);
    Interval { lower, upper }
}

/// The point in `0..highest` where `holds` stops to hold.
fn bisect(holds: impl Fn(f64) -> bool, highest: f64) -> f64 {
    let (mut low, mut high) = (0.0, highest);
    for _ in 0..200 {
        let middle = f64::midpoint(low, high);
        if holds(middle) { low = middle } else { high = middle }
    }
    f64::midpoint(low, high)
}

#[expect(clippy::cast_precision_loss, reason = "counts of people are far below 2^52")]
pub(super) fn float(count: u64) -> f64 {
    count as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(found: Interval, lower: f64, upper: f64) {
        assert!((found.lower - lower).abs() < 1e-9, "{found:?} {lower}");
        assert!((found.upper - upper).abs() < 1e-9, "{found:?} {upper}");
    }

    /// Values recomputed with R's `PHEindicatormethods` formulas and `poisson.test`.
    #[test]
    fn reproduces_published_values() {
        close(poisson(65), 50.163_187_710_459_5, 82.849_138_545_939_8);
        close(wilson(65, 100).unwrap(), 0.552_544_432_968_88, 0.736_357_517_569_025);
        close(wilson(1, 100).unwrap(), 0.001_767_432_064_140_65, 0.054_486_196_178_705_3);
        close(poisson(5), 1.623_486_390_118_42, 11.668_332_079_322_7);
        close(poisson(0), 0.0, 3.688_879_454_113_936);
        close(poisson(1), 0.025_317_807_984_289_9, 5.571_643_390_938_898);
    }

    #[test]
    fn keeps_to_the_ends() {
        let none = wilson(0, 20).unwrap();
        let all = wilson(20, 20).unwrap();
        assert!(none.lower.abs() < f64::EPSILON && (all.upper - 1.0).abs() < f64::EPSILON);
        assert!(wilson(3, 2).is_none());
    }
}
