//! JSON, strictly: a name that stands twice in an object would hide a value, and is refused.

use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

/// Reads `text`, whose depth `serde_json` limits.
///
/// # Errors
/// The line where it is no JSON, or where a name stands for the second time.
pub(super) fn parse(text: &str) -> Result<Value, usize> {
    serde_json::from_str(text).map(|Strict(value)| value).map_err(|error| error.line())
}

struct Strict(Value);

impl<'de> Deserialize<'de> for Strict {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(StrictVisitor).map(Self)
    }
}

struct StrictVisitor;

impl<'de> Visitor<'de> for StrictVisitor {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("JSON in which no name stands twice in an object")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, flag: bool) -> Result<Value, E> {
        Ok(Value::Bool(flag))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Value, E> {
        Ok(Value::Number(number.into()))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Value, E> {
        Ok(Value::Number(number.into()))
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Value, E> {
        Number::from_f64(number).map(Value::Number).ok_or_else(|| E::custom("not a finite number"))
    }

    fn visit_str<E>(self, text: &str) -> Result<Value, E> {
        Ok(Value::String(text.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut values = Vec::new();
        while let Some(Strict(value)) = items.next_element()? {
            values.push(value);
        }
        Ok(Value::Array(values))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let mut object = Map::new();
        while let Some((name, Strict(value))) = entries.next_entry::<String, Strict>()? {
            if object.insert(name, value).is_some() {
                return Err(A::Error::custom("a name stands twice"));
            }
        }
        Ok(Value::Object(object))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refuses_what_would_hide_a_value() {
        let value = parse("{\"a\": [1, -2, 0.5, \"x\", null, true]}").unwrap();
        assert_eq!(value, serde_json::json!({"a": [1, -2, 0.5, "x", null, true]}));
        let deep = "[".repeat(100_000);
        for (why, text) in [
            ("twice", "{\n\"0\": 1, \"0\": 2}"),
            ("more after the end", "{} {}"),
            ("cut", "{\"a\": [1,"),
            ("too large a number", "1e999"),
            ("too deep", &deep),
        ] {
            assert!(parse(text).is_err(), "{why}");
        }
        assert_eq!(parse("{\n\"0\": 1, \"0\": 2}"), Err(2));
    }
}
