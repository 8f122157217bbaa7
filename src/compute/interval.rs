//! Confidence intervals, at 95 % or 99.8 %.
//!
//! Shares: Wilson's score interval (Wilson 1927). Counts and rates: Byar's approximation from 10 events on, the exact
//! Poisson limits below (Breslow & Day 1987, vol. II, 69-70), as the English public health observatories do.

/// A confidence interval, in the unit of its figure; where nothing else is said, at 95 %.
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

/// How sure an interval is to hold the truth.
///
/// The two that control charts and funnels draw: two and three standard deviations, by their probabilities
/// (Spiegelhalter 2005, Statistics in Medicine 24, 1185-1202). All figures are reported at 95 %.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// 95 %, 2.5 % beyond each limit.
    P95,
    /// 99.8 %, one in a thousand beyond each limit.
    P998,
}

impl Level {
    /// Half the width in standard deviations: the 97.5th or 99.9th percentile of the standard normal distribution.
    ///
    /// # Examples
    /// ```
    /// use tryggtall::compute::Level;
    /// assert!((Level::P95.z() - 1.959_963_984_540_054).abs() < 1e-15);
    /// ```
    pub const fn z(self) -> f64 {
        match self {
            Self::P95 => Z,
            Self::P998 => 3.090_232_306_167_813,
        }
    }

    /// The probability beyond each limit.
    ///
    /// # Examples
    /// ```
    /// use tryggtall::compute::Level;
    /// assert!((Level::P998.tail() - 0.001).abs() < 1e-15);
    /// ```
    pub const fn tail(self) -> f64 {
        match self {
            Self::P95 => 0.025,
            Self::P998 => 0.001,
        }
    }
}

/// The 97.5th percentile of the standard normal distribution.
pub(super) const Z: f64 = 1.959_963_984_540_054;
/// From this many events on Byar's approximation is used.
pub(super) const BYAR_FROM: u64 = 10;

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
    wilson_at(numerator, denominator, Level::P95)
}

/// [`wilson`] at another level.
///
/// # Examples
/// ```
/// use tryggtall::compute::{Level, wilson, wilson_at};
/// let wide = wilson_at(65, 100, Level::P998).unwrap();
/// assert!((wide.lower - 0.495_494_657_407).abs() < 1e-12 && wide.upper > wilson(65, 100).unwrap().upper);
/// ```
pub fn wilson_at(numerator: u64, denominator: u64, level: Level) -> Option<Interval> {
    wilson_within(numerator, denominator, level.z())
}

/// Wilson's interval `z` standard deviations to each side.
pub(super) fn wilson_within(numerator: u64, denominator: u64, z: f64) -> Option<Interval> {
    let asked = denominator > 0 && numerator <= denominator;
    asked.then(|| score_within(float(numerator), float(denominator), z))
}

/// Wilson's 95 % interval where `events` of `n` need not be whole: answers that depend on each other count for fewer.
pub(super) fn score(events: f64, n: f64) -> Interval {
    score_within(events, n, Z)
}

fn score_within(events: f64, n: f64, z: f64) -> Interval {
    let share = events / n;
    let centre = 2.0 * events + z * z;
    let spread = z * (z * z + 4.0 * events * (1.0 - share)).sqrt();
    let scale = 2.0 * (n + z * z);
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
    poisson_at(events, Level::P95)
}

/// [`poisson`] at another level.
///
/// # Examples
/// ```
/// use tryggtall::compute::{Level, poisson_at};
/// assert!((poisson_at(0, Level::P998).upper - 1000_f64.ln()).abs() < 1e-9);
/// ```
pub fn poisson_at(events: u64, level: Level) -> Interval {
    if events >= BYAR_FROM { byar(float(events), level.z()) } else { exact_poisson(events, level.tail()) }
}

fn byar(events: f64, z: f64) -> Interval {
    let limit = |count: f64, sign: f64| count * (1.0 - 1.0 / (9.0 * count) + sign * z / (3.0 * count.sqrt())).powi(3);
    Interval { lower: limit(events, -1.0), upper: limit(events + 1.0, 1.0) }
}

