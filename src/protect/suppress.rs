//! Which cells are withheld: small counts, what rests on them, and enough beside them that they cannot be worked out.
//!
//! Method: a threshold over every count of people that a figure reveals (the complement and the base of a share too);
//! the same count behind several figures is withheld in all of them; in every line of a table the withheld cells are at
//! least two and together so large that none can be worked out nor proven small. Windows that nest and tables linked in
//! more than one dimension are not modelled here: see `docs/privacy.md`.

use std::collections::{BTreeMap, BTreeSet};

use crate::compute::{Aggregates, IndicatorTable, MUNICIPALITIES, MeasureTable, Part, Tally};

/// A count by meaning and coordinates: the same figure in two tables is one.
type CountId = (String, i32, String, String);

/// A cell as far as disclosure matters.
#[derive(Debug, Clone)]
pub(super) struct Node {
    counts: Vec<(CountId, u64)>,
    /// Those of the counts that must not be known where the cell is withheld; a large denominator may be.
    hidden: Vec<CountId>,
    /// Not printed as a number in any case, yet it can be worked out from the others of its line.
    is_unprinted: bool,
    /// Nothing is known of it.
    is_missing: bool,
    /// The outcome.
    pub(super) is_withheld: bool,
}

impl Node {
    fn size(&self) -> u64 {
        self.counts.first().map_or(0, |(_, count)| *count)
    }

    fn hides(&self) -> bool {
        self.is_withheld || self.is_unprinted
    }

    /// Withholding it would hide something.
    fn can_cover(&self) -> bool {
        !self.hides() && !self.is_missing && self.size() > 0
    }
}

/// The categories of one breakdown in one year, and the total they make up.
struct Line {
    total: usize,
    categories: Vec<usize>,
}

/// All cells of a report, in the order in which [`IndicatorTable::map`] visits them.
pub(super) struct Model {
    pub(super) nodes: Vec<Node>,
    lines: Vec<Line>,
    /// Two cells of which the second counts the same things and more.
    nested: Vec<(usize, usize)>,
    /// Number of the municipality that the report is for.
    own: String,
}

/// Where the totals of a region stand.
const REGION: &str = "samarbeid";

impl Model {
    /// The municipality's own tables, and those of its region where it is reported with others.
    pub(super) fn new(aggregates: &Aggregates, own: &str) -> Self {
        let mut model = Self { nodes: Vec::new(), lines: Vec::new(), nested: Vec::new(), own: own.to_owned() };
        model.add_tables(&aggregates.indicators, "");
        if let Some(region) = &aggregates.region {
            model.add_tables(&region.indicators, &region.id);
        }
        model
    }

    #[cfg(test)]
    pub(super) fn of(indicators: &[IndicatorTable<Tally>]) -> Self {
        let aggregates = Aggregates { indicators: indicators.to_vec(), region: None };
        Self::new(&aggregates, "")
    }

    /// Totals of a region stand at its own coordinates; the municipality's among them are those of its own tables.
    fn add_tables(&mut self, indicators: &[IndicatorTable<Tally>], region: &str) {
        let model = self;
        let mut places = BTreeMap::new();
        let of_total = if region.is_empty() { "" } else { REGION };
        for measure in indicators.iter().flat_map(|indicator| &indicator.measures) {
            let first = model.nodes.len();
            let totals: Vec<usize> =
                measure.totals.iter().map(|point| model.add(&point.cell, point.year, of_total, region)).collect();
            for breakdown in &measure.breakdowns {
                let mut by_year = vec![Vec::new(); breakdown.years.len()];
                for category in &breakdown.categories {
                    for ((year, cell), line) in breakdown.years.iter().zip(&category.cells).zip(&mut by_year) {
                        line.push(model.add(cell, *year, &breakdown.dimension, &category.code));
                    }
                }
                let lines = by_year.into_iter().zip(&totals);
                model.lines.extend(lines.map(|(categories, total)| Line { total: *total, categories }));
            }
            places.insert(measure.id.as_str(), (first, measure));
        }
        model.nested.extend(nested(&places));
    }

    fn add(&mut self, cell: &Tally, year: i32, dimension: &str, code: &str) -> usize {
        let (parts, is_unprinted, is_missing) = match cell {
            Tally::Missing => (&[][..], false, true),
            Tally::NotApplicable(parts) => (parts.as_slice(), true, false),
            Tally::Undefined(parts) => (parts.as_slice(), false, false),
            Tally::Figure(counted) => (counted.parts.as_slice(), false, false),
        };
        let is_own = !code.is_empty() && dimension == MUNICIPALITIES && code == self.own;
        let (dimension, code) = if is_own { ("", "") } else { (dimension, code) };
        let id = |part: &Part| match &part.at {
            Some(at) => (part.meaning.clone(), at.year.unwrap_or(year), at.dimension.clone(), at.code.clone()),
            None => (part.meaning.clone(), year, dimension.to_owned(), code.to_owned()),
        };
        let counts = parts.iter().map(|part| (id(part), part.count)).collect();
        let hidden = parts.iter().filter(|part| !part.is_base).map(id).collect();
        self.nodes.push(Node { counts, hidden, is_unprinted, is_missing, is_withheld: false });
        self.nodes.len() - 1
    }

