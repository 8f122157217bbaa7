//! The frozen baseline from the outside: what is written, what is refused, and what a later report makes of it.

use std::collections::BTreeMap;
use std::path::PathBuf;

use crate::harness::{Figures, Folder, files_below};

const YEARS: [i32; 3] = [2021, 2022, 2023];

/// A project with reports of three years, so many by school and by NAV, and inhabitants.
fn project(counts: &[[u64; 2]; 3]) -> Folder {
    let folder = Folder::project();
    for (year, counts) in YEARS.into_iter().zip(counts) {
        reports(&folder, year, counts, 0);
    }
    let mut population = String::from("kommune,alder,kjonn,aar,antall\n");
    for (age, year) in (0..=17).flat_map(|age| (2021..=2024).map(move |year| (age, year))) {
        population += &format!("3418,{age},jente,{year},{}\n3418,{age},gutt,{year},36\n", 30 + year - 2021);
    }
    folder.file("reference/folkemengde.csv", population);
    folder
}

/// Every third is concluded late; of the last `late` none is in time.
fn reports(folder: &Folder, year: i32, counts: &[u64; 2], late: u64) {
    let mut rows = String::from("melding_id,barn_id,mottatt,melder,innhold,fodselsdato,kjonn,konkludert,konklusjon\n");
    let all = counts[0] + counts[1];
    for number in 0..all {
        let sender = if number < counts[0] { "skole" } else { "nav" };
        let day = if number % 3 == 0 || number + late >= all { 25 } else { 12 };
        rows += &format!("M{year}{number},B{number},{year}-03-10,{sender},,2012-05-01,jente,{year}-03-{day},\n");
    }
    folder.file(&format!("exports/{year}/bekymringsmelding.csv"), rows);
}

