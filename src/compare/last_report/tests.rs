//! What the last report lets us say: by plain reports, written as bundles are and read back.

use super::*;
use crate::compare::estimate::Estimate;
use crate::compare::{Against, Aims, Judged, SeriesBreak, judge};
use crate::compute::{Interval, Verdict, float, poisson, wilson};
use crate::protect::testing::{heading, indicator, measure, publishable_with};
use crate::protect::{Heading, Publishable};
use crate::units::Unit;

fn scaled(interval: Interval, by: f64) -> Interval {
    Interval { lower: interval.lower * by, upper: interval.upper * by }
}

fn of(value: f64, counts: (Option<u64>, Option<u64>), interval: Option<Interval>) -> Cell {
    Cell::Shown(Shown { value, numerator: counts.0, denominator: counts.1, interval })
}

fn count(events: u64) -> Cell {
    of(float(events), (Some(events), None), Some(poisson(events)))
}

fn share(events: u64, n: u64) -> Cell {
    let interval = wilson(events, n).map(|it| scaled(it, 100.0));
    of(float(events) / float(n) * 100.0, (Some(events), Some(n)), interval)
}

fn rate(events: u64, n: u64) -> Cell {
    let by = 1000.0 / float(n);
    of(float(events) * by, (Some(events), Some(n)), Some(scaled(poisson(events), by)))
}

fn mean(value: f64) -> Cell {
    of(value, (None, None), Some(Interval { lower: value - 0.31, upper: value + 0.31 }))
}

/// A report whose totals end in its year.
fn report(heading: Heading, measures: &[(&str, Unit, Vec<Cell>)]) -> Publishable {
    let year = heading.year;
    let table = |(id, unit, totals): &(&str, Unit, Vec<Cell>)| {
        let mut table = measure(id, *unit, totals);
        table.totals.iter_mut().for_each(|point| point.year += year - 2025);
        indicator(vec![table])
    };
    publishable_with(heading, measures.iter().map(table).collect())
}

fn in_year(year: i32) -> Heading {
    Heading { year, ..heading() }
}

/// Every measure counted alike.
fn aims(report: &Publishable) -> Aims {
    let measures = report.indicators().iter().flat_map(|indicator| &indicator.measures);
    let ids = measures.map(|measure| measure.id.clone()).filter(|id| !is_generated(id));
    Aims { fingerprints: ids.map(|id| (id, "abc".to_owned())).collect(), ..Aims::default() }
}

/// Publishes a report and reads it back.
fn published(report: &Publishable) -> LastReport {
    published_with(report, aims(report).fingerprints)
}

fn published_with(report: &Publishable, definitions: BTreeMap<String, String>) -> LastReport {
    let mut bundle = crate::publish::sink::Bundle::default();
    let tidy = crate::publish::tidy::csv(report);
    bundle.add("data/indikatorer.csv", tidy.clone());
    let provenance = crate::publish::Provenance {
        catalogue: String::new(),
        plan: String::new(),
        inputs: Vec::new(),
        definitions,
        counted_as: BTreeMap::new(),
    };
    let manifest =
        crate::publish::manifest::manifest(report, &provenance, &crate::publish::Appearance::default(), &bundle);
    LastReport::parse(manifest.as_bytes(), tidy.as_bytes()).unwrap()
}

fn since_of(mut now: Publishable, aims: &Aims, last: &LastReport) -> (SinceLast, Vec<Judged>) {
    judge(&mut now, aims, Some(last));
    let judgements = now.judgements().clone();
    (judgements.since_last.unwrap(), judgements.comparisons)
}

/// The last report of 2024 and today's of 2025, counted alike.
fn beside(then: &[(&str, Unit, Vec<Cell>)], now: &[(&str, Unit, Vec<Cell>)]) -> (SinceLast, Vec<Judged>) {
    let now = report(heading(), now);
    let aims = aims(&now);
    since_of(now, &aims, &published(&report(in_year(2024), then)))
}

