//! The language of a workbook, which the library has no call for: screen readers and spelling go by it.

use std::io::{Cursor, Read, Write};

use rust_xlsxwriter::XlsxError;
use zip::write::SimpleFileOptions;
use zip::{DateTime, ZipArchive, ZipWriter};

use crate::lang::spoken;

const PROPERTIES: &str = "docProps/core.xml";
const CHARTS: &str = "xl/charts/";

/// The same workbook, with the language of the run among its properties and in its charts.
///
/// # Errors
/// Where the bytes are no archive; a workbook that was just made is one.
pub(super) fn with_language(workbook: Vec<u8>) -> Result<Vec<u8>, XlsxError> {
    let mut parts = ZipArchive::new(Cursor::new(workbook))?;
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..parts.len() {
        let part = parts.by_index_raw(index)?;
        let name = String::from_utf8_lossy(part.name_raw()).into_owned();
        let is_chart = name.starts_with(CHARTS) && !name.contains("/_rels/");
        if name != PROPERTIES && !is_chart {
            out.raw_copy_file(part)?;
            continue;
        }
        drop(part);
        let mut content = String::new();
        parts.by_index(index)?.read_to_string(&mut content)?;
        // The default date is a fixed one; the clock would make two runs differ.
        out.start_file(name, SimpleFileOptions::default().last_modified_time(DateTime::default()))?;
        out.write_all(if is_chart { chart(&content) } else { properties(&content) }.as_bytes())?;
    }
    Ok(out.finish()?.into_inner())
}

fn properties(content: &str) -> String {
    const END: &str = "</cp:coreProperties>";
    content.replacen(END, &format!("<dc:language>{}</dc:language>{END}", spoken().tag()), 1)
}

/// The language stands in tags only: no title of ours can hold a quotation mark that is not escaped.
fn chart(content: &str) -> String {
    let tag = spoken().tag();
    let of_chart = content.replace("<c:lang val=\"en-US\"/>", &format!("<c:lang val=\"{tag}\"/>"));
    of_chart.replace(" lang=\"en-US\"", &format!(" lang=\"{tag}\""))
}
