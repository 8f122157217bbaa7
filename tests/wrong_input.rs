//! What a person does wrong, and what the program says.

use crate::harness::{Folder, Ran};

const REPORTS: &str = "melding_id;barn_id;mottatt;melder\nM1;B1;03.02.2025;skole\nM2;B2;04.02.2025;nav\n";

fn report(folder: &Folder) -> Ran {
    folder.run(&["report", "-C", ".", "--aar", "2025"])
}

fn demo_form() -> std::path::PathBuf {
    std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("data/demo/exports/2025/barnevern/15F_2025_3418.xml")
}

/// Nothing is left of a bundle that could not be published: the lists of what to correct stand alone.
fn nothing_is_written(folder: &Folder) -> bool {
    folder.files("reports").keys().all(|path| path.starts_with("2025-mangelliste/"))
}

fn stops_with(content: &[u8], name: &str, id: &str) -> String {
    let folder = Folder::project();
    folder.file(&format!("exports/2025/{name}"), content);
    let ran = report(&folder);
    assert_eq!(ran.code, 1, "{name}: {ran:?}");
    assert!(ran.stdout.contains(id), "{name}: {ran:?}");
    assert!(ran.stderr.contains("ikke laget"), "{ran:?}");
    assert!(nothing_is_written(&folder), "{name}");
    ran.stdout
}

#[test]
fn files_that_cannot_be_read_stop_the_report() {
    stops_with(b"", "bekymringsmelding.csv", "C002");
    stops_with(b"PK\x03\x04\x00\x00\x07", "bekymringsmelding.csv", "C001");
    stops_with(b"PK\x03\x04", "bekymringsmelding.xlsx", "C001");
    stops_with(b"%PDF-1.7", "bekymringsmelding.pdf", "C007");
    stops_with(b"navn;adresse\nx;y\n", "bekymringsmelding.csv", "C003");
    stops_with(b"melding_id;barn_id;mottatt\nM1;B1;03.02.2025\n", "bekymringsmelding.csv", "C004");
    stops_with(
        b"melding_id;barn_id;mottatt;melder;merknad\nM1;B1;03.02.2025;skole;x\n",
        "bekymringsmelding.csv",
        "C006",
    );
    let said = stops_with(REPORTS.as_bytes(), "bekymringsmeldinger.csv", "C008");
    assert!(said.contains("mente du bekymringsmelding?"), "{said}");
    stops_with(b"<a><b></a>", "15F.xml", "C001");
    stops_with(
        b"<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY y SYSTEM \"file:///etc/passwd\">]><Barnevern/>",
        "15F.xml",
        "C001",
    );
}

#[test]
fn rows_that_are_wrong_stop_the_report_and_say_where() {
    let row = |row: &str| format!("{REPORTS}{row}\n").into_bytes();
    let place = "exports/2025/bekymringsmelding.csv, linje 4";
    for (why, bad, id) in [
        ("shifted, with an empty last cell", "M3;B3;05.02.2025;skole;", "C010"),
        ("stray quote", "M3;B\"3;05.02.2025;skole", "C011"),
        ("blank key", ";B3;05.02.2025;skole", "C012"),
        ("no date", "M3;B3;31.02.2025;skole", "C013"),
        ("two-digit year", "M3;B3;05.02.25;skole", "C035"),
        ("unknown code", "M3;B3;05.02.2025;skol", "C015"),
        ("says something else", "M1;B9;05.02.2025;skole", "C018"),
    ] {
        let said = stops_with(&row(bad), "bekymringsmelding.csv", id);
        assert!(said.contains(place), "{why}: {said}");
    }
}

#[test]
fn a_finding_never_repeats_what_a_cell_says() {
    let identity = "17850862177";
    let bad = format!("melding_id;barn_id;mottatt;melder\n{identity};{identity};Kari Nordmann;Storgata 1\n");
    let said = stops_with(bad.as_bytes(), "bekymringsmelding.csv", "C013");
    for secret in [identity, "Kari", "Nordmann", "Storgata"] {
        assert!(!said.contains(secret), "{secret} in {said}");
    }
}

#[test]
fn the_wrong_year_is_said() {
    let said = stops_with(REPORTS.replace("2025", "2024").as_bytes(), "bekymringsmelding.csv", "C020");
    assert!(said.contains("2025"), "{said}");
    let form = std::fs::read(demo_form()).unwrap();
    let folder = Folder::project();
    folder.file("exports/2024/15F.xml", form);
    let ran = folder.run(&["report", "-C", ".", "--aar", "2024"]);
    assert_eq!(ran.code, 1, "{ran:?}");
    assert!(ran.stdout.contains("C027"), "{ran:?}");
}

