//! Percentiles of whole numbers: days, ages, counts.

use super::super::interval::float;

/// The median; [`percentile`] at 0.5.
///
/// # Examples
/// ```
/// use tryggtall::compute::median;
/// assert_eq!(median(&[40, 10, 20, 30]), Some(25.0));
/// assert_eq!(median(&[]), None);
/// ```
pub fn median(values: &[i64]) -> Option<f64> {
    percentile(values, 0.5)
}

/// The value that the fraction `p` of the values is at or below, between two of them where none divides them so.
///
/// - **Shape:** in any order.
/// - **Units:** `p` is a fraction: 0.9 is the 90th percentile. The result has the unit of the values.
/// - **Missing:** leave missing values out. `None` without values, or where `p` is not within 0-1.
/// - **Method:** linear interpolation, type 7 of Hyndman & Fan (1996, The American Statistician 50, 361-365): the
///   default of R and of spreadsheets (`PERCENTILE.INC`), and what polars calls linear.
///
/// # Examples
/// ```
/// use tryggtall::compute::percentile;
/// let days = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
/// assert_eq!(percentile(&days, 0.25), Some(3.25));
/// assert_eq!(percentile(&days, 1.0), Some(10.0));
/// ```
pub fn percentile(values: &[i64], p: f64) -> Option<f64> {
    let last = values.len().checked_sub(1)?;
    if !(0.0..=1.0).contains(&p) {
        return None;
    }
    let mut sorted = values.to_vec();
    sorted.sort_unstable();
    let position = float(last as u64) * p;
    let below = whole(position).min(last);
    let lower = decimal(*sorted.get(below)?);
    let upper = sorted.get(below + 1).map_or(lower, |value| decimal(*value));
    Some(lower + (upper - lower) * position.fract())
}

/// The median of any numbers; `None` where there are none, or one is not a number.
pub(super) fn middle(mut values: Vec<f64>) -> Option<f64> {
    let upper = values.len() / 2;
    let lower = values.len().checked_sub(1)? / 2;
    values.sort_by(f64::total_cmp);
    Some(f64::midpoint(*values.get(lower)?, *values.get(upper)?)).filter(|middle| middle.is_finite())
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "within 0 and the length of a slice")]
fn whole(position: f64) -> usize {
    position as usize
}

#[expect(clippy::cast_precision_loss, reason = "days and counts are far below 2^52")]
fn decimal(value: i64) -> f64 {
    value as f64
}

#[cfg(test)]
mod tests {
    use super::super::random::Random;
    use super::*;

    /// R's `quantile(x, p)`, whose default is type 7.
    #[test]
    fn reproduces_r() {
        let values = [15, 20, 35, 40, 50];
        for (p, expected) in
            [(0.0, 15.0), (0.05, 16.0), (0.3, 23.0), (0.4, 29.0), (0.5, 35.0), (0.9, 46.0), (1.0, 50.0)]
        {
            let found = percentile(&values, p).unwrap();
            assert!((found - expected).abs() < 1e-12, "{p}: {found}");
        }
    }

    /// The other way round: the broken line through `(k / (n - 1), k-th value)`, walked piece by piece.
    #[test]
    fn lies_on_the_broken_line() {
        const SEED: u64 = 41;
        let mut random = Random(SEED);
        for _ in 0..1_000 {
            let values: Vec<i64> =
                (0..2 + random.below(30)).map(|_| i64::try_from(random.below(400)).unwrap() - 100).collect();
            let p = random.unit();
            let mut sorted = values.clone();
            sorted.sort_unstable();
            let pieces = float(values.len() as u64 - 1);
            let mut start = 0.0;
            let mut expected = f64::NAN;
            for pair in sorted.windows(2) {
                let end = start + 1.0;
                if start / pieces <= p && p <= end / pieces {
                    expected = decimal(pair[0]) * (end - p * pieces) + decimal(pair[1]) * (p * pieces - start);
                }
                start = end;
            }
            let found = percentile(&values, p).unwrap();
            assert!((found - expected).abs() < 1e-9, "seed {SEED}: {values:?} {p} {found} {expected}");
        }
    }

    #[test]
    fn ends_on_any_input() {
        assert_eq!(median(&[7]), Some(7.0));
        assert_eq!(percentile(&[], 0.5), None);
        for p in [-0.1, 1.1, f64::NAN, f64::INFINITY] {
            assert_eq!(percentile(&[1, 2], p), None);
        }
        assert_eq!(median(&[i64::MIN, i64::MAX]), Some(0.0));
        assert_eq!(median(&[3, 1, 2]), Some(2.0));
    }
}
