//! Tables that have dimensions in common add up to the same, whether any table has just those or not.

use std::collections::{BTreeMap, BTreeSet};

use super::super::attack::Relation;
use super::tables::{Codes, Overlaps, Table, Tables, at};
use super::{Builder, Key, words};
use crate::lang::text;

/// Cells that add up to a cell of fewer dimensions.
struct Line {
    table: usize,
    cells: Vec<usize>,
    /// They make up the cell; otherwise each is at most as large.
    is_sum: bool,
}

impl Builder<'_> {
    /// What several tables add up to. Tables that no bundle prints are added to the others.
    pub(super) fn add_margins(&mut self, tables: &mut Tables, overlaps: &Overlaps) {
        for (whole, of_number) in tables {
            let mut unprinted = Vec::new();
            for shared in shared(of_number) {
                unprinted.extend(self.add_shared(whole, of_number, &shared, overlaps));
            }
            of_number.extend(unprinted);
        }
    }

    fn add_shared(&mut self, whole: &Key, tables: &[Table], shared: &[String], overlaps: &Overlaps) -> Vec<Table> {
        let mut lines: BTreeMap<Codes, Vec<Line>> = BTreeMap::new();
        for (number, table) in tables.iter().enumerate() {
            let Some(places) = places(table, shared) else { continue };
            if shared.is_empty() && self.row(table.edition, &table.total).is_none_or(|row| row.status == "..") {
                continue;
            }
            let left_out = table.dimensions.iter().filter(|dimension| !shared.contains(dimension));
            let is_plain = !left_out.into_iter().any(|dimension| overlaps.has(&whole.count, dimension));
            let mut of_table: BTreeMap<Codes, Line> = BTreeMap::new();
            for (codes, cell) in &table.cells {
                let kept = places.iter().map(|place| codes[*place].clone()).collect();
                let line =
                    of_table.entry(kept).or_insert_with(|| Line { table: number, cells: Vec::new(), is_sum: is_plain });
                line.is_sum &= !table.missing.contains(codes);
                line.cells.push(*cell);
            }
            for (codes, line) in of_table {
                let of_codes = lines.entry(codes).or_default();
                if !of_codes.iter().any(|known| known.cells == line.cells && known.is_sum == line.is_sum) {
                    of_codes.push(line);
                }
            }
        }
        let is_missing = |codes: &Codes| tables.iter().any(|it| it.dimensions == shared && it.missing.contains(codes));
        lines.retain(|codes, _| !is_missing(codes));
        let mut summed: BTreeMap<Codes, usize> = BTreeMap::new();
        for (codes, lines) in &lines {
            summed.extend(self.add_lines(whole, tables, shared, codes, lines).map(|number| (codes.clone(), number)));
        }
        Self::unprinted(tables, shared, &summed)
    }

    /// Several lines with one sum, which is printed or not.
    fn add_lines(
        &mut self,
        whole: &Key,
        tables: &[Table],
        shared: &[String],
        codes: &[String],
        lines: &[Line],
    ) -> Option<usize> {
        let key = Key { at: at(shared, codes), ..whole.clone() };
        let is_printed = self.index.contains_key(&key);
        if !is_printed && (shared.is_empty() || lines.len() < 2 || !lines.iter().any(|line| line.is_sum)) {
            return None;
        }
        let sum = self.number(key, 0);
        for line in lines {
            let table = &tables[line.table];
            let figure = super::CellRef { breakdown: at(shared, codes), ..table.total.clone() };
            let parts = table.dimensions.join(" og ");
            let source = || text("audit.source_sum", &[("figure", &words(&figure)), ("parts", &parts)]);
            let ground = Self::of_bundle(table.edition);
            if line.is_sum {
                let terms = line.cells.iter().map(|cell| (*cell, 1)).chain([(sum, -1)]).collect();
                self.equation(terms, Relation::Equal, ground, source());
                continue;
            }
            for cell in &line.cells {
                self.equation(vec![(*cell, 1), (sum, -1)], Relation::AtMost, ground, source());
            }
        }
        Some(sum)
    }

    /// The table that the others add up to, with the codes that each of them has, where it is not printed.
    fn unprinted(tables: &[Table], shared: &[String], summed: &BTreeMap<Codes, usize>) -> Vec<Table> {
        let mut seen: BTreeSet<BTreeSet<Codes>> = BTreeSet::new();
        seen.extend(tables.iter().filter(|it| it.dimensions == shared).map(|it| it.cells.keys().cloned().collect()));
        let mut found = Vec::new();
        for table in tables.iter().filter(|table| table.is_complete() && !shared.is_empty()) {
            let Some(places) = places(table, shared) else { continue };
            let codes: BTreeSet<Codes> =
                table.cells.keys().map(|codes| places.iter().map(|place| codes[*place].clone()).collect()).collect();
            let cells: Option<BTreeMap<Codes, usize>> =
                codes.iter().map(|codes| Some((codes.clone(), *summed.get(codes)?))).collect();
            if let Some(cells) = cells
                && seen.insert(codes)
            {
                found.push(Table { dimensions: shared.to_vec(), cells, ..table.clone() });
            }
        }
        found
    }
}

/// Where the dimensions stand among those of a table that has more than these.
fn places(table: &Table, shared: &[String]) -> Option<Vec<usize>> {
    let place = |dimension: &String| table.dimensions.iter().position(|it| it == dimension);
    let places: Option<Vec<usize>> = shared.iter().map(place).collect();
    places.filter(|places| places.len() < table.dimensions.len())
}

/// The dimensions that tables have, those that two of them have in common, and none at all.
fn shared(tables: &[Table]) -> BTreeSet<Vec<String>> {
    let mut shared: BTreeSet<Vec<String>> = tables.iter().map(|table| table.dimensions.clone()).collect();
    shared.insert(Vec::new());
    loop {
        let both = |one: &Vec<String>, other: &Vec<String>| -> Vec<String> {
            one.iter().filter(|dimension| other.contains(dimension)).cloned().collect()
        };
        let pairs = shared.iter().flat_map(|one| shared.iter().map(move |other| both(one, other)));
        let more: Vec<Vec<String>> = pairs.filter(|both| !shared.contains(both)).collect();
        if more.is_empty() {
            return shared;
        }
        shared.extend(more);
    }
}
