//! What is asked, and the answer to it.

use serde::Serialize;

use super::words::{self, Wording};
use super::{change, figure, files, parts};
use crate::check::SourceMaps;
use crate::compute::{
    Basis, ChangeKind, Compared, FigureRule, Indicator, Indicators, Measure, MeasureTable, Point, Role, View,
};
use crate::lang::text;
use crate::protect::{Cell, Explained, ExplainedSource, ExplainedYear, Heading, Publishable, Rows};
use crate::publish::period::days_of_report;
use crate::units::{Audience, Window};

/// So like an id must a word be for it to be suggested.
const LIKE_ENOUGH: f64 = 0.7;
/// So many are suggested.
const SUGGESTED: usize = 3;

/// An indicator with all its measures, or one of them.
#[derive(Debug)]
pub struct Asked<'a> {
    indicator: &'a Indicator,
    measures: Vec<&'a Measure>,
    /// What has changed since the baseline, where that is asked.
    changes: Vec<(&'a Measure, ChangeKind)>,
    with_lines: bool,
}

/// What there is to answer from, beside the figures.
#[derive(Debug)]
pub struct Grounds<'a> {
    /// What lies behind each measure.
    pub explained: &'a [Explained],
    /// What is set beside the baseline.
    pub compared: &'a Compared,
    /// Findings stop the report.
    pub is_stopped: bool,
}

impl<'a> Asked<'a> {
    /// What an id means, whichever way its letters are written.
    ///
    /// # Errors
    /// The nearest ids, and all there are.
    ///
    /// # Examples
    /// ```
    /// use tryggtall::{check::SourceMaps, compute::Indicators, publish::explain::Asked};
    /// let indicators = Indicators::built_in(&SourceMaps::built_in().unwrap()).unwrap();
    /// assert!(Asked::find(&indicators, "k3-SLUTT").unwrap().ids().eq(["K3-slutt"]));
    /// assert!(Asked::find(&indicators, "B1-k3-slutt-relativ").is_ok(), "what has changed since the baseline");
    /// assert!(Asked::find(&indicators, "K33").unwrap_err().contains("K3"));
    /// ```
    pub fn find(indicators: &'a Indicators, id: &str) -> Result<Self, String> {
        let is_it = |known: &str| known.eq_ignore_ascii_case(id);
        if let Some(indicator) = indicators.find(id) {
            let wanted = |measure: &&Measure| is_it(&indicator.head.id) || is_it(&measure.id);
            let measures = indicator.measures.iter().filter(wanted).collect();
            let changes = change::all(indicators, indicator).map(|(_, measure, kind)| (measure, kind)).collect();
            return Ok(Self { indicator, measures, changes, with_lines: false });
        }
        for derived in indicators.iter() {
            let changes = change::all(indicators, derived).filter(|(known, ..)| is_it(known));
            let changes: Vec<_> = changes.map(|(_, measure, kind)| (measure, kind)).collect();
            if !changes.is_empty() {
                return Ok(Self { indicator: derived, measures: Vec::new(), changes, with_lines: false });
            }
        }
        Err(unknown(indicators, id))
    }

    /// The same with the place of every row.
    #[must_use]
    pub fn with_lines(self, with_lines: bool) -> Self {
        Self { with_lines, ..self }
    }

    /// The measures with the place of every row.
    pub fn lines_of(&self) -> std::collections::BTreeSet<String> {
        self.ids().filter(|_| self.with_lines).map(str::to_owned).collect()
    }

    /// The ids of the measures, in the order of the report.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.measures.iter().map(|measure| measure.id.as_str())
    }
}

