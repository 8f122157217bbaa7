//! What is withheld: everything that is published together, and what was published before, as one model for the engine of
//! [`crate::disclosure`].
//!
//! Counts are the cells of the model. Categories add up to their totals, a share's count and rest to its base, a part and
//! what is beside it to the whole; children are at most as many as their reports. A figure is withheld where one of its
//! counts is. A count that no figure prints but that can be worked out (a rest, what lies between two figures, a category
//! without a figure) must not be found where it is small.

use std::collections::{BTreeMap, BTreeSet};

use super::earlier::{self, Earlier, Said};
use super::policy::PrimaryPolicy;
use super::suppress::{Address, Kind, Line, Model};
use crate::disclosure::{self, Cell, Outcome, Place, Policy, Why};

/// Nothing may be published: so many small counts would be given away whatever else is withheld.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// How many.
    pub counts: usize,
    /// The tables that they stand in or follow from, in order.
    pub tables: BTreeSet<RefusedTable>,
}

/// A table that shows too much whatever is withheld in it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct RefusedTable {
    /// Measure id.
    pub measure: String,
    /// The dimension or dimensions; empty for the totals.
    pub dimension: String,
    /// The year.
    pub year: i32,
}

/// What a total costs beside a category, and a category beside a cell of two dimensions.
const COSTS: [u64; 3] = [40, 6, 1];

/// The counts that are withheld, by place. Where too much is known already to hide a count, it is no secret any more.
///
/// # Errors
/// Where a count that is not known already would be given away whatever is withheld.
pub(super) fn withheld(model: &Model, primary: PrimaryPolicy, earlier: &Earlier) -> Result<BTreeSet<usize>, Refusal> {
    let mut linked = Linked::new(model, primary);
    let policy = Policy { guards_against_insiders: primary.guards_against_insiders, ..Policy::default() };
    linked.add_lines();
    linked.add_margins();
    linked.add_parts();
    linked.add_children();
    linked.add_relations();
    earlier::add(&mut linked, earlier);
    // What follows from earlier reports alone is out: nothing that is withheld here can take it back.
    linked.engine.give_up(&disclosure::out_already(&linked.engine));
    loop {
        match disclosure::withhold(&linked.engine, &policy) {
            Outcome::Clean(withheld) => {
                let counts = withheld.cells.into_iter().filter_map(|id| usize::try_from(id).ok());
                return Ok(counts.chain(linked.shown_small).collect());
            }
            Outcome::Refused(Why::NoCover(cells)) => {
                // In large models only those that have no cover are looked into as far as it takes.
                let out = disclosure::out_already_among(&linked.engine, &cells);
                if !linked.engine.give_up(&out) {
                    return Err(linked.refusal(&cells));
                }
            }
            Outcome::Refused(_) => return Err(linked.refusal(&[])),
        }
    }
}

/// The engine's model while it is built. The first cells are the counts, in their order.
pub(super) struct Linked<'a> {
    pub(super) model: &'a Model,
    pub(super) engine: disclosure::Model,
    policy: PrimaryPolicy,
    /// The engine's cell of each count.
    pub(super) cells: Vec<Place>,
    /// Small counts that an earlier report shows: out, and not to be shown again.
    pub(super) shown_small: Vec<usize>,
    /// Two counts of which the first is part of the second, or at most as many.
    pub(super) within: Vec<(usize, usize)>,
    /// Counts that an earlier report told otherwise, with what it told.
    pub(super) told: Vec<(usize, Place, u64)>,
    /// Where each cell of the tables is among the nodes.
    pub(super) places: BTreeMap<Address, usize>,
    /// For each count that is printed nowhere, by its number, one that it follows from.
    implied_of: BTreeMap<u64, usize>,
}

impl<'a> Linked<'a> {
    fn new(model: &'a Model, policy: PrimaryPolicy) -> Self {
        let (printed, withheld) = (printed(model), withheld_before(model));
        let spoken_of: BTreeSet<usize> = model
            .nodes
            .iter()
            .filter(|node| node.is_published())
            .flat_map(|node| node.counts.iter().copied())
            .collect();
        let mut engine = disclosure::Model::default();
        let zeros = if policy.hides_zeros { zeros(model) } else { BTreeSet::new() };
        let full = if policy.hides_full { full(model) } else { BTreeSet::new() };
        let cell = |(at, count): (usize, &super::suppress::CountId)| {
            let id = at as u64;
            let cell = match printed[at] {
                0 if withheld.contains(&at) => Cell::hidden(id, count.value).least(count.value.min(1)),
                0 => Cell::implied(id, count.value),
                _ if model.also.contains(&at) => Cell::hidden(id, count.value),
                times => {
                    let dimensions = count.dimension.split('+').filter(|it| !it.is_empty()).count();
                    Cell::open(id, count.value).cost(COSTS[dimensions.min(2)] * times)
                }
            };
            let is_full = full.contains(&at);
            let may_be_none = policy.hides_zeros || is_full;
            let cell = if may_be_none { cell.least(0) } else { cell };
            let limit = policy.limit_of(count);
            engine.cell(match () {
                () if !spoken_of.contains(&at) => cell,
                () if is_full || zeros.contains(&at) => cell.sensitive_below(limit),
                () => cell.small_below(limit),
            })
        };
        let cells = model.counts.iter().enumerate().map(cell).collect();
        let places = model.addresses.iter().cloned().zip(0..).collect();
        Self {
            model,
            engine,
            policy,
            cells,
            shown_small: Vec::new(),
            within: Vec::new(),
            told: Vec::new(),
            places,
            implied_of: BTreeMap::new(),
        }
    }

