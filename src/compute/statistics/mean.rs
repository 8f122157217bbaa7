//! Means, and means of answers of which one person gave several.

use super::super::interval::{Interval, float};
use super::student::student_quantile;

/// A mean and how well it is known.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MeanEstimate {
    /// The mean, in the unit of the values.
    pub mean: f64,
    /// The variance of the mean (the square of its standard error), in the square of that unit.
    pub variance: f64,
    /// Degrees of freedom of the variance.
    pub df: f64,
}

impl MeanEstimate {
    /// Of values that do not depend on each other.
    ///
    /// - **Missing:** `None` with fewer than two values, or where one is not a number.
    /// - **Method:** the sample variance, divided by the number of values.
    ///
    /// # Examples
    /// ```
    /// use tryggtall::compute::MeanEstimate;
    /// let estimate = MeanEstimate::of(&[2.0, 4.0, 6.0]).unwrap();
    /// assert!((estimate.variance - 4.0 / 3.0).abs() < 1e-12 && (estimate.df - 2.0).abs() < 1e-12);
    /// ```
    pub fn of(values: &[f64]) -> Option<Self> {
        linearised(values.iter().map(|value| (*value, 1.0)))?.1
    }

    /// Of answers of which one respondent gave several; see [`mean_of_clusters`].
    ///
    /// - **Missing:** `None` with fewer than two respondents, or where a sum is not a number.
    ///
    /// # Examples
    /// ```
    /// use tryggtall::compute::MeanEstimate;
    /// let estimate = MeanEstimate::of_clusters(&[(8.0, 2), (2.0, 1)]).unwrap();
    /// assert!((estimate.mean - 10.0 / 3.0).abs() < 1e-12);
    /// ```
    pub fn of_clusters(clusters: &[(f64, u64)]) -> Option<Self> {
        linearised(answered(clusters))?.1
    }

    /// Student's t interval.
    ///
    /// # Examples
    /// ```
    /// use tryggtall::compute::MeanEstimate;
    /// let interval = MeanEstimate { mean: 5.0, variance: 1.0, df: 10.0 }.interval();
    /// assert!((interval.upper - 7.228_138_852).abs() < 1e-9);
    /// ```
    pub fn interval(&self) -> Interval {
        let half = student_quantile(self.df) * self.variance.sqrt();
        Interval { lower: self.mean - half, upper: self.mean + half }
    }
}

/// The mean of values that do not depend on each other, and Student's t interval.
///
/// - **Units:** those of the values. The limits can leave a scale that has ends; the caller cuts them there.
/// - **Missing:** leave missing values out. `None` where there are none or one is not a number; no interval for one
///   value, and an interval without width where all are equal.
/// - **Method:** Student (1908, Biometrika 6, 1-25).
///
/// # Examples
/// ```
/// use tryggtall::compute::mean_interval;
/// let (mean, interval) = mean_interval(&[2.0, 4.0, 6.0]).unwrap();
/// assert!((mean - 4.0).abs() < 1e-12);
/// assert!((interval.unwrap().upper - 8.968_275_422).abs() < 1e-8);
/// assert!(mean_interval(&[7.0]).unwrap().1.is_none());
/// ```
pub fn mean_interval(values: &[f64]) -> Option<(f64, Option<Interval>)> {
    let (mean, estimate) = linearised(values.iter().map(|value| (*value, 1.0)))?;
    Some((mean, estimate.map(|estimate| estimate.interval())))
}

/// The mean of all answers where each respondent gave a sum of several, and Student's t interval.
///
/// - **Shape:** one pair per respondent: the sum of the answers, and how many. All answers weigh the same.
/// - **Units:** those of the answers. The limits can leave a scale that has ends; the caller cuts them there.
/// - **Missing:** leave missing answers out of both; who answered nothing does not count. `None` where nobody answered
///   or a sum is not a number; no interval for one respondent.
/// - **Method:** ratio estimator with linearised variance between respondents (Cochran 1977, Sampling Techniques, 3rd
///   ed., section 6.4; no finite population correction), as many degrees of freedom as respondents less one.
///
/// # Examples
/// ```
/// use tryggtall::compute::mean_of_clusters;
/// let (mean, interval) = mean_of_clusters(&[(8.0, 2), (9.0, 3), (2.0, 1)]).unwrap();
/// assert!((mean - 19.0 / 6.0).abs() < 1e-12);
/// assert!(interval.unwrap().lower < mean);
/// ```
pub fn mean_of_clusters(clusters: &[(f64, u64)]) -> Option<(f64, Option<Interval>)> {
    let (mean, estimate) = linearised(answered(clusters))?;
    Some((mean, estimate.map(|estimate| estimate.interval())))
}

fn answered(clusters: &[(f64, u64)]) -> impl Iterator<Item = (f64, f64)> + Clone {
    clusters.iter().filter(|(_, answers)| *answers > 0).map(|(sum, answers)| (*sum, float(*answers)))
}

