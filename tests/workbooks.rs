//! Workbooks: does a sheet say what a text file would, and is everything said that people do to sheets?

mod damage;
mod hostile;
mod make;
mod same_as_text;

use make::{acquired, checked, fixture, ids, patched, places, row, sheet, text, xlsx, xlsx_with};
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook, Worksheet};
use tryggtall::acquire::RawTable;
use tryggtall::check::SourceMaps;

use crate::harness::Folder;

fn tables(name: &str, bytes: Vec<u8>) -> Vec<RawTable> {
    acquired(name, bytes, &SourceMaps::built_in().unwrap()).tables
}

fn cells(table: &RawTable) -> Vec<Vec<&str>> {
    (0..table.rows()).map(|row| (0..table.header.len()).map(|column| table.cell(row, column)).collect()).collect()
}

fn write_header(sheet: &mut Worksheet, row: u32, column: u16) {
    for (name, column) in make::HEADER.iter().zip(column..) {
        sheet.write(row, column, *name).unwrap();
    }
}

/// A row that can be used: report and child `number`.
fn write_row(sheet: &mut Worksheet, row: u32, number: u32) {
    let date = Format::new().set_num_format("dd.mm.yyyy");
    sheet.write(row, 0, format!("M{number}")).unwrap();
    sheet.write(row, 1, format!("B{number}")).unwrap();
    sheet.write_datetime_with_format(row, 2, ExcelDateTime::from_ymd(2025, 2, 3).unwrap(), &date).unwrap();
    sheet.write(row, 3, "nav").unwrap();
    sheet.write(row, 4, number % 17).unwrap();
}

/// The fixtures are one book, written three times by another program.
#[test]
fn one_book_in_three_formats_says_the_same() {
    let expected = [
        ["", "0001", "17850862176", "2025-02-03", "skole", "7"],
        ["", "0002", "5811575838", "2025-02-04", "nav", "8"],
        ["", "0003", "B 3", "2025-02-05T13:30:00", "politi", "9"],
    ];
    for format in ["xls", "ods", "xlsx"] {
        let name = format!("bekymringsmelding.{format}");
        let tables = tables(&name, fixture(&format!("meldinger.{format}")));
        assert_eq!(cells(&tables[0]), expected, "{format}");
        let checked = checked(&name, fixture(&format!("meldinger.{format}")));
        let place =
            |id, sheet: &str, line, column: Option<&str>| (id, sheet.to_owned(), line, column.map(str::to_owned));
        let said = [
            place("C052", "Forklaring", None, None),
            place("C056", "Meldinger", None, Some("F")),
            place("C058", "Meldinger", Some(1), Some("B")),
            place("C055", "Meldinger", Some(5), None),
            place("C046", "Meldinger", Some(5), Some("C")),
            place("C050", "Meldinger", Some(10), Some("F")),
        ];
        assert_eq!(places(&checked), said, "{format}");
        let [explained, account] = &checked.accounts[..] else { panic!("{format}: {:?}", checked.accounts) };
        assert_eq!((explained.rows, explained.excluded["sheet_without_table"]), (1, 1));
        let counts = (account.rows, account.header, account.title, account.blank, account.used, account.rejected);
        assert_eq!((account.encoding.as_str(), counts), (format, (10, 1, 1, 4, 3, 1)));
    }
}

#[test]
fn cells_say_what_a_text_file_would() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (name, column) in ["tekst", "tall", "melding_id", "barn_id", "alder"].iter().zip(0..) {
        sheet.write(4, 2 + column, *name).unwrap();
    }
    let date = Format::new().set_num_format("dd.mm.yyyy hh:mm");
    let padded = Format::new().set_num_format("00000000000");
    sheet.write(5, 2, "0301").unwrap();
    sheet.write(5, 3, 3.25).unwrap();
    sheet.write_with_format(5, 4, 5_811_575_838_u64, &padded).unwrap();
    sheet.write(5, 5, true).unwrap();
    sheet
        .write_datetime_with_format(5, 6, ExcelDateTime::parse_from_str("2025-10-13 12:30:15").unwrap(), &date)
        .unwrap();
    sheet.write(8, 2, "  kort rad ").unwrap();
    sheet.write_with_format(8, 4, 45_943, &date).unwrap();
    sheet.write_formula(8, 5, Formula::new("=\"B\"").set_result("B")).unwrap();
    sheet.write_blank(900, 30, &date).unwrap();
    let bytes = book.save_to_buffer().unwrap();
    let table = &tables("bekymringsmelding.xlsx", bytes.clone())[0];
    assert_eq!(table.header[..3], ["", "", "tekst"], "columns count from A");
    assert_eq!((table.header_line, table.line(0), table.line(1), table.records()), (5, 6, 9, 9));
    let first = ["", "", "0301", "3.25", "5811575838", "ja", "2025-10-13T12:30:15"];
    assert_eq!(cells(table), [first, ["", "", "kort rad", "", "2025-10-13", "B", ""]]);
    let mac = patched(&bytes, "xl/workbook.xml", |xml| xml.replace("<workbookPr ", "<workbookPr date1904=\"1\" "));
    let later = &tables("bekymringsmelding.xlsx", mac)[0];
    assert_eq!(later.cell(1, 4), "2029-10-14", "the same number counts from 1904");
}

