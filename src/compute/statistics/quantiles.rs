//! Percentiles.

/// The quantile `share` (0-1) of whole numbers, with linear interpolation between neighbours: type 7 of Hyndman & Fan
/// (1996), as spreadsheets and R have it. `None` of nothing.
pub(in crate::compute) fn percentile(values: &[i64], share: f64) -> Option<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_unstable();
    let last = sorted.len().checked_sub(1)?;
    let place = as_float(i64::try_from(last).ok()?) * share.clamp(0.0, 1.0);
    let below = (0..=last).take_while(|index| as_float(i64::try_from(*index).unwrap_or(i64::MAX)) <= place).count() - 1;
    let low = as_float(sorted[below]);
    let high = as_float(*sorted.get(below + 1).unwrap_or(&sorted[below]));
    let part = place - place.floor();
    Some(low + (high - low) * part)
}

/// Days and ranks are far below 2^53.
#[expect(clippy::cast_precision_loss, reason = "days and ranks are far below 2^53")]
fn as_float(number: i64) -> f64 {
    number as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    /// R: quantile(c(1, 2, 4, 8, 16), c(.5, .9, .1), type = 7) gives 4.0 12.8 1.4.
    #[test]
    fn interpolates_as_r_does() {
        let values = [16, 1, 8, 2, 4];
        for (share, expected) in [(0.0, 1.0), (0.1, 1.4), (0.5, 4.0), (0.9, 12.8), (1.0, 16.0)] {
            assert!((percentile(&values, share).unwrap() - expected).abs() < 1e-12, "{share}");
        }
        assert_eq!(percentile(&[], 0.5), None);
        assert_eq!(percentile(&[7], 0.9), Some(7.0));
        assert_eq!(percentile(&[1, 2], 0.5), Some(1.5));
        assert_eq!(percentile(&[-5, 5], 0.5), Some(0.0));
    }
}