#[test]
fn files_outside_the_year_folders_are_said() {
    let folder = Folder::project();
    folder.file("exports/2025/bekymringsmelding.csv", REPORTS);
    folder.file("exports/henvisning.csv", "x");
    folder.file("exports/2025 ny/henvisning.csv", "x");
    let said = folder.run(&["check", "-C", "."]).stdout;
    assert!(said.contains("exports/henvisning.csv") && said.contains("exports/2025 ny/henvisning.csv"), "{said}");
    let without = Folder::project();
    let ran = without.run(&["check", "-C", "."]);
    assert_eq!(ran.code, 2, "{ran:?}");
}

#[test]
fn another_municipalitys_faults_are_not_ours() {
    let folder = Folder::project();
    let rows = "kommune;melding_id;barn_id;mottatt;melder\n3418;M1;B1;03.02.2025;nav\n3417;;B1;bad;x\n";
    folder.file("exports/2025/bekymringsmelding.csv", rows);
    assert_eq!(report(&folder).code, 0);
}

const FORM_HEAD: &str = "<Barnevern><Avgiver Versjon=\"2025\" Kommunenummer=\"3418\"/>";

#[test]
fn a_form_with_elements_in_wrong_places_is_not_read() {
    let report = "<Melding Id=\"1\" StartDato=\"2025-02-03\"><Melder Kode=\"11\"/></Melding>";
    let child = |inner: &str| format!("{FORM_HEAD}<Individ Journalnummer=\"J1\">{inner}</Individ></Barnevern>");
    let nested = "<Melding Id=\"1\" StartDato=\"2025-02-03\"><Melding Id=\"2\" StartDato=\"2025-02-03\"/></Melding>";
    let category =
        "<Tiltak Id=\"1\" StartDato=\"2025-02-03\"><Kategori Kode=\"2.1\"/><Kategori Kode=\"3.1\"/></Tiltak>";
    for (why, xml) in [
        ("no child", format!("{FORM_HEAD}</Barnevern>")),
        ("a report outside a child", format!("{FORM_HEAD}<Individ Journalnummer=\"J1\"/>{report}</Barnevern>")),
        ("a report in a report", child(nested)),
        ("two categories", child(category)),
        ("an unknown element", child(&report.replace("Melding", "melding"))),
    ] {
        let said = stops_with(xml.as_bytes(), "15F.xml", "C001");
        assert!(said.contains("15F.xml"), "{why}: {said}");
    }
    let folder = Folder::project();
    folder.file("exports/2025/15F.xml", child(report));
    assert!(
        folder.run(&["check", "-C", ".", "--aar", "2025"]).stdout.contains("C021"),
        "no measures: a zero to confirm"
    );
}

#[test]
fn one_source_delivered_in_two_ways_stops_the_report() {
    let folder = Folder::project();
    folder.file("exports/2025/15F.xml", std::fs::read(demo_form()).unwrap());
    folder.file("exports/2025/bekymringsmelding.csv", REPORTS);
    let ran = report(&folder);
    assert_eq!(ran.code, 1, "{ran:?}");
    assert!(ran.stdout.contains("C039"), "{ran:?}");
}

#[test]
fn a_file_without_a_usable_row_is_never_a_zero() {
    let accepting = "[kommune]\nnummer = \"3418\"\nnavn = \"Åsnes\"\n[kontroll]\navviste_rader = \"godta\"\n";
    let all_bad = REPORTS.replace("skole", "Skolen vår").replace("nav", "x");
    let wrong_year_and_one_bad = REPORTS.replace("2025", "2024") + "M3;B3;bad;nav\n";
    for (rows, id) in [(all_bad, "C040"), (wrong_year_and_one_bad, "C020")] {
        let folder = Folder::project();
        folder.file("plan.toml", accepting);
        folder.file("exports/2025/bekymringsmelding.csv", rows);
        let ran = report(&folder);
        assert_eq!(ran.code, 1, "{ran:?}");
        assert!(ran.stdout.contains(id), "{ran:?}");
    }
}

