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
    assert_eq!(of_percents(&[10, 10, 20, 20, 20]), Direction::Rising, "a level that has come to stay");
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
