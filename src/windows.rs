//! Which days a window covers: the plan's dates, the same in every year.

use chrono::{Datelike, NaiveDate};

use crate::units::{Period, Window, day};

#[cfg(test)]
mod tests;

/// A day of every year. 29 February is the last day of February, whatever the year.
///
/// # Examples
/// ```
/// use tryggtall::windows::MonthDay;
/// let last_of_february = MonthDay::parse("02-29").unwrap();
/// assert_eq!(last_of_february.in_year(2024).to_string(), "2024-02-29");
/// assert_eq!(last_of_february.in_year(2025).to_string(), "2025-02-28");
/// assert!(MonthDay::parse("02-30").is_none());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct MonthDay {
    month: u32,
    day: u32,
}

impl MonthDay {
    const LAST_OF_FEBRUARY: Self = Self { month: 2, day: 29 };

    /// The day, if `text` is a month and a day of it as `04-30`.
    pub fn parse(text: &str) -> Option<Self> {
        // Every day of the year is there in a leap year.
        iso_date(&format!("2024-{text}")).map(Self::of)
    }

    /// The day that `date` is.
    pub fn of(date: NaiveDate) -> Self {
        Self { month: date.month(), day: date.day() }
    }

    /// The day that `date` is as the end of something: what ends with February does so in every year.
    pub fn end_of(date: NaiveDate) -> Self {
        let is_last_of_february = date.month() == 2 && date.succ_opt().is_some_and(|next| next.month() == 3);
        if is_last_of_february { Self::LAST_OF_FEBRUARY } else { Self::of(date) }
    }

    /// The same day as the end of something, where no year says whether February has ended on the 28th: then it has.
    #[must_use]
    pub fn as_end(self) -> Self {
        if self == (Self { month: 2, day: 28 }) { Self::LAST_OF_FEBRUARY } else { self }
    }

    /// Its date in `year`.
    pub fn in_year(self, year: i32) -> NaiveDate {
        match self {
            Self::LAST_OF_FEBRUARY => day(year, 3, 1).pred_opt().unwrap_or(day(year, 2, 28)),
            Self { month, day: of_month } => day(year, month, of_month),
        }
    }

    /// 1 to 12.
    pub fn month(self) -> u32 {
        self.month
    }

    /// The day of the month; none for the last day of February, which has another number in leap years.
    pub fn of_month(self) -> Option<u32> {
        (self != Self::LAST_OF_FEBRUARY).then_some(self.day)
    }

    fn is_end_of_month(self) -> bool {
        self.in_year(2024).succ_opt().is_none_or(|next| next.day() == 1)
    }
}

/// From a day to a day, both within; over New Year where the first is the later of the two.
///
/// # Examples
/// ```
/// use tryggtall::windows::{MonthDay, Span};
/// let [first, last] = ["08-01", "07-31"].map(|day| MonthDay::parse(day).unwrap());
/// let school_year = Span { first, last };
/// assert!(school_year.crosses_new_year());
/// assert_eq!(school_year.ending_in(2025).first.to_string(), "2024-08-01");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// The first day.
    pub first: MonthDay,
    /// The last day.
    pub last: MonthDay,
}

impl Span {
    const fn between(first: (u32, u32), last: (u32, u32)) -> Self {
        Self { first: MonthDay { month: first.0, day: first.1 }, last: MonthDay { month: last.0, day: last.1 } }
    }

    /// Whether it begins in the year before the one it ends in.
    pub fn crosses_new_year(self) -> bool {
        self.first > self.last
    }

    /// Its days, the last of them in `year`.
    pub fn ending_in(self, year: i32) -> Period {
        let first = if self.crosses_new_year() { year - 1 } else { year };
        Period { first: self.first.in_year(first), last: self.last.in_year(year) }
    }

    /// Whether it begins with a month and ends with one.
    pub fn is_whole_months(self) -> bool {
        self.first.day == 1 && self.last.is_end_of_month()
    }
}

