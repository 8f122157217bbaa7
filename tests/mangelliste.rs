//! Is the list that is mailed to the units the same as what the program found, whole, private and never stale?

mod place;
mod terminal;

use std::collections::BTreeSet;
use std::io::{Cursor, Read};

use calamine::{Data, Reader, Xlsx};
use serde_json::Value;

use crate::harness::{Folder, Ran};

const LISTS: &str = "reports/2025-mangelliste";
const WHOLE: &str = "reports/2025-mangelliste/mangelliste-2025.xlsx";
const HEADER: [&str; 11] = [
    "Alvor",
    "Fil",
    "Ark",
    "Celle",
    "Linje",
    "Kolonne",
    "Felt",
    "Hva som er galt",
    "Hva som var ventet",
    "Hva dere gjør",
    "Kontroll",
];

fn check(folder: &Folder) -> Ran {
    folder.run(&["check", "-C", ".", "--aar", "2025"])
}

fn check_json(folder: &Folder) -> Value {
    let ran = folder.run(&["check", "-C", ".", "--aar", "2025", "--format", "json"]);
    serde_json::from_str(&ran.stdout).unwrap_or_else(|error| panic!("{error}: {ran:?}"))
}

fn contacts(rows: &[&str]) -> String {
    format!("dato;til;fra;tema\n{}\n", rows.join("\n"))
}

/// A bit of everything: two senders, a file of its own, an earlier year, a form, a reference file, a file gone astray.
fn mixed() -> Folder {
    let folder = Folder::project();
    let bad = contacts(&[
        "31.02.2025;familiens hus;nav;",
        "03.02.2025;familiens hus;naw;",
        "1;2",
        "03.02.2024;familiens hus;nav;",
    ]);
    folder.file("exports/2025/Familiens hus/henvendelse.csv", bad);
    folder.file(
        "exports/2025/=1+1/henvendelse-a.csv",
        contacts(&["04.02.2025;familiens hus;@nav;", "x;familiens hus;nav;"]),
    );
    folder.file(
        "exports/2025/bekymringsmelding.csv",
        "melding_id;barn_id;mottatt;melder\nM1;B1;31.02.2025;skole\nM2;B2;03.02.2025;nav\n",
    );
    folder.file("exports/2025/skjema.csv", "x");
    folder.file("exports/2025/tom/henvisning.csv", "");
    folder.file("exports/2024/Familiens hus/henvendelse.csv", contacts(&["31.02.2024;familiens hus;nav;"]));
    folder.file("exports/henvisning.csv", "x");
    folder.file("reference/folkemengde.csv", "kommune;alder;kjonn;aar;antall\n3418;x;jente;2026;35\n");
    folder
}

fn open(bytes: &[u8]) -> Xlsx<Cursor<&[u8]>> {
    Xlsx::new(Cursor::new(bytes)).unwrap()
}

fn shown(cell: &Data) -> String {
    match cell {
        Data::Empty => String::new(),
        Data::String(text) => text.clone(),
        Data::Float(number) => number.to_string(),
        other => panic!("a cell of another kind: {other:?}"),
    }
}

/// The rows of a sheet's table, with every cell as text; lines are the only numbers.
fn rows_below(book: &mut Xlsx<Cursor<&[u8]>>, sheet: &str, header: &str) -> Vec<Vec<String>> {
    let range = book.worksheet_range(sheet).unwrap();
    let rows: Vec<Vec<String>> = range.rows().map(|row| row.iter().map(shown).collect()).collect();
    match rows.iter().position(|row| row[0] == header) {
        Some(at) => rows[at..].to_vec(),
        None => Vec::new(),
    }
}

/// Every finding of a workbook, as text.
fn listed(bytes: &[u8]) -> Vec<Vec<String>> {
    let mut book = open(bytes);
    let mut all = Vec::new();
    for sheet in book.sheet_names() {
        let mut rows = rows_below(&mut book, &sheet, "Alvor").into_iter();
        let Some(header) = rows.next() else { continue };
        assert_eq!(header, HEADER, "{sheet}");
        all.extend(rows);
    }
    all
}

/// What the workbook should say of one finding of the JSON.
fn expected(finding: &Value) -> Vec<String> {
    let text = |key: &str| finding[key].as_str().unwrap_or_default().to_owned();
    let line = finding["line"].as_u64().map(|line| line.to_string()).unwrap_or_default();
    let is_text = text("file").rsplit('.').next() != Some("xml");
    let cell =
        if is_text && !line.is_empty() && !text("column").is_empty() { text("column") + &line } else { String::new() };
    let severity = match text("severity").as_str() {
        "fatal" => "Uleselig",
        "error" => "Feil",
        "warning" => "Advarsel",
        _ => "Merknad",
    };
    let rule = tryggtall::diagnostic::Rule::ALL.iter().find(|rule| rule.id() == text("id")).unwrap();
    let sentences = [rule.title(), text("expected"), text("action")].map(|sentence| sentence.to_lowercase());
    let place = [severity.to_owned(), text("file"), text("sheet"), cell, line, text("column"), text("field")];
    place.into_iter().chain(sentences).chain([text("id")]).collect()
}

