//! ODS, read by ourselves: the general reader sets rows and cells out in full, so that a few hundred bytes of
//! repetitions may ask for all the memory there is, and it does not tell what is hidden.

use std::collections::BTreeSet;

use quick_xml::events::{BytesStart, Event};

use super::limits::Limit;
use super::ods_cell::OdsCell;
use super::ods_table::Table;
use super::package::{Package, PartReader};
use super::refusal::Refusal;
use super::sheet::{Book, Macros, Sheet, Visibility};
use super::xml::{attribute, broken, entity, next};
use crate::diagnostic::Rule;

/// Reads an ODS package.
pub(super) fn read(package: &mut Package) -> Result<Book, Refusal> {
    refuse_encrypted(package)?;
    let has_macros = package.has_any(|name| name.starts_with("basic/") || name.starts_with("scripts/"));
    let reader = package.xml("content.xml").ok_or_else(broken)?;
    let sheets = sheets(reader)?;
    Ok(Book { encoding: "ods", sheets, macros: if has_macros { Macros::Present } else { Macros::None } })
}

fn refuse_encrypted(package: &mut Package) -> Result<(), Refusal> {
    let Some(mut reader) = package.xml("META-INF/manifest.xml") else { return Ok(()) };
    let mut buffer = Vec::new();
    loop {
        match next(&mut reader, &mut buffer)? {
            Event::Start(element) if element.local_name().as_ref() == "encryption-data" => {
                return Err(Refusal::plain(Rule::Encrypted));
            }
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
}

/// What is open, from the outside in; what stands elsewhere (tracked changes, shapes, notes) is no cell of the sheet.
#[derive(Default)]
struct Content {
    sheets: Vec<Sheet>,
    /// Styles of tables that are not displayed.
    hidden_styles: BTreeSet<String>,
    style: Option<String>,
    table: Option<Table>,
    /// Elements open inside one that is passed over.
    passing: usize,
}

/// Elements whose content is no part of the sheet's cells.
const PASSED_OVER: [&str; 7] =
    ["annotation", "shapes", "tracked-changes", "forms", "dde-links", "named-expressions", "frame"];

fn sheets(mut reader: PartReader) -> Result<Vec<Sheet>, Refusal> {
    let mut content = Content::default();
    let mut buffer = Vec::new();
    loop {
        match next(&mut reader, &mut buffer)? {
            Event::Start(element) => content.open(&element)?,
            Event::End(element) => content.close(element.local_name().as_ref())?,
            Event::Text(text) => content.text(&text.xml10_content())?,
            Event::CData(text) => content.text(&text.xml10_content())?,
            Event::GeneralRef(reference) => content.text(&entity(&reference)?)?,
            Event::Eof if content.table.is_some() => return Err(broken()),
            Event::Eof => return Ok(content.sheets),
            _ => {}
        }
    }
}

impl Content {
    fn cell(&mut self) -> Option<&mut OdsCell> {
        self.table.as_mut().and_then(Table::open_cell)
    }

    fn text(&mut self, text: &str) -> Result<(), Refusal> {
        if self.passing > 0 {
            return Ok(());
        }
        self.cell().map_or(Ok(()), |cell| cell.push(text))
    }

    fn open(&mut self, element: &BytesStart) -> Result<(), Refusal> {
        let name = element.local_name();
        let name = name.as_ref();
        if self.passing > 0 || PASSED_OVER.contains(&name) {
            self.passing += 1;
            return Ok(());
        }
        if let Some(cell) = self.cell() {
            return cell.open(name, element);
        }
        match (&mut self.table, name) {
            (Some(table), _) => table.open(name, element)?,
            (None, "style") => self.style = attribute(element, "name")?,
            (None, "table-properties") if attribute(element, "display")?.as_deref() == Some("false") => {
                self.hidden_styles.extend(self.style.clone());
            }
            (None, "table") => self.open_table(element)?,
            _ => {}
        }
        Ok(())
    }

    fn open_table(&mut self, element: &BytesStart) -> Result<(), Refusal> {
        if Limit::Sheets.is_exceeded_by(self.sheets.len() + 1) {
            return Err(Refusal::too_large(Limit::Sheets));
        }
        let style = attribute(element, "style-name")?;
        let is_hidden = style.is_some_and(|style| self.hidden_styles.contains(&style));
        let visibility = if is_hidden { Visibility::Hidden } else { Visibility::Visible };
        self.table = Some(Table::new(attribute(element, "name")?.unwrap_or_default(), visibility));
        Ok(())
    }

    fn close(&mut self, name: &str) -> Result<(), Refusal> {
        if self.passing > 0 {
            self.passing -= 1;
            return Ok(());
        }
        if let Some(table) = &mut self.table {
            if table.close(name)? {
                self.sheets.extend(self.table.take().map(Table::into_sheet));
            }
        } else if name == "style" {
            self.style = None;
        }
        Ok(())
    }
}
