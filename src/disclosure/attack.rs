//! What a reader can work out, and the proof that it is not enough.
//!
//! A cell is safe only where a *witness* is at hand: another filling in whole numbers that keeps everything published,
//! in which the cell has another value (for a sensitive one: a value that is not small). Each witness is checked
//! against the model itself, in exact arithmetic, whoever found it. What has no witness counts as found.

use std::cmp::Reverse;

use super::bounds::propagate;
use super::model::{Model, Pattern};
use super::search::{Found, search};
use super::system::{Links, Scope, System};
use super::walk::{Reach, Walk, Way};

/// Systems up to this many variables are searched where the walk comes to no end.
const SEARCHABLE: usize = 80;

/// How many partners in each rule of a leak, and how many cells at most, are moved where the component is too large to be
/// moved as a whole.
const BLOCKS: [(usize, usize); 2] = [(2, 100), (3, 300)];

/// Components up to this many cells are walked as a whole. In a larger one, what has no witness near it counts as found.
const WHOLE: usize = 2_000;

/// Witnesses of other cells tried before a new one is looked for.
const TRIED: usize = 40;

/// What must stay possible.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Goal {
    /// A value at least this.
    AtLeast(i64),
    /// A value at least this, or none at all: fewer than so many, and perhaps zero, does not say that there are few.
    ZeroOrAtLeast(i64),
    /// Another small value than the true one: from one to this. For those who take every mark to stand for a small count.
    OtherSmall(i64),
    /// Any other value than the true one.
    Other,
}

impl Goal {
    /// Where to move a cell from its true value, the likeliest way first.
    pub(super) fn ways(self, start: i64) -> Vec<(Way, i64)> {
        match self {
            Self::AtLeast(least) => vec![(Way::Up, least)],
            Self::ZeroOrAtLeast(least) => vec![(Way::Up, least), (Way::Down, 0)],
            Self::OtherSmall(most) => {
                // The nearest first; one step may be out of reach where two are not.
                let mut values: Vec<i64> = (1..=most).filter(|value| *value != start).collect();
                values.sort_by_key(|value| (value - start).abs());
                values.into_iter().map(|value| (if value < start { Way::Down } else { Way::Up }, value)).collect()
            }
            Self::Other => vec![(Way::Up, start + 1), (Way::Down, start - 1)],
        }
    }
}

/// How hard to look in a component that is too large to be walked as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Effort {
    Little,
    Much,
}

/// A cell, and what must stay possible for it, also for one who knows `insider`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Demand {
    pub(super) cell: usize,
    pub(super) goal: Goal,
    pub(super) insider: Option<usize>,
}

/// Another filling: the cells that differ from the true one, sorted.
#[derive(Debug, Clone)]
pub(super) struct Witness {
    pub(super) changed: Vec<(usize, i64)>,
    /// The withheld shares that it contradicts.
    pub(super) shares: Vec<usize>,
}

impl Witness {
    pub(super) fn of(&self, cell: usize) -> Option<i64> {
        self.changed.binary_search_by_key(&cell, |it| it.0).ok().map(|at| self.changed[at].1)
    }

    fn meets(&self, demand: Demand) -> bool {
        let meets = self.of(demand.cell).is_some_and(|value| match demand.goal {
            Goal::AtLeast(least) => value >= least,
            Goal::ZeroOrAtLeast(least) => value >= least || value == 0,
            Goal::OtherSmall(most) => (1..=most).contains(&value),
            Goal::Other => true,
        });
        meets && demand.insider.is_none_or(|it| self.of(it).is_none())
    }
}

/// The demands of a model, with the witnesses found so far.
#[derive(Debug)]
pub(super) struct Attack<'m> {
    pub(super) model: &'m Model,
    pub(super) links: &'m Links,
    pub(super) pattern: Pattern,
    pub(super) demands: Vec<Demand>,
    pub(super) witness_of: Vec<Option<usize>>,
    pub(super) witnesses: Vec<Witness>,
    witnesses_with: Vec<Vec<usize>>,
    demands_on: Vec<Vec<usize>>,
}

impl<'m> Attack<'m> {
    pub(super) fn new(model: &'m Model, links: &'m Links, pattern: Pattern, demands: Vec<Demand>) -> Self {
        let mut demands_on = vec![Vec::new(); model.cells.len()];
        for (at, demand) in demands.iter().enumerate() {
            demands_on[demand.cell].push(at);
        }
        Self {
            model,
            links,
            pattern,
            witness_of: vec![None; demands.len()],
            demands,
            witnesses: Vec::new(),
            witnesses_with: vec![Vec::new(); model.cells.len()],
            demands_on,
        }
    }

