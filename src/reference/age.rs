//! How old the stored tables are, by what was noted when they were fetched. Never by today's date: the year reported is
//! what they are held against.

use std::path::Path;

use chrono::Datelike;

use super::note::{self, Note};
use crate::acquire::FileRecord;
use crate::diagnostic::{Finding, Place, Rule};
use crate::lang::text;

/// A finding for each fetched table: how old it is, that it was last changed before the year was over, or that it is not as
/// it was fetched.
pub(crate) fn ages(root: &Path, files: &[FileRecord], year: i32) -> Vec<Finding> {
    let notes = files.iter().filter(|file| file.path.starts_with("reference/"));
    notes.filter_map(|file| age(root, file, files, year)).collect()
}

fn age(root: &Path, file: &FileRecord, files: &[FileRecord], year: i32) -> Option<Finding> {
    let about = note::about(&file.path)?;
    let table = files.iter().find(|known| known.path == about)?;
    let note = std::fs::read_to_string(root.join(&file.path)).ok().and_then(|text| Note::parse(&text));
    let place = Place::file(&about);
    let Some(note) = note.filter(|note| note.sha256 == table.sha256) else {
        let name = file.path.trim_start_matches("reference/");
        return Some(Finding::new(Rule::ReferenceChanged, place).with("note", name));
    };
    let is_old = note.day().is_some_and(|day| day.year() <= year);
    let rule = if is_old { Rule::ReferenceOld } else { Rule::ReferenceAge };
    let day = |written: Option<&String>| {
        written.map_or_else(|| text("cli.update_unknown", &[]), |it| it.chars().take(10).collect())
    };
    let finding = Finding::new(rule, place).with("table", &note.table).with("updated", day(note.updated.as_ref()));
    Some(finding.with("fetched", day(note.fetched.as_ref())).with("year", year.to_string()))
}
