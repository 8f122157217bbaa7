//! Raw text becomes typed columns, or a finding. Every row has one fate.

mod account;
mod cell;
mod codelist;
mod columns;
mod header;
mod identity;
mod reader;
mod rows;
mod source_map;

use std::collections::{BTreeMap, BTreeSet};

use polars_core::prelude::DataFrame;

pub use account::{FindingSummary, RowAccount};
pub use codelist::{Code, CodeList};
pub(crate) use identity::age_on;
pub use rows::exclusion;
pub use source_map::{Field, FieldKind, PlacedBy, SourceMap, SourceMaps};

use crate::acquire::{Acquired, Format, Origin, RawTable};
use crate::diagnostic::{Finding, Place, Rule, Severity};
use crate::units::MunicipalityCode;

/// What the plan asks of the check.
#[derive(Debug, Clone)]
pub struct Expectation<'a> {
    /// The municipality the project is for.
    pub municipality: &'a MunicipalityCode,
    /// The year to report.
    pub year: i32,
    /// Whether rejected rows keep the report from being published.
    pub rejected_rows: RejectedRows,
}

/// What a rejected row means for publication.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum RejectedRows {
    /// Nothing is published until they are mended.
    #[default]
    Stop,
    /// The plan accepts them: published without them, each listed.
    Accept,
}

/// Typed, coded columns of all sources; only [`check`] makes one.
pub struct Checked {
    sources: BTreeMap<String, CheckedSource>,
    /// One account per table; each balances.
    pub accounts: Vec<RowAccount>,
    /// All findings, by file, line and column.
    pub findings: Vec<Finding>,
}

/// The columns of one source.
pub struct CheckedSource {
    /// One row per used row; see `docs/architecture.md` for the columns that are added.
    pub(crate) frame: DataFrame,
    /// For each multi-valued field, the rows repeated for each of their codes.
    pub(crate) exploded: BTreeMap<String, DataFrame>,
    /// The texts behind the numbers of open names.
    pub(crate) names: BTreeMap<String, Vec<String>>,
    /// Years with at least one file that could be read.
    pub(crate) years: BTreeSet<i32>,
}

impl Checked {
    /// The columns of a source, where at least one of its files could be read.
    pub fn source(&self, id: &str) -> Option<&CheckedSource> {
        self.sources.get(id)
    }

    /// Whether a finding keeps the report from being published.
    pub fn stops_publication(&self) -> bool {
        self.findings.iter().any(|finding| finding.severity.stops_publication())
    }
}

impl CheckedSource {
    /// Number of rows that count.
    pub fn rows(&self) -> usize {
        self.frame.height()
    }
}

/// Checks everything that was acquired.
///
/// # Panics
/// If an account does not balance: a row would be lost, and no output may be made.
pub fn check(acquired: Acquired, maps: &SourceMaps, expected: &Expectation) -> Checked {
    let mut findings = acquired.findings;
    let mut accounts: Vec<RowAccount> = acquired.unread.iter().map(unread_account).collect();
    accounts.extend(acquired.set_aside.iter().map(set_aside_account));
    let mut sources = BTreeMap::new();
    let tables = stated_rightly(acquired.tables, expected, &mut findings, &mut accounts);
    if !tables.iter().any(|table| table.origin.year == Some(expected.year)) {
        let place = Place::file(&format!("exports/{}", expected.year));
        findings.push(Finding::new(Rule::NoExports, place).with("year", expected.year.to_string()));
    }
    for map in maps.iter() {
        let of_source: Vec<(usize, &RawTable)> =
            tables.iter().enumerate().filter(|(_, table)| table.origin.source == map.id).collect();
        if of_source.is_empty() {
            continue;
        }
        findings.extend(two_deliveries(&of_source));
        let source = check_source(map, maps, expected, &of_source, &mut accounts, &mut findings);
        sources.insert(map.id.clone(), source);
    }
    soften(&mut findings, expected.rejected_rows);
    findings.sort_by(|left, right| (&left.place, left.rule).cmp(&(&right.place, right.rule)));
    accounts.sort_by(|left, right| (&left.file, &left.source).cmp(&(&right.file, &right.source)));
    assert!(accounts.iter().all(RowAccount::balances), "a row is unaccounted for");
    Checked { sources, accounts, findings }
}

