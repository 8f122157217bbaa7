//! Equations kept solved for some of their variables, in whole numbers.
//!
//! Each row is one equation, divided by the greatest common divisor of its factors; nothing is ever rounded. The factors
//! of linked tables stay at one or two, so 64 bits are plenty; where they are not, [`Overflow`] is returned and the
//! caller takes the safe way out. One place in twenty is filled, so rows hold what is there and nothing else.

/// A factor no longer fits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Overflow;

/// No factor may be as large as this.
const LIMIT: u64 = 1 << 62;

/// `factor * basic + sum of terms` is constant. The constant is not kept: variables are moved, not solved for.
#[derive(Debug, Clone)]
pub(super) struct Row {
    pub(super) basic: usize,
    pub(super) factor: i64,
    pub(super) terms: Vec<(usize, i64)>,
}

/// Equations solved for one variable each (*basic*); the others are free.
#[derive(Debug, Clone)]
pub(super) struct Tableau {
    pub(super) rows: Vec<Row>,
    /// The row that a variable is basic in.
    pub(super) row_of: Vec<Option<usize>>,
    /// The rows that hold a free variable, in no order.
    columns: Vec<Vec<usize>>,
    /// Terms read so far, as a measure of the work done.
    work: usize,
}

impl Tableau {
    pub(super) fn new(variables: usize) -> Self {
        Self { rows: Vec::new(), row_of: vec![None; variables], columns: vec![Vec::new(); variables], work: 0 }
    }

    /// Takes in one equation and solves it for the variable that `rank` puts first, by factor and by how many rows hold
    /// it. One that follows from the others is dropped.
    pub(super) fn add<K: Ord>(
        &mut self,
        equation: &[(usize, i64)],
        rank: impl Fn(usize, i64, usize) -> K,
    ) -> Result<(), Overflow> {
        let mut row = Row { basic: usize::MAX, factor: 0, terms: equation.to_vec() };
        row.terms.sort_unstable_by_key(|term| term.0);
        for (variable, _) in equation {
            let Some(from) = self.row_of[*variable] else { continue };
            let Ok(at) = row.terms.binary_search_by_key(variable, |term| term.0) else { continue };
            let (_, factor) = row.terms.remove(at);
            let from = &self.rows[from];
            self.work += row.terms.len() + from.terms.len();
            let (own, other) = multipliers(factor, from.factor);
            row.terms = merged(&row.terms, own, &from.terms, other, |_, _| ())?;
        }
        let by_rank = |(variable, factor): &(usize, i64)| rank(*variable, *factor, self.columns[*variable].len());
        let Some((entering, _)) = row.terms.iter().min_by_key(|term| by_rank(term)).copied() else { return Ok(()) };
        let at = self.rows.len();
        row.solve_for(entering);
        for (variable, _) in &row.terms {
            self.columns[*variable].push(at);
        }
        self.rows.push(row);
        self.row_of[entering] = Some(at);
        self.clear_column(entering, at)
    }

    /// The rows that hold a free variable, in no order.
    pub(super) fn column(&self, variable: usize) -> &[usize] {
        &self.columns[variable]
    }

    /// Terms read so far, as a measure of the work done.
    pub(super) fn work(&self) -> usize {
        self.work
    }

    /// Makes `entering` basic in `row`, and what was basic there free.
    pub(super) fn pivot(&mut self, row: usize, entering: usize) -> Result<(), Overflow> {
        let own = &mut self.rows[row];
        let leaving = own.basic;
        let at = own.terms.partition_point(|term| term.0 < leaving);
        own.terms.insert(at, (leaving, own.factor));
        own.solve_for(entering);
        self.row_of[leaving] = None;
        self.row_of[entering] = Some(row);
        self.columns[leaving].push(row);
        self.clear_column(entering, row)
    }

    /// Takes a free variable out of every row: it is fixed from now on.
    pub(super) fn fix(&mut self, variable: usize) {
        for row in std::mem::take(&mut self.columns[variable]) {
            let terms = &mut self.rows[row].terms;
            if let Ok(at) = terms.binary_search_by_key(&variable, |term| term.0) {
                terms.remove(at);
            }
        }
    }

