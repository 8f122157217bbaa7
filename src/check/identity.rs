//! Norwegian identity numbers: whether one is valid, and what can be read from it.
//!
//! Eleven digits `ddmmyy iii kk`. Method: Skatteetaten's rules for fødselsnummer and D-nummer; from 2032 a first check
//! sum with remainder 0, 1, 2 or 3 is valid. Synthetic numbers have 40, 65 or 80 added to the month.

use chrono::{Datelike, NaiveDate};

/// What an identity number says about its holder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Holder {
    /// Date of birth; none for a number issued under the 2032 rule, whose century cannot be read.
    pub(crate) born: Option<NaiveDate>,
    /// Ninth digit odd; none under the 2032 rule.
    pub(crate) is_male: Option<bool>,
}

/// Reads an identity number. `None` where it is not eleven digits with a date that exists and right check digits.
pub(crate) fn holder(text: &str) -> Option<Holder> {
    let digits = digits(text)?;
    let remainder = (weighted(&digits, &[3, 7, 6, 1, 8, 9, 4, 5, 2]) + digits[9]) % 11;
    let second = (weighted(&digits, &[5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) + digits[10]) % 11;
    if remainder > 3 || second != 0 {
        return None;
    }
    let pair = |at: usize| digits[at] * 10 + digits[at + 1];
    let (day, month, year) = (pair(0) % 40, month(pair(2))?, pair(4));
    if pair(0) >= 80 {
        return None;
    }
    if remainder != 0 {
        // The 2032 rule: the date must still exist in some century, but says no more.
        return century_free_date(day, month, year).then_some(Holder { born: None, is_male: None });
    }
    let individual = digits[6] * 100 + digits[7] * 10 + digits[8];
    let born = NaiveDate::from_ymd_opt(i32::try_from(century(individual, year)? + year).ok()?, month, day)?;
    Some(Holder { born: Some(born), is_male: Some(digits[8] % 2 == 1) })
}

/// The date of birth in a number whose last five digits only stand in for unknown ones (SSB: `00100`, `00200`, `55555`).
pub(crate) fn birth_of_incomplete(text: &str, latest: NaiveDate) -> Option<NaiveDate> {
    let digits = digits(text)?;
    let pair = |at: usize| digits[at] * 10 + digits[at + 1];
    let years = [2000, 1900].into_iter().map(|century| century + pair(4));
    years
        .filter_map(|year| NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month(pair(2))?, pair(0) % 40))
        .find(|born| *born <= latest)
}

/// Whole years from `born` to `on`; none before birth.
pub(crate) fn age_on(born: NaiveDate, on: NaiveDate) -> Option<i64> {
    let had_birthday = (on.month(), on.day()) >= (born.month(), born.day());
    let years = i64::from(on.year() - born.year()) - i64::from(!had_birthday);
    (years >= 0).then_some(years)
}

fn digits(text: &str) -> Option<[u32; 11]> {
    let mut digits = [0; 11];
    if text.len() != 11 {
        return None;
    }
    for (digit, letter) in digits.iter_mut().zip(text.chars()) {
        *digit = letter.to_digit(10)?;
    }
    Some(digits)
}

fn weighted(digits: &[u32; 11], weights: &[u32]) -> u32 {
    digits.iter().zip(weights).map(|(digit, weight)| digit * weight).sum()
}

/// The calendar month, whichever of 0, 40, 65 or 80 was added to it.
fn month(written: u32) -> Option<u32> {
    [0, 40, 65, 80].into_iter().map(|added| written.wrapping_sub(added)).find(|month| (1..=12).contains(month))
}

fn century_free_date(day: u32, month: u32, year: u32) -> bool {
    [1900, 2000].into_iter().any(|century| {
        i32::try_from(century + year).is_ok_and(|year| NaiveDate::from_ymd_opt(year, month, day).is_some())
    })
}

fn century(individual: u32, year: u32) -> Option<u32> {
    match (individual, year) {
        (0..=499, _) | (900..=999, 40..=99) => Some(1900),
        (500..=749, 54..=99) => Some(1800),
        (500..=999, 0..=39) => Some(2000),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_valid_from_invalid() {
        let valid = "05811575838 17850862176 29822482072 31921981514 01838719836 24905492183 09899922309 \
                     02813175498 15881275217 30911061607 \
                     43821670463 71810963365 52869035491 50902194395 60841895439";
        for number in valid.split_whitespace() {
            assert!(holder(number).is_some(), "{number} is valid");
        }
        let invalid = "17850862177 17850826176 31821599922 10931499969 11861399941 29822399930 5811575838";
        for number in invalid.split_whitespace() {
            assert!(holder(number).is_none(), "{number} is invalid");
        }
    }

    #[test]
    fn reads_birth_and_sex_only_where_they_can_be_read() {
        let date = |year, month, day| NaiveDate::from_ymd_opt(year, month, day);
        assert_eq!(holder("05811575838"), Some(Holder { born: date(2015, 1, 5), is_male: Some(false) }));
        assert_eq!(holder("02813175498"), Some(Holder { born: None, is_male: None }));
        assert_eq!(birth_of_incomplete("01011655555", date(2020, 12, 31).unwrap()), date(2016, 1, 1));
    }

    #[test]
    fn age_changes_on_the_birthday() {
        let date = |year, month, day| NaiveDate::from_ymd_opt(year, month, day).unwrap();
        let born = date(2008, 2, 29);
        let cases =
            [(date(2025, 2, 28), Some(16)), (date(2025, 3, 1), Some(17)), (date(2007, 1, 1), None), (born, Some(0))];
        for (on, expected) in cases {
            assert_eq!(age_on(born, on), expected, "{on}");
        }
    }
}
