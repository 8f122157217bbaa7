//! The promises that the main package's tests hold the kept inputs to, so that a target and its replay cannot differ.

#[path = "../../tests/promises.rs"]
mod promises;

pub use promises::{form15f, json_stat, lexer, toml, workbook};
