//! Small tables whose outcome fits in one's head.

use super::*;
use crate::compute::{Breakdown, Category, Counted, MeasureTable, Point};
use crate::units::Unit;

#[expect(clippy::cast_precision_loss, reason = "small numbers")]
fn figure(meaning: &str, count: u64) -> Tally {
    Tally::Figure(Counted {
        value: count as f64,
        numerator: Some(count),
        denominator: None,
        interval: None,
        parts: vec![Part { meaning: meaning.to_owned(), count, is_base: false, at: None }],
    })
}

pub(crate) fn measure(id: &str, meaning: &str, counts: &[u64]) -> MeasureTable<Tally> {
    let total = counts.iter().sum();
    let category = |(place, count): (usize, &u64)| Category {
        code: format!("c{place}"),
        label: String::new(),
        cells: vec![figure(meaning, *count)],
    };
    MeasureTable {
        id: id.to_owned(),
        title: String::new(),
        unit_text: String::new(),
        unit: Unit::Antall,
        note: None,
        part_of: None,
        charts: crate::compute::Charts::All,
        totals: vec![Point { year: 2025, cell: figure(meaning, total), comparison: None }],
        breakdowns: vec![Breakdown {
            dimension: "d".to_owned(),
            title: String::new(),
            overlapping: false,
            years: vec![2025],
            categories: counts.iter().enumerate().map(category).collect(),
        }],
        references: Vec::new(),
    }
}

pub(crate) fn indicator(measures: Vec<MeasureTable<Tally>>) -> IndicatorTable<Tally> {
    IndicatorTable {
        id: "X1".to_owned(),
        title: String::new(),
        description: String::new(),
        method: String::new(),
        reference: String::new(),
        measures,
    }
}

fn withheld(counts: &[u64]) -> (bool, Vec<bool>) {
    let mut model = Model::of(&[indicator(vec![measure("X1", "m", counts)])]);
    model.decide(PrimaryPolicy::default(), &Earlier::default()).unwrap();
    (model.nodes[0].is_withheld, model.nodes[1..].iter().map(|node| node.is_withheld).collect())
}

#[test]
fn covers_small_cells() {
    let cases: [(&str, &[u64], bool, &[bool]); 7] = [
        ("nothing small", &[10, 0, 20], false, &[false, false, false]),
        ("one small takes the smallest other", &[3, 20, 10], false, &[true, false, true]),
        ("zeros are no cover", &[3, 0, 10], false, &[true, false, true]),
        ("1 and 1 under 2 would be worked out", &[1, 1, 30, 9], false, &[true, true, false, true]),
        ("4 and 4 under 8 need no third: one of them may be 7", &[4, 4, 30], false, &[true, true, false]),
        ("a lone small cell takes the total, which is small itself", &[3, 0], true, &[true, false]),
        ("all small", &[2, 1], true, &[true, true]),
    ];
    for (why, counts, total, categories) in cases {
        assert_eq!(withheld(counts), (total, categories.to_vec()), "{why}");
    }
}

#[test]
fn a_count_withheld_in_one_table_is_withheld_in_the_other() {
    let mut model = Model::of(&[indicator(vec![measure("X1", "m", &[3, 20, 10]), measure("X1-b", "m", &[3, 20, 10])])]);
    model.decide(PrimaryPolicy::default(), &Earlier::default()).unwrap();
    assert_eq!(model.withheld(), 4);
}

/// K5 withheld does not take K4's total, its denominator, with it; K4's total withheld takes K5.
#[test]
fn a_denominator_is_hidden_only_for_its_own_sake() {
    let share = |in_time: u64, all: u64| {
        let part = |meaning: &str, count, is_base| Part { meaning: meaning.to_owned(), count, is_base, at: None };
        let parts = vec![part("in time", in_time, false), part("late", all - in_time, false), part("all", all, true)];
        let cell = Tally::Figure(Counted { value: 0.0, numerator: None, denominator: None, interval: None, parts });
        let mut measure = measure("X1-b", "all", &[]);
        measure.totals[0].cell = cell;
        measure
    };
    let withheld = |count: u64, in_time: u64| {
        let mut model = Model::of(&[indicator(vec![measure("X1", "all", &[count]), share(in_time, count)])]);
        model.decide(PrimaryPolicy::default(), &Earlier::default()).unwrap();
        (model.nodes[0].is_withheld, model.nodes[2].is_withheld)
    };
    assert_eq!(withheld(40, 38), (false, true));
    assert_eq!(withheld(4, 0), (true, true));
    assert_eq!(withheld(40, 30), (false, false));
}

