//! Small reports whose answers fit in one's head: what follows from the published figures, and what does not.

use super::super::figures::Figures;
use super::super::finding::Report;
use super::super::manifest::Manifest;
use super::*;

const HEADER: &str = "indikator,kommune,aar,vindu,fordeling,verdi,teller,nevner,enhet,nedre,ovre,referanse,referanse_verdi,vurdering,status";

/// Events, and children of whom there are fewer; both by school and nursery, the events by month as well.
const MODEL: &str = r#"{"places":{"own":"3418"},"measures":[
  {"id":"X1","unit":"antall","breakdowns":[{"by":"melder","overlapping":false},{"by":"maaned","overlapping":false}],
   "counted":{"about":"people","value":"count","count":"events","nesting":"adds"}},
  {"id":"X1-andel","unit":"prosent","breakdowns":[{"by":"melder","overlapping":false}],
   "counted":{"about":"people","value":"share","count":"in time","base":"events","whole":"cases","nesting":"none"}},
  {"id":"X1-del","unit":"antall","part_of":"X1","breakdowns":[],
   "counted":{"about":"people","value":"count","count":"some","nesting":"adds"}},
  {"id":"X2","unit":"prosent","breakdowns":[{"by":"kjonn","overlapping":false}],
   "counted":{"about":"people","value":"share","count":"children","base":"inhabitants","whole":"known","nesting":"grows"}},
  {"id":"B1-X1","unit":"antall","breakdowns":[],"change":{"of":"X1","relative":false}},
  {"id":"B1-X1-relativ","unit":"prosent","breakdowns":[],"change":{"of":"X1","relative":true}}]}"#;

fn manifest(windows: &[(&str, i32, &str, &str)]) -> Manifest {
    let windows: Vec<serde_json::Value> = windows
        .iter()
        .map(|(window, year, first, last)| {
            serde_json::json!({ "window": window, "year": year, "first": first, "last": last })
        })
        .collect();
    let model: serde_json::Value = serde_json::from_str(MODEL).unwrap();
    let text = serde_json::json!({
        "tool": { "name": "tryggtall" }, "municipality": "3418", "windows": windows, "model": model,
        "protection": { "threshold": 5 },
    });
    Manifest::parse(&text.to_string()).unwrap()
}

const YEARS: [(&str, i32, &str, &str); 2] =
    [("aar", 2021, "2021-01-01", "2021-12-31"), ("aar", 2025, "2025-01-01", "2025-12-31")];

/// `X1 2025 melder=skole 7` or `:`; a share as `2/40`, its percent alone as `5.0%`, and what it is set beside after `<`.
fn rows(lines: &[&str], window: &str) -> Figures {
    let row = |line: &&str| {
        let words: Vec<&str> = line.split(' ').collect();
        let (value, breakdown) = (words[words.len() - 1], if words.len() == 4 { words[2] } else { "" });
        let (value, beside) = value.split_once('<').map_or((value, ","), |(value, beside)| (value, beside));
        let beside = if beside == "," { beside.to_owned() } else { format!("nullpunkt-2021,{beside}") };
        let head = format!("{},3418,{},{window},{breakdown}", words[0], words[1]);
        match (value, value.split_once('/'), value.strip_suffix('%')) {
            (":" | ".." | ".", ..) => format!("{head},,,,x,,,{beside},,{value}"),
            (_, Some((count, of)), _) => format!("{head},1.0,{count},{of},x,,,{beside},,"),
            (_, _, Some(percent)) => format!("{head},{percent},,,x,,,{beside},,"),
            _ => format!("{head},{value},,,x,,,{beside},,"),
        }
    };
    let lines: Vec<String> = lines.iter().map(row).collect();
    Figures::read(format!("{HEADER}\n{}\n", lines.join("\n")).as_bytes()).unwrap()
}

/// What follows: exactly, and that it is small.
fn follows(lines: &[&str]) -> (Vec<String>, Vec<String>) {
    audited(&[(&manifest(&YEARS), &rows(lines, "aar"))])
}

fn audited(bundles: &[(&Manifest, &Figures)]) -> (Vec<String>, Vec<String>) {
    let report = reported(bundles);
    (said(&report.exact), said(&report.narrow))
}

fn said(leaks: &[Leak]) -> Vec<String> {
    leaks
        .iter()
        .map(|leak| format!("{} {:?}", words(&leak.cell), leak.part).replace(" aar", "").replace(" 3418", ""))
        .collect()
}

fn reported(bundles: &[(&Manifest, &Figures)]) -> Report {
    let editions: Vec<Edition> = bundles
        .iter()
        .map(|(manifest, figures)| Edition {
            manifest,
            model: manifest.model.as_ref().unwrap(),
            figures,
            name: "tidligere",
        })
        .collect();
    let mut report = Report::default();
    audit(&editions, 5, &mut report);
    report.finish()
}

