//! Many comparisons at once: how large a part of what is said to differ may differ by chance alone.

use super::super::interval::float;

/// p-values adjusted for the number of comparisons: those below `q` name figures of which, on average, at most the part
/// `q` is there by chance.
///
/// - **Shape:** one for each given, in the order given; the order does not matter, and equal ones stay equal.
/// - **Missing:** what is `None`, or no probability, was not tested: it stays `None` and does not count.
/// - **Method:** Benjamini & Hochberg (1995, Journal of the Royal Statistical Society B 57, 289-300), adjusted as R's
///   `p.adjust`: the smallest `p m / rank` of this rank or a higher one. Valid for independent figures and for those
///   that rise and fall together (Benjamini & Yekutieli 2001, theorem 1.2), as parts and totals do.
///
/// # Examples
/// ```
/// use tryggtall::compute::benjamini_hochberg;
/// let adjusted = benjamini_hochberg(&[Some(0.008), Some(0.03), None, Some(0.123), Some(0.6), Some(0.2)]);
/// assert!((adjusted[1].unwrap() - 0.075).abs() < 1e-12 && adjusted[2].is_none());
/// ```
pub fn benjamini_hochberg(p_values: &[Option<f64>]) -> Vec<Option<f64>> {
    adjusted(p_values, 1.0)
}

/// As [`benjamini_hochberg`], whatever the figures have to do with each other.
///
/// - **Method:** Benjamini & Yekutieli (2001, Annals of Statistics 29, 1165-1188): times `1 + 1/2 + … + 1/m`. It costs
///   much power: 3.8 times for 25 figures.
///
/// # Examples
/// ```
/// use tryggtall::compute::benjamini_yekutieli;
/// let adjusted = benjamini_yekutieli(&[Some(0.01), Some(0.02)]);
/// assert!((adjusted[0].unwrap() - 0.03).abs() < 1e-12 && (adjusted[1].unwrap() - 0.03).abs() < 1e-12);
/// ```
pub fn benjamini_yekutieli(p_values: &[Option<f64>]) -> Vec<Option<f64>> {
    let mut penalty = 0.0;
    for rank in (1..).map(float).take(p_values.iter().filter(|p| tested(**p).is_some()).count()) {
        penalty += 1.0 / rank;
    }
    adjusted(p_values, penalty)
}

fn tested(p: Option<f64>) -> Option<f64> {
    p.filter(|p| (0.0..=1.0).contains(p))
}

