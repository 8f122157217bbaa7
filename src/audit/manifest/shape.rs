//! What a manifest of ours may hold: known names with what belongs under them, and nothing else.

use serde_json::Value;

/// What belongs under a name.
enum Kind {
    Flag,
    /// A whole number that is never below zero.
    Count,
    Year,
    Day,
    /// A hash in hexadecimal digits, or nothing.
    Hash,
    /// One word; where it is more, it is held as other text is.
    Word,
    /// A path or the name of a sheet, as the municipality has called it.
    Path,
    /// A text that is held as other text is.
    Text,
    List(&'static Kind),
    /// Words of their own, each with the same.
    Map(&'static Kind),
    Names(&'static [(&'static str, Kind)]),
}

use Kind::{Count, Day, Flag, Hash, List, Map, Names, Path, Text, Word, Year};

const HIGHLIGHT: Kind = Names(&[("measure", Word), ("beside", Word), ("verdict", Word), ("title", Text)]);

const ACCOUNT: Kind = Names(&[
    ("file", Path),
    ("sheet", Path),
    ("source", Word),
    ("encoding", Word),
    ("delimiter", Path),
    ("rows", Count),
    ("header", Count),
    ("title", Count),
    ("blank", Count),
    ("used", Count),
    ("excluded", Map(&Count)),
    ("rejected", Count),
]);

const COUNTED: Kind = Names(&[
    ("about", Word),
    ("value", Word),
    ("count", Word),
    ("at", Word),
    ("base", Word),
    ("whole", Word),
    ("nesting", Word),
    ("of_whole", List(&Word)),
    ("source", Word),
]);

const MEASURE: Kind = Names(&[
    ("id", Word),
    ("unit", Word),
    ("part_of", Word),
    ("breakdowns", List(&Names(&[("by", Word), ("overlapping", Flag)]))),
    ("counted", COUNTED),
    ("change", Names(&[("of", Word), ("relative", Flag)])),
]);

const RELATION: Kind = Names(&[("smaller", List(&Word)), ("larger", List(&Word)), ("equal", Flag), ("rest", Flag)]);

const PROTECTION: Kind = Names(&[
    ("threshold", Count),
    ("answers", Count),
    ("zeros", Word),
    ("full", Word),
    ("insiders", Flag),
    ("cells", Count),
    ("withheld", Count),
    ("as_published", List(&Names(&[("source", Word), ("year", Year)]))),
    ("audited", Flag),
]);

const MANIFEST: Kind = Names(&[
    ("tool", Names(&[("name", Word), ("version", Word)])),
    ("catalogue", Hash),
    ("plan", Hash),
    ("municipality", Word),
    ("audience", Word),
    ("language", Word),
    ("synthetic", Flag),
    ("windows", List(&Names(&[("window", Word), ("year", Year), ("first", Day), ("last", Day)]))),
    ("definitions", Map(&Hash)),
    ("inputs", List(&Names(&[("path", Path), ("sha256", Hash), ("bytes", Count), ("account", List(&ACCOUNT))]))),
    (
        "outputs",
        List(&Names(&[
            ("path", Path),
            ("sha256", Hash),
            ("bytes", Count),
            ("edited", Hash),
            ("kept", Flag),
            ("highlights", List(&HIGHLIGHT)),
        ])),
    ),
    ("protection", PROTECTION),
    ("highlights", List(&HIGHLIGHT)),
    ("age_groups", List(&List(&Count))),
    (
        "coarsening",
        Names(&[
            ("merged", List(&Names(&[("by", Word), ("codes", List(&Word)), ("code", Word)]))),
            ("left_out", List(&Names(&[("measure", Word), ("by", Word)]))),
        ]),
    ),
    (
        "appearance",
        Names(&[
            ("logo", Names(&[("sha256", Hash), ("bytes", Count)])),
            ("colours", Names(&[("main", Word), ("second", Word)])),
            ("order", List(&Word)),
        ]),
    ),
    (
        "model",
        Names(&[
            ("places", Names(&[("own", Word), ("region", Names(&[("id", Word), ("members", List(&Word))]))])),
            ("measures", List(&MEASURE)),
            ("relations", List(&RELATION)),
        ]),
    ),
    ("reporting_date", Day),
]);

/// The longest path, and the longest word.
const LONGEST: usize = 400;

/// What a manifest says beside what it must.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::audit) struct Beside {
    /// Where something stands that no manifest of ours has.
    pub(in crate::audit) unknown: Vec<String>,
    /// Texts that are held as other text is, one a line.
    pub(in crate::audit) texts: String,
}

