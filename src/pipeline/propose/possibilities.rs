//! What could be done about what is withheld: the categories with most of it as one, or the breakdown left out.

use std::collections::{BTreeMap, BTreeSet};

use super::Change;
use crate::compute::{IndicatorTable, MeasureTable, Merge, Omission, Request, merged_codes};
use crate::units::Window;

/// Categories of one dimension that are tried together, two and two.
const TRIED: usize = 6;

/// How many cells are withheld, by dimension and code.
#[derive(Default)]
pub(super) struct Withheld {
    by_code: BTreeMap<String, BTreeMap<String, usize>>,
    crossed: BTreeMap<(String, String), usize>,
}

impl Withheld {
    pub(super) fn of<C: Clone>(indicators: &[IndicatorTable<C>], is_withheld: impl Fn(&C) -> bool) -> Self {
        let mut all = Self::default();
        let measures = indicators.iter().flat_map(|indicator| &indicator.measures);
        measures.for_each(|measure| all.add(measure, &is_withheld));
        all
    }

    fn add<C: Clone>(&mut self, measure: &MeasureTable<C>, is_withheld: &impl Fn(&C) -> bool) {
        for breakdown in &measure.breakdowns {
            for category in &breakdown.categories {
                let withheld = category.cells.iter().filter(|cell| is_withheld(cell)).count();
                if withheld == 0 {
                    continue;
                }
                let of_dimensions = breakdown.dimension.split('+').zip(category.code.split('+'));
                for (dimension, code) in of_dimensions {
                    let codes = self.by_code.entry(dimension.to_owned()).or_default();
                    *codes.entry(code.to_owned()).or_default() += withheld;
                }
                if breakdown.dimension.contains('+') {
                    *self.crossed.entry((measure.id.clone(), breakdown.dimension.clone())).or_default() += withheld;
                }
            }
        }
    }

    /// What could be done, that which touches most first. What is `refused` can be left out.
    pub(super) fn possibilities(&self, request: &Request, refused: &[Omission]) -> Vec<Change> {
        let mut weighed: Vec<(usize, Change)> = Vec::new();
        let refused: BTreeSet<Omission> = refused.iter().cloned().collect();
        weighed.extend(refused.into_iter().map(|it| (usize::MAX, Change::LeaveOut(it))));
        for (dimension, codes) in &self.by_code {
            let all: usize = codes.values().sum();
            match dimension.as_str() {
                "kjonn" | "plassering" | "kommune" | "svar" | "ventedager" => {}
                "aldersgruppe" => {
                    weighed.extend(neighbours(&request.detail.age_groups).map(|it| (all, Change::Ages(it))));
                }
                "maaned" => weighed.extend(may_be_quarters(request).then_some((all, Change::Quarters))),
                _ => weighed.extend(pairs(dimension, codes)),
            }
        }
        let crossed = self.crossed.iter();
        weighed.extend(crossed.map(|((measure, by), cells)| {
            (*cells, Change::LeaveOut(Omission { measure: measure.clone(), by: by.clone() }))
        }));
        weighed.sort_by_key(|(weight, change)| (std::cmp::Reverse(*weight), change.clone()));
        let mut met = BTreeSet::new();
        weighed.into_iter().map(|it| it.1).filter(|change| met.insert(change.clone())).collect()
    }
}

/// Quarters are those of the calendar, and of months that stand by themselves.
fn may_be_quarters(request: &Request) -> bool {
    let is_merged = request.detail.coarsening.merges.iter().any(|merge| merge.dimension == "maaned");
    !is_merged && !matches!(request.window, Window::Skoleaar | Window::SidenSist)
}

/// The age groups with two neighbours as one.
fn neighbours(groups: &[(i64, i64)]) -> impl Iterator<Item = Vec<(i64, i64)>> {
    (1..groups.len()).map(|at| {
        let mut merged = groups.to_vec();
        merged[at - 1].1 = merged[at].1;
        merged.remove(at);
        merged
    })
}

/// The categories of which most is withheld, two and two. What is unknown stays by itself.
fn pairs(dimension: &str, codes: &BTreeMap<String, usize>) -> Vec<(usize, Change)> {
    let mut known: Vec<(&String, usize)> = codes
        .iter()
        .map(|(code, cells)| (code, *cells))
        .filter(|(code, _)| *code != "ukjent" && merged_codes(code).count() == 1)
        .collect();
    known.sort_by_key(|(code, cells)| (std::cmp::Reverse(*cells), *code));
    known.truncate(TRIED);
    let mut pairs = Vec::new();
    for (at, (first, one)) in known.iter().enumerate() {
        for (second, other) in &known[at + 1..] {
            let mut both = vec![(*first).clone(), (*second).clone()];
            both.sort();
            let merge = Merge { dimension: dimension.to_owned(), codes: both, name: None };
            pairs.push((one + other, Change::Merge(merge)));
        }
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_among_age_groups_become_one() {
        let merged: Vec<_> = neighbours(&[(0, 5), (6, 12), (13, 17)]).collect();
        assert_eq!(merged, [vec![(0, 12), (13, 17)], vec![(0, 5), (6, 17)]]);
        assert_eq!(neighbours(&[(0, 17)]).count(), 0);
    }

    #[test]
    fn the_categories_with_most_withheld_are_put_together_and_the_unknown_is_not() {
        let codes = [("a", 1), ("b", 5), ("c", 3), ("d", 4), ("ukjent", 9)];
        let codes = codes.iter().map(|(code, cells)| ((*code).to_owned(), *cells)).collect();
        let told: Vec<(usize, String)> = pairs("melder", &codes)
            .into_iter()
            .filter_map(|(weight, change)| match change {
                Change::Merge(merge) => Some((weight, merge.id())),
                _ => None,
            })
            .collect();
        let wanted = [(9, "b_d"), (8, "b_c"), (6, "a_b"), (7, "c_d"), (5, "a_d"), (4, "a_c")];
        let wanted = wanted.map(|(weight, id)| (weight, id.to_owned()));
        assert_eq!(told, wanted);
    }
}
