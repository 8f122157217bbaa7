use super::super::tests::{count, share};
use super::*;
use crate::compare::Aims;
use crate::compute::testing::Random;
use crate::protect::testing::{indicator, measure, publishable};

fn of_shares(shares: &[(u64, u64)]) -> TrendOf {
    let cells: Vec<Cell> = shares.iter().map(|(events, n)| share(*events, *n)).collect();
    one_of(&publishable(vec![indicator(vec![measure("A", Unit::Prosent, &cells)])]))
}

fn one_of(report: &Publishable) -> TrendOf {
    trends(report, &Aims::default()).remove(0)
}

/// Of 300 each year.
fn of_percents(percents: &[u64]) -> Direction {
    of_shares(&percents.iter().map(|percent| (3 * percent, 300)).collect::<Vec<_>>()).direction
}

#[test]
fn a_steady_rise_is_one_and_a_jump_is_none() {
    assert_eq!(of_percents(&[10, 15, 20, 25, 30]), Direction::Rising);
    assert_eq!(of_percents(&[30, 25, 20, 15, 10]), Direction::Falling);
    assert_eq!(of_percents(&[10, 16, 14, 25, 30]), Direction::Rising, "not every year needs to");
    assert_eq!(of_percents(&[10, 10, 20, 20, 20]), Direction::Unclear, "one step to a level that has come to stay");
    assert_eq!(of_percents(&[20, 20, 10, 10, 10]), Direction::Unclear);
    assert_eq!(of_percents(&[10, 11, 20, 20, 21]), Direction::Unclear, "what is left may be chance");
    assert_eq!(of_percents(&[10, 13, 20, 23, 26]), Direction::Rising, "more than the step");
    for jump in [
        [10, 10, 10, 10, 40],
        [40, 10, 10, 10, 10],
        [10, 10, 10, 40, 10],
        [10, 11, 10, 11, 40],
        [5, 20, 20, 20, 20],
        [20, 10, 12, 30, 19],
    ] {
        assert_eq!(of_percents(&jump), Direction::Unclear, "{jump:?}");
    }
}

/// A step after two of five years, and chance about both levels: seldom a direction.
#[test]
fn a_step_among_chance_is_seldom_a_direction() {
    const SEED: u64 = 90;
    let mut random = Random(SEED);
    let called = |random: &mut Random, chances: [f64; 5]| {
        let shares: Vec<(u64, u64)> =
            chances.iter().map(|chance| ((0..300).map(|_| u64::from(random.unit() < *chance)).sum(), 300)).collect();
        u32::from(of_shares(&shares).is_certain())
    };
    let steps: u32 = (0..400).map(|_| called(&mut random, [0.1, 0.1, 0.2, 0.2, 0.2])).sum();
    let rises: u32 = (0..100).map(|_| called(&mut random, [0.1, 0.15, 0.2, 0.25, 0.3])).sum();
    assert!(steps <= 20 && rises >= 80, "seed {SEED}: {steps} of 400 steps, {rises} of 100 rises");
}

/// Eight counts in order of which only one step is in any order.
#[test]
fn a_step_of_counts_is_no_direction() {
    let of = |counts: &[u64]| {
        let cells: Vec<Cell> = counts.iter().map(|events| count(*events)).collect();
        one_of(&publishable(vec![indicator(vec![measure("A", Unit::Antall, &cells)])])).direction
    };
    assert_eq!(of(&[40, 40, 40, 40, 80, 80, 80, 80]), Direction::Unclear);
    assert_eq!(of(&[80, 80, 80, 80, 40, 40, 40, 40]), Direction::Unclear);
    assert_eq!(of(&[40, 45, 50, 55, 80, 85, 90, 95]), Direction::Rising);
}

