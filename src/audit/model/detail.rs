//! The same figures in other detail: what is one category in this bundle is several in another, or they cross.

use std::collections::{BTreeMap, BTreeSet};

use super::super::attack::{Relation, Secret};
use super::super::finding::Part;
use super::across::lies_in;
use super::cuts::{Cuts, Merged, pieces_of};
use super::tables::{Codes, Overlaps, Table, Tables, at};
use super::{Builder, Key, words};
use crate::lang::text;

/// Tables that would be cut into more pieces are not.
const MOST_PIECES: usize = 4_000;

impl Builder<'_> {
    /// The categories that the bundles show as one.
    pub(super) fn merged(&self) -> Merged {
        let of_edition = |edition: &super::Edition| edition.manifest.coarsening.merged.clone();
        let all = self.editions.iter().flat_map(of_edition);
        all.map(|it| ((it.by, it.code), it.codes)).collect()
    }

    /// Ties categories to those of other detail; gives whether there were such. What they are all made of is a table of its
    /// own, which no bundle prints.
    pub(super) fn add_detail(&mut self, tables: &mut Tables, overlaps: &Overlaps, merged: &Merged) -> bool {
        let mut has_other = false;
        for (whole, of_number) in tables {
            let dimensions: BTreeSet<Vec<String>> = of_number.iter().map(|table| table.dimensions.clone()).collect();
            for dimensions in dimensions {
                let same: Vec<Table> = of_number.iter().filter(|it| it.dimensions == dimensions).cloned().collect();
                let cuts = cuts(&same, &dimensions, merged);
                if cuts.iter().all(Cuts::is_plain) {
                    continue;
                }
                has_other = true;
                if dimensions.iter().any(|dimension| overlaps.has(&whole.count, dimension)) {
                    self.add_within(&same, &cuts);
                } else if cuts.iter().map(|it| it.pieces().len()).product::<usize>() <= MOST_PIECES {
                    of_number.push(self.add_pieces(whole, &same, &cuts));
                }
            }
        }
        has_other
    }

    /// Each cell is the sum of its pieces.
    fn add_pieces(&mut self, whole: &Key, tables: &[Table], cuts: &[Cuts]) -> Table {
        let mut all = Table { cells: BTreeMap::new(), missing: BTreeSet::new(), ..tables[0].clone() };
        for table in tables {
            let ground = Self::of_bundle(table.edition);
            for (codes, cell) in &table.cells {
                let pieces = pieces_of(cuts, codes);
                let mut terms = vec![(*cell, -1)];
                for piece in pieces {
                    let place = at(&table.dimensions, &piece);
                    let key = Key { at: place.clone(), ..whole.clone() };
                    let is_new = !self.index.contains_key(&key);
                    let number = self.number(key, 0);
                    if is_new && table.is_people {
                        self.hide(number, Secret::Part, &table.cell(codes), Part::Piece(place));
                    }
                    if table.missing.contains(codes) {
                        all.missing.insert(piece.clone());
                    }
                    all.cells.insert(piece, number);
                    terms.push((number, 1));
                }
                if terms.len() > 1 && terms[1].0 != *cell {
                    let source = text("audit.source_detail", &[("figure", &words(&table.cell(codes)))]);
                    self.equation(terms, Relation::Equal, ground, source);
                }
            }
        }
        all
    }

    /// Where somebody may be in several categories: each is at most as large as one that holds it, which is at most as large
    /// as all of them together.
    fn add_within(&mut self, tables: &[Table], cuts: &[Cuts]) {
        for outer in tables {
            for inner in tables {
                let ground = Self::of_bundle(outer.edition.max(inner.edition));
                for (codes, cell) in outer.cells.iter().filter(|(codes, _)| !inner.cells.contains_key(*codes)) {
                    let Within { inside, is_all } = within(inner, cuts, codes);
                    let source = || text("audit.source_detail", &[("figure", &words(&outer.cell(codes)))]);
                    for part in &inside {
                        self.equation(vec![(*part, 1), (*cell, -1)], Relation::AtMost, ground, source());
                    }
                    if is_all && !inside.is_empty() {
                        let terms = inside.iter().map(|part| (*part, -1)).chain([(*cell, 1)]).collect();
                        self.equation(terms, Relation::AtMost, ground, source());
                    }
                }
            }
        }
    }

    /// Of events, a longer window has what a shorter one has, whatever detail they are shown in.
    pub(super) fn add_nested_detail(&mut self, tables: &Tables, overlaps: &Overlaps, merged: &Merged) {
        let is_settled = |table: &&Table| {
            let moves = |by: &String| matches!(by.as_str(), "maaned" | "plassering" | "ventedager");
            table.adds && !table.dimensions.iter().any(moves)
        };
        for (inner_whole, inner_tables) in tables {
            let same = |it: &&Key| it.count == inner_whole.count && it.place == inner_whole.place;
            for outer_whole in tables.keys().filter(same).filter(|it| lies_in(&inner_whole.days, &it.days)) {
                for inner in inner_tables.iter().filter(is_settled) {
                    let is_other = |outer: &&Table| outer.dimensions == inner.dimensions;
                    let overlaps = inner.dimensions.iter().any(|it| overlaps.has(&inner_whole.count, it));
                    for outer in tables[outer_whole].iter().filter(is_settled).filter(is_other).filter(|_| !overlaps) {
                        self.add_nested_tables(inner, outer, merged);
                    }
                }
            }
        }
    }

    fn add_nested_tables(&mut self, inner: &Table, outer: &Table, merged: &Merged) {
        let cuts = cuts(&[inner.clone(), outer.clone()], &inner.dimensions, merged);
        if cuts.iter().all(Cuts::is_plain) {
            return;
        }
        for (codes, cell) in outer.cells.iter().filter(|(codes, _)| !inner.cells.contains_key(*codes)) {
            let Within { inside, .. } = within(inner, &cuts, codes);
            self.add_since(inner, outer, codes, (&inside, &[*cell]));
        }
        for (codes, cell) in inner.cells.iter().filter(|(codes, _)| !outer.cells.contains_key(*codes)) {
            let Within { inside, is_all } = within(outer, &cuts, codes);
            if is_all {
                self.add_since(inner, outer, codes, (&[*cell], &inside));
            }
        }
    }

    /// What the longer window has beside the shorter one.
    fn add_since(&mut self, inner: &Table, outer: &Table, codes: &[String], (small, large): (&[usize], &[usize])) {
        if small.is_empty() || large.is_empty() {
            return;
        }
        let (then, now) = (words(&inner.cell(codes)), outer.cell(codes));
        let source = text("audit.source_windows", &[("inner", &then), ("outer", &words(&now))]);
        let ground = self.of_windows(inner.edition.max(outer.edition));
        let sides = small.iter().map(|it| (*it, 1)).chain(large.iter().map(|it| (*it, -1)));
        let mut terms: Vec<(usize, i64)> = sides.collect();
        terms.sort_unstable();
        if !self.since.insert(terms.clone()) {
            return;
        }
        let between = self.unnamed(0);
        terms.push((between, 1));
        self.equation(terms, Relation::Equal, ground, source);
        if inner.is_people {
            self.hide(between, Secret::Part, &now, Part::Windows(then));
        }
    }
}

/// The cells of a table that lie within a cell of another.
struct Within {
    inside: Vec<usize>,
    /// Nothing of the cell is outside them.
    is_all: bool,
}

fn within(table: &Table, cuts: &[Cuts], codes: &[String]) -> Within {
    let outer: BTreeSet<Codes> = pieces_of(cuts, codes);
    let mut found = Within { inside: Vec::new(), is_all: table.is_complete() };
    for (codes, cell) in &table.cells {
        let pieces = pieces_of(cuts, codes);
        let common = pieces.iter().filter(|piece| outer.contains(*piece)).count();
        if common == pieces.len() {
            found.inside.push(*cell);
        } else if common > 0 {
            found.is_all = false;
        }
    }
    found
}

/// The pieces that the categories of all these tables are made of, by dimension.
fn cuts(tables: &[Table], dimensions: &[String], merged: &Merged) -> Vec<Cuts> {
    let of = |(place, dimension): (usize, &String)| {
        let codes = tables.iter().flat_map(|table| table.cells.keys().map(move |codes| &codes[place])).collect();
        Cuts::new(dimension, &codes, merged)
    };
    dimensions.iter().enumerate().map(of).collect()
}
