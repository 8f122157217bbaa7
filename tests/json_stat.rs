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

/// Answers of `PxWebApi` 2 to four questions, with everything that one carries beside its figures.
const ANSWERS: [(&str, &str); 4] = [
    ("07459.json", include_str!("fixtures/pxwebapi/07459.json")),
    ("12615.json", include_str!("fixtures/pxwebapi/12615.json")),
    ("12286.json", include_str!("fixtures/pxwebapi/12286.json")),
    ("12275.json", include_str!("fixtures/pxwebapi/12275.json")),
];

/// The findings and the accounts of a check.
fn checked(folder: &Folder) -> (Vec<Value>, Vec<Value>) {
    let ran = folder.run(&["check", "-C", ".", "--aar", "2025", "--format", "json"]);
    let said: Value = serde_json::from_str(&ran.stdout).unwrap();
    let list = |name: &str| said[name].as_array().unwrap().clone();
    (list("findings"), list("account"))
}

/// A report shows the years that have exports.
fn with_earlier_years(folder: &Folder) {
    for year in [2023, 2024] {
        let row = format!("melding_id;barn_id;mottatt;melder;alder\nM0;B0;03.02.{year};skole;12\n");
        folder.file(&format!("exports/{year}/bekymringsmelding.csv"), row);
    }
}

#[test]
fn answers_of_the_live_api_are_read_whole() {
    let folder = project(&ANSWERS.map(|(name, answer)| (name, answer.to_owned())));
    with_earlier_years(&folder);
    let (findings, accounts) = checked(&folder);
    let about_answers: Vec<&Value> =
        findings.iter().filter(|it| it["file"].as_str().is_some_and(|file| file.starts_with("reference/"))).collect();
    assert!(about_answers.is_empty(), "{about_answers:?}");
    for (name, answer) in ANSWERS {
        let account = accounts.iter().find(|it| it["file"] == format!("reference/{name}")).unwrap();
        let cells = serde_json::from_str::<Value>(answer).unwrap()["value"].as_array().unwrap().len();
        assert_eq!(account["rows"], cells, "{name}");
        let expected = if name == "07459.json" { json!({"other_municipality": 76}) } else { json!({}) };
        assert_eq!((&account["excluded"], &account["rejected"]), (&expected, &json!(0)), "{name}");
    }
    let rows = figures(&folder);
    let row =
        |region: &str, year: &str| rows.iter().find(|row| row["kommune"] == region && row["aar"] == year).unwrap();
    assert_eq!(row("3418", "2025")["verdi"], "2.5", "90 of 3600");
    assert_eq!((row("EKA34", "2025")["verdi"].as_str(), row("EAK", "2024")["verdi"].as_str()), ("4.8", "4.1"));
    assert_eq!((row("EKA34", "2024")["status"].as_str(), row("EAK", "2023")["status"].as_str()), (":", ".."));
}

#[test]
fn a_mark_is_kept_to_the_end() {
    for (status, mark) in [(json!("."), "."), (json!({"1": ":"}), ":"), (json!(["", "..", ""]), "..")] {
        let contents =
            json!({"index": ["KOSbvbarnmelding0001"], "unit": {"KOSbvbarnmelding0001": {"base": "prosent"}}});
        let answer = json!({
            "version": "2.0", "class": "dataset", "id": ["Region", "ContentsCode", "Tid"], "size": [1, 1, 3],
            "dimension": {
                "Region": dimension(&owned(&["EKA34"])), "ContentsCode": {"category": contents},
                "Tid": dimension(&owned(&["2023", "2024", "2025"])),
            },
            "value": {"0": 4.5, "1": null, "2": 4.7}, "status": status,
        });
        let folder = project(&[("folkemengde.csv", population_csv()), ("tabell.json", answer.to_string())]);
        with_earlier_years(&folder);
        let rows = figures(&folder);
        let row = |year: &str| rows.iter().find(|row| row["kommune"] == "EKA34" && row["aar"] == year).unwrap();
        assert_eq!((row("2024")["verdi"].as_str(), row("2024")["status"].as_str()), ("", mark));
        assert_eq!((row("2025")["verdi"].as_str(), row("2025")["status"].as_str()), ("4.7", ""));
    }
}

#[test]
fn region_codes_as_statistics_norway_writes_them_in_csv() {
    let others = "34;0;gutt;2026;1\nF-34;0;gutt;2026;1\nEKA34;0;gutt;2026;1\nEAKUO;0;gutt;2026;1\nEAK;0;gutt;2026;1\nK-0301;0;gutt;2026;1\n";
    let expected = figures(&project(&[("folkemengde.csv", population_csv())]));
    for region in ["3418", "K-3418", "K_3418"] {
        let csv = population_csv().replace("3418", region) + others;
        let folder = project(&[("folkemengde.csv", csv)]);
        assert_eq!(figures(&folder), expected, "{region}");
        let (_, accounts) = checked(&folder);
        let account = accounts.iter().find(|it| it["source"] == "folkemengde").unwrap();
        assert_eq!(
            (&account["used"], &account["excluded"]),
            (&json!(36), &json!({"other_municipality": 6})),
            "{region}"
        );
    }
}

#[test]
fn a_mark_for_the_population_is_no_number_and_stops_nothing() {
    let years = |mark: &str| {
        let row = |age: u32, sex: &str| format!("3418;{age};{sex};2025;{mark}\n");
        let marked: String = (0..=17).flat_map(|age| [row(age, "gutt"), row(age, "jente")]).collect();
        population_csv() + &marked
    };
    for mark in [".", "..", ":"] {
        let folder = project(&[("folkemengde.csv", years(mark))]);
        assert!(figures(&folder).iter().any(|row| row["verdi"] == "2.5"), "{mark}");
        let (findings, accounts) = checked(&folder);
        let account = accounts.iter().find(|it| it["source"] == "folkemengde").unwrap();
        assert_eq!((&account["used"], &account["excluded"]), (&json!(36), &json!({"no_figure": 36})), "{mark}");
        assert_eq!(findings.iter().filter(|it| it["id"] == "C091").count(), 36, "each is said");
    }
    assert!(checked(&project(&[("folkemengde.csv", years("<5"))])).0.iter().any(|it| it["id"] == "C016"));
}