#[test]
fn two_tables_in_one_file_lose_no_row_silently() {
    let rows = "dato;til;fra\n03.02.2025;familiens hus;nav\n\ndato;til;fra;tema\n04.02.2025;familiens hus;nav;rus\n";
    let said = stops_with(rows.as_bytes(), "henvendelse.csv", "C095");
    assert!(said.contains("2 avvist"), "{said}");
}

#[test]
fn what_people_put_in_a_bundle_is_never_deleted() {
    let folder = Folder::project();
    folder.file("exports/2025/bekymringsmelding.csv", REPORTS);
    assert_eq!(report(&folder).code, 0);
    assert_eq!(report(&folder).code, 0, "an untouched bundle is replaced");
    // A document beside the draft is carried along; what nobody could mean as one stops the report.
    folder.file("reports/2025-aar/notat.docx", "mine");
    assert_eq!(report(&folder).code, 0);
    assert_eq!(folder.files("reports/2025-aar")["notat.docx"], b"mine");
    std::fs::remove_file(folder.path().join("reports/2025-aar/notat.docx")).unwrap();
    assert_eq!(report(&folder).code, 0);
    folder.file("reports/2025-aar/notat.txt", "mine");
    let ran = report(&folder);
    assert_eq!(ran.code, 3, "{ran:?}");
    assert!(ran.stderr.contains("notat.txt"), "{ran:?}");
    std::fs::remove_file(folder.path().join("reports/2025-aar/notat.txt")).unwrap();
    folder.file("reports/2025-aar/data/indikatorer.csv", "edited");
    assert_eq!(report(&folder).code, 3, "an edited file is somebody's work");
    for out in ["reports/2025-aar/intern", "exports/2025/rapport", "reference/rapport"] {
        let ran = folder.run(&["report", "-C", ".", "--aar", "2025", "--audience", "intern", "--out", out]);
        assert!([2, 3].contains(&ran.code), "{out}: {ran:?}");
    }
}

#[test]
fn demo_and_init_write_nothing_where_something_is_in_the_way() {
    let folder = Folder::new();
    folder.file("a/exports/2024", "a file");
    assert_eq!(folder.run(&["demo", "a"]).code, 3);
    assert_eq!(folder.files("a").len(), 1);
    folder.file("b/reference", "a file");
    assert_eq!(folder.run(&["init", "b"]).code, 3);
    assert_eq!(folder.files("b").len(), 1);
}

#[test]
fn no_exports_at_all_is_said() {
    let folder = Folder::project();
    let ran = report(&folder);
    assert_eq!(ran.code, 1, "{ran:?}");
    assert!(ran.stdout.contains("exports/2025") && ran.stdout.contains("C032"), "{ran:?}");
    assert!(nothing_is_written(&folder));
}

#[test]
fn a_missing_export_leaves_its_figures_missing() {
    let folder = Folder::project();
    folder.file("exports/2025/bekymringsmelding.csv", REPORTS);
    let ran = report(&folder);
    assert_eq!(ran.code, 0, "{ran:?}");
    let figures = folder.figures("reports/2025-aar");
    assert_eq!(figures.row("E3", 2025, "")["status"], "..", "a missing export is not zero");
    assert_eq!(figures.row("K1", 2025, "")["status"], "..", "without a population there is no share");
    let checked = folder.run(&["check", "-C", ".", "--aar", "2025"]);
    assert!(checked.stdout.contains("C023") && checked.stdout.contains("henvisning"), "{checked:?}");
}

#[test]
fn a_header_without_rows_is_a_true_zero_and_is_said() {
    let folder = Folder::project();
    folder.file("exports/2025/henvisning.csv", "henvisning_id,barn_id,mottatt,fra\n");
    let ran = report(&folder);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert_eq!(folder.figures("reports/2025-aar").count("E3", 2025, ""), Some(0));
    assert!(folder.run(&["check", "-C", ".", "--aar", "2025"]).stdout.contains("C021"));
}

#[test]
fn accepted_rejections_are_published_and_listed() {
    let folder = Folder::project();
    folder.file("plan.toml", "[kommune]\nnummer = \"3418\"\nnavn = \"Åsnes\"\n[kontroll]\navviste_rader = \"godta\"\n");
    let mut rows = REPORTS.to_owned();
    for number in 3..30 {
        rows.push_str(&format!("M{number};B{number};05.02.2025;skole\n"));
    }
    rows.push_str("M99;B99;bad;skole\n");
    folder.file("exports/2025/bekymringsmelding.csv", rows);
    let ran = report(&folder);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert!(ran.stdout.contains("1 avvist"), "{ran:?}");
    assert_eq!(folder.figures("reports/2025-aar").count("K4", 2025, ""), Some(29));
}

