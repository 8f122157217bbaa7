//! A margin that is printed nowhere, in tables that fit in one's head.

use super::super::earlier::Earlier;
use super::super::suppress::Model;
use super::super::suppress::tests::{indicator, measure};
use crate::compute::{Breakdown, Category, MeasureTable, Tally};

/// The cells of a table, with codes of its own.
fn breakdown(dimension: &str, cells: &[(&str, u64)]) -> Breakdown<Tally> {
    let counts: Vec<u64> = cells.iter().map(|(_, count)| *count).collect();
    let [plain] = measure("X1", "m rows", &counts).breakdowns.try_into().unwrap();
    let named = plain.categories.into_iter().zip(cells);
    let categories = named.map(|(category, (code, _))| Category { code: (*code).to_owned(), ..category }).collect();
    Breakdown { dimension: dimension.to_owned(), categories, ..plain }
}

const BY_SEX: [(&str, u64); 4] = [("a+g", 3), ("a+j", 20), ("b+g", 9), ("b+j", 9)];
const BY_AGE: [(&str, u64); 4] = [("a+x", 12), ("a+y", 11), ("b+x", 8), ("b+y", 10)];

/// Whether the three girls of `a` follow from what both tables have of it.
fn is_found(cells: &[bool]) -> bool {
    let is_shown = |place: usize| !cells[place];
    is_shown(1) && is_shown(4) && is_shown(5)
}

/// Referrals by sender and sex, and by sender and age, but not by sender: 12 + 11 less 20 is 3.
#[test]
fn two_tables_tell_a_margin_that_neither_prints() {
    let table = MeasureTable {
        breakdowns: vec![
            breakdown("fra+kjonn", &BY_SEX),
            breakdown("alder+fra", &BY_AGE.map(flipped).each_ref().map(|it| (it.0.as_str(), it.1))),
        ],
        ..measure("X1", "m rows", &[41])
    };
    let mut model = Model::of(&[indicator(vec![table])]);
    model.decide(crate::protect::PrimaryPolicy::default(), &Earlier::default()).unwrap();
    let cells: Vec<bool> = model.nodes[1..].iter().map(|node| node.is_withheld).collect();
    assert!(cells[0] && !model.nodes[0].is_withheld && !is_found(&cells), "{cells:?}");
}

/// The dimensions of the other table stand the other way round.
fn flipped((code, count): (&str, u64)) -> (String, u64) {
    let (first, second) = code.split_once('+').unwrap();
    (format!("{second}+{first}"), count)
}

/// The same in two measures that count the same: the second has the senders by themselves.
#[test]
fn another_measure_tells_the_margin() {
    let one = MeasureTable { breakdowns: vec![breakdown("fra+kjonn", &BY_SEX)], ..measure("X1", "m rows", &[41]) };
    let other =
        MeasureTable { breakdowns: vec![breakdown("fra", &[("a", 23), ("b", 18)])], ..measure("X2", "m rows", &[41]) };
    let mut model = Model::of(&[indicator(vec![one, other])]);
    model.decide(crate::protect::PrimaryPolicy::default(), &Earlier::default()).unwrap();
    let cells: Vec<bool> = model.nodes.iter().map(|node| node.is_withheld).collect();
    let [_, girls, boys, .., sender, _] = cells[..] else { panic!("eight cells") };
    assert!(girls && (boys || sender), "{cells:?}");
}
