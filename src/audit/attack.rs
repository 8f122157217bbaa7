//! The attack: what somebody with all published figures can work out about those that are withheld.
//!
//! Whole numbers within bounds, tied by equations. Each part that hangs together is taken by itself: bounds are narrowed
//! until nothing changes, its equations are solved exactly, and what is still open then goes to the solver of
//! [`crate::disclosure`], which says between which values each number may really lie. What is proven here is true, as far
//! as the equations are: bounds only ever shrink around every solution. A part without a solution proves nothing.

mod eliminate;
mod narrow;
mod parts;
mod solver;

/// Beyond this no bound is kept: as good as none.
pub(super) const FAR: i64 = 1 << 50;

/// What somebody wants to know about a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Secret {
    /// Nothing: it is public, or of no interest.
    No,
    /// A withheld figure about people: neither its value nor that it is small may follow.
    Withheld,
    /// As that, and it may not follow either that there are none.
    EvenNone,
    /// A withheld figure of which only the value is secret: answers.
    Value,
    /// A number of people that is not printed, or is: it may be known unless it is small.
    Part,
}

/// A whole number of which the published figures say something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Unknown {
    /// It is at least this.
    pub(super) lower: i64,
    /// It is at most this.
    pub(super) upper: i64,
    /// What must not follow.
    pub(super) secret: Secret,
}

impl Unknown {
    /// Its value, where only one is possible.
    pub(super) fn value(&self) -> Option<i64> {
        (self.lower == self.upper).then_some(self.lower)
    }
}

/// How a sum stands to its right side.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Relation {
    /// Equal.
    Equal,
    /// At most.
    AtMost,
}

/// A sum of numbers, each times a factor, beside a whole number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Equation {
    /// Place of the number and its factor.
    pub(super) terms: Vec<(usize, i64)>,
    /// How the two sides stand to each other.
    pub(super) relation: Relation,
    /// The right side.
    pub(super) constant: i64,
    /// Where it comes from; the caller's number.
    pub(super) source: usize,
    /// What it rests on. Zero is the audited bundle by itself; where not all can be true, the smaller are believed.
    pub(super) ground: usize,
}

/// Everything that is known.
#[derive(Debug, Clone, Default)]
pub(super) struct Problem {
    /// The numbers.
    pub(super) unknowns: Vec<Unknown>,
    /// What ties them.
    pub(super) equations: Vec<Equation>,
}

/// What was proven of a secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Proof {
    /// Which number.
    pub(super) unknown: usize,
    /// Its value is known; otherwise it is only known to be small.
    pub(super) is_exact: bool,
    /// It is known to be from one to one below the threshold.
    pub(super) is_small: bool,
    /// The equations that it follows from, as far as known.
    pub(super) sources: Vec<usize>,
}

/// Equations that cannot all be true.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Contradiction {
    /// Where some of them come from.
    pub(super) sources: Vec<usize>,
    /// What those rest on that were not believed.
    pub(super) ground: usize,
}

/// Everything that was found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Found {
    /// What was proven, in the order of the numbers.
    pub(super) proofs: Vec<Proof>,
    /// What cannot all be true.
    pub(super) contradictions: Vec<Contradiction>,
    /// Secrets in parts too large for the solver, of which more may follow.
    pub(super) untested: usize,
}

/// What is done with a part that has no solution.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Doubt {
    /// Grounds are believed in their order, as long as they agree.
    LaterGrounds,
    /// Nothing in it is believed.
    All,
}