    /// Decides every cell. Withholding only ever grows, so the loop ends; same input, same outcome.
    pub(super) fn decide(&mut self, threshold: u64) {
        for node in &mut self.nodes {
            let is_small = node.counts.iter().any(|(_, count)| (1..threshold).contains(count));
            node.is_withheld = is_small && !node.is_unprinted;
        }
        while self.spread() | self.part(threshold) | self.cover(threshold) {}
    }

    /// Withholds every figure that reveals a count which is withheld elsewhere.
    fn spread(&mut self) -> bool {
        let withheld = self.nodes.iter().filter(|node| node.is_withheld);
        let hidden: BTreeSet<CountId> = withheld.flat_map(|node| node.hidden.iter().cloned()).collect();
        let mut changed = false;
        for node in &mut self.nodes {
            let reveals = node.counts.iter().any(|(id, _)| hidden.contains(id));
            if reveals && !node.hides() {
                node.is_withheld = true;
                changed = true;
            }
        }
        changed
    }

    /// Where what lies between two nested counts is small, withholds the one that comes later in the report.
    fn part(&mut self, threshold: u64) -> bool {
        let mut changed = false;
        for (inner, outer) in &self.nested {
            let both_shown =
                [inner, outer].iter().all(|cell| !self.nodes[**cell].hides() && !self.nodes[**cell].is_missing);
            let between = self.nodes[*outer].size().saturating_sub(self.nodes[*inner].size());
            if both_shown && (1..threshold).contains(&between) {
                self.nodes[*inner.max(outer)].is_withheld = true;
                changed = true;
            }
        }
        changed
    }

    /// Withholds one more cell in every line that would give its withheld cells back.
    fn cover(&mut self, threshold: u64) -> bool {
        let mut changed = false;
        for line in &self.lines {
            let Some(cell) = next_to_withhold(&self.nodes, line, threshold) else { continue };
            self.nodes[cell].is_withheld = true;
            changed = true;
        }
        changed
    }

    /// Source and year of every total that is hidden. A count's meaning begins with its source.
    pub(super) fn withheld_totals(&self) -> impl Iterator<Item = (String, i32)> {
        let withheld = self.nodes.iter().filter(|node| node.is_withheld);
        withheld.flat_map(|node| node.hidden.iter()).filter_map(|(meaning, year, dimension, _)| {
            let source = meaning.split(' ').next()?;
            dimension.is_empty().then(|| (source.to_owned(), *year))
        })
    }

    /// Source, year and dimension of everything that a withheld cell rests on.
    pub(super) fn withheld_in(&self) -> impl Iterator<Item = (String, i32, &str)> {
        let withheld = self.nodes.iter().filter(|node| node.is_withheld);
        withheld.flat_map(|node| node.counts.iter()).filter_map(|((meaning, year, dimension, _), _)| {
            Some((meaning.split(' ').next()?.to_owned(), *year, dimension.as_str()))
        })
    }

    /// The sources whose rows are about people.
    pub(super) fn sources(&self) -> BTreeSet<String> {
        let meanings = self.nodes.iter().flat_map(|node| node.counts.iter()).map(|((meaning, ..), _)| meaning);
        meanings.filter_map(|meaning| meaning.split(' ').next().map(str::to_owned)).collect()
    }

    /// How many cells are withheld.
    pub(super) fn withheld(&self) -> usize {
        self.nodes.iter().filter(|node| node.is_withheld).count()
    }
}

/// The cells of measures that are part of others, beside the same cells of those.
fn nested(places: &BTreeMap<&str, (usize, &MeasureTable<Tally>)>) -> Vec<(usize, usize)> {
    let mut pairs = Vec::new();
    for (first, measure) in places.values() {
        let Some((outer_first, outer)) = measure.part_of.as_deref().and_then(|outer| places.get(outer)) else {
            continue;
        };
        let of_outer: BTreeMap<_, _> = addresses(outer).zip(*outer_first..).collect();
        let of_inner = addresses(measure).zip(*first..);
        pairs.extend(of_inner.filter_map(|(address, inner)| Some((inner, *of_outer.get(&address)?))));
    }
    pairs
}

/// Year, dimension and code of each cell of a measure, in the order the model has them.
fn addresses(measure: &MeasureTable<Tally>) -> impl Iterator<Item = (i32, &str, &str)> {
    let totals = measure.totals.iter().map(|point| (point.year, "", ""));
    let of_breakdown = measure.breakdowns.iter().flat_map(|breakdown| {
        breakdown.categories.iter().flat_map(|category| {
            breakdown.years.iter().map(|year| (*year, breakdown.dimension.as_str(), category.code.as_str()))
        })
    });
    totals.chain(of_breakdown)
}

