//! JSON, strictly: a name that stands twice in an object would hide a value, and is refused.

use std::cell::Cell;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

/// Most values in a file. Each takes some seventy bytes, so that a few megabytes of `[0,0,0,...]` would take gigabytes.
const MOST_VALUES: usize = 2_500_000;

/// Reads `text`, whose depth `serde_json` limits.
///
/// # Errors
/// The line where it is no JSON, where a name stands for the second time, or where the values become too many.
pub(super) fn parse(text: &str) -> Result<Value, usize> {
    let left = Cell::new(MOST_VALUES);
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let value = Strict { left: &left }.deserialize(&mut deserializer).map_err(|error| error.line())?;
    deserializer.end().map_err(|error| error.line())?;
    Ok(value)
}

/// Reads one value, and says how many may still follow.
#[derive(Clone, Copy)]
struct Strict<'l> {
    left: &'l Cell<usize>,
}

impl<'de> DeserializeSeed<'de> for Strict<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        let left = self.left.get().checked_sub(1).ok_or_else(|| D::Error::custom("too many values"))?;
        self.left.set(left);
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Strict<'_> {
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
        while let Some(value) = items.next_element_seed(self)? {
            values.push(value);
        }
        Ok(Value::Array(values))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let mut object = Map::new();
        while let Some(name) = entries.next_key::<String>()? {
            if object.insert(name, entries.next_value_seed(self)?).is_some() {
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
        let many = format!("[{}0]", "0,".repeat(MOST_VALUES));
        for (why, text) in [
            ("twice", "{\n\"0\": 1, \"0\": 2}"),
            ("more after the end", "{} {}"),
            ("cut", "{\"a\": [1,"),
            ("too large a number", "1e999"),
            ("too deep", &deep),
            ("too many", &many),
        ] {
            assert!(parse(text).is_err(), "{why}");
        }
        assert_eq!(parse("{\n\"0\": 1, \"0\": 2}"), Err(2));
    }
}
