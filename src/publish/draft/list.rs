//! The list beside an edited draft: what is another than when it was made, by name and with what it is now.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use serde::Deserialize;

use super::{Before, told};
use crate::lang::{Words, decimal, text};
use crate::protect::Publishable;
use crate::publish::tidy::{self, TidyRow};

/// What begins a line about a figure.
const LINE: &str = "- ";

/// The findings and the figures that are others than when the edited draft was made, those that are gone by name only.
pub(super) fn list(before: &Before, publishable: &Publishable) -> String {
    let names: Vec<&str> = before.edited.iter().map(|kept| kept.record.path.as_str()).collect();
    let mut list = text("document.changes_head", &[("files", &names.join(", "))]);
    list.push_str("\n\n");
    let (findings, figures) = (findings(before, publishable), figures(before, publishable));
    if findings.is_empty() && figures.is_empty() {
        let _ = writeln!(list, "{}", text("document.changes_none", &[]));
    }
    if !findings.is_empty() {
        let _ = writeln!(list, "{}\n\n{findings}", text("document.changes_highlights", &[]));
    }
    if !figures.is_empty() {
        let _ = write!(list, "{}\n\n{figures}", text("document.changes_figures", &[]));
    }
    list
}

/// The names in a list that was written before.
pub(super) fn names(list: &str) -> BTreeSet<String> {
    list.lines().filter_map(|line| line.strip_prefix(LINE)).map(name_of).collect()
}

/// Hovedfunn that an edited draft does not have, and those that it has and that are none any longer. Nothing where an older
/// edition of the program made it, which did not write down what it said.
fn findings(before: &Before, publishable: &Publishable) -> String {
    let now = told(publishable);
    let drafts = || before.edited.iter().filter_map(|kept| kept.told.as_ref());
    let mut lines = String::new();
    for (_, sentence) in now.iter().filter(|(told, _)| drafts().any(|draft| !draft.contains(told))) {
        let _ = writeln!(lines, "+ {}", text("document.changes_new", &[("sentence", sentence)]));
    }
    let gone: BTreeSet<&str> = drafts()
        .flatten()
        .filter(|had| !now.iter().any(|(told, _)| told == *had))
        .map(|had| had.title.as_str())
        .collect();
    for title in gone {
        let _ = writeln!(lines, "+ {}", text("document.changes_no_finding", &[("title", title)]));
    }
    lines
}

fn figures(before: &Before, publishable: &Publishable) -> String {
    let now = lines(&tidy::csv(publishable));
    let is_other = |key: &String| now.get(key) != before.figures.get(key);
    let labels = Labels::of(publishable);
    let (mut list, mut met) = (String::new(), BTreeSet::new());
    for row in tidy::rows(publishable) {
        let year = row.year.to_string();
        let name = labels.name([&row.indicator, &row.region, &year, &row.breakdown], publishable);
        if is_other(&key(&row.fields().join(","))) || before.listed.contains(&name) {
            let _ = writeln!(list, "{LINE}{name}: {}", figure(&row));
        }
        met.insert(name);
    }
    // What was, and is no longer; what it was is not said.
    let was_shown = |line: &str| line.split(',').nth(5).is_some_and(|value| !value.is_empty());
    let gone = before.figures.iter().filter(|(key, line)| !now.contains_key(*key) && was_shown(line));
    let gone = gone.filter_map(|(key, _)| {
        let fields: Vec<&str> = key.split(',').collect();
        let [measure, region, year, _, breakdown] = fields[..] else { return None };
        Some(labels.name([measure, region, year, breakdown], publishable))
    });
    let gone: BTreeSet<String> = gone.chain(before.listed.iter().cloned()).filter(|name| !met.contains(name)).collect();
    for name in gone {
        let _ = writeln!(list, "{LINE}{name}: {}", text("document.changes_gone", &[]));
    }
    list
}

/// The figures of the tidy data by what they are about.
pub(super) fn lines(csv: &str) -> BTreeMap<String, String> {
    csv.lines().skip(1).map(|line| (key(line), line.to_owned())).collect()
}

/// Indicator, municipality, year, window and breakdown, none of which is ever quoted.
fn key(line: &str) -> String {
    line.splitn(6, ',').take(5).collect::<Vec<_>>().join(",")
}

/// What a line of the list is about: the figure stands after the last colon.
fn name_of(line: &str) -> String {
    line.rsplit_once(": ").map_or(line, |(name, _)| name).to_owned()
}

fn figure(row: &TidyRow) -> String {
    match &row.value {
        Some(value) => decimal(value.number(), value.decimals()),
        None if row.status == ":" => text("report.withheld", &[]),
        None if row.status == "." => text("report.not_applicable", &[]),
        None => text("report.missing", &[]),
    }
}

/// The names of measures that the built-in definitions have: a report may have left some out.
fn titles() -> BTreeMap<String, String> {
    #[derive(Deserialize)]
    struct Measure {
        id: String,
        title: Option<Words>,
    }
    let measures = crate::catalogue::measures::<Measure>().into_iter();
    measures.filter_map(|it| Some((it.id, it.title?.said().to_owned()))).collect()
}

/// The words for the codes of the tidy data.
struct Labels {
    titles: BTreeMap<String, String>,
    places: BTreeMap<String, String>,
    categories: BTreeMap<(String, String), String>,
}

impl Labels {
    fn of(publishable: &Publishable) -> Self {
        let mut labels = Self { titles: titles(), places: BTreeMap::new(), categories: BTreeMap::new() };
        let own = publishable.indicators().iter();
        let region = publishable.region().into_iter().flat_map(|region| &region.indicators);
        for measure in own.chain(region).flat_map(|indicator| &indicator.measures) {
            labels.titles.insert(measure.id.clone(), measure.title.clone());
            for series in &measure.references {
                labels.places.insert(series.region.clone(), series.name.clone());
            }
            for breakdown in &measure.breakdowns {
                for category in &breakdown.categories {
                    let name = format!("{}: {}", breakdown.title, category.label);
                    labels.categories.insert((measure.id.clone(), breakdown.key(category)), name);
                    labels.places.insert(category.code.clone(), category.label.clone());
                }
            }
        }
        if let Some(region) = publishable.region() {
            labels.places.insert(region.id.clone(), region.name.clone());
        }
        labels
    }

    /// «Barn med melding, 2025, Aldersgruppe: 0–5 år».
    fn name(&self, of: [&str; 4], publishable: &Publishable) -> String {
        let [measure, region, year, breakdown] = of;
        let heading = publishable.heading();
        let title = self.titles.get(measure).map_or(measure, String::as_str);
        let mut name = format!("{title}, {}", year.parse().map_or(year.to_owned(), |year| heading.year_label(year)));
        if region != heading.municipality.as_str() {
            let _ = write!(name, ", {}", self.places.get(region).map_or(region, String::as_str));
        }
        // A category that is no longer of this measure may be of another; else its code says what it was.
        let of_measure = self.categories.get(&(measure.to_owned(), breakdown.to_owned()));
        let of_any = || self.categories.iter().find(|((_, key), _)| key == breakdown).map(|(_, name)| name);
        if !breakdown.is_empty() {
            let code = || breakdown.replace('=', ": ").replace('|', ", ");
            let _ = write!(name, ", {}", of_measure.or_else(of_any).cloned().unwrap_or_else(code));
        }
        name
    }
}
