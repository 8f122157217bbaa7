//! What may leave the machine.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::kept::Kept;
use super::policy::PrimaryPolicy;
use crate::check::{FindingSummary, RowAccount};
use crate::compare::Judgements;
use crate::compute::{Comparison, Detail, IndicatorTable, Interval, RegionTables, Relation};
use crate::units::{Audience, MunicipalityCode, Window};
use crate::windows::Windows;

/// Everything the writers may know. Only [`super::protect`] builds one: the fields are private to this room.
///
/// A writer that is handed figures before disclosure control does not compile:
///
/// ```compile_fail
/// use tryggtall::{compute::Aggregates, protect::Publishable, publish};
/// fn forgets(aggregates: &Aggregates) -> String {
///     publish::tidy::csv(aggregates)
/// }
/// ```
///
/// Its twin, which went through `protect`, does:
///
/// ```
/// use tryggtall::{protect::Publishable, publish};
/// fn remembers(publishable: &Publishable) -> String {
///     publish::tidy::csv(publishable)
/// }
/// ```
///
/// Nor can one be made by hand:
///
/// ```compile_fail
/// use tryggtall::protect::Publishable;
/// fn forge(publishable: Publishable) -> Publishable {
///     Publishable { indicators: Vec::new(), ..publishable }
/// }
/// ```
#[derive(Debug, Clone)]
pub struct Publishable {
    pub(super) heading: Heading,
    pub(super) indicators: Vec<IndicatorTable<Cell>>,
    pub(super) region: Option<RegionTables<Cell>>,
    pub(super) relations: Vec<Relation>,
    pub(super) quality: Quality,
    pub(super) protection: Protection,
    pub(super) kept: Vec<Kept>,
    /// The figures that are others than an earlier report showed: place, measure, year and breakdown.
    pub(super) corrected: BTreeSet<(String, String, i32, String)>,
    pub(super) judgements: Judgements,
}

impl Publishable {
    /// What the report is about.
    pub fn heading(&self) -> &Heading {
        &self.heading
    }

    /// The figures.
    pub fn indicators(&self) -> &[IndicatorTable<Cell>] {
        &self.indicators
    }

    /// The figures of all municipalities that are reported together, where there are several.
    pub fn region(&self) -> Option<&RegionTables<Cell>> {
        self.region.as_ref()
    }

    /// What readers know of figures of several measures, beside tables and parts.
    pub fn relations(&self) -> &[Relation] {
        &self.relations
    }

    /// What was read and what was found wrong with it.
    pub fn quality(&self) -> &Quality {
        &self.quality
    }

    /// What is said of the figures; nothing before [`crate::compare::judge`] has looked at them.
    pub fn judgements(&self) -> &Judgements {
        &self.judgements
    }

    /// Lets every published total of the municipality be said something of; its cell stays what it is.
    pub(crate) fn each_point(&mut self, mut say: impl FnMut(&str, i32, &mut Option<Comparison>)) {
        for measure in self.indicators.iter_mut().flat_map(|indicator| &mut indicator.measures) {
            for point in measure.totals.iter_mut().filter(|point| point.cell.shown().is_some()) {
                say(&measure.id, point.year, &mut point.comparison);
            }
        }
    }

    pub(crate) fn set_judgements(&mut self, judgements: Judgements) {
        self.judgements = judgements;
    }

    /// The sources and years whose figures stay as they were published, because few rows have been corrected since.
    pub fn kept(&self) -> &[Kept] {
        &self.kept
    }

    /// The figures that are others than an earlier report showed: place, measure, year and breakdown.
    pub(crate) fn corrected(&self) -> &BTreeSet<(String, String, i32, String)> {
        &self.corrected
    }

    /// How many cells there are and how many are withheld.
    pub fn protection(&self) -> Protection {
        self.protection
    }
}

/// One published cell. A withheld cell holds neither its number nor its reason: telling primary from secondary
/// suppression tells the reader which cells are small.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Cell {
    /// A figure that everybody may see.
    Shown(Shown),
    /// `:` in tables, «skjermet» in charts.
    Withheld,
    /// `..`: the data is not there.
    Missing,
    /// `.`: cannot exist.
    NotApplicable,
}

impl Cell {
    /// The figure, where it is shown.
    pub fn shown(&self) -> Option<&Shown> {
        match self {
            Self::Shown(shown) => Some(shown),
            Self::Withheld | Self::Missing | Self::NotApplicable => None,
        }
    }

    /// The mark in the status column; empty for a figure.
    pub fn mark(&self) -> &'static str {
        match self {
            Self::Shown(_) => "",
            Self::Withheld => ":",
            Self::Missing => "..",
            Self::NotApplicable => ".",
        }
    }
}

/// A figure and what it rests on, not rounded.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Shown {
    /// The value in the measure's unit.
    pub value: f64,
    /// Events, children or answers that count.
    pub numerator: Option<u64>,
    /// Of how many (children, places, answers); not set for plain counts.
    pub denominator: Option<u64>,
    /// 95 % interval, where the measure has one.
    pub interval: Option<Interval>,
}

/// What the report is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// The municipality.
    pub municipality: MunicipalityCode,
    /// Its name.
    pub municipality_name: String,
    /// The year reported.
    pub year: i32,
    /// The part of the year.
    pub window: Window,
    /// The days of the windows.
    pub windows: Windows,
    /// The day on which milestones and deadlines are judged, where the user named one.
    pub reporting_date: Option<NaiveDate>,
    /// Who may read it.
    pub audience: Audience,
    /// Which counts are withheld.
    pub policy: PrimaryPolicy,
    /// How much detail it shows.
    pub detail: Detail,
    /// Why the threshold is what it is, in the plan's words.
    pub threshold_reason: String,
    /// The figures are invented: the demo says so on every page.
    pub synthetic: bool,
}

impl Heading {
    /// The name, without extension, of the report's main documents; that of an internal edition says so.
    pub fn document_name(&self) -> String {
        format!("{}{}", self.window.document_name(self.year), self.audience.mark())
    }

    /// What people call a year of this report: «2025», or «2024/25» where its window begins in the year before.
    pub fn year_label(&self, year: i32) -> String {
        self.windows.label(self.window, year)
    }
}

/// What was read and what was found wrong with it; no value from any row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quality {
    /// One account per file and sheet; `rows = header + title + blank + used + excluded + rejected`.
    pub accounts: Vec<RowAccount>,
    /// Accounts that the public version leaves out because a withheld figure could be worked out from them.
    pub concealed_accounts: usize,
    /// Findings by kind, most serious first.
    pub findings: Vec<FindingSummary>,
    /// Kinds of findings that the public version leaves out because they count children.
    pub concealed_findings: usize,
}

/// The result of disclosure control, counted over every cell of the report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Protection {
    /// Cells in all.
    pub cells: usize,
    /// Cells withheld.
    pub withheld: usize,
}
