//! Who a child of the form is, and how old, as Statistics Norway reads it.

use chrono::{Datelike, Months};

use super::context::Context;
use crate::acquire::Individual;
use crate::check::identity::{birth_of_incomplete, holder};

/// Endings that stand in for the part of an identity number that is not known, after a date of birth (the last: after
/// the day a birth is due).
const STAND_INS: [&str; 4] = ["00100", "00200", "55555", "99999"];

/// Whether the text is an identity number or a D-number with right check digits.
pub(super) fn is_valid(national: &str) -> bool {
    holder(national).is_some()
}

/// Whether the text is one, or a date with one of the endings that stand in for the rest.
pub(super) fn is_valid_or_stand_in(national: &str, context: &Context) -> bool {
    let is_stand_in = STAND_INS.iter().any(|ending| national.ends_with(ending));
    is_valid(national) || (is_stand_in && birth_of_incomplete(national, context.latest()).is_some())
}

/// Whether the text is a DUF number: ten digits and two that check them (weights as in Statistics Norway's program).
pub(super) fn is_refugee_number(text: &str) -> bool {
    const WEIGHTS: [u32; 10] = [4, 6, 3, 2, 4, 6, 3, 2, 7, 5];
    let digits: Option<Vec<u32>> = text.chars().map(|letter| letter.to_digit(10)).collect();
    let Some(digits) = digits.filter(|digits| digits.len() == 12) else { return false };
    let sum: u32 = digits.iter().zip(WEIGHTS).map(|(digit, weight)| digit * weight).sum();
    digits[10] * 10 + digits[11] == sum % 11
}

/// Whole years on 31 December; none where no date of birth can be read, or the child is not born.
pub(super) fn age(child: &Individual, context: &Context) -> Option<i32> {
    let due_next_year = context.count_day() + Months::new(12);
    let born = match holder(&child.national) {
        Some(holder) => holder.born,
        None => birth_of_incomplete(&child.national, due_next_year),
    };
    born.map(|born| context.year - born.year()).filter(|age| *age >= 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refugee_numbers_have_two_check_digits() {
        for (number, expected) in [
            ("201011223312", false),
            ("123456123405", true),
            ("123456123456", false),
            ("12345612340", false),
            ("12345612340x", false),
            ("", false),
        ] {
            assert_eq!(is_refugee_number(number), expected, "{number}");
        }
    }
}
