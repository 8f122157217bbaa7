//! What is withheld although disclosure control by itself would show it: the finished figures were attacked, and something
//! small followed.

use std::collections::BTreeSet;

use super::suppress::{Address, Model};

/// Figures of one measure and year.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Also {
    /// Measure id.
    pub measure: String,
    /// The year.
    pub year: i32,
    /// Which of them.
    pub which: Which,
}

/// Which figures of a measure and year.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Which {
    /// The one at this breakdown; the total where it is empty.
    Cell(String),
    /// All that have the dimensions of this breakdown.
    Table(String),
    /// All of them.
    All,
}

impl Also {
    fn is_meant(&self, address: &Address) -> bool {
        let dimensions = |breakdown: &str| -> Vec<String> {
            breakdown.split('|').filter_map(|pair| Some(pair.split_once('=')?.0.to_owned())).collect()
        };
        let is_which = match &self.which {
            Which::Cell(breakdown) => address.breakdown == *breakdown,
            Which::Table(breakdown) => dimensions(&address.breakdown) == dimensions(breakdown),
            Which::All => true,
        };
        self.measure == address.measure && self.year == address.year && is_which
    }
}

impl Model {
    /// The counts of the report's own figures that are withheld also. Zeros are shown.
    pub(super) fn withhold(&mut self, also: &BTreeSet<Also>) {
        let own = self.nodes.iter().zip(&self.addresses).filter(|(node, _)| node.window == 0 && !node.is_beneath);
        let meant = own.filter(|(_, address)| also.iter().any(|also| also.is_meant(address)));
        let counts = meant.flat_map(|(node, _)| node.hidden()).filter(|count| self.counts[*count].value > 0);
        self.also = counts.collect();
    }
}
