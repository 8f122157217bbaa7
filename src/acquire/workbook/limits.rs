//! How large a workbook may be. Each limit stands once: the check, the message and `docs/checks.md` (held to it by a
//! test) take it from here.

use crate::lang::{integer, text};

const MEGABYTE: u64 = 1 << 20;

/// What is limited. A file from a case system is far below each of these; beyond them lie files made to exhaust memory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Limit {
    /// Parts in the package.
    Parts,
    /// All parts of the package when unpacked, in bytes.
    Unpacked,
    /// The table of shared texts when unpacked, in bytes: it is held in memory.
    SharedTexts,
    /// Sheets.
    Sheets,
    /// Rows of a sheet: Excel's own.
    Rows,
    /// Columns of a sheet: Excel's own.
    Columns,
    /// Columns of a table, those to the left of it included.
    TableColumns,
    /// Filled cells of a sheet, or cells of a table.
    Cells,
    /// Bytes of text in a sheet.
    Text,
    /// An old .xls file, in bytes.
    OldFile,
    /// Cells from the first to the last used one, over all sheets of an old .xls file: they are held in memory.
    OldArea,
}

impl Limit {
    #[cfg(test)]
    const ALL: [Self; 11] = [
        Self::Parts,
        Self::Unpacked,
        Self::SharedTexts,
        Self::Sheets,
        Self::Rows,
        Self::Columns,
        Self::TableColumns,
        Self::Cells,
        Self::Text,
        Self::OldFile,
        Self::OldArea,
    ];

    /// The most that is read.
    pub(super) const fn most(self) -> u64 {
        match self {
            Self::Parts => 10_000,
            Self::Unpacked => 512 * MEGABYTE,
            Self::SharedTexts => 128 * MEGABYTE,
            Self::Sheets => 500,
            Self::Rows => 1_048_576,
            Self::Columns => 16_384,
            Self::TableColumns => 1_000,
            Self::Cells => 20_000_000,
            Self::Text => 1024 * MEGABYTE,
            Self::OldFile => 200 * MEGABYTE,
            Self::OldArea => 10_000_000,
        }
    }

    /// Whether `amount` is more than is read.
    pub(super) fn is_exceeded_by(self, amount: usize) -> bool {
        amount as u64 > self.most()
    }

    fn is_in_bytes(self) -> bool {
        matches!(self, Self::Unpacked | Self::SharedTexts | Self::Text | Self::OldFile)
    }

    /// The limit as people read it.
    fn figure(self) -> String {
        integer(if self.is_in_bytes() { self.most() / MEGABYTE } else { self.most() })
    }

    pub(super) fn sentence(self) -> String {
        let key = match self {
            Self::Parts => "finding.limit_parts",
            Self::Unpacked => "finding.limit_unpacked",
            Self::SharedTexts => "finding.limit_shared_texts",
            Self::Sheets => "finding.limit_sheets",
            Self::Rows => "finding.limit_rows",
            Self::Columns => "finding.limit_columns",
            Self::TableColumns => "finding.limit_table_columns",
            Self::Cells => "finding.limit_cells",
            Self::Text => "finding.limit_text",
            Self::OldFile => "finding.limit_old_file",
            Self::OldArea => "finding.limit_old_area",
        };
        text(key, &[("most", &self.figure())])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_documentation_says_the_limits_as_they_are() {
        let docs = include_str!("../../../docs/checks.md").replace('\u{a0}', " ");
        for limit in Limit::ALL {
            let sentence = limit.sentence().replace('\u{a0}', " ");
            assert!(docs.contains(&sentence), "not in docs/checks.md: {sentence}");
        }
    }
}
