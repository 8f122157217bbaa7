//! The normal distribution.

use std::f64::consts::TAU;

/// From here on the continued fraction; below it converges slowly and the series loses no digits.
const FRACTION_FROM: f64 = 3.0;
/// Levels of the continued fraction: enough for every digit from 3 on.
const LEVELS: u32 = 120;
/// Beyond this the tail is smaller than the smallest number.
pub(super) const FARTHEST: f64 = 38.6;

/// The probability that a standard normal variable is above `z`.
///
/// - **Units:** a probability, with all its digits also far out, where `1 - p` would have none.
/// - **Missing:** `NaN` for `NaN`, and nothing else.
/// - **Method:** the series of odd powers below 3, the continued fraction above (Abramowitz & Stegun 1972, 26.2.11 and
///   26.2.14). All terms are positive, so nothing cancels.
///
/// # Examples
/// ```
/// use tryggtall::compute::normal_tail;
/// assert!((normal_tail(1.959_963_984_540_054) - 0.025).abs() < 1e-15);
/// assert!((normal_tail(10.0) / 7.619_853_024_160_526e-24 - 1.0).abs() < 1e-12);
/// ```
pub fn normal_tail(z: f64) -> f64 {
    if z < 0.0 {
        return 1.0 - normal_tail(-z);
    }
    if z >= FRACTION_FROM { density(z) / fraction(z) } else { 0.5 - density(z) * series(z) }
}

/// The point below which a standard normal variable has the probability `p`.
///
/// - **Missing:** `None` unless `p` is strictly between 0 and 1.
/// - **Method:** bisection of [`normal_tail`], on the side where it is small.
///
/// # Examples
/// ```
/// use tryggtall::compute::normal_quantile;
/// assert!((normal_quantile(0.975).unwrap() - 1.959_963_984_540_054).abs() < 1e-14);
/// assert!(normal_quantile(0.0).is_none() && normal_quantile(f64::NAN).is_none());
/// ```
pub fn normal_quantile(p: f64) -> Option<f64> {
    if !(p > 0.0 && p < 1.0) {
        return None;
    }
    let tail = p.min(1.0 - p);
    let (mut near, mut far) = (0.0, FARTHEST);
    for _ in 0..70 {
        let middle = f64::midpoint(near, far);
        if normal_tail(middle) > tail { near = middle } else { far = middle }
    }
    let z = f64::midpoint(near, far);
    Some(if p < 0.5 { -z } else { z })
}

/// The probability of a standard normal variable as far from 0 as `z`, on either side.
pub(super) fn two_sided(z: f64) -> f64 {
    (2.0 * normal_tail(z.abs())).min(1.0)
}

fn density(z: f64) -> f64 {
    (-0.5 * z * z).exp() / TAU.sqrt()
}

/// `z + z³/3 + z⁵/(3·5) + …`
fn series(z: f64) -> f64 {
    let (mut term, mut sum, mut odd) = (z, z, 1.0);
    while term > 1e-18 * sum {
        odd += 2.0;
        term *= z * z / odd;
        sum += term;
    }
    sum
}

/// `z + 1/(z + 2/(z + 3/(z + …)))`, from within.
fn fraction(z: f64) -> f64 {
    (1..=LEVELS).rev().fold(z, |inner, level| z + f64::from(level) / inner)
}

#[cfg(test)]
mod tests {
    use super::super::random::Random;
    use super::*;

    /// mpmath's `erfc`, 40 digits.
    #[test]
    fn reproduces_mpmath() {
        let table = [
            (0.0, 0.5),
            (0.1, 0.460_172_162_722_971),
            (0.5, 0.308_537_538_725_986_9),
            (1.0, 0.158_655_253_931_457_05),
            (1.5, 0.066_807_201_268_858_07),
            (1.959_963_984_540_054, 0.025_000_000_000_000_015),
            (2.5, 0.006_209_665_325_776_135),
            (2.9, 0.001_865_813_300_384_038),
            (3.0, 0.001_349_898_031_630_094_6),
            (3.090_232_306_167_813, 0.001_000_000_000_000_001_8),
            (4.0, 3.167_124_183_311_992_4e-5),
            (5.0, 2.866_515_718_791_939e-7),
            (6.5, 4.016_000_583_859_118e-11),
            (8.0, 6.220_960_574_271_784e-16),
            (10.0, 7.619_853_024_160_525e-24),
            (20.0, 2.753_624_118_606_233_7e-89),
            (37.0, 5.725_571_222_524_577e-300),
            (-1.0, 0.841_344_746_068_542_9),
            (-3.0, 0.998_650_101_968_369_9),
        ];
        for (z, expected) in table {
            let found = normal_tail(z);
            assert!((found / expected - 1.0).abs() < 2e-13, "{z}: {found:e} {expected:e}");
        }
    }

    /// mpmath's `erfc`, solved to 40 digits.
    #[test]
    fn quantiles_reproduce_mpmath() {
        let table = [
            (1e-300, -37.047_096_299_361_2),
            (1e-100, -21.273_453_560_965_326),
            (1e-20, -9.262_340_089_798_407),
            (1e-9, -5.997_807_015_007_686_5),
            (0.000_1, -3.719_016_485_455_680_4),
            (0.001, -3.090_232_306_167_813_6),
            (0.005, -2.575_829_303_548_901),
            (0.01, -2.326_347_874_040_841),
            (0.025, -1.959_963_984_540_054_3),
            (0.1, -1.281_551_565_544_600_6),
            (0.25, -0.674_489_750_196_081_7),
            (0.4, -0.253_347_103_135_799_8),
            (0.5, 0.0),
            (0.75, 0.674_489_750_196_081_7),
            (0.975, 1.959_963_984_540_054_3),
            (0.999, 3.090_232_306_167_813_6),
        ];
        for (p, expected) in table {
            let found = normal_quantile(p).unwrap();
            assert!((found - expected).abs() < 1e-12, "{p}: {found} {expected}");
        }
    }

    /// The density summed by Simpson's rule.
    #[test]
    fn agrees_with_the_integral() {
        const SEED: u64 = 41;
        let mut random = Random(SEED);
        for _ in 0..50 {
            let z = 6.0 * random.unit();
            let width = z / 2_000.0;
            let weight = |point: u32| if point.is_multiple_of(2) { 2.0 } else { 4.0 };
            let inner: f64 = (1..2_000).map(|point| weight(point) * density(f64::from(point) * width)).sum();
            let below = (density(0.0) + density(z) + inner) * width / 3.0;
            assert!((normal_tail(z) - (0.5 - below)).abs() < 1e-11, "seed {SEED}: {z}");
        }
    }

    #[test]
    fn is_total() {
        assert!(normal_tail(f64::NAN).is_nan());
        assert!(normal_tail(f64::INFINITY).abs() < 1e-300 && (normal_tail(f64::NEG_INFINITY) - 1.0).abs() < 1e-15);
        for p in [-1.0, 0.0, 1.0, 2.0, f64::NAN, f64::INFINITY] {
            assert!(normal_quantile(p).is_none(), "{p}");
        }
        assert!(normal_quantile(f64::MIN_POSITIVE).unwrap() < -37.0);
        for steps in 0..380 {
            let z = f64::from(steps) / 10.0;
            assert!(normal_tail(z + 0.1) < normal_tail(z), "{z}");
        }
    }
}
