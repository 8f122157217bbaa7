//! A change since the baseline is explained: the two figures, the baseline, the interval, and why there is none.

use serde_json::Value;

use super::{demo, json, list};
use crate::harness::Folder;

/// The one change that was asked for.
fn change(folder: &Folder, id: &str, more: &[&str]) -> Value {
    let said = json(folder, "demo", id, more);
    assert_eq!(list(&said, "measures").len(), 1, "{id}");
    said["measures"][0].clone()
}

fn reason(folder: &Folder, id: &str, more: &[&str]) -> String {
    change(folder, id, more)["change"]["reason"].as_str().unwrap_or_default().to_owned()
}

#[test]
fn a_change_is_made_of_two_figures_of_the_report() {
    let folder = demo();
    for audience in ["offentlig", "intern"] {
        let ran =
            folder.run(&["report", "-C", "demo", "--aar", "2025", "--audience", audience, "--mangelliste", "nei"]);
        assert_eq!(ran.code, 0, "{ran:?}");
        let mark = if audience == "intern" { "-intern" } else { "" };
        let figures = folder.figures(&format!("demo/reports/2025-aar{mark}"));
        let said = json(&folder, "demo", "b1", &["--audience", audience]);
        let (mut shown, mut withheld) = (0, 0);
        for measure in list(&said, "measures") {
            let (id, of) = (measure["id"].as_str().unwrap(), measure["change"]["measure"].as_str().unwrap());
            let years = list(measure, "years");
            assert_eq!(years.is_empty(), measure["change"]["reason"].is_string(), "{id}");
            assert_eq!(years.is_empty(), figures.find(id, 2025, "").is_none(), "{id}");
            for year in years {
                let number = i32::try_from(year["year"].as_i64().unwrap()).unwrap();
                let (row, own) = (figures.row(id, number, ""), figures.row(of, number, ""));
                let text = |value: &Value| if value.is_null() { String::new() } else { value.to_string() };
                assert_eq!(
                    (text(&year["value"]), year["status"].as_str()),
                    (row["verdi"].clone(), Some(&*row["status"]))
                );
                assert_eq!((text(&year["lower"]), text(&year["upper"])), (row["nedre"].clone(), row["ovre"].clone()));
                assert_eq!(text(&year["measure"]["value"]), own["verdi"], "{id} {number}");
                if row["verdi"].is_empty() {
                    assert!(year["comparison"].is_null(), "{id}: nothing is told of a baseline that is not");
                    withheld += 1;
                } else {
                    let beside = year["comparison"]["value"].as_f64();
                    assert_eq!(beside, row["referanse_verdi"].parse().ok(), "{id} {number}");
                    assert_eq!(year["comparison"]["verdict"], *row["vurdering"], "{id} {number}");
                    shown += 1;
                }
                assert!(row["status"] != ":" || year["reason"].is_null(), "{id}: why it is withheld is not told");
            }
        }
        assert!(shown > 100 && withheld > 3, "{audience}: {shown} shown, {withheld} not");
    }
}

#[test]
fn a_change_says_what_it_is_where_it_is_from_and_how_its_interval_is_found() {
    let folder = demo();
    for (id, said) in [
        ("B1-K1", "i prosentpoeng"),
        ("b1-k1-RELATIV", "i prosent av tallet i nullpunktet"),
        ("B1-K4-relativ", "eksakte"),
        ("B1-K3-relativ", "ikke regnet intervall"),
        ("B1-K4", "satt sammen"),
    ] {
        let ran = folder.run(&["explain", id, "-C", "demo", "--aar", "2025"]);
        assert_eq!(ran.code, 0, "{ran:?}");
        let words = ran.stdout.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(words.contains(said), "{id}: {words}");
        assert!(words.contains("2021 (2021-01-01 til 2021-12-31), frosset i baseline/2021.json"), "{id}: {words}");
        assert!(words.contains(" i året: ") && words.contains("Nullpunkt 2021: "), "{id}: {words}");
        assert!(!words.contains('⟦') && !words.contains('…'), "{words}");
    }
}

#[test]
fn a_change_that_is_missing_says_why() {
    let folder = demo();
    assert!(reason(&folder, "B1-K1", &["--vindu", "mai"]).contains("vindu"));
    let ran = folder.run(&["explain", "B1-K1", "-C", "demo", "--aar", "2021"]);
    assert!(ran.code == 0 && ran.stdout.contains("etter 2021"), "{ran:?}");
    assert_eq!(reason(&folder, "B1-K1", &[]), "");
    assert!(reason(&folder, "B1-E5", &[]).contains("ikke noe tall i nullpunktet"), "E5 has no file of 2021");
    let plan = std::fs::read_to_string(folder.path().join("demo/plan.toml")).unwrap();
    folder.file("demo/plan.toml", plan.split("[nullpunkt]").next().unwrap());
    std::fs::remove_file(folder.path().join("demo/baseline/2021.json")).unwrap();
    assert!(reason(&folder, "B1-K1", &[]).contains("baseline freeze"));
}

#[test]
fn a_definition_of_ones_own_is_shown_where_it_stands() {
    let folder = demo();
    let built_in = include_str!("../../data/catalogue/indicators/K4.toml");
    folder.file(
        "demo/indicators/K4.toml",
        built_in.replace("rows = { in-window = \"mottatt\" }", "rows = \"in-folder\""),
    );
    let file = |id: &str| json(&folder, "demo", id, &[])["indicator"]["definition_file"].clone();
    assert_eq!(file("K4"), "indicators/K4.toml");
    assert_eq!(file("K1"), "data/catalogue/indicators/K1.toml");
    assert!(reason(&folder, "B1-K4", &[]).contains("definisjonen er endret"));
}
