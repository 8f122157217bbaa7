//! Shares of rows, children and answers, and means.

use std::collections::BTreeMap;

use super::{Counting, count, unique};
use crate::check::MISSING;
use crate::compute::definition::{About, FigureRule};
use crate::compute::interval::Interval;
use crate::compute::selection::holds;
use crate::compute::statistics::{mean_of_clusters, share_of_clusters};
use crate::compute::tally::{At, Counted, Part, Tally};

impl Counting<'_, '_> {
    /// How many of a field's values have something above zero in another.
    pub(super) fn share_of(&self, rows: &[u32], field: &str, above_zero: &str) -> Tally {
        let (values, amounts) = (self.columns.whole(field), self.columns.whole(above_zero));
        let using: Vec<u32> = rows.iter().copied().filter(|row| amounts[*row as usize] > 0).collect();
        let (using, all) = (unique(&values, &using), unique(&values, rows));
        if above_zero != "plassering" {
            return self.share(using, all, "all");
        }
        // Children placed outside the home are a category of the children with measures, and the others another.
        let counted = format!("{:?}", FigureRule::Unique(field.to_owned()));
        let of = |code: &str| Some(At { year: None, dimension: above_zero.to_owned(), code: code.to_owned() });
        let with = |count: u64, is_base: bool, at: Option<At>| {
            self.part(&counted, count).into_iter().map(move |part| Part { is_base, at: at.clone(), ..part })
        };
        let parts = with(using, false, of("utenfor"))
            .chain(with(all - using, false, of("hjemme")))
            .chain(with(all, true, None));
        self.share_with(using, all, parts.collect())
    }

    /// How many rows hold one of the codes in each of the fields.
    pub(super) fn matching(&self, rows: &[u32], wanted: &BTreeMap<String, Vec<String>>) -> u64 {
        let tests: Vec<_> =
            wanted.iter().map(|(field, codes)| holds(self.columns, field, codes, self.moment)).collect();
        count(rows.iter().filter(|row| tests.iter().all(|is_in| is_in(**row as usize))).count())
    }

    /// How many rows a yes/no field says yes in, of those it says something in.
    pub(super) fn flagged(&self, rows: &[u32], of: &str, cluster: Option<&str>) -> Tally {
        let flags = self.columns.whole(of);
        let known: Vec<u32> = rows.iter().copied().filter(|row| flags[*row as usize] != MISSING).collect();
        let yes = known.iter().filter(|row| flags[**row as usize] > 0).count();
        // Where one thing that was owed has no answer, a share of the others would claim too much.
        if self.measure.about == About::Services && known.len() < rows.len() {
            return Tally::Missing;
        }
        let (yes, all) = (count(yes), count(known.len()));
        if self.measure.about != About::Answers {
            return self.share(yes, all, &format!("known {of}"));
        }
        let tally = self.share_with(yes, all, self.respondents(&known));
        let (Tally::Figure(counted), Some(cluster)) = (&tally, cluster) else { return tally };
        let interval = share_of_clusters(&self.clusters(&known, cluster, &flags)).map(|(_, interval)| interval);
        let interval = interval.map(|interval| interval.scaled(self.per()));
        Tally::Figure(Counted { interval, ..counted.clone() })
    }

    fn clusters(&self, rows: &[u32], cluster: &str, flags: &[i32]) -> Vec<(u64, u64)> {
        let names = self.columns.whole(cluster);
        let mut clusters: BTreeMap<i32, (u64, u64)> = BTreeMap::new();
        for row in rows {
            let (yes, all) = clusters.entry(names[*row as usize]).or_default();
            *yes += u64::from(flags[*row as usize] > 0);
            *all += 1;
        }
        clusters.into_values().collect()
    }

    /// The mean of a field, over the rows in which it is known.
    pub(super) fn mean(&self, rows: &[u32], of: &str, cluster: Option<&str>) -> Tally {
        let values = self.columns.decimal(of);
        let known: Vec<u32> = rows.iter().copied().filter(|row| !values[*row as usize].is_nan()).collect();
        let names = cluster.map(|cluster| self.columns.whole(cluster));
        let mut clusters: BTreeMap<i64, (f64, u64)> = BTreeMap::new();
        for row in &known {
            let name = names.as_ref().map_or(i64::from(*row), |names| i64::from(names[*row as usize]));
            let (sum, all) = clusters.entry(name).or_default();
            *sum += values[*row as usize];
            *all += 1;
        }
        let people = count(clusters.len());
        let clusters: Vec<(f64, u64)> = clusters.into_values().collect();
        let Some((value, interval)) = mean_of_clusters(&clusters) else { return Tally::Missing };
        let mut parts = self.respondents(&known);
        parts.extend(self.part(&format!("known {of} people"), people));
        let within = |interval: Interval| match self.measure.unit {
            crate::units::Unit::Skala => Interval { lower: interval.lower.max(1.0), upper: interval.upper.min(6.0) },
            _ => interval,
        };
        let interval = interval.map(within);
        Tally::Figure(Counted { value, numerator: None, denominator: Some(count(known.len())), interval, parts })
    }
}
