//! What is different from the last report that was published: certain changes first, then changes of definitions, then
//! corrections of data, never mixed.

use std::collections::{BTreeMap, BTreeSet};

use super::Aims;
use super::against::{Against, Judged, level};
use super::estimate::Estimate;
use super::family::{self, Evidence};
use super::verdicts;
use crate::compute::{Interval, MeasureTable};
use crate::lang::text;
use crate::protect::{Cell, Publishable, Shown};
use crate::rounded::Rounded;
use crate::units::{Audience, Unit};

/// What the last report published, as it lies on disk: nothing but what everybody has seen.
#[derive(Debug, Clone, PartialEq)]
pub struct LastReport {
    /// The municipality.
    pub municipality: String,
    /// The year it was about.
    pub year: i32,
    /// The id of its window.
    pub window: String,
    /// First and last day of the window.
    pub days: (String, String),
    /// Who could read it.
    pub audience: String,
    /// The definition of each measure as a hash.
    pub fingerprints: BTreeMap<String, String>,
    figures: BTreeMap<Place, Published>,
}

/// Measure, year, and breakdown as in the tidy data.
type Place = (String, i32, String);

/// A figure as it was printed.
#[derive(Debug, Clone, PartialEq)]
struct Published {
    printed: String,
    shown: Shown,
}

/// What has changed since the last report.
#[derive(Debug, Clone, PartialEq)]
pub struct SinceLast {
    /// The year of the last report.
    pub year: i32,
    /// The id of its window.
    pub window: String,
    /// It was about the same part of another year: its figures can be set beside today's.
    pub is_comparable: bool,
    /// Changes that are certain, strongest first.
    pub changes: Vec<Changed>,
    /// How many figures were set beside those of the last report.
    pub compared: usize,
    /// Measures that are counted in another way than then: not compared.
    pub redefined: Vec<(String, String)>,
    /// Measures that the last report did not have.
    pub added: Vec<(String, String)>,
    /// Measures that only the last report had.
    pub gone: Vec<String>,
    /// Figures of the same year that are printed otherwise today.
    pub corrections: Vec<Corrected>,
}

/// A change from the last report's own year to this one's.
pub type Changed = Judged;

/// A figure that was printed otherwise: rows have come late or have been corrected.
#[derive(Debug, Clone, PartialEq)]
pub struct Corrected {
    /// Id of the measure.
    pub measure: String,
    /// Its name.
    pub title: String,
    /// Its unit.
    pub unit: Unit,
    /// The year it is of.
    pub year: i32,
    /// The breakdown as in the tidy data; empty for the total.
    pub breakdown: String,
    /// As the last report had it.
    pub then: f64,
    /// As this one has it.
    pub now: f64,
}

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
        let windows = manifest["windows"].as_array().ok_or_else(not_ours)?;
        let last = windows.last().ok_or_else(not_ours)?;
        let of_last = |key: &str| last[key].as_str().map(str::to_owned).ok_or_else(not_ours);
        let year = last["year"].as_i64().and_then(|year| i32::try_from(year).ok()).ok_or_else(not_ours)?;
        let hashes = manifest["definitions"].as_object();
        let fingerprints = hashes.into_iter().flatten();
        let municipality = said("/municipality").ok_or_else(not_ours)?;
        Ok(Self {
            year,
            window: of_last("window")?,
            days: (of_last("first")?, of_last("last")?),
            audience: said("/audience").ok_or_else(not_ours)?,
            fingerprints: fingerprints.filter_map(|(id, hash)| Some((id.clone(), hash.as_str()?.to_owned()))).collect(),
            figures: figures(tidy, &municipality).ok_or_else(not_ours)?,
            municipality,
        })
    }

    /// What its folder is called where nobody has chosen another name.
    pub fn name(&self) -> String {
        format!("{}-{}", self.year, self.window)
    }

    /// Why this report must not be set beside it.
    ///
    /// # Errors
    /// A sentence: another municipality, a later year, or figures that not everybody may see.
    pub fn fits(&self, municipality: &str, year: i32, audience: Audience) -> Result<(), String> {
        if self.municipality != municipality {
            return Err(text("compare.last_other_municipality", &[("municipality", &self.municipality)]));
        }
        if self.year > year {
            return Err(text("compare.last_later", &[("year", &self.year.to_string())]));
        }
        if audience == Audience::Offentlig && self.audience != Audience::Offentlig.id() {
            return Err(text("compare.last_internal", &[]));
        }
        Ok(())
    }
}

/// The shown figures of the municipality itself.
fn figures(tidy: &[u8], municipality: &str) -> Option<BTreeMap<Place, Published>> {
    let mut reader = csv::ReaderBuilder::new().from_reader(tidy);
    let headers = reader.headers().ok()?.clone();
    let column = |name: &str| headers.iter().position(|header| header == name);
    let [measure, region, year, breakdown] =
        [column("indikator")?, column("kommune")?, column("aar")?, column("fordeling")?];
    let [value, numerator, denominator] = [column("verdi")?, column("teller")?, column("nevner")?];
    let [lower, upper] = [column("nedre")?, column("ovre")?];
    let mut figures = BTreeMap::new();
    for record in reader.records() {
        let record = record.ok()?;
        let number = |place: usize| record.get(place).and_then(|text| text.parse::<f64>().ok());
        let count = |place: usize| record.get(place).and_then(|text| text.parse::<u64>().ok());
        let Some(shown) = number(value).filter(|_| record.get(region) == Some(municipality)) else { continue };
        let shown = Shown {
            value: exact(shown, count(numerator), count(denominator)),
            numerator: count(numerator),
            denominator: count(denominator),
            interval: number(lower).zip(number(upper)).map(|(lower, upper)| Interval { lower, upper }),
        };
        let place =
            (record.get(measure)?.to_owned(), record.get(year)?.parse().ok()?, record.get(breakdown)?.to_owned());
        figures.insert(place, Published { printed: record.get(value)?.to_owned(), shown });
    }
    Some(figures)
}

