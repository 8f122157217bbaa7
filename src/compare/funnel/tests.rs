use super::super::tests::share;
use super::*;
use crate::compute::testing::Random;
use crate::compute::{Breakdown, Category, poisson, share_of_clusters};
use crate::protect::testing::measure;

/// A measure of the region with a figure of each municipality.
fn region(unit: Unit, together: Cell, municipalities: &[Cell]) -> MeasureTable<Cell> {
    let category = |(place, cell): (usize, &Cell)| Category {
        code: format!("34{place}"),
        label: format!("Kommune {place}"),
        cells: vec![*cell],
    };
    let mut measure = measure("A", unit, &[together]);
    measure.breakdowns = vec![Breakdown {
        dimension: MUNICIPALITIES.to_owned(),
        title: "Kommune".to_owned(),
        overlapping: false,
        years: vec![2025],
        categories: municipalities.iter().enumerate().map(category).collect(),
    }];
    measure
}

fn judged(measures: &[MeasureTable<Cell>]) -> Vec<FunnelOf> {
    let mut funnels: Vec<FunnelOf> =
        measures.iter().filter_map(|measure| of(measure, 2025, &Aims::default())).collect();
    correct(&mut funnels);
    funnels
}

fn rate(events: u64, of: u64) -> Cell {
    let float = crate::compute::float;
    let (limits, scale) = (poisson(events), 1000.0 / float(of));
    let interval = Some(Interval { lower: limits.lower * scale, upper: limits.upper * scale });
    Cell::Shown(Shown { value: float(events) * scale, numerator: Some(events), denominator: Some(of), interval })
}

/// Each respondent's favourable answers of ten.
fn answers(favourable: &[u64]) -> Cell {
    let clusters: Vec<(u64, u64)> = favourable.iter().map(|events| (*events, 10)).collect();
    let (value, limits) = share_of_clusters(&clusters).unwrap();
    Cell::Shown(Shown {
        value: value * 100.0,
        numerator: Some(favourable.iter().sum()),
        denominator: u64::try_from(favourable.len() * 10).ok(),
        interval: Some(Interval { lower: limits.lower * 100.0, upper: limits.upper * 100.0 }),
    })
}

/// Three municipalities beside each other: one of them has twice what all have together, and nobody is ranked.
#[test]
fn a_municipality_that_differs_is_said_and_none_is_ranked() {
    let cells = [share(120, 1_000), share(60, 1_000), share(58, 1_000), Cell::Withheld];
    let found = &judged(&[region(Unit::Prosent, share(238, 3_400), &cells)])[0];
    let said: Vec<Evidence> = found.municipalities.iter().map(|it| it.evidence).collect();
    assert_eq!(said, [Evidence::Strong, Evidence::None, Evidence::None], "the withheld one is not there");
    let limits = found.municipalities[0].limits;
    assert!(limits.lower < 7.0 && 7.0 < limits.upper && limits.upper < 12.0, "{limits:?}");
}

/// Four municipalities that are alike, and one whose export was empty: the region has its inhabitants and not its cases, and
/// the four would all be higher. None of the cases is no empty export.
#[test]
fn an_empty_export_leaves_no_funnel() {
    let alike = || [share(80, 1_000), share(80, 1_000), share(80, 1_000), share(80, 1_000)];
    let with = |last: Cell| alike().into_iter().chain([last]).collect::<Vec<_>>();
    let of_five = |last| region(Unit::Prosent, share(320, 10_000), &with(last));
    assert!(judged(&[of_five(share(0, 6_000))]).is_empty());
    let four = judged(&[region(Unit::Prosent, share(320, 4_000), &alike())]);
    assert!(four[0].municipalities.iter().all(|it| it.evidence == Evidence::None));
    let aims = Aims { of_cases: std::iter::once("A".to_owned()).collect(), ..Aims::default() };
    let of_cases = of(&region(Unit::Prosent, share(320, 4_100), &with(share(0, 100))), 2025, &aims).unwrap();
    assert_eq!((of_cases.municipalities.len(), of_cases.municipalities[4].apart), (5, Some(Level::P95)));
}

