//! What a value may be: within its bounds, and a code of its year.

use std::ops::RangeInclusive;

use chrono::{Datelike, NaiveDate};

use super::cell::Value;
use super::codelist::CodeList;
use super::reader::TableReader;
use super::source_map::{Field, FieldKind, SourceMap};
use crate::acquire::Format;
use crate::diagnostic::{Finding, Rule};
use crate::lang::text;

/// What stands beyond the limits in one row.
#[derive(Default)]
pub(super) struct Beyond {
    /// For these the row is rejected.
    pub(super) rejecting: Vec<Finding>,
    /// These are said, and the row is used.
    pub(super) warnings: Vec<Finding>,
}

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

impl TableReader<'_> {
    /// Everything in a row that lies beyond the limits; `folder` is the year it counts in.
    ///
    /// In KOSTRA 15F an outdated code is a warning: Statistics Norway's own approved sample of 2020 has codes of 2021.
    pub(super) fn beyond_limits(&self, row: usize, values: &[(Value, &str)], folder: i32) -> Beyond {
        let mut beyond = Beyond::default();
        let is_form = self.table.origin.format == Format::Form15F;
        let years = || years_of(self.map, folder, |name| self.date(values, name));
        for (index, (field, (value, _))) in self.map.fields.iter().zip(values).enumerate() {
            if number_of(field, value).is_some_and(|number| is_out_of_bounds(field, number)) {
                let finding = Finding::new(Rule::OutOfBounds, self.cell_place(row, index));
                let bound = |bound: Option<f64>| bound.map(|it| it.to_string()).unwrap_or_default();
                let finding = finding.with("min", bound(field.min)).with("max", bound(field.max));
                beyond.rejecting.push(finding);
            }
            let Some(list) = self.maps.list_of(field).filter(|list| list.has_validity()) else { continue };
            // The folder's year is among the row's, and nearly all codes are of it.
            for code in codes_of(value).filter(|code| !list.valid_in(*code, folder)) {
                let years = years();
                if !is_outdated(list, code, &years) {
                    continue;
                }
                let rule = if is_form { Rule::OutdatedFormCode } else { Rule::OutdatedCode };
                let finding = said(Finding::new(rule, self.cell_place(row, index)), list, code, *years.start());
                if is_form { beyond.warnings.push(finding) } else { beyond.rejecting.push(finding) }
            }
        }
        beyond
    }
}

fn number_of(field: &Field, value: &Value) -> Option<f64> {
    match value {
        Value::Decimal(number) => Some(*number),
        // Numbers of fifteen digits at most are exact.
        #[expect(clippy::cast_precision_loss, reason = "whole numbers have at most fifteen digits")]
        Value::Whole(whole) if field.kind == FieldKind::Integer => Some(*whole as f64),
        _ => None,
    }
}

fn codes_of(value: &Value) -> impl Iterator<Item = u32> {
    let codes = match value {
        Value::Whole(code) => std::slice::from_ref(code),
        Value::Several(codes) => codes.as_slice(),
        _ => &[],
    };
    codes.iter().filter_map(|code| u32::try_from(*code).ok())
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
