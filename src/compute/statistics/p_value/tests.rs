use super::super::super::interval::{Level, poisson, poisson_at, wilson, wilson_within};
use super::super::random::Random;
use super::super::{difference_of_shares, ratio_of_rates};
use super::*;

fn outside(interval: Interval, value: f64) -> bool {
    value < interval.lower || value > interval.upper
}

/// p below 0.05 and the value outside are the same, but for the rounding of a value that lies on the limit.
fn agree(p: f64, interval: Interval, value: f64) -> bool {
    (p - 0.05).abs() < 1e-9 || (p < 0.05) == outside(interval, value)
}

/// statsmodels' `proportions_ztest(prop_var=share)`.
#[test]
fn share_reproduces_statsmodels() {
    let table = [
        (65, 100, 0.5, 0.002_699_796_063_260_186_6),
        (0, 20, 0.05, 0.304_901_788_178_788_3),
        (20, 20, 0.9, 0.136_037_128_114_143_67),
        (3, 250, 0.03, 0.095_239_523_403_057_66),
        (480, 800, 0.57, 0.086_540_486_552_717_58),
        (1, 1, 0.5, 0.317_310_507_862_914_15),
        (12, 96, 0.05, 0.000_747_033_553_946_753_8),
        (96, 1_300, 0.05, 7.981_145_848_733_192e-5),
        (7, 40, 0.175, 1.0),
        (1_500, 3_000, 0.52, 0.028_332_962_784_810_13),
        (0, 3_000, 0.005, 0.000_103_302_024_681_920_13),
        (40, 60, 0.3, 5.725_860_773_500_219e-10),
    ];
    for (events, n, share, expected) in table {
        let found = p_of_share(events, n, share).unwrap();
        assert!((found - expected).abs() < 1e-12, "{events} {n} {share}: {found}");
    }
}

/// Below 10 scipy's `poisson.cdf` and `sf`, above Byar's formula solved by scipy's `brentq`.
#[test]
fn count_reproduces_scipy() {
    let table = [
        (0, 1.0, 0.735_758_882_342_884_9),
        (0, 3.688_879_454_113_936, 0.05),
        (1, 5.0, 0.080_855_363_989_025_58),
        (3, 0.5, 0.028_775_355_933_941_368),
        (5, 5.0, 1.0),
        (5, 12.0, 0.040_682_058_833_856_796),
        (9, 3.2, 0.011_428_276_132_840_264),
        (9, 20.0, 0.009_990_824_616_615_157),
        (10, 10.0, 1.0),
        (10, 4.0, 0.016_781_264_665_633_806),
        (65, 50.0, 0.047_250_537_224_539_88),
        (65, 90.0, 0.007_026_235_471_995_329),
        (400, 350.0, 0.009_448_148_293_037_745),
        (12, 30.0, 0.000_357_328_454_296_865_7),
    ];
    for (events, mean, expected) in table {
        let found = p_of_count(events, mean).unwrap();
        assert!((found - expected).abs() < 1e-12, "{events} {mean}: {found}");
    }
}

/// statsmodels' `confint_proportions_2indep(method="newcomb")`, solved for alpha by scipy's `brentq`.
#[test]
fn difference_reproduces_statsmodels() {
    let table = [
        ((48, 80), (56, 70), 0.008_133_140_358_606_846),
        ((3, 10), (9, 10), 0.004_963_401_417_510_18),
        ((2, 7), (6, 7), 0.026_625_057_547_865_417),
        ((0, 29), (5, 56), 0.117_555_730_672_574_8),
        ((10, 200), (25, 220), 0.020_419_961_584_423_92),
        ((300, 1_000), (350, 1_000), 0.016_982_881_313_256_825),
        ((5, 500), (12, 480), 0.079_088_125_914_345_62),
        ((1, 30), (0, 45), 0.277_805_450_725_496_3),
        ((60, 100), (60, 100), 1.0),
        ((0, 10), (10, 10), 8.948_083_719_467_094e-7),
        ((56, 70), (48, 80), 0.008_133_140_358_606_846),
    ];
    for (a, b, expected) in table {
        let found = p_of_difference(a, b).unwrap();
        assert!((found - expected).abs() < 1e-10, "{a:?} {b:?}: {found}");
    }
}

/// scipy's `binom.cdf` and `sf`, the smaller doubled. R's `poisson.test` has the same interval, but adds up the less
/// probable counts for its p-value, so that the two need not agree.
#[test]
fn ratio_reproduces_scipy() {
    let table = [
        ((21, 3_011.0), (11, 800.0), 0.112_017_319_575_399_36),
        ((10, 1.0), (20, 1.0), 0.098_737_146_705_389_05),
        ((1, 1.0), (1, 1.0), 1.0),
        ((5, 100.0), (0, 100.0), 0.062_5),
        ((40, 2_000.0), (65, 2_500.0), 0.225_015_692_870_874_92),
        ((3, 10.0), (9, 11.0), 0.197_751_054_415_232_27),
        ((200, 1.0), (260, 1.0), 0.005_883_922_473_103_998_4),
        ((9, 3.0), (9, 2.0), 0.526_317_661_957_652_4),
        ((1, 1.0), (12, 1.0), 0.003_417_968_75),
        ((1_000, 5.0), (1_100, 5.0), 0.030_720_707_864_242_49),
        ((6, 1.0), (0, 1.0), 0.031_25),
    ];
    for (a, b, expected) in table {
        let found = p_of_ratio(a, b).unwrap();
        assert!((found - expected).abs() < 1e-11, "{a:?} {b:?}: {found}");
    }
}

