//! How published files leak, by arithmetic: each case as the reader would do it, and what the engine does about it.

use super::draft::Draft;
use super::*;

fn share(id: u64, of: [Place; 2], printed: u64, unit: u64) -> Share {
    let [numerator, denominator] = of;
    Share { id, numerator, denominator, printed, unit, printing: Printing::Open, cost: 1 }
}

/// What a reader finds of the cell, who sees everything that is not marked as withheld or implied.
fn found(model: &Model, id: u64) -> (u64, Option<u64>) {
    let found = intervals(model).unwrap();
    let interval = found.iter().find(|it| it.id == id).unwrap();
    (interval.low, interval.high)
}

fn clean(model: &Model) -> Withheld {
    match withhold(model, &Policy::default()) {
        Outcome::Clean(withheld) => withheld,
        Outcome::Refused(why) => panic!("refused: {why:?}"),
    }
}

/// 23.1 per mille of 130 inhabitants are 3.
#[test]
fn a_share_with_a_known_denominator() {
    let mut model = Model::default();
    let children = model.cell(Cell::withheld(1));
    let inhabitants = model.cell(Cell::known(2, 130));
    model.share(share(3, [children, inhabitants], 231, 10_000));
    assert_eq!(found(&model, 1), (3, Some(3)));

    let mut model = Model::default();
    let children = model.cell(Cell::open(1, 3).small_below(5));
    let inhabitants = model.cell(Cell::known(2, 130));
    model.share(share(3, [children, inhabitants], 231, 10_000));
    assert_eq!(clean(&model), Withheld { cells: vec![1], shares: vec![3] });
}

/// 42.9, 28.6 and 28.6 per cent of fewer than ten are 3, 2 and 2 of 7.
#[test]
fn percentages_alone() {
    let printed = [429, 286, 286];
    let mut model = Model::default();
    let all = model.cell(Cell::withheld(0).most(9));
    let parts = [1, 2, 3].map(|id| model.cell(Cell::withheld(id)));
    model.sum(all, &parts);
    for (part, printed) in parts.iter().zip(printed) {
        model.share(Share { printing: Printing::Known, ..share(9, [*part, all], printed, 1_000) });
    }
    let figures: Vec<_> = (0..4).map(|id| found(&model, id)).collect();
    assert_eq!(figures, [7, 3, 2, 2].map(|it| (it, Some(it))));

    let mut model = Model::default();
    let all = model.cell(Cell::open(0, 7).sensitive_below(10));
    let parts = [(1, 3), (2, 2), (3, 2)].map(|(id, value)| model.cell(Cell::open(id, value).small_below(5)));
    model.sum(all, &parts);
    for ((part, printed), id) in parts.iter().zip(printed).zip(10..) {
        model.share(share(id, [*part, all], printed, 1_000));
    }
    let withheld = clean(&model);
    assert_eq!(withheld.cells, [0, 1, 2, 3]);
    // 3, 2 and 2 of 7 look like 6, 4 and 4 of 14, but not to those who take every mark to stand for a small count.
    assert_eq!(withheld.shares, [10, 11, 12], "{withheld:?}");
}

/// 20 per cent more than last year's 10.
#[test]
fn a_change_and_last_years_figure() {
    let mut model = Model::default();
    let last = model.cell(Cell::known(1, 10));
    let this = model.cell(Cell::open(2, 12).sensitive_below(15));
    let up = model.share(share(3, [this, last], 120, 100));
    assert_eq!(up.0, 0);
    assert_eq!(clean(&model), Withheld { cells: vec![2], shares: vec![3] });

    let mut model = Model::default();
    let last = model.cell(Cell::known(1, 10));
    let this = model.cell(Cell::withheld(2));
    model.share(share(3, [this, last], 120, 100));
    assert_eq!(found(&model, 2), (12, Some(12)));
}

/// 12 until May and 14 until September: two in between.
#[test]
fn may_within_september() {
    let mut model = Model::default();
    let may = model.cell(Cell::open(1, 12).small_below(5).cost(2));
    let september = model.cell(Cell::open(2, 14).small_below(5).cost(1));
    let between = model.cell(Cell::implied(3, 2).small_below(5));
    model.sum(september, &[may, between]);
    assert_eq!(clean(&model).cells, [2]);
}

/// 0-17 and 0-18 with 40 and 42 children: two are 18.
#[test]
fn overlapping_age_groups() {
    let mut model = Model::default();
    let groups = [(1, 40), (2, 42)].map(|(id, value)| model.cell(Cell::open(id, value).small_below(5)));
    let eighteen = model.cell(Cell::implied(3, 2).small_below(5));
    model.sum(groups[1], &[groups[0], eighteen]);
    assert_eq!(clean(&model).cells.len(), 1);
}

