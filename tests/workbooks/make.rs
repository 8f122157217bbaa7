//! Workbooks for the tests, and the reading of them without the program around it.

use std::collections::BTreeSet;
use std::io::{Read, Write};
use std::path::Path;

use tryggtall::acquire::{Acquired, Snapshot, acquire};
use tryggtall::check::{Checked, Expectation, SourceMaps, check};
use tryggtall::units::MunicipalityCode;
use zip::write::SimpleFileOptions;

pub const HEADER: [&str; 5] = ["melding_id", "barn_id", "mottatt", "melder", "alder"];

pub fn fixture(name: &str) -> Vec<u8> {
    std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/workbooks").join(name)).unwrap()
}

pub fn acquired(name: &str, bytes: Vec<u8>, maps: &SourceMaps) -> Acquired {
    acquire(&[Snapshot::held(format!("exports/2025/{name}"), Some(2025), bytes)], &maps.vocabulary()).unwrap()
}

pub fn checked(name: &str, bytes: Vec<u8>) -> Checked {
    let maps = SourceMaps::built_in().unwrap();
    let municipality = MunicipalityCode::parse("3418").unwrap();
    let key = tryggtall::privacy::PseudonymKey::new(&[7; 32]);
    let expected = Expectation::new(&municipality, 2025, &key);
    check(acquired(name, bytes, &maps), &maps, &expected).unwrap()
}

/// The ids of what was found, except that no other source is there.
pub fn ids(checked: &Checked) -> BTreeSet<&'static str> {
    checked.findings.iter().map(|finding| finding.rule.id()).filter(|id| *id != "C032").collect()
}

/// Rule, sheet, line and column of every finding with a sheet.
pub fn places(checked: &Checked) -> Vec<(&'static str, String, Option<u32>, Option<String>)> {
    let with_sheet = checked.findings.iter().filter_map(|it| it.place.sheet.clone().map(|sheet| (it, sheet)));
    with_sheet.map(|(it, sheet)| (it.rule.id(), sheet, it.place.line, it.place.column.clone())).collect()
}

pub fn zip(parts: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// The parts of a package.
pub fn parts(package: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(package)).unwrap();
    (0..archive.len())
        .map(|index| {
            let mut part = archive.by_index(index).unwrap();
            let mut bytes = Vec::new();
            part.read_to_end(&mut bytes).unwrap();
            (part.name().unwrap().into_owned(), bytes)
        })
        .collect()
}

/// A package with one of its parts changed.
pub fn patched(package: &[u8], name: &str, change: impl Fn(String) -> String) -> Vec<u8> {
    let mut parts = parts(package);
    for (part, bytes) in &mut parts {
        if part == name {
            *bytes = change(String::from_utf8(std::mem::take(bytes)).unwrap()).into_bytes();
        }
    }
    let parts: Vec<(&str, Vec<u8>)> = parts.iter().map(|(name, bytes)| (name.as_str(), bytes.clone())).collect();
    zip(&parts)
}

const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// An XLSX file of the fewest parts, around the XML of one sheet.
pub fn xlsx(sheet: &str) -> Vec<u8> {
    xlsx_with(sheet, &[])
}

pub fn xlsx_with(sheet: &str, more: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let relation = |kind: &str, target: &str| {
        format!(
            "<Relationships><Relationship Id=\"r1\" Type=\"{RELATIONS}/{kind}\" Target=\"{target}\"/></Relationships>"
        )
    };
    let workbook = "<workbook><sheets><sheet name=\"Ark1\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>";
    let mut parts = vec![
        ("_rels/.rels", relation("officeDocument", "xl/workbook.xml").into_bytes()),
        ("xl/workbook.xml", workbook.as_bytes().to_vec()),
        ("xl/_rels/workbook.xml.rels", relation("worksheet", "worksheets/sheet1.xml").into_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes().to_vec()),
    ];
    parts.extend(more.iter().map(|(name, bytes)| (*name, bytes.clone())));
    zip(&parts)
}

/// Sheet XML with the usual header in row 1, and `rows` below it.
pub fn sheet(rows: &str) -> String {
    let cells: String = HEADER.iter().zip('A'..).map(|(name, column)| text(&format!("{column}1"), name)).collect();
    format!("<worksheet><sheetData><row r=\"1\">{cells}</row>{rows}</sheetData></worksheet>")
}

pub fn text(place: &str, text: &str) -> String {
    format!("<c r=\"{place}\" t=\"inlineStr\"><is><t>{text}</t></is></c>")
}

/// A row that can be used, with `last` in place of the age.
pub fn row(number: u32, last: &str) -> String {
    let cells = [
        text(&format!("A{number}"), &format!("M{number}")),
        text(&format!("B{number}"), &format!("B{number}")),
        text(&format!("C{number}"), "03.02.2025"),
        text(&format!("D{number}"), "nav"),
    ];
    format!("<row r=\"{number}\">{}{last}</row>", cells.concat())
}

/// An ODS file around the content of its spreadsheet.
pub fn ods(tables: &str) -> Vec<u8> {
    let content = format!(
        "<office:document-content xmlns:office=\"o\" xmlns:table=\"t\" xmlns:text=\"x\"><office:body>\
         <office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    );
    zip(&[
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet".to_vec()),
        ("content.xml", content.into_bytes()),
    ])
}

/// Cells of text in an ODS row.
pub fn ods_row(attributes: &str, cells: &[&str]) -> String {
    let cell = |text: &&str| {
        format!("<table:table-cell office:value-type=\"string\"><text:p>{text}</text:p></table:table-cell>")
    };
    format!("<table:table-row {attributes}>{}</table:table-row>", cells.iter().map(cell).collect::<String>())
}
