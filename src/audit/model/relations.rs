//! What the manifest says that readers know of figures of several measures: those who wait are among those without a first
//! talk, children in two services stand in both.

use super::super::attack::{FAR, Relation as Sense, Secret};
use super::super::figures::CellRef;
use super::super::finding::Part;
use super::rows::Of;
use super::{Builder, dimensions, words};
use crate::compute::{Relation, Term};
use crate::lang::text;

/// A number, and the figure that it stands in.
type Side = (usize, CellRef);

/// Both sides of a relation in one year: the smaller, then the larger.
type Sides = [Vec<Side>; 2];

impl Builder<'_> {
    pub(super) fn add_relations(&mut self, edition: usize) {
        let editions = self.editions;
        let of = &editions[edition];
        for (at, relation) in of.model.relations.iter().enumerate() {
            // What moves from year to year is counted by units at different times: only the data tell whether it adds up.
            if relation.terms().any(|term| term.years_before > 0) {
                continue;
            }
            let windows = of.manifest.windows.iter();
            let all: Vec<Sides> = windows
                .filter_map(|days| {
                    let sides = |terms: &[Term]| self.sides(edition, terms, (days.year, &days.window));
                    Some([sides(&relation.smaller)?, sides(&relation.larger)?])
                })
                .collect();
            let ground = self.of_relation(edition, at);
            let is_equal = relation.equal && self.is_seen_to_hold(&all);
            for sides in &all {
                self.add_relation(relation, sides, is_equal, ground);
            }
        }
    }

    /// What rests on a relation that only the manifest names; where figures contradict it, it is none.
    fn of_relation(&self, edition: usize, relation: usize) -> usize {
        let before: usize = self.editions[..edition].iter().map(|it| it.model.relations.len()).sum();
        3 * self.editions.len() + before + relation
    }

    /// The numbers of a year; none where one of them stands nowhere.
    fn sides(&self, edition: usize, terms: &[Term], (year, window): (i32, &str)) -> Option<Vec<Side>> {
        let of = &self.editions[edition];
        let mut sides = Vec::new();
        for term in terms {
            let counted = of.counted(&term.measure)?;
            let which = if term.is_base { Of::Base } else { Of::Count };
            let is_meant = |cell: &CellRef| {
                let is_place = cell.place == of.model.places.own || cell.place == of.manifest.municipality;
                let is_breakdown =
                    term.sums_over().map_or(cell.breakdown == term.breakdown, |by| dimensions(&cell.breakdown) == [by]);
                is_place && cell.indicator == term.measure && cell.year == year && cell.window == window && is_breakdown
            };
            let rows: Vec<_> = of.figures.rows.iter().filter(|row| is_meant(&row.cell)).collect();
            if rows.is_empty() || rows.iter().any(|row| row.status == "..") {
                return None;
            }
            for row in rows {
                let number = self.existing(edition, &row.cell, counted, which)?;
                sides.push((number, row.cell.clone()));
            }
        }
        Some(sides)
    }

    /// Whether it holds in every year in which all of it is shown, and there is such a year: a reader then takes it to be so.
    fn is_seen_to_hold(&self, all: &[Sides]) -> bool {
        let value = |(number, _): &Side| self.problem.unknowns[*number].value();
        let sum = |sides: &[Side]| sides.iter().map(value).sum::<Option<i64>>();
        let mut shown = all.iter().filter_map(|[smaller, larger]| sum(smaller).zip(sum(larger))).peekable();
        shown.peek().is_some() && shown.all(|(smaller, larger)| smaller == larger)
    }

    fn add_relation(&mut self, relation: &Relation, [smaller, larger]: &Sides, is_equal: bool, ground: usize) {
        let value = |(number, _): &Side| self.problem.unknowns[*number].value();
        let known: Option<Vec<i64>> = smaller.iter().chain(larger).map(value).collect();
        let negative = |(number, _): &Side| (*number, -1);
        let terms: Vec<(usize, i64)> =
            smaller.iter().map(|(number, _)| (*number, 1)).chain(larger.iter().map(negative)).collect();
        let difference: i64 = known.iter().flatten().zip(&terms).map(|(value, (_, factor))| value * factor).sum();
        if known.is_some() && (difference > 0 || (is_equal && difference != 0)) {
            return;
        }
        let named = |sides: &[Side]| sides.iter().map(|(_, cell)| words(cell)).collect::<Vec<_>>().join(", ");
        let source = text("audit.source_relation", &[("smaller", &named(smaller)), ("larger", &named(larger))]);
        if is_equal {
            self.equation(terms, Sense::Equal, ground, source);
        } else if relation.rest {
            let rest = self.unnamed(0);
            self.problem.unknowns[rest].upper = FAR;
            self.equation([terms, vec![(rest, 1)]].concat(), Sense::Equal, ground, source);
            let (cell, other) = (&smaller[0].1, &larger[0].1);
            self.hide(rest, Secret::Part, cell, Part::Between(other.indicator.clone()));
        } else {
            self.equation(terms, Sense::AtMost, ground, source);
        }
    }
}
