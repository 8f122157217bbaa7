//! How wide a text is in the embedded Open Sans: labels are placed by measure, not by guess.

use std::sync::OnceLock;

use ab_glyph::{Font, FontRef};

pub(crate) const REGULAR: &[u8] = include_bytes!("../../../data/fonts/OpenSans-Regular.ttf");
pub(crate) const BOLD: &[u8] = include_bytes!("../../../data/fonts/OpenSans-Bold.ttf");

/// The two weights that are embedded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weight {
    /// 400.
    Regular,
    /// 700.
    Bold,
}

/// The width of `text` at `size`, in the unit of `size`.
///
/// Kerning is left out: it makes text narrower almost always, so a label is never wider than its measure.
///
/// # Examples
/// ```
/// use tryggtall::publish::chart::{Weight, width};
/// assert!(width("Innlandet", 9.0, Weight::Bold) > width("Innlandet", 9.0, Weight::Regular));
/// ```
pub fn width(text: &str, size: f64, weight: Weight) -> f64 {
    let font = face(weight);
    let advance: f32 = text.chars().map(|letter| font.h_advance_unscaled(font.glyph_id(letter))).sum();
    f64::from(advance) / f64::from(font.units_per_em().unwrap_or(1000.0)) * size
}

/// `text` in lines no wider than `limit`: broken at spaces, and within a word only where the word alone is too wide.
///
/// No-break spaces hold; the result has at least one line.
pub fn wrap(text: &str, limit: f64, size: f64, weight: Weight) -> Vec<String> {
    let fits = |line: &str| width(line, size, weight) <= limit;
    let mut lines = Vec::new();
    let mut line = String::new();
    for word in text.split([' ', '\n', '\t']).filter(|word| !word.is_empty()) {
        let longer = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
        if fits(&longer) {
            line = longer;
            continue;
        }
        if !line.is_empty() {
            lines.push(std::mem::take(&mut line));
        }
        line = hard_break(word, &fits, &mut lines);
    }
    if !line.is_empty() || lines.is_empty() {
        lines.push(line);
    }
    lines
}

/// As [`wrap`], with at most `most` lines; what is left over becomes an ellipsis.
pub(super) fn wrap_within(text: &str, most: usize, limit: f64, size: f64) -> Vec<String> {
    let mut lines = wrap(text, limit, size, Weight::Regular);
    if lines.len() > most {
        lines.truncate(most);
        if let Some(last) = lines.last_mut() {
            while !last.is_empty() && width(&format!("{last}…"), size, Weight::Regular) > limit {
                last.pop();
            }
            last.truncate(last.trim_end().len());
            last.push('…');
        }
    }
    lines
}

/// Pushes all of `word` but its last piece, each with a hyphen; the last piece is returned and its line may go on.
fn hard_break(word: &str, fits: &impl Fn(&str) -> bool, lines: &mut Vec<String>) -> String {
    let mut rest = word;
    while !fits(rest) {
        let ends = rest.char_indices().map(|(end, _)| end).skip(1);
        let Some(first) = ends.clone().next() else { break };
        let end = ends.take_while(|end| fits(&format!("{}-", &rest[..*end]))).last().unwrap_or(first);
        lines.push(format!("{}-", &rest[..end]));
        rest = &rest[end..];
    }
    rest.to_owned()
}

fn face(weight: Weight) -> &'static FontRef<'static> {
    static FACES: OnceLock<[FontRef<'static>; 2]> = OnceLock::new();
    let [regular, bold] = FACES.get_or_init(|| {
        [REGULAR, BOLD].map(|bytes| FontRef::try_from_slice(bytes).expect("the embedded fonts are valid"))
    });
    match weight {
        Weight::Regular => regular,
        Weight::Bold => bold,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wraps_at_spaces_then_within_words() {
        let lines = wrap("Barnevernsvakt og politi", 60.0, 9.0, Weight::Regular);
        assert!(lines.iter().all(|line| width(line, 9.0, Weight::Regular) <= 60.0), "{lines:?}");
        assert_eq!(lines, ["Barnevernsv-", "akt og politi"]);
        assert_eq!(wrap("", 60.0, 9.0, Weight::Regular), [""]);
        assert_eq!(wrap("12\u{a0}345 kr", 30.0, 9.0, Weight::Regular), ["12\u{a0}345", "kr"]);
        assert_eq!(wrap("æøå", 1.0, 9.0, Weight::Regular), ["æ-", "ø-", "å"]);
    }

    #[test]
    fn shortens_what_does_not_fit_in_the_lines() {
        let lines = wrap_within("en to tre fire fem seks sju åtte ni ti", 2, 40.0, 9.0);
        assert_eq!(lines.len(), 2);
        assert!(lines[1].ends_with('…'));
        assert!(lines.iter().all(|line| width(line, 9.0, Weight::Regular) <= 40.0));
    }
}
