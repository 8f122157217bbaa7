//! What debugging output may show of checked data: the shape, never a cell.

use std::fmt;

use super::{Checked, CheckedSource};

impl fmt::Debug for Checked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Checked")
            .field("sources", &self.sources)
            .field("accounts", &self.accounts.len())
            .field("findings", &self.findings.len())
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for CheckedSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} rows of {} columns", self.rows(), self.frame.width())
    }
}
