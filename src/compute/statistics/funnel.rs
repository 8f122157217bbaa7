//! Funnel limits: how far from a target figures of this size lie by chance, so that many municipalities can stand in
//! one picture without being ranked.

use super::super::interval::{Interval, Level, float};
use super::tails::{Tails, binomial_quantile, binomial_tails, poisson_quantile, poisson_tails};

/// Between what shares of `n` lie by chance where the true share is `target`.
///
/// - **Units:** fractions 0-1.
/// - **Missing:** `None` where nobody was asked, or the target is no fraction 0-1. Against a target of 0 or 1 chance
///   allows nothing else.
/// - **Method:** exact binomial limits, interpolated between counts (Spiegelhalter 2005, Statistics in Medicine 24,
///   1185-1202, appendix A.1.1), cut at 0. The lines are for the eye: with few events the part beyond them is not what
///   the level says (Manktelow & Seaton 2012, `PLoS ONE` 7, e45723). Whether one municipality differs is said by
///   [`exact_p_of_share`](crate::compute::exact_p_of_share).
///
/// # Examples
/// ```
/// use tryggtall::compute::{Level, funnel_of_shares};
/// let limits = funnel_of_shares(0.05, 1_300, Level::P95).unwrap();
/// assert!((limits.lower - 0.038_086).abs() < 5e-7 && (limits.upper - 0.061_796).abs() < 5e-7);
/// assert!(funnel_of_shares(0.05, 0, Level::P95).is_none());
/// ```
pub fn funnel_of_shares(target: f64, n: u64, level: Level) -> Option<Interval> {
    if n == 0 || !(0.0..=1.0).contains(&target) {
        return None;
    }
    if target <= 0.0 || target >= 1.0 {
        return Some(Interval { lower: target, upper: target });
    }
    let limit = |p: f64| interpolated(p, binomial_quantile(p, n, target), |count| binomial_tails(count, n, target));
    Some(limits(limit, level)?.scaled(float(n).recip()))
}

/// Between what rates lie by chance where the true rate is `target`.
///
/// - **Units:** events per unit of `exposure`, as the target.
/// - **Missing:** `None` unless the exposure is a positive number, and the target and the expected count numbers from 0
///   on.
/// - **Method:** as [`funnel_of_shares`], of a Poisson count. Whether one municipality differs is said by
///   [`poisson_tails`](crate::compute::poisson_tails).
///
/// # Examples
/// ```
/// use tryggtall::compute::{Level, funnel_of_rates};
/// let limits = funnel_of_rates(0.005, 2_000.0, Level::P998).unwrap();
/// assert!((limits.lower - 0.000_610).abs() < 5e-7 && (limits.upper - 0.010_331).abs() < 5e-7);
/// assert!(funnel_of_rates(0.005, 0.0, Level::P95).is_none());
/// ```
pub fn funnel_of_rates(target: f64, exposure: f64, level: Level) -> Option<Interval> {
    let expected = target * exposure;
    if !(exposure > 0.0 && exposure.is_finite() && target >= 0.0 && expected.is_finite()) {
        return None;
    }
    if expected <= 0.0 {
        return Some(Interval { lower: 0.0, upper: 0.0 });
    }
    let limit = |p: f64| interpolated(p, poisson_quantile(p, expected), |count| poisson_tails(count, expected));
    Some(limits(limit, level)?.scaled(exposure.recip()))
}

fn limits(limit: impl Fn(f64) -> Option<f64>, level: Level) -> Option<Interval> {
    Some(Interval { lower: limit(level.tail())?.max(0.0), upper: limit(1.0 - level.tail())?.max(0.0) })
}

/// The point between `count - 1` and `count` at which the probability of so few is `p`, as if it rose evenly there;
/// `count` is the first at which it is `p` or more.
fn interpolated(p: f64, count: u64, tails: impl Fn(u64) -> Option<Tails>) -> Option<f64> {
    let at_most = tails(count)?.at_most;
    let below = count.checked_sub(1).map_or(Some(0.0), |fewer| Some(tails(fewer)?.at_most))?;
    let probability = at_most - below;
    // No probability of its own: far beyond what can be told apart.
    let back = if probability > 0.0 { (at_most - p) / probability } else { 0.0 };
    Some(float(count) - back)
}

