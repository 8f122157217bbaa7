//! Nøkkeltall: every measure beside last year, the county and the country, with what the interval allows us to say.

use crate::compute::{MeasureTable, Point, ReferenceRole, Verdict};
use crate::lang::text;
use crate::protect::{Cell, Heading, Publishable};
use crate::publish::period::days;
use crate::publish::{Rounded, reference};

use super::sheet::{Body, Column, Field, Grid, Sheet, own};

/// The sheet.
pub(super) fn sheet(publishable: &Publishable) -> Sheet {
    let heading = publishable.heading();
    let indicators = publishable.indicators().iter();
    let rows: Vec<_> = indicators
        .flat_map(|indicator| indicator.measures.iter().map(|measure| row(&indicator.id, measure, heading)))
        .collect();
    let mut lines =
        vec![text("workbook.key_period", &[("days", &days(heading))]), text("workbook.key_difference", &[])];
    if rows.is_empty() {
        lines = vec![text("workbook.key_empty", &[])];
    }
    Sheet {
        name: text("workbook.key", &[]),
        is_fixed: true,
        charts: Vec::new(),
        title: text("workbook.key_title", &[("year", &heading.year_label(heading.year))]),
        lines,
        body: Body::Table(Grid { columns: columns(publishable), rows }),
    }
}

fn columns(publishable: &Publishable) -> Vec<Column> {
    let heading = publishable.heading();
    let county = region_name(publishable, ReferenceRole::County).unwrap_or_else(|| text("workbook.county", &[]));
    let nation = region_name(publishable, ReferenceRole::Country).unwrap_or_else(|| text("workbook.country", &[]));
    let in_year = |name: &str, year: i32| format!("{name} {}", heading.year_label(year));
    let last_year = heading.year.saturating_sub(1);
    vec![
        Column::text(text("workbook.column_indicator", &[]), 80),
        Column::text(text("workbook.column_measure", &[]), 240),
        Column::text(text("workbook.column_unit", &[]), 180),
        Column::number(in_year(&heading.municipality_name, heading.year)),
        Column::number(in_year(&heading.municipality_name, last_year)),
        Column::number(in_year(&county, heading.year)),
        Column::number(in_year(&nation, heading.year)),
        Column::number(text("workbook.column_difference", &[("county", &county)])),
        Column::number(text("workbook.column_lower", &[])),
        Column::number(text("workbook.column_upper", &[])),
        Column::text(text("workbook.column_verdict", &[("county", &county)]), 100),
    ]
}

fn region_name(publishable: &Publishable, role: ReferenceRole) -> Option<String> {
    let measures = publishable.indicators().iter().flat_map(|indicator| &indicator.measures);
    measures.filter_map(|measure| reference::series(measure, role)).map(|series| series.name.clone()).next()
}

fn row(indicator: &str, measure: &MeasureTable<Cell>, heading: &Heading) -> Vec<Field> {
    let (year, unit) = (heading.year, measure.unit);
    let now = measure.totals.iter().find(|point| point.year == year);
    let before = measure.totals.iter().find(|point| point.year == year.saturating_sub(1));
    let figure = |point: Option<&Point<Cell>>| Field::own(point.map_or(&Cell::Missing, |point| &point.cell), unit);
    let beside = |role| Field::reference(reference::series(measure, role), year, unit);
    let [lower, upper] = limits(measure, now);
    let [difference, verdict] = comparison(measure, now, year);
    vec![
        Field::text(indicator),
        Field::text(&measure.title),
        Field::text(&measure.unit_text),
        figure(now),
        figure(before),
        beside(ReferenceRole::County),
        beside(ReferenceRole::Country),
        difference,
        lower,
        upper,
        verdict,
    ]
}

fn limits(measure: &MeasureTable<Cell>, point: Option<&Point<Cell>>) -> [Field; 2] {
    let cell = point.map_or(&Cell::Missing, |point| &point.cell);
    let Some(shown) = cell.shown() else { return [Field::Mark(cell.mark()), Field::Mark(cell.mark())] };
    let limit = |limit: Option<f64>| {
        let rounded = limit.and_then(|limit| Rounded::of(limit, measure.unit));
        rounded.map_or(Field::Empty, Field::Figure)
    };
    [limit(shown.interval.map(|interval| interval.lower)), limit(shown.interval.map(|interval| interval.upper))]
}

/// The difference is that of the printed figures, so that a reader who subtracts them finds it.
fn comparison(measure: &MeasureTable<Cell>, point: Option<&Point<Cell>>, year: i32) -> [Field; 2] {
    let mark = |mark: &'static str| [Field::Mark(mark), Field::Mark(mark)];
    let Some(county) = reference::series(measure, ReferenceRole::County) else {
        return [Field::Empty, Field::Empty];
    };
    let Some(point) = point else { return mark(Cell::Missing.mark()) };
    let figure = match own(&point.cell, measure.unit) {
        Ok(figure) => figure,
        Err(own_mark) => return mark(own_mark),
    };
    let beside = match reference::figure(county, year, measure.unit) {
        Ok(beside) => beside,
        Err(county_mark) => return mark(county_mark),
    };
    let Some(comparison) = &point.comparison else { return [Field::Empty, Field::Empty] };
    let difference = Rounded::of(figure.number() - beside.number(), measure.unit);
    let said = comparison.verdict.map_or(Field::Empty, |it| Field::Text(verdict(it)));
    [difference.map_or(Field::Mark(Cell::Missing.mark()), Field::Difference), said]
}

fn verdict(verdict: Verdict) -> String {
    match verdict {
        Verdict::Higher => text("report.higher", &[]),
        Verdict::Lower => text("report.lower", &[]),
        Verdict::Uncertain => text("report.uncertain", &[]),
    }
}
