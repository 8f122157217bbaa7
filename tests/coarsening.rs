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

/// Other age groups than those of the plan of a new project.
fn with_ages(folder: &Folder, groups: &str) {
    let path = folder.path().join("x/plan.toml");
    let plan = std::fs::read_to_string(&path).unwrap();
    let lines = plan
        .lines()
        .map(|line| if line.starts_with("grupper") { format!("grupper = {groups}") } else { line.to_owned() });
    let changed = lines.collect::<Vec<_>>().join("\n");
    assert_ne!(plan.trim_end(), changed.trim_end());
    std::fs::write(path, changed).unwrap();
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
    assert_eq!(figures.count("K4", 2025, "melder=nav_politi"), Some(merged));
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
    for (place, code) in ["01_02_03", "04_05_06", "07_08_09", "10_11_12"].iter().enumerate() {
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
        "merged": [{ "by": "melder", "codes": ["politi", "nav"], "code": "nav_politi" }],
        "left_out": [{ "measure": "K4", "by": "maaned" }],
    });
    assert_eq!(manifest["coarsening"], wanted);
}

/// Age groups with an edge at every age where one of the reports has one.
const AGES: [(u32, u32); 4] = [(0, 5), (6, 12), (13, 15), (16, 17)];
const AT_EACH: [u64; 4] = [6, 25, 9, 3];

