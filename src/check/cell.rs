//! The text of one cell becomes a value, or a reason why not.

use chrono::{Datelike, NaiveDate};

use super::codelist::CodeList;

/// No value: missing, not zero.
pub(crate) const MISSING: i32 = i32::MIN;

/// Statistics Norway's marks, by the number they have in a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    Missing = 1,
    Withheld = 2,
    NotPossible = 3,
}

/// A decimal number, or a mark in its place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Decimal {
    Number(f64),
    Mark(Mark),
}

/// How a date is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum DateStyle {
    /// `yyyy-mm-dd`
    Iso = 1,
    /// `dd.mm.yyyy`
    Dotted = 2,
}

/// Why a cell cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum CellFault {
    NotADate,
    AmbiguousDate,
    /// The nearest code is ours to name; the cell's own text is not: it may hold anything.
    UnknownCode {
        nearest: Option<String>,
    },
    NotANumber,
    /// Nothing stands where something must.
    Missing,
    /// Something stands in a column that has no name.
    Unnamed,
    /// A number that is smaller or larger than the field may hold.
    OutOfBounds,
}

/// Whether an unknown code is told with the one it is most like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Hints {
    Given,
    Withheld,
}

/// The place of the code that `text` means in its list.
pub(super) fn code(text: &str, list: Option<&CodeList>, hints: Hints) -> Result<i32, CellFault> {
    let found = list.and_then(|list| list.find(text)).and_then(|code| i32::try_from(code).ok());
    found.ok_or_else(|| unknown_code(text, list.filter(|_| hints == Hints::Given)))
}

fn unknown_code(text: &str, list: Option<&CodeList>) -> CellFault {
    CellFault::UnknownCode { nearest: list.and_then(|list| list.nearest(text)).map(str::to_owned) }
}

/// The codes of a cell that may hold several. A whole cell that is one code comes first: labels may hold commas.
pub(super) fn codes(text: &str, list: Option<&CodeList>, hints: Hints) -> Result<Vec<i32>, CellFault> {
    if let Some(one) = list.and_then(|list| list.find(text)).and_then(|code| i32::try_from(code).ok()) {
        return Ok(vec![one]);
    }
    let separators: &[char] = if text.contains(['|', ';', '\n']) { &['|', ';', '\n'] } else { &[','] };
    let parts = text.split(separators).map(str::trim).filter(|part| !part.is_empty());
    let mut codes: Vec<i32> = parts.map(|part| code(part, list, hints)).collect::<Result<_, _>>()?;
    codes.sort_unstable();
    codes.dedup();
    Ok(codes)
}

/// Days since 1970 of `yyyy-mm-dd` or `dd.mm.yyyy`, with or without a time of day, which is dropped; a time zone is
/// refused because it could shift the date.
pub(super) fn date(text: &str) -> Result<(i32, DateStyle), CellFault> {
    // Nearly all dates are ten characters in one of two shapes.
    let quick = match text.as_bytes() {
        [d1, d2, b'.', m1, m2, b'.', y1, y2, y3, y4] => {
            quick_day([*y1, *y2, *y3, *y4], [*m1, *m2], [*d1, *d2]).map(|day| (day, DateStyle::Dotted))
        }
        [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] => {
            quick_day([*y1, *y2, *y3, *y4], [*m1, *m2], [*d1, *d2]).map(|day| (day, DateStyle::Iso))
        }
        _ => None,
    };
    quick.map_or_else(|| slow_date(text), Ok)
}

/// The day, where all are digits and it certainly exists in the years we read; otherwise the slow way decides.
fn quick_day(year: [u8; 4], month: [u8; 2], day: [u8; 2]) -> Option<i32> {
    let all = [year[0], year[1], year[2], year[3], month[0], month[1], day[0], day[1]];
    if !all.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let number = |digits: &[u8]| digits.iter().fold(0, |sum, digit| sum * 10 + i32::from(digit - b'0'));
    let (year, month, day) = (number(&year), number(&month), number(&day));
    let is_certain = (1900..=2100).contains(&year) && (1..=12).contains(&month) && (1..=28).contains(&day);
    is_certain.then(|| epoch_day(year, month, day))
}

/// Days from 1970-01-01 in the proleptic Gregorian calendar (H. Hinnant, «chrono-compatible low-level date algorithms»,
/// `days_from_civil`).
fn epoch_day(year: i32, month: i32, day: i32) -> i32 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year - era * 400;
    let day_of_year = (153 * (if month > 2 { month - 3 } else { month + 9 }) + 2) / 5 + day - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

