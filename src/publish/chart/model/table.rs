//! A chart as a table: what an HTML page shows to those who would rather read figures.

use crate::lang::text;

/// What is drawn, in words and figures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// What the columns are.
    pub head: Vec<String>,
    /// The rows, each as long as the head.
    pub rows: Vec<Vec<String>>,
}

impl Table {
    /// A table whose columns are called as these messages say.
    pub(super) fn new(head: &[&str], rows: Vec<Vec<String>>) -> Self {
        Self { head: head.iter().map(|key| text(key, &[])).collect(), rows }
    }
}
