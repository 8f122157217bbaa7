//! What is set beside what: not nothing, not across a break, no part of a year beside a year's target.

use std::collections::{BTreeMap, BTreeSet};

use super::*;
use crate::compare::tests::{beside, count, share};
use crate::compare::{Direction, SeriesBreak, judge};
use crate::compute::{difference_of_counts, ratio_of_rates};
use crate::plan::Polarity;
use crate::protect::testing::{heading, indicator, measure, publishable_with, shown};
use crate::publish::{sentence, tidy};

fn report(window: Window, measures: Vec<MeasureTable<Cell>>, aims: &Aims) -> Publishable {
    let heading = Heading { window, ..heading() };
    let mut report = publishable_with(heading, measures.into_iter().map(|it| indicator(vec![it])).collect());
    judge(&mut report, aims, None);
    report
}

/// What each figure is set beside.
fn said(window: Window, measures: Vec<MeasureTable<Cell>>, aims: &Aims) -> Vec<(String, String)> {
    let report = report(window, measures, aims);
    let said = report.judgements().comparisons.iter();
    said.map(|judged| (judged.measure.clone(), judged.against.id())).collect()
}

fn pairs(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(measure, against)| ((*measure).to_owned(), (*against).to_owned())).collect()
}

fn target(measure: &str, target: f64) -> Aims {
    Aims { targets: BTreeMap::from([(measure.to_owned(), target)]), ..Aims::default() }
}

fn broken(measure: &str, (year, month): (i32, u32)) -> Aims {
    let of = SeriesBreak { measure: measure.to_owned(), year, month, reason: "nytt fagsystem".to_owned() };
    Aims { breaks: vec![of], ..target(measure, 30.0) }
}

/// A change to 2025 since 2021 as `compute` gives it.
fn change(id: &str, unit: Unit, value: f64, baseline: f64) -> MeasureTable<Cell> {
    let (lower, upper) = (value - 10.0, value + 10.0);
    let interval = Some(Interval { lower, upper });
    let mut change = measure(id, unit, &[Cell::Shown(Shown { value, numerator: None, denominator: None, interval })]);
    change.totals[0].comparison = Some(Comparison {
        region: "nullpunkt-2021".to_owned(),
        name: "Nullpunkt 2021".to_owned(),
        value: baseline,
        verdict: Some(Verdict::Lower),
    });
    change
}

/// 2021 to 2025.
fn five(last: Cell) -> [Cell; 5] {
    [count(152), count(140), count(130), Cell::Missing, last]
}

/// An empty export looks like no cases: it is not a certain fall, not «bedre», and reaches no target.
#[test]
fn nothing_is_set_beside_nothing() {
    let a = |cells: &[Cell]| vec![beside(measure("A", Unit::Antall, cells), 60.0)];
    let aims = Aims { polarity: BTreeMap::from([("A".to_owned(), Polarity::Ned)]), ..target("A", 30.0) };
    let all = pairs(&[("A", "EKA34"), ("A", "aar-2024"), ("A", "maal")]);
    assert_eq!(said(Window::Aar, a(&[count(40), count(100)]), &aims), all);
    assert_eq!(said(Window::Aar, a(&[count(40), count(0)]), &aims), []);
    assert_eq!(said(Window::Aar, a(&[count(40), shown(0.0)]), &aims), [], "also where no numerator is told");
    assert_eq!(said(Window::Aar, a(&[count(0), count(100)]), &aims), pairs(&[("A", "EKA34"), ("A", "maal")]));
    let shares = vec![measure("A", Unit::Prosent, &[share(0, 90), share(70, 90)])];
    assert_eq!(said(Window::Aar, shares, &aims), pairs(&[("A", "maal")]));
    let days = vec![measure("A", Unit::Dager, &[shown(3.0), shown(0.0)])];
    assert_eq!(said(Window::Aar, days, &Aims::default()), pairs(&[("A", "aar-2024")]), "no days is a figure");
}

