//! Has a share risen or fallen over the years, as far as chance among those asked goes?

use std::collections::BTreeMap;

use super::super::interval::float;
use super::normal::two_sided;
use super::trend::{FEWEST_YEARS, Trend};

/// The trend of shares of which events and those asked are known.
///
/// - **Shape:** a year, its events and those asked, in any order. Years in which nobody was asked, or more events than
///   asked, are left out; a year that stands twice counts once, with the last figures.
/// - **Units:** the slope is a fraction 0-1 a year; times 100 it is percentage points.
/// - **Method:** [`cochran_armitage`]. It finds smaller trends than [`trend`](crate::compute::trend), for it knows how
///   many were asked; but it takes chance among those asked to be all the chance there is, and years that differ by
///   more than that look like trends more often than they should.
///
/// # Examples
/// ```
/// use tryggtall::compute::{Trend, trend_of_shares};
/// let years = [(2019, 5, 100), (2020, 7, 102), (2021, 9, 98), (2022, 12, 101), (2023, 15, 99)];
/// assert!(matches!(trend_of_shares(&years), Trend::Rising { slope, .. } if (slope - 0.0253).abs() < 5e-5));
/// assert_eq!(trend_of_shares(&years[..4]), Trend::TooShort);
/// ```
pub fn trend_of_shares(points: &[(i32, u64, u64)]) -> Trend {
    let asked = points.iter().filter(|(_, events, n)| *n > 0 && events <= n);
    let years: BTreeMap<i32, (u64, u64)> = asked.map(|(year, events, n)| (*year, (*events, *n))).collect();
    if years.len() < FEWEST_YEARS {
        return Trend::TooShort;
    }
    let groups: Vec<_> = years.iter().map(|(year, (events, n))| (f64::from(*year), *events, *n)).collect();
    // All or none in every year: no trend, and no variance to test it with.
    cochran_armitage(&groups).map_or(Trend::Unclear { p: 1.0 }, |(slope, p)| Trend::of(slope, p))
}

/// The change of a share by score, and how probable as much of it is by chance.
///
/// - **Shape:** score, events and those asked of each group.
/// - **Units:** fractions 0-1 for each unit of the score; a two-sided p-value.
/// - **Missing:** `None` where there is no variance to test with (events all or none, fewer than two scores), where a
///   group has more events than asked, or a score is no number.
/// - **Method:** Cochran (1954, Biometrics 10, 417-451), Armitage (1955, Biometrics 11, 375-386), without continuity
///   correction, as R's `prop.trend.test`; the slope is that of weighted least squares, which the test is about.
///
/// # Examples
/// ```
/// use tryggtall::compute::cochran_armitage;
/// let smokers = [(1.0, 83, 86), (2.0, 90, 93), (3.0, 129, 136), (4.0, 70, 82)];
/// assert!((cochran_armitage(&smokers).unwrap().1 - 0.004_132).abs() < 5e-7);
/// ```
pub fn cochran_armitage(groups: &[(f64, u64, u64)]) -> Option<(f64, f64)> {
    cochran_armitage_within(&[groups])
}

/// The same within strata, which are not set beside each other.
///
/// - **Shape:** the groups of each stratum.
/// - **Units:** as [`cochran_armitage`].
/// - **Missing:** as [`cochran_armitage`]; a stratum of one group, or of events all or none, adds nothing.
/// - **Method:** Mantel (1963, JASA 58, 690-700), each stratum with its own variance as in [`cochran_armitage`]: what the
///   strata have more or fewer than without a trend, added up, over the root of their variances, added up.
///
/// # Examples
/// ```
/// use tryggtall::compute::cochran_armitage_within;
/// let (before, after) = ([(2021.0, 30, 300), (2022.0, 30, 300)], [(2023.0, 60, 300), (2024.0, 60, 300)]);
/// assert!(cochran_armitage_within(&[&before, &after]).unwrap().1 > 0.999, "a step, and nothing else");
/// ```
pub fn cochran_armitage_within(strata: &[&[(f64, u64, u64)]]) -> Option<(f64, f64)> {
    let mut sum = Parts { together: 0.0, spread: 0.0, variance: 0.0 };
    for groups in strata.iter().filter(|groups| !groups.is_empty()) {
        let parts = parts(groups)?;
        sum.together += parts.together;
        sum.spread += parts.spread;
        sum.variance += parts.variance;
    }
    let Parts { together, spread, variance } = sum;
    (variance > 0.0 && variance.is_finite()).then(|| (together / spread, two_sided(together / variance.sqrt())))
}

