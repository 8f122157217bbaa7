//! From one filling in whole numbers to another: the simplex method on whole steps, with the tableau kept from one
//! question to the next.
//!
//! Every filling on the way keeps every equation and every bound. Where no free variable can be moved in the direction
//! that helps, the filling is the best also among fractions, so the bound it gives is exact. Where only a fraction of a
//! step is left, the walk may come to no end; it then says so, and `search` takes over.

use super::dense::{Dense, Spot};
use super::system::{FAR, System};
use super::tableau::{Overflow, gcd};

/// Pivots without a step forward before the walk gives up, if nothing else is said.
const PATIENCE: usize = 20;

/// Free variables that cannot move yet, looked at before one of them is made basic all the same.
const LOOKED_AT: usize = 200;

/// A tableau with more than half as many filled places again as it began with is solved anew.
const WORN: (usize, usize) = (3, 2);

/// How a walk ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reach {
    /// The variable has the value asked for, or is beyond it.
    Reached,
    /// It can come no further: proven.
    Furthest,
    /// Not known.
    Lost,
}

/// Which way a variable is to go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    Up,
    Down,
}

/// A system's tableau, bounds and present filling.
#[derive(Debug, Clone)]
pub(super) struct Walk {
    /// As it was first solved. A worn tableau holds fractions that bar the way.
    fresh: Option<Dense>,
    tableau: Option<Dense>,
    pub(super) low: Vec<i64>,
    pub(super) high: Vec<i64>,
    pub(super) at: Vec<i64>,
    start: Vec<i64>,
    /// Places that are filled in the fresh tableau.
    count: usize,
    /// What it costs to move a variable from where it started.
    price: Vec<u64>,
    is_free: bool,
    pub(super) patience: usize,
    /// Pivots, each as dear as the tableau was full: a measure of what was done that is the same on every machine.
    work: usize,
}

/// A possible move of one free variable.
#[derive(Debug, Clone, Copy)]
struct Step {
    column: usize,
    sign: i64,
    length: i64,
    /// The row whose variable stops it; none where its own bound or the goal does.
    blocked_by: Option<usize>,
}

impl Walk {
    pub(super) fn new(system: &System, price: Vec<u64>) -> Self {
        let cells = system.cells.len();
        let rank = |variable: usize, factor: i64| {
            (variable < cells, factor.unsigned_abs() != 1, price.get(variable).copied(), variable)
        };
        let tableau = Dense::new(system.variables(), &system.equations, rank).ok();
        Self {
            count: tableau.as_ref().map_or(0, Dense::count),
            fresh: tableau.clone(),
            tableau,
            low: system.low.clone(),
            high: system.high.clone(),
            at: system.start.clone(),
            start: system.start.clone(),
            is_free: price.iter().all(|it| *it == 0),
            price,
            patience: PATIENCE,
            work: 0,
        }
    }

    /// What was done so far.
    pub(super) fn work(&self) -> usize {
        self.work
    }

    /// Back to the filling it started from. The equations may stay solved as they are, unless they are worn.
    pub(super) fn reset(&mut self) {
        self.at.clone_from(&self.start);
        let is_fit =
            |it: &Dense| it.factor.iter().all(|factor| *factor == 1) && WORN.1 * it.count() <= WORN.0 * self.count;
        if !self.tableau.as_ref().is_some_and(is_fit) {
            self.tableau.clone_from(&self.fresh);
        }
    }

    /// Moves until `variable` has reached `goal`.
    pub(super) fn push(&mut self, variable: usize, way: Way, goal: i64) -> Reach {
        let sign = if way == Way::Up { 1 } else { -1 };
        let mut idle = 0;
        loop {
            if self.tableau.is_none() || idle > self.patience {
                return Reach::Lost;
            }
            let left = (goal - self.at[variable]) * sign;
            if left <= 0 {
                return Reach::Reached;
            }
            match self.forward(variable, sign, left) {
                Ok(None) => return Reach::Furthest,
                Ok(Some(true)) => idle = 0,
                Ok(Some(false)) => idle += 1,
                Err(Overflow) => self.tableau = None,
            }
        }
    }

    /// One step: whether it moved, or none where nothing can.
    fn forward(&mut self, variable: usize, sign: i64, left: i64) -> Result<Option<bool>, Overflow> {
        let tableau = self.tableau.as_ref().ok_or(Overflow)?;
        let row = match tableau.place[variable] {
            Spot::Row(row) => row,
            Spot::Column(_) if self.room(variable, sign) == 0 => return Ok(None),
            Spot::Column(column) => {
                let step = self.step(tableau, column, sign, left);
                return self.take(step).map(Some);
            }
        };
        let mut best: Option<(u64, Step)> = None;
        let mut first: Option<Step> = None;
        let mut stuck = 0;
        for column in self.columns(tableau, row) {
            let own = tableau.entry(row, column);
            let toward = -own.signum() * sign;
            if self.room(tableau.free[column], toward) == 0 {
                continue;
            }
            if first.is_some() && self.is_barred(tableau, column, toward) {
                stuck += 1;
            } else {
                let step = self.step(tableau, column, toward, needed(left, tableau.factor[row], own.abs())?);
                first = first.or(Some(step));
                stuck += usize::from(step.length == 0);
                if step.length > 0 {
                    let price = self.price_of(tableau, step);
                    if best.is_none_or(|it| price < it.0) {
                        best = Some((price, step));
                    }
                    if price == 0 {
                        break;
                    }
                }
            }
            if stuck >= LOOKED_AT && best.is_none() && self.is_free {
                break;
            }
        }
        match best.map(|it| it.1).or(first) {
            Some(step) => self.take(step).map(Some),
            None => Ok(None),
        }
    }

