//! Published numbers, exactly: millionths, so that what is compared is what is printed.

/// A number as it is printed, and the decimals it is printed with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Printed {
    /// The number in millionths.
    pub(super) millionths: i64,
    decimals: u32,
}

const DECIMALS: u32 = 6;
const ONE: i64 = 1_000_000;

impl Printed {
    /// A number with a decimal point, as in our CSV; nothing where it is none.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let (negative, digits) = match text.strip_prefix('-') {
            Some(digits) => (true, digits),
            None => (false, text),
        };
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let is_number = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        let decimals = u32::try_from(fraction.len()).ok().filter(|decimals| *decimals <= DECIMALS)?;
        let is_odd = digits.contains('.') && fraction.is_empty();
        if whole.is_empty() || is_odd || !is_number(whole) || !is_number(fraction) {
            return None;
        }
        let scale = 10_i64.checked_pow(DECIMALS - decimals)?;
        let fraction = if fraction.is_empty() { 0 } else { fraction.parse::<i64>().ok()?.checked_mul(scale)? };
        let magnitude = whole.parse::<i64>().ok()?.checked_mul(ONE)?.checked_add(fraction)?;
        Some(Self { millionths: if negative { -magnitude } else { magnitude }, decimals })
    }

    /// A number as a spreadsheet stores it: `7.4000000000000004` is 7.4.
    pub(super) fn stored(text: &str) -> Option<i64> {
        if let Some(plain) = Self::parse(text) {
            return Some(plain.millionths);
        }
        let number: f64 = text.trim().parse().ok()?;
        let millionths = number * 1e6;
        if !millionths.is_finite() || millionths.abs() > 9e15 {
            return None;
        }
        #[expect(clippy::cast_possible_truncation, reason = "within the range that is exact, as was asked above")]
        Some(millionths.round() as i64)
    }

    /// The whole number it is.
    pub(super) fn whole(self) -> Option<i64> {
        (self.millionths % ONE == 0).then_some(self.millionths / ONE)
    }

    /// Half of its last decimal: how far what was rounded may lie from it.
    pub(super) fn half_step(self) -> i64 {
        ONE / 10_i64.pow(self.decimals) / 2
    }

    /// As a number of this many whole ones.
    pub(super) fn of_whole(whole: i64) -> Option<Self> {
        Some(Self { millionths: whole.checked_mul(ONE)?, decimals: 0 })
    }

    /// The sum; rounded to the coarser of the two.
    pub(super) fn plus(self, other: Self) -> Option<Self> {
        Some(Self {
            millionths: self.millionths.checked_add(other.millionths)?,
            decimals: self.decimals.min(other.decimals),
        })
    }

    /// The difference.
    pub(super) fn minus(self, other: Self) -> Option<Self> {
        self.plus(Self { millionths: other.millionths.checked_neg()?, ..other })
    }
}

/// A number in a text, and where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Token {
    /// The number in millionths.
    pub(super) millionths: i64,
    /// Where it begins, in bytes.
    pub(super) start: usize,
    /// Where it ends.
    pub(super) end: usize,
}

/// The numbers in a text as Norwegians write them: `1 234`, `7,4`, `−2`; a point is read as a comma is.
pub(super) fn tokens(text: &str) -> Vec<Token> {
    let letters: Vec<(usize, char)> = text.char_indices().collect();
    let (mut at, mut found) = (0, Vec::new());
    while at < letters.len() {
        if !letters[at].1.is_ascii_digit() {
            at += 1;
            continue;
        }
        let first = at;
        let mut plain = String::new();
        at = take(&letters, at, &mut plain);
        let is_decimal = |at: usize| {
            letters.get(at).is_some_and(|it| matches!(it.1, ',' | '.'))
                && letters.get(at + 1).is_some_and(|it| it.1.is_ascii_digit())
        };
        if is_decimal(at) {
            let mut fraction = String::from(".");
            let end = digits(&letters, at + 1, &mut fraction);
            // `2.1.3` and `22.12.2017` are no decimals.
            if fraction.len() <= 7 && !is_decimal(end) {
                plain.push_str(&fraction);
                at = end;
            }
        }
        let has_minus = first.checked_sub(1).is_some_and(|before| letters[before].1 == '\u{2212}');
        let end = letters.get(at).map_or(text.len(), |letter| letter.0);
        if let Some(number) = Printed::parse(&plain) {
            let millionths = if has_minus { -number.millionths } else { number.millionths };
            found.push(Token { millionths, start: letters[first].0, end });
        }
    }
    found
}

/// Digits, with a narrow or no-break space between groups of three.
fn take(letters: &[(usize, char)], at: usize, plain: &mut String) -> usize {
    let mut at = digits(letters, at, plain);
    while letters.get(at).is_some_and(|it| matches!(it.1, '\u{a0}' | '\u{202f}')) && plain.len() <= 15 {
        let mut group = String::new();
        let end = digits(letters, at + 1, &mut group);
        if group.len() != 3 {
            break;
        }
        plain.push_str(&group);
        at = end;
    }
    at
}

fn digits(letters: &[(usize, char)], mut at: usize, into: &mut String) -> usize {
    while let Some((_, digit)) = letters.get(at).filter(|it| it.1.is_ascii_digit()) {
        into.push(*digit);
        at += 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_numbers_as_they_are_printed() {
        let of = |text: &str| Printed::parse(text).map(|number| (number.millionths, number.half_step()));
        assert_eq!(of("12"), Some((12_000_000, 500_000)));
        assert_eq!(of("-7.4"), Some((-7_400_000, 50_000)));
        for text in ["", "-", ".", "1.", ".5", "1,5", "1e3", "12a", "99999999999999999999", "1.0000001"] {
            assert_eq!(of(text), None, "{text}");
        }
        assert_eq!(Printed::stored("7.4000000000000004"), Some(7_400_000));
        assert_eq!([Printed::stored("NaN"), Printed::stored("1e300"), Printed::stored("inf")], [None; 3]);
    }

    #[test]
    fn finds_numbers_in_texts() {
        let of = |text: &str| tokens(text).iter().map(|token| token.millionths).collect::<Vec<_>>();
        assert_eq!(of("1\u{a0}234 barn, 7,4 % og \u{2212}2"), [1_234_000_000, 7_400_000, -2_000_000]);
        assert_eq!(of("12\u{a0}5"), [12_000_000, 5_000_000], "no group of three");
        assert_eq!(of("0–17 år"), [0, 17_000_000]);
        assert_eq!(of("æ3ø"), [3_000_000]);
        assert!(of("ingen").is_empty());
    }
}