    /// The true value; every cell has one here.
    pub(super) fn truth(&self, cell: usize) -> i64 {
        truth(self.model, cell)
    }

    /// Attacks every cell that has no witness; the demands that are left without one, by number.
    pub(super) fn run(&mut self) -> Vec<usize> {
        for cells in self.links.components(self.model, |cell| self.pattern.cells[cell]) {
            if self.open_demands(&cells).is_empty() {
                continue;
            }
            let mut whole = self.whole(cells.clone());
            for at in self.open_demands(&cells) {
                if self.witness_of[at].is_none() {
                    self.look(at, &mut whole, Effort::Much);
                }
            }
        }
        (0..self.demands.len()).filter(|at| self.witness_of[*at].is_none()).collect()
    }

    /// The system of a whole component, where it is not too large for one.
    pub(super) fn whole(&self, cells: Vec<usize>) -> Option<(System, Walk)> {
        (cells.len() <= WHOLE).then(|| self.system(cells))
    }

    pub(super) fn system(&self, cells: Vec<usize>) -> (System, Walk) {
        let value = |cell| truth(self.model, cell);
        let system = System::new(self.model, self.links, &self.pattern, cells, Scope::AsPublished, value);
        let walk = Walk::new(&system, vec![0; system.variables()]);
        (system, walk)
    }

    /// The demands on these cells.
    pub(super) fn on(&self, cells: &[usize]) -> impl Iterator<Item = usize> {
        cells.iter().flat_map(|cell| self.demands_on[*cell].iter().copied())
    }

    fn open_demands(&self, cells: &[usize]) -> Vec<usize> {
        self.on(cells).filter(|at| self.witness_of[*at].is_none()).collect()
    }

    /// Looks for a witness of one demand: among those at hand, then by moving the whole component, or blocks of it.
    pub(super) fn look(&mut self, at: usize, whole: &mut Option<(System, Walk)>, effort: Effort) -> bool {
        let demand = self.demands[at];
        let at_hand = self.witnesses_with[demand.cell].iter().rev().take(TRIED);
        if let Some(found) = at_hand.copied().find(|it| {
            let witness = &self.witnesses[*it];
            witness.meets(demand) && self.is_open(witness)
        }) {
            self.witness_of[at] = Some(found);
            return true;
        }
        if let Some((system, walk)) = whole {
            return self.look_in(at, system, walk);
        }
        let blocks = if effort == Effort::Little { &BLOCKS[..1] } else { &BLOCKS[..] };
        blocks.iter().any(|size| {
            // What is large has room to be smaller.
            let rank = |cell: usize| self.pattern.cells[cell].then_some(Reverse(self.model.cells[cell].value));
            let cells = self.links.block(self.model, demand.cell, *size, rank);
            let (system, mut walk) = self.system(self.links.core(self.model, cells));
            self.look_in(at, &system, &mut walk)
        })
    }

    fn look_in(&mut self, at: usize, system: &System, walk: &mut Walk) -> bool {
        let demand = self.demands[at];
        let Some(variable) = system.local(demand.cell) else { return false };
        let insider = demand.insider.and_then(|it| system.local(it));
        let bounds = insider.map(|it| (it, walk.low[it], walk.high[it]));
        if let Some((it, ..)) = bounds {
            (walk.low[it], walk.high[it]) = (system.start[it], system.start[it]);
        }
        let start = system.start[variable];
        let filling = demand.goal.ways(start).into_iter().find_map(|(way, goal)| {
            is_within_bounds(system, walk, variable, way, goal)
                .then(|| filling(system, walk, variable, way, goal))
                .flatten()
        });
        if let Some((it, low, high)) = bounds {
            (walk.low[it], walk.high[it]) = (low, high);
        }
        let Some(filling) = filling else { return false };
        let changed = system.cells.iter().zip(&filling).zip(&system.start);
        let changed = changed.filter(|((_, to), from)| to != from).map(|((cell, to), _)| (*cell, *to)).collect();
        self.admit(changed).is_some_and(|witness| self.assign(at, witness))
    }

    /// Whether a witness changes only what is hidden as things are now.
    fn is_open(&self, witness: &Witness) -> bool {
        witness.changed.iter().all(|(cell, _)| self.pattern.cells[*cell])
            && witness.shares.iter().all(|share| self.pattern.shares[*share])
    }