/// The sentences begin with a capital in the workbook and not in the JSON.
fn comparable(rows: Vec<Vec<String>>) -> Vec<Vec<String>> {
    let lowered = |mut row: Vec<String>| {
        row[7..10].iter_mut().for_each(|sentence| *sentence = sentence.to_lowercase());
        row
    };
    let mut rows: Vec<_> = rows.into_iter().map(lowered).collect();
    rows.sort();
    rows
}

fn sender_books(folder: &Folder) -> Vec<(String, Vec<u8>)> {
    let is_book = |name: &str| name.starts_with("mangelliste-2025-");
    folder.files(LISTS).into_iter().filter(|(name, _)| is_book(name)).collect()
}

#[test]
fn the_workbook_says_what_the_json_says_one_to_one() {
    let folder = mixed();
    let json = check_json(&folder);
    assert_eq!(json["findings_workbook"], format!("./{WHOLE}"));
    let mut all: Vec<_> = json["findings"].as_array().unwrap().iter().map(expected).collect();
    all.sort();
    assert!(all.len() > 12, "{all:?}");
    let whole = folder.files(LISTS)["mangelliste-2025.xlsx"].clone();
    assert_eq!(comparable(listed(&whole)), all);
    let of_senders = sender_books(&folder).iter().flat_map(|(_, bytes)| listed(bytes)).collect();
    assert_eq!(comparable(of_senders), all, "the senders' workbooks together");
    let cells: BTreeSet<String> = all.iter().map(|row| row[3].clone()).collect();
    assert!(cells.contains("A2") && cells.contains("C2"), "{cells:?}");
}

#[test]
fn each_sender_has_a_sheet_and_a_file_of_its_own() {
    let folder = mixed();
    check(&folder);
    let whole = folder.files(LISTS)["mangelliste-2025.xlsx"].clone();
    let mut book = open(&whole);
    let names = book.sheet_names();
    assert_eq!(&names[..2], ["Forside", "Oversikt"]);
    assert_eq!(names.last().unwrap(), "Regnskap");
    for name in ["Familiens hus", "=1+1", "bekymringsmelding", "skjema", "tom", "SSB og andre", "Hele leveransen"] {
        assert!(names.iter().any(|known| known == name), "{name} in {names:?}");
    }
    assert!(names.contains(&"2024 - Familiens hus".to_owned()), "{names:?}");
    let overview = rows_below(&mut book, "Oversikt", "Avsender");
    assert_eq!(overview.len() - 1, names.len() - 3, "a row for every sheet");
    let hus = overview.iter().find(|row| row[0] == "Familiens hus").unwrap();
    assert_eq!(&hus[1..11], ["Må rettes før rapporten", "1", "4", "0", "1", "3", "0", "4", "1", "0"], "{hus:?}");
    let files: Vec<String> = sender_books(&folder).into_iter().map(|(name, _)| name).collect();
    for file in ["familiens-hus", "2024-familiens-hus", "1-1", "ssb-og-andre", "hele-leveransen", "utenfor-aarsmappene"]
    {
        assert!(files.contains(&format!("mangelliste-2025-{file}.xlsx")), "{file} in {files:?}");
    }
}

#[test]
fn the_account_of_every_file_balances_in_the_workbook() {
    let folder = mixed();
    let json = check_json(&folder);
    let whole = folder.files(LISTS)["mangelliste-2025.xlsx"].clone();
    let rows = rows_below(&mut open(&whole), "Regnskap", "Fil");
    assert_eq!(rows.len() - 1, json["account"].as_array().unwrap().len());
    for row in &rows[1..] {
        let numbers: Vec<u64> = row[3..10].iter().map(|cell| cell.parse().unwrap()).collect();
        assert_eq!(numbers[0], numbers[1..].iter().sum::<u64>(), "{row:?}");
    }
    assert!(rows.iter().any(|row| row[10] == "utenfor perioden: 1"), "{rows:?}");
}

#[test]
fn the_same_inputs_give_the_same_bytes() {
    let (one, two) = (mixed(), mixed());
    assert_eq!(check(&one).code, 1);
    let first = one.files(LISTS);
    assert_eq!(check(&one).code, 1, "an untouched list is ours");
    check(&two);
    assert!(one.files(LISTS) == first && two.files(LISTS) == first);
}

