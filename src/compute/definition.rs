//! Indicator definitions: `data/catalogue/indicators/*.toml`. Indicators are data, never code.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use crate::check::{FieldKind, SourceMap, SourceMaps};
use crate::units::Unit;

/// One indicator: its words and its measures.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Indicator {
    /// Id in the plan, for example `K1`; never reused.
    pub id: String,
    /// Place in the report, lowest first.
    pub order: u32,
    /// Name in the users' words.
    pub title: String,
    /// What it says («Om indikatoren»).
    pub description: String,
    /// What is counted, and how («Datagrunnlag»).
    pub method: String,
    /// Law, table or paper that the definition follows.
    pub reference: String,
    /// The figures; the first carries the indicator's id.
    #[serde(rename = "measure")]
    pub measures: Vec<Measure>,
}

/// One figure.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Measure {
    /// Id, the indicator's own or `<indicator>-<something>`.
    pub id: String,
    /// Name.
    pub title: String,
    /// Unit of the value.
    pub unit: Unit,
    /// What the axis says.
    pub unit_text: String,
    /// Source whose rows are counted.
    pub source: String,
    /// Which rows count in a window.
    pub rows: RowRule,
    /// Fields that must hold one of these codes.
    #[serde(default, rename = "where")]
    pub conditions: BTreeMap<String, Vec<String>>,
    /// Ages that count, and when age is taken.
    pub age: Option<AgeRule>,
    /// What is counted.
    pub figure: FigureRule,
    /// What it is set in proportion to.
    pub over: Option<Over>,
    /// Dimensions it is broken down by.
    #[serde(default)]
    pub breakdowns: Vec<BreakdownRule>,
    /// Id under which county and country stand in the reference data.
    pub compared_with: Option<String>,
    /// Whether the figure is about people, so that small numbers are withheld.
    #[serde(default)]
    pub about: About,
    /// The measure that counts the same things and more, where there is one: the difference is a figure too.
    pub part_of: Option<String>,
    /// Said beside every table and chart of it.
    pub note: Option<String>,
}

/// Which rows count in a window.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum RowRule {
    /// The date lies in the window.
    InWindow(String),
    /// The span touches the window.
    Overlap([String; 2]),
    /// The span covers the window's last day.
    ActiveAtEnd([String; 2]),
    /// The latest reading on or before the window's last day, for each value of a field.
    LatestReading {
        /// Date of the reading.
        date: String,
        /// Field whose values are read apart.
        per: String,
        /// A reading older than this at the window's end says nothing about it.
        within_days: i32,
    },
    /// Begun in the window or before it within the year, and not met at its end by any of these dates.
    StillOpenAtEnd {
        /// When it began.
        from: String,
        /// What ends it.
        until: Vec<String>,
    },
}

/// Ages that count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AgeRule {
    /// Youngest, in whole years.
    pub from: i64,
    /// Oldest, in whole years.
    pub to: i64,
    /// When age is taken.
    pub on: AgeOn,
}

/// When age is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AgeOn {
    /// On the window's last day, as Statistics Norway does for shares of inhabitants.
    WindowEnd,
    /// On the day of the event.
    Event,
}

/// What is counted.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum FigureRule {
    /// Rows.
    Rows,
    /// Different values of a field.
    Unique(String),
    /// The sum of a field.
    Sum(String),
    /// Percentile (0-100) of the days between two dates, over rows that have both.
    Days {
        /// Earlier date.
        from: String,
        /// Later date.
        to: String,
        /// 50 is the median.
        percentile: u8,
    },
    /// The share of rows with both dates in which the later comes within a time limit.
    Within {
        /// Earlier date.
        from: String,
        /// Later date.
        to: String,
        /// How late is in time.
        limit: Limit,
    },
    /// The share of a field's values with something in another field.
    ShareOf {
        /// Field whose values are counted.
        unique: String,
        /// Field that must be above zero.
        above_zero: String,
    },
}

/// A time limit.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Limit {
    /// So many days after.
    Days(u32),
    /// So many calendar months after, more where a yes/no field says so.
    Months {
        /// The rule.
        ordinary: u32,
        /// Where the time was extended.
        extended: u32,
        /// The yes/no field.
        when: String,
    },
}

/// What a count is set in proportion to.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Over {
    /// Inhabitants of these ages.
    Population {
        /// Youngest.
        from: i64,
        /// Oldest.
        to: i64,
    },
    /// Places of a service, averaged over the window's days and rounded to whole places.
    Places {
        /// The service's code.
        service: String,
    },
}

/// A dimension that a measure is broken down by.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BreakdownRule {
    /// Dimension id: a field with a code list, or `aldersgruppe`, `kjonn`, `plassering`, `maaned`.
    pub by: String,
    /// Name for people.
    pub title: String,
}

/// Whom a figure is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum About {
    /// Children or families: small numbers are withheld.
    #[default]
    People,
    /// Services and units.
    Services,
}

/// Dimensions that are worked out rather than read.
pub(super) const DERIVED: [&str; 4] = ["aldersgruppe", "kjonn", "plassering", "maaned"];

/// All indicators in the order of the report.
#[derive(Debug, Clone)]
pub struct Indicators(pub(super) Vec<Indicator>);

impl Indicators {
    /// The built-in catalogue.
    ///
    /// # Errors
    /// Every definition error at once, each with its file and, where TOML gives it, line and column.
    pub fn built_in(maps: &SourceMaps) -> Result<Self, Vec<String>> {
        Self::parse(crate::catalogue::files("indicators", "toml"), maps)
    }