fn nothing() -> (Vec<String>, Vec<String>) {
    (Vec::new(), Vec::new())
}

#[test]
fn lines_give_cells_back() {
    let lone = ["X1 2025 20", "X1 2025 melder=skole :", "X1 2025 melder=barnehage 17"];
    assert_eq!(follows(&lone).0, ["X1 2025 melder=skole Figure"]);
    let covered = ["X1 2025 20", "X1 2025 melder=skole :", "X1 2025 melder=barnehage :", "X1 2025 melder=ppt 9"];
    assert_eq!(follows(&covered), nothing());
    let small = ["X1 2025 20", "X1 2025 melder=skole :", "X1 2025 melder=barnehage :", "X1 2025 melder=ppt 16"];
    assert_eq!(follows(&small).1.len(), 2, "two under four");
    let missing = ["X1 2025 20", "X1 2025 melder=skole :", "X1 2025 melder=barnehage ..", "X1 2025 melder=ppt 9"];
    assert_eq!(follows(&missing), nothing(), "what is missing may hold the rest");
}

#[test]
fn a_small_figure_may_not_be_shown() {
    assert_eq!(follows(&["X1 2025 3"]).0, ["X1 2025 Figure"]);
    assert_eq!(follows(&["X1 2025 0"]), nothing());
    assert_eq!(follows(&["X1-andel 2025 38/40"]).0, ["X1-andel 2025 Rest"], "two were not in time");
    assert_eq!(follows(&["X1-andel 2025 40/40"]), nothing());
    assert_eq!(follows(&["X2 2025 30/33"]), nothing(), "those who are not among them are inhabitants");
}

#[test]
fn percentages_with_a_known_denominator_tell_the_numerator() {
    let lines = ["X1 2025 130", "X1-andel 2025 2.3%"];
    assert_eq!(follows(&lines).0, ["X1-andel 2025 Figure"], "3 of 130");
    let lines = ["X1 2025 130", "X1-andel 2025 23.1%"];
    assert_eq!(follows(&lines), nothing(), "30 of 130");
}

#[test]
fn what_lies_between_nested_figures_is_a_count() {
    assert_eq!(follows(&["X1 2025 30", "X1-del 2025 28"]).0, ["X1-del 2025 Between(\"X1\")"]);
    assert_eq!(follows(&["X1 2025 30", "X1-del 2025 20"]), nothing());
}

#[test]
fn a_change_and_one_year_give_the_other() {
    let lines = ["X1 2021 20", "X1 2025 :", "B1-X1 2025 -17<20"];
    assert_eq!(follows(&lines).0, ["X1 2025 Figure"]);
    let lines = ["X1 2021 :", "X1 2025 20", "B1-X1 2025 17<3"];
    assert_eq!(follows(&lines).0, ["X1 2021 Figure"]);
    let lines = ["X1 2021 20", "X1 2025 :", "B1-X1-relativ 2025 -85.0<20.0"];
    assert_eq!(follows(&lines).0, ["X1 2025 Figure"]);
    assert_eq!(follows(&["X1 2021 20", "X1 2025 12", "B1-X1 2025 -8<20"]), nothing());
}

#[test]
fn windows_within_each_other_differ_by_few() {
    let year = manifest(&[("september", 2025, "2025-01-01", "2025-08-31")]);
    let may = manifest(&[("mai", 2025, "2025-01-01", "2025-04-30")]);
    let of = |september: &str, in_may: &str| {
        let (now, then) = (rows(&[september], "september"), rows(&[in_may], "mai"));
        audited(&[(&year, &now), (&may, &then)])
    };
    assert_eq!(of("X1 2025 14", "X1 2025 12").0.len(), 1, "two came in the summer");
    assert_eq!(of("X1 2025 24", "X1 2025 12"), nothing());
    assert_eq!(of("X1 2025 12", "X1 2025 12"), nothing());
    assert_eq!(of("X1 2025 :", "X1 2025 12").1, [""; 0], "at least twelve");
    // May and what came since make up September.
    let since = manifest(&[("siden-sist", 2025, "2025-05-01", "2025-08-31")]);
    let figures = [rows(&["X1 2025 :"], "september"), rows(&["X1 2025 12"], "mai"), rows(&["X1 2025 9"], "siden-sist")];
    let found = audited(&[(&year, &figures[0]), (&may, &figures[1]), (&since, &figures[2])]);
    assert_eq!(found.0, ["X1 2025 september Figure"]);
}

#[test]
fn months_of_the_year_make_up_the_window() {
    let year = manifest(&YEARS);
    let may = manifest(&[("mai", 2025, "2025-01-01", "2025-04-30")]);
    let now = rows(
        &["X1 2025 maaned=01 9", "X1 2025 maaned=02 :", "X1 2025 maaned=03 9", "X1 2025 maaned=04 9", "X1 2025 99"],
        "aar",
    );
    let then = rows(&["X1 2025 30"], "mai");
    let found = audited(&[(&year, &now), (&may, &then)]);
    assert!(found.0.contains(&"X1 2025 maaned=02 Figure".to_owned()), "{found:?}");
}

