//! File names and column names with `*` and `?` in them.

/// Whether `text` is like `pattern`: `*` is any letters or none, `?` is one letter, and case does not matter.
///
/// Brackets and braces mean themselves: patterns are written by people who have never seen a glob.
///
/// # Examples
/// ```
/// use tryggtall::acquire::is_like;
/// assert!(is_like("Uttrekk*.xlsx", "UTTREKK 2025 høst.xlsx"));
/// assert!(!is_like("Uttrekk?.xlsx", "Uttrekk.xlsx"));
/// ```
pub fn is_like(pattern: &str, text: &str) -> bool {
    let letters = |text: &str| text.chars().flat_map(char::to_lowercase).collect::<Vec<_>>();
    let (pattern, text) = (letters(pattern), letters(text));
    let (mut at, mut seen) = (0, 0);
    // Where the last `*` stood, and how much of the text it has taken: enough to go back to, since an earlier one
    // could only take less.
    let mut star: Option<(usize, usize)> = None;
    while seen < text.len() {
        match pattern.get(at) {
            Some('*') => {
                star = Some((at, seen));
                at += 1;
            }
            Some(letter) if *letter == '?' || *letter == text[seen] => {
                at += 1;
                seen += 1;
            }
            _ => {
                let Some((place, taken)) = star else { return false };
                star = Some((place, taken + 1));
                at = place + 1;
                seen = taken + 1;
            }
        }
    }
    pattern[at..].iter().all(|letter| *letter == '*')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stars_and_question_marks_and_nothing_else() {
        let cases = [
            ("", "", true),
            ("", "a", false),
            ("*", "", true),
            ("a*", "abc", true),
            ("*c", "abc", true),
            ("a*c", "abbbc", true),
            ("a*c", "abcd", false),
            ("a*b*c", "aXbYbZc", true),
            ("?", "å", true),
            ("?", "", false),
            ("Ø*.CSV", "økt.csv", true),
            ("[ab].csv", "a.csv", false),
            ("[ab].csv", "[AB].csv", true),
            ("**a", "ba", true),
            ("*.xlsx", "a.xlsx.csv", false),
        ];
        for (pattern, text, expected) in cases {
            assert_eq!(is_like(pattern, text), expected, "{pattern} {text}");
        }
        let many_stars = "*a".repeat(60);
        assert!(!is_like(&many_stars, &"b".repeat(10_000)), "never exponential");
    }
}
