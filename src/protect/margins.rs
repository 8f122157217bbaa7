//! Tables of several dimensions that share some of them, though no table has just those.
//!
//! Reports by sender and age, and reports by sender and sex: both add up to the reports by sender, whether these are
//! printed or not, and in whichever measure.

use std::collections::{BTreeMap, BTreeSet};

use super::linked::Linked;
use super::suppress::Model;
use crate::compute::MUNICIPALITIES;
use crate::disclosure::{Cell, Place};

/// The counts of one meaning, set of tables and year, by the dimensions they stand in.
type Tables<'a> = BTreeMap<Dimensions<'a>, Table<'a>>;
/// In alphabetical order.
type Dimensions<'a> = Vec<&'a str>;

#[derive(Default)]
struct Table<'a> {
    measures: BTreeSet<&'a str>,
    /// The count of each cell; codes as the dimensions.
    counts: BTreeMap<Vec<&'a str>, usize>,
}

impl Linked<'_> {
    /// What several tables add up to.
    pub(super) fn add_margins(&mut self) {
        let model = self.model;
        let overlapping = overlapping(model);
        let mut groups: BTreeMap<(usize, &str, i32), Tables> = BTreeMap::new();
        for (node, address) in model.addresses.iter().enumerate().filter(|(node, _)| self.is_published(*node)) {
            for count in &model.nodes[node].counts {
                let id = &model.counts[*count];
                let mut pairs: Vec<(&str, &str)> = id.dimension.split('+').zip(id.code.split('+')).collect();
                pairs.sort_unstable();
                let is_of_places = pairs.iter().any(|(dimension, _)| [MUNICIPALITIES, ""].contains(dimension));
                let is_plain = id.dimension.matches('+').count() == id.code.matches('+').count();
                if is_of_places || !is_plain {
                    continue;
                }
                let (dimensions, codes) = pairs.into_iter().unzip();
                let tables = groups.entry((address.window, id.meaning.as_str(), id.year)).or_default();
                let table: &mut Table = tables.entry(dimensions).or_default();
                table.measures.insert(&address.measure);
                table.counts.insert(codes, *count);
            }
        }
        for ((_, meaning, _), tables) in groups {
            let is_overlapping = |dimension: &&str| overlapping.contains(&(meaning, *dimension));
            for shared in shared(&tables) {
                self.add_shared(&tables, &shared, &is_overlapping);
            }
        }
    }

    /// The cells of a table that is printed or not, as the sums of those that have its dimensions and more.
    fn add_shared(&mut self, tables: &Tables, shared: &Dimensions, is_overlapping: &impl Fn(&&str) -> bool) {
        let printed = tables.get(shared);
        let mut sums: BTreeMap<Vec<&str>, Vec<(bool, Vec<usize>)>> = BTreeMap::new();
        for (dimensions, table) in tables.iter().filter(|(dimensions, _)| is_within(shared, dimensions)) {
            // Within one measure the lines say it.
            if dimensions == shared || printed.is_some_and(|it| !it.measures.is_disjoint(&table.measures)) {
                continue;
            }
            let overlaps = dimensions.iter().filter(|it| !shared.contains(it)).any(is_overlapping);
            let places: Vec<usize> =
                (0..dimensions.len()).filter(|place| shared.contains(&dimensions[*place])).collect();
            let mut lines: BTreeMap<Vec<&str>, Vec<usize>> = BTreeMap::new();
            for (codes, count) in &table.counts {
                lines.entry(places.iter().map(|place| codes[*place]).collect()).or_default().push(*count);
            }
            for (codes, counts) in lines {
                sums.entry(codes).or_default().push((overlaps, counts));
            }
        }
        for (codes, lines) in sums {
            let total = printed.and_then(|table| table.counts.get(&codes).copied());
            self.add_sums(total, &lines);
        }
    }

    /// Several lines with one total, which is printed or not.
    fn add_sums(&mut self, total: Option<usize>, lines: &[(bool, Vec<usize>)]) {
        let sum = |counts: &[usize]| counts.iter().map(|count| self.value(*count)).sum::<u64>();
        let additive = lines.iter().filter(|line| !line.0).map(|line| sum(&line.1)).max();
        let Some(all) = total.map(|total| self.value(total)).or(additive.filter(|_| lines.len() > 1)) else { return };
        let sums: Vec<u64> = lines.iter().map(|line| sum(&line.1)).collect();
        let cell = if let Some(total) = total {
            self.cells[total]
        } else {
            let id = self.engine.len() as u64;
            self.engine.cell(Cell::implied(id, all))
        };
        for ((overlaps, counts), sum) in lines.iter().zip(sums) {
            let mut parts: Vec<Place> = counts.iter().map(|count| self.cells[*count]).collect();
            if *overlaps || sum > all {
                for (count, part) in counts.iter().zip(&parts) {
                    if self.value(*count) <= all {
                        self.engine.at_most(*part, cell);
                        self.within.extend(total.map(|total| (*count, total)));
                    }
                }
                if sum >= all {
                    self.engine.covers(cell, &parts);
                }
                continue;
            }
            if sum < all {
                parts.push(self.implied(all - sum, counts[0]));
            }
            self.engine.sum(cell, &parts);
        }
    }
}

/// Meaning and dimension, where one case may stand in several categories.
fn overlapping(model: &Model) -> BTreeSet<(&str, &str)> {
    let lines = model.lines.iter().filter(|line| line.is_overlapping);
    let counts = lines.flat_map(|line| &line.categories).flat_map(|node| &model.nodes[*node].counts);
    counts.map(|count| &model.counts[*count]).map(|id| (id.meaning.as_str(), id.dimension.as_str())).collect()
}

/// The dimensions that two tables or more have in common, and those of a table that another measure has more of.
fn shared<'a>(tables: &Tables<'a>) -> BTreeSet<Dimensions<'a>> {
    let mut shared: BTreeSet<Dimensions> = tables.keys().cloned().collect();
    if shared.iter().all(|dimensions| dimensions.len() < 2) {
        return BTreeSet::new();
    }
    loop {
        let both = |one: &Dimensions<'a>, other: &Dimensions<'a>| -> Dimensions<'a> {
            one.iter().copied().filter(|dimension| other.contains(dimension)).collect()
        };
        let pairs = shared.iter().flat_map(|one| shared.iter().map(move |other| both(one, other)));
        let more: BTreeSet<Dimensions> = pairs.filter(|both| !both.is_empty() && !shared.contains(both)).collect();
        if more.is_empty() {
            return shared;
        }
        shared.extend(more);
    }
}

fn is_within(some: &Dimensions, all: &Dimensions) -> bool {
    some.iter().all(|dimension| all.contains(dimension))
}

#[cfg(test)]
mod tests;
