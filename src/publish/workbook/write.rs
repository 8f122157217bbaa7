//! Sheets become a workbook. Only this file knows how a cell is written.

use std::collections::BTreeSet;

use rust_xlsxwriter::utility::quote_sheet_name;
use rust_xlsxwriter::{
    Format, IgnoreError, Image, Table, TableColumn, TableStyle, Url, Workbook, Worksheet, XlsxError,
};

use crate::lang::text;
use crate::publish::appearance::{Appearance, Logo};

use super::frame::Frame;
use super::layout::{self, Filter, LINE_PIXELS, PAGE_PIXELS, RowHeights};
use super::marks::Marks;
use super::measure::{self, Weight};
use super::name::table_name;
use super::native::{self, Beside};
use super::sheet::{Body, Field, Grid, Sheet};
use super::style::{self, Style};

/// Legends above a frozen header take the window from the table on a small screen.
const MOST_FROZEN_ROWS: u32 = 12;

const FACT_WIDTHS: [u32; 2] = [190, 820];
const A4: u8 = 9;
/// The sheet that has the logo.
const COVER: usize = 1;
/// Pixels above and below it.
const AROUND_LOGO: u32 = 6;

/// The bytes of the workbook.
pub(super) fn write(sheets: &[Sheet], frame: &Frame, appearance: &Appearance) -> Result<Vec<u8>, XlsxError> {
    let styles = [Filter::Absent, Filter::Shown].map(|filter| (filter, Style::new(&appearance.palette, filter)));
    let mut workbook = Workbook::new();
    // 72 pixels is the width Arial 11 gives an untouched column; the library derives the width of a digit from it.
    workbook.set_default_format(&style::base(), LINE_PIXELS, 72)?;
    workbook.set_properties(&frame.properties()?);
    let chart_data = sheets.iter().find(|sheet| sheet.name == text("workbook.chart_data", &[]));
    let chart_data = chart_data.map(|sheet| (sheet.name.as_str(), header_row(sheet, frame)));
    for (index, sheet) in sheets.iter().enumerate() {
        let filter = Filter::of(&sheet.body);
        let style = styles.iter().find(|(of, _)| *of == filter).map_or(&styles[0].1, |(_, style)| style);
        let mut page = Page { worksheet: workbook.add_worksheet(), style, row: 0, chart_data, appearance };
        page.set_up(sheet, frame)?;
        page.write(sheet, frame, index + 1)?;
    }
    workbook.save_to_buffer()
}

/// A worksheet and the next row to write.
struct Page<'a> {
    worksheet: &'a mut Worksheet,
    style: &'a Style,
    row: u32,
    /// The sheet that charts are fed from, and its header row.
    chart_data: Option<(&'a str, u32)>,
    appearance: &'a Appearance,
}

/// How far down the table of a sheet begins.
fn header_row(sheet: &Sheet, frame: &Frame) -> u32 {
    let lines = sheet.lines.iter().flat_map(|line| measure::wrap(line, PAGE_PIXELS, Weight::Regular)).count();
    let marks = u32::from(frame.mark.is_some()) + u32::from(frame.invented.is_some());
    marks + 2 + u32::try_from(lines).unwrap_or(u32::MAX / 2)
}