/// The time since the last evaluation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SinceLast {
    /// Its days, at most a year of them: longer ones would overlap the same days of the year before.
    pub span: Span,
    /// The year it ends in, which is the only one that can be reported.
    pub year: i32,
}

impl SinceLast {
    /// From `first` to `last`; none where that is no day at all, or more than a year.
    ///
    /// # Examples
    /// ```
    /// use tryggtall::windows::{SinceLast, iso_date};
    /// let [first, last] = ["2024-09-16", "2025-04-30"].map(|date| iso_date(date).unwrap());
    /// let since_last = SinceLast::between(first, last).unwrap();
    /// assert_eq!(since_last.span.ending_in(2022).first.to_string(), "2021-09-16");
    /// assert!(SinceLast::between(first, iso_date("2025-09-16").unwrap()).is_none());
    /// ```
    pub fn between(first: NaiveDate, last: NaiveDate) -> Option<Self> {
        let a_year_later = MonthDay::of(first).in_year(first.year() + 1);
        let span = Span { first: MonthDay::of(first), last: MonthDay::end_of(last) };
        (first <= last && last < a_year_later).then(|| Self { span, year: last.year() })
    }
}

/// The days of every window.
///
/// # Examples
/// ```
/// use tryggtall::{units::Window, windows::Windows};
/// let windows = Windows::default();
/// assert_eq!(windows.period(Window::Mai, 2024).last.to_string(), "2024-04-30");
/// assert_eq!(windows.period(Window::Skoleaar, 2025).first.to_string(), "2024-08-01");
/// assert_eq!(windows.label(Window::Skoleaar, 2025), "2024/25");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Windows {
    /// The evaluation in May.
    pub may: Span,
    /// The evaluation in September.
    pub september: Span,
    /// The school year.
    pub school_year: Span,
    /// The time since the last evaluation; none where the plan does not say when that was.
    pub since_last: Option<SinceLast>,
}

impl Default for Windows {
    fn default() -> Self {
        Self {
            may: Span::between((1, 1), (4, 30)),
            september: Span::between((1, 1), (8, 31)),
            school_year: Span::between((8, 1), (7, 31)),
            since_last: None,
        }
    }
}

impl Windows {
    /// From which day to which, in any year. Without a last evaluation, `siden-sist` is the calendar year; a report of it is
    /// refused before that matters ([`crate::plan::Plan::windows_for`]).
    pub fn span(&self, window: Window) -> Span {
        let year = Span::between((1, 1), (12, 31));
        match window {
            Window::Aar => year,
            Window::Mai => self.may,
            Window::September => self.september,
            Window::Skoleaar => self.school_year,
            Window::SidenSist => self.since_last.map_or(year, |since_last| since_last.span),
        }
    }

    /// The days of `window` that belong to `year`: the year of its last day.
    pub fn period(&self, window: Window, year: i32) -> Period {
        self.span(window).ending_in(year)
    }

    /// What people call the year of a window: «2025», and «2024/25» where it begins in the year before.
    pub fn label(&self, window: Window, year: i32) -> String {
        if self.span(window).crosses_new_year() {
            format!("{}/{:02}", year.saturating_sub(1), year.rem_euclid(100))
        } else {
            year.to_string()
        }
    }
}

/// A date written as `2025-04-30`, and in no other way.
///
/// # Examples
/// ```
/// use tryggtall::windows::iso_date;
/// assert_eq!(iso_date("2025-04-30").unwrap().to_string(), "2025-04-30");
/// assert!(iso_date("2025-4-30").is_none() && iso_date("30.04.2025").is_none());
/// ```
pub fn iso_date(text: &str) -> Option<NaiveDate> {
    let parts: Vec<&str> = text.split('-').collect();
    let [year, month, of_month] = parts.as_slice() else { return None };
    let digits = |part: &str, wide: usize| part.len() == wide && part.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(year, 4) || !digits(month, 2) || !digits(of_month, 2) {
        return None;
    }
    NaiveDate::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, of_month.parse().ok()?)
}