/// The total is withheld in one table, but the other one prints it as the sum of its categories.
#[test]
fn a_margin_hidden_here_and_printed_there() {
    let mut model = Model::default();
    let total = model.cell(Cell::open(0, 8).sensitive_below(10));
    let by_age = [(1, 6), (2, 2)].map(|(id, value)| model.cell(Cell::open(id, value).small_below(5)));
    let by_sender = [(3, 8), (4, 0)].map(|(id, value)| model.cell(Cell::open(id, value).small_below(5)));
    model.sum(total, &by_age);
    model.sum(total, &by_sender);
    let withheld = clean(&model).cells;
    assert_eq!(withheld, [0, 2, 3], "one cell by meaning: what adds up to it goes too");
}

/// 20 in all, 17 and nothing more printed: the category without a row holds 3.
#[test]
fn a_category_that_is_not_printed() {
    let mut model = Model::default();
    let total = model.cell(Cell::open(0, 20).cost(10));
    let printed = model.cell(Cell::open(1, 17).small_below(5));
    let unprinted = model.cell(Cell::implied(2, 3).small_below(5));
    model.sum(total, &[printed, unprinted]);
    assert_eq!(clean(&model).cells, [1]);
}

/// 10 and 7 children of 12 unique ones: not 12 - 10 = 2, but from 7 to 12.
#[test]
fn unique_children_are_not_additive() {
    let mut model = Model::default();
    let total = model.cell(Cell::known(0, 12));
    let shown = model.cell(Cell::known(1, 10));
    let hidden = model.cell(Cell::withheld(2));
    model.union(total, &[shown, hidden]);
    assert_eq!(found(&model, 2), (2, Some(12)));

    // Where they do not overlap at all, the rest is proven to be at least two, which is no leak; 12 of 12 would be.
    let mut model = Model::default();
    let total = model.cell(Cell::open(0, 4).small_below(5));
    let parts = [(1, 4), (2, 3)].map(|(id, value)| model.cell(Cell::open(id, value).small_below(5)));
    model.union(total, &parts);
    assert_eq!(clean(&model).cells, [0, 1, 2]);
}

/// Of four reports, at most four were investigated.
#[test]
fn investigations_within_reports() {
    let mut model = Model::default();
    let reports = model.cell(Cell::known(1, 4));
    let investigations = model.cell(Cell::withheld(2));
    model.at_most(investigations, reports);
    assert_eq!(found(&model, 2), (1, Some(4)));

    let mut model = Model::default();
    let reports = model.cell(Cell::open(1, 6).sensitive_below(7));
    let investigations = model.cell(Cell::open(2, 6));
    model.at_most(investigations, reports);
    let mut small = Model::default();
    let all = small.cell(Cell::open(1, 4));
    let some = small.cell(Cell::open(2, 3).small_below(5));
    small.at_most(some, all);
    assert_eq!(clean(&small).cells, [1, 2], "four reports prove that few were investigated");
    assert_eq!(
        clean(&model).cells,
        [1, 2],
        "six investigations prove six reports or more, and the mark that it is six"
    );
}

/// "1-4" twice under 8 is 4 and 4.
#[test]
fn one_to_four_twice_under_eight() {
    let mut model = Model::default();
    let total = model.cell(Cell::open(0, 8).cost(10));
    let parts = [1, 2].map(|id| model.cell(Cell::open(id, 4).small_below(5).most(4)));
    model.sum(total, &parts);
    assert_eq!(clean(&model).cells, [0, 1, 2]);

    let mut model = Model::default();
    let total = model.cell(Cell::open(0, 7).cost(10));
    let parts = [(1, 4), (2, 3)].map(|(id, value)| model.cell(Cell::open(id, value).small_below(5).most(4)));
    model.sum(total, &parts);
    assert_eq!(clean(&model).cells, [1, 2], "under seven it may be 3 and 4 as well");
}

/// Where every part is one child, there are as many in all as there are marks, for whoever takes each to be a small count and
/// knows that fewer than the threshold are. Nothing that is withheld can keep that open, so it is no reason to publish nothing;
/// that there are few does not follow all the same.
#[test]
fn one_and_one_are_two_by_their_marks() {
    for (threshold, parts) in [(3, 2), (5, 4), (5, 3), (5, 2)] {
        let mut model = Model::default();
        let total = model.cell(Cell::open(0, parts).small_below(threshold).cost(10));
        let parts: Vec<Place> = (1..=parts).map(|id| model.cell(Cell::open(id, 1).small_below(threshold))).collect();
        model.sum(total, &parts);
        let all: Vec<u64> = (0..).take(parts.len() + 1).collect();
        assert_eq!(clean(&model).cells, all, "{threshold}");
        let (_, demands, ..) = decided(&model);
        let asked =
            |cell: usize| demands.iter().filter(|it| it.cell == cell && matches!(it.goal, Goal::OtherSmall(_))).count();
        assert_eq!(asked(0), usize::from(threshold > 1 + parts.len() as u64), "{threshold}");
        let few = demands.iter().filter(|it| it.goal == Goal::AtLeast(threshold.try_into().unwrap()));
        assert_eq!(few.count(), all.len(), "{threshold}");
    }
}

