//! What is stopped, and what is not.

use std::io::Write;

use super::*;

struct Files(Vec<(&'static str, Vec<u8>)>);

impl Outputs for Files {
    fn parts(&self) -> Vec<(&str, &[u8])> {
        self.0.iter().map(|(path, bytes)| (*path, bytes.as_slice())).collect()
    }
}

fn after_reading(ids: &[&str]) -> OutputScan {
    let mut known = KnownIds::default();
    for id in ids {
        known.add(id);
    }
    OutputScan::after_reading(known)
}

fn zipped(name: &str, content: &str) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    writer.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
    writer.write_all(content.as_bytes()).unwrap();
    writer.finish().unwrap().into_inner()
}

fn found(scan: &OutputScan, path: &'static str, bytes: impl Into<Vec<u8>>) -> Vec<(Rule, String)> {
    match scan.pass(Files(vec![("ok.csv", b"5,330".to_vec()), (path, bytes.into())])) {
        Ok(_) => Vec::new(),
        Err(findings) => findings.into_iter().map(|finding| (finding.rule, finding.place.file)).collect(),
    }
}

#[test]
fn a_valid_number_is_stopped_wherever_it_stands() {
    let scan = OutputScan::default();
    let hit = |path: &str| vec![(Rule::IdentityInOutput, path.to_owned())];
    assert_eq!(found(&scan, "a.csv", "3,05811575838"), hit("a.csv"));
    assert_eq!(found(&scan, "a.xlsx", zipped("xl/a.xml", "<t>058115 75838</t>")), hit("a.xlsx"));
    assert_eq!(found(&scan, "a.xlsx", zipped("xl/05811575838.xml", "")), hit("a.xlsx"));
    assert_eq!(found(&scan, "a-05811575838.svg", ""), hit("a-….svg"), "the finding does not repeat it");
    assert_eq!(found(&scan, "a.csv", "05811575839"), [], "not valid, not read");
    let mut broken = zipped("a", "b");
    broken.truncate(20);
    assert_eq!(found(&scan, "a.xlsx", broken), [(Rule::OutputNotSearched, "a.xlsx".to_owned())]);
}

#[test]
fn what_was_read_is_stopped_though_it_is_not_valid() {
    let ids = ["B2022-0097", "01011600100", "05811575838", "KLIENT-17/2025", "202500017", "2025-12-31", "B7", "123456"];
    let scan = after_reading(&ids);
    for text in ["B2022-0097", "(01011600100)", "a/5811575838.csv", "nr KLIENT-17/2025.", "x,202500017,y"] {
        assert_eq!(found(&scan, "a.csv", text).len(), 1, "{text}");
        assert_eq!(found(&scan, "a.xlsx", zipped("a", text)).len(), 1, "{text} in a zip");
    }
    for text in ["B7", "123456", "B2022-0098", "XB2022-0097", "2025-12-31", "KLIENT-17", "1234567890"] {
        assert_eq!(found(&scan, "a.csv", text), [], "{text}");
    }
    assert_eq!(found(&OutputScan::default(), "a.csv", "B2022-0097"), [], "nothing was read");
}

#[test]
fn synthetic_numbers_pass_in_the_demo_only() {
    let scan = OutputScan::of_synthetic_exports();
    assert_eq!(found(&scan, "a.xml", "05811575838"), []);
    // The same birth date without the 80, as a number that somebody may have.
    let real =
        (0..=99).map(|check| format!("050115757{check:02}")).find(|it| crate::privacy::identity::holder(it).is_some());
    assert_eq!(found(&scan, "a.xml", real.unwrap()).len(), 1);
}

#[test]
fn nothing_that_was_read_is_shown() {
    let scan = after_reading(&["B2022-0097", "05811575838"]);
    assert_eq!(format!("{scan:?}"), "OutputScan { known: KnownIds(2), allows_synthetic: false, has_places: false }");
    let findings = scan.pass("Kari B2022-0097 05811575838".to_owned()).unwrap_err();
    let said = format!("{findings:?} {} {}", findings[0].action(), serde_json::to_string(&findings[0]).unwrap());
    assert!(["Kari", "B2022", "75838"].iter().all(|secret| !said.contains(secret)), "{said}");
}

#[test]
fn a_cell_of_a_sheet_is_no_child() {
    let mut sheet = b"<row r=\"10000\"><c r=\"B10000\"><v>B10001</v></c></row><x ref=\"A1:B10000\"/>".to_vec();
    blank_places(&mut sheet);
    let text = String::from_utf8(sheet).unwrap();
    assert!(!text.contains("B10000") && text.contains("<v>B10001</v>"), "{text}");
}

#[test]
fn a_place_in_a_list_is_no_child() {
    let mut known = KnownIds::default();
    known.add("B11000");
    known.add("KLIENT-4711");
    let scan = OutputScan::after_reading(known);
    assert!(scan.pass("celle B11000".to_owned()).is_err());
    assert!(scan.of_places().pass("celle B11000".to_owned()).is_ok());
    assert!(scan.of_places().pass("KLIENT-4711".to_owned()).is_err());
}
