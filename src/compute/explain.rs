//! What lies behind the figures of a measure: which rows were used, and which rule left each of the others out.
//!
//! It asks the code that the figures come from; nothing is counted a second way.

mod lines;
mod uses;

use std::collections::BTreeSet;

pub use lines::{FileLines, Lines};
pub use uses::{Role, SourceUse};

use super::Request;
use super::assemble::{Found, find};
use super::definition::{About, FigureRule, Indicator, Indicators, Measure, View};
use super::moment::Moment;
use super::selection::{LeftOut, Selection, UNKNOWN_AGES_AT_MOST, folder_years, trace};
use super::sources::Sources;
use super::statistics::reliable_change;
use super::surroundings::{Inhabitants, population_group};
use super::view::{DROP_OUT_DAYS, trace_persons};
use crate::check::{Checked, SourceMap, SourceMaps};

/// What lies behind the figures of one measure, before disclosure control: a number of rows may be a number of children.
/// It cannot be serialised or printed; `protect` takes it by value.
pub struct Explanation {
    pub(crate) measure: String,
    /// The source whose rows are chosen.
    pub(crate) source: String,
    /// It and the sources whose rows count among its own.
    pub(crate) family: BTreeSet<String>,
    pub(crate) uses: Vec<SourceUse>,
    pub(crate) about: About,
    /// The numerator is a number of rows or of those the rows are about.
    pub(crate) counts_rows: bool,
    /// Fields that its rules choose rows by.
    pub(crate) fields: BTreeSet<String>,
    /// Fields of its source with open names, which a file may be of one of.
    pub(crate) names: BTreeSet<String>,
    pub(crate) years: Vec<YearRows>,
}

impl std::fmt::Debug for Explanation {
    /// The shape only, as of every unprotected figure.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Explanation({}, {} years)", self.measure, self.years.len())
    }
}

/// The rows of one year.
pub(crate) struct YearRows {
    pub(crate) year: i32,
    pub(crate) basis: Basis,
    /// The years' folders that rows may come from.
    pub(crate) folders: Vec<i32>,
    /// None where rows are not counted one by one, or there are none.
    pub(crate) rows: Option<RowSteps>,
    /// The rows of each source by itself, where what is counted comes from several.
    pub(crate) by_source: Vec<(String, RowSteps)>,
    /// The 1 January whose population is the denominator.
    pub(crate) population: Option<i32>,
}

/// Whether there is a figure for a year, and if not, why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Basis {
    /// There are rows to count.
    Counted,
    /// A folder that the window needs has no file of the source that could be read.
    NoFile,
    /// Too few of the rows say what must be known.
    TooLittleKnown,
    /// The definition is for other years.
    OtherYears,
    /// The plan does not let children be known again across services.
    NotLinked,
    /// It is about the files and not about the rows of any source.
    Files,
}

/// From all rows of the source to those that were used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowSteps {
    /// Rows of the source, and those of them that lie in other years' folders; not set where the two would give back
    /// what is withheld of another year.
    pub everywhere: Option<(u64, u64)>,
    /// Rows of the folders that the window reads.
    pub read: u64,
    /// How many each rule left out, in the order the rules were asked.
    pub left_out: Vec<(LeftOut, u64)>,
    /// Rows used.
    pub used: u64,
    /// What a view made of them.
    pub items: Option<u64>,
    /// Where they stand, if asked for.
    pub lines: Option<Lines>,
}

impl RowSteps {
    /// How many rows are left after each rule.
    pub(crate) fn remaining(&self) -> impl Iterator<Item = u64> {
        let after = self.left_out.iter().scan(self.read, |left, (_, count)| {
            *left = left.saturating_sub(*count);
            Some(*left)
        });
        std::iter::once(self.read).chain(after)
    }
}

/// Limits that are the same for every measure, for whoever puts the rules into words.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Limits {
    /// Largest share of rows without a known age, in percent.
    pub unknown_ages: usize,
    /// Points from which on a change is reliable.
    pub reliable_change: f64,
    /// Days after which a client who has not come again has dropped out.
    pub drop_out_days: i64,
}

impl Limits {
    /// Those the figures go by.
    pub fn of_figures() -> Self {
        Self {
            unknown_ages: UNKNOWN_AGES_AT_MOST,
            reliable_change: reliable_change::RELIABLE_CHANGE,
            drop_out_days: DROP_OUT_DAYS,
        }
    }
}

/// What lies behind every measure, with file and line of every row for the measures in `with_lines`.
pub fn explain(
    checked: &Checked,
    maps: &SourceMaps,
    indicators: &Indicators,
    request: &Request,
    with_lines: &BTreeSet<String>,
) -> Vec<Explanation> {
    let own = request.cooperation.as_ref().map(|cooperation| cooperation.part(vec![cooperation.own.clone()]));
    let sources = Sources::new(checked, maps, own.as_ref());
    let explainer = Explainer {
        sources: &sources,
        request,
        years: super::years(checked, maps, request.year),
        inhabitants: Inhabitants::of(&sources),
        with_lines,
    };
    let each =
        indicators.iter().flat_map(|indicator| indicator.measures.iter().map(move |measure| (indicator, measure)));
    each.map(|(indicator, measure)| explainer.measure(indicator, measure)).collect()
}

