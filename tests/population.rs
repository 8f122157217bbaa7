//! Inhabitants that are not all there: which 1 January a share is set against, and that it is said.

use crate::harness::Folder;

/// Reports of 2025, and inhabitants on 1 January 2025 and 2026 but for those that `is_left_out` says.
fn project(is_left_out: impl Fn(i32, &str, i32) -> bool) -> Folder {
    let folder = Folder::project();
    let mut rows = String::from("melding_id,barn_id,mottatt,melder,innhold,fodselsdato,kjonn,konkludert,konklusjon\n");
    for number in 0..60 {
        let (born, sex) = (2009 + number % 16, if number % 2 == 0 { "jente" } else { "gutt" });
        rows += &format!("M{number},B{number},2025-03-10,skole,,{born}-02-01,{sex},2025-03-12,\n");
    }
    folder.file("exports/2025/bekymringsmelding.csv", rows);
    let mut inhabitants = String::from("kommune,alder,kjonn,aar,antall\n");
    for (year, age) in (2025..=2026).flat_map(|year| (0..=17).map(move |age| (year, age))) {
        for sex in ["jente", "gutt"].into_iter().filter(|sex| !is_left_out(year, sex, age)) {
            inhabitants += &format!("3418,{age},{sex},{year},{}\n", if year == 2025 { 30 } else { 40 });
        }
    }
    folder.file("reference/folkemengde.csv", inhabitants);
    folder
}

fn findings(folder: &Folder, id: &str) -> Vec<(String, String)> {
    let ran = folder.run(&["check", "--aar", "2025", "--mangelliste", "nei", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap_or_else(|error| panic!("{error}: {ran:?}"));
    let all = json["findings"].as_array().unwrap().iter().filter(|it| it["id"] == id);
    all.map(|it| {
        assert!(it["severity"] == "warning" && it["file"] == "reference", "{it}");
        (it["expected"].as_str().unwrap().to_owned(), it["action"].as_str().unwrap().to_owned())
    })
    .collect()
}

#[test]
fn a_group_that_is_not_all_there_has_the_year_before_and_that_is_said() {
    let folder = project(|year, sex, age| (year, sex, age) == (2026, "gutt", 3));
    let found = findings(&folder, "C076");
    let of_k1: Vec<_> = found.iter().filter(|(expected, _)| expected.contains("; K1 har")).collect();
    let [(expected, action)] = of_k1.as_slice() else { panic!("{found:?}") };
    for said in ["1. januar 2026", "1. januar 2025 som nevner", "0–17 år", "0–17 år, gutt", "0–5 år"] {
        assert!(expected.contains(said), "{said}: {expected}");
    }
    assert!(!expected.contains("jente") && !expected.contains("6–12") && action.contains("07459"), "{expected}");
    assert!(findings(&folder, "C033").is_empty(), "the year is there, only not all of it");
    let ran = folder.run(&["report", "--aar", "2025", "--audience", "intern", "--mangelliste", "nei"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    let figures = folder.figures("reports/2025-aar-intern");
    let of = |breakdown: &str| figures.row("K1", 2025, breakdown)["nevner"].clone();
    assert_eq!([of(""), of("kjonn=gutt"), of("kjonn=jente"), of("aldersgruppe=0-5")], ["1080", "540", "720", "360"]);
    assert_eq!(of("aldersgruppe=6-12"), "560");
}

#[test]
fn a_year_that_is_not_there_at_all_is_said_once_and_a_whole_one_not() {
    let folder = project(|year, _, _| year == 2026);
    assert!(findings(&folder, "C076").is_empty() && findings(&folder, "C033").len() == 1);
    let folder = project(|_, _, _| false);
    assert!(findings(&folder, "C076").is_empty() && findings(&folder, "C033").is_empty());
}