#[cfg(test)]
mod tests {
    use super::super::random::Random;
    use super::*;

    fn close(found: Option<Interval>, lower: f64, upper: f64) {
        let found = found.unwrap();
        let apart = (found.lower - lower).abs().max((found.upper - upper).abs());
        assert!(apart < 1e-9, "{found:?} {lower} {upper}");
    }

    /// Spiegelhalter's formula with scipy's `binom.ppf`, `cdf` and `pmf`: 95 % and 99.8 %. The third is his overall
    /// rate of emergency re-admission after a stroke (7.4 %, Quality and Safety in Health Care 2002).
    #[test]
    fn shares_reproduce_scipy() {
        let table = [
            (0.05, 100, [0.006_122_931_436_071_939, 0.091_907_344_023_874_93, 0.0, 0.124_638_495_437_970_36]),
            (
                0.05,
                1_300,
                [
                    0.038_086_102_203_672_19,
                    0.061_796_484_383_182_18,
                    0.031_935_070_517_520_34,
                    0.069_236_932_364_692_42,
                ],
            ),
            (
                0.074,
                250,
                [
                    0.041_101_603_681_109_33,
                    0.106_148_945_752_790_85,
                    0.025_828_112_960_310_817,
                    0.127_696_098_192_382_78,
                ],
            ),
            (0.1, 20, [0.0, 0.228_467_607_029_924_44, 0.0, 0.335_171_821_685_282_15]),
            (0.5, 10, [0.132_444_444_444_444_5, 0.767_555_555_555_555_5, 0.000_240_000_000_029_1, 0.899_76]),
            (0.5, 1, [0.0, 0.95, 0.0, 0.998]),
            (
                0.005,
                3_000,
                [
                    0.002_457_696_549_624_884,
                    0.007_520_057_747_372_591,
                    0.001_361_498_482_152_545_2,
                    0.009_266_754_514_967_203,
                ],
            ),
            (
                0.6,
                800,
                [0.565_303_139_303_210_2, 0.633_215_355_410_244_8, 0.545_509_676_322_726_6, 0.652_493_792_419_329_1],
            ),
            (
                0.098,
                600,
                [
                    0.073_989_037_171_189_79,
                    0.121_571_848_680_012_04,
                    0.061_690_966_069_720_535,
                    0.136_506_926_632_761_68,
                ],
            ),
            (
                0.95,
                60,
                [0.879_402_902_971_670_9, 0.990_955_752_448_916_2, 0.835_402_032_758_878, 0.999_638_230_097_956_6],
            ),
        ];
        for (target, n, [lower, upper, lowest, highest]) in table {
            close(funnel_of_shares(target, n, Level::P95), lower, upper);
            close(funnel_of_shares(target, n, Level::P998), lowest, highest);
        }
    }

    /// The same with scipy's `poisson`.
    #[test]
    fn rates_reproduce_scipy() {
        let table = [
            (
                0.005,
                2_000.0,
                [
                    0.001_887_593_973_844_200_3,
                    0.008_079_975_336_672_396,
                    0.000_610_264_657_948_067,
                    0.010_331_000_417_997_494,
                ],
            ),
            (0.02, 150.5, [0.0, 0.042_603_184_912_674_06, 0.0, 0.060_840_450_796_895_075]),
            (
                1.0,
                10.0,
                [0.377_518_794_768_840_04, 1.615_995_067_334_479_2, 0.122_052_931_589_613_42, 2.066_200_083_599_498_7],
            ),
            (1.0, 3.0, [0.0, 2.131_280_054_952_629_4, 0.0, 3.042_168_314_882_813_4]),
            (0.1, 5.0, [0.0, 0.372_005_182_292_199_9, 0.0, 0.695_171_796_180_078_3]),
            (0.001, 250.0, [0.0, 0.004_246_372_002_630_133, 0.0, 0.010_290_776_992_338_475]),
            (
                0.05,
                8_000.0,
                [
                    0.045_096_718_474_841_584,
                    0.054_896_471_499_560_666,
                    0.042_392_030_472_092_01,
                    0.057_840_111_363_769_43,
                ],
            ),
            (
                2.5,
                40.0,
                [2.009_158_428_043_678, 2.989_522_371_302_933_3, 1.751_632_106_621_100_2, 3.295_118_759_940_603_3],
            ),
            (0.3, 1.0, [0.0, 1.358_051_941_924_511_8, 0.0, 2.779_766_392_983_812]),
            (
                0.004_1,
                12_345.6,
                [
                    0.002_967_575_177_369_836,
                    0.005_228_250_026_969_488_5,
                    0.002_395_638_121_968_281,
                    0.005_954_584_324_191_224,
                ],
            ),
        ];
        for (target, exposure, [lower, upper, lowest, highest]) in table {
            close(funnel_of_rates(target, exposure, Level::P95), lower, upper);
            close(funnel_of_rates(target, exposure, Level::P998), lowest, highest);
        }
    }