fn decided(tables: Vec<MeasureTable<Tally>>, policy: PrimaryPolicy) -> Vec<bool> {
    let mut model = Model::of(&[indicator(tables)]);
    model.decide(policy, &Earlier::default()).unwrap();
    model.nodes.iter().map(|node| node.is_withheld).collect()
}

#[test]
fn by_policy_nobody_is_a_secret_too() {
    let policy = PrimaryPolicy { hides_zeros: true, ..PrimaryPolicy::default() };
    let tables = |counts: &[u64]| vec![measure("X1", "m", counts)];
    assert_eq!(decided(tables(&[0, 20, 30]), PrimaryPolicy::default()), [false; 4]);
    assert_eq!(decided(tables(&[0, 20, 30]), policy), [false, true, true, false], "and the smallest other as cover");
    assert_eq!(decided(tables(&[0, 0, 30]), policy)[1..3], [true, true]);
    assert_eq!(decided(tables(&[20, 30]), policy), [false; 3]);
}

/// A share of nobody tells that there is nobody: it says so only where that is no secret.
#[test]
fn by_policy_a_share_of_nobody_is_withheld() {
    let policy = PrimaryPolicy { hides_zeros: true, ..PrimaryPolicy::default() };
    let tables = |meaning: &str| {
        let part = |meaning: &str, count, is_base| Part { meaning: meaning.to_owned(), count, is_base, at: None };
        let mut shares = measure("X2", meaning, &[0, 20, 30]);
        shares.breakdowns[0].categories[0].cells[0] =
            Tally::NotApplicable(vec![part("some", 0, false), part("rest", 0, false), part(meaning, 0, true)]);
        vec![measure("X1", "m", &[0, 20, 30]), shares]
    };
    assert_eq!(decided(tables("m"), policy)[5..], [true, true, false], "as the count that it is a share of");
    assert!(!decided(tables("n"), policy)[5], "nothing else tells how many they are");
    assert!(!decided(tables("m"), PrimaryPolicy::default())[5]);
}

/// Of two sums that are the same the whole is the one that it mostly is, so that what lies between them adds up over
/// categories.
#[test]
fn two_sums_that_are_the_same_lie_as_others_do() {
    let part = |meaning: &str, count| Part { meaning: meaning.to_owned(), count, is_base: false, at: None };
    let difference = |first: u64, second: u64| {
        [part("s Difference(a, b)", first.abs_diff(second)), part("s a", first), part("s b", second)]
    };
    assert_eq!(summing(&difference(63, 41)), Some([2, 0, 1]), "41 and 22 are 63");
    assert_eq!(summing(&difference(144, 144)), Some([2, 0, 1]));
    assert_eq!(summing(&difference(63, 66)), Some([0, 1, 2]), "63 and 3 are 66");
    let ratio = |first: u64, second: u64| {
        [part("s a", first), part("s b", second), part("s not Ratio(a, b)", first.abs_diff(second))]
    };
    assert_eq!(summing(&ratio(41, 63)), Some([2, 0, 1]), "22 and 41 are 63");
    assert_eq!(summing(&ratio(144, 144)), Some([2, 0, 1]));
    assert_eq!(summing(&ratio(66, 63)), Some([1, 2, 0]), "63 and 3 are 66");
}

