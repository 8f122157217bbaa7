//! Every source is read under its canonical names; a project may say that its files look otherwise; codes have years.

use crate::harness::{Folder, Ran};

fn check(folder: &Folder) -> (Ran, serde_json::Value) {
    let ran = folder.run(&["check", "-C", ".", "--aar", "2025", "--format", "json"]);
    let json = serde_json::from_str(&ran.stdout).unwrap_or_default();
    (ran, json)
}

/// The ids of the findings about a file.
fn findings(json: &serde_json::Value, file: &str) -> Vec<String> {
    let all = json["findings"].as_array().unwrap();
    all.iter().filter(|it| it["file"] == file).map(|it| it["id"].as_str().unwrap().to_owned()).collect()
}

fn used(json: &serde_json::Value, file: &str) -> u64 {
    let accounts = json["account"].as_array().unwrap();
    accounts.iter().find(|it| it["file"] == file).unwrap_or_else(|| panic!("{file}: {json}"))["used"].as_u64().unwrap()
}

const WIDE: &str = "svar_dato;enhet;q1;q2;q40\n2025-03-01;Flisa skole;6;vet ikke;\n2025-03-01;Flisa skole;6;vet ikke;\n2025-03-02;;1;2;3\n";
const LONG: &str =
    "svar_dato;gruppe;svar_id;sporsmal;svar\n2025-03-01;foreldre;1;Helhet;5\n2025-03-01;foreldre;1;Åpenhet;6\n";

/// A file's name without ending, what it holds, and the rows that are used.
const CANONICAL: &[(&str, &str, u64)] = &[
    (
        "tiltaksbehov",
        "tiltak;niva;enhet;behov;tilbudt;venter;plasser\nCOS-P;selektiv;Familiens hus;12;8;4;8\nICDP;universell;;;;;\n",
        2,
    ),
    ("brukerundersokelse", WIDE, 3),
    ("brukerundersokelse-lang", LONG, 2),
    ("ansattundersokelse", WIDE, 3),
    (
        "milepael",
        "nr;beskrivelse;planlagt;status;ansvar;gjennomfort\n1;Informert;31.12.2018;Gjennomført;Prosjektleder;01.12.2018\n9;Resultater;31.12.2020;;;\n",
        2,
    ),
    (
        "handlingsplan",
        "tiltak;niva;tjenester;koordinator;frist;status\nUtsett!;Universelle tiltak;skole;SLT-koordinator;2025-06-01;under arbeid\n",
        1,
    ),
    (
        "kompetanse",
        "dato;kurs;enhet;deltakere;malgruppe_antall\n2025-02-03;Barn i rusfamilier;NAV;4;6\n2025-02-03;Barn i rusfamilier;PPT;2;\n",
        2,
    ),
    ("kartlegging", "dato;verktoy;enhet;utfort;over_grense;fulgt_opp\n2025-01-31;EPDS;Helsestasjonen;14;2;2\n", 1),
    (
        "kartlegging-enkelt",
        "dato;verktoy;enhet;over_grense;fulgt_opp\n2025-01-07;ASQ-SE;Helsestasjonen;nei;\n2025-01-07;ASQ-SE;Helsestasjonen;nei;\n",
        2,
    ),
    ("kor_fit", "klient_id;tjeneste;dato;alder;ors;srs\nK1;BFT;2025-01-07;14;18,5;36\nK1;BFT;2025-02-07;14;29.0;\n", 2),
    ("kor-fit-host", "klient_id;tjeneste;dato;alder;ors;srs\nK2;Familiens hus;2025-09-01;41;0;40\n", 1),
    (
        "rutine",
        "rutine;enhet;status;dato;revideres\nBarn som pårørende;NAV;lagt inn i Compilo;2024-05-01;2026-05-01\n",
        1,
    ),
    (
        "modellelement",
        "niva;dimensjon;element;status;ansvar\nkommune;struktur;Politiske vedtak;på plass;sektorleder\netat;kultur;Samarbeidsklima;delvis;\n",
        2,
    ),
    (
        "enhet",
        "enhet;sektor;kilde;frist;kontakt\nFlisa skole;oppvekst;stafettlogg;2025-05-01;rektor\nBarnevern;oppvekst;15F;2026-02-01;leder\n",
        2,
    ),
    ("henvisning", "henvisning_id;barn_id;mottatt;fra;alder;trinn\nH1;B1;2025-03-01;skole;9;Trinn 2\n", 1),
    (
        "stafettlogg",
        "dato;enhet;enhetstype;plantype;aktive;trinn\n2025-03-01;Flisa skole;skole;SL;3;1\n2025-03-01;Flisa skole;skole;SL;2;2\n",
        2,
    ),
];

