//! Definitions of indicators: every mistake at once, before any data is read, each with its place.

use crate::harness::Folder;

const OWN: &str = r#"id = "X1"
order = 200
title = { nb = "Henvendelser fra skolen", nn = "Førespurnader frå skulen", en = "Contacts from schools" }
description = { nb = "Hvor ofte.", nn = "Kor ofte.", en = "How often." }
method = "Rader med fra = skole."
reference = "Teamets vedtak"

[[measure]]
id = "X1"
title = { nb = "Henvendelser fra skolen", nn = "Førespurnader frå skulen", en = "Contacts from schools" }
unit = "antall"
unit_text = { nb = "henvendelser", nn = "førespurnader", en = "contacts" }
source = "henvendelse"
rows = { in-window = "dato" }
where = { fra = ["skole"] }
figure = "rows"
"#;

fn demo() -> Folder {
    let folder = Folder::new();
    assert_eq!(folder.run(&["demo"]).code, 0);
    folder
}

#[test]
fn an_indicator_of_ones_own_is_one_file() {
    let folder = demo();
    folder.file("demo/indicators/X1.toml", OWN);
    let listing = folder.run(&["katalog", "-C", "demo"]);
    assert_eq!(listing.code, 0, "{listing:?}");
    assert!(listing.stdout.contains("X1") && listing.stdout.contains("prosjektets egen"), "{}", listing.stdout);
    let ran = folder.run(&["report", "-C", "demo", "--aar", "2025", "--audience", "intern"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    let figures = folder.figures("demo/reports/2025-aar-intern");
    let count = figures.count("X1", 2025, "").unwrap();
    let by_sender = ["E1", "E2"].map(|measure| figures.count(measure, 2025, "fra=skole").unwrap());
    assert_eq!(count, by_sender.iter().sum::<u64>());
    let manifest = std::fs::read_to_string(folder.path().join("demo/reports/2025-aar-intern/manifest.json")).unwrap();
    assert!(manifest.contains("indicators/X1.toml"), "the definition is an input");
}

/// What the documentation shows is a definition that works, and the only file that is touched.
#[test]
fn the_indicator_of_the_documentation_works() {
    let page = include_str!("../docs/indicators.md");
    let toml = page.split("```toml\n").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
    let folder = demo();
    folder.file("demo/indicators/X1.toml", toml);
    assert_eq!(folder.run(&["report", "-C", "demo", "--aar", "2025", "--audience", "intern"]).code, 0);
    let figures = folder.figures("demo/reports/2025-aar-intern");
    let total = figures.count("X1", 2025, "").unwrap();
    let by_sender = ["E1", "E2"].map(|measure| figures.count(measure, 2025, "fra=skole").unwrap());
    assert_eq!(total, by_sender.iter().sum::<u64>());
    let explained = folder.run(&["explain", "X1", "-C", "demo", "--audience", "intern"]);
    assert!(explained.code == 0 && explained.stdout.contains("Teamets vedtak"), "{explained:?}");
}

#[test]
fn a_file_of_the_same_name_replaces_the_built_in_one() {
    let folder = demo();
    let theirs = OWN.replace("\"X1\"", "\"E1\"");
    folder.file("demo/indicators/E1.toml", theirs);
    assert_eq!(folder.run(&["report", "-C", "demo", "--aar", "2025", "--audience", "intern"]).code, 0);
    let figures = folder.figures("demo/reports/2025-aar-intern");
    assert!(figures.find("E1", 2025, "fra=skole").is_none(), "its breakdowns are gone with it");
    assert!(figures.count("E1", 2025, "").is_some());
}

#[test]
fn every_mistake_is_found_at_once_with_its_place() {
    let folder = Folder::project();
    folder.file("plan.toml", "[kommune]\nnummer = \"3418\"\nnavn = \"Åsnes\"\nfarge = \"blå\"\n");
    let wrong = OWN
        .replace("en = \"Contacts from schools\" }\ndescription", "en = \"\" }\ndescription")
        .replace("\"dato\"", "\"datoen\"")
        .replace("[\"skole\"]", "[\"tull\"]")
        .replace("unit = \"antall\"", "unit = \"prosent\"");
    folder.file("indicators/X1.toml", format!("{wrong}\n[[measure]]\nid = \"X2\"\ntitel = \"x\"\n"));
    folder.file("indicators/X3.toml", "id = \n");
    folder.file("indicators/X4.txt", "x");
    folder.file("indicators/X5.toml", [0xff, 0xfe, b'x']);
    folder.file("sources/henvendelse.toml", "tull = 1\n");
    let ran = folder.run(&["katalog"]);
    assert_eq!(ran.code, 2, "{ran:?}");
    let said = [
        "plan.toml",
        "farge",
        "sources/henvendelse.toml",
        "indicators/X1.toml:1:1: title mangler ord på en",
        "indicators/X1.toml:14:8: X1: kilden henvendelse har ikke noe felt som heter datoen",
        "indicators/X1.toml:15:9: X1: tull står ikke i kodelisten for fra",
        "indicators/X1.toml:11:8: X1: prosent",
        "indicators/X1.toml:20:1: unknown field `titel`",
        "indicators/X3.toml:1:",
        "indicators/X4.txt",
        "indicators/X5.toml",
    ];
    let missing: Vec<_> = said.iter().filter(|sentence| !ran.stderr.contains(*sentence)).collect();
    assert!(missing.is_empty(), "not said: {missing:#?}\n{}", ran.stderr);
}

/// What is generated, or may be when a question or a measure is added, is nobody else's.
#[test]
fn an_id_that_is_generated_cannot_be_taken() {
    let folder = Folder::project();
    for id in ["B1-K1", "b1-hva", "E5-Q1", "E6-annet"] {
        folder.file(&format!("indicators/{id}.toml"), OWN.replace("\"X1\"", &format!("\"{id}\"")));
    }
    folder.file(
        "indicators/X1.toml",
        format!("{OWN}{}", OWN.split_once("\n\n").unwrap().1.replace("X1\"", "X1-relativ\"")),
    );
    folder.file("indicators/k1.toml", OWN.replace("\"X1\"", "\"k1\""));
    folder.file("indicators/X3.toml", "id = \n");
    let ran = folder.run(&["katalog"]);
    assert_eq!(ran.code, 2, "{ran:?}");
    let said = [
        "indicators/B1-K1.toml:1:6: B1-K1 kan ikke brukes: id-er som begynner med B1- lages av B1",
        "indicators/b1-hva.toml:1:6: b1-hva kan ikke brukes",
        "indicators/E5-Q1.toml:1:6: E5-Q1 kan ikke brukes: id-er som begynner med E5-",
        "indicators/E6-annet.toml:1:6: E6-annet kan ikke brukes",
        "indicators/X1.toml:18:6: X1-relativ kan ikke brukes: endringen i prosent av x1",
        "indicators/k1.toml:9:6: k1 er definert to ganger",
        "indicators/X3.toml:1:",
    ];
    let missing: Vec<_> = said.iter().filter(|sentence| !ran.stderr.contains(*sentence)).collect();
    assert!(missing.is_empty(), "not said: {missing:#?}\n{}", ran.stderr);
}

#[test]
fn rules_that_would_count_twice_or_nothing_are_refused() {
    let cases = [
        ("rows = { overlap = [\"start\", \"slutt\"] }\nfigure = \"rows\"", "barnevernstiltak", "unique"),
        (
            "rows = \"in-folder\"\nview = \"answers\"\nfigure = { mean = { of = \"verdi\" } }",
            "brukerundersokelse",
            "question",
        ),
        ("rows = \"in-folder\"\nfigure = { sum = \"ingen\" }", "tiltaksbehov", "ingen"),
        (
            "rows = { in-window = \"dato\" }\nfigure = \"rows\"\nbreakdowns = [{ by = \"dato\", title = { nb = \"a\", nn = \"b\", en = \"c\" } }]",
            "henvendelse",
            "dato",
        ),
        ("rows = { in-window = \"dato\" }\nfigure = \"rows\"\npart_of = \"K1\"", "henvendelse", "part_of"),
    ];
    for (rule, source, said) in cases {
        let folder = Folder::project();
        let head = OWN.split("source =").next().unwrap();
        folder.file("indicators/X1.toml", format!("{head}source = \"{source}\"\n{rule}\n"));
        let ran = folder.run(&["katalog"]);
        assert!(ran.code == 2 && ran.stderr.contains(said) && ran.stderr.contains("X1.toml:"), "{rule}: {ran:?}");
    }
}

#[test]
fn which_way_is_good_belongs_to_the_plan() {
    let folder = Folder::project();
    let plan = "[kommune]\nnummer = \"3418\"\nnavn = \"Åsnes\"\n[retning]\nK6 = \"ned\"\n";
    folder.file("plan.toml", plan);
    let ran = folder.run(&["katalog", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
    let measures = json["indicators"].as_array().unwrap().iter().flat_map(|it| it["measures"].as_array().unwrap());
    let directed: Vec<_> = measures.filter(|it| !it["polarity"].is_null()).collect();
    assert_eq!(directed.len(), 1);
    assert_eq!((directed[0]["id"].as_str(), directed[0]["polarity"].as_str()), (Some("K6"), Some("ned")));
    folder.file("plan.toml", format!("{plan}K99 = \"opp\"\n"));
    let ran = folder.run(&["katalog"]);
    assert!(ran.code == 2 && ran.stderr.contains("K99"), "{ran:?}");
}
