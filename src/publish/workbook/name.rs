//! Names that spreadsheet programs accept.

use std::collections::BTreeSet;

use rust_xlsxwriter::utility::check_sheet_name;

/// Sheet names already given, folded.
#[derive(Debug, Default)]
pub(super) struct SheetNames(BTreeSet<String>);

impl SheetNames {
    /// `wanted` as a valid name that no other sheet has; as it stands wherever that is possible.
    pub(super) fn give(&mut self, wanted: &str) -> String {
        let plain: String = wanted.chars().map(|letter| if is_refused(letter) { '-' } else { letter }).collect();
        let plain = plain.trim_matches(['\'', ' ']);
        (0..100_000).map(|round| numbered(plain, round)).find(|name| self.take(name)).unwrap_or_default()
    }

    fn take(&mut self, name: &str) -> bool {
        // Excel keeps «History» for itself.
        let folded = name.to_lowercase();
        folded != "history" && check_sheet_name(name).is_ok() && self.0.insert(folded)
    }
}

fn is_refused(letter: char) -> bool {
    letter.is_control() || "[]:*?/\\".contains(letter)
}

/// 31 UTF-16 units is the limit, the number included.
fn numbered(plain: &str, round: u32) -> String {
    let number = if round > 1 { format!(" ({round})") } else { String::new() };
    if round == 0 {
        return plain.to_owned();
    }
    let mut room = 31 - number.len();
    let fits = |letter: &char| match room.checked_sub(letter.len_utf16()) {
        Some(left) => {
            room = left;
            true
        }
        None => false,
    };
    let kept: String = plain.chars().take_while(fits).collect();
    format!("{}{number}", kept.trim_end_matches(['\'', ' '])).trim_start().to_owned()
}

/// A table name: ASCII, begins with a letter, and unlike any cell reference; `index` makes it unique in the workbook.
pub(super) fn table_name(sheet: &str, index: usize) -> String {
    let letters = sheet.chars().filter_map(|letter| match letter {
        'æ' | 'Æ' => Some("ae".to_owned()),
        'ø' | 'Ø' => Some("oe".to_owned()),
        'å' | 'Å' => Some("aa".to_owned()),
        _ if letter.is_ascii_alphanumeric() => Some(letter.to_string()),
        _ => None,
    });
    format!("tabell_{index}_{}", letters.collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sheet_gets_a_valid_name_of_its_own() {
        let cases = [
            ("as it stands", "K1", "K1"),
            ("case does not tell names apart", "k1", "k1 (2)"),
            ("a third", "K1", "K1 (3)"),
            ("refused letters", "a/b:c?", "a-b-c-"),
            ("quotes at the ends", "'x'", "x"),
            ("kept by Excel", "History", "History (2)"),
            ("nothing at all", "", "(2)"),
            ("too long", "En indikator med et svært langt navn", "En indikator med et svært langt"),
        ];
        let mut names = SheetNames::default();
        for (why, wanted, expected) in cases {
            assert_eq!(names.give(wanted), expected, "{why}");
        }
        let wide = names.give(&"😀".repeat(40));
        assert!(check_sheet_name(&wide).is_ok(), "{wide}");
    }

    #[test]
    fn table_names_are_ascii() {
        assert_eq!(table_name("Nøkkeltall", 3), "tabell_3_Noekkeltall");
        assert_eq!(table_name("K1", 4), "tabell_4_K1");
    }
}
