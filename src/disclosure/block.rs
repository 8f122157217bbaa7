//! What to move around one cell: the cells that can make up for it.

use super::model::Model;
use super::system::Links;

impl Links {
    /// A block around `start`: in each of its rules the `partners` that `rank` puts first, and every variable that is in
    /// two rules of those already in, again and again until there are `enough`; sorted. In a table these are the rows,
    /// columns and layers of the partners, where they cross.
    pub(super) fn block<K: Ord>(
        &self,
        model: &Model,
        start: usize,
        (partners, enough): (usize, usize),
        rank: impl Fn(usize) -> Option<K>,
    ) -> Vec<usize> {
        let mut block = Block {
            links: self,
            model,
            enough,
            crossings: vec![0; model.cells.len()],
            is_crossed: vec![false; model.rules.len()],
            cells: vec![start],
        };
        block.crossings[start] = Block::IN;
        for rule in &self.rules_of[start] {
            let others = model.rules[*rule].terms.iter().map(|term| term.0).filter(|cell| *cell != start);
            let mut others: Vec<(K, usize)> = others.filter_map(|cell| Some((rank(cell)?, cell))).collect();
            others.sort_unstable();
            for (_, cell) in others.into_iter().take(partners) {
                if block.crossings[cell] != Block::IN {
                    block.crossings[cell] = Block::IN;
                    block.cells.push(cell);
                }
            }
        }
        block.close(|cell| rank(cell).is_some());
        block.cells.sort_unstable();
        block.cells
    }
}

/// A block in the making.
struct Block<'a> {
    links: &'a Links,
    model: &'a Model,
    enough: usize,
    /// For each cell the rules with a member that it is in, or [`Block::IN`].
    crossings: Vec<u8>,
    is_crossed: Vec<bool>,
    cells: Vec<usize>,
}

impl Block<'_> {
    const IN: u8 = u8::MAX;

    fn close(&mut self, is_variable: impl Fn(usize) -> bool) {
        let mut next = 0;
        while next < self.cells.len() && self.cells.len() < self.enough {
            for rule in &self.links.rules_of[self.cells[next]] {
                if std::mem::replace(&mut self.is_crossed[*rule], true) {
                    continue;
                }
                for (cell, _) in &self.model.rules[*rule].terms {
                    if self.crossings[*cell] == Self::IN || !is_variable(*cell) {
                        continue;
                    }
                    self.crossings[*cell] += 1;
                    if self.crossings[*cell] == 2 && self.cells.len() < self.enough {
                        self.crossings[*cell] = Self::IN;
                        self.cells.push(*cell);
                    }
                }
            }
            next += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Cell, Model, Place};
    use super::Links;

    /// Three rows and four columns with their totals: the block of two partners is the largest that cross in them.
    #[test]
    fn a_block_is_where_the_partners_cross() {
        let mut model = Model::default();
        let values = [[1, 9, 2, 3], [4, 8, 1, 1], [7, 6, 2, 2]];
        let mut cells: Vec<Vec<Place>> = Vec::new();
        for row in values {
            cells.push(row.iter().map(|value| model.cell(Cell::open(0, *value))).collect());
        }
        for row in &cells {
            let total = model.cell(Cell::known(0, 99));
            model.sum(total, row);
        }
        for column in 0..4 {
            let total = model.cell(Cell::known(0, 99));
            let parts: Vec<Place> = cells.iter().map(|row| row[column]).collect();
            model.sum(total, &parts);
        }
        let rank = |cell: usize| (cell < 12).then(|| std::cmp::Reverse(model.cells[cell].value));
        let block = |partners, enough| Links::new(&model).block(&model, 0, (partners, enough), rank);
        assert_eq!(block(1, 100), [0, 1, 8, 9], "nine in its row, seven in its column, and where they cross");
        assert_eq!(block(2, 100), [0, 1, 3, 4, 5, 7, 8, 9, 11]);
        assert_eq!(block(9, 100), (0..12).collect::<Vec<_>>());
        assert_eq!(block(9, 8).len(), 8);
    }
}
