//! What says who a child is, planted wherever somebody may write it, is searched for in everything that comes out.

use std::io::{Cursor, Read};

use tryggtall::acquire::{acquire, snapshots};
use tryggtall::check::{Expectation, SourceMaps, check};
use tryggtall::privacy::PseudonymKey;
use tryggtall::units::MunicipalityCode;

use crate::harness::{Folder, Ran};

const NUMBER: &str = "05811575838";
const OTHER: &str = "17850862176";
const BROKEN: &str = "17850862177";

/// Pieces long enough to be nobody else's.
const SECRETS: [&str; 9] =
    [NUMBER, "0581157583", "5811575838", "058115 75838", OTHER, BROKEN, "Kari", "Nordmann", "Storgata"];

/// The secrets that `bytes` holds, unpacked where it is a zip.
pub fn secrets_in(bytes: &[u8]) -> Vec<&'static str> {
    let mut texts = vec![bytes.to_vec()];
    if bytes.starts_with(b"PK") {
        let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        for at in 0..archive.len() {
            let mut entry = archive.by_index(at).unwrap();
            let mut text = entry.name_raw().to_vec();
            entry.read_to_end(&mut text).unwrap();
            texts.push(text);
        }
    }
    let holds = |secret: &&str| texts.iter().any(|text| text.windows(secret.len()).any(|it| it == secret.as_bytes()));
    SECRETS.into_iter().filter(holds).collect()
}

/// Runs with a temporary folder of its own, and searches what came out.
fn run(folder: &Folder, arguments: &[&str]) -> Ran {
    let temporary = folder.path().join("tmp");
    std::fs::create_dir_all(&temporary).unwrap();
    let ran = folder.run_with(arguments, &[("TMPDIR", &temporary), ("TEMP", &temporary), ("TMP", &temporary)]);
    for (name, text) in [("stdout", &ran.stdout), ("stderr", &ran.stderr)] {
        assert_eq!(secrets_in(text.as_bytes()), [""; 0], "{arguments:?}, {name}: {text}");
    }
    assert!(folder.files("tmp").is_empty(), "something is left in the temporary folder");
    ran
}

/// In the edition of 2025 whose names end in `mark`.
fn nothing_in(folder: &Folder, mark: &str) {
    let bundle = format!("d/reports/2025-aar{mark}");
    let files = folder.files(&bundle);
    assert!(files.contains_key(&format!("aarsrapport-2025{mark}.xlsx")), "{bundle}");
    for (path, bytes) in files {
        assert_eq!(secrets_in(path.as_bytes()), [""; 0], "{bundle}/{path}");
        assert_eq!(secrets_in(&bytes), [""; 0], "{bundle}/{path}");
    }
}

/// The demo, whose exports for the year are made to hold secrets where they do no harm to a figure.
fn planted() -> Folder {
    let folder = Folder::new();
    assert_eq!(folder.run(&["demo", "d"]).code, 0);
    // A byte a letter, so that every encoding comes back as it was.
    let read = |path: &str| -> String {
        std::fs::read(folder.path().join(path)).unwrap().into_iter().map(char::from).collect()
    };
    let bytes = |text: String| -> Vec<u8> { text.chars().map(|it| u8::try_from(u32::from(it)).unwrap()).collect() };
    let referrals = read("d/exports/2025/henvisning.csv");
    let (header, rows) = referrals.split_once('\n').unwrap();
    let child = rows.split(',').nth(1).unwrap();
    let rows = rows.replace(&format!(",{child},"), &format!(",{NUMBER},"));
    let titles = format!("Kari Nordmann {OTHER} Storgata 17B\n\n");
    folder.file(&format!("d/exports/2025/henvisning-{NUMBER}.csv"), bytes(format!("{titles}{header}\n{rows}")));
    std::fs::remove_file(folder.path().join("d/exports/2025/henvisning.csv")).unwrap();
    let form = "d/exports/2025/barnevern/15F_2025_3418.xml";
    let xml = read(form)
        .replace("Saksbehandler 1", "Kari Nordmann, Storgata 17B")
        .replace("B2015-0027", OTHER)
        .replace("<Individ ", &format!("<!-- Kari Nordmann {OTHER} --><Individ "));
    assert!(xml.contains(OTHER) && xml.contains("Storgata"));
    folder.file(form, bytes(xml));
    folder.file(&format!("d/exports/{OTHER}/henvisning.csv"), "Kari Nordmann\n");
    folder.file("d/exports/2025/LES-MEG.md", format!("Kari Nordmann {NUMBER}"));
    folder
}