#[test]
fn every_new_source_reads_a_small_canonical_file() {
    let folder = Folder::project();
    for (name, text, _) in CANONICAL {
        folder.file(&format!("exports/2025/{name}.csv"), text);
    }
    let (ran, json) = check(&folder);
    for (name, _, expected) in CANONICAL {
        let file = format!("exports/2025/{name}.csv");
        let found = findings(&json, &file);
        assert!(found.iter().all(|id| id == "C029"), "{name}: {found:?} {}", ran.stdout);
        assert_eq!(used(&json, &file), *expected, "{name}");
    }
    assert_eq!(ran.code, 0, "{ran:?}");
}

#[test]
fn what_cannot_be_is_stopped_where_it_stands() {
    let cases = [
        ("kor_fit", "klient_id;tjeneste;dato;ors\nK1;BFT;2025-01-07;40,1\n", "C070"),
        ("kor_fit", "klient_id;tjeneste;dato;alder;ors\nK1;BFT;2025-01-07;130;4\n", "C070"),
        ("brukerundersokelse", "svar_dato;q1;sporsmal;svar\n2025-03-01;6;a;5\n", "C075"),
        ("brukerundersokelse", "svar_dato;enhet;sporsmal\n2025-03-01;a;b\n", "C075"),
        ("ansattundersokelse", "svar_dato;q1\n2025-03-01;7\n", "C015"),
        (
            "kartlegging",
            "dato;verktoy;enhet;utfort;over_grense;fulgt_opp\n2025-01-31;EPDS;H;1;0;0\n2025-01-31;EPDS;H;2;0;0\n",
            "C018",
        ),
    ];
    for (name, text, id) in cases {
        let folder = Folder::project();
        folder.file(&format!("exports/2025/{name}.csv"), text);
        let (ran, json) = check(&folder);
        assert_eq!(ran.code, 1, "{name}");
        assert!(
            findings(&json, &format!("exports/2025/{name}.csv")).contains(&id.to_owned()),
            "{name} {id}: {}",
            ran.stdout
        );
    }
}

/// A report received on a day, with a sender and a reason.
fn report_of(folder: &Folder, year: i32, rows: &[(&str, &str, &str)]) {
    let mut text = String::from("melding_id;barn_id;mottatt;melder;innhold;alder\n");
    for (at, (date, sender, reason)) in rows.iter().enumerate() {
        text.push_str(&format!("M{at};B{at};{date};{sender};{reason};9\n"));
    }
    folder.file(&format!("exports/{year}/bekymringsmelding.csv"), text);
}

