//! The report for a person: what was found, where, and what to do.

use std::fmt::Write;

use super::finding::{Leak, Odd, Part, Report};
use super::model::words;
use crate::lang::{integer, text, wrapped};

/// Of each kind so many are listed; the rest is counted. JSON has all.
const MOST: usize = 20;

pub(super) fn text_of(report: &Report) -> String {
    let mut out = String::new();
    let counts = [("cells", integer(report.cells)), ("withheld", integer(report.withheld))];
    let counts: Vec<(&str, &str)> = counts.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let _ = writeln!(out, "{}", text("audit.counts", &counts));
    if report.is_internal {
        let _ = writeln!(out, "{}", text("audit.internal", &[]));
    }
    section(&mut out, &report.exact, ["audit.exact", "audit.exact_do"], leak);
    section(&mut out, &report.narrow, ["audit.narrow", "audit.narrow_do"], leak);
    section(&mut out, &report.hash_mismatches, ["audit.files", "audit.files_do"], |it| {
        let problem = match it.problem {
            "changed" => text("audit.file_changed", &[]),
            "missing" => text("audit.file_missing", &[]),
            "not-listed" => text("audit.file_not_listed", &[]),
            "open" => text("audit.file_open", &[]),
            _ => text("audit.file_not_a_file", &[]),
        };
        format!("{}: {problem}", it.file)
    });
    section(&mut out, &report.identifiers, ["audit.identifiers", "audit.identifiers_do"], |it| {
        text("audit.identifier", &[("file", &it.file), ("offset", &it.offset.to_string())])
    });
    section(&mut out, &report.edited, ["audit.edited", "audit.edited_do"], Clone::clone);
    section(&mut out, &report.beside, ["audit.beside", "audit.edited_do"], Clone::clone);
    let is_theirs = report.has_only_edited();
    let todo = if is_theirs { "audit.unexplained_edited_do" } else { "audit.unexplained_do" };
    section(&mut out, &report.unexplained, ["audit.unexplained", todo], odd);
    section(&mut out, &report.unreadable, ["audit.unreadable", "audit.unreadable_do"], odd);
    section(&mut out, &report.not_read, ["audit.not_read", "audit.not_read_do"], Clone::clone);
    section(&mut out, &report.unwritten, ["audit.unwritten", "audit.unwritten_do"], |it| {
        text("audit.unwritten_place", &[("file", &it.file), ("name", &it.name)])
    });
    section(&mut out, &report.notes, ["audit.notes", "audit.notes_do"], |it| {
        let key = if it.kind == "earlier-shows" { "audit.note_earlier" } else { "audit.note_contradiction" };
        text(key, &[("figure", &it.figure), ("bundle", &it.bundle)])
    });
    if report.untested > 0 {
        let _ = writeln!(out, "\n{}", text("audit.untested", &[("count", &integer(report.untested))]));
    }
    let end = if report.clean {
        text("audit.clean", &[])
    } else if report.is_for_people() {
        text("audit.look", &[])
    } else {
        text("audit.not_clean", &[])
    };
    let _ = writeln!(out, "\n{end}");
    out
}

fn section<T>(out: &mut String, found: &[T], [title, todo]: [&str; 2], line: impl Fn(&T) -> String) {
    if found.is_empty() {
        return;
    }
    let _ = writeln!(out, "\n{}", text(title, &[("count", &integer(found.len() as u64))]));
    for one in found.iter().take(MOST) {
        out.push_str(&wrapped("  – ", line(one).split_whitespace()));
    }
    if found.len() > MOST {
        let more = integer((found.len() - MOST) as u64);
        let _ = writeln!(out, "  {}", text("audit.more", &[("count", &more)]));
    }
    out.push_str(&wrapped(&text("audit.do", &[]), text(todo, &[]).split_whitespace()));
}

fn leak(leak: &Leak) -> String {
    let figure = words(&leak.cell);
    let part = match &leak.part {
        Part::Figure => figure,
        Part::Rest => text("audit.part_rest", &[("figure", &figure)]),
        Part::Base => text("audit.part_base", &[("figure", &figure)]),
        Part::Between(other) => text("audit.part_between", &[("figure", &figure), ("other", other)]),
        Part::Windows(other) => text("audit.part_windows", &[("figure", &figure), ("other", other)]),
        Part::Piece(piece) => text("audit.part_piece", &[("figure", &figure), ("piece", piece)]),
    };
    format!("{part}: {}", leak.how.words())
}

fn odd(odd: &Odd) -> String {
    let problem = match odd.problem {
        "number" => text("audit.odd_number", &[]),
        "hidden-part" => text("audit.odd_hidden_part", &[]),
        "hidden-sheet" => text("audit.odd_hidden_sheet", &[]),
        "hidden-row" => text("audit.odd_hidden_row", &[]),
        "comment" => text("audit.odd_comment", &[]),
        "defined-name" => text("audit.odd_defined_name", &[]),
        "rule" => text("audit.odd_rule", &[]),
        "chart-copy" => text("audit.odd_chart_copy", &[]),
        "chart-of-nothing" => text("audit.odd_chart_of_nothing", &[]),
        "picture" => text("audit.odd_picture", &[]),
        "colours" => text("audit.odd_colours", &[]),
        "marks" => text("audit.odd_marks", &[]),
        "other-rows" => text("audit.odd_other_rows", &[]),
        "contradiction" => text("audit.odd_contradiction", &[]),
        "too-large" => text("audit.unread_too_large", &[]),
        "no-figure" => text("audit.unread_no_figure", &[]),
        "unknown-kind" => text("audit.unread_unknown_kind", &[]),
        _ => text("audit.unread_damaged", &[]),
    };
    let place = if odd.place.is_empty() { String::new() } else { format!(" ({})", odd.place) };
    format!("{}{place}: {problem}", odd.file)
}
