//! What the program itself writes with numbers in it: by its sentences, the definitions and the names in the workbook.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use super::prose::is_numeral;

/// How far around a number its own words are known.
const AROUND: usize = 2;
/// So many fixed words around a number in a sentence of ours tell the sentence.
const FIXED: usize = 3;
/// The rooms of sentences that stand in reports.
const ROOMS: [&str; 6] = ["chart.", "compare.", "corrections.", "document.", "report.", "workbook."];

/// Words with numbers, and the words beside them.
#[derive(Debug, Default)]
pub(super) struct Known {
    /// A word with digits and the one before it or after it: «§ 2-1», «innen 7 dager».
    pairs: HashSet<(String, String)>,
    /// A number with up to two words on each side, and which of them it is.
    windows: HashSet<(usize, Vec<String>)>,
    /// Names of two words, as they are written: «Barnehage 2».
    names: HashSet<(String, String)>,
    /// Names of one word with a number in it.
    wholes: HashSet<String>,
    /// The fixed words before and after a number in a sentence.
    forms: Vec<(Vec<String>, Vec<String>)>,
    /// The measures of a title.
    titles: BTreeMap<String, BTreeSet<String>>,
    /// Every word of the sentences about figures.
    vocabulary: HashSet<String>,
}

impl Known {
    /// Takes in texts; words in braces are places for figures.
    pub(super) fn add<'t>(&mut self, texts: impl IntoIterator<Item = &'t str>) {
        for text in texts {
            let words: Vec<&str> = split(text).collect();
            let plain: Vec<String> = words.iter().map(|word| self::plain(word)).collect();
            for pair in plain.windows(2) {
                let has_digits = pair.iter().any(|word| has_digits(word));
                if has_digits && !pair.iter().any(|word| is_place(word)) {
                    self.pairs.insert((pair[0].clone(), pair[1].clone()));
                }
            }
            match words.as_slice() {
                [word] if is_name(word) => drop(self.wholes.insert((*word).to_owned())),
                [_] => {}
                [one, other] if has_digits(one) || has_digits(other) => {
                    self.names.insert((trimmed(one).to_owned(), trimmed(other).to_owned()));
                }
                _ => self.add_windows(&plain),
            }
        }
    }

    /// Takes in the texts of definitions.
    pub(super) fn add_definitions<'t>(&mut self, files: impl IntoIterator<Item = &'t str>) {
        for file in files {
            let Ok(table) = toml::from_str::<toml::Table>(file) else { continue };
            let mut texts = Vec::new();
            table.values().for_each(|value| strings(value, &mut texts));
            self.add(texts.iter().map(String::as_str));
        }
    }

    /// Takes in the sentences of the program, by their keys.
    pub(super) fn add_sentences<'t>(&mut self, sentences: impl IntoIterator<Item = (&'t str, &'t str)>) {
        for (key, sentence) in sentences {
            self.add([sentence]);
            if ROOMS.iter().any(|room| key.starts_with(room)) {
                self.add_forms(sentence);
            }
            if key.starts_with("compare.") {
                self.add_vocabulary(sentence);
            }
        }
    }

    /// Takes in a title, which may stand with its unit in brackets, and its measure.
    pub(super) fn add_title(&mut self, words: &str, measures: &[String]) {
        let ends = words.match_indices(" (").map(|(end, _)| end).chain([words.len()]);
        for end in ends {
            self.titles.entry(words[..end].to_owned()).or_default().extend(measures.iter().cloned());
        }
    }

    /// Takes in words that may stand in a sentence about figures.
    pub(super) fn add_vocabulary(&mut self, text: &str) {
        let words = split(text).flat_map(|word| word.split('\u{a0}')).map(plain);
        self.vocabulary.extend(words.filter(|word| !is_place(word)));
    }

    fn add_windows(&mut self, words: &[String]) {
        for (at, word) in words.iter().enumerate() {
            if is_place(word) || !(has_digits(word) || is_numeral(word)) {
                continue;
            }
            let before = words[..at].iter().rev().take(AROUND).take_while(|word| !is_place(word)).count();
            let after = words[at + 1..].iter().take(AROUND).take_while(|word| !is_place(word)).count();
            if before + after >= AROUND {
                self.windows.insert((before, words[at - before..=at + after].to_vec()));
            }
        }
    }

    fn add_forms(&mut self, sentence: &str) {
        let words: Vec<String> = split(sentence).map(plain).collect();
        for (at, _) in words.iter().enumerate().filter(|(_, word)| is_place(word)) {
            let fixed = |word: &&String| !is_place(word);
            let mut before: Vec<String> = words[..at].iter().rev().take(FIXED).take_while(fixed).cloned().collect();
            before.reverse();
            let after: Vec<String> = words[at + 1..].iter().take(FIXED).take_while(fixed).cloned().collect();
            if before.len() + after.len() >= FIXED {
                self.forms.push((before, after));
            }
        }
    }

    /// Whether a word is known after the one before it, or before the one after it.
    pub(super) fn has(&self, before: Option<&str>, word: &str, after: Option<&str>) -> bool {
        let pair = |one: &str, other: &str| self.pairs.contains(&(plain(one), plain(other)));
        before.is_some_and(|before| pair(before, word)) || after.is_some_and(|after| pair(word, after))
    }

    /// Whether the word at a place of a text stands among the words that it stands among in ours.
    pub(super) fn has_around(&self, words: &[&str], at: usize) -> bool {
        let name = |one: usize| {
            let pair = words.get(one).zip(words.get(one + 1));
            pair.is_some_and(|(one, other)| self.names.contains(&(trimmed(one).to_owned(), trimmed(other).to_owned())))
        };
        if name(at) || at.checked_sub(1).is_some_and(name) {
            return true;
        }
        let most = words.len().saturating_sub(at + 1).min(AROUND);
        (0..=at.min(AROUND)).any(|before| {
            (0..=most).filter(|after| before + after >= AROUND).any(|after| {
                let window = words[at - before..=at + after].iter().map(|word| plain(word)).collect();
                self.windows.contains(&(before, window))
            })
        })
    }

    /// Whether a text of one word is one of ours.
    pub(super) fn is_whole(&self, text: &str) -> bool {
        self.wholes.contains(text)
    }

    /// Whether the word at a place of a text stands where a sentence of ours has a figure.
    pub(super) fn is_in_sentence(&self, words: &[&str], at: usize) -> bool {
        let is_same = |text: &[&str], fixed: &[String]| text.iter().zip(fixed).all(|(one, other)| plain(one) == *other);
        self.forms.iter().any(|(before, after)| {
            let (Some(from), to) = (at.checked_sub(before.len()), at + 1 + after.len()) else { return false };
            to <= words.len() && is_same(&words[from..at], before) && is_same(&words[at + 1..to], after)
        })
    }

    /// The measures that a line is about, where it begins with a title of theirs; perhaps after what a list begins with.
    pub(super) fn measures_of(&self, line: &str) -> BTreeSet<&str> {
        let begins = line.match_indices(": ").map(|(end, _)| &line[end + 2..]).take(1);
        let plain = line.trim_start_matches(['-', '+', ' ']);
        std::iter::once(plain).chain(begins).flat_map(|line| self.titled(line)).collect()
    }

    fn titled(&self, line: &str) -> impl Iterator<Item = &str> {
        let is_of = |title: &str| {
            let rest = line.strip_prefix(title).filter(|_| !title.is_empty());
            rest.is_some_and(|rest| rest.starts_with(": ") || rest.starts_with(", "))
        };
        let found = self.titles.iter().filter(|(title, _)| is_of(title)).max_by_key(|(title, _)| title.len());
        found.into_iter().flat_map(|(_, measures)| measures.iter().map(String::as_str))
    }

    /// Whether a line has no other words than sentences about figures have after their title.
    pub(super) fn is_about_figures(&self, line: &str) -> bool {
        let Some((_, said)) = line.split_once(": ") else { return false };
        let mut words = split(said).flat_map(|word| word.split('\u{a0}')).map(plain);
        words.all(|word| !word.chars().any(char::is_alphabetic) || self.vocabulary.contains(&word))
    }
}

