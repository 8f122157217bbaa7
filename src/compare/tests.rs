//! The room by plain cases: what is said where, and what is not said.

use std::collections::BTreeMap;

use super::*;
use crate::compute::{Interval, ReferenceRole, ReferenceSeries, ReferenceValue, Verdict, poisson, wilson};
use crate::protect::testing::{indicator, measure, publishable};
use crate::protect::{Cell, Shown};
use crate::units::Unit;

pub(super) fn share(numerator: u64, denominator: u64) -> Cell {
    let interval = wilson(numerator, denominator).unwrap();
    let float = crate::compute::float;
    Cell::Shown(Shown {
        value: float(numerator) / float(denominator) * 100.0,
        numerator: Some(numerator),
        denominator: Some(denominator),
        interval: Some(Interval { lower: interval.lower * 100.0, upper: interval.upper * 100.0 }),
    })
}

pub(super) fn count(events: u64) -> Cell {
    let value = crate::compute::float(events);
    Cell::Shown(Shown { value, numerator: Some(events), denominator: None, interval: Some(poisson(events)) })
}

pub(super) fn beside(
    mut measure: crate::compute::MeasureTable<Cell>,
    county: f64,
) -> crate::compute::MeasureTable<Cell> {
    measure.references = vec![ReferenceSeries {
        region: "EKA34".to_owned(),
        name: "Innlandet".to_owned(),
        role: ReferenceRole::County,
        points: vec![(2025, ReferenceValue::Figure(county))],
        basis: Vec::new(),
    }];
    measure
}

pub(super) fn judged(measures: Vec<crate::compute::MeasureTable<Cell>>, aims: &Aims) -> Publishable {
    let mut report = publishable(measures.into_iter().map(|measure| indicator(vec![measure])).collect());
    judge(&mut report, aims, None);
    report
}

/// The three pairs of 2021 in the municipality's own document: 7.4, 7.4 and 6.7 % of about 1,300 against 5.0, 5.0 and 4.4.
#[test]
fn three_shares_of_2021_are_higher_than_the_county() {
    let measures = [(97, 5.0), (97, 5.0), (88, 4.4)]
        .into_iter()
        .enumerate()
        .map(|(place, (children, county))| {
            beside(measure(&format!("K{}", place + 1), Unit::Prosent, &[share(children, 1_310)]), county)
        })
        .collect();
    let report = judged(measures, &Aims::default());
    for said in &report.judgements().comparisons {
        assert_eq!((said.verdict, said.evidence), (Some(Verdict::Higher), Evidence::Strong), "{said:?}");
        let interval = said.interval.unwrap();
        assert!(interval.lower > 0.0 && interval.upper < 5.0, "{interval:?}");
    }
    assert_eq!(report.judgements().highlights.len(), 3);
    let beside = report.indicators()[0].measures[0].totals[0].comparison.as_ref().unwrap();
    assert_eq!((beside.region.as_str(), beside.verdict), ("EKA34", Some(Verdict::Higher)));
}

/// SSB 2018, children with measures on 31 December per 1,000 aged 0-22: Åsnes 49.1 (77 children), Hedmark 28.8, the
/// country 26.8.
#[test]
fn the_rate_of_2018_is_higher_than_hedmark_and_the_country() {
    let children: u64 = 1_568;
    let (rate, limits) = (77.0 / 1.568, poisson(77));
    let interval = Some(Interval { lower: limits.lower / 1.568, upper: limits.upper / 1.568 });
    let cell = Cell::Shown(Shown { value: rate, numerator: Some(77), denominator: Some(children), interval });
    let mut rates = beside(measure("A", Unit::Per1000, &[cell]), 28.8);
    rates.references.push(ReferenceSeries {
        region: "EAK".to_owned(),
        name: "Norge".to_owned(),
        role: ReferenceRole::Country,
        points: vec![(2025, ReferenceValue::Figure(26.8))],
        basis: Vec::new(),
    });
    assert_eq!(crate::rounded::Rounded::of(rate, Unit::Per1000).unwrap().as_str(), "49.1");
    for said in &judged(vec![rates], &Aims::default()).judgements().comparisons {
        assert_eq!((said.verdict, said.evidence), (Some(Verdict::Higher), Evidence::Strong), "{said:?}");
    }
}

/// One of twenty clears its interval by itself and not when all are judged together.
#[test]
fn a_lone_difference_among_many_is_not_certain() {
    let alone = || beside(measure("A", Unit::Prosent, &[share(65, 1_000)]), 5.0);
    let report = judged(vec![alone()], &Aims::default());
    assert_eq!(report.judgements().comparisons[0].verdict, Some(Verdict::Higher));
    let many = (0..19).map(|place| beside(measure(&format!("X{place}"), Unit::Prosent, &[share(50, 1_000)]), 5.0));
    let report = judged([alone()].into_iter().chain(many).collect(), &Aims::default());
    let said = &report.judgements().comparisons[0];
    assert_eq!((said.verdict, said.is_lost_together()), (Some(Verdict::Uncertain), true));
    assert!(report.judgements().highlights.is_empty());
    assert_eq!(report.judgements().judged_in(2025), 20);
}

