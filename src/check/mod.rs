//! Raw text becomes typed columns, or a finding. Every row has one fate.

mod account;
mod cell;
mod children;
mod codelist;
mod columns;
mod derive;
mod dictionary;
mod format;
mod header;
mod kostra;
mod learn;
mod limits;
mod linking;
mod override_text;
mod parse;
mod project_map;
mod reader;
mod redacted;
mod references;
mod roles;
mod rows;
mod same_child;
mod seen;
mod shape;
mod source_map;
mod source_maps;
mod texts;
mod totals;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use polars_core::prelude::DataFrame;

pub use account::{FindingSummary, RowAccount};
pub(crate) use cell::MISSING;
pub use codelist::{Code, CodeList, ListError};
pub(crate) use columns::{Several, same_name};
pub use format::{DateFormat, DecimalMark};
pub(crate) use identity::age_on;
pub use kostra::Examiner;
pub use learn::{Proposal, proposals};
use linking::Persons;
pub use linking::{Linkable, Linking};
pub use rows::exclusion;
use rows::{Fates, SourceRows};
use same_child::Registers;
pub use source_map::{CountsAs, Field, FieldKind, PlacedBy, SourceMap};
pub use source_maps::SourceMaps;

use crate::acquire::{Acquired, Format, Origin, RawTable};
use crate::diagnostic::{Finding, IoFailure, Place, Rule, Severity};
use crate::privacy::{KnownIds, PseudonymKey, identity};
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
    /// What identity numbers become pseudonyms under.
    pub key: &'a PseudonymKey,
    /// Which sources are looked up in each other; children are never linked across services where not set.
    pub linking: Option<&'a Linking>,
}

impl<'a> Expectation<'a> {
    /// What a plan asks that decides nothing more than whom and which year it is about.
    pub fn new(municipality: &'a MunicipalityCode, year: i32, key: &'a PseudonymKey) -> Self {
        Self { municipality, year, rejected_rows: RejectedRows::default(), key, linking: None }
    }
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
    /// The identifiers that were read, for the search of what is written.
    pub known: KnownIds,
    /// The table behind each number of the column `fil`.
    pub(crate) tables: Vec<Place>,
    /// How much of each linked source could be looked up in other services; empty where nothing is linked.
    pub linkable: BTreeMap<String, Linkable>,
}