fn slow_date(text: &str) -> Result<(i32, DateStyle), CellFault> {
    let day = match text.split_once(['T', ' ']) {
        Some((day, time)) if is_time_of_day(time) => day,
        Some(_) => return Err(CellFault::NotADate),
        None => text,
    };
    let (separator, parts) = ['-', '.', '/']
        .into_iter()
        .map(|separator| (separator, day.split(separator).collect::<Vec<_>>()))
        .find(|(_, parts)| parts.len() == 3)
        .ok_or(CellFault::NotADate)?;
    let numbers: Vec<u32> = parts.iter().map(|part| digits(part)).collect::<Option<_>>().ok_or(CellFault::NotADate)?;
    let widths = [parts[0].len(), parts[1].len(), parts[2].len()];
    let (year, month, day, style) = match (separator, widths) {
        ('-', [4, 2, 2]) => (numbers[0], numbers[1], numbers[2], DateStyle::Iso),
        ('.', [1 | 2, 1 | 2, 4]) => (numbers[2], numbers[1], numbers[0], DateStyle::Dotted),
        ('.' | '/' | '-', [1 | 2, 1 | 2, 2 | 4]) => return Err(CellFault::AmbiguousDate),
        _ => return Err(CellFault::NotADate),
    };
    let year = i32::try_from(year).map_err(|_| CellFault::NotADate)?;
    let date = NaiveDate::from_ymd_opt(year, month, day).filter(|date| (1900..=2100).contains(&date.year()));
    Ok((crate::units::epoch_day(date.ok_or(CellFault::NotADate)?), style))
}

/// `hh:mm`, `hh:mm:ss` or `hh:mm:ss.fff`, or with points between: anything else beside a date may be another date.
fn is_time_of_day(text: &str) -> bool {
    let text = text.split_once(['.', ',']).filter(|_| text.contains(':')).map_or(text, |(time, fraction)| {
        if fraction.is_empty() || !fraction.bytes().all(|byte| byte.is_ascii_digit()) { "" } else { time }
    });
    let parts: Vec<&str> = text.split([':', '.']).collect();
    let limits = [24, 60, 60];
    let is_part =
        |(part, limit): (&&str, &u32)| (1..=2).contains(&part.len()) && digits(part).is_some_and(|it| it < *limit);
    (2..=3).contains(&parts.len()) && parts.iter().zip(&limits).all(is_part)
}

fn digits(text: &str) -> Option<u32> {
    (!text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())).then(|| text.parse().ok())?
}

/// A calendar year.
pub(super) fn year(text: &str) -> Result<i32, CellFault> {
    let year = digits(text).filter(|_| text.len() == 4).ok_or(CellFault::NotANumber)?;
    i32::try_from(year).map_err(|_| CellFault::NotANumber)
}

/// A whole number that is not negative.
pub(super) fn whole(text: &str) -> Result<i32, CellFault> {
    if let Some(plain) = digits(text).and_then(|number| i32::try_from(number).ok()) {
        return Ok(plain);
    }
    // Ages as SSB's tables write them.
    let text = text.strip_suffix(" eller eldre").unwrap_or(text);
    let text = text.strip_suffix(" år").unwrap_or(text);
    let plain = ungrouped(text).ok_or(CellFault::NotANumber)?;
    // A spreadsheet may write a whole number with empty decimals.
    let whole = plain
        .split_once(',')
        .map_or(plain.as_str(), |(whole, fraction)| if is_empty_fraction(fraction) { whole } else { "" });
    digits(whole).and_then(|number| i32::try_from(number).ok()).ok_or(CellFault::NotANumber)
}

/// Zeros, but not three: `1,000` is a thousand to whoever writes numbers in English.
fn is_empty_fraction(fraction: &str) -> bool {
    fraction.len() != 3 && fraction.bytes().all(|byte| byte == b'0')
}

/// `1.234` typed by hand: a thousand and more, or one and a bit.
pub(super) fn may_be_thousands(text: &str) -> bool {
    let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    text.split_once('.').is_some_and(|(whole, rest)| {
        (1..=3).contains(&whole.len()) && rest.len() == 3 && is_digits(whole) && is_digits(rest)
    })
}

/// One of Statistics Norway's marks, which stand where there is no figure.
pub(super) fn mark(text: &str) -> Option<Mark> {
    match text {
        ":" => Some(Mark::Withheld),
        ".." => Some(Mark::Missing),
        "." => Some(Mark::NotPossible),
        _ => None,
    }
}

/// A decimal number that is not negative, or a mark.
pub(super) fn decimal(text: &str) -> Result<Decimal, CellFault> {
    if let Some(mark) = mark(text) {
        return Ok(Decimal::Mark(mark));
    }
    let plain = ungrouped(text).ok_or(CellFault::NotANumber)?.replace(',', ".");
    let is_number = plain.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
        && plain.bytes().filter(|byte| *byte == b'.').count() <= 1
        && plain.starts_with(|first: char| first.is_ascii_digit());
    let number = is_number.then(|| plain.parse::<f64>().ok()).flatten().filter(|number| number.is_finite());
    number.map(Decimal::Number).ok_or(CellFault::NotANumber)
}

