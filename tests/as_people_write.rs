//! The same thing written in different ways is the same thing; different things stay different.

use crate::harness::{Figures, Folder};

const READINGS: &str = "dato;enhet;enhetstype;plantype;aktive\n";

/// The internal figures of a project, where nothing is withheld, with what the check said.
fn run(folder: &Folder) -> (Figures, String) {
    let ran = folder.run(&["report", "-C", ".", "--aar", "2025", "--audience", "intern"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    (folder.figures("reports/2025-aar-intern"), folder.run(&["check", "-C", ".", "--aar", "2025"]).stdout)
}

#[test]
fn overlapping_exports_in_two_dialects_count_once() {
    let folder = Folder::project();
    folder
        .file("exports/2025/stafettlogg-a.csv", format!("{READINGS}31.12.2025;Barnehage 1;barnehage;stafettlogg;10\n"));
    folder.file(
        "exports/2025/stafettlogg-b.csv",
        "kommune,dato,enhet,enhetstype,plantype,aktive\n3418,2025-12-31,barnehage  1,Barnehage,Stafettlogg,10\n",
    );
    folder.file(
        "exports/2025/henvendelse-a.csv",
        "dato;til;fra\n03.02.2025;familiens hus;NAV\n03.02.2025;familiens hus;NAV\n",
    );
    folder.file("exports/2025/henvendelse-b.csv", "dato,til,fra\n2025-02-03,familiens-hus,nav\n");
    let (figures, said) = run(&folder);
    assert_eq!(figures.count("S1", 2025, ""), Some(10));
    assert_eq!(figures.row("S1-enheter", 2025, "")["nevner"], "1");
    assert_eq!(figures.count("E2", 2025, ""), Some(2), "two equal contacts in one file are two contacts");
    assert!(said.contains("C017"), "{said}");
}

#[test]
fn a_separator_between_numbers_never_makes_one_code_of_two() {
    let folder = Folder::project();
    folder.file(
        "exports/2025/bekymringsmelding.csv",
        "melding_id;barn_id;mottatt;melder\nM1;B1;03.02.2025;2|5\nM2;B2;03.02.2025;2, 5\nM3;B3;03.02.2025;1 / 1\n",
    );
    let ran = folder.run(&["check", "-C", ".", "--aar", "2025"]);
    assert!(ran.stdout.contains("linje 4") && !ran.stdout.contains("linje 3"), "{ran:?}");
}

#[test]
fn an_identity_number_is_one_child_however_it_is_spaced() {
    let folder = Folder::project();
    folder.file(
        "exports/2025/henvisning.csv",
        "henvisning_id;barn_id;mottatt;fra;kjonn\nH1;05811575838;03.02.2025;nav;ukjent\nH2;058115 75838;04.02.2025;nav;\nH3;5811575838;05.02.2025;nav;\n",
    );
    let (figures, _) = run(&folder);
    assert_eq!(figures.count("E3-barn", 2025, ""), Some(1));
    assert_eq!(figures.count("E3", 2025, "kjonn=jente"), Some(3), "the number says what the column does not");
    assert_eq!(figures.count("E3", 2025, "aldersgruppe=6-12"), Some(3));
}

#[test]
fn half_a_population_is_no_denominator() {
    let folder = Folder::project();
    folder.file(
        "exports/2025/bekymringsmelding.csv",
        "melding_id;barn_id;mottatt;melder;alder\nM1;B1;03.02.2025;nav;7\n",
    );
    let women: String = (0..=17).map(|age| format!("3418,{age} år,Kvinner,2026,35\n")).collect();
    folder.file("reference/folkemengde.csv", format!("kommune,alder,kjonn,aar,antall\n{women}"));
    let (figures, said) = run(&folder);
    assert_eq!(figures.row("K1", 2025, "")["status"], "..");
    assert!(said.contains("C024"), "{said}");
}

#[test]
fn units_without_a_recent_reading_are_said() {
    let folder = Folder::project();
    folder.file(
        "exports/2025/stafettlogg.csv",
        format!("{READINGS}31.12.2025;A;barnehage;stafettlogg;10\n30.06.2025;B;barnehage;stafettlogg;10\n"),
    );
    let (figures, said) = run(&folder);
    assert_eq!(figures.count("S1", 2025, ""), Some(10));
    assert!(said.contains("C031") && said.contains("1 er ikke med"), "{said}");
}

#[test]
fn age_groups_stop_where_the_measure_does() {
    let folder = Folder::project();
    folder.file(
        "plan.toml",
        "[kommune]\nnummer = \"3418\"\nnavn = \"Åsnes\"\n[aldersgrupper]\ngrupper = [[0, 12], [16, 19]]\n",
    );
    folder.file(
        "exports/2025/bekymringsmelding.csv",
        "melding_id;barn_id;mottatt;melder;alder\nM1;B1;03.02.2025;nav;14\nM2;B2;03.02.2025;nav;17\n",
    );
    let people: String = (0..=20).map(|age| format!("3418,{age},jente,2026,10\n3418,{age},gutt,2026,10\n")).collect();
    folder.file("reference/folkemengde.csv", format!("kommune,alder,kjonn,aar,antall\n{people}"));
    let (figures, _) = run(&folder);
    assert_eq!(figures.row("K1", 2025, "aldersgruppe=16-17")["nevner"], "40");
    assert!(figures.find("K1", 2025, "aldersgruppe=ukjent").is_none(), "fourteen is no unknown age");
    assert_eq!(figures.row("K1", 2025, "aldersgruppe=annen-alder")["status"], ".");
}

#[test]
fn an_unborn_child_stops_nothing() {
    let folder = Folder::project();
    folder.file(
        "exports/2025/bekymringsmelding.csv",
        "melding_id;barn_id;mottatt;melder;fodselsdato\nM1;B1;03.02.2025;nav;01.06.2025\n",
    );
    let (figures, _) = run(&folder);
    assert_eq!(figures.count("K4", 2025, ""), Some(1));
}

#[test]
fn a_child_is_in_one_category_of_each_breakdown() {
    let folder = Folder::project();
    let mut reports = String::from("melding_id;barn_id;mottatt;melder;alder;kjonn\n");
    let mut measures = String::from("tiltak_id;barn_id;start;slutt;utenfor_hjemmet;alder\n");
    for child in 0..20 {
        reports += &format!("M{child}a;B{child};03.02.2025;nav;12;J\nM{child}b;B{child};03.09.2025;nav;13;\n");
        measures += &format!("T{child}a;B{child};03.02.2025;;nei;12\n");
    }
    reports += "M99;B99;03.02.2025;nav;17;G\nM100;B99;03.12.2025;nav;18;G\n";
    measures += "T99;B1;03.03.2025;;ja;12\n";
    folder.file("exports/2025/bekymringsmelding.csv", reports);
    folder.file("exports/2025/barnevernstiltak.csv", measures);
    let people: String = (0..=17).map(|age| format!("3418,{age},jente,2026,10\n3418,{age},gutt,2026,10\n")).collect();
    folder.file("reference/folkemengde.csv", format!("kommune,alder,kjonn,aar,antall\n{people}"));
    let (figures, _) = run(&folder);
    let count = |measure, breakdown| figures.count(measure, 2025, breakdown);
    assert_eq!(count("K1", ""), Some(20), "a child who has turned 18 is none of the 0-17");
    assert_eq!((count("K1", "aldersgruppe=6-12"), count("K1", "aldersgruppe=13-15")), (Some(0), Some(20)));
    assert_eq!(count("K1", "kjonn=jente"), Some(20));
    assert!(figures.find("K1", 2025, "kjonn=ukjent").is_none(), "a known sex goes before a blank one");
    assert_eq!((count("K3", "plassering=hjemme"), count("K3", "plassering=utenfor")), (Some(19), Some(1)));
}

#[test]
fn rows_with_one_key_that_disagree_are_all_rejected() {
    let folder = Folder::project();
    let rows = "henvisning_id;barn_id;mottatt;fra\nH1;B1;03.02.2025;nav\nH1;B2;03.02.2025;nav\nH1;B1;03.02.2025;nav\nH2;B3;03.02.2025;nav\n";
    folder.file("exports/2025/henvisning.csv", rows);
    let ran = folder.run(&["check", "-C", ".", "--aar", "2025", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
    let account = &json["account"][0];
    assert_eq!((account["used"].as_u64(), account["rejected"].as_u64()), (Some(1), Some(3)), "{account}");
    let lines: Vec<u64> = json["findings"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|it| it["id"] == "C018")
        .map(|it| it["line"].as_u64().unwrap())
        .collect();
    assert_eq!(lines, [2, 3, 4]);
}

#[test]
fn an_evaluation_exported_too_early_is_said() {
    let folder = Folder::project();
    folder.file(
        "exports/2025/bekymringsmelding.csv",
        "melding_id;barn_id;mottatt;melder;konkludert\nM1;B1;03.02.2025;nav;05.02.2025\nM2;B2;29.04.2025;nav;\n",
    );
    let ran = folder.run(&["report", "-C", ".", "--aar", "2025", "--vindu", "mai", "--format", "json"]);
    assert!(ran.stdout.contains("C041"), "{ran:?}");
}
