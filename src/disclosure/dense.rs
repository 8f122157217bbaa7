//! The tableau of a walk: equations kept solved for some variables, in whole numbers, every factor in its place.
//!
//! A plain matrix of what is at most a few hundred cells, so that every factor is found at once; as one place in twenty
//! is filled in the larger ones, a bit for each place says where. Each row is divided by the greatest common divisor of
//! its factors; nothing is ever rounded.

use super::tableau::{Overflow, gcd};

/// No factor may be as large as this.
const LIMIT: u64 = 1 << 62;

/// `factor * basic + sum of entries * free` is constant, for each row.
#[derive(Debug, Clone)]
pub(super) struct Dense {
    width: usize,
    entries: Vec<i64>,
    /// For each column the rows in which it is not zero, as bits.
    filled: Vec<u64>,
    /// Words of bits for a column.
    words: usize,
    /// Places that are not zero.
    count: usize,
    /// Columns of the row that is being taken off others, and its entries there.
    source: Vec<(usize, i64)>,
    /// No entry or factor of the row is larger.
    largest: Vec<u64>,
    pub(super) factor: Vec<i64>,
    /// The variable of each row.
    pub(super) basic: Vec<usize>,
    /// The variable of each column.
    pub(super) free: Vec<usize>,
    /// Row or column of each variable.
    pub(super) place: Vec<Spot>,
}

/// Where a variable stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Spot {
    Row(usize),
    Column(usize),
}

impl Dense {
    /// Solves the equations, each for the variable that `rank` puts first; one that follows from others is dropped.
    pub(super) fn new<K: Ord>(
        variables: usize,
        equations: &[(Vec<(usize, i64)>, i64)],
        rank: impl Fn(usize, i64) -> K,
    ) -> Result<Self, Overflow> {
        // Every variable has a column to begin with, also those that become basic: theirs are left out at the end.
        let mut dense = Self {
            width: variables,
            entries: Vec::with_capacity(variables * equations.len()),
            filled: Vec::new(),
            words: 0,
            count: 0,
            source: Vec::new(),
            largest: Vec::new(),
            factor: Vec::new(),
            basic: Vec::new(),
            free: (0..variables).collect(),
            place: (0..variables).map(Spot::Column).collect(),
        };
        for (terms, _) in equations {
            dense.add(terms, &rank)?;
        }
        dense.leave_out_basic();
        Ok(dense)
    }

    fn add<K: Ord>(&mut self, terms: &[(usize, i64)], rank: impl Fn(usize, i64) -> K) -> Result<(), Overflow> {
        let row = self.factor.len();
        self.entries.resize((row + 1) * self.width, 0);
        for (variable, factor) in terms {
            self.entries[row * self.width + variable] += factor;
        }
        self.factor.push(1);
        self.largest.push(terms.iter().map(|it| it.1.unsigned_abs()).max().unwrap_or(0).max(1));
        for other in 0..row {
            let own = self.entry(row, self.basic[other]);
            if own != 0 {
                self.subtract(row, other, own)?;
            }
        }
        let entries = &self.entries[row * self.width..];
        let chosen = (0..self.width).filter(|it| entries[*it] != 0).min_by_key(|it| rank(*it, entries[*it]));
        let Some(chosen) = chosen else {
            self.entries.truncate(row * self.width);
            self.factor.pop();
            self.largest.pop();
            return Ok(());
        };
        // The row's own factor stands for nothing yet: the chosen entry takes its place.
        self.factor[row] = 0;
        let pivot = std::mem::take(&mut self.entries[row * self.width + chosen]);
        self.factor[row] = pivot;
        self.make_positive(row);
        self.basic.push(chosen);
        self.place[chosen] = Spot::Row(row);
        self.reduce(row);
        for other in 0..row {
            let own = self.entry(other, chosen);
            if own != 0 {
                self.subtract(other, row, own)?;
            }
        }
        Ok(())
    }

