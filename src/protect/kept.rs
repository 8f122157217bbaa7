//! Figures of earlier years that stay as they were published.
//!
//! Rows come late, and are corrected. Where so few were that the difference between the published figures and today's is
//! small, new figures would show whom it is about: by month, by sender, by age, each one more than last year. All figures
//! of that source and year then stay as they were published, and the report says so. Where a total has moved by more, the
//! figures are today's, and what lies near the old ones is withheld.

use std::collections::BTreeSet;

use super::earlier::{Said, told};
use super::publishable::Cell;
use super::shown;
use super::suppress::{Model, Node};
use crate::compute::Tally;

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
    for (at, node) in model.nodes.iter().enumerate().filter(|(_, node)| node.window == 0) {
        let Some(said) = &node.told else { continue };
        let is_total = model.addresses[at].breakdown.is_empty();
        for (count, then) in told(model, at, said) {
            let id = &model.counts[count];
            let Some(source) = id.source() else { continue };
            let of = Kept { source: source.to_owned(), year: id.year };
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

impl Node {
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
