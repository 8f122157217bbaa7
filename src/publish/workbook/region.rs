//! The municipalities that are reported together, beside each other: every measure in the year reported.

use crate::compute::{MUNICIPALITIES, MeasureTable, RegionTables};
use crate::lang::text;
use crate::protect::{Cell, Heading};
use crate::publish::period::days;

use super::sheet::{Body, Column, Field, Grid, Sheet};

/// The sheet.
pub(super) fn sheet(region: &RegionTables<Cell>, heading: &Heading) -> Sheet {
    let measures: Vec<&MeasureTable<Cell>> = region.indicators.iter().flat_map(|it| &it.measures).collect();
    let mut columns = vec![
        Column::text(text("workbook.column_indicator", &[]), 110),
        Column::text(text("workbook.column_measure", &[]), 300),
        Column::text(text("workbook.column_unit", &[]), 220),
    ];
    columns.extend(measures.first().into_iter().flat_map(|measure| names(measure)).map(Column::number));
    columns.push(Column::number(region.name.clone()));
    let rows = measures.iter().map(|measure| row(measure, heading.year)).collect();
    Sheet {
        name: region.name.clone(),
        is_fixed: false,
        charts: Vec::new(),
        title: text("workbook.region_title", &[("region", &region.name), ("year", &heading.year_label(heading.year))]),
        lines: vec![
            text("workbook.period_each_year", &[("days", &days(heading))]),
            text("workbook.region_sum", &[("region", &region.name)]),
            text("workbook.see_notes", &[]),
        ],
        body: Body::Table(Grid { columns, rows }),
    }
}

fn names(measure: &MeasureTable<Cell>) -> Vec<String> {
    let of_municipalities = measure.breakdowns.iter().filter(|it| it.dimension == MUNICIPALITIES);
    of_municipalities.flat_map(|it| it.categories.iter().map(|category| category.label.clone())).collect()
}

fn row(measure: &MeasureTable<Cell>, year: i32) -> Vec<Field> {
    let mut fields: Vec<Field> = [&measure.id, &measure.title, &measure.unit_text].map(Field::text).into();
    let field = |cell: Option<&Cell>| Field::own(cell.unwrap_or(&Cell::Missing), measure.unit);
    for breakdown in measure.breakdowns.iter().filter(|it| it.dimension == MUNICIPALITIES) {
        let at = breakdown.years.iter().position(|known| *known == year);
        fields.extend(breakdown.categories.iter().map(|it| field(at.and_then(|at| it.cells.get(at)))));
    }
    fields.push(field(measure.totals.iter().find(|point| point.year == year).map(|point| &point.cell)));
    fields
}
