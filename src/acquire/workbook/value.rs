//! What a cell says as text, the way the text readers would have met it.

use std::borrow::Cow;

use calamine::{Data, DataRef, ExcelDateTime};
use chrono::{Days, NaiveDate};

use crate::lang::text;

/// Which day a workbook counts its dates from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Epoch {
    /// Day 1 is 1 January 1900, and 1900 has a 29 February that never was (kept from Lotus 1-2-3).
    Year1900,
    /// Day 0 is 1 January 1904 (older Excel for Mac).
    Year1904,
}

/// A cell's value, whichever reader found it.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value<'a> {
    Empty,
    Text(Cow<'a, str>),
    Number(f64),
    Bool(bool),
    /// A day number, from a cell with a date format.
    Day(f64),
    /// A number of days, from a cell with a duration format.
    Duration(f64),
    /// An error such as #N/A.
    Error,
}

impl<'a> From<DataRef<'a>> for Value<'a> {
    fn from(data: DataRef<'a>) -> Self {
        match data {
            DataRef::Empty => Self::Empty,
            DataRef::Int(whole) => Self::Text(whole.to_string().into()),
            DataRef::Float(number) => Self::Number(number),
            DataRef::String(text) => Self::Text(text.into()),
            DataRef::SharedString(text) => Self::Text(text.into()),
            DataRef::Bool(truth) => Self::Bool(truth),
            DataRef::DateTime(moment) => Self::moment(moment),
            DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => Self::Text(iso(&text).into()),
            DataRef::Error(_) => Self::Error,
        }
    }
}

impl<'a> From<&'a Data> for Value<'a> {
    fn from(data: &'a Data) -> Self {
        match data {
            Data::Empty => Self::Empty,
            Data::Int(whole) => Self::Text(whole.to_string().into()),
            Data::Float(number) => Self::Number(*number),
            Data::String(text) => Self::Text(text.as_str().into()),
            Data::Bool(truth) => Self::Bool(*truth),
            Data::DateTime(moment) => Self::moment(*moment),
            Data::DateTimeIso(text) | Data::DurationIso(text) => Self::Text(iso(text).into()),
            Data::Error(_) => Self::Error,
        }
    }
}

impl<'a> Value<'a> {
    fn moment(moment: ExcelDateTime) -> Self {
        if moment.is_duration() { Self::Duration(moment.as_f64()) } else { Self::Day(moment.as_f64()) }
    }

    /// The text of the value; none where there is no value to be had.
    pub(super) fn into_text(self, epoch: Epoch) -> Option<Cow<'a, str>> {
        match self {
            Self::Empty => Some("".into()),
            Self::Text(text) => Some(text),
            Self::Number(number) => number.is_finite().then(|| plain(number).into()),
            Self::Bool(true) => Some(text("finding.cell_yes", &[]).into()),
            Self::Bool(false) => Some(text("finding.cell_no", &[]).into()),
            Self::Day(serial) => serial.is_finite().then(|| day(serial, epoch).into()),
            Self::Duration(days) => days.is_finite().then(|| duration(days).into()),
            Self::Error => None,
        }
    }
}

/// Whole numbers as digits, others with as few decimals as say the same number.
pub(super) fn plain(number: f64) -> String {
    // `-0` is 0.
    if number == 0.0 { "0".to_owned() } else { number.to_string() }
}

const SECONDS_IN_A_DAY: f64 = 86_400.0;
/// Beyond every date that Excel knows (year 9999).
const LAST_DAY: f64 = 3_000_000.0;

/// `yyyy-mm-dd`, with `Thh:mm:ss` where the time is not midnight. A day that never was stays a day that never was, so
/// that no date field accepts it.
fn day(serial: f64, epoch: Epoch) -> String {
    if !(0.0..LAST_DAY).contains(&serial) {
        return plain(serial);
    }
    let time = time_of_day(serial - serial.floor());
    if serial > 0.0 && serial < 1.0 {
        return time;
    }
    let date = date(serial.floor(), epoch);
    if time == "00:00:00" { date } else { format!("{date}T{time}") }
}

