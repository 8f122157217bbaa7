//! Texts to numbers, in order of first appearance.

use std::hash::BuildHasher;

use foldhash::fast::RandomState;
use hashbrown::HashTable;

use crate::acquire::wipe;

/// Millions of texts as numbers, without a `String` for each: all lie in one text, which is overwritten at the end
/// because identifiers may be identity numbers.
///
/// The numbers follow the order in which texts come, never the hash.
#[derive(Default)]
pub(super) struct Dictionary {
    texts: String,
    ends: Vec<usize>,
    /// Number and the half of the hash that it was put in by.
    table: HashTable<(u32, u32)>,
    state: RandomState,
}

impl Dictionary {
    /// The number of `text`, and whether it is new.
    pub(super) fn intern(&mut self, text: &str) -> (u32, bool) {
        let half = self.half_hash(text);
        let (texts, ends) = (&self.texts, &self.ends);
        let is_same = |entry: &(u32, u32)| entry.1 == half && text_at(texts, ends, entry.0) == text;
        if let Some(known) = self.table.find(spread(half), is_same) {
            return (known.0, false);
        }
        let next = u32::try_from(self.ends.len()).unwrap_or(u32::MAX);
        self.table.insert_unique(spread(half), (next, half), |entry| spread(entry.1));
        self.texts.push_str(text);
        self.ends.push(self.texts.len());
        (next, true)
    }

    /// The number of a text that is there.
    pub(super) fn find(&self, text: &str) -> Option<u32> {
        let half = self.half_hash(text);
        let is_same = |entry: &(u32, u32)| entry.1 == half && text_at(&self.texts, &self.ends, entry.0) == text;
        self.table.find(spread(half), is_same).map(|entry| entry.0)
    }

    /// The text with this number.
    pub(super) fn text(&self, number: u32) -> &str {
        text_at(&self.texts, &self.ends, number)
    }

    fn half_hash(&self, text: &str) -> u32 {
        u32::try_from(self.state.hash_one(text.as_bytes()) >> 32).unwrap_or_default()
    }
}

impl Drop for Dictionary {
    fn drop(&mut self) {
        wipe(std::mem::take(&mut self.texts));
    }
}

fn text_at<'t>(texts: &'t str, ends: &[usize], number: u32) -> &'t str {
    let at = number as usize;
    let start = if at == 0 { 0 } else { ends[at - 1] };
    &texts[start..ends[at]]
}

/// The table looks at both ends of a hash.
fn spread(half: u32) -> u64 {
    u64::from(half) << 32 | u64::from(half)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_follow_first_appearance() {
        let mut dictionary = Dictionary::default();
        let mut known: Vec<String> = Vec::new();
        for number in 0..50_000_u32 {
            let text = format!("{}", number.wrapping_mul(2_654_435_761) % 20_011);
            let expected = known.iter().position(|other| *other == text);
            if number < 3_000 {
                let (found, is_new) = dictionary.intern(&text);
                assert_eq!(found as usize, expected.unwrap_or(known.len()));
                assert_eq!(is_new, expected.is_none());
                if is_new {
                    known.push(text.clone());
                }
            } else {
                dictionary.intern(&text);
            }
            assert_eq!(dictionary.text(dictionary.find(&text).unwrap()), text);
        }
        assert_eq!(dictionary.find("x"), None);
        assert!(dictionary.intern("").1);
    }
}