#[test]
fn what_is_hidden_or_merged_is_said_and_read_all_the_same() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("Uttrekk").unwrap();
    write_header(sheet, 1, 0);
    sheet.merge_range(0, 0, 0, 3, "Meldinger", &Format::new()).unwrap();
    (2..12).for_each(|row| write_row(sheet, row, row));
    for row in [5, 6, 50] {
        sheet.set_row_hidden(row).unwrap();
    }
    sheet.set_column_hidden(4).unwrap();
    sheet.set_column_hidden(40).unwrap();
    for (name, is_very) in [("Skjult", false), ("Svært skjult", true)] {
        let hidden = book.add_worksheet().set_name(name).unwrap();
        write_header(hidden, 0, 0);
        write_row(hidden, 1, if is_very { 31 } else { 30 });
        let _ = if is_very { hidden.set_very_hidden(true) } else { hidden.set_hidden(true) };
    }
    let checked = checked("bekymringsmelding.xlsx", book.save_to_buffer().unwrap());
    let place = |id, sheet: &str, line, column: Option<&str>| (id, sheet.to_owned(), line, column.map(str::to_owned));
    let said = [
        place("C057", "Skjult", None, None),
        place("C057", "Svært skjult", None, None),
        place("C056", "Uttrekk", None, Some("E")),
        place("C058", "Uttrekk", Some(1), Some("A")),
        place("C055", "Uttrekk", Some(6), None),
    ];
    assert_eq!(places(&checked), said);
    let hidden = checked.findings.iter().find(|it| it.rule.id() == "C055").unwrap();
    assert!(hidden.expected().contains("2 med innhold") && hidden.action().contains("ER telt med"));
    assert_eq!((hidden.place.sheet.as_deref(), hidden.place.line), (Some("Uttrekk"), Some(6)));
    assert_eq!(checked.source("bekymringsmelding").unwrap().rows(), 12);
    assert!(!checked.stops_publication());
}

#[test]
fn errors_and_formulas_without_value_reject_their_rows() {
    let rows = [
        row(2, "<c r=\"E2\"><v>7</v></c>"),
        row(3, "<c r=\"E3\" t=\"e\"><f>NA()</f><v>#N/A</v></c>"),
        row(4, "<c r=\"E4\"><f>1+1</f></c>"),
        row(5, "<c r=\"E5\"><f>1+1</f><v></v></c>"),
        row(6, "<c r=\"E6\" t=\"str\"><f>\"\"</f><v></v></c>"),
        row(7, "<c r=\"F7\"><v>1</v></c>"),
    ];
    let checked = checked("bekymringsmelding.xlsx", xlsx(&sheet(&rows.concat())));
    let found: Vec<_> = places(&checked).into_iter().filter(|it| it.0 != "C029").map(|it| (it.0, it.2, it.3)).collect();
    let at = |id, line, column: Option<&str>| (id, Some(line), column.map(str::to_owned));
    let expected = [
        at("C050", 3, Some("E")),
        at("C050", 4, Some("E")),
        at("C051", 4, Some("E")),
        at("C050", 5, Some("E")),
        at("C010", 7, None),
    ];
    assert_eq!(found, expected);
    let account = &checked.accounts[0];
    assert_eq!((account.rows, account.used, account.rejected), (7, 2, 4));
}

/// `rust_xlsxwriter`, like `XlsxWriter`, writes 0 for a formula that nobody computed, and asks for its computing.
#[test]
fn a_zero_that_was_never_computed_is_no_zero() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    write_header(sheet, 0, 0);
    (1..5).for_each(|row| write_row(sheet, row, row));
    sheet.write_formula(1, 4, "=3+4").unwrap();
    sheet.write_formula(2, 4, Formula::new("=3+4").set_result("7")).unwrap();
    sheet.write(3, 4, 0).unwrap();
    let checked = checked("bekymringsmelding.xlsx", book.save_to_buffer().unwrap());
    let found: Vec<_> = places(&checked).into_iter().map(|it| (it.0, it.2)).collect();
    assert_eq!(found, [("C050", Some(2)), ("C051", Some(2))]);
    assert_eq!((checked.accounts[0].used, checked.accounts[0].rejected), (3, 1));
}