fn corrected(unit: Unit, then: Cell, now: Cell) -> Vec<Option<(f64, f64)>> {
    let (since, _) = beside(&[("A", unit, vec![then])], &[("A", unit, vec![now, Cell::Missing])]);
    since.corrections.iter().map(|it| it.figures.map(|(then, now)| (then.value, now.value))).collect()
}

/// 72 that became 73 is one child: that it was corrected is all that is said.
#[test]
fn a_correction_by_few_is_said_without_figures() {
    let hidden = vec![None];
    for now in [68, 71, 73, 76] {
        assert_eq!(corrected(Unit::Antall, count(72), count(now)), hidden, "{now}");
    }
    assert_eq!(corrected(Unit::Antall, count(72), count(77)), [Some((72.0, 77.0))]);
    assert_eq!(corrected(Unit::Antall, count(72), count(67)), [Some((72.0, 67.0))]);
    assert!(corrected(Unit::Antall, count(72), count(72)).is_empty());
}

/// Who counts, of whom, and who is left: each may be the few.
#[test]
fn a_share_is_corrected_by_many_in_all_its_counts_or_without_figures() {
    let said = |now: (u64, u64)| corrected(Unit::Prosent, share(40, 100), share(now.0, now.1));
    assert_eq!(said((50, 110)).len(), 1);
    assert!(said((50, 110))[0].is_some() && said((50, 100))[0].is_some(), "ten more, and as many or ten fewer left");
    for now in [(43, 120), (50, 103), (60, 117), (50, 107), (41, 100)] {
        assert_eq!(said(now), [None], "{now:?}");
    }
    assert_eq!(said((80, 200)), [Some((40.0, 40.0))], "corrected although 40.0 is still printed");
    assert_eq!(said((42, 105)), [None]);
    assert!(said((40, 100)).is_empty());
}

#[test]
fn what_is_no_count_is_corrected_without_figures() {
    assert_eq!(corrected(Unit::Skala, mean(4.1), mean(4.4)), [None]);
    assert_eq!(corrected(Unit::Dager, of(30.0, (None, None), None), of(33.0, (None, None), None)), [None]);
    let with_cases = |value: f64, cases: u64| of(value, (Some(cases), Some(cases)), None);
    assert_eq!(corrected(Unit::Dager, with_cases(30.0, 20), with_cases(33.0, 40)), [None]);
    assert_eq!(corrected(Unit::Prosent, of(30.0, (None, None), None), of(33.0, (None, None), None)), [None]);
}

/// Zeros are never withheld; anything else may be withheld for the sake of others.
#[test]
fn only_a_zero_beside_a_withheld_figure_is_known_to_be_corrected() {
    assert_eq!(corrected(Unit::Antall, count(0), Cell::Withheld), [None]);
    assert_eq!(corrected(Unit::Antall, Cell::Withheld, count(0)), [None]);
    assert_eq!(corrected(Unit::Antall, count(0), count(7)), [Some((0.0, 7.0))]);
    for (then, now) in [
        (count(40), Cell::Withheld),
        (Cell::Withheld, count(40)),
        (Cell::Withheld, Cell::Withheld),
        (count(40), Cell::Missing),
    ] {
        assert!(corrected(Unit::Antall, then, now).is_empty(), "{then:?} {now:?}");
    }
}

/// A figure is a correction only where the same days were judged on the same day.
#[test]
fn other_days_or_another_reporting_date_are_no_correction() {
    let then = [("A", Unit::Antall, vec![count(72)])];
    let now = || report(heading(), &[("A", Unit::Antall, vec![count(144), count(150)])]);
    let last = published(&report(in_year(2024), &then));
    let said = |last: &LastReport| since_of(now(), &aims(&now()), last).0;
    assert_eq!((said(&last).corrections.len(), said(&last).is_comparable), (1, true));
    let mut other = last.clone();
    other.windows.insert(2024, ("2024-02-01".to_owned(), "2024-12-31".to_owned()));
    assert_eq!((said(&other).corrections.len(), said(&other).is_comparable), (0, false));
    let date = crate::windows::iso_date("2024-11-30");
    let earlier = published(&report(Heading { reporting_date: date, ..in_year(2024) }, &then));
    assert_eq!(earlier.reporting_date.as_deref(), Some("2024-11-30"));
    assert_eq!((said(&earlier).corrections.len(), said(&earlier).is_comparable), (0, false));
    let at_the_end = crate::windows::iso_date("2024-12-31");
    let same = published(&report(Heading { reporting_date: at_the_end, ..in_year(2024) }, &then));
    assert_eq!((said(&same).corrections.len(), said(&same).is_comparable), (1, true));
}

