//! One sheet as it was read, and what is unusual about it.

use std::ops::Range;

use super::grid::Grid;
use super::refusal::Refusal;

/// Whether people see a sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Visibility {
    Visible,
    /// Hidden, or so well hidden that Excel does not list it.
    Hidden,
}

/// A sheet.
#[derive(Debug)]
pub(super) struct Sheet {
    pub(super) name: String,
    pub(super) visibility: Visibility,
    /// Its cells, or why it cannot be read.
    pub(super) grid: Result<Grid, Refusal>,
    pub(super) layout: SheetLayout,
}

/// What people do to a sheet that does not show in its cells; rows and columns from 0.
#[derive(Debug, Default)]
pub(super) struct SheetLayout {
    /// By hand, by a group or by a filter.
    pub(super) hidden_rows: Vec<Range<u32>>,
    pub(super) hidden_columns: Vec<Range<u32>>,
    /// The upper left cell of each merged area.
    pub(super) merged: Vec<(u32, u32)>,
}

/// What a workbook holds.
#[derive(Debug)]
pub(super) struct Book {
    pub(super) encoding: &'static str,
    pub(super) sheets: Vec<Sheet>,
    pub(super) macros: Macros,
}

/// Whether the file carries programs; they are never run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Macros {
    None,
    Present,
}