#[test]
fn a_report_holds_nothing_that_says_who_a_child_is() {
    let folder = planted();
    for format in ["text", "json"] {
        let ran = run(&folder, &["check", "-C", "d", "--aar", "2025", "--format", format]);
        assert_eq!(ran.code, 0, "{ran:?}");
    }
    let ran = run(&folder, &["report", "-C", "d", "--aar", "2025"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    nothing_in(&folder, "");
    let manifest = std::fs::read_to_string(folder.path().join("d/reports/2025-aar/manifest.json")).unwrap();
    assert!(manifest.contains("exports/2025/henvisning-….csv"), "{manifest}");
    let ran = run(&folder, &["report", "-C", "d", "--aar", "2025", "--audience", "intern", "--format", "json"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    nothing_in(&folder, "-intern");
}

#[test]
fn findings_about_secrets_repeat_none() {
    let folder = Folder::project();
    let secret = format!("Kari Nordmann {NUMBER} Storgata 17B");
    let file = |name: &str, content: String| folder.file(&format!("exports/2025/{name}"), content);
    file(
        &format!("bekymringsmelding-{NUMBER}.csv"),
        format!("{secret};;;\nmelding_id;barn_id;mottatt;melder;{secret}\n"),
    );
    file(
        "bekymringsmelding-a.csv",
        format!("melding_id;barn_id {secret};mottatt;melder\nM1;{NUMBER};03.02.2025;skole\n"),
    );
    file(
        "bekymringsmelding-b.csv",
        format!(
            "melding_id;barn_id;mottatt;melder\n\
             {secret};{secret};{secret};{secret}\n{NUMBER};{NUMBER};{NUMBER};{NUMBER}\n\
             {OTHER};{NUMBER};03.02.2025;skole\n{OTHER};{OTHER};04.02.2025;nav\n{OTHER};{OTHER};04.02.2025;nav\n\
             M3;{BROKEN};05.02.2025;skole\nM4;\"{secret};06.02.2025;skole\n{secret}\nM5;B5;07.02.2025;skole;{secret}\n"
        ),
    );
    file(&format!("henvisning_{NUMBER}.csv"), secret.clone());
    file(&format!("058115-75838 {OTHER}.xlsx"), secret.clone());
    file("15F-a.xml", format!("<Barnevern><N{NUMBER} navn=\"{secret}\"/></Barnevern>"));
    file(
        "stafettlogg.csv",
        format!(
            "dato;enhet;enhetstype;plantype;aktive\n31.01.2025;{secret};skole;stafettlogg;4\n31.01.2025;058115 75838;skole;stafettlogg;4\n"
        ),
    );
    folder.file(&format!("exports/{NUMBER}.csv"), &secret);
    folder.file("reference/folkemengde.json", format!("{{\"{secret}\": [{NUMBER}"));
    for format in ["text", "json"] {
        let ran = run(&folder, &["check", "-C", ".", "--aar", "2025", "--format", format]);
        assert_eq!(ran.code, 1, "{ran:?}");
        for id in ["C004", "C006", "C008", "C013", "C018", "C030", "C037", "C082"] {
            assert!(ran.stdout.contains(id), "{id} is not in {}", ran.stdout);
        }
        assert!(!ran.stdout.contains("C080"), "the known ways are closed before the scan: {}", ran.stdout);
        let ran = run(&folder, &["report", "-C", ".", "--aar", "2025", "--format", format]);
        assert_eq!(ran.code, 1, "{ran:?}");
    }
    // The lists to mail are all that is written.
    let written = folder.files("reports");
    assert!(written.len() > 3 && written.keys().all(|path| path.starts_with("2025-mangelliste/")));
    for (path, bytes) in written {
        assert_eq!((secrets_in(path.as_bytes()), secrets_in(&bytes)), (Vec::new(), Vec::new()), "{path}");
    }
}

fn stafettlogg(folder: &Folder, unit: &str) {
    let row = |unit: &str| format!("31.12.2025;{unit};skole;stafettlogg;9;0;0\n");
    let header = "dato;enhet;enhetstype;plantype;aktive;opprettet;avsluttet";
    folder.file("exports/2025/stafettlogg.csv", format!("{header}\n{}{}", row(unit), row("B")));
}

/// What the program cannot mask, because somebody else decides how it is to be written, stops the report.
#[test]
fn a_number_that_would_be_printed_stops_the_report() {
    let folder = Folder::project();
    let report = ["report", "-C", ".", "--aar", "2025"];
    let stops = |id: &str, why: &str| {
        let ran = run(&folder, &report);
        assert!(ran.code == 1 && ran.stdout.contains(id), "{why}: {ran:?}");
        assert!(folder.files("reports/2025-aar").is_empty(), "{why}");
    };
    stafettlogg(&folder, &format!("Kari Nordmann {NUMBER}"));
    stops("C082", "a valid number as a unit");
    folder.file("plan.toml", "[kommune]\nnummer = \"3418\"\nnavn = \"Åsnes\"\n[kontroll]\navviste_rader = \"godta\"\n");
    stops("C082", "the plan accepts rejected rows");
    let ids = "henvisning_id;barn_id;mottatt;fra;arsak;kjonn;alder;vedtak_dato;forste_samtale;avsluttet\n\
               H2025-0001;KLIENT-4711;03.02.2025;skole;sosialt;jente;9;;;\n";
    folder.file("exports/2025/henvisning.csv", ids);
    stafettlogg(&folder, "Skole 2");
    for secret in ["(KLIENT-4711)", NUMBER, "058115-75838"] {
        folder.file("plan.toml", format!("[kommune]\nnummer = \"3418\"\nnavn = \"Åsnes {secret}\"\n"));
        stops("C080", secret);
    }
    folder.file("plan.toml", "[kommune]\nnummer = \"3418\"\nnavn = \"Åsnes\"\n");
    let ran = run(&folder, &report);
    assert_eq!(ran.code, 0, "and without them it is made: {ran:?}");
}

/// A file named by an id that was read is in every finding about it.
#[test]
fn an_id_in_the_name_of_a_file_is_not_printed() {
    let folder = Folder::project();
    let row = "melding_id;barn_id;mottatt;melder\nM2025-0001;KLIENT-4711;03.02.2025;skole\n";
    folder.file("exports/2025/bekymringsmelding-KLIENT-4711.csv", row);
    for format in ["text", "json"] {
        let ran = run(&folder, &["check", "-C", ".", "--aar", "2025", "--format", format]);
        assert!(ran.code == 1 && ran.stdout.contains("C080") && !ran.stdout.contains("4711"), "{ran:?}");
    }
}

#[test]
fn what_was_typed_is_masked() {
    let folder = Folder::new();
    let ran = run(&folder, &["report", "-C", NUMBER, "--aar", "2025"]);
    assert!(ran.code == 2 && ran.stderr.contains('…'), "{ran:?}");
    assert_eq!(run(&folder, &["check", "--aar", NUMBER]).code, 2);
    assert_eq!(run(&folder, &["init", NUMBER, "--kommune", NUMBER]).code, 2);
    assert_eq!(run(&folder, &["init", NUMBER]).code, 0);
    folder.file("plan.toml", format!("[kommune]\n\"{NUMBER}\" = 1"));
    assert_eq!(run(&folder, &["check", "--aar", "2025"]).code, 2);
}

#[test]
fn debugging_output_shows_the_shape_only() {
    let folder = Folder::project();
    let row = format!("melding_id;barn_id;mottatt;melder\nNordmann;{NUMBER};03.02.2025;skole\n");
    folder.file(&format!("exports/2025/bekymringsmelding-{NUMBER}.csv"), row);
    let maps = SourceMaps::built_in().unwrap();
    let files = snapshots(folder.path()).unwrap();
    let acquired = acquire(&files, &maps.vocabulary()).unwrap();
    let shown = format!("{files:?} {acquired:?} {:?}", acquired.tables[0]);
    let (municipality, key) = (MunicipalityCode::parse("3418").unwrap(), PseudonymKey::new(&[7; 32]));
    let expected = Expectation::new(&municipality, 2025, &key);
    let checked = check(acquired, &maps, &expected).unwrap();
    let shown = format!("{shown} {checked:?} {expected:?} {:?}", checked.source("bekymringsmelding").unwrap());
    assert_eq!(secrets_in(shown.as_bytes()), [""; 0], "{shown}");
    // Bytes as numbers are the content too.
    assert!(!shown.contains("78, 111, 114, 100") && !shown.contains("skole"), "{shown}");
    assert!(shown.contains("columns: 4") && shown.contains("1 rows of 17 columns"), "{shown}");
}
