//! What debugging output may show of exports: the shape, never a cell or a column name.

use std::fmt;

use super::{RawTable, Snapshot};

impl fmt::Debug for Snapshot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Snapshot")
            .field("path", &self.path)
            .field("year", &self.year)
            .field("bytes", &self.bytes.len())
            .finish()
    }
}

impl fmt::Debug for RawTable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RawTable")
            .field("origin", &self.origin)
            .field("columns", &self.header.len())
            .field("rows", &self.rows())
            .finish_non_exhaustive()
    }
}
