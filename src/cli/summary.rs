//! What a person reads when a command is done, and what a machine does.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::json;

use crate::check::{Proposal, RowAccount};
use crate::diagnostic::{Finding, Rule, Severity};
use crate::lang::{integer, text};
use crate::pipeline::{Job, Outcome, Published};

/// The contract's JSON.
pub(super) fn json(outcome: &Outcome) -> String {
    let findings: Vec<_> = outcome.findings.iter().map(Finding::to_json).collect();
    let mut report = json!({ "findings": findings, "account": outcome.accounts });
    if let Some(published) = &outcome.published {
        report["bundle"] = json!(published.folder);
        report["indicators"] = json!(published.indicators);
        report["cells"] = json!(published.protection.cells);
        report["withheld"] = json!(published.protection.withheld);
    }
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
pub(super) fn report(job: &Job, outcome: &Outcome, published: &Published) -> String {
    let mut out = String::new();
    let year = job.year.to_string();
    let heading = match job.window {
        crate::units::Window::Aar => text("cli.done_year", &[("year", &year)]),
        crate::units::Window::Mai => text("cli.done_may", &[("year", &year)]),
        crate::units::Window::September => text("cli.done_september", &[("year", &year)]),
    };
    let _ = writeln!(out, "{heading}\n");
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
    let folder = published.folder.display().to_string();
    let first = published.folder.join(&published.first).display().to_string();
    let _ = writeln!(out, "\n{}", text("cli.where", &[("folder", &folder), ("first", &first)]));
    if !outcome.findings.is_empty() {
        let root = job.root.display().to_string();
        let _ = writeln!(out, "{}", text("cli.see_findings", &[("root", &root), ("year", &year)]));
    }
    out
}

fn rows(accounts: &[RowAccount]) -> String {
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

fn findings_line(findings: &[Finding]) -> String {
    let count = |severity| integer(findings.iter().filter(|finding| finding.severity == severity).count() as u64);
    let values =
        [("fatal", count(Severity::Fatal)), ("errors", count(Severity::Error)), ("warnings", count(Severity::Warning))];
    let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
    text("cli.findings", &values)
}

/// Findings about rows that are shown of each kind; the rest are counted. Findings about files are all shown.
const ROWS_SHOWN: usize = 3;

/// The findings, most serious first and the most frequent of each severity before the others; none is left out of the
/// count.
pub(super) fn findings(outcome: &Outcome) -> String {
    let mut kinds: BTreeMap<(Severity, Rule), Vec<&Finding>> = BTreeMap::new();
    for finding in &outcome.findings {
        kinds.entry((finding.severity, finding.rule)).or_default().push(finding);
    }
    let mut kinds: Vec<_> = kinds.into_iter().collect();
    kinds.sort_by_key(|((severity, rule), findings)| (*severity, std::cmp::Reverse(findings.len()), *rule));
    let mut out = String::new();
    for (_, findings) in &kinds {
        let is_about_rows = findings.iter().any(|finding| finding.place.line.is_some());
        let shown = if is_about_rows { ROWS_SHOWN } else { findings.len() };
        for finding in findings.iter().take(shown) {
            out.push_str(&finding.to_text());
        }
        if findings.len() > shown {
            let more = integer((findings.len() - shown) as u64);
            let _ = writeln!(out, "  {}", text("cli.more_of_the_kind", &[("count", &more)]));
        }
        out.push('\n');
    }
    let _ = writeln!(out, "{}\n{}", rows(&outcome.accounts), findings_line(&outcome.findings));
    out
}