    /// A cell of this report, or of an earlier one.
    pub(super) fn is_published(&self, node: usize) -> bool {
        self.model.nodes[node].is_published()
    }

    /// A count that is printed nowhere, and must not be found where it is small; it follows from `of` and others.
    pub(super) fn implied(&mut self, value: u64, of: usize) -> Place {
        let id = self.engine.len() as u64;
        self.implied_of.insert(id, of);
        let limit = self.limit_of(of);
        self.engine.cell(Cell::implied(id, value).small_below(limit))
    }

    /// What is small of a count.
    pub(super) fn limit_of(&self, count: usize) -> u64 {
        self.policy.limit_of(&self.model.counts[count])
    }

    pub(super) fn value(&self, count: usize) -> u64 {
        self.model.counts[count].value
    }

    fn add_lines(&mut self) {
        for line in &self.model.lines {
            let total = &self.model.nodes[line.total];
            if !self.is_published(line.total) {
                continue;
            }
            for place in 0..total.counts.len() {
                self.add_line(line, place);
            }
        }
    }

    /// One count of a line's total beside the same count of its categories.
    fn add_line(&mut self, line: &Line, place: usize) {
        let counts = &self.model.nodes[line.total].counts;
        let total = counts[place];
        let meaning = &self.model.counts[total].meaning;
        let is_meant = |count: &usize| self.model.counts[*count].meaning == *meaning;
        // Children outside the home and at home are counts of one kind: their place in the figure tells which is which.
        let is_one_of_several = counts.iter().filter(|count| is_meant(count)).count() > 1;
        let of_category = |node: &usize| {
            self.is_published(*node).then_some(())?;
            let of_node = &self.model.nodes[*node].counts;
            let found = if is_one_of_several && of_node.len() == counts.len() {
                of_node.get(place).filter(|count| is_meant(count))
            } else {
                of_node.iter().find(|count| is_meant(count) && **count != total)
            };
            found.copied().filter(|count| *count != total)
        };
        let parts: Vec<usize> = line.categories.iter().filter_map(of_category).collect();
        if parts.is_empty() || parts.iter().any(|part| self.model.counts[*part].year != self.model.counts[total].year) {
            return;
        }
        let is_complete = parts.len() == line.categories.len();
        let (sum, all) = (parts.iter().map(|part| self.value(*part)).sum::<u64>(), self.value(total));
        let mut cells: Vec<Place> = parts.iter().map(|part| self.cells[*part]).collect();
        let total_cell = self.cells[total];
        if line.is_overlapping || sum > all {
            for (part, cell) in parts.iter().zip(&cells) {
                if self.value(*part) <= all {
                    self.engine.at_most(*cell, total_cell);
                    self.within.push((*part, total));
                }
            }
            if is_complete && sum >= all {
                self.engine.covers(total_cell, &cells);
            }
            return;
        }
        // What the categories leave over is a count of its own: a category that is not shown, or has no data. Where they
        // leave nothing, one without data is no cover: the report of another year may not even have it.
        if sum < all {
            cells.push(self.implied(all - sum, parts[0]));
        }
        self.engine.sum(total_cell, &cells);
    }

    /// Two of three counts of a figure make up the third; a part of another figure, and what is beside it, that one.
    fn add_parts(&mut self) {
        let published = (0..self.model.nodes.len()).filter(|node| self.is_published(*node));
        let summing: BTreeSet<[usize; 3]> = published.filter_map(|node| self.model.nodes[node].summing).collect();
        for [some, rest, all] in summing {
            self.engine.sum(self.cells[all], &[self.cells[some], self.cells[rest]]);
        }
        let mut seen = BTreeSet::new();
        for (inner, outer) in &self.model.nested {
            if !self.is_published(*inner) || !self.is_published(*outer) {
                continue;
            }
            let firsts = self.model.first(*inner).zip(self.model.first(*outer));
            if let Some(((inner, part), (outer, whole))) = firsts
                && part <= whole
                && seen.insert((inner, outer))
            {
                self.add_nested(inner, outer);
                self.within.push((inner, outer));
            }
        }
    }

    /// What one count holds more than another that is part of it. The two may differ either way where somebody leaves.
    pub(super) fn add_nested(&mut self, inner: usize, outer: usize) {
        if inner != outer {
            let between = self.implied(self.value(outer).saturating_sub(self.value(inner)), inner);
            self.engine.sum(self.cells[outer], &[self.cells[inner], between]);
        }
    }

