//! How published files leak, through the whole program: nothing in the files may depend on what is withheld.
//!
//! Two projects that differ only in what is withheld must give the same bytes: whatever is hidden in a sheet, a chart, a
//! text, an order, a name of a file would differ. The other ways are listed in `docs/privacy.md` with their tests.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use crate::harness::Folder;

const FROM: [&str; 5] = ["fastlege", "nav", "barnehage", "skole", "helsestasjon"];

/// The first of a sender's rows lie in every window, so that what is withheld in the year is withheld in each part of it.
const IN_EVERY_WINDOW: usize = 6;

/// A project with so many referrals from each sender, the same children, days and ages whoever sent them.
fn project(counts: [usize; 5]) -> Folder {
    let folder = Folder::project();
    referrals(&folder, 2025, counts);
    folder
}

fn referrals(folder: &Folder, year: u16, counts: [usize; 5]) {
    let senders = FROM.iter().zip(counts).flat_map(|(from, count)| std::iter::repeat_n(*from, count));
    let row = |(place, from): (usize, &str)| {
        let months = if place < IN_EVERY_WINDOW { 4 } else { 12 };
        let (day, month, sex) = (1 + place % 28, 1 + place % months, ["jente", "gutt"][place % 2]);
        format!("H{place:04};B{place:04};{year}-{month:02}-{day:02};{from};rus;{};{sex};;\n", 6 + place % 10)
    };
    let rows: String = senders.enumerate().map(row).collect();
    let header = "henvisning_id;barn_id;mottatt;fra;arsak;alder;kjonn;forste_samtale;avsluttet\n";
    folder.file(&format!("exports/{year}/henvisning.csv"), format!("{header}{rows}"));
}

/// The public bundle of the year; of the files that were read, their names only.
fn bundle(folder: &Folder) -> BTreeMap<String, Vec<u8>> {
    reported(folder, "reports/2025-aar", &["--aar", "2025"])
}

fn reported(folder: &Folder, bundle: &str, arguments: &[&str]) -> BTreeMap<String, Vec<u8>> {
    let ran = folder.run(&[&["report", "-C", "."], arguments].concat());
    assert_eq!(ran.code, 0, "{ran:?}");
    let mut files = folder.files(bundle);
    let mut manifest: serde_json::Value = serde_json::from_slice(&files["manifest.json"]).unwrap();
    for input in manifest["inputs"].as_array_mut().unwrap() {
        let input = input.as_object_mut().unwrap();
        input.remove("sha256");
        input.remove("bytes");
    }
    files.insert("manifest.json".to_owned(), manifest.to_string().into_bytes());
    files
}

/// What is shown of each sender that has a row.
fn by_sender(folder: &Folder) -> Vec<Option<u64>> {
    senders_in(folder, "reports/2025-aar")
}

fn senders_in(folder: &Folder, bundle: &str) -> Vec<Option<u64>> {
    let figures = folder.figures(bundle);
    // A bundle is called after its year.
    let year = bundle.trim_start_matches("reports/")[..4].parse().unwrap();
    let rows = FROM.iter().filter_map(|from| figures.find("E3", year, &format!("fra={from}")));
    rows.map(|row| row["teller"].parse().ok()).collect()
}

fn are_the_same(one: &BTreeMap<String, Vec<u8>>, other: &BTreeMap<String, Vec<u8>>) {
    assert_eq!(one.keys().collect::<Vec<_>>(), other.keys().collect::<Vec<_>>());
    let differ: Vec<&String> = one.iter().filter(|(name, bytes)| other[*name] != **bytes).map(|it| it.0).collect();
    assert!(differ.is_empty(), "{differ:?}");
}

/// Hidden rows and sheets, white text, comments, defined names, cached values, chart caches, properties, names of files,
/// tooltips, alternative text, bar heights, axes, the order of categories, conditional formats, running text, JSON.
#[test]
fn what_is_withheld_moves_no_byte() {
    let projects = [[2, 4, 30, 40, 9], [4, 2, 30, 40, 9], [3, 3, 30, 40, 9]].map(project);
    let bundles = projects.each_ref().map(bundle);
    for folder in &projects {
        assert_eq!(by_sender(folder), [None, None, Some(30), Some(40), Some(9)]);
    }
    are_the_same(&bundles[0], &bundles[1]);
    are_the_same(&bundles[0], &bundles[2]);
}

/// The windows, each with the report before it: the year beside the year before, and each part of the year beside another.
const REPORTS: [(&str, &[&str]); 4] = [
    ("reports/2024-aar", &["--aar", "2024"]),
    ("reports/2025-mai", &["--aar", "2025", "--vindu", "mai", "--forrige", "reports/2024-aar"]),
    ("reports/2025-september", &["--aar", "2025", "--vindu", "september", "--forrige", "reports/2025-mai"]),
    ("reports/2025-aar", &["--aar", "2025", "--forrige", "reports/2024-aar"]),
];

/// Every file of a bundle, and every part of those that are archives, however deep.
fn unpacked(files: BTreeMap<String, Vec<u8>>) -> BTreeMap<String, Vec<u8>> {
    let mut all = BTreeMap::new();
    for (name, bytes) in files {
        if let Ok(mut archive) = zip::ZipArchive::new(Cursor::new(&bytes)) {
            let mut parts = BTreeMap::new();
            for at in 0..archive.len() {
                let mut part = archive.by_index(at).unwrap();
                let mut bytes = Vec::new();
                part.read_to_end(&mut bytes).unwrap();
                parts.insert(format!("{name}/{}", part.name().unwrap()), bytes);
            }
            all.extend(unpacked(parts));
        }
        all.insert(name, bytes);
    }
    all
}

