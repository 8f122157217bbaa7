//! Every window over the demo, the plan's own dates, and the reporting date.

use crate::harness::{Folder, Ran};

/// The demo, its plan with `windows` under `[vinduer]`.
fn demo(windows: &str) -> Folder {
    let folder = Folder::new();
    assert_eq!(folder.run(&["demo"]).code, 0);
    let plan = std::fs::read_to_string(folder.path().join("demo/plan.toml")).unwrap();
    folder.file("demo/plan.toml", format!("{plan}\n[vinduer]\n{windows}\n"));
    folder
}

fn report(folder: &Folder, window: &str, more: &[&str]) -> Ran {
    folder.run(&[&["report", "-C", "demo", "--aar", "2025", "--vindu", window], more].concat())
}

fn manifest(folder: &Folder, bundle: &str) -> serde_json::Value {
    serde_json::from_slice(&folder.files(bundle)["manifest.json"]).unwrap()
}

/// Referrals received from `first` to `last`, by a plain loop over the files of the years' folders.
fn referrals(folder: &Folder, years: &[&str], first: &str, last: &str) -> u64 {
    let mut count = 0;
    for year in years {
        let path = folder.path().join(format!("demo/exports/{year}/henvisning.csv"));
        let text: String = std::fs::read(path).unwrap().into_iter().map(char::from).collect();
        for line in text.lines().skip(1) {
            let received = line.split([',', ';']).nth(2).unwrap();
            // As `2025-01-31` or `31.01.2025`.
            let received = match received.split('.').collect::<Vec<_>>().as_slice() {
                [day, month, year] => format!("{year}-{month}-{day}"),
                _ => received.to_owned(),
            };
            count += u64::from(first <= received.as_str() && received.as_str() <= last);
        }
    }
    count
}

#[test]
fn every_window_makes_a_report_in_its_own_folder() {
    let folder = demo("siste_evaluering = \"2025-04-30\"");
    let cases = [
        ("aar", "aarsrapport-2025", "Årsrapporten for 2025", ["2025-01-01", "2025-12-31"]),
        ("mai", "evaluering-mai-2025", "Evalueringen i mai 2025", ["2025-01-01", "2025-04-30"]),
        ("september", "evaluering-september-2025", "Evalueringen i september 2025", ["2025-01-01", "2025-08-31"]),
        ("siden-sist", "evaluering-siden-sist-2025", "Evalueringen siden sist, 2025,", ["2025-05-01", "2025-12-31"]),
        ("skoleaar", "skoleaar-2025", "Rapporten for skoleåret 2024/25", ["2024-08-01", "2025-07-31"]),
    ];
    for (window, document, said, days) in cases {
        let ran = report(&folder, window, &["--audience", "intern"]);
        assert_eq!(ran.code, 0, "{ran:?}");
        assert!(ran.stdout.contains(said), "{ran:?}");
        let bundle = format!("demo/reports/2025-{window}-intern");
        assert!(folder.files(&bundle).contains_key(&format!("{document}-intern.xlsx")), "{bundle}");
        let manifest = manifest(&folder, &bundle);
        let last = manifest["windows"].as_array().unwrap().last().unwrap();
        assert_eq!([&last["window"], &last["first"], &last["last"]], [window, days[0], days[1]]);
        assert_eq!(manifest.get("reporting_date"), None);
        let figures = folder.figures(&bundle);
        assert_eq!(figures.row("E3", 2025, "")["vindu"], window);
        if window != "skoleaar" {
            let expected = referrals(&folder, &["2025"], days[0], days[1]);
            assert_eq!(figures.count("E3", 2025, ""), Some(expected), "{window}");
        }
    }
}

