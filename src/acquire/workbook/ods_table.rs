//! The rows and columns of an ODS sheet, repetitions not set out.

use std::ops::Range;

use quick_xml::events::BytesStart;

use super::grid::{CellFault, Collector, Stored};
use super::limits::Limit;
use super::ods_cell::OdsCell;
use super::refusal::Refusal;
use super::sheet::{Sheet, SheetLayout, Visibility};
use super::xml::{attribute, broken, number};

/// A sheet that is open.
pub(super) struct Table {
    name: String,
    visibility: Visibility,
    cells: Collector,
    layout: SheetLayout,
    /// The first row and column not yet read.
    row: u32,
    column: u32,
    /// The row that is open.
    open_row: Option<OpenRow>,
    open_cell: Option<OdsCell>,
    /// For each open group of rows or columns, whether it is folded.
    groups: Vec<bool>,
    /// Tables open inside this one.
    nested: usize,
    refusal: Option<Refusal>,
}

struct OpenRow {
    repeated: u32,
    /// First column, number of columns, and what they hold.
    cells: Vec<(u32, u32, Result<Stored, CellFault>)>,
}

impl Table {
    pub(super) fn new(name: String, visibility: Visibility) -> Self {
        Self {
            name,
            visibility,
            cells: Collector::default(),
            layout: SheetLayout::default(),
            row: 0,
            column: 0,
            open_row: None,
            open_cell: None,
            groups: Vec::new(),
            nested: 0,
            refusal: None,
        }
    }

    /// The cell that is open.
    pub(super) fn open_cell(&mut self) -> Option<&mut OdsCell> {
        self.open_cell.as_mut()
    }

    /// An element outside a cell.
    pub(super) fn open(&mut self, name: &str, element: &BytesStart) -> Result<(), Refusal> {
        match name {
            "table" => self.nested += 1,
            "table-row-group" | "table-column-group" => {
                self.groups.push(attribute(element, "display")?.as_deref() == Some("false"));
            }
            "table-column" => {
                let repeated = number(element, "number-columns-repeated")?.unwrap_or(1);
                if self.is_hidden(element)? {
                    self.layout.hidden_columns.push(span(self.column, repeated));
                }
                self.column = self.column.saturating_add(repeated);
            }
            "table-row" => {
                let repeated = number(element, "number-rows-repeated")?.unwrap_or(1);
                if self.is_hidden(element)? {
                    self.layout.hidden_rows.push(span(self.row, repeated));
                }
                self.column = 0;
                self.open_row = Some(OpenRow { repeated, cells: Vec::new() });
            }
            "table-cell" | "covered-table-cell" if self.open_row.is_some() => {
                let cell = OdsCell::new(element)?;
                if cell.is_merged {
                    self.layout.merged.push((self.row, self.column));
                }
                self.open_cell = Some(cell);
            }
            _ => {}
        }
        Ok(())
    }

    fn is_hidden(&self, element: &BytesStart) -> Result<bool, Refusal> {
        let is_collapsed = attribute(element, "visibility")?.is_some_and(|said| said != "visible");
        Ok(is_collapsed || self.groups.contains(&true))
    }

    /// An element closes; whether it was the table itself.
    pub(super) fn close(&mut self, name: &str) -> Result<bool, Refusal> {
        if let Some(cell) = &mut self.open_cell {
            if cell.close() {
                self.close_cell()?;
            }
            return Ok(false);
        }
        match name {
            "table" if self.nested > 0 => self.nested -= 1,
            "table" => return if self.open_row.is_none() { Ok(true) } else { Err(broken()) },
            "table-row-group" | "table-column-group" => drop(self.groups.pop()),
            "table-row" => self.close_row(),
            _ => {}
        }
        Ok(false)
    }

    fn close_cell(&mut self) -> Result<(), Refusal> {
        let (Some(cell), Some(row)) = (self.open_cell.take(), &mut self.open_row) else { return Ok(()) };
        let first = self.column;
        self.column = self.column.saturating_add(cell.repeated);
        let kept = match cell.content() {
            Ok(text) if text.trim().is_empty() => return Ok(()),
            Ok(text) => Ok(self.cells.store(&text)?),
            Err(fault) => Err(fault),
        };
        row.cells.push((first, cell.repeated, kept));
        Ok(())
    }

    /// The sheet is refused, not the file, where it grows too large.
    fn close_row(&mut self) {
        let Some(row) = self.open_row.take() else { return };
        if self.refusal.is_none() {
            self.refusal = self.set_out(&row).err();
        }
        self.row = self.row.saturating_add(row.repeated);
    }

    /// Only rows and cells that hold something are set out, and no further than a sheet goes.
    fn set_out(&mut self, row: &OpenRow) -> Result<(), Refusal> {
        for (first, repeated, kept) in &row.cells {
            let columns = span(*first, *repeated);
            if u64::from(columns.end) > Limit::Columns.most() {
                return Err(Refusal::too_large(Limit::Columns));
            }
            for index in span(self.row, row.repeated) {
                for column in columns.clone() {
                    match kept {
                        Ok(stored) => self.cells.place(index, column, *stored)?,
                        Err(fault) => self.cells.fault(index, column, *fault)?,
                    }
                }
            }
        }
        Ok(())
    }

    pub(super) fn into_sheet(self) -> Sheet {
        let grid = match self.refusal {
            Some(refusal) => Err(refusal),
            None => self.cells.finish(),
        };
        Sheet { name: self.name, visibility: self.visibility, grid, layout: self.layout }
    }
}

fn span(first: u32, repeated: u32) -> Range<u32> {
    first..first.saturating_add(repeated)
}
