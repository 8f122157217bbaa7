//! The rows of one source, through the rules: every row is used, excluded by a named rule, or rejected with a finding.

use std::collections::hash_map::Entry;
use std::collections::{BTreeSet, HashMap};

use super::account::RowAccount;
use super::cell::Value;
use super::columns::{Columns, Finished};
use super::header::bind;
use super::reader::{Child, RowKey, TableReader};
use super::source_map::{SourceMap, SourceMaps};
use crate::acquire::{Format, RawTable, RowFault};
use crate::diagnostic::{Finding, Place, Rule};
use crate::lang::text;
use crate::units::MunicipalityCode;

/// Names under which rows are excluded, as they stand in the account.
pub mod exclusion {
    /// The row belongs to another year.
    pub const OUTSIDE_PERIOD: &str = "outside_period";
    /// The row is there already.
    pub const DUPLICATE: &str = "duplicate";
    /// A total or subtotal.
    pub const SUBTOTAL: &str = "subtotal";
    /// The row is about another municipality.
    pub const OTHER_MUNICIPALITY: &str = "other_municipality";
    /// The sheet has no column names, and another sheet of the file has them.
    pub const SHEET_WITHOUT_TABLE: &str = "sheet_without_table";
}

/// What became of the rows of a source.
pub(super) struct Fates {
    pub(super) accounts: Vec<RowAccount>,
    pub(super) findings: Vec<Finding>,
    pub(super) years: BTreeSet<i32>,
}

/// Collects the rows of one source over all its files.
pub(super) struct SourceRows<'a> {
    map: &'a SourceMap,
    maps: &'a SourceMaps,
    municipality: &'a MunicipalityCode,
    columns: Columns,
    born: Vec<Option<i64>>,
    age: Vec<Option<i64>>,
    sex: Vec<Option<i64>>,
    placement: Vec<Option<i64>>,
    seen: HashMap<RowKey, Seen>,
    accounts: Vec<RowAccount>,
    findings: Vec<Finding>,
    /// Years with a file that was read: with rows that count, or with none to count.
    years: BTreeSet<i32>,
}

struct Seen {
    row: usize,
    account: usize,
    line: u32,
    content: Box<[u8]>,
    /// A later row with the same key said something else: none of them can be believed.
    is_contradicted: bool,
}

impl<'a> SourceRows<'a> {
    pub(super) fn new(map: &'a SourceMap, maps: &'a SourceMaps, municipality: &'a MunicipalityCode) -> Self {
        Self {
            map,
            maps,
            municipality,
            columns: Columns::new(map),
            born: Vec::new(),
            age: Vec::new(),
            sex: Vec::new(),
            placement: Vec::new(),
            seen: HashMap::new(),
            accounts: Vec::new(),
            findings: Vec::new(),
            years: BTreeSet::new(),
        }
    }

    /// Takes in one table.
    pub(super) fn add(&mut self, table: &RawTable, file: i64) {
        let mut account = account_of(table);
        let binding = match bind(table, self.map) {
            Ok(binding) => binding,
            Err(findings) => {
                account.rejected = table.rows() + table.faults.len();
                self.findings.extend(findings);
                self.accounts.push(account);
                return;
            }
        };
        for (line, fault) in &table.faults {
            self.findings.push(fault_finding(table, *line, *fault));
        }
        for line in &table.wide_titles {
            self.findings.push(Finding::new(Rule::RowAboveHeader, table.origin.place().line(*line)));
        }
        account.rejected = table.faults.len();
        self.accounts.push(account);
        let mut ordinals = HashMap::new();
        let reader = TableReader { table, binding: &binding, map: self.map, maps: self.maps };
        let first = self.age.len();
        for row in 0..table.rows() {
            self.add_row(&reader, row, file, &mut ordinals);
        }
        self.say_what_is_odd_about(table, first);
    }

