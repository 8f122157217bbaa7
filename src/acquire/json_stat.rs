//! JSON-stat: the cube that statistical offices publish, as cells in row-major order.
//!
//! Edition 2 (`"version": "2.0"`, a dataset or a collection with its datasets inside) and edition 1 as Statistics
//! Norway writes it (`{"dataset": {...}}`, with `id`, `size` and `role` inside `dimension`); see <https://json-stat.org>.
//! What the file claims is held against what it holds before anything is made of it, so a small file stays small.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::json;
use crate::lang::text;

/// Largest file read, in bytes: a parsed value takes many times the space of its text.
const LARGEST: usize = 64 << 20;
/// Most cells a dataset may have; Statistics Norway gives at most 800,000 in one answer.
const MOST_CELLS: usize = 5_000_000;
/// Most dimensions; published tables have fewer than ten.
const MOST_DIMENSIONS: usize = 50;
/// Longest code or label, in bytes: each is met again in every row.
const LONGEST_TEXT: usize = 1_000;

/// A dataset whose dimensions, categories and values agree.
#[derive(Debug)]
pub(super) struct Dataset {
    /// The dimensions; the last one changes fastest.
    pub(super) dimensions: Vec<Dimension>,
    cells: usize,
    values: Spread,
    status: Spread,
}

/// One dimension of a dataset.
#[derive(Debug)]
pub(super) struct Dimension {
    pub(super) id: String,
    /// Name for people; the id where there is none.
    #[cfg_attr(not(test), expect(dead_code, reason = "held against the published CSV of each sample"))]
    pub(super) label: String,
    pub(super) role: Option<Role>,
    pub(super) categories: Vec<Category>,
    /// How many cells lie between one category and the next.
    stride: usize,
}

/// What a dimension is, where the file says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    Time,
    Geo,
    Metric,
}

/// One category of a dimension.
#[derive(Debug)]
pub(super) struct Category {
    pub(super) id: String,
    /// Name for people; the id where there is none.
    pub(super) label: String,
}

/// One cell.
#[derive(Debug)]
pub(super) struct Cell<'a> {
    /// Its number in row-major order, from 0.
    pub(super) number: usize,
    /// The file says something of it: in a sparse list, a cell may be left out.
    pub(super) is_stated: bool,
    /// Its value as text; blank where there is none.
    pub(super) value: Cow<'a, str>,
    /// Its status symbol; blank where there is none.
    pub(super) status: &'a str,
}

impl Dimension {
    /// The place of a cell's category.
    pub(super) fn category_of(&self, cell: usize) -> usize {
        cell / self.stride % self.categories.len()
    }
}

impl Dataset {
    /// The cells in row-major order, made as they are asked for.
    pub(super) fn cells(&self) -> impl Iterator<Item = Cell<'_>> {
        (0..self.cells).map(|number| Cell {
            number,
            is_stated: self.values.states(number) || self.status.states(number),
            value: self.values.at(number).map_or(Cow::Borrowed(""), text_of),
            status: self.status.at(number).and_then(Value::as_str).unwrap_or_default(),
        })
    }

    /// Number of cells, stated or not.
    pub(super) fn len(&self) -> usize {
        self.cells
    }
}

/// A number as its shortest decimals, without exponent where a person would write none.
fn text_of(value: &Value) -> Cow<'_, str> {
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
enum Spread {
    Each(Vec<Value>),
    Some(BTreeMap<usize, Value>),
    All(Value),
    None,
}

impl Spread {
    fn at(&self, cell: usize) -> Option<&Value> {
        match self {
            Self::Each(values) => values.get(cell),
            Self::Some(values) => values.get(&cell),
            Self::All(value) => Some(value),
            Self::None => None,
        }
    }

    fn states(&self, cell: usize) -> bool {
        match self {
            Self::Each(_) => true,
            Self::Some(values) => values.contains_key(&cell),
            Self::All(_) | Self::None => false,
        }
    }

