//! The finished workbook, read by an independent reader: the sheet of tidy data equals `indikatorer.csv` cell by cell, and every
//! mark is explained where it stands. For a year, for an evaluation, and in English.

use std::collections::BTreeSet;
use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};

use crate::harness::Folder;

/// The columns of numbers; the others are texts, also where they look like numbers.
const NUMBERS: [&str; 7] = ["aar", "verdi", "teller", "nevner", "nedre", "ovre", "referanse_verdi"];
const MARKS: [&str; 3] = [":", "..", "."];

/// Which run, and what its sheets are called.
struct Run {
    arguments: &'static [&'static str],
    bundle: &'static str,
    document: &'static str,
    codebook: &'static str,
    /// Sheets with a row for each mark, and what that row begins with.
    explained: [&'static str; 2],
    mark: &'static str,
    legend: &'static str,
    quotes: [char; 2],
}

const NB: Run = Run {
    arguments: &[],
    bundle: "demo/reports/2025-aar",
    document: "aarsrapport-2025.xlsx",
    codebook: "Kodebok",
    explained: ["Forside", "Noter"],
    mark: "Tegnet ",
    legend: "Tegn: ",
    quotes: ['«', '»'],
};

const RUNS: [Run; 3] = [
    NB,
    Run { arguments: &["--vindu", "mai"], bundle: "demo/reports/2025-mai", document: "evaluering-mai-2025.xlsx", ..NB },
    Run {
        arguments: &["--vindu", "september", "--lang", "en"],
        bundle: "demo/reports/2025-september",
        document: "evaluering-september-2025.xlsx",
        codebook: "Codebook",
        explained: ["Front page", "Notes"],
        mark: "The mark ",
        legend: "Marks: ",
        quotes: ['“', '”'],
    },
];

type Sheets = Vec<(String, Vec<Vec<Data>>)>;

fn sheets(bytes: &[u8]) -> Sheets {
    let mut book = Xlsx::new(Cursor::new(bytes)).unwrap();
    let read = book.worksheets().into_iter();
    read.map(|(name, range)| (name, range.rows().map(<[Data]>::to_vec).collect())).collect()
}

fn told(cell: &Data) -> &str {
    if let Data::String(text) = cell { text } else { "" }
}

/// Numbers as numbers, texts as texts, nothing as nothing, and nothing else on the sheet.
fn is_the_file(sheets: &Sheets, csv: &[u8]) -> usize {
    let mut file = csv::ReaderBuilder::new().has_headers(false).from_reader(csv);
    let lines: Vec<csv::StringRecord> = file.records().map(Result::unwrap).collect();
    let is_header = |row: &Vec<Data>| row.iter().map(told).eq(lines[0].iter());
    let found = sheets.iter().find_map(|(_, rows)| Some(&rows[rows.iter().position(is_header)?..]));
    let rows = found.expect("a sheet with the columns of the file");
    assert_eq!(rows.len(), lines.len());
    for (row, line) in rows.iter().zip(&lines).skip(1) {
        assert_eq!(row.len(), line.len());
        for ((cell, field), column) in row.iter().zip(line).zip(&lines[0]) {
            let is_same = match cell {
                Data::Empty => field.is_empty(),
                Data::Float(number) => NUMBERS.contains(&column) && field.parse() == Ok(*number),
                Data::Int(number) => NUMBERS.contains(&column) && field.parse() == Ok(*number),
                Data::String(text) => !NUMBERS.contains(&column) && !field.is_empty() && text == field,
                _ => false,
            };
            assert!(is_same, "{column}: {cell:?} for «{field}» in {line:?}");
        }
    }
    let status = lines[0].iter().position(|name| name == "status").unwrap();
    lines.iter().skip(1).filter(|line| &line[status] == ":").count()
}

fn marks_of(rows: &[Vec<Data>]) -> BTreeSet<&str> {
    rows.iter().flatten().map(told).filter(|text| MARKS.contains(text)).collect()
}

/// Above each table the marks that stand in it, on the cover and among the notes those of the book.
fn is_explained(sheets: &Sheets, run: &Run) -> usize {
    let [open, close] = run.quotes;
    let mut all = BTreeSet::new();
    for (name, rows) in sheets.iter().filter(|(name, _)| name != run.codebook) {
        let legend = rows.iter().flatten().map(told).find(|text| text.starts_with(run.legend)).unwrap_or_default();
        let named = MARKS.into_iter().filter(|mark| legend.contains(&format!("{open}{mark}{close}")));
        assert_eq!(named.collect::<BTreeSet<_>>(), marks_of(rows), "{name}");
        all.extend(marks_of(rows));
    }
    for (name, rows) in sheets.iter().filter(|(name, _)| run.explained.contains(&name.as_str())) {
        let explained = rows.iter().flatten().filter_map(|cell| told(cell).strip_prefix(run.mark));
        assert_eq!(explained.collect::<BTreeSet<_>>(), all, "{name}");
    }
    let of = |wanted: &str| &sheets.iter().find(|(name, _)| name == wanted).unwrap().1;
    assert_eq!(marks_of(of(run.codebook)), marks_of(of("Data")));
    assert_eq!(run.explained.map(|name| of(name).is_empty()), [false; 2]);
    all.len()
}

#[test]
fn the_finished_workbook_equals_the_file_and_explains_its_marks() {
    let folder = Folder::new();
    assert_eq!(folder.run(&["demo"]).code, 0);
    for run in RUNS {
        if !run.arguments.is_empty() {
            let ran = folder.run(&[&["report", "-C", "demo", "--aar", "2025"], run.arguments].concat());
            assert_eq!(ran.code, 0, "{ran:?}");
        }
        let files = folder.files(run.bundle);
        let sheets = sheets(&files[run.document]);
        let withheld = is_the_file(&sheets, &files["data/indikatorer.csv"]);
        assert!(withheld > 100, "{}: {withheld} withheld", run.bundle);
        assert!(is_explained(&sheets, &run) >= 2, "{}", run.bundle);
    }
}