/// None of forty reports concluded in time is the worst there is, and no empty export: that would have no reports.
#[test]
fn none_of_the_cases_is_a_figure() {
    let aims = Aims {
        polarity: BTreeMap::from([("K5".to_owned(), Polarity::Opp)]),
        of_cases: BTreeSet::from(["K5".to_owned()]),
        ..target("K5", 90.0)
    };
    let of = |cells: &[Cell]| report(Window::Aar, vec![beside(measure("K5", Unit::Prosent, cells), 80.0)], &aims);
    let report = of(&[share(36, 40), share(0, 40)]);
    let said: Vec<_> = report.judgements().comparisons.iter().map(|it| (it.against.id(), it.verdict)).collect();
    let lower = Some(Verdict::Lower);
    assert_eq!(said, [("EKA34".to_owned(), lower), ("aar-2024".to_owned(), lower), ("maal".to_owned(), lower)]);
    assert_eq!(report.judgements().comparisons[2].is_reached, Some(false));
    let up = of(&[share(0, 40), share(36, 40)]);
    assert_eq!(up.judgements().comparisons[1].verdict, Some(Verdict::Higher), "from nothing too");
    let measures = vec![
        measure("K5", Unit::Prosent, &[share(36, 40), Cell::Missing, Cell::Missing, Cell::Missing, share(0, 40)]),
        change("B1-K5", Unit::Prosent, -90.0, 90.0),
    ];
    let since = self::report(Window::Aar, measures, &Aims { targets: BTreeMap::new(), ..aims.clone() });
    assert_eq!(since.judgements().comparisons[0].verdict, Some(Verdict::Lower));
}

/// A change since the baseline has no numerator: what has changed says whether there is anything.
#[test]
fn a_change_to_or_from_nothing_is_not_judged() {
    let both = |now: Cell, value: f64, baseline: f64| {
        let relative = (value / baseline * 100.0).clamp(-100.0, 1e6);
        let measures = vec![
            measure("K4", Unit::Antall, &five(now)),
            change("B1-K4", Unit::Antall, value, baseline),
            change("B1-K4-relativ", Unit::Prosent, relative, baseline),
        ];
        report(Window::Aar, measures, &Aims::default())
    };
    let judged = |report: &Publishable| report.judgements().comparisons.len();
    assert_eq!(judged(&both(count(100), -52.0, 152.0)), 2);
    for report in [both(count(0), -152.0, 152.0), both(count(100), 100.0, 0.0), both(shown(0.0), -152.0, 152.0)] {
        assert_eq!(judged(&report), 0);
        let of_change = |place: usize| report.indicators()[place].measures[0].totals[0].comparison.as_ref().unwrap();
        assert_eq!([of_change(1).verdict, of_change(2).verdict], [None, None], "and nothing is said in its row");
    }
}

#[test]
fn nothing_is_set_beside_what_was_before_a_break() {
    let a = || vec![beside(measure("A", Unit::Antall, &[count(40), count(100)]), 60.0)];
    let (with, without) =
        (pairs(&[("A", "EKA34"), ("A", "aar-2024"), ("A", "maal")]), pairs(&[("A", "EKA34"), ("A", "maal")]));
    let cases = [
        ("before the earlier year", (2023, 12), &with),
        ("from the first day of the earlier year", (2024, 1), &with),
        ("within the earlier year", (2024, 2), &without),
        ("between the two", (2025, 1), &without),
        ("within this year", (2025, 12), &without),
        ("after it", (2026, 1), &with),
    ];
    for (why, from, expected) in cases {
        assert_eq!(&said(Window::Aar, a(), &broken("A", from)), expected, "{why}");
    }
    let of_another = Aims { targets: target("A", 30.0).targets, ..broken("B", (2025, 1)) };
    assert_eq!(said(Window::Aar, a(), &of_another), with, "of another measure");
}

