//! Student's t distribution.

use std::f64::consts::PI;

use super::super::interval::Z;
use super::gamma::half_step;

/// Probability between the two quantiles.
const COVERED: f64 = 0.95;
/// With one degree of freedom the series needs some 7,000 terms, with more far fewer; the bound is for the reader.
const MOST_TERMS: u32 = 100_000;

/// The 97.5th percentile for `df` degrees of freedom, which need not be whole. Below one it is that for one, the widest
/// that has a use here; infinitely many give the normal distribution's.
///
/// - **Method:** Newton's iteration on `P(|T| < t) = 2 t f(t) Σ ((df+1)/2)_k / (3/2)_k (t²/(df+t²))^k`, the series of
///   the incomplete beta function (Abramowitz & Stegun 1972, 26.7.1 with 26.5.4). All terms are positive, so nothing
///   cancels; the probability is concave in `t`, so from below the iteration rises to the quantile and cannot pass it.
pub(super) fn student_quantile(df: f64) -> f64 {
    let df = df.max(1.0);
    if df.is_infinite() {
        return Z;
    }
    let mut t = Z;
    for _ in 0..100 {
        let density = density(t, df);
        let step = (COVERED - 2.0 * t * density * series(t, df)) / (2.0 * density);
        t += step;
        if step.abs() < 1e-14 * t {
            break;
        }
    }
    t
}

fn density(t: f64, df: f64) -> f64 {
    half_step(df / 2.0) / (df.sqrt() * PI.sqrt()) * (-(df + 1.0) / 2.0 * (t * t / df).ln_1p()).exp()
}

fn series(t: f64, df: f64) -> f64 {
    let (mut term, mut sum) = (1.0, 1.0);
    for k in (0..MOST_TERMS).map(f64::from) {
        term *= (df + 1.0 + 2.0 * k) / (df + t * t) * t * t / (3.0 + 2.0 * k);
        sum += term;
        if term < 1e-17 * sum {
            break;
        }
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::super::random::Random;
    use super::*;

    /// R's `qt(0.975, df)`.
    #[test]
    fn reproduces_the_table() {
        let table = [
            (1.0, 12.706_204_736),
            (2.0, 4.302_652_730),
            (5.0, 2.570_581_836),
            (10.0, 2.228_138_852),
            (30.0, 2.042_272_456),
            (100.0, 1.983_971_519),
        ];
        for (df, expected) in table {
            let found = student_quantile(df);
            assert!((found - expected).abs() < 1e-9, "{df}: {found} {expected}");
        }
    }

    /// For 1, 2 and 4 degrees of freedom the quantile has a closed form.
    #[test]
    fn agrees_with_closed_forms() {
        let one = (PI * 0.475).tan();
        let two = 0.95 * (2.0 / (4.0 * 0.975 * 0.025_f64)).sqrt();
        let alpha = (4.0 * 0.975 * 0.025_f64).sqrt();
        let four = 2.0 * ((alpha.acos() / 3.0).cos() / alpha - 1.0).sqrt();
        for (df, expected) in [(1.0, one), (2.0, two), (4.0, four)] {
            assert!((student_quantile(df) - expected).abs() < 1e-11, "{df}: {} {expected}", student_quantile(df));
        }
    }

    /// Against the expansion about the normal quantile (Abramowitz & Stegun 1972, 26.7.5), good where there are many.
    #[test]
    fn agrees_with_the_expansion() {
        for df in [400.0, 1_234.5, 1e6, 1e12, 1e18, 1e300, f64::INFINITY] {
            let z = Z;
            let expansion = z
                + (z.powi(3) + z) / 4.0 / df
                + (5.0 * z.powi(5) + 16.0 * z.powi(3) + 3.0 * z) / 96.0 / df / df
                + (3.0 * z.powi(7) + 19.0 * z.powi(5) + 17.0 * z.powi(3) - 15.0 * z) / 384.0 / df / df / df;
            let found = student_quantile(df);
            assert!((found - expansion).abs() < 1e-10, "{df}: {found} {expansion}");
        }
    }

    /// The density summed by Simpson's rule is 0.475 from 0 to the quantile, and more degrees of freedom never widen.
    #[test]
    fn covers_what_it_says() {
        const SEED: u64 = 7;
        let mut random = Random(SEED);
        for _ in 0..40 {
            let df = 1.0 / (1.0 - random.unit()).max(0.002);
            let t = student_quantile(df);
            let width = t / 4_000.0;
            let weight = |point: u32| if point.is_multiple_of(2) { 2.0 } else { 4.0 };
            let inner: f64 = (1..4_000).map(|point| weight(point) * density(f64::from(point) * width, df)).sum();
            let covered = (density(0.0, df) + density(t, df) + inner) * width / 3.0;
            assert!((covered - COVERED / 2.0).abs() < 1e-10, "seed {SEED}: {df} {t} {covered}");
            assert!(student_quantile(df + 0.5) < t, "seed {SEED}: {df}");
        }
    }

    #[test]
    fn ends_on_any_input() {
        for df in [f64::NAN, f64::NEG_INFINITY, -3.0, 0.0, 0.5] {
            assert!((student_quantile(df) - 12.706_204_736_174_7).abs() < 1e-9, "{df}");
        }
        assert!((student_quantile(f64::MAX) - Z).abs() < 1e-12);
    }
}
