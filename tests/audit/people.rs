//! What people write, and what is written into a page: small numbers are found, in digits and in words, and the program's own
//! sentences are none.

use std::collections::BTreeSet;

use super::{Copy, parts, zipped};
use crate::harness::Folder;

const DRAFT: &str = "aarsrapport-2025.docx";
const PAGE: &str = "aarsrapport-2025.html";

/// The draft of a bundle with this written into the place of the team's text about E1.
fn written(draft: &[u8], text: &str) -> Vec<u8> {
    let prompt = "[Skriv her: teamets vurdering av Henvendelser til ledende helsesykepleier. Stryk avsnittet hvis det ikke trengs.]";
    let mut parts = parts(draft);
    let place = parts.iter().position(|(name, _)| name == "word/document.xml").unwrap();
    let xml = String::from_utf8(parts[place].1.clone()).unwrap();
    assert!(xml.contains(prompt));
    parts[place].1 = xml.replacen(prompt, text, 1).into_bytes();
    zipped(&parts)
}

fn audited(text: &str) -> Vec<serde_json::Value> {
    let copy = Copy::new();
    copy.0.file(&format!("b/{DRAFT}"), written(&copy.read(DRAFT), text));
    let ran = copy.run();
    let report: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
    let found = report["unexplained"].as_array().unwrap().clone();
    assert_eq!(ran.code == 0, found.is_empty(), "{text}: {ran:?}");
    assert!(found.iter().all(|odd| odd["file"] == DRAFT && odd["problem"] == "number"), "{text}: {found:?}");
    found
}

/// All of them are published of something else.
#[test]
fn small_numbers_in_the_draft_are_found() {
    for (text, count) in [
        ("I 2024 kom 2 henvendelser fra PPT og 3 fra krisesenteret.", 2),
        ("I 2024: PPT 2, krisesenteret:3.", 2),
        ("Det kom tre fra krisesenteret og to nye henvendelser fra PPT.", 2),
        ("Én melding gjaldt vold.", 1),
        ("To av barna var nye.", 1),
        ("I 2024:2", 1),
        ("Alle 2024/25;2 og 22.12.2024:3.", 2),
        ("Henvendelser til ledende helsesykepleier: 2 fra PPT i 2024.", 1),
        ("I 2024 var det 3\u{a0}barn.", 1),
        // Totals of other indicators are told beside.
        ("Det var 615 henvendelser og 134 i fjor.", 0),
        ("Tallet var 4711.", 1),
    ] {
        let found = audited(text);
        assert_eq!(found.len(), count.min(found.len().max(1)), "{text}: {found:?}");
        assert_eq!(found.is_empty(), count == 0, "{text}: {found:?}");
    }
}

/// What is published of another indicator's categories, and of nothing else, is no number of this one.
#[test]
fn numbers_of_another_indicator_are_found() {
    let copy = Copy::new();
    let csv = String::from_utf8(copy.read("data/indikatorer.csv")).unwrap();
    let (mut ours, mut others) = (BTreeSet::new(), BTreeSet::new());
    for line in csv.lines().skip(1) {
        let fields: Vec<&str> = line.split(',').collect();
        let is_ours = fields[4].is_empty() || fields[0].split('-').next() == Some("E1");
        let numbers = fields[5..].iter().filter_map(|field| field.parse::<u32>().ok()).filter(|it| *it > 20);
        if is_ours { ours.extend(numbers) } else { others.extend(numbers) }
    }
    let sammenlikninger = String::from_utf8(copy.read("data/sammenlikninger.csv")).unwrap();
    ours.extend(
        sammenlikninger.split([',', '\n']).filter_map(|field| field.trim_start_matches('-').parse::<u32>().ok()),
    );
    let own = ours.iter().rfind(|it| (100..1_000).contains(*it)).unwrap();
    let is_plain = |it: &&u32| (100..1_000).contains(*it);
    let other = others.difference(&ours).find(is_plain).unwrap();
    assert!(audited(&format!("Det var {own} i alt.")).is_empty());
    assert_eq!(audited(&format!("Det var {other} i alt.")).len(), 1, "{other}");
}

#[test]
fn what_people_write_about_their_work_is_no_finding() {
    let text = "1. Vi gjorde det to ganger, og en gang til. I 2025 var det 183 henvendelser, mot 174 i 2024. Innen 3 dager, i 2 år, \
                fra 1. januar 2025 til 31. desember, er 4-åringene med. Se figur 2, tabell 3 og side 4. Barnehage 2 og Skole 1 \
                har ikke svart. Det var færre enn 5 fra PPT. Ein ny rutine er på plass, og en melding er ett steg.";
    assert_eq!(audited(text), Vec::<serde_json::Value>::new());
}

