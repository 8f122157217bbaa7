//! Texts in the three languages of the reports.

use serde::de::value::MapAccessDeserializer;
use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer};

use super::{Language, spoken, text_in};

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
        let fill = |language| {
            let values: Vec<(&str, &str)> = values.iter().map(|(name, words)| (*name, words.of(language))).collect();
            text_in(language, key, &values)
        };
        Self { nb: fill(Language::Bokmaal), nn: fill(Language::Nynorsk), en: fill(Language::English) }
    }

    /// The text in one of the languages.
    pub fn of(&self, language: Language) -> &str {
        match language {
            Language::Bokmaal => &self.nb,
            Language::Nynorsk => &self.nn,
            Language::English => &self.en,
        }
    }

    /// The text in the language of the run.
    pub fn said(&self) -> &str {
        self.of(spoken())
    }
}

/// Reads a text that stands in all languages, `{ nb = "…", nn = "…", en = "…" }`, or in one for all of them.
///
/// # Errors
/// What is neither.
pub(crate) fn words_or_text<'de, D: Deserializer<'de>>(reader: D) -> Result<Words, D::Error> {
    struct Either;
    impl<'de> Visitor<'de> for Either {
        type Value = Words;

        fn expecting(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            out.write_str("a text, or one in each of nb, nn and en")
        }

        fn visit_str<E>(self, text: &str) -> Result<Words, E> {
            Ok(Words::same(text))
        }

        fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Words, A::Error> {
            Words::deserialize(MapAccessDeserializer::new(map))
        }
    }
    reader.deserialize_any(Either)
}

/// The same where there need be none.
///
/// # Errors
/// What is neither.
pub(crate) fn some_words_or_text<'de, D: Deserializer<'de>>(reader: D) -> Result<Option<Words>, D::Error> {
    words_or_text(reader).map(Some)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, Deserialize)]
    struct Told {
        #[serde(deserialize_with = "words_or_text")]
        method: Words,
        #[serde(default, deserialize_with = "some_words_or_text")]
        note: Option<Words>,
    }

    #[test]
    fn a_text_stands_for_all_languages_and_three_for_each() {
        let told: Told = toml::from_str("method = { nb = \"a\", nn = \"b\", en = \"c\" }\nnote = \"d\"").unwrap();
        assert_eq!(Language::ALL.map(|it| told.method.of(it)), ["a", "b", "c"]);
        assert_eq!(told.note, Some(Words::same("d")));
        let plain: Told = toml::from_str("method = \"a\"").unwrap();
        assert_eq!((plain.method, plain.note), (Words::same("a"), None));
        for wrong in
            ["method = 1", "method = { nb = \"a\" }", "method = { nb = \"a\", nn = \"b\", en = \"c\", sv = \"d\" }"]
        {
            assert!(toml::from_str::<Told>(wrong).is_err(), "{wrong}");
        }
    }
}