/// What is certain in one funnel by itself is one of many where the report has twenty.
#[test]
fn all_municipalities_of_all_funnels_are_judged_together() {
    let one = || region(Unit::Prosent, share(100, 2_000), &[share(70, 1_000), share(50, 1_000)]);
    let alone = judged(&[one()]);
    assert_eq!(alone[0].municipalities[0].evidence, Evidence::Clear, "{alone:?}");
    let other = || region(Unit::Per1000, rate(100, 2_000), &[rate(50, 1_000), rate(50, 1_000)]);
    let many: Vec<_> = std::iter::once(one()).chain((0..19).map(|_| other())).collect();
    let together = judged(&many);
    let first = &together[0].municipalities[0];
    assert_eq!((first.evidence, first.is_lost_together()), (Evidence::None, true), "{first:?}");
    assert_eq!(first.p, alone[0].municipalities[0].p);
}

/// Ten answers from each of forty people, who mostly answer one way: the limits are those of some forty answers and not of
/// four hundred, and what four hundred would make very sure is not.
#[test]
fn limits_of_answers_go_by_independent_ones() {
    let own: Vec<u64> = (0..40).map(|person| if person < 26 { 9 } else { 1 }).collect();
    let others: Vec<u64> = (0..40).map(|person| if person < 22 { 9 } else { 1 }).collect();
    let found = judged(&[region(Unit::Prosent, share(520, 1_000), &[answers(&own), answers(&others)])]);
    let first = &found[0].municipalities[0];
    assert_eq!((first.own.numerator, first.own.denominator), (Some(248), Some(400)));
    assert!(first.independent.is_some_and(|answers| (30..80).contains(&answers)), "{first:?}");
    let everyone_once = judged(&[region(Unit::Prosent, share(238, 3_000), &[share(120, 1_000), share(60, 1_000)])]);
    assert_eq!(everyone_once[0].municipalities[0].independent, None);
    let plain = funnel_of_shares(0.52, 400, Level::P95).unwrap();
    assert!(first.limits.upper - first.limits.lower > 2.0 * (plain.upper - plain.lower) * 100.0, "{first:?}");
    assert_eq!((first.evidence, first.apart), (Evidence::None, None), "{first:?}");
    let as_if_independent = crate::compute::exact_p_of_share(248, 400, 0.52).unwrap();
    assert!(as_if_independent < 0.002 && first.p.unwrap() > 0.1, "{as_if_independent} {first:?}");
}

/// Limits that were not recognised are as wide as the interval is.
#[test]
fn limits_of_another_interval_go_by_its_width() {
    let around = Estimate::Around { value: 10.0, below: 1.0, above: 2.0 };
    let found = limits(&around, 9.0, Level::P95).unwrap();
    assert!((found.upper - 10.96).abs() < 0.01 && (found.lower - 5.08).abs() < 0.01, "{found:?}");
}

fn draw(random: &mut Random, n: u64, chance: f64) -> u64 {
    (0..n).map(|_| u64::from(random.unit() < chance)).sum()
}

/// One measure in which twelve municipalities of 100 to 900 children are alike: a share, a rate or answers to a survey.
fn alike(random: &mut Random, kind: usize) -> MeasureTable<Cell> {
    let chance = 0.03 + 0.27 * random.unit();
    let sizes: Vec<u64> = (0..12).map(|_| 100 + random.below(800)).collect();
    let events: Vec<u64> = sizes.iter().map(|n| draw(random, *n, chance)).collect();
    let (all, n) = (events.iter().sum(), sizes.iter().sum());
    let cells = |of: fn(u64, u64) -> Cell| events.iter().zip(&sizes).map(|(k, n)| of(*k, *n)).collect::<Vec<_>>();
    match kind {
        0 => region(Unit::Prosent, share(all, n), &cells(share)),
        _ => region(Unit::Per1000, rate(all, n), &cells(rate)),
    }
}

/// Twelve municipalities and twenty figures in which none differs: fewer than one report in twenty calls any of them higher
/// or lower. Each funnel by itself would in most reports.
#[test]
fn chance_alone_seldom_makes_a_municipality_different() {
    const SEED: u64 = 1_204;
    const REPORTS: u32 = 300;
    let mut random = Random(SEED);
    let (mut together, mut alone) = (0, 0);
    for _ in 0..REPORTS {
        let measures: Vec<_> = (0..20).map(|place| alike(&mut random, place % 2)).collect();
        let funnels = judged(&measures);
        let any = |holds: fn(&InFunnel) -> bool| funnels.iter().any(|it| it.municipalities.iter().any(holds));
        together += u32::from(any(|it| it.evidence > Evidence::None));
        alone += u32::from(any(|it| it.apart.is_some()));
    }
    assert!(together * 20 < REPORTS, "seed {SEED}: {together} of {REPORTS} reports");
    assert!(alone * 2 > REPORTS, "seed {SEED}: without the correction {alone} of {REPORTS} would have");
}
