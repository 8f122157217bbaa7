//! Whether an answer is the table that was asked for, before anything is replaced by it.

use super::json_stat::{self, Dataset, Dimension};
use super::reference_map::{ReferenceMap, TableQuery};
use crate::lang::text;

/// What a good answer holds.
pub(crate) struct Examined {
    /// Figures in it; marks are none.
    pub(crate) values: usize,
    /// When the table was last changed, as it says.
    pub(crate) updated: Option<String>,
}

/// Reads an answer and holds it against the question.
///
/// # Errors
/// A sentence that says what is wrong with it.
pub(crate) fn examine_answer(bytes: &[u8], map: &ReferenceMap) -> Result<Examined, String> {
    let Ok(json) = std::str::from_utf8(bytes) else { return Err(text("cli.plan_not_utf8", &[])) };
    let json = json.trim_start_matches('\u{feff}');
    if json.trim_start().starts_with('<') {
        return Err(text("cli.update_web_page", &[]));
    }
    let mut datasets = json_stat::read(json)?;
    let (Some(dataset), true, Some(query)) = (datasets.pop(), datasets.is_empty(), map.query()) else {
        return Err(text("finding.detail_json_class", &[]));
    };
    if let Some(found) = dataset.table.as_ref().filter(|found| **found != query.table) {
        return Err(text("cli.update_other_table", &[("found", found), ("table", &query.table)]));
    }
    held_against(&dataset, query, map)?;
    let values = dataset.cells().filter(|cell| !cell.value.is_empty()).count();
    if values == 0 {
        return Err(text("cli.update_no_values", &[]));
    }
    Ok(Examined { values, updated: dataset.updated.clone() })
}

/// Everything that was asked for is there, and nothing that would leave open what a figure is about.
fn held_against(dataset: &Dataset, query: &TableQuery, map: &ReferenceMap) -> Result<(), String> {
    let find = |id: &String| dataset.dimensions.iter().find(|dimension| dimension.id == *id);
    let contents = (&query.contents, map.contents());
    let asked = query.fixed.iter().map(|(id, categories)| (id, categories.clone()));
    let asked: Vec<(&String, Vec<String>)> =
        [(&query.region, Vec::new()), (&query.time, Vec::new()), contents].into_iter().chain(asked).collect();
    for (id, categories) in &asked {
        let Some(dimension) = find(id) else {
            return Err(text("finding.detail_json_lacks", &[("name", id)]));
        };
        if let Some(lacking) = categories.iter().find(|code| !has(dimension, code)) {
            return Err(text("cli.update_lacks", &[("dimension", id), ("code", lacking)]));
        }
    }
    let is_open =
        |dimension: &&Dimension| dimension.categories.len() > 1 && !asked.iter().any(|(id, _)| **id == dimension.id);
    match dataset.dimensions.iter().find(is_open) {
        Some(open) => Err(text("finding.detail_json_open", &[("dimension", &open.id)])),
        None => Ok(()),
    }
}

fn has(dimension: &Dimension, code: &str) -> bool {
    dimension.categories.iter().any(|category| category.id == code)
}