/// The columns of one source.
pub struct CheckedSource {
    /// One row per used row; see `docs/architecture.md` for the columns that are added.
    pub(crate) frame: DataFrame,
    /// For each multi-valued field, the codes of each row.
    pub(crate) several: BTreeMap<String, Arc<Several>>,
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

/// Checks everything that was acquired, reading on where `acquire` stopped.
///
/// # Errors
/// [`IoFailure`] where a file cannot be read to its end.
///
/// # Panics
/// If an account does not balance: a row would be lost, and no output may be made.
pub fn check(acquired: Acquired, maps: &SourceMaps, expected: &Expectation) -> Result<Checked, IoFailure> {
    let mut findings = acquired.findings;
    let mut accounts: Vec<RowAccount> = acquired.unread.iter().map(unread_account).collect();
    accounts.extend(acquired.set_aside.iter().map(set_aside_account));
    let (mut sources, mut texts) = (BTreeMap::new(), BTreeMap::new());
    let (mut known, mut named) = (KnownIds::default(), Vec::new());
    let mut tables = stated_rightly(acquired.tables, expected, &mut findings, &mut accounts);
    let is_here = |map: &&SourceMap| tables.iter().any(|table| table.origin.source == map.id);
    let mut registers = Registers::new(expected.key, maps.iter().filter(is_here));
    let mut persons = Persons::new(expected.key, expected.linking);
    if !tables.iter().any(|table| table.origin.year == Some(expected.year)) {
        let place = Place::file(&format!("exports/{}", expected.year));
        findings.push(Finding::new(Rule::NoExports, place).with("year", expected.year.to_string()));
    }
    let origins: Vec<Origin> = tables.iter().map(|table| table.origin.clone()).collect();
    for map in maps.iter() {
        let mut of_source: Vec<(usize, &mut RawTable)> =
            tables.iter_mut().enumerate().filter(|(_, table)| table.origin.source == map.id).collect();
        if of_source.is_empty() {
            continue;
        }
        findings.extend(two_deliveries(of_source.iter().map(|(_, table)| &**table)));
        let mut rows = SourceRows::new(map, maps, expected.municipality);
        for (file, table) in &mut of_source {
            findings.extend(header::ignored(table, map));
            rows.add(table, i32::try_from(*file).unwrap_or(i32::MAX))?;
        }
        let (mut source, fates) = finish(rows);
        accounts.extend(fates.accounts);
        findings.extend(fates.findings);
        named.extend(fates.named);
        let disagreeing = registers.take(map, &fates.children);
        findings.extend(same_child::findings(&source.frame, &disagreeing, &origins));
        persons.take(map, &fates.children, &mut source).expect("a child's number stands in every frame of its source");
        fates.books.into_iter().chain([fates.children.into_book()]).for_each(|book| known.add_book(book));
        texts.insert(map.id.clone(), fates.texts);
        sources.insert(map.id.clone(), source);
    }
    findings.extend(dangling(maps, &sources, &texts, &origins));
    let linkable = persons.into_linkable();
    findings.extend(linking::findings(&linkable, expected.year));
    soften(&mut findings, expected.rejected_rows);
    findings.extend(named);
    findings.sort_by(|left, right| (&left.place, left.rule).cmp(&(&right.place, right.rule)));
    let by_place = |account: &RowAccount| (account.file.clone(), account.sheet.clone(), account.source.clone());
    accounts.sort_by_key(by_place);
    assert!(accounts.iter().all(RowAccount::balances), "a row is unaccounted for");
    let tables = origins.iter().map(Origin::place).collect();
    Ok(Checked { sources, accounts, findings, known, tables, linkable })
}

fn finish(rows: SourceRows) -> (CheckedSource, Fates) {
    let (finished, mut fates) = rows.finish().expect("columns of one source are equally long");
    let source = CheckedSource {
        frame: finished.frame,
        several: finished.several.into_iter().map(|(name, several)| (name, Arc::new(several))).collect(),
        names: finished.names.into_iter().collect(),
        years: std::mem::take(&mut fates.years),
    };
    (source, fates)
}

/// Rows that name a row of another source which is not there.
fn dangling(
    maps: &SourceMaps,
    sources: &BTreeMap<String, CheckedSource>,
    texts: &references::TextsOf,
    origins: &[Origin],
) -> Vec<Finding> {
    let mut findings = Vec::new();
    for map in maps.iter() {
        for (field, target) in &map.refers {
            let Some(target) = maps.get(target) else { continue };
            findings.extend(references::dangling(map, (sources, texts), target, field, origins));
        }
    }
    findings
}

/// The files of a source that stand beside a KOSTRA 15F with the same source for the same year.
fn two_deliveries<'t>(tables: impl Iterator<Item = &'t RawTable> + Clone) -> Vec<Finding> {
    let from_form = |table: &RawTable| table.origin.format == Format::Form15F;
    let covered: BTreeSet<Option<i32>> =
        tables.clone().filter(|table| from_form(table) && table.rows() > 0).map(|table| table.origin.year).collect();
    let beside = tables.filter(|table| !from_form(table) && covered.contains(&table.origin.year));
    let finding = |table: &RawTable| {
        let year = table.origin.year.map(|year| year.to_string()).unwrap_or_default();
        let finding = Finding::new(Rule::TwoDeliveries, table.origin.place());
        finding.with("source", &table.origin.source).with("year", year)
    };
    beside.map(finding).collect()
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
