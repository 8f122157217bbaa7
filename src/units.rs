//! Small types that keep codes, periods and scales apart.

use std::fmt;
use std::ops::RangeInclusive;

use chrono::{Datelike, NaiveDate};
use serde::Serialize;

/// A municipality number: always four digits, so `0301` stays `0301`.
///
/// # Examples
/// ```
/// use tryggtall::units::MunicipalityCode;
/// assert_eq!(MunicipalityCode::parse("0301").unwrap().as_str(), "0301");
/// assert!(MunicipalityCode::parse("301").is_none());
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct MunicipalityCode(String);

impl MunicipalityCode {
    /// The code, if `text` is exactly four ASCII digits.
    pub fn parse(text: &str) -> Option<Self> {
        let four_digits = text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit());
        four_digits.then(|| Self(text.to_owned()))
    }

    /// The four digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for MunicipalityCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// An inclusive span of days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    /// The first day.
    pub first: NaiveDate,
    /// The last day, itself within the period.
    pub last: NaiveDate,
}

impl Period {
    /// The calendar year.
    ///
    /// # Examples
    /// ```
    /// use tryggtall::units::Period;
    /// assert_eq!(Period::year(2024).days(), 366);
    /// ```
    pub fn year(year: i32) -> Self {
        Self { first: day(year, 1, 1), last: day(year, 12, 31) }
    }

    /// Whether `date` lies within the period.
    pub fn contains(self, date: NaiveDate) -> bool {
        self.first <= date && date <= self.last
    }

    /// The number of days, both ends counted.
    pub fn days(self) -> i64 {
        (self.last - self.first).num_days() + 1
    }

    /// The calendar years it touches: those whose folders its rows lie in.
    ///
    /// # Examples
    /// ```
    /// use tryggtall::{units::Window, windows::Windows};
    /// assert_eq!(Windows::default().period(Window::Skoleaar, 2025).years(), 2024..=2025);
    /// ```
    pub fn years(self) -> RangeInclusive<i32> {
        self.first.year()..=self.last.year()
    }

    /// The months it touches, from 1 to 12, in the order they come and each once.
    ///
    /// # Examples
    /// ```
    /// use tryggtall::{units::Window, windows::Windows};
    /// assert_eq!(Windows::default().period(Window::Mai, 2025).months(), [1, 2, 3, 4]);
    /// ```
    pub fn months(self) -> Vec<u32> {
        let of_year = |year: i32| {
            let from = if year == self.first.year() { self.first.month() } else { 1 };
            let to = if year == self.last.year() { self.last.month() } else { 12 };
            from..=to
        };
        let mut months = Vec::new();
        for month in self.years().flat_map(of_year) {
            if !months.contains(&month) {
                months.push(month);
            }
        }
        months
    }
}

/// Days since 1970-01-01: how dates stand in columns.
pub fn epoch_day(date: NaiveDate) -> i32 {
    date.num_days_from_ce() - day(1970, 1, 1).num_days_from_ce()
}

/// A date that is known to exist when the program is written.
///
/// # Panics
/// If it does not exist; call it with constants or with the first or last day of a month only.
pub(crate) fn day(year: i32, month: u32, of_month: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, of_month).expect("a date that exists in every year")
}

/// What part of the year a report covers; [`crate::windows::Windows`] has its days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Window {
    /// The calendar year.
    Aar,
    /// For the evaluation in May: 1 January to 30 April where the plan says nothing else.
    Mai,
    /// For the evaluation in September: 1 January to 31 August where the plan says nothing else.
    September,
    /// From the day after the last evaluation.
    SidenSist,
    /// The school year that ends in the year: from 1 August to 31 July where the plan says nothing else.
    Skoleaar,
}

impl Window {
    /// Every window, as users meet them.
    pub const ALL: [Self; 5] = [Self::Aar, Self::Mai, Self::September, Self::SidenSist, Self::Skoleaar];

    /// The id used on the command line, in files and in the tidy data.
    pub fn id(self) -> &'static str {
        match self {
            Self::Aar => "aar",
            Self::Mai => "mai",
            Self::September => "september",
            Self::SidenSist => "siden-sist",
            Self::Skoleaar => "skoleaar",
        }
    }

    /// The name, without extension, of the report's main documents.
    ///
    /// # Examples
    /// ```
    /// use tryggtall::units::Window;
    /// assert_eq!(Window::Mai.document_name(2025), "evaluering-mai-2025");
    /// assert_eq!(Window::Skoleaar.document_name(2025), "skoleaar-2025");
    /// ```
    pub fn document_name(self, year: i32) -> String {
        match self {
            Self::Aar => format!("aarsrapport-{year}"),
            Self::Mai | Self::September | Self::SidenSist => format!("evaluering-{}-{year}", self.id()),
            Self::Skoleaar => format!("skoleaar-{year}"),
        }
    }
}

/// Who may read the bundle.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Audience {
    /// Everybody: the council's papers are public.
    Offentlig,
    /// The strategic team only; small figures are shown.
    Intern,
}

impl Audience {
    /// The id used on the command line and in the manifest.
    pub fn id(self) -> &'static str {
        match self {
            Self::Offentlig => "offentlig",
            Self::Intern => "intern",
        }
    }

    /// What the names of folders and documents end with: those that everybody may read have nothing.
    ///
    /// ```
    /// use tryggtall::units::Audience;
    /// assert_eq!((Audience::Offentlig.mark(), Audience::Intern.mark()), ("", "-intern"));
    /// ```
    pub fn mark(self) -> &'static str {
        match self {
            Self::Offentlig => "",
            Self::Intern => "-intern",
        }
    }
}

/// The unit a published value is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Unit {
    /// A count of events, children or units.
    Antall,
    /// Percent, 0-100 for shares; may exceed 100 for a ratio to capacity.
    Prosent,
    /// Days.
    Dager,
    /// Per 1,000 inhabitants.
    #[serde(rename = "per-1000")]
    Per1000,
    /// A mean on the scale from 1 to 6.
    #[serde(rename = "skala-1-6")]
    Skala,
    /// Points of a score; may be below zero where it is a change.
    Poeng,
}

impl Unit {
    /// The id in the tidy data.
    pub fn id(self) -> &'static str {
        match self {
            Self::Antall => "antall",
            Self::Prosent => "prosent",
            Self::Dager => "dager",
            Self::Per1000 => "per-1000",
            Self::Skala => "skala-1-6",
            Self::Poeng => "poeng",
        }
    }

    /// What a proportion is multiplied by.
    pub(crate) fn per(self) -> f64 {
        match self {
            Self::Prosent => 100.0,
            Self::Per1000 => 1000.0,
            Self::Antall | Self::Dager | Self::Skala | Self::Poeng => 1.0,
        }
    }

    /// Decimals shown when the value is published; the one place that says so.
    pub fn decimals(self) -> usize {
        match self {
            Self::Antall | Self::Dager => 0,
            Self::Prosent | Self::Per1000 | Self::Skala | Self::Poeng => 1,
        }
    }
}
