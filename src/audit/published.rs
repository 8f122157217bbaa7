//! What may stand in a file: the numbers that are published as data, by figure, by measure and all of them.

use std::collections::{BTreeMap, BTreeSet};

use super::figures::{CellRef, Figures};
use super::manifest::Manifest;
use super::number::Printed;
use crate::publish::appearance::Palette;

/// The published numbers, in millionths.
#[derive(Debug)]
pub(super) struct Published<'a> {
    pub(super) manifest: &'a Manifest,
    pub(super) figures: &'a Figures,
    /// What people call the years of the report.
    pub(super) labels: BTreeMap<String, i32>,
    /// The last year: the one reported.
    pub(super) year: i32,
    /// The colours of its drawings.
    pub(super) palette: Palette,
    by_measure: BTreeMap<String, BTreeSet<i64>>,
    all: BTreeSet<i64>,
}

impl<'a> Published<'a> {
    pub(super) fn new(manifest: &'a Manifest, figures: &'a Figures) -> Self {
        let mut by_measure: BTreeMap<String, BTreeSet<i64>> = BTreeMap::new();
        for row in &figures.rows {
            let numbers = by_measure.entry(row.cell.indicator.clone()).or_default();
            let shown = row.fields.iter().skip(5).filter_map(|field| Printed::parse(field));
            numbers.extend(shown.map(|number| number.millionths));
            // The workbook shows the difference of the two.
            let difference = row.value.zip(row.reference_value).and_then(|(own, beside)| own.minus(beside));
            numbers.extend(difference.map(|number| number.millionths));
        }
        for comparison in &figures.comparisons {
            by_measure.entry(comparison.cell.indicator.clone()).or_default().extend(&comparison.numbers);
        }
        let mut all: BTreeSet<i64> = by_measure.values().flatten().copied().collect();
        let protection = manifest.protection.iter();
        let counts = protection.flat_map(|it| [it.threshold, it.threshold - 1, count(it.cells), count(it.withheld)]);
        let years = figures.rows.iter().map(|row| i64::from(row.cell.year));
        let whole: Vec<i64> = counts.chain(years).collect();
        all.extend(whole.into_iter().filter_map(Printed::of_whole).map(|number| number.millionths));
        let year = manifest.windows.iter().map(|days| days.year).max().unwrap_or_default();
        let palette = manifest.appearance.palette().unwrap_or_default();
        Self { manifest, figures, labels: manifest.labels(), year, palette, by_measure, all }
    }

    /// Whether a number is published of a measure.
    pub(super) fn has_of(&self, measure: &str, number: i64) -> bool {
        self.by_measure.get(measure).is_some_and(|numbers| numbers.contains(&number))
    }

    /// Whether a number is published at all.
    pub(super) fn has(&self, number: i64) -> bool {
        self.all.contains(&number)
    }

    /// A text without the names of measures and indicators in it: the digits of «K1» are no figure.
    pub(super) fn without_names(&self, text: &str) -> String {
        let is_name = |word: &str| {
            let indicator = |id: &str| id.split('-').next() == Some(word);
            self.by_measure.contains_key(word) || self.by_measure.keys().any(|id| indicator(id))
        };
        text.split_whitespace().filter(|word| !is_name(word)).collect::<Vec<_>>().join(" ")
    }

    /// The value of a figure, where it is shown.
    pub(super) fn value(&self, cell: &CellRef) -> Option<i64> {
        self.figures.row(cell)?.value.map(|value| value.millionths)
    }

    /// Whether a figure is withheld.
    pub(super) fn is_withheld(&self, cell: &CellRef) -> bool {
        self.figures.row(cell).is_some_and(super::figures::Row::is_withheld)
    }
}

fn count(number: u64) -> i64 {
    i64::try_from(number).unwrap_or_default()
}

/// Whether a number may be a year: it is in dates, titles and names of tables.
pub(super) fn is_year(number: i64) -> bool {
    number % 1_000_000 == 0 && (1_990..=2_100).contains(&(number / 1_000_000))
}
