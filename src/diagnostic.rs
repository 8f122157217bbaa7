//! Findings: what is wrong, where, what was expected, what to do. Never an identifying value.

mod failure;
mod kostra;
mod rule;

use serde::ser::{Serialize, SerializeStruct, Serializer};

pub use failure::{Failure, IoFailure};
pub use kostra::{Kostra, Verdict};
pub use rule::Rule;

use crate::lang::text;

/// What happens because of a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The file cannot be read; its other rules did not run.
    Fatal,
    /// Nothing is published until it is mended.
    Error,
    /// Published, and listed in the data quality section.
    Warning,
    /// Counted and said; there is nothing to do.
    Info,
}

impl Severity {
    /// Every severity, most serious first.
    pub const ALL: [Self; 4] = [Self::Fatal, Self::Error, Self::Warning, Self::Info];

    /// Whether a finding this serious keeps the report from being published.
    pub fn stops_publication(self) -> bool {
        matches!(self, Self::Fatal | Self::Error)
    }

    /// The word a user reads.
    pub fn word(self) -> String {
        match self {
            Self::Fatal => text("finding.severity_fatal", &[]),
            Self::Error => text("finding.severity_error", &[]),
            Self::Warning => text("finding.severity_warning", &[]),
            Self::Info => text("finding.severity_info", &[]),
        }
    }
}

/// Where a finding was made.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// Path relative to the project, with `/`.
    pub file: String,
    /// Sheet, for workbooks.
    pub sheet: Option<String>,
    /// Physical line, from 1.
    pub line: Option<u32>,
    /// Column by its Excel letter.
    pub column: Option<String>,
    /// The field's canonical name.
    pub field: Option<String>,
}

impl Place {
    /// A whole file.
    pub fn file(file: &str) -> Self {
        Self { file: file.to_owned(), ..Self::default() }
    }

    /// The same place, at a line.
    #[must_use]
    pub fn line(mut self, line: u32) -> Self {
        self.line = Some(line);
        self
    }

    /// The same place, in a column that has no field, counted from 0.
    #[must_use]
    pub fn column(mut self, column: usize) -> Self {
        self.column = Some(column_letter(column));
        self
    }

    /// The same place, at a cell.
    #[must_use]
    pub fn cell(mut self, column: usize, field: &str) -> Self {
        self.column = Some(column_letter(column));
        self.field = Some(field.to_owned());
        self
    }
}

/// One thing that is wrong with the data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The rule that found it.
    pub rule: Rule,
    /// What happens because of it; may be milder than the rule's own where the plan accepts rejected rows.
    pub severity: Severity,
    /// Where.
    pub place: Place,
    /// What fills the sentences: names of fields, codes of closed lists, numbers of rows. Never a value that may identify.
    values: Vec<(&'static str, String)>,
}

impl Finding {
    /// A finding of `rule` at `place`.
    pub fn new(rule: Rule, place: Place) -> Self {
        Self { rule, severity: rule.severity(), place, values: Vec::new() }
    }

    /// Fills `{name}` in the rule's sentences.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.values.push((name, value.into()));
        self
    }

    /// What was expected.
    pub fn expected(&self) -> String {
        self.sentence("expected")
    }

    /// What to do.
    pub fn action(&self) -> String {
        self.sentence("action")
    }

    fn sentence(&self, kind: &str) -> String {
        let values: Vec<(&str, &str)> = self.values.iter().map(|(name, value)| (*name, value.as_str())).collect();
        text(&self.rule.sentence(kind), &values)
    }
}

/// The finding as contract and machines want it: its sentences are made as it is written, so that millions of findings
/// are never held as text.
impl Serialize for Finding {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut finding = serializer.serialize_struct("Finding", 10)?;
        finding.serialize_field("id", self.rule.id())?;
        finding.serialize_field("severity", &self.severity)?;
        finding.serialize_field("file", &self.place.file)?;
        finding.serialize_field("sheet", &self.place.sheet)?;
        finding.serialize_field("line", &self.place.line)?;
        finding.serialize_field("column", &self.place.column)?;
        finding.serialize_field("field", &self.place.field)?;
        finding.serialize_field("class", self.rule.class())?;
        finding.serialize_field("expected", &self.expected())?;
        finding.serialize_field("action", &self.action())?;
        finding.end()
    }
}

/// The letter Excel gives a column, counted from 0.
///
/// # Examples
/// ```
/// use tryggtall::diagnostic::column_letter;
/// assert_eq!((column_letter(0), column_letter(26)), ("A".to_owned(), "AA".to_owned()));
/// ```
pub fn column_letter(mut column: usize) -> String {
    let mut letters = Vec::new();
    loop {
        letters.push(char::from(b'A' + u8::try_from(column % 26).unwrap_or_default()));
        if column < 26 {
            return letters.iter().rev().collect();
        }
        column = column / 26 - 1;
    }
}
