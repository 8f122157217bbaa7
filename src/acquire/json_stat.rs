//! JSON-stat: the cube that statistical offices publish, as cells in row-major order.
//!
//! Edition 2 (`"version": "2.0"`, a dataset or a collection with its datasets inside) and edition 1 as Statistics
//! Norway writes it (`{"dataset": {...}}`, with `id`, `size` and `role` inside `dimension`); see <https://json-stat.org>.
//! What the file claims is held against what it holds before anything is made of it, so a small file stays small.

mod dimension;
mod spread;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use self::dimension::{categories, is_code};
use self::spread::{Spread, text_of};
use super::json;
use crate::lang::text;

/// Largest file read, in bytes: a parsed value takes many times the space of its text.
const LARGEST: usize = 64 << 20;
/// Most cells a dataset may have; Statistics Norway gives at most 800,000 in one answer.
const MOST_CELLS: usize = 1_000_000;
/// Most dimensions; published tables have fewer than ten.
const MOST_DIMENSIONS: usize = 50;
/// Longest code or label, in bytes: each is met again in every row.
const LONGEST_TEXT: usize = 1_000;

/// A dataset whose dimensions, categories and values agree.
#[derive(Debug)]
pub(super) struct Dataset {
    /// Number of the table, where the file says so as Statistics Norway does.
    pub(super) table: Option<String>,
    /// When the table was last changed, as the file writes it.
    pub(super) updated: Option<String>,
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
    /// The file says what its figures are counted in.
    pub(super) has_unit: bool,
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
    table: Option<String>,
    updated: Option<String>,
    ids: Option<Value>,
    sizes: Option<Value>,
    roles: Option<Value>,
    dimensions: Map<String, Value>,
    values: Option<Value>,
    status: Option<Value>,
}

fn second_edition(mut body: Map<String, Value>) -> Result<Dataset, String> {
    let Some(Value::Object(dimensions)) = body.swap_remove("dimension") else { return Err(not_json_stat()) };
    dataset(Parts {
        table: table_of(&body),
        updated: body.get("updated").and_then(code),
        ids: body.swap_remove("id"),
        sizes: body.swap_remove("size"),
        roles: body.swap_remove("role"),
        dimensions,
        values: body.swap_remove("value"),
        status: body.swap_remove("status"),
    })
}

fn first_edition(root: &mut Map<String, Value>) -> Result<Dataset, String> {
    let Some(Value::Object(mut body)) = root.swap_remove("dataset") else { return Err(not_json_stat()) };
    let Some(Value::Object(mut dimensions)) = body.swap_remove("dimension") else { return Err(not_json_stat()) };
    dataset(Parts {
        table: None,
        updated: body.get("updated").and_then(code),
        ids: dimensions.swap_remove("id"),
        sizes: dimensions.swap_remove("size"),
        roles: dimensions.swap_remove("role"),
        dimensions,
        values: body.swap_remove("value"),
        status: body.swap_remove("status"),
    })
}

fn table_of(body: &Map<String, Value>) -> Option<String> {
    body.get("extension")?.get("px")?.get("tableid").and_then(code)
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
        let categories = categories(&id, &body, size)?;
        let label = body.get("label").and_then(Value::as_str).unwrap_or(&id).to_owned();
        dimensions.push(Dimension { id, label, role, categories, stride });
    }
    if !parts.dimensions.is_empty() {
        return Err(disagreement());
    }
    let values = Spread::of_values(parts.values, cells)?;
    let status = Spread::of_status(parts.status, cells)?;
    Ok(Dataset { table: parts.table, updated: parts.updated, dimensions, cells, values, status })
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

#[cfg(test)]
mod tests;
