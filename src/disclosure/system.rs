//! The part of a model that hangs together: its hidden cells as variables, everything else as constants.

use super::model::{Model, Pattern, Printing, Relation, Rule};

/// Stands for "no bound". Values and factors are kept far below it.
pub(super) const FAR: i64 = i64::MAX / 4;

/// The largest value and the largest factor that a model may hold.
pub(super) const LARGEST: u64 = 1 << 40;

/// Cells that are put together so that none is alone in an equation.
const COMPLETED: usize = 200;

/// The rules of each cell.
#[derive(Debug)]
pub(super) struct Links {
    pub(super) rules_of: Vec<Vec<usize>>,
}

impl Links {
    pub(super) fn new(model: &Model) -> Self {
        let mut rules_of = vec![Vec::new(); model.cells.len()];
        for (at, rule) in model.rules.iter().enumerate() {
            for (cell, _) in &rule.terms {
                rules_of[*cell].push(at);
            }
        }
        Self { rules_of }
    }

    /// Groups the cells that `is_variable` into sets without a rule in common, each sorted, in order of first cell.
    pub(super) fn components(&self, model: &Model, is_variable: impl Fn(usize) -> bool) -> Vec<Vec<usize>> {
        let mut seen = vec![false; model.cells.len()];
        let mut components = Vec::new();
        for start in 0..model.cells.len() {
            if seen[start] || !is_variable(start) {
                continue;
            }
            seen[start] = true;
            let mut found = vec![start];
            let mut next = 0;
            while next < found.len() {
                self.neighbours(model, found[next], |cell| {
                    if !seen[cell] && is_variable(cell) {
                        seen[cell] = true;
                        found.push(cell);
                    }
                });
                next += 1;
            }
            found.sort_unstable();
            components.push(found);
        }
        components
    }

    /// The variables nearest to `start`, ring by ring until there are `enough`, sorted.
    pub(super) fn around(
        &self,
        model: &Model,
        start: usize,
        enough: usize,
        is_variable: impl Fn(usize) -> bool,
    ) -> Vec<usize> {
        let mut seen = std::collections::BTreeSet::from([start]);
        let mut ring = vec![start];
        while !ring.is_empty() && seen.len() < enough {
            let mut outer = Vec::new();
            for cell in ring {
                self.neighbours(model, cell, |cell| {
                    if seen.len() < enough && is_variable(cell) && seen.insert(cell) {
                        outer.push(cell);
                    }
                });
            }
            ring = outer;
        }
        seen.into_iter().collect()
    }

    /// The variables that one comes to from `start` by going to dearer neighbours only: the totals it is part of, and
    /// theirs, with what else has to move then; sorted. In a table the cell and all its totals can always grow together.
    pub(super) fn totals(&self, model: &Model, start: usize, is_variable: impl Fn(usize) -> bool) -> Vec<usize> {
        let mut seen = std::collections::BTreeSet::from([start]);
        let mut open = vec![start];
        while let Some(cell) = open.pop() {
            self.neighbours(model, cell, |other| {
                if model.cells[other].cost > model.cells[cell].cost && is_variable(other) && seen.insert(other) {
                    open.push(other);
                }
            });
        }
        self.complete(model, seen, is_variable)
    }

    /// The cell that one comes to from `start` by going to the largest cheaper neighbour, again and again: a part of it that
    /// is no total. In a table it and all its totals can shrink together, unless it is one.
    pub(super) fn beneath(&self, model: &Model, start: usize, is_variable: impl Fn(usize) -> bool) -> usize {
        let mut at = start;
        loop {
            let mut largest = None;
            self.neighbours(model, at, |other| {
                if model.cells[other].cost < model.cells[at].cost && is_variable(other) {
                    largest = largest.max(Some((model.cells[other].value, std::cmp::Reverse(other))));
                }
            });
            let Some((_, std::cmp::Reverse(other))) = largest else { return at };
            at = other;
        }
    }

    /// Adds the largest other cell of each equation in which a cell would be alone, as far as that leads anywhere.
    fn complete(
        &self,
        model: &Model,
        mut seen: std::collections::BTreeSet<usize>,
        is_variable: impl Fn(usize) -> bool,
    ) -> Vec<usize> {
        let mut open: Vec<usize> = seen.iter().copied().collect();
        while let Some(cell) = open.pop().filter(|_| seen.len() < COMPLETED) {
            for rule in self.rules_of[cell].iter().map(|rule| &model.rules[*rule]) {
                let members = || rule.terms.iter().map(|term| term.0);
                if rule.relation != Relation::Equal || members().filter(|it| seen.contains(it)).count() > 1 {
                    continue;
                }
                let others = members().filter(|it| *it != cell && is_variable(*it));
                if let Some(largest) = others.max_by_key(|it| (model.cells[*it].value, std::cmp::Reverse(*it))) {
                    seen.insert(largest);
                    open.push(largest);
                }
            }
        }
        seen.into_iter().collect()
    }

