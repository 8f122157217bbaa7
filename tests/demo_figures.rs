//! The demo's figures against `data/demo-generator/expected.json`: counted by another program, in another language, by
//! plain loops over the written files.

use serde_json::Value;

use crate::harness::{Figures, Folder};

const YEARS: [i32; 5] = [2021, 2022, 2023, 2024, 2025];

fn expected() -> Value {
    serde_json::from_str(include_str!("../data/demo-generator/expected.json")).unwrap()
}

fn number(value: &Value, path: &[&str]) -> Option<u64> {
    path.iter().try_fold(value, |value, key| value.get(key)).and_then(Value::as_u64)
}

/// Runs the demo for the internal audience, so that no figure is withheld.
fn figures(window: &str) -> (Folder, Figures) {
    let folder = Folder::new();
    assert_eq!(folder.run(&["demo"]).code, 0);
    let ran = folder.run(&["report", "-C", "demo", "--aar", "2025", "--vindu", window, "--audience", "intern"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    let figures = folder.figures(&format!("demo/reports/2025-{window}-intern"));
    (folder, figures)
}

/// Measure, and where the other program's count stands.
const TOTALS: [(&str, &[&str]); 9] = [
    ("K1", &["K1", "barn"]),
    ("K2", &["K2", "barn"]),
    ("K3", &["K3", "barn"]),
    ("K3-slutt", &["K3", "ved_slutt"]),
    ("K4", &["K4", "meldinger"]),
    ("E1", &["E1", "henvendelser"]),
    ("E2", &["E2", "henvendelser"]),
    ("E3", &["E3", "henvisninger"]),
    ("E3-barn", &["E3", "barn"]),
];

#[test]
fn totals_equal_the_other_programs() {
    let expected = expected();
    for window in ["aar", "mai", "september"] {
        let (_folder, figures) = figures(window);
        for year in YEARS {
            let of_year = &expected[year.to_string()][window];
            for (measure, path) in TOTALS {
                let theirs = number(of_year, path).unwrap_or_else(|| panic!("{year} {window} {path:?} in {of_year}"));
                assert_eq!(figures.count(measure, year, ""), Some(theirs), "{measure} {year} {window}");
            }
        }
    }
}

#[test]
fn breakdowns_equal_the_other_programs() {
    let expected = expected();
    let (_folder, figures) = figures("aar");
    let breakdowns = [
        ("K4", "melder", "melder"),
        ("K4", "innhold", "innhold"),
        ("K1", "aldersgruppe", "aldersgruppe"),
        ("K1", "kjonn", "kjonn"),
        ("E3", "ventedager", "ventedager"),
    ];
    for year in YEARS {
        for (measure, dimension, key) in breakdowns {
            let theirs = expected[year.to_string()]["aar"][measure][key].as_object().unwrap();
            assert!(!theirs.is_empty());
            for (code, count) in theirs {
                let breakdown = format!("{dimension}={code}");
                assert_eq!(figures.count(measure, year, &breakdown), count.as_u64(), "{measure} {year} {breakdown}");
            }
        }
    }
}

/// Share, its numerator and its denominator by the other program.
const SHARES: [(&str, [&str; 2], [&str; 2]); 3] = [
    ("K5", ["K5", "innen_7_dager"], ["K4", "meldinger"]),
    ("K5-toleranse", ["K5", "innen_8_dager"], ["K4", "meldinger"]),
    ("K5-undersokelse", ["K5", "innen_frist"], ["K5", "undersokelser_avsluttet"]),
];

#[test]
fn deadlines_equal_the_other_programs() {
    let expected = expected();
    for window in ["aar", "mai", "september"] {
        let (_folder, figures) = figures(window);
        for year in YEARS {
            let theirs = &expected[year.to_string()][window];
            for (measure, numerator, denominator) in SHARES {
                let row = figures.row(measure, year, "");
                let ours: (u64, u64) = (row["teller"].parse().unwrap(), row["nevner"].parse().unwrap());
                let theirs = (number(theirs, &numerator).unwrap(), number(theirs, &denominator).unwrap());
                assert_eq!(ours, theirs, "{measure} {year} {window}");
            }
        }
    }
}

#[test]
fn stafettlogger_and_waiting_equal_the_other_programs() {
    let expected = expected();
    for window in ["aar", "mai", "september"] {
        let (_folder, figures) = figures(window);
        for year in YEARS {
            let of_year = &expected[year.to_string()][window];
            let readings = [
                ("S1", "aktive_ved_slutt"),
                ("S1-opprettet", "opprettet"),
                ("S1-avsluttet", "avsluttet"),
                ("S1-enheter", "enheter_i_bruk"),
            ];
            for (measure, key) in readings {
                assert_eq!(
                    figures.count(measure, year, ""),
                    number(of_year, &["S1", key]),
                    "{measure} {year} {window}"
                );
            }
            assert_eq!(
                figures.count("E3-venter", year, ""),
                number(of_year, &["E3", "venter_ved_slutt"]),
                "{year} {window}"
            );
            let median = of_year["E3"]["median_dager"].as_f64().unwrap();
            let ours: f64 = figures.row("E3-ventetid", year, "")["verdi"].parse().unwrap();
            assert!((ours - median).abs() <= 0.5, "median {ours} against {median}, {year} {window}");
        }
    }
}

/// What the other program counts and the product has no row for.
const NO_ROW: [(&str, &str); 2] = [
    // Messages without a conclusion are in the total: a blank is no conclusion, and no category of its own.
    ("K4", "konklusjon=ikke-konkludert"),
    // Its only row (2024, nobody waiting) has no date: no reading of any day, though the other program takes it as one.
    ("E4-venter", "tiltak=mestringsuke-40"),
];

/// Every total that the other program gives under the measure's own id, with numerator and denominator, and every
/// breakdown of it that it gives: a plain number for a count, a pair for a share.
#[test]
fn every_measure_equals_the_other_programs() {
    let expected = expected();
    let (mut totals, mut parts, mut missing) = (0, 0, Vec::new());
    for window in ["aar", "mai", "september"] {
        let (_folder, figures) = figures(window);
        for year in YEARS {
            for (measure, theirs) in expected[year.to_string()][window].as_object().unwrap() {
                let place = format!("{measure} {year} {window}");
                let Some(row) = figures.find(measure, year, "") else {
                    missing.push(place);
                    continue;
                };
                totals += usize::from(is_same(row, theirs, &place));
                let by_dimension = theirs.as_object().into_iter().flatten().filter(|(_, it)| it.is_object());
                for (dimension, categories) in by_dimension {
                    for (code, theirs) in categories.as_object().unwrap() {
                        // Fields of two dimensions are named in full.
                        let is_field = dimension.contains('|');
                        let key = if is_field { code.clone() } else { format!("{dimension}={code}") };
                        if NO_ROW.contains(&(measure.as_str(), key.as_str())) {
                            continue;
                        }
                        let Some(row) = figures.find(measure, year, &key) else {
                            missing.push(format!("{place} {key}"));
                            continue;
                        };
                        parts += usize::from(is_same(row, theirs, &format!("{place} {key}")));
                    }
                }
            }
        }
    }
    assert!(missing.is_empty(), "no row for {missing:#?}");
    assert!(totals > 1_000 && parts > 1_500, "{totals} totals and {parts} parts compared");
}

/// Compares where the other program says something of the figure itself; whether it did.
fn is_same(row: &std::collections::BTreeMap<String, String>, theirs: &Value, place: &str) -> bool {
    let number = |column: &str| row[column].parse::<f64>().ok();
    let field = |name: &str| theirs.get(name).unwrap_or(&Value::Null);
    if theirs.is_null() || (theirs.get("verdi").is_some() && field("verdi").is_null()) {
        assert!(["..", "."].contains(&row["status"].as_str()), "{place}: {row:?}");
        return true;
    }
    if let (Some(over), Some(under)) = (field("teller").as_f64(), field("nevner").as_f64()) {
        // How many rows there were in all is not published: it would give the rows of a concealed file.
        let is_told = row["indikator"] != "R1-rader" && under > 0.0;
        assert_eq!(number("nevner"), is_told.then_some(under), "{place}: {row:?}");
        match number("teller") {
            Some(counted) => assert!((counted - over).abs() < 1e-9, "{place}: {row:?}"),
            // A mean has no whole numerator.
            None if under > 0.0 => {
                let per = if row["enhet"] == "prosent" { 100.0 } else { 1.0 };
                assert!((number("verdi").unwrap() - per * over / under).abs() < 0.051, "{place}: {row:?}");
            }
            None => assert_ne!(row["status"], "", "{place}: {row:?}"),
        }
        return true;
    }
    let Some(value) = field("verdi").as_f64().or(theirs.as_f64()) else { return false };
    let half_a_step = if row["enhet"] == "dager" { 0.51 } else { 0.051 };
    let ours = number("teller").or(number("verdi")).unwrap_or_else(|| panic!("{place}: {row:?}"));
    assert!((ours - value).abs() < half_a_step, "{place}: {value} against {row:?}");
    true
}

#[test]
fn asnes_2021_has_the_shares_of_the_plan() {
    let folder = Folder::new();
    assert_eq!(folder.run(&["demo"]).code, 0);
    let figures = folder.figures("demo/reports/2025-aar");
    for (indicator, share, county) in [("K1", "7.4", "5.0"), ("K2", "7.4", "5.0"), ("K3", "6.7", "4.4")] {
        let row = figures.row(indicator, 2021, "");
        assert_eq!((row["verdi"].as_str(), row["referanse_verdi"].as_str()), (share, county), "{indicator}");
        assert_eq!((row["referanse"].as_str(), row["vurdering"].as_str()), ("EKA34", "hoyere"), "{indicator}");
        assert_eq!(row["nevner"], "1300");
    }
}

#[test]
fn small_counts_are_withheld_and_nothing_adds_up_to_them() {
    let folder = Folder::new();
    assert_eq!(folder.run(&["demo"]).code, 0);
    let public = folder.figures("demo/reports/2025-aar");
    let ran = folder.run(&["report", "-C", "demo", "--aar", "2025", "--audience", "intern"]);
    assert_eq!(ran.code, 0);
    let internal = folder.figures("demo/reports/2025-aar-intern");
    let mut withheld = 0;
    for (shown, known) in public.rows().iter().zip(internal.rows()) {
        let count: u64 = known["teller"].parse().unwrap_or(0);
        let is_own = !known["kommune"].starts_with('E');
        let starts = |ids: &[&str]| ids.iter().any(|id| known["indikator"].starts_with(id));
        let is_about_services = starts(&["S1-enheter", "M1", "H1", "C1", "Q1", "D1", "R1"]);
        // Of a survey it is who answered that is few, not what they answered.
        let is_survey = starts(&["E5", "E6"]);
        if is_own && !is_about_services && !is_survey && (1..5).contains(&count) {
            assert_eq!(shown["status"], ":", "{known:?}");
        }
        let answers: u64 = known["nevner"].parse().unwrap_or(0);
        if is_survey && (1..5).contains(&answers) {
            assert_eq!(shown["status"], ":", "{known:?}");
        }
        if shown["status"] == ":" {
            withheld += 1;
            for column in ["verdi", "teller", "nevner", "nedre", "ovre", "vurdering"] {
                assert_eq!(shown[column], "", "{shown:?}");
            }
        }
    }
    assert!(withheld > 20, "the demo has small cells");
}
