//! How native charts look: only this file knows.

use rust_xlsxwriter::{
    Chart, ChartEmptyCells, ChartFont, ChartFormat, ChartLegendPosition, ChartLine, ChartMarker, ChartMarkerType,
    ChartSolidFill, ChartType, Worksheet, XlsxError,
};

use super::charts::NativeChart;
use crate::publish::appearance::Palette;

const WIDTH: u32 = 560;
const HEIGHT: u32 = 300;
/// Rows from one chart to the next.
const ROWS: u32 = 17;
/// The first column with figures on the sheet that charts are fed from, after measure, unit and series.
const FIRST_FIGURE: u16 = 3;
const NAME: u16 = 2;

/// Where charts stand.
#[derive(Debug, Clone, Copy)]
pub(super) struct Beside {
    pub(super) row: u32,
    pub(super) column: u16,
}

/// Puts charts below each other.
pub(super) fn insert(
    worksheet: &mut Worksheet,
    charts: &[NativeChart],
    (sheet, header): (&str, u32),
    beside: Beside,
    palette: &Palette,
) -> Result<(), XlsxError> {
    for (native, place) in charts.iter().zip(0..) {
        let chart = chart(native, sheet, header, &palette.series())?;
        worksheet.insert_chart_with_offset(beside.row + place * ROWS, beside.column, &chart, 0, 0)?;
    }
    Ok(())
}

/// `colours` are those of the municipality, the county, the country and any other, as in the pictures.
fn chart(native: &NativeChart, sheet: &str, header: u32, colours: &[String; 4]) -> Result<Chart, XlsxError> {
    let kind = if native.are_columns { ChartType::Column } else { ChartType::Line };
    let mut chart = Chart::new(kind);
    let last =
        FIRST_FIGURE + u16::try_from(native.years.saturating_sub(1)).map_err(|_| XlsxError::RowColumnLimitError)?;
    for (place, colour) in native.rows.iter().zip(colours) {
        let colour = colour.as_str();
        let row = header + 1 + u32::try_from(*place).map_err(|_| XlsxError::RowColumnLimitError)?;
        let series = chart.add_series();
        series.set_name((sheet, row, NAME)).set_categories((sheet, header, FIRST_FIGURE, header, last)).set_values((
            sheet,
            row,
            FIRST_FIGURE,
            row,
            last,
        ));
        if native.are_columns {
            series.set_format(ChartFormat::new().set_solid_fill(ChartSolidFill::new().set_color(colour))).set_gap(60);
        } else {
            let marker = if colour == colours[0] { ChartMarkerType::Circle } else { ChartMarkerType::Square };
            let mut fill = ChartFormat::new();
            fill.set_solid_fill(ChartSolidFill::new().set_color(colour));
            fill.set_line(ChartLine::new().set_color(colour));
            series
                .set_format(ChartFormat::new().set_line(ChartLine::new().set_color(colour).set_width(2.25)))
                .set_marker(ChartMarker::new().set_type(marker).set_size(7).set_format(&mut fill));
        }
    }
    dress(&mut chart, native);
    Ok(chart)
}

fn dress(chart: &mut Chart, native: &NativeChart) {
    let font = || {
        let mut font = ChartFont::new();
        font.set_name("Arial").set_size(9);
        font
    };
    let mut bold = font();
    bold.set_size(11).set_bold();
    chart.title().set_name(&native.title).set_font(&bold);
    chart.x_axis().set_font(&font());
    chart.y_axis().set_name(&native.unit).set_name_font(&font()).set_font(&font());
    if native.is_from_zero {
        chart.y_axis().set_min(0);
    }
    chart.y_axis().set_major_gridlines_line(ChartLine::new().set_color("D9D9D9"));
    if native.rows.len() > 1 {
        chart.legend().set_position(ChartLegendPosition::Bottom).set_font(&font());
    } else {
        chart.legend().set_hidden();
    }
    chart.show_empty_cells_as(ChartEmptyCells::Gaps);
    chart.set_width(WIDTH).set_height(HEIGHT).set_alt_text(&native.alt);
}
