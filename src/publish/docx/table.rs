//! Tables: a header row that comes again on every page, first cells that name their rows, rows that are not torn apart.

use std::fmt::Write;

use crate::publish::document::{Entry, Table};

use super::widths::widths;
use super::xml::{escape, run};

/// Rows that are kept together.
const SHORT: usize = 12;

/// The table, without its caption.
pub(super) fn table(table: &Table) -> String {
    let widths = widths(table);
    let caption = escape(&table.caption);
    let mut xml = format!(
        "<w:tbl><w:tblPr><w:tblStyle w:val=\"Rapporttabell\"/><w:tblW w:w=\"{}\" w:type=\"dxa\"/>\
         <w:tblLayout w:type=\"fixed\"/><w:tblLook w:val=\"00A0\" w:firstRow=\"1\" w:lastRow=\"0\" w:firstColumn=\"1\" \
         w:lastColumn=\"0\" w:noHBand=\"0\" w:noVBand=\"0\"/><w:tblCaption w:val=\"{caption}\"/></w:tblPr><w:tblGrid>",
        widths.iter().sum::<u32>()
    );
    for width in &widths {
        let _ = write!(xml, "<w:gridCol w:w=\"{width}\"/>");
    }
    xml.push_str("</w:tblGrid><w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>");
    for (head, width) in table.columns.iter().zip(&widths) {
        let style = if head.is_number { "Tabellhodetall" } else { "Tabellhode" };
        cell(&mut xml, *width, style, &head.text, true);
    }
    xml.push_str("</w:tr>");
    for (at, row) in table.rows.iter().enumerate() {
        let keeps = keeps_with_next(at, table.rows.len());
        xml.push_str("<w:tr><w:trPr><w:cantSplit/></w:trPr>");
        for ((entry, head), width) in row.iter().zip(&table.columns).zip(&widths) {
            let is_number = head.is_number || matches!(entry, Entry::Number(_));
            cell(&mut xml, *width, if is_number { "Tabelltall" } else { "Tabelltekst" }, entry.as_str(), keeps);
        }
        xml.push_str("</w:tr>");
    }
    xml.push_str("</w:tbl>");
    xml
}

/// A short table stays on one page; of a long one neither the first nor the last row stands alone.
fn keeps_with_next(at: usize, rows: usize) -> bool {
    let is_last = at + 1 >= rows;
    !is_last && (rows <= SHORT || at < 2 || at + 3 >= rows)
}

fn cell(xml: &mut String, width: u32, style: &str, text: &str, keeps: bool) {
    let keeps = if keeps { "<w:keepNext/>" } else { "" };
    let runs = if text.is_empty() { String::new() } else { run(text) };
    let _ = write!(
        xml,
        "<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/></w:tcPr><w:p><w:pPr><w:pStyle \
         w:val=\"{style}\"/>{keeps}</w:pPr>{runs}</w:p></w:tc>"
    );
}