    fn of_values(value: Option<Value>, cells: usize) -> Result<Self, String> {
        let is_value = |value: &Value| value.is_number() || value.is_string() || value.is_null();
        match value {
            Some(Value::Array(values)) => Self::each(values, cells, is_value),
            Some(Value::Object(values)) => Self::some(values, cells, is_value),
            _ => Err(text("finding.detail_json_value", &[])),
        }
    }

    fn of_status(status: Option<Value>, cells: usize) -> Result<Self, String> {
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

/// Reads the datasets of a file.
///
/// # Errors
/// A sentence in the users' language that says what is wrong, without the file's values.
pub(super) fn read(json: &str) -> Result<Vec<Dataset>, String> {
    if json.len() > LARGEST {
        return Err(text("finding.detail_json_large", &[("megabytes", &(LARGEST >> 20).to_string())]));
    }
    let root = json::parse(json).map_err(|line| text("finding.detail_json", &[("line", &line.to_string())]))?;
    let Value::Object(mut root) = root else { return Err(not_json_stat()) };
    let is_second = root.get("version").and_then(Value::as_str).is_some_and(|version| version.starts_with('2'));
    match root.get("class").and_then(Value::as_str) {
        Some("dataset") if is_second => Ok(vec![second_edition(root)?]),
        Some("collection") if is_second => collection(&mut root),
        None if !root.contains_key("version") => Ok(vec![first_edition(&mut root)?]),
        _ => Err(not_json_stat()),
    }
}

fn not_json_stat() -> String {
    text("finding.detail_json_class", &[])
}

/// A collection whose datasets stand in it; what is only linked to is somewhere else.
fn collection(root: &mut Map<String, Value>) -> Result<Vec<Dataset>, String> {
    let items = root.get_mut("link").and_then(|link| link.get_mut("item")).map(Value::take);
    let Some(Value::Array(items)) = items else { return Err(not_json_stat()) };
    let mut datasets = Vec::new();
    for item in items {
        let Value::Object(item) = item else { return Err(not_json_stat()) };
        let class = item.get("class").and_then(Value::as_str);
        if item.contains_key("value") && class == Some("dataset") {
            datasets.push(second_edition(item)?);
        } else if item.contains_key("value") || item.contains_key("link") {
            return Err(not_json_stat());
        }
    }
    if datasets.is_empty() { Err(text("finding.detail_json_links", &[])) } else { Ok(datasets) }
}

/// What both editions say, each in its own place.
struct Parts {
    ids: Option<Value>,
    sizes: Option<Value>,
    roles: Option<Value>,
    dimensions: Map<String, Value>,
    values: Option<Value>,
    status: Option<Value>,
    /// The second edition asks for the unit of what is measured.
    needs_units: bool,
}

fn second_edition(mut body: Map<String, Value>) -> Result<Dataset, String> {
    let Some(Value::Object(dimensions)) = body.swap_remove("dimension") else { return Err(not_json_stat()) };
    dataset(Parts {
        ids: body.swap_remove("id"),
        sizes: body.swap_remove("size"),
        roles: body.swap_remove("role"),
        dimensions,
        values: body.swap_remove("value"),
        status: body.swap_remove("status"),
        needs_units: true,
    })
}

fn first_edition(root: &mut Map<String, Value>) -> Result<Dataset, String> {
    let Some(Value::Object(mut body)) = root.swap_remove("dataset") else { return Err(not_json_stat()) };
    let Some(Value::Object(mut dimensions)) = body.swap_remove("dimension") else { return Err(not_json_stat()) };
    dataset(Parts {
        ids: dimensions.swap_remove("id"),
        sizes: dimensions.swap_remove("size"),
        roles: dimensions.swap_remove("role"),
        dimensions,
        values: body.swap_remove("value"),
        status: body.swap_remove("status"),
        needs_units: false,
    })
}

fn dataset(mut parts: Parts) -> Result<Dataset, String> {
    let (ids, sizes) = shape(&parts)?;
    let limit = MOST_CELLS.to_string();
    let cells = sizes.iter().try_fold(1_usize, |cells, size| cells.checked_mul(*size));
    let Some(cells) = cells.filter(|cells| (1..=MOST_CELLS).contains(cells)) else {
        return Err(text("finding.detail_json_cells", &[("limit", &limit)]));
    };
    let roles = roles(parts.roles.take(), &ids)?;
    let mut dimensions = Vec::with_capacity(ids.len());
    let mut stride = cells;
    for (id, size) in ids.into_iter().zip(sizes) {
        stride /= size;
        let body = parts.dimensions.swap_remove(&id).ok_or_else(disagreement)?;
        let role = roles.get(&id).copied();
        let needs_units = parts.needs_units && role == Some(Role::Metric);
        let categories = categories(&id, &body, size, needs_units)?;
        let label = body.get("label").and_then(Value::as_str).unwrap_or(&id).to_owned();
        dimensions.push(Dimension { id, label, role, categories, stride });
    }
    if !parts.dimensions.is_empty() {
        return Err(disagreement());
    }
    let values = Spread::of_values(parts.values, cells)?;
    let status = Spread::of_status(parts.status, cells)?;
    Ok(Dataset { dimensions, cells, values, status })
}

fn disagreement() -> String {
    text("finding.detail_json_shape", &[])
}

/// The ids of the dimensions and their sizes.
fn shape(parts: &Parts) -> Result<(Vec<String>, Vec<usize>), String> {
    let (Some(Value::Array(ids)), Some(Value::Array(sizes))) = (&parts.ids, &parts.sizes) else {
        return Err(disagreement());
    };
    let in_number = (1..=MOST_DIMENSIONS).contains(&ids.len()) && ids.len() == sizes.len();
    let ids: Vec<String> = ids.iter().filter_map(code).collect();
    let sizes: Vec<usize> = sizes.iter().filter_map(Value::as_u64).filter_map(|it| usize::try_from(it).ok()).collect();
    let different: BTreeSet<&String> = ids.iter().collect();
    if in_number && different.len() == sizes.len() && ids.len() == sizes.len() {
        Ok((ids, sizes))
    } else {
        Err(disagreement())
    }
}

/// The text of an id that can stand in a cell.
fn code(value: &Value) -> Option<String> {
    value.as_str().filter(|text| is_code(text)).map(str::to_owned)
}

fn is_code(text: &str) -> bool {
    !text.trim().is_empty() && text.len() <= LONGEST_TEXT
}

fn roles(roles: Option<Value>, ids: &[String]) -> Result<BTreeMap<String, Role>, String> {
    let mut found = BTreeMap::new();
    let Some(roles) = roles.filter(|roles| !roles.is_null()) else { return Ok(found) };
    for (name, role) in [("time", Role::Time), ("geo", Role::Geo), ("metric", Role::Metric)] {
        let Some(named) = roles.get(name) else { continue };
        for id in named.as_array().ok_or_else(disagreement)? {
            let id = id.as_str().filter(|id| ids.iter().any(|known| known == id)).ok_or_else(disagreement)?;
            found.insert(id.to_owned(), role);
        }
    }
    Ok(found)
}

fn categories(id: &str, body: &Value, size: usize, needs_units: bool) -> Result<Vec<Category>, String> {
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
    if needs_units && !codes.iter().all(has_unit) {
        return Err(text("finding.detail_json_unit", &[("dimension", id)]));
    }
    let label = |id: &String| labels.and_then(|labels| labels.get(id)).and_then(Value::as_str).unwrap_or(id).to_owned();
    let categories: Vec<_> = codes.into_iter().map(|id| Category { label: label(&id), id }).collect();
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

#[cfg(test)]
mod tests;
