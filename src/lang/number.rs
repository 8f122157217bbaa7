//! Numbers in a text: decimal comma (in English a point), NBSP between thousands, U+2212 for minus.

use super::spoken;

const NBSP: char = '\u{a0}';
const MINUS: char = '\u{2212}';

/// A whole number with NBSP between thousands.
///
/// # Examples
/// ```
/// assert_eq!(tryggtall::lang::integer(39_043), "39\u{a0}043");
/// ```
pub fn integer(value: u64) -> String {
    grouped(&value.to_string())
}

/// A number rounded half away from zero to `decimals` places.
///
/// # Examples
/// ```
/// use tryggtall::lang::decimal;
/// assert_eq!(decimal(7.38, 1), "7,4");
/// assert_eq!(decimal(-1234.0, 0), "\u{2212}1\u{a0}234");
/// ```
pub fn decimal(value: f64, decimals: usize) -> String {
    let plain = round_half_away(value, decimals);
    let (sign, digits) = match plain.strip_prefix('-') {
        Some(digits) => (Some(MINUS), digits),
        None => (None, plain.as_str()),
    };
    let mut text: String = sign.into_iter().collect();
    match digits.split_once('.') {
        Some((whole, fraction)) => text.extend([grouped(whole).as_str(), spoken().decimal_mark(), fraction]),
        None => text.push_str(&grouped(digits)),
    }
    text
}

/// A difference: always with its sign.
///
/// # Examples
/// ```
/// assert_eq!(tryggtall::lang::signed(2.4, 1), "+2,4");
/// ```
pub fn signed(value: f64, decimals: usize) -> String {
    let text = decimal(value, decimals);
    if value > 0.0 { format!("+{text}") } else { text }
}

/// `value` in decimal notation with a point, rounded half away from zero as people round; never `-0`.
///
/// `format!` rounds the binary value, so 7.25 becomes 7.2 and 0.15 becomes 0.1: a figure that a reader checks with a
/// calculator would then look wrong. The nudge is far below any decimal we publish.
pub(crate) fn round_half_away(value: f64, decimals: usize) -> String {
    let nudged = value + value.signum() * value.abs().max(1.0) * 1e-12;
    let text = format!("{nudged:.decimals$}");
    let is_zero = text.bytes().all(|byte| matches!(byte, b'-' | b'0' | b'.'));
    if is_zero { text.trim_start_matches('-').to_owned() } else { text }
}

fn grouped(digits: &str) -> String {
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(NBSP);
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounds_halves_away_from_zero() {
        let cases = [(7.25, 1, "7.3"), (0.15, 1, "0.2"), (-0.04, 1, "0.0"), (-2.5, 0, "-3"), (2.0, 1, "2.0")];
        for (value, decimals, expected) in cases {
            assert_eq!(round_half_away(value, decimals), expected, "{value}");
        }
    }
}