/// Words apart. No-break spaces hold a number and its sign together.
pub(super) fn split(text: &str) -> impl Iterator<Item = &str> {
    text.split([' ', '\n', '\t', '\r']).filter(|word| !word.is_empty())
}

/// A word without what stands around it.
pub(super) fn plain(word: &str) -> String {
    trimmed(word).to_lowercase()
}

fn trimmed(word: &str) -> &str {
    word.trim_matches(|letter: char| ".,;:()«»\"'".contains(letter))
}

fn is_place(word: &str) -> bool {
    word.contains(['{', '}'])
}

pub(super) fn has_digits(word: &str) -> bool {
    word.bytes().any(|byte| byte.is_ascii_digit())
}

/// Whether a word is more than a number.
fn is_name(word: &str) -> bool {
    has_digits(word) && word.contains(|letter: char| letter.is_alphabetic() || letter == '–')
}

/// Every text in a value.
fn strings(value: &toml::Value, into: &mut Vec<String>) {
    match value {
        toml::Value::String(text) => into.push(text.clone()),
        toml::Value::Array(list) => list.iter().for_each(|value| strings(value, into)),
        toml::Value::Table(table) => table.values().for_each(|value| strings(value, into)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn has(known: &Known, text: &str, word: &str) -> bool {
        let words: Vec<&str> = split(text).collect();
        let at = words.iter().position(|it| *it == word).unwrap();
        known.has_around(&words, at) || known.is_in_sentence(&words, at)
    }

    #[test]
    fn a_number_is_known_among_its_own_words() {
        let mut known = Known::default();
        known.add(["Bufdirs kriterium 4 og 5 for modellkommuner", "Barnehage 2", "andel svar 4–6"]);
        known.add_sentences([(ROOMS[0], "{count} slag funn fra SSB"), (ROOMS[0], "{own} i {year}")]);
        for (text, word) in [
            ("Se Bufdirs kriterium 4 og 5.", "4"),
            ("Barnehage 2, kurs", "2,"),
            ("Tilfredshet: andel svar 4–6 (prosent)", "4–6"),
            ("3 slag funn fra SSB", "3"),
        ] {
            assert!(has(&known, text, word), "{text}");
        }
        for (text, word) in
            [("kom 4 og 5 fra PPT", "4"), ("barnehage 2", "2"), ("kriterium 4 barn", "4"), ("2 i 2024", "2")]
        {
            assert!(!has(&known, text, word), "{text}");
        }
    }

    #[test]
    fn a_line_is_about_the_measures_of_its_title() {
        let mut known = Known::default();
        known.add_title("Meldinger (antall)", &["K4".to_owned()]);
        known.add_sentences([("compare.own", "{title}: {value} i {year}. Endringen er ikke sikker.")]);
        assert_eq!(known.measures_of("- Meldinger: 3 i 2024").into_iter().collect::<Vec<_>>(), ["K4"]);
        assert!(known.measures_of("Meldinger fra PPT: 3").is_empty());
        assert!(known.is_about_figures("Meldinger: 3 i 2024. Endringen er ikke sikker."));
        assert!(!known.is_about_figures("Meldinger: 3 i 2024 fra PPT."));
    }
}
