//! Bounds that are narrowed equation by equation until nothing changes.

use std::collections::VecDeque;

use super::{Equation, FAR, Problem, Relation, Unknown};

/// Bounds may creep towards each other one by one: what is not proven after this many steps is left.
const MOST_STEPS: usize = 400_000;

/// The bounds so far.
pub(super) struct State {
    pub(super) unknowns: Vec<Unknown>,
    /// The equation that last raised the lower and lowered the upper bound.
    reasons: Vec<[Option<usize>; 2]>,
}

impl State {
    pub(super) fn new(problem: &Problem) -> Self {
        Self { unknowns: problem.unknowns.clone(), reasons: vec![[None; 2]; problem.unknowns.len()] }
    }

    /// The equations that narrowed a number last.
    pub(super) fn sources_of(&self, place: usize) -> Vec<usize> {
        let mut sources: Vec<usize> = self.reasons[place].iter().flatten().copied().collect();
        sources.sort_unstable();
        sources.dedup();
        sources
    }

    pub(super) fn narrow(&mut self, equations: &[Equation]) {
        let mut uses: Vec<Vec<usize>> = vec![Vec::new(); self.unknowns.len()];
        for (number, equation) in equations.iter().enumerate() {
            for (place, _) in &equation.terms {
                uses[*place].push(number);
            }
        }
        let mut waiting: VecDeque<usize> = (0..equations.len()).collect();
        let mut is_waiting = vec![true; equations.len()];
        let mut steps = 0;
        while let Some(number) = waiting.pop_front() {
            is_waiting[number] = false;
            steps += equations[number].terms.len();
            if steps > MOST_STEPS.max(8 * equations.len()) {
                return;
            }
            for place in self.apply(&equations[number]) {
                for next in &uses[place] {
                    if !is_waiting[*next] {
                        is_waiting[*next] = true;
                        waiting.push_back(*next);
                    }
                }
            }
        }
    }

    /// Narrows every number of the equation by the bounds of the others; gives those that changed.
    fn apply(&mut self, equation: &Equation) -> Vec<usize> {
        let Some(least) = self.sum(equation, true) else { return Vec::new() };
        let Some(most) = self.sum(equation, false) else { return Vec::new() };
        let constant = i128::from(equation.constant);
        let is_possible = least <= constant && (equation.relation == Relation::AtMost || constant <= most);
        if !is_possible {
            // Figures that contradict each other (rounded, corrected, of another day) prove nothing.
            return Vec::new();
        }
        let mut changed = Vec::new();
        for (place, factor) in &equation.terms {
            let (own_least, own_most) = ends(&self.unknowns[*place], *factor);
            let room_above = constant - (least - own_least);
            let room_below = (equation.relation == Relation::Equal).then(|| constant - (most - own_most));
            if self.tighten(*place, i128::from(*factor), room_below, room_above, equation.source) {
                changed.push(*place);
            }
        }
        changed
    }

    /// Keeps `factor × number` between the two.
    fn tighten(&mut self, place: usize, factor: i128, below: Option<i128>, above: i128, source: usize) -> bool {
        let (lower, upper) = if factor > 0 {
            (below.map(|below| -(-below).div_euclid(factor)), Some(above.div_euclid(factor)))
        } else {
            (Some(-above.div_euclid(-factor)), below.map(|below| (-below).div_euclid(-factor)))
        };
        let clamp = |bound: i128| i64::try_from(bound.clamp(-i128::from(FAR), i128::from(FAR))).unwrap_or_default();
        let unknown = &mut self.unknowns[place];
        let mut changed = false;
        if let Some(lower) = lower.map(clamp).filter(|lower| *lower > unknown.lower && *lower <= unknown.upper) {
            unknown.lower = lower;
            self.reasons[place][0] = Some(source);
            changed = true;
        }
        if let Some(upper) = upper.map(clamp).filter(|upper| *upper < unknown.upper && *upper >= unknown.lower) {
            unknown.upper = upper;
            self.reasons[place][1] = Some(source);
            changed = true;
        }
        changed
    }

    fn sum(&self, equation: &Equation, is_least: bool) -> Option<i128> {
        equation.terms.iter().try_fold(0_i128, |sum, (place, factor)| {
            let (least, most) = ends(self.unknowns.get(*place)?, *factor);
            sum.checked_add(if is_least { least } else { most })
        })
    }
}

/// The least and the most that `factor × number` can be.
fn ends(unknown: &Unknown, factor: i64) -> (i128, i128) {
    let (lower, upper) = (i128::from(unknown.lower), i128::from(unknown.upper));
    let factor = i128::from(factor);
    if factor > 0 { (lower * factor, upper * factor) } else { (upper * factor, lower * factor) }
}
