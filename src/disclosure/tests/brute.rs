//! Every filling in whole numbers that agrees with what is published, in plain loops.

use super::*;

/// Fillings tried before a set counts as too large for this.
const LIMIT: usize = 400_000;

/// The least and the most of each hidden cell over all fillings, or nothing where there are too many.
///
/// Values are tried up to well above the true ones; a filling that is missed can only make a cell look known.
pub(super) fn ranges(model: &Model, pattern: &Pattern) -> Option<Vec<Option<(u64, u64)>>> {
    let mut values: Vec<i64> = model.cells.iter().map(|cell| i64::try_from(cell.value.unwrap()).unwrap()).collect();
    let top = values.clone();
    let hidden: Vec<usize> = (0..values.len()).filter(|cell| pattern.cells[*cell]).collect();
    let mut found = vec![None; values.len()];
    let mut tried = 0;
    fill(model, pattern, &hidden, 0, &mut values, &top, &mut found, &mut tried);
    (tried < LIMIT).then_some(found)
}

#[expect(clippy::too_many_arguments, reason = "plain recursion, with nothing in common with what it tests")]
fn fill(
    model: &Model,
    pattern: &Pattern,
    hidden: &[usize],
    next: usize,
    values: &mut Vec<i64>,
    top: &[i64],
    found: &mut [Option<(u64, u64)>],
    tried: &mut usize,
) {
    *tried += 1;
    if *tried >= LIMIT {
        return;
    }
    if next == hidden.len() {
        for cell in hidden {
            let value = u64::try_from(values[*cell]).unwrap();
            let (low, high) = found[*cell].unwrap_or((value, value));
            found[*cell] = Some((low.min(value), high.max(value)));
        }
        return;
    }
    let cell = hidden[next];
    let open = &hidden[next + 1..];
    let most = model.cells[cell].most.map_or(top[cell].max(5) + 4, |most| i64::try_from(most).unwrap());
    for value in i64::try_from(model.cells[cell].least).unwrap()..=most {
        values[cell] = value;
        if rules_hold(model, pattern, cell, open, values) {
            fill(model, pattern, hidden, next + 1, values, top, found, tried);
        }
    }
    values[cell] = top[cell];
}

/// The rules of this cell whose cells are all set, and equations that are overdrawn already.
fn rules_hold(model: &Model, pattern: &Pattern, cell: usize, open: &[usize], values: &[i64]) -> bool {
    for rule in &model.rules {
        if !rule.terms.iter().any(|term| term.0 == cell) || rule.share.is_some_and(|share| pattern.shares[share]) {
            continue;
        }
        let (mut sum, mut is_open, mut can_grow, mut can_shrink) = (0_i128, false, false, false);
        for (other, factor) in &rule.terms {
            if open.contains(other) {
                is_open = true;
                can_grow |= *factor > 0;
                can_shrink |= *factor < 0;
                sum += i128::from(*factor) * i128::from(model.cells[*other].least);
            } else {
                sum += i128::from(*factor) * i128::from(values[*other]);
            }
        }
        let constant = i128::from(rule.constant);
        let is_short = sum < constant && !(is_open && can_grow);
        let is_over = rule.relation == Relation::Equal && sum > constant && !(is_open && can_shrink);
        if is_short || is_over {
            return false;
        }
    }
    true
}

/// What a reader finds who sees this pattern: hidden cells with one value, and sensitive ones that are proven small.
pub(super) fn leaks(model: &Model, pattern: &Pattern) -> Option<Vec<String>> {
    let ranges = ranges(model, pattern)?;
    let mut leaks = Vec::new();
    for (at, cell) in model.cells.iter().enumerate().filter(|(at, _)| pattern.cells[*at]) {
        let (low, high) = ranges[at].expect("the true filling is one of them");
        let is_small = cell.sensitive_below.is_some_and(|threshold| high < threshold);
        let is_exact = low == high && (cell.is_sensitive() || cell.printing == Printing::Open);
        if is_small || is_exact {
            leaks.push(format!("cell {} is {low} to {high}", cell.id));
        }
    }
    Some(leaks)
}
