//! Equations that hang together, solved exactly: what their sums and differences say together.
//!
//! Fraction-free: rows stay whole numbers, divided by what they have in common, and a step that would not fit into 128 bits
//! is left out.

use std::collections::BTreeMap;

use super::{Equation, Relation, Unknown};

/// A group with more equations is not solved: time grows with the cube.
const MOST_ROWS: usize = 600;

/// A row: factors by number, and the right side.
struct Row {
    factors: BTreeMap<usize, i128>,
    constant: i128,
    source: usize,
}

/// The equations of each group, reduced so that each says as much as it can about one number.
///
/// # Errors
/// The source of an equation that the others contradict.
pub(super) fn reduced(unknowns: &[Unknown], equations: &[Equation]) -> Result<Vec<Equation>, Vec<usize>> {
    let rows = equations.iter().filter(|equation| equation.relation == Relation::Equal);
    let rows: Vec<Row> = rows.filter_map(|equation| row(unknowns, equation)).collect();
    let mut reduced = Vec::new();
    for group in groups(rows, unknowns.len()).into_iter().filter(|group| group.len() <= MOST_ROWS) {
        reduced.extend(solved(group)?);
    }
    Ok(reduced)
}

/// The equation with everything that is known on the right side.
fn row(unknowns: &[Unknown], equation: &Equation) -> Option<Row> {
    let mut factors = BTreeMap::new();
    let mut constant = i128::from(equation.constant);
    for (place, factor) in &equation.terms {
        match unknowns.get(*place)?.value() {
            Some(value) => constant = constant.checked_sub(i128::from(*factor).checked_mul(i128::from(value))?)?,
            None => *factors.entry(*place).or_insert(0) += i128::from(*factor),
        }
    }
    factors.retain(|_, factor| *factor != 0);
    (!factors.is_empty()).then_some(Row { factors, constant, source: equation.source })
}

/// Rows that share a number, directly or through others.
fn groups(rows: Vec<Row>, numbers: usize) -> Vec<Vec<Row>> {
    let mut parent: Vec<usize> = (0..numbers).collect();
    for row in &rows {
        let mut places = row.factors.keys();
        let Some(first) = places.next() else { continue };
        for place in places {
            let (one, other) = (root(&mut parent, *first), root(&mut parent, *place));
            parent[one.max(other)] = one.min(other);
        }
    }
    let mut groups: BTreeMap<usize, Vec<Row>> = BTreeMap::new();
    for row in rows {
        if let Some(first) = row.factors.keys().next() {
            groups.entry(root(&mut parent, *first)).or_default().push(row);
        }
    }
    groups.into_values().collect()
}

fn root(parent: &mut [usize], mut place: usize) -> usize {
    while parent[place] != place {
        parent[place] = parent[parent[place]];
        place = parent[place];
    }
    place
}

/// Gauss and Jordan: each row leads with a number that no other row has.
fn solved(mut rows: Vec<Row>) -> Result<Vec<Equation>, Vec<usize>> {
    for pivot in 0..rows.len() {
        let Some((&lead, &factor)) = rows[pivot].factors.iter().min_by_key(|(place, factor)| (factor.abs(), **place))
        else {
            continue;
        };
        let row = Row { factors: rows[pivot].factors.clone(), ..rows[pivot] };
        for (place, other) in rows.iter_mut().enumerate() {
            if place != pivot
                && let Some(&wrong) = other.factors.get(&lead)
                && let Some((factors, constant)) = combined(other, factor, &row, wrong)
            {
                (other.factors, other.constant) = (factors, constant);
            }
        }
    }
    if let Some(broken) = rows.iter().find(|row| row.factors.is_empty() && row.constant != 0) {
        return Err(vec![broken.source]);
    }
    Ok(rows.iter().filter_map(equation).collect())
}

/// `one × factor − other × wrong`, divided by what its parts have in common.
fn combined(one: &Row, factor: i128, other: &Row, wrong: i128) -> Option<(BTreeMap<usize, i128>, i128)> {
    let mut factors = BTreeMap::new();
    for (place, own) in &one.factors {
        factors.insert(*place, own.checked_mul(factor)?);
    }
    for (place, own) in &other.factors {
        let entry = factors.entry(*place).or_insert(0);
        *entry = entry.checked_sub(own.checked_mul(wrong)?)?;
    }
    factors.retain(|_, factor| *factor != 0);
    let constant = one.constant.checked_mul(factor)?.checked_sub(other.constant.checked_mul(wrong)?)?;
    let common = factors.values().fold(constant.unsigned_abs(), |common, factor| gcd(common, factor.unsigned_abs()));
    let common = i128::try_from(common).ok().filter(|common| *common > 1).unwrap_or(1);
    for factor in factors.values_mut() {
        *factor /= common;
    }
    Some((factors, constant / common))
}

fn gcd(mut one: u128, mut other: u128) -> u128 {
    while other != 0 {
        (one, other) = (other, one % other);
    }
    one
}

/// The row as an equation, where its numbers are small enough.
fn equation(row: &Row) -> Option<Equation> {
    if row.factors.is_empty() {
        return None;
    }
    let small = |number: i128| i64::try_from(number).ok().filter(|number| number.abs() < 1 << 40);
    let terms: Option<Vec<(usize, i64)>> =
        row.factors.iter().map(|(place, factor)| Some((*place, small(*factor)?))).collect();
    Some(Equation {
        terms: terms?,
        relation: Relation::Equal,
        constant: small(row.constant)?,
        source: row.source,
        ground: 0,
    })
}
