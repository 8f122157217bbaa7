//! The categories of a dimension: their codes in order, and that everything said of them is about one of them.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::{Category, LONGEST_TEXT, code};
use crate::lang::text;

/// The categories of the dimension `id`, of which there are `size`.
pub(super) fn categories(id: &str, body: &Value, size: usize) -> Result<Vec<Category>, String> {
    let wrong = || text("finding.detail_json_categories", &[("dimension", id)]);
    let category = body.get("category").and_then(Value::as_object).ok_or_else(wrong)?;
    let labels = category.get("label").and_then(Value::as_object);
    let codes = match category.get("index") {
        Some(Value::Array(codes)) => codes.iter().map(code).collect(),
        Some(Value::Object(places)) => in_place(places, size),
        None if size == 1 => labels.map(|labels| labels.keys().filter(|it| is_code(it)).cloned().collect()),
        _ => None,
    };
    let codes: Vec<String> = codes.ok_or_else(wrong)?;
    let known: BTreeSet<&str> = codes.iter().map(String::as_str).collect();
    if codes.len() != size || known.len() != size {
        return Err(wrong());
    }
    let unknown = |part: &str| {
        let named = category.get(part).and_then(Value::as_object);
        named.is_some_and(|named| named.keys().any(|name| !known.contains(name.as_str())))
    };
    if ["label", "unit", "coordinates", "note", "child"].iter().any(|part| unknown(part)) {
        return Err(text("finding.detail_json_unknown", &[("dimension", id)]));
    }
    if let Some(children) = category.get("child").and_then(Value::as_object) {
        has_an_end(children, &known).ok_or_else(|| text("finding.detail_json_hierarchy", &[("dimension", id)]))?;
    }
    let has_unit = |code: &String| category.get("unit").is_some_and(|units| units.get(code).is_some());
    let label = |id: &String| labels.and_then(|labels| labels.get(id)).and_then(Value::as_str).unwrap_or(id).to_owned();
    let categories: Vec<_> =
        codes.into_iter().map(|id| Category { label: label(&id), has_unit: has_unit(&id), id }).collect();
    if categories.iter().all(|category| category.label.len() <= LONGEST_TEXT) { Ok(categories) } else { Err(wrong()) }
}

/// `{"b": 1, "a": 0}` in the order of its numbers, which are 0 to `size` - 1, each once.
fn in_place(places: &Map<String, Value>, size: usize) -> Option<Vec<String>> {
    if places.len() != size {
        return None;
    }
    let mut codes = vec![None; size];
    for (code, place) in places {
        let slot = codes.get_mut(usize::try_from(place.as_u64()?).ok()?)?;
        if !is_code(code) || slot.replace(code.clone()).is_some() {
            return None;
        }
    }
    codes.into_iter().collect()
}

/// That every child is a category and nothing is below itself: parents are taken away until none is left.
fn has_an_end(children: &Map<String, Value>, known: &BTreeSet<&str>) -> Option<()> {
    let mut parents: BTreeMap<&str, usize> = known.iter().map(|id| (*id, 0)).collect();
    for below in children.values() {
        for child in below.as_array()? {
            *parents.get_mut(child.as_str()?)? += 1;
        }
    }
    let mut free: Vec<&str> = parents.iter().filter(|(_, count)| **count == 0).map(|(id, _)| *id).collect();
    let mut taken = 0;
    while let Some(id) = free.pop() {
        taken += 1;
        for child in children.get(id).and_then(Value::as_array).into_iter().flatten() {
            let (child, count) = child.as_str().and_then(|child| parents.get_mut(child).map(|it| (child, it)))?;
            *count -= 1;
            if *count == 0 {
                free.push(child);
            }
        }
    }
    (taken == known.len()).then_some(())
}

pub(super) fn is_code(text: &str) -> bool {
    !text.trim().is_empty() && text.len() <= LONGEST_TEXT
}
