//! What a value may be: within its bounds, and a code of its year.

use std::ops::RangeInclusive;

use chrono::{Datelike, NaiveDate};

use super::children::date_of;
use super::codelist::CodeList;
use super::reader::RowReader;
use super::source_map::{Field, FieldKind, SourceMap};
use super::source_maps::SourceMaps;
use crate::acquire::Format;
use crate::diagnostic::{Finding, Rule};
use crate::lang::text;

/// The years in which a row's codes may have been set: from the date that places it to the last date it has.
///
/// A report of December may be concluded in January, with January's codes; an investigation runs over New Year; what has
/// no end yet runs into the folder's year. A code is out of date only where it was in use in none of these years.
pub(super) fn years_of(map: &SourceMap, folder: i32, date: impl Fn(&str) -> Option<NaiveDate>) -> RangeInclusive<i32> {
    let Some(placed) = &map.placed_by else { return folder..=folder };
    let year = |name: &str| date(name).map(|date| date.year());
    let begins = placed.date.as_deref().or(placed.from.as_deref());
    let first = begins.and_then(year).unwrap_or(folder);
    let is_open = placed.to.as_deref().is_some_and(|end| date(end).is_none());
    // Birth dates are marked as identifying and say nothing of when something was coded.
    let dates = map.fields.iter().filter(|field| field.kind == FieldKind::Date && !field.identifying);
    let last = dates.filter_map(|field| year(&field.name)).max().unwrap_or(first);
    first..=last.max(first).max(if is_open { folder } else { first })
}

/// Whether `code` was in use in none of `years`.
pub(super) fn is_outdated(list: &CodeList, code: u32, years: &RangeInclusive<i32>) -> bool {
    list.get(code).is_some_and(|code| {
        let begins_later = code.valid_from.is_some_and(|from| from > *years.end());
        let ended_before = code.valid_to.is_some_and(|to| to < *years.start());
        begins_later || ended_before
    })
}

/// Whether a number lies outside what the field may hold.
pub(super) fn is_out_of_bounds(field: &Field, number: f64) -> bool {
    field.min.is_some_and(|min| number < min) || field.max.is_some_and(|max| number > max)
}

/// A code that is not of the folder's year: of which years the row is decides whether it is out of date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct DatedCode {
    pub(super) row: u32,
    pub(super) field: usize,
    pub(super) code: u32,
}

/// A finding for each of a row's `codes` that was in use in none of the row's years; `folder` is the year it counts in.
///
/// In KOSTRA 15F an outdated code is a warning: Statistics Norway's own approved sample of 2020 has codes of 2021.
pub(super) fn outdated(reader: &RowReader, maps: &SourceMaps, codes: &[DatedCode], folder: i32) -> Vec<Finding> {
    let mut findings = Vec::new();
    for dated in codes {
        let (row, map) = (dated.row as usize, reader.map);
        let field = &map.fields[dated.field];
        let Some(list) = maps.list_of(field) else { continue };
        let place = |name: &str| map.fields.iter().position(|field| field.name == name);
        let years = years_of(map, folder, |name| date_of(reader.whole(row, Some(place(name)?))));
        if is_outdated(list, dated.code, &years) {
            let is_form = reader.origin.format == Format::Form15F;
            let rule = if is_form { Rule::OutdatedFormCode } else { Rule::OutdatedCode };
            let finding = Finding::new(rule, reader.cell_place(row, dated.field));
            findings.push(said(finding, list, dated.code, *years.start()));
        }
    }
    findings
}

/// In which years the code was in use, and what came in its place. Both are ours to name: the list is closed.
fn said(finding: Finding, list: &CodeList, code: u32, year: i32) -> Finding {
    let successors: Vec<String> = list.successor(code, year).iter().map(|it| format!("«{}»", it.label)).collect();
    let instead = match successors.as_slice() {
        [] => String::new(),
        some => text("finding.code_instead", &[("codes", &some.join(", "))]),
    };
    let years = list.get(code).map(super::Code::years).unwrap_or_default();
    finding.with("years", years).with("year", year.to_string()).with("instead", instead)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::SourceMaps;

    type Dates = &'static [(&'static str, &'static str)];

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_code_may_be_of_any_year_that_the_row_touches() {
        let maps = SourceMaps::built_in().unwrap();
        let cases: [(&str, i32, Dates, RangeInclusive<i32>); 7] = [
            ("bekymringsmelding", 2025, &[("mottatt", "2025-12-30")], 2025..=2025),
            ("bekymringsmelding", 2025, &[("mottatt", "2025-12-30"), ("konkludert", "2026-01-04")], 2025..=2026),
            ("bekymringsmelding", 2026, &[("mottatt", "2026-01-02"), ("fodselsdato", "2026-09-01")], 2026..=2026),
            ("undersokelse", 2026, &[("start", "2025-11-01"), ("slutt", "2026-01-20")], 2025..=2026),
            ("barnevernstiltak", 2026, &[("start", "2020-11-01")], 2020..=2026),
            ("barnevernstiltak", 2026, &[("start", "2020-11-01"), ("slutt", "2021-01-20")], 2020..=2021),
            ("milepael", 2026, &[("planlagt", "2019-12-31")], 2026..=2026),
        ];
        for (source, folder, dates, expected) in cases {
            let date = |name: &str| dates.iter().find(|(known, _)| *known == name).map(|(_, date)| day(date));
            assert_eq!(years_of(maps.get(source).unwrap(), folder, date), expected, "{source} {dates:?}");
        }
    }

    #[test]
    fn codes_and_numbers_beyond_their_limits() {
        let maps = SourceMaps::built_in().unwrap();
        let list = maps.list("melder").unwrap();
        let code = |id| list.find(id).unwrap();
        assert!(is_outdated(list, code("lege-sykehus"), &(2024..=2024)));
        assert!(!is_outdated(list, code("lege-sykehus"), &(2024..=2025)));
        assert!(is_outdated(list, code("lege-sykehus-tannlege"), &(2025..=2025)));
        assert!(!is_outdated(list, code("nav"), &(2025..=2025)));
        let map = maps.get("kor_fit").unwrap();
        for (field, number, expected) in [
            ("ors", 0.0, false),
            ("ors", 40.0, false),
            ("ors", 40.1, true),
            ("srs", -0.1, true),
            ("alder", 121.0, true),
        ] {
            assert_eq!(is_out_of_bounds(map.field(field).unwrap(), number), expected, "{field} {number}");
        }
    }
}