    /// Takes what is basic in `source` out of every other row.
    fn clear_column(&mut self, variable: usize, source: usize) -> Result<(), Overflow> {
        let from = std::mem::replace(&mut self.rows[source], Row { basic: 0, factor: 0, terms: Vec::new() });
        let touched = std::mem::take(&mut self.columns[variable]);
        let mut rows = touched.iter().copied().filter(|row| *row != source);
        let outcome = rows.try_for_each(|row| self.subtract(row, variable, &from));
        self.rows[source] = from;
        outcome
    }

    /// Takes so much of `from` off a row that it holds `variable` no more.
    fn subtract(&mut self, at: usize, variable: usize, from: &Row) -> Result<(), Overflow> {
        let (rows, columns) = (&mut self.rows, &mut self.columns);
        let row = &mut rows[at];
        let Ok(place) = row.terms.binary_search_by_key(&variable, |term| term.0) else { return Ok(()) };
        let (_, factor) = row.terms.remove(place);
        let (own, other) = multipliers(factor, from.factor);
        row.terms = merged(&row.terms, own, &from.terms, other, |changed, is_there| {
            let column = &mut columns[changed];
            if is_there {
                column.push(at);
            } else if let Some(place) = column.iter().position(|row| *row == at) {
                column.swap_remove(place);
            }
        })?;
        row.factor = row.factor.checked_mul(own).ok_or(Overflow)?;
        row.reduce();
        self.work += row.terms.len() + from.terms.len();
        Ok(())
    }
}

impl Row {
    fn solve_for(&mut self, entering: usize) {
        let at = self.terms.partition_point(|term| term.0 < entering);
        let (basic, factor) = self.terms.remove(at);
        (self.basic, self.factor) = (basic, factor.abs());
        if factor < 0 {
            for term in &mut self.terms {
                term.1 = -term.1;
            }
        }
        self.reduce();
    }

    /// Divides by what all factors have in common.
    fn reduce(&mut self) {
        let mut common = self.factor.unsigned_abs();
        for (_, factor) in &self.terms {
            if common == 1 {
                return;
            }
            common = gcd(common, factor.unsigned_abs());
        }
        let common = i64::try_from(common).unwrap_or(1);
        if common > 1 {
            self.factor /= common;
            for term in &mut self.terms {
                term.1 /= common;
            }
        }
    }
}

/// What to multiply two rows by so that `factor` in the first is cancelled by `pivot` (above zero) in the second.
fn multipliers(factor: i64, pivot: i64) -> (i64, i64) {
    let common = i64::try_from(gcd(factor.unsigned_abs(), pivot.unsigned_abs())).unwrap_or(1);
    (pivot / common, -(factor / common))
}

/// `a * by_a + b * by_b`; `tell` hears which variables only the sum holds (true), and which only `a` does.
fn merged(
    a: &[(usize, i64)],
    by_a: i64,
    b: &[(usize, i64)],
    by_b: i64,
    mut tell: impl FnMut(usize, bool),
) -> Result<Vec<(usize, i64)>, Overflow> {
    let times = |factor: i64, by: i64| factor.checked_mul(by).filter(|it| it.unsigned_abs() < LIMIT).ok_or(Overflow);
    let mut terms = Vec::with_capacity(a.len() + b.len());
    let mut rest = a;
    for (variable, factor) in b {
        while let [first, after @ ..] = rest
            && first.0 < *variable
        {
            terms.push((first.0, times(first.1, by_a)?));
            rest = after;
        }
        let other = times(*factor, by_b)?;
        match rest {
            [first, after @ ..] if first.0 == *variable => {
                // Neither is as large as half of what fits.
                let sum = times(first.1, by_a)? + other;
                if sum.unsigned_abs() >= LIMIT {
                    return Err(Overflow);
                }
                if sum == 0 {
                    tell(*variable, false);
                } else {
                    terms.push((*variable, sum));
                }
                rest = after;
            }
            _ => {
                terms.push((*variable, other));
                tell(*variable, true);
            }
        }
    }
    for (variable, factor) in rest {
        terms.push((*variable, times(*factor, by_a)?));
    }
    Ok(terms)
}

pub(super) fn gcd(mut a: u64, mut b: u64) -> u64 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}