fn date(days: f64, epoch: Epoch) -> String {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "whole, and between 0 and 3,000,000")]
    let days = days as u64;
    let (start, days) = match epoch {
        Epoch::Year1904 => ((1904, 1, 1), days),
        Epoch::Year1900 if days == 0 => return "1900-01-00".to_owned(),
        Epoch::Year1900 if days == 60 => return "1900-02-29".to_owned(),
        Epoch::Year1900 if days < 60 => ((1899, 12, 31), days),
        Epoch::Year1900 => ((1899, 12, 30), days),
    };
    let date =
        NaiveDate::from_ymd_opt(start.0, start.1, start.2).and_then(|start| start.checked_add_days(Days::new(days)));
    date.map(|date| date.to_string()).unwrap_or_default()
}

/// To the nearest second, but never into the next day: what Excel shows as a day must not move.
fn time_of_day(fraction: f64) -> String {
    clock((fraction * SECONDS_IN_A_DAY).round().min(SECONDS_IN_A_DAY - 1.0))
}

fn duration(days: f64) -> String {
    let sign = if days < 0.0 { "-" } else { "" };
    format!("{sign}{}", clock((days.abs() * SECONDS_IN_A_DAY).round()))
}

fn clock(seconds: f64) -> String {
    let (hours, rest) = ((seconds / 3600.0).floor(), seconds % 3600.0);
    format!("{hours:02}:{:02}:{:02}", (rest / 60.0).floor(), rest % 60.0)
}

/// An ISO date as it stands, without a midnight and without fractions of a second.
pub(super) fn iso(text: &str) -> String {
    let text = text.trim();
    let Some((date, time)) = text.split_once('T') else { return text.to_owned() };
    if date.is_empty() || date.starts_with('P') {
        return text.to_owned();
    }
    let time = match time.split_once('.') {
        Some((whole, fraction)) if fraction.bytes().all(|byte| byte.is_ascii_digit()) => whole,
        _ => time,
    };
    if matches!(time, "00:00:00" | "00:00") { date.to_owned() } else { format!("{date}T{time}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(value: Value, epoch: Epoch) -> Option<String> {
        value.into_text(epoch).map(Cow::into_owned)
    }

    #[test]
    fn numbers_are_written_as_plainly_as_they_can_be() {
        let cases = [
            (5_811_575_838.0, "5811575838"),
            (17_850_862_176.0, "17850862176"),
            (3.0, "3"),
            (-0.0, "0"),
            (3.25, "3.25"),
            (0.1 + 0.2, "0.30000000000000004"),
            (1e15, "1000000000000000"),
            (-2.5, "-2.5"),
        ];
        for (number, expected) in cases {
            assert_eq!(said(Value::Number(number), Epoch::Year1900).as_deref(), Some(expected));
        }
        assert_eq!(said(Value::Number(f64::NAN), Epoch::Year1900), None);
        assert_eq!(said(Value::Bool(true), Epoch::Year1900).as_deref(), Some("ja"));
        assert_eq!(said(Value::Error, Epoch::Year1900), None);
    }

    #[test]
    fn days_are_dates_in_both_systems() {
        use Epoch::{Year1900, Year1904};
        let cases = [
            (45_943.0, Year1900, "2025-10-13"),
            (44_481.0, Year1904, "2025-10-13"),
            (45_943.5, Year1900, "2025-10-13T12:00:00"),
            (45_943.999_999_99, Year1900, "2025-10-13T23:59:59"),
            (1.0, Year1900, "1900-01-01"),
            (59.0, Year1900, "1900-02-28"),
            (60.0, Year1900, "1900-02-29"),
            (61.0, Year1900, "1900-03-01"),
            (0.0, Year1900, "1900-01-00"),
            (0.0, Year1904, "1904-01-01"),
            (0.25, Year1900, "06:00:00"),
            (-1.0, Year1900, "-1"),
            (1e300, Year1900, &plain(1e300)),
        ];
        for (serial, epoch, expected) in cases {
            assert_eq!(said(Value::Day(serial), epoch).as_deref(), Some(expected), "{serial}");
        }
        assert_eq!(said(Value::Duration(1.5), Year1900).as_deref(), Some("36:00:00"));
    }

    #[test]
    fn iso_dates_lose_only_their_midnight() {
        let cases = [
            ("2025-02-03", "2025-02-03"),
            ("2025-02-03T00:00:00", "2025-02-03"),
            ("2025-02-03T10:30:00.000000", "2025-02-03T10:30:00"),
            ("2025-02-03T00:00:00Z", "2025-02-03T00:00:00Z"),
            ("PT10H30M00S", "PT10H30M00S"),
        ];
        for (written, expected) in cases {
            assert_eq!(iso(written), expected);
        }
    }
}
