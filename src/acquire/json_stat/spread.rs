//! The values of a dataset and their marks: one for each cell, for some cells, or the same for all.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::LONGEST_TEXT;
use crate::lang::text;

/// A number as its shortest decimals, without exponent where a person would write none.
pub(super) fn text_of(value: &Value) -> Cow<'_, str> {
    match value {
        Value::String(text) => Cow::Borrowed(text),
        Value::Number(number) => match number.as_f64() {
            Some(decimal) if number.is_f64() && (1e-6..1e16).contains(&decimal.abs()) => decimal.to_string().into(),
            Some(decimal) if number.is_f64() && decimal.abs() < f64::MIN_POSITIVE => "0".into(),
            _ => number.to_string().into(),
        },
        _ => Cow::Borrowed(""),
    }
}

/// Values or statuses: one for each cell, for some cells, or the same for all.
#[derive(Debug)]
pub(super) enum Spread {
    Each(Vec<Value>),
    Some(BTreeMap<usize, Value>),
    All(Value),
    None,
}

impl Spread {
    pub(super) fn at(&self, cell: usize) -> Option<&Value> {
        match self {
            Self::Each(values) => values.get(cell),
            Self::Some(values) => values.get(&cell),
            Self::All(value) => Some(value),
            Self::None => None,
        }
    }

    pub(super) fn states(&self, cell: usize) -> bool {
        match self {
            Self::Each(_) => true,
            Self::Some(values) => values.contains_key(&cell),
            Self::All(_) | Self::None => false,
        }
    }

    pub(super) fn of_values(value: Option<Value>, cells: usize) -> Result<Self, String> {
        let is_value = |value: &Value| value.is_number() || value.is_string() || value.is_null();
        match value {
            Some(Value::Array(values)) => Self::each(values, cells, is_value),
            Some(Value::Object(values)) => Self::some(values, cells, is_value),
            _ => Err(text("finding.detail_json_value", &[])),
        }
    }

    pub(super) fn of_status(status: Option<Value>, cells: usize) -> Result<Self, String> {
        let is_status = |status: &Value| status.is_null() || status.as_str().is_some_and(|it| it.len() <= LONGEST_TEXT);
        match status {
            None | Some(Value::Null) => Ok(Self::None),
            Some(status @ Value::String(_)) if is_status(&status) => Ok(Self::All(status)),
            Some(Value::Array(statuses)) => Self::each(statuses, cells, is_status),
            Some(Value::Object(statuses)) => Self::some(statuses, cells, is_status),
            Some(_) => Err(text("finding.detail_json_value", &[])),
        }
    }

    fn each(values: Vec<Value>, cells: usize, is_right: impl Fn(&Value) -> bool) -> Result<Self, String> {
        if values.len() != cells {
            let (found, expected) = (values.len().to_string(), cells.to_string());
            return Err(text("finding.detail_json_count", &[("found", &found), ("expected", &expected)]));
        }
        if values.iter().all(is_right) { Ok(Self::Each(values)) } else { Err(text("finding.detail_json_value", &[])) }
    }

    /// `{"0": 1, "3": 4}`. The numbers are written one way only, so that no cell is given twice.
    fn some(values: Map<String, Value>, cells: usize, is_right: impl Fn(&Value) -> bool) -> Result<Self, String> {
        let mut found = BTreeMap::new();
        for (key, value) in values {
            let number = key.parse::<usize>().ok().filter(|number| number.to_string() == key && *number < cells);
            let Some(number) = number else {
                return Err(text("finding.detail_json_place", &[("cells", &cells.to_string())]));
            };
            if !is_right(&value) {
                return Err(text("finding.detail_json_value", &[]));
            }
            found.insert(number, value);
        }
        Ok(Self::Some(found))
    }
}