fn unknown(indicators: &Indicators, id: &str) -> String {
    let id = crate::privacy::mask(id);
    let all: Vec<&str> = indicators.iter().flat_map(|it| &it.measures).map(|measure| measure.id.as_str()).collect();
    let changes = indicators.iter().flat_map(|derived| change::all(indicators, derived)).map(|(id, ..)| id);
    let known = all.iter().map(|id| (*id).to_owned()).chain(changes);
    let folded = id.to_lowercase();
    let mut near: Vec<(f64, String)> =
        known.map(|known| (strsim::jaro_winkler(&folded, &known.to_lowercase()), known)).collect();
    near.retain(|(likeness, _)| *likeness >= LIKE_ENOUGH);
    near.sort_by(|left, right| right.0.total_cmp(&left.0));
    let near: Vec<String> = near.into_iter().take(SUGGESTED).map(|(_, id)| id).collect();
    let said = || text("explain.near", &[("ids", &words::joined(&near, "explain.or"))]);
    let near = if near.is_empty() { String::new() } else { said() };
    text("explain.unknown", &[("id", &id), ("near", &near), ("all", &all.join(", "))])
}

/// All that is said of what was asked.
#[derive(Debug, Serialize)]
pub struct Answer {
    pub(super) audience: &'static str,
    /// What must be said of the audience.
    pub(super) notice: String,
    pub(super) synthetic: bool,
    pub(super) municipality: String,
    pub(super) municipality_name: String,
    pub(super) year: i32,
    pub(super) window: &'static str,
    pub(super) first_day: String,
    pub(super) last_day: String,
    /// That findings stop the report, where they do.
    pub(super) stopped: Option<String>,
    pub(super) indicator: parts::Head,
    pub(super) measures: Vec<parts::Measure>,
    #[serde(skip)]
    pub(super) heading: String,
    #[serde(skip)]
    pub(super) with_lines: bool,
}

impl Answer {
    /// The answer, from figures and numbers of rows that went through disclosure control.
    pub fn new(asked: &Asked, maps: &SourceMaps, publishable: &Publishable, grounds: &Grounds) -> Self {
        let heading = publishable.heading();
        let tables = publishable.indicators().iter().flat_map(|table| &table.measures);
        let tables: Vec<&MeasureTable<Cell>> = tables.collect();
        let one = |measure: &&Measure| {
            let table = tables.iter().find(|table| table.id == measure.id)?;
            let behind = grounds.explained.iter().find(|behind| behind.measure == measure.id)?;
            Some(Answering { asked, measure, maps, heading, table, behind }.measure())
        };
        let changed = |(measure, kind): &(&Measure, ChangeKind)| {
            change::Changing {
                derived: asked.indicator,
                measure,
                kind: *kind,
                tables: &tables,
                compared: grounds.compared,
            }
            .measure()
        };
        let head = &asked.indicator.head;
        let period = heading.windows.period(heading.window, heading.year);
        let notice = match heading.audience {
            Audience::Intern => text("explain.internal", &[]),
            Audience::Offentlig => text("explain.public", &[]),
        };
        Self {
            audience: heading.audience.id(),
            notice,
            synthetic: heading.synthetic,
            municipality: heading.municipality.as_str().to_owned(),
            municipality_name: heading.municipality_name.clone(),
            year: heading.year,
            window: heading.window.id(),
            first_day: period.first.to_string(),
            last_day: period.last.to_string(),
            stopped: grounds.is_stopped.then(|| text("explain.stopped", &[])),
            indicator: parts::Head {
                id: head.id.clone(),
                title: head.title.said().to_owned(),
                description: head.description.said().to_owned(),
                method: head.method.said().to_owned(),
                reference: head.reference.said().to_owned(),
                valid_from: head.valid.map(|valid| valid.from),
                valid_to: head.valid.and_then(|valid| valid.to),
                definition_file: asked.indicator.path(),
            },
            measures: asked.measures.iter().filter_map(one).chain(asked.changes.iter().map(changed)).collect(),
            heading: title(&head.id, head.title.said(), heading),
            with_lines: asked.with_lines,
        }
    }

    /// For machines.
    pub fn json(&self) -> String {
        serde_json::to_string_pretty(self).unwrap_or_default()
    }
}

