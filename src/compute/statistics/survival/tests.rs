use super::super::random::Random;
use super::*;

/// Freireich et al. (1963, Blood 21, 699-716): weeks in remission under 6-mercaptopurine; `false` is still in
/// remission.
fn mercaptopurine() -> Vec<(i64, bool)> {
    let relapsed = [6, 6, 6, 7, 10, 13, 16, 22, 23].map(|week| (week, true));
    let remain = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35].map(|week| (week, false));
    relapsed.into_iter().chain(remain).collect()
}

/// As in Cox & Oakes (1984), Analysis of Survival Data; the limits as SAS and R give them.
#[test]
fn reproduces_freireich() {
    let curve = kaplan_meier(&mercaptopurine());
    let table = [
        (5, 1.0),
        (6, 0.857),
        (7, 0.807),
        (10, 0.753),
        (13, 0.690),
        (16, 0.627),
        (22, 0.538),
        (23, 0.448),
        (99, 0.448),
    ];
    for (week, expected) in table {
        assert!((curve.survival(week) - expected).abs() < 5e-4, "{week}: {}", curve.survival(week));
    }
    assert_eq!(curve.quantile(0.5), Some(23));
    assert_eq!(curve.median_interval(), (Some(13), None));
}

/// The placebo arm of the same trial: all relapsed, so survival is a plain share.
#[test]
fn reproduces_the_placebo_arm() {
    let weeks = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23];
    let curve = kaplan_meier(&weeks.map(|week| (week, true)));
    assert!((curve.survival(8) - 8.0 / 21.0).abs() < 1e-12);
    assert_eq!((curve.quantile(0.5), curve.quantile(1.0)), (Some(8), Some(23)));
    assert_eq!(curve.median_interval(), (Some(4), Some(11)));
    // Cox & Oakes: the standard error of the share at week 10 is 0.106.
    let step = curve.steps().iter().rfind(|step| step.day <= 10).unwrap();
    assert!((step.survival * step.log_variance.sqrt() - 0.106).abs() < 5e-4);
}

fn sample(random: &mut Random) -> Vec<(i64, bool)> {
    let (people, last) = (random.below(60), 1 + random.below(40));
    (0..people).map(|_| (i64::try_from(random.below(last)).unwrap(), random.below(3) > 0)).collect()
}

/// Survival and Greenwood's sum after `day`, one day at a time over all people.
fn by_plain_loops(times: &[(i64, bool)], day: i64) -> (f64, f64) {
    let (mut survival, mut log_variance) = (1.0, 0.0);
    for today in 0..=day {
        let mut waiting = 0.0;
        let mut events = 0.0;
        for &(time, event) in times {
            if time >= today {
                waiting += 1.0;
            }
            if time == today && event {
                events += 1.0;
            }
        }
        if events > 0.0 {
            survival *= 1.0 - events / waiting;
            log_variance += events / (waiting * (waiting - events));
        }
    }
    (survival, log_variance)
}

#[test]
fn agrees_with_plain_loops() {
    const SEED: u64 = 43;
    let mut random = Random(SEED);
    for _ in 0..1_000 {
        let times = sample(&mut random);
        let curve = kaplan_meier(&times);
        let (mut median, mut lower, mut upper) = (None, None, None);
        for day in 0..45 {
            let (survival, log_variance) = by_plain_loops(&times, day);
            assert!((curve.survival(day) - survival).abs() < 1e-12, "seed {SEED}: {times:?} {day}");
            if survival < 0.5 + 1e-10 && median.is_none() {
                median = Some(day);
            }
            // The band itself: `S^exp(±z s)` with `s` the standard error of `ln(-ln S)`.
            let error = 1.959_963_984_540_054 * log_variance.sqrt() / survival.ln().abs();
            if survival > 0.0 && survival < 1.0 {
                if survival.powf(error.exp()) <= 0.5 && lower.is_none() {
                    lower = Some(day);
                }
                if survival.powf((-error).exp()) <= 0.5 && upper.is_none() {
                    upper = Some(day);
                }
            }
        }
        assert_eq!(curve.quantile(0.5), median, "seed {SEED}: {times:?}");
        assert_eq!(curve.median_interval(), (lower, upper), "seed {SEED}: {times:?}");
    }
}

/// The order of the people is no matter, and the limits are around the median.
#[test]
fn order_is_no_matter() {
    const SEED: u64 = 47;
    let mut random = Random(SEED);
    for _ in 0..500 {
        let mut times = sample(&mut random);
        let curve = kaplan_meier(&times);
        times.reverse();
        assert_eq!(curve, kaplan_meier(&times), "seed {SEED}: {times:?}");
        let (lower, upper) = curve.median_interval();
        if let Some(median) = curve.quantile(0.5) {
            let around = lower.is_none_or(|lower| lower <= median) && upper.is_none_or(|upper| upper >= median);
            assert!(around, "seed {SEED}: {times:?}");
        }
        let falls =
            curve.steps().windows(2).all(|pair| pair[0].day < pair[1].day && pair[0].survival > pair[1].survival);
        assert!(falls, "seed {SEED}: {times:?}");
    }
}

#[test]
fn ends_on_any_input() {
    for nothing in [vec![], vec![(4, false), (9, false)]] {
        let curve = kaplan_meier(&nothing);
        assert!(curve.steps().is_empty() && (curve.survival(i64::MAX) - 1.0).abs() < 1e-12);
        assert_eq!((curve.quantile(0.5), curve.median_interval()), (None, (None, None)));
    }
    let at_once = kaplan_meier(&[(0, true), (0, true)]);
    assert_eq!((at_once.quantile(0.5), at_once.median_interval()), (Some(0), (None, None)));
    let extremes = kaplan_meier(&[(i64::MIN, true), (i64::MAX, true), (-3, false)]);
    assert_eq!((extremes.quantile(0.3), extremes.quantile(1.0)), (Some(i64::MIN), Some(i64::MAX)));
    for p in [0.0, -1.0, 1.5, f64::NAN] {
        assert_eq!(extremes.quantile(p), None);
    }
    // Seven equal steps of one seventh: the fraction is reached in spite of rounding.
    let week = [1, 2, 3, 4, 5, 6, 7].map(|day| (day, true));
    for (day, events) in (1..=7).zip([1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0]) {
        assert_eq!(kaplan_meier(&week).quantile(events / 7.0), Some(day));
    }
}
