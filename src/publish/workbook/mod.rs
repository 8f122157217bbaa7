//! The workbook: one table a sheet, numbers as numbers, for people who go on working with the figures.

use rust_xlsxwriter::XlsxError;

use crate::protect::Publishable;
use crate::publish::appearance::Appearance;

mod changes;
mod charts;
mod comparisons;
mod contents;
mod corrections;
mod cover;
mod data;
mod development;
mod frame;
mod highlights;
mod indicator;
mod key_figures;
mod language;
mod layout;
mod marks;
mod measure;
mod name;
mod native;
mod notes;
mod quality;
mod region;
mod sheet;
mod style;
pub(in crate::publish) mod tables;
mod write;

#[cfg(test)]
mod tests;

pub(super) use corrections::books as correction_books;
pub(super) use quality::spelled;

use frame::Frame;
use marks::Marks;
use sheet::Sheet;

/// The bytes of the report's workbook; the same for the same input.
///
/// # Errors
/// Where the report does not fit the format: a text above 32,767 characters, rows beyond 1,048,576.
pub fn workbook(publishable: &Publishable, appearance: &Appearance) -> Result<Vec<u8>, XlsxError> {
    language::with_language(write::write(&sheets(publishable), &Frame::new(publishable.heading()), appearance)?)
}

fn sheets(publishable: &Publishable) -> Vec<Sheet> {
    let heading = publishable.heading();
    let data = data::sheet(publishable);
    let mut tables = tables_to_read(publishable);
    let marks = Marks::of_sheets(tables.iter().chain([&data]));
    let (chart_data, charts) = charts::charts(publishable.indicators(), heading);
    for (sheet, charts) in tables.iter_mut().filter(|sheet| !sheet.is_fixed).zip(charts) {
        sheet.charts = charts;
    }
    let mut sheets = vec![cover::sheet(publishable, &marks)];
    sheets.append(&mut tables);
    sheets.push(notes::sheet(publishable.indicators(), &marks));
    sheets.push(data);
    sheets.push(data::codebook(publishable));
    sheets.extend(chart_data);
    for sheet in &mut sheets {
        // Last of the lines, so that it is heard right before the table.
        let legend = sheet.body.grid().map(Marks::of).and_then(|marks| marks.legend());
        sheet.lines.extend(legend);
    }
    contents::with_contents(sheets)
}

/// Everything but the cover, what explains, and what machines read.
fn tables_to_read(publishable: &Publishable) -> Vec<Sheet> {
    let heading = publishable.heading();
    let mut sheets = vec![highlights::sheet(publishable), key_figures::sheet(publishable)];
    sheets.extend(changes::sheet(publishable));
    sheets.push(comparisons::sheet(publishable).without_empty_columns());
    sheets.push(development::sheet(publishable));
    sheets.extend(publishable.indicators().iter().map(|indicator| indicator::sheet(indicator, heading)));
    sheets.extend(publishable.region().map(|region| region::sheet(region, heading)));
    sheets.push(quality::accounts(publishable.quality()));
    sheets.push(quality::findings(publishable.quality()));
    sheets
}

/// The marks that are used in the book.
fn marks(publishable: &Publishable) -> Marks {
    Marks::of_sheets(tables_to_read(publishable).iter().chain([&data::sheet(publishable)]))
}
