//! What a bundle that was read back shows to everybody.

use serde_json::Value;

use crate::compute::{Coarsening, Detail, Merge, Omission};
use crate::protect::{Published, PublishedFigure, Said, Span};
use crate::read_back::{ReadBack, TidyRow};
use crate::units::Window;
use crate::windows::iso_date;

/// The bundle, by the name of its folder; none where it is not as one is written.
pub(super) fn published(name: &str, bundle: &ReadBack) -> Option<Published> {
    let id = bundle.window()?;
    Some(Published {
        name: name.to_owned(),
        municipality: bundle.text("/municipality")?.to_owned(),
        window: Window::ALL.into_iter().find(|window| window.id() == id)?,
        definitions: bundle.definitions(),
        days: bundle.windows()?.iter().filter_map(days).collect(),
        figures: bundle.rows().filter(says_something).map(figure).collect::<Option<_>>()?,
        detail: detail(bundle.said()),
    })
}

/// The year of a window, with its first and last day.
fn days(window: &Value) -> Option<(i32, Span)> {
    let day = |key: &str| window[key].as_str().and_then(iso_date);
    let year = window["year"].as_i64().and_then(|year| i32::try_from(year).ok())?;
    Some((year, (day("first")?, day("last")?)))
}

/// How much detail a bundle shows; none where it does not say.
fn detail(manifest: &Value) -> Option<Detail> {
    let text = |value: &Value, key: &str| value[key].as_str().map(str::to_owned);
    let ages = |group: &Value| Some((group[0].as_i64()?, group[1].as_i64()?));
    let groups = manifest["age_groups"].as_array()?.iter().map(ages).collect::<Option<Vec<_>>>()?;
    let list = |key: &str| manifest["coarsening"][key].as_array().into_iter().flatten();
    let merge = |merged: &Value| {
        let codes = merged["codes"].as_array()?.iter().filter_map(|code| code.as_str().map(str::to_owned)).collect();
        Some(Merge { dimension: text(merged, "by")?, codes, name: None })
    };
    let omission = |left_out: &Value| Some(Omission { measure: text(left_out, "measure")?, by: text(left_out, "by")? });
    let coarsening = Coarsening {
        merges: list("merged").filter_map(merge).collect(),
        left_out: list("left_out").filter_map(omission).collect(),
    };
    Some(Detail { age_groups: groups, coarsening })
}

/// Whether a row says something of its cell; those without data do not.
fn says_something(row: &TidyRow<'_>) -> bool {
    matches!(row.status, ":" | ".") || row.status.is_empty() && !row.value.is_empty()
}

/// What a row says; none where it is not as one is written.
fn figure(row: TidyRow<'_>) -> Option<PublishedFigure> {
    let said = match row.status {
        ":" => Said::Withheld,
        "." => Said::NotApplicable,
        _ => Said::Figure(row.shown()?),
    };
    Some(PublishedFigure {
        place: row.place.to_owned(),
        measure: row.measure.to_owned(),
        year: row.year.parse().ok()?,
        breakdown: row.breakdown.to_owned(),
        said,
        beside: row.beside.parse().ok(),
    })
}