fn check_source(
    map: &SourceMap,
    maps: &SourceMaps,
    expected: &Expectation,
    tables: &[(usize, &RawTable)],
    accounts: &mut Vec<RowAccount>,
    findings: &mut Vec<Finding>,
) -> CheckedSource {
    let mut rows = rows::SourceRows::new(map, maps, expected.municipality);
    for (file, table) in tables {
        rows.add(table, i64::try_from(*file).unwrap_or(i64::MAX));
    }
    let (finished, fates) = rows.finish().expect("columns of one source are equally long");
    accounts.extend(fates.accounts);
    findings.extend(fates.findings);
    CheckedSource {
        frame: finished.frame,
        exploded: finished.exploded.into_iter().collect(),
        names: finished.names.into_iter().collect(),
        years: fates.years,
    }
}

/// The files of a source that stand beside a KOSTRA 15F with the same source for the same year.
fn two_deliveries(tables: &[(usize, &RawTable)]) -> Vec<Finding> {
    let from_form = |table: &RawTable| table.origin.format == Format::Form15F;
    let covered: BTreeSet<Option<i32>> = tables
        .iter()
        .filter(|(_, table)| from_form(table) && table.rows() > 0)
        .map(|(_, table)| table.origin.year)
        .collect();
    let beside = tables.iter().filter(|(_, table)| !from_form(table) && covered.contains(&table.origin.year));
    let finding = |table: &RawTable| {
        let year = table.origin.year.map(|year| year.to_string()).unwrap_or_default();
        let finding = Finding::new(Rule::TwoDeliveries, table.origin.place());
        finding.with("source", &table.origin.source).with("year", year)
    };
    beside.map(|(_, table)| finding(table)).collect()
}

/// Leaves out tables whose file states another year or municipality than its folder and the plan; all their rows are
/// rejected.
fn stated_rightly(
    tables: Vec<RawTable>,
    expected: &Expectation,
    findings: &mut Vec<Finding>,
    accounts: &mut Vec<RowAccount>,
) -> Vec<RawTable> {
    let (right, wrong): (Vec<_>, Vec<_>) = tables.into_iter().partition(|table| {
        let Origin { stated_year, stated_municipality, year, .. } = &table.origin;
        let right_year = stated_year.as_ref().is_none_or(|stated| year.is_some_and(|year| *stated == year.to_string()));
        let right_place = stated_municipality.as_ref().is_none_or(|stated| stated == expected.municipality.as_str());
        right_year && right_place
    });
    let mut named = BTreeSet::new();
    for table in wrong {
        if named.insert(table.origin.file.clone()) {
            let year = table.origin.year.map(|year| year.to_string()).unwrap_or_default();
            let finding = Finding::new(Rule::WrongSender, Place::file(&table.origin.file));
            findings.push(finding.with("year", year).with("municipality", expected.municipality.as_str()));
        }
        accounts.push(unread_account(&(table.origin.clone(), table.records(), table.blank_records)));
    }
    right
}

fn unread_account((origin, records, blank): &(Origin, usize, usize)) -> RowAccount {
    RowAccount { rejected: records - blank, ..RowAccount::open(origin, *records, *blank) }
}

fn set_aside_account((origin, records, blank): &(Origin, usize, usize)) -> RowAccount {
    let excluded = BTreeMap::from([(exclusion::SHEET_WITHOUT_TABLE.to_owned(), records - blank)]);
    RowAccount { excluded, ..RowAccount::open(origin, *records, *blank) }
}

/// The plan may accept rejected rows: they become warnings. A whole file is never accepted away.
fn soften(findings: &mut [Finding], rejected_rows: RejectedRows) {
    if rejected_rows == RejectedRows::Stop {
        return;
    }
    for finding in findings {
        let is_about_a_row = finding.place.line.is_some() && finding.severity == Severity::Error;
        if is_about_a_row {
            finding.severity = Severity::Warning;
        }
    }
}

/// Findings counted by rule and file, most serious first: what may be published of them.
pub fn summarise(findings: &[Finding]) -> Vec<FindingSummary> {
    let mut counts = BTreeMap::new();
    for finding in findings {
        *counts.entry((finding.severity, finding.rule, finding.place.file.clone())).or_insert(0) += 1;
    }
    let summary = |((severity, rule, file), count): ((Severity, Rule, String), usize)| FindingSummary {
        id: rule.id().to_owned(),
        severity,
        file,
        title: rule.title(),
        count,
    };
    counts.into_iter().map(summary).collect()
}
