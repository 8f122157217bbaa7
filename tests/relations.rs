//! What readers know of figures of several measures, by plain arithmetic on what the demo's reports show.

use crate::harness::{Figures, Folder};

/// Public figures of a window, and what is so.
struct Report {
    shown: Figures,
    truth: Figures,
    years: std::ops::RangeInclusive<i32>,
}

fn report(folder: &Folder, window: &str) -> Report {
    for audience in ["offentlig", "intern"] {
        let ran = folder.run(&["report", "-C", "demo", "--aar", "2025", "--vindu", window, "--audience", audience]);
        assert_eq!(ran.code, 0, "{ran:?}");
    }
    let read = |mark: &str| folder.figures(&format!("demo/reports/2025-{window}{mark}"));
    Report { shown: read(""), truth: read("-intern"), years: 2021..=2025 }
}

impl Report {
    fn shown(&self, measure: &str, year: i32, breakdown: &str) -> Option<i64> {
        count(&self.shown, measure, year, breakdown)
    }

    /// A withheld count that is small, and what a reader takes it to be.
    fn must_differ(&self, (measure, year, breakdown): (&str, i32, &str), reckoned: Option<i64>) -> usize {
        let (is_shown, truth) = (self.shown(measure, year, breakdown), count(&self.truth, measure, year, breakdown));
        let (None, Some(truth)) = (is_shown, truth.filter(|truth| (1..5).contains(truth))) else { return 0 };
        assert_ne!(reckoned, Some(truth), "{measure} {year} {breakdown}");
        1
    }
}

fn count(figures: &Figures, measure: &str, year: i32, breakdown: &str) -> Option<i64> {
    figures.find(measure, year, breakdown)?["teller"].parse().ok()
}

/// Those who still wait are among those without a first talk: of the categories that are left, one is known.
fn waits(report: &Report) -> usize {
    const CATEGORIES: [&str; 4] = ["0-30", "31-60", "over-60", "uten-samtale"];
    let mut small = 0;
    for year in report.years.clone() {
        let by = |category: &str| format!("ventedager={category}");
        let known = |category: &str| report.shown("E3", year, &by(category));
        let waiting = report.shown("E3-venter", year, "").unwrap_or(1);
        for category in CATEGORIES {
            // The most that is left for it where the others are at least what is known of them.
            let least = |other: &str| known(other).unwrap_or(if other == "uten-samtale" { waiting.max(1) } else { 1 });
            let others: i64 = CATEGORIES.into_iter().filter(|other| *other != category).map(least).sum();
            let most = report.shown("E3", year, "").map(|all| all - others);
            let truth = count(&report.truth, "E3", year, &by(category)).unwrap_or(0);
            let is_small = known(category).is_none() && (1..5).contains(&truth);
            assert!(!is_small || most.is_none_or(|most| most >= 5), "{category} of {year} is at most {most:?}");
            small += usize::from(is_small);
        }
    }
    small
}

/// The team's part of the children reached is the children referred to it; of two services all less the sum are in both.
fn children(report: &Report) -> usize {
    let mut small = 0;
    for year in report.years.clone() {
        let of = |service: &str| report.shown("P1", year, &format!("tjeneste={service}"));
        let (team, welfare) = (of("barne-og-familieteamet"), of("barneverntjenesten"));
        // How many were referred again is what is small.
        let truth = count(&report.truth, "E3", year, "").zip(count(&report.truth, "E3-barn", year, ""));
        small += usize::from(truth.is_some_and(|(all, children)| (1..5).contains(&(all - children))));
        let both = team.zip(welfare).zip(report.shown("P1", year, "")).map(|((one, other), all)| one + other - all);
        report.must_differ(("P1-flere", year, ""), both);
        let repeated = report.shown("E3", year, "").zip(team).map(|(all, children)| all - children);
        assert!(
            !repeated.is_some_and(|repeated| (1..5).contains(&repeated)),
            "{year}: {repeated:?} were referred again"
        );
        let without = report.shown("E3", year, "").zip(report.shown("S3-henvisninger", year, ""));
        let without = without.map(|(all, with)| all - with);
        assert!(!without.is_some_and(|without| (1..5).contains(&without)), "{year}: {without:?} have no step");
    }
    small
}

/// What there was a year ago, and what has come since, less what has gone.
fn stock(report: &Report) -> usize {
    let mut small = 0;
    for measure in ["S1", "S2", "S2-barnekoordinator"] {
        for year in report.years.clone().skip(1) {
            let [came, went] = ["opprettet", "avsluttet"].map(|what| format!("{measure}-{what}"));
            let known = |of: &str, year: i32| report.shown(of, year, "");
            let change = known(measure, year).zip(known(measure, year - 1)).map(|(now, then)| now - then);
            small += report.must_differ((&came, year, ""), change.zip(known(&went, year)).map(|it| it.0 + it.1));
            small += report.must_differ((&went, year, ""), change.zip(known(&came, year)).map(|it| it.1 - it.0));
        }
    }
    small
}

#[test]
fn no_small_count_follows_from_figures_of_several_measures() {
    let folder = Folder::new();
    assert_eq!(folder.run(&["demo"]).code, 0);
    let annual = report(&folder, "aar");
    // There is something to be found in each way.
    let small = [waits(&annual), children(&annual), stock(&annual)];
    assert!(small.iter().all(|small| *small > 0), "{small:?}");
    let may = report(&folder, "mai");
    assert!(waits(&may) + children(&may) > 0);
}
