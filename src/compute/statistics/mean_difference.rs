//! The difference of two independent means.

use super::super::interval::Interval;
use super::mean::MeanEstimate;

/// The mean of `b` minus that of the baseline `a`.
///
/// - **Units:** those of the values.
/// - **Missing:** `None` where a mean or variance is not a finite number, a variance is negative, or degrees of freedom
///   are below one. Infinitely many stand for a variance that is known.
/// - **Method:** Welch (1947, Biometrika 34, 28-35) with Satterthwaite's degrees of freedom; the variances may differ.
///
/// # Examples
/// ```
/// use tryggtall::compute::{MeanEstimate, difference_of_means};
/// let before = MeanEstimate::of(&[21.0, 24.0, 19.0, 25.0]).unwrap();
/// let after = MeanEstimate::of(&[28.0, 31.0, 27.0]).unwrap();
/// let (difference, interval) = difference_of_means(before, after).unwrap();
/// assert!((difference - 77.0 / 12.0).abs() < 1e-12);
/// assert!(interval.lower > 0.0);
/// ```
pub fn difference_of_means(a: MeanEstimate, b: MeanEstimate) -> Option<(f64, Interval)> {
    if ![a, b].iter().all(usable) {
        return None;
    }
    let (mean, variance) = (b.mean - a.mean, a.variance + b.variance);
    // As shares of the sum, so that squares of tiny variances do not vanish.
    let parts = [a, b].map(|side| (side.variance / variance).powi(2) / side.df);
    let df = if variance > 0.0 { parts.iter().sum::<f64>().recip() } else { a.df.min(b.df) };
    let interval = MeanEstimate { mean, variance, df }.interval();
    (interval.lower.is_finite() && interval.upper.is_finite()).then_some((mean, interval))
}

fn usable(side: &MeanEstimate) -> bool {
    side.mean.is_finite() && side.variance.is_finite() && side.variance >= 0.0 && side.df >= 1.0
}

#[cfg(test)]
mod tests {
    use super::super::random::Random;
    use super::*;

    /// Student's sleep data; R's help page of `t.test`: `t.test(extra ~ group, data = sleep)`.
    #[test]
    fn reproduces_r() {
        let first = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0];
        let second = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4];
        let of = |values: &[f64]| MeanEstimate::of(values).unwrap();
        let (difference, interval) = difference_of_means(of(&second), of(&first)).unwrap();
        assert!((difference + 1.58).abs() < 1e-12);
        assert!(
            (interval.lower + 3.365_483_2).abs() < 1e-6 && (interval.upper - 0.205_483_2).abs() < 1e-6,
            "{interval:?}"
        );
    }

    /// A side that is known exactly leaves the other's interval, and the degrees of freedom lie between the smaller and
    /// the sum.
    #[test]
    fn lies_between_its_sides() {
        const SEED: u64 = 29;
        let mut random = Random(SEED);
        for _ in 0..1_000 {
            let mut side = || MeanEstimate {
                mean: 10.0 * random.unit(),
                variance: 0.01 + random.unit(),
                df: 1.0 + 30.0 * random.unit(),
            };
            let (a, b) = (side(), side());
            let (difference, found) = difference_of_means(a, b).unwrap();
            let half = |df: f64| {
                let both = MeanEstimate { mean: 0.0, variance: a.variance + b.variance, df };
                both.interval().upper
            };
            let reach = found.upper - difference;
            let within = reach <= half(a.df.min(b.df)) + 1e-9 && reach >= half(a.df + b.df) - 1e-9;
            assert!(within, "seed {SEED}: {a:?} {b:?}");
            let known = MeanEstimate { mean: 0.0, variance: 0.0, df: f64::INFINITY };
            let (_, alone) = difference_of_means(known, b).unwrap();
            assert!((alone.upper - b.interval().upper).abs() < 1e-9, "seed {SEED}: {b:?}");
        }
    }

    #[test]
    fn ends_on_any_input() {
        let fine = MeanEstimate { mean: 1.0, variance: 1.0, df: 3.0 };
        for odd in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            assert!(difference_of_means(MeanEstimate { mean: odd, ..fine }, fine).is_none());
            assert!(difference_of_means(fine, MeanEstimate { variance: odd, ..fine }).is_none());
        }
        for df in [f64::NAN, 0.0, -1.0] {
            assert!(difference_of_means(fine, MeanEstimate { df, ..fine }).is_none());
        }
        assert!(difference_of_means(fine, MeanEstimate { variance: -1.0, ..fine }).is_none());
        let huge = MeanEstimate { variance: f64::MAX, ..fine };
        assert!(difference_of_means(huge, huge).is_none());
        let exact = MeanEstimate { variance: 0.0, ..fine };
        assert_eq!(difference_of_means(exact, exact), Some((0.0, Interval { lower: 0.0, upper: 0.0 })));
        let tiny = MeanEstimate { variance: f64::MIN_POSITIVE, ..fine };
        assert!(difference_of_means(tiny, tiny).is_some());
    }
}
