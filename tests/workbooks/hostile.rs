//! Files made to exhaust memory or time, or to be read as something else: refused, fast, and said.

use std::io::Write;
use std::process::Command;
use std::sync::OnceLock;

use tryggtall::check::Checked;
use zip::write::SimpleFileOptions;

use super::make::{HEADER, checked, fixture, ids, ods, ods_row, row, sheet, text, xlsx, xlsx_with, zip};
use crate::harness::Folder;

const MEGABYTES: usize = 600;

/// A sheet that unpacks to 600 MB of spaces.
fn bomb() -> Vec<u8> {
    static BOMB: OnceLock<Vec<u8>> = OnceLock::new();
    BOMB.get_or_init(packed_spaces).clone()
}

fn packed_spaces() -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    writer.start_file("xl/worksheets/sheet1.xml", SimpleFileOptions::default()).unwrap();
    let block = vec![b' '; 1 << 20];
    (0..MEGABYTES).for_each(|_| writer.write_all(&block).unwrap());
    writer.finish().unwrap().into_inner()
}

/// The same, said in both its headers to unpack to nothing much.
fn lying_bomb(mut bytes: Vec<u8>) -> Vec<u8> {
    let size = u32::try_from(MEGABYTES << 20).unwrap().to_le_bytes();
    let places: Vec<usize> = (0..bytes.len() - 4).filter(|at| bytes[*at..*at + 4] == size).collect();
    assert!(!places.is_empty());
    for at in places {
        bytes[at..at + 4].copy_from_slice(&1000_u32.to_le_bytes());
    }
    bytes
}

fn table(rows: &str) -> String {
    format!("<table:table table:name=\"Ark1\">{}{rows}</table:table>", ods_row("", &HEADER))
}

fn repeated_ods() -> Vec<u8> {
    let cell = "<table:table-cell table:number-columns-repeated=\"16384\" office:value-type=\"string\"><text:p>x</text:p></table:table-cell>";
    ods(&table(&format!("<table:table-row table:number-rows-repeated=\"1048570\">{cell}</table:table-row>")))
}

fn hostile() -> Vec<(&'static str, &'static str, Vec<u8>, &'static str)> {
    let wide_cell = |place: &str| xlsx(&sheet(&format!("<row>{}</row>", text(place, "x"))));
    let many: Vec<String> = (0..10_001).map(|number| format!("p{number}")).collect();
    let many: Vec<(&str, Vec<u8>)> = many.iter().map(|name| (name.as_str(), Vec::new())).collect();
    let shared = |count: &str| {
        let table = format!("<sst uniqueCount=\"{count}\"><si><t>x</t></si></sst>").into_bytes();
        xlsx_with(&sheet(&row(2, "")), &[("xl/sharedStrings.xml", table)])
    };
    let spaces = "<table:table-row><table:table-cell office:value-type=\"string\"><text:p><text:s text:c=\"4000000000\"/></text:p></table:table-cell></table:table-row>";
    let cell = "<c r=\"E2\" t=\"s\"><v>abc</v></c>";
    let doctype = format!("<!DOCTYPE x [<!ENTITY a \"b\">]>{}", sheet(&row(2, "")));
    vec![
        ("unpacks to 600 MB", "xlsx", bomb(), "C062"),
        ("says it does not", "xlsx", lying_bomb(bomb()), "C001"),
        ("too many parts", "xlsx", zip(&many), "C062"),
        ("row beyond the last", "xlsx", wide_cell("A1048577"), "C062"),
        ("column beyond the last", "xlsx", wide_cell("XFE1"), "C062"),
        ("row number that wraps", "xlsx", wide_cell("A4294967298"), "C001"),
        ("texts said to be many", "xlsx", shared("99999999999"), "C001"),
        ("no number of a text", "xlsx", xlsx(&sheet(&row(2, cell))), "C001"),
        ("document type", "xlsx", xlsx(&doctype), "C001"),
        ("the same cell twice", "xlsx", xlsx(&sheet(&row(2, &text("A2", "x")))), "C001"),
        ("half a package", "xlsx", fixture("meldinger.xlsx")[..4000].to_vec(), "C001"),
        ("repeated cells", "ods", repeated_ods(), "C062"),
        ("four billion spaces", "ods", ods(&table(spaces)), "C001"),
        ("sectors in a ring", "xls", ring(fixture("meldinger.xls")), "C001"),
        ("half a file", "xls", fixture("meldinger.xls")[..3000].to_vec(), "C001"),
        ("a cell far out", "xls", far_cell(fixture("meldinger.xls")), "C062"),
    ]
}