#[test]
fn earlier_versions_tell() {
    let both = manifest(&YEARS);
    let report = |now: &[&str], then: &[&str]| reported(&[(&both, &rows(now, "aar")), (&both, &rows(then, "aar"))]);
    let of = |now: &[&str], then: &[&str]| said(&report(now, then).exact);
    let noted = |now: &[&str], then: &[&str]| {
        let report = report(now, then);
        assert!(report.clean && report.narrow.is_empty(), "{report:?}");
        report.notes.iter().filter(|note| note.kind == "earlier-shows").count()
    };
    // Shown then, withheld now: a leak where it is small; otherwise nobody knows whether it is still the same.
    assert_eq!(of(&["X1 2025 :"], &["X1 2025 3"]), ["X1 2025 Figure"]);
    assert_eq!(noted(&["X1 2025 :"], &["X1 2025 7"]), 1);
    assert_eq!(of(&["X1 2025 9"], &["X1 2025 7"]), ["X1 2025 Figure"], "two were forgotten");
    assert_eq!(of(&["X1 2025 19"], &["X1 2025 7"]), [""; 0]);
    assert_eq!(of(&["X1 2025 7"], &["X1 2025 :"]), [""; 0], "what is shown now was decided now");
}

#[test]
fn what_follows_if_nothing_was_corrected_is_a_leak_unless_something_says_it_was() {
    let both = manifest(&YEARS);
    let report = |now: &[&str], then: &[&str]| reported(&[(&both, &rows(now, "aar")), (&both, &rows(then, "aar"))]);
    let now = ["X1 2025 30", "X1 2025 melder=skole :", "X1 2025 melder=barnehage :", "X1 2025 melder=ppt :"];
    // 9 then is 9 still, as far as anybody can see; so 21 are the other two, and no one is small by that.
    let then = ["X1 2025 30", "X1 2025 melder=skole 9", "X1 2025 melder=barnehage :", "X1 2025 melder=ppt :"];
    assert!(report(&now, &then).clean);
    // 9 and 18 then: three are left.
    let told = ["X1 2025 30", "X1 2025 melder=skole 9", "X1 2025 melder=barnehage 18", "X1 2025 melder=ppt :"];
    let found = report(&now, &told);
    assert_eq!(said(&found.exact), ["X1 2025 melder=ppt Figure"]);
    assert_eq!(found.notes.len(), 2);
    // The total is another one: somebody was added somewhere.
    let now = ["X1 2025 40", "X1 2025 melder=skole :", "X1 2025 melder=barnehage :", "X1 2025 melder=ppt :"];
    let told = ["X1 2025 30", "X1 2025 melder=skole 9", "X1 2025 melder=barnehage 12", "X1 2025 melder=ppt 9"];
    let found = report(&now, &told);
    assert!(found.clean && found.notes.len() == 3, "{found:?}");
    // Nothing that is shown twice differs, but 28 do not make up a withheld figure and 30 in all.
    let now = ["X1 2025 :", "X1 2025 melder=skole 19", "X1 2025 melder=barnehage 13", "X1 2025 melder=ppt :"];
    let told = ["X1 2025 30", "X1 2025 melder=skole :", "X1 2025 melder=barnehage :", "X1 2025 melder=ppt :"];
    assert!(report(&now, &told).clean, "30 was before");
}

#[test]
fn figures_that_contradict_each_other_prove_nothing_and_are_odd() {
    let both = manifest(&YEARS);
    let lines = ["X1 2025 20", "X1 2025 melder=skole :", "X1 2025 melder=barnehage 21"];
    let found = reported(&[(&both, &rows(&lines, "aar"))]);
    assert!(found.exact.is_empty() && !found.clean);
    assert_eq!(found.unexplained.iter().map(|odd| odd.problem).collect::<Vec<_>>(), ["contradiction"]);
    let shown = ["X1 2025 20", "X1 2025 melder=skole 6", "X1 2025 melder=barnehage 16"];
    assert_eq!(reported(&[(&both, &rows(&shown, "aar"))]).unexplained.len(), 1);
    // Of another day: the figures of May may have been corrected since.
    let year = manifest(&[("september", 2025, "2025-01-01", "2025-08-31")]);
    let may = manifest(&[("mai", 2025, "2025-01-01", "2025-04-30")]);
    let found = reported(&[(&year, &rows(&["X1 2025 12"], "september")), (&may, &rows(&["X1 2025 14"], "mai"))]);
    assert!(found.clean && found.notes.len() == 1, "{found:?}");
}

mod tables;
