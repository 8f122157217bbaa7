//! Sums, and what is worked out from two of them.

use super::{Counting, count};
use crate::check::MISSING;
use crate::compute::definition::FigureRule;
use crate::compute::interval::float;
use crate::compute::tally::{Counted, Part, Tally};

/// The different values of a column in some rows, blanks left out.
pub(in crate::compute) fn unique(column: &[i32], rows: &[u32]) -> u64 {
    let mut values: Vec<i32> = rows.iter().map(|row| column[*row as usize]).filter(|value| *value != MISSING).collect();
    values.sort_unstable();
    values.dedup();
    count(values.len())
}

impl Counting<'_, '_> {
    /// The sum of a field; none of no rows, and none where one is blank: it is missing, not smaller.
    pub(super) fn sum(&self, field: &str, rows: &[u32]) -> Option<u64> {
        let column = self.columns.whole(field);
        let part = |row: &u32| u64::try_from(column[*row as usize]).ok();
        if rows.is_empty() {
            return None;
        }
        rows.iter().map(part).sum()
    }

    /// The rows in which both fields are known and the second is above zero: what is counted where there is nothing to
    /// have a share of belongs to no share. Where it is zero in all of them, they say so themselves.
    pub(super) fn known(&self, fields: &[String; 2], rows: &[u32]) -> Vec<u32> {
        let columns = fields.each_ref().map(|field| self.columns.whole(field));
        let is_known = |row: &&u32| columns.iter().all(|column| column[**row as usize] != MISSING);
        let known: Vec<u32> = rows.iter().filter(is_known).copied().collect();
        let above_zero: Vec<u32> = known.iter().filter(|row| columns[1][**row as usize] > 0).copied().collect();
        if above_zero.is_empty() { known } else { above_zero }
    }

    /// One sum less another. Whoever sees it and one of the sums knows the other: all three are one secret.
    pub(super) fn difference(&self, fields: &[String; 2], rows: &[u32]) -> Tally {
        let [Some(first), Some(second)] = fields.each_ref().map(|field| self.sum(field, rows)) else {
            return Tally::Missing;
        };
        let mut parts = self.counted(first.abs_diff(second));
        parts.extend(self.sums(fields, [first, second]));
        let value = float(first) - float(second);
        Tally::Figure(Counted { value, numerator: None, denominator: None, interval: None, parts })
    }

    /// One sum over another. It is a count of everything, not of a sample, and the two need not be of the same children:
    /// it has no interval.
    pub(super) fn ratio(&self, fields: &[String; 2], rows: &[u32]) -> Tally {
        let [Some(first), Some(second)] = fields.each_ref().map(|field| self.sum(field, rows)) else {
            return Tally::Missing;
        };
        let mut parts = self.sums(fields, [first, second]);
        parts.extend(self.part(&format!("not {:?}", self.measure.figure), first.abs_diff(second)));
        if second == 0 {
            return Tally::NotApplicable(parts);
        }
        let value = float(first) / float(second) * self.per();
        Tally::Figure(Counted { value, numerator: Some(first), denominator: Some(second), interval: None, parts })
    }

    /// The two sums, by the meaning that a measure of each has.
    fn sums(&self, fields: &[String; 2], sums: [u64; 2]) -> Vec<Part> {
        let of_sum = |(field, sum): (&String, u64)| self.part(&format!("{:?}", FigureRule::Sum(field.clone())), sum);
        fields.iter().zip(sums).flat_map(of_sum).collect()
    }
}