    fn leave_out_basic(&mut self) {
        let kept: Vec<usize> = (0..self.width).filter(|it| matches!(self.place[*it], Spot::Column(_))).collect();
        let entries = self.entries.chunks(self.width.max(1));
        self.entries = entries.flat_map(|row| kept.iter().map(|it| row[*it])).collect();
        self.width = kept.len();
        for (at, variable) in kept.iter().enumerate() {
            self.place[*variable] = Spot::Column(at);
        }
        self.free = kept;
        self.words = self.factor.len().div_ceil(64);
        self.filled = vec![0; self.width * self.words];
        for row in 0..self.factor.len() {
            for column in (0..self.width).filter(|column| self.entries[row * self.width + column] != 0) {
                self.filled[column * self.words + row / 64] |= 1 << (row % 64);
                self.count += 1;
            }
        }
    }

    /// In how many rows a column is not zero.
    pub(super) fn size(&self, column: usize) -> u32 {
        self.filled[column * self.words..(column + 1) * self.words].iter().map(|word| word.count_ones()).sum()
    }

    /// Places that are not zero.
    pub(super) fn count(&self) -> usize {
        self.count
    }

    /// The rows in which a column is not zero, in order.
    pub(super) fn column(&self, column: usize) -> impl Iterator<Item = usize> {
        let words = self.filled[column * self.words..(column + 1) * self.words].iter().enumerate();
        words.flat_map(|(at, word)| Bits(*word).map(move |bit| at * 64 + bit))
    }

    pub(super) fn entry(&self, row: usize, column: usize) -> i64 {
        self.entries[row * self.width + column]
    }

    pub(super) fn row(&self, row: usize) -> &[i64] {
        &self.entries[row * self.width..(row + 1) * self.width]
    }

    /// Makes the variable of `column` basic in `row`, and what was basic there free.
    pub(super) fn pivot(&mut self, row: usize, column: usize) -> Result<(), Overflow> {
        let (leaving, entering) = (self.basic[row], self.free[column]);
        let pivot = self.entry(row, column);
        self.entries[row * self.width + column] = self.factor[row];
        self.factor[row] = pivot;
        self.make_positive(row);
        (self.basic[row], self.free[column]) = (entering, leaving);
        (self.place[entering], self.place[leaving]) = (Spot::Row(row), Spot::Column(column));
        self.source.clear();
        let entries = &self.entries[row * self.width..(row + 1) * self.width];
        let entries = entries.iter().copied().enumerate();
        self.source.extend(entries.filter(|(at, entry)| *at != column && *entry != 0));
        for word in 0..self.words {
            for bit in Bits(self.filled[column * self.words + word]) {
                let other = word * 64 + bit;
                if other != row {
                    self.cancel(other, row, column)?;
                }
            }
        }
        Ok(())
    }

    /// Takes so much of row `from` off `row` that the variable of `from` is cancelled. The column is that of the variable
    /// that has just left `from`.
    fn cancel(&mut self, row: usize, from: usize, column: usize) -> Result<(), Overflow> {
        let width = self.width;
        let (by_own, by_other) = scale(self.entry(row, column), self.factor[from]);
        let before = self.largest[row];
        self.bound(row, from, by_own, by_other)?;
        if by_own != 1 {
            self.entries[row * width..(row + 1) * width].iter_mut().for_each(|entry| *entry *= by_own);
            self.factor[row] *= by_own;
        }
        let mut largest = (self.entries[from * width + column] * by_other).unsigned_abs();
        let (word, bit) = (row / 64, 1 << (row % 64));
        let entries = &mut self.entries[row * width..(row + 1) * width];
        for (at, other) in &self.source {
            let before = entries[*at];
            let entry = before + other * by_other;
            entries[*at] = entry;
            largest = largest.max(entry.unsigned_abs());
            if before == 0 || entry == 0 {
                self.filled[at * self.words + word] ^= bit;
                self.count = if before == 0 { self.count + 1 } else { self.count - 1 };
            }
        }
        self.entries[row * width + column] = self.entries[from * width + column] * by_other;
        if by_own == 1 {
            // What was not touched is no larger than it was.
            self.largest[row] = largest.max(before);
        }
        self.reduce(row);
        Ok(())
    }

