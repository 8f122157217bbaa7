//! Figures as they are printed: rounded once, and the same in every file.

use crate::lang::round_half_away;
use crate::protect::Shown;
use crate::units::Unit;

/// A figure rounded half away from zero to the decimals of its unit.
///
/// The workbook and the tidy data hold this and nothing finer: digits that no reader sees could still give a withheld
/// denominator back.
#[derive(Debug, Clone, PartialEq)]
pub struct Rounded {
    text: String,
    number: f64,
    decimals: usize,
}

impl Rounded {
    /// `value` in `unit`; nothing where `value` is not a finite number.
    pub fn of(value: f64, unit: Unit) -> Option<Self> {
        let decimals = unit.decimals();
        value.is_finite().then(|| round_half_away(value, decimals)).and_then(|text| Self::parse(text, decimals))
    }

    /// The value of `shown`; shares and rates from their whole numbers, so that 1 of 16 is 6.3 and never 6.2.
    pub fn shown(shown: &Shown, unit: Unit) -> Option<Self> {
        let from_value = Self::of(shown.value, unit)?;
        Some(Self::of_ratio(shown, unit).unwrap_or(from_value))
    }

    /// Nothing where the value is no plain ratio of the two, for example a median with its number of cases.
    fn of_ratio(shown: &Shown, unit: Unit) -> Option<Self> {
        let per: u128 = match unit {
            Unit::Prosent => 100,
            Unit::Per1000 => 1000,
            Unit::Antall | Unit::Dager | Unit::Skala | Unit::Poeng => return None,
        };
        let decimals = unit.decimals();
        let step = 10_u128.checked_pow(u32::try_from(decimals).ok()?)?;
        let (numerator, denominator) = (u128::from(shown.numerator?), u128::from(shown.denominator?));
        let steps = (2 * numerator * per * step + denominator).checked_div(2 * denominator)?;
        let rounded = Self::parse(format!("{}.{:0decimals$}", steps / step, steps % step), decimals)?;
        let half_a_step = 0.5 / 10_f64.powi(i32::try_from(decimals).ok()?);
        let tolerance = half_a_step + shown.value.abs().max(1.0) * 1e-9;
        ((rounded.number - shown.value).abs() <= tolerance).then_some(rounded)
    }

    fn parse(text: String, decimals: usize) -> Option<Self> {
        let number = text.parse().ok()?;
        Some(Self { text, number, decimals })
    }

    /// Digits with a decimal point.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The rounded number.
    pub fn number(&self) -> f64 {
        self.number
    }

    /// Digits after the decimal point.
    pub fn decimals(&self) -> usize {
        self.decimals
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(value: f64, numerator: u64, denominator: u64) -> Shown {
        Shown { value, numerator: Some(numerator), denominator: Some(denominator), interval: None }
    }

    #[test]
    fn rounds_shares_and_rates_from_their_whole_numbers() {
        let cases = [
            ("a half goes away from zero", shown(6.25, 1, 16), Unit::Prosent, "6.3"),
            (
                "also where the binary value lies below it",
                shown(0.449_999_999_999_999_96, 9, 2000),
                Unit::Prosent,
                "0.5",
            ),
            ("per thousand", shown(100.0 / 3.0, 10, 300), Unit::Per1000, "33.3"),
            ("above one hundred", shown(250.0, 5, 2), Unit::Prosent, "250.0"),
            ("no ratio: a change in percent keeps its value", shown(-12.34, 5, 2), Unit::Prosent, "-12.3"),
            ("nobody to count among", shown(12.0, 0, 0), Unit::Prosent, "12.0"),
            ("days rest on cases but are not a share of them", shown(14.5, 5, 9), Unit::Dager, "15"),
        ];
        for (why, shown, unit, expected) in cases {
            assert_eq!(Rounded::shown(&shown, unit).map(|rounded| rounded.text).as_deref(), Some(expected), "{why}");
        }
    }

    #[test]
    fn a_value_that_is_no_number_is_no_figure() {
        assert_eq!(Rounded::of(f64::NAN, Unit::Antall), None);
        assert_eq!(Rounded::of(f64::INFINITY, Unit::Prosent), None);
    }
}
