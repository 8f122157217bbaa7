//! Parts of a model that have no rule in common are decided by themselves, on as many cores as there are.

use std::sync::atomic::{AtomicUsize, Ordering};

use super::model::{Model, Printing, Rule};
use super::{Outcome, Policy, Why, Withheld};

/// Decides every part of a checked model. What hides nothing is not looked at.
pub(super) fn decide(model: &Model, policy: &Policy, one: impl Fn(&Model, &Policy) -> Outcome + Sync) -> Outcome {
    let parts: Vec<Model> = parts(model).into_iter().filter(has_secrets).collect();
    let next = AtomicUsize::new(0);
    let work = || {
        let mut done = Vec::new();
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some(part) = parts.get(at) else { break done };
            done.push((at, one(part, policy)));
        }
    };
    let workers = std::thread::available_parallelism().map_or(1, usize::from).min(parts.len());
    let mut done: Vec<(usize, Outcome)> = std::thread::scope(|scope| {
        let spawned: Vec<_> = (1..workers).map(|_| scope.spawn(work)).collect();
        let mut done = work();
        // A worker that fell down leaves its part undone, which is found below.
        done.extend(spawned.into_iter().filter_map(|worker| worker.join().ok()).flatten());
        done
    });
    done.sort_by_key(|it| it.0);
    let is_whole = done.len() == parts.len();
    let outcome = joined(done.into_iter().map(|it| it.1));
    match outcome {
        Outcome::Clean(_) if !is_whole => Outcome::Refused(Why::NoCover(Vec::new())),
        outcome => outcome,
    }
}

fn has_secrets(model: &Model) -> bool {
    let is_secret = |cell: &super::Cell| match cell.printing {
        Printing::Known => false,
        Printing::Withheld => true,
        Printing::Open | Printing::Implied => cell.is_sensitive(),
    };
    model.cells.iter().any(is_secret) || model.shares.iter().any(|share| share.printing == Printing::Withheld)
}

/// All that is withheld; or the cells of every part that has no cover.
fn joined(outcomes: impl Iterator<Item = Outcome>) -> Outcome {
    let mut all = Withheld::default();
    let mut open = Vec::new();
    for outcome in outcomes {
        match outcome {
            Outcome::Clean(withheld) => {
                all.cells.extend(withheld.cells);
                all.shares.extend(withheld.shares);
            }
            Outcome::Refused(Why::NoCover(cells)) => open.extend(cells),
            refused @ Outcome::Refused(_) => return refused,
        }
    }
    all.cells.sort_unstable();
    all.shares.sort_unstable();
    open.sort_unstable();
    if open.is_empty() { Outcome::Clean(all) } else { Outcome::Refused(Why::NoCover(open)) }
}

/// The connected parts, in the order of their first cells.
pub(super) fn parts(model: &Model) -> Vec<Model> {
    let (part_of, count) = connected(model);
    let mut parts = vec![Model::default(); count];
    let mut place = Vec::with_capacity(model.cells.len());
    for (cell, part) in model.cells.iter().zip(&part_of) {
        place.push(parts[*part].cells.len());
        parts[*part].cells.push(cell.clone());
    }
    let mut share_place = Vec::with_capacity(model.shares.len());
    for share in &model.shares {
        let part = &mut parts[part_of[share.numerator.0]];
        share_place.push(part.shares.len());
        let mut share = share.clone();
        share.numerator.0 = place[share.numerator.0];
        share.denominator.0 = place[share.denominator.0];
        part.shares.push(share);
    }
    for rule in &model.rules {
        let Some((first, _)) = rule.terms.first() else { continue };
        let terms = rule.terms.iter().map(|(cell, factor)| (place[*cell], *factor)).collect();
        let share = rule.share.map(|share| share_place[share]);
        parts[part_of[*first]].rules.push(Rule { terms, share, ..rule.clone() });
    }
    parts
}

/// For each cell the number of its part, and how many parts there are.
fn connected(model: &Model) -> (Vec<usize>, usize) {
    let mut parent: Vec<usize> = (0..model.cells.len()).collect();
    let both = |share: &super::Share| [share.numerator.0, share.denominator.0];
    let of_shares = model.shares.iter().map(|share| both(share).to_vec());
    let of_rules = model.rules.iter().map(|rule| rule.terms.iter().map(|term| term.0).collect::<Vec<_>>());
    for cells in of_rules.chain(of_shares) {
        for pair in cells.windows(2) {
            let (left, right) = (root(&mut parent, pair[0]), root(&mut parent, pair[1]));
            parent[left.max(right)] = left.min(right);
        }
    }
    let mut number = vec![usize::MAX; model.cells.len()];
    let mut count = 0;
    let mut part_of = Vec::with_capacity(model.cells.len());
    for cell in 0..model.cells.len() {
        let root = root(&mut parent, cell);
        if number[root] == usize::MAX {
            number[root] = count;
            count += 1;
        }
        part_of.push(number[root]);
    }
    (part_of, count)
}

fn root(parent: &mut [usize], cell: usize) -> usize {
    let mut at = cell;
    while parent[at] != at {
        parent[at] = parent[parent[at]];
        at = parent[at];
    }
    at
}

#[cfg(test)]
mod tests {
    use super::super::{Cell, Model, Outcome, Policy, withhold};
    use super::parts;

    /// Two tables side by side are decided as each by itself, and the cells of both are told.
    #[test]
    fn tables_without_a_rule_in_common_are_decided_apart() {
        let table = |model: &mut Model, first: u64, counts: &[u64]| {
            let total = model.cell(Cell::open(first, counts.iter().sum()).cost(100));
            let cells: Vec<_> = (first + 1..)
                .zip(counts)
                .map(|(id, count)| model.cell(Cell::open(id, *count).small_below(5)))
                .collect();
            model.sum(total, &cells);
        };
        let withheld = |model: &Model| match withhold(model, &Policy::default()) {
            Outcome::Clean(withheld) => withheld.cells,
            Outcome::Refused(why) => panic!("{why:?}"),
        };
        let (mut both, mut one, mut other) = (Model::default(), Model::default(), Model::default());
        table(&mut one, 0, &[3, 20, 10]);
        table(&mut other, 10, &[2, 7, 30]);
        table(&mut both, 0, &[3, 20, 10]);
        table(&mut both, 10, &[2, 7, 30]);
        assert_eq!(parts(&both).len(), 2);
        assert_eq!(withheld(&both), [withheld(&one), withheld(&other)].concat());
    }
}