/// Every sector is followed by itself.
fn ring(mut bytes: Vec<u8>) -> Vec<u8> {
    let table = (u32::from_le_bytes(bytes[76..80].try_into().unwrap()) as usize + 1) * 512;
    for (number, at) in (0_u32..128).zip((table..).step_by(4)) {
        bytes[at..at + 4].copy_from_slice(&number.to_le_bytes());
    }
    bytes
}

fn record(bytes: &[u8], kind: u16, length: u16) -> usize {
    let head: Vec<u8> = [kind, length].into_iter().flat_map(u16::to_le_bytes).collect();
    bytes.windows(4).position(|window| window == head).unwrap() + 4
}

/// The first cell of text stands in row and column 65,535.
fn far_cell(mut bytes: Vec<u8>) -> Vec<u8> {
    let at = record(&bytes, 0x00FD, 10);
    bytes[at..at + 4].fill(0xFE);
    bytes
}

#[test]
fn is_refused_and_said() {
    for (why, extension, bytes, expected) in hostile() {
        let began = std::time::Instant::now();
        let found = checked(&format!("bekymringsmelding.{extension}"), bytes);
        assert!(ids(&found).contains(expected), "{why}: {:?}", found.findings);
        assert!(found.stops_publication(), "{why}");
        assert!(began.elapsed().as_secs() < 30, "{why} takes {:?}", began.elapsed());
    }
}

/// The whole program on all of them, with less memory than any of them asks for.
#[test]
#[cfg(unix)]
fn is_refused_within_two_gigabytes() {
    let folder = Folder::project();
    for (number, (_, extension, bytes, _)) in hostile().into_iter().enumerate() {
        folder.file(&format!("exports/2025/bekymringsmelding-{number:02}.{extension}"), bytes);
    }
    let program = env!("CARGO_BIN_EXE_tryggtall");
    let line = format!("ulimit -v 2000000; exec {program} check -C . --aar 2025");
    let ran = Command::new("sh").args(["-c", &line]).current_dir(folder.path()).output().unwrap();
    let (said, errors) = (String::from_utf8_lossy(&ran.stdout), String::from_utf8_lossy(&ran.stderr));
    assert_eq!(ran.status.code(), Some(1), "{errors}");
    assert!(said.contains("C062") && said.contains("C001"), "{said}");
    assert!(!errors.contains("panicked"), "{errors}");
}

fn used(checked: &Checked) -> usize {
    checked.accounts.iter().map(|account| account.used).sum()
}

#[test]
fn what_is_only_claimed_costs_nothing() {
    let claims = sheet(&row(2, "")).replace("<sheetData>", "<dimension ref=\"A1:XFD1048576\"/><sheetData>");
    assert_eq!(used(&checked("bekymringsmelding.xlsx", xlsx(&claims))), 1);
    let far = sheet(&(row(2, "") + &format!("<row r=\"1048576\">{}</row>", text("XFD1048576", "x"))));
    let found = checked("bekymringsmelding.xlsx", xlsx(&far));
    let account = &found.accounts[0];
    assert_eq!((account.rows, account.blank, account.used, account.rejected), (1_048_576, 1_048_573, 1, 1));
    let empty = "<table:table-row table:number-rows-repeated=\"1048574\"><table:table-cell table:number-columns-repeated=\"16384\"/></table:table-row>";
    let full = ods_row("", &["M1", "B1", "03.02.2025", "nav", "7"]);
    assert_eq!(used(&checked("bekymringsmelding.ods", ods(&table(&format!("{full}{empty}"))))), 1);
    let mut old = fixture("meldinger.xls");
    let at = record(&old, 0x0200, 14);
    old[at + 4..at + 8].copy_from_slice(&u32::MAX.to_le_bytes());
    old[at + 10..at + 12].fill(0xFF);
    assert_eq!(used(&checked("bekymringsmelding.xls", old)), 3);
}
