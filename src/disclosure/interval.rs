//! What a reader can work out of each hidden cell, also where nobody has the true figures: the attack on finished files.

use super::attack::{look_for, truth};
use super::bounds::propagate;
use super::model::{Model, Pattern, Printing};
use super::search::{Found, search};
use super::system::{FAR, Links, Scope, System};
use super::walk::{Reach, Walk, Way};

/// Larger systems get the bounds of propagation only.
const WALKED: usize = 500;

/// As much is walked for single cells that have no cover.
const WALKED_FOR_FEW: usize = 4_000;

/// How far to go.
struct Depth<'a> {
    /// Systems of up to so many variables are walked.
    walked: usize,
    /// For these cells only; for all where not set.
    wanted: Option<&'a [u64]>,
}

/// The values that a hidden cell may have, as far as what is shown tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Interval {
    /// The caller's number of the cell.
    pub id: u64,
    /// It holds at least this.
    pub low: u64,
    /// It holds at most this; none where nothing bounds it.
    pub high: Option<u64>,
    /// Whether both ends are values that it may really have. If not, it may be known more narrowly than this.
    pub is_exact: bool,
}

impl Interval {
    /// Whether the cell can be worked out.
    pub fn is_single(&self) -> bool {
        self.high == Some(self.low)
    }

    /// Whether it is proven to be from one to one below `threshold`.
    pub fn is_small(&self, threshold: u64) -> bool {
        self.low >= 1 && self.high.is_some_and(|high| high < threshold)
    }
}

/// What is shown contradicts itself: no filling agrees with all of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contradiction {
    /// The caller's numbers of hidden cells that cannot all be filled.
    pub cells: Vec<u64>,
}

/// The interval of every cell that is withheld or implied, in the order of the model.
///
/// ```
/// use tryggtall::disclosure::{Cell, Model, intervals};
///
/// // "1-4" twice under 8.
/// let mut model = Model::default();
/// let total = model.cell(Cell::known(0, 8));
/// let parts = [1, 2].map(|id| model.cell(Cell::withheld(id).most(4)));
/// model.sum(total, &parts);
/// let found = intervals(&model).expect("8 is 4 and 4");
/// assert!(found.iter().all(|it| it.is_single() && it.low == 4));
/// ```
///
/// # Errors
///
/// No filling agrees with everything that is shown.
pub fn intervals(model: &Model) -> Result<Vec<Interval>, Contradiction> {
    intervals_of(model, &Depth { walked: WALKED, wanted: None })
}

fn intervals_of(model: &Model, depth: &Depth) -> Result<Vec<Interval>, Contradiction> {
    let is_wanted = |cell: usize| depth.wanted.is_none_or(|wanted| wanted.binary_search(&model.cells[cell].id).is_ok());
    let links = Links::new(model);
    let pattern = Pattern::primary(model);
    let mut found = Vec::new();
    for cells in links.components(model, |cell| pattern.cells[cell]) {
        if !cells.iter().any(|cell| is_wanted(*cell)) {
            continue;
        }
        let value = |cell| truth(model, cell);
        let mut system = System::new(model, &links, &pattern, cells, Scope::AsPublished, value);
        let contradiction = || Contradiction { cells: system.cells.iter().map(|cell| model.cells[*cell].id).collect() };
        let (mut low, mut high) = (system.low.clone(), system.high.clone());
        propagate(&system, &mut low, &mut high).map_err(|_| contradiction())?;
        let is_true = system.cells.iter().all(|cell| model.cells[*cell].value.is_some());
        let is_started = if system.variables() > depth.walked {
            false
        } else if is_true {
            true
        } else {
            match search(&system, &low, &high, &low) {
                Found::Filling(filling) => {
                    system.start = filling;
                    true
                }
                Found::Nothing => return Err(contradiction()),
                Found::Unknown => false,
            }
        };
        let mut walk = is_started.then(|| Walk::new(&system, vec![0; system.variables()]));
        for (variable, cell) in system.cells.iter().enumerate().filter(|(_, cell)| is_wanted(**cell)) {
            let outer = (low[variable], high[variable]);
            let interval = interval(&system, walk.as_mut(), variable, outer);
            found.push((*cell, Interval { id: model.cells[*cell].id, ..interval }));
        }
    }
    found.sort_by_key(|it| it.0);
    Ok(found.into_iter().map(|it| it.1).collect())
}

/// What everybody can work out already of the sensitive cells, whatever is withheld from now on.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Out {
    /// The caller's numbers of the cells whose value follows, in order.
    pub known: Vec<u64>,
    /// Those that are proven small, and no more, in order.
    pub small: Vec<u64>,
}

