//! Tables in a ring: by a and b, b and c, a and c, none by all three. There is a table by all of them in whole numbers.
//!
//! Where tables hang together as a tree, some table by all their dimensions always has these sums, so only rings tell more.

use std::collections::{BTreeMap, BTreeSet};

use super::super::attack::{Relation, Secret};
use super::cuts::{Cuts, Merged, products};
use super::tables::{Codes, Overlaps, Table, Tables};
use super::{Builder, words};
use crate::lang::text;

/// Rings of more cells that may hold somebody are not tried.
const MOST_JOINT: usize = 600;
/// Nor are those of more cells at all.
const MOST_CELLS: usize = 100_000;

type Dimensions = BTreeSet<String>;

/// Cells of a table that are one sum of joint cells.
struct Line<'a> {
    table: &'a Table,
    codes: Codes,
    cells: Vec<usize>,
    joint: BTreeSet<Codes>,
}

impl Builder<'_> {
    /// The cells by all dimensions of each ring.
    pub(super) fn add_rings(&mut self, tables: &Tables, overlaps: &Overlaps, merged: &Merged) {
        for (whole, of_number) in tables {
            let is_plain = |table: &&Table| {
                table.is_complete() && !table.dimensions.iter().any(|it| overlaps.has(&whole.count, it))
            };
            let plain: Vec<&Table> = of_number.iter().filter(is_plain).collect();
            let all = plain.iter().map(|table| table.dimensions.iter().cloned().collect()).collect();
            for ring in rings(all) {
                self.add_ring(&plain, &ring, merged);
            }
        }
    }

    /// `ring`: the dimensions that tables have in common with others, and all that each of them has.
    fn add_ring(&mut self, tables: &[&Table], ring: &[(Dimensions, Dimensions)], merged: &Merged) {
        let joint: Vec<String> = ring.iter().flat_map(|it| it.0.clone()).collect::<Dimensions>().into_iter().collect();
        let is_of = |table: &Table, own: &Dimensions| table.dimensions.iter().eq(own);
        let of_ring = |it: &(Dimensions, Dimensions)| {
            tables.iter().filter(|table| is_of(table, &it.1)).map(|table| (*table, it.0.clone())).collect::<Vec<_>>()
        };
        let of_ring: Vec<(&Table, Dimensions)> = ring.iter().flat_map(of_ring).collect();
        let open = self.open_of(of_ring.iter().map(|it| it.0));
        if open == 0 {
            return;
        }
        let cuts: Vec<Cuts> = joint.iter().map(|dimension| cuts_of(&of_ring, dimension, merged)).collect();
        if cuts.iter().map(|it| it.pieces().len()).product::<usize>() > MOST_CELLS {
            self.untested += open;
            return;
        }
        let lines: Vec<Line> = of_ring.iter().flat_map(|it| lines_of(it.0, &it.1, &joint, &cuts)).collect();
        let cells = self.cells_of(&of_ring, &lines, &cuts);
        if cells.len() > MOST_JOINT {
            self.untested += open;
            return;
        }
        let numbers: BTreeMap<&Codes, usize> = cells.iter().map(|codes| (codes, self.unnamed(0))).collect();
        for line in &lines {
            let ground = Self::of_bundle(line.table.edition);
            let source = text(
                "audit.source_ring",
                &[("figure", &words(&line.table.cell(&line.codes))), ("parts", &joint.join(" og "))],
            );
            let parts = line.joint.iter().filter_map(|codes| numbers.get(codes)).map(|number| (*number, -1));
            let terms: Vec<(usize, i64)> = line.cells.iter().map(|cell| (*cell, 1)).chain(parts).collect();
            match terms.as_slice() {
                [(lone, _)] => self.bound(*lone, 0, 0, ground, source),
                _ => self.equation(terms, Relation::Equal, ground, source),
            }
        }
    }

    /// The secrets of tables that are not known yet.
    fn open_of<'t>(&self, tables: impl Iterator<Item = &'t Table>) -> usize {
        let cells: BTreeSet<usize> = tables.flat_map(|table| table.cells.values().copied()).collect();
        let unknowns = cells.into_iter().map(|cell| &self.problem.unknowns[cell]);
        unknowns.filter(|it| it.secret != Secret::No && it.value().is_none()).count()
    }

    /// The joint cells that may hold somebody: those in some cell of each table, none of which is known to be empty.
    fn cells_of(&self, of_ring: &[(&Table, Dimensions)], lines: &[Line], cuts: &[Cuts]) -> BTreeSet<Codes> {
        let mut cells = products(cuts.iter().map(|it| it.pieces().into_iter().cloned().collect()));
        for (table, _) in of_ring {
            let is_empty = |line: &&Line| line.cells.iter().all(|it| self.problem.unknowns[*it].value() == Some(0));
            let own = lines.iter().filter(|line| std::ptr::eq(line.table, *table));
            let held: BTreeSet<&Codes> = own.filter(|line| !is_empty(line)).flat_map(|line| &line.joint).collect();
            cells.retain(|codes| held.contains(codes));
        }
        cells
    }
}

