//! What came between two windows.

use std::collections::{BTreeMap, BTreeSet};

use super::linked::Linked;
use crate::disclosure::Place;

impl Linked<'_> {
    /// What a longer window has beside a shorter one, where one of them was told otherwise before rows came late: a reader
    /// subtracts what was printed. `pairs` are counts, the inner first.
    pub(super) fn add_nested_as_told(&mut self, pairs: &[(usize, usize)]) {
        let told: BTreeSet<(usize, Place, u64)> = self.told.iter().copied().collect();
        for (count, known, then) in told {
            let other = |(inner, outer): &(usize, usize)| match count {
                count if count == *inner => Some(*outer),
                count if count == *outer => Some(*inner),
                _ => None,
            };
            for other in pairs.iter().filter_map(other) {
                let (now, cell) = (self.value(other), self.cells[other]);
                let between = self.implied(now.abs_diff(then), count);
                let (small, large) = if then <= now { (known, cell) } else { (cell, known) };
                self.engine.sum(large, &[small, between]);
            }
        }
    }

    /// Of what came between two windows, a part is at most all of it.
    pub(super) fn add_nested_parts(&mut self, pairs: &[(usize, usize)]) {
        let mut longer: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (inner, outer) in pairs {
            longer.entry(*inner).or_default().push(*outer);
        }
        let within: BTreeSet<(usize, usize)> = self.within.iter().copied().collect();
        for (part, whole) in &within {
            let (Some(parts), Some(wholes)) = (longer.get(part), longer.get(whole)) else { continue };
            for (later, all) in parts.iter().flat_map(|later| wholes.iter().map(move |all| (*later, *all))) {
                let came = |then: usize, now: usize| self.value(now) - self.value(then);
                if within.contains(&(later, all)) && came(*part, later) <= came(*whole, all) {
                    let [all, whole, later, part] = [all, *whole, later, *part].map(|count| self.cells[count]);
                    self.engine.at_least(&[(all, 1), (whole, -1), (later, -1), (part, 1)], 0);
                }
            }
        }
    }
}