    /// Checks a filling against the model and keeps it; the only way in for a witness.
    pub(super) fn admit(&mut self, changed: Vec<(usize, i64)>) -> Option<usize> {
        let witness = checked(self.model, self.links, &self.pattern, changed)?;
        for (cell, _) in &witness.changed {
            self.witnesses_with[*cell].push(self.witnesses.len());
        }
        self.witnesses.push(witness);
        Some(self.witnesses.len() - 1)
    }

    /// Gives the witness to the demand, and to every other that has none and that it meets.
    pub(super) fn assign(&mut self, at: usize, witness: usize) -> bool {
        if !self.witnesses[witness].meets(self.demands[at]) {
            return false;
        }
        self.witness_of[at] = Some(witness);
        for (cell, _) in &self.witnesses[witness].changed {
            for other in &self.demands_on[*cell] {
                if self.witness_of[*other].is_none() && self.witnesses[witness].meets(self.demands[*other]) {
                    self.witness_of[*other] = Some(witness);
                }
            }
        }
        true
    }

    /// Whether every demand has a witness that holds against the pattern as it is now. Nothing is taken on trust.
    pub(super) fn is_proven(&self) -> bool {
        self.demands.iter().zip(&self.witness_of).all(|(demand, witness)| {
            let witness = witness.map(|it| self.witnesses[it].changed.clone());
            witness
                .and_then(|changed| checked(self.model, self.links, &self.pattern, changed))
                .is_some_and(|witness| witness.meets(*demand))
        })
    }
}

pub(super) fn truth(model: &Model, cell: usize) -> i64 {
    model.cells[cell].value.and_then(|value| i64::try_from(value).ok()).unwrap_or_default()
}

/// The filling as a witness, if only hidden cells differ, within their bounds, and all that is published still holds.
fn checked(model: &Model, links: &Links, pattern: &Pattern, changed: Vec<(usize, i64)>) -> Option<Witness> {
    let is_within = |(at, value): &(usize, i64)| {
        let cell = &model.cells[*at];
        u64::try_from(*value).is_ok_and(|it| it >= cell.least && cell.most.is_none_or(|most| it <= most))
            && pattern.cells[*at]
    };
    if !changed.iter().all(is_within) {
        return None;
    }
    let mut witness = Witness { changed, shares: Vec::new() };
    let mut rules: Vec<usize> = witness.changed.iter().flat_map(|it| links.rules_of[it.0].iter().copied()).collect();
    rules.sort_unstable();
    rules.dedup();
    for rule in rules.into_iter().map(|it| &model.rules[it]) {
        if rule.holds(|cell| witness.of(cell).unwrap_or_else(|| truth(model, cell))) {
            continue;
        }
        let share = rule.share.filter(|share| pattern.shares[*share])?;
        witness.shares.push(share);
    }
    Some(witness)
}

/// Whether bounds alone leave room for the goal.
fn is_within_bounds(system: &System, walk: &Walk, variable: usize, way: Way, goal: i64) -> bool {
    if system.variables() > SEARCHABLE {
        // The walk is as quick to find out.
        return (walk.low[variable]..=walk.high[variable]).contains(&goal);
    }
    let (mut low, mut high) = (walk.low.clone(), walk.high.clone());
    match way {
        Way::Up => low[variable] = low[variable].max(goal),
        Way::Down => high[variable] = high[variable].min(goal),
    }
    low[variable] <= high[variable] && propagate(system, &mut low, &mut high).is_ok()
}

/// A filling in which the variable has come to `goal`.
pub(super) fn filling(system: &System, walk: &mut Walk, variable: usize, way: Way, goal: i64) -> Option<Vec<i64>> {
    if let Found::Filling(found) = look_for(system, walk, variable, way, goal) { Some(found) } else { None }
}

/// As [`filling`], and whether it is proven where there is none.
pub(super) fn look_for(system: &System, walk: &mut Walk, variable: usize, way: Way, goal: i64) -> Found {
    walk.reset();
    match walk.push(variable, way, goal) {
        Reach::Reached => Found::Filling(walk.at.clone()),
        Reach::Furthest => Found::Nothing,
        Reach::Lost if system.variables() > SEARCHABLE => Found::Unknown,
        Reach::Lost => {
            let (mut low, mut high) = (walk.low.clone(), walk.high.clone());
            match way {
                Way::Up => low[variable] = low[variable].max(goal),
                Way::Down => high[variable] = high[variable].min(goal),
            }
            search(system, &low, &high, &system.start)
        }
    }
}
