//! The regularized incomplete beta and gamma functions: the tails of the binomial and the Poisson distribution.
#![expect(clippy::many_single_char_names, reason = "the letters of Abramowitz & Stegun")]

use std::f64::consts::TAU;

use super::gamma::{most_probable, stirling_error};
use super::normal::normal_tail;

/// A bound for the reader: the largest parameters taken need some hundred thousand terms, those of people some hundred.
const MOST_TERMS: u32 = 10_000_000;
/// Where the parameters are larger than this, the normal distribution has the digits that are left.
const NORMAL_FROM: f64 = 1e10;
/// Stands for a zero in a denominator (Lentz).
const TINY: f64 = 1e-300;

/// What is below and what is above; each with its own digits.
pub(super) type Sides = (f64, f64);

/// `I_x(a, b)` and `1 - I_x(a, b)`, for `a` and `b` from 0.5 on.
///
/// - **Method:** continued fraction (Abramowitz & Stegun 1972, 26.5.8) by Lentz's algorithm, on the side where it
///   converges; the factor before it by Loader's deviances (2000), so that large parameters keep their digits.
pub(super) fn beta(a: f64, b: f64, x: f64) -> Sides {
    if x <= 0.0 {
        return (0.0, 1.0);
    }
    if x >= 1.0 {
        return (1.0, 0.0);
    }
    let (n, y) = (a + b, 1.0 - x);
    if n > NORMAL_FROM {
        let z = (x - a / n) / (a / n * (b / n) / n).sqrt();
        return (normal_tail(-z), normal_tail(z));
    }
    let factor = a * b / n * most_probable(a, b) * (-deviance(a, n * x) - deviance(b, n * y)).exp();
    if x < (a + 1.0) / (n + 2.0) {
        let lower = (factor * beta_fraction(a, b, x) / a).min(1.0);
        (lower, 1.0 - lower)
    } else {
        let upper = (factor * beta_fraction(b, a, y) / b).min(1.0);
        (1.0 - upper, upper)
    }
}

/// `1/(1 + d₁/(1 + d₂/(1 + …)))`
fn beta_fraction(a: f64, b: f64, x: f64) -> f64 {
    let guarded = |value: f64| if value.abs() < TINY { TINY } else { value };
    let mut d = guarded(1.0 - (a + b) * x / (a + 1.0)).recip();
    let (mut c, mut result) = (1.0, d);
    for m in (1..MOST_TERMS).map(f64::from) {
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        d = guarded(1.0 + even * d).recip();
        c = guarded(1.0 + even / c);
        result *= d * c;
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        d = guarded(1.0 + odd * d).recip();
        c = guarded(1.0 + odd / c);
        result *= d * c;
        if (d * c - 1.0).abs() < 1e-16 {
            break;
        }
    }
    result
}

/// `P(a, x)` and `Q(a, x)`, for `a` from 0.5 on.
///
/// - **Method:** series below `a + 1`, continued fraction above (Abramowitz & Stegun 1972, 6.5.29 and 6.5.31).
pub(super) fn gamma(a: f64, x: f64) -> Sides {
    if x <= 0.0 {
        return (0.0, 1.0);
    }
    if x.is_infinite() {
        return (1.0, 0.0);
    }
    if a > NORMAL_FROM {
        // Wilson & Hilferty (1931): the cube root of a gamma variable is nearly normal.
        let z = ((x / a).cbrt() - 1.0 + 1.0 / (9.0 * a)) * 3.0 * a.sqrt();
        return (normal_tail(-z), normal_tail(z));
    }
    let factor = (-stirling_error(a) - deviance(a, x)).exp() / (TAU * a).sqrt();
    if x < a + 1.0 {
        let lower = (factor * gamma_series(a, x)).min(1.0);
        (lower, 1.0 - lower)
    } else {
        let upper = (factor * a * gamma_fraction(a, x)).min(1.0);
        (1.0 - upper, upper)
    }
}

/// `1 + x/(a+1) + x²/((a+1)(a+2)) + …`
fn gamma_series(a: f64, x: f64) -> f64 {
    let (mut term, mut sum) = (1.0, 1.0);
    for k in (1..MOST_TERMS).map(f64::from) {
        term *= x / (a + k);
        sum += term;
        if term < 1e-17 * sum {
            break;
        }
    }
    sum
}

/// `1/(x+1-a - 1(1-a)/(x+3-a - 2(2-a)/(x+5-a - …)))`
fn gamma_fraction(a: f64, x: f64) -> f64 {
    let guarded = |value: f64| if value.abs() < TINY { TINY } else { value };
    let mut b = x + 1.0 - a;
    let mut d = guarded(b).recip();
    let (mut c, mut result) = (TINY.recip(), d);
    for k in (1..MOST_TERMS).map(f64::from) {
        let numerator = -k * (k - a);
        b += 2.0;
        d = guarded(numerator * d + b).recip();
        c = guarded(b + numerator / c);
        result *= d * c;
        if (d * c - 1.0).abs() < 1e-16 {
            break;
        }
    }
    result
}