/// scipy's `hypergeom.cdf` and `sf`, the smaller doubled.
#[test]
fn exact_difference_reproduces_scipy() {
    let table = [
        ((48, 80), (56, 70), 0.012_649_422_259_796_742),
        ((3, 10), (9, 10), 0.019_766_611_097_880_447),
        ((2, 7), (6, 7), 0.102_564_102_564_102_56),
        ((0, 29), (5, 56), 0.232_904_837_907_344_37),
        ((10, 200), (25, 220), 0.027_350_048_282_475_004),
        ((300, 1_000), (350, 1_000), 0.019_284_321_614_513_614),
        ((5, 500), (12, 480), 0.118_489_513_016_128_27),
        ((1, 30), (0, 45), 0.8),
        ((60, 100), (60, 100), 1.0),
        ((0, 10), (10, 10), 1.082_508_822_446_903e-5),
        ((10, 1_000), (3, 40), 0.023_081_091_922_637_475),
        ((180, 3_000), (25, 200), 0.001_470_762_105_091_452_3),
        ((0, 40), (0, 1_000), 1.0),
    ];
    for (a, b, expected) in table {
        let found = exact_p_of_difference(a, b).unwrap();
        assert!((found - expected).abs() < 1e-11, "{a:?} {b:?}: {found}");
        assert!((found - exact_p_of_difference(b, a).unwrap()).abs() < 1e-11, "{a:?} {b:?}");
    }
}

/// Where nothing differs an exact p below a level is no more frequent than the level; that of the score test is, where
/// a share is small. All counts, weighed by their chance.
#[test]
fn exact_tails_keep_their_level() {
    let chance = |events: u64, n: u64, share: f64| {
        let tails = binomial_tails(events, n, share).unwrap();
        tails.at_most + tails.at_least - 1.0
    };
    for (n, share) in [(20, 0.01), (20, 0.05), (60, 0.02), (60, 0.3), (200, 0.005)] {
        for level in [0.05, 0.01, 0.002, 0.000_1] {
            let below = |of: fn(u64, u64, f64) -> Option<f64>| {
                (0..=n).filter(|k| of(*k, n, share).unwrap() < level).map(|k| chance(k, n, share)).sum::<f64>()
            };
            assert!(below(exact_p_of_share) <= level + 1e-12, "{n} {share} {level}");
            let few = (n / 4).max(5);
            let pairs = (0..=n).flat_map(|a| (0..=few).map(move |b| ((a, n), (b, few))));
            let differ = pairs.filter(|(a, b)| exact_p_of_difference(*a, *b).unwrap() < level);
            let together: f64 = differ.map(|(a, b)| chance(a.0, a.1, share) * chance(b.0, b.1, share)).sum();
            assert!(together <= level + 1e-12, "{n} {few} {share} {level}: {together}");
        }
        assert!(share > 0.1 || (0..=n).any(|k| p_of_share(k, n, share) < exact_p_of_share(k, n, share)));
    }
    assert!(exact_p_of_share(0, 0, 0.5).is_none() && exact_p_of_share(1, 2, f64::NAN).is_none());
    assert!(exact_p_of_difference((0, 0), (1, 2)).is_none() && exact_p_of_difference((3, 2), (1, 2)).is_none());
    assert!(exact_p_of_difference((1, u64::MAX), (1, 2)).is_some_and(|p| (0.0..=1.0).contains(&p)));
}

/// Every count of samples up to 60, against 40 shares.
#[test]
fn share_agrees_with_wilson() {
    for (n, events) in (1..60_u64).flat_map(|n| (0..=n).map(move |events| (n, events))) {
        let interval = wilson(events, n).unwrap();
        for share in (0..=40).map(|step| f64::from(step) / 40.0) {
            let p = p_of_share(events, n, share).unwrap();
            assert!(agree(p, interval, share), "{events} {n} {share}: {p} {interval:?}");
            let inverted = smallest_alpha(|z| wilson_within(events, n, z), share).unwrap();
            assert!((p - inverted).abs() < 1e-9, "{events} {n} {share}: {p} {inverted}");
        }
    }
}

#[test]
fn count_agrees_with_its_interval() {
    for events in 0..150 {
        let interval = poisson(events);
        for expected in (0..400).map(|step| f64::from(step) / 2.0) {
            let p = p_of_count(events, expected).unwrap();
            assert!(agree(p, interval, expected), "{events} {expected}: {p} {interval:?}");
            // The other level too: one p for all of them.
            let surer = outside(poisson_at(events, Level::P998), expected);
            assert!((p - 0.002).abs() < 1e-9 || (p < 0.002) == surer, "{events} {expected}: {p}");
        }
    }
}

