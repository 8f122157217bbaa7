//! Texts in the three languages of the reports.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde::Deserialize;

use super::{catalogue, filled, read};

/// A text in the three languages of the reports.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    /// Bokmål.
    pub nb: String,
    /// Nynorsk.
    pub nn: String,
    /// English.
    pub en: String,
}

impl Words {
    /// What is written alike in all of them: a year, an id.
    pub fn same(text: &str) -> Self {
        Self { nb: text.to_owned(), nn: text.to_owned(), en: text.to_owned() }
    }

    /// The generated text `key` with each `{name}` replaced by its words.
    ///
    /// # Examples
    /// ```
    /// use tryggtall::lang::Words;
    /// let baseline = Words::generated("generated.baseline", &[("year", &Words::same("2021"))]);
    /// assert_eq!((baseline.nb.as_str(), baseline.en.as_str()), ("Nullpunkt 2021", "Baseline 2021"));
    /// ```
    pub fn generated(key: &str, values: &[(&str, &Self)]) -> Self {
        let fill = |catalogue: &BTreeMap<String, String>, of: fn(&Self) -> &str| {
            let values: Vec<(&str, &str)> = values.iter().map(|(name, words)| (*name, of(words))).collect();
            filled(catalogue, key, &values)
        };
        Self {
            nb: fill(catalogue(), |words| &words.nb),
            nn: fill(nynorsk(), |words| &words.nn),
            en: fill(english(), |words| &words.en),
        }
    }
}

fn nynorsk() -> &'static BTreeMap<String, String> {
    static NYNORSK: OnceLock<BTreeMap<String, String>> = OnceLock::new();
    NYNORSK.get_or_init(|| read(&[("generated", include_str!("nn/generated.toml"))]))
}

fn english() -> &'static BTreeMap<String, String> {
    static ENGLISH: OnceLock<BTreeMap<String, String>> = OnceLock::new();
    ENGLISH.get_or_init(|| read(&[("generated", include_str!("en/generated.toml"))]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_generated_is_there_in_every_language_with_the_same_names() {
        let of_room = |all: &BTreeMap<String, String>| -> Vec<(String, Vec<String>)> {
            let names = |text: &String| {
                let mut names: Vec<_> =
                    text.split('{').skip(1).filter_map(|rest| Some(rest.split_once('}')?.0.to_owned())).collect();
                names.sort();
                names
            };
            let generated = all.iter().filter(|(key, _)| key.starts_with("generated."));
            generated.map(|(key, text)| (key.clone(), names(text))).collect()
        };
        let (nb, nn, en) = (of_room(catalogue()), of_room(nynorsk()), of_room(english()));
        assert!(!nb.is_empty() && nb == nn && nb == en, "{nb:?}\n{nn:?}\n{en:?}");
        for months in [catalogue(), nynorsk(), english()].map(|all| &all["generated.months"]) {
            assert_eq!(months.split(' ').count(), 12);
        }
    }
}
