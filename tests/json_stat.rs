//! Does a reference table say the same as JSON-stat as it does as CSV?

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::harness::Folder;

fn dimension(codes: &[String]) -> Value {
    json!({"category": {"index": codes}})
}

fn owned(codes: &[&str]) -> Vec<String> {
    codes.iter().map(|code| (*code).to_owned()).collect()
}

/// Five of each sex at every age in Åsnes, seven elsewhere.
fn population_json(region: &str) -> String {
    let ages: Vec<String> = (0..=17).map(|age| format!("{age:03}")).collect();
    let values: Vec<u32> = [100, 7, 7].iter().flat_map(|people| std::iter::repeat_n(*people, 2 * 18)).collect();
    let file = json!({
        "version": "2.0", "class": "dataset", "id": ["Region", "Kjonn", "Alder", "Tid"], "size": [3, 2, 18, 1],
        "role": {"time": ["Tid"], "geo": ["Region"]},
        "dimension": {
            "Region": dimension(&owned(&[region, "0301", "34"])), "Kjonn": dimension(&owned(&["1", "2"])),
            "Alder": dimension(&ages), "Tid": dimension(&owned(&["2026"])),
        },
        "value": values,
    });
    file.to_string()
}

fn population_csv() -> String {
    let row = |age: u32, sex: &str| format!("3418;{age};{sex};2026;100\n");
    let rows: String = (0..=17).flat_map(|age| [row(age, "gutt"), row(age, "jente")]).collect();
    format!("kommune;alder;kjonn;aar;antall\n{rows}")
}

fn county_json() -> String {
    let unit = json!({"base": "prosent", "decimals": 1});
    let contents = ["KOSbvbarnmelding0001", "KOSukjent0000"];
    let file = json!({
        "version": "2.0", "class": "dataset", "id": ["KOKfylkesregion0000", "ContentsCode", "Tid"], "size": [2, 2, 2],
        "role": {"time": ["Tid"], "metric": ["ContentsCode"]},
        "dimension": {
            "KOKfylkesregion0000": dimension(&owned(&["EKA34", "EAK"])),
            "ContentsCode": {"category": {"index": contents, "unit": {contents[0]: unit, contents[1]: unit}}},
            "Tid": dimension(&owned(&["2024", "2025"])),
        },
        "value": [null, 4.8, 1, 2, 4.1, 4.2, 3, 4], "status": {"0": ":"},
    });
    file.to_string()
}

const COUNTY_CSV: &str =
    "region;indikator;aar;verdi\nEKA34;K1;2024;:\nEKA34;K1;2025;4,8\nEAK;K1;2024;4,1\nEAK;K1;2025;4,2\n";

fn project(reference: &[(&str, String)]) -> Folder {
    let folder = Folder::project();
    let rows: String = (0..90).map(|at| format!("M{at};B{at};03.02.2025;skole;12\n")).collect();
    folder.file("exports/2025/bekymringsmelding.csv", format!("melding_id;barn_id;mottatt;melder;alder\n{rows}"));
    for (name, content) in reference {
        folder.file(&format!("reference/{name}"), content);
    }
    folder
}

/// Every row about K1, the county's and the country's with it.
fn figures(folder: &Folder) -> Vec<BTreeMap<String, String>> {
    let ran = folder.run(&["report", "-C", ".", "--aar", "2025"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    let rows = folder.figures("reports/2025-aar");
    rows.rows().iter().filter(|row| row["indikator"] == "K1").cloned().collect()
}

#[test]
fn json_gives_the_same_figures_as_csv() {
    let csv = project(&[("folkemengde.csv", population_csv()), ("fylke.csv", COUNTY_CSV.to_owned())]);
    let expected = figures(&csv);
    assert!(expected.iter().any(|row| row["verdi"] == "2.5"), "90 of 3600: {expected:?}");
    assert!(expected.iter().any(|row| row["kommune"] == "EKA34" && row["verdi"] == "4.8"), "{expected:?}");
    for region in ["3418", "K-3418", "K_3418"] {
        let json = project(&[("07459.json", population_json(region)), ("tabell.json", county_json())]);
        assert_eq!(figures(&json), expected, "{region}");
    }
}

#[test]
fn every_value_of_a_json_table_is_accounted_for() {
    let folder = project(&[("tabell-a.json", population_json("3418")), ("tabell-b.json", county_json())]);
    assert_eq!(folder.run(&["report", "-C", ".", "--aar", "2025", "--audience", "intern"]).code, 0);
    let manifest = folder.files("reports/2025-aar-intern").remove("manifest.json").unwrap();
    let manifest: Value = serde_json::from_slice(&manifest).unwrap();
    let account = |file: &str| {
        let input = manifest["inputs"].as_array().unwrap().iter().find(|input| input["path"] == file);
        input.unwrap()["account"][0].clone()
    };
    let people = account("reference/tabell-a.json");
    assert_eq!((&people["source"], &people["rows"], &people["used"]), (&json!("folkemengde"), &json!(108), &json!(36)));
    assert_eq!(people["excluded"], json!({"other_municipality": 72}));
    let county = account("reference/tabell-b.json");
    assert_eq!((&county["source"], &county["rows"], &county["used"]), (&json!("referanse"), &json!(8), &json!(8)));
}

#[test]
fn a_json_file_that_is_no_reference_table_stops_the_report_and_says_why() {
    let check = |path: &str, content: &str| {
        let folder = project(&[("folkemengde.csv", population_csv())]);
        folder.file(path, content);
        let ran = folder.run(&["check", "-C", ".", "--aar", "2025"]);
        assert_eq!(ran.code, 1, "{path}: {ran:?}");
        ran.stdout
    };
    let broken = check("reference/tabell.json", "{\n\"version\": ");
    assert!(broken.contains("C001") && broken.contains("feil i JSON på linje 2"), "{broken}");
    let sample = check("reference/tabell.json", include_str!("fixtures/jsonstat/ssb-api.json"));
    assert!(sample.contains("C001") && sample.contains("dimensjon for region"), "{sample}");
    assert!(check("reference/tabell.json", "  \n").contains("C002"));
    assert!(check("exports/2025/henvisning.json", &county_json()).contains("C007"));
    assert!(check("reference/henvisning.json", &county_json()).contains("C007"));
}
