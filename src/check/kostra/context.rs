//! What the rules hold a form against: the reporting year and the municipality, and the days that follow from them.

use chrono::{Months, NaiveDate};

use crate::units::{MunicipalityCode, day};

/// Oslo, where children belong to districts.
const OSLO: &str = "0301";

/// Statistics Norway's span around the year, in which every date must lie.
const YEARS_AROUND: u32 = 25;

/// The year and the municipality that a form should be about.
pub(super) struct Context {
    pub(super) year: i32,
    pub(super) municipality: MunicipalityCode,
}

impl Context {
    /// `telledato`: 31 December of the reporting year.
    pub(super) fn count_day(&self) -> NaiveDate {
        day(self.year, 12, 31)
    }

    /// `forrige_telledato`: 31 December of the year before.
    pub(super) fn previous_count_day(&self) -> NaiveDate {
        day(self.year - 1, 12, 31)
    }

    /// `minimumsdato`: 1 January, 25 years before.
    pub(super) fn earliest(&self) -> NaiveDate {
        day(self.year, 1, 1) - Months::new(12 * YEARS_AROUND)
    }

    /// `maksimumsdato`: 31 December, 25 years after.
    pub(super) fn latest(&self) -> NaiveDate {
        self.count_day() + Months::new(12 * YEARS_AROUND)
    }

    pub(super) fn is_oslo(&self) -> bool {
        self.municipality.as_str() == OSLO
    }
}
