//! File and line of every row, against plain loops over the files.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{demo, json, list};
use crate::harness::Folder;

/// Lines by what became of them, in the order of the lines: used, outside the window.
type Fates = (BTreeSet<u64>, BTreeSet<u64>);

/// A file of the demo by plain loops: the column is found by its header, a line is a row.
fn by_hand(folder: &Folder, file: &str, headers: &[&str], window: impl Fn(&str) -> bool) -> Fates {
    let bytes = std::fs::read(folder.path().join("demo").join(file)).unwrap();
    let text: String = bytes.into_iter().map(char::from).collect();
    let delimiter = if text.lines().next().unwrap().contains(';') { ';' } else { ',' };
    let (mut used, mut outside, mut column) = (BTreeSet::new(), BTreeSet::new(), None);
    for (line, content) in (1..).zip(text.lines()) {
        let cells: Vec<&str> = content.split(delimiter).collect();
        let Some(column) = column else {
            column = cells.iter().position(|cell| headers.contains(cell));
            continue;
        };
        let date: &str = cells[column];
        let iso = match date.split('.').collect::<Vec<_>>()[..] {
            [day, month, year] => format!("{year}-{month}-{day}"),
            _ => date.to_owned(),
        };
        // A row that lies in the folder of another year is left out before anything is counted.
        if iso.starts_with(file.split('/').nth(1).unwrap()) {
            if window(&iso[5..]) {
                used.insert(line)
            } else {
                outside.insert(line)
            };
        }
    }
    (used, outside)
}

fn lines(files: &[Value], file: &str) -> BTreeSet<u64> {
    let of_file = files.iter().filter(|it| it["file"] == file);
    of_file.flat_map(|it| list(it, "lines")).map(|line| line.as_u64().unwrap()).collect()
}

#[test]
fn lines_are_those_of_plain_loops() {
    let folder = demo();
    for (id, source, headers, years) in [
        ("K4", "bekymringsmelding", ["mottatt", "Mottatt dato", "Dato mottatt"], 2021..=2024),
        ("E3", "henvisning", ["mottatt", "", ""], 2021..=2025),
    ] {
        for (window, last) in [("aar", "12-31"), ("mai", "04-30"), ("september", "08-31")] {
            let said = json(&folder, "demo", id, &["--vindu", window, "--audience", "intern", "--linjer"]);
            let measure = &said["measures"][0];
            for year in years.clone() {
                let of_year = list(measure, "years").iter().find(|it| it["year"] == year).unwrap();
                let file = format!("exports/{year}/{source}.csv");
                let (used, outside) = by_hand(&folder, &file, &headers, |day| day <= last);
                assert!(!used.is_empty());
                assert_eq!(lines(list(&of_year["lines"], "used"), &file), used, "{id} {year} {window}");
                assert_eq!(of_year["rows"]["used"], used.len(), "{id} {year} {window}");
                let rules = list(&of_year["lines"], "left_out");
                let left_out: BTreeSet<u64> = rules.iter().flat_map(|rule| lines(list(rule, "files"), &file)).collect();
                assert_eq!(left_out, outside, "{id} {year} {window}");
                assert!(rules.iter().all(|rule| rule["rule"] == "outside_window"), "{of_year}");
            }
        }
    }
}

/// Every row that a number tells of has a line.
#[test]
fn there_are_as_many_lines_as_rows() {
    let folder = demo();
    for id in ["K1", "K3", "S1", "T1", "E5", "F1", "S3-tid"] {
        let said = json(&folder, "demo", id, &["--audience", "intern", "--linjer"]);
        for measure in list(&said, "measures") {
            for year in list(measure, "years").iter().filter(|year| !year["rows"].is_null()) {
                let count = |files: &[Value]| files.iter().map(|file| list(file, "lines").len()).sum::<usize>();
                assert_eq!(year["rows"]["used"], count(list(&year["lines"], "used")), "{id}: {year}");
                let (rules, rows) = (list(&year["lines"], "left_out"), list(&year["rows"], "left_out"));
                assert_eq!(rules.len(), rows.len(), "{id}");
                for (rule, rows) in rules.iter().zip(rows) {
                    assert_eq!(rows["rows"], count(list(rule, "files")), "{id}: {rule}");
                }
            }
        }
    }
}

/// Places, and never what a cell holds.
#[test]
fn no_cell_is_told() {
    let folder = demo();
    for id in ["K1", "E3", "F1"] {
        let ran = folder.run(&["explain", id, "-C", "demo", "--audience", "intern", "--linjer"]);
        assert_eq!(ran.code, 0);
        for secret in ["B2021-", "B2022-", "M2021-", "H2021-"] {
            assert!(!ran.stdout.contains(secret), "{id}: {secret}");
        }
    }
}

/// Children over services: the rows of each linked source, for those who may see small numbers.
#[test]
fn rows_of_several_sources_are_told_by_source_and_only_internally() {
    let folder = demo();
    let said = json(&folder, "demo", "P1", &["--audience", "intern", "--linjer"]);
    for measure in list(&said, "measures") {
        for year in list(measure, "years") {
            let sources = list(year, "rows_by_source");
            assert!(year["rows"].is_null() && sources.len() >= 3, "{year}");
            let mut used = 0;
            for rows in sources {
                let left_out: u64 = list(rows, "left_out").iter().map(|it| it["rows"].as_u64().unwrap()).sum();
                let number = |key: &str| rows[key].as_u64().unwrap();
                assert_eq!(number("read"), number("used") + left_out, "{rows}");
                assert_eq!(number("source"), number("other_folder") + number("read"), "{rows}");
                used += number("used");
            }
            let lines = list(&year["lines"], "used").iter().map(|file| list(file, "lines").len() as u64);
            assert_eq!(lines.sum::<u64>(), used, "{year}");
            if let Some(children) = year["value"].as_u64().filter(|_| measure["id"] == "P1") {
                assert!(children <= used, "{children} children in {used} rows");
            }
        }
    }
    let referrals = |year: &Value| list(year, "rows_by_source").iter().find(|it| it["id"] == "henvisning").cloned();
    let (used, _) = by_hand(&folder, "exports/2024/henvisning.csv", &["mottatt"], |_| true);
    let of_2024 = list(&said["measures"][0], "years").iter().find(|year| year["year"] == 2024).unwrap();
    assert_eq!(referrals(of_2024).unwrap()["used"], used.len());
    let public = json(&folder, "demo", "P1", &[]);
    for measure in list(&public, "measures") {
        assert!(list(measure, "years").iter().all(|year| list(year, "rows_by_source").is_empty()));
    }
}
