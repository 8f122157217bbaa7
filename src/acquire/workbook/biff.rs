//! The records of an .xls workbook stream, walked before calamine reads it: where the cells stand, so that no stray
//! cell makes it set out a whole sheet, and which rows and columns are hidden, which it does not tell.

use std::ops::Range;

use super::limits::Limit;
use super::ole::{long, short};
use super::refusal::Refusal;
use super::sheet::SheetLayout;
use crate::diagnostic::Rule;

mod record {
    pub(super) const FORMULA: u16 = 0x0006;
    pub(super) const END: u16 = 0x000A;
    pub(super) const EXTERNAL_SHEET: u16 = 0x0017;
    pub(super) const NAME: u16 = 0x0018;
    pub(super) const DATE_MODE: u16 = 0x0022;
    pub(super) const FILE_PASS: u16 = 0x002F;
    pub(super) const CONTINUE: u16 = 0x003C;
    pub(super) const CODE_PAGE: u16 = 0x0042;
    pub(super) const COLUMN_INFO: u16 = 0x007D;
    pub(super) const BOUND_SHEET: u16 = 0x0085;
    pub(super) const MANY_NUMBERS: u16 = 0x00BD;
    pub(super) const RICH_TEXT: u16 = 0x00D6;
    pub(super) const MERGED: u16 = 0x00E5;
    pub(super) const SHARED_TEXT: u16 = 0x00FD;
    pub(super) const DIMENSIONS: u16 = 0x0200;
    pub(super) const NUMBER: u16 = 0x0203;
    pub(super) const TEXT: u16 = 0x0204;
    pub(super) const BOOL_OR_ERROR: u16 = 0x0205;
    pub(super) const ROW: u16 = 0x0208;
    pub(super) const SHORT_NUMBER: u16 = 0x027E;
    pub(super) const BEGIN: u16 = 0x0809;
}

/// A record may go on in others; the reader of shared texts shifts the whole list for each.
const CONTINUED_AT_MOST: usize = 20_000;

/// Where in a formula's record the length of the formula itself stands, and in that of a name.
const FORMULA_LENGTH: usize = 20;
const NAME_FORMULA_LENGTH: usize = 4;

/// Records that calamine reads without asking how long they are, with the least they must hold: it panics where one is
/// shorter.
const AT_LEAST: [(u16, usize); 9] = [
    (record::FORMULA, FORMULA_LENGTH + 2),
    (record::CODE_PAGE, 2),
    (record::DATE_MODE, 2),
    (record::FILE_PASS, 2),
    (record::BEGIN, 4),
    (record::BOUND_SHEET, 8),
    (record::NAME, 15),
    (record::EXTERNAL_SHEET, 2),
    (record::MERGED, 2),
];

/// What the walk found.
#[derive(Debug, Default)]
pub(super) struct Walk {
    /// One for each sheet, in order.
    pub(super) sheets: Vec<SheetWalk>,
    /// Where in the stream stand the sizes that sheets claim to have and the lengths of formulas: nothing here needs
    /// them, and calamine acts on them.
    pub(super) claims: Vec<Range<usize>>,
}

/// What stands in one sheet.
#[derive(Debug, Default)]
pub(super) struct SheetWalk {
    pub(super) layout: SheetLayout,
    /// Cells that hold a value.
    pub(super) values: usize,
    rows: Option<(u16, u16)>,
    columns: Option<(u16, u16)>,
}

/// Walks through a workbook stream.
pub(super) fn walk(stream: &[u8]) -> Result<Walk, Refusal> {
    let mut walk = Walk::default();
    let starts = sheet_starts(stream, &mut walk.claims)?;
    if Limit::Sheets.is_exceeded_by(starts.len()) {
        return Err(Refusal::too_large(Limit::Sheets));
    }
    let (mut area, mut values) = (0_u64, 0_usize);
    for start in starts {
        let sheet = walk_sheet(stream, start, &mut walk.claims)?;
        area += sheet.area();
        values += sheet.values;
        if area > Limit::OldArea.most() || Limit::OldArea.is_exceeded_by(values) {
            return Err(Refusal::too_large(Limit::OldArea));
        }
        walk.sheets.push(sheet);
    }
    Ok(walk)
}

/// One record: its kind, and where its content stands.
struct Records<'a> {
    stream: &'a [u8],
    at: usize,
}

impl Records<'_> {
    fn next(&mut self) -> Result<Option<(u16, Range<usize>)>, Refusal> {
        if self.at >= self.stream.len() {
            return Ok(None);
        }
        let header = || Some((short(self.stream, self.at)?, usize::from(short(self.stream, self.at + 2)?)));
        let (kind, length) = header().ok_or_else(damaged)?;
        let start = self.at + 4;
        self.at = start + length;
        let is_short = AT_LEAST.iter().any(|(known, least)| *known == kind && length < *least);
        if self.at > self.stream.len() || is_short || !fits(kind, &self.stream[start..self.at]) {
            return Err(damaged());
        }
        Ok(Some((kind, start..self.at)))
    }
}

