//! One spelling for names that people write in many ways.

/// Lower case without spaces, underscores, hyphens and end punctuation, and with one letter for each Norwegian one
/// whichever way it is typed: `Fødselsdato`, `foedselsdato` and `fodselsdato` become the same.
///
/// Only for matching headers and codes against closed lists, never for values that are kept.
///
/// # Examples
/// ```
/// use tryggtall::acquire::fold;
/// assert_eq!(fold("Fødsels_dato:"), fold("foedselsdato"));
/// assert_eq!(fold("År"), fold("aar"));
/// ```
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let mut between = None;
    for letter in text.trim().chars().flat_map(char::to_lowercase) {
        if !letter.is_alphanumeric() {
            between = between.or(Some(letter));
            continue;
        }
        // `2|5`, `2, 5` and `1.1` are not the codes 25 and 11.
        let joins_numbers = letter.is_ascii_digit() && folded.ends_with(|last: char| last.is_ascii_digit());
        folded.extend(between.take().filter(|_| joins_numbers));
        match letter {
            'å' | 'æ' | 'ä' => push_merged(&mut folded, 'a'),
            'ø' | 'ö' => push_merged(&mut folded, 'o'),
            'a' | 'e' => push_after_vowel(&mut folded, letter),
            letter => folded.push(letter),
        }
    }
    folded
}

fn push_merged(folded: &mut String, letter: char) {
    if !folded.ends_with(letter) {
        folded.push(letter);
    }
}

/// `aa`, `ae` and `oe` are the two-letter spellings of å, æ and ø.
fn push_after_vowel(folded: &mut String, letter: char) {
    let is_digraph = match letter {
        'a' => folded.ends_with('a'),
        _ => folded.ends_with('a') || folded.ends_with('o'),
    };
    if !is_digraph {
        folded.push(letter);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_form_for_every_spelling() {
        let same = [
            ("Mottatt dato", "mottatt_dato"),
            ("ÅRSAK", "aarsak"),
            ("årsak", "arsak"),
            ("Undersøkelse-id", "undersoekelse id"),
            ("plasser (antall)", "plasserantall"),
        ];
        for (left, right) in same {
            assert_eq!(fold(left), fold(right), "{left} / {right}");
        }
        for apart in ["1.1", "1|1", "1, 1", "1 / 1"] {
            assert_ne!(fold(apart), fold("11"), "{apart}");
        }
        assert_ne!(fold("slutt"), fold("start"));
    }
}
