//! Differences between two years, with an interval each.

use super::super::interval::{Interval, float, poisson, wilson};

/// The difference of two shares, second less first, as fractions, with Newcombe's score interval (1998, method 10).
/// `None` where one of them has nobody to count among.
pub(in crate::compute) fn difference_of_shares(first: (u64, u64), second: (u64, u64)) -> Option<(f64, Interval)> {
    let (a, b) = (wilson(first.0, first.1)?, wilson(second.0, second.1)?);
    let (p, q) = (float(first.0) / float(first.1), float(second.0) / float(second.1));
    Some((q - p, between((p, a), (q, b))))
}

/// The difference of two counts, or of two rates where each has its own exposure, second less first, with the interval
/// made from those of the two (Zou & Donner 2008).
pub(in crate::compute) fn difference_of_counts(first: (u64, f64), second: (u64, f64)) -> Option<(f64, Interval)> {
    if !(first.1 > 0.0 && second.1 > 0.0) {
        return None;
    }
    let rate = |(events, exposure): (u64, f64)| (float(events) / exposure, poisson(events).scaled(1.0 / exposure));
    let (a, b) = (rate(first), rate(second));
    Some((b.0 - a.0, between(a, b)))
}

/// The method of variance estimates recovery: each limit goes as far as the limits of the two take it.
pub(in crate::compute) fn between(first: (f64, Interval), second: (f64, Interval)) -> Interval {
    let ((p, a), (q, b)) = (first, second);
    let low = ((q - b.lower).powi(2) + (a.upper - p).powi(2)).sqrt();
    let high = ((b.upper - q).powi(2) + (p - a.lower).powi(2)).sqrt();
    Interval { lower: q - p - low, upper: q - p + high }
}

/// The second count over the first, each with its exposure, with the exact conditional interval: given their sum, the
/// second is binomial (Przyborowski & Wilenski 1940; limits of Clopper & Pearson 1934). `None` where the first is zero:
/// nothing is so many times nothing.
pub(in crate::compute) fn ratio_of_counts(first: (u64, f64), second: (u64, f64)) -> Option<(f64, Interval)> {
    let ((a, per_a), (b, per_b)) = (first, second);
    if a == 0 || !(per_a > 0.0 && per_b > 0.0) {
        return None;
    }
    let ratio = (float(b) / per_b) / (float(a) / per_a);
    let odds = |share: f64| share / (1.0 - share) * per_a / per_b;
    let n = a + b;
    let lower = if b == 0 { 0.0 } else { odds(share_at(b - 1, n, 0.975)) };
    Some((ratio, Interval { lower, upper: odds(share_at(b, n, 0.025)) }))
}

/// The share at which so many events or fewer, of `n`, have the probability `tail`.
fn share_at(events: u64, n: u64, tail: f64) -> f64 {
    let (mut low, mut high) = (0.0, 1.0);
    for _ in 0..200 {
        let middle = f64::midpoint(low, high);
        if at_most(events, n, middle) > tail { low = middle } else { high = middle }
    }
    f64::midpoint(low, high)
}

/// The probability of so many events or fewer, term by term in logarithms.
fn at_most(events: u64, n: u64, share: f64) -> f64 {
    let (yes, no) = (share.ln(), (1.0 - share).ln());
    let (mut choose, mut sum) = (0.0, 0.0);
    for k in 0..=events {
        if k > 0 {
            choose += (float(n - k + 1) / float(k)).ln();
        }
        sum += (choose + float(k) * yes + float(n - k) * no).exp();
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_near(interval: Interval, lower: f64, upper: f64, tolerance: f64) -> bool {
        (interval.lower - lower).abs() < tolerance && (interval.upper - upper).abs() < tolerance
    }

    /// Newcombe (1998), table II, method 10, printed to four decimals.
    #[test]
    fn the_table_of_newcombe() {
        let printed = [
            ((48, 80), (56, 70), 0.0524, 0.3339),
            ((3, 10), (9, 10), 0.1705, 0.8090),
            ((2, 7), (6, 7), 0.0582, 0.8062),
            ((0, 29), (5, 56), -0.0381, 0.1926),
            ((0, 20), (0, 10), -0.1611, 0.2775),
            ((0, 10), (10, 10), 0.6075, 1.0000),
        ];
        for (first, second, lower, upper) in printed {
            let (_, interval) = difference_of_shares(first, second).unwrap();
            assert!(is_near(interval, lower, upper, 6e-5), "{first:?} {second:?}: {interval:?}");
        }
        assert!(difference_of_shares((0, 0), (1, 2)).is_none());
    }

    /// R: binom.test(14, 22) gives 0.40657 to 0.82799, so 14 over 8 is 1.75 with 0.68512 to 4.81356.
    #[test]
    fn the_exact_ratio() {
        let (ratio, interval) = ratio_of_counts((8, 1.0), (14, 1.0)).unwrap();
        assert!((ratio - 1.75).abs() < 1e-12);
        assert!(is_near(interval, 0.406_565_4 / 0.593_434_6, 0.827_994_5 / 0.172_005_5, 2e-3), "{interval:?}");
        assert!(ratio_of_counts((0, 1.0), (3, 1.0)).is_none());
        assert!(ratio_of_counts((3, 1.0), (0, 1.0)).unwrap().1.lower.abs() < 1e-12);
        let (_, half) = ratio_of_counts((8, 2.0), (14, 1.0)).unwrap();
        assert!((half.lower - 2.0 * interval.lower).abs() < 1e-9);
    }

    #[test]
    fn the_difference_of_the_same_twice_is_nothing() {
        let (difference, interval) = difference_of_counts((20, 1.0), (20, 1.0)).unwrap();
        assert!(difference.abs() < 1e-12 && interval.lower < 0.0 && interval.upper > 0.0);
        assert!(difference_of_counts((1, 0.0), (1, 1.0)).is_none());
    }
}
