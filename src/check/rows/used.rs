//! A row without fault, beside those before it: it is new, it is there already, or it contradicts one.

use super::said::{account_place, at};
use super::{FILE, LINE, Progress, SourceRows, exclusion};
use crate::check::cell::MISSING;
use crate::check::columns::{BLANK, Slot, decimal_slot};
use crate::check::dictionary::NO_TEXT;
use crate::check::parse::ParsedColumn;
use crate::check::reader::{Child, RowReader};
use crate::check::seen::Meeting;
use crate::diagnostic::{Finding, Rule};

impl SourceRows<'_> {
    /// A row without fault is used, unless it was seen before.
    pub(super) fn count(
        &mut self,
        reader: &RowReader,
        row: usize,
        year: i32,
        child: Option<&Child>,
        progress: &mut Progress,
    ) {
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
}
