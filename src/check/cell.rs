//! The text of one cell becomes a value, or a reason why not.

use chrono::NaiveDate;

use super::codelist::CodeList;
use super::source_map::FieldKind;
use crate::regions::unmerged;
use crate::units::{MunicipalityCode, epoch_day};

/// A cell that has been read.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value {
    /// Nothing in the cell: missing, not zero.
    Blank,
    /// A date (days since 1970), a code (place in its list), a whole number, a year.
    Whole(i64),
    /// A decimal number.
    Decimal(f64),
    /// One of Statistics Norway's marks where a number could stand.
    Mark(Mark),
    /// Several codes.
    Several(Vec<i64>),
    /// Text to be put in a dictionary: an identifier or a name.
    Text,
}

impl Value {
    /// Appends the value as bytes that no other value has; `text` is what an identifier or a name says.
    pub(super) fn encode(&self, text: &str, bytes: &mut Vec<u8>) {
        match self {
            Self::Blank => bytes.push(0),
            Self::Whole(whole) => {
                bytes.push(1);
                bytes.extend(whole.to_le_bytes());
            }
            Self::Decimal(decimal) => {
                bytes.push(2);
                bytes.extend(decimal.to_le_bytes());
            }
            Self::Mark(mark) => bytes.extend([3, *mark as u8]),
            Self::Several(codes) => {
                bytes.push(4);
                bytes.extend(codes.len().to_le_bytes());
                bytes.extend(codes.iter().flat_map(|code| code.to_le_bytes()));
            }
            Self::Text => {
                bytes.push(5);
                bytes.extend(text.len().to_le_bytes());
                bytes.extend(text.as_bytes());
            }
        }
    }
}

/// Statistics Norway's marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    Missing,
    Withheld,
    NotPossible,
}

/// Why a cell cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum CellFault {
    NotADate,
    AmbiguousDate,
    UnknownCode,
    NotANumber,
}

/// Reads `text` as `kind`.
pub(super) fn read(text: &str, kind: FieldKind, list: Option<&CodeList>) -> Result<Value, CellFault> {
    if text.is_empty() {
        return Ok(Value::Blank);
    }
    match kind {
        FieldKind::Id | FieldKind::Name => Ok(Value::Text),
        FieldKind::Date => date(text).map(|date| Value::Whole(i64::from(epoch_day(date)))),
        FieldKind::Code => code(text, list).map(Value::Whole),
        FieldKind::Codes => codes(text, list).map(Value::Several),
        FieldKind::Integer => whole(text).map(Value::Whole),
        FieldKind::Decimal => decimal(text),
        FieldKind::Kommune => {
            MunicipalityCode::parse(unmerged(text)).map(|_| Value::Text).ok_or(CellFault::UnknownCode)
        }
        FieldKind::Year => year(text).map(Value::Whole),
    }
}

fn code(text: &str, list: Option<&CodeList>) -> Result<i64, CellFault> {
    list.and_then(|list| list.find(text)).map(i64::from).ok_or(CellFault::UnknownCode)
}

/// A whole cell that is one code comes first: labels may hold commas.
fn codes(text: &str, list: Option<&CodeList>) -> Result<Vec<i64>, CellFault> {
    if let Ok(one) = code(text, list) {
        return Ok(vec![one]);
    }
    let separators: &[char] = if text.contains(['|', ';', '\n']) { &['|', ';', '\n'] } else { &[','] };
    let parts = text.split(separators).map(str::trim).filter(|part| !part.is_empty());
    let mut codes: Vec<i64> = parts.map(|part| code(part, list)).collect::<Result<_, _>>()?;
    codes.sort_unstable();
    codes.dedup();
    Ok(codes)
}

/// `yyyy-mm-dd` or `dd.mm.yyyy`, with or without a time of day, which is dropped; a time zone is refused because it
/// could shift the date.
fn date(text: &str) -> Result<NaiveDate, CellFault> {
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
    let (year, month, day) = match (separator, widths) {
        ('-', [4, 2, 2]) => (numbers[0], numbers[1], numbers[2]),
        ('.', [1 | 2, 1 | 2, 4]) => (numbers[2], numbers[1], numbers[0]),
        ('.' | '/' | '-', [1 | 2, 1 | 2, 2 | 4]) => return Err(CellFault::AmbiguousDate),
        _ => return Err(CellFault::NotADate),
    };
    let year = i32::try_from(year).map_err(|_| CellFault::NotADate)?;
    NaiveDate::from_ymd_opt(year, month, day).filter(|_| (1900..=2100).contains(&year)).ok_or(CellFault::NotADate)
}

