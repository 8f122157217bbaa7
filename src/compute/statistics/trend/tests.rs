use super::super::super::interval::float;
use super::super::random::Random;
use super::*;

fn series(figures: &[f64]) -> Vec<(i32, f64)> {
    (2000..).zip(figures.iter().copied()).collect()
}

#[test]
fn five_years_make_a_trend_and_four_do_not() {
    let years = series(&[1.0, 2.0, 3.0, 4.0, 5.0]);
    assert_eq!(FEWEST_YEARS, 5);
    assert_eq!(trend(&years[..4]), Trend::TooShort);
    assert!(matches!(trend(&years), Trend::Rising { slope, p } if (slope - 1.0).abs() < 1e-12 && p < 0.017));
}

/// Kendall's table (1975, appendix table 1; Gilbert 1987, table A18), with both tails: `2 P(S >= s)`. All digits by
/// scipy's `kendalltau(method="exact")`.
#[test]
fn reproduces_kendalls_table() {
    let table: [(usize, i64, f64); 26] = [
        (4, 6, 0.083_333_333_333_333_33),
        (4, 4, 0.333_333_333_333_333_3),
        (4, 2, 0.75),
        (5, 10, 0.016_666_666_666_666_666),
        (5, 8, 0.083_333_333_333_333_33),
        (5, 6, 0.233_333_333_333_333_34),
        (5, 4, 0.483_333_333_333_333_34),
        (6, 15, 0.002_777_777_777_777_778),
        (6, 13, 0.016_666_666_666_666_666),
        (6, 11, 0.055_555_555_555_555_55),
        (6, 9, 0.136_111_111_111_111_1),
        (7, 21, 0.000_396_825_396_825_396_8),
        (7, 15, 0.030_158_730_158_730_16),
        (7, 13, 0.069_047_619_047_619_05),
        (8, 28, 4.960_317_460_317_46e-5),
        (8, 18, 0.031_150_793_650_793_65),
        (8, 16, 0.061_011_904_761_904_76),
        (8, 8, 0.398_759_920_634_920_66),
        (9, 36, 5.511_463_844_797_178_5e-6),
        (9, 20, 0.044_615_299_823_633_16),
        (9, 18, 0.075_176_366_843_033_51),
        (10, 45, 5.511_463_844_797_178e-7),
        (10, 25, 0.028_609_457_671_957_67),
        (10, 23, 0.046_622_574_955_908_29),
        (10, 21, 0.072_550_154_320_987_66),
        (10, 19, 0.108_313_492_063_492_07),
    ];
    for (n, s, expected) in table {
        let pairs = i64::try_from(n * (n - 1) / 2).unwrap();
        for sign in [1, -1] {
            let found = exact(pairs, sign * s, &vec![1; n]);
            assert!((found - expected).abs() < 1e-14, "{n} {s}: {found}");
        }
    }
}

/// All orders of a series, one by one.
fn orders(figures: &mut Vec<f64>, from: usize, found: &mut Vec<i64>) {
    if from == figures.len() {
        found.push(mann_kendall(figures).unwrap().s.abs());
        return;
    }
    for other in from..figures.len() {
        figures.swap(from, other);
        orders(figures, from + 1, found);
        figures.swap(from, other);
    }
}

#[test]
fn exact_with_ties_counts_all_orders() {
    const SEED: u64 = 67;
    let mut random = Random(SEED);
    for _ in 0..60 {
        let n = 2 + random.below(5);
        let mut figures: Vec<f64> = (0..n).map(|_| float(random.below(4))).collect();
        let order = mann_kendall(&figures).unwrap();
        let mut all = Vec::new();
        orders(&mut figures.clone(), 0, &mut all);
        let as_much = all.iter().filter(|s| **s >= order.s.abs()).count();
        let expected = float(u64::try_from(as_much).unwrap()) / float(u64::try_from(all.len()).unwrap());
        assert!((order.p - expected).abs() < 1e-14, "seed {SEED}: {figures:?} {order:?} {expected}");
        figures.reverse();
        assert_eq!(mann_kendall(&figures).unwrap(), Order { s: -order.s, ..order }, "seed {SEED}: {figures:?}");
    }
}

