//! Reports of the same figures in other detail: what is one category here is several there.

use std::collections::BTreeMap;

use super::suppress::{Line, Model};
use crate::compute::is_within;

/// A table: place, measure, year and dimensions.
type TableId = (String, String, i32, Vec<String>);

impl Model {
    /// Ties the set that was added last to the report's own tables, and to the others of its window. Of a window that lies in
    /// the report's own only those measures are, of which the longer window holds all that the shorter does (`adds`).
    pub(super) fn tie_detail(&mut self, adds: impl Fn(&str) -> bool) {
        let added = self.windows();
        let set = self.sets()[added];
        if set.lies_in_own && set.same_as != 0 {
            self.tie_sets(0, added, false, &adds);
        }
        let of_window: Vec<usize> = (0..added).filter(|other| self.sets()[*other].same_as == set.same_as).collect();
        for other in of_window {
            self.tie_sets(other, added, true, &adds);
        }
    }

    fn tie_sets(&mut self, one: usize, added: usize, is_same_window: bool, adds: &impl Fn(&str) -> bool) {
        let (own, other) = (self.tables(one), self.tables(added));
        let mut lines = Vec::new();
        for (table, cells) in &own {
            let Some(others) = other.get(table) else { continue };
            let (_, measure, _, dimensions) = table;
            let is_overlapping = self.overlapping.contains(&(measure.clone(), dimensions.join("+")));
            if !is_same_window && (is_overlapping || !adds(measure)) {
                continue;
            }
            lines.extend(coarser(dimensions, cells, others, is_overlapping));
            if is_same_window {
                lines.extend(coarser(dimensions, others, cells, is_overlapping));
            }
        }
        self.lines.extend(lines);
    }

    /// The cells of each table of a set, by their codes.
    fn tables(&self, set: usize) -> BTreeMap<TableId, Vec<(Vec<String>, usize)>> {
        let mut tables: BTreeMap<TableId, Vec<(Vec<String>, usize)>> = BTreeMap::new();
        for (node, address) in self.addresses.iter().enumerate() {
            if address.window == set && !address.breakdown.is_empty() {
                let (dimensions, codes) = address.pairs().map(|(by, code)| (by.to_owned(), code.to_owned())).unzip();
                let table = (address.place.clone(), address.measure.clone(), address.year, dimensions);
                tables.entry(table).or_default().push((codes, node));
            }
        }
        tables
    }
}

/// The cells that hold several of the others.
fn coarser<'a>(
    dimensions: &'a [String],
    cells: &'a [(Vec<String>, usize)],
    others: &'a [(Vec<String>, usize)],
    is_overlapping: bool,
) -> impl Iterator<Item = Line> + 'a {
    cells.iter().filter_map(move |(codes, total)| {
        let is_in = |inner: &[String]| {
            let pairs = dimensions.iter().zip(inner.iter().zip(codes));
            pairs.into_iter().all(|(by, (inner, outer))| is_within(by, inner, outer))
        };
        let is_same = others.iter().any(|(inner, _)| inner == codes);
        let categories: Vec<usize> = others.iter().filter(|(inner, _)| is_in(inner)).map(|(_, node)| *node).collect();
        (!is_same && !categories.is_empty()).then_some(Line { total: *total, categories, is_overlapping })
    })
}
