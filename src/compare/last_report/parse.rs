//! What a bundle that was read back says as a last report.

use std::collections::{BTreeMap, BTreeSet};

use super::{LastReport, Published};
use crate::lang::text;
use crate::protect::Cell;
use crate::read_back::{ReadBack, Unread};

impl LastReport {
    /// Reads a bundle's `manifest.json` and `data/indikatorer.csv`.
    ///
    /// # Errors
    /// A sentence: what is wrong, and what to do.
    pub fn parse(manifest: &[u8], tidy: &[u8]) -> Result<Self, String> {
        Self::of(&ReadBack::parse(manifest, tidy).map_err(Self::refused)?)
    }

    /// Of a bundle that was read back.
    ///
    /// # Errors
    /// As [`LastReport::parse`].
    pub(crate) fn of(bundle: &ReadBack) -> Result<Self, String> {
        Self::without_figures(bundle)
            .and_then(|last| last.with_figures(bundle))
            .ok_or_else(|| Self::refused(Unread::NotOurs))
    }

    /// Why a bundle is no last report, and what to do.
    pub(crate) fn refused(why: Unread) -> String {
        let sentence = match why {
            Unread::NotOurs => "compare.last_not_ours",
            Unread::Changed => "compare.last_changed",
            Unread::Older => "compare.last_older",
        };
        text(sentence, &[])
    }

    fn without_figures(bundle: &ReadBack) -> Option<Self> {
        let said = |pointer: &str| bundle.text(pointer).map(str::to_owned);
        let windows: BTreeMap<_, _> = bundle.windows()?.iter().map(window).collect::<Option<_>>()?;
        let (year, days) = windows.last_key_value()?;
        Some(Self {
            municipality: said("/municipality")?,
            year: *year,
            window: bundle.window()?.to_owned(),
            days: days.clone(),
            reporting_date: said("/reporting_date"),
            audience: said("/audience")?,
            fingerprints: bundle.definitions(),
            windows: windows.clone(),
            measures: BTreeSet::new(),
            shown: BTreeSet::new(),
            totals: BTreeMap::new(),
        })
    }

    /// With the figures of the municipality itself.
    fn with_figures(mut self, bundle: &ReadBack) -> Option<Self> {
        for row in bundle.rows().filter(|row| row.place == self.municipality) {
            let shown = row.shown();
            self.measures.insert(row.measure.to_owned());
            if shown.is_some() {
                self.shown.insert(row.measure.to_owned());
            }
            if !row.breakdown.is_empty() {
                continue;
            }
            let place = (row.measure.to_owned(), row.year.parse().ok()?);
            if let Some(shown) = shown {
                self.totals.insert(place, Published::Shown { printed: row.value.to_owned(), shown });
            } else if row.status == Cell::Withheld.mark() {
                self.totals.insert(place, Published::Withheld);
            }
        }
        Some(self)
    }
}

/// The year of a window with its first and last day.
fn window(listed: &serde_json::Value) -> Option<(i32, (String, String))> {
    let day = |key: &str| listed[key].as_str().map(str::to_owned);
    let year = listed["year"].as_i64().and_then(|year| i32::try_from(year).ok())?;
    Some((year, (day("first")?, day("last")?)))
}