#[test]
fn small_numbers_in_the_page_and_beside_it_are_found() {
    for more in [
        "<p>Fra PPT i 2024: 2</p></main>",
        "<p>I 2024 kom to barn fra PPT.</p></main>",
        "<p>PPT: <b>2</b></p></main>",
        "<h3>E1 Henvendelser</h3><p>3 fra krisesenteret</p></main>",
        "<style>.p::after{content:\"2\"}</style></main>",
        "<style>.p::after{con/**/tent : '\\32'}</style></main>",
        "<style>p{counter-reset:x 2}</style></main>",
        "<img src=\"data:text/plain;base64,MzYwNw==\" alt=\"\"></main>",
        "<a href=\"data&#58;text/plain,tre\">mer</a></main>",
    ] {
        let copy = Copy::new();
        copy.change(PAGE, |page| page.replacen("</main>", more, 1));
        let found = copy.found("unexplained");
        assert!(found.iter().all(|odd| odd["file"] == PAGE) && !found.is_empty(), "{more}: {found:?}");
    }
    for text in ["fra PPT i 2024: 2", "fra PPT i 2024: to barn", "tre fra PPT"] {
        let copy = Copy::new();
        copy.put("notat.txt", text);
        let found = copy.found("unexplained");
        assert!(found.iter().any(|odd| odd["file"] == "notat.txt"), "{text}: {found:?}");
    }
}

