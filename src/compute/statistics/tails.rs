//! The tails of counts: how probable so few, or so many, are by chance.

use super::super::interval::float;
use super::incomplete;

/// Where so many were asked, adding up takes long.
const MOST_ASKED: u64 = 10_000_000;

/// The probabilities of as few and of as many as were counted; together they are more than 1, as both have the count.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Tails {
    /// Of this many or fewer.
    pub at_most: f64,
    /// Of this many or more.
    pub at_least: f64,
}

impl Tails {
    /// Twice the smaller tail, at most 1: the two-sided p-value whose dual has as much beyond each limit.
    ///
    /// # Examples
    /// ```
    /// use tryggtall::compute::Tails;
    /// assert!((Tails { at_most: 0.99, at_least: 0.02 }.two_sided() - 0.04).abs() < 1e-15);
    /// ```
    pub fn two_sided(self) -> f64 {
        (2.0 * self.at_most.min(self.at_least)).min(1.0)
    }
}

/// Both tails of a binomial count: `events` of `n` where each happens with probability `share`.
///
/// - **Units:** probabilities, each with its own digits, also where it is tiny.
/// - **Missing:** `None` where there are more events than `n`, or `share` is no fraction 0-1.
/// - **Method:** regularized incomplete beta function (Abramowitz & Stegun 1972, 26.5.24).
///
/// # Examples
/// ```
/// use tryggtall::compute::binomial_tails;
/// let tails = binomial_tails(8, 10, 0.5).unwrap();
/// assert!((tails.at_least - 56.0 / 1024.0).abs() < 1e-15 && (tails.at_most - 1013.0 / 1024.0).abs() < 1e-15);
/// assert!(binomial_tails(3, 2, 0.5).is_none());
/// ```
pub fn binomial_tails(events: u64, n: u64, share: f64) -> Option<Tails> {
    if events > n || !(0.0..=1.0).contains(&share) {
        return None;
    }
    let (k, others) = (float(events), float(n - events));
    let at_most = if events == n { 1.0 } else { incomplete::beta(k + 1.0, others, share).1 };
    let at_least = if events == 0 { 1.0 } else { incomplete::beta(k, others + 1.0, share).0 };
    Some(Tails { at_most, at_least })
}

/// Both tails of a Poisson count of `events` where `expected` are expected.
///
/// - **Units:** probabilities, each with its own digits, also where it is tiny.
/// - **Missing:** `None` unless `expected` is a number from 0 on.
/// - **Method:** regularized incomplete gamma function (Abramowitz & Stegun 1972, 26.4.21).
///
/// # Examples
/// ```
/// use tryggtall::compute::poisson_tails;
/// let tails = poisson_tails(0, 3.0).unwrap();
/// assert!((tails.at_most - (-3_f64).exp()).abs() < 1e-15 && (tails.at_least - 1.0).abs() < 1e-15);
/// assert!(poisson_tails(1, f64::NAN).is_none());
/// ```
pub fn poisson_tails(events: u64, expected: f64) -> Option<Tails> {
    if !expected.is_finite() || expected < 0.0 {
        return None;
    }
    let k = float(events);
    let at_least = if events == 0 { 1.0 } else { incomplete::gamma(k, expected).0 };
    Some(Tails { at_most: incomplete::gamma(k + 1.0, expected).1, at_least })
}

/// Both tails of the events of `b` where those of `a` and `b` together are given, and fall on each side as those asked
/// do.
///
/// - **Missing:** `None` where a side has more events than asked, or [`MOST_ASKED`] or more were asked in all.
/// - **Method:** hypergeometric (Fisher 1935), from the count seen outwards by the ratio of neighbours, so that nothing
///   large is needed.
pub(super) fn hypergeometric_tails(a: (u64, u64), b: (u64, u64)) -> Option<Tails> {
    let known = a.0 <= a.1 && b.0 <= b.1 && a.1.checked_add(b.1)? < MOST_ASKED;
    if !known {
        return None;
    }
    let [events, others, quiet, calm] = [b.0, a.0, b.1 - b.0, a.1 - a.0].map(float);
    // One more event of `b` is one fewer of `a`.
    let up = outwards((others, quiet), (events, calm));
    let down = outwards((events, calm), (others, quiet));
    let all = up + down - 1.0;
    let part = |side: f64| if side.is_finite() { side / all } else { 1.0 };
    Some(Tails { at_most: part(down), at_least: part(up) })
}

/// `1 + r₁ + r₁r₂ + …`, where each step takes one of the `taken` and gives one to the `given`, until none is left.
fn outwards(mut taken: (f64, f64), mut given: (f64, f64)) -> f64 {
    let (mut term, mut sum) = (1.0, 1.0);
    while taken.0 > 0.0 && taken.1 > 0.0 {
        let ratio = taken.0 * taken.1 / ((given.0 + 1.0) * (given.1 + 1.0));
        term *= ratio;
        sum += term;
        if ratio < 1.0 && term < 1e-18 * sum {
            break;
        }
        taken = (taken.0 - 1.0, taken.1 - 1.0);
        given = (given.0 + 1.0, given.1 + 1.0);
    }
    sum
}

/// The fewest events of `n` at which that many or fewer have the probability `p` or more.
pub(super) fn binomial_quantile(p: f64, n: u64, share: f64) -> u64 {
    first(n, |events| binomial_tails(events, n, share).is_none_or(|tails| tails.at_most >= p))
}

/// The same where `expected` are expected.
pub(super) fn poisson_quantile(p: f64, expected: f64) -> u64 {
    let enough = |events: u64| poisson_tails(events, expected).is_none_or(|tails| tails.at_most >= p);
    let above = std::iter::successors(Some(1_u64), |most| most.checked_mul(2)).find(|most| enough(*most));
    first(above.unwrap_or(u64::MAX), enough)
}

