//! Every filling in whole numbers that agrees with what is published, in plain loops.

use std::collections::BTreeSet;

use super::*;

/// Values tried before a set counts as too large for this.
const LIMIT: usize = 60_000;

/// The values of each hidden cell over all fillings, or nothing where there are too many.
///
/// Values are tried up to well above the true ones and those of the proofs; a filling that is missed can only make a cell look known.
pub(super) fn ranges(model: &Model, pattern: &Pattern, proofs: &[Vec<(usize, i64)>]) -> Option<Vec<BTreeSet<u64>>> {
    let number = |value: u64| i64::try_from(value).unwrap();
    let values: Vec<i64> = model.cells.iter().map(|cell| number(cell.value.unwrap())).collect();
    let hidden: Vec<usize> = (0..values.len()).filter(|cell| pattern.cells[*cell]).collect();
    let shown = |share: usize| !pattern.shares[share];
    let rules = hidden.iter().map(|cell| {
        let rules = model.rules.iter().filter(|rule| rule.share.is_none_or(shown));
        rules.filter(|rule| rule.terms.iter().any(|term| term.0 == *cell)).collect()
    });
    let mut reach: Vec<i64> = values.iter().map(|value| value.max(&5) + 4).collect();
    for (cell, value) in proofs.iter().flatten() {
        reach[*cell] = reach[*cell].max(value + 1);
    }
    let top = |cell: usize| model.cells[cell].most.map_or(reach[cell], number);
    let mut loops = Loops {
        model,
        rules: rules.collect(),
        top: (0..values.len()).map(top).collect(),
        is_open: pattern.cells.clone(),
        found: vec![BTreeSet::new(); values.len()],
        hidden,
        values,
        tried: 0,
    };
    loops.fill(0);
    (loops.tried < LIMIT).then_some(loops.found)
}

struct Loops<'a> {
    model: &'a Model,
    hidden: Vec<usize>,
    /// The rules of each hidden cell.
    rules: Vec<Vec<&'a Rule>>,
    top: Vec<i64>,
    is_open: Vec<bool>,
    values: Vec<i64>,
    found: Vec<BTreeSet<u64>>,
    tried: usize,
}

impl Loops<'_> {
    fn fill(&mut self, next: usize) {
        let Some(cell) = self.hidden.get(next).copied() else {
            for cell in &self.hidden {
                self.found[*cell].insert(u64::try_from(self.values[*cell]).unwrap());
            }
            return;
        };
        self.is_open[cell] = false;
        for value in i64::try_from(self.model.cells[cell].least).unwrap()..=self.top[cell] {
            self.tried += 1;
            self.values[cell] = value;
            if self.tried < LIMIT && self.rules[next].iter().all(|rule| self.may_hold(rule)) {
                self.fill(next + 1);
            }
        }
        self.is_open[cell] = true;
    }

    /// Whether a rule can still be kept, whatever the cells that are not set hold between their bounds.
    fn may_hold(&self, rule: &Rule) -> bool {
        let (mut least, mut most) = (0_i64, 0_i64);
        for (cell, factor) in &rule.terms {
            let bounds = if self.is_open[*cell] {
                [i64::try_from(self.model.cells[*cell].least).unwrap(), self.top[*cell]]
            } else {
                [self.values[*cell]; 2]
            };
            let ends = bounds.map(|bound| factor * bound);
            least += ends[0].min(ends[1]);
            most += ends[0].max(ends[1]);
        }
        most >= rule.constant && (rule.relation == Relation::AtLeast || least <= rule.constant)
    }
}

/// What a reader finds who sees this pattern: hidden cells with one value, sensitive ones that are proven small, and marked
/// ones with one small value, which it is for whoever takes the mark to stand for a small count.
pub(super) fn leaks(model: &Model, pattern: &Pattern, proofs: &[Vec<(usize, i64)>]) -> Option<Vec<String>> {
    let ranges = ranges(model, pattern, proofs)?;
    let mut leaks = Vec::new();
    for (at, cell) in model.cells.iter().enumerate().filter(|(at, _)| pattern.cells[*at]) {
        let (low, high) = (*ranges[at].first().unwrap(), *ranges[at].last().unwrap());
        let is_small = cell.sensitive_below.is_some_and(|threshold| low >= 1 && high < threshold);
        let is_exact = low == high && (cell.is_sensitive() || cell.printing == Printing::Open);
        let is_marked = cell.printing != Printing::Implied && cell.sensitive_below.is_some_and(|it| it > 2);
        let small = |threshold: u64| ranges[at].range(1..threshold).count();
        let is_known_by_mark = is_marked
            && cell.sensitive_below.is_some_and(|it| (1..it).contains(&cell.value.unwrap()) && small(it) == 1);
        if is_small || is_exact || is_known_by_mark {
            leaks.push(format!("cell {} is {low} to {high}", cell.id));
        }
    }
    Some(leaks)
}
