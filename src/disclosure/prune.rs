//! Gives back every secondary that nothing needs: shown again, is each demand it was part of a witness for still met?

use std::cmp::Reverse;

use super::attack::{Attack, Effort};
use super::model::Printing;
use super::system::System;
use super::walk::Walk;

/// Work done on a component as a whole before the rest of it is tried by blocks: a few seconds, for a thousand cells.
const WORK: usize = 1_000_000_000;

/// What may be given back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Good {
    Cell(usize),
    Share(usize),
}

/// Gives back in a fixed order: what costs most first, then what comes first.
///
/// Showing more only ever takes fillings away, so what was needed once stays needed, and one round is enough.
pub(super) fn prune(attack: &mut Attack) {
    let hidden = attack.pattern.clone();
    for cells in attack.links.components(attack.model, |cell| hidden.cells[cell]) {
        let goods = goods(attack, &cells);
        if goods.is_empty() {
            continue;
        }
        let mut whole = attack.whole(cells.clone());
        for good in goods {
            whole = whole.filter(|(_, walk)| walk.work() <= WORK);
            let bounds = whole.as_ref().map(|(_, walk)| (walk.low.clone(), walk.high.clone()));
            show(attack, good, &mut whole);
            let affected = affected(attack, &cells, good);
            let before: Vec<Option<usize>> = affected.iter().map(|at| attack.witness_of[*at]).collect();
            if affected.iter().all(|at| attack.look(*at, &mut whole, Effort::Little)) {
                continue;
            }
            for (at, witness) in affected.iter().zip(before) {
                attack.witness_of[*at] = witness;
            }
            match good {
                Good::Cell(cell) => attack.pattern.cells[cell] = true,
                Good::Share(share) => attack.pattern.shares[share] = true,
            }
            if let (Some((_, walk)), Some(bounds)) = (whole.as_mut(), bounds) {
                (walk.low, walk.high) = bounds;
            }
        }
    }
}

/// Shows a cell or a share, and holds the walk to it.
fn show(attack: &mut Attack, good: Good, whole: &mut Option<(System, Walk)>) {
    match good {
        Good::Cell(cell) => attack.pattern.cells[cell] = false,
        Good::Share(share) => attack.pattern.shares[share] = false,
    }
    let Some((system, walk)) = whole else { return };
    match good {
        Good::Cell(cell) => {
            if let Some(it) = system.local(cell) {
                (walk.low[it], walk.high[it]) = (system.start[it], system.start[it]);
            }
        }
        Good::Share(share) => {
            for (at, rule) in system.spare.iter().enumerate() {
                if attack.model.rules[*rule].share == Some(share) {
                    walk.low[system.cells.len() + at] = 0;
                }
            }
        }
    }
}

/// The secondaries of a component and of its shares, in the order in which they are tried.
fn goods(attack: &Attack, cells: &[usize]) -> Vec<Good> {
    let model = attack.model;
    let is_secondary = |cell: &&usize| {
        let cell = &model.cells[**cell];
        cell.printing == Printing::Open && !cell.is_sensitive()
    };
    let mut goods: Vec<(Reverse<u64>, Reverse<u64>, Good)> = (cells.iter().filter(is_secondary))
        .map(|cell| {
            (Reverse(model.cells[*cell].cost), Reverse(model.cells[*cell].value.unwrap_or(0)), Good::Cell(*cell))
        })
        .collect();
    let rules = cells.iter().flat_map(|cell| attack.links.rules_of[*cell].iter());
    let mut shares: Vec<usize> = rules.filter_map(|rule| model.rules[*rule].share).collect();
    shares.sort_unstable();
    shares.dedup();
    shares.retain(|it| attack.pattern.shares[*it] && model.shares[*it].printing == Printing::Open);
    goods.extend(shares.into_iter().map(|it| (Reverse(model.shares[it].cost), Reverse(0), Good::Share(it))));
    goods.sort_unstable();
    goods.into_iter().map(|it| it.2).collect()
}

/// The demands whose witness would no longer hold, those beside it first: they are the likeliest to fail.
fn affected(attack: &Attack, cells: &[usize], good: Good) -> Vec<usize> {
    let is_affected = |at: &usize| {
        let witness = attack.witness_of[*at].map(|it| &attack.witnesses[it]);
        witness.is_some_and(|witness| match good {
            Good::Cell(cell) => witness.of(cell).is_some(),
            Good::Share(share) => witness.shares.contains(&share),
        })
    };
    let mut affected: Vec<usize> = attack.on(cells).filter(is_affected).collect();
    if let Good::Cell(cell) = good {
        let beside = attack.links.around(attack.model, cell, 40, |other| attack.pattern.cells[other]);
        affected.sort_by_key(|at| beside.binary_search(&attack.demands[*at].cell).is_err());
    }
    affected
}
