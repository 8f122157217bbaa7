//! The row account: every row of every file, and where it went.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::acquire::Origin;
use crate::diagnostic::Severity;

/// Where the rows of one file (and sheet) went.
///
/// `rows = header + title + blank + used + sum(excluded) + rejected`, always; [`RowAccount::balances`] says so and the
/// pipeline refuses to go on where it does not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RowAccount {
    /// Path relative to the project, with `/`.
    pub file: String,
    /// Sheet, for workbooks.
    pub sheet: Option<String>,
    /// Source id, for example `bekymringsmelding`.
    pub source: String,
    /// Encoding the file was read in.
    pub encoding: String,
    /// Delimiter, for delimited text.
    pub delimiter: Option<String>,
    /// Records in the file.
    pub rows: usize,
    /// Header records.
    pub header: usize,
    /// Title records above the header.
    pub title: usize,
    /// Records without content.
    pub blank: usize,
    /// Records that count in figures.
    pub used: usize,
    /// Records left out by a named rule.
    pub excluded: BTreeMap<String, usize>,
    /// Records rejected with a finding.
    pub rejected: usize,
}

impl RowAccount {
    /// The account of a table before any of its rows is decided: `rows` records, of them `blank` without content.
    pub(super) fn open(origin: &Origin, rows: usize, blank: usize) -> Self {
        Self {
            file: origin.file.clone(),
            sheet: origin.sheet.clone(),
            source: origin.source.clone(),
            encoding: origin.encoding.to_owned(),
            delimiter: origin.delimiter.map(String::from),
            rows,
            header: 0,
            title: 0,
            blank,
            used: 0,
            excluded: BTreeMap::new(),
            rejected: 0,
        }
    }

    /// Whether every row is accounted for.
    pub fn balances(&self) -> bool {
        let excluded: usize = self.excluded.values().sum();
        self.rows == self.header + self.title + self.blank + self.used + excluded + self.rejected
    }
}

/// How often one kind of finding was made in one source; fit for publication.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FindingSummary {
    /// Rule id, for example `C014`.
    pub id: String,
    /// What happens because of it.
    pub severity: Severity,
    /// Path relative to the project.
    pub file: String,
    /// The rule in the users' words.
    pub title: String,
    /// How many.
    pub count: usize,
}
