//! What is withheld: everything that is published together, and what was published before, as one model for the engine of
//! [`crate::disclosure`].
//!
//! Counts are the cells of the model. Categories add up to their totals, a share's count and rest to its base, a part and
//! what is beside it to the whole; children are at most as many as their reports. A figure is withheld where one of its
//! counts is. A count that no figure prints but that can be worked out (a rest, what lies between two figures, a category
//! without a figure) must not be found where it is small.

use std::collections::BTreeSet;

use super::earlier::{self, Earlier};
use super::suppress::{Line, Model};
use crate::disclosure::{self, Cell, Outcome, Place, Policy, Why};

/// Nothing may be published: so many small counts would be given away whatever else is withheld.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Refusal {
    /// How many.
    pub counts: usize,
}

/// What a total costs beside a category, and a category beside a cell of two dimensions.
const COSTS: [u64; 3] = [40, 6, 1];

/// The counts that are withheld, by place. Where too much is known already to hide a count, it is no secret any more.
///
/// # Errors
/// Where a count that is not known already would be given away whatever is withheld.
pub(super) fn withheld(model: &Model, threshold: u64, earlier: &[Earlier]) -> Result<BTreeSet<usize>, Refusal> {
    let mut linked = Linked::new(model, threshold);
    linked.add_lines();
    linked.add_parts();
    linked.add_children();
    earlier::add(&mut linked, earlier);
    linked.open_what_is_out();
    match disclosure::withhold(&linked.engine, &Policy::default()) {
        Outcome::Clean(withheld) => Ok(withheld.cells.into_iter().filter_map(|id| usize::try_from(id).ok()).collect()),
        Outcome::Refused(Why::NoCover(cells)) => Err(Refusal { counts: cells.len() }),
        Outcome::Refused(_) => Err(Refusal { counts: 0 }),
    }
}

/// The engine's model while it is built. The first cells are the counts, in their order.
pub(super) struct Linked<'a> {
    pub(super) model: &'a Model,
    pub(super) engine: disclosure::Model,
    pub(super) threshold: u64,
    /// The engine's cell of each count.
    pub(super) cells: Vec<Place>,
}

impl<'a> Linked<'a> {
    fn new(model: &'a Model, threshold: u64) -> Self {
        let printed = printed(model);
        let mut engine = disclosure::Model::default();
        let cell = |(at, count): (usize, &super::suppress::CountId)| {
            let cell = match printed[at] {
                0 => Cell::implied(at as u64, count.value),
                times => {
                    let dimensions = count.dimension.split('+').filter(|it| !it.is_empty()).count();
                    Cell::open(at as u64, count.value).cost(COSTS[dimensions.min(2)] * times)
                }
            };
            engine.cell(cell.small_below(threshold))
        };
        let cells = model.counts.iter().enumerate().map(cell).collect();
        Self { model, engine, threshold, cells }
    }

    /// A count that is printed nowhere, and must not be found where it is small.
    pub(super) fn implied(&mut self, value: u64) -> Place {
        let id = self.engine.len() as u64;
        self.engine.cell(Cell::implied(id, value).small_below(self.threshold))
    }

    pub(super) fn value(&self, count: usize) -> u64 {
        self.model.counts[count].value
    }

    fn add_lines(&mut self) {
        for line in &self.model.lines {
            let total = &self.model.nodes[line.total];
            if total.is_missing {
                continue;
            }
            for count in &total.counts {
                self.add_line(line, *count);
            }
        }
    }

    /// One count of a line's total beside the same count of its categories.
    fn add_line(&mut self, line: &Line, total: usize) {
        let meaning = &self.model.counts[total].meaning;
        let of_category = |node: &usize| {
            let mut counts = self.model.nodes[*node].counts.iter();
            counts.find(|count| self.model.counts[**count].meaning == *meaning && **count != total).copied()
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
                }
            }
            if is_complete && sum >= all {
                self.engine.covers(total_cell, &cells);
            }
            return;
        }
        // What the categories leave over is a count of its own: a category that is not shown, or has no data.
        if sum < all {
            cells.push(self.implied(all - sum));
        } else if !is_complete {
            cells.push(self.implied(0));
        }
        self.engine.sum(total_cell, &cells);
    }

    /// Two of three counts of a figure make up the third; a part of another figure, and what is beside it, that one.
    fn add_parts(&mut self) {
        let summing: BTreeSet<[usize; 3]> = self.model.nodes.iter().filter_map(|node| node.summing).collect();
        for [some, rest, all] in summing {
            self.engine.sum(self.cells[all], &[self.cells[some], self.cells[rest]]);
        }
        let mut seen = BTreeSet::new();
        for (inner, outer) in &self.model.nested {
            let (Some((inner, part)), Some((outer, whole))) = (self.model.first(*inner), self.model.first(*outer))
            else {
                continue;
            };
            if inner != outer && part <= whole && seen.insert((inner, outer)) {
                let between = self.implied(whole - part);
                self.engine.sum(self.cells[outer], &[self.cells[inner], between]);
            }
        }
    }

    /// Children are at most as many as the rows about them.
    fn add_children(&mut self) {
        let mut rows = std::collections::BTreeMap::new();
        let key = |count: usize, rule: &str| {
            let id = &self.model.counts[count];
            (rule.to_owned(), id.year, id.dimension.clone(), id.code.clone())
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
            }
        }
    }

    /// What follows from earlier reports alone is out: nothing that is withheld here can take it back.
    fn open_what_is_out(&mut self) {
        let out = disclosure::out_already(&self.engine);
        self.engine.tell(&out);
    }
}

/// How many figures print each count. What follows from two others is printed by none of them, nor by a change since the
/// baseline.
fn printed(model: &Model) -> Vec<u64> {
    let mut printed = vec![0; model.counts.len()];
    let nodes = || model.nodes.iter().filter(|node| !node.is_unprinted);
    let summing: BTreeSet<usize> = nodes().filter_map(|node| node.summing).flatten().collect();
    for node in nodes() {
        for count in node.printed() {
            printed[count] += u64::from(!node.is_of_bases() || !summing.contains(&count));
        }
    }
    printed
}
