//! One cell of an ODS sheet.

use quick_xml::events::BytesStart;

use super::grid::CellFault;
use super::limits::Limit;
use super::refusal::Refusal;
use super::value::{Epoch, Value, iso};
use super::xml::{attribute, broken, number};

/// A cell that is open.
pub(super) struct OdsCell {
    /// How many cells to the right are the same.
    pub(super) repeated: u32,
    /// Whether it spans others.
    pub(super) is_merged: bool,
    kind: Option<String>,
    value: Option<String>,
    has_formula: bool,
    is_error: bool,
    text: String,
    paragraphs: usize,
    /// Elements open inside the cell.
    depth: usize,
}

/// Spaces in a row: more than a cell of Excel has room for are no text.
const MOST_SPACES: usize = 32_767;

/// Errors as spreadsheet programs show them, for files that do not mark them otherwise.
const SHOWN_ERRORS: [&str; 8] = ["#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#I/T"];

impl OdsCell {
    pub(super) fn new(element: &BytesStart) -> Result<Self, Refusal> {
        let spans = |name| number(element, name).map(|span| span.is_some_and(|span| span > 1));
        // `office:value-type` says what the value is; `calcext:value-type` has the same local name, and says «error».
        let mut kind = None;
        let mut is_error = false;
        for attribute in element.attributes().with_checks(false).flatten() {
            if attribute.key.local_name().as_ref() == "value-type" {
                is_error |= &*attribute.value == "error";
                if attribute.key.as_ref() != "calcext:value-type" {
                    kind = Some(attribute.value.into_owned());
                }
            }
        }
        let value = match kind.as_deref() {
            Some("date") => attribute(element, "date-value")?,
            Some("time") => attribute(element, "time-value")?,
            Some("boolean") => attribute(element, "boolean-value")?,
            Some("string") => attribute(element, "string-value")?,
            Some(_) => attribute(element, "value")?,
            None => None,
        };
        Ok(Self {
            repeated: number(element, "number-columns-repeated")?.unwrap_or(1),
            is_merged: spans("number-columns-spanned")? || spans("number-rows-spanned")?,
            kind,
            value,
            has_formula: attribute(element, "formula")?.is_some(),
            is_error,
            text: String::new(),
            paragraphs: 0,
            depth: 0,
        })
    }

    /// An element inside the cell.
    pub(super) fn open(&mut self, name: &str, element: &BytesStart) -> Result<(), Refusal> {
        self.depth += 1;
        match name {
            "p" => {
                self.paragraphs += 1;
                if self.paragraphs > 1 { self.push("\n") } else { Ok(()) }
            }
            "tab" => self.push("\t"),
            "line-break" => self.push("\n"),
            "s" => {
                let count = number(element, "c")?.unwrap_or(1);
                let count = usize::try_from(count).ok().filter(|count| *count <= MOST_SPACES).ok_or_else(broken)?;
                self.push(&" ".repeat(count))
            }
            _ => Ok(()),
        }
    }

    /// An element closes; whether it was the cell itself.
    pub(super) fn close(&mut self) -> bool {
        if self.depth == 0 {
            return true;
        }
        self.depth -= 1;
        false
    }

    /// Text inside the cell.
    pub(super) fn push(&mut self, text: &str) -> Result<(), Refusal> {
        if self.paragraphs == 0 {
            // White space between the elements of the file.
            return Ok(());
        }
        if Limit::Text.is_exceeded_by(self.text.len() + text.len()) {
            return Err(Refusal::too_large(Limit::Text));
        }
        self.text.push_str(text);
        Ok(())
    }

    /// What the cell says.
    pub(super) fn content(&self) -> Result<String, CellFault> {
        let shows_error = self.has_formula && SHOWN_ERRORS.contains(&self.text.trim());
        if self.is_error || shows_error || (self.has_formula && self.text.starts_with("Err:")) {
            return Err(CellFault::Error);
        }
        let Some(kind) = self.kind.as_deref() else {
            return if self.has_formula { Err(CellFault::Uncomputed) } else { Ok(self.text.clone()) };
        };
        let value = self.value.as_deref();
        let said = match (kind, value) {
            ("string", None) => Value::Text(self.text.as_str().into()),
            ("string" | "time", Some(text)) => Value::Text(text.into()),
            ("date", Some(date)) => Value::Text(iso(date).into()),
            ("boolean", Some(truth)) => Value::Bool(truth == "true"),
            (_, Some(number)) => number.trim().parse().map_or(Value::Error, Value::Number),
            (_, None) => Value::Error,
        };
        said.into_text(Epoch::Year1900).map(std::borrow::Cow::into_owned).ok_or(CellFault::Error)
    }
}
