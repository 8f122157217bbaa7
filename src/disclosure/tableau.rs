//! Equations kept solved for some of their variables, in whole numbers.
//!
//! Each row is one equation, divided by the greatest common divisor of its factors; nothing is ever rounded. The factors
//! of linked tables stay at one or two, so 64 bits are plenty; where they are not, [`Overflow`] is returned and the
//! caller takes the safe way out.

/// A factor no longer fits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Overflow;

/// `factor * basic + sum of terms` is constant. The constant is not kept: variables are moved, not solved for.
#[derive(Debug, Clone)]
pub(super) struct Row {
    pub(super) basic: usize,
    pub(super) factor: i64,
    pub(super) terms: Vec<(usize, i64)>,
}

impl Row {
    /// The factor of a free variable.
    pub(super) fn of(&self, variable: usize) -> i64 {
        self.terms.binary_search_by_key(&variable, |term| term.0).map_or(0, |at| self.terms[at].1)
    }
}

/// Equations solved for one variable each (*basic*); the others are free.
#[derive(Debug, Clone)]
pub(super) struct Tableau {
    pub(super) rows: Vec<Row>,
    /// The row that a variable is basic in.
    pub(super) row_of: Vec<Option<usize>>,
    /// The rows that may hold a free variable: all that do, and perhaps some that did.
    columns: Vec<Vec<usize>>,
}

impl Tableau {
    pub(super) fn new(variables: usize) -> Self {
        Self { rows: Vec::new(), row_of: vec![None; variables], columns: vec![Vec::new(); variables] }
    }

    /// Takes in one equation and solves it for the variable that `rank` puts first. One that follows from the others
    /// is dropped.
    pub(super) fn add<K: Ord>(
        &mut self,
        equation: &[(usize, i64)],
        rank: impl Fn(usize, i64, usize) -> K,
    ) -> Result<(), Overflow> {
        let mut terms = equation.to_vec();
        terms.sort_unstable_by_key(|term| term.0);
        for (variable, _) in equation {
            let Some(row) = self.row_of[*variable] else { continue };
            let Ok(at) = terms.binary_search_by_key(variable, |term| term.0) else { continue };
            let (_, factor) = terms.remove(at);
            let (own, other) = multipliers(factor, self.rows[row].factor);
            terms = merged(&terms, own, &self.rows[row].terms, other)?;
        }
        let first =
            terms.iter().min_by_key(|(variable, factor)| rank(*variable, *factor, self.columns[*variable].len()));
        let Some((entering, _)) = first.copied() else { return Ok(()) };
        let at = self.rows.len();
        for (variable, _) in terms.iter().filter(|term| term.0 != entering) {
            self.columns[*variable].push(at);
        }
        self.rows.push(solved(terms, entering));
        self.row_of[entering] = Some(at);
        self.clear_column(entering, at)
    }

    /// The rows that hold a free variable, with their factors.
    pub(super) fn column(&mut self, variable: usize) -> Vec<(usize, i64)> {
        let mut rows = std::mem::take(&mut self.columns[variable]);
        rows.sort_unstable();
        rows.dedup();
        let factors: Vec<(usize, i64)> =
            rows.into_iter().map(|row| (row, self.rows[row].of(variable))).filter(|it| it.1 != 0).collect();
        self.columns[variable] = factors.iter().map(|it| it.0).collect();
        factors
    }

    /// Rows among which are all that hold a free variable.
    pub(super) fn may_hold(&self, variable: usize) -> &[usize] {
        &self.columns[variable]
    }

    /// Makes `entering` basic in `row`, and what was basic there free.
    pub(super) fn pivot(&mut self, row: usize, entering: usize) -> Result<(), Overflow> {
        let leaving = self.rows[row].basic;
        let mut terms = std::mem::take(&mut self.rows[row].terms);
        let at = terms.partition_point(|term| term.0 < leaving);
        terms.insert(at, (leaving, self.rows[row].factor));
        self.rows[row] = solved(terms, entering);
        self.row_of[leaving] = None;
        self.row_of[entering] = Some(row);
        self.columns[leaving].push(row);
        self.clear_column(entering, row)
    }

