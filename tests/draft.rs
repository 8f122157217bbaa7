//! What a person has written in the draft is never written over, and what is new lies beside it.

use std::io::{Read, Write};

use crate::harness::{Folder, Ran};

const BUNDLE: &str = "demo/reports/2025-aar";
const DRAFT: &str = "aarsrapport-2025.docx";
const NEW: &str = "aarsrapport-2025-ny.docx";
const LIST: &str = "aarsrapport-2025-endringer.txt";

/// A draft as somebody saves it who has written into it.
fn written_into(draft: &[u8]) -> Vec<u8> {
    let more = "Teamet mener at det går rette veien. [Skriv her: ";
    changed(draft, "word/document.xml", |text| text.replacen("[Skriv her: ", more, 1))
}

/// The draft with one of its parts changed.
fn changed(draft: &[u8], of: &str, change: impl Fn(&str) -> String) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(draft)).unwrap();
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for at in 0..archive.len() {
        let mut part = archive.by_index(at).unwrap();
        let (name, mut content) = (part.name().unwrap().into_owned(), Vec::new());
        part.read_to_end(&mut content).unwrap();
        if name == of {
            let text = change(std::str::from_utf8(&content).unwrap());
            assert!(text.as_bytes() != content, "nothing was changed in {of}");
            content = text.into_bytes();
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
    more_contacts_with(folder, "familiens-hus", month);
}

fn more_contacts_with(folder: &Folder, service: &str, month: u32) {
    let line =
        |at: u32| format!("2025-{month:02}-{:02},{service},skole,samspill,telefon,{},nei\n", at % 28 + 1, 5 + at / 28);
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

fn list_of(folder: &Folder) -> String {
    String::from_utf8(folder.files(BUNDLE)[LIST].clone()).unwrap()
}

fn add_to_plan(folder: &Folder, more: &str) {
    let plan = String::from_utf8(folder.files("demo")["plan.toml"].clone()).unwrap();
    folder.file("demo/plan.toml", format!("{plan}\n{more}\n"));
}

/// What is no longer shown is named too, and never what it was; so are findings that are new or gone.
#[test]
fn the_list_says_what_is_gone() {
    let folder = Folder::new();
    assert_eq!(folder.run(&["demo"]).code, 0);
    put(&folder, DRAFT, &written_into(&folder.files(BUNDLE)[DRAFT]));
    add_to_plan(&folder, "[[utelat]]\nmaal = \"E2\"\nfordeling = \"tema\"");
    more_contacts(&folder, 3);
    report(&folder);
    let list = list_of(&folder);
    let gone: Vec<&str> = list.lines().filter(|line| line.ends_with(": vises ikke lenger")).collect();
    assert!(
        !gone.is_empty() && gone.iter().all(|line| line.starts_with("- Henvendelser til Familiens hus, 20")),
        "{list}"
    );
    assert!(gone.iter().all(|line| !line.contains("tema=")), "in words: {gone:?}");
    // Nobody has looked since: it is still on the list after the next run, which no longer knows the figures.
    more_contacts(&folder, 5);
    report(&folder);
    let again = list_of(&folder);
    assert!(gone.iter().all(|line| again.contains(line)), "{again}");
}

#[test]
fn the_list_says_which_findings_are_new_and_which_are_none_any_longer() {
    let folder = Folder::new();
    assert_eq!(folder.run(&["demo"]).code, 0);
    put(&folder, DRAFT, &written_into(&folder.files(BUNDLE)[DRAFT]));
    // As many contacts again as in a whole year, and not one assessment.
    (1..=6).for_each(|month| more_contacts_with(&folder, "ledende-helsesykepleier", month));
    for name in folder.files("demo/exports/2025").keys().filter(|name| name.contains("kartlegging")) {
        std::fs::remove_file(folder.path().join("demo/exports/2025").join(name)).unwrap();
    }
    report(&folder);
    let list = list_of(&folder);
    let is_new = |line: &str| line.starts_with("+ nytt: Henvendelser til ledende helsesykepleier");
    assert!(list.lines().any(is_new), "{list}");
    assert!(list.contains("+ ikke lenger et hovedfunn: Kartlegginger utført\n"), "{list}");
    report(&folder);
    assert!(list_of(&folder).lines().any(is_new), "the same beside the same draft: {}", list_of(&folder));
    for month in 1..=6 {
        let path = format!("demo/exports/2025/henvendelse-mer-{month}.csv");
        std::fs::remove_file(folder.path().join(path)).unwrap();
    }
    more_contacts(&folder, 1);
    report(&folder);
    assert!(!list_of(&folder).lines().any(is_new), "{}", list_of(&folder));
}

/// The working day: the draft is saved as PDF beside it, and is open in Word while the report is made again.
#[test]
fn what_people_save_beside_the_draft_is_carried_along() {
    const PDF: &str = "aarsrapport-2025.pdf";
    const NOTE: &str = "Saksframlegg.docx";
    let folder = Folder::new();
    assert_eq!(folder.run(&["demo"]).code, 0);
    let draft = folder.files(BUNDLE)[DRAFT].clone();
    put(&folder, PDF, b"%PDF-1.7 one");
    put(&folder, NOTE, &written_into(&draft));
    more_contacts(&folder, 3);
    let ran = report(&folder);
    assert!(ran.stdout.contains(&format!("{NOTE}, {PDF} er lagt ved siden av")), "{}", ran.stdout);
    let files = folder.files(BUNDLE);
    assert_eq!((&files[PDF][..], &files[NOTE]), (&b"%PDF-1.7 one"[..], &written_into(&draft)));
    assert!(files[DRAFT] != draft && !files.contains_key(NEW), "they are nobody's draft");
    let manifest: serde_json::Value = serde_json::from_slice(&files["manifest.json"]).unwrap();
    let listed: Vec<_> = manifest["outputs"].as_array().unwrap().iter().filter(|it| it["kept"] == true).collect();
    assert_eq!(listed.len(), 2, "{listed:?}");

    // The audit says whose they are, reads what it can, and does not vouch for the rest.
    let audit = folder.run(&["audit", BUNDLE, "--format", "json"]);
    let found: serde_json::Value = serde_json::from_str(&audit.stdout).unwrap();
    assert_eq!((&found["not_read"], &found["clean"]), (&serde_json::json!([PDF]), &false.into()), "{audit:?}");
    assert_eq!((&found["beside"], &found["hash_mismatches"]), (&serde_json::json!([NOTE]), &serde_json::json!([])));
    let audit = folder.run(&["audit", BUNDLE]);
    assert!(audit.code == 1 && audit.stdout.contains(PDF) && !audit.stdout.contains("Ingen ting funnet"), "{audit:?}");

    // Saved again, and made again; then taken away.
    put(&folder, PDF, b"%PDF-1.7 two");
    report(&folder);
    assert_eq!(folder.files(BUNDLE)[PDF], b"%PDF-1.7 two");
    std::fs::remove_file(folder.path().join(BUNDLE).join(PDF)).unwrap();
    report(&folder);
    let before = folder.files(BUNDLE);
    assert!(!before.contains_key(PDF));

    for lock in ["~$rsrapport-2025.docx", ".~lock.aarsrapport-2025.docx#"] {
        put(&folder, lock, b"\x05Kari");
        more_contacts(&folder, 7);
        let ran = folder.run(&["report", "-C", "demo", "--aar", "2025"]);
        assert!(ran.code == 3 && ran.stderr.contains(lock) && ran.stderr.contains("lukk det"), "{ran:?}");
        std::fs::remove_file(folder.path().join(BUNDLE).join(lock)).unwrap();
        assert_eq!(folder.files(BUNDLE), before, "nothing has been written");
    }
    // Anything else is still nobody's to replace.
    put(&folder, "notater.txt", b"hei");
    assert_eq!(folder.run(&["report", "-C", "demo", "--aar", "2025"]).code, 3);
}

/// What the draft is for is no fault; a number that is not published is looked at, where it stands.
#[test]
fn the_audit_of_an_edited_draft_says_what_to_look_at() {
    let folder = Folder::new();
    assert_eq!(folder.run(&["demo"]).code, 0);
    let draft = folder.files(BUNDLE)[DRAFT].clone();
    put(&folder, DRAFT, &written_into(&draft));
    let ran = folder.run(&["audit", BUNDLE]);
    assert!(ran.code == 0 && ran.stdout.contains("Utkast som er redigert (1)"), "{ran:?}");
    assert!(ran.stdout.contains("Steder til teamets tekst der ingen har skrevet ennå"), "{}", ran.stdout);
    assert!(ran.stdout.contains("Teamets vurdering av hovedfunnene") && !ran.stdout.contains("tom mappe"), "{ran:?}");

    let number = |xml: &str| xml.replacen("[Skriv her: ", "Vi har sett på 4711 saker. [Skriv her: ", 1);
    put(&folder, DRAFT, &changed(&draft, "word/document.xml", number));
    let ran = folder.run(&["audit", BUNDLE]);
    let place = "«Hovedfunn», «Teamets vurdering av hovedfunnene», etter «på»";
    let said = ran.stdout.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(ran.code == 1 && said.contains(place) && said.contains("Dere har skrevet dem selv"), "{ran:?}");
    assert!(!said.contains("4711") && !said.contains("tom mappe") && !said.contains("Lag rapporten på nytt"), "{said}");
    let ran = folder.run(&["audit", BUNDLE, "--format", "json"]);
    let found: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!(found["edited"], serde_json::json!([DRAFT]));
    assert_eq!(found["unexplained"][0]["place"], place);
    assert!(found["unwritten"].as_array().unwrap().len() > 20, "{found}");

    // A withheld number in a table is what it always was.
    let row = |xml: &str| {
        let at = xml.find(">PPT<").unwrap();
        format!("{}{}", &xml[..at], xml[at..].replacen(">:</w:t>", ">3</w:t>", 1))
    };
    put(&folder, DRAFT, &changed(&draft, "word/document.xml", row));
    assert_eq!(folder.run(&["audit", BUNDLE]).code, 1);
}

/// Word calls styles by its own language, counts pages, words and revisions, and writes parts of its own.
#[test]
fn what_word_counts_is_nobodys_number() {
    let folder = Folder::new();
    assert_eq!(folder.run(&["demo"]).code, 0);
    let draft = folder.files(BUNDLE)[DRAFT].clone();
    let draft = changed(&draft, "word/document.xml", |xml| {
        let counted = xml.replacen("</w:hyperlink>", "<w:r><w:tab/><w:t>4712</w:t></w:r></w:hyperlink>", 1);
        counted.replace("\"TOC1\"", "\"INNH1\"").replace("\"Heading1\"", "\"Overskrift1\"")
    });
    let draft = changed(&draft, "word/styles.xml", |xml| {
        xml.replace("\"TOC1\"", "\"INNH1\"").replace("\"Heading1\"", "\"Overskrift1\"")
    });
    let draft = changed(&draft, "docProps/app.xml", |xml| {
        xml.replace("<Company>", "<TotalTime>4713</TotalTime><Pages>4714</Pages><Paragraphs>4715</Paragraphs><Company>")
    });
    put(&folder, DRAFT, &draft);
    let ran = folder.run(&["audit", BUNDLE]);
    assert!(ran.code == 0 && ran.stdout.contains("Utkast som er redigert (1)"), "{ran:?}");
}
