//! «tryggtall explain»: every figure is explained, the rows add up, and nothing is told that the report withholds.

mod attack;
mod changes;
mod lineage;

use serde_json::Value;

use crate::harness::{Folder, Ran};

const INDICATORS: [&str; 24] = [
    "C1", "D1", "E1", "E2", "E3", "E4", "E5", "E6", "F1", "H1", "K1", "K2", "K3", "K4", "K5", "K6", "M1", "P1", "Q1",
    "R1", "S1", "S2", "S3", "T1",
];

/// The demo's project without its report.
pub fn demo() -> Folder {
    let folder = Folder::new();
    tryggtall::project::write_demo(&folder.path().join("demo")).unwrap();
    folder
}

/// The JSON of an explanation.
pub fn json(folder: &Folder, project: &str, id: &str, more: &[&str]) -> Value {
    let ran = folder.run(&[&["explain", id, "-C", project, "--aar", "2025", "--format", "json"], more].concat());
    serde_json::from_str(&ran.stdout).unwrap_or_else(|error| panic!("{id} {more:?}: {error}: {ran:?}"))
}

fn list<'v>(value: &'v Value, key: &str) -> &'v [Value] {
    value[key].as_array().unwrap()
}

/// Of every year whose rows are told: all of them are used or left out.
fn adds_up(year: &Value, what: &str) {
    let rows = &year["rows"];
    if rows.is_null() {
        return;
    }
    let number = |value: &Value| value.as_u64().unwrap();
    let left_out: u64 = list(rows, "left_out").iter().map(|it| number(&it["rows"])).sum();
    assert_eq!(number(&rows["read"]), number(&rows["used"]) + left_out, "{what}: {rows}");
    if !rows["source"].is_null() {
        let elsewhere = number(&rows["other_folder"]);
        assert_eq!(number(&rows["source"]), elsewhere + number(&rows["read"]), "{what}: {rows}");
    }
}

#[test]
fn every_indicator_is_explained_to_both_audiences_in_both_formats() {
    let folder = demo();
    let maps = tryggtall::check::SourceMaps::built_in().unwrap();
    let known = tryggtall::compute::Indicators::built_in(&maps).unwrap();
    let mut ids: Vec<String> = known.iter().map(|indicator| indicator.head.id.clone()).collect();
    ids.sort();
    // The changes since the baseline are those of the other measures: there are no rows of their own to explain.
    ids.retain(|id| id != "B1");
    assert_eq!(ids, INDICATORS, "an indicator is not tried here");
    for id in INDICATORS {
        for audience in ["offentlig", "intern"] {
            let ran = folder.run(&["explain", id, "-C", "demo", "--audience", audience]);
            assert_eq!(ran.code, 0, "{id}: {ran:?}");
            assert!(!ran.stdout.contains('⟦') && !ran.stdout.contains('…'), "{id}: {}", ran.stdout);
            assert_eq!(ran.stdout.lines().any(|line| line.starts_with("INTERN")), audience == "intern", "{id}");
            let said = json(&folder, "demo", id, &["--audience", audience]);
            assert_eq!(said["audience"], audience);
            for measure in list(&said, "measures") {
                let measure_id = measure["id"].as_str().unwrap();
                assert!(ran.stdout.contains(&format!("\n{measure_id}: ")), "{measure_id}");
                assert!(!list(measure, "definition").is_empty());
                for sentence in list(measure, "definition") {
                    let words: Vec<&str> = sentence["sentence"].as_str().unwrap().split_whitespace().collect();
                    let printed: Vec<&str> = ran.stdout.split_whitespace().collect();
                    assert!(printed.windows(words.len()).any(|it| it == words), "{measure_id}: {sentence}");
                }
                for year in list(measure, "years") {
                    adds_up(year, measure_id);
                    assert!(year["lines"].is_null());
                    assert!(audience == "offentlig" || year["rows_concealed"] == false);
                    assert!(year["status"] != ":" || year["rows"].is_null(), "{measure_id}: {year}");
                }
            }
        }
    }
}

