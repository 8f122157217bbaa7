//! What of a file's own text a proposal may repeat, and how.

use std::fmt::Write as _;

/// Whether a text may be repeated: no address of a person, no number as long as a phone's, and not a sentence.
pub(super) fn is_sayable(text: &str, longest: usize) -> bool {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    digits < 6 && !text.contains('@') && text.chars().count() <= longest && !text.contains(char::is_control)
}

/// A text as TOML writes it between quotes.
pub(super) fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for letter in text.chars() {
        match letter {
            '"' | '\\' => out.extend(['\\', letter]),
            letter if letter.is_control() => {
                let _ = write!(out, "\\u{:04X}", u32::from(letter));
            }
            letter => out.push(letter),
        }
    }
    out.push('"');
    out
}

/// A text that cannot end the comment it stands in.
pub(super) fn one_line(text: &str) -> String {
    text.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect()
}
