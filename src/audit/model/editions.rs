//! The same figures in an earlier bundle: shown then and withheld now, or corrected by few.

use super::super::figures::{CellRef, Row};
use super::super::finding::{How, Leak, Part};
use super::Builder;

impl Builder<'_> {
    /// Compares every earlier bundle with the audited one, and with each other, and remembers whose figures are others.
    pub(super) fn compare_editions(&mut self, threshold: i64) {
        for earlier in 1..self.editions.len() {
            for later in 0..earlier {
                self.compare(later, earlier, threshold);
            }
        }
    }

    fn compare(&mut self, later: usize, earlier: usize, threshold: i64) {
        let editions = self.editions;
        let (now, then) = (&editions[later], &editions[earlier]);
        for row in then.figures.rows.iter().filter(|row| now.is_own(&row.cell.place)) {
            let Some(other) = now.figures.row(&row.cell) else { continue };
            if now.days(&row.cell) != then.days(&row.cell) || row.value.is_none() {
                continue;
            }
            let counted = now.counted(&row.cell.indicator);
            let is_about_services = counted.is_some_and(|counted| counted.about == "services");
            if other.is_withheld() {
                self.leak_unless_out(later, &row.cell, How::Earlier(then.name.to_owned()));
                continue;
            }
            let (Some(one), Some(two)) = (whole(row), whole(other)) else { continue };
            if one == two {
                continue;
            }
            self.corrected.insert((earlier, row.cell.place.clone(), now.days(&row.cell)));
            if !is_about_services && counted.is_some() && (1..threshold).contains(&(one - two).abs()) {
                self.leak_unless_out(later, &row.cell, How::Corrected(then.name.to_owned()));
            }
        }
    }

    /// What two earlier bundles tell together is out already.
    fn leak_unless_out(&mut self, later: usize, cell: &CellRef, how: How) {
        if later == 0 {
            self.leaks.push(Leak { cell: cell.clone(), part: Part::Figure, how });
        }
    }
}

/// The count behind a figure.
pub(super) fn whole(row: &Row) -> Option<i64> {
    row.numerator.or_else(|| row.value.and_then(super::super::number::Printed::whole))
}
