//! `[[brudd]]`: from which month a series is another one, and why.

use serde::Deserialize;

use crate::compare::SeriesBreak;
use crate::lang::text;

/// From which month a series is another one, and why: figures before and after it are not compared.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BreakSection {
    /// The measure.
    pub maal: String,
    /// The first month after it, `2024-03`.
    #[serde(rename = "fra")]
    pub from: String,
    /// What changed.
    #[serde(rename = "aarsak")]
    pub reason: String,
}

impl BreakSection {
    /// What `compare` goes by; none where the month is none.
    pub(crate) fn read(&self) -> Option<SeriesBreak> {
        let (year, month) = self.from.split_once('-')?;
        let is_month = year.len() == 4 && month.len() == 2 && self.from.is_ascii();
        let (year, month) = (year.parse().ok()?, month.parse().ok()?);
        (is_month && (1..=12).contains(&month)).then(|| SeriesBreak {
            measure: self.maal.clone(),
            year,
            month,
            reason: self.reason.trim().to_owned(),
        })
    }

    /// What is wrong with it.
    pub(super) fn errors(&self) -> Vec<String> {
        let values = [("id", self.maal.as_str()), ("from", &self.from)];
        let month = self.read().is_none().then(|| text("cli.bad_break_month", &values));
        let reason = self.reason.trim().is_empty().then(|| text("cli.bad_break_reason", &values));
        month.into_iter().chain(reason).collect()
    }
}