/// An empty export in the last year is no fall to nothing: the series ends before it. In the middle it is a hole.
#[test]
fn a_year_of_nothing_is_no_part_of_a_trend() {
    let ended = of_shares(&[(130, 1_310), (110, 1_310), (90, 1_310), (70, 1_310), (0, 1_310)]);
    assert_eq!((ended.last, ended.points, ended.direction), (2024, 4, Direction::TooShort));
    let longer = of_shares(&[(150, 1_310), (130, 1_310), (110, 1_310), (90, 1_310), (70, 1_310), (0, 1_310)]);
    assert_eq!((longer.last, longer.points, longer.direction), (2024, 5, Direction::Falling));
    let hole = of_shares(&[(0, 1_310), (150, 1_310), (130, 1_310), (110, 1_310), (90, 1_310), (70, 1_310)]);
    assert_eq!((hole.first, hole.points, hole.direction), (2021, 5, Direction::Falling));
    let counts: Vec<Cell> = [90, 80, 70, 60, 0].map(count).into_iter().collect();
    let trend = one_of(&publishable(vec![indicator(vec![measure("A", Unit::Antall, &counts)])]));
    assert_eq!((trend.last, trend.direction), (2024, Direction::TooShort));
    let nothing = publishable(vec![indicator(vec![measure("A", Unit::Antall, &[count(0), count(0)])])]);
    assert!(trends(&nothing, &Aims::default()).is_empty());
    let mut report = publishable(vec![indicator(vec![measure(
        "A",
        Unit::Prosent,
        &[150, 130, 110, 90, 70, 0].map(|events| share(events, 1_310)),
    )])]);
    crate::compare::judge(&mut report, &Aims::default(), None);
    assert!(report.judgements().highlights.is_empty(), "and nothing of it is on the front page");
}

/// None of the cases in time is a figure, and the last of a fall.
#[test]
fn none_of_the_cases_is_the_end_of_a_fall() {
    let cells: Vec<Cell> = [160, 120, 80, 40, 0].map(|events| share(events, 200)).into_iter().collect();
    let report = publishable(vec![indicator(vec![measure("K5", Unit::Prosent, &cells)])]);
    let aims = Aims { of_cases: std::iter::once("K5".to_owned()).collect(), ..Aims::default() };
    let trend = trends(&report, &aims).remove(0);
    assert_eq!((trend.last, trend.direction), (2025, Direction::Falling));
}

/// The last of five years is out of the ordinary, and the others are drawn from one share: always a slope, seldom a
/// direction.
#[test]
fn a_jump_among_chance_is_seldom_a_direction() {
    const SEED: u64 = 88;
    let mut random = Random(SEED);
    let (mut called, mut slopes) = (0, 0);
    for _ in 0..400 {
        let shares: Vec<(u64, u64)> = [0.1, 0.1, 0.1, 0.1, 0.3]
            .iter()
            .map(|chance| ((0..300).map(|_| u64::from(random.unit() < *chance)).sum(), 300))
            .collect();
        let years: Vec<_> = (2021..).zip(&shares).map(|(year, (events, n))| (year, *events, *n)).collect();
        slopes += u32::from(matches!(trend_of_shares(&years), Trend::Rising { .. }));
        called += u32::from(of_shares(&shares).is_certain());
    }
    assert!(called <= 20 && slopes > 380, "seed {SEED}: {called} called, {slopes} slopes of 400");
}

/// The sentence needs both ends, with what they were counted among.
#[test]
fn a_trend_has_its_first_and_last_figure() {
    let trend = of_shares(&[(30, 300), (45, 300), (60, 300), (75, 300), (93, 310)]);
    assert_eq!((trend.first, trend.last, trend.points), (2021, 2025, 5));
    let ends = [trend.from, trend.to].map(|shown| (shown.numerator, shown.denominator));
    assert_eq!(ends, [(Some(30), Some(300)), (Some(93), Some(310))]);
    let counts: Vec<Cell> = [3, 50, 60, 70, 80, 90].map(count).into_iter().collect();
    let cells: Vec<Cell> = std::iter::once(Cell::Withheld).chain(counts).collect();
    let trend = one_of(&publishable(vec![indicator(vec![measure("A", Unit::Antall, &cells)])]));
    assert_eq!((trend.from.numerator, trend.to.numerator, trend.direction), (Some(3), Some(90), Direction::Rising));
}
