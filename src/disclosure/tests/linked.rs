use super::draft::Draft;
use super::*;

/// What was seen over all sets.
#[derive(Debug, Default)]
struct Seen {
    enumerated: usize,
    certified: usize,
    refused: usize,
    withheld: usize,
    by_line: usize,
    cells: usize,
}

#[test]
fn no_linked_tables_give_a_cell_back() {
    let mut seen = Seen::default();
    let many: u64 = std::env::var("SEEDS").ok().and_then(|it| it.parse().ok()).unwrap_or(6_000);
    for seed in 0..many {
        let draft = Draft::linked(seed);
        let model = &draft.model;
        let (pattern, demands, proofs, outcome) = decided(model);
        if let Outcome::Refused(why) = outcome {
            assert!(is_hopeless(model), "seed {seed}: {why:?}");
            seen.refused += 1;
            continue;
        }
        certify(model, &pattern, &demands, &proofs, seed);
        match brute::leaks(model, &pattern, &proofs) {
            Some(leaks) => {
                assert!(leaks.is_empty(), "seed {seed}: {leaks:?}");
                seen.enumerated += 1;
            }
            None => seen.certified += 1,
        }
        let open = |it: &usize| model.cells[*it].printing == Printing::Open;
        seen.cells += (0..model.cells.len()).filter(open).count();
        seen.withheld += (0..model.cells.len()).filter(open).filter(|it| pattern.cells[*it]).count();
        seen.by_line += by_line(&draft).into_iter().filter(|it| *it).count();
    }
    assert!(many < 6_000 || seen.enumerated > 3_000, "{seen:?}");
}

/// Of so many cells that hang together only blocks are moved: for one that is made of two children and two, in which it could be
/// three, no block had room, and nothing was published.
#[test]
fn a_large_cube_is_published() {
    let model = cube::linked(&[10, 11, 12, 7], 30_000);
    assert_eq!(model.len(), 13_759);
    let (pattern, demands, proofs, outcome) = decided(&model);
    assert!(cells(&outcome).len() < 8_000);
    certify(&model, &pattern, &demands, &proofs, 0);
}

/// With everything withheld that can be, a cell is still found.
fn is_hopeless(model: &Model) -> bool {
    let mut pattern = Pattern::primary(model);
    for (cell, hidden) in model.cells.iter().zip(&mut pattern.cells) {
        *hidden |= cell.printing == Printing::Open && cell.value > Some(0);
    }
    pattern.shares.fill(true);
    brute::leaks(model, &pattern, &[]).is_none_or(|leaks| !leaks.is_empty())
}

/// Each proof is another filling that agrees with all that is shown; together they move every hidden cell, and every
/// sensitive one to where it is not small.
fn certify(model: &Model, pattern: &Pattern, demands: &[Demand], proofs: &[Vec<(usize, i64)>], seed: u64) {
    assert_eq!(demands.len(), proofs.len(), "seed {seed}");
    let mut is_moved = vec![false; model.cells.len()];
    for (demand, proof) in demands.iter().zip(proofs) {
        let mut values: Vec<i64> = model.cells.iter().map(|it| i64::try_from(it.value.unwrap()).unwrap()).collect();
        for (cell, value) in proof {
            let least = i64::try_from(model.cells[*cell].least).unwrap();
            assert!(pattern.cells[*cell] && *value >= least && *value != values[*cell], "seed {seed}");
            (values[*cell], is_moved[*cell]) = (*value, true);
        }
        for rule in model.rules.iter().filter(|rule| rule.share.is_none_or(|share| !pattern.shares[share])) {
            let sum: i64 = rule.terms.iter().map(|(cell, factor)| factor * values[*cell]).sum();
            let holds = if rule.relation == Relation::Equal { sum == rule.constant } else { sum >= rule.constant };
            assert!(holds, "seed {seed}: {rule:?}");
        }
        let threshold = i64::try_from(model.cells[demand.cell].sensitive_below.unwrap()).unwrap();
        let may_be_none = model.cells[demand.cell].least == 0 && values[demand.cell] == 0;
        // That the value moved is seen above.
        let is_other_small =
            matches!(demand.goal, Goal::OtherSmall(_)) && (1..threshold).contains(&values[demand.cell]);
        assert!(values[demand.cell] >= threshold || may_be_none || is_other_small, "seed {seed}");
    }
    for (at, cell) in model.cells.iter().enumerate().filter(|(at, _)| pattern.cells[*at]) {
        assert!(is_moved[at] || !cell.is_sensitive() && cell.printing != Printing::Open, "seed {seed}: {cell:?}");
    }
}

