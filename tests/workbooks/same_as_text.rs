//! The demo's exports as workbooks, with real dates and numbers: the same figures, byte for byte.

use std::path::Path;

use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, Worksheet};
use tryggtall::acquire::{RawTable, Snapshot, acquire};
use tryggtall::check::SourceMaps;

use crate::harness::Folder;

const FIGURES: &str = "demo/reports/2025-aar/data/indikatorer.csv";

/// Writes a cell the way a person's Excel holds it: dates as dates and numbers as numbers, where nothing is lost by it.
fn write(sheet: &mut Worksheet, row: u32, column: u16, text: &str, date: &Format) {
    if let Some((year, month, day)) = parts_of_date(text) {
        let day = ExcelDateTime::from_ymd(year, month, day).unwrap();
        sheet.write_datetime_with_format(row, column, day, date).unwrap();
    } else if let Some(number) = text.replace(',', ".").parse::<f64>().ok().filter(|it| it.to_string() == text) {
        sheet.write_number(row, column, number).unwrap();
    } else if !text.is_empty() {
        sheet.write_string(row, column, text).unwrap();
    }
}

fn parts_of_date(text: &str) -> Option<(u16, u8, u8)> {
    let is_iso = text.len() == 10 && text.as_bytes()[4] == b'-';
    let separator = if is_iso { '-' } else { '.' };
    let parts: Vec<u16> = text.split(separator).map(|part| part.parse().ok()).collect::<Option<_>>()?;
    let &[first, month, last] = &parts[..] else { return None };
    let (year, day) = if is_iso { (first, last) } else { (last, first) };
    (year > 1900).then(|| Some((year, u8::try_from(month).ok()?, u8::try_from(day).ok()?)))?
}

/// A title above the table, and the table away from the corner.
fn workbook(table: &mut RawTable) -> Vec<u8> {
    const FIRST: (u32, u16) = (3, 2);
    let mut book = Workbook::new();
    let date = Format::new().set_num_format("dd.mm.yyyy");
    let sheet = book.add_worksheet();
    sheet.write(0, 0, "Uttrekk fra fagsystemet").unwrap();
    for (name, column) in table.header.iter().zip(FIRST.1..) {
        sheet.write(FIRST.0, column, name).unwrap();
    }
    let mut to = FIRST.0;
    for chunk in table.take_chunks() {
        let chunk = chunk.unwrap();
        assert!(chunk.faults.is_empty());
        for row in 0..chunk.rows() {
            to += 1;
            for (column, to_column) in (0..chunk.width()).zip(FIRST.1..) {
                write(sheet, to, to_column, chunk.cell(row, column), &date);
            }
        }
    }
    book.save_to_buffer().unwrap()
}

#[test]
fn the_demo_as_workbooks_gives_the_same_figures() {
    let folder = Folder::new();
    assert_eq!(folder.run(&["demo"]).code, 0);
    let expected = std::fs::read(folder.path().join(FIGURES)).unwrap();
    let vocabulary = SourceMaps::built_in().unwrap().vocabulary();
    let mut converted = 0;
    for (path, bytes) in folder.files("demo/exports") {
        let is_text = Path::new(&path).extension().is_some_and(|it| it == "csv" || it == "tsv");
        if !is_text {
            continue;
        }
        let file = Snapshot::held(format!("exports/{path}"), Some(2025), bytes);
        let mut acquired = acquire(&[file], &vocabulary).unwrap();
        assert_eq!(acquired.tables.len(), 1, "{path}");
        std::fs::remove_file(folder.path().join("demo/exports").join(&path)).unwrap();
        let name = path.rsplit_once('.').unwrap().0;
        folder.file(&format!("demo/exports/{name}.xlsx"), workbook(&mut acquired.tables[0]));
        converted += 1;
    }
    assert!(converted > 30, "{converted} files");
    let ran = folder.run(&["report", "-C", "demo", "--aar", "2025"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    let figures = std::fs::read(folder.path().join(FIGURES)).unwrap();
    assert!(figures == expected, "the figures differ");
}
