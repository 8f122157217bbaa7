//! A filling in whole numbers, looked for by trying: what the walk leaves open where fractions are in the way.

use super::bounds::propagate;
use super::system::{FAR, System};

/// Values tried before the search gives up.
const TRIES: usize = 4_000;

/// How far from where it starts a variable without a bound is tried.
const REACH: i64 = 40;

/// What a search found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Found {
    Filling(Vec<i64>),
    /// There is none: proven.
    Nothing,
    /// Not known.
    Unknown,
}

/// Looks for a filling within these bounds, nearest to `near` first.
pub(super) fn search(system: &System, low: &[i64], high: &[i64], near: &[i64]) -> Found {
    let mut search = Search { system, near, tries: 0, is_cut: false };
    match search.descend(low.to_vec(), high.to_vec()) {
        Some(filling) => Found::Filling(filling),
        None if search.is_cut => Found::Unknown,
        None => Found::Nothing,
    }
}

struct Search<'a> {
    system: &'a System,
    near: &'a [i64],
    tries: usize,
    is_cut: bool,
}

impl Search<'_> {
    fn descend(&mut self, mut low: Vec<i64>, mut high: Vec<i64>) -> Option<Vec<i64>> {
        self.tries += 1;
        if self.tries > TRIES {
            self.is_cut = true;
            return None;
        }
        propagate(self.system, &mut low, &mut high).ok()?;
        let open = (0..low.len()).filter(|it| low[*it] < high[*it]);
        let Some(variable) = open.min_by_key(|it| (high[*it] - low[*it], *it)) else {
            // Bounds that meet keep every equation, unless propagation stopped early.
            let keeps = |(terms, constant): &(Vec<(usize, i64)>, i64)| {
                let sum: i128 = terms.iter().map(|(it, by)| i128::from(*by) * i128::from(low[*it])).sum();
                sum == i128::from(*constant)
            };
            return self.system.equations.iter().all(keeps).then_some(low);
        };
        let near = self.near[variable].clamp(low[variable], high[variable]);
        if low[variable] <= -FAR || high[variable] >= FAR {
            self.is_cut = true;
        }
        for away in 0..=REACH.max(high[variable].saturating_sub(low[variable]).min(1_000)) {
            let both = [near - away, near + away];
            for value in both.into_iter().take(if away == 0 { 1 } else { 2 }) {
                if (low[variable]..=high[variable]).contains(&value) {
                    let (mut below, mut above) = (low.clone(), high.clone());
                    (below[variable], above[variable]) = (value, value);
                    if let Some(filling) = self.descend(below, above) {
                        return Some(filling);
                    }
                }
            }
            if self.tries > TRIES {
                return None;
            }
        }
        if high[variable] - low[variable] > 1_000 {
            self.is_cut = true;
        }
        None
    }
}
