//! Pieces of a text that are shaped like an identifier.

/// Letters that an identifier may have between its parts: `B2022-0097`, `2025/123.4`.
const JOINERS: [char; 5] = ['-', '/', '.', '_', ':'];

/// Longest identifier looked for, in bytes.
pub(super) const LONGEST: usize = 40;

/// Whether `text` can only be an identifier: with letters, at least six characters of which three are digits (so no word,
/// no measure, no code); of digits and joiners alone, at least nine digits (so no count, no date, and no size of a file below 100 MB).
pub(super) fn is_shaped_like_id(text: &str) -> bool {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let has_letter = text.chars().any(char::is_alphabetic);
    let is_long_enough = if has_letter { digits >= 3 && text.chars().count() >= 6 } else { digits >= 9 };
    is_long_enough && text.len() <= LONGEST
}

/// Calls `see` with every piece of `text` that begins and ends with a word, with joiners only inside: for `a/b-1` these
/// are `a`, `a/b`, `a/b-1`, `b`, `b-1` and `1`. Pieces longer than [`LONGEST`] are left out.
pub(super) fn each_piece<'t>(text: &'t str, mut see: impl FnMut(&'t str)) {
    let mut words = Vec::new();
    let mut rest = 0;
    while let Some(start) = text[rest..].find(char::is_alphanumeric).map(|at| rest + at) {
        let end = text[start..].find(|letter: char| !letter.is_alphanumeric()).map_or(text.len(), |at| start + at);
        if !is_one_joiner(&text[rest..start]) {
            words.clear();
        }
        words.push(start);
        words.retain(|first| end - first <= LONGEST);
        for first in &words {
            see(&text[*first..end]);
        }
        rest = end;
    }
}

fn is_one_joiner(between: &str) -> bool {
    let mut letters = between.chars();
    letters.next().is_some_and(|letter| JOINERS.contains(&letter)) && letters.next().is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces(text: &str) -> Vec<&str> {
        let mut pieces = Vec::new();
        each_piece(text, |piece| pieces.push(piece));
        pieces.sort_unstable();
        pieces
    }

    #[test]
    fn pieces_begin_and_end_with_words() {
        assert_eq!(pieces("(a/b-1)"), ["1", "a", "a/b", "a/b-1", "b", "b-1"]);
        assert_eq!(pieces("a, b--c «d»\u{a0}e"), ["a", "b", "c", "d", "e"]);
        assert_eq!(pieces("x".repeat(41).as_str()), [""; 0]);
        assert_eq!(pieces(" -/"), [""; 0]);
    }

    #[test]
    fn words_dates_and_numbers_are_no_ids() {
        for text in [
            "skole",
            "K5-toleranse",
            "EKA34",
            "2025",
            "123456",
            "A107",
            "barnehage",
            "5 330",
            "v1.2",
            "2025-12-31",
            "20251231",
        ] {
            assert!(!is_shaped_like_id(text), "{text}");
        }
        for text in ["B2022-0097", "M12345", "2025/00017", "202500017", "05811575838", "Å2025-1"] {
            assert!(is_shaped_like_id(text), "{text}");
        }
    }
}