/// Without spaces between thousands. A space is taken out only where three digits follow it, so `1 2` is no number.
fn ungrouped(text: &str) -> Option<String> {
    let is_space = |letter: char| matches!(letter, ' ' | '\u{a0}' | '\u{2009}' | '\u{202f}');
    let mut groups = text.split(is_space);
    let mut plain = groups.next()?.to_owned();
    for group in groups {
        let digits = group.split(',').next().unwrap_or_default();
        if digits.len() != 3 || plain.is_empty() || plain.contains(',') {
            return None;
        }
        plain.push_str(group);
    }
    Some(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_in_two_forms_and_no_other() {
        let cases = [
            ("2025-04-30", Ok((2025, 4, 30))),
            ("30.04.2025", Ok((2025, 4, 30))),
            ("29.02.2024", Ok((2024, 2, 29))),
            ("3.4.2025", Ok((2025, 4, 3))),
            ("2025-04-30T00:00:00", Ok((2025, 4, 30))),
            ("30.04.2025 12:30", Ok((2025, 4, 30))),
            ("30.04.2025 9.05", Ok((2025, 4, 30))),
            ("2025-04-30 23:59:59.123", Ok((2025, 4, 30))),
            ("30.04.2025 31.12.2025", Err(CellFault::NotADate)),
            ("30.04.2025 2", Err(CellFault::NotADate)),
            ("2025-04-30 99:99", Err(CellFault::NotADate)),
            ("30.04.2025 12:30.", Err(CellFault::NotADate)),
            ("2025-04-30T23:30:00Z", Err(CellFault::NotADate)),
            ("30/04/2025", Err(CellFault::AmbiguousDate)),
            ("30.04.25", Err(CellFault::AmbiguousDate)),
            ("31.02.2025", Err(CellFault::NotADate)),
            ("29.02.2023", Err(CellFault::NotADate)),
            ("00.01.2025", Err(CellFault::NotADate)),
            ("01.13.2025", Err(CellFault::NotADate)),
            ("01.01.1899", Err(CellFault::NotADate)),
            ("45000", Err(CellFault::NotADate)),
            ("2025-4-30", Err(CellFault::NotADate)),
            ("٣0.04.2025", Err(CellFault::NotADate)),
        ];
        for (text, expected) in cases {
            let expected = expected
                .map(|(year, month, day)| crate::units::epoch_day(NaiveDate::from_ymd_opt(year, month, day).unwrap()));
            assert_eq!(date(text).map(|(day, _)| day), expected, "{text}");
        }
    }

    #[test]
    fn the_quick_way_and_the_calendar_agree_on_every_day() {
        let mut day = NaiveDate::from_ymd_opt(1900, 1, 1).unwrap();
        while day.year() <= 2100 {
            let expected = crate::units::epoch_day(day);
            for (text, style) in
                [(day.to_string(), DateStyle::Iso), (day.format("%d.%m.%Y").to_string(), DateStyle::Dotted)]
            {
                assert_eq!(date(&text), Ok((expected, style)), "{text}");
                assert_eq!(slow_date(&text), Ok((expected, style)), "{text}");
            }
            day = day.succ_opt().unwrap();
        }
    }

    #[test]
    fn numbers_as_norwegians_write_them() {
        let cases = [
            ("1 234", Ok(1234)),
            ("1\u{a0}234,00", Ok(1234)),
            ("007", Ok(7)),
            ("12,5", Err(CellFault::NotANumber)),
            ("1,000", Err(CellFault::NotANumber)),
            ("-3", Err(CellFault::NotANumber)),
            ("\u{2212}3", Err(CellFault::NotANumber)),
            ("1 2", Err(CellFault::NotANumber)),
            ("0 år", Ok(0)),
            ("105 år eller eldre", Ok(105)),
            ("<5", Err(CellFault::NotANumber)),
            ("4294967295", Err(CellFault::NotANumber)),
            ("99999999999999999999", Err(CellFault::NotANumber)),
        ];
        for (text, expected) in cases {
            assert_eq!(whole(text), expected, "{text}");
        }
        assert_eq!(decimal("1 234,5"), Ok(Decimal::Number(1234.5)));
        assert_eq!(decimal("5.0"), Ok(Decimal::Number(5.0)));
        assert_eq!(decimal(":"), Ok(Decimal::Mark(Mark::Withheld)));
        assert_eq!(decimal("nan"), Err(CellFault::NotANumber));
        assert_eq!(decimal(&"9".repeat(400)), Err(CellFault::NotANumber), "no infinity");
    }

    #[test]
    fn several_codes_in_one_cell() {
        let list = CodeList::parse("id,label,aliases,a,b\nx,\"Ex, og\",1,,\ny,Y,2,,\n").unwrap();
        let read = |text| codes(text, Some(&list), Hints::Given);
        assert_eq!(read("Ex, og"), Ok(vec![0]));
        assert_eq!(read("2|1|2"), Ok(vec![0, 1]));
        assert_eq!(read("1, y"), Ok(vec![0, 1]));
        assert_eq!(read("1,2"), Ok(vec![0, 1]), "never the code 12");
        assert!(matches!(read("1|3"), Err(CellFault::UnknownCode { .. })));
    }
}
