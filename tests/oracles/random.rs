//! What random projects are made of.

use chrono::{Datelike, Days, NaiveDate};

pub use crate::random::Random;

impl Random {
    pub fn new(seed: u64) -> Self {
        let mut random = Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ 0x5851_F42D);
        for _ in 0..4 {
            random.below(2);
        }
        random
    }

    /// A count below `limit`, blank one time in `blank`.
    pub fn count(&mut self, limit: usize, blank: usize) -> Option<u64> {
        if self.one_in(blank) { None } else { Some(self.below(limit) as u64) }
    }

    /// A day of `year`, often where a window begins or ends or where the year is odd.
    pub fn day_in(&mut self, year: i32) -> NaiveDate {
        let edges = [(1, 1), (2, 28), (3, 1), (4, 30), (5, 1), (8, 31), (9, 1), (11, 30), (12, 31)];
        match self.below(4) {
            0 => {
                let (month, of_month) = self.of(&edges);
                day(year, month, of_month)
            }
            1 if self.one_in(4) => day(year, 3, 1) - Days::new(1),
            _ => day(year, 1, 1) + Days::new(self.below(if year % 4 == 0 { 366 } else { 365 }) as u64),
        }
    }

    /// A day of `year`, or now and then the one just before or just after it.
    pub fn day_about(&mut self, year: i32) -> NaiveDate {
        match self.below(24) {
            0 => day(year - 1, 12, 31),
            1 => day(year + 1, 1, 1),
            _ => self.day_in(year),
        }
    }

    /// One of the codes, spelled in one of its ways.
    pub fn code(&mut self, codes: &[Code]) -> Coded {
        let code = self.of(codes);
        Coded { id: code.0, written: self.of(code.1) }
    }
}

/// A code's id and some of the ways people spell it; what is written in none of them is a blank.
#[derive(Clone, Copy)]
pub struct Code(pub &'static str, pub &'static [&'static str]);

/// A code in a row: what it is, and how it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Coded {
    pub id: &'static str,
    pub written: &'static str,
}

pub fn day(year: i32, month: u32, of_month: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, of_month).unwrap()
}

/// As people write dates: two ways, told apart by the day itself.
pub fn written(date: NaiveDate) -> String {
    if date.ordinal().is_multiple_of(3) { date.to_string() } else { date.format("%d.%m.%Y").to_string() }
}

pub fn or_blank<T: ToString>(value: Option<T>) -> String {
    value.map_or_else(String::new, |value| value.to_string())
}

pub fn date_or_blank(date: Option<NaiveDate>) -> String {
    date.map_or_else(String::new, written)
}
