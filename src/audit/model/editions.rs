//! The same figures in an earlier bundle: shown then and withheld now, or corrected by few.

use std::collections::BTreeSet;

use super::super::figures::{CellRef, Row};
use super::super::finding::{How, Leak, Note, Part};
use super::super::manifest::Counted;
use super::super::sources::MeasureSources;
use super::{Edition, Group, words};
use crate::compute::OTHER_AGES;

/// What earlier bundles say of figures that others have too.
#[derive(Debug, Default)]
pub(super) struct Compared {
    /// Figures that are others than in a later bundle: the data were corrected since.
    pub(super) contradicted: BTreeSet<Group>,
    /// Figures of which some are withheld in a later bundle, and nothing shows whether they are still the same.
    pub(super) doubtful: BTreeSet<Group>,
    /// What is out by itself.
    pub(super) leaks: Vec<Leak>,
    /// What an earlier bundle shows and the audited one withholds.
    pub(super) notes: Vec<Note>,
}

/// Compares every earlier bundle with the audited one, and with each other.
pub(super) fn compare(editions: &[Edition], sources: &MeasureSources, threshold: i64) -> Compared {
    let mut compared = Compared::default();
    for earlier in 1..editions.len() {
        for later in 0..earlier {
            let pair = Pair { now: &editions[later], then: &editions[earlier], is_audited: later == 0, threshold };
            for row in &pair.then.figures.rows {
                let group =
                    (earlier, row.cell.place.clone(), pair.now.days(&row.cell), sources.of(&row.cell.indicator));
                pair.compare(row, group, &mut compared);
            }
        }
    }
    compared.doubtful = compared.doubtful.difference(&compared.contradicted).cloned().collect();
    compared
}

/// A bundle and an earlier one.
struct Pair<'a> {
    now: &'a Edition<'a>,
    then: &'a Edition<'a>,
    /// What two earlier bundles tell together is out already.
    is_audited: bool,
    threshold: i64,
}

impl Pair<'_> {
    fn compare(&self, row: &Row, group: Group, compared: &mut Compared) {
        let Some(other) = self.now.figures.row(&row.cell).filter(|_| self.now.is_own(&row.cell.place)) else { return };
        let ages = [self.now, self.then].map(|edition| &edition.manifest.age_groups);
        let is_of_others = row.cell.breakdown.contains(OTHER_AGES) && ages[0] != ages[1];
        if is_of_others || self.now.days(&row.cell) != self.then.days(&row.cell) {
            return;
        }
        let counted = self.now.counted(&row.cell.indicator);
        // A change differs where the baseline was replaced, too; the figures behind it are compared by themselves.
        let is_change = self.now.measure(&row.cell.indicator).is_some_and(|it| it.change.is_some());
        if row.is_withheld() || other.is_withheld() {
            // Zeros are shown: what is withheld is not zero, and was or is another number.
            let shown = if row.is_withheld() { other } else { row };
            let is_both = row.is_withheld() && other.is_withheld();
            let hides_zeros = self.now.hides_zeros() || self.then.hides_zeros();
            if !is_both && !hides_zeros && is_shown_zero(shown, counted) {
                compared.contradicted.insert(group);
            } else if !row.is_withheld() && row.value.is_some() {
                self.withheld_now(row, counted, compared);
                if !is_change {
                    compared.doubtful.insert(group);
                }
            }
            return;
        }
        if is_change {
            return;
        }
        let (Some(one), Some(two)) = (row.value, other.value) else { return };
        let counts = [(whole(row), whole(other)), (row.denominator, other.denominator)];
        let changes = counts.map(|pair| pair.0.zip(pair.1).map_or(0, |(one, two)| (one - two).abs()));
        let is_changed = changes.iter().any(|change| *change != 0) || one.millionths != two.millionths;
        if !is_changed {
            return;
        }
        compared.contradicted.insert(group);
        let is_few = (1..self.threshold).contains(&changes[0]);
        if counted.is_some_and(|counted| counted.about != "services") && is_few {
            let how = How::Corrected(self.then.name.to_owned());
            self.leak(&row.cell, how, compared);
        }
    }

    /// Shown then, withheld now: out where it is small, and otherwise something to look at.
    fn withheld_now(&self, row: &Row, counted: Option<&Counted>, compared: &mut Compared) {
        let is_people = counted.is_some_and(|counted| counted.about == "people");
        let is_small = whole(row).is_some_and(|count| (1..self.threshold).contains(&count.abs()));
        if is_people && is_small {
            self.leak(&row.cell, How::Earlier(self.then.name.to_owned()), compared);
        } else if self.is_audited {
            let (figure, bundle) = (words(&row.cell), self.then.name.to_owned());
            compared.notes.push(Note { kind: "earlier-shows", figure, bundle });
        }
    }

    fn leak(&self, cell: &CellRef, how: How, compared: &mut Compared) {
        if self.is_audited {
            compared.leaks.push(Leak { cell: cell.clone(), part: Part::Figure, how });
        }
    }
}

/// Whether a count of people is shown to be zero.
fn is_shown_zero(row: &Row, counted: Option<&Counted>) -> bool {
    whole(row) == Some(0) && counted.is_some_and(|counted| counted.about == "people" && counted.value == "count")
}

/// The count behind a figure.
pub(in crate::audit) fn whole(row: &Row) -> Option<i64> {
    row.numerator.or_else(|| row.value.and_then(super::super::number::Printed::whole))
}
