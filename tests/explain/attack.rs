//! A small count is planted, and everything the public may ask for is searched for it.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{json, list};
use crate::harness::Folder;

/// What the public may ask of referrals.
const ASKED: [&str; 4] = ["E3", "S3", "P1", "E3-barn"];

fn plan(threshold: u64) -> String {
    format!("[kommune]\nnummer = \"3418\"\nnavn = \"Åsnes\"\n[personvern]\nterskel = {threshold}\n")
}

/// Referrals of `count` children in a year.
fn referrals(year: i32, count: usize) -> String {
    let mut text = "henvisning_id,barn_id,mottatt,fra,kjonn,alder,trinn\n".to_owned();
    for row in 0..count {
        let (month, day) = (1 + row % 12, 1 + row % 28);
        // One category of each kind, so that none is nought for some numbers and not for others.
        text += &format!("H{year}-{row:04},B{year}-{row:04},{year}-{month:02}-{day:02},skole,jente,7,2\n");
    }
    text
}

fn project(threshold: u64, counts: &[(i32, usize)]) -> Folder {
    let folder = Folder::new();
    folder.file("plan.toml", plan(threshold));
    for (year, count) in counts {
        folder.file(&format!("exports/{year}/henvisning.csv"), referrals(*year, *count));
    }
    folder
}

/// Both formats of everything that is asked.
fn told(folder: &Folder, asked: &[&str]) -> String {
    let mut all = String::new();
    for id in asked {
        for format in ["text", "json"] {
            let ran = folder.run(&["explain", id, "--aar", "2025", "--format", format]);
            assert_eq!(ran.code, 0, "{ran:?}");
            all += &ran.stdout;
        }
    }
    all
}

/// Every whole number of a text; a year of the report is none.
fn integers(text: &str) -> BTreeSet<u64> {
    let joined = text.replace('\u{a0}', "");
    let pieces = joined.split(|letter: char| !letter.is_ascii_digit());
    pieces.filter_map(|piece| piece.parse().ok()).filter(|number| !(2021..=2026).contains(number)).collect()
}

/// The number itself, and what any two of the numbers make.
fn gives(numbers: &BTreeSet<u64>, secret: u64) -> Option<(u64, u64)> {
    let pairs = numbers.iter().flat_map(|one| numbers.iter().map(move |other| (*one, *other)));
    let mut pairs = pairs.filter(|(one, other)| one != other);
    let found = pairs.find(|(one, other)| one.abs_diff(*other) == secret || one + other == secret);
    found.or_else(|| numbers.contains(&secret).then_some((secret, 0)))
}

#[test]
fn a_withheld_count_cannot_be_told_from_another() {
    let texts: BTreeSet<String> =
        (1..=4).map(|count| told(&project(5, &[(2023, 60), (2024, 61), (2025, count)]), &ASKED)).collect();
    assert_eq!(texts.len(), 1, "the text depends on the withheld number");
    let other = told(&project(5, &[(2023, 60), (2024, 61), (2025, 62)]), &ASKED);
    assert!(!texts.contains(&other) && integers(&other).contains(&62), "what is not small is told");
}

#[test]
fn a_withheld_count_of_an_earlier_year_cannot_be_told_from_another() {
    let texts: BTreeSet<String> =
        (1..=4).map(|count| told(&project(5, &[(2023, 60), (2024, count), (2025, 62)]), &ASKED)).collect();
    assert_eq!(texts.len(), 1, "the text depends on the withheld number");
}

#[test]
fn no_numbers_of_the_text_make_the_withheld_one() {
    let secret = 337;
    let folder = project(500, &[(2023, 2100), (2024, 900), (2025, secret)]);
    let numbers = integers(&told(&folder, &ASKED));
    assert!(numbers.contains(&2100) && numbers.contains(&900), "what is not small is told: {numbers:?}");
    assert_eq!(gives(&numbers, secret as u64), None, "{numbers:?}");
    let internal = folder.run(&["explain", "E3", "--aar", "2025", "--audience", "intern"]);
    assert!(integers(&internal.stdout).contains(&(secret as u64)), "the attack finds what is told");
}

/// Reports about children and about some who are no longer: how many those are is nobody's figure.
#[test]
fn what_a_rule_leaves_out_is_a_number_of_children_too() {
    let with = |grown: usize| {
        let folder = Folder::new();
        folder.file("plan.toml", plan(50));
        let mut text = "melding_id,barn_id,mottatt,melder,alder,kjonn\n".to_owned();
        for row in 0..400 + grown {
            let age = if row < 400 { 7 } else { 18 };
            // Each child three times.
            text += &format!("M25-{row:05},B25-{:05},2025-03-{:02},skole,{age},jente\n", row / 3, 1 + row % 28);
        }
        folder.file("exports/2025/bekymringsmelding.csv", text);
        folder
    };
    let folder = with(37);
    let numbers = integers(&told(&folder, &["K1", "K4", "K5"]));
    assert!(numbers.contains(&437), "the figure itself is shown: {numbers:?}");
    assert!(!numbers.contains(&400) && !numbers.contains(&37), "{numbers:?}");
    let said = json(&folder, ".", "K1", &[]);
    assert!(list(&said["measures"][0], "years").iter().all(|year| year["rows"].is_null()), "{said}");
    let many = json(&with(60), ".", "K1", &[]);
    let rows = &list(&many["measures"][0], "years")[0]["rows"];
    assert_eq!((&rows["used"], &rows["left_out"][0]["rows"]), (&Value::from(399), &Value::from(61)), "{rows}");
}

#[test]
fn the_account_of_a_withheld_year_is_left_out() {
    let folder = project(5, &[(2024, 60), (2025, 3)]);
    let said = json(&folder, ".", "E3", &[]);
    let files = list(&said["measures"][0]["sources"][0], "files");
    let of = |year: i32| files.iter().find(|file| file["year"] == year).unwrap();
    assert!(of(2025)["rows"].is_null(), "{files:?}");
    // All rows that lie in other years' folders would say it too.
    let rows = &list(&said["measures"][0], "years")[0]["rows"];
    assert!(rows["source"].is_null() && rows["other_folder"].is_null(), "{rows}");
}
