//! Disclosure control of everything that is published together or was published before, as one model.
//!
//! It knows cells, equations and inequalities, and nothing of indicators or files. [`withhold`] decides what to hide;
//! [`intervals`] says what a reader can work out of what is shown, also where the true figures are not known.
//!
//! Primary cells are the caller's. Elimination proposes secondary ones, the attack proves or finds the leaks, the repair
//! withholds what closes them, and pruning gives back what nothing needs. The result is clean only if, for every
//! sensitive cell, another filling in whole numbers is at hand that agrees with all that is shown and in which the cell
//! is not small: whatever found it, the filling itself is checked against the model. Same model, same pattern.

mod attack;
mod block;
mod bounds;
mod dense;
mod eliminate;
mod interval;
mod model;
mod prune;
mod repair;
mod room;
mod search;
mod split;
mod system;
mod tableau;
mod walk;

#[cfg(test)]
mod tests;

pub use interval::{Interval, Out, intervals, out_already, out_already_among};
pub use model::{Cell, Model, Place, Printing, Share, SharePlace};

use attack::{Attack, Demand, Goal, truth};
use model::{Pattern, Relation, Rule};
use room::Room;
use system::{LARGEST, Links};

/// What is done, beside the model.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    /// Whether a child that is alone in a cell may subtract itself: no other sensitive cell in a rule with it may be
    /// worked out by one who knows it.
    pub guards_against_insiders: bool,
    /// How far to go; anything but [`Method::Full`] is for comparison.
    pub method: Method,
}

impl Default for Policy {
    fn default() -> Self {
        Self { guards_against_insiders: false, method: Method::Full }
    }
}

/// How far the secondary cells are taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Elimination, attack, repair and pruning.
    Full,
    /// Elimination alone: proves nothing.
    EliminationOnly,
    /// Elimination in which the sum of the sensitive cells of a rule is sensitive too, if one of them is a single child:
    /// proves nothing.
    EliminationWithSingletons,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// Nothing sensitive can be found in what is shown.
    Clean(Withheld),
    /// There is no such way, or none was found. Nothing may be published.
    Refused(Why),
}

/// The caller's numbers of what is withheld, sorted.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Withheld {
    /// Cells, sensitive ones among them.
    pub cells: Vec<u64>,
    /// Shares.
    pub shares: Vec<u64>,
}

/// Why nothing may be published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// The true values of these cells contradict a rule.
    Contradiction(Vec<u64>),
    /// The value of this cell is not given, or outside the bounds it has when it is withheld.
    Value(u64),
    /// Figures of this size are not computed with.
    TooLarge,
    /// These sensitive cells can be worked out whatever else is withheld.
    NoCover(Vec<u64>),
}

/// Decides what to withhold.
///
/// ```
/// use tryggtall::disclosure::{Cell, Model, Outcome, Policy, Why, withhold};
///
/// // 12 in May and 14 in September are known: the two between cannot be hidden any more.
/// let mut model = Model::default();
/// let (may, september) = (model.cell(Cell::known(1, 12)), model.cell(Cell::known(2, 14)));
/// let between = model.cell(Cell::implied(3, 2).small_below(5));
/// model.sum(september, &[may, between]);
/// assert_eq!(withhold(&model, &Policy::default()), Outcome::Refused(Why::NoCover(vec![3])));
/// ```
pub fn withhold(model: &Model, policy: &Policy) -> Outcome {
    if let Err(why) = checked(model) {
        return Outcome::Refused(why);
    }
    if policy.method != Method::Full {
        return Outcome::Clean(named(model, &proposed(model, policy)));
    }
    split::decide(model, policy, |part, policy| decide(part, &Links::new(part), policy).1)
}

/// What is sensitive, with what elimination adds.
fn proposed(model: &Model, policy: &Policy) -> Pattern {
    let mut pattern = Pattern::primary(model);
    let virtuals = if policy.method == Method::EliminationOnly { Vec::new() } else { singletons(model) };
    eliminate::eliminate(model, &mut pattern, &virtuals);
    pattern
}

/// The whole method, with its proofs.
fn decide<'m>(model: &'m Model, links: &'m Links, policy: &Policy) -> (Attack<'m>, Outcome) {
    let pattern = proposed(model, policy);
    let mut demands = demands(model, &pattern, policy);
    let room = Room::new(model, links, &pattern);
    demands.retain(|demand| !room.is_beyond(demand));
    let mut attack = Attack::new(model, links, pattern, demands);
    for at in attack.run() {
        if attack.witness_of[at].is_none() {
            repair::repair(&mut attack, at);
        }
    }
    prune::prune(&mut attack);
    if attack.is_proven() {
        let withheld = named(model, &attack.pattern);
        return (attack, Outcome::Clean(withheld));
    }
    let open = attack.demands.iter().zip(&attack.witness_of).filter(|it| it.1.is_none());
    let mut cells: Vec<u64> = open.map(|(demand, _)| model.cells[demand.cell].id).collect();
    cells.sort_unstable();
    cells.dedup();
    (attack, Outcome::Refused(Why::NoCover(cells)))
}

