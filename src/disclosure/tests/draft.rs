//! Random sets of linked tables: tables of two to four ways, hierarchies, windows that nest, shares, two years, parts of
//! other counts, unique children.

use super::*;

/// A small generator with a known sequence (Knuth's MMIX constants).
pub(super) struct Random(pub(super) u64);

impl Random {
    pub(super) fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit.max(1)
    }

    pub(super) fn one_in(&mut self, limit: u64) -> bool {
        self.below(limit) == 0
    }
}

/// A model in the making. `lines` are what a method that looks at one line at a time sees: total and parts.
pub(super) struct Draft {
    pub(super) random: Random,
    pub(super) model: Model,
    pub(super) lines: Vec<(usize, Vec<usize>)>,
    pub(super) is_sparse: bool,
    next: u64,
}

impl Draft {
    pub(super) fn new(seed: u64) -> Self {
        let mut random = Random(seed);
        // Neighbouring seeds begin alike.
        for _ in 0..8 {
            random.below(2);
        }
        Self { random, model: Model::default(), lines: Vec::new(), is_sparse: false, next: 0 }
    }

    /// One set of linked tables.
    pub(super) fn linked(seed: u64) -> Self {
        let mut draft = Self::new(seed);
        match seed % 8 {
            0 => drop(draft.random_table(2)),
            1 => drop(draft.random_table(3)),
            2 => drop(draft.table(&[2, 2, 2, 2], Hierarchy::None)),
            3 => draft.hierarchy(),
            4 => draft.windows(),
            5 => draft.shares(),
            6 => draft.two_years(),
            _ => draft.parts(),
        }
        draft
    }

    pub(super) fn open(&mut self, value: u64, cost: u64) -> Place {
        self.next += 1;
        self.model.cell(Cell::open(self.next, value).small_below(5).cost(cost))
    }

    fn sum(&mut self, total: Place, parts: &[Place]) {
        self.model.sum(total, parts);
        self.lines.push((total.0, parts.iter().map(|it| it.0).collect()));
    }

    fn random_table(&mut self, ways: usize) -> Vec<Place> {
        let most = if ways == 2 { 3 } else { 2 };
        let sizes: Vec<usize> = (0..ways).map(|_| self.size(2, most)).collect();
        self.table(&sizes, Hierarchy::None)
    }

    fn size(&mut self, least: usize, choices: u64) -> usize {
        least + usize::try_from(self.random.below(choices)).unwrap()
    }

    fn count(&mut self) -> u64 {
        if self.is_sparse {
            return if self.random.one_in(2) { 0 } else { 1 + self.random.below(6) };
        }
        let limit = [4, 9, 30][usize::try_from(self.random.below(3)).unwrap()];
        self.random.below(limit).saturating_sub(1)
    }

    /// A table with all its margins. Codes of a dimension: its categories, the groups of them, the total.
    pub(super) fn table(&mut self, sizes: &[usize], hierarchy: Hierarchy) -> Vec<Place> {
        let sums: Vec<Vec<(usize, Vec<usize>)>> =
            sizes.iter().enumerate().map(|(at, size)| hierarchy.sums(at, *size)).collect();
        let codes: Vec<usize> = sizes.iter().zip(&sums).map(|(size, sums)| size + sums.len()).collect();
        let all: usize = codes.iter().product();
        let strides: Vec<usize> = (0..codes.len()).map(|at| codes[at + 1..].iter().product()).collect();
        let code = |cell: usize, way: usize| cell / strides[way] % codes[way];
        let mut values = vec![0_u64; all];
        for (cell, value) in values.iter_mut().enumerate() {
            if (0..sizes.len()).all(|way| code(cell, way) < sizes[way]) {
                *value = self.count();
            }
        }
        // Sums of a later code rest on earlier ones only, way by way.
        for way in 0..sizes.len() {
            for cell in 0..all {
                if let Some((_, parts)) = sums[way].iter().find(|it| it.0 == code(cell, way)) {
                    let base = cell - code(cell, way) * strides[way];
                    values[cell] = parts.iter().map(|part| values[base + part * strides[way]]).sum();
                }
            }
        }
        let cost = |cell: usize| 1 + 10 * (0..sizes.len()).filter(|way| code(cell, *way) >= sizes[*way]).count();
        let places: Vec<Place> = (0..all).map(|cell| self.open(values[cell], cost(cell) as u64)).collect();
        for way in 0..sizes.len() {
            for cell in 0..all {
                if let Some((_, parts)) = sums[way].iter().find(|it| it.0 == code(cell, way)) {
                    let base = cell - code(cell, way) * strides[way];
                    let parts: Vec<Place> = parts.iter().map(|part| places[base + part * strides[way]]).collect();
                    self.sum(places[cell], &parts);
                }
            }
        }
        places
    }

    fn hierarchy(&mut self) {
        let columns = self.size(1, 2);
        self.table(&[4, columns + 1], Hierarchy::PairsOnFirst);
    }