    /// The columns of a row, those first that move the fewest others.
    fn columns(&self, tableau: &Dense, row: usize) -> Vec<usize> {
        let entries = tableau.row(row).iter().enumerate();
        let mut columns: Vec<usize> = entries.filter(|it| *it.1 != 0).map(|it| it.0).collect();
        if self.is_free {
            columns.sort_by_cached_key(|column| tableau.size(*column));
        }
        columns
    }

    fn price_of(&self, tableau: &Dense, step: Step) -> u64 {
        if self.is_free {
            return 0;
        }
        let price = |it: usize| if self.at[it] == self.start[it] { self.price[it] } else { 0 };
        let rows = tableau.column(step.column);
        rows.map(|row| price(tableau.basic[row])).fold(price(tableau.free[step.column]), u64::saturating_add)
    }

    /// Whether a free variable cannot move at all, as something that depends on it is at its bound.
    fn is_barred(&self, tableau: &Dense, column: usize, sign: i64) -> bool {
        tableau.column(column).any(|row| {
            let room = |sign| self.room(tableau.basic[row], sign);
            (room(1) == 0 || room(-1) == 0) && room(-tableau.entry(row, column).signum() * sign) == 0
        })
    }

    /// How far a variable may go.
    fn room(&self, variable: usize, sign: i64) -> i64 {
        let (at, low, high) = (self.at[variable], self.low[variable], self.high[variable]);
        if sign > 0 {
            if high >= FAR { FAR } else { high - at }
        } else if low <= -FAR {
            FAR
        } else {
            at - low
        }
    }

    /// The longest whole step of a free variable, `enough` at most (rounded up to a whole one).
    fn step(&self, tableau: &Dense, column: usize, sign: i64, enough: i64) -> Step {
        let mut longest = self.room(tableau.free[column], sign);
        let mut blocked_by = None;
        let mut period = 1_u64;
        for row in tableau.column(column) {
            let (factor, basic, own) = (tableau.entry(row, column), tableau.basic[row], tableau.factor[row]);
            if own > 1 {
                let divisor = own.unsigned_abs() / gcd(own.unsigned_abs(), factor.unsigned_abs());
                period = (period / gcd(period, divisor)).saturating_mul(divisor);
            }
            let room = self.room(basic, -factor.signum() * sign);
            if room >= FAR {
                continue;
            }
            let most = scaled(room, own, factor.abs());
            let is_nearer =
                most < longest || most == longest && blocked_by.is_none_or(|it: usize| basic < tableau.basic[it]);
            if is_nearer {
                longest = most;
                blocked_by = Some(row);
            }
        }
        let period = i128::from(period);
        let mut whole = i128::from(longest);
        let wanted = (i128::from(enough) + period - 1) / period * period;
        if wanted <= whole {
            (whole, blocked_by) = (wanted, None);
        }
        let length = i64::try_from(whole / period * period).unwrap_or(0);
        Step { column, sign, length, blocked_by }
    }

    fn take(&mut self, step: Step) -> Result<bool, Overflow> {
        let tableau = self.tableau.as_mut().ok_or(Overflow)?;
        if step.length > 0 {
            for row in tableau.column(step.column) {
                let basic = tableau.basic[row];
                let moved = i128::from(tableau.entry(row, step.column)) * i128::from(step.length * step.sign);
                let own = i128::from(tableau.factor[row]);
                let to = i128::from(self.at[basic]) - if own == 1 { moved } else { moved / own };
                self.at[basic] = i64::try_from(to).ok().filter(|it| it.abs() < FAR).ok_or(Overflow)?;
            }
            self.at[tableau.free[step.column]] += step.length * step.sign;
        }
        if let Some(row) = step.blocked_by {
            self.work = self.work.saturating_add(tableau.count());
            tableau.pivot(row, step.column)?;
        }
        Ok(step.length > 0)
    }
}

/// How far a free variable has to go for one that depends on it to come `left` further, rounded up.
fn needed(left: i64, factor: i64, own: i64) -> Result<i64, Overflow> {
    if factor == 1 && own == 1 {
        return Ok(left);
    }
    let needed = i128::from(left) * i128::from(factor);
    i64::try_from((needed + i128::from(own) - 1) / i128::from(own)).map_err(|_| Overflow)
}

/// `room * factor / own`, rounded down; what is beyond any bound is cut there.
fn scaled(room: i64, factor: i64, own: i64) -> i64 {
    if factor == 1 && own == 1 {
        return room;
    }
    i64::try_from(i128::from(room) * i128::from(factor) / i128::from(own)).unwrap_or(FAR)
}