#[test]
fn by_policy_everybody_is_a_secret_too() {
    let policy = PrimaryPolicy { hides_full: true, ..PrimaryPolicy::default() };
    let full = decided(vec![measure("X1", "m", &[12, 0])], policy);
    assert!(full[1] && full[2], "all twelve in one category, and which one: {full:?}");
    assert_eq!(decided(vec![measure("X1", "m", &[12, 6])], policy), [false; 3]);
    let share = |some: u64, all: u64| {
        let part = |meaning: &str, count, is_base| Part { meaning: meaning.to_owned(), count, is_base, at: None };
        let parts = vec![part("some", some, false), part("rest", all - some, false), part("all", all, true)];
        let cell =
            Tally::Figure(Counted { value: 0.0, numerator: Some(some), denominator: Some(all), interval: None, parts });
        let mut measure = measure("X1", "all", &[]);
        measure.totals[0].cell = cell;
        measure
    };
    for some in [0, 40] {
        assert!(decided(vec![share(some, 40)], policy)[0], "{some} of 40");
        assert!(!decided(vec![share(some, 40)], PrimaryPolicy::default())[0], "{some} of 40 is shown as a rule");
    }
    assert!(!decided(vec![share(20, 40)], policy)[0]);
}

#[test]
fn by_policy_more_must_have_answered() {
    let policy = PrimaryPolicy { answers: 10, ..PrimaryPolicy::default() };
    let tables = || vec![measure("X1", "undersokelse respondents", &[9, 9, 30]), measure("X2", "saker", &[9, 9, 30])];
    assert_eq!(decided(tables(), policy), [false, true, true, false, false, false, false, false]);
}

/// 1 and 4 under 5, beside 30 of 35 shown: whoever is the one knows the four.
#[test]
fn by_policy_one_who_is_alone_learns_nothing_of_others() {
    let policy = PrimaryPolicy { guards_against_insiders: true, ..PrimaryPolicy::default() };
    let tables = || vec![measure("X1", "m", &[1, 4, 30, 9])];
    let hidden = |policy| decided(tables(), policy)[1..].iter().filter(|hidden| **hidden).count();
    assert!(hidden(policy) > 2 && hidden(policy) >= hidden(PrimaryPolicy::default()));
}

#[test]
fn what_lies_between_nested_counts_is_a_count_too() {
    let outer = measure("X1", "outer", &[30, 20]);
    let inner = |counts: &[u64]| MeasureTable { part_of: Some("X1".to_owned()), ..measure("X1-b", "inner", counts) };
    let withheld = |counts: &[u64]| {
        let mut model = Model::of(&[indicator(vec![outer.clone(), inner(counts)])]);
        model.decide(PrimaryPolicy::default(), &Earlier::default()).unwrap();
        model.nodes.iter().map(|node| node.is_withheld).collect::<Vec<_>>()
    };
    assert_eq!(withheld(&[20, 10]), [false; 6], "ten lie between");
    let small = withheld(&[28, 10]);
    assert_eq!(small[..3], [false; 3], "the earlier measure stays");
    assert!(small[4] && small[5] && !small[3], "28 of 30, and its cover: {small:?}");
}

/// An attacker who knows the total and that every withheld cell holds at least one: enumerate all fillings of each
/// line and see that no withheld cell has only one value, nor only small ones.
#[test]
fn no_line_gives_a_cell_back() {
    let mut state = 20_250_u64;
    let mut random = |below: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    };
    for round in 0..2_000 {
        let counts: Vec<u64> = (0..2 + random(5)).map(|_| random(9).saturating_sub(1)).collect();
        let (total, outcome) = withheld(&counts);
        let hidden: Vec<u64> =
            counts.iter().zip(&outcome).filter(|(_, withheld)| **withheld).map(|(count, _)| *count).collect();
        if total || hidden.is_empty() {
            let shown_small = counts.iter().zip(&outcome).any(|(count, withheld)| (1..5).contains(count) && !withheld);
            assert!(!shown_small, "round {round}: {counts:?}");
            continue;
        }
        let sum: u64 = hidden.iter().sum();
        let largest_possible = sum - (hidden.len() as u64 - 1);
        assert!(hidden.len() >= 2 && largest_possible >= 5, "round {round}: {counts:?} {outcome:?}");
    }
}
