//! From definitions and checked columns to tables of figures.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use polars_core::chunked_array::ops::{ChunkCompareEq, ChunkCompareIneq};
use polars_core::prelude::{Column, DataFrame, NamedFrom, PolarsResult, Series};

use super::definition::{BreakdownRule, FigureRule, Indicator, Limit, Measure, Over, RowRule};
use super::figure::{Denominator, figure};
use super::select::{AGE, Days, Selected, date_of, highest_of_each, select, whole};
use super::surroundings::{self, Group, KNOWN_SEXES, Region};
use super::table::{
    Breakdown, Category, Comparison, IndicatorTable, MeasureTable, Point, ReferenceRole, ReferenceSeries,
    ReferenceValue, Verdict,
};
use super::tally::Tally;
use crate::check::{Checked, CheckedSource, CodeList, RowAccount, SourceMaps};
use crate::diagnostic::{Finding, Place, Rule};
use crate::lang::text;
use crate::units::{Period, Window};
use crate::windows::Windows;

/// What is to be computed.
#[derive(Debug, Clone)]
pub struct Request {
    /// The year reported.
    pub year: i32,
    /// The part of it, and of every earlier year.
    pub window: Window,
    /// The days of the windows.
    pub windows: Windows,
    /// The day on which milestones and deadlines are judged; within the window.
    pub reporting_date: NaiveDate,
    /// Youngest and oldest age of each age group.
    pub age_groups: Vec<(i64, i64)>,
    /// County and country.
    pub regions: Vec<Region>,
}

impl Request {
    /// The window's days that belong to `year`.
    pub fn period(&self, year: i32) -> Period {
        self.windows.period(self.window, year)
    }
}

/// Computes one indicator after another and collects what is missing.
pub(super) struct Assembler<'a> {
    pub(super) checked: &'a Checked,
    pub(super) maps: &'a SourceMaps,
    pub(super) request: &'a Request,
    pub(super) years: Vec<i32>,
    pub(super) findings: Vec<Finding>,
    /// Sources without a file for the year, and the measures that lack them.
    pub(super) lacking: BTreeMap<String, Vec<String>>,
    pub(super) yes: i64,
}

/// One dimension of one measure: its categories, and the column that says which a row is in.
struct Dimension {
    column: String,
    /// Code in the column, id, label, and who the category is among the inhabitants.
    categories: Vec<(i64, String, String, Inhabitants)>,
    overlapping: bool,
}

/// How a category's inhabitants are found.
#[derive(Clone, Copy)]
enum Inhabitants {
    /// The measure's own denominator (places).
    AsTotal,
    /// Those of a group.
    Group(Group),
    /// The category is of no use for a share of inhabitants.
    None,
}

