//! How a project says that its dates and numbers are written: read so, and in no other way.

use std::borrow::Cow;

use chrono::{Days, NaiveDate};

use super::cell::CellFault;
use super::source_map::{Field, FieldKind};

/// How the dates of a column are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateFormat {
    /// `31.12.2025`
    Dotted,
    /// `2025-12-31`
    Iso,
    /// Days since Excel's 1900-01-00.
    Excel1900,
    /// Days since 1904-01-01: workbooks from an old Mac.
    Excel1904,
}

/// What stands before the decimals of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DecimalMark {
    /// `1.234,5`
    Comma,
    /// `1,234.5`
    Point,
}

impl DateFormat {
    /// All of them, by the words of a definition file.
    pub const WORDS: [(&'static str, Self); 4] = [
        ("dd.mm.yyyy", Self::Dotted),
        ("yyyy-mm-dd", Self::Iso),
        ("excel-1900", Self::Excel1900),
        ("excel-1904", Self::Excel1904),
    ];
}

impl DecimalMark {
    /// Both, by the words of a definition file.
    pub const WORDS: [(&'static str, Self); 2] = [("comma", Self::Comma), ("point", Self::Point)];
}

/// The cell as the general reader takes it: as it is where nothing is declared, else in the one form that it knows.
pub(super) fn normalised<'a>(field: &Field, text: &'a str) -> Result<Cow<'a, str>, CellFault> {
    if text.is_empty() {
        return Ok(Cow::Borrowed(text));
    }
    match (field.kind, field.format, field.decimal) {
        (FieldKind::Date, Some(format), _) => date(text, format),
        (FieldKind::Decimal | FieldKind::Integer, _, Some(mark)) => number(text, mark),
        _ => Ok(Cow::Borrowed(text)),
    }
}

fn date(text: &str, format: DateFormat) -> Result<Cow<'_, str>, CellFault> {
    let day = text.split(['T', ' ']).next().unwrap_or_default();
    let fits = match format {
        DateFormat::Dotted => day.contains('.') && !day.contains('-'),
        DateFormat::Iso => day.contains('-') && !day.contains('.'),
        DateFormat::Excel1900 | DateFormat::Excel1904 => {
            let date = serial(text, format).ok_or(CellFault::NotADate)?;
            return Ok(Cow::Owned(date.format("%Y-%m-%d").to_string()));
        }
    };
    if fits { Ok(Cow::Borrowed(text)) } else { Err(CellFault::NotADate) }
}

/// The day of an Excel serial; what follows the comma is a time of day.
///
/// In the 1900 system, days before 1 March are left out: Excel believes that 1900 was a leap year.
fn serial(text: &str, format: DateFormat) -> Option<NaiveDate> {
    const LAST: u64 = 73_050;
    let (days, time) = text.split_once([',', '.']).unwrap_or((text, "0"));
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let days: u64 = days.parse().ok().filter(|days| is_digits(time) && *days <= LAST)?;
    let (first, epoch) = match format {
        DateFormat::Excel1904 => (0, NaiveDate::from_ymd_opt(1904, 1, 1)?),
        _ => (61, NaiveDate::from_ymd_opt(1899, 12, 30)?),
    };
    (days >= first).then(|| epoch.checked_add_days(Days::new(days)))?
}

/// Without the marks between thousands, and with a comma before decimals.
fn number(text: &str, mark: DecimalMark) -> Result<Cow<'_, str>, CellFault> {
    // Statistics Norway's marks are no numbers; the general reader knows them.
    if text.bytes().all(|byte| matches!(byte, b'.' | b':')) {
        return Ok(Cow::Borrowed(text));
    }
    let (decimal, thousands) = match mark {
        DecimalMark::Comma => (',', '.'),
        DecimalMark::Point => ('.', ','),
    };
    let (whole, fraction) = text.split_once(decimal).map_or((text, None), |(whole, rest)| (whole, Some(rest)));
    let mut groups = whole.split(thousands);
    let first = groups.next().unwrap_or_default();
    let is_grouped = groups.clone().next().is_some();
    let groups_fit = groups.clone().all(|group| group.len() == 3) && (!is_grouped || (1..=3).contains(&first.len()));
    let fraction_fits = fraction.is_none_or(|rest| !rest.contains([',', '.']));
    if !groups_fit || !fraction_fits {
        return Err(CellFault::NotANumber);
    }
    let plain = format!("{first}{}", groups.collect::<String>());
    Ok(Cow::Owned(fraction.map_or(plain.clone(), |rest| format!("{plain},{rest}"))))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain<'a>(result: &'a Result<Cow<'_, str>, CellFault>) -> Option<&'a str> {
        result.as_ref().ok().map(AsRef::as_ref)
    }

    #[test]
    fn dates_in_the_declared_form_only() {
        use DateFormat::{Dotted, Excel1900, Excel1904, Iso};
        let cases = [
            ("31.12.2025", Dotted, Some("31.12.2025")),
            ("2025-12-31", Dotted, None),
            ("2025-12-31 00:00", Iso, Some("2025-12-31 00:00")),
            ("31.12.2025", Iso, None),
            ("45000", Excel1900, Some("2023-03-15")),
            ("45000,75", Excel1900, Some("2023-03-15")),
            ("61", Excel1900, Some("1900-03-01")),
            ("60", Excel1900, None),
            ("0", Excel1904, Some("1904-01-01")),
            ("43538", Excel1904, Some("2023-03-15")),
            ("-5", Excel1904, None),
            ("45000.x", Excel1900, None),
            ("17850862176", Excel1900, None),
            ("31.12.2025", Excel1900, None),
        ];
        for (text, format, expected) in cases {
            assert_eq!(plain(&date(text, format)), expected, "{text} {format:?}");
        }
    }

    #[test]
    fn numbers_in_the_declared_form_only() {
        use DecimalMark::{Comma, Point};
        let cases = [
            ("1.234,5", Comma, Some("1234,5")),
            ("1.234", Comma, Some("1234")),
            ("1234", Comma, Some("1234")),
            ("12,5", Comma, Some("12,5")),
            ("12.5", Comma, None),
            ("1,234.5", Point, Some("1234,5")),
            ("1,234", Point, Some("1234")),
            ("12,5", Point, None),
            ("12.5", Point, Some("12,5")),
            ("1,2,3", Comma, None),
            ("..", Comma, Some("..")),
            (":", Point, Some(":")),
            ("12345.678", Comma, None),
        ];
        for (text, mark, expected) in cases {
            assert_eq!(plain(&number(text, mark)), expected, "{text} {mark:?}");
        }
    }
}
