//! The tables of each number: cells by the codes of their dimensions, in whatever measure and bundle they stand.

use std::collections::{BTreeMap, BTreeSet};

use super::super::figures::CellRef;
use super::rows::Of;
use super::{Builder, Key};

/// Codes in the order of the dimensions.
pub(super) type Codes = Vec<String>;

/// Cells of one number by the same dimensions, in one measure of one bundle.
#[derive(Debug, Clone)]
pub(super) struct Table {
    pub(super) edition: usize,
    /// In alphabetical order.
    pub(super) dimensions: Vec<String>,
    pub(super) cells: BTreeMap<Codes, usize>,
    /// Cells without data: nobody knows what they hold.
    pub(super) missing: BTreeSet<Codes>,
    /// The total of the measure.
    pub(super) total: CellRef,
    /// Whether the longer of two windows holds all that the shorter does.
    pub(super) adds: bool,
    pub(super) is_people: bool,
}

/// The tables of each number; its total stands for it.
pub(super) type Tables = BTreeMap<Key, Vec<Table>>;

/// Number and dimension, where somebody may stand in several categories.
#[derive(Debug, Default)]
pub(super) struct Overlaps {
    several: BTreeSet<(String, String)>,
    one: BTreeSet<(String, String)>,
    perhaps: BTreeSet<(String, String)>,
}

impl Overlaps {
    /// Whether cells that differ in this dimension may have somebody in common.
    pub(super) fn has(&self, count: &str, dimension: &str) -> bool {
        let it = (count.to_owned(), dimension.to_owned());
        self.several.contains(&it) || (self.perhaps.contains(&it) && !self.one.contains(&it))
    }

    fn add(&mut self, count: &str, by: &str, is_overlapping: bool) {
        let is_alone = !by.contains('+');
        let known = match (is_overlapping, is_alone) {
            (false, _) => &mut self.one,
            (true, true) => &mut self.several,
            (true, false) => &mut self.perhaps,
        };
        known.extend(by.split('+').map(|dimension| (count.to_owned(), dimension.to_owned())));
    }
}

impl Table {
    /// The cell of a code, for sentences.
    pub(super) fn cell(&self, codes: &[String]) -> CellRef {
        CellRef { breakdown: at(&self.dimensions, codes), ..self.total.clone() }
    }

    /// Whether every category that has anything is in it, with its number.
    pub(super) fn is_complete(&self) -> bool {
        self.missing.is_empty()
    }
}

/// `kjonn=jente|melder=skole`.
pub(super) fn at(dimensions: &[String], codes: &[String]) -> String {
    let pairs = dimensions.iter().zip(codes).map(|(dimension, code)| format!("{dimension}={code}"));
    pairs.collect::<Vec<_>>().join("|")
}

/// The dimensions and codes of a breakdown; none where it has no such form.
fn split(breakdown: &str) -> Option<(Vec<String>, Codes)> {
    let pairs: Option<Vec<(&str, &str)>> = breakdown.split('|').map(|pair| pair.split_once('=')).collect();
    Some(pairs?.into_iter().map(|(dimension, code)| (dimension.to_owned(), code.to_owned())).unzip())
}

impl Builder<'_> {
    /// Every table of every bundle, and which of their dimensions overlap.
    pub(super) fn tables_of_all(&self) -> (Tables, Overlaps) {
        let mut tables: BTreeMap<(Key, usize, String, Vec<String>), Table> = BTreeMap::new();
        let mut overlaps = Overlaps::default();
        for (edition, of) in self.editions.iter().enumerate() {
            for measure in &of.model.measures {
                let names = measure.counted.iter().flat_map(Self::names_of);
                for (name, _) in names {
                    for breakdown in &measure.breakdowns {
                        overlaps.add(&name, &breakdown.by, breakdown.overlapping);
                    }
                }
            }
            for row in of.figures.rows.iter().filter(|row| of.is_own(&row.cell.place)) {
                let Some(counted) = of.counted(&row.cell.indicator) else { continue };
                let Some((dimensions, codes)) = split(&row.cell.breakdown) else { continue };
                if counted.of_whole.contains(&dimensions.join("+")) {
                    continue;
                }
                for (name, is_of_window) in Self::names_of(counted) {
                    let key = self.key(edition, &name, &row.cell);
                    let Some(number) = self.index.get(&key).copied() else { continue };
                    let whole = Key { at: String::new(), ..key };
                    let id = (whole, edition, row.cell.indicator.clone(), dimensions.clone());
                    let table = tables.entry(id).or_insert_with(|| Table {
                        edition,
                        dimensions: dimensions.clone(),
                        cells: BTreeMap::new(),
                        missing: BTreeSet::new(),
                        total: CellRef { breakdown: String::new(), ..row.cell.clone() },
                        adds: is_of_window && counted.nesting == "adds",
                        is_people: counted.about == "people",
                    });
                    table.cells.insert(codes.clone(), number);
                    if row.status == ".." {
                        table.missing.insert(codes.clone());
                    }
                }
            }
        }
        let mut by_number = Tables::new();
        for ((whole, ..), table) in tables {
            by_number.entry(whole).or_default().push(table);
        }
        (by_number, overlaps)
    }

    /// The numbers that a measure's cells are made of and that add up over categories, and whether windows do too.
    fn names_of(counted: &super::Counted) -> Vec<(String, bool)> {
        let mut names = Vec::new();
        // Children outside the home stand at a place in another breakdown.
        if let (Some(count), None) = (&counted.count, &counted.at) {
            names.push((count.clone(), true));
        }
        let is_known = counted.whole.as_deref() == Some("known");
        if let (Some(base), false) = (&counted.base, is_known) {
            names.push((base.clone(), false));
            if counted.value == "share" {
                names.push((Self::rest_of(counted), true));
            }
        }
        names
    }
}

impl Of {
    /// All of which categories add up.
    pub(super) const ADDING: [Self; 3] = [Self::Count, Self::Base, Self::Difference];
}
