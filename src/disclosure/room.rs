//! How far cells can move when everything that may be withheld is.

use super::attack::{Demand, Goal, truth};
use super::bounds::propagate;
use super::model::{Model, Pattern};
use super::system::{Links, Scope, System};

/// The bounds of each cell for a reader who is shown nothing that may be withheld: no pattern leaves more room.
#[derive(Debug)]
pub(super) struct Room {
    system: System,
    low: Vec<i64>,
    high: Vec<i64>,
}

impl Room {
    pub(super) fn new(model: &Model, links: &Links, pattern: &Pattern) -> Self {
        let cells = (0..model.cells.len()).filter(|cell| pattern.may_hide(model, *cell)).collect();
        let system = System::new(model, links, pattern, cells, Scope::Relaxed, |cell| truth(model, cell));
        let (mut low, mut high) = (system.low.clone(), system.high.clone());
        // The true values keep every rule, so there is a filling; bounds that are drawn in halfway are bounds all the same.
        if propagate(&system, &mut low, &mut high).is_err() {
            (low, high) = (system.low.clone(), system.high.clone());
        }
        Self { system, low, high }
    }

    /// Whether nothing that is withheld can meet a demand. Only of what is asked for another small value: what else cannot
    /// be met is a reason not to publish.
    ///
    /// Where two groups of one child each are withheld and zeros are shown, whoever takes every mark to stand for one or two
    /// children knows that there are two in all, whatever is withheld beside them.
    pub(super) fn is_beyond(&self, demand: &Demand) -> bool {
        let Goal::OtherSmall(most) = demand.goal else { return false };
        let Some(variable) = self.system.local(demand.cell) else { return false };
        let mut others = (1..=most).filter(|value| *value != self.system.start[variable]);
        !others.any(|value| (self.low[variable]..=self.high[variable]).contains(&value))
    }
}
