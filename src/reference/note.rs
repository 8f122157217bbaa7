//! What is noted of a table when it is fetched: `ssb-12615.hentet.toml` beside `ssb-12615.json`.

use serde::Deserialize;

/// What is noted of a table when it is fetched.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub(super) struct Note {
    /// Id of its map.
    #[serde(rename = "tabell")]
    pub(super) table: String,
    /// The question.
    #[serde(rename = "adresse")]
    pub(super) url: String,
    /// The day, as the server's clock or the user said.
    #[serde(rename = "hentet")]
    pub(super) fetched: Option<String>,
    /// When Statistics Norway last changed the table, as it writes it.
    #[serde(rename = "oppdatert")]
    pub(super) updated: Option<String>,
    /// Hash of the file.
    pub(super) sha256: String,
    /// Who publishes it.
    #[serde(rename = "kilde")]
    pub(super) source: String,
    /// Under which licence.
    #[serde(rename = "lisens")]
    pub(super) licence: String,
}

const ENDING: &str = ".hentet.toml";

/// The name of the note about a file.
pub(super) fn name_of(file: &str) -> String {
    format!("{}{ENDING}", file.strip_suffix(".json").unwrap_or(file))
}

/// The file that a note is about.
pub(super) fn about(note: &str) -> Option<String> {
    note.strip_suffix(ENDING).map(|stem| format!("{stem}.json"))
}

impl Note {
    pub(super) fn to_toml(&self) -> String {
        let lines = [
            ("tabell", Some(&self.table)),
            ("adresse", Some(&self.url)),
            ("hentet", self.fetched.as_ref()),
            ("oppdatert", self.updated.as_ref()),
            ("sha256", Some(&self.sha256)),
            ("kilde", Some(&self.source)),
            ("lisens", Some(&self.licence)),
        ];
        let line = |(key, value): (&str, Option<&String>)| Some(format!("{key} = {}\n", quoted(value?)));
        lines.into_iter().filter_map(line).collect()
    }

    pub(super) fn parse(text: &str) -> Option<Self> {
        toml::from_str(text).ok()
    }

    /// The day the table was last changed, else the day it was fetched: no figure in it is newer.
    pub(super) fn day(&self) -> Option<chrono::NaiveDate> {
        let day = |text: &String| text.get(..10)?.parse().ok();
        self.updated.as_ref().and_then(day).or_else(|| self.fetched.as_ref().and_then(day))
    }
}

/// A JSON string is a TOML string.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_is_read_as_it_was_written() {
        let note = Note {
            table: "12615".into(),
            url: "https://data.ssb.no/a?b=\"c\"\\".into(),
            fetched: None,
            updated: Some("2026-06-15T06:00:00Z".into()),
            sha256: "00".into(),
            source: "Statistisk sentralbyrå".into(),
            licence: "CC BY 4.0".into(),
        };
        assert_eq!(Note::parse(&note.to_toml()), Some(note.clone()));
        assert_eq!(note.day(), chrono::NaiveDate::from_ymd_opt(2026, 6, 15));
        assert_eq!(
            (name_of("ssb-12615.json"), about("ssb-12615.hentet.toml")),
            ("ssb-12615.hentet.toml".into(), Some("ssb-12615.json".into()))
        );
        assert_eq!(Note { updated: Some("æøå".into()), ..note }.day(), None);
    }
}
