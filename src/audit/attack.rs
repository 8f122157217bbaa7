//! The attack: what somebody with all published figures can work out about those that are withheld.
//!
//! Whole numbers within bounds, tied by equations. Bounds are narrowed until nothing changes; each group of equations that
//! hang together is also solved exactly. What is proven here is true: bounds only ever shrink around every solution. What
//! is not proven may still be provable by a stronger method.

mod eliminate;
mod narrow;

/// Beyond this no bound is kept: as good as none.
pub(super) const FAR: i64 = 1 << 50;

/// What somebody wants to know about a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Secret {
    /// Nothing: it is public, or of no interest.
    No,
    /// A withheld figure about people: neither its value nor that it is small may follow.
    Withheld,
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
    /// The equations that narrowed it last.
    pub(super) sources: Vec<usize>,
}

/// Proves what can be proven of the secrets, in their order.
pub(super) fn attack(problem: &Problem, threshold: i64) -> Vec<Proof> {
    let mut state = narrow::State::new(problem);
    state.narrow(&problem.equations);
    let reduced = eliminate::reduced(&state.unknowns, &problem.equations);
    state.narrow(&reduced);
    state.narrow(&problem.equations);
    let unknowns = state.unknowns.iter().enumerate();
    let proven = unknowns.filter_map(|(place, unknown)| {
        let is_exact = proven(unknown, threshold)?;
        Some(Proof { unknown: place, is_exact, sources: state.sources_of(place) })
    });
    proven.collect()
}

/// Whether something that must not follow does, and whether it is the value itself.
fn proven(unknown: &Unknown, threshold: i64) -> Option<bool> {
    let is_small = |number: i64| (1..threshold).contains(&number.abs());
    let has_one_sign = unknown.lower > 0 || unknown.upper < 0;
    let is_proven_small = has_one_sign && is_small(unknown.lower) && is_small(unknown.upper);
    match (unknown.secret, unknown.value()) {
        _ if unknown.lower > unknown.upper => None,
        (Secret::No, _) | (Secret::Value, None) => None,
        (Secret::Withheld | Secret::Value, Some(_)) => Some(true),
        (Secret::Part, Some(value)) => is_small(value).then_some(true),
        (Secret::Withheld | Secret::Part, None) => is_proven_small.then_some(false),
    }
}

#[cfg(test)]
mod tests;
