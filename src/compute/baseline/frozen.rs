//! The frozen figures of one year, and the file they are kept in.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::fingerprint;
use crate::acquire::FileRecord;
use crate::compute::definition::{Indicator, Indicators, Measure};
use crate::compute::table::MeasureTable;
use crate::compute::tally::{Counted, Tally};
use crate::compute::{Aggregates, Interval};
use crate::lang::text;
use crate::units::{Period, Unit};

/// The form of the file; another one is not read.
const FORMAT: u32 = 1;

/// What the last key of the file begins with; the hash of everything before it follows.
const SEAL: &str = ",\n  \"sha256\": \"";

/// No municipality counts as many; a larger number is no count of ours.
const LARGEST: u64 = 1 << 40;

/// The figures of one year and window as they stood when they were frozen. They are before disclosure control: `Debug`
/// prints the shape only, and the one way out is [`Frozen::file`], for the project's own folder.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Frozen {
    /// What whoever opens the file must know.
    pub notice: String,
    /// The form of the file.
    pub format: u32,
    /// What wrote it.
    pub tool: Tool,
    /// Number of the municipality.
    pub municipality: String,
    /// The year.
    pub year: i32,
    /// The window's id.
    pub window: String,
    /// The window's first day.
    pub first: String,
    /// The window's last day.
    pub last: String,
    /// Counts from 1 up to one less were withheld.
    pub threshold: u64,
    /// Hash of the built-in catalogue.
    pub catalogue: String,
    /// Hash of the plan.
    pub plan: String,
    /// The files read, the project's own definitions among them.
    pub inputs: Vec<FileRecord>,
    /// Every measure, in the order of the report.
    pub measures: Vec<FrozenFigure>,
}

/// The program.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tool {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
}

/// The frozen total of one measure.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FrozenFigure {
    /// Id of the measure.
    pub id: String,
    /// What decided it.
    pub fingerprint: String,
    /// Its unit.
    pub unit: Unit,
    /// The value, not rounded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<f64>,
    /// Events, children or units that count.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub numerator: Option<u64>,
    /// Of how many.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub denominator: Option<u64>,
    /// Lower limit of the 95 % interval.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lower: Option<f64>,
    /// Upper limit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub upper: Option<f64>,
    /// Every count of people that a reader of the figure knows.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub counts: Vec<u64>,
    /// A public report of the day would not have shown it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub withheld: bool,
    /// Why there is no figure.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub missing: Option<Lacking>,
}

/// Why there is no figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Lacking {
    /// No file of the source for the year.
    IngenEksport,
    /// Something it needs is blank or not there: a part of the sum, the denominator, anything to take the median of.
    Ufullstendig,
    /// It cannot exist.
    IkkeAktuelt,
}

impl Frozen {
    /// Puts the totals of `year` among `aggregates` into `frozen`, which says all else.
    ///
    /// `withheld` are the measures whose total of the year would not be shown to the public, and `has_export` says of a
    /// source whether it has a file for the year.
    #[must_use]
    pub fn with_figures(
        self,
        aggregates: &Aggregates,
        indicators: &Indicators,
        withheld: &BTreeSet<String>,
        has_export: impl Fn(&str) -> bool,
    ) -> Self {
        let figure = |(indicator, measure): (&Indicator, &Measure)| {
            let table = aggregates.measure(&measure.id)?;
            let found = FrozenFigure::of(indicator, measure, table, self.year);
            let found = FrozenFigure { withheld: withheld.contains(&measure.id), ..found };
            Some(match found.missing {
                Some(Lacking::Ufullstendig) if !has_export(&measure.source) => {
                    FrozenFigure { missing: Some(Lacking::IngenEksport), ..found }
                }
                _ => found,
            })
        };
        let all = indicators.counted().flat_map(|it| it.measures.iter().map(move |measure| (it, measure)));
        Self { measures: all.filter_map(figure).collect(), ..self }
    }

    /// Everything but the figures.
    #[must_use]
    pub fn of(municipality: &str, (year, window, period): (i32, &str, Period), threshold: u64) -> Self {
        Self {
            notice: text("report.baseline_notice", &[]),
            format: FORMAT,
            tool: Tool { name: env!("CARGO_PKG_NAME").to_owned(), version: env!("CARGO_PKG_VERSION").to_owned() },
            municipality: municipality.to_owned(),
            year,
            window: window.to_owned(),
            first: period.first.to_string(),
            last: period.last.to_string(),
            threshold,
            catalogue: String::new(),
            plan: String::new(),
            inputs: Vec::new(),
            measures: Vec::new(),
        }
    }

    /// The frozen figure of a measure.
    pub fn figure(&self, id: &str) -> Option<&FrozenFigure> {
        self.measures.iter().find(|figure| figure.id == id)
    }

    /// How many figures are frozen, and how many are missing.
    pub fn counts(&self) -> (usize, usize) {
        let missing = self.measures.iter().filter(|figure| figure.value.is_none()).count();
        (self.measures.len() - missing, missing)
    }

