//! Why a workbook, or a sheet of it, is not read.

use crate::diagnostic::{Finding, Place, Rule};
use crate::lang::text;

use super::limits::Limit;

/// Why there is no table; becomes a finding where the place is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Refusal {
    rule: Rule,
    value: Option<(&'static str, String)>,
}

impl Refusal {
    /// The bytes are not what they should be; `detail` is the key of the sentence that says how.
    pub(super) fn damaged(detail: &str) -> Self {
        Self { rule: Rule::NotReadable, value: Some(("detail", text(detail, &[]))) }
    }

    /// Larger than is read.
    pub(super) fn too_large(limit: Limit) -> Self {
        Self { rule: Rule::WorkbookTooLarge, value: Some(("limit", limit.sentence())) }
    }

    /// Nothing to add to the rule's own sentences.
    pub(super) fn plain(rule: Rule) -> Self {
        Self { rule, value: None }
    }

    pub(super) fn finding(self, place: Place) -> Finding {
        let finding = Finding::new(self.rule, place);
        match self.value {
            Some((name, value)) => finding.with(name, value),
            None => finding,
        }
    }
}
