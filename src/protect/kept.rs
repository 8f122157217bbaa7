//! Figures of earlier years that stay as they were published.
//!
//! Rows come late, and are corrected. Where so few were that the difference between the published figures and today's is
//! small, new figures would show whom it is about: by month, by sender, by age, each one more than last year. All figures
//! of that source and year then stay as they were published, and the report says so. Where a total has moved by more, the
//! figures are today's, and what lies near the old ones is withheld.

use std::collections::BTreeSet;

use super::Shown;
use super::earlier::{Said, told};
use super::publishable::Cell;
use super::shown;
use super::suppress::{CountId, Model, Node};
use crate::compute::Tally;
use crate::rounded::Rounded;
use crate::units::Unit;

/// The source and year whose figures stay as they were published.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Kept {
    /// Source id.
    pub source: String,
    /// The year.
    pub year: i32,
}

/// What has been corrected, of the report's own window.
pub(super) fn kept(model: &Model, threshold: u64) -> BTreeSet<Kept> {
    let (mut few, mut many) = (BTreeSet::new(), BTreeSet::new());
    for (at, node) in model.nodes.iter().enumerate().filter(|(at, _)| model.is_of_own_window(*at)) {
        let Some(said) = &node.told else { continue };
        let is_total = model.addresses[at].breakdown.is_empty();
        if node.baseline.is_none() && node.is_printed_otherwise(said) {
            // An answer, a date: no count of people has moved, and it is somebody's all the same.
            let ids = node.counts.iter().map(|count| &model.counts[*count]);
            let of_year = ids.filter(|id| id.year == model.addresses[at].year);
            few.extend(of_year.filter_map(CountId::of));
        }
        for (count, then) in told(model, at, said) {
            let id = &model.counts[count];
            let Some(of) = id.of() else { continue };
            match id.value.abs_diff(then) {
                0 => {}
                moved if moved < threshold => {
                    few.insert(of);
                }
                _ if is_total => {
                    many.insert(of);
                }
                _ => {}
            }
        }
    }
    few.difference(&many).cloned().collect()
}

/// The figures that are others than an earlier report of the same window showed: place, measure, year and breakdown.
pub(super) fn corrected(model: &Model) -> BTreeSet<(String, String, i32, String)> {
    let is_moved = |at: usize, node: &Node| {
        let Some(said) = &node.told else { return false };
        let mut counts = told(model, at, said).into_iter();
        counts.any(|(count, then)| model.counts[count].value != then)
            || (node.baseline.is_none() && node.is_printed_otherwise(said))
    };
    let own = model.nodes.iter().enumerate().filter(|(_, node)| node.window == 0);
    let moved = own.filter(|(at, node)| is_moved(*at, node)).map(|(at, _)| &model.addresses[at]);
    moved.map(|it| (it.place.clone(), it.measure.clone(), it.year, it.breakdown.clone())).collect()
}

/// A figure as it is printed.
#[derive(Debug, Clone)]
pub(super) struct Printed {
    text: Option<Rounded>,
    counts: (Option<u64>, Option<u64>),
    unit: Unit,
}

impl Printed {
    pub(super) fn of(cell: &Tally, unit: Unit) -> Option<Self> {
        let Tally::Figure(counted) = cell else { return None };
        let Cell::Shown(shown) = shown(counted) else { return None };
        Some(Self::new(&shown, unit))
    }

    fn new(shown: &Shown, unit: Unit) -> Self {
        Self { text: Rounded::shown(shown, unit), counts: (shown.numerator, shown.denominator), unit }
    }
}

impl Node {
    /// Whether an earlier report printed another figure. Shares of a population move with it, and with nobody's case.
    fn is_printed_otherwise(&self, said: &Said) -> bool {
        let (Some(today), Said::Figure(then)) = (&self.figure, said) else { return false };
        let then = Printed::new(then, today.unit);
        let text = |of: &Printed| of.text.as_ref().map(|text| text.as_str().to_owned());
        let is_rate = self.numerator.is_some() && self.denominator.is_none() && today.counts.1.is_some();
        if is_rate {
            then.counts.0 != today.counts.0
        } else {
            text(&then) != text(today) || then.counts != today.counts
        }
    }

    /// What is published of a figure that stays as it was; what the earlier report did not have is withheld.
    pub(super) fn as_published(&self, today: &Tally) -> Cell {
        match (self.told, today) {
            (Some(Said::Figure(shown)), _) => Cell::Shown(shown),
            (Some(Said::NotApplicable), _) => Cell::NotApplicable,
            (None, Tally::Missing) => Cell::Missing,
            // A category that first came in another year: there was nothing in it, and there is nothing now.
            (None, Tally::Figure(counted)) if counted.parts.iter().all(|part| part.count == 0) => shown(counted),
            (Some(Said::Withheld) | None, _) => Cell::Withheld,
        }
    }
}
