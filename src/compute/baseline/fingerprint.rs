//! What decides a figure, in 64 digits: two definitions with the same fingerprint count the same.

use serde::Serialize;
use serde_json::{Map, Value};

use crate::acquire::FileRecord;
use crate::compute::definition::{Indicator, Measure, Question, View};

/// SHA-256 of what decides the total of a measure: source, rows, conditions, ages, view, figure, denominator and unit,
/// and the questions of a survey.
///
/// Words, breakdowns and what the figure is set beside are not in it, nor are the plan's age groups: no total rests on
/// them. What a definition does not say is not in it either, so that a new key of the definitions changes no old
/// fingerprint; nor does the order of codes.
///
/// # Examples
/// ```
/// use tryggtall::{check::SourceMaps, compute::{Indicators, fingerprint}};
/// let indicators = Indicators::built_in(&SourceMaps::built_in().unwrap()).unwrap();
/// let found = indicators.find("K1").unwrap();
/// assert_eq!(fingerprint(found, &found.measures[0]).len(), 64);
/// ```
pub fn fingerprint(indicator: &Indicator, measure: &Measure) -> String {
    FileRecord::of("", said(indicator, measure).to_string().as_bytes()).sha256
}

/// The keys as the definition files have them, in one order.
fn said(indicator: &Indicator, measure: &Measure) -> Value {
    let Measure { source, rows, conditions, not, before, age, view, figure, over, unit, question, .. } = measure;
    let said = [
        ("source", value(source)),
        ("rows", value(rows)),
        ("where", sorted(value(conditions))),
        ("not", sorted(value(not))),
        ("before", value(before)),
        ("age", value(age)),
        ("view", value(view)),
        ("figure", value(figure)),
        ("over", value(over)),
        ("unit", value(unit)),
        ("questions", questions(indicator, *view, question.as_deref())),
    ];
    let said = said.into_iter().map(|(key, value)| (key.to_owned(), without_blanks(value)));
    Value::Object(said.filter(|(_, value)| !is_blank(value)).collect())
}

fn value(said: &impl Serialize) -> Value {
    serde_json::to_value(said).unwrap_or(Value::Null)
}

/// Which questions are counted, and which of them are turned.
fn questions(indicator: &Indicator, view: Option<View>, only: Option<&str>) -> Value {
    if view != Some(View::Answers) {
        return Value::Null;
    }
    let is_counted = |question: &&Question| only.is_none_or(|only| question.id == only);
    let mut counted: Vec<&Question> = indicator.head.questions.iter().filter(is_counted).collect();
    counted.sort_by(|left, right| left.id.cmp(&right.id));
    counted.into_iter().map(|question| serde_json::json!([question.id, question.reversed])).collect()
}

/// The codes that a field may hold, in one order.
fn sorted(conditions: Value) -> Value {
    let Value::Object(mut fields) = conditions else { return conditions };
    for codes in fields.values_mut() {
        if let Value::Array(codes) = codes {
            codes.sort_by_key(ToString::to_string);
        }
    }
    Value::Object(fields)
}

fn without_blanks(value: Value) -> Value {
    match value {
        Value::Object(fields) => {
            let fields = fields.into_iter().map(|(key, value)| (key, without_blanks(value)));
            Value::Object(fields.filter(|(_, value)| !is_blank(value)).collect::<Map<_, _>>())
        }
        other => other,
    }
}

fn is_blank(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Object(fields) => fields.is_empty(),
        _ => false,
    }
}
