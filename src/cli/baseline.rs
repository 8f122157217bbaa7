//! What is said of a baseline that was frozen.

use serde::Serialize;

use super::{Format, exit, findings, print, summary};
use crate::check::RowAccount;
use crate::diagnostic::{Failure, Finding};
use crate::lang::{integer, text};
use crate::pipeline::{self, Baseline, Job, Outcome};
use crate::privacy::safe_path;

/// For machines: as the other commands, with what was frozen.
#[derive(Serialize)]
struct Report<'o> {
    findings: &'o [Finding],
    account: &'o [RowAccount],
    year: i32,
    window: &'static str,
    baseline: Option<String>,
    frozen: usize,
    missing: usize,
    earlier: Option<String>,
}

/// Freezes, and says how many figures.
pub(super) fn freeze(job: &Job, replaces: bool, format: Format) -> Result<u8, Failure> {
    let (outcome, baseline) = pipeline::freeze(job, replaces)?;
    let result = match (format, &baseline) {
        (Format::Json, _) => json(job, &outcome, baseline.as_ref()),
        (Format::Text, Some(baseline)) => done(job, &outcome, baseline),
        (Format::Text, None) => findings::findings(&outcome, None),
    };
    let code = print(&outcome, result, format)?;
    if baseline.is_some() {
        return Ok(code);
    }
    if format == Format::Text {
        super::complain(&text("cli.baseline_stopped", &[]));
    }
    Ok(exit::FINDINGS)
}

fn json(job: &Job, outcome: &Outcome, baseline: Option<&Baseline>) -> String {
    let path = |path: &std::path::PathBuf| safe_path(&path.display().to_string());
    let report = Report {
        findings: &outcome.findings,
        account: &outcome.accounts,
        year: job.year,
        window: job.window.id(),
        baseline: baseline.map(|it| path(&it.path)),
        frozen: baseline.map_or(0, |it| it.frozen),
        missing: baseline.map_or(0, |it| it.missing),
        earlier: baseline.and_then(|it| it.earlier.as_ref()).map(path),
    };
    serde_json::to_string_pretty(&report).unwrap_or_default()
}

fn done(job: &Job, outcome: &Outcome, baseline: &Baseline) -> String {
    let shown = |path: &std::path::Path| safe_path(&path.display().to_string());
    let (year, path) = (job.year.to_string(), shown(&baseline.path));
    let (frozen, missing) = (integer(baseline.frozen as u64), integer(baseline.missing as u64));
    let values = [("year", year.as_str()), ("window", job.window.id()), ("frozen", &frozen), ("missing", &missing)];
    let earlier = baseline.earlier.as_ref().map(|it| text("cli.baseline_earlier", &[("path", &shown(it))]));
    let lines = [
        Some(text("cli.baseline_done", &values)),
        Some(String::new()),
        Some(summary::rows(&outcome.accounts)),
        Some(summary::findings_line(&outcome.findings)),
        Some(text("cli.baseline_count", &values)),
        Some(text("cli.baseline_file", &[("path", &path)])),
        earlier,
        Some(text("cli.baseline_internal", &[])),
    ];
    lines.into_iter().flatten().collect::<Vec<_>>().join("\n")
}