fn title(id: &str, title: &str, heading: &Heading) -> String {
    let year = heading.year_label(heading.year);
    let window = match heading.window {
        Window::Aar => text("explain.window_aar", &[("year", &year)]),
        Window::Mai => text("explain.window_mai", &[("year", &year)]),
        Window::September => text("explain.window_september", &[("year", &year)]),
        Window::SidenSist | Window::Skoleaar => {
            text("explain.window_other", &[("days", &days_of_report(heading)), ("year", &year)])
        }
    };
    let values = [("id", id), ("title", title), ("municipality", &heading.municipality_name), ("window", &window)];
    text("explain.heading", &values)
}

/// One measure while it is answered for.
struct Answering<'a> {
    asked: &'a Asked<'a>,
    measure: &'a Measure,
    maps: &'a SourceMaps,
    heading: &'a Heading,
    table: &'a MeasureTable<Cell>,
    behind: &'a Explained,
}

impl Answering<'_> {
    fn measure(&self) -> parts::Measure {
        let counted = self.behind.sources.iter().filter(|source| source.role == Role::Counted);
        let linked: Vec<String> = counted.map(|source| source.source.clone()).collect();
        let wording = Wording {
            indicator: self.asked.indicator,
            measure: self.measure,
            maps: self.maps,
            threshold: self.heading.policy.threshold,
            linked: (self.measure.view == Some(View::Persons) && !linked.is_empty()).then_some(linked),
        };
        let years: Vec<i32> = self.table.totals.iter().map(|point| point.year).collect();
        // Of everything that could have come, what came.
        let is_of_files = self.measure.figure == FigureRule::RowsAccepted;
        let is_said = |source: &&ExplainedSource| {
            let may_be_any = is_of_files || source.role == Role::LookedAt;
            !may_be_any || files::is_exported(source)
        };
        let sources = self.behind.sources.iter().filter(is_said);
        let by = |breakdown| figure::breakdown(breakdown, self.heading.year, self.table.unit);
        parts::Measure {
            id: self.measure.id.clone(),
            title: self.measure.title.said().to_owned(),
            unit: self.measure.unit.id(),
            unit_text: self.measure.unit_text.said().to_owned(),
            definition: wording.sentences(),
            sources: sources.map(|source| files::source(source, self.maps, &years)).collect(),
            years: self.table.totals.iter().map(|point| self.year(point)).collect(),
            breakdowns: self.table.breakdowns.iter().map(by).collect(),
            change: None,
        }
    }

    fn year(&self, point: &Point<Cell>) -> parts::OfYear {
        let behind = self.behind.years.iter().find(|behind| behind.year == point.year);
        let figure = figure::figure(&point.cell, self.table.unit, &self.table.unit_text);
        let is_shown = figure.status.is_empty();
        let shown = behind.and_then(|behind| match &behind.rows {
            Rows::Shown(steps) => Some(steps),
            Rows::Concealed | Rows::None => None,
        });
        let by_source = behind.map(|behind| behind.by_source.as_slice()).unwrap_or_default();
        let of_sources = files::lines_of_sources(by_source);
        parts::OfYear {
            year: point.year,
            reason: behind.and_then(|behind| self.reason(behind)),
            figure,
            population_year: behind.and_then(|behind| behind.population).filter(|_| is_shown),
            comparison: figure::comparison(self.table, point),
            measure: None,
            rows: shown.map(|steps| files::rows(steps, self.measure.view)),
            rows_by_source: by_source.iter().map(|(source, steps)| files::source_rows(source, steps)).collect(),
            rows_concealed: behind.is_some_and(|behind| behind.rows == Rows::Concealed),
            lines: shown.and_then(|steps| steps.lines.as_ref()).map(files::lines).or(of_sources),
        }
    }

    fn reason(&self, behind: &ExplainedYear) -> Option<String> {
        match behind.basis {
            Basis::Counted | Basis::Files => None,
            Basis::NoFile => Some(text("explain.basis_no_file", &[("source", &self.measure.source)])),
            Basis::TooLittleKnown => Some(text("explain.basis_too_little", &[])),
            Basis::OtherYears => Some(text("explain.basis_other_years", &[])),
            Basis::NotLinked => Some(text("explain.basis_not_linked", &[])),
        }
    }
}
