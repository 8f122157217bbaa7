//! Estimates beside the intervals they are recognised by, and their tails added up term by term.

use super::*;
use crate::compute::{difference_of_counts, difference_of_shares};

fn share(numerator: u64, denominator: u64) -> Shown {
    let Interval { lower, upper } = wilson(numerator, denominator).unwrap();
    Shown {
        value: float(numerator) / float(denominator) * 100.0,
        numerator: Some(numerator),
        denominator: Some(denominator),
        interval: Some(Interval { lower: lower * 100.0, upper: upper * 100.0 }),
    }
}

fn count(events: u64) -> Shown {
    Shown { value: float(events), numerator: Some(events), denominator: None, interval: Some(poisson(events)) }
}

fn rate(events: u64, of: u64) -> Shown {
    let (interval, scale) = (poisson(events), 1000.0 / float(of));
    Shown {
        value: float(events) * scale,
        numerator: Some(events),
        denominator: Some(of),
        interval: Some(Interval { lower: interval.lower * scale, upper: interval.upper * scale }),
    }
}

fn every() -> Vec<(Shown, Unit)> {
    let mut all = Vec::new();
    for n in [1, 7, 40, 333, 1_310] {
        for events in (0..=n).step_by(1 + usize::try_from(n).unwrap() / 17) {
            all.push((share(events, n), Unit::Prosent));
            all.push((count(events), Unit::Antall));
            all.push((rate(events, n), Unit::Per1000));
        }
    }
    let around = Interval { lower: 3.1, upper: 4.4 };
    all.push((Shown { value: 3.9, numerator: None, denominator: None, interval: Some(around) }, Unit::Skala));
    all
}

/// At 95 % every estimate gives back the interval it was recognised by, and its value lies within at any level.
#[test]
fn gives_the_published_interval_back() {
    for (shown, unit) in every() {
        let (estimate, interval) = (Estimate::of(&shown, unit).unwrap(), shown.interval.unwrap());
        let (lower, upper) = estimate.limits(Z);
        assert!(is_near(lower, interval.lower) && is_near(upper, interval.upper), "{shown:?} {estimate:?}");
        let is_of_its_kind = match unit {
            Unit::Prosent => matches!(estimate, Estimate::Share { .. }),
            Unit::Antall | Unit::Per1000 => matches!(estimate, Estimate::Count { .. }),
            _ => matches!(estimate, Estimate::Around { .. }),
        };
        assert!(is_of_its_kind, "{shown:?} {estimate:?}");
        for z in [0.0, 0.1, 1.0, 3.09, 6.0] {
            let (lower, upper) = estimate.limits(z);
            assert!(lower <= shown.value + 1e-9 && shown.value <= upper + 1e-9, "{shown:?} {z} {lower} {upper}");
        }
    }
}

/// The level is between none and all, and the exact tails agree with the exact intervals of small counts: below five
/// per cent just where the published interval clears the value.
#[test]
fn the_level_and_the_interval_agree() {
    for (shown, unit) in every() {
        let (estimate, interval) = (Estimate::of(&shown, unit).unwrap(), shown.interval.unwrap());
        let is_exact = matches!(estimate, Estimate::Count { events: 0..BYAR_FROM, .. } | Estimate::Around { .. });
        let width = interval.upper - interval.lower;
        for step in 0..40_u32 {
            let reference = (interval.lower + width * (f64::from(step) / 20.0 - 0.5)).max(0.0);
            if unit == Unit::Prosent && reference > 100.0 {
                continue;
            }
            let clears = interval.lower > reference || interval.upper < reference;
            let at_edge = is_near(interval.lower, reference) || is_near(interval.upper, reference);
            let p = estimate.p_against(reference).unwrap();
            assert!(at_edge || estimate.clears(reference, Level::P95) == clears, "{shown:?} {reference}");
            assert!(at_edge || !is_exact || (p < 0.05) == clears, "{shown:?} {reference} {p}");
            assert!((0.0..=1.0).contains(&p), "{shown:?} {reference} {p}");
        }
    }
}

/// Wider at every higher level: without that the smallest level would not be one.
#[test]
fn limits_widen() {
    for (shown, unit) in every() {
        let estimate = Estimate::of(&shown, unit).unwrap();
        let mut last = estimate.limits(0.0);
        for step in 1..80_u32 {
            let now = estimate.limits(f64::from(step) / 10.0);
            assert!(now.0 <= last.0 + 1e-9 && now.1 >= last.1 - 1e-9, "{shown:?} {step} {last:?} {now:?}");
            last = now;
        }
    }
}