/// Zeros are shown, so two withheld cells under 2 are 1 and 1; where zeros are withheld too, they are not.
#[test]
fn hidden_zeros() {
    let draw = |least: u64| {
        let mut model = Model::default();
        let total = model.cell(Cell::known(0, 2));
        let parts = [1, 2].map(|id| model.cell(Cell::withheld(id).least(least)));
        model.sum(total, &parts);
        found(&model, 1)
    };
    assert_eq!(draw(1), (1, Some(1)));
    assert_eq!(draw(0), (0, Some(2)));

    let mut model = Model::default();
    let total = model.cell(Cell::open(0, 20).cost(10));
    let parts = [(1, 0), (2, 12), (3, 8)].map(|(id, value)| {
        model.cell(if value == 0 {
            Cell::open(id, 0).sensitive_below(5).least(0)
        } else {
            Cell::open(id, value).least(0)
        })
    });
    model.sum(total, &parts);
    assert_eq!(clean(&model).cells, [1, 3], "a zero that must not be found is covered like any other");
}

/// All 12 children of the unit: who is not among them is nobody.
#[test]
fn cells_of_a_hundred_per_cent() {
    let mut model = Model::default();
    let unit = model.cell(Cell::open(1, 12).cost(10));
    let with = model.cell(Cell::open(2, 12));
    let without = model.cell(Cell::implied(3, 0).sensitive_below(5));
    model.sum(unit, &[with, without]);
    assert_eq!(clean(&model).cells, [2]);
}

/// Statistics Norway's table of 2018: Folldal's cell is hidden, and 415 - 412 = 3.
#[test]
fn folldal_2018() {
    let text = include_str!("../../../tests/fixtures/ssb/barnev0304_2018_hedmark.csv");
    let mut model = Model::default();
    let mut totals = Vec::new();
    let mut parts: [Vec<Place>; 3] = Default::default();
    let mut folldal = 0;
    for (row, line) in text.lines().skip(2).take_while(|it| !it.starts_with('#')).enumerate() {
        let mut places = Vec::new();
        for (column, cell) in line.split(';').skip(1).take(3).enumerate() {
            let id = (row * 3 + column) as u64;
            let cell = cell.parse().map_or(Cell::withheld(id), |value| Cell::known(id, value));
            places.push(model.cell(cell));
        }
        model.sum(places[0], &places[1..]);
        if line.starts_with("0439 Folldal") {
            folldal = model.id(places[1]);
        }
        if row == 0 {
            totals = places;
        } else {
            parts.iter_mut().zip(places).for_each(|(column, place)| column.push(place));
        }
    }
    for (total, parts) in totals.iter().zip(&parts) {
        model.sum(*total, parts);
    }
    assert_eq!(found(&model, folldal), (3, Some(3)));
    assert_eq!(found(&model, folldal + 1), (8, Some(8)));
}

/// One who knows that the only child in a cell is their own may subtract it.
#[test]
fn the_only_child_of_a_cell_subtracts_itself() {
    let mut draft = Draft::new(1);
    let total = draft.open(9, 10);
    let parts = [1, 4, 4].map(|value| draft.open(value, 1));
    draft.model.sum(total, &parts);
    let mut model = draft.model;
    let guarded = Policy { guards_against_insiders: true, ..Policy::default() };
    let both = |model: &Model| [Policy::default(), guarded.clone()].map(|it| withhold(model, &it));
    assert_eq!(both(&model).map(|it| cells(&it).len()), [3, 3]);

    model = Model::default();
    let total = model.cell(Cell::open(0, 6).cost(10));
    let parts = [(1, 1), (2, 5)].map(|(id, value)| model.cell(Cell::open(id, value).sensitive_below(6).least(0)));
    let rest = model.cell(Cell::open(3, 30));
    let all = model.cell(Cell::open(4, 36).cost(20));
    model.sum(total, &parts);
    model.sum(all, &[total, rest]);
    assert_eq!(both(&model).map(|it| cells(&it).len()), [2, 4], "five is found by the one who is not among them");
}

/// Two of a list where one case may stand under several, five under one of them, nine under either: the other has four at
/// least, and its mark says four at most.
#[test]
fn a_merged_category_beside_an_earlier_one() {
    let mut model = Model::default();
    let either = model.cell(Cell::open(0, 9));
    let one = model.cell(Cell::known(1, 5));
    let other = model.cell(Cell::hidden(2, 4).small_below(5));
    model.union(either, &[one, other]);
    assert_eq!(clean(&model).cells, [0, 2]);

    // Three of eight leave three or four.
    let mut model = Model::default();
    let either = model.cell(Cell::open(0, 8));
    let one = model.cell(Cell::known(1, 5));
    let other = model.cell(Cell::hidden(2, 4).small_below(5));
    model.union(either, &[one, other]);
    assert_eq!(clean(&model).cells, [2]);
}
