//! Every filling in whole numbers that agrees with some rules, looked for one value after the other.

use super::world::{FAR, Rule};

/// More values than this are not tried for one question.
const MOST_TRIED: usize = 10_000;

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Found {
    /// A filling that agrees with everything.
    Filling(Vec<i64>),
    /// There is none: everything was tried.
    Nothing,
    /// Too many to try.
    TooMany,
}

/// Rules with what follows at once from them.
pub(super) struct Search<'a> {
    rules: &'a [Rule],
    truth: &'a [i64],
    /// The rules of each atom.
    of: Vec<Vec<usize>>,
    bounds: Vec<(i64, i64)>,
}

impl<'a> Search<'a> {
    /// Values are tried up to well above the true ones; a filling that is missed can only make a count look known.
    pub(super) fn new(rules: &'a [Rule], truth: &'a [i64]) -> Self {
        let mut of = vec![Vec::new(); truth.len()];
        for (place, rule) in rules.iter().enumerate() {
            rule.terms.iter().for_each(|(atom, _)| of[*atom].push(place));
        }
        let bounds = truth.iter().map(|value| (0, value + 12)).collect();
        let mut search = Self { rules, truth, of, bounds };
        let mut bounds = search.bounds.clone();
        assert!(search.narrow(&mut bounds, (0..rules.len()).collect(), None), "what is true agrees with everything");
        search.bounds = bounds;
        search
    }

    /// A filling in which the sum of some atoms lies between two numbers; the other values are true where they can be.
    pub(super) fn filling(&self, form: &[usize], least: i64, most: i64) -> Found {
        let asked = Rule { terms: form.iter().map(|atom| (*atom, 1)).collect(), least, most };
        let mut bounds = self.bounds.clone();
        // What hangs together with the question; the rest stays as it is.
        let near = self.near(form);
        for (atom, bound) in bounds.iter_mut().enumerate().filter(|(atom, _)| !near[*atom]) {
            *bound = (self.truth[atom], self.truth[atom]);
        }
        let mut tried = 0;
        let all = (0..self.rules.len()).collect();
        if !self.narrow(&mut bounds, all, Some(&asked)) {
            return Found::Nothing;
        }
        match self.descend(&bounds, &asked, &mut tried) {
            Some(filling) => Found::Filling(filling),
            None if tried > MOST_TRIED => Found::TooMany,
            None => Found::Nothing,
        }
    }

    fn near(&self, form: &[usize]) -> Vec<bool> {
        let is_open = |atom: usize| self.bounds[atom].0 < self.bounds[atom].1;
        let mut near = vec![false; self.truth.len()];
        let mut next: Vec<usize> = form.iter().copied().filter(|atom| is_open(*atom)).collect();
        while let Some(atom) = next.pop() {
            if std::mem::replace(&mut near[atom], true) {
                continue;
            }
            let beside = self.of[atom].iter().flat_map(|rule| &self.rules[*rule].terms).map(|term| term.0);
            next.extend(beside.filter(|atom| is_open(*atom) && !near[*atom]));
        }
        near
    }

    fn descend(&self, bounds: &[(i64, i64)], asked: &Rule, tried: &mut usize) -> Option<Vec<i64>> {
        let open = (0..bounds.len()).filter(|atom| bounds[*atom].0 < bounds[*atom].1);
        let Some(atom) = open.min_by_key(|atom| (bounds[*atom].1 - bounds[*atom].0, *atom)) else {
            return Some(bounds.iter().map(|bound| bound.0).collect());
        };
        let mut values: Vec<i64> = (bounds[atom].0..=bounds[atom].1).collect();
        values.sort_by_key(|value| (value - self.truth[atom]).abs());
        for value in values {
            *tried += 1;
            if *tried > MOST_TRIED {
                return None;
            }
            let mut narrowed = bounds.to_vec();
            narrowed[atom] = (value, value);
            if self.narrow(&mut narrowed, self.of[atom].clone(), Some(asked))
                && let Some(filling) = self.descend(&narrowed, asked, tried)
            {
                return Some(filling);
            }
        }
        None
    }

    /// Narrows the bounds until nothing more follows from one rule by itself; false where nothing is left.
    fn narrow(&self, bounds: &mut [(i64, i64)], mut open: Vec<usize>, asked: Option<&Rule>) -> bool {
        let mut is_open = vec![false; self.rules.len()];
        for rule in &open {
            is_open[*rule] = true;
        }
        loop {
            let mut moved = Vec::new();
            if let Some(asked) = asked
                && !narrow_by(asked, bounds, &mut moved)
            {
                return false;
            }
            while let Some(rule) = open.pop() {
                is_open[rule] = false;
                if !narrow_by(&self.rules[rule], bounds, &mut moved) {
                    return false;
                }
                if !moved.is_empty() {
                    break;
                }
            }
            if moved.is_empty() {
                return true;
            }
            for rule in moved.iter().flat_map(|atom| &self.of[*atom]) {
                if !std::mem::replace(&mut is_open[*rule], true) {
                    open.push(*rule);
                }
            }
        }
    }
}

/// What a rule says of each of its atoms, the others being where they may be.
fn narrow_by(rule: &Rule, bounds: &mut [(i64, i64)], moved: &mut Vec<usize>) -> bool {
    let ends = |(atom, factor): &(usize, i64), bounds: &[(i64, i64)]| {
        let (low, high) = bounds[*atom];
        if *factor > 0 { (low * factor, high * factor) } else { (high * factor, low * factor) }
    };
    let (mut least, mut most) = (0, 0);
    for term in &rule.terms {
        let (low, high) = ends(term, bounds);
        least += low;
        most += high;
    }
    if most < rule.least || least > rule.most {
        return false;
    }
    for term in &rule.terms {
        let (low, high) = ends(term, bounds);
        // The atom's part lies between these, the others taking as much or as little as they can.
        let (from, to) = (rule.least.max(-FAR) - (most - high), rule.most.min(FAR) - (least - low));
        let (low, high) = if term.1 > 0 { (from, to) } else { (-to, -from) };
        let bound = &mut bounds[term.0];
        let narrowed = (bound.0.max(low), bound.1.min(high));
        if narrowed.0 > narrowed.1 {
            return false;
        }
        if narrowed != *bound {
            *bound = narrowed;
            moved.push(term.0);
        }
    }
    true
}

/// Whether a filling agrees with a rule.
pub(super) fn holds(rule: &Rule, filling: &[i64]) -> bool {
    let sum: i64 = rule.terms.iter().map(|(atom, factor)| factor * filling[*atom]).sum();
    (rule.least..=rule.most).contains(&sum)
}