    /// Reads definitions given as (file stem, text).
    ///
    /// # Errors
    /// As [`Indicators::built_in`].
    pub fn parse<'t>(
        files: impl IntoIterator<Item = (&'t str, &'t str)>,
        maps: &SourceMaps,
    ) -> Result<Self, Vec<String>> {
        let mut errors = Vec::new();
        let mut indicators = Vec::new();
        for (name, text) in files {
            match toml::from_str::<Indicator>(text) {
                Ok(indicator) => {
                    let found = indicator.errors(maps);
                    errors.extend(found.into_iter().map(|error| format!("indicators/{name}.toml: {error}")));
                    indicators.push(indicator);
                }
                Err(error) => errors.push(format!("indicators/{name}.toml: {error}")),
            }
        }
        let mut seen = BTreeSet::new();
        for measure in indicators.iter().flat_map(|indicator: &Indicator| &indicator.measures) {
            if !seen.insert(measure.id.clone()) {
                errors.push(format!("`{}` is defined twice", measure.id));
            }
        }
        indicators.sort_by(|left, right| (left.order, &left.id).cmp(&(right.order, &right.id)));
        if errors.is_empty() { Ok(Self(indicators)) } else { Err(errors) }
    }

    /// The indicators, in the order of the report.
    pub fn iter(&self) -> impl Iterator<Item = &Indicator> {
        self.0.iter()
    }
}

impl Indicator {
    fn errors(&self, maps: &SourceMaps) -> Vec<String> {
        let mut errors = Vec::new();
        if self.measures.first().is_none_or(|measure| measure.id != self.id) {
            errors.push(format!("the first measure must have the id `{}`", self.id));
        }
        for measure in &self.measures {
            if measure.id != self.id && !measure.id.starts_with(&format!("{}-", self.id)) {
                errors.push(format!("measure `{}` must begin with `{}-`", measure.id, self.id));
            }
            match maps.get(&measure.source) {
                Some(map) => errors.extend(measure.errors(map, maps)),
                None => errors.push(format!("measure `{}`: unknown source `{}`", measure.id, measure.source)),
            }
            if measure.part_of.as_ref().is_some_and(|outer| !self.measures.iter().any(|other| other.id == *outer)) {
                errors.push(format!("measure `{}`: `part_of` must name a measure of the same indicator", measure.id));
            }
        }
        errors
    }
}

impl Measure {
    /// The fields the definition names.
    fn fields(&self) -> Vec<&str> {
        let mut fields: Vec<&str> = self.conditions.keys().map(String::as_str).collect();
        match &self.rows {
            RowRule::InWindow(date) => fields.push(date),
            RowRule::Overlap(span) | RowRule::ActiveAtEnd(span) => fields.extend(span.iter().map(String::as_str)),
            RowRule::LatestReading { date, per, .. } => fields.extend([date.as_str(), per]),
            RowRule::StillOpenAtEnd { from, until } => {
                fields.push(from);
                fields.extend(until.iter().map(String::as_str));
            }
        }
        match &self.figure {
            FigureRule::Rows => {}
            FigureRule::Unique(field) | FigureRule::Sum(field) => fields.push(field),
            FigureRule::Days { from, to, .. } => fields.extend([from.as_str(), to]),
            FigureRule::Within { from, to, limit } => {
                fields.extend([from.as_str(), to]);
                if let Limit::Months { when, .. } = limit {
                    fields.push(when);
                }
            }
            FigureRule::ShareOf { unique, above_zero } => fields.extend([unique.as_str(), above_zero]),
        }
        let read = self.breakdowns.iter().map(|breakdown| breakdown.by.as_str());
        fields.extend(read.filter(|by| !DERIVED.contains(by)));
        fields
    }

    fn errors(&self, map: &SourceMap, maps: &SourceMaps) -> Vec<String> {
        let mut errors = Vec::new();
        let mut say = |error: String| errors.push(format!("measure `{}`: {error}", self.id));
        for name in self.fields() {
            if map.field(name).is_none() {
                say(format!("source `{}` has no field `{name}`", self.source));
            }
        }
        for (field, codes) in &self.conditions {
            let Some(list) = map.field(field).and_then(|field| maps.list_of(field)) else { continue };
            for code in codes.iter().filter(|code| list.find(code).is_none()) {
                say(format!("`{code}` is not in the code list of `{field}`"));
            }
        }
        for breakdown in &self.breakdowns {
            let kind = map.field(&breakdown.by).map(|field| field.kind);
            let is_list = matches!(kind, Some(FieldKind::Code | FieldKind::Codes));
            if !is_list && !DERIVED.contains(&breakdown.by.as_str()) {
                say(format!("`{}` is no dimension: a field with a code list, or one of {DERIVED:?}", breakdown.by));
            }
        }
        for breakdown in &self.breakdowns {
            let needed: &[&str] = match breakdown.by.as_str() {
                "maaned" => &["mottatt", "dato"],
                "aldersgruppe" | "plassering" => &["barn_id"],
                _ => continue,
            };
            if !needed.iter().any(|name| map.field(name).is_some()) {
                say(format!("`{}` needs one of the fields {needed:?}", breakdown.by));
            }
        }
        let is_ratio = matches!(self.unit, Unit::Prosent | Unit::Per1000);
        let has_denominator =
            self.over.is_some() || matches!(self.figure, FigureRule::Within { .. } | FigureRule::ShareOf { .. });
        if is_ratio != has_denominator {
            say("percent and per-1000 need a denominator, and only they".to_owned());
        }
        errors
    }
}
