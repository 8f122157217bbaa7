//! Random small projects reported one time after the other: May, September, the year, the next year's May and year. Rows
//! come late, and are concluded in the meantime. What lies in `reports/` after each run is what everybody has: the audit of
//! each report with all that were before it must find nothing.

use std::collections::BTreeMap;

use chrono::{Datelike, Days, NaiveDate};

use crate::harness::Folder;
use crate::random::Random;

/// The reports: year, window and the last day of it.
const REPORTS: [(i32, &str, (u32, u32)); 5] = [
    (2024, "mai", (4, 30)),
    (2024, "september", (8, 31)),
    (2024, "aar", (12, 31)),
    (2025, "mai", (4, 30)),
    (2025, "aar", (12, 31)),
];

/// Referrals by two things at once, which the catalogue has not.
const OWN: &str = r#"id = "X1"
order = 200
title = { nb = "Henvisninger", nn = "Tilvisingar", en = "Referrals" }
description = { nb = "Hvor ofte.", nn = "Kor ofte.", en = "How often." }
method = "Rader."
reference = "Teamets vedtak"

[[measure]]
id = "X1"
title = { nb = "Henvisninger", nn = "Tilvisingar", en = "Referrals" }
unit = "antall"
unit_text = { nb = "henvisninger", nn = "tilvisingar", en = "referrals" }
source = "henvisning"
rows = { in-window = "mottatt" }
figure = "rows"
breakdowns = [
  { by = "fra+kjonn", title = { nb = "Hvem og kjønn", nn = "Kven og kjønn", en = "Who and sex" } },
  { by = "arsak+fra", title = { nb = "Årsak og hvem", nn = "Årsak og kven", en = "Reason and who" } },
]
"#;

const SENDERS: [&str; 6] = ["politi", "skole", "barnehage", "nav", "foresatte", "anonym"];
const CONTENTS: [&str; 3] = ["foreldres-rusmisbruk", "foreldres-psykiske-lidelse", "manglende-beskyttelse"];
const FROM: [&str; 4] = ["fastlege", "nav", "barnehage", "skole"];
const REASONS: [&str; 3] = ["samspill", "psykisk-helse", "rus"];

/// A report of concern or a referral.
struct Row {
    is_referral: bool,
    child: usize,
    day: NaiveDate,
    /// The first report whose exports have it.
    known_from: usize,
    /// Concluded, or seen for the first time.
    done: Option<NaiveDate>,
    who: &'static str,
    what: String,
    sex: &'static str,
    age: usize,
}

