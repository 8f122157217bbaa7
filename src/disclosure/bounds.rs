//! What follows from one equation at a time: each variable's bounds, drawn in until nothing moves.

use super::system::{FAR, System};

/// Rounds over all equations before the bounds are left as they are: they are valid whenever they stop.
const ROUNDS: usize = 60;

/// No filling keeps the rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Empty;

/// Draws `low` and `high` in. They stay outside every filling in whole numbers.
pub(super) fn propagate(system: &System, low: &mut [i64], high: &mut [i64]) -> Result<(), Empty> {
    for _ in 0..ROUNDS {
        let mut changed = false;
        for (terms, constant) in &system.equations {
            changed |= tighten(terms, *constant, low, high)?;
        }
        if !changed {
            break;
        }
    }
    Ok(())
}

/// The least and the most of a term, `None` where it has no bound.
fn extent(factor: i64, low: i64, high: i64) -> (Option<i128>, Option<i128>) {
    let at = |bound: i64| (bound.abs() < FAR).then(|| i128::from(factor) * i128::from(bound));
    if factor > 0 { (at(low), at(high)) } else { (at(high), at(low)) }
}

fn tighten(terms: &[(usize, i64)], constant: i64, low: &mut [i64], high: &mut [i64]) -> Result<bool, Empty> {
    let (mut least, mut most) = (0_i128, 0_i128);
    let (mut open_below, mut open_above) = (0, 0);
    for (variable, factor) in terms {
        let (from, to) = extent(*factor, low[*variable], high[*variable]);
        least += from.unwrap_or(0);
        most += to.unwrap_or(0);
        open_below += usize::from(from.is_none());
        open_above += usize::from(to.is_none());
    }
    let constant = i128::from(constant);
    if open_below == 0 && least > constant || open_above == 0 && most < constant {
        return Err(Empty);
    }
    let mut changed = false;
    for (variable, factor) in terms {
        let (from, to) = extent(*factor, low[*variable], high[*variable]);
        // What this term may be at most and at least, the others being at their least and most.
        let above = (open_below == usize::from(from.is_none())).then(|| constant - (least - from.unwrap_or(0)));
        let below = (open_above == usize::from(to.is_none())).then(|| constant - (most - to.unwrap_or(0)));
        let factor = i128::from(*factor);
        let (new_low, new_high) = if factor > 0 { (below, above) } else { (above, below) };
        if let Some(bound) = new_low.map(|it| whole(ceiling(it, factor))).filter(|it| *it > low[*variable]) {
            low[*variable] = bound;
            changed = true;
        }
        if let Some(bound) = new_high.map(|it| whole(floor(it, factor))).filter(|it| *it < high[*variable]) {
            high[*variable] = bound;
            changed = true;
        }
        if low[*variable] > high[*variable] {
            return Err(Empty);
        }
    }
    // The sums above are those of the bounds before this equation: older bounds are wider, so nothing is lost.
    Ok(changed)
}

fn whole(value: i128) -> i64 {
    i64::try_from(value.clamp(i128::from(-FAR), i128::from(FAR))).unwrap_or(FAR)
}

fn floor(value: i128, by: i128) -> i128 {
    // Most factors are one, and a division is dear.
    if by.abs() == 1 {
        return value * by;
    }
    if by < 0 { (-value).div_euclid(-by) } else { value.div_euclid(by) }
}

fn ceiling(value: i128, by: i128) -> i128 {
    -floor(-value, by)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounds_to_the_right_side() {
        let cases = [(7, 2, 3, 4), (-7, 2, -4, -3), (7, -2, -4, -3), (-7, -2, 3, 4), (6, -2, -3, -3)];
        for (value, by, down, up) in cases {
            assert_eq!((floor(value, by), ceiling(value, by)), (down, up), "{value} / {by}");
        }
    }
}