/// `x ln(x/m) + m - x`, by a series where the two are close and the terms would cancel (Loader 2000).
fn deviance(x: f64, m: f64) -> f64 {
    if (x - m).abs() > 0.1 * (x + m) {
        return x * (x / m).ln() + m - x;
    }
    let ratio = (x - m) / (x + m);
    let (mut sum, mut power) = ((x - m) * ratio, 2.0 * x * ratio);
    for odd in (3..2_000).step_by(2).map(f64::from) {
        power *= ratio * ratio;
        let next = sum + power / odd;
        if next.to_bits() == sum.to_bits() {
            break;
        }
        sum = next;
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(found: Sides, lower: f64, upper: f64) {
        let apart = (found.0 / lower - 1.0).abs().max((found.1 / upper - 1.0).abs());
        assert!(apart < 1e-11, "{found:?} {lower} {upper}");
    }

    /// mpmath's `betainc(regularized=True)`, 40 digits.
    #[test]
    fn beta_reproduces_mpmath() {
        let table = [
            ((1.0, 1.0, 0.3), 0.3, 0.7),
            ((0.5, 0.5, 0.2), 0.295_167_235_300_866_6, 0.704_832_764_699_133_5),
            ((2.0, 3.0, 0.4), 0.524_8, 0.475_2),
            ((5.0, 1.0, 0.9), 0.590_49, 0.409_51),
            ((10.0, 20.0, 0.3), 0.364_004_081_071_944_2, 0.635_995_918_928_055_7),
            ((30.0, 71.0, 0.3), 0.537_660_263_984_637_5, 0.462_339_736_015_362_43),
            ((3.0, 998.0, 0.001), 0.080_209_342_840_201_05, 0.919_790_657_159_798_9),
            ((3.0, 998.0, 0.01), 0.997_320_568_006_208_5, 0.002_679_431_993_791_533_4),
            ((650.0, 351.0, 0.6), 0.000_645_499_153_523_728_7, 0.999_354_500_846_476_3),
            ((2_000.0, 1_001.0, 0.7), 0.999_963_566_291_016, 3.643_370_898_403_014e-5),
            ((0.5, 100.0, 0.01), 0.843_224_134_575_559, 0.156_775_865_424_440_97),
            ((1_500.0, 1_500.0, 0.45), 2.003_577_504_169_672_5e-8, 0.999_999_979_964_225),
            ((100.0, 100_000.0, 0.001_2), 0.972_873_271_179_062_4, 0.027_126_728_820_937_55),
        ];
        for ((a, b, x), lower, upper) in table {
            close(beta(a, b, x), lower, upper);
        }
    }

    /// mpmath's `gammainc(regularized=True)`, 40 digits.
    #[test]
    fn gamma_reproduces_mpmath() {
        let table = [
            ((1.0, 1.0), 0.632_120_558_828_557_7, 0.367_879_441_171_442_33),
            ((0.5, 0.1), 0.345_279_153_981_423, 0.654_720_846_018_577),
            ((0.5, 4.0), 0.995_322_265_018_952_7, 0.004_677_734_981_047_266),
            ((3.0, 0.1), 0.000_154_653_070_264_671_67, 0.999_845_346_929_735_4),
            ((5.0, 5.0), 0.559_506_714_934_787_5, 0.440_493_285_065_212_4),
            ((10.0, 2.0), 4.649_807_501_726_380_5e-5, 0.999_953_501_924_982_8),
            ((10.0, 25.0), 0.999_778_523_361_751_2, 0.000_221_476_638_248_783_57),
            ((100.0, 80.0), 0.017_108_313_035_133_115, 0.982_891_686_964_866_8),
            ((100.0, 130.0), 0.997_249_591_632_693_4, 0.002_750_408_367_306_526_5),
            ((400.0, 400.0), 0.506_649_129_838_905_4, 0.493_350_870_161_094_5),
            ((1_000.0, 900.0), 0.000_549_902_265_711_782_9, 0.999_450_097_734_288_2),
            ((5_000.0, 5_200.0), 0.997_415_186_504_646_2, 0.002_584_813_495_353_809),
            ((1.0, 30.0), 0.999_999_999_999_906_4, 9.357_622_968_840_175e-14),
        ];
        for ((a, x), lower, upper) in table {
            close(gamma(a, x), lower, upper);
        }
    }

    /// Where the normal distribution takes over, nothing jumps.
    #[test]
    fn meets_the_normal_distribution() {
        for z in [-3.0, -1.0, 0.5, 2.0] {
            let (below, above) = (NORMAL_FROM * 0.999, NORMAL_FROM * 1.001);
            let counts = [below, above].map(|a| gamma(a, a + z * a.sqrt()).1);
            assert!((counts[0] - counts[1]).abs() < 1e-5, "{z}: {counts:?}");
            let shares = [below, above].map(|n| beta(n / 4.0, n * 0.75, 0.25 + z * (0.1875 / n).sqrt()).1);
            assert!((shares[0] - shares[1]).abs() < 1e-5, "{z}: {shares:?}");
        }
    }

    #[test]
    fn ends_on_any_input() {
        assert_eq!((beta(2.0, 3.0, 0.0), beta(2.0, 3.0, 1.0)), ((0.0, 1.0), (1.0, 0.0)));
        assert_eq!((gamma(2.0, 0.0), gamma(2.0, f64::INFINITY)), ((0.0, 1.0), (1.0, 0.0)));
        for (lower, upper) in [beta(1.0, 1e300, 1e-3), beta(1e19, 1.0, 0.5), gamma(1.0, 1e300), gamma(1e300, 1.0)] {
            assert!((lower + upper - 1.0).abs() < 1e-9, "{lower} {upper}");
        }
    }
}