impl Assembler<'_> {
    pub(super) fn indicator(&mut self, indicator: &Indicator) -> PolarsResult<IndicatorTable<Tally>> {
        let mut measures = Vec::new();
        for measure in &indicator.measures {
            measures.push(self.measure(measure)?);
        }
        Ok(IndicatorTable {
            id: indicator.id.clone(),
            title: indicator.title.clone(),
            description: indicator.description.clone(),
            method: indicator.method.clone(),
            reference: indicator.reference.clone(),
            measures,
        })
    }

    fn measure(&mut self, measure: &Measure) -> PolarsResult<MeasureTable<Tally>> {
        let source = self.checked.source(&measure.source);
        self.note_lacking(measure, source);
        let references = self.references(measure)?;
        let mut totals = Vec::new();
        for year in self.years.clone() {
            let cell = match source.filter(|source| source.years.contains(&year)) {
                Some(source) => self.total(measure, source, year)?,
                None => Tally::Missing,
            };
            let comparison = compare(&cell, year, &references);
            totals.push(Point { year, cell, comparison });
        }
        let mut breakdowns = Vec::new();
        for rule in &measure.breakdowns {
            if let Some(source) = source {
                breakdowns.extend(self.breakdown(measure, rule, source)?);
            }
        }
        Ok(MeasureTable {
            id: measure.id.clone(),
            title: measure.title.clone(),
            unit_text: measure.unit_text.clone(),
            unit: measure.unit,
            note: self.note_on(measure),
            part_of: measure.part_of.clone(),
            totals,
            breakdowns,
            references,
        })
    }

    /// What must be said beside the figure: its own note, and that rows were rejected, where the plan accepts that.
    fn note_on(&self, measure: &Measure) -> Option<String> {
        let rejected = |account: &RowAccount| account.source == measure.source && account.rejected > 0;
        let said = self.checked.accounts.iter().any(rejected).then(|| text("report.rejected_rows", &[]));
        let notes: Vec<String> = measure.note.clone().into_iter().chain(said).collect();
        (!notes.is_empty()).then(|| notes.join(" "))
    }

    fn note_lacking(&mut self, measure: &Measure, source: Option<&CheckedSource>) {
        if source.is_none_or(|source| !source.years.contains(&self.request.year)) {
            self.lacking.entry(measure.source.clone()).or_default().push(measure.id.clone());
        }
    }

    fn total(&mut self, measure: &Measure, source: &CheckedSource, year: i32) -> PolarsResult<Tally> {
        let Selected::Rows(rows) = self.selected(measure, &source.frame, year)? else { return Ok(Tally::Missing) };
        if year == self.request.year {
            self.note_old_readings(measure, &source.frame, &rows)?;
            self.note_open_deadlines(measure, &rows)?;
        }
        let denominator = self.denominator(measure, Inhabitants::AsTotal, year)?;
        if denominator == Denominator::Missing && year == self.request.year {
            self.note_missing_denominator(measure);
        }
        figure(&rows, measure, denominator, (self.days(year), self.yes))
    }

    /// The rows of one year's own folder that count; an export is the record of its year.
    fn selected(&self, measure: &Measure, frame: &DataFrame, year: i32) -> PolarsResult<Selected> {
        let of_year = frame.filter(&whole(frame, "aarsmappe")?.equal(i64::from(year)))?;
        let map = self.maps.get(&measure.source).expect("definitions are checked against the source maps");
        select(&of_year, measure, map, self.maps, self.days(year))
    }

    fn days(&self, year: i32) -> Days {
        Days::from(self.request.period(year))
    }

    fn denominator(&mut self, measure: &Measure, inhabitants: Inhabitants, year: i32) -> PolarsResult<Denominator> {
        let period = self.request.period(year);
        match (&measure.over, inhabitants) {
            (None, _) => Ok(Denominator::None),
            (Some(Over::Places { service }), _) => surroundings::places(self.checked, self.maps, service, period),
            (Some(Over::Population { .. }), Inhabitants::None) => Ok(Denominator::NotApplicable),
            (Some(Over::Population { .. }), inhabitants) => {
                let whole_group = surroundings::population_group(measure);
                let group = match inhabitants {
                    Inhabitants::Group(group) => Some(group),
                    Inhabitants::AsTotal | Inhabitants::None => whole_group,
                };
                let Some(group) = group else { return Ok(Denominator::Missing) };
                let found = surroundings::population(self.checked, group, period)?;
                let Some(found) = found else { return Ok(Denominator::Missing) };
                self.note_earlier_population(found.year, surroundings::population_year(period));
                Ok(Denominator::Known(found.inhabitants))
            }
        }
    }

    fn note_earlier_population(&mut self, used: i32, wanted: i32) {
        if used == wanted {
            return;
        }
        self.note(
            Finding::new(Rule::EarlierPopulation, Place::file("reference"))
                .with("wanted", wanted.to_string())
                .with("used", used.to_string()),
        );
    }

    fn note_missing_denominator(&mut self, measure: &Measure) {
        if matches!(measure.over, Some(Over::Population { .. })) {
            let year = surroundings::population_year(self.request.period(self.request.year));
            self.note(Finding::new(Rule::MissingPopulation, Place::file("reference")).with("year", year.to_string()));
        } else {
            let place = Place::file(&format!("exports/{}", self.request.year));
            self.note(Finding::new(Rule::CapacityGap, place).with("figure", &measure.id));
        }
    }

    /// A unit that has counted this year, but not lately, is not in the figure; that is said.
    fn note_old_readings(&mut self, measure: &Measure, frame: &DataFrame, rows: &DataFrame) -> PolarsResult<()> {
        let RowRule::LatestReading { date, per, within_days } = &measure.rows else { return Ok(()) };
        let year = self.request.year;
        let days = self.days(year);
        let so_far = whole(frame, "aarsmappe")?.equal(i64::from(year)) & whole(frame, date)?.lt_eq(days.last);
        let all = different(&frame.filter(&so_far)?, per)?;
        let late = all.saturating_sub(different(rows, per)?);
        if late > 0 {
            self.note(
                Finding::new(Rule::OldSnapshot, Place::file(&format!("exports/{year}")))
                    .with("source", &measure.source)
                    .with("count", late.to_string())
                    .with("days", within_days.to_string())
                    .with("date", self.request.period(year).last.to_string()),
            );
        }
        Ok(())
    }

    /// Reports received in the last days and not concluded count as not in time although their time was not up.
    fn note_open_deadlines(&mut self, measure: &Measure, rows: &DataFrame) -> PolarsResult<()> {
        let FigureRule::Within { from, to, limit: Limit::Days(limit) } = &measure.figure else { return Ok(()) };
        let period = self.request.period(self.request.year);
        let last = Days::from(period).last;
        let (starts, ends) = (whole(rows, from)?, whole(rows, to)?);
        let spans = starts.iter().zip(ends.iter());
        let is_open = |(from, to): &(Option<i64>, Option<i64>)| {
            to.is_none() && from.is_some_and(|from| from + i64::from(*limit) > last)
        };
        let count = spans.filter(is_open).count();
        if count > 0 {
            self.note(
                Finding::new(Rule::DeadlineNotPassed, Place::file(&format!("exports/{}", self.request.year)))
                    .with("days", (limit + 1).to_string())
                    .with("date", period.last.to_string())
                    .with("count", count.to_string())
                    .with("figure", &measure.id),
            );
        }
        Ok(())
    }

    fn note(&mut self, finding: Finding) {
        if !self.findings.contains(&finding) {
            self.findings.push(finding);
        }
    }

    fn references(&mut self, measure: &Measure) -> PolarsResult<Vec<ReferenceSeries>> {
        // County figures cover whole years; four months are not set beside twelve.
        let Some(indicator) = measure.compared_with.as_ref().filter(|_| self.request.window == Window::Aar) else {
            return Ok(Vec::new());
        };
        let series = surroundings::references(self.checked, indicator, &self.request.regions, &self.years)?;
        for region in self.request.regions.iter().filter(|region| region.role == ReferenceRole::County) {
            let has_figure = |series: &ReferenceSeries| {
                series.region == region.code
                    && series
                        .points
                        .iter()
                        .any(|(year, value)| *year == self.request.year && matches!(value, ReferenceValue::Figure(_)))
            };
            if !series.iter().any(has_figure) {
                self.note(
                    Finding::new(Rule::MissingReference, Place::file("reference"))
                        .with("figure", &measure.id)
                        .with("region", &region.code)
                        .with("year", self.request.year.to_string()),
                );
            }
        }
        Ok(series)
    }

    fn breakdown(
        &mut self,
        measure: &Measure,
        rule: &BreakdownRule,
        source: &CheckedSource,
    ) -> PolarsResult<Option<Breakdown<Tally>>> {
        let Some(dimension) = self.dimension(measure, rule, source) else { return Ok(None) };
        let frame = source.exploded.get(&rule.by).unwrap_or(&source.frame);
        let mut per_year = Vec::new();
        for year in self.years.clone() {
            let has_file = source.years.contains(&year);
            let selected = has_file.then(|| self.selected(measure, frame, year)).transpose()?;
            let Some(Selected::Rows(rows)) = selected else {
                per_year.push(vec![(Tally::Missing, 0); dimension.categories.len()]);
                continue;
            };
            let rows = with_dimension(rows, measure, rule, self.request)?;
            let mut cells = Vec::new();
            for (code, _, _, inhabitants) in &dimension.categories {
                let column = whole(&rows, &dimension.column)?;
                let mask = if *code == UNKNOWN { column.is_null() } else { column.equal(*code) };
                let of_category = rows.filter(&mask)?;
                let denominator = self.denominator(measure, *inhabitants, year)?;
                cells.push((
                    figure(&of_category, measure, denominator, (self.days(year), self.yes))?,
                    of_category.height(),
                ));
            }
            per_year.push(cells);
        }
        Ok(Some(self.transpose(rule, dimension, &per_year)))
    }

    /// Categories that no row of any year is in are left out, except those that always belong together.
    fn transpose(
        &self,
        rule: &BreakdownRule,
        dimension: Dimension,
        per_year: &[Vec<(Tally, usize)>],
    ) -> Breakdown<Tally> {
        let always = matches!(rule.by.as_str(), "aldersgruppe" | "maaned");
        let mut categories = Vec::new();
        for (place, (code, id, label, _)) in dimension.categories.into_iter().enumerate() {
            let is_used = per_year.iter().any(|cells| cells[place].1 > 0);
            if is_used || (always && code >= 0) {
                let cells = per_year.iter().map(|cells| cells[place].0.clone()).collect();
                categories.push(Category { code: id, label, cells });
            }
        }
        Breakdown {
            dimension: rule.by.clone(),
            title: rule.title.clone(),
            overlapping: dimension.overlapping,
            years: self.years.clone(),
            categories,
        }
    }

    fn dimension(&self, measure: &Measure, rule: &BreakdownRule, source: &CheckedSource) -> Option<Dimension> {
        let is_unique = matches!(measure.figure, FigureRule::Unique(_));
        let categories = match rule.by.as_str() {
            "aldersgruppe" => self.age_groups(measure),
            "kjonn" => self.sexes(measure),
            "plassering" => vec![
                (0, "hjemme".to_owned(), text("report.at_home", &[]), Inhabitants::AsTotal),
                (1, "utenfor".to_owned(), text("report.outside_home", &[]), Inhabitants::AsTotal),
                Self::unknown(Inhabitants::AsTotal),
            ],
            "maaned" => self.months(),
            field => self.codes(measure, field)?,
        };
        let column = match rule.by.as_str() {
            "kjonn" if source.frame.column("barnets_kjonn").is_ok() => "barnets_kjonn",
            other => other,
        };
        // A child may have events in several months; its sex, age and placement are settled.
        let stays_put = matches!(rule.by.as_str(), "kjonn" | "aldersgruppe" | "plassering");
        let overlapping = source.exploded.contains_key(&rule.by) || (is_unique && !stays_put);
        Some(Dimension { column: column.to_owned(), categories, overlapping })
    }

    fn unknown(inhabitants: Inhabitants) -> (i64, String, String, Inhabitants) {
        (UNKNOWN, "ukjent".to_owned(), text("report.unknown", &[]), inhabitants)
    }

    fn age_groups(&self, measure: &Measure) -> Vec<(i64, String, String, Inhabitants)> {
        let groups = clipped(&self.request.age_groups, measure);
        let mut categories: Vec<_> = groups
            .iter()
            .zip(0_i64..)
            .map(|((from, to), place)| {
                let label = text("report.age_group", &[("from", &from.to_string()), ("to", &to.to_string())]);
                let group = Group { from: *from, to: *to, sex: None };
                (place, format!("{from}-{to}"), label, Inhabitants::Group(group))
            })
            .collect();
        categories.push((OTHER_AGE, "annen-alder".to_owned(), text("report.other_age", &[]), Inhabitants::None));
        categories.push(Self::unknown(Inhabitants::None));
        categories
    }

    fn sexes(&self, measure: &Measure) -> Vec<(i64, String, String, Inhabitants)> {
        let whole_group = surroundings::population_group(measure);
        let codes = self.maps.list("kjonn").map(CodeList::codes).unwrap_or_default();
        let mut categories: Vec<_> = codes
            .iter()
            .zip(0_i64..)
            .filter(|(code, _)| code.id != "ukjent")
            .map(|(code, place)| {
                let group = whole_group.map(|group| Group { sex: Some(place), ..group });
                let inhabitants = group.map_or(Inhabitants::AsTotal, Inhabitants::Group);
                (place, code.id.clone(), code.label.clone(), inhabitants)
            })
            .collect();
        categories.push(Self::unknown(Inhabitants::None));
        categories
    }

    fn months(&self) -> Vec<(i64, String, String, Inhabitants)> {
        use chrono::Datelike;
        let last = self.request.period(self.request.year).last.month();
        let names = text("report.months", &[]);
        let names = names.split(' ').zip(1_i64..).take(last as usize);
        names.map(|(name, month)| (month, format!("{month:02}"), name.to_owned(), Inhabitants::AsTotal)).collect()
    }

    fn codes(&self, measure: &Measure, field: &str) -> Option<Vec<(i64, String, String, Inhabitants)>> {
        let map = self.maps.get(&measure.source)?;
        let list = self.maps.list_of(map.field(field)?)?;
        let mut categories: Vec<_> = list
            .codes()
            .iter()
            .zip(0_i64..)
            .map(|(code, place)| (place, code.id.clone(), code.label.clone(), Inhabitants::AsTotal))
            .collect();
        if !categories.iter().any(|(_, id, ..)| id == "ukjent") {
            categories.push(Self::unknown(Inhabitants::AsTotal));
        }
        Some(categories)
    }
}

