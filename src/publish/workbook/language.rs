//! The language of a workbook, which the library has no call for: screen readers and spelling go by it.

use std::io::{Cursor, Read, Write};

use rust_xlsxwriter::XlsxError;
use zip::write::SimpleFileOptions;
use zip::{DateTime, ZipArchive, ZipWriter};

const PROPERTIES: &str = "docProps/core.xml";
const END: &str = "</cp:coreProperties>";
const LANGUAGE: &str = "<dc:language>nb-NO</dc:language>";

/// The same workbook, with bokmål among its properties.
///
/// # Errors
/// Where the bytes are no archive; a workbook that was just made is one.
pub(super) fn in_bokmaal(workbook: Vec<u8>) -> Result<Vec<u8>, XlsxError> {
    let mut parts = ZipArchive::new(Cursor::new(workbook))?;
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..parts.len() {
        let part = parts.by_index_raw(index)?;
        if part.name_raw() != PROPERTIES.as_bytes() {
            out.raw_copy_file(part)?;
            continue;
        }
        drop(part);
        let mut properties = String::new();
        parts.by_index(index)?.read_to_string(&mut properties)?;
        // The default date is a fixed one; the clock would make two runs differ.
        out.start_file(PROPERTIES, SimpleFileOptions::default().last_modified_time(DateTime::default()))?;
        out.write_all(properties.replacen(END, &format!("{LANGUAGE}{END}"), 1).as_bytes())?;
    }
    Ok(out.finish()?.into_inner())
}