/// What the test is made of.
struct Parts {
    together: f64,
    spread: f64,
    variance: f64,
}

fn parts(groups: &[(f64, u64, u64)]) -> Option<Parts> {
    if groups.iter().any(|(score, events, n)| !score.is_finite() || events > n) {
        return None;
    }
    let over = |of: &dyn Fn(f64, f64, f64) -> f64| {
        groups.iter().map(|(score, events, n)| of(*score, float(*events), float(*n))).sum::<f64>()
    };
    let n = over(&|_, _, n| n);
    let (share, centre) = (over(&|_, events, _| events) / n, over(&|score, _, n| score * n) / n);
    // About the middle: squares of years would cancel.
    let spread = over(&|score, _, n| n * (score - centre).powi(2));
    let together = over(&|score, events, n| (score - centre) * (events - n * share));
    Some(Parts { together, spread, variance: share * (1.0 - share) * spread })
}

#[cfg(test)]
mod tests {
    use super::super::random::Random;
    use super::*;

    /// Weighted least squares by statsmodels, as R's `prop.trend.test` does it. The second is the example of its help
    /// page (X-squared = 8.2249, p = 0.004132), the third and fourth alcohol and malformations (Mills & Graubard 1987,
    /// in Agresti, Categorical Data Analysis: 6.57 and 1.83), the fifth Indredavik et al. (2008).
    #[test]
    fn reproduces_cochran_armitage() {
        type Row = (&'static [(f64, u64, u64)], f64, f64);
        let table: [Row; 10] = [
            (&[(1.0, 10, 50), (2.0, 10, 50), (3.0, 10, 50), (4.0, 10, 50), (5.0, 10, 50)], 1.0, 0.0),
            (
                &[(1.0, 83, 86), (2.0, 90, 93), (3.0, 129, 136), (4.0, 70, 82)],
                0.004_131_897_477_641_518,
                -0.033_415_626_412_601_33,
            ),
            (
                &[(0.0, 48, 17_114), (0.5, 38, 14_502), (1.5, 5, 793), (4.0, 1, 127), (7.0, 1, 38)],
                0.010_370_414_572_997_45,
                0.001_671_193_740_328_770_6,
            ),
            (
                &[(1.0, 48, 17_114), (2.0, 38, 14_502), (3.0, 5, 793), (4.0, 1, 127), (5.0, 1, 38)],
                0.176_385_756_069_953_88,
                0.000_689_543_627_714_000_3,
            ),
            (
                &[(1.0, 8, 61), (2.0, 10, 58), (3.0, 11, 111), (4.0, 22, 124), (5.0, 6, 135)],
                0.073_807_020_231_790_57,
                -0.019_424_349_122_552_042,
            ),
            (
                &[(2019.0, 5, 100), (2020.0, 7, 102), (2021.0, 9, 98), (2022.0, 12, 101), (2023.0, 15, 99)],
                0.006_609_332_651_973_488,
                0.025_313_769_417_266_128,
            ),
            (
                &[(0.0, 30, 300), (1.0, 28, 310), (2.0, 25, 305), (3.0, 20, 290), (4.0, 18, 280), (5.0, 12, 250)],
                0.008_624_893_661_157_505,
                -0.009_987_226_051_790_41,
            ),
            (
                &[(1.0, 1, 20), (2.0, 0, 25), (3.0, 2, 22), (4.0, 1, 30), (5.0, 3, 21)],
                0.189_272_498_112_337_04,
                0.020_974_683_053_541_644,
            ),
            (
                &[
                    (2018.0, 100, 2_000),
                    (2019.0, 120, 2_100),
                    (2021.0, 90, 1_900),
                    (2022.0, 140, 2_050),
                    (2024.0, 130, 2_020),
                ],
                0.027_507_386_507_232_952,
                0.002_389_315_471_328_076_8,
            ),
            (&[(1.0, 0, 10), (2.0, 1, 10), (3.0, 0, 10), (4.0, 0, 10), (5.0, 5, 10)], 0.005_613_231_495_104_931, 0.09),
        ];
        for (groups, p, slope) in table {
            let found = cochran_armitage(groups).unwrap();
            assert!((found.1 - p).abs() < 1e-9 && (found.0 - slope).abs() < 1e-9, "{groups:?}: {found:?}");
        }
    }

    /// As a correlation: the statistic is `N r²` of score and answer, person by person.
    #[test]
    fn agrees_with_the_correlation() {
        const SEED: u64 = 71;
        let mut random = Random(SEED);
        for _ in 0..300 {
            let mut group = |score: f64| {
                let n = 1 + random.below(30);
                (score, random.below(n + 1), n)
            };
            let groups: Vec<_> = (1..7).map(|score| group(f64::from(score))).collect();
            let people: Vec<(f64, f64)> = groups
                .iter()
                .flat_map(|(score, events, n)| {
                    (0..*n).map(move |person| (*score, if person < *events { 1.0 } else { 0.0 }))
                })
                .collect();
            let n = float(u64::try_from(people.len()).unwrap());
            let mean = |of: &dyn Fn(&(f64, f64)) -> f64| people.iter().map(of).sum::<f64>() / n;
            let (x, y) = (mean(&|person| person.0), mean(&|person| person.1));
            let covariance = mean(&|person| (person.0 - x) * (person.1 - y));
            let squares = mean(&|person| (person.0 - x).powi(2)) * mean(&|person| (person.1 - y).powi(2));
            let Some((_, p)) = cochran_armitage(&groups) else {
                assert!(squares < 1e-12, "seed {SEED}: {groups:?}");
                continue;
            };
            let expected = two_sided((n * covariance * covariance / squares).sqrt());
            assert!((p - expected).abs() < 1e-10, "seed {SEED}: {groups:?} {p} {expected}");
        }
    }

    #[test]
    fn five_years_make_a_trend_and_four_do_not() {
        let shares: Vec<_> = (2020..2025).map(|year| (year, 1, 10)).collect();
        assert_eq!(trend_of_shares(&shares[..4]), Trend::TooShort);
        assert!(matches!(trend_of_shares(&shares), Trend::Unclear { p } if (p - 1.0).abs() < 1e-12));
        // All or none: nothing to test with.
        let none: Vec<_> = (2020..2025).map(|year| (year, 0, 10)).collect();
        assert_eq!(trend_of_shares(&none), Trend::Unclear { p: 1.0 });
    }

    #[test]
    fn ends_on_any_input() {
        assert!(cochran_armitage(&[]).is_none() && cochran_armitage(&[(1.0, 1, 2)]).is_none());
        assert!(cochran_armitage(&[(1.0, 2, 1), (2.0, 1, 2)]).is_none());
        assert!(cochran_armitage(&[(f64::NAN, 1, 2), (2.0, 1, 2)]).is_none());
        assert!(cochran_armitage(&[(1.0, 0, 2), (2.0, 0, 2)]).is_none());
        assert!(cochran_armitage(&[(1.0, u64::MAX, u64::MAX), (2.0, 0, u64::MAX)]).is_some_and(|(_, p)| p < 1e-300));
        assert_eq!(
            trend_of_shares(&[(1, 1, 0), (2, 3, 2), (3, 1, 2), (4, 1, 2), (5, 1, 2), (6, 1, 2)]),
            Trend::TooShort
        );
    }
}
