//! What a person reads when a command is done, and what a machine does.

use std::fmt::Write as _;
use std::path::Path;

use serde::Serialize;

use crate::check::{Proposal, RowAccount};
use crate::diagnostic::{Finding, Severity};
use crate::lang::{integer, text};
use crate::pipeline::{Job, Outcome, Published};
use crate::privacy::safe_path;
use crate::publish::made;

/// The contract's JSON.
#[derive(Serialize)]
struct Report<'o> {
    findings: &'o [Finding],
    account: &'o [RowAccount],
    findings_workbook: Option<&'o Path>,
    #[serde(flatten)]
    written: Option<Written>,
}

/// What was written, where something was.
#[derive(Serialize)]
struct Written {
    bundle: String,
    indicators: usize,
    cells: usize,
    withheld: usize,
    highlights: Vec<String>,
}

/// The contract's JSON.
pub(super) fn json(outcome: &Outcome, list: Option<&Path>) -> String {
    let written = outcome.published.as_ref().map(|published| Written {
        bundle: shown(&published.folder),
        indicators: published.indicators,
        cells: published.protection.cells,
        withheld: published.protection.withheld,
        highlights: published.highlights.clone(),
    });
    let (findings, account) = (outcome.findings.as_slice(), outcome.accounts.as_slice());
    let report = Report { findings, account, findings_workbook: list, written };
    serde_json::to_string_pretty(&report).unwrap_or_default()
}

/// Which proposals were written, and what to do with them.
pub(super) fn proposals(written: &[(std::path::PathBuf, Proposal)]) -> String {
    if written.is_empty() {
        return text("cli.learn_nothing", &[]);
    }
    let mut out = String::new();
    for (path, proposal) in written {
        let path = path.display().to_string();
        let (headers, codes) = (proposal.headers.to_string(), proposal.codes.to_string());
        let values = [("path", path.as_str()), ("headers", &headers), ("codes", &codes), ("source", &proposal.source)];
        let _ = writeln!(out, "{}", text("cli.learn_written", &values));
    }
    out + &text("cli.learn_do", &[])
}

/// What was read, computed, withheld and written, and what to open first.
pub(super) fn report(job: &Job, outcome: &Outcome, published: &Published, list: Option<&Path>) -> String {
    let mut out = String::new();
    let year = job.year.to_string();
    let _ = writeln!(out, "{}\n", made(&outcome.heading));
    let _ = writeln!(out, "{}", rows(&outcome.accounts));
    let _ = writeln!(out, "{}", findings_line(&outcome.findings));
    let cells = integer(published.protection.cells as u64);
    let withheld = integer(published.protection.withheld as u64);
    let counts = [
        ("indicators", integer(published.indicators as u64)),
        ("charts", integer(published.charts as u64)),
        ("cells", cells),
        ("withheld", withheld),
    ];
    let counts: Vec<(&str, &str)> = counts.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let _ = writeln!(out, "{}", text("cli.computed", &counts));
    let found = integer(published.highlights.len() as u64);
    let together = integer(published.compared as u64);
    let _ = writeln!(out, "{}", text("cli.highlights", &[("count", &found), ("together", &together)]));
    out += &super::findings::beside_the_last(&outcome.findings);
    let folder = shown(&published.folder);
    let first = shown(&published.folder.join(&published.first));
    let _ = writeln!(out, "\n{}", text("cli.where", &[("folder", &folder), ("first", &first)]));
    if !published.edited.is_empty() {
        let edited = published.edited.join(", ");
        let _ = writeln!(out, "{}", text("cli.draft_kept", &[("edited", &edited)]));
    }
    if !published.beside.is_empty() {
        let _ = writeln!(out, "{}", text("cli.beside_kept", &[("files", &published.beside.join(", "))]));
    }
    if !outcome.findings.is_empty() {
        let root = shown(&job.root);
        let _ = writeln!(out, "{}", text("cli.see_findings", &[("root", &root), ("year", &year)]));
    }
    if let Some(list) = list {
        let _ = writeln!(out, "{}", super::findings::list_line(list));
    }
    out
}

/// A path that was typed, as it may be printed.
fn shown(path: &Path) -> String {
    safe_path(&path.display().to_string())
}

/// Where the rows went.
pub(super) fn rows(accounts: &[RowAccount]) -> String {
    let files: std::collections::BTreeSet<&str> = accounts.iter().map(|account| account.file.as_str()).collect();
    let sum = |part: fn(&RowAccount) -> usize| accounts.iter().map(part).sum::<usize>();
    let (rows, used, rejected) = (sum(|it| it.rows), sum(|it| it.used), sum(|it| it.rejected));
    let excluded = sum(|it| it.excluded.values().sum());
    // Headers, titles and blank rows are no rows of data.
    let layout = sum(|it| it.header + it.title + it.blank);
    let values = [
        ("files", integer(files.len() as u64)),
        ("rows", integer((rows - layout) as u64)),
        ("used", integer(used as u64)),
        ("excluded", integer(excluded as u64)),
        ("rejected", integer(rejected as u64)),
    ];
    let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
    text("cli.rows", &values)
}

/// How many findings of each severity.
pub(super) fn findings_line(findings: &[Finding]) -> String {
    let count = |severity| integer(findings.iter().filter(|finding| finding.severity == severity).count() as u64);
    let values = [
        ("fatal", count(Severity::Fatal)),
        ("errors", count(Severity::Error)),
        ("warnings", count(Severity::Warning)),
        ("infos", count(Severity::Info)),
    ];
    let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
    text("cli.findings", &values)
}