/// Twice the smaller tail, added up term by term.
#[test]
fn shares_and_counts_are_judged_by_their_exact_tails() {
    for (events, n, reference) in [(97_u64, 1_310_u64, 5.0), (88, 1_310, 4.4), (3, 20, 30.0), (40, 50, 70.0)] {
        let estimate = Estimate::of(&share(events, n), Unit::Prosent).unwrap();
        let chance: f64 = reference / 100.0;
        let mut term = (1.0 - chance).powf(float(n));
        let (mut below, mut above) = (0.0, 0.0);
        for k in 0..=n {
            below += if k <= events { term } else { 0.0 };
            above += if k >= events { term } else { 0.0 };
            term *= float(n - k) / float(k + 1) * chance / (1.0 - chance);
        }
        let (expected, found) = ((2.0 * f64::min(below, above)).min(1.0), estimate.p_against(reference).unwrap());
        assert!((found - expected).abs() < 1e-9, "{events} {n} {found} {expected}");
    }
    for (events, mean) in [(3_u64, 9.0_f64), (8, 2.5), (0, 4.0), (149, 120.0)] {
        let estimate = Estimate::of(&count(events), Unit::Antall).unwrap();
        let mut term = (-mean).exp();
        let (mut below, mut above) = (0.0, 0.0);
        for k in 0..1_000 {
            below += if k <= events { term } else { 0.0 };
            above += if k >= events { term } else { 0.0 };
            term *= mean / float(k + 1);
        }
        let (expected, found) = ((2.0 * f64::min(below, above)).min(1.0), estimate.p_against(mean).unwrap());
        assert!((found - expected).abs() < 1e-9, "{events} {mean}: {found} {expected}");
    }
}

/// 149 after 100: each of 249 events is this year's with one half.
#[test]
fn counts_are_judged_beside_each_other() {
    let [own, other] = [count(149), count(100)].map(|it| Estimate::of(&it, Unit::Antall).unwrap());
    let mut term = 0.5_f64.powi(249);
    let mut above = 0.0;
    for k in 0..=249_u64 {
        above += if k >= 149 { term } else { 0.0 };
        term *= float(249 - k) / float(k + 1);
    }
    assert!((own.p_between(&other).unwrap() - 2.0 * above).abs() < 1e-12);
    let [own, other] = [rate(30, 1_000), rate(10, 500)].map(|it| Estimate::of(&it, Unit::Per1000).unwrap());
    let expected = binomial_tails(30, 40, 2.0 / 3.0).unwrap().two_sided();
    assert!((own.p_between(&other).unwrap() - expected).abs() < 1e-12);
}

/// Answers of which one person gave several count for fewer: the level is never better than either way says.
#[test]
fn answers_that_belong_together_count_for_fewer() {
    let (value, interval) = crate::compute::share_of_clusters(&[(4, 4), (3, 4), (0, 2), (4, 4), (1, 3)]).unwrap();
    let interval = Some(Interval { lower: interval.lower * 100.0, upper: interval.upper * 100.0 });
    let shown = Shown { value: value * 100.0, numerator: Some(12), denominator: Some(17), interval };
    let estimate = Estimate::of(&shown, Unit::Prosent).unwrap();
    assert!(matches!(estimate, Estimate::Share { n, .. } if n < 17.0 && !is_whole(n)), "{estimate:?}");
    let p = estimate.p_against(20.0).unwrap();
    assert!(p >= exact_p_of_share(12, 17, 0.2).unwrap() && p <= 1.0, "{p}");
}

#[test]
fn differences_are_those_of_newcombe_and_of_counts() {
    for (a, n, b, m) in [(56, 70, 48, 80), (9, 10, 3, 10), (97, 1_310, 80, 1_290)] {
        let [own, other] = [share(a, n), share(b, m)].map(|it| Estimate::of(&it, Unit::Prosent).unwrap());
        let (_, expected) = difference_of_shares((b, m), (a, n)).unwrap();
        let found = own.difference(&other);
        assert!((found.lower / 100.0 - expected.lower).abs() < 1e-12, "{found:?} {expected:?}");
        assert!((found.upper / 100.0 - expected.upper).abs() < 1e-12, "{found:?} {expected:?}");
    }
    let [own, other] = [count(149), count(100)].map(|it| Estimate::of(&it, Unit::Antall).unwrap());
    let (_, expected) = difference_of_counts(100, 149);
    let found = own.difference(&other);
    assert!(is_near(found.lower, expected.lower) && is_near(found.upper, expected.upper));
    assert!(own.differs(&other, Level::P95) && !own.differs(&own, Level::P95));
}

#[test]
fn odd_values_end() {
    let odd = |value: f64, lower: f64, upper: f64| {
        let interval = Some(Interval { lower, upper });
        Estimate::of(&Shown { value, numerator: None, denominator: None, interval }, Unit::Dager)
    };
    assert!(odd(1.0, 2.0, 3.0).is_none() && odd(f64::NAN, 0.0, 1.0).is_none());
    let point = odd(2.0, 2.0, 2.0).unwrap();
    assert!(point.p_against(2.0) > Some(0.999) && point.p_against(3.0) < Some(1e-12));
    let all = Estimate::of(&share(20, 20), Unit::Prosent).unwrap();
    assert!(all.p_against(100.0) > Some(0.999) && all.p_against(f64::NAN).is_none());
}
