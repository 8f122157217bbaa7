//! What the plan shows in less detail: counted from the rows again, told on the cover, and no way to work out what an earlier
//! report had in more detail.

use std::collections::{BTreeMap, BTreeSet};

use crate::harness::{Folder, Ran};

const SENDERS: [&str; 5] = ["skole", "barnehage", "nav", "politi", "lege-sykehus"];

/// A report of concern: month, child and senders, as they stand in the file.
struct Row {
    month: u32,
    child: u32,
    senders: Vec<&'static str>,
}

/// Rows of a year; every third has two senders, and some children have several reports.
fn rows(seed: u64) -> Vec<Row> {
    let mut state = seed;
    let mut below = |bound: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % bound
    };
    let weighed = [0, 0, 0, 0, 1, 1, 2, 2, 3, 4, 4, 4];
    let mut drawn = Vec::new();
    for _ in 0..90 {
        let mut senders = BTreeSet::from([SENDERS[weighed[usize::try_from(below(12)).unwrap()]]]);
        if below(3) == 0 {
            senders.insert(SENDERS[weighed[usize::try_from(below(12)).unwrap()]]);
        }
        let (month, child) = (1 + u32::try_from(below(12)).unwrap(), u32::try_from(below(60)).unwrap());
        drawn.push(Row { month, child, senders: senders.into_iter().collect() });
    }
    drawn
}

fn file(year: i32, rows: &[Row]) -> String {
    let mut text = String::from("melding_id,barn_id,mottatt,melder,innhold,fodselsdato,kjonn,konkludert,konklusjon\n");
    for (number, Row { month, child, senders }) in rows.iter().enumerate() {
        let senders = senders.join("|");
        text.push_str(&format!(
            "M{number},B{child},{year}-{month:02}-10,{senders},,2012-05-01,jente,{year}-{month:02}-15,\n"
        ));
    }
    text
}

fn project(years: &[(i32, u64)]) -> Folder {
    let folder = Folder::new();
    assert_eq!(folder.run(&["init", "x", "--kommune", "3418", "--aar", "2025"]).code, 0);
    let mut population = String::from("kommune,alder,kjonn,aar,antall\n");
    for (year, seed) in years {
        folder.file(&format!("x/exports/{year}/bekymringsmelding.csv"), file(*year, &rows(*seed)));
        for age in 0..=17 {
            population.push_str(&format!("3418,{age},jente,{},35\n3418,{age},gutt,{},36\n", year + 1, year + 1));
        }
    }
    folder.file("x/reference/folkemengde.csv", population);
    folder
}

fn with_plan(folder: &Folder, sections: &str) {
    let path = folder.path().join("x/plan.toml");
    let plan = std::fs::read_to_string(&path).unwrap();
    std::fs::write(path, format!("{plan}\n{sections}")).unwrap();
}

fn report(folder: &Folder, arguments: &[&str]) -> Ran {
    folder.run(&[&["report", "-C", "x"], arguments].concat())
}

const MERGED: &str =
    "[[slaa_sammen]]\nfordeling = \"melder\"\nkoder = [\"politi\", \"nav\"]\nnavn = \"Politi og NAV\"\n";