#[test]
fn no_cells_content_is_in_any_part_of_any_list() {
    let folder = mixed();
    let identity = "17850862177";
    let secret = format!(
        "melding_id;barn_id;mottatt;melder\n{identity};{identity};Kari Nordmann;Storgata 1\n{identity};{identity};Kari Nordmann;Storgata 1\n"
    );
    folder.file("exports/2025/bekymringsmelding.csv", secret);
    check(&folder);
    let mut parts = 0;
    for (name, bytes) in folder.files(LISTS).into_iter().filter(|(name, _)| name.ends_with("xlsx")) {
        let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        for index in 0..archive.len() {
            let mut text = String::new();
            archive.by_index(index).unwrap().read_to_string(&mut text).unwrap();
            for secret in [identity, "Kari", "Nordmann", "Storgata", "31.02", "naw", "@nav"] {
                assert!(!text.contains(secret), "{secret} in {name}");
            }
            parts += 1;
        }
    }
    assert!(parts > 20);
}

#[test]
fn a_list_of_what_is_mended_says_that_all_is_fine() {
    let folder = Folder::project();
    let rows = "melding_id;barn_id;mottatt;melder;alder\nM1;B1;31.02.2025;skole;4\nM2;B2;03.02.2025;nav;4\n";
    folder.file("exports/2025/bekymringsmelding.csv", rows);
    check(&folder);
    assert_eq!(listed(&folder.files(LISTS)["mangelliste-2025-bekymringsmelding.xlsx"]).len(), 1);
    folder.file("exports/2025/bekymringsmelding.csv", rows.replace("31.02", "03.02"));
    check(&folder);
    let mended = folder.files(LISTS)["mangelliste-2025-bekymringsmelding.xlsx"].clone();
    assert!(listed(&mended).is_empty());
    let range = open(&mended).worksheet_range("bekymringsmelding").unwrap();
    let said: Vec<String> = range.cells().map(|(_, _, cell)| shown(cell)).collect();
    assert!(said.iter().any(|text| text == "Det er ingenting å rette. Rader som er med i tallene: 2."), "{said:?}");
}

#[cfg(unix)]
#[test]
fn every_sender_gets_a_valid_sheet_and_file_whatever_its_name() {
    let folder = Folder::project();
    let mut names: Vec<String> = (1..=12)
        .map(|number| format!("Sønsterud barnehage og familiesenter, avdeling {}", "Gjesåsen øst ".repeat(number)))
        .collect();
    names.extend(
        ["Skoler", "skoler", "a*b?c:d[e]f\\g", "Forside", "'", "æøå", "…", "=SUM(A1)", "+47", "-", "@x"]
            .map(str::to_owned),
    );
    for name in &names {
        let name = name.trim_end();
        folder.file(&format!("exports/2025/{name}/henvendelse.csv"), contacts(&["31.02.2025;familiens hus;nav;"]));
    }
    let json = check_json(&folder);
    let whole = folder.files(LISTS)["mangelliste-2025.xlsx"].clone();
    let sheets = open(&whole).sheet_names();
    let mut lowered: Vec<String> = sheets.iter().map(|name| name.to_lowercase()).collect();
    lowered.sort();
    lowered.dedup();
    assert_eq!(lowered.len(), sheets.len(), "{sheets:?}");
    assert!(
        sheets
            .iter()
            .all(|name| name.encode_utf16().count() <= 31 && !name.contains(['[', ']', ':', '*', '?', '/', '\\'])),
        "{sheets:?}"
    );
    assert_eq!(
        sheets.len(),
        names.len() + 3 + 2,
        "and what is missing from the whole delivery and from SSB: {sheets:?}"
    );
    assert_eq!(listed(&whole).len(), json["findings"].as_array().unwrap().len());
    let files = sender_books(&folder);
    assert_eq!(files.len(), names.len() + 2);
    assert!(files.iter().all(|(name, _)| name.is_ascii() && name.len() < 100), "{files:?}");
}

#[test]
fn seventy_thousand_findings_are_all_there() {
    let folder = Folder::project();
    let rows: String = (0..70_000).map(|row| format!("M{row};B{row};31.02.2025;skole\n")).collect();
    folder.file("exports/2025/barnevern/bekymringsmelding.csv", format!("melding_id;barn_id;mottatt;melder\n{rows}"));
    let begun = std::time::Instant::now();
    assert_eq!(check(&folder).code, 1);
    assert!(begun.elapsed().as_secs() < 120, "{:?}", begun.elapsed());
    let rows = listed(&folder.files(LISTS)["mangelliste-2025-barnevern.xlsx"]);
    let lines: BTreeSet<&str> = rows.iter().filter(|row| row[10] == "C013").map(|row| row[4].as_str()).collect();
    assert_eq!(lines.len(), 70_000);
}