/// The days of the window decide, not the years.
#[test]
fn a_break_counts_by_the_days_of_the_window() {
    let a = || vec![measure("A", Unit::Antall, &[count(40), count(100)])];
    let is_compared = |window: Window, from: (i32, u32)| !said(window, a(), &broken("A", from)).is_empty();
    assert!(is_compared(Window::Mai, (2025, 5)), "after the last of April");
    assert!(!is_compared(Window::Mai, (2024, 5)), "between the two springs");
    assert!(is_compared(Window::Skoleaar, (2023, 8)), "from the first day of the school year 2023/24");
    assert!(!is_compared(Window::Skoleaar, (2023, 9)));
    assert!(is_compared(Window::Skoleaar, (2025, 8)), "the next school year");
}

#[test]
fn a_change_since_the_baseline_obeys_the_breaks_of_what_has_changed() {
    let judged = |from: (i32, u32)| {
        let measures = vec![
            measure("K4", Unit::Antall, &five(count(100))),
            change("B1-K4", Unit::Antall, -52.0, 152.0),
            change("B1-K4-relativ", Unit::Prosent, -34.2, 152.0),
        ];
        report(Window::Aar, measures, &Aims { targets: BTreeMap::new(), ..broken("K4", from) })
    };
    for from in [(2021, 2), (2023, 6), (2025, 12)] {
        let report = judged(from);
        assert!(report.judgements().comparisons.is_empty(), "{from:?}");
        let verdict = report.indicators()[1].measures[0].totals[0].comparison.as_ref().unwrap().verdict;
        assert_eq!(verdict, None, "{from:?}");
    }
    for from in [(2021, 1), (2026, 1)] {
        assert_eq!(judged(from).judgements().comparisons.len(), 2, "{from:?}");
    }
}

#[test]
fn a_trend_begins_with_the_first_whole_year_after_the_last_break() {
    let rising: Vec<Cell> = (0..8_u32).map(|year| shown(f64::from(10 + year))).collect();
    let trend = |window: Window, from: (i32, u32)| {
        let measures = vec![measure("A", Unit::Dager, &rising)];
        let report = report(window, measures, &broken("A", from));
        let trend = &report.judgements().trends[0];
        (trend.first, trend.points, trend.direction)
    };
    assert_eq!(trend(Window::Aar, (2018, 1)), (2018, 8, Direction::Rising), "where the series begins");
    assert_eq!(trend(Window::Aar, (2020, 5)), (2021, 5, Direction::Rising));
    assert_eq!(trend(Window::Aar, (2021, 1)), (2021, 5, Direction::Rising));
    assert_eq!(trend(Window::Aar, (2021, 2)), (2022, 4, Direction::TooShort));
    assert_eq!(trend(Window::Mai, (2021, 5)), (2022, 4, Direction::TooShort));
    assert_eq!(trend(Window::Skoleaar, (2020, 8)), (2021, 5, Direction::Rising));
    assert_eq!(trend(Window::Aar, (2025, 3)).1, 0, "no whole year yet");
    assert_eq!(trend(Window::Aar, (2026, 1)), (2018, 8, Direction::Rising), "not yet");
    let two = Aims {
        breaks: [(2019, 1), (2021, 1)].map(|from| broken("A", from).breaks.remove(0)).to_vec(),
        ..Aims::default()
    };
    let report = report(Window::Aar, vec![measure("A", Unit::Dager, &rising)], &two);
    assert_eq!(report.judgements().trends[0].first, 2021, "the last of two");
}

/// 35 of 1,310 children by the end of April is no target reached for a year: more children come with every month.
#[test]
fn a_target_for_what_gathers_over_the_window_is_a_years() {
    let aims = Aims {
        polarity: BTreeMap::from([("K1".to_owned(), Polarity::Ned)]),
        accumulating: BTreeSet::from(["K1".to_owned()]),
        ..target("K1", 7.0)
    };
    let k1 = || vec![measure("K1", Unit::Prosent, &[share(35, 1_310)])];
    for window in [Window::Mai, Window::September, Window::SidenSist, Window::Skoleaar] {
        assert_eq!(said(window, k1(), &aims), [], "{window:?}");
    }
    let report = report(Window::Aar, k1(), &aims);
    assert_eq!(report.judgements().comparisons[0].is_reached, Some(true));
}