    /// Children are at most as many as the rows about them.
    fn add_children(&mut self) {
        let mut rows = BTreeMap::new();
        let key = |count: usize, rule: &str| {
            let id = &self.model.counts[count];
            (rule.to_owned(), id.window, id.year, id.dimension.clone(), id.code.clone())
        };
        for (at, id) in self.model.counts.iter().enumerate() {
            if let Some(rule) = id.meaning.strip_suffix(" Rows") {
                rows.insert(key(at, rule), at);
            }
        }
        for (at, id) in self.model.counts.iter().enumerate() {
            let Some((rule, _)) = id.meaning.rsplit_once(" Unique(") else { continue };
            if let Some(of) = rows.get(&key(at, rule)).filter(|of| self.value(**of) >= id.value) {
                self.engine.at_most(self.cells[at], self.cells[*of]);
                self.within.push((at, *of));
            }
        }
    }
}

impl Linked<'_> {
    /// Where the counts stand that have no cover.
    fn refusal(&self, cells: &[u64]) -> Refusal {
        let count = |id: &u64| self.implied_of.get(id).copied().or_else(|| usize::try_from(*id).ok());
        let counts: BTreeSet<usize> = cells.iter().filter_map(count).collect();
        let nodes = &self.model.nodes;
        let is_meant = |node: usize| nodes[node].counts.iter().any(|count| counts.contains(count));
        // What is printed nowhere shows in what is made of it.
        let is_below = |node: &usize| nodes[*node].is_beneath && is_meant(*node);
        let of_lines = self.model.lines.iter().filter(|line| line.categories.iter().any(is_below));
        let above: BTreeSet<usize> = of_lines.map(|line| line.total).collect();
        let is_touched = |node: &usize| !nodes[*node].is_beneath && (is_meant(*node) || above.contains(node));
        let touched = (0..nodes.len()).filter(is_touched).map(|node| &self.model.addresses[node]);
        let table = |address: &Address| {
            let dimensions: Vec<&str> = address.pairs().map(|(by, _)| by).collect();
            RefusedTable { measure: address.measure.clone(), dimension: dimensions.join("+"), year: address.year }
        };
        Refusal { counts: cells.len(), tables: touched.map(table).collect() }
    }
}

/// The counts of nobody that figures rest on. That there is nobody to have a share of is said, where it is said of nothing else.
fn zeros(model: &Model) -> BTreeSet<usize> {
    let figures = model.nodes.iter().filter(|node| node.is_published() && node.kind == Kind::Printed);
    let counts = figures.flat_map(|node| node.counts.iter().copied());
    counts.filter(|count| model.counts[*count].value == 0).collect()
}

/// The counts that are all of what they are a part of, and those of shares of nobody or everybody, with the rest that is none.
fn full(model: &Model) -> BTreeSet<usize> {
    let value = |count: usize| model.counts[count].value;
    let shares = model.own_nodes().filter_map(|node| node.summing.filter(|[_, _, all]| value(*all) > 0));
    let of_shares = shares.filter(|[some, rest, _]| value(*some) == 0 || value(*rest) == 0);
    let of_shares =
        of_shares.flat_map(|[some, rest, _]| std::iter::once(some).chain((value(rest) == 0).then_some(rest)));
    let is_printed = |line: &&Line| !line.categories.iter().any(|node| model.nodes[*node].is_beneath);
    let lines = model.lines.iter().filter(|line| !line.is_overlapping && line.categories.len() > 1);
    // That the others hold nobody says that one holds all: where one does, all are secrets.
    let of_lines = lines.filter(is_printed).flat_map(|line| {
        let total = model.first(line.total).map(|(_, total)| total).filter(|total| *total > 0);
        let categories: Vec<(usize, u64)> = line.categories.iter().filter_map(|it| model.first(*it)).collect();
        let is_full = categories.iter().any(|(_, count)| Some(*count) == total);
        categories.into_iter().filter(move |_| is_full).map(|(count, _)| count)
    });
    of_shares.chain(of_lines).collect()
}

/// The counts of figures that earlier reports withheld.
fn withheld_before(model: &Model) -> BTreeSet<usize> {
    let withheld = model.nodes.iter().filter(|node| node.window > 0 && node.told == Some(Said::Withheld));
    withheld.filter(|node| node.kind != Kind::Unprinted).flat_map(super::suppress::Node::printed).collect()
}

/// How many figures of this report print each count. What follows from two others is printed by none of them, nor by a change since the
/// baseline.
fn printed(model: &Model) -> Vec<u64> {
    let mut printed = vec![0; model.counts.len()];
    let nodes = || model.own_nodes().filter(|node| node.kind != Kind::Unprinted);
    let summing: BTreeSet<usize> = nodes().filter_map(|node| node.summing).flatten().collect();
    for node in nodes() {
        for count in node.printed() {
            printed[count] += u64::from(!node.is_of_bases() || !summing.contains(&count));
        }
    }
    printed
}