/// The last report had 72; it was 100 all along, and 100 beside 132 says nothing.
#[test]
fn a_figure_that_was_corrected_is_no_change() {
    let then = [("A", Unit::Antall, vec![count(72)]), ("B", Unit::Antall, vec![count(72)])];
    let now = [("A", Unit::Antall, vec![count(130), count(132)]), ("B", Unit::Antall, vec![count(72), count(160)])];
    let (since, comparisons) = beside(&then, &now);
    assert_eq!(since.changes.iter().map(|it| it.measure.as_str()).collect::<Vec<_>>(), ["B"]);
    assert_eq!(since.corrections.iter().map(|it| it.measure.as_str()).collect::<Vec<_>>(), ["A"]);
    assert_eq!(since.compared, 1);
    let of_b = comparisons.iter().find(|it| it.measure == "B").unwrap();
    assert_eq!((&since.changes[0], of_b.verdict), (of_b, Some(Verdict::Higher)), "the same comparison, told twice");
}

/// What is not certain in Sammenlikning, where it is judged with much else, is no certain change either.
#[test]
fn a_change_is_as_certain_as_the_comparison_with_the_year_before() {
    let mut then = vec![("A", Unit::Antall, vec![count(100)])];
    let mut now = vec![("A", Unit::Antall, vec![count(100), count(135)])];
    assert_eq!(beside(&then, &now).0.changes.len(), 1, "alone it is certain");
    let ids: Vec<String> = (0..30).map(|place| format!("X{place:02}")).collect();
    // Corrected since, so that only Sammenlikning has them.
    now.extend(ids.iter().map(|id| (id.as_str(), Unit::Antall, vec![count(90), count(91)])));
    then.extend(ids.iter().map(|id| (id.as_str(), Unit::Antall, vec![count(40)])));
    let (since, comparisons) = beside(&then, &now);
    assert_eq!(comparisons[0].verdict, Some(Verdict::Uncertain));
    assert!(since.changes.is_empty() && since.compared == 1, "{:?}", since.changes);
}

/// An older last report has a family of its own, and today's own figure of its year.
#[test]
fn an_older_last_report_is_judged_by_itself() {
    let then = [("A", Unit::Antall, vec![count(72)]), ("B", Unit::Antall, vec![count(72)])];
    let now = report(
        heading(),
        &[
            ("A", Unit::Antall, vec![count(72), count(100), count(132)]),
            ("B", Unit::Antall, vec![count(90), count(100), count(132)]),
        ],
    );
    let last = published(&report(in_year(2023), &then));
    let (since, _) = since_of(now.clone(), &aims(&now), &last);
    let said: Vec<_> = since.changes.iter().map(|it| (it.measure.as_str(), it.against.clone(), it.verdict)).collect();
    assert_eq!(said, [("A", Against::YearBefore(2023), Some(Verdict::Higher))]);
    assert_eq!(since.corrections.len(), 1);
}

