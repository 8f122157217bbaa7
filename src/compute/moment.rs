//! The days of one year that a figure is about.

use crate::units::{Period, epoch_day};

/// The window of one year, as day numbers, and the day that deadlines are judged on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Moment {
    /// The year whose report it is.
    pub(super) year: i32,
    pub(super) period: Period,
    pub(super) first: i64,
    pub(super) last: i64,
    /// The day that milestones and deadlines are judged on; the window's last where nothing else is asked for.
    pub(super) judged: i64,
}

impl Moment {
    pub(super) fn new(year: i32, period: Period, judged: Option<chrono::NaiveDate>) -> Self {
        let number = |date| i64::from(epoch_day(date));
        let last = number(period.last);
        let judged = judged.map_or(last, number).min(last);
        Self { year, period, first: number(period.first), last, judged }
    }

    /// The years of the window's days.
    pub(super) fn years(&self) -> std::ops::RangeInclusive<i32> {
        self.period.years()
    }

    /// The year of the window's last day.
    pub(super) fn last_year(&self) -> i32 {
        *self.years().end()
    }
}

/// The date of a day number.
pub(super) fn date_of(epoch: i64) -> Option<chrono::NaiveDate> {
    crate::units::day(1970, 1, 1).checked_add_signed(chrono::TimeDelta::try_days(epoch)?)
}
