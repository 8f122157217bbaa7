//! The gamma function, as far as binomial and Student's distributions need it.

use std::f64::consts::TAU;

/// From here on the series below has more digits than an `f64`.
const SERIES_FROM: f64 = 16.0;

/// What Stirling's formula lacks: `ln Γ(x + 1) - ln(√(2πx) (x/e)^x)`, for `x` from 0.5 on.
///
/// - **Method:** Stirling's series (Abramowitz & Stegun 1972, 6.1.41), below 16 by recurrence from there. Working with
///   the error alone, as Loader (2000, "Fast and accurate computation of binomial probabilities") does, keeps the
///   digits that large factorials would cancel.
pub(super) fn stirling_error(x: f64) -> f64 {
    let (mut at, mut error) = (x, 0.0);
    while at < SERIES_FROM {
        error += (at + 0.5) * (1.0 / at).ln_1p() - 1.0;
        at += 1.0;
    }
    let square = (at * at).recip();
    let series = 1.0 / 1260.0 - square * (1.0 / 1680.0 - square * (1.0 / 1188.0 - square * 691.0 / 360_360.0));
    error + (1.0 / 12.0 - square * (1.0 / 360.0 - square * series)) / at
}

/// `Γ(x + ½) / Γ(x)` for `x` from 0.5 on.
pub(super) fn half_step(x: f64) -> f64 {
    let errors = stirling_error(x + 0.5) - stirling_error(x);
    (errors + x * (0.5 / x).ln_1p() - 0.5).exp() * x.sqrt()
}

/// `n! / (a! b!) · (a/n)^a (b/n)^b` with `n = a + b`: the probability of the most probable split, for `a` and
/// `b` from 1 on.
pub(super) fn most_probable(a: f64, b: f64) -> f64 {
    let n = a + b;
    (stirling_error(n) - stirling_error(a) - stirling_error(b)).exp() * (n / a / b / TAU).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `Γ(1) = 1`, `Γ(½) = √π` and `Γ(n + ½) = (2n)! √π / (4^n n!)`.
    #[test]
    fn reproduces_closed_forms() {
        let root = std::f64::consts::PI.sqrt();
        for (x, expected) in [(0.5, 1.0 / root), (1.0, root / 2.0), (1.5, 2.0 / root), (2.0, root * 0.75)] {
            assert!((half_step(x) - expected).abs() < 1e-14, "{x}: {}", half_step(x));
        }
        assert!((half_step(1e18) - 1e9).abs() < 1e-3);
    }

    #[test]
    fn most_probable_split_is_the_binomial_one() {
        for (a, b, expected) in
            [(1.0, 1.0, 0.5), (2.0, 2.0, 0.375), (2.0, 1.0, 4.0 / 9.0), (10.0, 10.0, 184_756.0 / 1_048_576.0)]
        {
            assert!((most_probable(a, b) - expected).abs() < 1e-14, "{a} {b}: {}", most_probable(a, b));
        }
    }
}