    fn add_row(&mut self, reader: &TableReader, row: usize, file: i64, ordinals: &mut HashMap<Box<[u8]>, usize>) {
        if reader.is_total(row) {
            return self.exclude(exclusion::SUBTOTAL, Some(Finding::new(Rule::TotalRow, reader.place(row))));
        }
        if reader.text(row, "kommune").is_some_and(|code| self.is_another(reader.table, code)) {
            // A reference file holds all the municipalities of the country: counted, but no finding a row.
            let is_export = reader.table.origin.year.is_some();
            let finding = is_export.then(|| {
                let finding = Finding::new(Rule::OtherMunicipality, reader.place(row));
                finding.with("municipality", self.municipality.as_str())
            });
            return self.exclude(exclusion::OTHER_MUNICIPALITY, finding);
        }
        let values = match reader.values(row) {
            Ok(values) => values,
            Err(findings) => return self.reject(findings),
        };
        if let Some(finding) = reader.out_of_order(row, &values) {
            return self.reject(vec![finding]);
        }
        let year = reader.year(&values);
        if let Some(finding) = reader.outside(row, &values, year) {
            return self.exclude(exclusion::OUTSIDE_PERIOD, Some(finding));
        }
        let child = match reader.child(row, &values, year) {
            Ok(child) => child,
            Err(finding) => return self.reject(vec![*finding]),
        };
        self.findings.extend(child.finding.clone());
        let key = reader.key(year, &values, &child, ordinals);
        self.use_row(reader, row, (year, file), values, &child, key);
    }

    /// Another municipality's row is left out before its cells are looked at: its faults are not ours to mend.
    ///
    /// A reference file may also have counties and the country.
    fn is_another(&self, table: &RawTable, code: &str) -> bool {
        match MunicipalityCode::parse(code) {
            Some(code) => code != *self.municipality,
            None => table.origin.year.is_none() && crate::regions::is_no_municipality(code),
        }
    }

    fn use_row(
        &mut self,
        reader: &TableReader,
        row: usize,
        (year, file): (i32, i64),
        values: Vec<(Value, &str)>,
        child: &Child,
        (key, content): (RowKey, Box<[u8]>),
    ) {
        let account = self.accounts.len() - 1;
        let line = reader.table.line(row);
        match self.seen.entry(key) {
            Entry::Occupied(first) if first.get().content == content && !first.get().is_contradicted => {
                let finding = Finding::new(Rule::DuplicateRow, reader.place(row))
                    .with("first", place_of(&self.accounts, first.get()));
                return self.exclude(exclusion::DUPLICATE, Some(finding));
            }
            Entry::Occupied(mut first) => {
                let was_contradicted = std::mem::replace(&mut first.get_mut().is_contradicted, true);
                let (first_row, first_account) = (first.get().row, first.get().account);
                let key = self.map.key.join(" + ");
                if !was_contradicted {
                    let there = account_place(&self.accounts[first_account]).line(first.get().line);
                    let here = at(&reader.table.origin.place(), line);
                    let finding = Finding::new(Rule::ConflictingRows, there).with("key", &key).with("first", here);
                    self.findings.push(finding);
                }
                let finding = Finding::new(Rule::ConflictingRows, reader.place(row))
                    .with("key", key)
                    .with("first", place_of(&self.accounts, first.get()));
                if self.columns.withdraw(first_row) {
                    self.accounts[first_account].used -= 1;
                    self.accounts[first_account].rejected += 1;
                }
                return self.reject(vec![finding]);
            }
            Entry::Vacant(vacant) => {
                let provenance = (i64::from(year), file, i64::from(line));
                let row = self.columns.push(&with_child(reader, values, child.id.as_deref()), provenance);
                vacant.insert(Seen { row, account, line, content, is_contradicted: false });
            }
        }
        self.born.push(child.born.map(|born| i64::from(crate::units::epoch_day(born))));
        self.age.push(child.age);
        self.sex.push(child.sex);
        self.placement.push(child.placement);
        self.accounts[account].used += 1;
    }

    fn exclude(&mut self, rule: &str, finding: Option<Finding>) {
        self.findings.extend(finding);
        if let Some(account) = self.accounts.last_mut() {
            *account.excluded.entry(rule.to_owned()).or_default() += 1;
        }
    }