/// The means at which `events` or more, and `events` or fewer, have the probability `tail`.
fn exact_poisson(events: u64, tail: f64) -> Interval {
    let at_most = |count: u64, mean: f64| {
        let mut term = (-mean).exp();
        let mut sum = term;
        for step in 1..=count {
            term *= mean / float(step);
            sum += term;
        }
        sum
    };
    let lower = if events == 0 { 0.0 } else { bisect(|mean| 1.0 - at_most(events - 1, mean) < tail, float(events)) };
    let upper = bisect(|mean| at_most(events, mean) > tail, 50.0);
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
pub(crate) fn float(count: u64) -> f64 {
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

    /// 99.8 %: statsmodels' `proportion_confint(method="wilson")`.
    #[test]
    fn wilson_at_998_reproduces_statsmodels() {
        let table = [
            (1, 20, 0.004_378_221_880_058_181, 0.386_475_151_281_591_4),
            (5, 10, 0.150_543_672_094_257_9, 0.849_456_327_905_742_1),
            (0, 20, 0.0, 0.323_170_414_624_055_05),
            (10, 10, 0.511_521_099_546_537_7, 1.0),
            (65, 100, 0.495_494_657_407_044_8, 0.778_354_061_408_968_7),
            (1, 100, 0.000_873_065_697_299_987_8, 0.104_554_452_837_056_51),
            (3, 250, 0.002_412_315_626_277_667, 0.057_497_387_790_382_284),
            (480, 800, 0.545_599_547_357_496_6, 0.652_041_230_560_372_4),
            (1, 1, 0.094_790_901_501_320_47, 1.0),
            (2999, 3000, 0.996_191_452_193_499_2, 0.999_970_918_430_723_4),
        ];
        for (events, n, lower, upper) in table {
            close(wilson_at(events, n, Level::P998).unwrap(), lower, upper);
        }
    }

    /// 99.8 %: below 10 scipy's gamma quantiles, above Byar's formula in Python.
    #[test]
    fn poisson_at_998_reproduces_scipy() {
        let table = [
            (0, 0.0, 6.907_755_278_982_137),
            (1, 0.001_000_500_333_583_534, 9.233_413_476_451_586),
            (2, 0.045_402_017_769_489_544, 11.228_872_242_412_661),
            (3, 0.190_533_377_568_403_2, 13.062_240_779_188_071),
            (5, 0.739_371_731_917_832_3, 16.454_745_203_680_105),
            (7, 1.520_336_260_398_809_3, 19.626_177_395_384_24),
            (9, 2.452_424_404_363_775, 22.657_373_309_062_933),
            (10, 2.916_318_374_695_686, 24.193_724_927_880_55),
            (20, 8.922_802_365_144_193, 38.085_035_625_041_91),
            (65, 42.880_261_471_480_2, 94.000_290_844_318),
            (400, 341.024_089_951_783_7, 465.751_201_450_374_2),
            (12_345, 12_004.496_460_536_9, 12_692.217_084_633_961),
        ];
        for (events, lower, upper) in table {
            close(poisson_at(events, Level::P998), lower, upper);
        }
    }

    /// The limits are where the definition turns: `|x - np| = z √(np(1-p))`, for every count of small samples.
    #[test]
    fn wilson_limits_are_roots() {
        for level in [Level::P95, Level::P998] {
            for (n, events) in (1..40_u64).flat_map(|n| (0..=n).map(move |events| (n, events))) {
                let (count, all) = (float(events), float(n));
                let near = |share: f64| (count - all * share).abs() <= level.z() * (all * share * (1.0 - share)).sqrt();
                let estimate = count / all;
                let lower = bisect(|share| !near(share), estimate);
                let upper = estimate + bisect(|more| near(estimate + more), 1.0 - estimate);
                close(wilson_at(events, n, level).unwrap(), lower, upper);
            }
        }
    }

    #[test]
    fn the_surer_the_wider() {
        for events in 0..200 {
            let (sure, surer) = (poisson(events), poisson_at(events, Level::P998));
            assert!(surer.lower <= sure.lower && sure.upper < surer.upper, "{events}");
            assert_eq!(sure, poisson_at(events, Level::P95));
        }
        assert!(wilson_at(0, 0, Level::P998).is_none() && wilson_at(2, 1, Level::P998).is_none());
    }

    #[test]
    fn keeps_to_the_ends() {
        let none = wilson(0, 20).unwrap();
        let all = wilson(20, 20).unwrap();
        assert!(none.lower.abs() < f64::EPSILON && (all.upper - 1.0).abs() < f64::EPSILON);
        assert!(wilson(3, 2).is_none());
    }
}
