//! What is asked of the program whatever the bytes are: that it neither panics nor loses a row.
//!
//! One function for each fuzz target (`fuzz/`), which go through the same two calls as a run does and are told apart by
//! the name that the file gets. `corpus` replays what the fuzzer has kept.

use std::sync::OnceLock;

use tryggtall::acquire::{Snapshot, Vocabulary, acquire};
use tryggtall::check::{Checked, Expectation, SourceMap, SourceMaps, check};
use tryggtall::plan::Plan;
use tryggtall::units::MunicipalityCode;

const TEXT: &str = "exports/2025/bekymringsmelding.csv";
const FORM: &str = "exports/2025/15F_2025.xml";
const WORKBOOKS: [&str; 3] =
    ["exports/2025/henvisning.xlsx", "exports/2025/henvisning.xls", "exports/2025/henvisning.ods"];
const TABLES: [&str; 2] = ["reference/ssb.json", "reference/folkemengde.json"];

fn maps() -> &'static SourceMaps {
    static MAPS: OnceLock<SourceMaps> = OnceLock::new();
    MAPS.get_or_init(|| SourceMaps::built_in().expect("the built-in catalogue is right"))
}

fn vocabulary() -> &'static Vocabulary {
    static VOCABULARY: OnceLock<Vocabulary> = OnceLock::new();
    VOCABULARY.get_or_init(|| maps().vocabulary())
}

/// A file as it would have been read from disk: the one place that knows how a snapshot is made.
fn snapshot(path: &str, bytes: &[u8]) -> Snapshot {
    let year = path.starts_with("exports/").then_some(2025);
    Snapshot::held(path, year, bytes)
}

/// Reads and checks one file, and holds the outcome to the promises.
fn read(path: &str, bytes: &[u8]) -> Checked {
    let municipality = MunicipalityCode::parse("3418").expect("four digits");
    let key = tryggtall::privacy::PseudonymKey::new(&[7; 32]);
    let expected = Expectation::new(&municipality, 2025, &key);
    let checked = check(acquire(&[snapshot(path, bytes)], vocabulary()).unwrap(), maps(), &expected).unwrap();
    let is_stopped_by_the_file =
        checked.findings.iter().any(|finding| finding.place.file == path && finding.severity.stops_publication());
    for account in &checked.accounts {
        assert!(account.balances(), "a row is unaccounted for: {account:?}");
        assert!(account.rejected == 0 || is_stopped_by_the_file, "rejected without a finding: {account:?}");
    }
    assert!(!checked.accounts.is_empty() || is_stopped_by_the_file, "a file that vanished");
    for finding in &checked.findings {
        assert!(!finding.action().is_empty() && !finding.rule.title().is_empty(), "a finding without words");
    }
    checked
}

/// Delimited text.
pub fn lexer(bytes: &[u8]) {
    let checked = read(TEXT, bytes);
    let is_wide = bytes.contains(&0) || bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xFE\xFF");
    let (false, [account]) = (is_wide, checked.accounts.as_slice()) else { return };
    // The records can be counted by somebody else: each begins a line, and only a quote can take in several.
    let lines = bytes.split(|byte| *byte == b'\n').count() - usize::from(bytes.ends_with(b"\n"));
    assert!(account.rows <= lines, "{lines} lines cannot be so many records: {account:?}");
    assert!(account.rows == lines || bytes.contains(&b'"'), "of {lines} lines one is no record: {account:?}");
}

/// A workbook; the first byte says of which kind.
pub fn workbook(bytes: &[u8]) {
    let Some((kind, content)) = bytes.split_first() else { return };
    read(WORKBOOKS[usize::from(*kind) % WORKBOOKS.len()], content);
}

/// KOSTRA 15F.
pub fn form15f(bytes: &[u8]) {
    read(FORM, bytes);
}

/// JSON-stat, as a table with any name and as the population.
pub fn json_stat(bytes: &[u8]) {
    for path in TABLES {
        read(path, bytes);
    }
}

/// A plan, and the map of a source.
pub fn toml(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    if let Ok(plan) = Plan::parse(text) {
        assert_eq!(plan.municipality().as_str().len(), 4, "a plan for no municipality");
    }
    drop(::toml::from_str::<SourceMap>(text));
}