/// How many different values a column has, blanks left out.
fn different(frame: &DataFrame, field: &str) -> PolarsResult<usize> {
    let values: BTreeSet<i64> = whole(frame, field)?.iter().flatten().collect();
    Ok(values.len())
}

/// Stands for a blank cell: a category of its own, so that the parts still make the whole.
const UNKNOWN: i64 = -1;

/// Stands for an age that the plan's groups leave out.
const OTHER_AGE: i64 = -2;

/// The plan's age groups as far as the measure's own ages go.
fn clipped(groups: &[(i64, i64)], measure: &Measure) -> Vec<(i64, i64)> {
    let (from, to) = measure.age.map_or((0, i64::MAX), |age| (age.from, age.to));
    groups.iter().map(|group| (group.0.max(from), group.1.min(to))).filter(|group| group.0 <= group.1).collect()
}

/// Adds the columns of the dimensions that are worked out.
fn with_dimension(
    mut rows: DataFrame,
    measure: &Measure,
    rule: &BreakdownRule,
    request: &Request,
) -> PolarsResult<DataFrame> {
    let column: Column = match rule.by.as_str() {
        "aldersgruppe" => {
            let groups = clipped(&request.age_groups, measure);
            let group = |age: i64| {
                let found = groups.iter().zip(0_i64..).find(|((from, to), _)| (*from..=*to).contains(&age));
                found.map_or(OTHER_AGE, |(_, place)| place)
            };
            let ages = whole(&rows, AGE)?;
            let groups = ages.iter().map(|age| age.map(group));
            Series::new("aldersgruppe".into(), groups.collect::<Vec<_>>()).into()
        }
        "maaned" => {
            use chrono::Datelike;
            let date = if rows.column("mottatt").is_ok() { "mottatt" } else { "dato" };
            let dates = whole(&rows, date)?;
            let months = dates.iter().map(|day| date_of(day?).map(|date| i64::from(date.month())));
            Series::new("maaned".into(), months.collect::<Vec<_>>()).into()
        }
        "kjonn" if rows.column("barnets_kjonn").is_ok() => {
            // `ukjent` in the list and a blank cell are the same to a reader.
            let sexes = whole(&rows, "barnets_kjonn")?.iter().map(|sex| sex.filter(|sex| *sex < KNOWN_SEXES)).collect();
            one_for_each_child(&rows, measure, "barnets_kjonn", sexes)?
        }
        "plassering" => {
            let placements = whole(&rows, "plassering")?.iter().collect();
            one_for_each_child(&rows, measure, "plassering", placements)?
        }
        _ => return Ok(rows),
    };
    rows.with_column(column)?;
    Ok(rows)
}

