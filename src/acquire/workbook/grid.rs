//! The cells of a sheet, sparse: only those that hold something, however far apart they stand.

use super::limits::Limit;
use super::refusal::Refusal;

/// A cell that holds something.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cell {
    row: u32,
    column: u16,
    content: Kept,
}

#[derive(Debug, Clone, Copy)]
enum Kept {
    Text(u32, u32),
    Fault(CellFault),
}

/// Why a cell has no value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum CellFault {
    /// An error such as #N/A.
    Error,
    /// A formula whose result was never saved.
    Uncomputed,
}

/// What a cell holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Content<'a> {
    /// Text, without surrounding white space.
    Text(&'a str),
    /// No value, and why.
    Fault(CellFault),
}

impl<'a> Content<'a> {
    /// The text; nothing for a cell without value.
    pub(super) fn text(self) -> &'a str {
        match self {
            Self::Text(text) => text,
            Self::Fault(_) => "",
        }
    }
}

impl Cell {
    /// Column, from 0.
    pub(super) fn column(self) -> usize {
        usize::from(self.column)
    }
}

/// Where a text stands in the grid, so that a cell that is repeated costs no text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stored(Option<(u32, u32)>);

/// Cells under collection; rows and columns count from 0.
#[derive(Debug, Default)]
pub(super) struct Collector {
    text: String,
    cells: Vec<Cell>,
}

impl Collector {
    /// Keeps a text; blank text is no content.
    pub(super) fn store(&mut self, text: &str) -> Result<Stored, Refusal> {
        let text = text.trim();
        if text.is_empty() {
            return Ok(Stored(None));
        }
        let start = self.text.len();
        if Limit::Text.is_exceeded_by(start + text.len()) {
            return Err(Refusal::too_large(Limit::Text));
        }
        self.text.push_str(text);
        let narrow = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        Ok(Stored(Some((narrow(start), narrow(self.text.len())))))
    }

    /// Puts a stored text at a cell.
    pub(super) fn place(&mut self, row: u32, column: u32, stored: Stored) -> Result<(), Refusal> {
        stored.0.map_or(Ok(()), |(start, end)| self.push(row, column, Kept::Text(start, end)))
    }

    /// Puts a text at a cell.
    pub(super) fn add(&mut self, row: u32, column: u32, text: &str) -> Result<(), Refusal> {
        let stored = self.store(text)?;
        self.place(row, column, stored)
    }

    /// Says that a cell has no value.
    pub(super) fn fault(&mut self, row: u32, column: u32, fault: CellFault) -> Result<(), Refusal> {
        self.push(row, column, Kept::Fault(fault))
    }

    fn push(&mut self, row: u32, column: u32, content: Kept) -> Result<(), Refusal> {
        if u64::from(row) >= Limit::Rows.most() {
            return Err(Refusal::too_large(Limit::Rows));
        }
        let Some(column) = u16::try_from(column).ok().filter(|it| u64::from(*it) < Limit::Columns.most()) else {
            return Err(Refusal::too_large(Limit::Columns));
        };
        if Limit::Cells.is_exceeded_by(self.cells.len() + 1) {
            return Err(Refusal::too_large(Limit::Cells));
        }
        self.cells.push(Cell { row, column, content });
        Ok(())
    }

    /// The grid; a place that was filled twice cannot be believed.
    pub(super) fn finish(mut self) -> Result<Grid, Refusal> {
        let place = |cell: &Cell| (cell.row, cell.column);
        self.cells.sort_by_key(place);
        if self.cells.windows(2).any(|pair| place(&pair[0]) == place(&pair[1])) {
            return Err(Refusal::damaged("finding.detail_cell_twice"));
        }
        Ok(Grid { text: self.text, cells: self.cells })
    }
}

/// The cells of a sheet in order of row and column.
#[derive(Debug, Default)]
pub(super) struct Grid {
    text: String,
    cells: Vec<Cell>,
}

/// A row that holds something.
#[derive(Debug, Clone, Copy)]
pub(super) struct Row<'a> {
    grid: &'a Grid,
    cells: &'a [Cell],
}

impl Grid {
    /// The rows that hold something.
    pub(super) fn rows(&self) -> Vec<Row<'_>> {
        self.cells.chunk_by(|left, right| left.row == right.row).map(|cells| Row { grid: self, cells }).collect()
    }

    /// For each column up to the last used one, whether it holds something.
    pub(super) fn used_columns(&self) -> Vec<bool> {
        let mut used = Vec::new();
        for cell in &self.cells {
            if used.len() <= cell.column() {
                used.resize(cell.column() + 1, false);
            }
            used[cell.column()] = true;
        }
        used
    }

    /// Row and column of every formula whose result was never saved.
    pub(super) fn uncomputed(&self) -> impl Iterator<Item = (u32, usize)> {
        let is_uncomputed = |cell: &&Cell| matches!(cell.content, Kept::Fault(CellFault::Uncomputed));
        self.cells.iter().filter(is_uncomputed).map(|cell| (cell.row, cell.column()))
    }

    /// Row and column of the last cell by row.
    pub(super) fn last_row(&self) -> Option<u32> {
        self.cells.last().map(|cell| cell.row)
    }
}

impl<'a> Row<'a> {
    /// Row number from 0.
    pub(super) fn index(&self) -> u32 {
        self.cells[0].row
    }

    /// Row number from 1, as people count.
    pub(super) fn line(&self) -> u32 {
        self.index() + 1
    }

    /// Number of cells that hold something.
    pub(super) fn filled(&self) -> usize {
        self.cells.len()
    }

    /// The last column that holds something.
    pub(super) fn last_column(&self) -> usize {
        self.cells[self.cells.len() - 1].column()
    }

    /// Columns with what they hold.
    pub(super) fn cells(&self) -> impl Iterator<Item = (usize, Content<'a>)> + use<'a> {
        let grid = self.grid;
        self.cells.iter().map(move |cell| (cell.column(), grid.content(*cell)))
    }

    /// The texts of the row with their columns.
    pub(super) fn texts(&self) -> Vec<(usize, &'a str)> {
        self.cells().map(|(column, content)| (column, content.text())).collect()
    }
}

impl Grid {
    fn content(&self, cell: Cell) -> Content<'_> {
        match cell.content {
            Kept::Text(start, end) => Content::Text(&self.text[start as usize..end as usize]),
            Kept::Fault(fault) => Content::Fault(fault),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn far_corners_cost_nothing_and_a_place_is_filled_once() {
        let mut cells = Collector::default();
        cells.add(1_048_575, 16_383, "langt borte").unwrap();
        cells.add(4, 2, " x ").unwrap();
        cells.add(4, 3, "  ").unwrap();
        let grid = cells.finish().unwrap();
        let rows = grid.rows();
        let shape: Vec<_> = rows.iter().map(|row| (row.line(), row.filled(), row.last_column())).collect();
        assert_eq!(shape, [(5, 1, 2), (1_048_576, 1, 16_383)]);
        assert_eq!(rows[0].texts(), [(2, "x")]);
        let mut twice = Collector::default();
        twice.add(0, 0, "a").unwrap();
        twice.fault(0, 0, CellFault::Error).unwrap();
        assert!(twice.finish().is_err());
        assert!(Collector::default().add(1_048_576, 0, "x").is_err());
        assert!(Collector::default().add(0, 16_384, "x").is_err());
    }
}
