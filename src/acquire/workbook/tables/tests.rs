//! Sheets drawn as text: `|` between cells, `!` a cell without value, `>` below which nothing is drawn.

use super::*;
use crate::acquire::table::Format;
use crate::acquire::workbook::grid::{CellFault, Collector};

fn origin() -> Origin {
    Origin {
        file: "exports/2025/kilde.xlsx".into(),
        sheet: Some("Ark1".into()),
        source: "kilde".into(),
        year: Some(2025),
        format: Format::Workbook,
        encoding: "xlsx",
        delimiter: None,
        stated_year: None,
        stated_municipality: None,
    }
}

fn grid(drawn: &str) -> Grid {
    let mut cells = Collector::default();
    for (row, line) in (0..).zip(drawn.lines()) {
        for (column, cell) in (0..).zip(line.split('|')) {
            match cell {
                "!" => cells.fault(row, column, CellFault::Error).unwrap(),
                text => cells.add(row, column, text).unwrap(),
            }
        }
    }
    cells.finish().unwrap()
}

fn found(drawn: &str) -> Found {
    let names = ["dato", "antall", "enhet", "start dato", "slutt dato"].map(str::to_owned).to_vec();
    tables(&grid(drawn), &origin(), &Vocabulary::new([("kilde".to_owned(), names)]))
}

/// Header, titles, blank, repeated headers included, rows and faults of each table.
fn counts(drawn: &str) -> Vec<(u32, usize, usize, usize, usize, usize)> {
    let Found::Tables(tables) = found(drawn) else { panic!("no table in\n{drawn}") };
    let counts = |table: &RawTable| {
        let of_header = (table.header_line, table.header_records);
        (of_header.0, of_header.1, table.title_records, table.blank_records, table.rows(), table.faults.len())
    };
    tables.iter().map(counts).collect()
}

#[test]
fn every_row_is_header_title_blank_row_or_fault() {
    let cases = [
        ("plain", "dato|antall\n1|2\n", vec![(1, 1, 0, 0, 1, 0)]),
        ("begins at C3", "\n\n||dato|antall\n||1|2\n||3|\n", vec![(3, 1, 0, 2, 2, 0)]),
        ("title, blank, gap", "Uttrekk\n\ndato|antall\n1|2\n\n3|4\n", vec![(3, 1, 1, 2, 2, 0)]),
        ("too wide, no value", "dato|antall\n1|2|x\n!|2\n1|2\n", vec![(1, 1, 0, 0, 1, 2)]),
        ("one column", "antall\n1\n2\n", vec![(1, 1, 0, 0, 2, 0)]),
        ("pages", "dato|antall\n1|2\n\nDato|Antall\n3|4\n", vec![(1, 2, 0, 1, 2, 0)]),
        (
            "two tables",
            "dato|antall\n1|2\n\nTabell 2\nenhet|antall|dato\nx|1|2\ny|1|2\n",
            vec![(1, 1, 0, 1, 1, 0), (5, 1, 1, 0, 2, 0)],
        ),
        (
            "note below, then a table",
            "dato|antall\n1|2\nnote\nenhet|antall\nx|1\n",
            vec![(1, 1, 0, 0, 2, 0), (4, 1, 0, 0, 1, 0)],
        ),
        ("values that are names", "dato|antall|enhet\n1|2|dato\n", vec![(1, 1, 0, 0, 1, 0)]),
    ];
    for (why, drawn, expected) in cases {
        assert_eq!(counts(drawn), expected, "{why}");
    }
}

#[test]
fn rows_and_columns_keep_their_physical_place() {
    let Found::Tables(tables) = found("\n\n||dato|antall\n||1|2\n\n||3|4|5\n||!|x\n") else { panic!() };
    let table = &tables[0];
    assert_eq!(table.header, ["", "", "dato", "antall"]);
    assert_eq!((table.line(0), table.cell(0, 2), table.cell(0, 0)), (4, "1", ""));
    assert_eq!(table.faults, [(6, RowFault::Width { found: 5 }), (7, RowFault::NoValue { column: 2 })]);
    assert_eq!(table.records(), 7);
}

#[test]
fn what_cannot_be_told_apart_is_refused_with_its_place() {
    let cases = [
        ("side by side", "dato|antall||enhet|dato\n1|2||x|3\n", Rule::TablesSideBySide, Some("D")),
        ("names over two rows", "Start|Slutt|antall\ndato|dato\n1|2|3\n", Rule::TwoRowHeader, None),
        ("a part of the names below", "antall|enhet|Start\n||dato\n1|2|3\n", Rule::TwoRowHeader, None),
    ];
    for (why, drawn, rule, column) in cases {
        let Found::Refused(finding, unread) = found(drawn) else { panic!("{why}: not refused") };
        assert_eq!((finding.rule, finding.place.column.as_deref()), (rule, column), "{why}");
        assert_eq!((finding.place.line, finding.place.sheet.as_deref()), (Some(1), Some("Ark1")), "{why}");
        assert_eq!(unread.records, drawn.lines().count(), "{why}");
    }
    assert!(matches!(found("dato|antall|x|enhet\n1|2|y|z\n"), Found::Tables(_)), "an unknown column is no gap");
    assert!(matches!(found("dato|antall\n1|2\n||||gap"), Found::Tables(_)), "a fault far right is a fault");
}

#[test]
fn a_sheet_without_names_or_content_gives_no_table() {
    assert!(matches!(found("navn|sted\na|b\n"), Found::NoHeader(Unread { records: 2, blank: 0 })));
    assert!(matches!(found("|\n \n"), Found::Nothing));
    let far = |row: u32, column: u32| {
        let mut cells = Collector::default();
        cells.add(0, 0, "dato").unwrap();
        cells.add(0, column, "antall").unwrap();
        cells.add(row, 0, "1").unwrap();
        let names = vec!["dato".to_owned(), "antall".to_owned()];
        tables(&cells.finish().unwrap(), &origin(), &Vocabulary::new([("kilde".to_owned(), names)]))
    };
    let Found::Tables(tables) = far(1_048_575, 1) else { panic!("a far row costs one row") };
    assert_eq!((tables[0].records(), tables[0].blank_records), (1_048_576, 1_048_574));
    assert!(matches!(far(1, 16_383), Found::Refused(..)));
}
