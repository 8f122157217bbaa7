//! The rows of one source, through the rules: every row is used, excluded by a named rule, or rejected with a finding.

pub mod exclusion;
mod judge;
mod said;
mod used;
mod whole;

use std::collections::BTreeSet;
use std::sync::Arc;

use super::account::RowAccount;
use super::cell::{DateStyle, MISSING};
use super::children::Children;
use super::columns::{Added, Columns, Finished, SetLists, Slot};
use super::derive::{Derived, Judge};
use super::dictionary::Hashing;
use super::header::{Binding, bind};
use super::ours::Ours;
use super::parse::{Parsed, ParsedColumn, Parser, for_each_parsed};
use super::reader::{RowReader, Year};
use super::roles::Roles;
use super::seen::Seen;
use super::source_map::SourceMap;
use super::source_maps::SourceMaps;
use super::texts::Texts;
use super::totals::Totals;
use crate::acquire::{Format, RawTable};
use crate::diagnostic::{Finding, IoFailure, Rule};
use crate::privacy::{IdBook, mask};
use said::{aside_finding, fault_finding};
use whole::are_new;

/// The columns added to every row, in the order of their values.
const ADDED: [&str; 7] = ["aarsmappe", "fil", "linje", "fodt", "alder_ved", "barnets_kjonn", "plassering"];
const FILE: usize = 1;
const LINE: usize = 2;
/// Those that every source has; the others are about children.
const ALWAYS_ADDED: usize = 3;

/// What became of the rows of a source.
pub(super) struct Fates {
    pub(super) accounts: Vec<RowAccount>,
    pub(super) findings: Vec<Finding>,
    pub(super) years: BTreeSet<i32>,
    /// The texts behind the numbers, for rows of other sources that name them.
    pub(super) texts: Vec<Texts>,
    /// What was read of identifiers.
    pub(super) books: Vec<Arc<dyn IdBook>>,
    /// The children of the source.
    pub(super) children: Children,
    /// Names, which may be shown, with an identity number in them.
    pub(super) named: Vec<Finding>,
}

/// Collects the rows of one source over all its files.
pub(super) struct SourceRows<'a> {
    map: &'a SourceMap,
    maps: &'a SourceMaps,
    ours: Ours<'a>,
    roles: Roles,
    columns: Columns,
    sets: SetLists,
    hashing: Hashing,
    texts: Vec<Texts>,
    children: Children,
    seen: Seen,
    senders: Vec<String>,
    last_file: Option<String>,
    /// For each table, its number and account.
    tables: Vec<(i32, usize)>,
    accounts: Vec<RowAccount>,
    findings: Vec<Finding>,
    named: Vec<Finding>,
    /// Years with a file that was read: with rows that count, or with none to count.
    years: BTreeSet<i32>,
}

/// A table while its rows are judged.
struct Progress {
    file: i32,
    year: Year,
    totals: Totals,
    /// Chunks looked suspect.
    is_suspect: bool,
    date_styles: Vec<u8>,
    unknown_age: usize,
    has_records: bool,
    /// One row's slots, kept between rows.
    slots: Vec<Slot>,
}

impl<'a> SourceRows<'a> {
    pub(super) fn new(map: &'a SourceMap, maps: &'a SourceMaps, ours: Ours<'a>) -> Self {
        let roles = Roles::of(map, maps, !ours.others.is_empty());
        let added = if roles.child.is_some() { &ADDED[..] } else { &ADDED[..ALWAYS_ADDED] };
        let (columns, sets) = Columns::new(map, added);
        let seen = Seen::new(map, &roles);
        let hashing = Hashing::default();
        Self {
            map,
            maps,
            ours,
            roles,
            columns,
            sets,
            texts: map.fields.iter().map(|field| Texts::of(field.kind, &hashing)).collect(),
            children: Children::new(&hashing),
            hashing,
            seen,
            senders: Vec::new(),
            last_file: None,
            tables: Vec::new(),
            accounts: Vec::new(),
            findings: Vec::new(),
            named: Vec::new(),
            years: BTreeSet::new(),
        }
    }

