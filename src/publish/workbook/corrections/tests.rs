use std::io::{Cursor, Read};

use super::*;
use crate::diagnostic::{Place, Rule, Severity};
use crate::protect::testing_book::Book as ReportBook;
use sender::{Sender, Status, groups};

fn heading() -> Heading {
    Heading { year: 2025, ..ReportBook::new().heading }
}

fn at(rule: Rule, file: &str, line: u32, column: usize) -> Finding {
    Finding::new(rule, Place::file(file).line(line).cell(column, "mottatt"))
}

fn account_for(file: &str) -> RowAccount {
    RowAccount {
        file: file.to_owned(),
        sheet: None,
        source: "henvisning".to_owned(),
        encoding: "UTF-8".to_owned(),
        delimiter: None,
        rows: 5,
        header: 1,
        title: 1,
        blank: 0,
        used: 2,
        excluded: [("outside_period".to_owned(), 1)].into(),
        rejected: 0,
    }
}

/// One part of a workbook, unpacked.
fn part(bytes: &[u8], name: &str) -> String {
    let mut text = String::new();
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

#[test]
fn the_sender_is_the_folder_else_the_file() {
    for (file, expected) in [
        ("exports/2025/skoler/stafettlogg.csv", "skoler"),
        ("exports/2025/skoler/nord/stafettlogg.csv", "skoler"),
        ("exports/2025/henvisning-bft-host.csv", "henvisning-bft-host"),
        ("exports/2025/uten_endelse", "uten_endelse"),
        ("exports/2024/skoler/stafettlogg.csv", "2024 / skoler"),
        ("exports/2025/a\u{1}b/x.csv", "a-b"),
        ("exports/2025", "Hele leveransen"),
        ("exports/2024", "2024 / Hele leveransen"),
        ("reference/folkemengde.csv", "SSB og andre"),
        ("reference", "SSB og andre"),
        ("exports/henvisning.csv", "Utenfor årsmappene"),
        ("exports/2025 ny/henvisning.csv", "Utenfor årsmappene"),
    ] {
        assert_eq!(Sender::of(file).name(2025), expected, "{file}");
    }
}

#[test]
fn file_names_are_plain_and_unlike() {
    let mut names = FileNames::new("mangelliste-2025");
    for (sender, expected) in [
        ("Skoler", "mangelliste-2025-skoler"),
        ("skoler", "mangelliste-2025-skoler-2"),
        ("skoler-2", "mangelliste-2025-skoler-2-2"),
        ("2024 / Åsnes ungdomsskole", "mangelliste-2025-2024-aasnes-ungdomsskole"),
        ("../../etc", "mangelliste-2025-etc"),
        ("…", "mangelliste-2025-avsender"),
        ("???", "mangelliste-2025-avsender-2"),
    ] {
        assert_eq!(names.give(sender), expected, "{sender}");
    }
}

#[test]
fn most_serious_first_then_as_the_file_is_read() {
    let file = "exports/2025/skoler/x.csv";
    let mut info = at(Rule::OutsidePeriod, file, 2, 0);
    info.severity = Severity::Info;
    let findings = [
        info,
        at(Rule::OutsidePeriod, file, 3, 0),
        at(Rule::NotADate, file, 9, 26),
        at(Rule::NotADate, file, 9, 1),
        at(Rule::NotADate, file, 8, 1),
        Finding::new(Rule::EmptyFile, Place::file("exports/2025/skoler/y.csv")),
    ];
    let groups = groups(&findings, &[], 2025);
    let order: Vec<_> =
        groups[0].findings.iter().map(|it| (it.severity, it.place.line, it.place.column.as_deref())).collect();
    assert_eq!(
        order,
        [
            (Severity::Fatal, None, None),
            (Severity::Error, Some(8), Some("B")),
            (Severity::Error, Some(9), Some("B")),
            (Severity::Error, Some(9), Some("AA")),
            (Severity::Warning, Some(3), Some("A")),
            (Severity::Info, Some(2), Some("A")),
        ]
    );
    assert_eq!(groups[0].status(), Status::Stops);
}

#[test]
fn remarks_alone_are_nothing_to_do() {
    let mut info = at(Rule::OutsidePeriod, "exports/2025/a/x.csv", 2, 0);
    info.severity = Severity::Info;
    let findings = [info];
    let accounts = ["exports/2025/b/x.csv", "exports/2024/b/x.csv"].map(account_for);
    let groups = groups(&findings, &accounts, 2025);
    let said: Vec<_> = groups.iter().map(|it| (it.sender.name(2025), it.status(), it.is_listed(2025))).collect();
    let fine = |name: &str, is_listed| (name.to_owned(), Status::Fine, is_listed);
    assert_eq!(said, [fine("a", true), fine("b", true), fine("2024 / b", false)]);
}

#[test]
fn more_findings_than_a_sheet_holds_go_on_on_the_next() {
    let findings: Vec<Finding> = (1..=7).map(|line| at(Rule::NotADate, "exports/2025/a/x.csv", line, 0)).collect();
    let groups = groups(&findings, &[], 2025);
    let sheets = listing::sheets(&groups[0], &heading(), 3);
    let rows: Vec<usize> = sheets
        .iter()
        .map(|sheet| match &sheet.body {
            Body::WorkList(grid) => grid.rows.len(),
            _ => 0,
        })
        .collect();
    assert_eq!(rows, [3, 3, 1]);
    assert!(sheets[1].lines.iter().any(|line| line.starts_with("Del 2 av 3")), "{:?}", sheets[1].lines);
}

#[test]
fn long_names_keep_their_beginning_and_their_end() {
    let of = |name: &str| {
        let findings = [at(Rule::NotADate, &format!("exports/2025/{name}/x.csv"), 2, 0)];
        listing::sheets(&groups(&findings, &[], 2025)[0], &heading(), 9)[0].name.clone()
    };
    assert_eq!(of("Sønsterud barnehage og familiesenter Hof"), "Sønsterud barne…miliesenter Hof");
    assert_eq!(of("Sønsterud barnehage og familie"), "Sønsterud barnehage og familie");
}

#[test]
fn a_list_is_marked_filtered_frozen_and_fit_for_print() {
    let findings =
        [at(Rule::NotADate, "exports/2025/=a/15F.xml", 1234, 0), at(Rule::NotADate, "exports/2025/=a/x.csv", 118, 5)];
    let books = books(&findings, &[account_for("exports/2025/=a/x.csv")], &heading()).unwrap();
    assert_eq!(
        books.iter().map(|book| book.stem.as_str()).collect::<Vec<_>>(),
        ["mangelliste-2025", "mangelliste-2025-a"]
    );
    let bytes = &books[1].bytes;
    let sheet = part(bytes, "xl/worksheets/sheet2.xml");
    for needed in
        ["orientation=\"landscape\"", "paperSize=\"9\"", "state=\"frozen\"", "fitToWidth", "Internt arbeidsdokument"]
    {
        let found = sheet.contains(needed) || (needed == "fitToWidth" && sheet.contains("fitToPage=\"1\""));
        assert!(found, "{needed}: {sheet}");
    }
    assert!(!sheet.contains("<f>"), "no text has become a formula");
    assert!(part(bytes, "xl/tables/table1.xml").contains("<autoFilter"), "also where the list is short");
    assert!(part(bytes, "xl/workbook.xml").contains("_xlnm.Print_Titles"));
    let strings = part(bytes, "xl/sharedStrings.xml");
    assert!(strings.contains("F118") && !strings.contains("A1234"), "XML has no cells: {strings}");
    let properties = part(bytes, "docProps/core.xml");
    for needed in ["<dc:language>nb-NO</dc:language>", "Mangelliste 2025: =a", "<dc:creator>"] {
        assert!(properties.contains(needed), "{needed}: {properties}");
    }
    for index in 1..=3 {
        assert!(
            part(bytes, &format!("xl/worksheets/sheet{index}.xml")).contains("&amp;C"),
            "the mark stands over every page"
        );
    }
}

#[test]
fn nothing_delivered_and_nothing_found_is_said() {
    let books = books(&[], &[], &heading()).unwrap();
    assert_eq!(books.len(), 1);
    let strings = part(&books[0].bytes, "xl/sharedStrings.xml");
    assert!(strings.contains("Det er ingenting å rette.") && strings.contains("Ingen filer er lest."), "{strings}");
}
