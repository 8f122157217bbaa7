//! Secondary suppression by Gaussian elimination: candidates are shown in order of priority, unless a sensitive cell
//! would become a linear combination of what is shown.
//!
//! It proposes and no more: it knows nothing of cells being whole and at least one. `attack` is what proves.

use std::cmp::Reverse;

use super::model::{Model, Pattern, Printing, Relation};
use super::tableau::{Overflow, Tableau};

/// Terms read before elimination is given up, as large tables fill in. What is not decided by then is proposed to be shown.
const WORK: usize = 4_000_000;

/// Hides the candidates that elimination would. `virtuals` are sums of cells that must not be found either.
pub(super) fn eliminate(model: &Model, pattern: &mut Pattern, virtuals: &[Vec<(usize, i64)>]) {
    let is_candidate = |at: usize| {
        let cell = &model.cells[at];
        !pattern.cells[at] && cell.printing == Printing::Open && cell.value.is_some_and(|value| value > 0)
    };
    let mut order: Vec<usize> = (0..model.cells.len()).filter(|at| is_candidate(*at)).collect();
    order.sort_by_key(|at| (Reverse(model.cells[*at].cost), Reverse(model.cells[*at].value), *at));
    let mut elimination = Elimination::new(model, pattern, &order, virtuals);
    for cell in order {
        if elimination.tableau.work() > WORK {
            break;
        }
        // A factor that does not fit is no reason to show anything.
        pattern.cells[cell] = elimination.is_broken || elimination.show(cell) != Ok(true);
    }
}

struct Elimination {
    tableau: Tableau,
    is_sensitive: Vec<bool>,
    is_broken: bool,
}

impl Elimination {
    fn new(model: &Model, pattern: &Pattern, order: &[usize], virtuals: &[Vec<(usize, i64)>]) -> Self {
        let cells = model.cells.len();
        let mut position = vec![usize::MAX; cells + virtuals.len()];
        for (at, cell) in order.iter().enumerate() {
            position[*cell] = at;
        }
        let is_variable = |cell: usize| position[cell] != usize::MAX || pattern.cells[cell];
        let mut tableau = Tableau::new(cells + virtuals.len());
        // What is shown last is solved for, so that what is shown first needs no pivot.
        let rank = |variable: usize, _: i64, rows: usize| (Reverse(position[variable]), rows, variable);
        let equal = model.rules.iter().filter(|rule| rule.relation == Relation::Equal);
        let equations = equal.map(|rule| rule.terms.iter().copied().filter(|term| is_variable(term.0)).collect());
        let sums = virtuals.iter().zip(cells..).map(|(sum, own)| {
            let mut terms = sum.clone();
            terms.push((own, -1));
            terms
        });
        let mut equations = equations.chain(sums);
        let is_broken = equations.any(|terms: Vec<_>| tableau.work() <= WORK && tableau.add(&terms, rank).is_err());
        let of_cells = model.cells.iter().zip(&pattern.cells).map(|(cell, hidden)| *hidden && cell.is_sensitive());
        let is_sensitive = of_cells.chain(virtuals.iter().map(|_| true)).collect();
        Self { tableau, is_sensitive, is_broken }
    }

    /// Shows a cell if that gives no sensitive one away.
    fn show(&mut self, cell: usize) -> Result<bool, Overflow> {
        let outcome = self.try_to_show(cell);
        self.is_broken |= outcome.is_err();
        outcome
    }

    fn try_to_show(&mut self, cell: usize) -> Result<bool, Overflow> {
        let Some(row) = self.tableau.row_of[cell] else {
            if self.gives_away(cell, &[(cell, 1)]) {
                return Ok(false);
            }
            self.tableau.fix(cell);
            return Ok(true);
        };
        let terms = self.tableau.rows[row].terms.clone();
        let Some(shortest) = terms.iter().map(|term| term.0).min_by_key(|it| (self.tableau.column(*it).len(), *it))
        else {
            return Ok(true);
        };
        if let [(only, _)] = terms[..]
            && self.is_sensitive[only]
        {
            return Ok(false);
        }
        if self.gives_away(shortest, &terms) {
            return Ok(false);
        }
        self.tableau.pivot(row, shortest)?;
        self.tableau.fix(cell);
        Ok(true)
    }

    /// Whether a sensitive cell is a multiple of what these terms say, all of them or none holding `shared`.
    fn gives_away(&self, shared: usize, terms: &[(usize, i64)]) -> bool {
        self.tableau.column(shared).iter().any(|row| {
            let row = &self.tableau.rows[*row];
            self.is_sensitive[row.basic] && is_multiple(&row.terms, terms)
        })
    }
}

fn is_multiple(a: &[(usize, i64)], b: &[(usize, i64)]) -> bool {
    a.len() == b.len()
        && a.iter().zip(b).all(|(left, right)| {
            let cross = |x: i64, y: i64| i128::from(x) * i128::from(y);
            left.0 == right.0 && cross(left.1, b[0].1) == cross(right.1, a[0].1)
        })
}
