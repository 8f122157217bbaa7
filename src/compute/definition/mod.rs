//! Indicator definitions: `data/catalogue/indicators/*.toml`. Indicators are data, never code.

mod check;
mod generated;
mod indicators;
mod read;
mod relation;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub(super) use check::figure_fields;
pub(crate) use generated::RELATIVE;
pub use indicators::Indicators;
pub(super) use read::Spans;
pub use relation::{Relation, Term};

pub use crate::lang::Words;
use crate::lang::{some_words_or_text, words_or_text};
use crate::units::Unit;

/// One indicator: its words and its measures.
#[derive(Debug, Clone)]
pub struct Indicator {
    /// What is said of all its measures.
    pub head: Head,
    /// The figures; the first carries the indicator's id.
    pub measures: Vec<Measure>,
    /// The file it was read from, for errors and explanations.
    pub file: String,
    /// The project's own file, and not the catalogue's.
    pub is_own: bool,
    /// Where its id stands in the file.
    pub(super) id_at: usize,
}

impl Indicator {
    /// Where its definition stands: in the project, or in the catalogue that is built in.
    ///
    /// # Examples
    /// ```
    /// use tryggtall::{check::SourceMaps, compute::Indicators};
    /// let indicators = Indicators::built_in(&SourceMaps::built_in().unwrap()).unwrap();
    /// assert_eq!(indicators.find("K1").unwrap().path(), "data/catalogue/indicators/K1.toml");
    /// ```
    pub fn path(&self) -> String {
        if self.is_own { self.file.clone() } else { format!("data/catalogue/{}", self.file) }
    }
}

/// What is said of an indicator as a whole.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Head {
    /// Id in the plan, for example `K1`; never reused.
    pub id: String,
    /// Place in the report, lowest first.
    pub order: u32,
    /// Name in the users' words.
    pub title: Words,
    /// What it says («Om indikatoren»).
    pub description: Words,
    /// What is counted, and how («Datagrunnlag»).
    #[serde(deserialize_with = "words_or_text")]
    pub method: Words,
    /// Law, table or paper that the definition follows.
    #[serde(deserialize_with = "words_or_text")]
    pub reference: Words,
    /// First and last year that are counted this way; a change of method is a new id.
    pub valid: Option<Validity>,
    /// The indicator has no source of its own: its measures are made from those of the others.
    pub derived: Option<Derived>,
    /// The questions of a survey.
    #[serde(default, rename = "question")]
    pub questions: Vec<Question>,
    /// What groups of questions are called.
    #[serde(default, rename = "dimension")]
    pub dimensions: BTreeMap<String, Words>,
    /// What readers know of its figures beside others.
    #[serde(default, rename = "relation")]
    pub relations: Vec<Relation>,
}

/// What an indicator without a source is made from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Derived {
    /// The frozen baseline: how far each measure has come since.
    Baseline,
}

/// The years a definition is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Validity {
    /// The first year.
    pub from: i32,
    /// The last year; still valid where not set.
    pub to: Option<i32>,
}

impl Validity {
    /// Whether a year is counted this way.
    pub fn covers(self, year: i32) -> bool {
        self.from <= year && self.to.is_none_or(|to| year <= to)
    }
}

/// One question of a survey.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// Its column (`q1`), or what the field `sporsmal` says, in a long file.
    pub id: String,
    /// The group of questions it belongs to.
    pub dimension: String,
    /// Its words.
    pub text: Words,
    /// A high answer is a bad one: it counts as 7 less the answer.
    #[serde(default)]
    pub reversed: bool,
}

impl Question {
    /// Its words as a heading: without the full stop, and with a mark where a high answer has been turned.
    pub(super) fn label(&self) -> Words {
        let plain = |text: &str| text.trim_end_matches('.').to_owned();
        let plain = Words { nb: plain(&self.text.nb), nn: plain(&self.text.nn), en: plain(&self.text.en) };
        if self.reversed { Words::generated("generated.reversed", &[("text", &plain)]) } else { plain }
    }
}

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

