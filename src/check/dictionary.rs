//! Texts to numbers, in order of first appearance.

use std::cmp::Ordering;
use std::hash::BuildHasher;

use foldhash::fast::RandomState;
use hashbrown::HashTable;

use crate::acquire::wipe;
use crate::privacy::IdBook;

/// Millions of texts as numbers, without a `String` for each: all lie in one text, which is overwritten at the end
/// because identifiers may be identity numbers.
///
/// The numbers follow the order in which texts come, never the hash.
pub(super) struct Dictionary {
    texts: String,
    ends: Vec<usize>,
    /// Number and the half of the hash that it was put in by. None as long as every text has been larger than the one
    /// before: case numbers mostly come in order, and then each is new without a look at the others.
    table: Option<HashTable<(u32, u32)>>,
    hashing: Hashing,
}

/// How the dictionaries of a source hash a text, so that it can be done elsewhere before they are asked.
#[derive(Clone, Default)]
pub(super) struct Hashing(RandomState);

impl Hashing {
    /// Half a hash: what a dictionary keeps of it.
    pub(super) fn half(&self, text: &str) -> u32 {
        u32::try_from(self.0.hash_one(text.as_bytes()) >> 32).unwrap_or_default()
    }
}

/// The number of a blank cell.
pub(super) const NO_TEXT: u32 = u32::MAX;

impl Dictionary {
    /// An empty one.
    pub(super) fn new(hashing: &Hashing) -> Self {
        Self { texts: String::new(), ends: Vec::new(), table: None, hashing: hashing.clone() }
    }

    /// The number of `text`, and whether it is new.
    pub(super) fn intern(&mut self, text: &str) -> (u32, bool) {
        self.intern_hashed(text, self.hashing.half(text))
    }

    /// The numbers of many texts whose hashes are known; [`NO_TEXT`] for those that are blank.
    ///
    /// All are looked up before any is put in: in a table of millions every look waits for memory, and a loop that does
    /// nothing else has many of them waiting at once.
    pub(super) fn intern_all<'t>(&mut self, texts: impl Fn(usize) -> &'t str, halves: &[u32]) -> Vec<u32> {
        let mut numbers = Vec::with_capacity(halves.len());
        while self.table.is_none() && numbers.len() < halves.len() {
            let (text, half) = (texts(numbers.len()), halves[numbers.len()]);
            numbers.push(if text.is_empty() { NO_TEXT } else { self.intern_hashed(text, half).0 });
        }
        let from = numbers.len();
        numbers.extend((from..halves.len()).map(|at| self.look(texts(at), halves[at])));
        for (at, number) in numbers.iter_mut().enumerate().skip(from).filter(|(_, number)| **number == NO_TEXT) {
            let text = texts(at);
            if !text.is_empty() {
                *number = self.intern_hashed(text, halves[at]).0;
            }
        }
        numbers
    }

    fn look(&self, text: &str, half: u32) -> u32 {
        let Some(table) = &self.table else { return self.look_in_order(text) };
        let is_same = |entry: &(u32, u32)| entry.1 == half && text_at(&self.texts, &self.ends, entry.0) == text;
        table.find(spread(half), is_same).map_or(NO_TEXT, |entry| entry.0)
    }

    /// Among texts that came in order.
    fn look_in_order(&self, text: &str) -> u32 {
        let (mut from, mut to) = (0, self.ends.len());
        while from < to {
            let middle = from + (to - from) / 2;
            let number = narrow(middle);
            match order(self.text(number)).cmp(&order(text)) {
                Ordering::Equal => return number,
                Ordering::Less => from = middle + 1,
                Ordering::Greater => to = middle,
            }
        }
        NO_TEXT
    }

    fn intern_hashed(&mut self, text: &str, half: u32) -> (u32, bool) {
        let next = narrow(self.ends.len());
        if self.table.is_none() {
            if self.ends.is_empty() || order(self.text(next - 1)) < order(text) {
                self.append(text);
                return (next, true);
            }
            self.table = Some(self.tabulated());
        }
        let known = self.look(text, half);
        if known != NO_TEXT {
            return (known, false);
        }
        if let Some(table) = &mut self.table {
            table.insert_unique(spread(half), (next, half), |entry| spread(entry.1));
        }
        self.append(text);
        (next, true)
    }

    /// The table of all texts so far.
    fn tabulated(&self) -> HashTable<(u32, u32)> {
        let mut table = HashTable::with_capacity(2 * self.ends.len());
        for number in 0..narrow(self.ends.len()) {
            let half = self.hashing.half(self.text(number));
            table.insert_unique(spread(half), (number, half), |entry| spread(entry.1));
        }
        table
    }

    fn append(&mut self, text: &str) {
        self.make_room(text.len());
        self.texts.push_str(text);
        self.ends.push(self.texts.len());
    }

    /// Grows by hand: what a growing `String` leaves behind is not overwritten.
    fn make_room(&mut self, length: usize) {
        if self.texts.len() + length > self.texts.capacity() {
            let mut larger = String::with_capacity(2 * (self.texts.capacity() + length));
            larger.push_str(&self.texts);
            wipe(std::mem::replace(&mut self.texts, larger));
        }
    }

    /// The number of a text that is there.
    pub(super) fn find(&self, text: &str) -> Option<u32> {
        Some(self.look(text, self.hashing.half(text))).filter(|number| *number != NO_TEXT)
    }

    /// The text with this number.
    pub(super) fn text(&self, number: u32) -> &str {
        text_at(&self.texts, &self.ends, number)
    }
}