    /// By the definition: the broken line through the distribution function, bisected.
    #[test]
    fn agrees_with_the_broken_line() {
        const SEED: u64 = 83;
        let mut random = Random(SEED);
        for _ in 0..150 {
            let (n, target) = (1 + random.below(300), 0.01 + 0.98 * random.unit());
            // The distribution function by the ratio of neighbours, from 0 events on.
            let mut chance = (1.0 - target).powi(i32::try_from(n).unwrap());
            let mut below = vec![0.0, chance];
            for k in 0..n {
                chance *= (float(n) - float(k)) / (float(k) + 1.0) * target / (1.0 - target);
                below.push(below.last().unwrap() + chance);
            }
            if (below.last().unwrap() - 1.0).abs() > 1e-9 {
                continue;
            }
            let line = |count: f64| {
                let at = (1..below.len()).find(|at| float(*at as u64) >= count + 1.0).unwrap_or(below.len() - 1);
                below[at] + (below[at] - below[at - 1]) * (count + 1.0 - float(at as u64))
            };
            let root = |p: f64| {
                let (mut low, mut high) = (-1.0, float(n));
                for _ in 0..80 {
                    let middle = f64::midpoint(low, high);
                    if line(middle) < p { low = middle } else { high = middle }
                }
                (low / float(n)).max(0.0)
            };
            for level in [Level::P95, Level::P998] {
                close(funnel_of_shares(target, n, level), root(level.tail()), root(1.0 - level.tail()));
            }
        }
    }

    /// A funnel: it narrows, holds the target from some size on, and the surer limits are wider.
    #[test]
    fn narrows() {
        for target in [0.02, 0.3, 0.5, 0.9] {
            for n in [40, 400, 4_000, 40_000] {
                let [wide, narrow] = [n, 10 * n].map(|n| funnel_of_shares(target, n, Level::P95).unwrap());
                assert!(narrow.upper - narrow.lower < wide.upper - wide.lower, "{target} {n}");
                let surer = funnel_of_shares(target, n, Level::P998).unwrap();
                assert!(surer.lower <= wide.lower && wide.upper < surer.upper, "{target} {n}");
                assert!(wide.lower < target && target < wide.upper, "{target} {n}");
            }
        }
    }

    #[test]
    fn ends_on_any_input() {
        for odd in [f64::NAN, f64::INFINITY, -0.1, 1.1] {
            assert!(funnel_of_shares(odd, 10, Level::P95).is_none(), "{odd}");
        }
        for odd in [f64::NAN, f64::INFINITY, -0.1] {
            assert!(funnel_of_rates(odd, 10.0, Level::P95).is_none(), "{odd}");
            assert!(funnel_of_rates(0.1, odd, Level::P95).is_none(), "{odd}");
        }
        assert!(funnel_of_rates(f64::MAX, f64::MAX, Level::P95).is_none());
        assert_eq!(funnel_of_shares(1.0, 5, Level::P95), Some(Interval { lower: 1.0, upper: 1.0 }));
        assert_eq!(funnel_of_shares(0.0, 5, Level::P95), Some(Interval { lower: 0.0, upper: 0.0 }));
        assert_eq!(funnel_of_rates(0.0, 5.0, Level::P998), Some(Interval { lower: 0.0, upper: 0.0 }));
        let huge = funnel_of_shares(0.5, u64::MAX, Level::P95).unwrap();
        assert!((huge.lower - 0.5).abs() < 1e-6 && (huge.upper - 0.5).abs() < 1e-6, "{huge:?}");
        assert!(funnel_of_rates(1.0, 1e300, Level::P95).is_some_and(|limits| limits.lower.is_finite()));
    }
}