    /// Takes in one table.
    ///
    /// # Errors
    /// What its file says when it is read.
    pub(super) fn add(&mut self, table: &mut RawTable, file: i32) -> Result<(), IoFailure> {
        let chunks = table.take_chunks();
        let above = table.header_records + table.title_records;
        let opened = RowAccount::open(&table.origin, above, 0);
        self.accounts.push(RowAccount { header: table.header_records, title: table.title_records, ..opened });
        self.tables.push((file, self.accounts.len() - 1));
        for line in &table.wide_titles {
            self.findings.push(Finding::new(Rule::RowAboveHeader, table.origin.place().line(*line)));
        }
        let binding = match bind(table, self.map) {
            Ok(binding) => binding,
            Err(findings) => {
                self.findings.extend(findings);
                return self.reject_all(chunks);
            }
        };
        if self.last_file.as_ref() != Some(&table.origin.file) {
            // The sheets of a workbook are one file.
            let sender = self.sender_of(&table.origin.file);
            self.seen.next_file(sender);
            self.last_file = Some(table.origin.file.clone());
        }
        let mut progress = Progress {
            file,
            year: Year::of(table.origin.year.unwrap_or(0)),
            totals: Totals::new(self.roles.numbers.len()),
            is_suspect: false,
            date_styles: vec![0; self.map.fields.len()],
            unknown_age: 0,
            has_records: false,
            slots: Vec::with_capacity(self.map.fields.len()),
        };
        // Taken out while rows are judged by them, so that the rest of `self` can change.
        let (sets, roles) = (std::mem::take(&mut self.sets), std::mem::take(&mut self.roles));
        let (maps, hashing) = (self.maps.in_year(table.origin.year), self.hashing.clone());
        let year = table.origin.year.map(Year::of);
        let is_typed = table.origin.format == Format::Delimited && year.is_some();
        let judge = Judge { map: self.map, roles: &roles, ours: self.ours, is_typed, year };
        let parser = Parser::new(judge, &maps, &binding, &sets, &hashing);
        let read =
            for_each_parsed(chunks, parser, |parsed| self.take(table, (&binding, &roles), &parsed, &mut progress));
        (self.sets, self.roles) = (sets, roles);
        read?;
        self.say_what_is_odd_about(table, &binding, &progress);
        Ok(())
    }

    /// The number of the folder that a file lies in: each sender has its own, or all share the year's.
    fn sender_of(&mut self, file: &str) -> usize {
        let folder = file.rsplit_once('/').map_or("", |(folder, _)| folder);
        if let Some(known) = self.senders.iter().position(|known| known == folder) {
            return known;
        }
        self.senders.push(folder.to_owned());
        self.senders.len() - 1
    }

    /// A table whose columns are not understood: every record is counted, and rejected.
    fn reject_all(&mut self, chunks: crate::acquire::Chunks) -> Result<(), IoFailure> {
        for chunk in chunks {
            let chunk = chunk?;
            let account = self.account();
            account.rows += chunk.records;
            account.blank += chunk.blank;
            account.rejected += chunk.records - chunk.blank;
        }
        Ok(())
    }

    fn account(&mut self) -> &mut RowAccount {
        self.accounts.last_mut().expect("a table's account is opened before its rows are read")
    }

