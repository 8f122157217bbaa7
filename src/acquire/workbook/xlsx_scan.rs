//! What is in the XML of a sheet that the cell reader does not tell: hidden rows and columns, merged cells, formulas
//! whose result was never saved. It also counts the cells that hold a value, so that none can go missing.

use std::ops::Range;

use quick_xml::events::{BytesStart, Event};

use super::limits::Limit;
use super::package::PartReader;
use super::refusal::Refusal;
use super::sheet::SheetLayout;
use super::xml::{attribute, broken, decimal, is_set, next, number};

/// What the scan of a sheet found.
#[derive(Debug, Default)]
pub(super) struct Scan {
    pub(super) layout: SheetLayout,
    /// Cells that hold a value.
    pub(super) values: usize,
    /// Row and column of the formulas without a saved result.
    pub(super) uncomputed: Vec<(u32, u32)>,
    /// Row and column of the formulas whose saved result is 0.
    pub(super) zeros: Vec<(u32, u32)>,
}

/// The cell that is open.
struct OpenCell {
    place: (u32, u32),
    kind: String,
    has_formula: bool,
    has_value: bool,
    value: String,
}

/// Where the scan stands.
#[derive(Default)]
struct Scanner {
    scan: Scan,
    row: u32,
    column: u32,
    cell: Option<OpenCell>,
    is_in_value: bool,
    is_past_data: bool,
}

/// Scans a sheet.
pub(super) fn scan(mut reader: PartReader) -> Result<Scan, Refusal> {
    let mut scanner = Scanner::default();
    let mut buffer = Vec::new();
    loop {
        match next(&mut reader, &mut buffer)? {
            Event::Start(element) => scanner.open(&element)?,
            Event::End(element) => scanner.close(element.local_name().as_ref())?,
            Event::Text(text) if scanner.is_in_value => scanner.read_value(&text),
            Event::CData(text) if scanner.is_in_value => scanner.read_value(&text),
            Event::GeneralRef(_) if scanner.is_in_value => scanner.read_value("&"),
            Event::Eof => return Ok(scanner.scan),
            _ => {}
        }
    }
}

impl Scanner {
    fn open(&mut self, element: &BytesStart) -> Result<(), Refusal> {
        match element.local_name().as_ref() {
            "col" => self.open_columns(element)?,
            "row" if !self.is_past_data => self.open_row(element)?,
            "c" if !self.is_past_data => self.open_cell(element)?,
            "f" => self.cell.iter_mut().for_each(|cell| cell.has_formula = true),
            "v" => {
                self.is_in_value = self.cell.as_ref().is_some_and(|cell| !cell.is_inline());
                let reads_empty = |cell: &OpenCell| matches!(cell.kind.as_str(), "str" | "d");
                self.cell.iter_mut().for_each(|cell| cell.has_value |= reads_empty(cell));
            }
            "is" => self.cell.iter_mut().for_each(|cell| cell.has_value = true),
            "mergeCell" => {
                let area = attribute(element, "ref")?.ok_or_else(broken)?;
                let first = area.split(':').next().and_then(place).ok_or_else(broken)?;
                self.scan.layout.merged.push(first);
            }
            _ => {}
        }
        Ok(())
    }

    fn open_columns(&mut self, element: &BytesStart) -> Result<(), Refusal> {
        if is_set(element, "hidden")? || decimal(element, "width")? == Some(0.0) {
            let first = number(element, "min")?.ok_or_else(broken)?;
            let last = number(element, "max")?.ok_or_else(broken)?;
            self.scan.layout.hidden_columns.push(from_one(first, last));
        }
        Ok(())
    }

    fn open_row(&mut self, element: &BytesStart) -> Result<(), Refusal> {
        if let Some(written) = attribute(element, "r")? {
            self.row = written.trim().parse::<u32>().ok().and_then(|row| row.checked_sub(1)).ok_or_else(broken)?;
        }
        if u64::from(self.row) >= Limit::Rows.most() {
            return Err(Refusal::too_large(Limit::Rows));
        }
        self.column = 0;
        if is_set(element, "hidden")? || decimal(element, "ht")? == Some(0.0) {
            self.scan.layout.hidden_rows.push(self.row..self.row + 1);
        }
        Ok(())
    }

    fn open_cell(&mut self, element: &BytesStart) -> Result<(), Refusal> {
        let place = match attribute(element, "r")? {
            Some(written) => place(&written).ok_or_else(broken)?,
            None => (self.row, self.column),
        };
        if u64::from(place.0) >= Limit::Rows.most() {
            return Err(Refusal::too_large(Limit::Rows));
        }
        if u64::from(place.1) >= Limit::Columns.most() {
            return Err(Refusal::too_large(Limit::Columns));
        }
        self.column = place.1;
        let kind = attribute(element, "t")?.unwrap_or_default();
        self.cell = Some(OpenCell { place, kind, has_formula: false, has_value: false, value: String::new() });
        Ok(())
    }

    fn read_value(&mut self, text: &str) {
        if let Some(cell) = &mut self.cell {
            cell.has_value = true;
            cell.value.push_str(text);
        }
    }

    fn close(&mut self, name: &str) -> Result<(), Refusal> {
        match name {
            "v" => self.is_in_value = false,
            "row" => self.row += 1,
            "sheetData" => self.is_past_data = true,
            "c" => {
                if let Some(cell) = self.cell.take() {
                    self.column += 1;
                    self.close_cell(&cell)?;
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn close_cell(&mut self, cell: &OpenCell) -> Result<(), Refusal> {
        let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        if cell.kind == "s" && cell.has_value && !is_number(&cell.value) {
            // The cell reader takes what is no number for the first text of the table.
            return Err(broken());
        }
        if cell.has_formula && !cell.has_value {
            self.scan.uncomputed.push(cell.place);
        }
        if cell.has_formula && cell.value == "0" && matches!(cell.kind.as_str(), "" | "n") {
            self.scan.zeros.push(cell.place);
        }
        self.scan.values += usize::from(cell.has_value);
        Ok(())
    }
}

impl OpenCell {
    fn is_inline(&self) -> bool {
        matches!(self.kind.as_str(), "inlineStr" | "is")
    }
}

/// Row and column, from 0, of a reference such as `C5`.
fn place(reference: &str) -> Option<(u32, u32)> {
    let digits = reference.find(|letter: char| letter.is_ascii_digit())?;
    let (letters, row) = reference.split_at(digits);
    let mut column = 0_u32;
    for letter in letters.bytes() {
        let value = u32::from(letter.to_ascii_uppercase().checked_sub(b'A').filter(|it| *it < 26)?) + 1;
        column = column.checked_mul(26)?.checked_add(value)?;
    }
    Some((row.parse::<u32>().ok()?.checked_sub(1)?, column.checked_sub(1)?))
}

fn from_one(first: u32, last: u32) -> Range<u32> {
    first.saturating_sub(1)..last
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_read_strictly() {
        let cases = [
            ("A1", Some((0, 0))),
            ("c5", Some((4, 2))),
            ("XFD1048576", Some((1_048_575, 16_383))),
            ("A0", None),
            ("A4294967298", None),
            ("AAAAAAAAA1", None),
            ("1", None),
            ("A", None),
            ("$A$1", None),
        ];
        for (reference, expected) in cases {
            assert_eq!(place(reference), expected, "{reference}");
        }
    }
}