fn checked(model: &Model) -> Result<(), Why> {
    for cell in &model.cells {
        let value = cell.value.ok_or(Why::Value(cell.id))?;
        let most = cell.most.unwrap_or(LARGEST);
        let may_be_hidden = match cell.printing {
            Printing::Known => false,
            Printing::Open => value > 0 || cell.is_sensitive(),
            Printing::Withheld | Printing::Implied => true,
        };
        if value > LARGEST || most > LARGEST {
            return Err(Why::TooLarge);
        }
        if may_be_hidden && !(cell.least..=most).contains(&value) {
            return Err(Why::Value(cell.id));
        }
    }
    for rule in &model.rules {
        if !is_small(model, rule) {
            return Err(Why::TooLarge);
        }
        if !rule.holds(|cell| truth(model, cell)) {
            return Err(Why::Contradiction(rule.terms.iter().map(|term| model.cells[term.0].id).collect()));
        }
    }
    Ok(())
}

/// Whether no sum in the rule comes near what 64 bits hold.
fn is_small(model: &Model, rule: &Rule) -> bool {
    let size = |(cell, factor): &(usize, i64)| {
        u128::from(factor.unsigned_abs()) * u128::from(model.cells[*cell].value.unwrap_or(0) + 1)
    };
    rule.terms.iter().map(size).sum::<u128>() + u128::from(rule.constant.unsigned_abs()) < 1 << 58
}

/// What must stay possible for each sensitive cell that a reader does not know already.
fn demands(model: &Model, pattern: &Pattern, policy: &Policy) -> Vec<Demand> {
    let mut demands = Vec::new();
    for (cell, it) in model.cells.iter().enumerate().filter(|(cell, _)| pattern.cells[*cell]) {
        let Some(threshold) = it.sensitive_below else { continue };
        let value = it.value.unwrap_or_default();
        // The marker may say itself that the cell is small; then only the figure must not be found.
        let says_small = it.most.is_some_and(|most| most < threshold);
        let goal = match i64::try_from(threshold) {
            // That there is nobody is the secret; that there are few, or nobody, does not give it away.
            _ if value == 0 => Goal::Other,
            Ok(least) if value < threshold && !says_small && it.least == 0 => Goal::ZeroOrAtLeast(least),
            Ok(least) if value < threshold && !says_small => Goal::AtLeast(least),
            _ => Goal::Other,
        };
        demands.push(Demand { cell, goal, insider: None });
        if let Some(most) = most_of_marked(it) {
            demands.push(Demand { cell, goal: Goal::OtherSmall(most), insider: None });
        }
    }
    if policy.guards_against_insiders {
        demands.extend(insiders(model, pattern));
    }
    demands
}

/// The most that a reader takes a marked small count to be, who knows the threshold and thinks of no other reason to withhold:
/// where nothing adds up, as where reports have several reporters, there is none. What only that reader is told, that there are
/// few, is told by every mark; how many must stay open to that reader too, as far as withholding can keep it so ([`room`]).
fn most_of_marked(cell: &Cell) -> Option<i64> {
    let most = i64::try_from(cell.sensitive_below?).ok()? - 1;
    let value = i64::try_from(cell.value?).ok()?;
    (cell.printing != Printing::Implied && most > 1 && (1..=most).contains(&value)).then_some(most)
}

/// Each sensitive cell beside a hidden one that holds a single child, who knows that cell.
fn insiders(model: &Model, pattern: &Pattern) -> Vec<Demand> {
    let mut found = std::collections::BTreeSet::new();
    for rule in &model.rules {
        let hidden = || rule.terms.iter().map(|term| term.0).filter(|cell| pattern.cells[*cell]);
        for insider in hidden().filter(|cell| model.cells[*cell].value == Some(1)) {
            let others = hidden().filter(|cell| *cell != insider && model.cells[*cell].is_sensitive());
            found.extend(others.map(|cell| (cell, insider)));
        }
    }
    found.into_iter().map(|(cell, insider)| Demand { cell, goal: Goal::Other, insider: Some(insider) }).collect()
}

/// The sum of the sensitive cells of each equation with several, one of them a single child.
fn singletons(model: &Model) -> Vec<Vec<(usize, i64)>> {
    let equal = model.rules.iter().filter(|rule| rule.relation == Relation::Equal);
    equal
        .map(|rule| rule.terms.iter().filter(|term| model.cells[term.0].is_sensitive()).copied().collect::<Vec<_>>())
        .filter(|terms| terms.len() > 1 && terms.iter().any(|term| model.cells[term.0].value == Some(1)))
        .collect()
}

fn named(model: &Model, pattern: &Pattern) -> Withheld {
    let cells = model.cells.iter().zip(&pattern.cells);
    let cells = cells.filter(|(cell, hidden)| **hidden && cell.printing != Printing::Implied);
    let mut cells: Vec<u64> = cells.map(|it| it.0.id).collect();
    let shares = model.shares.iter().zip(&pattern.shares).filter(|(_, hidden)| **hidden);
    let mut shares: Vec<u64> = shares.map(|it| it.0.id).collect();
    cells.sort_unstable();
    shares.sort_unstable();
    Withheld { cells, shares }
}
