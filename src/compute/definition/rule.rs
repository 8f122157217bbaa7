//! The rules of a measure: which rows count, what they are turned into, what is counted, and what it is set in proportion
//! to.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

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
