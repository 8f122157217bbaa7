//! Where the lists lie, and what they never take the place of.

use serde_json::Value;

use super::{LISTS, WHOLE, check, listed, mixed};
use crate::harness::Folder;

#[test]
fn report_writes_the_lists_too() {
    let folder = mixed();
    assert_eq!(folder.run(&["report", "-C", ".", "--aar", "2025"]).code, 1);
    assert!(!listed(&folder.files(LISTS)["mangelliste-2025.xlsx"]).is_empty());
    let demo = Folder::new();
    let ran = demo.run(&["demo"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert!(ran.stdout.contains("demo/reports/2025-mangelliste/mangelliste-2025.xlsx"), "{ran:?}");
    assert!(demo.files("demo/reports/2025-mangelliste").len() > 3);
}

#[test]
fn somebodys_work_in_a_list_is_left_alone() {
    let folder = mixed();
    check(&folder);
    let before = folder.files(LISTS);
    folder.file(&format!("{LISTS}/notat.docx"), "mine");
    let ran = check(&folder);
    assert_eq!(ran.code, 3, "{ran:?}");
    assert!(ran.stderr.contains("notat.docx"), "{ran:?}");
    assert!(ran.stdout.contains("C013") && !ran.stdout.contains("Mangelliste:"), "the findings are said all the same");
    std::fs::remove_file(folder.path().join(LISTS).join("notat.docx")).unwrap();
    folder.file(WHOLE, "edited");
    let json = folder.run(&["check", "-C", ".", "--aar", "2025", "--format", "json"]);
    assert_eq!(json.code, 3, "{json:?}");
    assert!(serde_json::from_str::<Value>(&json.stdout).unwrap()["findings_workbook"].is_null());
    let after = folder.files(LISTS);
    assert_eq!(after["mangelliste-2025.xlsx"], b"edited");
    assert_eq!(after.len(), before.len());
}

#[test]
fn a_place_that_cannot_be_written_ends_with_its_path() {
    let folder = mixed();
    folder.file("reports", "a file where a folder should be");
    let ran = check(&folder);
    assert_eq!(ran.code, 3, "{ran:?}");
    assert!(ran.stderr.contains("reports") && ran.stdout.contains("C013"), "{ran:?}");
    // A file has the name of the unfinished folder: the same step that fails on a full disk.
    let full = mixed();
    full.file("reports/.2025-mangelliste.uferdig", "in the way");
    let ran = check(&full);
    assert_eq!(ran.code, 3, "{ran:?}");
    assert!(ran.stderr.contains(".2025-mangelliste.uferdig"), "{ran:?}");
    assert!(full.files(LISTS).is_empty());
}

#[test]
fn a_list_never_lies_in_a_report_nor_a_report_among_the_lists() {
    let folder = Folder::project();
    folder.file("exports/2025/bekymringsmelding.csv", "melding_id;barn_id;mottatt;melder\nM1;B1;03.02.2025;nav\n");
    let report = |extra: &[&str]| folder.run(&[&["report", "-C", ".", "--aar", "2025"], extra].concat());
    assert_eq!(report(&[]).code, 0);
    let before = folder.files("reports");
    for inside in ["reports/2025-aar", "reports/2025-aar/lister", "reports/2025-aar/data/x"] {
        let ran = folder.run(&["check", "-C", ".", "--aar", "2025", "--mangelliste", inside]);
        assert_eq!(ran.code, 3, "{inside}: {ran:?}");
    }
    let within = folder.path().join("reports/2025-aar/figurer");
    let ran = std::process::Command::new(env!("CARGO_BIN_EXE_tryggtall"))
        .args(["check", "-C", "../../..", "--aar", "2025", "--mangelliste", "lister"])
        .current_dir(within)
        .output()
        .unwrap();
    assert_eq!(ran.status.code(), Some(3), "{ran:?}");
    for audience in ["offentlig", "intern"] {
        assert_eq!(report(&["--audience", audience, "--out", LISTS]).code, 3, "{audience}");
    }
    for inputs in ["exports/2025/lister", "reference"] {
        let ran = folder.run(&["check", "-C", ".", "--aar", "2025", "--mangelliste", inputs]);
        assert_eq!(ran.code, 2, "{inputs}: {ran:?}");
    }
    assert!(folder.files("reports") == before);
}

#[cfg(unix)]
#[test]
fn a_link_does_not_lead_a_list_into_a_report() {
    let folder = Folder::project();
    folder.file("exports/2025/bekymringsmelding.csv", "melding_id;barn_id;mottatt;melder\nM1;B1;03.02.2025;nav\n");
    assert_eq!(folder.run(&["report", "-C", ".", "--aar", "2025"]).code, 0);
    std::os::unix::fs::symlink("reports/2025-aar/figurer", folder.path().join("snarvei")).unwrap();
    let ran = folder.run(&["check", "-C", ".", "--aar", "2025", "--mangelliste", "snarvei/lister"]);
    assert_eq!(ran.code, 3, "{ran:?}");
}

#[test]
fn the_lists_can_go_elsewhere_or_nowhere() {
    let folder = mixed();
    let ran = folder.run(&["check", "-C", ".", "--aar", "2025", "--mangelliste", "nei", "--format", "json"]);
    assert_eq!(ran.code, 1, "{ran:?}");
    assert!(serde_json::from_str::<Value>(&ran.stdout).unwrap()["findings_workbook"].is_null());
    assert!(folder.files("reports").is_empty());
    let ran = folder.run(&["check", "-C", ".", "--aar", "2025", "--mangelliste", "lister/her"]);
    assert_eq!(ran.code, 1, "{ran:?}");
    assert!(ran.stdout.contains("lister/her/mangelliste-2025.xlsx"), "{ran:?}");
    assert!(folder.files("lister/her").len() > 3);
}
