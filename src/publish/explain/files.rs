//! Sources and files, rows and lines.

use super::parts;
use super::words;
use crate::check::{RowAccount, SourceMaps};
use crate::compute::{FileLines, LeftOut, Lines, Role, RowSteps, View};
use crate::protect::ExplainedSource;

/// A source with its files; years of the report that have none are named.
pub(super) fn source(source: &ExplainedSource, maps: &SourceMaps, years: &[i32]) -> parts::OfSource {
    let has_file = |year: &i32| source.files.iter().any(|file| file.year == Some(*year));
    let is_by_year = source.files.is_empty() || is_exported(source);
    let missing = years.iter().copied().filter(|year| is_by_year && !has_file(year));
    let file = |file: &crate::protect::ExplainedFile| parts::OfFile {
        year: file.year,
        file: file.file.clone(),
        sheet: file.sheet.clone(),
        rows: file.account.as_ref().map(rows_of_file),
    };
    parts::OfSource {
        source: source.source.clone(),
        title: maps.get(&source.source).map(|map| map.title.said().to_owned()).unwrap_or_default(),
        role: match source.role {
            Role::Counted => "counted",
            Role::LookedAt => "looked-at",
            Role::Denominator => "denominator",
            Role::Comparison => "comparison",
        },
        files: source.files.iter().map(file).collect(),
        years_without_file: missing.collect(),
    }
}

/// Whether any of its files lies in a year's folder.
pub(super) fn is_exported(source: &ExplainedSource) -> bool {
    source.files.iter().any(|file| file.year.is_some())
}

fn rows_of_file(account: &RowAccount) -> parts::FileRows {
    parts::FileRows { used: account.used, excluded: account.excluded.clone(), rejected: account.rejected }
}

/// From all rows to those used.
pub(super) fn rows(steps: &RowSteps, view: Option<View>) -> parts::Rows {
    let left_out = steps.left_out.iter().map(|(rule, rows)| parts::LeftOut {
        rule: rule_id(rule),
        field: field_of(rule),
        sentence: words::left_out(rule),
        rows: *rows,
    });
    parts::Rows {
        source: steps.everywhere.map(|(all, _)| all),
        other_folder: steps.everywhere.map(|(_, elsewhere)| elsewhere),
        read: steps.read,
        left_out: left_out.collect(),
        used: steps.used,
        items: steps.items.map(|count| parts::Items { count, what: words::items(view) }),
    }
}

/// The same for one of several sources.
pub(super) fn source_rows(source: &str, steps: &RowSteps) -> parts::SourceRows {
    parts::SourceRows { id: source.to_owned(), rows: rows(steps, None) }
}

/// Where the rows of several sources stand, if asked for.
pub(super) fn lines_of_sources(sources: &[(String, RowSteps)]) -> Option<parts::Lines> {
    let all: Vec<&Lines> = sources.iter().filter_map(|(_, steps)| steps.lines.as_ref()).collect();
    (!all.is_empty()).then(|| lines(&Lines::joined(all)))
}

/// Where they stand.
pub(super) fn lines(lines: &Lines) -> parts::Lines {
    let left_out = lines.left_out.iter().map(|(rule, files)| parts::LeftOutLines {
        rule: rule_id(rule),
        field: field_of(rule),
        sentence: words::left_out(rule),
        files: files.iter().map(file_lines).collect(),
    });
    parts::Lines { used: lines.used.iter().map(file_lines).collect(), left_out: left_out.collect() }
}

fn file_lines(lines: &FileLines) -> parts::FileLines {
    parts::FileLines { file: lines.file.clone(), sheet: lines.sheet.clone(), lines: lines.lines.clone() }
}

fn rule_id(rule: &LeftOut) -> &'static str {
    match rule {
        LeftOut::OtherFolder => "other_folder",
        LeftOut::LaterVersion => "later_version",
        LeftOut::OutsideWindow => "outside_window",
        LeftOut::Condition(_) => "condition",
        LeftOut::NotBefore(_) => "not_before",
        LeftOut::OlderReading => "older_reading",
        LeftOut::UnknownAge => "unknown_age",
        LeftOut::OtherAge => "other_age",
        LeftOut::UnknownChild => "unknown_child",
    }
}

fn field_of(rule: &LeftOut) -> Option<String> {
    match rule {
        LeftOut::Condition(field) | LeftOut::NotBefore(field) => Some(field.clone()),
        _ => None,
    }
}