#[test]
fn windows_1252_and_a_title_row_are_read_and_said() {
    let folder = Folder::project();
    let text = b"Uttrekk fra fagsystemet\r\n\r\nMeldings-ID;Barn-ID;Mottatt dato;Meldt av\r\nM1;B1;03.02.2025;Barnet selv\r\nM2;B2;4.2.2025;PPT\r\nSum;;;2\r\n";
    let mut bytes = text.to_vec();
    bytes.extend(b"M3;B\xF8;05.02.2025;Skole\r\n");
    folder.file("exports/2025/bekymringsmelding-bv.csv", bytes);
    let ran = folder.run(&["check", "-C", ".", "--aar", "2025", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
    let account = &json["account"][0];
    assert_eq!(account["encoding"], "windows-1252");
    assert_eq!(account["delimiter"], ";");
    let parts: Vec<u64> = ["rows", "header", "title", "blank", "used", "rejected"]
        .iter()
        .map(|it| account[it].as_u64().unwrap())
        .collect();
    assert_eq!(parts, [7, 1, 1, 1, 3, 0], "{account}");
    assert_eq!(account["excluded"]["subtotal"], 1);
    assert_eq!(ran.code, 0, "{ran:?}");
}

#[test]
fn a_plan_that_is_wrong_lists_the_valid_keys() {
    let folder = Folder::project();
    folder.file("plan.toml", "[kommune]\nnummer = \"3418\"\nnavn = \"Åsnes\"\n[personvern]\nterskl = 5\n");
    let ran = report(&folder);
    assert_eq!(ran.code, 2, "{ran:?}");
    assert!(ran.stderr.contains("terskl") && ran.stderr.contains("terskel"), "{ran:?}");
    let nowhere = folder.run(&["report", "-C", "finnes-ikke", "--aar", "2025"]);
    assert_eq!(nowhere.code, 2, "{nowhere:?}");
    assert!(nowhere.stderr.contains("plan.toml"), "{nowhere:?}");
    assert_eq!(folder.run(&["report", "-C", "."]).code, 2, "the year is needed");
}

#[test]
fn a_place_that_cannot_be_written_is_named_and_left_alone() {
    let folder = Folder::project();
    folder.file("exports/2025/bekymringsmelding.csv", REPORTS);
    folder.file("reports", "a file where a folder should be");
    let ran = report(&folder);
    assert_eq!(ran.code, 3, "{ran:?}");
    assert!(ran.stderr.contains("reports"), "{ran:?}");
    assert!(ran.stdout.is_empty(), "{ran:?}");

    folder.file("mitt/dagbok.txt", "not a bundle");
    let ran = folder.run(&["report", "-C", ".", "--aar", "2025", "--out", "mitt"]);
    assert_eq!(ran.code, 3, "{ran:?}");
    assert_eq!(folder.files("mitt").len(), 1, "somebody else's folder is not replaced");
    folder.file("mitt/manifest.json", "{\"name\": \"a web site\"}");
    assert_eq!(folder.run(&["report", "-C", ".", "--aar", "2025", "--out", "mitt"]).code, 3);
}

#[cfg(unix)]
#[test]
fn a_file_that_cannot_be_opened_is_named() {
    let folder = Folder::project();
    folder.file("exports/2025/bekymringsmelding.csv", REPORTS);
    std::os::unix::fs::symlink("borte", folder.path().join("exports/2025/henvisning.csv")).unwrap();
    let ran = report(&folder);
    assert_eq!(ran.code, 3, "{ran:?}");
    assert!(ran.stderr.contains("henvisning.csv"), "{ran:?}");
    assert!(nothing_is_written(&folder));
}

#[test]
fn a_full_disk_leaves_the_earlier_bundle_as_it_was() {
    let folder = Folder::project();
    folder.file("exports/2025/bekymringsmelding.csv", REPORTS);
    assert_eq!(report(&folder).code, 0);
    let before = folder.files("reports");
    // The unfinished folder cannot be made because a file has its name: the same step that fails on a full disk.
    folder.file("reports/.2025-aar.uferdig", "in the way");
    let ran = report(&folder);
    assert_eq!(ran.code, 3, "{ran:?}");
    std::fs::remove_file(folder.path().join("reports/.2025-aar.uferdig")).unwrap();
    assert!(folder.files("reports") == before);
}