#[test]
fn a_report_with_both_senders_counts_once_in_the_category_that_they_become() {
    let folder = project(&[(2025, 7)]);
    with_plan(&folder, MERGED);
    let ran = report(&folder, &["--aar", "2025", "--audience", "intern"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    let figures = folder.figures("x/reports/2025-aar-intern");
    let rows = rows(7);
    let with = |wanted: &[&str]| {
        rows.iter().filter(|row| row.senders.iter().any(|sender| wanted.contains(sender))).count() as u64
    };
    let merged = with(&["politi", "nav"]);
    assert!(merged < with(&["politi"]) + with(&["nav"]), "some have both, or the test shows nothing");
    assert_eq!(figures.count("K4", 2025, "melder=politi-og-nav"), Some(merged));
    assert_eq!(figures.count("K4", 2025, "melder=skole"), Some(with(&["skole"])));
    assert!(figures.find("K4", 2025, "melder=politi").is_none() && figures.find("K4", 2025, "melder=nav").is_none());
}

#[test]
fn months_become_quarters() {
    let folder = project(&[(2025, 7)]);
    let quarter = |first: u32| {
        let months: Vec<String> = (first..first + 3).map(|month| format!("\"{month:02}\"")).collect();
        format!("[[slaa_sammen]]\nfordeling = \"maaned\"\nkoder = [{}]\n", months.join(", "))
    };
    with_plan(&folder, &[1, 4, 7, 10].map(quarter).concat());
    assert_eq!(report(&folder, &["--aar", "2025", "--audience", "intern"]).code, 0);
    let figures = folder.figures("x/reports/2025-aar-intern");
    let mut wanted: BTreeMap<u32, u64> = BTreeMap::new();
    for row in rows(7) {
        *wanted.entry((row.month - 1) / 3).or_default() += 1;
    }
    for (place, code) in ["01-og-02-og-03", "04-og-05-og-06", "07-og-08-og-09", "10-og-11-og-12"].iter().enumerate() {
        let count = figures.count("K4", 2025, &format!("maaned={code}"));
        assert_eq!(count, wanted.get(&u32::try_from(place).unwrap()).copied(), "{code}");
    }
}

#[test]
fn the_cover_and_the_manifest_tell_what_was_put_together_and_left_out() {
    let folder = project(&[(2025, 7)]);
    with_plan(&folder, &format!("{MERGED}[[utelat]]\nmaal = \"K4\"\nfordeling = \"maaned\"\n"));
    assert_eq!(report(&folder, &["--aar", "2025"]).code, 0);
    let figures = folder.figures("x/reports/2025-aar");
    assert!(!figures.rows().iter().any(|row| row["indikator"] == "K4" && row["fordeling"].starts_with("maaned")));
    let files = folder.files("x/reports/2025-aar");
    let manifest: serde_json::Value = serde_json::from_slice(&files["manifest.json"]).unwrap();
    let wanted = serde_json::json!({
        "merged": [{ "by": "melder", "codes": ["politi", "nav"], "code": "politi-og-nav" }],
        "left_out": [{ "measure": "K4", "by": "maaned" }],
    });
    assert_eq!(manifest["coarsening"], wanted);
}

/// The 2024 report had police and NAV by themselves; two of the three numbers would tell the third.
#[test]
fn what_an_earlier_report_had_in_more_detail_is_not_shown_in_less() {
    let folder = project(&[(2024, 11), (2025, 12)]);
    let ran = report(&folder, &["--aar", "2024"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    let earlier = folder.figures("x/reports/2024-aar");
    assert!(earlier.find("K4", 2024, "melder=nav").is_some());
    with_plan(&folder, MERGED);
    let ran = report(&folder, &["--aar", "2025"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    let figures = folder.figures("x/reports/2025-aar");
    assert_eq!(figures.row("K4", 2024, "melder=politi-og-nav")["status"], ":");
    assert!(figures.count("K4", 2025, "melder=politi-og-nav").is_some(), "a new year may be shown so");
    assert_eq!(folder.run(&["audit", "x/reports/2025-aar", "--earlier", "x/reports/2024-aar"]).code, 0);
}

#[test]
fn proposals_are_lines_for_the_plan_and_do_what_they_say() {
    let folder = project(&[]);
    // Three of two senders each are withheld; the six together need not be.
    let of_senders = [("skole", 30), ("lege-sykehus", 20), ("barnehage", 9), ("nav", 3), ("politi", 3)];
    let senders = of_senders.iter().flat_map(|(sender, count)| std::iter::repeat_n(*sender, *count));
    let rows: Vec<Row> =
        senders.zip(0..).map(|(sender, child)| Row { month: 1 + child % 12, child, senders: vec![sender] }).collect();
    folder.file("x/exports/2025/bekymringsmelding.csv", file(2025, &rows));
    let ran = folder.run(&["propose", "-C", "x", "--aar", "2025", "--format", "json"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    let found: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
    let Some(best) = found["proposals"].as_array().and_then(|all| all.first()) else {
        panic!("nothing proposed: {}", ran.stdout)
    };
    let number = |of: &serde_json::Value, name: &str| of[name].as_u64().unwrap();
    let shown = |of: &serde_json::Value| number(of, "cells") - number(of, "withheld");
    assert!(shown(&best["protection"]) > shown(&found["now"]));
    assert!(!folder.path().join("x/reports").exists(), "nothing is written");
    with_plan(&folder, best["plan"].as_str().unwrap());
    assert_eq!(report(&folder, &["--aar", "2025"]).code, 0);
    let manifest: serde_json::Value =
        serde_json::from_slice(&folder.files("x/reports/2025-aar")["manifest.json"]).unwrap();
    for name in ["cells", "withheld"] {
        assert_eq!(manifest["protection"][name], best["protection"][name], "{name}");
    }
}

#[test]
fn what_the_plan_cannot_mean_is_refused_with_what_it_could() {
    let folder = project(&[(2025, 7)]);
    with_plan(&folder, "[[slaa_sammen]]\nfordeling = \"melder\"\nkoder = [\"politi\", \"tante\"]\n");
    let ran = report(&folder, &["--aar", "2025"]);
    assert_eq!(ran.code, 2, "{ran:?}");
    assert!(ran.stderr.contains("«tante»") && ran.stderr.contains("lege-sykehus"), "{}", ran.stderr);
}