    /// The file: the same figures give the same bytes. The last line seals the others.
    pub fn file(&self) -> String {
        let json = serde_json::to_string_pretty(self).unwrap_or_default();
        let content = json.strip_suffix("\n}").unwrap_or(&json);
        format!("{content}{SEAL}{}\"\n}}\n", hash_of(content))
    }

    /// Reads the file.
    ///
    /// # Errors
    /// A sentence that says whether it is no baseline, was changed by hand, or is of another form. It never repeats a
    /// figure.
    ///
    /// # Examples
    /// ```
    /// use tryggtall::{compute::Frozen, units::Period};
    /// let frozen = Frozen::of("3418", (2021, "aar", Period::year(2021)), 5);
    /// assert!(Frozen::parse(&frozen.file()).unwrap() == frozen);
    /// assert!(Frozen::parse(&frozen.file().replace("2021", "2022")).is_err());
    /// ```
    pub fn parse(file: &str) -> Result<Self, String> {
        let unix = file.trim_start_matches('\u{feff}').replace("\r\n", "\n");
        let (content, seal) = unix.rsplit_once(SEAL).ok_or_else(|| text("cli.baseline_none_of_ours", &[]))?;
        if seal.trim_end().strip_suffix("\"\n}") != Some(&hash_of(content)) {
            return Err(text("cli.baseline_changed", &[]));
        }
        let read = serde_json::from_str::<Self>(&format!("{content}\n}}"));
        let frozen = read.map_err(|_| text("cli.baseline_other_form", &[]))?;
        if frozen.format != FORMAT || !frozen.is_sound() {
            return Err(text("cli.baseline_other_form", &[]));
        }
        Ok(frozen)
    }

    fn is_sound(&self) -> bool {
        let ids: BTreeSet<&str> = self.measures.iter().map(|figure| figure.id.as_str()).collect();
        ids.len() == self.measures.len() && self.measures.iter().all(FrozenFigure::is_sound)
    }
}

impl std::fmt::Debug for Frozen {
    /// The shape only: the figures are not protected.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Frozen({} {}, {} measures)", self.year, self.window, self.measures.len())
    }
}

impl std::fmt::Debug for FrozenFigure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "FrozenFigure({})", self.id)
    }
}

fn hash_of(content: &str) -> String {
    FileRecord::of("", content.as_bytes()).sha256
}

impl FrozenFigure {
    fn of(indicator: &Indicator, measure: &Measure, table: &MeasureTable<Tally>, year: i32) -> Self {
        let point = table.totals.iter().find(|point| point.year == year);
        let lacking = |missing| Self::lacking(indicator, measure, missing);
        match point.map(|point| &point.cell) {
            Some(Tally::Figure(counted)) if counted.value.is_finite() => {
                let limit = |limit: fn(&Interval) -> f64| counted.interval.as_ref().map(limit);
                Self {
                    value: Some(counted.value),
                    numerator: counted.numerator,
                    denominator: counted.denominator,
                    lower: limit(|interval| interval.lower).filter(|limit| limit.is_finite()),
                    upper: limit(|interval| interval.upper).filter(|limit| limit.is_finite()),
                    counts: counted.parts.iter().map(|part| part.count).collect(),
                    missing: None,
                    ..lacking(Lacking::Ufullstendig)
                }
            }
            Some(Tally::NotApplicable(_) | Tally::Undefined(_)) => lacking(Lacking::IkkeAktuelt),
            Some(Tally::Missing | Tally::Figure(_)) | None => lacking(Lacking::Ufullstendig),
        }
    }

    fn lacking(indicator: &Indicator, measure: &Measure, missing: Lacking) -> Self {
        Self {
            id: measure.id.clone(),
            fingerprint: fingerprint(indicator, measure),
            unit: measure.unit,
            value: None,
            numerator: None,
            denominator: None,
            lower: None,
            upper: None,
            counts: Vec::new(),
            withheld: false,
            missing: Some(missing),
        }
    }

    /// The 95 % interval.
    pub fn interval(&self) -> Option<Interval> {
        Some(Interval { lower: self.lower?, upper: self.upper? })
    }

    /// Whether the same figure comes out today. Another version may tell other counts; then they cannot be held
    /// against each other.
    pub(super) fn is_still(&self, counted: &Counted) -> bool {
        let counts: Vec<u64> = counted.parts.iter().map(|part| part.count).collect();
        let close = |value: f64| (value - counted.value).abs() <= 1e-9 * value.abs().max(1.0);
        self.value.is_some_and(close)
            && (self.numerator, self.denominator) == (counted.numerator, counted.denominator)
            && (self.counts == counts || self.counts.len() != counts.len())
    }

    /// A figure or a reason, and numbers that can be.
    fn is_sound(&self) -> bool {
        let numbers = [self.value, self.lower, self.upper];
        let counts = self.numerator.iter().chain(&self.denominator).chain(&self.counts);
        self.value.is_some() != self.missing.is_some()
            && numbers.iter().flatten().all(|number| number.is_finite())
            && counts.into_iter().all(|count| *count < LARGEST)
    }
}