/// 40 by the end of April is no fall short of 100 in a year; a share of the cases is the same share in any part of it.
#[test]
fn a_target_for_a_count_is_a_years() {
    let a = |unit: Unit| vec![measure("A", unit, &[share(40, 100)])];
    for window in [Window::Mai, Window::September, Window::SidenSist, Window::Skoleaar] {
        assert_eq!(said(window, a(Unit::Antall), &target("A", 100.0)), [], "{window:?}");
        for unit in [Unit::Prosent, Unit::Per1000, Unit::Dager] {
            assert_eq!(said(window, a(unit), &target("A", 100.0)), pairs(&[("A", "maal")]), "{window:?} {unit:?}");
        }
    }
    assert_eq!(said(Window::Aar, a(Unit::Antall), &target("A", 100.0)), pairs(&[("A", "maal")]));
}

/// «Ikke sikker» and «nådd» never stand together, and what decides is what is printed.
#[test]
fn a_target_is_reached_by_the_printed_figure() {
    let reached = |cell: Cell, aim: f64, way: Polarity| {
        let aims = Aims { polarity: BTreeMap::from([("A".to_owned(), way)]), ..target("A", aim) };
        let report = report(Window::Aar, vec![measure("A", Unit::Prosent, &[cell])], &aims);
        let judged = &report.judgements().comparisons[0];
        (judged.verdict, judged.is_reached)
    };
    let (up, down) = (Polarity::Opp, Polarity::Ned);
    for (value, aim, way, expected) in [
        (79.96, 80.0, up, true),
        (80.04, 80.0, down, true),
        (79.94, 80.0, up, false),
        (80.06, 80.0, down, false),
        (80.0, 80.04, up, true),
        (91.0, 80.0, down, false),
    ] {
        assert_eq!(reached(shown(value), aim, way), (None, Some(expected)), "{value} {aim}");
    }
    for way in [up, down] {
        assert_eq!(reached(share(95, 100), 90.0, way), (Some(Verdict::Uncertain), None), "may be 89 or 98");
    }
    assert_eq!(reached(share(99, 100), 90.0, up), (Some(Verdict::Higher), Some(true)));
    assert_eq!(reached(share(99, 100), 90.0, down), (Some(Verdict::Higher), Some(false)));
    // So many that 79.96 is surely not 80.00, and yet nobody who reads 80.0 and 80.0 should be told so.
    assert_eq!(reached(share(799_600_000, 1_000_000_000), 80.0, up), (Some(Verdict::Uncertain), None));
}

/// A change in per cent is the same change: the limits of the ratio are not those of a sum, and are not judged by
/// themselves.
#[test]
fn a_change_in_per_cent_is_as_certain_as_the_change() {
    for (then, now) in [(20_u64, 5_u64), (5, 20), (72, 100), (20, 18)] {
        let [float_then, float_now] = [then, now].map(crate::compute::float);
        let (difference, limits) = difference_of_counts(then, now);
        let (ratio, of_ratio) = ratio_of_rates((then, 1.0), (now, 1.0)).unwrap();
        let percent = |ratio: f64| (ratio - 1.0) * 100.0;
        let within = |mut table: MeasureTable<Cell>, lower: f64, upper: f64| {
            let Cell::Shown(shown) = &mut table.totals[0].cell else { panic!() };
            shown.interval = Some(Interval { lower, upper });
            table
        };
        let cells = [count(then), Cell::Missing, Cell::Missing, Cell::Missing, count(now)];
        let absolute = change("B1-K4", Unit::Antall, difference, float_then);
        let relative = change("B1-K4-relativ", Unit::Prosent, percent(ratio), float_then);
        let measures = vec![
            measure("K4", Unit::Antall, &cells),
            within(absolute, limits.lower, limits.upper),
            within(relative, percent(of_ratio.lower), percent(of_ratio.upper)),
        ];
        let aims = Aims { polarity: BTreeMap::from([("K4".to_owned(), Polarity::Ned)]), ..Aims::default() };
        let report = report(Window::Aar, measures, &aims);
        let [one, other] = &report.judgements().comparisons[..] else { panic!("{then} {now}") };
        assert!((one.p, one.adjusted, one.apart) == (other.p, other.adjusted, other.apart) && one.p.is_some());
        let said = |it: &Judged| (it.evidence, it.verdict, it.is_better);
        assert_eq!(said(one), said(other), "{then} {now}");
        assert_eq!(report.judgements().judged_in(2025), 1, "one comparison");
        assert_eq!(one.adjusted, one.p, "alone in its family");
        assert!((difference - (float_now - float_then)).abs() < 1e-9);
        // 20 to 5 and 5 to 20 are 0.0041 by the exact test: sure, and not very sure.
        if then.abs_diff(now) == 15 {
            assert!((0.002..0.01).contains(&one.p.unwrap()), "{:?}", one.p);
            assert_eq!(other.evidence, crate::compare::Evidence::Clear);
        }
        let verdict =
            |place: usize| report.indicators()[place].measures[0].totals[0].comparison.clone().unwrap().verdict;
        assert_eq!(verdict(1), verdict(2), "and so it is in their rows");
    }
}