/// The method in use before: each line by itself, as `protect::suppress` covers it. Shares, windows and other rules are
/// not seen.
pub(super) fn by_line(draft: &Draft) -> Vec<bool> {
    let model = &draft.model;
    let value = |cell: usize| model.cells[cell].value.unwrap();
    let is_open = |cell: usize| model.cells[cell].printing == Printing::Open;
    let mut hidden: Vec<bool> =
        model.cells.iter().map(|cell| cell.printing == Printing::Open && cell.is_sensitive()).collect();
    loop {
        let mut changed = false;
        for (total, parts) in &draft.lines {
            let within: Vec<usize> = parts.iter().copied().filter(|it| hidden[*it]).collect();
            let candidates = parts.iter().copied().filter(|it| !hidden[*it] && is_open(*it) && value(*it) > 0);
            let smallest = candidates.min_by_key(|it| (value(*it), std::cmp::Reverse(*it)));
            let next = if hidden[*total] {
                if within.is_empty() { smallest } else { None }
            } else {
                let sum: u64 = within.iter().map(|it| value(*it)).sum();
                let is_covered = within.len() >= 2 && sum.saturating_sub(within.len() as u64 - 1) >= 5;
                let total = Some(*total).filter(|it| is_open(*it) && value(*it) > 0);
                if within.is_empty() || is_covered { None } else { smallest.or(total) }
            };
            if let Some(cell) = next {
                hidden[cell] = true;
                changed = true;
            }
        }
        if !changed {
            return hidden;
        }
    }
}

/// On sets small enough to enumerate, every secondary is needed: shown again, something is found.
#[test]
fn pruning_leaves_no_needless_secondary() {
    let mut tried = 0;
    for seed in 0..3_000 {
        let draft = Draft::linked(seed);
        let (mut pattern, _, proofs, outcome) = decided(&draft.model);
        if matches!(outcome, Outcome::Refused(_)) || brute::ranges(&draft.model, &pattern, &proofs).is_none() {
            continue;
        }
        for (at, cell) in draft.model.cells.iter().enumerate() {
            if !pattern.cells[at] || cell.is_sensitive() || cell.printing != Printing::Open {
                continue;
            }
            pattern.cells[at] = false;
            let leaks = brute::leaks(&draft.model, &pattern, &proofs).unwrap();
            pattern.cells[at] = true;
            assert!(!leaks.is_empty(), "seed {seed}: {} is not needed", cell.id);
            tried += 1;
        }
        for at in 0..draft.model.shares.len() {
            if pattern.shares[at] {
                pattern.shares[at] = false;
                let leaks = brute::leaks(&draft.model, &pattern, &proofs).unwrap();
                pattern.shares[at] = true;
                assert!(!leaks.is_empty(), "seed {seed}: share {at} is not needed");
                tried += 1;
            }
        }
    }
    assert!(tried > 1_000, "{tried}");
}

#[test]
fn the_same_model_gives_the_same_pattern() {
    for seed in 0..400 {
        let once = withhold(&Draft::linked(seed).model, &Policy::default());
        assert_eq!(once, withhold(&Draft::linked(seed).model, &Policy::default()), "seed {seed}");
    }
}
