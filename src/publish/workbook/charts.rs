//! Native charts beside the tables, for people who restyle them. They are fed from a sheet of their own where what is withheld
//! or missing is an empty cell: a mark in a chart's range would be stored, and drawn, as nought.

use crate::compute::{Charts, IndicatorTable, MeasureTable};
use crate::lang::text;
use crate::protect::{Cell, Heading};
use crate::units::Unit;

use super::sheet::{Body, Column, Field, Grid, Sheet};

/// Excel drops a longer alternative text without a word.
const LONGEST_ALT: usize = 255;

/// One chart on an indicator's sheet.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::publish) struct NativeChart {
    /// What it shows.
    pub(super) title: String,
    /// For those who do not see it.
    pub(super) alt: String,
    /// Unit of the axis.
    pub(super) unit: String,
    /// Columns for counts, lines for shares and rates.
    pub(super) are_columns: bool,
    /// No figure lies below nought, where the axis then begins.
    pub(super) is_from_zero: bool,
    /// Rows among those of the sheet with the charts' data; the municipality's own first.
    pub(super) rows: Vec<usize>,
    /// How many years there are.
    pub(super) years: usize,
}

/// The sheet that the charts are fed from, and each indicator's charts in their order.
pub(super) fn charts(indicators: &[IndicatorTable<Cell>], heading: &Heading) -> (Option<Sheet>, Vec<Vec<NativeChart>>) {
    let measures = || indicators.iter().flat_map(|indicator| &indicator.measures);
    let mut years: Vec<i32> = measures().flat_map(|measure| measure.totals.iter().map(|point| point.year)).collect();
    years.sort_unstable();
    years.dedup();
    let mut rows = Vec::new();
    let mut of_measure = |measure: &MeasureTable<Cell>| {
        let own = |year: i32| {
            let point = measure.totals.iter().find(|point| point.year == year);
            point.map_or(Field::Empty, |point| drawn(Field::own(&point.cell, measure.unit)))
        };
        let named = |name: &str| vec![Field::text(&measure.title), Field::text(&measure.unit_text), Field::text(name)];
        let mut of_chart = vec![(named(&heading.municipality_name), years.iter().map(|year| own(*year)).collect())];
        for series in measure.references.iter().filter(|_| measure.unit != Unit::Antall) {
            let beside = |year: &i32| drawn(Field::reference(Some(series), *year, measure.unit));
            of_chart.push((named(&series.name), years.iter().map(beside).collect()));
        }
        let is_there = |fields: &[Field]| fields.iter().any(|field| *field != Field::Empty);
        of_chart.retain(|(_, fields): &(Vec<Field>, Vec<Field>)| is_there(fields));
        let places = (rows.len()..).take(of_chart.len()).collect();
        rows.extend(of_chart.into_iter().map(|(head, fields)| [head, fields].concat()));
        NativeChart {
            title: measure.title.clone(),
            alt: alt(measure, heading),
            unit: measure.unit_text.clone(),
            are_columns: matches!(measure.unit, Unit::Antall | Unit::Dager),
            is_from_zero: measure.totals.iter().filter_map(|it| it.cell.shown()).all(|shown| shown.value >= 0.0),
            rows: places,
            years: years.len(),
        }
    };
    let mut of_indicator = |indicator: &IndicatorTable<Cell>| -> Vec<NativeChart> {
        indicator.measures.iter().filter(|measure| is_drawn(measure)).map(&mut of_measure).collect()
    };
    let charts: Vec<Vec<NativeChart>> = indicators.iter().map(&mut of_indicator).collect();
    let mut columns = vec![
        Column::text(text("workbook.column_measure", &[]), 260),
        Column::text(text("workbook.column_unit", &[]), 200),
        Column::text(text("workbook.column_series", &[]), 200),
    ];
    columns.extend(years.iter().map(|year| Column::number(heading.year_label(*year))));
    let sheet = Sheet {
        name: text("workbook.chart_data", &[]),
        is_fixed: true,
        title: text("workbook.chart_data_title", &[]),
        lines: vec![text("workbook.chart_data_lead", &[]), text("workbook.for_machines", &[])],
        body: Body::Machine(Grid { columns, rows }),
        charts: Vec::new(),
    };
    let is_any = charts.iter().any(|of_indicator| !of_indicator.is_empty());
    (is_any.then_some(sheet), charts)
}

/// A chart of one year says no more than its number, and a change since the baseline is in the table.
fn is_drawn(measure: &MeasureTable<Cell>) -> bool {
    let shown = measure.totals.iter().filter(|point| point.cell.shown().is_some()).count();
    measure.charts == Charts::All && shown > 1
}

/// A mark has no place in a chart.
fn drawn(field: Field) -> Field {
    if matches!(field, Field::Mark(_)) { Field::Empty } else { field }
}

fn alt(measure: &MeasureTable<Cell>, heading: &Heading) -> String {
    let values = [("title", measure.title.as_str()), ("municipality", &heading.municipality_name)];
    let mut alt = text("workbook.chart_alt", &values);
    while alt.encode_utf16().count() > LONGEST_ALT {
        alt.pop();
    }
    alt
}
