//! The run chart: has a series shifted? Without limits, and with no more asked of the figures than that chance puts
//! each above or below the median as easily.

use super::percentile::middle;
use super::tails::binomial_quantile;

/// With fewer points off the median neither rule finds anything.
const FEWEST_USEFUL: usize = 10;
/// Few crossings are rarer than this.
const TAIL: f64 = 0.05;

/// What chance allows, and what was seen.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RunChart {
    /// The median.
    pub median: f64,
    /// Points that are not on the median; those on it neither end a row nor lengthen it.
    pub useful: usize,
    /// Points in the longest row on one side.
    pub longest: usize,
    /// The longest that chance allows.
    pub longest_allowed: usize,
    /// How often the series changes side.
    pub crossings: usize,
    /// The fewest that chance allows.
    pub fewest_crossings: usize,
}

impl RunChart {
    /// Whether the row is too long or the crossings too few for chance.
    ///
    /// # Examples
    /// ```
    /// use tryggtall::compute::run_chart;
    /// let shifted = [1.0, 2.0, 1.0, 2.0, 1.0, 2.0, 8.0, 9.0, 8.0, 9.0, 8.0, 9.0];
    /// assert!(run_chart(&shifted).unwrap().shifted());
    /// ```
    pub fn shifted(&self) -> bool {
        self.longest > self.longest_allowed || self.crossings < self.fewest_crossings
    }
}

/// Anhøj's two rules about the median.
///
/// - **Shape:** the figures in the order of time; what is no number is left out.
/// - **Missing:** `None` with fewer than ten points off the median.
/// - **Method:** Anhøj & Olesen (2014, `PLoS ONE` 9, e113825): a row longer than `log2(n)` rounded and 3, or fewer
///   crossings than the 5th percentile of a binomial count with `n - 1` and ½. Chance alone
///   breaks one of them in 1.3 % of series of 12 points, in 3 % of 24 and in 5 % of 100. It finds shifts that last and
///   is blind to single points, where [`phases`](crate::compute::phases) is not.
///
/// # Examples
/// ```
/// use tryggtall::compute::run_chart;
/// let months: Vec<f64> = (0..24).map(|month| f64::from(month * 7 % 24)).collect();
/// let chart = run_chart(&months).unwrap();
/// assert_eq!((chart.useful, chart.longest_allowed, chart.fewest_crossings), (24, 8, 8));
/// assert!(run_chart(&months[..9]).is_none());
/// ```
pub fn run_chart(figures: &[f64]) -> Option<RunChart> {
    let known: Vec<f64> = figures.iter().copied().filter(|figure| figure.is_finite()).collect();
    let median = middle(known.clone())?;
    let sides: Vec<bool> =
        known.iter().filter(|figure| (**figure - median).abs() > 0.0).map(|figure| *figure > median).collect();
    let rows: Vec<usize> = sides.chunk_by(|a, b| a == b).map(<[bool]>::len).collect();
    let useful = sides.len();
    if useful < FEWEST_USEFUL {
        return None;
    }
    let crossings = binomial_quantile(TAIL, useful as u64 - 1, 0.5);
    Some(RunChart {
        median,
        useful,
        longest: rows.iter().copied().max()?,
        longest_allowed: rounded_log(useful) + 3,
        crossings: rows.len() - 1,
        fewest_crossings: usize::try_from(crossings).ok()?,
    })
}

/// `log2` rounded: the whole one, and one more from `√2` times its power on.
fn rounded_log(n: usize) -> usize {
    let whole = n.ilog2();
    let above = (n as u128).pow(2) > 1_u128 << (2 * whole + 1);
    whole as usize + usize::from(above)
}

#[cfg(test)]
mod tests {
    use super::super::random::Random;
    use super::*;

    /// Points that are above (`+`), below (`-`) and on (`0`) a median of 0.
    fn chart(marks: &str) -> Option<RunChart> {
        let figures: Vec<f64> =
            marks.chars().map(|mark| if mark == '+' { 1.0 } else { f64::from(u8::from(mark == '0')) - 1.0 }).collect();
        run_chart(&figures)
    }

    /// Appendix 2 of the vignette of R's `qicharts2`: points, upper limit of the longest row, lower limit of crossings.
    #[test]
    fn reproduces_the_table() {
        let table = [
            (10, 6, 2),
            (12, 7, 3),
            (16, 7, 4),
            (20, 7, 6),
            (24, 8, 8),
            (30, 8, 10),
            (36, 8, 13),
            (40, 8, 14),
            (48, 9, 18),
            (60, 9, 23),
            (100, 10, 41),
        ];
        for (n, longest, crossings) in table {
            let figures: Vec<f64> = (0..n).map(|month| f64::from(month % 2)).collect();
            let found = run_chart(&figures).unwrap();
            let found = (found.useful, found.longest_allowed, found.fewest_crossings);
            assert_eq!(found, (usize::try_from(n).unwrap(), longest, crossings));
        }
    }

    /// By Pascal's rule, and the logarithm as it is.
    #[test]
    fn limits_agree_with_pascals_triangle() {
        let mut row = vec![1.0_f64];
        for n in 1..200_usize {
            // `row` holds the chances of 0 to n - 1 crossings among n points.
            let mut below = 0.0;
            let fewest = row.iter().position(|chance| {
                below += chance;
                below >= TAIL
            });
            assert_eq!(fewest, usize::try_from(binomial_quantile(TAIL, n as u64 - 1, 0.5)).ok(), "{n}");
            let count = f64::from(u32::try_from(n).unwrap());
            assert!((f64::from(u32::try_from(rounded_log(n)).unwrap()) - count.log2().round()).abs() < 1e-12, "{n}");
            let of = |k: usize| row.get(k).copied().unwrap_or(0.0);
            row = (0..=row.len()).map(|k| f64::midpoint(of(k), k.checked_sub(1).map_or(0.0, of))).collect();
        }
    }

    #[test]
    fn counts_rows_and_crossings() {
        let found = chart("++--++--++--").unwrap();
        assert_eq!((found.useful, found.longest, found.crossings), (12, 2, 5));
        assert!(!found.shifted());
        // Points on the median are passed over.
        let found = chart("+++0+++0+0------00-").unwrap();
        assert_eq!((found.useful, found.longest, found.crossings), (14, 7, 1));
        assert!(found.shifted());
        let found = chart("++++++------").unwrap();
        assert!(found.longest <= found.longest_allowed && found.crossings < found.fewest_crossings && found.shifted());
        assert!(chart("+-+-+-+-+").is_none() && chart("").is_none() && chart("00000000000000").is_none());
        assert!(run_chart(&[f64::NAN; 20]).is_none());
    }

    /// Chance alone breaks a rule as seldom as it says.
    #[test]
    fn seldom_finds_what_is_not_there() {
        const SEED: u64 = 79;
        let mut random = Random(SEED);
        for (n, expected) in [(12, 30..80), (24, 80..160), (36, 120..210)] {
            let mut found = 0;
            for _ in 0..4_000 {
                let figures: Vec<f64> = (0..n).map(|_| random.unit()).collect();
                found += u32::from(run_chart(&figures).unwrap().shifted());
            }
            assert!(expected.contains(&found), "seed {SEED}: {n} points, {found} of 4,000");
        }
    }
}
