//! Small systems whose answers fit in one's head, and random ones against trying everything.

use super::*;

fn hidden(lower: i64) -> Unknown {
    Unknown { lower, upper: FAR, secret: Secret::Withheld }
}

fn equal(places: &[usize], constant: i64) -> Equation {
    let terms = places.iter().map(|place| (*place, 1)).collect();
    Equation { terms, relation: Relation::Equal, constant, source: 0, ground: 0 }
}

fn proofs(unknowns: Vec<Unknown>, equations: Vec<Equation>) -> Vec<(usize, bool)> {
    let problem = Problem { unknowns, equations };
    let found = attack(&problem, 5, Doubt::LaterGrounds);
    found.proofs.into_iter().map(|proof| (proof.unknown, proof.is_exact)).collect()
}

#[test]
fn sums_give_cells_back() {
    assert_eq!(proofs(vec![hidden(1)], vec![equal(&[0], 3)]), [(0, true)], "a lone cell under its total");
    assert_eq!(proofs(vec![hidden(1); 2], vec![equal(&[0, 1], 2)]), [(0, true), (1, true)], "1 and 1 of 2");
    assert_eq!(proofs(vec![hidden(1); 2], vec![equal(&[0, 1], 4)]), [(0, false), (1, false)], "both small");
    assert_eq!(proofs(vec![hidden(1); 2], vec![equal(&[0, 1], 8)]), [], "one of them may be 7");
    assert_eq!(proofs(vec![hidden(0); 2], vec![equal(&[0, 1], 4)]), [], "either may be zero");
}

/// Rows and columns of a table: no line gives anything, all lines together do.
#[test]
fn lines_together_give_more_than_each() {
    let lines = vec![equal(&[0, 1], 30), equal(&[1, 2], 40), equal(&[0, 2], 50)];
    assert_eq!(proofs(vec![hidden(1); 3], lines), [(0, true), (1, true), (2, true)]);
}

#[test]
fn parts_may_be_known_unless_they_are_small() {
    let part = Unknown { lower: -FAR, upper: FAR, secret: Secret::Part };
    assert_eq!(proofs(vec![part], vec![equal(&[0], 9)]), []);
    assert_eq!(proofs(vec![part], vec![equal(&[0], 3)]), [(0, true)]);
    assert_eq!(proofs(vec![part], vec![equal(&[0], -3)]), [(0, true)]);
    assert_eq!(proofs(vec![part], vec![equal(&[0], 0)]), []);
}

#[test]
fn contradictions_prove_nothing() {
    assert_eq!(proofs(vec![hidden(1); 2], vec![equal(&[0, 1], 1)]), []);
    let lines = vec![equal(&[0], 7), equal(&[0], 9)];
    assert_eq!(proofs(vec![hidden(1)], lines.clone()), [], "nothing says which is true");
    // 2 of each is 7: only whole numbers say that it cannot be.
    let twice = Equation { terms: vec![(0, 2), (1, 2)], ..equal(&[], 7) };
    let problem = Problem { unknowns: vec![hidden(0); 2], equations: vec![twice, equal(&[0, 1], 3)] };
    let found = attack(&problem, 5, Doubt::LaterGrounds);
    assert_eq!((found.proofs.len(), found.contradictions.len()), (0, 1));
    // What rests on the audited bundle alone is believed before what rests on others.
    let problem = Problem {
        unknowns: vec![hidden(1)],
        equations: vec![Equation { ground: 1, source: 4, ..lines[1].clone() }, lines[0].clone()],
    };
    let found = attack(&problem, 5, Doubt::LaterGrounds);
    assert_eq!(found.proofs.iter().map(|proof| proof.is_exact).collect::<Vec<_>>(), [true]);
    assert_eq!(found.contradictions, [Contradiction { sources: vec![4], ground: 1 }]);
    assert_eq!(attack(&problem, 5, Doubt::All).proofs, []);
}

