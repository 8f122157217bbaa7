//! Bounds that are narrowed equation by equation until nothing changes.

use std::collections::{BTreeMap, VecDeque};

use super::{Equation, FAR, Problem, Relation, Unknown};

/// The sources of equations that cannot all be true.
type Broken = Vec<usize>;

/// Bounds may creep towards each other one by one: what is not proven after this many steps is left.
const MOST_STEPS: usize = 400_000;

/// The bounds so far.
pub(super) struct State {
    pub(super) unknowns: Vec<Unknown>,
    /// The equation that last raised the lower and lowered the upper bound.
    reasons: Vec<[Option<usize>; 2]>,
    /// All the equations that a number follows from, where that was found out.
    told: BTreeMap<usize, Vec<usize>>,
    /// Secrets that were not put to the solver.
    pub(super) untested: usize,
}

impl State {
    pub(super) fn new(problem: &Problem) -> Self {
        let reasons = vec![[None; 2]; problem.unknowns.len()];
        Self { unknowns: problem.unknowns.clone(), reasons, told: BTreeMap::new(), untested: 0 }
    }

    /// The number lies within these bounds, which follow from equations with these sources.
    pub(super) fn tell(&mut self, place: usize, lower: i64, upper: i64, sources: Vec<usize>) {
        (self.unknowns[place].lower, self.unknowns[place].upper) = (lower, upper);
        self.told.insert(place, sources);
    }

    /// The equations that a number follows from, or those that narrowed it last.
    pub(super) fn sources_of(&self, place: usize) -> Vec<usize> {
        if let Some(told) = self.told.get(&place) {
            return told.clone();
        }
        let mut sources: Vec<usize> = self.reasons[place].iter().flatten().copied().collect();
        sources.sort_unstable();
        sources.dedup();
        sources
    }

    /// Narrows until nothing changes.
    ///
    /// # Errors
    /// The source of an equation that cannot be true with what is known of the others.
    pub(super) fn narrow(&mut self, equations: &[Equation]) -> Result<(), Broken> {
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
                return Ok(());
            }
            for place in self.apply(&equations[number])? {
                for next in &uses[place] {
                    if !is_waiting[*next] {
                        is_waiting[*next] = true;
                        waiting.push_back(*next);
                    }
                }
            }
        }
        Ok(())
    }

    /// Narrows every number of the equation by the bounds of the others; gives those that changed.
    fn apply(&mut self, equation: &Equation) -> Result<Vec<usize>, Broken> {
        let Some(least) = self.sum(equation, true) else { return Ok(Vec::new()) };
        let Some(most) = self.sum(equation, false) else { return Ok(Vec::new()) };
        let constant = i128::from(equation.constant);
        let is_possible = least <= constant && (equation.relation == Relation::AtMost || constant <= most);
        if !is_possible {
            return Err(vec![equation.source]);
        }
        let mut changed = Vec::new();
        for (place, factor) in &equation.terms {
            let (own_least, own_most) = ends(&self.unknowns[*place], *factor);
            let room_above = constant - (least - own_least);
            let room_below = (equation.relation == Relation::Equal).then(|| constant - (most - own_most));
            if self.tighten(*place, i128::from(*factor), room_below, room_above, equation.source)? {
                changed.push(*place);
            }
        }
        Ok(changed)
    }

    /// Keeps `factor × number` between the two.
    fn tighten(
        &mut self,
        place: usize,
        factor: i128,
        below: Option<i128>,
        above: i128,
        source: usize,
    ) -> Result<bool, Broken> {
        let (lower, upper) = if factor > 0 {
            (below.map(|below| -(-below).div_euclid(factor)), Some(above.div_euclid(factor)))
        } else {
            (Some(-above.div_euclid(-factor)), below.map(|below| (-below).div_euclid(-factor)))
        };
        let clamp = |bound: i128| i64::try_from(bound.clamp(-i128::from(FAR), i128::from(FAR))).unwrap_or_default();
        let unknown = &mut self.unknowns[place];
        let mut changed = false;
        if let Some(lower) = lower.map(clamp).filter(|lower| *lower > unknown.lower) {
            unknown.lower = lower;
            self.reasons[place][0] = Some(source);
            changed = true;
        }
        if let Some(upper) = upper.map(clamp).filter(|upper| *upper < unknown.upper) {
            unknown.upper = upper;
            self.reasons[place][1] = Some(source);
            changed = true;
        }
        if unknown.lower > unknown.upper {
            return Err(self.sources_of(place));
        }
        Ok(changed)
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
