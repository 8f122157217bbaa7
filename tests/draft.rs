//! What a person has written in the draft is never written over, and what is new lies beside it.

use std::io::{Read, Write};

use crate::harness::{Folder, Ran};

const BUNDLE: &str = "demo/reports/2025-aar";
const DRAFT: &str = "aarsrapport-2025.docx";
const NEW: &str = "aarsrapport-2025-ny.docx";
const LIST: &str = "aarsrapport-2025-endringer.txt";

/// A draft as somebody saves it who has written into it.
fn written_into(draft: &[u8]) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(draft)).unwrap();
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for at in 0..archive.len() {
        let mut part = archive.by_index(at).unwrap();
        let (name, mut content) = (part.name().unwrap().into_owned(), Vec::new());
        part.read_to_end(&mut content).unwrap();
        if name == "word/document.xml" {
            let text = String::from_utf8(content).unwrap();
            content =
                text.replacen("[Skriv her: ", "Teamet mener at det går rette veien. [Skriv her: ", 1).into_bytes();
        }
        writer.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(&content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn report(folder: &Folder) -> Ran {
    let ran = folder.run(&["report", "-C", "demo", "--aar", "2025"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    ran
}

fn put(folder: &Folder, name: &str, bytes: &[u8]) {
    folder.file(&format!("{BUNDLE}/{name}"), bytes);
}

/// More contacts: enough for the figures to be published anew.
fn more_contacts(folder: &Folder, month: u32) {
    let line = |at: u32| {
        format!("2025-{month:02}-{:02},familiens-hus,skole,samspill,telefon,{},nei\n", at % 28 + 1, 5 + at / 28)
    };
    let lines: String = (0..60).map(line).collect();
    let header = "dato,til,fra,tema,form,barn_alder,ny_familie\n";
    folder.file(&format!("demo/exports/2025/henvendelse-mer-{month}.csv"), format!("{header}{lines}"));
}

#[test]
fn an_edited_draft_stays_and_the_new_one_lies_beside_it() {
    let folder = Folder::new();
    assert_eq!(folder.run(&["demo"]).code, 0);
    let first = folder.files(BUNDLE)[DRAFT].clone();
    let edited = written_into(&first);
    put(&folder, DRAFT, &edited);

    // Nothing new: nothing beside it.
    let ran = report(&folder);
    assert!(ran.stdout.contains(DRAFT) && ran.stdout.contains("endret for hånd"), "{}", ran.stdout);
    let files = folder.files(BUNDLE);
    assert_eq!(files[DRAFT], edited);
    assert!(!files.contains_key(NEW) && !files.contains_key(LIST));

    // Corrected data: a new draft and a list.
    more_contacts(&folder, 3);
    report(&folder);
    let files = folder.files(BUNDLE);
    assert_eq!(files[DRAFT], edited);
    assert!(files[NEW] != first && files[NEW].starts_with(b"PK"));
    let list = String::from_utf8(files[LIST].clone()).unwrap();
    let total = list.lines().find(|line| line.starts_with("- Henvendelser til Familiens hus, 2025: "));
    assert_eq!(total, Some("- Henvendelser til Familiens hus, 2025: 292"), "{list}");
    assert!(!list.contains("Barn med melding, 2025:"), "{list}");
    assert!(!list.contains("232"), "the old figure stands in the old draft, and not beside the new one: {list}");
    let audit = folder.run(&["audit", BUNDLE, "--format", "json"]);
    let found: serde_json::Value = serde_json::from_str(&audit.stdout).unwrap();
    assert_eq!(found["hash_mismatches"], serde_json::json!([]), "{audit:?}");
    let is_of_list = |odd: &serde_json::Value| odd["file"] == LIST || odd["file"] == NEW;
    assert!(!found["unexplained"].as_array().unwrap().iter().any(is_of_list), "{audit:?}");

    // The new one is written into as well, and data are corrected again.
    let second = written_into(&files[NEW]);
    put(&folder, NEW, &second);
    more_contacts(&folder, 5);
    report(&folder);
    let files = folder.files(BUNDLE);
    assert_eq!((&files[DRAFT], &files[NEW]), (&edited, &second));
    assert!(files.contains_key("aarsrapport-2025-ny-2.docx"));
    assert!(String::from_utf8_lossy(&files[LIST]).contains("- Henvendelser til Familiens hus, 2025: 352\n"));
}

/// A draft that nobody has touched is replaced, and what somebody has deleted is made again.
#[test]
fn an_untouched_draft_is_replaced() {
    let folder = Folder::new();
    assert_eq!(folder.run(&["demo"]).code, 0);
    let first = folder.files(BUNDLE)[DRAFT].clone();
    std::fs::remove_file(folder.path().join(BUNDLE).join(DRAFT)).unwrap();
    report(&folder);
    assert_eq!(folder.files(BUNDLE)[DRAFT], first);
    more_contacts(&folder, 3);
    let ran = report(&folder);
    let files = folder.files(BUNDLE);
    assert!(files[DRAFT] != first && !files.contains_key(NEW) && !ran.stdout.contains("endret for hånd"));
}
