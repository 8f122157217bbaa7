//! Whole reports in which nothing has happened, judged as they are judged: how often chance alone is called something.

use std::collections::{BTreeMap, BTreeSet};

use super::tests::{beside, count, share};
use super::{Aims, Direction, Evidence, judge};
use crate::compute::testing::Random;
use crate::compute::{
    Comparison, Interval, MeasureTable, Verdict, difference_of_counts, difference_of_shares, float, ratio_of_rates,
};
use crate::protect::testing::{indicator, measure, publishable};
use crate::protect::{Cell, Publishable, Shown};
use crate::units::Unit;

const YEARS: usize = 5;

/// So many events as a mean gives (Knuth 1969, The Art of Computer Programming 2, 3.4.1).
fn events(random: &mut Random, mean: f64) -> u64 {
    let (least, mut product, mut events) = ((-mean).exp(), random.unit(), 0);
    while product > least {
        product *= random.unit();
        events += 1;
    }
    events
}

fn among(random: &mut Random, n: u64, chance: f64) -> u64 {
    (0..n).map(|_| u64::from(random.unit() < chance)).sum()
}

/// A change to 2025 since 2021 as `compute` gives it.
fn change(id: &str, unit: Unit, (value, baseline): (f64, f64), interval: Option<Interval>) -> MeasureTable<Cell> {
    let mut change = measure(id, unit, &[Cell::Shown(Shown { value, numerator: None, denominator: None, interval })]);
    change.totals[0].comparison = Some(Comparison {
        region: "nullpunkt-2021".to_owned(),
        name: "Nullpunkt 2021".to_owned(),
        value: baseline,
        verdict: None,
    });
    change
}

fn scaled(interval: Interval, scale: f64) -> Interval {
    Interval { lower: interval.lower * scale, upper: interval.upper * scale }
}

/// A count through the years, and its changes.
fn of_counts(random: &mut Random, id: &str, aims: &mut Aims) -> Vec<MeasureTable<Cell>> {
    let mean = 8.0 + 140.0 * random.unit();
    let drawn: Vec<u64> = (0..YEARS).map(|_| events(random, mean)).collect();
    let (then, now) = (drawn[0], drawn[YEARS - 1]);
    aims.targets.insert(id.to_owned(), mean);
    let cells: Vec<Cell> = drawn.iter().map(|events| count(*events)).collect();
    let (difference, limits) = difference_of_counts(then, now);
    let mut all = vec![measure(id, Unit::Antall, &cells)];
    all.push(change(&format!("B1-{id}"), Unit::Antall, (difference, float(then)), Some(limits)));
    if let Some((ratio, limits)) = ratio_of_rates((then, 1.0), (now, 1.0)) {
        let percent = |ratio: f64| (ratio - 1.0) * 100.0;
        let interval = Interval { lower: percent(limits.lower), upper: percent(limits.upper) };
        let values = (percent(ratio), float(then));
        all.push(change(&format!("B1-{id}-relativ"), Unit::Prosent, values, Some(interval)));
    }
    all
}

/// A share through the years beside a county that is just so, and its changes.
fn of_shares(random: &mut Random, id: &str, aims: &mut Aims) -> Vec<MeasureTable<Cell>> {
    let chance = 0.02 + 0.5 * random.unit();
    let drawn: Vec<(u64, u64)> = (0..YEARS)
        .map(|_| {
            let n = 150 + random.below(1_150);
            (among(random, n, chance), n)
        })
        .collect();
    aims.targets.insert(id.to_owned(), chance * 100.0);
    let cells: Vec<Cell> = drawn.iter().map(|(events, n)| share(*events, *n)).collect();
    let mut all = vec![beside(measure(id, Unit::Prosent, &cells), chance * 100.0)];
    let (then, now) = (drawn[0], drawn[YEARS - 1]);
    if let Some((difference, limits)) = difference_of_shares(then, now) {
        let baseline = float(then.0) / float(then.1) * 100.0;
        let values = (difference * 100.0, baseline);
        all.push(change(&format!("B1-{id}"), Unit::Prosent, values, Some(scaled(limits, 100.0))));
        let relative = (difference * 100.0 / baseline * 100.0, baseline);
        all.push(change(&format!("B1-{id}-relativ"), Unit::Prosent, relative, None));
    }
    all
}

fn report(random: &mut Random) -> Publishable {
    let mut aims = Aims { targets: BTreeMap::new(), of_cases: BTreeSet::new(), ..Aims::default() };
    let (mut own, mut changes) = (Vec::new(), Vec::new());
    for place in 0..20 {
        let id = format!("X{place}");
        let of = if place % 2 == 0 { of_counts } else { of_shares };
        let mut all = of(random, &id, &mut aims);
        changes.extend(all.split_off(1));
        own.extend(all);
    }
    let mut indicators: Vec<_> = own.into_iter().map(|measure| indicator(vec![measure])).collect();
    let mut baseline = indicator(changes);
    "B1".clone_into(&mut baseline.id);
    indicators.push(baseline);
    let mut report = publishable(indicators);
    judge(&mut report, &aims, None);
    report
}

/// Twenty figures with a county, the year before, a target, a baseline (in its unit and in per cent) and five years of
/// trend, in which nothing has happened: fewer than one report in twenty calls anything higher or rising, as few lower or
/// falling, and fewer than one in two hundred anything very sure.
#[test]
fn a_report_of_nothing_seldom_says_anything() {
    const SEED: u64 = 20_261;
    const REPORTS: u32 = 1_000;
    let mut random = Random(SEED);
    let (mut higher, mut lower, mut very_sure, mut alone) = (0, 0, 0, 0);
    for _ in 0..REPORTS {
        let report = report(&mut random);
        let said = report.judgements();
        let any = |verdict, direction| {
            said.comparisons.iter().any(|it| it.verdict == Some(verdict))
                || said.trends.iter().any(|it| it.direction == direction)
        };
        higher += u32::from(any(Verdict::Higher, Direction::Rising));
        lower += u32::from(any(Verdict::Lower, Direction::Falling));
        very_sure += u32::from(said.comparisons.iter().any(|it| it.evidence == Evidence::Strong));
        alone += u32::from(said.comparisons.iter().any(|it| it.apart.is_some()));
        assert!(said.judged_in(2025) > 60 && said.trends.iter().all(|it| it.p.is_some()));
    }
    let found = format!("seed {SEED}: {higher} higher, {lower} lower, {very_sure} very sure of {REPORTS}");
    assert!(higher * 20 < REPORTS && lower * 20 < REPORTS, "{found}");
    assert!(very_sure * 200 < REPORTS, "{found}");
    assert!(alone * 4 > REPORTS * 3, "without the correction {alone} of {REPORTS} would have");
}