/// The same figures as in the report: value, numerator, denominator, interval and mark.
#[test]
fn figures_are_those_of_the_report() {
    let folder = demo();
    assert_eq!(folder.run(&["report", "-C", "demo", "--aar", "2025", "--mangelliste", "nei"]).code, 0);
    let figures = folder.figures("demo/reports/2025-aar");
    let same = |id: &str, year: i32, breakdown: &str, cell: &Value| {
        let row = figures.row(id, year, breakdown);
        assert_eq!(cell["status"], row["status"].as_str(), "{id} {year} {breakdown}");
        for (key, column) in [
            ("value", "verdi"),
            ("numerator", "teller"),
            ("denominator", "nevner"),
            ("lower", "nedre"),
            ("upper", "ovre"),
        ] {
            let said = if cell[key].is_null() { String::new() } else { cell[key].to_string() };
            assert_eq!(said, row[column], "{id} {year} {breakdown} {key}");
        }
    };
    for id in INDICATORS {
        let said = json(&folder, "demo", id, &[]);
        for measure in list(&said, "measures") {
            let id = measure["id"].as_str().unwrap();
            for year in list(measure, "years") {
                same(id, i32::try_from(year["year"].as_i64().unwrap()).unwrap(), "", year);
            }
            for breakdown in list(measure, "breakdowns") {
                for category in list(breakdown, "categories") {
                    let (dimensions, codes) =
                        (breakdown["dimension"].as_str().unwrap(), category["code"].as_str().unwrap());
                    let pairs = dimensions.split('+').zip(codes.split('+'));
                    let by = pairs.map(|(dimension, code)| format!("{dimension}={code}")).collect::<Vec<_>>().join("|");
                    same(id, 2025, &by, category);
                }
            }
        }
    }
}

#[test]
fn k1_is_explained_as_written_here() {
    let folder = demo();
    for (audience, golden) in
        [("offentlig", include_str!("explain/K1-offentlig.txt")), ("intern", include_str!("explain/K1-intern.txt"))]
    {
        let ran = folder.run(&["explain", "k1", "-C", "demo", "--audience", audience]);
        assert_eq!(ran.stdout, golden, "{audience}");
    }
}

#[test]
fn one_measure_is_found_whichever_way_it_is_written() {
    let folder = demo();
    let said = json(&folder, "demo", "k3-SLUTT", &["--vindu", "mai"]);
    assert_eq!(list(&said, "measures").len(), 1);
    assert_eq!((said["measures"][0]["id"].as_str(), said["last_day"].as_str()), (Some("K3-slutt"), Some("2025-04-30")));
}

#[test]
fn an_unknown_id_is_answered_with_the_nearest() {
    let Ran { code, stderr, stdout } = demo().run(&["explain", "K3-slut", "-C", "demo"]);
    assert_eq!((code, stdout.as_str()), (2, ""));
    assert!(stderr.contains("Mente du K3-slutt") && stderr.contains("S1-enheter"), "{stderr}");
}

#[test]
fn lines_are_not_for_the_public() {
    let Ran { code, stderr, stdout } = Folder::project().run(&["explain", "K1", "--linjer"]);
    assert_eq!((code, stdout.as_str()), (2, ""));
    assert!(stderr.contains("--audience intern"), "{stderr}");
}

#[test]
fn findings_that_stop_the_report_do_not_stop_the_explanation() {
    let folder = Folder::project();
    let rows = "H1,B1,2025-03-01,skole,jente,7\nH2,B2,tull,skole,gutt,7\n";
    folder.file("exports/2025/henvisning.csv", format!("henvisning_id,barn_id,mottatt,fra,kjonn,alder\n{rows}"));
    let said = json(&folder, ".", "E3", &["--audience", "intern"]);
    let ran = folder.run(&["explain", "E3", "--audience", "intern"]);
    assert_eq!(ran.code, 1, "{ran:?}");
    assert!(ran.stdout.contains("stopper rapporten"), "{}", ran.stdout);
    assert!(said["stopped"].is_string(), "{said}");
    assert_eq!(said["measures"][0]["years"][0]["rows"]["used"], 1, "{said}");
}

#[test]
fn a_year_without_a_file_says_so() {
    let folder = demo();
    let said = json(&folder, "demo", "E5", &[]);
    let year = &said["measures"][0]["years"][0];
    assert_eq!((year["status"].as_str(), year["rows"].is_null()), (Some(".."), true));
    assert!(year["reason"].as_str().unwrap().contains("ingen fil"), "{year}");
    assert_eq!(said["measures"][0]["sources"][0]["years_without_file"], serde_json::json!([2021, 2022, 2024]));
}
