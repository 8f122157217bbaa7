//! Every sentence a reader meets, by key, and numbers as Norwegians write them.
//!
//! A catalogue for each [`Language`], in `src/lang/<language>/*.toml`, one file a room; a key is `file.name`, and every
//! catalogue has the same keys. Definitions bring their own words in all languages ([`Words`]).

mod language;
mod number;
mod words;
mod wrap;

use std::collections::BTreeMap;
use std::sync::OnceLock;

pub(crate) use language::plan;
pub use language::{Language, choose, spoken};
pub(crate) use number::round_half_away;
pub use number::{decimal, integer, signed};
pub use words::Words;
pub(crate) use words::{some_words_or_text, words_or_text};
#[cfg(test)]
pub(crate) use wrap::COLUMNS;
pub(crate) use wrap::wrapped;

/// The files of a language, by room.
macro_rules! rooms {
    ($language:literal) => {
        [
            ("audit", include_str!(concat!($language, "/audit.toml"))),
            ("chart", include_str!(concat!($language, "/chart.toml"))),
            ("cli", include_str!(concat!($language, "/cli.toml"))),
            ("compare", include_str!(concat!($language, "/compare.toml"))),
            ("corrections", include_str!(concat!($language, "/corrections.toml"))),
            ("definition", include_str!(concat!($language, "/definition.toml"))),
            ("document", include_str!(concat!($language, "/document.toml"))),
            ("explain", include_str!(concat!($language, "/explain.toml"))),
            ("finding", include_str!(concat!($language, "/finding.toml"))),
            ("generated", include_str!(concat!($language, "/generated.toml"))),
            ("kostra", include_str!(concat!($language, "/kostra.toml"))),
            ("report", include_str!(concat!($language, "/report.toml"))),
            ("workbook", include_str!(concat!($language, "/workbook.toml"))),
        ]
    };
}

/// The sentence `key` in the language of the run, with each `{name}` replaced by its value.
///
/// A key that does not exist comes back as itself in `⟦ ⟧`, so that nothing is lost silently and nothing panics; a test
/// holds every key used in the source against the catalogue.
///
/// # Examples
/// ```
/// use tryggtall::lang::text;
/// assert_eq!(text("report.withheld", &[]), "skjermet");
/// ```
pub fn text(key: &str, values: &[(&str, &str)]) -> String {
    text_in(spoken(), key, values)
}

/// The same in a language that need not be the run's: what a bundle in another one says.
pub fn text_in(language: Language, key: &str, values: &[(&str, &str)]) -> String {
    filled(catalogue(language), key, values)
}

fn filled(catalogue: &BTreeMap<String, String>, key: &str, values: &[(&str, &str)]) -> String {
    let Some(template) = catalogue.get(key) else { return format!("⟦{key}⟧") };
    let mut sentence = String::with_capacity(template.len());
    let mut rest = template.as_str();
    while let Some((before, after)) = rest.split_once('{') {
        sentence.push_str(before);
        let Some((name, tail)) = after.split_once('}') else { break };
        let value = values.iter().find(|(known, _)| *known == name).map(|(_, value)| *value);
        sentence.push_str(value.unwrap_or("…"));
        rest = tail;
    }
    sentence.push_str(rest);
    sentence
}

/// All keys of a language with their templates, sorted. An embedded file that is no TOML gives none, which every test of
/// every sentence shows; a panic here would be said through these very sentences, and wait for them for ever.
pub fn catalogue(language: Language) -> &'static BTreeMap<String, String> {
    type Catalogue = OnceLock<BTreeMap<String, String>>;
    static BOKMAAL: Catalogue = OnceLock::new();
    static NYNORSK: Catalogue = OnceLock::new();
    static ENGLISH: Catalogue = OnceLock::new();
    match language {
        Language::Bokmaal => BOKMAAL.get_or_init(|| read(&rooms!("nb"))),
        Language::Nynorsk => NYNORSK.get_or_init(|| read(&rooms!("nn"))),
        Language::English => ENGLISH.get_or_init(|| read(&rooms!("en"))),
    }
}

fn read(rooms: &[(&str, &str)]) -> BTreeMap<String, String> {
    let mut all = BTreeMap::new();
    for (room, toml) in rooms {
        let entries: BTreeMap<String, String> = toml::from_str(toml).unwrap_or_default();
        all.extend(entries.into_iter().map(|(name, sentence)| (format!("{room}.{name}"), sentence)));
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Room and name, the names in braces, and the spaces it begins and ends with.
    type Shape = (String, Vec<String>, [usize; 2]);

    fn shapes(language: Language) -> Vec<Shape> {
        let names = |text: &str| {
            let mut names: Vec<_> =
                text.split('{').skip(1).filter_map(|rest| Some(rest.split_once('}')?.0.to_owned())).collect();
            names.sort();
            names
        };
        let spaces = |text: &str| [text.len() - text.trim_start().len(), text.len() - text.trim_end().len()];
        catalogue(language).iter().map(|(key, text)| (key.clone(), names(text), spaces(text))).collect()
    }

    #[test]
    fn replaces_each_name_and_shows_an_unknown_key() {
        assert_eq!(text("no.such", &[]), "⟦no.such⟧");
        assert!(catalogue(Language::Bokmaal).len() > 3);
    }

    #[test]
    fn every_sentence_is_there_in_every_language_with_the_same_names() {
        let bokmaal = shapes(Language::Bokmaal);
        for language in Language::ALL {
            let other = shapes(language);
            let differ: Vec<_> = bokmaal.iter().filter(|shape| !other.contains(shape)).collect();
            assert!(differ.is_empty(), "{language:?}: {differ:#?}");
            let unknown: Vec<_> = other.iter().filter(|shape| !bokmaal.contains(shape)).collect();
            assert!(unknown.is_empty(), "{language:?}: {unknown:#?}");
            assert_eq!(text_in(language, "generated.months", &[]).split(' ').count(), 12);
        }
    }

    /// Labels of charts and names of sheets may be alike in two languages, sentences are not; short ones may be in nynorsk.
    #[test]
    fn no_sentence_is_left_in_bokmaal() {
        let words = |text: &str| text.split_whitespace().filter(|word| !word.contains('{')).count();
        for (language, longest) in [(Language::Nynorsk, 16), (Language::English, 4)] {
            let alike = catalogue(Language::Bokmaal)
                .iter()
                .filter(|(key, text)| words(text) > longest && catalogue(language).get(*key) == Some(text));
            let alike: Vec<_> = alike.map(|(key, _)| key).collect();
            assert!(alike.is_empty(), "{language:?}: {alike:#?}");
        }
    }
}
