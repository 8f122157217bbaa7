//! Each row of the tidy data as the numbers it is made of.

use super::super::attack::{FAR, Relation, Secret};
use super::super::figures::{CellRef, Row};
use super::super::finding::Part;
use super::super::manifest::Counted;
use super::{Builder, Key, words};
use crate::lang::text;

/// Which numbers a figure is made of; those that have been met.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Of {
    /// The count, the numerator, or the first of two counts.
    Count,
    /// The denominator, or the second of two counts.
    Base,
    /// The difference of two counts.
    Difference,
}

impl Builder<'_> {
    pub(super) fn add_rows(&mut self, edition: usize) {
        let (figures, editions) = (self.editions[edition].figures, self.editions);
        for row in &figures.rows {
            let of = &editions[edition];
            let Some(counted) = of.counted(&row.cell.indicator).filter(|_| of.is_own(&row.cell.place)) else {
                continue;
            };
            match counted.value.as_str() {
                "count" => self.add_count(edition, row, counted),
                "share" => self.add_share(edition, row, counted),
                "difference" => self.add_difference(edition, row, counted),
                _ => {}
            }
        }
    }

    fn add_count(&mut self, edition: usize, row: &Row, counted: &Counted) {
        let Some(number) = self.number_of(edition, &row.cell, counted, Of::Count, true) else { return };
        let shown = row.numerator.or_else(|| row.value.and_then(super::super::number::Printed::whole));
        self.decide(edition, number, row, shown, counted, 1);
    }

    fn add_share(&mut self, edition: usize, row: &Row, counted: &Counted) {
        let Some(number) = self.number_of(edition, &row.cell, counted, Of::Count, true) else { return };
        let Some(base) = self.number_of(edition, &row.cell, counted, Of::Base, true) else { return };
        if let Some(value) = row.denominator {
            self.fix(base, value, edition, &row.cell);
        }
        let is_known = counted.whole.as_deref() == Some("known");
        let is_plain = self.editions[edition].secret_of(counted) == Secret::Withheld;
        // Each of two sums may be known where the other is not: that is not the share. So may children outside the home, who
        // stand in another table, where all of them are withheld.
        let is_of_two = counted.whole.as_deref() == Some("sum") || (counted.at.is_some() && is_plain);
        if is_of_two && row.status == ":" && counted.about == "people" {
            self.hide(number, Secret::Part, &row.cell, Part::Figure);
        } else {
            self.decide(edition, number, row, row.numerator, counted, i64::from(is_known));
        }
        let is_part = counted.whole.as_deref() == Some("cases");
        if row.status == "." && is_part {
            let source = text("audit.source_rest", &[("figure", &words(&row.cell))]);
            self.equation(vec![(number, 1), (base, -1)], Relation::AtMost, Self::of_bundle(edition), source);
        }
        if row.status == ".." || row.status == "." || is_known {
            return;
        }
        let is_people = counted.about == "people";
        let key = self.key(edition, &Self::rest_of(counted), &row.cell);
        let rest = self.number(key, if is_part { 0 } else { -FAR });
        if is_people {
            self.hide(rest, Secret::Part, &row.cell, Part::Rest);
            self.hide(base, Secret::Part, &row.cell, Part::Base);
        }
        let source = text("audit.source_rest", &[("figure", &words(&row.cell))]);
        self.equation(vec![(number, 1), (rest, 1), (base, -1)], Relation::Equal, Self::of_bundle(edition), source);
    }

    /// What those whom a share leaves over are called.
    pub(super) fn rest_of(counted: &Counted) -> String {
        format!("rest {} {:?}", counted.count.as_deref().unwrap_or_default(), counted.base)
    }

    /// Those whom a share leaves over, where it has such.
    pub(super) fn rest(&self, edition: usize, cell: &CellRef, counted: &Counted) -> Option<usize> {
        self.index.get(&self.key(edition, &Self::rest_of(counted), cell)).copied()
    }

    fn add_difference(&mut self, edition: usize, row: &Row, counted: &Counted) {
        let of = |builder: &mut Self, which| builder.number_of(edition, &row.cell, counted, which, true);
        let [first, second, between] = [Of::Count, Of::Base, Of::Difference].map(|which| of(self, which));
        let (Some(first), Some(second), Some(between)) = (first, second, between) else { return };
        let shown = row.value.and_then(super::super::number::Printed::whole);
        self.decide(edition, between, row, shown, counted, -FAR);
        let source = text("audit.source_difference", &[("figure", &words(&row.cell))]);
        self.equation(vec![(first, 1), (second, -1), (between, -1)], Relation::Equal, Self::of_bundle(edition), source);
    }

    /// What the row says of its number. `least` is what a withheld one is at least: zeros are shown.
    fn decide(&mut self, edition: usize, number: usize, row: &Row, shown: Option<i64>, counted: &Counted, least: i64) {
        let is_people = counted.about == "people";
        let least = if self.editions[edition].hides_zeros() { least.min(0) } else { least };
        match row.status.as_str() {
            ":" => {
                let secret = self.editions[edition].secret_of(counted);
                let (secret, least) = if is_people { (secret, least) } else { (Secret::Value, least.min(0)) };
                self.hide(number, secret, &row.cell, Part::Figure);
                let unknown = &mut self.problem.unknowns[number];
                if unknown.lower < least && least <= unknown.upper {
                    unknown.lower = least;
                }
            }
            "." if is_people => self.hide(number, Secret::Part, &row.cell, Part::Figure),
            "" => {
                if let Some(value) = shown {
                    self.fix(number, value, edition, &row.cell);
                }
                if is_people {
                    self.hide(number, Secret::Part, &row.cell, Part::Figure);
                }
            }
            _ => {}
        }
    }

    /// One of the numbers that a figure is made of; made where it is not there yet and `makes` says so.
    pub(super) fn number_of(
        &mut self,
        edition: usize,
        cell: &CellRef,
        counted: &Counted,
        of: Of,
        makes: bool,
    ) -> Option<usize> {
        let key = self.key_of(edition, cell, counted, of)?;
        if !makes {
            return self.index.get(&key).copied();
        }
        let lower = if of == Of::Difference { -FAR } else { 0 };
        Some(self.number(key, lower))
    }

    /// One of the numbers that a figure is made of, where it has been met.
    pub(super) fn existing(&self, edition: usize, cell: &CellRef, counted: &Counted, of: Of) -> Option<usize> {
        self.index.get(&self.key_of(edition, cell, counted, of)?).copied()
    }

    fn key_of(&self, edition: usize, cell: &CellRef, counted: &Counted, of: Of) -> Option<Key> {
        let is_of_whole = counted.of_whole.iter().any(|by| *by == super::dimensions(&cell.breakdown).join("+"));
        let (count, base) = (counted.count.as_deref(), counted.base.as_deref());
        let name = match of {
            Of::Count => count?.to_owned(),
            Of::Base => base?.to_owned(),
            Of::Difference => format!("minus {} {}", count?, base?),
        };
        let name = if is_of_whole { format!("of whole {name}") } else { name };
        let mut key = self.key(edition, &name, cell);
        if let (Of::Count, Some(at)) = (of, &counted.at) {
            // The count stands at a place in another breakdown; broken down again it is a number of its own.
            let is_total = key.at.is_empty();
            key.at = if is_total { at.clone() } else { format!("{at} {}", key.at) };
        }
        Some(key)
    }
}