    fn take(
        &mut self,
        table: &RawTable,
        (binding, roles): (&Binding, &Roles),
        parsed: &Parsed,
        progress: &mut Progress,
    ) {
        let chunk = &parsed.chunk;
        let account = self.account();
        account.rows += chunk.records;
        account.blank += chunk.blank;
        account.rejected += chunk.faults.len();
        progress.is_suspect |= chunk.suspect;
        progress.has_records |= chunk.records > chunk.blank;
        progress.date_styles.iter_mut().zip(&parsed.date_styles).for_each(|(all, here)| *all |= here);
        if !chunk.faults.is_empty() {
            progress.totals.break_off();
        }
        for (line, fault) in &chunk.faults {
            self.findings.push(fault_finding(table, *line, *fault));
        }
        for (line, aside) in &chunk.asides {
            let (rule, finding) = aside_finding(*aside);
            self.exclude(rule, finding.map(|finding| Finding::new(finding, table.origin.place().line(*line))));
        }
        let known = roles.key.first().map_or(0, |key| self.texts[*key].len());
        let numbers = self.numbers(parsed, roles);
        let reader = RowReader { origin: &table.origin, map: self.map, binding, roles, parsed, numbers: &numbers };
        match &parsed.derived {
            Some(derived) if are_new(roles, &numbers, known) => self.take_whole(&reader, derived, known, progress),
            _ => self.take_rows(&reader, progress),
        }
    }

    /// Takes in a chunk row by row.
    fn take_rows(&mut self, reader: &RowReader, progress: &mut Progress) {
        let (parsed, chunk) = (reader.parsed, &reader.parsed.chunk);
        let (mut totals, mut faults) = (parsed.totals.iter().peekable(), parsed.faults.as_slice());
        let mut dated = parsed.dated.as_slice();
        for row in 0..chunk.rows() {
            let number = u32::try_from(row).unwrap_or(u32::MAX);
            let here = faults.iter().take_while(|fault| fault.row == number).count();
            let (of_row, rest) = faults.split_at(here);
            faults = rest;
            let (dated_here, rest) = dated.split_at(dated.iter().take_while(|it| it.row == number).count());
            dated = rest;
            if totals.next_if(|total| **total == number).is_some() {
                self.exclude(exclusion::SUBTOTAL, Some(Finding::new(Rule::TotalRow, reader.place(row))));
                self.findings.extend(progress.totals.close(reader, row));
            } else {
                progress.totals.add(parsed, row, &reader.roles.numbers);
                self.judge(reader, row, (of_row, dated_here), progress);
            }
        }
    }

    /// The numbers of all identifiers of a chunk, also those of rows that will not count: a report of December is no row
    /// of the new year, but the investigation that answers it is not without a report.
    fn numbers(&mut self, parsed: &Parsed, roles: &Roles) -> Vec<Vec<u32>> {
        let mut numbers = Vec::with_capacity(self.texts.len());
        for (field, texts) in self.texts.iter_mut().enumerate() {
            numbers.push(match &parsed.columns[field] {
                ParsedColumn::Id(column, halves) if roles.child == Some(field) => {
                    self.children.number_all(|row| parsed.chunk.cell(row, *column), halves)
                }
                ParsedColumn::Id(column, halves) => texts.number_all(|row| parsed.chunk.cell(row, *column), halves),
                _ => Vec::new(),
            });
        }
        numbers
    }

    fn exclude(&mut self, rule: &str, finding: Option<Finding>) {
        self.findings.extend(finding);
        *self.account().excluded.entry(rule.to_owned()).or_default() += 1;
    }

    fn reject(&mut self, findings: impl IntoIterator<Item = Finding>) {
        self.findings.extend(findings);
        self.account().rejected += 1;
    }

    /// The typed columns of the source.
    pub(super) fn finish(self) -> polars_core::prelude::PolarsResult<(Finished, Fates)> {
        let names = self.texts.iter().map(Texts::shown).collect();
        let finished = self.columns.finish(&self.sets, names)?;
        let Self { map, accounts, findings, named, years, texts, children, .. } = self;
        let identifying = map.fields.iter().zip(&texts).filter(|(field, _)| field.identifying);
        let books: Vec<Arc<dyn IdBook>> = identifying.filter_map(|(_, texts)| texts.book()).collect();
        Ok((finished, Fates { accounts, findings, years, texts, books, children, named }))
    }
}

#[cfg(test)]
mod tests;