/// The cell that a line still needs to withhold, if any: the smallest that covers, else the total.
fn next_to_withhold(nodes: &[Node], line: &Line, threshold: u64) -> Option<usize> {
    let categories = || line.categories.iter().copied();
    let is_small_unprinted = |node: &Node| node.is_unprinted && (1..threshold).contains(&node.size());
    let hidden: Vec<usize> =
        categories().filter(|cell| nodes[*cell].is_withheld || is_small_unprinted(&nodes[*cell])).collect();
    let total_is_withheld = nodes[line.total].is_withheld;
    if total_is_withheld && hidden.is_empty() {
        // All categories shown would add up to the total.
        return smallest(nodes, categories());
    }
    if hidden.is_empty() || total_is_withheld {
        return None;
    }
    let sum: u64 = hidden.iter().map(|cell| nodes[*cell].size()).sum();
    let others = hidden.len() as u64 - 1;
    // The total less what is shown gives `sum`; each hidden cell holds at least one, so one of them may be as large as
    // `sum - others`. Where even that is small, every hidden cell is proven small.
    let is_covered = hidden.len() >= 2 && sum.saturating_sub(others) >= threshold;
    if is_covered { None } else { smallest(nodes, categories()).or_else(|| coverable(nodes, line.total)) }
}

fn smallest(nodes: &[Node], cells: impl Iterator<Item = usize>) -> Option<usize> {
    cells.filter(|cell| nodes[*cell].can_cover()).min_by_key(|cell| (nodes[*cell].size(), std::cmp::Reverse(*cell)))
}

fn coverable(nodes: &[Node], cell: usize) -> Option<usize> {
    nodes[cell].can_cover().then_some(cell)
}

/// Withheld cells counted by what they are: the internal view that tests compare with plain loops.
#[cfg(test)]
pub(super) fn by_code(model: &Model) -> BTreeMap<(i32, String), bool> {
    let coded = model.nodes.iter().filter_map(|node| {
        let ((_, year, _, code), _) = node.counts.first()?;
        Some(((*year, code.clone()), node.is_withheld))
    });
    coded.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compute::{Breakdown, Category, Counted, MeasureTable, Point};
    use crate::units::Unit;

    fn figure(meaning: &str, count: u64) -> Tally {
        Tally::Figure(Counted {
            value: 0.0,
            numerator: Some(count),
            denominator: None,
            interval: None,
            parts: vec![Part { meaning: meaning.to_owned(), count, is_base: false, at: None }],
        })
    }

    fn measure(id: &str, meaning: &str, counts: &[u64]) -> MeasureTable<Tally> {
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

    fn indicator(measures: Vec<MeasureTable<Tally>>) -> IndicatorTable<Tally> {
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
        model.decide(5);
        let outcome = by_code(&model);
        (model.nodes[0].is_withheld, (0..counts.len()).map(|place| outcome[&(2025, format!("c{place}"))]).collect())
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
        let mut model =
            Model::of(&[indicator(vec![measure("X1", "m", &[3, 20, 10]), measure("X1-b", "m", &[3, 20, 10])])]);
        model.decide(5);
        assert_eq!(model.withheld(), 4);
    }

    /// K5 withheld does not take K4's total, its denominator, with it; K4's total withheld takes K5.
    #[test]
    fn a_denominator_is_hidden_only_for_its_own_sake() {
        let share = |in_time: u64, all: u64| {
            let part = |meaning: &str, count, is_base| Part { meaning: meaning.to_owned(), count, is_base, at: None };
            let parts =
                vec![part("in time", in_time, false), part("late", all - in_time, false), part("all", all, true)];
            let cell = Tally::Figure(Counted { value: 0.0, numerator: None, denominator: None, interval: None, parts });
            let mut measure = measure("X1-b", "all", &[]);
            measure.totals[0].cell = cell;
            measure
        };
        let withheld = |count: u64, in_time: u64| {
            let mut model = Model::of(&[indicator(vec![measure("X1", "all", &[count]), share(in_time, count)])]);
            model.decide(5);
            (model.nodes[0].is_withheld, model.nodes[2].is_withheld)
        };
        assert_eq!(withheld(40, 38), (false, true));
        assert_eq!(withheld(4, 0), (true, true));
        assert_eq!(withheld(40, 30), (false, false));
    }

    #[test]
    fn what_lies_between_nested_counts_is_a_count_too() {
        let outer = measure("X1", "outer", &[30, 20]);
        let inner =
            |counts: &[u64]| MeasureTable { part_of: Some("X1".to_owned()), ..measure("X1-b", "inner", counts) };
        let withheld = |counts: &[u64]| {
            let mut model = Model::of(&[indicator(vec![outer.clone(), inner(counts)])]);
            model.decide(5);
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
                let shown_small =
                    counts.iter().zip(&outcome).any(|(count, withheld)| (1..5).contains(count) && !withheld);
                assert!(!shown_small, "round {round}: {counts:?}");
                continue;
            }
            let sum: u64 = hidden.iter().sum();
            let largest_possible = sum - (hidden.len() as u64 - 1);
            assert!(hidden.len() >= 2 && largest_possible >= 5, "round {round}: {counts:?} {outcome:?}");
        }
    }
}
