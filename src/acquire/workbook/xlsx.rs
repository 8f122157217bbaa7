//! XLSX: values by calamine, one cell at a time; layout and completeness by our own scan of the same XML.

use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{DataRef, Reader, Xlsx};

use super::grid::{CellFault, Collector, Grid};
use super::package::Package;
use super::refusal::Refusal;
use super::sheet::{Book, Macros, Sheet, SheetLayout};
use super::value::{Epoch, Value};
use super::xlsx_parts::{Results, SheetPart, check_shared_texts, parts};
use super::xlsx_scan::{Scan, scan};
use super::xml::broken;

/// Reads an XLSX package.
pub(super) fn read(bytes: &[u8], package: &mut Package) -> Result<Book, Refusal> {
    let parts = parts(package)?;
    check_shared_texts(package, &parts.shared_texts)?;
    let has_macros = package.has_any(|name| name.ends_with("vbaproject.bin"));
    let mut values = open(bytes)?;
    let epoch = if values.has_1904_epoch() { Epoch::Year1904 } else { Epoch::Year1900 };
    let with_cells = parts.sheets.iter().filter(|sheet| sheet.has_cells);
    let sheets = with_cells.map(|part| sheet(part, package, &mut values, (epoch, parts.results))).collect();
    let macros = if has_macros { Macros::Present } else { Macros::None };
    Ok(Book { encoding: "xlsx", sheets, macros })
}

/// The cell reader is another's: a panic in it is a file that cannot be read, and no more.
fn open(bytes: &[u8]) -> Result<Xlsx<Cursor<&[u8]>>, Refusal> {
    let opened = catch_unwind(|| Xlsx::new(Cursor::new(bytes)));
    opened.ok().and_then(Result::ok).ok_or_else(broken)
}

fn sheet(
    part: &SheetPart,
    package: &mut Package,
    values: &mut Xlsx<Cursor<&[u8]>>,
    (epoch, results): (Epoch, Results),
) -> Sheet {
    let scanned = package.xml(&part.path).ok_or_else(broken).and_then(scan);
    let (grid, layout) = match scanned {
        Ok(mut scan) => {
            if results == Results::ToBeComputed {
                scan.uncomputed.append(&mut scan.zeros);
            }
            scan.uncomputed.sort_unstable();
            (grid(&part.name, &scan, values, epoch), scan.layout)
        }
        Err(refusal) => (Err(refusal), SheetLayout::default()),
    };
    Sheet { name: part.name.clone(), visibility: part.visibility, grid, layout }
}

fn grid(name: &str, scan: &Scan, values: &mut Xlsx<Cursor<&[u8]>>, epoch: Epoch) -> Result<Grid, Refusal> {
    let mut cells = Collector::default();
    let read = catch_unwind(AssertUnwindSafe(|| collect(name, values, (epoch, &scan.uncomputed), &mut cells)));
    let found = read.unwrap_or_else(|_| Err(broken()))?;
    if found != scan.values {
        return Err(broken());
    }
    for (row, column) in &scan.uncomputed {
        cells.fault(*row, *column, CellFault::Uncomputed)?;
    }
    cells.finish()
}

/// Reads the cells of a sheet, those with uncomputed formulas left out, and returns how many held a value.
fn collect(
    name: &str,
    values: &mut Xlsx<Cursor<&[u8]>>,
    (epoch, uncomputed): (Epoch, &[(u32, u32)]),
    cells: &mut Collector,
) -> Result<usize, Refusal> {
    let mut reader = values.worksheet_cells_reader(name).map_err(|_| broken())?;
    let mut found = 0;
    while let Some(cell) = reader.next_cell().map_err(|_| broken())? {
        if *cell.get_value() == DataRef::Empty {
            continue;
        }
        found += 1;
        let (row, column) = cell.get_position();
        if uncomputed.binary_search(&(row, column)).is_ok() {
            continue;
        }
        match Value::from(cell.get_value().clone()).into_text(epoch) {
            Some(text) => cells.add(row, column, &text)?,
            None => cells.fault(row, column, CellFault::Error)?,
        }
    }
    Ok(found)
}
