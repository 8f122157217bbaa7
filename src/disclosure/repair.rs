//! What else to withhold where a demand has no witness: the attack is made once more with everything that may be
//! withheld movable too, at its price. What had to move for the witness is what has to be withheld.

use super::attack::{Attack, filling};
use super::system::{Scope, System};
use super::walk::Walk;

/// Which cells are moved, and how many pivots may lead nowhere.
const RINGS: [(Reach, usize); 6] = [
    (Reach::Near(60), 20),
    (Reach::Near(60), 500),
    (Reach::Near(300), 100),
    (Reach::Totals, 100),
    (Reach::TotalsOfPart, 100),
    (Reach::Near(1_000), 500),
];

/// Which cells are moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reach {
    /// So many that are nearest.
    Near(usize),
    /// The totals that the cell is part of.
    Totals,
    /// The totals that the largest part of it is part of, the cell among them.
    TotalsOfPart,
}

/// Withholds until the demand has a witness; says whether it could.
pub(super) fn repair(attack: &mut Attack, at: usize) -> bool {
    RINGS.iter().any(|ring| {
        [Goods::Cells, Goods::CellsAndShares].into_iter().any(|goods| repair_within(attack, at, *ring, goods))
    })
}

/// What may be withheld.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Goods {
    Cells,
    CellsAndShares,
}

fn repair_within(attack: &mut Attack, at: usize, (reach, patience): (Reach, usize), goods: Goods) -> bool {
    let demand = attack.demands[at];
    let model = attack.model;
    let is_variable = |cell: usize| attack.pattern.may_hide(model, cell);
    let cells = match reach {
        Reach::Near(enough) => attack.links.around(model, demand.cell, enough, is_variable),
        Reach::Totals => attack.links.totals(model, demand.cell, is_variable),
        Reach::TotalsOfPart => {
            let part = attack.links.beneath(model, demand.cell, is_variable);
            attack.links.totals(model, part, is_variable)
        }
    };
    let cells = attack.links.core(model, cells);
    let scope = if goods == Goods::Cells { Scope::AsPublished } else { Scope::Relaxed };
    let mut system = System::new(model, attack.links, &attack.pattern, cells, scope, |cell| attack.truth(cell));
    let Some(variable) = system.local(demand.cell) else { return false };
    if let Some(insider) = demand.insider.and_then(|it| system.local(it)) {
        (system.low[insider], system.high[insider]) = (system.start[insider], system.start[insider]);
    }
    let mut walk = Walk::new(&system, prices(attack, &system));
    walk.patience = patience;
    let start = system.start[variable];
    for (way, goal) in demand.goal.ways(start) {
        let Some(filling) = filling(&system, &mut walk, variable, way, goal) else { continue };
        let before = attack.pattern.clone();
        let changed: Vec<(usize, i64)> = (system.cells.iter().zip(&filling).zip(&system.start))
            .filter(|((_, to), from)| to != from)
            .map(|((cell, to), _)| (*cell, *to))
            .collect();
        for (cell, _) in &changed {
            attack.pattern.cells[*cell] = true;
        }
        for (rule, spare) in system.spare.iter().zip(&filling[system.cells.len()..]) {
            if let Some(share) = model.rules[*rule].share.filter(|_| *spare < 0) {
                attack.pattern.shares[share] = true;
            }
        }
        if attack.admit(changed).is_some_and(|witness| attack.assign(at, witness)) {
            return true;
        }
        attack.pattern = before;
    }
    false
}

fn prices(attack: &Attack, system: &System) -> Vec<u64> {
    let of_cells = system.cells.iter().map(|cell| {
        let is_hidden = attack.pattern.cells[*cell];
        if is_hidden { 0 } else { attack.model.cells[*cell].cost }
    });
    let of_spare = system.spare.iter().map(|rule| {
        let share = attack.model.rules[*rule].share.filter(|share| !attack.pattern.shares[*share]);
        share.map_or(0, |share| attack.model.shares[share].cost)
    });
    of_cells.chain(of_spare).collect()
}
