//! The ratio of two rates.

use super::super::interval::{Interval, Level, float};
use super::gamma::most_probable;

/// Where both counts are larger, adding up the tail takes long and its expansion has the same digits.
const EXPANDED_FROM: f64 = 1e6;

/// The rate of `b` as a multiple of that of the baseline `a`, each side as events and exposure; with equal exposures,
/// of two counts. The relative change is this minus 1.
///
/// - **Units:** a ratio: 1 is no change, 1.25 is a quarter more.
/// - **Missing:** `None` where the baseline has no events (there is nothing to be a multiple of), where an exposure is
///   not a positive number, or a limit is too large for one. No events in `b` alone give the ratio 0 and the lower
///   limit 0; the upper limit keeps 2.5 % beyond it, as [`poisson`](crate::compute::poisson) does for a count of 0.
/// - **Method:** given all events, those of `b` are binomial; the exact limits of that share (Clopper & Pearson 1934,
///   Biometrika 26, 404-413) become those of the ratio (Przyborowski & Wilenski 1940, Biometrika 31, 313-323), as in
///   R's `poisson.test`. Where both counts are above a million, from the first three cumulants of the same limits.
///
/// # Examples
/// ```
/// use tryggtall::compute::ratio_of_rates;
/// let (ratio, interval) = ratio_of_rates((21, 3_011.0), (11, 800.0)).unwrap();
/// assert!((ratio - 1.971_488).abs() < 5e-7);
/// assert!((interval.lower - 0.858_426_4).abs() < 5e-8 && (interval.upper - 4.277_265_9).abs() < 5e-8);
/// assert!(ratio_of_rates((0, 800.0), (11, 800.0)).is_none());
/// ```
pub fn ratio_of_rates(a: (u64, f64), b: (u64, f64)) -> Option<(f64, Interval)> {
    ratio_of_rates_at(a, b, Level::P95)
}

/// [`ratio_of_rates`] at another level.
///
/// # Examples
/// ```
/// use tryggtall::compute::{Level, ratio_of_rates_at};
/// let (_, interval) = ratio_of_rates_at((21, 3_011.0), (11, 800.0), Level::P998).unwrap();
/// assert!((interval.upper - 6.374_954_138).abs() < 1e-8);
/// ```
pub fn ratio_of_rates_at(a: (u64, f64), b: (u64, f64), level: Level) -> Option<(f64, Interval)> {
    let known = |exposure: f64| exposure.is_finite() && exposure > 0.0;
    if a.0 == 0 || !known(a.1) || !known(b.1) {
        return None;
    }
    let (before, after) = (float(a.0), float(b.0));
    let per = a.1 / b.1;
    let ratio = after / before * per;
    let interval = if b.0 == 0 {
        // All events fall on `a` with probability `share^before`; at the limit that is the tail.
        Interval { lower: 0.0, upper: (-level.tail().ln() / before).exp_m1() * per }
    } else {
        Interval {
            lower: ratio * (-reach(after, before, level)).exp(),
            upper: ratio * reach(before, after, level).exp(),
        }
    };
    (ratio.is_finite() && interval.upper.is_finite()).then_some((ratio, interval))
}

/// How far below the observed log odds `ln(events / others)` the true ones lie where this many events or more are as
/// improbable as the tail. By symmetry the other limit is that of the others.
fn reach(events: f64, others: f64, level: Level) -> f64 {
    if events.min(others) > EXPANDED_FROM {
        return expanded(events, others, level.z());
    }
    // One event of two reaches 7.6 at 99.8 %; more events reach less far.
    let (mut near, mut far) = (0.0, 8.0);
    for _ in 0..60 {
        let middle = f64::midpoint(near, far);
        if upper_tail(events, others, middle) > level.tail() { near = middle } else { far = middle }
    }
    f64::midpoint(near, far)
}

