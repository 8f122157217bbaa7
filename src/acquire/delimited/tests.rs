use std::fmt::Write;

use super::*;
use crate::acquire::lexer::LONGEST_QUOTED as LONGEST_RECORD;
use crate::acquire::table::{Aside, Format};
use crate::acquire::{Snapshot, Vocabulary};

fn vocabulary() -> Vocabulary {
    Vocabulary::new([("kilde".to_owned(), vec!["dato".to_owned(), "antall".to_owned(), "enhet".to_owned()])])
}

fn origin() -> Origin {
    Origin {
        file: "exports/2025/kilde.csv".into(),
        sheet: None,
        source: "kilde".into(),
        year: Some(2025),
        format: Format::Delimited,
        encoding: "utf-8",
        delimiter: None,
        stated_year: None,
        stated_municipality: None,
    }
}

struct Whole {
    table: RawTable,
    rows: Vec<(u32, Vec<String>)>,
    blank: usize,
    records: usize,
    faults: Vec<(u32, RowFault)>,
    asides: Vec<(u32, Aside)>,
}

fn read(text: &str) -> Option<Whole> {
    let snapshot = Snapshot::held("exports/2025/kilde.csv", Some(2025), text.as_bytes());
    let evidence = encoding::examine(|| Ok(snapshot.open().unwrap())).unwrap().unwrap();
    let source = TextSource::new(snapshot.open().unwrap(), evidence).unwrap();
    let Opened::Table(mut table) = open(source, origin(), Roles::of("kilde", &vocabulary())).unwrap() else {
        return None;
    };
    let header = table.header.clone();
    let chunks = table.take_chunks();
    let mut whole =
        Whole { table: *table, rows: Vec::new(), blank: 0, records: 0, faults: Vec::new(), asides: Vec::new() };
    for chunk in chunks {
        let chunk = chunk.unwrap();
        let cells = |row| (0..header.len()).map(|column| chunk.cell(row, column).to_owned()).collect();
        whole.rows.extend((0..chunk.rows()).map(|row| (chunk.line(row), cells(row))));
        whole.blank += chunk.blank;
        whole.records += chunk.records;
        whole.faults.extend(&chunk.faults);
        whole.asides.extend(&chunk.asides);
    }
    Some(whole)
}

#[test]
fn finds_delimiter_and_header_below_titles() {
    let cases = [
        ("semicolon", "dato;antall\n01.02.2025;3,5\n", ';', (1, 0, 0, 1)),
        ("comma", "dato,antall\n2025-02-01,3\n", ',', (1, 0, 0, 1)),
        ("title and blank", "Rapport, uttrekk;\n\nDato;Antall;Enhet\n1;2;x\n;;\n", ';', (3, 1, 2, 1)),
        ("separator line", "sep=;\ndato;antall\n1;2\n", ';', (2, 1, 0, 1)),
        ("tab", "dato\tantall\n1\t2\n", '\t', (1, 0, 0, 1)),
        ("quoted header", "\"dato\";\"antall\"\r\n\"1\";\"2\"\r\n", ';', (1, 0, 0, 1)),
    ];
    for (why, text, delimiter, (header_line, title, blank, rows)) in cases {
        let whole = read(text).expect(why);
        assert_eq!(whole.table.origin.delimiter, Some(delimiter), "{why}");
        assert_eq!(
            (whole.table.header_line, whole.table.title_records, whole.blank, whole.rows.len()),
            (header_line, title, blank, rows),
            "{why}"
        );
        assert_eq!(whole.rows[0].0, header_line + 1, "{why}: the line of the first row");
    }
}

#[test]
fn a_second_table_is_never_taken_for_the_first() {
    let whole = read("dato;antall\n1;2\n\ndato;antall;enhet\n3;4;x\n3;4\n").unwrap();
    assert_eq!((whole.table.header_line, whole.table.title_records, whole.rows.len()), (1, 0, 1));
    let second = |line| (line, RowFault::SecondTable);
    assert_eq!(whole.faults, [second(4), second(5), second(6)], "the second header and its rows");
}

#[test]
fn a_shifted_row_is_a_fault_even_when_its_last_cell_is_empty() {
    let whole = read("dato;antall\n1;2;\n3;4\n").unwrap();
    assert_eq!(whole.faults, [(2, RowFault::Width { found: 3 })]);
    assert_eq!(whole.rows, [(3, vec!["3".to_owned(), "4".to_owned()])]);
    assert_eq!(whole.records, 2);
}

#[test]
fn no_known_column_means_no_table() {
    assert!(read("navn;sted\na;b\n").is_none());
}

#[test]
fn notes_and_repeated_headers_are_set_aside_by_name() {
    let whole =
        read("dato;antall\n1;2\nKilde: fagsystemet;\ndato;antall\n3;4\nMerk at tallene er foreløpige\n").unwrap();
    assert_eq!(whole.asides, [(3, Aside::Note), (4, Aside::RepeatedHeader), (6, Aside::Note)]);
    assert_eq!((whole.rows.len(), whole.faults.len()), (2, 0));
}

/// More than one block, with quoted line ends where blocks may be cut.
#[test]
fn a_file_of_many_blocks_loses_nothing() {
    let mut text = String::from("dato;antall\n");
    let mut expected = Vec::new();
    let mut line = 2;
    for number in 0..400_000 {
        if number % 7 == 0 {
            let _ = write!(text, "\"{number}\n\"\"x\"\"\";{number}\r\n");
            expected.push((line, format!("{number}\n\"x\"")));
            line += 2;
        } else {
            let _ = writeln!(text, "{number};{number}");
            expected.push((line, number.to_string()));
            line += 1;
        }
    }
    assert!(text.len() > 2 * BLOCK);
    let whole = read(&text).unwrap();
    assert_eq!(whole.rows.len(), 400_000);
    for ((line, cells), expected) in whole.rows.iter().zip(&expected) {
        assert_eq!((*line, &cells[0]), (expected.0, &expected.1));
    }
}

/// Each field is short enough, and their record is longer than a block.
#[test]
fn a_record_longer_than_a_block_is_a_fault_and_ends() {
    let field = format!("\"{}\"", "x\n".repeat(60_000));
    let text = format!("dato;antall\n1;2\n{}\n3;4\n", vec![field; 30].join(";"));
    assert!(text.len() > BLOCK + LONGEST_RECORD);
    let whole = read(&text).unwrap();
    assert_eq!(whole.rows.first().map(|row| row.0), Some(2));
    assert_eq!(whole.rows.last().map(|row| row.1.clone()), Some(vec!["3".to_owned(), "4".to_owned()]));
    assert!(matches!(whole.faults[0], (3, RowFault::Quote { .. })), "{:?}", whole.faults.first());
    assert_eq!(whole.records, whole.rows.len() + whole.faults.len() + whole.blank);
}