#[test]
fn a_school_year_is_counted_from_the_folders_of_both_its_years() {
    let folder = demo("");
    let ran = report(&folder, "skoleaar", &["--audience", "intern"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    let figures = folder.figures("demo/reports/2025-skoleaar-intern");
    let expected = referrals(&folder, &["2024", "2025"], "2024-08-01", "2025-07-31");
    assert_eq!(figures.count("E3", 2025, ""), Some(expected));
    let months: Vec<&str> = figures
        .rows()
        .iter()
        .filter(|row| row["indikator"] == "E1" && row["aar"] == "2025")
        .collect::<Vec<_>>()
        .iter()
        .filter_map(|row| row["fordeling"].strip_prefix("maaned="))
        .collect();
    assert_eq!(months, ["08", "09", "10", "11", "12", "01", "02", "03", "04", "05", "06", "07"]);
}

#[test]
fn the_plans_own_days_are_counted_and_said() {
    let folder = demo("mai = { fra = \"02-15\", til = \"05-10\" }");
    assert_eq!(report(&folder, "mai", &["--audience", "intern"]).code, 0);
    let bundle = "demo/reports/2025-mai-intern";
    let expected = referrals(&folder, &["2025"], "2025-02-15", "2025-05-10");
    assert_eq!(folder.figures(bundle).count("E3", 2025, ""), Some(expected));
    let chart = String::from_utf8(folder.files(bundle)["figurer/E3-intern.svg"].clone()).unwrap();
    assert!(chart.contains("15. februar–10. mai 2021–2025"), "{chart}");
}

#[test]
fn what_is_wrong_with_the_plans_days_is_said_all_at_once() {
    let folder = demo(
        "mai = { fra = \"05-01\", til = \"04-30\" }\nskoleaar = { fra = \"8-1\", til = \"06-31\" }\nsiste_evaluering = \"april\"",
    );
    let ran = report(&folder, "aar", &[]);
    assert_eq!(ran.code, 2, "{ran:?}");
    for part in ["mai: fra (05-01)", "skoleaar.fra er «8-1»", "skoleaar.til er «06-31»", "siste_evaluering er «april»"]
    {
        assert!(ran.stderr.contains(part), "{part}: {ran:?}");
    }
}

#[test]
fn since_the_last_evaluation_says_what_to_write_where_the_plan_has_no_date() {
    let folder = demo("");
    let ran = report(&folder, "siden-sist", &[]);
    assert_eq!(ran.code, 2, "{ran:?}");
    assert!(ran.stderr.contains("[vinduer]\nsiste_evaluering = \"2025-04-30\""), "{ran:?}");
}

#[test]
fn a_reporting_date_lies_in_the_window_and_stands_in_the_manifest() {
    let folder = demo("");
    for (date, said) in [("2025-05-01", "2025-01-01 til 2025-04-30"), ("2024-12-31", "2025-01-01 til 2025-04-30")] {
        let ran = report(&folder, "mai", &["--per", date]);
        assert_eq!(ran.code, 2, "{ran:?}");
        assert!(ran.stderr.contains(said), "{ran:?}");
    }
    let ran = report(&folder, "mai", &["--per", "30.04.2025"]);
    assert_eq!(ran.code, 2, "{ran:?}");
    assert!(ran.stderr.contains("en dato skrives som 2025-04-30"), "{ran:?}");
    assert_eq!(report(&folder, "mai", &["--per", "2025-04-15"]).code, 0);
    assert_eq!(manifest(&folder, "demo/reports/2025-mai")["reporting_date"], "2025-04-15");
    assert_eq!(folder.run(&["check", "-C", "demo", "--aar", "2025", "--per", "2026-01-01"]).code, 2);
    assert_eq!(folder.run(&["check", "-C", "demo", "--aar", "2025", "--per", "2025-12-31"]).code, 0);
}

#[test]
fn a_new_projects_plan_shows_what_may_be_written() {
    let folder = Folder::new();
    assert_eq!(folder.run(&["init", "x", "--aar", "2025"]).code, 0);
    let plan = std::fs::read_to_string(folder.path().join("x/plan.toml")).unwrap();
    let (head, windows) = plan.split_once("# [vinduer]\n").unwrap();
    let plan = format!("{head}[vinduer]\n{}", windows.replace("# ", ""));
    let plan = tryggtall::plan::Plan::parse(&plan).unwrap();
    let windows = plan.windows_for(tryggtall::units::Window::SidenSist, 2025).unwrap();
    assert!(windows.since_last.is_some());
    assert_eq!(tryggtall::windows::Windows { since_last: None, ..windows }, tryggtall::windows::Windows::default());
}
