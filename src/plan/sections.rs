//! The small sections of a plan, each a few words of it.

use serde::Deserialize;

use crate::check::RejectedRows;
use crate::lang::{Language, text};
use crate::protect::PrimaryPolicy;

/// The baseline that later years are set beside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BaselineYear {
    /// The year that was frozen.
    #[serde(rename = "aar")]
    pub year: i32,
}

/// The municipality.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Municipality {
    /// Four digits.
    #[serde(rename = "nummer")]
    pub number: String,
    /// Name.
    #[serde(rename = "navn")]
    pub name: String,
}

/// Which way is good. It belongs to the plan and not to the arithmetic.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Polarity {
    /// More is better.
    Opp,
    /// Less is better.
    Ned,
}

impl Polarity {
    /// The plan's word.
    pub fn id(self) -> &'static str {
        match self {
            Self::Opp => "opp",
            Self::Ned => "ned",
        }
    }

    /// The key of the sentence that says it.
    pub(crate) fn sentence(self) -> &'static str {
        match self {
            Self::Opp => "cli.catalogue_up",
            Self::Ned => "cli.catalogue_down",
        }
    }
}

/// About the report.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Report {
    /// The figures are invented; said on every page.
    #[serde(default, rename = "syntetisk")]
    pub synthetic: bool,
    /// The language of all that is said, unless the command line asks for another.
    #[serde(default, rename = "sprak")]
    pub language: Language,
}

/// How small numbers are withheld.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Privacy {
    /// Counts from 1 up to one less are withheld.
    #[serde(rename = "terskel")]
    pub threshold: u64,
    /// Why.
    #[serde(rename = "begrunnelse")]
    pub reason: String,
    /// Figures of fewer answers are withheld; the threshold where not set.
    #[serde(rename = "minste_svar")]
    pub answers: Option<u64>,
    /// Whether noughts are shown.
    #[serde(rename = "nuller")]
    pub zeros: Showing,
    /// Whether a group that is all of what it is a part of is shown.
    #[serde(rename = "hele_grupper")]
    pub full: Showing,
    /// Somebody who is alone in a group may take himself away from the others.
    #[serde(rename = "innsidere")]
    pub insiders: bool,
    /// Id of the key that identity numbers become pseudonyms under; a key for each run where there is none.
    #[serde(rename = "nokkel")]
    pub key: Option<String>,
}

impl Default for Privacy {
    fn default() -> Self {
        Self {
            threshold: 5,
            reason: text("report.threshold_reason", &[]),
            answers: None,
            zeros: Showing::Vis,
            full: Showing::Vis,
            insiders: false,
            key: None,
        }
    }
}

impl Privacy {
    /// As disclosure control goes by it.
    pub fn policy(&self) -> PrimaryPolicy {
        PrimaryPolicy {
            threshold: self.threshold,
            answers: self.answers.unwrap_or(self.threshold),
            hides_zeros: self.zeros == Showing::Skjerm,
            hides_full: self.full == Showing::Skjerm,
            guards_against_insiders: self.insiders,
        }
    }
}

/// Whether figures of a kind are shown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Showing {
    /// They are.
    #[default]
    Vis,
    /// They are withheld.
    Skjerm,
}

/// Whom the municipality is set beside.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Compared {
    /// SSB's code of the county.
    #[serde(rename = "fylke")]
    pub county: String,
    /// SSB's code of the country.
    #[serde(rename = "land")]
    pub country: String,
}

impl Default for Compared {
    fn default() -> Self {
        Self { county: "EKA34".to_owned(), country: "EAK".to_owned() }
    }
}

/// How strict the check is.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Control {
    /// What rejected rows mean.
    #[serde(default, rename = "avviste_rader")]
    pub rejected_rows: RejectedRowsWord,
}

/// The plan's word for [`RejectedRows`].
#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum RejectedRowsWord {
    /// Nothing is published until they are mended.
    #[default]
    Stopp,
    /// Published without them, each listed.
    Godta,
}

impl From<RejectedRowsWord> for RejectedRows {
    fn from(word: RejectedRowsWord) -> Self {
        match word {
            RejectedRowsWord::Stopp => Self::Stop,
            RejectedRowsWord::Godta => Self::Accept,
        }
    }
}

/// Age groups of the breakdowns.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct AgeGroups {
    /// Youngest and oldest of each, in order, without overlap.
    #[serde(rename = "grupper")]
    pub groups: Vec<(i64, i64)>,
}

impl Default for AgeGroups {
    fn default() -> Self {
        Self { groups: vec![(0, 5), (6, 12), (13, 15), (16, 17), (18, 22)] }
    }
}