/// The first count up to `most` from which on `holds` holds.
fn first(most: u64, holds: impl Fn(u64) -> bool) -> u64 {
    let (mut low, mut high) = (0, most);
    while low < high {
        let middle = u64::midpoint(low, high);
        if holds(middle) { high = middle } else { low = middle + 1 }
    }
    low
}

#[cfg(test)]
mod tests {
    use super::super::random::Random;
    use super::*;

    /// The probabilities one by one, from the ratio of neighbours, scaled to sum to 1.
    fn summed(count: u64, upto: u64, ratio: impl Fn(f64) -> f64) -> Tails {
        // In logarithms, from whichever is the largest: none of them underflows where it matters.
        let mut logs = vec![0.0_f64];
        for k in 0..upto {
            logs.push(logs.last().unwrap() + ratio(float(k)).ln());
        }
        let largest = logs.iter().copied().fold(f64::MIN, f64::max);
        let each: Vec<f64> = logs.iter().map(|log| (log - largest).exp()).collect();
        let (all, at) = (each.iter().sum::<f64>(), usize::try_from(count).unwrap());
        Tails { at_most: each[..=at].iter().sum::<f64>() / all, at_least: each[at..].iter().sum::<f64>() / all }
    }

    fn close(found: Tails, expected: Tails) -> bool {
        let apart = |a: f64, b: f64| (a - b).abs() < 1e-11 && (a < 1e-300 || (a / b - 1.0).abs() < 1e-9);
        apart(found.at_most, expected.at_most) && apart(found.at_least, expected.at_least)
    }

    #[test]
    fn binomial_is_the_sum_of_its_terms() {
        const SEED: u64 = 43;
        let mut random = Random(SEED);
        for _ in 0..400 {
            let n = 1 + random.below(1_500);
            let (events, share) = (random.below(n + 1), 0.001 + 0.998 * random.unit());
            let odds = share / (1.0 - share);
            let expected = summed(events, n, |k| (float(n) - k) / (k + 1.0) * odds);
            let found = binomial_tails(events, n, share).unwrap();
            assert!(close(found, expected), "seed {SEED}: {events} {n} {share}: {found:?} {expected:?}");
        }
    }

    #[test]
    fn poisson_is_the_sum_of_its_terms() {
        const SEED: u64 = 47;
        let mut random = Random(SEED);
        for _ in 0..400 {
            let mean = 0.01 + 400.0 * random.unit() * random.unit();
            let events = random.below(500);
            let found = poisson_tails(events, mean).unwrap();
            let expected = summed(events, 2_500, |k| mean / (k + 1.0));
            assert!(close(found, expected), "seed {SEED}: {events} {mean}: {found:?} {expected:?}");
        }
    }

    /// The whole distribution from its first count on.
    #[test]
    fn hypergeometric_is_the_sum_of_its_terms() {
        const SEED: u64 = 89;
        let mut random = Random(SEED);
        for _ in 0..400 {
            let mut side = || {
                let n = 1 + random.below(300);
                (random.below(n + 1), n)
            };
            let (a, b) = (side(), side());
            let all = a.0 + b.0;
            let (fewest, most) = (all.saturating_sub(a.1), all.min(b.1));
            let expected = summed(b.0 - fewest, most - fewest, |k| {
                let k = k + float(fewest);
                (float(all) - k) * (float(b.1) - k) / ((k + 1.0) * (float(a.1) - float(all) + k + 1.0))
            });
            let found = hypergeometric_tails(a, b).unwrap();
            assert!(close(found, expected), "seed {SEED}: {a:?} {b:?}: {found:?} {expected:?}");
        }
        assert!(
            hypergeometric_tails((2, 1), (0, 1)).is_none() && hypergeometric_tails((0, u64::MAX), (0, 1)).is_none()
        );
        assert_eq!(hypergeometric_tails((0, 0), (0, 0)), Some(Tails { at_most: 1.0, at_least: 1.0 }));
        let far = hypergeometric_tails((0, 4_000_000), (4_000_000, 4_000_000)).unwrap();
        assert!(far.at_least < 1e-300 && (far.at_most - 1.0).abs() < 1e-15, "{far:?}");
    }

    #[test]
    fn ends_on_any_input() {
        for share in [-0.1, 1.1, f64::NAN, f64::INFINITY] {
            assert!(binomial_tails(1, 2, share).is_none(), "{share}");
        }
        for expected in [-1.0, f64::NAN, f64::INFINITY] {
            assert!(poisson_tails(1, expected).is_none(), "{expected}");
        }
        assert_eq!(binomial_tails(0, 0, 0.3), Some(Tails { at_most: 1.0, at_least: 1.0 }));
        assert_eq!(binomial_tails(0, 5, 0.0), Some(Tails { at_most: 1.0, at_least: 1.0 }));
        assert_eq!(binomial_tails(5, 5, 1.0), Some(Tails { at_most: 1.0, at_least: 1.0 }));
        assert_eq!(poisson_tails(0, 0.0), Some(Tails { at_most: 1.0, at_least: 1.0 }));
        assert_eq!(poisson_tails(2, 0.0), Some(Tails { at_most: 1.0, at_least: 0.0 }));
        let huge = binomial_tails(u64::MAX / 2, u64::MAX, 0.5).unwrap();
        assert!((huge.at_most - 0.5).abs() < 1e-6 && (huge.at_least - 0.5).abs() < 1e-6, "{huge:?}");
        assert!(poisson_tails(u64::MAX, 1.0).unwrap().at_least.abs() < 1e-300);
    }
}