/// The sensitive cells that follow from what everybody knows already, whatever is withheld beside that.
///
/// ```
/// use tryggtall::disclosure::{Cell, Model, out_already};
///
/// // 12 in May and 14 in September are known: the two between are out.
/// let mut model = Model::default();
/// let (may, september) = (model.cell(Cell::known(1, 12)), model.cell(Cell::known(2, 14)));
/// let between = model.cell(Cell::implied(3, 2).small_below(5));
/// model.sum(september, &[may, between]);
/// assert_eq!(out_already(&model).known, [3]);
/// ```
pub fn out_already(model: &Model) -> Out {
    out(model, &Depth { walked: WALKED, wanted: None })
}

/// As [`out_already`], for some cells by their numbers in order, and with more patience.
pub fn out_already_among(model: &Model, cells: &[u64]) -> Out {
    out(model, &Depth { walked: WALKED_FOR_FEW, wanted: Some(cells) })
}

fn out(model: &Model, depth: &Depth) -> Out {
    let mut out = Out::default();
    for part in super::split::parts(model) {
        let of_part = out_of_part(&part, depth);
        out.known.extend(of_part.known);
        out.small.extend(of_part.small);
    }
    out.known.sort_unstable();
    out.small.sort_unstable();
    out
}

fn out_of_part(model: &Model, depth: &Depth) -> Out {
    let is_known = |cell: &super::Cell| cell.printing == Printing::Known;
    let marked: std::collections::BTreeMap<u64, u64> = model
        .cells
        .iter()
        .filter_map(|cell| Some((cell.id, u64::try_from(super::most_of_marked(cell)?).ok()?)))
        .collect();
    let secrets: std::collections::BTreeMap<u64, u64> =
        model.cells.iter().filter_map(|cell| Some((cell.id, cell.sensitive_below?))).collect();
    if secrets.is_empty() || !model.cells.iter().any(is_known) {
        return Out::default();
    }
    let mut hidden = model.clone();
    for cell in hidden.cells.iter_mut().filter(|cell| cell.printing == Printing::Open) {
        cell.printing = Printing::Implied;
        cell.least = cell.least_before;
    }
    // Knowledge that contradicts itself is found where the model is checked.
    let found = intervals_of(&hidden, depth).unwrap_or_default();
    let ids = |is: &dyn Fn(&Interval, u64) -> bool| -> Vec<u64> {
        found
            .iter()
            .filter(|it| secrets.get(&it.id).is_some_and(|threshold| is(it, *threshold)))
            .map(|it| it.id)
            .collect()
    };
    // One small value is left: that is the value for whoever takes the mark to stand for a small count.
    let is_out = |it: &Interval| {
        it.is_single() || marked.get(&it.id).is_some_and(|most| it.low.max(1) >= it.high.unwrap_or(*most).min(*most))
    };
    Out { known: ids(&|it, _| is_out(it)), small: ids(&|it, threshold| !is_out(it) && it.is_small(threshold)) }
}

fn interval(system: &System, walk: Option<&mut Walk>, variable: usize, outer: (i64, i64)) -> Interval {
    let number = |value: i64| u64::try_from(value).unwrap_or(0);
    let named = |low: i64, high: i64, is_exact| Interval {
        id: 0,
        low: number(low),
        high: (high < FAR).then(|| number(high)),
        is_exact,
    };
    let Some(walk) = walk else { return named(outer.0, outer.1, outer.0 == outer.1) };
    let (low, is_low_exact) = end(system, walk, variable, Way::Down, outer.0);
    let (high, is_high_exact) = end(system, walk, variable, Way::Up, outer.1);
    named(low, high, is_low_exact && is_high_exact)
}

/// One end of the interval, and whether it is reached: never inside the true one.
fn end(system: &System, walk: &mut Walk, variable: usize, way: Way, outer: i64) -> (i64, bool) {
    walk.reset();
    // An end without a bound is not walked to.
    let goal = if outer >= FAR { system.start[variable] + 1_000_000 } else { outer };
    match walk.push(variable, way, goal) {
        Reach::Reached if outer >= FAR => (FAR, false),
        Reach::Reached => (outer, true),
        Reach::Furthest => (walk.at[variable], true),
        Reach::Lost => by_search(system, walk, variable, way, outer),
    }
}

fn by_search(system: &System, walk: &mut Walk, variable: usize, way: Way, outer: i64) -> (i64, bool) {
    let step = if way == Way::Up { 1 } else { -1 };
    let mut reached = walk.at[variable];
    while reached != outer && reached - system.start[variable] < 1_000 {
        match look_for(system, walk, variable, way, reached + step) {
            Found::Filling(_) => reached += step,
            Found::Nothing => return (reached, true),
            Found::Unknown => break,
        }
    }
    // What was not found may still be there: only the outer bound is proven.
    (outer, reached == outer)
}