/// 75 of 1,000 beside 5 %: very sure by itself, and no more than sure as one of twenty.
#[test]
fn very_sure_is_judged_together_too() {
    let alone = || beside(measure("A", Unit::Prosent, &[share(75, 1_000)]), 5.0);
    let many = (0..19).map(|place| beside(measure(&format!("X{place}"), Unit::Prosent, &[share(50, 1_000)]), 5.0));
    for (measures, expected) in
        [(vec![alone()], Evidence::Strong), ([alone()].into_iter().chain(many).collect(), Evidence::Clear)]
    {
        let report = judged(measures, &Aims::default());
        let said = &report.judgements().comparisons[0];
        assert_eq!((said.apart, said.evidence), (Some(crate::compute::Level::P998), expected), "{said:?}");
        let is_sure = said.adjusted.unwrap() < SURE_FALSE_DISCOVERIES;
        assert_eq!(is_sure, expected == Evidence::Strong);
    }
}

#[test]
fn withheld_and_missing_figures_are_not_spoken_of() {
    let measures = vec![
        beside(measure("A", Unit::Prosent, &[Cell::Withheld]), 5.0),
        beside(measure("B", Unit::Prosent, &[Cell::Missing]), 5.0),
        measure("C", Unit::Antall, &[Cell::Withheld, count(90)]),
        measure("D", Unit::Antall, &[count(20), Cell::Withheld]),
    ];
    let aims = Aims { targets: BTreeMap::from([("A".to_owned(), 3.0), ("D".to_owned(), 3.0)]), ..Aims::default() };
    let report = judged(measures, &aims);
    let judgements = report.judgements();
    assert!(judgements.comparisons.is_empty() && judgements.highlights.is_empty(), "{judgements:?}");
    assert!(judgements.trends.iter().all(|trend| trend.direction == Direction::TooShort));
}

/// What is withheld leaves no trace in what is said of the rest: also not by how many were judged together.
#[test]
fn a_withheld_figure_changes_nothing_that_is_said() {
    let said = |hidden: Cell| {
        let measures = vec![
            beside(measure("A", Unit::Prosent, &[share(65, 1_000)]), 5.0),
            beside(measure("B", Unit::Prosent, &[hidden]), 5.0),
        ];
        let report = judged(measures, &Aims::default());
        format!("{:?}", report.judgements().comparisons)
    };
    assert_eq!(said(Cell::Withheld), said(Cell::Missing));
}

#[test]
fn good_and_bad_are_said_only_where_the_plan_says_which_way() {
    let better = |polarity: Option<Polarity>| {
        let aims =
            Aims { polarity: polarity.into_iter().map(|way| ("A".to_owned(), way)).collect(), ..Aims::default() };
        let report = judged(vec![beside(measure("A", Unit::Prosent, &[share(97, 1_310)]), 5.0)], &aims);
        report.judgements().comparisons[0].is_better
    };
    assert_eq!(better(None), None);
    assert_eq!(better(Some(Polarity::Opp)), Some(true));
    assert_eq!(better(Some(Polarity::Ned)), Some(false));
}

#[test]
fn a_change_is_set_beside_the_year_before_and_no_other() {
    let said = |totals: &[Cell]| judged(vec![measure("A", Unit::Antall, totals)], &Aims::default());
    let report = said(&[count(40), count(100)]);
    let change = &report.judgements().comparisons[0];
    assert_eq!((change.against.clone(), change.verdict), (Against::YearBefore(2024), Some(Verdict::Higher)));
    assert!(said(&[count(40), Cell::Missing, count(100)]).judgements().comparisons.is_empty());
}

#[test]
fn a_target_is_reached_only_where_the_way_is_known() {
    let said = |way: Option<Polarity>| {
        let aims = Aims {
            polarity: way.into_iter().map(|way| ("A".to_owned(), way)).collect(),
            targets: BTreeMap::from([("A".to_owned(), 90.0)]),
            ..Aims::default()
        };
        judged(vec![measure("A", Unit::Prosent, &[share(99, 100)])], &aims).judgements().comparisons[0].clone()
    };
    assert_eq!((said(None).against, said(None).is_reached), (Against::Target, None));
    assert_eq!(said(None).verdict, Some(Verdict::Higher));
    assert_eq!(said(Some(Polarity::Opp)).is_reached, Some(true));
    assert_eq!(said(Some(Polarity::Ned)).is_reached, Some(false));
}

