//! What may stand in a file: the numbers that are published as data, by figure, by measure and all of them.

use std::collections::{BTreeMap, BTreeSet};

use super::figures::{CellRef, Figures};
use super::manifest::{Manifest, MeasureModel};
use super::number::{Printed, tokens};
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
    /// Counts of each measure, and what its counts are counts of.
    counts: BTreeMap<String, BTreeSet<i64>>,
    /// Measures whose counts are of services or answers, and not of people.
    services: BTreeSet<String>,
    /// Where the intervals of a measure's totals and of its changes end.
    limits: BTreeMap<String, BTreeSet<i64>>,
    /// What is published of whole years, and how much there is.
    totals: BTreeSet<i64>,
    all: BTreeSet<i64>,
}

impl<'a> Published<'a> {
    pub(super) fn new(manifest: &'a Manifest, figures: &'a Figures) -> Self {
        let mut by_measure: BTreeMap<String, BTreeSet<i64>> = BTreeMap::new();
        let (mut counts, mut limits) = (by_measure.clone(), by_measure.clone());
        let mut totals = BTreeSet::new();
        let unit = figures.columns.iter().position(|column| column == "enhet");
        for row in &figures.rows {
            let id = || row.cell.indicator.clone();
            let shown = row.fields.iter().skip(5).filter_map(|field| Printed::parse(field));
            // The workbook shows the difference of the two.
            let difference = row.value.zip(row.reference_value).and_then(|(own, beside)| own.minus(beside));
            let numbers: Vec<i64> = shown.chain(difference).map(|number| number.millionths).collect();
            by_measure.entry(id()).or_default().extend(&numbers);
            let is_count = unit.and_then(|unit| row.fields.get(unit)).is_some_and(|unit| unit == "antall");
            let value = row.value.filter(|_| is_count).and_then(Printed::whole);
            let whole = [value, row.numerator, row.denominator].into_iter().flatten().filter_map(Printed::of_whole);
            counts.entry(id()).or_default().extend(whole.map(|number| number.millionths));
            if row.cell.breakdown.is_empty() {
                totals.extend(numbers);
                let ends = row.limits.into_iter().flat_map(|(lower, upper)| [lower, upper]);
                limits.entry(id()).or_default().extend(ends.chain(difference).map(|number| number.millionths));
            }
        }
        for comparison in &figures.comparisons {
            let id = || comparison.cell.indicator.clone();
            by_measure.entry(id()).or_default().extend(&comparison.numbers);
            limits.entry(id()).or_default().extend(&comparison.numbers);
            totals.extend(&comparison.numbers);
        }
        let mut all: BTreeSet<i64> = by_measure.values().flatten().copied().collect();
        let protection = manifest.protection.iter();
        let sizes = protection.flat_map(|it| [it.threshold, count(it.cells), count(it.withheld)]);
        let years = figures.rows.iter().map(|row| i64::from(row.cell.year));
        let whole = sizes.chain(years).filter_map(Printed::of_whole).map(|number| number.millionths);
        totals.extend(whole);
        all.extend(&totals);
        let measures = manifest.model.iter().flat_map(|model| &model.measures);
        let is_of_services = |it: &&MeasureModel| it.counted.as_ref().is_some_and(|counted| counted.about != "people");
        let services = measures.filter(is_of_services).map(|it| it.id.clone()).collect();
        let year = manifest.windows.iter().map(|days| days.year).max().unwrap_or_default();
        let palette = manifest.appearance.palette().unwrap_or_default();
        Self {
            manifest,
            figures,
            labels: manifest.labels(),
            year,
            palette,
            by_measure,
            counts,
            services,
            limits,
            totals,
            all,
        }
    }

    /// Whether a number is published of a measure.
    pub(super) fn has_of(&self, measure: &str, number: i64) -> bool {
        self.by_measure.get(measure).is_some_and(|numbers| numbers.contains(&number))
    }

    /// Whether a number is published of a measure of an indicator.
    pub(super) fn has_of_indicator(&self, indicator: &str, number: i64) -> bool {
        let of = self.by_measure.iter().filter(|(measure, _)| is_of(measure, indicator));
        of.into_iter().any(|(_, numbers)| numbers.contains(&number))
    }

    /// Whether something is published of an indicator.
    pub(super) fn is_indicator(&self, id: &str) -> bool {
        self.by_measure.keys().any(|measure| is_of(measure, id))
    }

    /// Whether a number is a published count of a measure, or what its counts are counts of.
    pub(super) fn has_count(&self, measure: &str, number: i64) -> bool {
        self.counts.get(measure).is_some_and(|numbers| numbers.contains(&number))
    }

    /// Whether a number is a published count of services or answers, under the heading of their indicator.
    pub(super) fn has_count_of_services(&self, indicator: &str, number: i64) -> bool {
        self.services.iter().any(|measure| is_of(measure, indicator) && self.has_count(measure, number))
    }

    /// Whether an interval of a measure as a whole ends at a number, or a change of it is that.
    pub(super) fn has_limit(&self, measure: &str, number: i64) -> bool {
        self.limits.get(measure).is_some_and(|numbers| numbers.contains(&number))
    }

    /// Whether a number is published of whole years.
    pub(super) fn is_total(&self, number: i64) -> bool {
        self.totals.contains(&number)
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

/// Whether a measure is one of an indicator.
fn is_of(measure: &str, indicator: &str) -> bool {
    measure.strip_prefix(indicator).is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
}

fn count(number: u64) -> i64 {
    i64::try_from(number).unwrap_or_default()
}

/// Whether a number may be a year: it is in dates, titles and names of tables.
pub(super) fn is_year(number: i64) -> bool {
    number % 1_000_000 == 0 && (1_990..=2_100).contains(&(number / 1_000_000))
}

/// Whether the numbers of a text are years, or what else is `known`; «2024/25» is one year.
pub(super) fn has_years_alone(text: &str, known: impl Fn(i64) -> bool) -> bool {
    const ONE: i64 = 1_000_000;
    let numbers = tokens(text);
    let ends_one = |at: usize| {
        let Some(before) = at.checked_sub(1).map(|before| numbers[before]) else { return false };
        let is_next = numbers[at].millionths / ONE == (before.millionths / ONE + 1) % 100;
        is_year(before.millionths) && is_next && &text[before.end..numbers[at].start] == "/"
    };
    (0..numbers.len()).all(|at| {
        let number = numbers[at].millionths;
        is_year(number) || known(number) || ends_one(at)
    })
}