    /// May within September within the year, each with its categories; what lies between is a count too.
    fn windows(&mut self) {
        let categories = 2 + self.random.below(2);
        let mut columns = Vec::new();
        for _ in 0..categories {
            let first = self.count();
            let gaps = [self.random.below(9).saturating_sub(2), self.random.below(9).saturating_sub(2)];
            columns.push([first, gaps[0], first + gaps[0], gaps[1], first + gaps[0] + gaps[1]]);
        }
        let total: [u64; 5] = std::array::from_fn(|row| columns.iter().map(|it| it[row]).sum());
        columns.push(total);
        let is_known = self.random.one_in(6);
        let mut places: Vec<Vec<Place>> = vec![Vec::new(); 5];
        for values in &columns {
            let cost = if *values == total { 11 } else { 1 };
            let mut column = Vec::new();
            for (row, value) in values.iter().enumerate() {
                self.next += 1;
                let cell = match row {
                    0 if is_known && !(1..5).contains(value) => Cell::known(self.next, *value),
                    1 | 3 => Cell::implied(self.next, *value).small_below(5),
                    _ => Cell::open(self.next, *value).small_below(5).cost(cost),
                };
                column.push(self.model.cell(cell));
            }
            self.model.sum(column[2], &[column[0], column[1]]);
            self.model.sum(column[4], &[column[2], column[3]]);
            places.iter_mut().zip(&column).for_each(|(row, cell)| row.push(*cell));
        }
        for row in places {
            let (total, parts) = row.split_last().unwrap();
            self.sum(*total, parts);
        }
    }

    /// A table whose rows are printed in per cent of their totals too.
    fn shares(&mut self) {
        let columns = self.size(2, 2);
        let places = self.table(&[2, columns], Hierarchy::None);
        let wide = places.len() / 3;
        for (at, place) in places.iter().enumerate() {
            let total = places[at / wide * wide + wide - 1];
            let (count, base) = (self.value(*place), self.value(total));
            if *place == total || base == 0 || count == 0 || self.random.one_in(3) {
                continue;
            }
            let unit = if self.random.one_in(2) { 1_000 } else { 100 };
            self.share(*place, total, (2 * unit * count + base) / (2 * base), unit);
        }
    }

    pub(super) fn share(&mut self, numerator: Place, denominator: Place, printed: u64, unit: u64) {
        self.next += 1;
        let (id, printing) = (self.next, Printing::Open);
        self.model.share(Share { id, numerator, denominator, printed, unit, printing, cost: 1 });
    }

    pub(super) fn value(&self, place: Place) -> u64 {
        self.model.cells[place.0].value.unwrap()
    }

    /// Last year's number, what came and what went give this year's, in each category and in all.
    fn two_years(&mut self) {
        let categories = 2 + self.random.below(2);
        let mut rows: [Vec<u64>; 4] = Default::default();
        for _ in 0..categories {
            let (before, came) = (self.count(), self.count());
            let went = self.random.below(before + came + 1);
            for (row, value) in rows.iter_mut().zip([before, came, went, before + came - went]) {
                row.push(value);
            }
        }
        let is_known = self.random.one_in(5);
        let mut places: Vec<Vec<Place>> = Vec::new();
        for (at, row) in rows.iter().enumerate() {
            let total: u64 = row.iter().sum();
            let with_total: Vec<(u64, u64)> = row.iter().map(|it| (*it, 1)).chain([(total, 11)]).collect();
            let mut line = Vec::new();
            for (value, cost) in with_total {
                self.next += 1;
                let is_public = at == 0 && is_known && !(1..5).contains(&value);
                let cell = if is_public { Cell::known(self.next, value) } else { Cell::open(self.next, value) };
                line.push(self.model.cell(cell.small_below(5).cost(cost)));
            }
            let (total, parts) = line.split_last().unwrap();
            self.sum(*total, parts);
            places.push(line);
        }
        let [before, came, went, after] = &places[..] else { panic!("four rows") };
        for (((before, came), went), after) in before.iter().zip(came).zip(went).zip(after) {
            self.model.equation(&[(*before, 1), (*came, 1), (*went, -1), (*after, -1)], 0);
        }
    }

    /// Investigations beside reports, and unique children beside both.
    fn parts(&mut self) {
        let categories = self.size(2, 3);
        let reports = self.table(&[categories], Hierarchy::None);
        let mut children = Vec::new();
        let mut investigations = Vec::new();
        let (total, categories) = reports.split_last().unwrap();
        for report in categories {
            let value = self.value(*report);
            let (investigated, unique) = (self.random.below(value + 1), value - self.random.below(value / 2 + 1));
            investigations.push(self.open(investigated, 1));
            children.push(self.open(unique, 1));
        }
        let sum: u64 = investigations.iter().map(|it| self.value(*it)).sum();
        let all = self.open(sum, 11);
        self.sum(all, &investigations);
        let most: u64 = children.iter().map(|it| self.value(*it)).sum();
        let least = children.iter().map(|it| self.value(*it)).max().unwrap();
        let unique = least + self.random.below(most - least + 1);
        let unique = self.open(unique, 11);
        self.model.union(unique, &children);
        let pairs = categories.iter().zip(&investigations).zip(&children);
        for ((report, investigation), child) in pairs {
            self.model.at_most(*investigation, *report);
            self.model.at_most(*child, *report);
        }
        self.model.at_most(all, *total);
    }
}

/// What a dimension adds up to.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Hierarchy {
    None,
    /// The first dimension has groups of two under the total.
    PairsOnFirst,
}

impl Hierarchy {
    fn sums(self, way: usize, size: usize) -> Vec<(usize, Vec<usize>)> {
        if self == Self::None || way > 0 {
            return vec![(size, (0..size).collect())];
        }
        let groups = size / 2;
        let mut sums: Vec<(usize, Vec<usize>)> =
            (0..groups).map(|group| (size + group, vec![2 * group, 2 * group + 1])).collect();
        sums.push((size + groups, (size..size + groups).collect()));
        sums
    }
}