/// Above ten: S and Z = 2.9058 of the first are worked out by hand in a course at Holy Cross (Little, Montserrat); the
/// p-values and Sen's slopes of all by Python's `pymannkendall.original_test`.
#[test]
fn reproduces_pymannkendall() {
    let by_hand = [12.9, 14.8, 13.2, 15.7, 13.8, 15.6, 12.9, 11.0, 17.3, 15.9, 19.0, 18.3, 20.1, 21.7];
    let table: [(&[f64], i64, f64, f64); 7] = [
        (&by_hand, 54, 0.003_662_723_762_882_347_2, 0.566_666_666_666_666_7),
        (
            &[3.0, 1.0, 4.0, 1.0, 5.0, 9.0, 2.0, 6.0, 5.0, 3.0, 5.0, 8.0, 9.0, 7.0, 9.0],
            55,
            0.006_863_794_985_449_09,
            4.0 / 9.0,
        ),
        (&[0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 10.0, 11.0], 66, 8.303_107_353_668_793e-6, 1.0),
        (
            &[20.0, 19.0, 19.0, 18.0, 17.0, 18.0, 16.0, 15.0, 15.0, 14.0, 15.0, 13.0],
            -57,
            9.931_101_692_051_136e-5,
            -0.625,
        ),
        (&[5.0, 5.0, 5.0, 5.0, 6.0, 5.0, 5.0, 5.0, 5.0, 5.0, 5.0], -2, 0.874_367_061_162_891_8, 0.0),
        (&[1.0, 3.0, 2.0, 4.0, 3.0, 5.0, 4.0, 6.0, 5.0, 7.0, 6.0, 8.0], 52, 0.000_414_680_436_119_585_5, 0.5),
        (
            &[10.1, 9.8, 10.4, 10.0, 9.9, 10.2, 10.3, 9.7, 10.05, 10.15, 9.95],
            -3,
            0.876_269_663_627_761_8,
            -0.007_142_857_142_857_244,
        ),
    ];
    for (figures, s, p, slope) in table {
        let found = mann_kendall(figures).unwrap();
        assert_eq!(found.s, s);
        assert!((found.p - p).abs() < 1e-12, "{figures:?}: {found:?}");
        let points: Vec<_> = series(figures).into_iter().map(|(year, figure)| (f64::from(year), figure)).collect();
        assert!((theil_sen(&points).unwrap() - slope).abs() < 1e-12, "{figures:?}");
    }
}

/// scipy's `theilslopes`, with years missing.
#[test]
fn slopes_skip_missing_years() {
    let points = [(2015.0, 3.0), (2016.0, 5.0), (2018.0, 4.0), (2021.0, 9.0), (2022.0, 8.5)];
    assert!((theil_sen(&points).unwrap() - 0.792_857_142_857_142_9).abs() < 1e-12);
    let later = [(2019.0, 1.2), (2020.0, 1.1), (2021.0, 1.4), (2022.0, 1.6), (2023.0, 1.5), (2024.0, 2.0)];
    assert!((theil_sen(&later).unwrap() - 0.16).abs() < 1e-12);
    assert!(theil_sen(&[(1.0, 2.0), (1.0, 3.0)]).is_none() && theil_sen(&[]).is_none());
    assert!(theil_sen(&[(1.0, 2.0), (1.0, 3.0), (2.0, 3.0)]).is_some_and(|slope| (slope - 0.5).abs() < 1e-12));
}

#[test]
fn direction_and_gaps() {
    let falling = [(2025, 3.0), (2019, 9.0), (2020, 8.0), (2022, 7.5), (2024, 4.0)];
    assert!(matches!(trend(&falling), Trend::Falling { slope, .. } if slope < 0.0));
    assert!(
        matches!(trend(&series(&[1.0, 2.0, 3.0, 5.0, 4.0])), Trend::Unclear { p } if (p - 1.0 / 12.0).abs() < 1e-12)
    );
    assert!(matches!(trend(&series(&[4.0; 7])), Trend::Unclear { p } if (p - 1.0).abs() < 1e-12));
    // Seven years of which three are not known are four.
    let mut gaps = series(&[1.0, 2.0, 3.0, 4.0, f64::NAN, f64::INFINITY, f64::NAN]);
    assert_eq!(trend(&gaps), Trend::TooShort);
    gaps.push((2003, 5.0));
    assert_eq!(trend(&gaps), Trend::TooShort);
}

#[test]
fn ends_on_any_input() {
    assert!(mann_kendall(&[]).is_none() && mann_kendall(&[1.0, f64::NAN]).is_none());
    assert_eq!(mann_kendall(&[1.0]), Some(Order { s: 0, p: 1.0 }));
    assert_eq!(mann_kendall(&[0.0, -0.0]), Some(Order { s: 0, p: 1.0 }));
    assert_eq!(mann_kendall(&[2.0; 40]), Some(Order { s: 0, p: 1.0 }));
    assert_eq!(trend(&[]), Trend::TooShort);
    let extremes = [(i32::MIN, f64::MIN), (-1, f64::MAX), (0, 0.0), (1, f64::MAX), (i32::MAX, f64::MIN)];
    assert!(matches!(trend(&extremes), Trend::TooShort | Trend::Unclear { .. }));
}
