//! Findings shown to people.

use serde::Serialize;

/// What happens because of a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The file cannot be read; its other rules did not run.
    Fatal,
    /// Nothing is published until it is mended.
    Error,
    /// Published, and listed in the data quality section.
    Warning,
    /// Counted.
    Info,
}