/// The pieces of a dimension over all tables of a ring that have it.
fn cuts_of(of_ring: &[(&Table, Dimensions)], dimension: &str, merged: &Merged) -> Cuts {
    let codes = of_ring.iter().filter_map(|(table, _)| {
        let place = table.dimensions.iter().position(|it| it == dimension)?;
        Some(table.cells.keys().map(move |codes| &codes[place]))
    });
    Cuts::new(dimension, &codes.flatten().collect(), merged)
}

/// The cells of a table by those of its dimensions that are in the ring, with the joint cells that are in each.
fn lines_of<'a>(table: &'a Table, own: &Dimensions, joint: &[String], cuts: &[Cuts]) -> Vec<Line<'a>> {
    let mut by_codes: BTreeMap<Codes, Vec<usize>> = BTreeMap::new();
    let places: Vec<usize> = (0..table.dimensions.len()).filter(|it| own.contains(&table.dimensions[*it])).collect();
    for (codes, cell) in &table.cells {
        by_codes.entry(places.iter().map(|place| codes[*place].clone()).collect()).or_default().push(*cell);
    }
    let line = |(codes, cells): (Codes, Vec<usize>)| {
        // A dimension that the table does not have may be anything.
        let mut of_own = codes.iter();
        let pieces = joint.iter().zip(cuts).map(|(dimension, cuts)| {
            if own.contains(dimension) {
                of_own.next().map(|code| cuts.of(code).to_vec()).unwrap_or_default()
            } else {
                cuts.pieces().into_iter().cloned().collect()
            }
        });
        Line { table, joint: products(pieces), codes, cells }
    };
    by_codes.into_iter().map(line).collect()
}

/// What is left of tables when all that hangs on others as a branch is taken away, by rings that have nothing in common.
fn rings(all: BTreeSet<Dimensions>) -> Vec<Vec<(Dimensions, Dimensions)>> {
    let mut left: Vec<(Dimensions, Dimensions)> = all.into_iter().map(|own| (own.clone(), own)).collect();
    loop {
        let before: usize = left.iter().map(|it| it.0.len() + 1).sum();
        let uses = |dimension: &String, left: &[(Dimensions, Dimensions)]| {
            left.iter().filter(|it| it.0.contains(dimension)).count()
        };
        let lone: Dimensions =
            left.iter().flat_map(|it| &it.0).filter(|dimension| uses(dimension, &left) == 1).cloned().collect();
        for it in &mut left {
            it.0.retain(|dimension| !lone.contains(dimension));
        }
        let mut kept: Vec<(Dimensions, Dimensions)> = Vec::new();
        left.sort_by_key(|it| std::cmp::Reverse(it.0.len()));
        for it in left {
            if !it.0.is_empty() && !kept.iter().any(|known| it.0.is_subset(&known.0)) {
                kept.push(it);
            }
        }
        left = kept;
        if left.iter().map(|it| it.0.len() + 1).sum::<usize>() == before {
            break;
        }
    }
    let mut rings: Vec<Vec<(Dimensions, Dimensions)>> = Vec::new();
    for it in left {
        let (mut with, others): (Vec<_>, Vec<_>) =
            rings.into_iter().partition(|ring| ring.iter().any(|known| !known.0.is_disjoint(&it.0)));
        with.push(vec![it]);
        rings = others;
        rings.push(with.concat());
    }
    rings
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(tables: &[&str]) -> Vec<Vec<String>> {
        let set = |text: &str| text.chars().map(|letter| letter.to_string()).collect::<Dimensions>();
        let of_ring = |ring: Vec<(Dimensions, Dimensions)>| {
            let mut names: Vec<String> = ring.iter().map(|it| it.0.iter().cloned().collect::<String>()).collect();
            names.sort();
            names
        };
        rings(tables.iter().map(|text| set(text)).collect()).into_iter().map(of_ring).collect()
    }

    #[test]
    fn only_rings_are_left() {
        assert_eq!(found(&["ab", "bc", "ac", "a"]), [["ab", "ac", "bc"]]);
        assert!(found(&["ab", "bc", "ac", "abc"]).is_empty());
        assert!(found(&["ab", "bc", "cd", "a"]).is_empty());
        assert_eq!(found(&["ab", "bc", "cd", "da"]).len(), 1);
        assert_eq!(found(&["abx", "bc", "ac", "cy"]), [["ab", "ac", "bc"]], "branches are taken away");
        assert_eq!(found(&["ab", "bc", "ac", "de", "ef", "df"]).len(), 2);
    }
}
