//! What is still open, as a model of [`crate::disclosure`]: between which values may each number really lie?
//!
//! The solver and the types of the model are all that the audit shares with what decides what to withhold.

use super::narrow::State;
use super::parts::{Part, parts};
use super::{Equation, FAR, Problem, Relation, Secret, Unknown, proven};
use crate::disclosure::{Cell, Interval, Model, Place, intervals};

/// Larger parts are not put to the solver: it would only narrow bounds there, which is done already.
const MOST_NUMBERS: usize = 450;
/// No figure of a municipality is beyond this, so a number without a lower bound is at least that much below zero.
const LARGE: i64 = 1 << 24;
/// Larger factors and right sides are not given to the solver.
const LARGEST: u64 = 1 << 36;
/// In parts of so many numbers the solver is asked again about a number of which it was not sure.
const TRIED: usize = 40;
/// What a proof needs is found out for parts of so many equations.
const EXPLAINED: usize = 40;

/// Narrows the bounds of every secret that is still open to the values that it may have.
///
/// # Errors
/// The sources of equations that no filling in whole numbers keeps.
pub(super) fn narrow(state: &mut State, equations: &[Equation], threshold: i64) -> Result<(), Vec<usize>> {
    let problem = Problem { unknowns: state.unknowns.clone(), equations: equations.to_vec() };
    let (open, broken) = parts(&problem);
    if let Some(broken) = broken.first() {
        return Err(vec![equations[*broken].source]);
    }
    for part in open {
        let part = slim(part);
        let is_open = |unknown: &&Unknown| unknown.secret != Secret::No && proven(unknown, threshold).is_none();
        let secrets = part.problem.unknowns.iter().filter(is_open).count();
        if secrets == 0 || part.problem.equations.is_empty() {
            continue;
        }
        let slack = part.problem.equations.iter().filter(|it| it.relation == Relation::AtMost).count();
        let Some(asked) = Asked::new(&part.problem).filter(|_| part.places.len() + slack <= MOST_NUMBERS) else {
            state.untested += secrets;
            continue;
        };
        let found = asked.bounds().ok_or_else(|| sources(part.problem.equations.iter()))?;
        for (place, bounds) in found.into_iter().enumerate() {
            let before = part.problem.unknowns[place];
            let after = Unknown { lower: bounds.lower, upper: bounds.upper, ..before };
            let is_unsure = !bounds.is_exact && is_open(&&after);
            state.untested += usize::from(is_unsure && part.places.len() > TRIED);
            let is_tried = is_unsure && part.places.len() <= TRIED;
            let after = if is_tried { tried(&part.problem, place, after, threshold) } else { after };
            if (after.lower, after.upper) == (before.lower, before.upper) {
                continue;
            }
            let is_new = proven(&after, threshold).is_some() && proven(&before, threshold).is_none();
            let why = if is_new { needed(&part.problem, place, threshold) } else { Vec::new() };
            state.tell(part.places[place], after.lower, after.upper, why);
        }
    }
    Ok(())
}

/// What the solver could not say of one number, asked straight: is there a filling with it beyond this?
fn tried(problem: &Problem, place: usize, so_far: Unknown, threshold: i64) -> Unknown {
    let mut known = so_far;
    let is_empty = |lower: i64, upper: i64| {
        let mut problem = problem.clone();
        (problem.unknowns[place].lower, problem.unknowns[place].upper) = (lower, upper);
        lower > upper || Asked::new(&problem).is_some_and(|asked| asked.bounds().is_none())
    };
    if known.lower > -LARGE / 4 && is_empty(known.lower + 1, known.upper) {
        known.upper = known.lower;
    } else if known.upper < LARGE / 4 && is_empty(known.lower, known.upper - 1) {
        known.lower = known.upper;
    } else if known.lower < threshold && is_empty(threshold.max(known.lower), known.upper) {
        known.upper = known.upper.min(threshold - 1);
    }
    if known.lower <= 0 && known.upper > 0 && known.upper < threshold && is_empty(known.lower, 0) {
        known.lower = 1;
    }
    known
}

/// The part without inequalities that its bounds keep anyhow.
fn slim(mut part: Part) -> Part {
    let unknowns = &part.problem.unknowns;
    let most = |(place, factor): &(usize, i64)| {
        let end = if *factor > 0 { unknowns[*place].upper } else { unknowns[*place].lower };
        i128::from(*factor) * i128::from(end)
    };
    part.problem.equations.retain(|equation| {
        equation.relation == Relation::Equal
            || equation.terms.iter().map(most).sum::<i128>() > i128::from(equation.constant)
    });
    part
}

/// A number as a cell, which is never below zero: `number = sign × cell + offset`.
#[derive(Clone, Copy)]
struct Shape {
    place: Place,
    sign: i64,
    offset: i64,
}

/// What the solver says of a number.
#[derive(Clone, Copy)]
struct Bounds {
    lower: i64,
    upper: i64,
    /// Both are values that it may have.
    is_exact: bool,
}

/// A problem as the solver sees it.
struct Asked<'a> {
    problem: &'a Problem,
    model: Model,
    shapes: Vec<Shape>,
}

