//! XLS: values by calamine, after our own walk through the same records has found them safe and complete.

use std::collections::BTreeSet;
use std::io::Cursor;
use std::panic::catch_unwind;

use calamine::{Data, Reader, SheetType, SheetVisible, Xls};

use super::biff::{SheetWalk, walk};
use super::grid::{CellFault, Collector, Grid};
use super::ole::{Compound, Stream};
use super::refusal::Refusal;
use super::sheet::{Book, Macros, Sheet, Visibility};
use super::value::{Epoch, Value};
use crate::diagnostic::Rule;

type Opened = Xls<Cursor<Vec<u8>>>;

/// Reads a compound file that holds a workbook.
pub(super) fn read(bytes: &[u8]) -> Result<Book, Refusal> {
    let file = Compound::open(bytes)?;
    if file.has("EncryptedPackage") {
        return Err(Refusal::plain(Rule::Encrypted));
    }
    let stream = match file.stream("Workbook")? {
        Some(stream) => Some(stream),
        None => file.stream("Book")?,
    };
    let stream = stream.ok_or_else(|| Refusal::plain(Rule::FormatNotRead))?;
    let walked = walk(&stream.bytes)?;
    let bytes = without_claims(bytes, &stream, &walked.claims).ok_or_else(damaged)?;
    let mut values = open(bytes)?;
    let epoch = if values.has_1904_epoch() { Epoch::Year1904 } else { Epoch::Year1900 };
    let listed = values.sheets_metadata().to_vec();
    let names: BTreeSet<&str> = listed.iter().map(|sheet| sheet.name.as_str()).collect();
    if listed.len() != walked.sheets.len() || names.len() != listed.len() {
        return Err(damaged());
    }
    let with_cells = listed.iter().zip(walked.sheets).filter(|(sheet, _)| sheet.typ == SheetType::WorkSheet);
    let sheets = with_cells.map(|(listed, walk)| sheet(listed, walk, &mut values, epoch)).collect();
    let macros = if file.has("_VBA_PROJECT_CUR") { Macros::Present } else { Macros::None };
    Ok(Book { encoding: "xls", sheets, macros })
}

/// The file with the sizes that its sheets claim, and its formulas, set to nothing: memory would be set aside by the
/// one, and the cells themselves say where they stand; of a formula only its result is read.
fn without_claims(bytes: &[u8], stream: &Stream, claims: &[std::ops::Range<usize>]) -> Option<Vec<u8>> {
    let mut bytes = bytes.to_vec();
    for at in claims.iter().cloned().flatten() {
        *bytes.get_mut(stream.place(at)?)? = 0;
    }
    Some(bytes)
}

/// A panic in the cell reader is a file that cannot be read, and no more.
fn open(bytes: Vec<u8>) -> Result<Opened, Refusal> {
    let opened = catch_unwind(|| Xls::new(Cursor::new(bytes)));
    match opened.map_err(|_| damaged())? {
        Ok(opened) => Ok(opened),
        Err(calamine::XlsError::Password) => Err(Refusal::plain(Rule::Encrypted)),
        Err(_) => Err(damaged()),
    }
}

fn sheet(listed: &calamine::Sheet, walk: SheetWalk, values: &mut Opened, epoch: Epoch) -> Sheet {
    let is_visible = listed.visible == SheetVisible::Visible;
    let mut layout = walk.layout;
    let merged = values.merge_cells_by_sheet_name(&listed.name).unwrap_or_default();
    layout.merged.extend(merged.iter().map(|area| area.start));
    Sheet {
        name: listed.name.clone(),
        visibility: if is_visible { Visibility::Visible } else { Visibility::Hidden },
        grid: grid(&listed.name, walk.values, values, epoch),
        layout,
    }
}

fn grid(name: &str, expected: usize, values: &mut Opened, epoch: Epoch) -> Result<Grid, Refusal> {
    let range = values.worksheet_range(name).map_err(|_| damaged())?;
    let (first_row, first_column) = range.start().unwrap_or_default();
    let mut cells = Collector::default();
    let mut found = 0;
    for (row, column, data) in range.used_cells().filter(|(_, _, data)| **data != Data::Empty) {
        found += 1;
        let narrow = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        let (row, column) = (first_row.saturating_add(narrow(row)), first_column.saturating_add(narrow(column)));
        match Value::from(data).into_text(epoch) {
            Some(text) => cells.add(row, column, &text)?,
            None => cells.fault(row, column, CellFault::Error)?,
        }
    }
    if found == expected { cells.finish() } else { Err(damaged()) }
}

fn damaged() -> Refusal {
    Refusal::damaged("finding.detail_ole")
}