/// Proves what can be proven of the secrets.
pub(super) fn attack(problem: &Problem, threshold: i64, doubt: Doubt) -> Found {
    let mut found = Found::default();
    let (parts, broken) = parts::parts(problem);
    let equations = broken.into_iter().map(|it| &problem.equations[it]);
    found.contradictions.extend(equations.map(|it| Contradiction { sources: vec![it.source], ground: it.ground }));
    for (unknown, it) in problem.unknowns.iter().enumerate().filter(|(_, it)| it.value().is_some()) {
        found.proofs.extend(proof(unknown, it, threshold, Vec::new));
    }
    for part in &parts {
        let (state, contradictions) = believed(&part.problem, threshold, doubt);
        found.contradictions.extend(contradictions);
        let Some(state) = state else { continue };
        found.untested += state.untested;
        for (place, unknown) in state.unknowns.iter().enumerate() {
            found.proofs.extend(proof(part.places[place], unknown, threshold, || state.sources_of(place)));
        }
    }
    found.proofs.sort_by_key(|proof| proof.unknown);
    found
}

/// What follows from a part, or from those grounds of it that agree with each other.
fn believed(part: &Problem, threshold: i64, doubt: Doubt) -> (Option<narrow::State>, Vec<Contradiction>) {
    let contradiction = match solved(part, threshold) {
        Ok(state) => return (Some(state), Vec::new()),
        Err(sources) => Contradiction { sources, ground: 0 },
    };
    let grounds: std::collections::BTreeSet<usize> = part.equations.iter().map(|equation| equation.ground).collect();
    if doubt == Doubt::All || grounds.len() < 2 {
        let ground = grounds.into_iter().next().unwrap_or(0);
        return (None, vec![Contradiction { ground, ..contradiction }]);
    }
    let mut known = Problem { equations: Vec::new(), ..part.clone() };
    let (mut last, mut contradictions) = (None, Vec::new());
    for ground in grounds {
        let before = known.equations.len();
        known.equations.extend(part.equations.iter().filter(|equation| equation.ground == ground).cloned());
        match solved(&known, threshold) {
            Ok(state) => last = Some(state),
            Err(sources) => {
                contradictions.push(Contradiction { sources, ground });
                known.equations.truncate(before);
                if ground == 0 {
                    return (None, contradictions);
                }
            }
        }
    }
    (last, contradictions)
}

/// What follows; or the sources of some equations that cannot all be true.
fn solved(part: &Problem, threshold: i64) -> Result<narrow::State, Vec<usize>> {
    let mut state = narrow::State::new(part);
    state.narrow(&part.equations)?;
    let reduced = eliminate::reduced(&state.unknowns, &part.equations)?;
    state.narrow(&reduced)?;
    state.narrow(&part.equations)?;
    solver::narrow(&mut state, &part.equations, threshold)?;
    Ok(state)
}

fn proof(unknown: usize, it: &Unknown, threshold: i64, sources: impl FnOnce() -> Vec<usize>) -> Option<Proof> {
    let is_exact = proven(it, threshold)?;
    let is_small = !is_exact || it.value().is_some_and(|value| (1..threshold).contains(&value.abs()));
    Some(Proof { unknown, is_exact, is_small, sources: sources() })
}

/// Whether something that must not follow does, and whether it is the value itself.
fn proven(unknown: &Unknown, threshold: i64) -> Option<bool> {
    let is_small = |number: i64| (1..threshold).contains(&number.abs());
    let has_one_sign = unknown.lower > 0 || unknown.upper < 0;
    let is_proven_small = has_one_sign && is_small(unknown.lower) && is_small(unknown.upper);
    match (unknown.secret, unknown.value()) {
        _ if unknown.lower > unknown.upper => None,
        // That there are none is shown wherever it is a figure of its own; of a share that is withheld it says nothing of
        // how many there are.
        (Secret::No, _) | (Secret::Value, None) | (Secret::Withheld, Some(0)) => None,
        (Secret::Withheld | Secret::EvenNone | Secret::Value, Some(_)) => Some(true),
        (Secret::Part, Some(value)) => is_small(value).then_some(true),
        (Secret::Withheld | Secret::EvenNone | Secret::Part, None) => is_proven_small.then_some(false),
    }
}

#[cfg(test)]
mod tests;