impl Page<'_> {
    fn set_up(&mut self, sheet: &Sheet, frame: &Frame) -> Result<(), XlsxError> {
        self.worksheet.set_name(&sheet.name)?;
        self.worksheet.set_paper_size(A4).set_landscape().set_print_fit_to_pages(1, 0);
        self.worksheet.set_margins(0.5, 0.5, 0.7, 0.7, 0.3, 0.3).set_footer(&frame.footer);
        if !frame.header.is_empty() {
            self.worksheet.set_header(&frame.header);
        }
        self.worksheet.set_screen_gridlines(false);
        Ok(())
    }

    fn write(&mut self, sheet: &Sheet, frame: &Frame, index: usize) -> Result<(), XlsxError> {
        let style = self.style;
        if let Some(mark) = &frame.mark {
            self.line(mark, &style.warning)?;
        }
        self.worksheet.set_row_height_pixels(self.row, 26)?;
        self.line(&sheet.title, &style.title)?;
        if let Some(invented) = &frame.invented {
            self.line(invented, &style.warning)?;
        }
        for line in sheet.lines.iter().flat_map(|line| measure::wrap(line, PAGE_PIXELS, Weight::Regular)) {
            self.line(&line, &style.line)?;
        }
        if let Some(logo) = self.appearance.logo.as_ref().filter(|_| index == COVER) {
            self.logo(logo)?;
        }
        self.row += 1;
        match &sheet.body {
            Body::Facts(facts) => self.facts(facts),
            Body::Table(grid) | Body::WorkList(grid) | Body::Machine(grid) if grid.rows.is_empty() => Ok(()),
            Body::Table(grid) | Body::WorkList(grid) | Body::Machine(grid) => self.table(grid, sheet, index),
        }
    }

    fn line(&mut self, text: &str, format: &Format) -> Result<(), XlsxError> {
        self.worksheet.write_string_with_format(self.row, 0, text, format)?;
        self.row += 1;
        Ok(())
    }

    /// In the row that is empty on other sheets, so that the title stays where every sheet has it.
    fn logo(&mut self, logo: &Logo) -> Result<(), XlsxError> {
        let (width, height) = logo.on_screen();
        let image =
            Image::new_from_buffer(logo.png())?.set_scale_to_size(width, height, false).set_alt_text(logo.alt());
        self.worksheet.set_row_height_pixels(self.row, height + 2 * AROUND_LOGO)?;
        self.worksheet.insert_image_with_offset(self.row, 0, &image, 0, AROUND_LOGO)?;
        Ok(())
    }

    fn facts(&mut self, facts: &[(String, String)]) -> Result<(), XlsxError> {
        for (column, width) in (0..).zip(FACT_WIDTHS) {
            self.worksheet.set_column_width_pixels(column, width)?;
        }
        for (name, text) in facts {
            self.worksheet.write_string_with_format(self.row, 0, name, &self.style.fact)?;
            self.worksheet.write_string_with_format(self.row, 1, text, &self.style.fact_text)?;
            self.worksheet.set_row_height_pixels(self.row, layout::text_height(text, FACT_WIDTHS[1]))?;
            self.row += 1;
        }
        Ok(())
    }

    fn table(&mut self, grid: &Grid, sheet: &Sheet, index: usize) -> Result<(), XlsxError> {
        let filter = Filter::of(&sheet.body);
        let (header, widths) = (self.row, layout::widths(grid, filter));
        for (column, width) in (0..).zip(&widths) {
            self.worksheet.set_column_width_pixels(column, *width)?;
        }
        self.worksheet.set_row_height_pixels(header, layout::header_height(grid, &widths, filter))?;
        self.row += 1;
        let mut heights = RowHeights::new(&widths);
        for row in &grid.rows {
            for ((place, column), field) in grid.columns.iter().enumerate().zip(row) {
                self.field(place, field, self.style.field(field, place, column.kind))?;
            }
            self.worksheet.set_row_height_pixels(self.row, heights.of(row))?;
            self.row += 1;
        }
        let (last_row, last_column) = (self.row - 1, column_number(grid.columns.len().saturating_sub(1))?);
        let table = self.table_of(grid, sheet, index);
        self.worksheet.add_table(header, 0, last_row, last_column, &table)?;
        // Codes keep their leading zeros as text; the green corner would tell readers that this is an error.
        self.worksheet.ignore_error_range(header, 0, last_row, last_column, IgnoreError::NumberStoredAsText)?;
        self.print_area(sheet, grid, &widths, (header, last_row))?;
        if let Some(chart_data) = self.chart_data.filter(|_| !sheet.charts.is_empty()) {
            let beside = Beside { row: header, column: last_column + 2 };
            native::insert(self.worksheet, &sheet.charts, chart_data, beside, &self.appearance.palette)?;
        }
        if header < MOST_FROZEN_ROWS {
            self.worksheet.set_freeze_panes(header + 1, 0)?;
        }
        Ok(())
    }

    /// Charts and sentences are for the screen: beside the table they would make the printed page too small to read. Of a table
    /// for machines the lines above it are printed, and no more.
    fn print_area(
        &mut self,
        sheet: &Sheet,
        grid: &Grid,
        widths: &[u32],
        (header, last_row): (u32, u32),
    ) -> Result<(), XlsxError> {
        if matches!(sheet.body, Body::Machine(_)) {
            let begins = widths.iter().scan(0, |taken, width| Some(std::mem::replace(taken, *taken + width)));
            let wide = begins.take_while(|begin| *begin < PAGE_PIXELS).count();
            self.worksheet.set_print_area(0, 0, header.saturating_sub(1), column_number(wide.saturating_sub(1))?)?;
            return Ok(());
        }
        self.worksheet.set_repeat_rows(header, header)?;
        let printed = grid.printed();
        if !sheet.charts.is_empty() || printed < grid.columns.len() {
            self.worksheet.set_print_area(0, 0, last_row, column_number(printed.saturating_sub(1))?)?;
        }
        Ok(())
    }

    fn table_of(&self, grid: &Grid, sheet: &Sheet, index: usize) -> Table {
        let filter = Filter::of(&sheet.body);
        let columns = grid.columns.iter().enumerate().zip(headers(grid)).map(|((place, column), header)| {
            TableColumn::new().set_header(header).set_header_format(self.style.header(place, column.kind))
        });
        Table::new()
            .set_name(table_name(&sheet.name, index))
            .set_columns(&columns.collect::<Vec<_>>())
            .set_style(TableStyle::Light1)
            .set_banded_rows(false)
            .set_autofilter(filter == Filter::Shown)
            .set_alt_text_title(sheet.title.replace(char::is_control, " "))
            .set_alt_text(Marks::of(grid).legend().unwrap_or_default())
    }

    fn field(&mut self, place: usize, field: &Field, format: &Format) -> Result<(), XlsxError> {
        let (row, column) = (self.row, column_number(place)?);
        match field {
            Field::Empty => self.worksheet.write_blank(row, column, format)?,
            Field::Text(text) => self.worksheet.write_string_with_format(row, column, text, format)?,
            Field::Mark(mark) => self.worksheet.write_string_with_format(row, column, *mark, format)?,
            Field::Year(year) => self.worksheet.write_number_with_format(row, column, *year, format)?,
            Field::Line(line) => self.worksheet.write_number_with_format(row, column, *line, format)?,
            Field::Count(count) => self.worksheet.write_number_with_format(row, column, number(*count), format)?,
            Field::Figure(figure) | Field::Difference(figure) => {
                self.worksheet.write_number_with_format(row, column, figure.number(), format)?
            }
            Field::Link(sheet) => {
                let link = Url::new(format!("internal:{}!A1", quote_sheet_name(sheet))).set_text(sheet);
                self.worksheet.write_url_with_format(row, column, link, format)?
            }
        };
        Ok(())
    }
}

/// The headers as Excel takes them: none twice (Oslo is a municipality and a county), none longer than 255.
fn headers(grid: &Grid) -> Vec<String> {
    let mut met = BTreeSet::new();
    let columns = grid.columns.iter().zip(1..);
    let header = columns.map(|(column, place)| {
        let plain: String = column.header.chars().filter(|letter| !letter.is_control()).take(100).collect();
        if met.insert(plain.to_lowercase()) { plain } else { format!("{plain} ({place})") }
    });
    header.collect()
}

fn column_number(place: usize) -> Result<u16, XlsxError> {
    u16::try_from(place).map_err(|_| XlsxError::RowColumnLimitError)
}

#[expect(clippy::cast_precision_loss, reason = "spreadsheets know no other numbers; people are exact up to 2^53")]
fn number(count: u64) -> f64 {
    count as f64
}