struct Explainer<'a, 's> {
    sources: &'s Sources<'a>,
    request: &'s Request,
    years: Vec<i32>,
    inhabitants: Inhabitants,
    with_lines: &'s BTreeSet<String>,
}

impl Explainer<'_, '_> {
    fn measure(&self, indicator: &Indicator, measure: &Measure) -> Explanation {
        let fields = measure.conditions.keys().chain(measure.not.keys()).chain(measure.before.iter()).cloned();
        let by_age = measure.age.map(|_| "aldersgruppe".to_owned());
        Explanation {
            measure: measure.id.clone(),
            source: measure.source.clone(),
            family: uses::family(self.sources.maps, &measure.source).into_iter().map(str::to_owned).collect(),
            uses: uses::uses(self.sources, measure, self.request.window),
            about: measure.about,
            counts_rows: counts_rows(&measure.figure),
            fields: fields.chain(by_age).collect(),
            names: uses::names(self.sources.maps, &measure.source),
            years: self.years.iter().map(|year| self.year(indicator, measure, *year)).collect(),
        }
    }

    fn year(&self, indicator: &Indicator, measure: &Measure, year: i32) -> YearRows {
        let moment = self.request.moment(year);
        let group = population_group(measure);
        let population = group.and_then(|group| self.inhabitants.population(group, moment.period));
        let found = find(self.sources, indicator, measure, &moment);
        let basis = basis(measure, &found);
        let mut of_year = YearRows {
            year,
            basis,
            folders: Vec::new(),
            rows: None,
            by_source: Vec::new(),
            population: population.map(|found| found.year),
        };
        let has_rows = matches!(basis, Basis::Counted | Basis::TooLittleKnown);
        if measure.view == Some(View::Persons) {
            of_year.by_source = if has_rows { self.by_source(measure, &moment) } else { Vec::new() };
        }
        let Some(columns) = self.sources.columns(&measure.source) else { return of_year };
        of_year.folders = folder_years(columns, &measure.rows, &moment);
        // Children over services come from several sources, row accounts from all of them.
        if has_rows && measure.view != Some(View::Persons) {
            let selection = self.sources.selected(columns, measure, &moment);
            let items = match found {
                Found::Items(items) if measure.view.is_some() => Some(items.selection.rows.len() as u64),
                _ => None,
            };
            let lines = self.with_lines.contains(&measure.id).then(|| {
                let (used, left_out) = trace(columns, measure, &moment);
                Lines::of(columns, &self.sources.checked.tables, &used.rows, left_out)
            });
            of_year.rows = Some(RowSteps { items, lines, ..steps(columns.height, &selection) });
        }
        of_year
    }

    /// The rows of the linked sources that say a child is in the window.
    fn by_source(&self, measure: &Measure, moment: &Moment) -> Vec<(String, RowSteps)> {
        let linked = self.sources.maps.iter().filter(|map| self.sources.is_linked(&map.id));
        let one = |map: &SourceMap| {
            let columns = self.sources.columns(&map.id)?;
            let mut selection = trace_persons(columns, map, moment)?;
            let left_out = selection.traced.take().unwrap_or_default();
            let tables = &self.sources.checked.tables;
            let wanted = self.with_lines.contains(&measure.id);
            let lines = wanted.then(|| Lines::of(columns, tables, &selection.rows, left_out));
            Some((map.id.clone(), RowSteps { lines, ..steps(columns.height, &selection) }))
        };
        linked.filter_map(one).collect()
    }
}

fn basis(measure: &Measure, found: &Found) -> Basis {
    match found {
        _ if measure.figure == FigureRule::RowsAccepted => Basis::Files,
        Found::Items(_) => Basis::Counted,
        Found::NoFile => Basis::NoFile,
        Found::TooLittleKnown | Found::Strangers => Basis::TooLittleKnown,
        Found::OtherYears => Basis::OtherYears,
        Found::NotLinked => Basis::NotLinked,
    }
}

fn steps(height: usize, selection: &Selection) -> RowSteps {
    let all = height as u64;
    let (mut elsewhere, mut left_out) = (0, Vec::new());
    for (rule, count) in &selection.left_out {
        match rule {
            LeftOut::OtherFolder => elsewhere = *count as u64,
            rule => left_out.push((rule.clone(), *count as u64)),
        }
    }
    RowSteps {
        everywhere: Some((all, elsewhere)),
        read: all - elsewhere,
        left_out,
        used: selection.rows.len() as u64,
        items: None,
        lines: None,
    }
}

fn counts_rows(figure: &FigureRule) -> bool {
    use FigureRule as F;
    matches!(figure, F::Rows | F::Unique(_) | F::Within { .. } | F::ShareOf { .. } | F::Share { .. } | F::ShareWhere(_))
}