/// What was printed is rounded; where it is one count over another, the two give it back.
fn exact(printed: f64, numerator: Option<u64>, denominator: Option<u64>) -> f64 {
    let ratio = numerator.zip(denominator).filter(|(_, denominator)| *denominator > 0);
    let Some((numerator, denominator)) = ratio else { return printed };
    let ratio = super::estimate::float(numerator) / super::estimate::float(denominator);
    let candidates = [100.0, 1000.0].map(|per| per * ratio);
    candidates.into_iter().find(|value| (value - printed).abs() <= 0.051).unwrap_or(printed)
}

/// What has changed.
pub(super) fn since(publishable: &Publishable, aims: &Aims, last: &LastReport) -> SinceLast {
    let heading = publishable.heading();
    let measures =
        || publishable.indicators().iter().flat_map(|it| it.measures.iter().map(move |of| (it.id.as_str(), of)));
    let is_redefined = |measure: &str| match (last.fingerprints.get(measure), aims.fingerprints.get(measure)) {
        (Some(then), Some(now)) => then != now,
        _ => false,
    };
    let known: BTreeSet<&str> = last.figures.keys().map(|(measure, ..)| measure.as_str()).collect();
    let period = heading.windows.period(heading.window, last.year);
    let is_comparable = last.year < heading.year
        && last.window == heading.window.id()
        && last.days == (period.first.to_string(), period.last.to_string());
    let mut since = SinceLast {
        year: last.year,
        window: last.window.clone(),
        is_comparable,
        changes: Vec::new(),
        compared: 0,
        redefined: Vec::new(),
        added: Vec::new(),
        gone: Vec::new(),
        corrections: Vec::new(),
    };
    let mut changes = Vec::new();
    let is_same_window = last.window == heading.window.id();
    for (indicator, measure) in measures() {
        let named = || (measure.id.clone(), measure.title.clone());
        if is_redefined(&measure.id) {
            since.redefined.push(named());
            continue;
        }
        if !known.contains(measure.id.as_str()) {
            if has_figures(measure) && !last.fingerprints.contains_key(&measure.id) {
                since.added.push(named());
            }
            continue;
        }
        if is_comparable && !measure.id.starts_with("B1-") {
            changes.extend(change(indicator, measure, heading.year, last));
        }
        if is_same_window {
            since.corrections.extend(corrections(measure, last));
        }
    }
    let here: BTreeSet<&str> = measures().map(|(_, measure)| measure.id.as_str()).collect();
    since.gone = known.iter().filter(|id| !here.contains(*id)).map(|id| (*id).to_owned()).collect();
    family::correct(&mut changes);
    verdicts::direct(&mut changes, &aims.polarity);
    since.compared = changes.len();
    changes.retain(|change| change.evidence > Evidence::None);
    changes.sort_by(|left, right| left.adjusted.unwrap_or(1.0).total_cmp(&right.adjusted.unwrap_or(1.0)));
    since.changes = changes;
    since
}

fn has_figures(measure: &MeasureTable<Cell>) -> bool {
    measure.totals.iter().any(|point| point.cell.shown().is_some())
}

fn change(indicator: &str, measure: &MeasureTable<Cell>, year: i32, last: &LastReport) -> Option<Judged> {
    let now = measure.totals.iter().find(|point| point.year == year)?.cell.shown()?;
    let then = &last.figures.get(&(measure.id.clone(), last.year, String::new()))?.shown;
    let (own, before) = Estimate::of(now, measure.unit).zip(Estimate::of(then, measure.unit))?;
    Some(Judged {
        indicator: indicator.to_owned(),
        measure: measure.id.clone(),
        title: measure.title.clone(),
        unit_text: measure.unit_text.clone(),
        unit: measure.unit,
        year,
        own: *now,
        against: Against::YearBefore(last.year),
        reference: then.value,
        reference_unit: measure.unit,
        reference_unit_text: measure.unit_text.clone(),
        difference: now.value - then.value,
        interval: Some(own.difference(&before)),
        apart: level(|level| own.differs(&before, level)),
        p: own.p_between(&before),
        adjusted: None,
        evidence: Evidence::None,
        verdict: None,
        is_better: None,
        is_reached: None,
    })
}

/// Only what both reports show is set beside each other, as it is printed.
fn corrections(measure: &MeasureTable<Cell>, last: &LastReport) -> Vec<Corrected> {
    let corrected = |year: i32, breakdown: String, cell: &Cell| {
        let place = (measure.id.clone(), year, breakdown);
        let then = last.figures.get(&place)?;
        let now = Rounded::shown(cell.shown()?, measure.unit)?;
        (now.as_str() != then.printed).then(|| Corrected {
            measure: measure.id.clone(),
            title: measure.title.clone(),
            unit: measure.unit,
            year,
            breakdown: place.2,
            then: then.shown.value,
            now: now.number(),
        })
    };
    let totals = measure.totals.iter().filter_map(|point| corrected(point.year, String::new(), &point.cell));
    let of_breakdowns = measure.breakdowns.iter().flat_map(|breakdown| {
        breakdown.categories.iter().flat_map(move |category| {
            let cells = breakdown.years.iter().zip(&category.cells);
            cells.filter_map(move |(year, cell)| corrected(*year, breakdown.key(category), cell))
        })
    });
    totals.chain(of_breakdowns).collect()
}