/// What was rounded to one decimal is recognised, and judged as it was.
#[test]
fn rounded_figures_are_recognised_by_their_counts() {
    let all = [
        ("A", Unit::Prosent, share(97, 1_310), share(61, 1_290)),
        ("B", Unit::Per1000, rate(77, 1_568), rate(49, 1_571)),
        ("C", Unit::Antall, count(149), count(100)),
        ("D", Unit::Antall, count(31), count(7)),
        ("E", Unit::Per1000, share_of_thousand(97, 1_310), share_of_thousand(61, 1_290)),
        ("F", Unit::Skala, mean(4.9), mean(4.1)),
    ];
    let then: Vec<_> = all.iter().map(|(id, unit, _, before)| (*id, *unit, vec![*before])).collect();
    let last = published(&report(in_year(2024), &then));
    for (id, unit, _, before) in &all {
        let Some(Published::Shown { shown: read, .. }) = last.total(id, 2024) else { panic!("{id}") };
        let (exact, read) = (Estimate::of(before.shown().unwrap(), *unit), Estimate::of(read, *unit));
        assert!(exact.is_some() && (*unit == Unit::Skala || exact == read), "{id}: {exact:?} {read:?}");
    }
    // By the report's own figures of the year before, and by the last report's where today's has that year no more.
    let with: Vec<_> = all.iter().map(|(id, unit, own, before)| (*id, *unit, vec![*before, *own])).collect();
    let (_, comparisons) = beside(&then, &with);
    let without: Vec<_> = all.iter().map(|(id, unit, own, _)| (*id, *unit, vec![*own])).collect();
    let older = published(&report(in_year(2023), &then));
    let now = report(heading(), &without);
    let (since, _) = since_of(now.clone(), &aims(&now), &older);
    assert_eq!(since.compared, all.len());
    for change in since.changes.iter().filter(|it| it.measure != "F") {
        let own = comparisons.iter().find(|it| it.measure == change.measure).unwrap();
        assert_eq!((own.p, own.apart), (change.p, change.apart), "{}", change.measure);
    }
    assert!(since.changes.len() >= 5, "{:?}", since.changes);
}

fn share_of_thousand(events: u64, n: u64) -> Cell {
    let interval = wilson(events, n).map(|it| scaled(it, 1000.0));
    of(float(events) / float(n) * 1000.0, (Some(events), Some(n)), interval)
}

/// Without a hash nobody knows whether it is counted alike; with two that differ everybody knows that it is not.
#[test]
fn a_definition_that_is_not_known_is_not_compared() {
    let then = report(in_year(2024), &[("A", Unit::Antall, vec![count(72)])]);
    let now = || report(heading(), &[("A", Unit::Antall, vec![count(100), count(160)])]);
    let (with, without) = (aims(&now()), Aims::default());
    for (definitions, aims) in
        [(BTreeMap::new(), &with), (with.fingerprints.clone(), &without), (BTreeMap::new(), &without)]
    {
        let (since, _) = since_of(now(), aims, &published_with(&then, definitions));
        let said = NotCompared { measure: "A".to_owned(), title: "Mål A".to_owned(), reason: None };
        assert_eq!(since.not_compared, [said]);
        assert!(since.changes.is_empty() && since.corrections.is_empty() && since.redefined.is_empty());
    }
    let other = BTreeMap::from([("A".to_owned(), "def".to_owned())]);
    let (since, _) = since_of(now(), &with, &published_with(&then, other));
    assert_eq!((since.redefined.len(), since.not_compared.len(), since.corrections.len()), (1, 0, 0));
}

/// Changes since the baseline are made of other figures: those are listed, and they themselves are not.
#[test]
fn changes_since_the_baseline_are_neither_corrected_nor_gone() {
    let ids = ["B1-A", "B1-A-relativ"];
    let mut then = vec![("A", Unit::Antall, vec![count(72)])];
    then.extend(ids.map(|id| (id, Unit::Antall, vec![count(20)])));
    let mut now = vec![("A", Unit::Antall, vec![count(144), count(150)])];
    let (since, _) = beside(&then, &now);
    assert!(since.gone.is_empty(), "{:?}", since.gone);
    now.extend(ids.map(|id| (id, Unit::Antall, vec![count(40), count(60)])));
    let (since, _) = beside(&then, &now);
    let measures: Vec<&str> = since.corrections.iter().map(|it| it.measure.as_str()).collect();
    assert_eq!(measures, ["A"]);
    assert!(since.not_compared.is_empty() && since.changes.iter().all(|it| it.measure == "A"), "{since:?}");
    let today = report(heading(), &now);
    let mut aims = aims(&today);
    aims.fingerprints.insert("A".to_owned(), "def".to_owned());
    let (since, _) = since_of(today, &aims, &published(&report(in_year(2024), &then)));
    let redefined: Vec<&str> = since.redefined.iter().map(|(id, _)| id.as_str()).collect();
    assert_eq!(redefined, ["A", "B1-A", "B1-A-relativ"], "by the definition of what has changed");
}