/// So many children of each age group in 2024 and in 2025, one report each.
fn by_age(late: u64) -> Folder {
    let folder = project(&[]);
    let mut population = String::from("kommune,alder,kjonn,aar,antall\n");
    for year in [2024, 2025] {
        write_ages(&folder, year, 0);
        for age in 0..=17 {
            population.push_str(&format!("3418,{age},jente,{},35\n3418,{age},gutt,{},36\n", year + 1, year + 1));
        }
    }
    folder.file("x/reference/folkemengde.csv", population);
    let ran = report(&folder, &["--aar", "2024"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    write_ages(&folder, 2024, late);
    folder
}

/// `late` children of the second group came after the year was published.
fn write_ages(folder: &Folder, year: i32, late: u64) {
    let mut text = String::from("melding_id,barn_id,mottatt,melder,innhold,fodselsdato,kjonn,konkludert,konklusjon\n");
    let mut child = 0;
    for ((from, _), count) in AGES.iter().zip(AT_EACH) {
        for _ in 0..count + if *from == 6 { late } else { 0 } {
            child += 1;
            let born = year - i32::try_from(*from).unwrap() - 1;
            text.push_str(&format!("M{child},B{child},{year}-02-10,skole,,{born}-05-01,jente,{year}-02-15,\n"));
        }
    }
    folder.file(&format!("x/exports/{year}/bekymringsmelding.csv"), text);
}

/// Whoever has all these reports, and takes 2024's figures in them to be of the same rows: the least and the most that each
/// age group may hold. A withheld figure says nothing here.
fn worked_out(folder: &Folder, bundles: &[&str]) -> [(u64, u64); 4] {
    let mut told: Vec<(Vec<usize>, u64)> = Vec::new();
    for bundle in bundles {
        let figures = folder.figures(&format!("x/reports/{bundle}"));
        for row in figures
            .rows()
            .iter()
            .filter(|row| row["indikator"] == "K1" && row["aar"] == "2024" && row["kommune"] == "3418")
        {
            let ages = match row["fordeling"].strip_prefix("aldersgruppe=").map(|code| code.split_once('-').unwrap()) {
                None if row["fordeling"].is_empty() => (0, 17),
                Some((from, to)) if from != "annen" => (from.parse().unwrap(), to.parse().unwrap()),
                _ => continue,
            };
            let atoms = (0..4).filter(|at| ages.0 <= AGES[*at].0 && AGES[*at].1 <= ages.1).collect();
            told.extend(row["teller"].parse().ok().map(|count| (atoms, count)));
        }
    }
    let mut ends = [(u64::MAX, 0); 4];
    for filling in 0..40_u64.pow(4) {
        let atoms = [filling % 40, filling / 40 % 40, filling / 1_600 % 40, filling / 64_000];
        if told.iter().all(|(of, count)| of.iter().map(|at| atoms[*at]).sum::<u64>() == *count) {
            for (end, atom) in ends.iter_mut().zip(atoms) {
                *end = (end.0.min(atom), end.1.max(atom));
            }
        }
    }
    ends
}

/// 2024 was published by four age groups, of which the last holds three children. What comes later shows 13–17 as one: nine of
/// the twelve are known.
#[test]
fn what_an_earlier_report_had_in_more_detail_is_not_given_away_in_less() {
    let folder = by_age(0);
    let known = worked_out(&folder, &["2024-aar"]);
    assert!(known[3].1 - known[3].0 > 4, "nothing is out yet: {known:?}");
    with_ages(&folder, "[[0, 5], [6, 12], [13, 17]]");
    let mut bundles = vec!["2024-aar"];
    for (window, bundle) in [("mai", "2025-mai"), ("aar", "2025-aar")] {
        let ran = report(&folder, &["--aar", "2025", "--vindu", window]);
        assert_eq!(ran.code, 0, "{window}: {ran:?}");
        bundles.push(bundle);
    }
    // May's 2024 is another part of the year, but every report came in February.
    let known = worked_out(&folder, &bundles);
    assert!(known[3].0 == 0 || known[3].1 > 4, "{known:?}");
    let figures = folder.figures("x/reports/2025-aar");
    assert!(figures.find("K1", 2025, "aldersgruppe=13-17").is_some());
}

/// As much, where a whole table is left out afterwards, and where rows came late.
#[test]
fn a_table_that_is_left_out_is_not_forgotten() {
    let left_out = "[[utelat]]\nmaal = \"K1\"\nfordeling = \"aldersgruppe\"\n";
    for (late, sections) in [(0, left_out), (6, left_out), (6, "")] {
        let folder = by_age(late);
        match sections {
            "" => with_ages(&folder, "[[0, 5], [6, 12], [13, 17]]"),
            sections => with_plan(&folder, sections),
        }
        let ran = report(&folder, &["--aar", "2025"]);
        assert_eq!(ran.code, 0, "{late} {sections}: {ran:?}");
        if late == 0 {
            let known = worked_out(&folder, &["2024-aar", "2025-aar"]);
            assert!(known[3].0 == 0 || known[3].1 > 4, "{sections}: {known:?}");
        } else {
            // The late six are of another age group: 13–17 and 13–15 are still of the same rows.
            let (old, new) = (folder.figures("x/reports/2024-aar"), folder.figures("x/reports/2025-aar"));
            let [before, after] = [(&old, "13-15"), (&new, "13-17")].map(|(of, code)| {
                of.find("K1", 2024, &format!("aldersgruppe={code}")).and_then(|row| row["teller"].parse::<u64>().ok())
            });
            assert!(before.zip(after).is_none_or(|(before, after)| after - before > 4), "{before:?} of {after:?}");
        }
    }
}

/// May's report shows the total, the year's the first quarter: what is left is April.
#[test]
fn quarters_do_not_tell_a_month() {
    let folder = project(&[]);
    let mut text = String::from("melding_id,barn_id,mottatt,melder,innhold,fodselsdato,kjonn,konkludert,konklusjon\n");
    let of_month = [6, 6, 5, 3, 9, 9, 9, 9, 9, 9, 9, 9];
    let months = (1..).zip(of_month).flat_map(|(month, count)| std::iter::repeat_n(month, count));
    for (child, month) in months.enumerate() {
        text.push_str(&format!("M{child},B{child},2025-{month:02}-10,skole,,2012-05-01,jente,2025-{month:02}-15,\n"));
    }
    folder.file("x/exports/2025/bekymringsmelding.csv", text);
    let quarter = |first: u32| {
        format!(
            "[[slaa_sammen]]\nfordeling = \"maaned\"\nkoder = [\"{first:02}\", \"{:02}\", \"{:02}\"]\n",
            first + 1,
            first + 2
        )
    };
    with_plan(&folder, &[1, 4, 7, 10].map(quarter).concat());
    for window in ["mai", "aar"] {
        let ran = report(&folder, &["--aar", "2025", "--vindu", window]);
        assert_eq!(ran.code, 0, "{window}: {ran:?}");
    }
    let [may, year] = ["2025-mai", "2025-aar"].map(|bundle| folder.figures(&format!("x/reports/{bundle}")));
    let told = [may.count("K4", 2025, ""), year.count("K4", 2025, "maaned=01_02_03")];
    assert!(told.contains(&None), "20 less 17: {told:?}");
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
    let shown = |of: &serde_json::Value| number(of, "shown");
    assert!(shown(&best["protection"]) > shown(&found["now"]));
    assert!(!folder.path().join("x/reports").exists(), "nothing is written");
    with_plan(&folder, best["plan"].as_str().unwrap());
    assert_eq!(report(&folder, &["--aar", "2025"]).code, 0);
    let manifest: serde_json::Value =
        serde_json::from_slice(&folder.files("x/reports/2025-aar")["manifest.json"]).unwrap();
    assert_eq!(manifest["protection"]["withheld"], best["protection"]["withheld"]);
    let figures = folder.figures("x/reports/2025-aar");
    let own = figures.rows().iter().filter(|row| row["kommune"] == "3418" && !row["verdi"].is_empty());
    assert_eq!(own.count() as u64, shown(&best["protection"]));
}

#[test]
fn what_the_plan_cannot_mean_is_refused_with_what_it_could() {
    let folder = project(&[(2025, 7)]);
    with_plan(&folder, "[[slaa_sammen]]\nfordeling = \"melder\"\nkoder = [\"politi\", \"tante\"]\n");
    let ran = report(&folder, &["--aar", "2025"]);
    assert_eq!(ran.code, 2, "{ran:?}");
    assert!(ran.stderr.contains("«tante»") && ran.stderr.contains("lege-sykehus"), "{}", ran.stderr);
}

#[test]
fn a_merge_of_what_the_data_do_not_have_is_told() {
    let folder = project(&[(2025, 7)]);
    with_plan(&folder, "[[slaa_sammen]]\nfordeling = \"enhet\"\nkoder = [\"skole-2\", \"skoel-3\"]\n");
    let ran = folder.run(&["check", "-C", "x", "--aar", "2025"]);
    assert!(ran.code == 0 && ran.stdout.contains("C093"), "{ran:?}");
}
