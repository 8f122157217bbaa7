//! How wide a text is, so that columns fit and no line is cut off in print.

use crate::publish::chart;

pub(super) use crate::publish::chart::Weight;

/// 11 points on the 96 dots an inch that spreadsheets count in.
const EM_PIXELS: f64 = 11.0 * 96.0 / 72.0;

/// The width of `text` at 11 points in whole pixels.
///
/// The workbook asks for Arial, which we may not embed. Open Sans runs about a twentieth wider: that is the margin for
/// the fonts other programs put in Arial's place.
pub(super) fn width(text: &str, weight: Weight) -> u32 {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the cast saturates, as it should")]
    let pixels = chart::width(text, EM_PIXELS, weight).ceil() as u32;
    pixels
}

/// `text` in lines of at most `widest` pixels, broken between words; a longer word has a line of its own.
pub(super) fn wrap(text: &str, widest: u32, weight: Weight) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split([' ', '\n', '\t']).filter(|word| !word.is_empty()) {
        let longer = lines.last().map(|line| format!("{line} {word}"));
        match (lines.last_mut(), longer) {
            (Some(line), Some(longer)) if width(&longer, weight) <= widest => *line = longer,
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

/// How many lines `text` takes in `widest` pixels, where a word that is too long is broken anywhere.
pub(super) fn lines(text: &str, widest: u32, weight: Weight) -> usize {
    let lines = wrap(text, widest, weight);
    let taken = lines.iter().map(|line| width(line, weight).div_ceil(widest.max(1)).max(1));
    taken.fold(0_usize, |sum, lines| sum.saturating_add(usize::try_from(lines).unwrap_or(usize::MAX))).max(1)
}

/// The width of the widest word.
pub(super) fn widest_word(text: &str, weight: Weight) -> u32 {
    text.split(' ').map(|word| width(word, weight)).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn measures_with_the_font() {
        assert!(width("mmmm", Weight::Regular) > 2 * width("iiii", Weight::Regular));
        assert!(width("Barn", Weight::Bold) > width("Barn", Weight::Regular));
    }

    #[test]
    fn breaks_lines_between_words_and_loses_none() {
        let text = "Én melding kan ha flere meldere, så andelene kan til sammen bli mer enn hundre prosent.";
        let lines = wrap(text, 200, Weight::Regular);
        assert!(lines.len() > 2);
        assert!(lines.iter().all(|line| width(line, Weight::Regular) <= 200), "{lines:?}");
        assert_eq!(lines.join(" "), text);
    }
}