/// Probability of `events` or more of all where the log odds are `below` the observed ones, outwards from the observed.
fn upper_tail(events: f64, others: f64, below: f64) -> f64 {
    let n = events + others;
    // Seen from the smaller side, where the difference of large logarithms is small too.
    let (smaller, step) = if events < others { (events, -below) } else { (others, below) };
    let likelihood = smaller * step - n * (smaller / n * step.exp_m1()).ln_1p();
    let odds = events / others * (-below).exp();
    let (mut term, mut sum, mut k) = (1.0, 1.0, 0.0);
    while term > 1e-17 * sum && k < others {
        term *= (others - k) / (events + k + 1.0) * odds;
        sum += term;
        k += 1.0;
    }
    likelihood.exp() * most_probable(events, others) * sum
}

/// The limit is a quantile of the log odds of a beta variable with parameters `events` and `others + 1`, nearly normal
/// for large ones (Cornish & Fisher 1938, Revue de l'Institut International de Statistique 5, 307-320).
fn expanded(events: f64, others: f64, z: f64) -> f64 {
    let (inner, outer) = ((events - 0.5).recip(), (others + 0.5).recip());
    let variance = inner + outer;
    let skew = outer * outer - inner * inner;
    let centre = ((events - 0.5) / events).ln() - ((others + 0.5) / others).ln();
    z * variance.sqrt() - centre - (z * z - 1.0) / 6.0 * skew / variance
}

#[cfg(test)]
mod tests {
    use super::super::random::Random;
    use super::*;

    /// R's `poisson.test(c(11, 6 + 8 + 7), c(800, 1083 + 1050 + 878))`, the second example of its help page.
    #[test]
    fn reproduces_r() {
        let (ratio, interval) = ratio_of_rates((6 + 8 + 7, 1083.0 + 1050.0 + 878.0), (11, 800.0)).unwrap();
        assert!((ratio - 1.971_488).abs() < 5e-7, "{ratio}");
        let apart = (interval.lower - 0.858_426_4).abs().max((interval.upper - 4.277_265_9).abs());
        assert!(apart < 5e-8, "{interval:?}");
    }

    /// 99.8 %: the limits of Clopper and Pearson by scipy's `beta.ppf`, turned into odds.
    #[test]
    fn at_998_reproduces_scipy() {
        let table = [
            ((21, 3_011.0), (11, 800.0), 0.524_574_166_099_653_8, 6.374_954_138_498_999),
            ((10, 1.0), (20, 1.0), 0.591_748_053_644_154_4, 8.053_168_643_000_67),
            ((1, 1.0), (1, 1.0), 0.000_500_375_312_773_683_7, 1_998.499_874_937_630_5),
            ((5, 100.0), (0, 100.0), 0.0, 2.981_071_705_534_972_7),
            ((40, 2_000.0), (65, 2_500.0), 0.692_358_710_692_702_4, 2.516_488_348_954_114_3),
            ((3, 10.0), (9, 11.0), 0.354_943_485_489_406_74, 51.879_121_806_353_78),
            ((200, 1.0), (260, 1.0), 0.969_128_144_680_35, 1.749_875_727_228_677_3),
            ((9, 3.0), (9, 2.0), 0.294_126_079_133_620_9, 7.649_780_688_021_989),
            ((1, 1.0), (12, 1.0), 0.910_574_795_184_577_6, 12_992.998_922_528_845),
            ((1_000, 5.0), (1_100, 5.0), 0.960_241_757_872_160_6, 1.260_433_607_326_515_4),
        ];
        for (a, b, lower, upper) in table {
            let (_, found) = ratio_of_rates_at(a, b, Level::P998).unwrap();
            let apart = (found.lower - lower).abs().max((found.upper / upper - 1.0).abs());
            assert!(apart < 1e-9, "{a:?} {b:?}: {found:?}");
        }
    }

    /// The share at which `events` or more of `n` have probability 2.5 %, by Pascal's rule and bisection.
    fn share_limit(events: usize, n: usize) -> f64 {
        let tail = |share: f64| {
            let mut row = vec![1.0];
            for _ in 0..n {
                let of = |k: usize| row.get(k).copied().unwrap_or(0.0);
                row =
                    (0..=row.len()).map(|k| of(k) * (1.0 - share) + k.checked_sub(1).map_or(0.0, of) * share).collect();
            }
            row[events..].iter().sum::<f64>()
        };
        let (mut low, mut high) = (0.0, 1.0);
        for _ in 0..60 {
            let middle = f64::midpoint(low, high);
            if tail(middle) < 0.025 { low = middle } else { high = middle }
        }
        low
    }