/// An empty export looks like no cases.
#[test]
fn a_zero_is_no_change() {
    for (before, own) in [(count(40), count(0)), (count(0), count(40))] {
        for year in [2023, 2024] {
            let last = published(&report(in_year(year), &[("A", Unit::Antall, vec![before])]));
            let years = vec![before; usize::try_from(2025 - year).unwrap()].into_iter().chain([own]).collect();
            let now = report(heading(), &[("A", Unit::Antall, years)]);
            let (since, _) = since_of(now.clone(), &aims(&now), &last);
            assert!(since.changes.is_empty() && since.compared == 0, "{year} {since:?}");
        }
    }
}

/// None of the cases is a figure: an empty export would have no cases.
#[test]
fn none_of_the_cases_is_a_change() {
    let (then, now) = (share(36, 40), share(0, 40));
    for year in [2023, 2024] {
        let last = published(&report(in_year(year), &[("A", Unit::Prosent, vec![then])]));
        let years = vec![then; usize::try_from(2025 - year).unwrap()].into_iter().chain([now]).collect();
        let now = report(heading(), &[("A", Unit::Prosent, years)]);
        let aims = Aims { of_cases: std::iter::once("A".to_owned()).collect(), ..aims(&now) };
        let (since, _) = since_of(now, &aims, &last);
        assert_eq!((since.changes.len(), since.compared), (1, 1), "{year} {since:?}");
    }
}

/// Beside the last report's figure too, another year is told as it is printed in its own row.
#[test]
fn the_figure_of_then_is_told_as_it_was_printed() {
    let then = share(9, 2_000);
    let last = published(&report(in_year(2023), &[("A", Unit::Prosent, vec![then])]));
    let now = report(heading(), &[("A", Unit::Prosent, vec![then, share(20, 2_000), share(40, 2_000)])]);
    let (since, _) = since_of(now.clone(), &aims(&now), &last);
    assert_eq!(since.changes.iter().map(|it| format!("{:.3}", it.reference)).collect::<Vec<_>>(), ["0.500"]);
}

/// A break of the series between the two windows, or within one of them.
#[test]
fn nothing_is_judged_across_a_break() {
    let last = published(&report(in_year(2024), &[("A", Unit::Antall, vec![count(72)])]));
    let now = || report(heading(), &[("A", Unit::Antall, vec![count(72), count(160)])]);
    let said = |measure: &str, year: i32, month: u32| {
        let broken = SeriesBreak { measure: measure.to_owned(), year, month, reason: "nytt fagsystem".to_owned() };
        let (since, _) = since_of(now(), &Aims { breaks: vec![broken], ..aims(&now()) }, &last);
        assert_eq!(since.changes.len() + since.not_compared.len(), 1);
        since.not_compared.first().and_then(|it| it.reason.clone())
    };
    for (year, month) in [(2024, 2), (2025, 1), (2025, 12)] {
        assert_eq!(said("A", year, month).as_deref(), Some("nytt fagsystem"), "{year} {month}");
    }
    for (measure, year, month) in [("A", 2024, 1), ("A", 2023, 7), ("A", 2026, 1), ("B", 2025, 1), ("A", 2025, 13)] {
        assert_eq!(said(measure, year, month), None, "{measure} {year} {month}");
    }
}

/// The corrected p is the same for many: then by p alone, and then by name, whatever the order of the report.
#[test]
fn changes_are_in_order_of_strength() {
    let all = [("C", 160), ("B", 160), ("A", 150), ("D", 170)];
    let then: Vec<_> = all.iter().map(|(id, _)| (*id, Unit::Antall, vec![count(72)])).collect();
    let now: Vec<_> = all.iter().map(|(id, own)| (*id, Unit::Antall, vec![count(72), count(*own)])).collect();
    let (since, _) = beside(&then, &now);
    assert_eq!(since.changes.iter().map(|it| it.measure.as_str()).collect::<Vec<_>>(), ["D", "B", "C", "A"]);
}
