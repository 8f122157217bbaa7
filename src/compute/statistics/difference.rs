//! Differences of two independent shares, counts or rates.
//!
//! One method for all (MOVER: Zou & Donner 2008, Statistics in Medicine 27, 1693-1702): the limits of the difference
//! follow from the limits of each side, so that a skewed interval stays skewed. With Wilson's limits it is method 10 of
//! Newcombe (1998, Statistics in Medicine 17, 873-890).

use super::super::interval::{Interval, Level, float, poisson_at, wilson_within};

/// The share of `b` minus that of the baseline `a`, each side as events and those asked.
///
/// - **Units:** fractions, -1 to 1; times 100 it is percentage points.
/// - **Missing:** `None` where one side has nobody, or more events than asked.
/// - **Method:** Newcombe's hybrid score interval, without continuity correction.
///
/// # Examples
/// ```
/// use tryggtall::compute::difference_of_shares;
/// let (difference, interval) = difference_of_shares((48, 80), (56, 70)).unwrap();
/// assert!((difference - 0.2).abs() < 1e-12);
/// assert!((interval.lower - 0.0524).abs() < 5e-5 && (interval.upper - 0.3339).abs() < 5e-5);
/// ```
pub fn difference_of_shares(a: (u64, u64), b: (u64, u64)) -> Option<(f64, Interval)> {
    difference_of_shares_at(a, b, Level::P95)
}

/// [`difference_of_shares`] at another level.
///
/// # Examples
/// ```
/// use tryggtall::compute::{Level, difference_of_shares_at};
/// let (_, interval) = difference_of_shares_at((48, 80), (56, 70), Level::P998).unwrap();
/// assert!(interval.lower < 0.0 && interval.upper > 0.4);
/// ```
pub fn difference_of_shares_at(a: (u64, u64), b: (u64, u64), level: Level) -> Option<(f64, Interval)> {
    shares_within(a, b, level.z())
}

/// Newcombe's interval from Wilson's limits `z` standard deviations to each side.
pub(super) fn shares_within(a: (u64, u64), b: (u64, u64), z: f64) -> Option<(f64, Interval)> {
    let side = |(events, n): (u64, u64)| Some((float(events) / float(n), wilson_within(events, n, z)?));
    let (difference, Interval { lower, upper }) = between(side(a)?, side(b)?);
    // Only rounding can leave the range.
    Some((difference, Interval { lower: lower.max(-1.0), upper: upper.min(1.0) }))
}

/// The count `b` minus the baseline count `a`, over equal periods.
///
/// - **Units:** events.
/// - **Missing:** nothing; zero events are a count like any other.
/// - **Method:** MOVER on the limits of [`poisson`](crate::compute::poisson).
///
/// # Examples
/// ```
/// use tryggtall::compute::difference_of_counts;
/// let (difference, interval) = difference_of_counts(40, 65);
/// assert!((difference - 25.0).abs() < 1e-12);
/// assert!(interval.lower > 3.0 && interval.upper < 47.0);
/// ```
pub fn difference_of_counts(a: u64, b: u64) -> (f64, Interval) {
    difference_of_counts_at(a, b, Level::P95)
}

/// [`difference_of_counts`] at another level.
///
/// # Examples
/// ```
/// use tryggtall::compute::{Level, difference_of_counts_at};
/// assert!(difference_of_counts_at(40, 65, Level::P998).1.lower < 0.0);
/// ```
pub fn difference_of_counts_at(a: u64, b: u64, level: Level) -> (f64, Interval) {
    between((float(a), poisson_at(a, level)), (float(b), poisson_at(b, level)))
}

