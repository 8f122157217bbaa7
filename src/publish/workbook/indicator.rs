//! One sheet per indicator: all its measures and breakdowns in one table, a row per series and a column per year.

use std::collections::BTreeSet;

use crate::compute::{Breakdown, IndicatorTable, MeasureTable, ReferenceSeries};
use crate::lang::text;
use crate::protect::{Cell, Heading};
use crate::publish::period::days;

use super::sheet::{Body, Column, Field, Grid, Sheet};

/// The sheet.
pub(super) fn sheet(indicator: &IndicatorTable<Cell>, heading: &Heading) -> Sheet {
    let years = years(indicator);
    let measures = indicator.measures.iter();
    let rows: Vec<_> = measures.flat_map(|measure| measure_rows(measure, heading, &years)).collect();
    let mut lines = lines(indicator, heading);
    if rows.is_empty() {
        lines.push(text("workbook.key_empty", &[]));
    }
    Sheet {
        name: indicator.id.clone(),
        is_fixed: false,
        charts: Vec::new(),
        title: format!("{} {}", indicator.id, indicator.title),
        lines,
        body: Body::Table(Grid { columns: columns(&years, heading), rows }),
    }
}

/// The years of the own figures; longer reference series stand whole in the tidy data.
fn years(indicator: &IndicatorTable<Cell>) -> BTreeSet<i32> {
    let measures = indicator.measures.iter();
    let of_measure = |measure: &MeasureTable<Cell>| {
        let totals = measure.totals.iter().map(|point| point.year);
        totals.chain(measure.breakdowns.iter().flat_map(|breakdown| breakdown.years.clone())).collect::<Vec<_>>()
    };
    measures.flat_map(of_measure).collect()
}

fn columns(years: &BTreeSet<i32>, heading: &Heading) -> Vec<Column> {
    let mut columns = vec![
        Column::text(text("workbook.column_measure", &[]), 260),
        Column::text(text("workbook.column_unit", &[]), 200),
        Column::text(text("workbook.column_breakdown", &[]), 150),
        Column::text(text("workbook.column_category", &[]), 260),
    ];
    columns.extend(years.iter().map(|year| Column::number(heading.year_label(*year))));
    columns
}

fn lines(indicator: &IndicatorTable<Cell>, heading: &Heading) -> Vec<String> {
    let mut lines = vec![indicator.description.clone()];
    lines.extend(notes(indicator));
    lines.push(text("workbook.period_each_year", &[("days", &days(heading))]));
    if !indicator.reference.is_empty() {
        lines.push(text("workbook.definition", &[("reference", &indicator.reference)]));
    }
    lines.push(text("workbook.see_notes", &[]));
    lines.retain(|line| !line.is_empty());
    lines
}

/// What a reader must be told about the values: a note that several measures have is said once.
pub(in crate::publish) fn notes(indicator: &IndicatorTable<Cell>) -> Vec<String> {
    let without_interval = text("report.change_without_interval", &[]);
    let with_note =
        indicator.measures.iter().filter_map(|measure| Some((measure.title.as_str(), measure.note.as_deref()?)));
    let bare = with_note.clone().filter(|(_, note)| note.ends_with(&without_interval)).count();
    let mut said: Vec<(Vec<&str>, &str)> = Vec::new();
    for (title, note) in with_note {
        let note = if bare > 1 { note.strip_suffix(&*without_interval).unwrap_or(note).trim_end() } else { note };
        match said.iter_mut().find(|(_, known)| *known == note) {
            _ if note.is_empty() => {}
            Some((titles, _)) => titles.push(title),
            None => said.push((vec![title], note)),
        }
    }
    let note = |(titles, note): (Vec<&str>, &str)| {
        text("workbook.measure_note", &[("measure", &titles.join(" / ")), ("note", note)])
    };
    let mut notes: Vec<String> = said.into_iter().map(note).collect();
    if bare > 1 {
        notes.push(text("workbook.without_interval", &[]));
    }
    let breakdowns = indicator.measures.iter().flat_map(|measure| &measure.breakdowns);
    let overlapping: BTreeSet<&str> =
        breakdowns.filter(|breakdown| breakdown.overlapping).map(|breakdown| breakdown.title.as_str()).collect();
    for title in overlapping {
        notes.push(text("workbook.overlapping", &[("breakdown", title)]));
    }
    notes
}

fn measure_rows(measure: &MeasureTable<Cell>, heading: &Heading, years: &BTreeSet<i32>) -> Vec<Vec<Field>> {
    let own = |year: i32| {
        let point = measure.totals.iter().find(|point| point.year == year);
        Field::own(point.map_or(&Cell::Missing, |point| &point.cell), measure.unit)
    };
    let total = text("workbook.total", &[]);
    let head = |breakdown: &str, category: &str| head(measure, breakdown, category);
    let mut rows = vec![series(head(&total, &heading.municipality_name), years, own)];
    let beside = |reference: &ReferenceSeries| {
        series(head(&total, &reference.name), years, |year| Field::reference(Some(reference), year, measure.unit))
    };
    rows.extend(measure.references.iter().map(beside));
    for breakdown in &measure.breakdowns {
        rows.extend(breakdown_rows(measure, breakdown, years));
    }
    rows
}

fn breakdown_rows(measure: &MeasureTable<Cell>, breakdown: &Breakdown<Cell>, years: &BTreeSet<i32>) -> Vec<Vec<Field>> {
    let categories = breakdown.categories.iter().map(|category| {
        series(head(measure, &breakdown.title, &category.label), years, |year| {
            let mut cells = breakdown.years.iter().zip(&category.cells);
            let cell = cells.find(|(known, _)| **known == year).map_or(&Cell::Missing, |(_, cell)| cell);
            Field::own(cell, measure.unit)
        })
    });
    categories.collect()
}

fn head(measure: &MeasureTable<Cell>, breakdown: &str, category: &str) -> Vec<Field> {
    [&measure.title, &measure.unit_text, breakdown, category].map(Field::text).into()
}

fn series(mut row: Vec<Field>, years: &BTreeSet<i32>, figure: impl Fn(i32) -> Field) -> Vec<Field> {
    row.extend(years.iter().map(|&year| figure(year)));
    row
}
