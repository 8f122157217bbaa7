//! What is to be corrected, as a person reads it on a terminal of 80 columns.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;

use super::summary::{findings_line, rows};
use crate::diagnostic::{Finding, Place, Rule, Severity};
use crate::lang::{integer, text, wrapped};
use crate::pipeline::Outcome;

/// So few places are all named; of more, one is the example.
const PLACES_SHOWN: usize = 3;

/// Files named of each kind; the others are counted.
const FILES_NAMED: usize = 3;

/// Of findings about whole files and folders, each says something of its own; beyond this many they are counted.
const EXPECTATIONS_SHOWN: usize = 12;

/// Each kind of finding once, most serious first and the most frequent before the others, then the totals, the account
/// and where the list of all of them is. What is not shown is counted.
pub(super) fn findings(outcome: &Outcome, list: Option<&Path>) -> String {
    let mut out: String = kinds(&outcome.findings).iter().map(|kind| shown(kind) + "\n").collect();
    if outcome.findings.is_empty() {
        let _ = writeln!(out, "{}\n", text("cli.nothing_to_correct", &[]));
    }
    let _ = writeln!(out, "{}\n{}", rows(&outcome.accounts), findings_line(&outcome.findings));
    if let Some(list) = list {
        let _ = writeln!(out, "\n{}", list_line(list));
    }
    out
}

/// Where the list of everything is.
pub(super) fn list_line(list: &Path) -> String {
    text("cli.list", &[("path", &list.display().to_string())])
}

/// What `check` cannot find, for it makes no report: what the audit of the finished one has to say.
pub(super) fn beside_the_last(findings: &[Finding]) -> String {
    let of_audit = [Rule::AuditUnexplained, Rule::AlreadyOut, Rule::FollowsFromOld];
    let found: Vec<Finding> = findings.iter().filter(|finding| of_audit.contains(&finding.rule)).cloned().collect();
    let said: Vec<String> = kinds(&found).iter().map(|kind| shown(kind)).collect();
    if said.is_empty() { String::new() } else { format!("\n{}", said.join("\n")) }
}

/// The findings by kind.
fn kinds(findings: &[Finding]) -> Vec<Vec<&Finding>> {
    let mut kinds: BTreeMap<(Severity, Rule), Vec<&Finding>> = BTreeMap::new();
    for finding in findings {
        kinds.entry((finding.severity, finding.rule)).or_default().push(finding);
    }
    let mut kinds: Vec<_> = kinds.into_iter().collect();
    kinds.sort_by_key(|((severity, rule), findings)| (*severity, std::cmp::Reverse(findings.len()), *rule));
    kinds.into_iter().map(|(_, findings)| findings).collect()
}

/// One kind: what it is, what to do, what was expected, and where.
fn shown(kind: &[&Finding]) -> String {
    let files = files(kind);
    let worst = files.first().map_or("", |(file, _)| file);
    // The example is from the file with most of them, where it does most good.
    let Some(first) = kind.iter().find(|finding| finding.place.file == worst) else { return String::new() };
    let count = match kind.len() {
        1 => String::new(),
        count => text("cli.kind_count", &[("count", &integer(count as u64))]),
    };
    let (severity, id, title) = (first.severity.word(), first.rule.id(), first.rule.title());
    let heading = format!("{severity} {id}: {title}{count}");
    let mut out = wrapped("", heading.split(' '));
    out += &wrapped(&label("finding.action"), first.action().split(' '));
    for expected in expectations(kind, first) {
        out += &wrapped(&label("finding.expected"), expected.split(' '));
    }
    if kind.len() <= PLACES_SHOWN {
        let places: BTreeSet<&Place> = kind.iter().map(|finding| &finding.place).collect();
        let lines = places.into_iter().map(|place| at("finding.place", &pieces(place)));
        return out + &lines.collect::<String>();
    }
    out += &at("finding.example", &pieces(&first.place));
    out + &at("finding.files", &named(&files))
}

fn at(key: &str, pieces: &[String]) -> String {
    wrapped(&label(key), pieces.iter().map(String::as_str))
}

fn label(key: &str) -> String {
    format!("  {:<10}", format!("{}:", text(key, &[])))
}

/// Of rows the first example says it; whole files and folders (a missing export) each expect something else.
fn expectations(kind: &[&Finding], example: &Finding) -> Vec<String> {
    let is_about_rows = kind.iter().any(|finding| finding.place.line.is_some());
    if is_about_rows {
        return vec![example.expected()];
    }
    let mut all: Vec<String> = Vec::new();
    for finding in kind {
        let expected = finding.expected();
        if !all.contains(&expected) {
            all.push(expected);
        }
    }
    if all.len() > EXPECTATIONS_SHOWN {
        let more = text("cli.more_expected", &[("count", &integer((all.len() - EXPECTATIONS_SHOWN) as u64))]);
        all.truncate(EXPECTATIONS_SHOWN);
        all.push(more);
    }
    all
}

