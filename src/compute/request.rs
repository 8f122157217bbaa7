//! What is to be computed.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::coarsening::Detail;
use super::moment::Moment;
use super::reference::Region;
use super::sources::Part;
use crate::units::{Period, Window};
use crate::windows::Windows;

/// What is to be computed.
#[derive(Debug, Clone)]
pub struct Request {
    /// The year reported.
    pub year: i32,
    /// The part of it, and of every earlier year.
    pub window: Window,
    /// The days of the windows.
    pub windows: Windows,
    /// How much detail is shown: the age groups, and what is shown in less detail than the definitions have it.
    pub detail: Detail,
    /// County and country.
    pub regions: Vec<Region>,
    /// How many were asked to answer, by survey and year.
    pub invited: BTreeMap<String, BTreeMap<i32, u64>>,
    /// The municipalities that are reported together.
    pub cooperation: Option<Cooperation>,
    /// The day that milestones and deadlines of the year reported are judged on; the window's last where not set.
    pub reporting_date: Option<NaiveDate>,
}

/// Municipalities that are reported together, one of which the report is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cooperation {
    /// Name of the region.
    pub name: String,
    /// Number of the municipality that the report is for.
    pub own: String,
    /// Number and name of each of the municipalities.
    pub members: Vec<(String, String)>,
    /// An id means the same child in all of them; else a child counts once in each that knows it.
    pub common_ids: bool,
}

impl Cooperation {
    pub(super) fn part(&self, municipalities: Vec<String>) -> Part {
        Part { municipalities, own: self.own.clone(), common_ids: self.common_ids }
    }
}

impl Request {
    /// The window's days that belong to `year`.
    pub fn period(&self, year: i32) -> Period {
        self.windows.period(self.window, year)
    }

    pub(super) fn moment(&self, year: i32) -> Moment {
        Moment::new(year, self.period(year), self.reporting_date.filter(|_| year == self.year))
    }

    pub(super) fn invited(&self, survey: &str, year: i32) -> Option<u64> {
        self.invited.get(survey).and_then(|years| years.get(&year)).copied()
    }
}