impl Beside {
    /// Reads a manifest.
    pub(in crate::audit) fn read(text: &str) -> Self {
        let mut beside = Self::default();
        let Ok(value) = serde_json::from_str::<Value>(text) else { return beside };
        // A name that stands twice is read once.
        let compact = value.to_string();
        if without_spaces(text) != compact {
            beside.unknown.push(String::new());
        }
        beside.look(&value, &MANIFEST, "");
        beside
    }

    fn look(&mut self, value: &Value, kind: &Kind, place: &str) {
        let is_fine = match (kind, value) {
            (_, Value::Null) | (Flag, Value::Bool(_)) => true,
            (Count, Value::Number(number)) => number.is_u64(),
            (Year, Value::Number(number)) => number.as_u64().is_some_and(|year| (1_900..=2_200).contains(&year)),
            (Day, Value::String(day)) => day.len() == 10 && crate::windows::iso_date(day).is_some(),
            (Hash, Value::String(hash)) => hash.is_empty() || is_hash(hash),
            (Path, Value::String(path)) => path.len() <= LONGEST && !path.contains('\n'),
            (Word, Value::String(word)) => {
                if word.contains(char::is_whitespace) {
                    self.text(word);
                }
                word.len() <= LONGEST
            }
            (Text, Value::String(text)) => {
                self.text(text);
                true
            }
            (List(each), Value::Array(list)) => {
                for value in list {
                    self.look(value, each, place);
                }
                true
            }
            (Map(each), Value::Object(map)) => {
                for (name, value) in map {
                    self.text(name);
                    self.look(value, each, place);
                }
                true
            }
            (Names(names), Value::Object(map)) => {
                for (name, value) in map {
                    let place = below(place, name);
                    match names.iter().find(|(known, _)| known == name) {
                        Some((_, kind)) => self.look(value, kind, &place),
                        None => self.unknown.push(place),
                    }
                }
                true
            }
            _ => false,
        };
        if !is_fine {
            self.unknown.push(place.to_owned());
        }
    }

    fn text(&mut self, text: &str) {
        self.texts.push_str(text);
        self.texts.push('\n');
    }
}

fn is_hash(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|digit| digit.is_ascii_hexdigit())
}

/// A name with digits may be the very number: it is not repeated.
fn below(place: &str, name: &str) -> String {
    let name = if name.bytes().any(|letter| letter.is_ascii_digit()) { "…" } else { name };
    if place.is_empty() { name.to_owned() } else { format!("{place}.{name}") }
}

/// JSON without the spaces between its parts.
fn without_spaces(text: &str) -> String {
    let (mut plain, mut is_text, mut is_escaped) = (String::with_capacity(text.len()), false, false);
    for letter in text.chars() {
        if is_text || !letter.is_ascii_whitespace() {
            plain.push(letter);
        }
        is_text ^= letter == '"' && !is_escaped;
        is_escaped = is_text && letter == '\\' && !is_escaped;
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unknown(more: &str) -> Vec<String> {
        Beside::read(&format!("{{\"tool\": {{\"name\": \"tryggtall\"}}{more}}}")).unknown
    }

    #[test]
    fn what_no_manifest_has_is_told_by_its_place() {
        assert!(unknown("").is_empty() && unknown(", \"kept\": 1") == ["kept"]);
        assert_eq!(unknown(", \"ppt 3607\": 1"), ["…"], "its number is not");
        assert_eq!(unknown(", \"protection\": {\"threshold\": 5, \"note\": \"a\"}"), ["protection.note"]);
        assert_eq!(unknown(", \"plan\": \"ppt 2\""), ["plan"]);
        assert_eq!(unknown(", \"synthetic\": 2"), ["synthetic"]);
        assert_eq!(unknown(", \"inputs\": [{\"path\": \"a b\", \"rows\": 2}]"), ["inputs.rows"]);
        assert_eq!(unknown(", \"plan\": \"\", \"plan\": \"\""), [""], "twice");
    }

    #[test]
    fn texts_are_given_on() {
        let beside =
            Beside::read("{\"highlights\": [{\"title\": \"2 fra PPT\", \"measure\": \"E1\"}], \"plan\": \"\"}");
        assert_eq!((beside.texts.as_str(), beside.unknown.len()), ("2 fra PPT\n", 0));
        assert_eq!(without_spaces("{ \"a b\\\"\" : [1, 2] }"), "{\"a b\\\"\":[1,2]}");
    }
}