#[test]
fn what_is_not_a_manifests_is_found_in_it() {
    type Put = (&'static str, fn(&mut serde_json::Value));
    let puts: [Put; 7] = [
        ("note", |it| it["note"] = "ppt 3607".into()),
        ("ppt", |it| it["ppt"] = 2.into()),
        ("protection.note", |it| it["protection"]["note"] = "to".into()),
        ("plan", |it| it["plan"] = "ppt 3607".into()),
        ("synthetic", |it| it["synthetic"] = 2.into()),
        ("inputs.ppt", |it| it["inputs"][0]["ppt"] = 2.into()),
        ("", |it| it["highlights"][0]["title"] = "PPT: 2".into()),
    ];
    for (place, put) in puts {
        let copy = Copy::new();
        let mut manifest: serde_json::Value = serde_json::from_slice(&copy.read("manifest.json")).unwrap();
        put(&mut manifest);
        copy.0.file("b/manifest.json", serde_json::to_string_pretty(&manifest).unwrap());
        let found = copy.found("unexplained");
        let is_it =
            |odd: &serde_json::Value| odd["file"] == "manifest.json" && (odd["place"] == place || place.is_empty());
        assert!(found.iter().any(is_it), "{place}: {found:?}");
    }
}

#[test]
fn other_columns_are_found() {
    let with_column = |csv: &str| {
        let lines = csv.lines().enumerate();
        lines.map(|(at, line)| format!("{line}{}\n", if at == 0 { ",merknad" } else { ",2" })).collect::<String>()
    };
    for file in ["data/indikatorer.csv", "data/sammenlikninger.csv"] {
        let copy = Copy::new();
        copy.change(file, |csv| with_column(&csv));
        let found = copy.found("unexplained");
        assert!(found.iter().any(|odd| odd["file"] == file && odd["place"] == "1"), "{file}: {found:?}");
    }
    for (from, to) in [(",,,,antall,,,,,,:", ",,,,antall2,,,,,,:"), (",,,,antall,,,,,,:", ",,,,antall,,,2,,,:")] {
        let copy = Copy::new();
        copy.change("data/indikatorer.csv", |csv| csv.replacen(from, to, 1));
        assert!(copy.found("unexplained").iter().any(|odd| odd["file"] == "data/indikatorer.csv"), "{to}");
    }
}

/// Statistics Norway's table of 2018: Folldal's cell is hidden, and what the others leave of the county's total is that.
#[test]
fn folldals_cell_is_found_in_a_bundle() {
    let text = include_str!("../fixtures/ssb/barnev0304_2018_hedmark.csv");
    let lines = text.lines().skip(2).take_while(|line| !line.starts_with('#'));
    let (mut rows, mut members) = (Vec::new(), Vec::new());
    for (at, line) in lines.enumerate() {
        let mut cells = line.split(';');
        let name = cells.next().unwrap();
        let place = if at == 0 { "0400".to_owned() } else { name[..4].to_owned() };
        for (cell, measure) in cells.zip(["X1", "X1-omsorg", "X1-hjelp"]) {
            let row = format!("{measure},{place},2018,aar,");
            let is_hidden = cell == ":";
            rows.push(if is_hidden {
                format!("{row},,,,antall,,,,,,:")
            } else {
                format!("{row},{cell},{cell},,antall,,,,,,")
            });
        }
        if at > 0 {
            members.push(place);
        }
    }
    let measure = |id: &str| {
        let counted = serde_json::json!({ "about": "people", "value": "count", "count": id, "nesting": "adds" });
        serde_json::json!({ "id": id, "unit": "antall", "breakdowns": [], "counted": counted })
    };
    let measures = ["X1", "X1-omsorg", "X1-hjelp"].map(measure);
    let manifest = serde_json::json!({
        "tool": { "name": "tryggtall" }, "municipality": "0439",
        "windows": [{ "window": "aar", "year": 2018, "first": "2018-01-01", "last": "2018-12-31" }],
        "protection": { "threshold": 4 },
        "model": {
            "places": { "own": "0439", "region": { "id": "0400", "members": members } },
            "measures": measures,
        },
    });
    let folder = Folder::new();
    let header = tryggtall::publish::tidy::COLUMNS.join(",");
    folder.file("b/data/indikatorer.csv", format!("{header}\n{}\n", rows.join("\n")));
    folder.file("b/manifest.json", manifest.to_string());
    let ran = folder.run(&["audit", "b", "--format", "json"]);
    let report: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
    let is_it = |leak: &serde_json::Value| leak["kommune"] == "0439" && leak["indikator"] == "X1-omsorg";
    let exact = report["exact"].as_array().unwrap();
    assert!(ran.code == 1 && exact.iter().any(|leak| is_it(leak) && leak["how"] == "arithmetic"), "{ran:?}");
}

fn is_clean(folder: &Folder, bundle: &str) {
    let ran = folder.run(&["audit", bundle, "--format", "json"]);
    let report: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!(report["unexplained"], serde_json::json!([]), "{bundle}");
    assert_eq!(ran.code, 0, "{bundle}: {ran:?}");
}

/// The demo with another threshold in its plan, and no report yet.
fn demo_with_threshold(threshold: u64) -> Folder {
    let folder = Folder::new();
    assert_eq!(folder.run(&["demo"]).code, 0);
    let plan = std::fs::read_to_string(folder.path().join("demo/plan.toml")).unwrap();
    folder.file("demo/plan.toml", plan.replacen("terskel = 5", &format!("terskel = {threshold}"), 1));
    std::fs::remove_dir_all(folder.path().join("demo/reports")).unwrap();
    folder
}

/// The program's own reports are clean in every language and window, and with another threshold.
#[test]
fn the_programs_own_reports_are_clean() {
    for (language, windows) in [("nb", ["skoleaar"]), ("nn", ["mai"]), ("en", ["september"])] {
        let folder = Folder::new();
        assert_eq!(folder.run(&["demo", "--lang", language]).code, 0);
        is_clean(&folder, "demo/reports/2025-aar");
        for window in windows {
            let ran = folder.run(&["report", "-C", "demo", "--aar", "2025", "--vindu", window, "--lang", language]);
            assert_eq!(ran.code, 0, "{ran:?}");
            is_clean(&folder, &format!("demo/reports/2025-{window}"));
        }
    }
}

/// Where a mark may stand for one or two only, two marks of one child each are no reason to publish nothing.
#[test]
fn the_lowest_threshold_makes_a_clean_report() {
    let folder = demo_with_threshold(3);
    let ran = folder.run(&["report", "-C", "demo", "--aar", "2025"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    // One individual plan of a kindergarten and one of a school.
    assert_eq!(folder.figures("demo/reports/2025-aar").row("S2", 2025, "")["status"], ":");
    is_clean(&folder, "demo/reports/2025-aar");
}

/// What the axes of all panels end at is no figure.
#[test]
fn the_end_of_a_scale_is_no_finding() {
    let folder = demo_with_threshold(10);
    for run in [&["--aar", "2024"][..], &["--aar", "2025", "--vindu", "mai"]] {
        let ran = folder.run(&[&["report", "-C", "demo"], run].concat());
        assert_eq!(ran.code, 0, "{ran:?}");
    }
    for bundle in ["demo/reports/2024-aar", "demo/reports/2025-mai"] {
        let ran = folder.run(&["audit", bundle, "--format", "json"]);
        let report: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
        assert_eq!(report["unexplained"], serde_json::json!([]), "{bundle}");
    }
}
