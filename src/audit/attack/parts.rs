//! Parts of a problem that have no open number in common.

use std::collections::BTreeMap;

use super::{Equation, Problem, Relation};

/// Open numbers that hang together, and what ties them; what is known is on the right side.
pub(super) struct Part {
    pub(super) problem: Problem,
    /// The place of each of its numbers in the whole.
    pub(super) places: Vec<usize>,
}

/// The parts in the order of their first numbers, and the equations between known numbers that do not hold.
pub(super) fn parts(problem: &Problem) -> (Vec<Part>, Vec<usize>) {
    let mut rows = Vec::new();
    let mut broken = Vec::new();
    for (at, equation) in problem.equations.iter().enumerate() {
        match moved(problem, equation) {
            Some(row) if row.terms.is_empty() => {
                let holds = match row.relation {
                    Relation::Equal => row.constant == 0,
                    Relation::AtMost => row.constant >= 0,
                };
                if !holds {
                    broken.push(at);
                }
            }
            Some(row) => rows.push(row),
            None => {}
        }
    }
    let mut parent: Vec<usize> = (0..problem.unknowns.len()).collect();
    for row in &rows {
        for pair in row.terms.windows(2) {
            let (one, other) = (root(&mut parent, pair[0].0), root(&mut parent, pair[1].0));
            parent[one.max(other)] = one.min(other);
        }
    }
    let mut found: BTreeMap<usize, Part> = BTreeMap::new();
    let mut local = vec![0; problem.unknowns.len()];
    for (place, unknown) in problem.unknowns.iter().enumerate().filter(|(_, unknown)| unknown.value().is_none()) {
        let part = found
            .entry(root(&mut parent, place))
            .or_insert_with(|| Part { problem: Problem::default(), places: Vec::new() });
        local[place] = part.places.len();
        part.places.push(place);
        part.problem.unknowns.push(*unknown);
    }
    for mut row in rows {
        let Some(part) = row.terms.first().and_then(|term| found.get_mut(&root(&mut parent, term.0))) else { continue };
        for term in &mut row.terms {
            term.0 = local[term.0];
        }
        part.problem.equations.push(row);
    }
    (found.into_values().collect(), broken)
}

/// The equation with everything that is known on the right side; none where that does not fit.
fn moved(problem: &Problem, equation: &Equation) -> Option<Equation> {
    let mut constant = i128::from(equation.constant);
    let mut terms: BTreeMap<usize, i64> = BTreeMap::new();
    for (place, factor) in &equation.terms {
        if let Some(value) = problem.unknowns.get(*place)?.value() {
            constant = constant.checked_sub(i128::from(*factor) * i128::from(value))?;
        } else {
            let sum = terms.entry(*place).or_default();
            *sum = sum.checked_add(*factor)?;
        }
    }
    let terms = terms.into_iter().filter(|term| term.1 != 0).collect();
    Some(Equation { terms, constant: i64::try_from(constant).ok()?, ..equation.clone() })
}

fn root(parent: &mut [usize], mut place: usize) -> usize {
    while parent[place] != place {
        parent[place] = parent[parent[place]];
        place = parent[place];
    }
    place
}