fn adjusted(p_values: &[Option<f64>], penalty: f64) -> Vec<Option<f64>> {
    let mut ordered: Vec<(usize, f64)> =
        p_values.iter().enumerate().filter_map(|(place, p)| Some((place, tested(*p)?))).collect();
    ordered.sort_by(|a, b| a.1.total_cmp(&b.1));
    let mut found = vec![None; p_values.len()];
    let mut ranks: Vec<f64> = (1..).map(float).take(ordered.len()).collect();
    let all = ranks.last().copied().unwrap_or(0.0);
    let mut smallest = 1.0_f64;
    while let (Some((place, p)), Some(rank)) = (ordered.pop(), ranks.pop()) {
        smallest = smallest.min(penalty * p * (all / rank));
        found[place] = Some(smallest);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::random::Random;
    use super::*;

    fn some(p_values: &[f64]) -> Vec<Option<f64>> {
        p_values.iter().copied().map(Some).collect()
    }

    fn close(found: &[Option<f64>], expected: &[f64]) {
        assert_eq!(found.len(), expected.len());
        for (found, expected) in found.iter().zip(expected) {
            assert!((found.unwrap() - expected).abs() < 1e-12, "{found:?} {expected}");
        }
    }

    /// The example of the paper: fifteen comparisons in a trial of heart attacks (Neuhaus et al. 1992). Four
    /// are found at 0.05. Adjusted by statsmodels' `multipletests(method="fdr_bh")`, scipy's
    /// `false_discovery_control(method="by")`.
    #[test]
    fn reproduces_the_paper() {
        let p_values = some(&[
            0.000_1, 0.000_4, 0.001_9, 0.009_5, 0.020_1, 0.027_8, 0.029_8, 0.034_4, 0.045_9, 0.324_0, 0.426_2, 0.571_9,
            0.652_8, 0.759_0, 1.0,
        ]);
        let hochberg = [
            0.001_5,
            0.003,
            0.009_5,
            0.035_625,
            0.060_3,
            0.063_857_142_857_142_86,
            0.063_857_142_857_142_86,
            0.064_5,
            0.076_5,
            0.486,
            0.581_181_818_181_818_2,
            0.714_875,
            0.753_230_769_230_769_2,
            0.813_214_285_714_285_7,
            1.0,
        ];
        let found = benjamini_hochberg(&p_values);
        close(&found, &hochberg);
        assert_eq!(found.iter().flatten().filter(|p| **p < 0.05).count(), 4);
        let yekutieli = [
            0.004_977_343_489_843_491,
            0.009_954_686_979_686_982,
            0.031_523_175_435_675_44,
            0.118_211_907_883_782_89,
            0.200_089_208_291_708_31,
            0.211_892_622_853_337_18,
            0.211_892_622_853_337_18,
            0.214_025_770_063_270_1,
            0.253_844_517_982_018_07,
            1.0,
            1.0,
            1.0,
            1.0,
            1.0,
            1.0,
        ];
        close(&benjamini_yekutieli(&p_values), &yekutieli);
    }

    /// Ties and order, by statsmodels; the last by the documentation of stdlib's `padjust`.
    #[test]
    fn ties_and_order() {
        let tied = some(&[0.01, 0.02, 0.02, 0.5, 0.01, 0.04]);
        close(&benjamini_hochberg(&tied), &[0.03, 0.03, 0.03, 0.5, 0.03, 0.048]);
        close(&benjamini_yekutieli(&tied), &[0.073_5, 0.073_5, 0.073_5, 1.0, 0.073_5, 0.117_6]);
        close(&benjamini_hochberg(&some(&[0.008, 0.03, 0.123, 0.6, 0.2])), &[0.04, 0.075, 0.205, 0.6, 0.25]);
        close(&benjamini_hochberg(&some(&[0.319, 0.201, 0.4, 0.374, 0.113])), &[0.4; 5]);
    }

    /// By the definition: the least level at which the step-up procedure rejects it. The procedure rejects the `k`
    /// smallest, `k` the largest with `p(k) <= k q / m`.
    #[test]
    fn is_the_level_of_the_procedure() {
        const SEED: u64 = 61;
        let mut random = Random(SEED);
        for _ in 0..300 {
            let count = 1 + random.below(12);
            // On a coarse grid, so that there are ties.
            let p_values: Vec<f64> =
                (0..count).map(|_| float(random.below(21)) / 20.0 * random.unit().round()).collect();
            let rejected = |level: f64, p: f64| {
                let mut sorted = p_values.clone();
                sorted.sort_by(f64::total_cmp);
                let steps = sorted.iter().zip((1..).map(float));
                steps.filter(|(p, k)| **p <= k * level / float(count)).any(|(largest, _)| p <= *largest)
            };
            let found = benjamini_hochberg(&some(&p_values));
            for (p, found) in p_values.iter().zip(found) {
                let found = found.unwrap();
                let turns = rejected(found + 1e-9, *p) && (found < 1e-9 || !rejected(found - 1e-9, *p));
                assert!(turns || found >= 1.0, "seed {SEED}: {p_values:?} {p} {found}");
                assert!(found >= *p, "seed {SEED}: {p_values:?} {p} {found}");
            }
            let turned: Vec<f64> = p_values.iter().rev().copied().collect();
            let mut again = benjamini_hochberg(&some(&turned));
            again.reverse();
            assert_eq!(again, benjamini_hochberg(&some(&p_values)), "seed {SEED}: {p_values:?}");
        }
    }

    #[test]
    fn what_was_not_tested_does_not_count() {
        assert!(benjamini_hochberg(&[]).is_empty() && benjamini_yekutieli(&[]).is_empty());
        assert_eq!(benjamini_hochberg(&[None, Some(f64::NAN), Some(-0.1), Some(1.1)]), [None; 4]);
        let found = benjamini_yekutieli(&[None, Some(0.01), Some(f64::NAN), Some(0.02)]);
        assert!(found[0].is_none() && found[2].is_none());
        close(&[found[1], found[3]], &[0.03, 0.03]);
        assert_eq!(benjamini_hochberg(&[Some(0.04)]), [Some(0.04)]);
    }
}