    #[test]
    fn agrees_with_pascals_triangle() {
        const SEED: u64 = 17;
        let mut random = Random(SEED);
        for _ in 0..150 {
            let (a, b) = (1 + random.below(30), random.below(30));
            let (before, after) = (0.5 + random.unit(), 0.5 + random.unit());
            let (ratio, found) = ratio_of_rates((a, before), (b, after)).unwrap();
            let (others, events) = (usize::try_from(a).unwrap(), usize::try_from(b).unwrap());
            let low = if events == 0 { 0.0 } else { share_limit(events, others + events) };
            let high = share_limit(others, others + events);
            let (lower, upper) = (low / (1.0 - low) * before / after, (1.0 - high) / high * before / after);
            let close =
                (found.lower - lower).abs() < 1e-10 * (1.0 + lower) && (found.upper / upper - 1.0).abs() < 1e-10;
            assert!(close, "seed {SEED}: {a} {b} {found:?} {lower} {upper}");
            assert!(found.lower <= ratio && ratio <= found.upper, "seed {SEED}: {a} {b}");
        }
    }

    /// Turning the sides turns the interval inside out.
    #[test]
    fn is_symmetric() {
        for (a, b) in [(1, 1), (1, 900), (35, 7), (1_000_000, 1_000_000), (2_000_000, 5_000_000), (3, 1 << 60)] {
            let (_, forth) = ratio_of_rates((a, 1.0), (b, 3.0)).unwrap();
            let (_, back) = ratio_of_rates((b, 3.0), (a, 1.0)).unwrap();
            assert!((forth.lower * back.upper - 1.0).abs() < 1e-12 && (forth.upper * back.lower - 1.0).abs() < 1e-12);
        }
    }

    #[test]
    fn expansion_meets_the_exact_limits() {
        for (events, others) in [(1e6, 1e6), (1e6, 4e6), (3e9, 1e6)] {
            let (exact, near) = (reach(events, others, Level::P95), expanded(events, others, Level::P95.z()));
            assert!((exact / near - 1.0).abs() < 1e-5, "{events} {others}: {exact} {near}");
        }
    }

    /// Against a baseline without error the limits are those of a Poisson count: 5 gives 1.6235 and 11.6683.
    #[test]
    fn huge_baseline_leaves_a_count() {
        let huge = 1_u64 << 60;
        let (_, found) = ratio_of_rates((huge, float(huge)), (5, 1.0)).unwrap();
        assert!((found.lower - 1.623_486_390_118_42).abs() < 1e-9, "{found:?}");
        assert!((found.upper - 11.668_332_079_322_7).abs() < 1e-9, "{found:?}");
        let (none, above) = ratio_of_rates((huge, float(huge)), (0, 1.0)).unwrap();
        assert!(none.abs() < 1e-12 && (above.upper - 3.688_879_454_113_936).abs() < 1e-9, "{above:?}");
    }

    #[test]
    fn ends_on_any_input() {
        for events in [0, 1, 10, u64::MAX] {
            assert!(ratio_of_rates((0, 1.0), (events, 1.0)).is_none());
            for exposure in [0.0, -1.0, f64::NAN, f64::INFINITY] {
                assert!(ratio_of_rates((1, exposure), (events, 1.0)).is_none());
                assert!(ratio_of_rates((1, 1.0), (events, exposure)).is_none());
            }
            let (ratio, found) = ratio_of_rates((u64::MAX, 1.0), (events, 1.0)).unwrap();
            assert!(found.lower <= ratio && ratio <= found.upper && found.upper.is_finite(), "{events}: {found:?}");
        }
        assert!(ratio_of_rates((1, f64::MAX), (1, f64::MIN_POSITIVE)).is_none());
    }
}
