//! Rows that name rows of another source: an investigation without its report.

use std::collections::BTreeMap;

use chrono::Datelike;
use polars_core::prelude::{DataFrame, Int32Chunked};

use super::CheckedSource;
use super::children::date_of;
use super::source_map::SourceMap;
use super::texts::Texts;
use crate::acquire::Origin;
use crate::diagnostic::{Finding, Place, Rule};

/// The texts of each source's fields.
pub(super) type TextsOf = BTreeMap<String, Vec<Texts>>;

/// A finding for each row whose reference leads nowhere, where the files that it should lead to are there.
pub(super) fn dangling(
    map: &SourceMap,
    (sources, texts): (&BTreeMap<String, CheckedSource>, &TextsOf),
    target: &SourceMap,
    field: &str,
    tables: &[Origin],
) -> Vec<Finding> {
    let place = |map: &SourceMap| map.fields.iter().position(|known| known.name == field);
    let found = || {
        let frame = &sources.get(&map.id)?.frame;
        let here = texts.get(&map.id)?.get(place(map)?)?;
        let there = texts.get(&target.id)?.get(place(target)?)?;
        let covered = &sources.get(&target.id)?.years;
        let event = map.placed_by.as_ref().and_then(|placed| placed.date.as_deref().or(placed.from.as_deref()))?;
        let (ids, starts) = (whole(frame, field)?, whole(frame, event)?);
        let (files, lines) = (whole(frame, "fil")?, whole(frame, "linje")?);
        let is_covered = |row: usize| {
            let start = starts.get(row).and_then(date_of);
            // A January investigation may answer a report of the year before.
            let needed = start.map(|start| [start.year(), start.year() - i32::from(start.month() == 1)]);
            needed.is_some_and(|years| years.iter().all(|year| covered.contains(year)))
        };
        let is_dangling = |row: &usize| {
            let id = ids.get(*row).and_then(|number| here.id(number));
            id.is_some_and(|id| is_covered(*row) && !there.has(id))
        };
        let finding = |row: usize| {
            let origin = tables.get(usize::try_from(files.get(row)?).ok()?)?;
            let line = u32::try_from(lines.get(row)?).ok()?;
            let place = Place { sheet: origin.sheet.clone(), ..Place::file(&origin.file) }.line(line);
            let place = Place { field: Some(field.to_owned()), ..place };
            Some(Finding::new(Rule::WithoutReport, place).with("field", field).with("source", &target.id))
        };
        Some((0..frame.height()).filter(is_dangling).filter_map(finding).collect())
    };
    found().unwrap_or_default()
}

fn whole<'f>(frame: &'f DataFrame, name: &str) -> Option<&'f Int32Chunked> {
    frame.column(name).ok()?.i32().ok()
}
