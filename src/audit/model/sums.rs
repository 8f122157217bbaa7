//! What adds up within a report: categories, two-way tables, parts of a whole, municipalities.

use std::collections::BTreeMap;

use super::super::attack::{FAR, Relation, Secret};
use super::super::figures::CellRef;
use super::super::finding::Part;
use super::super::manifest::Counted;
use super::rows::Of;
use super::{Builder, dimensions, words};
use crate::lang::text;

/// The cells of one measure for one place and window: breakdown and whether anything is known of it.
type Table = BTreeMap<String, bool>;

impl Builder<'_> {
    /// Categories make up their total, or each is at most as large.
    pub(super) fn add_sums(&mut self, edition: usize) {
        let editions = self.editions;
        for (total, table) in self.tables(edition) {
            let Some(measure) = editions[edition].measure(&total.indicator) else { continue };
            let Some(counted) = &measure.counted else { continue };
            for breakdown in measure.breakdowns.iter().filter(|it| !counted.of_whole.contains(&it.by)) {
                let mut by: Vec<&str> = breakdown.by.split('+').collect();
                by.sort_unstable();
                let categories: Vec<(&str, bool)> = table
                    .iter()
                    .filter(|(at, _)| dimensions(at) == by)
                    .map(|(at, is_known)| (at.as_str(), *is_known))
                    .collect();
                self.add_line(edition, &total, counted, breakdown.overlapping, &categories);
            }
        }
    }

    /// Each measure's rows by place and window, under the cell of the total.
    fn tables(&self, edition: usize) -> BTreeMap<CellRef, Table> {
        let of = &self.editions[edition];
        let mut tables: BTreeMap<CellRef, Table> = BTreeMap::new();
        for row in of.figures.rows.iter().filter(|row| of.is_own(&row.cell.place)) {
            let total = CellRef { breakdown: String::new(), ..row.cell.clone() };
            tables.entry(total).or_default().insert(row.cell.breakdown.clone(), row.status != "..");
        }
        tables
    }

    fn add_line(
        &mut self,
        edition: usize,
        total: &CellRef,
        counted: &Counted,
        overlapping: bool,
        categories: &[(&str, bool)],
    ) {
        if categories.is_empty() || self.row(edition, total).is_none_or(|row| row.status == "..") {
            return;
        }
        let ground = Self::of_bundle(edition);
        let is_complete = categories.iter().all(|(_, is_known)| *is_known);
        let of_whole = counted.whole.as_deref() == Some("known");
        for of in Of::ADDING {
            if of == Of::Base && of_whole {
                continue;
            }
            let Some(sum) = self.number_of(edition, total, counted, of, false) else { continue };
            let cell = |at: &str| CellRef { breakdown: at.to_owned(), ..total.clone() };
            let known = categories.iter().filter(|(_, is_known)| *is_known);
            let parts: Vec<usize> =
                known.filter_map(|(at, _)| self.number_of(edition, &cell(at), counted, of, false)).collect();
            let source = || text("audit.source_sum", &[("figure", &words(total)), ("parts", &names(categories))]);
            if !overlapping && parts.len() == categories.len() && is_complete {
                let terms = parts.iter().map(|part| (*part, 1)).chain([(sum, -1)]).collect();
                self.equation(terms, Relation::Equal, ground, source());
            } else if of != Of::Difference {
                for part in parts {
                    self.equation(vec![(part, 1), (sum, -1)], Relation::AtMost, ground, source());
                }
            }
        }
    }

    /// A measure that is part of another is at most as large; what lies between is a count too.
    pub(super) fn add_parts(&mut self, edition: usize) {
        let (editions, figures) = (self.editions, self.editions[edition].figures);
        for row in &figures.rows {
            let of = &editions[edition];
            let Some(measure) = of.measure(&row.cell.indicator).filter(|_| of.is_own(&row.cell.place)) else {
                continue;
            };
            let (Some(inner), Some(outer_id)) = (&measure.counted, &measure.part_of) else { continue };
            let Some(outer) = of.counted(outer_id) else { continue };
            let outer_cell = CellRef { indicator: outer_id.clone(), ..row.cell.clone() };
            let one = self.number_of(edition, &row.cell, inner, Of::Count, false);
            let other = self.number_of(edition, &outer_cell, outer, Of::Count, false);
            let (Some(one), Some(other)) = (one, other) else { continue };
            let source = text("audit.source_part", &[("inner", &words(&row.cell)), ("outer", &words(&outer_cell))]);
            let between = self.between(one, other, 0, Self::of_bundle(edition), source);
            if inner.about == "people" {
                self.hide(between, Secret::Part, &row.cell, Part::Between(outer_id.clone()));
            }
        }
    }

    /// A new number: `large − small`.
    pub(super) fn between(&mut self, small: usize, large: usize, lower: i64, ground: usize, source: String) -> usize {
        let between = self.unnamed(lower);
        self.equation(vec![(small, 1), (between, 1), (large, -1)], Relation::Equal, ground, source);
        between
    }

    /// Municipalities that are reported together: events add up, a child may be known to two of them.
    pub(super) fn add_region(&mut self, edition: usize) {
        let editions = self.editions;
        let Some(region) = &editions[edition].model.places.region else { return };
        let ground = Self::of_bundle(edition);
        let totals: Vec<CellRef> = self.tables(edition).into_keys().filter(|cell| cell.place == region.id).collect();
        for total in totals {
            let Some(counted) = editions[edition].counted(&total.indicator) else { continue };
            let Some(sum) = self.number_of(edition, &total, counted, Of::Count, false) else { continue };
            let cell = |place: &String| CellRef { place: place.clone(), ..total.clone() };
            let members = region.members.iter().map(cell).collect::<Vec<_>>();
            let parts: Vec<usize> =
                members.iter().filter_map(|it| self.number_of(edition, it, counted, Of::Count, false)).collect();
            let source = text("audit.source_region", &[("figure", &words(&total))]);
            if counted.nesting == "adds" && parts.len() == region.members.len() {
                let terms = parts.iter().map(|part| (*part, 1)).chain([(sum, -1)]).collect();
                self.equation(terms, Relation::Equal, ground, source);
                continue;
            }
            for part in &parts {
                self.equation(vec![(*part, 1), (sum, -1)], Relation::AtMost, ground, source.clone());
            }
            if parts.len() == region.members.len() && counted.nesting != "none" {
                let terms = parts.iter().map(|part| (*part, -1)).chain([(sum, 1)]).collect();
                self.equation(terms, Relation::AtMost, ground, source);
            }
        }
    }
}

/// The dimension of a line, for sentences.
fn names(categories: &[(&str, bool)]) -> String {
    categories.first().map(|(at, _)| dimensions(at).join(" og ")).unwrap_or_default()
}

/// What a number that may be anything starts from.
pub(super) const ANY: i64 = -FAR;