/// File, sheet, line and column: pieces that no line break may split.
fn pieces(place: &Place) -> Vec<String> {
    let mut pieces = vec![place.file.clone()];
    pieces.extend(place.sheet.as_ref().map(|sheet| text("finding.at_sheet", &[("sheet", sheet)])));
    pieces.extend(place.line.map(|line| text("finding.at_line", &[("line", &line.to_string())])));
    let field = place.field.as_ref();
    if let Some(column) = &place.column {
        let field = field.map(|field| format!(" ({field})")).unwrap_or_default();
        pieces.push(text("finding.at_column", &[("column", column), ("field", &field)]));
    } else {
        pieces.extend(field.map(|field| text("finding.at_field", &[("field", field)])));
    }
    with_commas(pieces)
}

/// The files, those with the most findings of the kind first, each with its count.
fn files<'a>(kind: &[&'a Finding]) -> Vec<(&'a str, usize)> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for finding in kind {
        *counts.entry(finding.place.file.as_str()).or_default() += 1;
    }
    let mut counts: Vec<(&str, usize)> = counts.into_iter().collect();
    counts.sort_by_key(|(file, count)| (std::cmp::Reverse(*count), *file));
    counts
}

/// The first of the files by name, the rest as a number.
fn named(counts: &[(&str, usize)]) -> Vec<String> {
    let is_one_each = counts.iter().all(|(_, count)| *count == 1);
    let named = counts.iter().take(FILES_NAMED).map(|(file, count)| {
        if is_one_each { (*file).to_owned() } else { format!("{file} ({})", integer(*count as u64)) }
    });
    let mut pieces = with_commas(named.collect());
    match counts.len().saturating_sub(FILES_NAMED) {
        0 => {}
        1 => pieces.push(text("cli.one_more_file", &[])),
        more => pieces.push(text("cli.more_files", &[("count", &integer(more as u64))])),
    }
    pieces
}

fn with_commas(mut pieces: Vec<String>) -> Vec<String> {
    let last = pieces.len().saturating_sub(1);
    pieces.iter_mut().take(last).for_each(|piece| piece.push(','));
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lang::COLUMNS;

    fn finding_at(file: &str, line: u32) -> Finding {
        Finding::new(
            Rule::NotADate,
            Place { sheet: Some("Tiltak".to_owned()), ..Place::file(file).line(line).cell(5, "start") },
        )
    }

    #[test]
    fn a_kind_is_said_once_with_its_files_and_one_example() {
        let findings: Vec<Finding> =
            (0..9).map(|number| finding_at(&format!("exports/2025/skoler-{}.xlsx", number % 5), 118)).collect();
        let kind: Vec<&Finding> = findings.iter().collect();
        let expected = "\
feil C013: ikke en dato – 9 funn
  gjør:     rett datoen i fagsystemet og eksporter på nytt
  ventet:   en dato som dd.mm.åååå eller åååå-mm-dd
  eksempel: exports/2025/skoler-0.xlsx, ark «Tiltak», linje 118,
            kolonne F (start)
  filer:    exports/2025/skoler-0.xlsx (2), exports/2025/skoler-1.xlsx (2),
            exports/2025/skoler-2.xlsx (2) og 2 filer til
";
        assert_eq!(shown(&kind), expected);
    }

    #[test]
    fn lines_end_before_the_terminal_and_no_path_is_split() {
        let path = format!("exports/2025/{}.csv", "lang-".repeat(30));
        let words = format!("{} {path} {}", "ord ".repeat(40), "ord ".repeat(40));
        let text = wrapped("  gjør:     ", words.split_whitespace());
        assert!(text.contains(&path), "{text}");
        assert!(text.lines().all(|line| line.chars().count() <= COLUMNS || line.trim() == path), "{text}");
        assert_eq!(text.split_whitespace().count(), 1 + 40 + 1 + 40);
    }

    #[test]
    fn the_most_frequent_of_the_most_serious_comes_first() {
        let of = |rule| Finding::new(rule, Place::file("x"));
        let all = [
            Rule::OutsidePeriod,
            Rule::OutsidePeriod,
            Rule::NotADate,
            Rule::UnknownCode,
            Rule::UnknownCode,
            Rule::EmptyFile,
        ];
        let all = all.map(of);
        let order: Vec<Rule> = kinds(&all).iter().map(|kind| kind[0].rule).collect();
        assert_eq!(order, [Rule::EmptyFile, Rule::UnknownCode, Rule::NotADate, Rule::OutsidePeriod]);
    }
}
