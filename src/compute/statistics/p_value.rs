//! Two-sided p-values.
//!
//! Those that begin with `p_of_` are each the dual of an interval: below 0.05 exactly where the 95 % interval leaves
//! the value out, so that a table agrees with itself. Those that begin with `exact_p_of_` are what a correction for
//! many comparisons (`false_discovery`) is right about: far out, where it looks, approximations are not.

use super::super::interval::{BYAR_FROM, Interval, Z, float};
use super::difference::shares_within;
use super::normal::{FARTHEST, two_sided};
use super::tails::{binomial_tails, hypergeometric_tails, poisson_tails};

/// A share against one that is taken as known: `events` of `n` against `share`.
///
/// - **Missing:** `None` where nobody was asked, where there are more events than `n`, or `share` is no fraction 0-1.
/// - **Method:** score test, the dual of [`wilson`](crate::compute::wilson) (Wilson 1927).
///
/// # Examples
/// ```
/// use tryggtall::compute::p_of_share;
/// assert!((p_of_share(65, 100, 0.5).unwrap() - 0.002_699_796_063).abs() < 1e-12);
/// ```
pub fn p_of_share(events: u64, n: u64, share: f64) -> Option<f64> {
    if n == 0 || events > n || !(0.0..=1.0).contains(&share) {
        return None;
    }
    let (count, n) = (float(events), float(n));
    let apart = (count - n * share).abs();
    // Against 0 or 1 anything else is impossible, and the same is certain.
    if apart <= 0.0 {
        return Some(1.0);
    }
    Some(two_sided(apart / (n * share * (1.0 - share)).sqrt()))
}

/// A share against one that is taken as known, by the exact tails: the p-value to correct for many comparisons.
///
/// The score test is right about where 5 % lie, not about where 0.2 % do: 2 of 20 where 1 % is expected happens in 1.7
/// of a hundred samples, and [`p_of_share`] says 1 of 19,000. A correction looks just there. In reports of 25 figures
/// that all are as in the county, score tests still call a figure higher in 6 of 100 reports after
/// [`benjamini_hochberg`](crate::compute::benjamini_hochberg), the exact tails in 2 (`benches/coverage.rs`).
///
/// - **Missing:** as [`p_of_share`].
/// - **Method:** twice the smaller binomial tail, the dual of the limits of Clopper & Pearson (1934). It can stay above
///   0.05 where Wilson's interval leaves the share out: a figure differs where both say so.
///
/// # Examples
/// ```
/// use tryggtall::compute::{exact_p_of_share, p_of_share};
/// assert!((exact_p_of_share(2, 20, 0.01).unwrap() - 0.033_719).abs() < 5e-7);
/// assert!(p_of_share(2, 20, 0.01).unwrap() < 0.000_06);
/// ```
pub fn exact_p_of_share(events: u64, n: u64, share: f64) -> Option<f64> {
    let tails = binomial_tails(events, n, share).filter(|_| n > 0)?;
    Some(tails.two_sided())
}

/// A count against one that is taken as known.
///
/// - **Missing:** `None` unless `expected` is a number from 0 on.
/// - **Method:** the dual of [`poisson`](crate::compute::poisson): below 10 events twice the smaller exact tail, from
///   10 on Byar's formula solved for the level. Byar's limits leave a gap around the count even at no confidence at
///   all; an expected count in it has p = 1.
///
/// # Examples
/// ```
/// use tryggtall::compute::p_of_count;
/// assert!((p_of_count(0, 3.0).unwrap() - 2.0 * (-3_f64).exp()).abs() < 1e-12);
/// assert!(p_of_count(65, 50.0).unwrap() < 0.05 && p_of_count(65, 50.2).unwrap() > 0.05);
/// ```
pub fn p_of_count(events: u64, expected: f64) -> Option<f64> {
    let tails = poisson_tails(events.min(BYAR_FROM), expected)?;
    if events < BYAR_FROM {
        return Some(tails.two_sided());
    }
    // Where none are expected ten are impossible, whatever the approximation says.
    if expected <= 0.0 {
        return Some(0.0);
    }
    let at = |count: f64| 3.0 * count.sqrt() * (1.0 - 1.0 / (9.0 * count) - (expected / count).cbrt());
    let z = at(float(events)).max(-at(float(events) + 1.0)).max(0.0);
    Some(two_sided(z))
}

/// Whether two shares differ, each side as events and those asked.
///
/// - **Missing:** `None` where [`difference_of_shares`](crate::compute::difference_of_shares) is.
/// - **Method:** the dual of Newcombe's interval: [`smallest_alpha`] at which it leaves 0 out.
///
/// # Examples
/// ```
/// use tryggtall::compute::p_of_difference;
/// assert!((p_of_difference((48, 80), (56, 70)).unwrap() - 0.008_133_140_359).abs() < 1e-11);
/// assert!(p_of_difference((0, 0), (1, 2)).is_none());
/// ```
pub fn p_of_difference(a: (u64, u64), b: (u64, u64)) -> Option<f64> {
    smallest_alpha(|z| shares_within(a, b, z).map(|(_, interval)| interval), 0.0)
}