#[test]
fn difference_and_ratio_agree_with_their_intervals() {
    const SEED: u64 = 53;
    let mut random = Random(SEED);
    for _ in 0..3_000 {
        let mut side = || {
            let n = 1 + random.below(400);
            (random.below(n + 1), n)
        };
        let (a, b) = (side(), side());
        let (_, interval) = difference_of_shares(a, b).unwrap();
        let p = p_of_difference(a, b).unwrap();
        assert!(agree(p, interval, 0.0), "seed {SEED}: {a:?} {b:?} {p} {interval:?}");
        assert!((p - p_of_difference(b, a).unwrap()).abs() < 1e-12, "seed {SEED}: {a:?} {b:?}");
        let (a, b) = ((a.0, float(a.1)), (b.0, float(b.1)));
        if let Some((_, interval)) = ratio_of_rates(a, b) {
            let p = p_of_ratio(a, b).unwrap();
            assert!(agree(p, interval, 1.0), "seed {SEED}: {a:?} {b:?} {p} {interval:?}");
        }
    }
}

/// What `smallest_alpha` needs: Wilson's and Newcombe's intervals widen with the level, everywhere.
#[test]
fn intervals_widen_with_the_level() {
    const SEED: u64 = 59;
    let mut random = Random(SEED);
    for _ in 0..300 {
        let mut side = || {
            let n = 1 + random.below(200);
            (random.below(n + 1), n)
        };
        let (a, b) = (side(), side());
        for step in 0..200 {
            let z = f64::from(step) / 10.0;
            let pairs = [
                (wilson_within(a.0, a.1, z).unwrap(), wilson_within(a.0, a.1, z + 0.1).unwrap()),
                (shares_within(a, b, z).unwrap().1, shares_within(a, b, z + 0.1).unwrap().1),
            ];
            for (inner, outer) in pairs {
                let widens = outer.lower <= inner.lower + 1e-15 && inner.upper <= outer.upper + 1e-15;
                assert!(widens, "seed {SEED}: {a:?} {b:?} {z}: {inner:?} {outer:?}");
            }
        }
    }
}

#[test]
fn estimate_turns_at_its_limits() {
    let interval = Interval { lower: 2.5, upper: 9.0 };
    for value in (-20..60).map(|step| f64::from(step) / 4.0) {
        let p = p_of_estimate(4.0, interval, value).unwrap();
        assert!(agree(p, interval, value), "{value}: {p}");
    }
    // A normal interval gives back the z it was made with.
    for z in [0.0, 0.5, 1.0, 2.0, 3.0, 5.0] {
        let normal = Interval { lower: 10.0 - 1.5 * Z, upper: 10.0 + 1.5 * Z };
        for value in [10.0 - 1.5 * z, 10.0 + 1.5 * z] {
            let p = p_of_estimate(10.0, normal, value).unwrap();
            assert!((p - two_sided(z)).abs() < 1e-14, "{z}: {p}");
        }
    }
}

#[test]
fn ends_on_any_input() {
    for odd in [f64::NAN, f64::INFINITY, -1.0, 2.0] {
        assert!(p_of_share(1, 2, odd).is_none(), "{odd}");
    }
    assert!(p_of_share(0, 0, 0.5).is_none() && p_of_share(2, 1, 0.5).is_none());
    assert_eq!((p_of_share(0, 9, 0.0), p_of_share(9, 9, 1.0)), (Some(1.0), Some(1.0)));
    assert_eq!((p_of_share(1, 9, 0.0), p_of_share(8, 9, 1.0)), (Some(0.0), Some(0.0)));
    for odd in [f64::NAN, f64::INFINITY, -1.0] {
        assert!(p_of_count(3, odd).is_none() && p_of_count(30, odd).is_none(), "{odd}");
        assert!(p_of_ratio((1, odd), (1, 1.0)).is_none() && p_of_ratio((1, 1.0), (1, odd)).is_none());
        assert!(smallest_alpha(|_| None, odd).is_none());
    }
    assert_eq!((p_of_count(0, 0.0), p_of_count(1, 0.0), p_of_count(10, 0.0)), (Some(1.0), Some(0.0), Some(0.0)));
    assert!(p_of_count(u64::MAX, 1.0).unwrap() < 1e-300 && p_of_count(10, 1e300).unwrap() < 1e-300);
    assert!(p_of_ratio((0, 1.0), (3, 1.0)).is_none() && p_of_ratio((u64::MAX, 1.0), (1, 1.0)).is_none());
    assert!(p_of_ratio((1, f64::MAX), (1, f64::MIN_POSITIVE)).is_some_and(|p| (0.0..=1.0).contains(&p)));
    let flat = Interval { lower: 4.0, upper: 4.0 };
    assert_eq!((p_of_estimate(4.0, flat, 4.0), p_of_estimate(4.0, flat, 5.0)), (Some(1.0), None));
    assert!(p_of_estimate(4.0, Interval { lower: 5.0, upper: 6.0 }, 1.0).is_none());
    assert!(p_of_estimate(f64::NAN, flat, 1.0).is_none() && p_of_estimate(4.0, flat, f64::NAN).is_none());
}
