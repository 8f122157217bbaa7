//! An indicator as a whole: what is said of it, and the questions of a survey.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::{Measure, Relation};
use crate::lang::{Words, words_or_text};

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
    pub(in crate::compute) id_at: usize,
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
    pub(in crate::compute) fn label(&self) -> Words {
        let plain = |text: &str| text.trim_end_matches('.').to_owned();
        let plain = Words { nb: plain(&self.text.nb), nn: plain(&self.text.nn), en: plain(&self.text.en) };
        if self.reversed { Words::generated("generated.reversed", &[("text", &plain)]) } else { plain }
    }
}
