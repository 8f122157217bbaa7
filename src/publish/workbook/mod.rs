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
    let mut sheets = vec![cover::sheet(publishable), highlights::sheet(publishable), key_figures::sheet(publishable)];
    sheets.extend(changes::sheet(publishable));
    sheets.push(comparisons::sheet(publishable));
    sheets.push(development::sheet(publishable));
    let (chart_data, charts) = charts::charts(publishable.indicators(), heading);
    let with_charts = publishable.indicators().iter().zip(charts);
    sheets.extend(with_charts.map(|(indicator, charts)| Sheet { charts, ..indicator::sheet(indicator, heading) }));
    sheets.extend(publishable.region().map(|region| region::sheet(region, heading)));
    sheets.push(quality::accounts(publishable.quality()));
    sheets.push(quality::findings(publishable.quality()));
    sheets.push(notes::sheet(publishable.indicators()));
    sheets.push(data::sheet(publishable));
    sheets.push(data::codebook(publishable));
    sheets.extend(chart_data);
    contents::with_contents(sheets)
}