#[test]
fn each_sheet_is_a_table_of_its_own_source() {
    let mut book = Workbook::new();
    for name in ["Barnevern", "Henvisning", "Tom"] {
        book.add_worksheet().set_name(name).unwrap();
    }
    let reports = book.worksheet_from_name("Barnevern").unwrap();
    write_header(reports, 0, 0);
    write_row(reports, 1, 1);
    let referrals = book.worksheet_from_name("Henvisning").unwrap();
    for (column, (name, value)) in
        (0..).zip([("henvisning_id", "H1"), ("barn_id", "B1"), ("mottatt", "03.02.2025"), ("fra", "nav")])
    {
        referrals.write(0, column, name).unwrap();
        referrals.write(1, column, value).unwrap();
    }
    let checked = checked("bekymringsmelding-alt.xlsx", book.save_to_buffer().unwrap());
    assert_eq!(ids(&checked).iter().filter(|id| **id != "C029").count(), 0, "{:?}", checked.findings);
    for source in ["bekymringsmelding", "henvisning"] {
        assert_eq!(checked.source(source).map(tryggtall::check::CheckedSource::rows), Some(1), "{source}");
    }
}

#[test]
fn a_file_is_what_its_content_is() {
    let reports = "melding_id;barn_id;mottatt;melder;alder\nM1;B1;03.02.2025;nav;7\n";
    let plain = xlsx(&sheet(&row(2, "")));
    let encrypted = rename_stream(fixture("meldinger.xls"), "Workbook", "EncryptedPackage");
    let with_macros = xlsx_with(&sheet(&row(2, "")), &[("xl/vbaProject.bin", vec![1])]);
    let document = make::zip(&[("_rels/.rels", Vec::new()), ("word/document.xml", Vec::new())]);
    let cases: [(&str, &str, Vec<u8>, &[&str]); 14] = [
        ("as called", "xlsx", plain.clone(), &["C029"]),
        ("XLSX called .xls", "xls", plain.clone(), &["C029", "C059"]),
        ("XLSX called .csv", "csv", plain, &["C029", "C059"]),
        ("CSV called .xls", "xls", reports.into(), &["C059"]),
        ("CSV called .xlsx", "xlsx", reports.into(), &["C059"]),
        ("web page", "xls", b"<html><table><tr><td>melding_id".to_vec(), &["C060"]),
        ("Excel 2003 XML", "xls", b"<?xml version=\"1.0\"?><Workbook>".to_vec(), &["C060"]),
        ("password", "xlsx", encrypted, &["C061"]),
        ("macros inside", "xlsx", with_macros, &["C029", "C063"]),
        ("macros outside", "xlsm", Vec::from(*b"PK\x03\x04"), &["C007"]),
        ("a document", "xlsx", document, &["C007"]),
        ("nothing known", "xlsx", b"\x00\x01\x02\x00".to_vec(), &["C001"]),
        ("no sheet with content", "xlsx", xlsx("<worksheet><sheetData/></worksheet>"), &["C002"]),
        (
            "no column names",
            "xlsx",
            xlsx(&format!("<worksheet><sheetData><row>{}</row></sheetData></worksheet>", text("A1", "x"))),
            &["C003"],
        ),
    ];
    for (why, extension, bytes, expected) in cases {
        let found = checked(&format!("bekymringsmelding.{extension}"), bytes);
        assert_eq!(ids(&found).into_iter().collect::<Vec<_>>(), expected, "{why}: {:?}", found.findings);
    }
}

/// Renames a stream in the directory of a compound file.
fn rename_stream(mut bytes: Vec<u8>, from: &str, to: &str) -> Vec<u8> {
    let wide = |name: &str| name.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    let at = bytes.windows(wide(from).len()).position(|window| window == wide(from)).unwrap();
    bytes[at..at + wide(to).len()].copy_from_slice(&wide(to));
    bytes
}

#[test]
fn a_reference_table_may_be_a_workbook() {
    let folder = Folder::project();
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (column, name) in (0..).zip(["kommune", "alder", "kjonn", "aar", "antall"]) {
        sheet.write(0, column, name).unwrap();
    }
    for (row, (age, sex)) in (1..).zip((0..18).flat_map(|age| [(age, "jente"), (age, "gutt")])) {
        sheet.write(row, 0, "3418").unwrap().write(row, 1, age).unwrap().write(row, 2, sex).unwrap();
        sheet.write(row, 3, 2026).unwrap().write(row, 4, 10).unwrap();
    }
    folder.file("reference/folkemengde.xlsx", book.save_to_buffer().unwrap());
    let reports = "melding_id;barn_id;mottatt;melder;alder\nM1;B1;03.02.2025;nav;7\n";
    folder.file("exports/2025/bekymringsmelding.csv", reports);
    let ran = folder.run(&["report", "-C", ".", "--aar", "2025", "--audience", "intern"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert_eq!(folder.figures("reports/2025-aar-intern").row("K1", 2025, "")["nevner"], "360");
}
