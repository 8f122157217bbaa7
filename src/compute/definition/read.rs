//! Reading a definition file: every mistake in it at once, each with its line and column.

use std::collections::BTreeMap;
use std::ops::Range;

use serde::de::DeserializeOwned;
use toml::Spanned;
use toml::de::{DeTable, DeValue, ValueDeserializer};

use super::{Head, Indicator, Measure};

/// Where the keys of a measure stand in its file, by key; the measure itself under the empty key.
#[derive(Debug, Clone, Default)]
pub(in crate::compute) struct Spans(BTreeMap<String, usize>);

impl Spans {
    /// Where `key` stands; where the measure begins, if it has no such key.
    pub(super) fn of(&self, key: &str) -> usize {
        self.0.get(key).or_else(|| self.0.get("")).copied().unwrap_or(0)
    }
}

/// A definition file while it is read.
pub(super) struct Source<'t> {
    pub(super) file: String,
    pub(super) text: &'t str,
    pub(super) is_own: bool,
    pub(super) errors: Vec<String>,
}

impl Source<'_> {
    /// Notes a mistake at a byte of the text.
    pub(super) fn say(&mut self, at: usize, sentence: &str) {
        let before = self.text.get(..at).unwrap_or(self.text);
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().map_or(0, |last| last.chars().count()) + 1;
        self.errors.push(format!("{}:{line}:{column}: {sentence}", self.file));
    }

    fn say_error(&mut self, error: &toml::de::Error, or_at: usize) {
        let at = error.span().map_or(or_at, |span| span.start);
        self.say(at, error.message());
    }

    fn take<T: DeserializeOwned>(&mut self, value: Spanned<DeValue<'_>>) -> Option<T> {
        let at = value.span().start;
        match T::deserialize(ValueDeserializer::from(value)) {
            Ok(read) => Some(read),
            Err(error) => {
                self.say_error(&error, at);
                None
            }
        }
    }

    /// The indicator; what could be read of it where there are mistakes.
    pub(super) fn read(&mut self) -> Option<Indicator> {
        let (table, errors) = DeTable::parse_recoverable(self.text);
        for error in &errors {
            self.say_error(error, 0);
        }
        if !errors.is_empty() {
            return None;
        }
        let whole = table.span();
        let mut table = table.into_inner();
        let id_at = table.get("id").map_or(whole.start, |id| id.span().start);
        let measures = self.measures(&mut table, &whole);
        let head: Head = self.take(Spanned::new(whole, DeValue::Table(table)))?;
        let measures = measures.into_iter().flat_map(|measure| for_each_question(measure, &head)).collect();
        Some(Indicator { head, measures, file: self.file.clone(), is_own: self.is_own, id_at })
    }

    fn measures(&mut self, table: &mut DeTable<'_>, whole: &Range<usize>) -> Vec<Measure> {
        let is_derived = table.contains_key("derived");
        let Some(list) = table.remove("measure") else {
            if !is_derived {
                self.say(whole.start, &crate::lang::text("definition.no_measure", &[]));
            }
            return Vec::new();
        };
        let at = list.span().start;
        if is_derived {
            self.say(at, &crate::lang::text("definition.derived_measure", &[]));
            return Vec::new();
        }
        let DeValue::Array(list) = list.into_inner() else {
            self.say(at, &crate::lang::text("definition.no_measure", &[]));
            return Vec::new();
        };
        let mut measures = Vec::new();
        for value in list {
            let spans = spans(&value);
            if let Some(measure) = self.take::<Measure>(value) {
                measures.push(Measure { spans, ..measure });
            }
        }
        measures
    }
}

fn spans(measure: &Spanned<DeValue<'_>>) -> Spans {
    let mut spans = BTreeMap::from([(String::new(), measure.span().start)]);
    if let DeValue::Table(table) = measure.get_ref() {
        spans.extend(table.iter().map(|(key, value)| (key.get_ref().to_string(), value.span().start)));
    }
    Spans(spans)
}

/// One measure for each question, where it stands for that.
fn for_each_question(measure: Measure, head: &Head) -> Vec<Measure> {
    if !measure.each_question {
        return vec![measure];
    }
    let one = |question: &super::Question| {
        let label = question.label();
        let filled = |words: &super::Words| {
            let fill = |text: &str, said: &str| text.replace("{question}", &question.id).replace("{text}", said);
            super::Words {
                nb: fill(&words.nb, &label.nb),
                nn: fill(&words.nn, &label.nn),
                en: fill(&words.en, &label.en),
            }
        };
        Measure {
            id: measure.id.replace("{question}", &question.id),
            title: filled(&measure.title),
            question: Some(question.id.clone()),
            ..measure.clone()
        }
    };
    head.questions.iter().map(one).collect()
}