/// The rate of `b` minus that of the baseline `a`, each side as events and exposure.
///
/// - **Units:** events per unit of exposure.
/// - **Missing:** `None` where an exposure is not a positive number, or a limit is too large for one.
/// - **Method:** as [`difference_of_counts`]; the exposures are taken as known.
///
/// # Examples
/// ```
/// use tryggtall::compute::difference_of_rates;
/// let (difference, interval) = difference_of_rates((40, 2_000.0), (65, 2_500.0)).unwrap();
/// assert!((difference - 0.006).abs() < 1e-12);
/// assert!(interval.lower < 0.0 && interval.upper > 0.014);
/// assert!(difference_of_rates((40, 0.0), (65, 2_500.0)).is_none());
/// ```
pub fn difference_of_rates(a: (u64, f64), b: (u64, f64)) -> Option<(f64, Interval)> {
    difference_of_rates_at(a, b, Level::P95)
}

/// [`difference_of_rates`] at another level.
///
/// # Examples
/// ```
/// use tryggtall::compute::{Level, difference_of_rates_at};
/// let (_, interval) = difference_of_rates_at((40, 2_000.0), (65, 2_500.0), Level::P998).unwrap();
/// assert!(interval.upper > 0.02);
/// ```
pub fn difference_of_rates_at(a: (u64, f64), b: (u64, f64), level: Level) -> Option<(f64, Interval)> {
    let side = |(events, exposure): (u64, f64)| {
        let known = exposure.is_finite() && exposure > 0.0;
        known.then(|| (float(events) / exposure, poisson_at(events, level).scaled(exposure.recip())))
    };
    let (difference, interval) = between(side(a)?, side(b)?);
    (difference.is_finite() && interval.lower.is_finite() && interval.upper.is_finite())
        .then_some((difference, interval))
}

/// `b - a` with its interval from those of the two. Where the difference is at its lower limit, `b` is low and `a` is
/// high; squares add, as variances do.
pub(in crate::compute) fn between(a: (f64, Interval), b: (f64, Interval)) -> (f64, Interval) {
    let difference = b.0 - a.0;
    let lower = difference - (b.0 - b.1.lower).hypot(a.1.upper - a.0);
    let upper = difference + (b.1.upper - b.0).hypot(a.0 - a.1.lower);
    (difference, Interval { lower, upper })
}

#[cfg(test)]
mod tests {
    use super::super::super::interval::wilson;
    use super::super::random::Random;
    use super::*;

    type Side = (u64, u64);

    /// Newcombe (1998), table II, method 10.
    #[test]
    fn reproduces_newcombe() {
        let table: [(Side, Side, f64, f64); 8] = [
            ((56, 70), (48, 80), 0.0524, 0.3339),
            ((9, 10), (3, 10), 0.1705, 0.8090),
            ((6, 7), (2, 7), 0.0582, 0.8062),
            ((5, 56), (0, 29), -0.0381, 0.1926),
            ((0, 10), (0, 20), -0.1611, 0.2775),
            ((0, 10), (0, 10), -0.2775, 0.2775),
            ((10, 10), (0, 20), 0.6791, 1.0),
            ((10, 10), (0, 10), 0.6075, 1.0),
        ];
        for (first, second, lower, upper) in table {
            let (_, found) = difference_of_shares(second, first).unwrap();
            let close = (found.lower - lower).abs() < 5.1e-5 && (found.upper - upper).abs() < 5.1e-5;
            assert!(close, "{first:?} {second:?}: {found:?}");
        }
    }

    /// 99.8 %: statsmodels' `confint_proportions_2indep(method="newcomb", compare="diff")`.
    #[test]
    fn at_998_reproduces_statsmodels() {
        let table: [(Side, Side, f64, f64); 10] = [
            ((48, 80), (56, 70), -0.033_487_253_642_442_23, 0.401_811_764_602_635_2),
            ((3, 10), (9, 10), -0.047_622_371_921_410_28, 0.854_090_363_078_851_3),
            ((2, 7), (6, 7), -0.158_479_463_984_643_52, 0.845_476_729_501_228_7),
            ((0, 29), (5, 56), -0.166_661_600_749_638_2, 0.273_323_049_499_352_27),
            ((0, 20), (0, 10), -0.323_170_414_624_055_05, 0.488_478_900_453_462_2),
            ((10, 200), (25, 220), -0.023_850_509_127_781_833, 0.151_791_638_113_051_02),
            ((300, 1000), (350, 1000), -0.014_704_494_324_847_994, 0.114_128_789_626_797_57),
            ((5, 500), (12, 480), -0.014_394_611_165_308_853, 0.048_744_963_605_577_896),
            ((1, 30), (0, 45), -0.289_111_866_344_771_1, 0.144_351_411_126_674_82),
            ((60, 100), (60, 100), -0.205_294_911_740_718_32, 0.205_294_911_740_718_32),
        ];
        for (a, b, lower, upper) in table {
            let (_, found) = difference_of_shares_at(a, b, Level::P998).unwrap();
            assert!((found.lower - lower).abs().max((found.upper - upper).abs()) < 1e-9, "{a:?} {b:?}: {found:?}");
        }
    }