    /// What is left of these cells when those are taken out, again and again, that are alone in an equation and so
    /// cannot differ.
    pub(super) fn core(&self, model: &Model, mut cells: Vec<usize>) -> Vec<usize> {
        let equations = |cell: usize| {
            self.rules_of[cell].iter().copied().filter(|rule| model.rules[*rule].relation == Relation::Equal)
        };
        let mut members = vec![0_u32; model.rules.len()];
        for rule in cells.iter().flat_map(|cell| equations(*cell)) {
            members[rule] += 1;
        }
        loop {
            let before = cells.len();
            cells.retain(|cell| {
                let is_alone = equations(*cell).any(|rule| members[rule] == 1);
                if is_alone {
                    equations(*cell).for_each(|rule| members[rule] -= 1);
                }
                !is_alone
            });
            if cells.len() == before {
                return cells;
            }
        }
    }

    fn neighbours(&self, model: &Model, cell: usize, mut visit: impl FnMut(usize)) {
        for rule in &self.rules_of[cell] {
            model.rules[*rule].terms.iter().for_each(|term| visit(term.0));
        }
    }
}

/// Whether shown cells and shares are variables too, at a price.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Scope {
    /// What is shown is known.
    AsPublished,
    /// What is shown could still be withheld.
    Relaxed,
}

/// Variables with bounds and the equations between them. The first variables are cells; then comes one for each
/// inequality, what it has to spare.
#[derive(Debug, Clone)]
pub(super) struct System {
    pub(super) cells: Vec<usize>,
    /// The rule behind each variable after the cells.
    pub(super) spare: Vec<usize>,
    pub(super) low: Vec<i64>,
    pub(super) high: Vec<i64>,
    /// A filling that keeps every rule; where the true one is known, that.
    pub(super) start: Vec<i64>,
    pub(super) equations: Vec<(Vec<(usize, i64)>, i64)>,
}

impl System {
    /// The system of these cells (sorted); what `value` says of the others is known.
    pub(super) fn new(
        model: &Model,
        links: &Links,
        pattern: &Pattern,
        cells: Vec<usize>,
        scope: Scope,
        value: impl Fn(usize) -> i64,
    ) -> Self {
        let bound = |it: u64| i64::try_from(it).unwrap_or(FAR).min(FAR);
        let low = cells.iter().map(|cell| bound(model.cells[*cell].least)).collect();
        let high = cells.iter().map(|cell| model.cells[*cell].most.map_or(FAR, bound)).collect();
        let start = cells.iter().map(|cell| value(*cell)).collect();
        let mut rules: Vec<usize> = cells.iter().flat_map(|cell| links.rules_of[*cell].iter().copied()).collect();
        rules.sort_unstable();
        rules.dedup();
        // One more than the variable of each cell: quicker than to search for it in every term.
        let mut variable_of = vec![0; model.cells.len()];
        for (variable, cell) in cells.iter().enumerate() {
            variable_of[*cell] = variable + 1;
        }
        let mut system = Self { cells, spare: Vec::new(), low, high, start, equations: Vec::new() };
        for at in rules {
            let rule = &model.rules[at];
            let is_silent = rule.share.is_some_and(|share| {
                pattern.shares[share] || scope == Scope::Relaxed && model.shares[share].printing == Printing::Open
            });
            system.add(at, rule, is_silent, &variable_of, &value);
        }
        system
    }

    fn add(&mut self, at: usize, rule: &Rule, is_silent: bool, variable_of: &[usize], value: impl Fn(usize) -> i64) {
        let mut constant = i128::from(rule.constant);
        let mut terms = Vec::new();
        for (cell, factor) in &rule.terms {
            match variable_of[*cell].checked_sub(1) {
                Some(variable) => terms.push((variable, *factor)),
                None => constant -= i128::from(*factor) * i128::from(value(*cell)),
            }
        }
        // Values and factors were checked to be small enough for any sum of them.
        let constant = i64::try_from(constant).unwrap_or(FAR);
        if rule.relation == Relation::AtLeast {
            let spare: i64 = terms.iter().map(|(variable, factor)| factor.saturating_mul(self.start[*variable])).sum();
            terms.push((self.low.len(), -1));
            self.spare.push(at);
            self.low.push(if is_silent { -FAR } else { 0 });
            self.high.push(FAR);
            self.start.push(spare - constant);
        }
        self.equations.push((terms, constant));
    }

    /// The variable of a cell.
    pub(super) fn local(&self, cell: usize) -> Option<usize> {
        self.cells.binary_search(&cell).ok()
    }

    pub(super) fn variables(&self) -> usize {
        self.low.len()
    }
}