/// The two bytes of a length in the record at `place`.
fn length_at(place: &Range<usize>, at: usize) -> Range<usize> {
    place.start + at..place.start + at + 2
}

/// Whether a list of merged areas has room for as many as it says.
fn fits(kind: u16, content: &[u8]) -> bool {
    let areas = short(content, 0).map_or(0, usize::from);
    kind != record::MERGED || content.len() >= 2 + 8 * areas
}

fn sheet_starts(stream: &[u8], claims: &mut Vec<Range<usize>>) -> Result<Vec<usize>, Refusal> {
    let mut records = Records { stream, at: 0 };
    let (mut starts, mut continued) = (Vec::new(), 0);
    while let Some((kind, place)) = records.next()? {
        let content = &stream[place.clone()];
        continued = if kind == record::CONTINUE { continued + 1 } else { 0 };
        match kind {
            record::FILE_PASS => return Err(Refusal::plain(Rule::Encrypted)),
            record::END => break,
            record::NAME => claims.push(length_at(&place, NAME_FORMULA_LENGTH)),
            record::BOUND_SHEET => {
                let start = long(content, 0).and_then(|start| usize::try_from(start).ok());
                starts.push(start.filter(|start| *start < stream.len()).ok_or_else(damaged)?);
            }
            _ if continued > CONTINUED_AT_MOST => return Err(damaged()),
            _ => {}
        }
    }
    Ok(starts)
}

fn walk_sheet(stream: &[u8], start: usize, claims: &mut Vec<Range<usize>>) -> Result<SheetWalk, Refusal> {
    let mut records = Records { stream, at: start };
    let mut sheet = SheetWalk::default();
    // A chart inside a sheet has records of its own between its begin and its end.
    let (mut has_begun, mut depth) = (false, 0_usize);
    while let Some((kind, place)) = records.next()? {
        match kind {
            record::BEGIN if has_begun => depth += 1,
            record::BEGIN => has_begun = true,
            record::END if depth > 0 => depth -= 1,
            record::END => break,
            _ if depth > 0 => {}
            record::DIMENSIONS => claims.push(place),
            record::FORMULA => {
                claims.push(length_at(&place, FORMULA_LENGTH));
                sheet.take(kind, &stream[place]).ok_or_else(damaged)?;
            }
            _ => sheet.take(kind, &stream[place]).ok_or_else(damaged)?,
        }
    }
    Ok(sheet)
}

impl SheetWalk {
    /// Takes in one record; none where it is too short to be one.
    fn take(&mut self, kind: u16, content: &[u8]) -> Option<()> {
        match kind {
            record::NUMBER
            | record::TEXT
            | record::RICH_TEXT
            | record::BOOL_OR_ERROR
            | record::SHORT_NUMBER
            | record::SHARED_TEXT
            | record::FORMULA => self.cells(short(content, 0)?, short(content, 2)?, 1),
            record::MANY_NUMBERS => {
                let count = content.len().checked_sub(6).filter(|rest| rest % 6 == 0)? / 6;
                self.cells(short(content, 0)?, short(content, 2)?, u16::try_from(count).ok()?)
            }
            record::ROW => {
                const IS_HIDDEN: u16 = 0x20;
                let row = u32::from(short(content, 0)?);
                if short(content, 12)? & IS_HIDDEN != 0 {
                    self.layout.hidden_rows.push(row..row + 1);
                }
                Some(())
            }
            record::COLUMN_INFO => {
                const IS_HIDDEN: u16 = 1;
                let (first, last, width) = (short(content, 0)?, short(content, 2)?, short(content, 4)?);
                if short(content, 8)? & IS_HIDDEN != 0 || width == 0 {
                    self.layout.hidden_columns.push(u32::from(first)..u32::from(last) + 1);
                }
                Some(())
            }
            _ => Some(()),
        }
    }

    fn cells(&mut self, row: u16, column: u16, count: u16) -> Option<()> {
        let last = column.checked_add(count.checked_sub(1)?)?;
        self.values += usize::from(count);
        let widen = |seen: Option<(u16, u16)>, first: u16, last: u16| {
            Some(seen.map_or((first, last), |(low, high)| (low.min(first), high.max(last))))
        };
        self.rows = widen(self.rows, row, row);
        self.columns = widen(self.columns, column, last);
        Some(())
    }

    /// Cells from the first to the last used one, as many as calamine sets out.
    fn area(&self) -> u64 {
        let extent = |seen: Option<(u16, u16)>| seen.map_or(0, |(low, high)| u64::from(high - low) + 1);
        extent(self.rows) * extent(self.columns)
    }
}

fn damaged() -> Refusal {
    Refusal::damaged("finding.detail_ole")
}