    /// Takes a free variable out of every row: it is fixed from now on.
    pub(super) fn fix(&mut self, variable: usize) {
        for (row, _) in self.column(variable) {
            self.rows[row].terms.retain(|term| term.0 != variable);
        }
        self.columns[variable].clear();
    }

    fn clear_column(&mut self, variable: usize, source: usize) -> Result<(), Overflow> {
        let touched = self.column(variable);
        self.columns[variable].clear();
        let from = std::mem::replace(&mut self.rows[source], Row { basic: 0, factor: 0, terms: Vec::new() });
        let outcome = touched.into_iter().filter(|it| it.0 != source).try_for_each(|(row, factor)| {
            let (own, other) = multipliers(factor, from.factor);
            let target = &mut self.rows[row];
            target.terms.retain(|term| term.0 != variable);
            let terms = merged(&target.terms, own, &from.terms, other)?;
            let scaled = target.factor.checked_mul(own).ok_or(Overflow)?;
            for (column, _) in from.terms.iter().filter(|term| target.of(term.0) == 0) {
                self.columns[*column].push(row);
            }
            *target = reduced(target.basic, scaled, terms);
            Ok(())
        });
        self.rows[source] = from;
        outcome
    }
}

/// What to multiply two rows by so that `factor` in the first is cancelled by `pivot` (above zero) in the second.
fn multipliers(factor: i64, pivot: i64) -> (i64, i64) {
    let common = i64::try_from(gcd(factor.unsigned_abs(), pivot.unsigned_abs())).unwrap_or(1);
    (pivot / common, -(factor / common))
}

fn merged(a: &[(usize, i64)], by_a: i64, b: &[(usize, i64)], by_b: i64) -> Result<Vec<(usize, i64)>, Overflow> {
    let mut terms = Vec::with_capacity(a.len() + b.len());
    let (mut i, mut j) = (0, 0);
    while i < a.len() || j < b.len() {
        let variable = a.get(i).map_or(usize::MAX, |it| it.0).min(b.get(j).map_or(usize::MAX, |it| it.0));
        let mut sum = 0_i64;
        if let Some((_, factor)) = a.get(i).filter(|it| it.0 == variable) {
            sum = factor.checked_mul(by_a).ok_or(Overflow)?;
            i += 1;
        }
        if let Some((_, factor)) = b.get(j).filter(|it| it.0 == variable) {
            sum = factor.checked_mul(by_b).and_then(|it| sum.checked_add(it)).ok_or(Overflow)?;
            j += 1;
        }
        if sum.unsigned_abs() >= 1 << 62 {
            return Err(Overflow);
        }
        if sum != 0 {
            terms.push((variable, sum));
        }
    }
    Ok(terms)
}

fn solved(mut terms: Vec<(usize, i64)>, basic: usize) -> Row {
    let at = terms.partition_point(|term| term.0 < basic);
    let (_, factor) = terms.remove(at);
    if factor < 0 {
        for term in &mut terms {
            term.1 = -term.1;
        }
    }
    reduced(basic, factor.abs(), terms)
}

fn reduced(basic: usize, factor: i64, mut terms: Vec<(usize, i64)>) -> Row {
    let mut common = factor.unsigned_abs();
    for (_, factor) in &terms {
        if common == 1 {
            break;
        }
        common = gcd(common, factor.unsigned_abs());
    }
    let common = i64::try_from(common).unwrap_or(1);
    if common > 1 {
        for term in &mut terms {
            term.1 /= common;
        }
    }
    Row { basic, factor: factor / common.max(1), terms }
}

pub(super) fn gcd(mut a: u64, mut b: u64) -> u64 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}