/// The mean of `(sum, answers)` and, from two clusters on, how well it is known.
pub(super) fn linearised(clusters: impl Iterator<Item = (f64, f64)> + Clone) -> Option<(f64, Option<MeanEstimate>)> {
    let (mut total, mut answers, mut count) = (0.0, 0.0, 0.0);
    for (sum, size) in clusters.clone() {
        total += sum;
        answers += size;
        count += 1.0;
    }
    // Nobody: 0 / 0 is not finite either.
    let mean = total / answers;
    if !mean.is_finite() {
        return None;
    }
    let df = count - 1.0;
    let squares: f64 = clusters.map(|(sum, size)| ((sum - mean * size) / answers).powi(2)).sum();
    let variance = squares * count / df;
    Some((mean, variance.is_finite().then_some(MeanEstimate { mean, variance, df })))
}

#[cfg(test)]
mod tests {
    use super::super::random::Random;
    use super::*;

    /// Student's own data (1908): hours of sleep gained by ten patients, drugs 1 and 2; R's `t.test(extra)` by group.
    #[test]
    fn reproduces_students_sleep() {
        let first = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0];
        let second = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4];
        let gain: Vec<f64> = first.iter().zip(second).map(|(first, second)| first - second).collect();
        let (mean, interval) = mean_interval(&gain).unwrap();
        let interval = interval.unwrap();
        assert!((mean + 1.58).abs() < 1e-12);
        assert!(
            (interval.lower + 2.459_885_5).abs() < 1e-6 && (interval.upper + 0.700_114_5).abs() < 1e-6,
            "{interval:?}"
        );
    }

    /// One answer each is the plain mean; doubling everyone's answers adds nothing that was not known.
    #[test]
    fn answers_of_one_person_do_not_add() {
        const SEED: u64 = 19;
        let mut random = Random(SEED);
        for _ in 0..500 {
            let values: Vec<f64> = (0..2 + random.below(30)).map(|_| 10.0 * random.unit()).collect();
            let single: Vec<_> = values.iter().map(|value| (*value, 1)).collect();
            let twice: Vec<_> = values.iter().map(|value| (2.0 * value, 2)).chain([(0.0, 0)]).collect();
            let plain = mean_interval(&values);
            assert_eq!(plain, mean_of_clusters(&single), "seed {SEED}");
            let (mean, interval) = plain.unwrap();
            let (again, doubled) = mean_of_clusters(&twice).unwrap();
            let (interval, doubled) = (interval.unwrap(), doubled.unwrap());
            let apart = (mean - again).abs() + (interval.lower - doubled.lower).abs();
            assert!(apart < 1e-10 && interval.lower <= mean && mean <= interval.upper, "seed {SEED}: {values:?}");
        }
    }

    /// The variance of a ratio in the other textbook form: `n/(n-1) (Σs² - 2 r Σsm + r² Σm²) / (Σm)²`.
    #[test]
    fn agrees_with_the_expanded_square() {
        const SEED: u64 = 23;
        let mut random = Random(SEED);
        for _ in 0..500 {
            let count = 2 + random.below(20);
            let clusters: Vec<_> = (0..count).map(|_| (5.0 * random.unit(), 1 + random.below(9))).collect();
            let over = |of: &dyn Fn(f64, f64) -> f64| clusters.iter().map(|(sum, m)| of(*sum, float(*m))).sum::<f64>();
            let ratio = over(&|sum, _| sum) / over(&|_, m| m);
            let square =
                over(&|sum, _| sum * sum) - 2.0 * ratio * over(&|sum, m| sum * m) + ratio * ratio * over(&|_, m| m * m);
            let variance = float(count) / float(count - 1) * square / over(&|_, m| m).powi(2);
            let found = MeanEstimate::of_clusters(&clusters).unwrap();
            let apart = (found.mean - ratio).abs() + (found.variance - variance).abs();
            assert!(apart < 1e-12, "seed {SEED}: {clusters:?} {found:?} {variance}");
        }
    }

    #[test]
    fn ends_on_any_input() {
        assert!(mean_interval(&[]).is_none() && mean_of_clusters(&[(3.0, 0)]).is_none());
        assert!(mean_interval(&[1.0, f64::NAN]).is_none() && mean_interval(&[f64::INFINITY]).is_none());
        assert!(mean_interval(&[f64::MAX, f64::MAX]).is_none());
        assert!(mean_interval(&[f64::MAX, f64::MIN]).is_some_and(|(_, interval)| interval.is_none()));
        assert_eq!(mean_of_clusters(&[(6.0, 2), (1.0, 0)]), Some((3.0, None)));
        assert_eq!(mean_interval(&[4.0, 4.0]), Some((4.0, Some(Interval { lower: 4.0, upper: 4.0 }))));
        assert!(mean_of_clusters(&[(1.0, u64::MAX), (2.0, u64::MAX)]).unwrap().1.is_some());
    }
}