    /// Notes how large the entries of a row may become; no sum of two rows can be larger.
    fn bound(&mut self, row: usize, from: usize, by_own: i64, by_other: i64) -> Result<(), Overflow> {
        let size = u128::from(self.largest[row]) * u128::from(by_own.unsigned_abs())
            + u128::from(self.largest[from]) * u128::from(by_other.unsigned_abs());
        self.largest[row] = u64::try_from(size).ok().filter(|it| *it < LIMIT).ok_or(Overflow)?;
        Ok(())
    }

    /// Takes so much of row `from` off `row` that `own`, its entry of `from`'s variable, is cancelled.
    fn subtract(&mut self, row: usize, from: usize, own: i64) -> Result<(), Overflow> {
        let (by_own, by_other) = scale(own, self.factor[from]);
        self.bound(row, from, by_own, by_other)?;
        let width = self.width;
        let (target, source) = if row < from {
            let (before, after) = self.entries.split_at_mut(from * width);
            (&mut before[row * width..(row + 1) * width], &after[..width])
        } else {
            let (before, after) = self.entries.split_at_mut(row * width);
            (&mut after[..width], &before[from * width..(from + 1) * width])
        };
        let pairs = target.iter_mut().zip(source);
        match (by_own, by_other) {
            // Additions are done several at a time.
            (1, 1) => pairs.for_each(|(entry, other)| *entry += other),
            (1, -1) => pairs.for_each(|(entry, other)| *entry -= other),
            _ => pairs.for_each(|(entry, other)| *entry = *entry * by_own + *other * by_other),
        }
        self.factor[row] *= by_own;
        self.entries[row * width + self.basic[from]] = 0;
        self.reduce(row);
        Ok(())
    }

    fn make_positive(&mut self, row: usize) {
        if self.factor[row] < 0 {
            self.factor[row] = -self.factor[row];
            for entry in &mut self.entries[row * self.width..(row + 1) * self.width] {
                *entry = -*entry;
            }
        }
    }

    /// Divides a row by what all its factors have in common. The bound of its entries is found anew where it has grown.
    fn reduce(&mut self, row: usize) {
        let is_plain = self.factor[row] == 1;
        if is_plain && self.largest[row] < 1 << 20 {
            return;
        }
        let entries = &mut self.entries[row * self.width..(row + 1) * self.width];
        let mut common = self.factor[row].unsigned_abs();
        for entry in entries.iter().filter(|entry| **entry != 0) {
            if common == 1 {
                break;
            }
            common = gcd(common, entry.unsigned_abs());
        }
        if common > 1 {
            let common = i64::try_from(common).unwrap_or(1);
            for entry in entries.iter_mut().filter(|entry| **entry != 0) {
                *entry /= common;
            }
            self.factor[row] /= common;
        }
        if self.largest[row] >= 1 << 20 {
            let largest = entries.iter().map(|entry| entry.unsigned_abs()).max().unwrap_or(0);
            self.largest[row] = largest.max(self.factor[row].unsigned_abs());
        }
    }
}

/// What to multiply two rows by so that `own` in the first is cancelled by `pivot` in the second.
fn scale(own: i64, pivot: i64) -> (i64, i64) {
    let common = i64::try_from(gcd(own.unsigned_abs(), pivot.unsigned_abs())).unwrap_or(1);
    (pivot / common, -(own / common))
}

/// The bits of a word that are set, from the lowest.
struct Bits(u64);

impl Iterator for Bits {
    type Item = usize;

    fn next(&mut self) -> Option<usize> {
        let bit = (self.0 != 0).then(|| self.0.trailing_zeros() as usize);
        self.0 &= self.0.wrapping_sub(1);
        bit
    }
}