    /// The form Newcombe gives: the Wilson limits are the roots of `|x - p| = z √(x(1-x)/n)`, and the limits of the
    /// difference use the score variances there.
    #[test]
    fn agrees_with_the_score_variances() {
        const SEED: u64 = 11;
        let mut random = Random(SEED);
        for _ in 0..1_000 {
            let mut side = || {
                let n = 1 + random.below(60);
                (random.below(n + 1), n)
            };
            let (a, b) = (side(), side());
            let (difference, found) = difference_of_shares(a, b).unwrap();
            let variance = |limit: f64, n: u64| limit * (1.0 - limit) / float(n);
            let (below, above) = (wilson(a.0, a.1).unwrap(), wilson(b.0, b.1).unwrap());
            let z = 1.959_963_984_540_054;
            let lower = difference - z * (variance(above.lower, b.1) + variance(below.upper, a.1)).sqrt();
            let upper = difference + z * (variance(above.upper, b.1) + variance(below.lower, a.1)).sqrt();
            let close = (found.lower - lower).abs() < 1e-7 && (found.upper - upper).abs() < 1e-7;
            assert!(close, "seed {SEED}: {a:?} {b:?} {found:?} {lower} {upper}");
            let (turned, mirror) = difference_of_shares(b, a).unwrap();
            let mirrored = (turned + difference).abs() + (mirror.lower + found.upper).abs() < 1e-12;
            assert!(mirrored, "seed {SEED}: {a:?} {b:?}");
        }
    }

    /// With equal exposures a difference of rates is one of counts; the estimate is always inside.
    #[test]
    fn rates_and_counts_agree() {
        const SEED: u64 = 13;
        let mut random = Random(SEED);
        for _ in 0..1_000 {
            let (a, b) = (random.below(200), random.below(200));
            let (difference, counts) = difference_of_counts(a, b);
            let (rate, rates) = difference_of_rates((a, 250.0), (b, 250.0)).unwrap();
            let apart = (rate * 250.0 - difference).abs() + (rates.lower * 250.0 - counts.lower).abs();
            assert!(apart < 1e-9 && counts.lower <= difference && difference <= counts.upper, "seed {SEED}: {a} {b}");
        }
    }

    #[test]
    fn nothing_and_everything() {
        assert!(difference_of_shares((0, 0), (1, 2)).is_none() && difference_of_shares((1, 2), (3, 2)).is_none());
        let (difference, interval) = difference_of_shares((0, u64::MAX), (u64::MAX, u64::MAX)).unwrap();
        assert!((difference - 1.0).abs() < 1e-12 && interval.lower > 0.999 && interval.upper <= 1.0);
        let (zero, none) = difference_of_counts(0, 0);
        assert!(zero.abs() < 1e-12 && (none.upper - 3.688_879_454_113_936).abs() < 1e-9);
        assert!((none.lower + none.upper).abs() < 1e-12);
        assert!(difference_of_counts(0, u64::MAX).1.lower.is_finite());
        for exposure in [0.0, -1.0, f64::NAN, f64::INFINITY, f64::MIN_POSITIVE] {
            assert!(difference_of_rates((5, exposure), (u64::MAX, 1.0)).is_none_or(|(found, _)| found.is_finite()));
        }
        assert!(difference_of_rates((5, -1.0), (5, 1.0)).is_none());
    }
}
