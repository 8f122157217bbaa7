//! A bundle's manifest and data, read back; and of rounded figures what they were rounded from.

use std::collections::{BTreeMap, BTreeSet};

use super::{LastReport, Published};
use crate::lang::text;
use crate::protect::{Cell, Row};

impl LastReport {
    /// Reads a bundle's `manifest.json` and `data/indikatorer.csv`.
    ///
    /// # Errors
    /// A sentence: what is wrong, and what to do.
    pub fn parse(manifest: &[u8], tidy: &[u8]) -> Result<Self, String> {
        let not_ours = || text("compare.last_not_ours", &[]);
        let manifest: serde_json::Value = serde_json::from_slice(manifest).map_err(|_| not_ours())?;
        let said = |pointer: &str| manifest.pointer(pointer).and_then(serde_json::Value::as_str).map(str::to_owned);
        if said("/tool/name").as_deref() != Some(env!("CARGO_PKG_NAME")) {
            return Err(not_ours());
        }
        let outputs = manifest["outputs"].as_array().ok_or_else(not_ours)?;
        let output = outputs.iter().find(|output| output["path"] == "data/indikatorer.csv");
        let hash = crate::acquire::FileRecord::of("", tidy).sha256;
        if output.is_none_or(|output| output["sha256"] != hash.as_str()) {
            return Err(text("compare.last_changed", &[]));
        }
        let listed = manifest["windows"].as_array().ok_or_else(not_ours)?;
        let windows: BTreeMap<_, _> = listed.iter().map(window).collect::<Option<_>>().ok_or_else(not_ours)?;
        let (year, days) = windows.last_key_value().ok_or_else(not_ours)?;
        let window = listed.last().and_then(|last| last["window"].as_str()).ok_or_else(not_ours)?;
        let hashes = manifest["definitions"].as_object();
        let fingerprints = hashes.into_iter().flatten();
        let mut last = Self {
            municipality: said("/municipality").ok_or_else(not_ours)?,
            year: *year,
            window: window.to_owned(),
            days: days.clone(),
            reporting_date: said("/reporting_date"),
            audience: said("/audience").ok_or_else(not_ours)?,
            fingerprints: fingerprints.filter_map(|(id, hash)| Some((id.clone(), hash.as_str()?.to_owned()))).collect(),
            windows: windows.clone(),
            measures: BTreeSet::new(),
            shown: BTreeSet::new(),
            totals: BTreeMap::new(),
        };
        last.read_figures(tidy).ok_or_else(not_ours)?;
        Ok(last)
    }

    /// The figures of the municipality itself.
    fn read_figures(&mut self, tidy: &[u8]) -> Option<()> {
        let mut reader = csv::ReaderBuilder::new().from_reader(tidy);
        let headers = reader.headers().ok()?.clone();
        let column = |name: &str| headers.iter().position(|header| header == name);
        let [measure, region, year, breakdown] =
            [column("indikator")?, column("kommune")?, column("aar")?, column("fordeling")?];
        let [value, numerator, denominator] = [column("verdi")?, column("teller")?, column("nevner")?];
        let [lower, upper, unit, status] = [column("nedre")?, column("ovre")?, column("enhet")?, column("status")?];
        for record in reader.records() {
            let record = record.ok()?;
            if record.get(region) != Some(self.municipality.as_str()) {
                continue;
            }
            let field = |place: usize| record.get(place).unwrap_or_default();
            let row = Row {
                value: field(value),
                counts: (field(numerator).parse().ok(), field(denominator).parse().ok()),
                limits: (field(lower), field(upper)),
            };
            let shown = row.shown(field(unit));
            self.measures.insert(field(measure).to_owned());
            if shown.is_some() {
                self.shown.insert(field(measure).to_owned());
            }
            if !field(breakdown).is_empty() {
                continue;
            }
            let place = (field(measure).to_owned(), field(year).parse().ok()?);
            if let Some(shown) = shown {
                self.totals.insert(place, Published::Shown { printed: row.value.to_owned(), shown });
            } else if field(status) == Cell::Withheld.mark() {
                self.totals.insert(place, Published::Withheld);
            }
        }
        Some(())
    }
}

/// The year of a window with its first and last day.
fn window(listed: &serde_json::Value) -> Option<(i32, (String, String))> {
    let day = |key: &str| listed[key].as_str().map(str::to_owned);
    let year = listed["year"].as_i64().and_then(|year| i32::try_from(year).ok())?;
    Some((year, (day("first")?, day("last")?)))
}
