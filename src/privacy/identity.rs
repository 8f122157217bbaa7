//! Norwegian identity numbers: whether one is valid, and what can be read from it.
//!
//! Eleven digits `ddmmyy iii kk`. Method: Skatteetaten's rules for fødselsnummer and D-nummer. A D-number has 40 added to
//! the day; synthetic numbers have 40, 65 or 80 added to the month. From 2032 a first check sum with remainder 0, 1, 2 or
//! 3 is valid, also for people born earlier, and neither sex nor century can be read from a number issued then. Such a
//! number is accepted in any year: a file is judged by its form, not by the day it is read.
//!
//! DUF numbers are twelve digits `yyyy nnnnnn kk`, by Statistics Norway's control of KOSTRA 15F (Individ 03 and 19).

use chrono::{Datelike, NaiveDate};

/// The first birth date of which the number can only have been issued under the 2032 rule.
const NEW_RULE_FROM: i32 = 2032;

/// Last five digits that stand in for an unborn child; the first six are the day it is due (SSB).
const UNBORN: [u32; 5] = [9; 5];

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
    let digits = digits::<11>(text.as_bytes())?;
    let remainder = first_remainder(&digits)?;
    let (day, month, year) = (day(&digits)?, month(pair(&digits, 2))?, pair(&digits, 4));
    if !exists_in_some_century(day, month, year) {
        return None;
    }
    let individual = digits[6] * 100 + digits[7] * 10 + digits[8];
    let under_the_old_rule = century(individual, year)
        .filter(|_| remainder == 0)
        .and_then(|century| date(century + year, month, day))
        .filter(|born| born.year() < NEW_RULE_FROM);
    Some(Holder { born: under_the_old_rule, is_male: under_the_old_rule.map(|_| digits[8] % 2 == 1) })
}

/// Whether eleven digits are a valid identity number, and whether a synthetic one (80 added to the month).
pub(crate) fn kind(text: &[u8]) -> Option<Kind> {
    let digits = digits::<11>(text)?;
    first_remainder(&digits)?;
    let written = pair(&digits, 2);
    let is_date = exists_in_some_century(day(&digits)?, month(written)?, pair(&digits, 4));
    is_date.then_some(if written > 80 { Kind::Synthetic } else { Kind::Real })
}

/// Whether somebody may have an identity number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Somebody may have it.
    Real,
    /// Nobody has: Skatteetaten's synthetic population, 80 added to the month.
    Synthetic,
}

/// Whether `text` is a DUF number: a year, six digits, and their weighted sum modulo 11 as two digits.
pub(crate) fn is_duf_number(text: &[u8]) -> bool {
    const WEIGHTS: [u32; 10] = [4, 6, 3, 2, 4, 6, 3, 2, 7, 5];
    digits::<12>(text).is_some_and(|digits| weighted(&digits, &WEIGHTS) % 11 == pair(&digits, 10))
}

/// The date of birth in a number whose last five digits only stand in for unknown ones (SSB: `00100`, `00200`, `55555`),
/// or the day an unborn child is due (`99999`), at most a year after `latest`.
pub(crate) fn birth_of_incomplete(text: &str, latest: NaiveDate) -> Option<NaiveDate> {
    let digits = digits::<11>(text.as_bytes())?;
    let (day, month) = (day(&digits)?, month(pair(&digits, 2))?);
    let latest = if digits[6..] == UNBORN { date_after_a_year(latest) } else { latest };
    [2000, 1900].into_iter().filter_map(|century| date(century + pair(&digits, 4), month, day)).find(|it| *it <= latest)
}

/// Whole years from `born` to `on`; none before birth.
pub(crate) fn age_on(born: NaiveDate, on: NaiveDate) -> Option<i64> {
    let had_birthday = (on.month(), on.day()) >= (born.month(), born.day());
    let years = i64::from(on.year() - born.year()) - i64::from(!had_birthday);
    (years >= 0).then_some(years)
}

fn digits<const N: usize>(text: &[u8]) -> Option<[u32; N]> {
    let text: &[u8; N] = text.try_into().ok()?;
    text.iter().all(u8::is_ascii_digit).then(|| text.map(|digit| u32::from(digit - b'0')))
}

/// The remainder of the first check sum where both check digits are right.
fn first_remainder(digits: &[u32; 11]) -> Option<u32> {
    let first = (weighted(digits, &[3, 7, 6, 1, 8, 9, 4, 5, 2]) + digits[9]) % 11;
    let second = (weighted(digits, &[5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) + digits[10]) % 11;
    (first <= 3 && second == 0).then_some(first)
}

fn weighted(digits: &[u32], weights: &[u32]) -> u32 {
    digits.iter().zip(weights).map(|(digit, weight)| digit * weight).sum()
}

fn pair(digits: &[u32], at: usize) -> u32 {
    digits[at] * 10 + digits[at + 1]
}

/// The day of the month; 40 is added in a D-number.
fn day(digits: &[u32; 11]) -> Option<u32> {
    let written = pair(digits, 0);
    [0, 40].into_iter().map(|added| written.wrapping_sub(added)).find(|day| (1..=31).contains(day))
}

/// The calendar month, whichever of 0, 40, 65 or 80 was added to it.
fn month(written: u32) -> Option<u32> {
    [0, 40, 65, 80].into_iter().map(|added| written.wrapping_sub(added)).find(|month| (1..=12).contains(month))
}

fn date(year: u32, month: u32, day: u32) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day)
}

fn date_after_a_year(latest: NaiveDate) -> NaiveDate {
    latest.checked_add_days(chrono::Days::new(365)).unwrap_or(latest)
}

fn exists_in_some_century(day: u32, month: u32, year: u32) -> bool {
    [1900, 2000].into_iter().any(|century| date(century + year, month, day).is_some())
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
mod tests;