impl IdBook for Dictionary {
    fn has(&self, id: &str) -> bool {
        self.find(id).is_some()
    }

    fn len(&self) -> usize {
        self.ends.len()
    }

    fn lengths(&self) -> u64 {
        let mut start = 0;
        let mut lengths = 0;
        for end in &self.ends {
            // Longer ones are not looked for.
            lengths |= 1_u64.checked_shl(u32::try_from(end - start).unwrap_or(u32::MAX)).unwrap_or(0);
            start = *end;
        }
        lengths
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

/// Shorter first: `M9` comes before `M10`, as numbers do.
fn order(text: &str) -> (usize, &str) {
    (text.len(), text)
}

fn narrow(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
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
        let mut dictionary = Dictionary::new(&Hashing::default());
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
        let (texts, hashing) = (["x", "", "7", "x"], dictionary.hashing.clone());
        let halves = texts.map(|text| hashing.half(text));
        let numbers = dictionary.intern_all(|at| texts[at], &halves);
        assert_eq!(numbers[1], NO_TEXT);
        assert_eq!((numbers[0], numbers[2]), (numbers[3], dictionary.find("7").unwrap()));
        assert_eq!(dictionary.find("x"), Some(numbers[0]));
        assert!(dictionary.intern("").1);
    }

    #[test]
    fn texts_in_order_and_out_of_it_come_to_the_same() {
        for seed in 0..300_usize {
            // In order at first; from somewhere on an earlier one, a blank or a smaller one.
            let odd = seed % 40;
            let texts: Vec<String> = (0..60)
                .map(|at| match (at >= odd, (at * 7 + seed) % 9) {
                    (true, 0) => String::new(),
                    (true, 1..=3) => format!("M{}", at / 2),
                    _ => format!("M{}", 3 * at),
                })
                .collect();
            let mut dictionary = Dictionary::new(&Hashing::default());
            let halves: Vec<u32> = texts.iter().map(|text| dictionary.hashing.half(text)).collect();
            let cut = seed % 60;
            let mut numbers = dictionary.intern_all(|at| &texts[at], &halves[..cut]);
            numbers.extend(dictionary.intern_all(|at| &texts[cut + at], &halves[cut..]));
            let mut known: Vec<&str> = Vec::new();
            for (text, number) in texts.iter().zip(numbers) {
                if text.is_empty() {
                    assert_eq!(number, NO_TEXT);
                    continue;
                }
                let expected = known.iter().position(|other| other == text).unwrap_or(known.len());
                assert_eq!(number as usize, expected, "seed {seed}: {text}");
                assert_eq!(dictionary.find(text), Some(number), "seed {seed}: {text}");
                if expected == known.len() {
                    known.push(text);
                }
            }
            assert_eq!((dictionary.len(), dictionary.find("X")), (known.len(), None), "seed {seed}");
        }
    }
}
