//! The draft is edited by people, and the report is made again when data are corrected: what a person has written is never
//! written over. The new draft lies beside it, with a list of the figures that are others now.
//!
//! The list gives the new figures and not the old ones: the two together would tell by how few a small group has changed.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::fs;
use std::path::Path;

use super::sink::{Bundle, Kept};
use super::tidy::{self, TidyRow};
use crate::acquire::FileRecord;
use crate::lang::{decimal, text};
use crate::protect::Publishable;

const FIGURES: &str = "data/indikatorer.csv";

/// What lies where a report is to be written, and was written by a person in part.
#[derive(Debug, Clone, Default)]
pub struct Before {
    /// Drafts that are no longer as they were made.
    edited: Vec<Kept>,
    /// The figures that the last report of the folder had, a line of the tidy data each.
    figures: BTreeMap<String, String>,
    /// Those of the list that lies there.
    listed: BTreeSet<String>,
}

impl Before {
    /// Looks into the folder of a report whose documents are called `stem`. A folder that is no report of ours has nothing
    /// to look after: the sink refuses to write there.
    pub fn read(folder: &Path, stem: &str) -> Self {
        let Some(written) = super::sink::Written::read(folder) else { return Self::default() };
        let mut before = Self::default();
        for name in (0..).map(|round| draft_name(stem, round)).take_while(|name| folder.join(name).is_file()) {
            let Ok(bytes) = fs::read(folder.join(&name)) else { continue };
            let record = FileRecord::of(&name, &bytes);
            if !written.is_ours(&record) {
                before.edited.push(Kept { made: written.made(&name), record });
            }
        }
        if before.edited.is_empty() {
            return before;
        }
        let text_of = |name: &str| fs::read_to_string(folder.join(name)).unwrap_or_default();
        before.figures = lines(&text_of(FIGURES));
        before.listed =
            text_of(&list_name(stem)).lines().filter_map(|line| line.strip_prefix("- ")).map(name_of).collect();
        before
    }

    /// Adds the draft of a report and, where a person's lies there, gives it another name and lists what is new.
    pub(super) fn add_draft(&self, publishable: &Publishable, stem: &str, draft: Vec<u8>, bundle: &mut Bundle) {
        self.edited.iter().for_each(|kept| bundle.keep(kept.clone()));
        let hash = FileRecord::of("", &draft).sha256;
        // Who has edited this very draft has nothing new to look at.
        if self.edited.iter().any(|kept| kept.made.as_deref() == Some(hash.as_str())) {
            return;
        }
        let is_taken = |name: &String| self.edited.iter().any(|kept| kept.record.path == *name);
        // One more name than there are drafts: one of them is free.
        let mut names = (0..=self.edited.len()).map(|round| draft_name(stem, round));
        let name = names.find(|name| !is_taken(name)).unwrap_or_default();
        bundle.add(name, draft);
        if !self.edited.is_empty() {
            bundle.add(list_name(stem), self.list(publishable));
        }
    }

    /// The figures that are others than when the edited draft was made.
    fn list(&self, publishable: &Publishable) -> String {
        let now = lines(&tidy::csv(publishable));
        let is_other = |key: &String| now.get(key) != self.figures.get(key);
        let names: Vec<&str> = self.edited.iter().map(|kept| kept.record.path.as_str()).collect();
        let mut list = text("document.changes_head", &[("files", &names.join(", "))]);
        list.push_str("\n\n");
        let labels = Labels::of(publishable);
        let mut is_empty = true;
        for row in tidy::rows(publishable) {
            let name = labels.name(&row, publishable);
            if is_other(&key(&row.fields().join(","))) || self.listed.contains(&name) {
                is_empty = false;
                let _ = writeln!(list, "- {name}: {}", figure(&row));
            }
        }
        if is_empty {
            let _ = writeln!(list, "{}", text("document.changes_none", &[]));
        }
        list
    }
}

/// `aarsrapport-2025.docx`, then `aarsrapport-2025-ny.docx`, then with numbers from two on.
fn draft_name(stem: &str, round: usize) -> String {
    match round {
        0 => format!("{stem}.docx"),
        1 => format!("{stem}-ny.docx"),
        _ => format!("{stem}-ny-{round}.docx"),
    }
}

fn list_name(stem: &str) -> String {
    format!("{stem}-endringer.txt")
}

/// The figures of the tidy data by what they are about.
fn lines(csv: &str) -> BTreeMap<String, String> {
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

/// The words for the codes of the tidy data.
struct Labels {
    titles: BTreeMap<String, String>,
    places: BTreeMap<String, String>,
    categories: BTreeMap<(String, String), String>,
}

impl Labels {
    fn of(publishable: &Publishable) -> Self {
        let mut labels = Self { titles: BTreeMap::new(), places: BTreeMap::new(), categories: BTreeMap::new() };
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
    fn name(&self, row: &TidyRow, publishable: &Publishable) -> String {
        let heading = publishable.heading();
        let title = self.titles.get(&row.indicator).unwrap_or(&row.indicator);
        let mut name = format!("{title}, {}", heading.year_label(row.year));
        if row.region != heading.municipality.as_str() {
            let _ = write!(name, ", {}", self.places.get(&row.region).unwrap_or(&row.region));
        }
        if let Some(category) = self.categories.get(&(row.indicator.clone(), row.breakdown.clone())) {
            let _ = write!(name, ", {category}");
        }
        name
    }
}
