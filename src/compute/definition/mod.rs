//! Indicator definitions: `data/catalogue/indicators/*.toml`. Indicators are data, never code.

mod check;
mod generated;
mod head;
mod indicators;
mod read;
mod relation;
mod rule;

use std::collections::BTreeMap;

use serde::Deserialize;

pub(super) use check::figure_fields;
pub(crate) use generated::RELATIVE;
pub use head::{Derived, Head, Indicator, Question, Validity};
pub use indicators::Indicators;
pub(super) use read::Spans;
pub use relation::{Relation, Term};
pub use rule::{AgeOn, AgeRule, FigureRule, Limit, Over, RowRule, View};

pub use crate::lang::Words;
use crate::lang::some_words_or_text;
use crate::units::Unit;

/// One figure.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Measure {
    /// Id, the indicator's own or `<indicator>-<something>`.
    pub id: String,
    /// Name.
    pub title: Words,
    /// Unit of the value.
    pub unit: Unit,
    /// What the axis says.
    pub unit_text: Words,
    /// Source whose rows are counted.
    pub source: String,
    /// Which rows count in a window.
    pub rows: RowRule,
    /// Fields that must hold one of these codes.
    #[serde(default, rename = "where")]
    pub conditions: BTreeMap<String, Vec<String>>,
    /// Fields that must not hold one of these codes; blank stays.
    #[serde(default)]
    pub not: BTreeMap<String, Vec<String>>,
    /// A date that must lie before the day the report is judged on.
    pub before: Option<String>,
    /// Ages that count, and when age is taken.
    pub age: Option<AgeRule>,
    /// What the rows are turned into before anything is counted.
    pub view: Option<View>,
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
    #[serde(default, deserialize_with = "some_words_or_text")]
    pub note: Option<Words>,
    /// What of it is drawn; some figures are better read in a table.
    #[serde(default)]
    pub charts: Charts,
    /// The measure stands for one for each question; `{question}` and `{text}` in its words are the question's.
    #[serde(default)]
    pub each_question: bool,
    /// The one question it is about, where it stands for one of them.
    #[serde(skip)]
    pub question: Option<String>,
    /// Where its keys stand in the file.
    #[serde(skip)]
    pub(super) spans: Spans,
}

/// What of a measure is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Charts {
    /// The total by year, and each breakdown.
    #[default]
    All,
    /// The same, the total as referrals beside places: for a share of places.
    Capacity,
    /// The same, the total beside the measure that nine of ten are within, whose id ends with `-p90`: for a median of days.
    Waits,
    /// Only the breakdowns.
    Breakdowns,
    /// Nothing.
    None,
}

/// A dimension that a measure is broken down by.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BreakdownRule {
    /// Dimension id: a field with a code list or of names, or `aldersgruppe`, `kjonn`, `plassering`, `maaned` or `tilstand`;
    /// two with `+` between for both at once.
    pub by: String,
    /// Name for people.
    pub title: Words,
    /// Every category is shown, also those that nothing is in.
    #[serde(default)]
    pub always: bool,
    /// Each category as a share of the whole measure's base, and not as the measure over the category's rows.
    #[serde(default)]
    pub of_whole: bool,
}

impl BreakdownRule {
    /// The one or two dimensions.
    pub(super) fn dimensions(&self) -> impl Iterator<Item = &str> {
        self.by.split('+')
    }
}

/// Whom a figure is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum About {
    /// Children or families: small numbers are withheld.
    #[default]
    People,
    /// People who answered a survey: withheld where few answered, whatever they answered.
    Answers,
    /// Services and units.
    Services,
}

/// Dimensions that are worked out rather than read.
pub(super) const DERIVED: [&str; 6] = ["aldersgruppe", "kjonn", "plassering", "maaned", "tilstand", "ventedager"];
