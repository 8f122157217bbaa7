//! How published files leak, through the whole program: nothing in the files may depend on what is withheld.
//!
//! Two projects that differ only in what is withheld must give the same bytes: whatever is hidden in a sheet, a chart, a
//! text, an order, a name of a file would differ. The other ways are listed in `docs/privacy.md` with their tests.

use std::collections::BTreeMap;

use crate::harness::Folder;

const FROM: [&str; 5] = ["fastlege", "nav", "barnehage", "skole", "helsestasjon"];

/// A project with so many referrals from each sender, the same children, days and ages whoever sent them.
fn project(counts: [usize; 5]) -> Folder {
    let folder = Folder::project();
    let senders = FROM.iter().zip(counts).flat_map(|(from, count)| std::iter::repeat_n(*from, count));
    let row = |(place, from): (usize, &str)| {
        let (day, month, sex) = (1 + place % 28, 1 + place % 12, ["jente", "gutt"][place % 2]);
        format!("H{place:04};B{place:04};2025-{month:02}-{day:02};{from};rus;{};{sex};;\n", 6 + place % 10)
    };
    let rows: String = senders.enumerate().map(row).collect();
    let header = "henvisning_id;barn_id;mottatt;fra;arsak;alder;kjonn;forste_samtale;avsluttet\n";
    folder.file("exports/2025/henvisning.csv", format!("{header}{rows}"));
    folder
}

/// The public bundle; of the files that were read, their names only.
fn bundle(folder: &Folder) -> BTreeMap<String, Vec<u8>> {
    let ran = folder.run(&["report", "-C", ".", "--aar", "2025"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    let mut files = folder.files("reports/2025-aar");
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
    let figures = folder.figures("reports/2025-aar");
    let rows = FROM.iter().filter_map(|from| figures.find("E3", 2025, &format!("fra={from}")));
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