#[test]
fn what_is_withheld_moves_no_byte_in_any_window() {
    let projects = [[2, 4, 30, 40, 60], [4, 2, 30, 40, 60]].map(|counts| {
        let folder = project(counts);
        referrals(&folder, 2024, [counts[1], counts[0], 30, 40, 60]);
        folder
    });
    for (bundle, arguments) in REPORTS {
        let [one, other] = projects.each_ref().map(|folder| unpacked(reported(folder, bundle, arguments)));
        for part in
            [".xlsx/xl/workbook.xml", ".docx/word/document.xml", ".html", "data/indikatorer.csv", ".svg", ".png"]
        {
            assert!(one.keys().any(|name| name.ends_with(part)), "no {part} in {bundle}");
        }
        for folder in &projects {
            let shown = senders_in(folder, bundle);
            assert_eq!(shown[..2], [None, None], "{bundle}");
            assert!(shown.len() == 5 && shown[3].is_some(), "{bundle}: {shown:?}");
        }
        are_the_same(&one, &other);
    }
}

/// A number that stands nowhere else, and that nobody may see: it covers the two.
const PLANTED: usize = 3607;

#[test]
fn a_withheld_number_stands_in_no_byte_of_any_file() {
    let folder = project([2, PLANTED, 0, 0, 0]);
    referrals(&folder, 2024, [2, PLANTED, 0, 0, 0]);
    let mut searched = 0;
    for (bundle, arguments) in REPORTS {
        let files = unpacked(reported(&folder, bundle, arguments));
        assert_eq!(senders_in(&folder, bundle), [None, None], "{bundle}");
        for (name, bytes) in &files {
            assert_eq!(found(bytes, PLANTED), None, "{bundle}/{name}");
            searched += bytes.len();
        }
        // The total, which everybody may see, is found by the same search.
        if arguments.contains(&"--vindu") {
            continue;
        }
        for part in ["xl/worksheets/sheet", "word/document.xml", ".html", "data/indikatorer.csv"] {
            let of_part = files.iter().filter(|(name, _)| name.contains(part));
            assert!(of_part.into_iter().any(|(_, bytes)| found(bytes, PLANTED + 2).is_some()), "{bundle}: {part}");
        }
    }
    assert!(searched > 5_000_000, "{searched} bytes");
}

/// Where a number stands by itself, as people or programs write it.
fn found(bytes: &[u8], number: usize) -> Option<String> {
    let (thousands, rest) = (number / 1000, number % 1000);
    let separators = ["", " ", "\u{a0}", "\u{202f}", "&#160;", "&nbsp;", ",", "."];
    separators.into_iter().map(|between| format!("{thousands}{between}{rest:03}")).find(|written| {
        let mut windows = bytes.windows(written.len()).enumerate();
        windows.any(|(at, window)| {
            let before = at.checked_sub(1).and_then(|at| bytes.get(at));
            let is_alone = |byte: Option<&u8>| byte.is_none_or(|byte| !byte.is_ascii_alphanumeric());
            window == written.as_bytes() && is_alone(before) && is_alone(bytes.get(at + written.len()))
        })
    })
}

/// The small one and the one that covers it have changed places.
#[test]
fn primary_and_secondary_marks_are_the_same() {
    let projects = [[2, 8, 30, 40, 20], [8, 2, 30, 40, 20]].map(project);
    let bundles = projects.each_ref().map(bundle);
    assert_eq!(by_sender(&projects[0]), [None, None, Some(30), Some(40), Some(20)]);
    are_the_same(&bundles[0], &bundles[1]);
}

/// A remainder of one thing: whatever it is called, it is a category with one in it.
#[test]
fn others_that_hold_one_thing_are_withheld_and_covered() {
    let folder = project([0, 0, 30, 40, 1]);
    bundle(&folder);
    assert_eq!(
        by_sender(&folder),
        [None, Some(40), None],
        "thirty cover the one: the total less forty and thirty is one"
    );
}

/// What a unit has done is nobody's; whom it was done with is.
#[test]
fn a_unit_with_one_child_shows_none() {
    let folder = Folder::project();
    let row = |unit: &str, done: u64| format!("31.01.2025;epds;{unit};{done};0;0\n");
    let rows = [("Barnehage 1", 1), ("Barnehage 2", 20), ("Barnehage 3", 30)].map(|(unit, done)| row(unit, done));
    folder.file(
        "exports/2025/kartlegging.csv",
        format!("dato;verktoy;enhet;utfort;over_grense;fulgt_opp\n{}", rows.concat()),
    );
    let ran = folder.run(&["report", "-C", ".", "--aar", "2025"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    let figures = folder.figures("reports/2025-aar");
    let of_units: Vec<_> = figures
        .rows()
        .iter()
        .filter(|row| row["fordeling"].starts_with("enhet=") && row["indikator"] == "T1")
        .collect();
    let withheld = of_units.iter().filter(|row| row["status"] == ":").count();
    assert_eq!((of_units.len(), withheld), (3, 2), "{of_units:?}");
}

/// The edition for the council is not read by the public one, and says nothing to it.
#[test]
fn the_internal_edition_changes_nothing_in_the_public_one() {
    let [alone, beside] = [[2, 3, 30, 40, 9]; 2].map(project);
    let ran = beside.run(&["report", "-C", ".", "--aar", "2025", "--audience", "intern"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    are_the_same(&bundle(&alone), &bundle(&beside));
}
