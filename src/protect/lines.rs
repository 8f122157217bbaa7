//! Which cells of a measure add up to which: categories to their total, and tables of several dimensions to every table of
//! fewer.

use std::collections::BTreeMap;

use super::suppress::Line;

/// The cells of one measure by dimension, year and code; the total has neither.
#[derive(Default)]
pub(super) struct Table<'a> {
    /// The dimensions in the order of the report.
    order: Vec<&'a str>,
    by_dimension: BTreeMap<&'a str, Dimension<'a>>,
}

#[derive(Default)]
struct Dimension<'a> {
    is_overlapping: bool,
    cells: Vec<(i32, &'a str, usize)>,
    place: BTreeMap<(i32, Vec<&'a str>), usize>,
}

impl<'a> Table<'a> {
    pub(super) fn add_total(&mut self, year: i32, node: usize) {
        self.add("", false, year, "", node);
    }

    pub(super) fn add(&mut self, dimension: &'a str, is_overlapping: bool, year: i32, code: &'a str, node: usize) {
        if !self.by_dimension.contains_key(dimension) {
            self.order.push(dimension);
        }
        let known = self.by_dimension.entry(dimension).or_default();
        known.is_overlapping = is_overlapping;
        known.cells.push((year, code, node));
        known.place.insert((year, split(code)), node);
    }

    /// Every line, in the order of the report.
    pub(super) fn lines(&self) -> Vec<Line> {
        let pairs = self.order.iter().flat_map(|inner| self.order.iter().map(move |outer| (*inner, *outer)));
        pairs.flat_map(|(inner, outer)| self.of(inner, outer)).collect()
    }

    /// The lines by which the table of `inner` dimensions adds up to that of `outer`, where these are some of them.
    fn of(&self, inner: &str, outer: &str) -> Vec<Line> {
        let (dimensions, kept) = (split(inner), split(outer));
        let places: Option<Vec<usize>> =
            kept.iter().map(|wanted| dimensions.iter().position(|dimension| dimension == wanted)).collect();
        let Some(places) = places.filter(|places| places.len() < dimensions.len()) else { return Vec::new() };
        let (Some(inner), Some(outer)) = (self.by_dimension.get(inner), self.by_dimension.get(outer)) else {
            return Vec::new();
        };
        let mut lines: BTreeMap<(i32, Vec<&str>), Vec<usize>> = BTreeMap::new();
        for (year, code, node) in &inner.cells {
            let codes = split(code);
            if codes.len() != dimensions.len() {
                continue;
            }
            let margin = places.iter().map(|place| codes[*place]).collect();
            lines.entry((*year, margin)).or_default().push(*node);
        }
        let is_overlapping = self.overlaps(inner, &dimensions, &kept);
        let line = |(margin, categories): ((i32, Vec<&str>), Vec<usize>)| {
            Some(Line { total: *outer.place.get(&margin)?, categories, is_overlapping })
        };
        lines.into_iter().filter_map(line).collect()
    }

    /// Whether a case may stand in several of the cells that are put together: where one of the dimensions that are
    /// left out has such categories. Of one that has no table of its own it is not known; the sums tell.
    fn overlaps(&self, inner: &Dimension, dimensions: &[&str], kept: &[&str]) -> bool {
        let by_itself = |dimension: &&&str| self.by_dimension.get(**dimension).map(|it| it.is_overlapping);
        let left_out = dimensions.iter().filter(|dimension| !kept.contains(dimension));
        inner.is_overlapping && left_out.clone().any(|it| by_itself(&it).unwrap_or_default())
    }
}

/// `melder+kjonn` has two; nothing has none.
fn split(of: &str) -> Vec<&str> {
    if of.is_empty() { Vec::new() } else { of.split('+').collect() }
}

#[cfg(test)]
mod tests {
    use super::Table;

    #[test]
    fn a_table_of_two_dimensions_adds_up_to_both_and_to_the_total() {
        let mut table = Table::default();
        table.add_total(2025, 0);
        for (node, code) in [(1, "x"), (2, "y")] {
            table.add("a", true, 2025, code, node);
        }
        table.add("b", false, 2025, "z", 3);
        for (node, code) in [(4, "x+z"), (5, "y+z")] {
            table.add("a+b", true, 2025, code, node);
        }
        let lines = table.lines().into_iter().map(|it| (it.total, it.categories, it.is_overlapping));
        let lines: Vec<_> = lines.collect();
        let wanted = [
            (0, vec![1, 2], true),
            (0, vec![3], false),
            (0, vec![4, 5], true),
            (1, vec![4], false),
            (2, vec![5], false),
            (3, vec![4, 5], true),
        ];
        assert_eq!(lines, wanted);
    }
}