/// Which rows count in a window. A row belongs to the year of the folder it was delivered in.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum RowRule {
    /// Every row of the year's folder: a plan or a list as it stands.
    InFolder,
    /// The date lies in the window.
    InWindow(String),
    /// The date lies in the window; a row without one belongs to the whole year of its folder.
    InWindowOrFolder(String),
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
    /// The latest reading in the window, for each combination of some fields.
    LatestInWindow {
        /// Date of the reading.
        date: String,
        /// Fields whose combinations are read apart.
        per: Vec<String>,
    },
    /// Begun in the window or before it within the year, and not met at its end by any of these dates.
    StillOpenAtEnd {
        /// When it began.
        from: String,
        /// What ends it.
        until: Vec<String>,
    },
    /// Everything known up to the window's last day, of this year and all before it.
    UntilEnd(String),
}

/// What rows are turned into before anything is counted: one item a row of the view.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum View {
    /// Survey: one answer to one question.
    Answers,
    /// KOR/FIT: one client in one service, from first to last session.
    Cases,
    /// Referrals: one child's move from a step of the ladder to a higher one.
    Steps,
    /// Reporting: one delivery that a unit owes.
    Deliveries,
    /// Training: one unit that reports.
    Units,
    /// Children over services: one child.
    Persons,
}

/// Ages that count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum AgeOn {
    /// On the window's last day, as Statistics Norway does for shares of inhabitants.
    WindowEnd,
    /// On the day of the event.
    Event,
}

/// What is counted.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum FigureRule {
    /// Rows.
    Rows,
    /// Different values of a field.
    Unique(String),
    /// The sum of a field.
    Sum(String),
    /// The sum of the first field less the sum of the second; may be below zero.
    Difference([String; 2]),
    /// The sum of the first field over the sum of the second.
    Ratio([String; 2]),
    /// The sum of the first field over the sum of the second, over the rows in which both are known.
    KnownRatio([String; 2]),
    /// Percentile (0-100) of the days between two dates, over rows that have both.
    Days {
        /// Earlier date.
        from: String,
        /// Later date.
        to: String,
        /// 50 is the median.
        percentile: u8,
    },
    /// Percentile of a field of whole numbers.
    Percentile {
        /// The field.
        of: String,
        /// 50 is the median.
        percentile: u8,
    },
    /// Percentile of the days until an event, of all who wait for it, by Kaplan and Meier: those who still wait, or whose
    /// wait was broken off, count as long as they are known to have waited.
    Survival {
        /// When the wait began.
        from: String,
        /// What is waited for.
        to: String,
        /// What breaks the wait off.
        stopped: String,
        /// 50 is the median.
        percentile: u8,
    },
    /// Percentile of the days waited on the window's last day by those who still wait.
    Queue {
        /// When the wait began.
        from: String,
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
    /// The share of rows in which a yes/no field says yes, of those in which it says something.
    Share {
        /// The field, 0 or 1.
        of: String,
        /// Field whose values hang together (the answers of one person), so that the interval is not too narrow.
        cluster: Option<String>,
    },
    /// The share of rows in which fields hold one of these codes; a blank does not.
    ShareWhere(BTreeMap<String, Vec<String>>),
    /// The mean of a field, over the rows in which it is known.
    Mean {
        /// The field.
        of: String,
        /// As in [`FigureRule::Share`].
        cluster: Option<String>,
    },
    /// Percentile of the days late: of what was done after it was due, and of what is due and not done.
    Late {
        /// When it was due.
        due: String,
        /// When it was done.
        done: String,
        /// 50 is the median.
        percentile: u8,
    },
    /// The share of the rows that the sender's files have which were used.
    RowsAccepted,
}

/// A time limit.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
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
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
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
    /// Those who were asked to answer the survey, by the plan.
    Invited,
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