/// Where the change itself is not shown, nothing is said of it in per cent.
#[test]
fn a_change_in_per_cent_alone_is_not_judged() {
    let measures =
        vec![measure("K4", Unit::Antall, &five(count(100))), change("B1-K4-relativ", Unit::Prosent, -34.2, 152.0)];
    let report = report(Window::Aar, measures, &Aims::default());
    let judged = &report.judgements().comparisons[0];
    assert_eq!((judged.p, judged.verdict, judged.reference), (None, None, 152.0));
}

/// The baseline's figure of a change in per cent is no per cent, in no file.
#[test]
fn a_baseline_is_told_in_the_unit_of_what_has_changed() {
    let measures = vec![
        measure("K4", Unit::Antall, &five(count(100))),
        change("B1-K4", Unit::Antall, -52.0, 152.0),
        change("B1-K4-relativ", Unit::Prosent, -34.2, 152.0),
    ];
    let report = report(Window::Aar, measures, &Aims::default());
    let rows = tidy::comparisons::csv(&report);
    let beside: Vec<String> = tidy::rows(&report)
        .into_iter()
        .filter(|row| row.indicator.starts_with("B1-"))
        .filter_map(|row| Some(row.reference_value?.as_str().to_owned()))
        .collect();
    assert_eq!(beside, ["152", "152"], "in indikatorer.csv");
    for judged in &report.judgements().comparisons {
        assert_eq!((judged.reference, judged.reference_unit), (152.0, Unit::Antall), "{}", judged.measure);
        assert_eq!(judged.reference_unit_text, "antall");
        let sentence = sentence::comparison(judged, 2, report.heading());
        assert!(sentence.contains(" til 100 i 2025; tallet i nullpunktet var 152. "), "{sentence}");
        let row = rows.lines().find(|row| row.starts_with(&format!("{},", judged.measure))).unwrap();
        assert!(row.contains(",nullpunkt-2021,,152,-") && row.ends_with(",antall"), "{row}");
    }
}

/// 9 of 2,000 is 0.5 % in its own row, and so it is where something is set beside it.
#[test]
fn another_year_is_told_as_in_its_own_row() {
    let then = 9.0 / 2_000.0 * 100.0;
    let measures = vec![
        measure(
            "K1",
            Unit::Prosent,
            &[share(9, 2_000), Cell::Missing, Cell::Missing, share(9, 2_000), share(40, 2_000)],
        ),
        change("B1-K1", Unit::Prosent, 1.55, then),
    ];
    let mut report = publishable_with(heading(), measures.into_iter().map(|it| indicator(vec![it])).collect());
    judge(&mut report, &Aims::default(), None);
    let said: Vec<f64> = report.judgements().comparisons.iter().map(|judged| judged.reference).collect();
    assert_eq!(said.iter().map(|value| format!("{value:.1}")).collect::<Vec<_>>(), ["0.5", "0.5"]);
}
