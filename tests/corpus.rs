//! Inputs that the fuzzer has found interesting: does each still keep the promises, on a stable toolchain?

use std::path::Path;

use crate::harness::files_below;
use crate::promises;

/// Small enough to be read by everybody's tests, and for a repository.
const LARGEST_CORPUS: usize = 300_000;

fn replay(target: &str, promise: fn(&[u8])) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus").join(target);
    let files = files_below(&folder);
    assert!(files.len() >= 3, "{target}: {} files in {}", files.len(), folder.display());
    let size: usize = files.values().map(Vec::len).sum();
    assert!(size <= LARGEST_CORPUS, "{target}: {size} bytes; make it smaller with `cargo fuzz cmin`");
    for (name, bytes) in files {
        let kept = std::panic::catch_unwind(|| promise(&bytes));
        assert!(kept.is_ok(), "fuzz/corpus/{target}/{name} breaks a promise");
    }
}

#[test]
fn kept_texts_lose_no_row() {
    replay("lexer", promises::lexer);
}

#[test]
fn kept_workbooks_lose_no_row() {
    replay("workbook", promises::workbook);
}

#[test]
fn kept_forms_lose_no_row() {
    replay("form15f", promises::form15f);
}

#[test]
fn kept_tables_lose_no_row() {
    replay("json_stat", promises::json_stat);
}

#[test]
fn kept_definitions_are_read_or_refused() {
    replay("toml", promises::toml);
}
