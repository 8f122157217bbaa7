//! The rows of one source, through the rules: every row is used, excluded by a named rule, or rejected with a finding.

mod said;
mod whole;

use std::collections::BTreeSet;
use std::sync::Arc;

use super::account::RowAccount;
use super::cell::{DateStyle, MISSING, mark};
use super::children::Children;
use super::columns::{Added, BLANK, Columns, Finished, SetLists, Slot, decimal_slot};
use super::derive::{Derived, Judge};
use super::dictionary::{Hashing, NO_TEXT};
use super::header::{Binding, bind};
use super::limits::{DatedCode, outdated};
use super::ours::Ours;
use super::parse::{FaultAt, Parsed, ParsedColumn, Parser, for_each_parsed};
use super::reader::{Child, RowReader, Year};
use super::roles::Roles;
use super::seen::{Meeting, Seen};
use super::source_map::SourceMap;
use super::source_maps::SourceMaps;
use super::texts::Texts;
use super::totals::Totals;
use crate::acquire::{Format, RawTable};
use crate::diagnostic::{Finding, IoFailure, Rule};
use crate::privacy::{IdBook, mask};
use crate::units::MunicipalityCode;
use said::{account_place, aside_finding, at, fault_finding};
use whole::are_new;

/// Names under which rows are excluded, as they stand in the account.
pub mod exclusion {
    /// The row belongs to another year.
    pub const OUTSIDE_PERIOD: &str = "outside_period";
    /// The row is there already.
    pub const DUPLICATE: &str = "duplicate";
    /// The row is about other categories than the map of its file names.
    pub const OTHER_CATEGORY: &str = "other_category";
    /// A total or subtotal.
    pub const SUBTOTAL: &str = "subtotal";
    /// The row is about another municipality.
    pub const OTHER_MUNICIPALITY: &str = "other_municipality";
    /// A note between or below the rows.
    pub const NOTE: &str = "note";
    /// The population is not given; half of it would be no denominator.
    pub const NO_FIGURE: &str = "no_figure";
    /// The column names again.
    pub const REPEATED_HEADER: &str = "repeated_header";
    /// The sheet has no column names, and another sheet of the file has them.
    pub const SHEET_WITHOUT_TABLE: &str = "sheet_without_table";
}

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

    fn judge(
        &mut self,
        reader: &RowReader,
        row: usize,
        (faults, dated): (&[FaultAt], &[DatedCode]),
        progress: &mut Progress,
    ) {
        if reader.text(row, reader.roles.municipality).is_some_and(|code| self.is_another(reader, code)) {
            // A reference file holds all the municipalities of the country: counted, but no finding a row.
            let is_export = reader.origin.year.is_some();
            let finding = is_export.then(|| {
                let finding = Finding::new(Rule::OtherMunicipality, reader.place(row));
                finding.with("municipality", self.ours.own.as_str())
            });
            return self.exclude(exclusion::OTHER_MUNICIPALITY, finding);
        }
        if self.has_another_number(reader, row) {
            return self.exclude(exclusion::OTHER_MUNICIPALITY, None);
        }
        if self.gives_no_figure(reader, row) {
            return self.exclude(exclusion::NO_FIGURE, Some(Finding::new(Rule::NoFigure, reader.place(row))));
        }
        if !faults.is_empty() {
            return self.reject(faults.iter().map(|fault| reader.cell_finding(fault)));
        }
        if let Some(finding) = reader.out_of_order(row) {
            return self.reject([finding]);
        }
        let year = reader.year(row);
        if progress.year.number != year {
            progress.year = Year::of(year);
        }
        if let Some(finding) = reader.outside(row, progress.year.days, year) {
            return self.exclude(exclusion::OUTSIDE_PERIOD, Some(finding));
        }
        if let Some(finding) = reader.far_date(row, &progress.year) {
            return self.reject([finding]);
        }
        if !dated.is_empty() {
            let outdated = outdated(reader, self.maps, dated, year);
            if outdated.iter().any(|finding| finding.severity.stops_publication()) {
                return self.reject(outdated);
            }
            self.findings.extend(outdated);
        }
        match reader.child(row, year, &mut self.children, &mut self.findings) {
            Ok(child) => self.count(reader, row, year, child.as_ref(), progress),
            Err(finding) => self.reject([*finding]),
        }
    }

    /// Statistics Norway's mark where inhabitants should be counted.
    fn gives_no_figure(&self, reader: &RowReader, row: usize) -> bool {
        let count = || self.map.fields.iter().position(|field| field.name == "antall");
        self.map.id == "folkemengde" && reader.text(row, count()).is_some_and(|text| mark(text).is_some())
    }

    /// Nobody, under a number that was not in use that year: who lived there stands under the number it had then.
    fn has_another_number(&self, reader: &RowReader, row: usize) -> bool {
        let code = reader.text(row, reader.roles.municipality).unwrap_or_default();
        let count = || self.map.fields.iter().position(|field| field.name == "antall");
        let is_nobody = || reader.text(row, count()).is_some_and(|text| text == "0" || mark(text).is_some());
        self.map.id == "folkemengde" && !crate::regions::existed(code, reader.year(row)) && is_nobody()
    }

    /// Another municipality's row is left out before its cells are looked at: its faults are not ours to mend.
    ///
    /// A reference file may also have counties and the country.
    fn is_another(&self, reader: &RowReader, code: &str) -> bool {
        if self.ours.has(code) {
            return false;
        }
        // A reference file has earlier years under the number that the municipality had then.
        let is_reference = reader.origin.year.is_none();
        let number = crate::regions::unmerged(code);
        match MunicipalityCode::parse(if is_reference { crate::regions::today(number) } else { number }) {
            Some(code) => !self.ours.has(code.as_str()),
            None => is_reference && crate::regions::is_no_municipality(code),
        }
    }

    /// A row without fault is used, unless it was seen before.
    fn count(&mut self, reader: &RowReader, row: usize, year: i32, child: Option<&Child>, progress: &mut Progress) {
        let mut slots = std::mem::take(&mut progress.slots);
        self.fill(reader, row, child, &mut slots);
        match self.seen.meet(year, &slots, reader.roles, &self.columns) {
            Meeting::New => {
                let line = i32::try_from(reader.parsed.chunk.line(row)).unwrap_or(i32::MAX);
                let about_child = child.map_or([MISSING; 4], |it| [it.born, it.age, it.sex, it.placement]);
                let [born, age, sex, placement] = about_child;
                self.columns.push(&slots, &[year, progress.file, line, born, age, sex, placement]);
                self.account().used += 1;
                progress.unknown_age += usize::from(born == MISSING && age == MISSING);
            }
            Meeting::Same(first) => {
                let finding = Finding::new(Rule::DuplicateRow, reader.place(row));
                self.exclude(exclusion::DUPLICATE, Some(finding.with("first", self.place_of(first))));
            }
            Meeting::Contradicts(first) => self.contradict(reader, row, first),
        }
        progress.slots = slots;
    }

    /// Neither of two rows with one key that say different things can be believed.
    fn contradict(&mut self, reader: &RowReader, row: usize, first: usize) {
        let key = self.map.key.join(" + ");
        let finding = Finding::new(Rule::ConflictingRows, reader.place(row)).with("key", &key);
        let here = finding.with("first", self.place_of(first));
        if self.columns.withdraw(first) {
            let account = self.account_of(first);
            self.accounts[account].used -= 1;
            self.accounts[account].rejected += 1;
            let account = &self.accounts[account];
            let there = account_place(account).line(self.line_of(first));
            let said_here = at(&reader.origin.place(), reader.parsed.chunk.line(row));
            let finding = Finding::new(Rule::ConflictingRows, there).with("key", key).with("first", said_here);
            self.findings.push(finding);
        }
        self.reject([here]);
    }

    fn fill(&mut self, reader: &RowReader, row: usize, child: Option<&Child>, slots: &mut Vec<Slot>) {
        slots.clear();
        for field in 0..self.texts.len() {
            let slot = match &reader.parsed.columns[field] {
                ParsedColumn::Absent => BLANK,
                ParsedColumn::Whole(values) => Slot::from(values[row]),
                ParsedColumn::Decimal(values, marks) => decimal_slot(values[row], marks[row]),
                ParsedColumn::Id(..) => match (child, reader.numbers[field][row]) {
                    (Some(child), _) if reader.roles.child == Some(field) => Slot::from(child.identity.child),
                    (_, NO_TEXT) => BLANK,
                    (_, number) => Slot::from(number),
                },
                ParsedColumn::Name(column) => match reader.parsed.chunk.cell(row, *column) {
                    "" => BLANK,
                    text => Slot::from(self.name(reader, row, field, text)),
                },
            };
            slots.push(slot);
        }
    }

    fn account_of(&self, row: usize) -> usize {
        let file = self.columns.added(row, FILE);
        self.tables.iter().find(|(table, _)| *table == file).map_or(0, |(_, account)| *account)
    }

    fn line_of(&self, row: usize) -> u32 {
        u32::try_from(self.columns.added(row, LINE)).unwrap_or(0)
    }

    fn place_of(&self, row: usize) -> String {
        let account = &self.accounts[self.account_of(row)];
        at(&account_place(account), self.line_of(row))
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