fn last_day(report: usize) -> NaiveDate {
    let (year, _, (month, day)) = REPORTS[report];
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

fn rows(random: &mut Random) -> Vec<Row> {
    let mut rows = Vec::new();
    for year in [2024, 2025] {
        for is_referral in [false, true] {
            let many = random.of(&[8, 20, 45, 80]);
            rows.extend((0..many).map(|_| row(random, year, is_referral)));
        }
    }
    rows
}

fn row(random: &mut Random, year: i32, is_referral: bool) -> Row {
    let day = NaiveDate::from_ymd_opt(year, 1, 1).unwrap() + Days::new(random.below(365) as u64);
    let natural = (0..REPORTS.len()).find(|report| day <= last_day(*report)).unwrap();
    let late = random.of(&[0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 2]);
    let days = random.of(&[1, 3, 7, 8, 9, 20, 60]);
    // Few senders are common.
    let often = |random: &mut Random, of: &[&'static str]| of[random.below(of.len()).min(random.below(of.len()))];
    let what = match is_referral {
        true => often(random, &REASONS).to_owned(),
        false if random.one_in(3) => format!("{}|{}", CONTENTS[0], CONTENTS[1 + random.below(2)]),
        false => often(random, &CONTENTS).to_owned(),
    };
    Row {
        is_referral,
        child: random.below(60),
        day,
        known_from: natural + late,
        done: (!random.one_in(6)).then(|| day + Days::new(days)),
        who: if is_referral { often(random, &FROM) } else { often(random, &SENDERS) },
        what,
        sex: random.of(&["jente", "gutt"]),
        age: random.below(18),
    }
}

/// The exports as they are when a report is made.
fn export(folder: &Folder, rows: &[Row], report: usize) {
    let today = last_day(report);
    let mut files: BTreeMap<String, String> = BTreeMap::new();
    for (place, row) in rows.iter().enumerate().filter(|(_, row)| row.known_from <= report && row.day <= today) {
        let Row { child, day, who, what, sex, age, .. } = row;
        let done = row.done.filter(|done| *done <= today).map(|done| done.to_string()).unwrap_or_default();
        let (name, header) = if row.is_referral {
            ("henvisning", "henvisning_id;barn_id;mottatt;fra;arsak;alder;kjonn;forste_samtale;avsluttet\n")
        } else {
            ("bekymringsmelding", "melding_id;barn_id;mottatt;melder;innhold;alder;kjonn;konkludert;konklusjon\n")
        };
        let end = match (row.is_referral, done.is_empty()) {
            (false, false) => "ikke-henlagt",
            _ => "",
        };
        let file = files.entry(format!("exports/{}/{name}.csv", day.year())).or_insert_with(|| header.to_owned());
        file.push_str(&format!("R{place:05};B{child:04};{day};{who};{what};{age};{sex};{done};{end}\n"));
    }
    for (path, text) in files {
        folder.file(&path, text);
    }
}

/// What came of the reports.
#[derive(Debug, Default)]
struct Seen {
    clean: usize,
    /// Reports that were not made, as something small would have followed.
    refused: usize,
    /// Reports in which figures stayed as they were published.
    kept: usize,
    withheld: u64,
    cells: u64,
}

/// All reports of one project; gives what was found, with the seed.
fn reported(seed: u64, met: &mut Seen) -> Vec<String> {
    let mut random = Random(seed * 7_919 + 5);
    let folder = Folder::project();
    if seed.is_multiple_of(2) {
        folder.file("indicators/X1.toml", OWN);
    }
    let rows = rows(&mut random);
    let (mut published, mut found): (Vec<String>, Vec<String>) = (Vec::new(), Vec::new());
    for (report, (year, window, _)) in REPORTS.iter().enumerate() {
        // One or another report is not made at all.
        if random.one_in(6) {
            continue;
        }
        export(&folder, &rows, report);
        let ran = folder.run(&["report", "-C", ".", "--aar", &year.to_string(), "--vindu", window]);
        let bundle = format!("reports/{year}-{window}");
        if ran.code != 0 {
            assert!(ran.stdout.contains("C065") || ran.stdout.contains("C088"), "{seed} {bundle}: {ran:?}");
            assert!(folder.files(&bundle).is_empty(), "{seed} {bundle}");
            met.refused += 1;
            continue;
        }
        let manifest: serde_json::Value = serde_json::from_slice(&folder.files(&bundle)["manifest.json"]).unwrap();
        let is_kept = manifest["protection"]["as_published"].as_array().is_some_and(|kept| !kept.is_empty());
        met.kept += usize::from(is_kept);
        let mut arguments = vec!["audit", bundle.as_str(), "--format", "json"];
        if !published.is_empty() {
            arguments.push("--earlier");
            arguments.extend(published.iter().map(String::as_str));
        }
        let ran = folder.run(&arguments);
        let audit: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap_or_else(|_| panic!("{ran:?}"));
        if ran.code == 0 && audit["clean"] == true {
            met.clean += 1;
        } else {
            found.push(format!("{seed} {bundle}: {}", ran.stdout));
        }
        met.cells += audit["cells"].as_u64().unwrap();
        met.withheld += audit["withheld"].as_u64().unwrap();
        published.push(bundle);
    }
    found
}

/// Reports of the projects `seeds`; fewer while something is looked for.
fn all(seeds: std::ops::Range<u64>) -> Seen {
    let mut seen = Seen::default();
    let found: Vec<String> = seeds.flat_map(|seed| reported(seed, &mut seen)).collect();
    assert!(found.is_empty(), "{}: {}", found.len(), found.join("\n"));
    seen
}

/// What is refused is refused aloud, and mostly because rows came late: what an earlier report said of them is then known,
/// and the audit finds what follows.
fn is_useful(seen: &Seen) -> bool {
    seen.clean > 40 && seen.refused < seen.clean && seen.kept > 0
}

// Two tests, for two cores.

#[test]
fn reports_one_after_the_other_give_nothing_away() {
    let seen = all(0..16);
    assert!(is_useful(&seen), "{seen:?}");
}

#[test]
fn nor_do_those_of_other_projects() {
    let seen = all(16..32);
    assert!(is_useful(&seen), "{seen:?}");
}