#[test]
fn an_empty_export_is_no_ground_for_a_verdict() {
    let report = judged(vec![beside(measure("A", Unit::Prosent, &[share(0, 1_310)]), 5.0)], &Aims::default());
    assert!(report.judgements().comparisons.is_empty());
}

/// At most eight, the strongest first, and no indicator twice with the same news.
#[test]
fn the_front_page_holds_the_strongest() {
    let measures = (0..12)
        .map(|place: u64| {
            let children = 80 + 4 * place;
            beside(measure(&format!("X{place}"), Unit::Prosent, &[share(children, 1_000)]), 5.0)
        })
        .chain([beside(measure("X11-del", Unit::Prosent, &[share(160, 1_000)]), 5.0)])
        .collect();
    let report = judged(measures, &Aims::default());
    let said: Vec<&str> = report
        .judgements()
        .highlights
        .iter()
        .filter_map(|highlight| match highlight {
            Highlight::Comparison(judged) => Some(judged.measure.as_str()),
            Highlight::Trend(_) => None,
        })
        .collect();
    assert_eq!(said, ["X11-del", "X10", "X9", "X8", "X7", "X6", "X5", "X4"]);
}

/// Benjamini and Hochberg give neighbours the same level: the one that is stronger by itself comes first, and of two that
/// are as strong the one that comes first in the report, whatever their names.
#[test]
fn of_equal_levels_the_stronger_comes_first() {
    let of = |id: &str, children| beside(measure(id, Unit::Prosent, &[share(children, 1_000)]), 5.0);
    let report = judged(vec![of("Z", 72), of("A", 73), of("M", 72)], &Aims::default());
    let said: Vec<(&str, Option<f64>)> = report
        .judgements()
        .highlights
        .iter()
        .map(|highlight| match highlight {
            Highlight::Comparison(judged) => (judged.measure.as_str(), judged.adjusted),
            Highlight::Trend(trend) => (trend.measure.as_str(), trend.adjusted),
        })
        .collect();
    let [a, z, m] = said[..] else { panic!("{said:?}") };
    assert_eq!((a.0, z.0, m.0), ("A", "Z", "M"));
    assert!(a.1 == z.1 && z.1 == m.1, "{said:?}");
}

/// A year of months at eleven after one at six: a signal, told among the developments and not on the front page.
#[test]
fn a_signal_of_months_is_not_on_the_front_page() {
    let category = |month: u32| crate::compute::Category {
        code: format!("{month:02}"),
        label: format!("Måned {month}"),
        cells: vec![count(6), count(if month > 6 { 19 } else { 6 })],
    };
    let mut months = measure("K4", Unit::Antall, &[Cell::Missing, count(150)]);
    months.breakdowns = vec![crate::compute::Breakdown {
        dimension: "maaned".to_owned(),
        title: "Måned".to_owned(),
        overlapping: false,
        years: vec![2024, 2025],
        categories: (1..=12).map(category).collect(),
    }];
    let report = judged(vec![months], &Aims::default());
    let judgements = report.judgements();
    assert!(judgements.months[0].phases.iter().any(|phase| !phase.signals.is_empty()), "{:?}", judgements.months);
    assert!(judgements.highlights.is_empty(), "{:?}", judgements.highlights);
}

/// Reports in which nothing differs from the county: 25 shares of 200 to 1,300 children each, drawn as chance has it.
/// Fewer than one in twenty may say «høyere» of anything, and hardly one in five hundred «svært sikker».
#[test]
fn chance_alone_is_seldom_called_higher() {
    const SEED: u64 = 2_026;
    const REPORTS: u32 = 1_500;
    let mut random = crate::compute::testing::Random(SEED);
    let (mut with_higher, mut very_sure, mut alone) = (0, 0, 0);
    for _ in 0..REPORTS {
        let measures = (0..25)
            .map(|place| {
                let (children, chance) = (200 + random.below(1_100), 0.01 + 0.19 * random.unit());
                let events = (0..children).map(|_| u64::from(random.unit() < chance)).sum();
                beside(measure(&format!("X{place}"), Unit::Prosent, &[share(events, children)]), chance * 100.0)
            })
            .collect();
        let report = judged(measures, &Aims::default());
        let said = &report.judgements().comparisons;
        with_higher += u32::from(said.iter().any(|judged| judged.verdict == Some(Verdict::Higher)));
        very_sure += u32::from(said.iter().any(|judged| judged.evidence == Evidence::Strong));
        alone += u32::from(said.iter().any(|judged| judged.difference > 0.0 && judged.apart.is_some()));
    }
    assert!(with_higher * 20 < REPORTS, "seed {SEED}: {with_higher} of {REPORTS} reports");
    assert!(very_sure * 200 < REPORTS, "seed {SEED}: {very_sure} of {REPORTS} reports");
    assert!(alone * 4 > REPORTS, "seed {SEED}: without the correction {alone} of {REPORTS} would have");
}