#[test]
fn codes_are_read_by_the_year_of_the_row() {
    let folder = Folder::project();
    report_of(&folder, 2024, &[("2024-03-01", "fastlege", "Foreldres kriminalitet"), ("2024-03-01", "25", "")]);
    report_of(&folder, 2025, &[("2025-03-01", "fastlege", "Foreldres kriminalitet"), ("2025-03-01", "15", "")]);
    report_of(&folder, 2026, &[("2026-03-01", "fastlege", "Foreldres kriminalitet"), ("2026-03-01", "nav", "5")]);
    let ran = folder.run(&["check", "-C", ".", "--aar", "2026", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
    for (year, word) in [(2024, "fra 2025"), (2025, "2013–2024"), (2026, "2013–2025")] {
        let file = format!("exports/{year}/bekymringsmelding.csv");
        assert_eq!(findings(&json, &file), ["C071"], "{year}: {}", ran.stdout);
        assert_eq!(used(&json, &file), 1, "{year}: the same words in each year");
        let all = json["findings"].as_array().unwrap();
        let finding = all.iter().find(|it| it["file"] == file.as_str()).unwrap();
        assert_eq!(finding["line"], 3);
        assert!(finding["expected"].as_str().unwrap().contains(word), "{finding}");
    }
    assert!(ran.stdout.contains("i stedet gjelder «Lege eller sykehus», «Tannlege»"), "{}", ran.stdout);
}

#[test]
fn an_outdated_code_in_15f_is_said_and_counted() {
    let folder = Folder::project();
    folder.file("plan.toml", "[kommune]\nnummer = \"3401\"\nnavn = \"Kongsvinger\"\n");
    let sample =
        std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/Testfil_21_OK_2020_15F_for_3401.xml");
    folder.file("exports/2020/15F_2020.xml", std::fs::read(sample).unwrap());
    let ran = folder.run(&["check", "-C", ".", "--aar", "2020", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
    let of_rule: Vec<_> = json["findings"].as_array().unwrap().iter().filter(|it| it["id"] == "C072").collect();
    assert!(!of_rule.is_empty() && of_rule.iter().all(|it| it["severity"] == "warning"), "{}", ran.stdout);
    assert_eq!(ran.code, 0, "{}", ran.stdout);
}

const ODD: &str = "Henvisningsref;Barn-ID;Motatt dato;Henvist fra;Alder;Merknad\n\
    H1;B1;03.02.2025;skole;9;ringte mor\nH2;B2;04.02.2025;nav;10;\n";

#[test]
fn odd_headers_are_learned_accepted_by_a_new_name_and_read() {
    let folder = Folder::project();
    folder.file("exports/2025/henvisning.csv", ODD.replace("Henvisningsref", "Henvisningsnummer"));
    let ran = folder.run(&["check", "-C", ".", "--aar", "2025", "--learn"]);
    assert_eq!(ran.code, 1, "{ran:?}");
    assert!(ran.stdout.contains("C006") && ran.stdout.contains("sources/henvisning.forslag.toml"), "{ran:?}");
    let proposal = String::from_utf8(folder.files("sources")["henvisning.forslag.toml"].clone()).unwrap();
    assert!(!proposal.contains("ringte") && !proposal.contains("B1"), "{proposal}");

    let again = folder.run(&["check", "-C", ".", "--aar", "2025"]);
    assert_eq!(again.code, 1, "a proposal is never read: {again:?}");
    // The person takes away the mark before `ignore`, and gives the file its name.
    assert!(proposal.contains("# ignore = [\"Merknad\"]"), "{proposal}");
    folder.file("sources/henvisning.toml", proposal.replace("# ignore", "ignore"));
    let (read, json) = check(&folder);
    assert_eq!(read.code, 0, "{read:?}");
    assert_eq!(used(&json, "exports/2025/henvisning.csv"), 2);
    assert_eq!(findings(&json, "exports/2025/henvisning.csv"), ["C073"], "said once");
    assert!(!read.stdout.contains("ringte"), "{read:?}");
}

#[test]
fn a_file_without_a_known_name_is_learned_from_too() {
    let folder = Folder::project();
    folder.file(
        "exports/2025/henvisning.csv",
        "Henvisnings-ref;Barn-IDen;Motatt datum;Henvist frå;Kommentar\nH1;B1;03.02.2025;skole;hei\n",
    );
    let ran = folder.run(&["check", "-C", ".", "--aar", "2025", "--learn", "--format", "json"]);
    assert_eq!(ran.code, 1, "{ran:?}");
    let json: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!(findings(&json, "exports/2025/henvisning.csv"), ["C003"]);
    assert!(ran.stderr.contains("henvisning.forslag.toml"), "{ran:?}");
    let proposal = String::from_utf8(folder.files("sources")["henvisning.forslag.toml"].clone()).unwrap();
    folder.file("sources/henvisning.toml", proposal.replace("# ignore", "ignore"));
    let (read, json) = check(&folder);
    assert_eq!((read.code, used(&json, "exports/2025/henvisning.csv")), (0, 1), "{proposal} {read:?}");
}

#[test]
fn a_proposal_never_takes_the_place_of_what_a_person_wrote() {
    let folder = Folder::project();
    folder.file("exports/2025/henvisning.csv", ODD);
    let learn = || folder.run(&["check", "-C", ".", "--aar", "2025", "--learn"]);
    assert_eq!(learn().code, 1);
    let first = folder.files("sources");
    assert_eq!(learn().code, 1, "over its own");
    assert!(folder.files("sources") == first, "the same again");
    let mut changed = first["henvisning.forslag.toml"].clone();
    changed.extend(b"# mitt\n");
    folder.file("sources/henvisning.forslag.toml", &changed);
    let refused = learn();
    assert_eq!(refused.code, 3, "{refused:?}");
    assert!(refused.stderr.contains("finnes allerede"), "{refused:?}");
    assert_eq!(folder.files("sources")["henvisning.forslag.toml"], changed);
}

#[test]
fn a_project_says_how_its_files_are_named_and_written() {
    let folder = Folder::project();
    folder.file(
        "exports/2025/Uttrekk BFT vår.csv",
        "Ref;Barn;Innk;Av;Grunn\n1;B1;45700;skulen;sint\n2;B2;45701;nav;sint\n",
    );
    folder
        .file("sources/kodelister/grunner.csv", "id,label,aliases,valid_from,valid_to\nsinne,Sinne,sint,2020-01-01,\n");
    folder.file(
        "sources/henvisning.toml",
        "files = [\"uttrekk*.CSV\"]\n[field.henvisning_id]\naliases = [\"Ref\"]\n[field.barn_id]\naliases = [\"Barn\"]\n\
         [field.mottatt]\naliases = [\"Innk\"]\nformat = \"excel-1900\"\n[field.fra]\naliases = [\"Av\"]\n\
         [field.arsak]\naliases = [\"Grunn\"]\ncodelist = \"grunner\"\n[codes.instans]\nskole = [\"skulen\"]\n",
    );
    let (ran, json) = check(&folder);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert_eq!(used(&json, "exports/2025/Uttrekk BFT vår.csv"), 2);
    let report = folder.run(&["report", "-C", ".", "--aar", "2025"]);
    assert_eq!(report.code, 0, "{report:?}");
    let manifest = String::from_utf8(folder.files("reports/2025-aar")["manifest.json"].clone()).unwrap();
    for file in ["sources/henvisning.toml", "sources/kodelister/grunner.csv"] {
        assert!(manifest.contains(file), "{manifest}");
    }

    folder.file("sources/kapasitet.toml", "files = [\"*BFT*\"]\n");
    let (two, json) = check(&folder);
    assert_eq!((two.code, findings(&json, "exports/2025/Uttrekk BFT vår.csv")), (1, vec!["C074".to_owned()]));
}

#[test]
fn mistakes_in_definitions_end_the_run_before_anything_is_read() {
    let folder = Folder::project();
    folder.file("exports/2025/henvisning.csv", [0xff, 0x00]);
    folder.file("sources/henvisning.toml", "source = \"henvisning\"\n[field.motatt]\naliases = [1]\n");
    folder.file("sources/kapasitet.toml", "alias = []\n");
    let ran = folder.run(&["check", "-C", ".", "--aar", "2025"]);
    assert_eq!(ran.code, 2, "{ran:?}");
    for place in [
        "henvisning.toml, linje 2, kolonne 8",
        "henvisning.toml, linje 3, kolonne 12",
        "kapasitet.toml, linje 1, kolonne 1",
    ] {
        assert!(ran.stderr.contains(place), "{place}: {ran:?}");
    }
    assert_eq!(ran.stdout, "");
}

/// A revision or a plan may lie years ahead; another date, or one further ahead still, is a slip.
#[test]
fn a_date_may_lie_as_far_ahead_as_its_field_says() {
    let folder = Folder::project();
    let rows = [
        ("rutine", "rutine;enhet;status;dato;revideres", "r{n};skole;godkjent;2024-05-01;{date}", 2035),
        ("handlingsplan", "tiltak;niva;frist;status", "t{n};selektiv;{date};", 2035),
        ("milepael", "nr;planlagt;status", "{n};{date};", 2035),
        ("enhet", "enhet;kilde;frist", "e{n};henvendelse;{date}", 2027),
    ];
    for (source, header, row, last) in rows {
        let years = [last - 6, last, last + 1];
        let row = |(number, year): (usize, i32)| {
            row.replace("{n}", &number.to_string()).replace("{date}", &format!("{}-12-31", year.max(2025)))
        };
        let rows: Vec<String> = years.into_iter().enumerate().map(row).collect();
        folder.file(&format!("exports/2025/{source}.csv"), format!("{header}\n{}\n", rows.join("\n")));
    }
    let (_, json) = check(&folder);
    for (source, _, _, last) in rows {
        let file = format!("exports/2025/{source}.csv");
        assert_eq!(used(&json, &file), 2, "{source}: {json}");
        assert_eq!(findings(&json, &file), ["C049"], "{source}");
        let all = json["findings"].as_array().unwrap();
        let said = all.iter().find(|it| it["file"] == *file).unwrap();
        assert!(said["line"] == 4 && said["expected"].as_str().unwrap().contains(&last.to_string()), "{said}");
    }
}