impl<'a> Asked<'a> {
    /// None where its numbers are too large.
    fn new(problem: &'a Problem) -> Option<Self> {
        let mut model = Model::default();
        let mut shapes = Vec::new();
        for (unknown, id) in problem.unknowns.iter().zip(0..) {
            let (sign, offset) = match (has_lower(unknown), has_upper(unknown)) {
                (true, _) if unknown.lower >= 0 => (1, 0),
                (true, _) => (1, unknown.lower),
                (false, true) => (-1, unknown.upper),
                (false, false) => (1, -LARGE),
            };
            let mut cell = Cell::unknown(id);
            if sign > 0 && has_lower(unknown) {
                cell = cell.least(u64::try_from(unknown.lower - offset).ok()?);
            }
            if sign > 0 && has_upper(unknown) {
                cell = cell.most(u64::try_from(unknown.upper - offset).ok()?);
            }
            shapes.push(Shape { place: model.cell(cell), sign, offset });
        }
        for equation in &problem.equations {
            let mut constant = i128::from(equation.constant);
            let mut terms = Vec::new();
            for (place, factor) in &equation.terms {
                let shape = shapes[*place];
                constant -= i128::from(*factor) * i128::from(shape.offset);
                terms.push((shape.place, factor * shape.sign));
            }
            let constant = i64::try_from(constant).ok().filter(|it| it.unsigned_abs() <= LARGEST)?;
            if terms.iter().any(|term| term.1.unsigned_abs() > LARGEST) {
                return None;
            }
            match equation.relation {
                Relation::Equal => model.equation(&terms, constant),
                Relation::AtMost => {
                    let terms: Vec<_> = terms.into_iter().map(|(place, factor)| (place, -factor)).collect();
                    model.at_least(&terms, -constant);
                }
            }
        }
        Some(Self { problem, model, shapes })
    }

    /// Between which values each number lies; none where no filling keeps every equation.
    fn bounds(&self) -> Option<Vec<Bounds>> {
        let found = intervals(&self.model).ok()?;
        let bounds = |it: &Unknown| Bounds { lower: it.lower, upper: it.upper, is_exact: false };
        let mut bounds: Vec<Bounds> = self.problem.unknowns.iter().map(bounds).collect();
        for interval in &found {
            let Some(place) = usize::try_from(interval.id).ok().filter(|it| *it < bounds.len()) else { continue };
            let (low, high) = self.shapes[place].bounds(interval);
            let bound = &mut bounds[place];
            bound.lower = bound.lower.max(low.unwrap_or(-FAR));
            bound.upper = bound.upper.min(high.unwrap_or(FAR));
            // One without an end can be as large as it likes: that is no small number.
            bound.is_exact = interval.is_exact || interval.high.is_none();
        }
        Some(bounds)
    }
}

impl Shape {
    /// The bounds of the number; none where it has none but the one it was given to be a cell.
    fn bounds(self, interval: &Interval) -> (Option<i64>, Option<i64>) {
        let number = |end: u64| {
            let end = i64::try_from(end).ok()?.checked_mul(self.sign)?.checked_add(self.offset)?;
            (end.abs() < LARGE / 4).then_some(end)
        };
        let (low, high) = (number(interval.low), interval.high.and_then(number));
        if self.sign > 0 { (low, high) } else { (high, low) }
    }
}

fn has_lower(unknown: &Unknown) -> bool {
    unknown.lower > -LARGE / 4
}

fn has_upper(unknown: &Unknown) -> bool {
    unknown.upper < LARGE / 4
}

/// The sources of equations that are enough for the proof: those that can be left out are. In a large part, of those in
/// which the number stands.
fn needed(part: &Problem, place: usize, threshold: i64) -> Vec<usize> {
    if part.equations.len() > EXPLAINED {
        let has = |equation: &&Equation| equation.terms.iter().any(|term| term.0 == place);
        return sources(part.equations.iter().filter(has));
    }
    let mut kept = part.clone();
    for at in (0..part.equations.len()).rev() {
        let equation = kept.equations.remove(at);
        if !still_follows(&kept, place, threshold) {
            kept.equations.insert(at, equation);
        }
    }
    sources(kept.equations.iter())
}

/// Whether what was proven of the number follows from these equations alone.
fn still_follows(problem: &Problem, place: usize, threshold: i64) -> bool {
    let (open, _) = parts(problem);
    let Some((part, local)) = open.iter().find_map(|it| Some((it, it.places.iter().position(|at| *at == place)?)))
    else {
        return false;
    };
    let bounds = Asked::new(&part.problem).and_then(|asked| asked.bounds());
    let bounds = bounds.and_then(|bounds| bounds.get(local).copied());
    bounds.is_some_and(|it| {
        proven(&Unknown { lower: it.lower, upper: it.upper, ..problem.unknowns[place] }, threshold).is_some()
    })
}

fn sources<'a>(equations: impl Iterator<Item = &'a Equation>) -> Vec<usize> {
    let mut sources: Vec<usize> = equations.map(|equation| equation.source).collect();
    sources.sort_unstable();
    sources.dedup();
    sources
}