/// Where children are counted, each is in one category: the parts then make the whole, and protection can rely on it.
fn one_for_each_child(
    rows: &DataFrame,
    measure: &Measure,
    name: &str,
    values: Vec<Option<i64>>,
) -> PolarsResult<Column> {
    let settled = match &measure.figure {
        FigureRule::Unique(child) => highest_of_each(&whole(rows, child)?, &values),
        _ => values,
    };
    Ok(Series::new(name.into(), settled).into())
}

/// What the interval allows us to say against the county.
fn compare(cell: &Tally, year: i32, references: &[ReferenceSeries]) -> Option<Comparison> {
    let Tally::Figure(counted) = cell else { return None };
    // An empty export looks like none at all: that is no ground for a verdict.
    counted.numerator.filter(|numerator| *numerator > 0)?;
    let county = references.iter().find(|series| series.role == ReferenceRole::County)?;
    let (_, value) = county.points.iter().find(|(point, _)| *point == year)?;
    let ReferenceValue::Figure(value) = *value else { return None };
    let interval = counted.interval?;
    let verdict = if interval.lower > value {
        Verdict::Higher
    } else if interval.upper < value {
        Verdict::Lower
    } else {
        Verdict::Uncertain
    };
    Some(Comparison { region: county.region.clone(), name: county.name.clone(), value, verdict })
}