fn is_time_of_day(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b':' || byte == b'.')
}

fn digits(text: &str) -> Option<u32> {
    (!text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())).then(|| text.parse().ok())?
}

fn year(text: &str) -> Result<i64, CellFault> {
    let year = digits(text).filter(|_| text.len() == 4).ok_or(CellFault::NotANumber)?;
    Ok(i64::from(year))
}

fn whole(text: &str) -> Result<i64, CellFault> {
    // Ages as SSB's tables write them.
    let text = text.strip_suffix(" eller eldre").unwrap_or(text);
    let text = text.strip_suffix(" år").unwrap_or(text);
    let plain = ungrouped(text).ok_or(CellFault::NotANumber)?;
    // A spreadsheet may write a whole number with empty decimals.
    let digits = plain
        .split_once(',')
        .map_or(plain.as_str(), |(whole, fraction)| if fraction.bytes().all(|byte| byte == b'0') { whole } else { "" });
    let is_number = !digits.is_empty() && digits.len() <= 15 && digits.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| digits.parse().ok()).flatten().ok_or(CellFault::NotANumber)
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

fn decimal(text: &str) -> Result<Value, CellFault> {
    if let Some(mark) = mark(text) {
        return Ok(Value::Mark(mark));
    }
    let plain = ungrouped(text).ok_or(CellFault::NotANumber)?.replace(',', ".");
    let is_number = plain.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
        && plain.bytes().filter(|byte| *byte == b'.').count() <= 1
        && plain.starts_with(|first: char| first.is_ascii_digit());
    is_number.then(|| plain.parse().ok()).flatten().map(Value::Decimal).ok_or(CellFault::NotANumber)
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
            ("3.4.2025", Ok((2025, 4, 3))),
            ("2025-04-30T00:00:00", Ok((2025, 4, 30))),
            ("30.04.2025 12:30", Ok((2025, 4, 30))),
            ("2025-04-30T23:30:00Z", Err(CellFault::NotADate)),
            ("30/04/2025", Err(CellFault::AmbiguousDate)),
            ("30.04.25", Err(CellFault::AmbiguousDate)),
            ("31.02.2025", Err(CellFault::NotADate)),
            ("45000", Err(CellFault::NotADate)),
            ("2025-4-30", Err(CellFault::NotADate)),
        ];
        for (text, expected) in cases {
            let expected = expected.map(|(year, month, day)| NaiveDate::from_ymd_opt(year, month, day).unwrap());
            assert_eq!(date(text), expected, "{text}");
        }
    }

    #[test]
    fn numbers_as_norwegians_write_them() {
        let cases = [
            ("1 234", Ok(Value::Whole(1234))),
            ("1\u{a0}234,00", Ok(Value::Whole(1234))),
            ("12,5", Err(CellFault::NotANumber)),
            ("-3", Err(CellFault::NotANumber)),
            ("1 2", Err(CellFault::NotANumber)),
            ("0 år", Ok(Value::Whole(0))),
            ("105 år eller eldre", Ok(Value::Whole(105))),
            ("<5", Err(CellFault::NotANumber)),
            ("99999999999999999999", Err(CellFault::NotANumber)),
        ];
        for (text, expected) in cases {
            assert_eq!(read(text, FieldKind::Integer, None), expected, "{text}");
        }
        assert_eq!(read("1 234,5", FieldKind::Decimal, None), Ok(Value::Decimal(1234.5)));
        assert_eq!(read("5.0", FieldKind::Decimal, None), Ok(Value::Decimal(5.0)));
        assert_eq!(read(":", FieldKind::Decimal, None), Ok(Value::Mark(Mark::Withheld)));
        assert_eq!(read("nan", FieldKind::Decimal, None), Err(CellFault::NotANumber));
    }

    #[test]
    fn several_codes_in_one_cell() {
        let list = CodeList::parse("id,label,aliases,a,b\nx,\"Ex, og\",1,,\ny,Y,2,,\n").unwrap();
        let read = |text| read(text, FieldKind::Codes, Some(&list));
        assert_eq!(read("Ex, og"), Ok(Value::Several(vec![0])));
        assert_eq!(read("2|1|2"), Ok(Value::Several(vec![0, 1])));
        assert_eq!(read("1, y"), Ok(Value::Several(vec![0, 1])));
        assert_eq!(read("1,2"), Ok(Value::Several(vec![0, 1])), "never the code 12");
        assert_eq!(read("1|3"), Err(CellFault::UnknownCode));
    }
}
