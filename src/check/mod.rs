//! Raw text becomes typed columns, or a finding.

mod account;

pub use account::{FindingSummary, RowAccount};
