//! Every sentence a reader meets, by key, and numbers as Norwegians write them.
//!
//! Bokmål stands in `src/lang/nb/*.toml`, one file a room; a key is `file.name`. What is generated beside the words of a
//! definition stands in all three languages, as those do ([`Words`]); the rest of nynorsk and English follows by adding
//! files to `src/lang/nn` and `src/lang/en`.

mod number;
mod words;
mod wrap;

use std::collections::BTreeMap;
use std::sync::OnceLock;

pub(crate) use number::round_half_away;
pub use number::{decimal, integer, signed};
pub use words::Words;
#[cfg(test)]
pub(crate) use wrap::COLUMNS;
pub(crate) use wrap::wrapped;

const NB: [(&str, &str); 13] = [
    ("audit", include_str!("nb/audit.toml")),
    ("chart", include_str!("nb/chart.toml")),
    ("cli", include_str!("nb/cli.toml")),
    ("compare", include_str!("nb/compare.toml")),
    ("corrections", include_str!("nb/corrections.toml")),
    ("definition", include_str!("nb/definition.toml")),
    ("document", include_str!("nb/document.toml")),
    ("explain", include_str!("nb/explain.toml")),
    ("finding", include_str!("nb/finding.toml")),
    ("generated", include_str!("nb/generated.toml")),
    ("kostra", include_str!("nb/kostra.toml")),
    ("report", include_str!("nb/report.toml")),
    ("workbook", include_str!("nb/workbook.toml")),
];

/// The sentence `key` with each `{name}` replaced by its value.
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
    filled(catalogue(), key, values)
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

/// All keys with their templates, sorted. An embedded file that is no TOML gives none, which every test of every sentence
/// shows; a panic here would be said through these very sentences, and wait for them for ever.
pub fn catalogue() -> &'static BTreeMap<String, String> {
    static CATALOGUE: OnceLock<BTreeMap<String, String>> = OnceLock::new();
    CATALOGUE.get_or_init(|| read(&NB))
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

    #[test]
    fn replaces_each_name_and_shows_an_unknown_key() {
        assert_eq!(text("no.such", &[]), "⟦no.such⟧");
        assert!(catalogue().len() > 3);
    }
}