/// Neither bounds nor elimination say anything of a difference that two inequalities hold between three and four.
#[test]
fn the_solver_goes_on_where_bounds_end() {
    // Numbers below zero, without bounds: a difference of two withheld ones.
    let free = Unknown { lower: -FAR, upper: FAR, secret: Secret::Part };
    let difference = Equation { terms: vec![(0, 1), (1, -1), (2, -1)], ..equal(&[], 0) };
    let lines = vec![equal(&[0, 1], 20), difference.clone()];
    assert_eq!(proofs(vec![hidden(1), hidden(1), free], lines), []);
    let close = |factor| Equation {
        relation: Relation::AtMost,
        terms: vec![(0, factor), (1, -factor)],
        ..equal(&[], -factor * 3)
    };
    let lines =
        vec![equal(&[0, 1, 3], 20), equal(&[3, 4], 9), difference, close(1), Equation { constant: 4, ..close(-1) }];
    let found = proofs(vec![hidden(1), hidden(1), free, hidden(1), hidden(1)], lines);
    assert_eq!(found, [(2, false)], "three or four fewer");
}

/// Whatever is proven holds in every filling that fits: tables of 2 × 3 with random cells withheld, by trying all.
#[test]
fn what_is_proven_is_true() {
    let mut state = 20_250_u64;
    let mut random = |below: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    };
    let (mut exact, mut missed) = (0, 0);
    for round in 0..400 {
        let cells: Vec<i64> = (0..6).map(|_| i64::try_from(random(7)).unwrap() + 1).collect();
        let is_hidden: Vec<bool> = (0..6).map(|_| random(2) == 0).collect();
        let lines: [&[usize]; 5] = [&[0, 1, 2], &[3, 4, 5], &[0, 3], &[1, 4], &[2, 5]];
        let unknowns: Vec<Unknown> = cells
            .iter()
            .zip(&is_hidden)
            .map(|(cell, is_hidden)| match is_hidden {
                true => hidden(1),
                false => Unknown { lower: *cell, upper: *cell, secret: Secret::No },
            })
            .collect();
        let equations: Vec<Equation> =
            lines.iter().map(|line| equal(line, line.iter().map(|cell| cells[*cell]).sum())).collect();
        let problem = Problem { unknowns, equations };
        let fillings = fillings(&problem);
        assert!(fillings.contains(&cells));
        let found = attack(&problem, 5, Doubt::LaterGrounds).proofs;
        for proof in &found {
            let values: std::collections::BTreeSet<i64> = fillings.iter().map(|it| it[proof.unknown]).collect();
            let is_true = if proof.is_exact { values.len() == 1 } else { values.iter().all(|it| (1..5).contains(it)) };
            assert!(is_true, "round {round}: {cells:?} {is_hidden:?} {proof:?}");
        }
        for cell in (0..6).filter(|cell| is_hidden[*cell]) {
            let values: std::collections::BTreeSet<i64> = fillings.iter().map(|it| it[cell]).collect();
            let is_found = found.iter().any(|proof| proof.unknown == cell && proof.is_exact);
            exact += usize::from(values.len() == 1);
            missed += usize::from(values.len() == 1 && !is_found);
        }
    }
    assert!(exact > 100 && missed == 0, "{missed} of {exact} missed");
}

fn fillings(problem: &Problem) -> Vec<Vec<i64>> {
    let mut all = vec![Vec::new()];
    for unknown in &problem.unknowns {
        let upper = unknown.upper.min(24);
        all = all
            .into_iter()
            .flat_map(|filling: Vec<i64>| {
                (unknown.lower..=upper).map(move |value| filling.iter().copied().chain([value]).collect())
            })
            .filter(|filling: &Vec<i64>| {
                problem.equations.iter().all(|equation| {
                    let is_filled = equation.terms.iter().all(|(place, _)| *place < filling.len());
                    let known = equation.terms.iter().filter_map(|(place, _)| filling.get(*place)).sum::<i64>();
                    if is_filled { known == equation.constant } else { known <= equation.constant }
                })
            })
            .collect();
    }
    all
}