/// Whether two shares differ, by the exact tails: the p-value to correct for many comparisons.
///
/// Newcombe's interval is right about where 5 % lie where both sides are alike in size. Where a few are held against
/// many and the share is small, it calls the few higher too often, ten times so at one in a thousand (1 % of 40 against
/// 1 % of 1,000): see [`exact_p_of_share`].
///
/// - **Missing:** as [`p_of_difference`].
/// - **Method:** twice the smaller tail of Fisher's exact test (1935). Above ten million asked in all,
///   [`p_of_difference`].
///
/// # Examples
/// ```
/// use tryggtall::compute::exact_p_of_difference;
/// assert!((exact_p_of_difference((10, 1_000), (3, 40)).unwrap() - 0.023_081_092).abs() < 1e-9);
/// ```
pub fn exact_p_of_difference(a: (u64, u64), b: (u64, u64)) -> Option<f64> {
    if a.1 == 0 || b.1 == 0 {
        return None;
    }
    hypergeometric_tails(a, b).map_or_else(|| p_of_difference(a, b), |tails| Some(tails.two_sided()))
}

/// Whether the rate of `b` differs from that of the baseline `a`, each side as events and exposure.
///
/// - **Missing:** `None` where [`ratio_of_rates`](crate::compute::ratio_of_rates) is: no events in the baseline, or no
///   exposure.
/// - **Method:** the dual of that interval: twice the smaller tail of the events of `b` among all (Przyborowski &
///   Wilenski 1940).
///
/// # Examples
/// ```
/// use tryggtall::compute::p_of_ratio;
/// assert!((p_of_ratio((21, 3_011.0), (11, 800.0)).unwrap() - 0.112_017_319_575).abs() < 1e-11);
/// ```
pub fn p_of_ratio(a: (u64, f64), b: (u64, f64)) -> Option<f64> {
    let known = |exposure: f64| exposure.is_finite() && exposure > 0.0;
    if a.0 == 0 || !known(a.1) || !known(b.1) {
        return None;
    }
    let share = (1.0 + a.1 / b.1).recip();
    binomial_tails(b.0, a.0.checked_add(b.0)?, share).map(super::tails::Tails::two_sided)
}

/// An estimate of which only the 95 % interval is known, against `value`: means, medians, shares of clustered answers.
///
/// - **Missing:** `None` where a number is not one, the estimate is outside its interval, or the interval has no width
///   towards `value`: then nothing is known about chance.
/// - **Method:** normal, with the standard error that the limit towards `value` tells, so that skewed intervals stay
///   skewed. Exact at 0.05; elsewhere as near as the interval is to a normal one.
///
/// # Examples
/// ```
/// use tryggtall::compute::{Interval, p_of_estimate};
/// let interval = Interval { lower: 3.0, upper: 6.0 };
/// assert!((p_of_estimate(4.0, interval, 3.0).unwrap() - 0.05).abs() < 1e-12);
/// assert!(p_of_estimate(4.0, interval, 6.5).unwrap() < 0.05);
/// ```
pub fn p_of_estimate(estimate: f64, interval: Interval, value: f64) -> Option<f64> {
    let Interval { lower, upper } = interval;
    let known = [estimate, lower, upper, value].iter().all(|number| number.is_finite());
    if !known || lower > estimate || estimate > upper {
        return None;
    }
    let apart = (value - estimate).abs();
    if apart <= 0.0 {
        return Some(1.0);
    }
    let width = if value < estimate { estimate - lower } else { upper - estimate };
    (width > 0.0).then(|| two_sided(Z * (apart / width)))
}

/// The smallest alpha at which an interval of confidence `1 - alpha` leaves `value` out: the p-value that agrees with
/// it.
///
/// `interval_at` gives the interval `z` standard deviations to each side, as `alpha` is `P(|Z| > z)`. It must widen
/// with `z`, as Wilson's, Byar's, the exact and every MOVER interval of them do. `None` where it gives none.
///
/// # Examples
/// ```
/// use tryggtall::compute::{Interval, normal_tail, smallest_alpha};
/// let plain = |z: f64| Some(Interval { lower: 10.0 - 2.0 * z, upper: 10.0 + 2.0 * z });
/// assert!((smallest_alpha(plain, 13.0).unwrap() - 2.0 * normal_tail(1.5)).abs() < 1e-14);
/// ```
pub fn smallest_alpha(interval_at: impl Fn(f64) -> Option<Interval>, value: f64) -> Option<f64> {
    if value.is_nan() {
        return None;
    }
    let out = |z: f64| interval_at(z).map(|interval| value < interval.lower || value > interval.upper);
    if !out(0.0)? {
        return Some(1.0);
    }
    let (mut near, mut far) = (0.0, FARTHEST);
    for _ in 0..70 {
        let middle = f64::midpoint(near, far);
        if out(middle)? { near = middle } else { far = middle }
    }
    Some(two_sided(near))
}

#[cfg(test)]
mod tests;