    fn reject(&mut self, findings: Vec<Finding>) {
        self.findings.extend(findings);
        if let Some(account) = self.accounts.last_mut() {
            account.rejected += 1;
        }
    }

    /// What can only be said when the whole table has been read.
    fn say_what_is_odd_about(&mut self, table: &RawTable, first: usize) {
        let Some(account) = self.accounts.last() else { return };
        let place = table.origin.place();
        let is_form = table.origin.format == Format::Form15F;
        if table.rows() + table.faults.len() == 0 {
            self.findings.push(Finding::new(Rule::NoRows, place));
            self.years.extend(table.origin.year);
            return;
        }
        let outside = account.excluded.get(exclusion::OUTSIDE_PERIOD).copied().unwrap_or(0);
        let year = table.origin.year.map(|year| year.to_string()).unwrap_or_default();
        let is_usable = account.used > 0;
        if outside > 0 && !is_usable && !is_form {
            self.findings.push(Finding::new(Rule::WrongYear, place.clone()).with("year", year));
        } else if account.rejected > 0 && !is_usable {
            self.findings.push(Finding::new(Rule::NothingUsable, place.clone()));
        }
        if is_usable || (outside == 0 && account.rejected == 0) {
            self.years.extend(table.origin.year);
        }
        let unknown = (first..self.age.len()).filter(|row| self.born[*row].is_none() && self.age[*row].is_none());
        let count = unknown.count();
        if self.map.field("barn_id").is_some() && count > 0 {
            self.findings.push(Finding::new(Rule::UnknownAge, place).with("count", count.to_string()));
        }
    }

    /// The typed columns of the source.
    pub(super) fn finish(self) -> polars_core::prelude::PolarsResult<(Finished, Fates)> {
        let derived = if self.map.field("barn_id").is_some() {
            vec![
                ("fodt", self.born),
                ("alder_ved", self.age),
                ("barnets_kjonn", self.sex),
                ("plassering", self.placement),
            ]
        } else {
            Vec::new()
        };
        let fates = Fates { accounts: self.accounts, findings: self.findings, years: self.years };
        Ok((self.columns.finish(&derived)?, fates))
    }
}

/// The row's cells with the child's own id where the file wrote it another way.
fn with_child<'v>(
    reader: &TableReader,
    mut values: Vec<(Value, &'v str)>,
    id: Option<&'v str>,
) -> Vec<(Value, &'v str)> {
    if let (Some(field), Some(id)) = (reader.field("barn_id"), id) {
        values[field].1 = id;
    }
    values
}

fn place_of(accounts: &[RowAccount], seen: &Seen) -> String {
    at(&account_place(&accounts[seen.account]), seen.line)
}

fn account_place(account: &RowAccount) -> Place {
    Place { sheet: account.sheet.clone(), ..Place::file(&account.file) }
}

/// A line, in words that stand within a sentence.
fn at(place: &Place, line: u32) -> String {
    let line = text("finding.at_line", &[("line", &line.to_string())]);
    match &place.sheet {
        Some(sheet) => format!("{} {}, {line}", place.file, text("finding.at_sheet", &[("sheet", sheet)])),
        None => format!("{} {line}", place.file),
    }
}

fn account_of(table: &RawTable) -> RowAccount {
    let opened = RowAccount::open(&table.origin, table.records(), table.blank_records);
    RowAccount { header: table.header_records, title: table.title_records, ..opened }
}

fn fault_finding(table: &RawTable, line: u32, fault: RowFault) -> Finding {
    let place = table.origin.place().line(line);
    match fault {
        RowFault::Width { found } => Finding::new(Rule::RowWidth, place)
            .with("expected", table.header.len().to_string())
            .with("found", found.to_string()),
        RowFault::Quote { last_line } => {
            Finding::new(Rule::StrayQuote, place).with("line", line.to_string()).with("last", last_line.to_string())
        }
        RowFault::BareCarriageReturn => Finding::new(Rule::BareCarriageReturn, place),
        RowFault::NoValue { column } => Finding::new(Rule::CellWithoutValue, place.column(column)),
    }
}