fn frozen(counts: &[[u64; 2]; 3]) -> Folder {
    let folder = project(counts);
    let ran = folder.run(&["baseline", "freeze", "2021"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    folder
}

fn intern(folder: &Folder) -> Figures {
    let ran = folder.run(&["report", "--aar", "2023", "--audience", "intern", "--mangelliste", "nei"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    folder.figures("reports/2023-aar-intern")
}

fn public(folder: &Folder) -> Figures {
    let ran = folder.run(&["report", "--aar", "2023", "--mangelliste", "nei"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    folder.figures("reports/2023-aar")
}

fn findings(folder: &Folder, arguments: &[&str]) -> String {
    let ran =
        folder.run(&[&["check", "--aar", "2023", "--mangelliste", "nei", "--format", "json"], arguments].concat());
    assert_eq!(ran.code, 0, "{ran:?}");
    ran.stdout
}

#[test]
fn every_change_is_the_difference_of_the_figures() {
    let folder = frozen(&[[30, 12], [40, 9], [28, 30]]);
    let figures = intern(&folder);
    let value = |id: &str, year: i32| -> Option<f64> { figures.find(id, year, "")?["verdi"].parse().ok() };
    let mut compared = 0;
    let own: std::collections::BTreeSet<&String> =
        figures.rows().iter().map(|row| &row["indikator"]).filter(|id| !id.starts_with("B1-")).collect();
    for id in own {
        for year in [2022, 2023] {
            let (Some(then), Some(now)) = (value(id, 2021), value(id, year)) else {
                assert!(figures.find(&format!("B1-{id}"), year, "").is_none(), "{id} has no baseline");
                continue;
            };
            let row = figures.row(&format!("B1-{id}"), year, "");
            let change: f64 = row["verdi"].parse().unwrap();
            assert!((change - (now - then)).abs() < 0.21, "{id} {year}: {change} is not {now} less {then}");
            assert_eq!(row["referanse"], "nullpunkt-2021", "{id}");
            assert_eq!(row["referanse_verdi"].parse::<f64>().ok(), Some(then), "{id}");
            let relative = figures.row(&format!("B1-{id}-relativ"), year, "");
            assert_eq!(relative["enhet"], "prosent");
            assert_eq!(relative["referanse_verdi"], row["referanse_verdi"], "{id}: the same baseline");
            assert_eq!(relative["vurdering"], row["vurdering"], "{id}: the same change");
            if then > 20.0 {
                let change: f64 = relative["verdi"].parse().unwrap();
                assert!((change - (now / then - 1.0) * 100.0).abs() < 0.6, "{id} {year}: {change}");
            }
            let limits = [&row["nedre"], &row["ovre"]].map(|limit| limit.parse::<f64>().ok());
            if let [Some(lower), Some(upper)] = limits {
                assert!(lower <= change && change <= upper, "{id}");
                let verdict = if lower > 0.0 {
                    "hoyere"
                } else if upper < 0.0 {
                    "lavere"
                } else {
                    "usikker"
                };
                assert!(row["vurdering"] == verdict || lower == 0.0 || upper == 0.0, "{id}: {row:?}");
            }
            compared += 1;
        }
    }
    assert!(compared >= 8, "{compared}");
    let k4 = figures.row("B1-K4", 2023, "");
    assert_eq!((k4["verdi"].as_str(), k4["referanse_verdi"].as_str()), ("16", "42"));
    let charts = folder.files("reports/2023-aar-intern/figurer");
    assert!(charts.keys().any(|name| name == "K4-intern.svg") && !charts.keys().any(|name| name.starts_with("B1")));
}

#[test]
fn a_baseline_stands_until_somebody_says_otherwise() {
    let folder = frozen(&[[30, 12], [40, 9], [28, 30]]);
    let first = folder.files("baseline");
    assert_eq!(first.keys().collect::<Vec<_>>(), ["2021.json"]);
    let again = folder.run(&["baseline", "freeze", "2021"]);
    assert!(again.code == 2 && again.stderr.contains("--erstatt"), "{again:?}");
    assert_eq!(folder.run(&["baseline", "freeze", "2021", "--erstatt"]).code, 0);
    assert!(folder.files("baseline") == first, "the same inputs give the same bytes, and nothing is put aside");

    reports(&folder, 2021, &[31, 12], 0);
    let ran = folder.run(&["baseline", "freeze", "2021", "--erstatt", "--format", "json"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    let said: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
    let now = folder.files("baseline");
    assert_eq!(now.keys().collect::<Vec<_>>(), ["2021.forrige.json", "2021.json"]);
    assert!(now["2021.forrige.json"] == first["2021.json"] && now["2021.json"] != first["2021.json"]);
    let json: serde_json::Value = serde_json::from_slice(&now["2021.json"]).unwrap();
    let measures = json["measures"].as_array().unwrap();
    let missing = measures.iter().filter(|measure| measure["missing"].is_string()).count();
    assert_eq!(said["frozen"].as_u64(), Some((measures.len() - missing) as u64));
    assert_eq!(said["missing"].as_u64(), Some(missing as u64));
    assert!(json["notice"].as_str().unwrap().contains("INTERN") && said["earlier"].is_string(), "{said}");
    let inputs: BTreeMap<&str, &str> = json["inputs"]
        .as_array()
        .unwrap()
        .iter()
        .map(|input| (input["path"].as_str().unwrap(), input["sha256"].as_str().unwrap()))
        .collect();
    assert_eq!(
        inputs.keys().copied().collect::<Vec<_>>(),
        ["exports/2021/bekymringsmelding.csv", "reference/folkemengde.csv"]
    );
}

#[test]
fn what_cannot_be_frozen_is_refused_and_nothing_is_written() {
    let folder = project(&[[30, 12], [40, 9], [28, 30]]);
    let refused = |arguments: &[&str], code: i32, word: &str| {
        let ran = folder.run(&[&["baseline", "freeze"], arguments].concat());
        assert!(ran.code == code && (ran.stderr + &ran.stdout).contains(word), "{arguments:?}: {}", ran.code);
        assert!(folder.files("baseline").is_empty(), "{arguments:?}");
    };
    refused(&["2019"], 2, "exports/2019");
    refused(&["2021", "--vindu", "juni"], 2, "juni");
    refused(&["ifjor"], 2, "ifjor");
    refused(&[], 2, "AAR");
    folder.file("exports/2021/henvendelse.csv", "dato;til;fra\n31.02.2021;familiens-hus;skole\n");
    refused(&["2021"], 1, "C013");
    let ran = folder.run(&["baseline", "freeze", "2021", "--format", "json"]);
    let said: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
    assert!(ran.code == 1 && said["baseline"].is_null() && said["frozen"] == 0, "{ran:?}");
}

#[test]
#[cfg(unix)]
fn a_baseline_never_lies_among_what_is_shared() {
    let folder = project(&[[30, 12], [40, 9], [28, 30]]);
    public(&folder);
    for target in ["reports", "reports/2023-aar"] {
        std::os::unix::fs::symlink(folder.path().join(target), folder.path().join("baseline")).unwrap();
        let ran = folder.run(&["baseline", "freeze", "2021"]);
        assert!(ran.code == 2 && ran.stderr.contains("intern fil"), "{ran:?}");
        std::fs::remove_file(folder.path().join("baseline")).unwrap();
    }
    std::fs::rename(folder.path().join("reports/2023-aar"), folder.path().join("baseline")).unwrap();
    let ran = folder.run(&["baseline", "freeze", "2021"]);
    assert_eq!(ran.code, 3, "a report's folder under another name: {ran:?}");
    assert!(!folder.files("baseline").contains_key("2021.json"));
}

#[test]
fn the_plan_says_which_baseline_and_a_broken_one_is_refused() {
    let folder = frozen(&[[30, 12], [40, 9], [28, 30]]);
    let plan = std::fs::read_to_string(folder.path().join("plan.toml")).unwrap();
    let refused = |word: &str| {
        for command in ["check", "report"] {
            let ran = folder.run(&[command, "--aar", "2023"]);
            assert!(ran.code == 2 && ran.stderr.contains(word), "{command} {word}: {ran:?}");
        }
    };
    assert_eq!(folder.run(&["baseline", "freeze", "2022"]).code, 0);
    refused("2021, 2022");
    folder.file("plan.toml", format!("{plan}[nullpunkt]\naar = 2022\n"));
    let figures = intern(&folder);
    assert!(figures.find("B1-K4", 2023, "").is_some() && figures.find("B1-K4", 2022, "").is_none());
    folder.file("plan.toml", format!("{plan}[nullpunkt]\naar = 2020\n"));
    refused("2020.json");
    folder.file("plan.toml", format!("{plan}[nullpunkt]\nyear = 2021\n"));
    refused("aar");
    folder.file("plan.toml", format!("{plan}[nullpunkt]\naar = 2021\n"));
    let file = std::fs::read_to_string(folder.path().join("baseline/2021.json")).unwrap();
    folder.file("baseline/2021.json", file.replacen("\"numerator\": 4", "\"numerator\": 9", 1));
    refused("endret etter");
    folder.file("baseline/2021.json", "{}");
    refused("ikke et nullpunkt");
    folder.file("baseline/2021.json", b"\xff\xfe\x00");
    refused("ikke et nullpunkt");
    std::fs::copy(folder.path().join("baseline/2022.json"), folder.path().join("baseline/2021.json")).unwrap();
    refused("gjelder kommune 3418 og 2022");
}

#[test]
fn other_definitions_and_corrected_data_are_said() {
    let folder = frozen(&[[30, 12], [40, 9], [28, 30]]);
    let before = intern(&folder);
    let theirs = include_str!("../data/catalogue/indicators/K1.toml").replacen("to = 17, on", "to = 16, on", 1);
    folder.file("indicators/K1.toml", theirs);
    let said = findings(&folder, &[]);
    assert!(said.contains("\"C066\"") && !said.contains("\"C069\""), "{said}");
    let figures = intern(&folder);
    assert!(figures.find("B1-K1", 2023, "").is_none() && figures.find("B1-K4", 2023, "").is_some());
    std::fs::remove_dir_all(folder.path().join("indicators")).unwrap();

    reports(&folder, 2021, &[30, 20], 0);
    let said = findings(&folder, &[]);
    assert!(said.contains("\"C069\"") && said.contains("K4"), "{said}");
    let after = intern(&folder);
    assert_eq!(before.row("B1-K4", 2023, "")["verdi"], after.row("B1-K4", 2023, "")["verdi"], "the frozen one is used");

    assert!(findings(&folder, &["--vindu", "mai"]).contains("\"C067\""), "it was frozen for the whole year");
}

/// The exports of the baseline's year may be deleted: that is what it was frozen for.
#[test]
fn a_baseline_outlives_its_exports() {
    let folder = frozen(&[[30, 12], [40, 9], [28, 30]]);
    let before = public(&folder).row("B1-K4", 2023, "").clone();
    std::fs::remove_dir_all(folder.path().join("exports/2021")).unwrap();
    let figures = public(&folder);
    assert_eq!(figures.row("B1-K4", 2023, ""), &before);
    assert!(!findings(&folder, &[]).contains("\"C069\""));
}

/// So few numbers could be found by trying: the public manifest must not hold their hash.
#[test]
fn the_public_manifest_does_not_give_the_file_away() {
    let folder = frozen(&[[30, 3], [40, 9], [28, 30]]);
    public(&folder);
    intern(&folder);
    let manifest = |name: &str| std::fs::read_to_string(folder.path().join(name).join("manifest.json")).unwrap();
    assert!(!manifest("reports/2023-aar").contains("baseline"));
    assert!(manifest("reports/2023-aar-intern").contains("baseline/2021.json"));
}

#[test]
fn random_projects_tell_no_withheld_count() {
    let mut state = 21_u64;
    let mut random = |below: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    };
    let (mut shown, mut withheld) = (0, 0);
    for round in 0..6 {
        let mut counts = [[0; 2]; 3];
        counts.iter_mut().flatten().for_each(|count| *count = 1 + random(12));
        let folder = frozen(&counts);
        if round % 2 == 1 {
            let corrected = [counts[0][0] + random(3), counts[0][1] + random(8)];
            reports(&folder, 2021, &corrected, random(3));
        }
        let (public, intern) = (public(&folder), intern(&folder));
        for row in public.rows().iter().filter(|row| row["indikator"].starts_with("B1-")) {
            let id = row["indikator"].trim_start_matches("B1-").trim_end_matches("-relativ");
            let year: i32 = row["aar"].parse().unwrap();
            let of = |year: i32| &public.row(id, year, "")["status"];
            if row["status"] == ":" {
                withheld += 1;
                for column in ["verdi", "nedre", "ovre", "referanse", "referanse_verdi", "vurdering"] {
                    assert_eq!(row[column], "", "round {round}: {row:?}");
                }
            } else if row["status"].is_empty() {
                shown += 1;
                assert!(of(year).is_empty() && of(2021).is_empty(), "round {round}: {row:?}");
                let told: f64 = row["referanse_verdi"].parse().unwrap();
                let today: f64 = intern.row(id, 2021, "")["verdi"].parse().unwrap();
                let is_count = row["enhet"] == "antall" && public.row(id, year, "")["enhet"] == "antall";
                let apart = (told - today).abs();
                assert!(
                    !is_count || !(0.5..4.5).contains(&told) && !(0.5..4.5).contains(&apart),
                    "round {round}: {row:?}"
                );
            }
        }
    }
    assert!(shown > 20 && withheld > 20, "{shown} {withheld}");
}

fn demo() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("data/demo")
}

/// The demo's baseline is what the command writes; `TRYGGTALL_GOLDEN=overwrite` puts it there.
#[test]
fn the_demo_has_the_baseline_that_the_command_freezes() {
    let folder = Folder::new();
    for (path, bytes) in files_below(&demo()).into_iter().filter(|(path, _)| !path.starts_with("baseline/")) {
        folder.file(&path, bytes);
    }
    let ran = folder.run(&["baseline", "freeze", "2021"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    let made = folder.files("baseline").remove("2021.json").unwrap();
    if std::env::var_os("TRYGGTALL_GOLDEN").is_some_and(|value| value == "overwrite") {
        std::fs::create_dir_all(demo().join("baseline")).unwrap();
        std::fs::write(demo().join("baseline/2021.json"), &made).unwrap();
    }
    assert!(std::fs::read(demo().join("baseline/2021.json")).unwrap() == made, "data/demo/baseline/2021.json differs");
    let ran = folder.run(&["check", "--aar", "2025", "--mangelliste", "nei", "--format", "json"]);
    let corrected = ["\"C066\"", "\"C067\"", "\"C069\""].iter().any(|id| ran.stdout.contains(id));
    assert!(ran.code == 0 && !corrected, "what a later report counts for 2021 is what was frozen");
}
