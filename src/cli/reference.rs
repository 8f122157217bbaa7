//! What is said of tables that were fetched, or were not.

use super::{complain, exit, say};
use crate::diagnostic::Failure;
use crate::lang::{integer, text};
use crate::pipeline::{self, UpdateJob};
use crate::privacy::safe_path;
use crate::reference::Fetched;

/// Fetches, and says what became of each table. One that was not fetched is an input that could not be had.
pub(super) fn update(job: &UpdateJob) -> Result<u8, Failure> {
    let tables = pipeline::update_reference(job)?;
    let stored = tables.iter().filter(|table| table.outcome.is_ok()).count();
    let lines: Vec<String> = tables.iter().filter_map(stored_line).collect();
    let folder = safe_path(&job.root.join("reference").display().to_string());
    let counts = (integer(stored as u64), integer(tables.len() as u64));
    let done = text("cli.update_done", &[("stored", &counts.0), ("all", &counts.1), ("folder", &folder)]);
    say(&lines.into_iter().chain([done]).collect::<Vec<_>>().join("\n"));
    let failed: Vec<String> = tables.iter().filter_map(failed_lines).collect();
    if failed.is_empty() {
        return Ok(exit::FINE);
    }
    complain(&failed.join("\n"));
    Ok(exit::IO)
}

fn stored_line(table: &Fetched) -> Option<String> {
    let stored = table.outcome.as_ref().ok()?;
    let unknown = || text("cli.update_unknown", &[]);
    let updated = stored.updated.as_ref().map_or_else(unknown, |it| it.chars().take(10).collect());
    let values = integer(stored.values as u64);
    Some(text("cli.update_stored", &[("table", &table.table), ("values", &values), ("updated", &updated)]))
}

fn failed_lines(table: &Fetched) -> Option<String> {
    let error = table.outcome.as_ref().err()?;
    let failed = text("cli.update_failed", &[("table", &table.table), ("error", error)]);
    let kept = || text("cli.update_kept", &[("path", &safe_path(&table.path.display().to_string()))]);
    let kept = table.path.exists().then(kept);
    Some([Some(failed), kept].into_iter().flatten().collect::<Vec<_>>().join("\n"))
}
