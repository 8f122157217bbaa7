//! What is said of records and of whole tables.

use super::{Binding, DateStyle, Progress, SourceRows, exclusion};
use crate::acquire::{Aside, Format, RawTable, RowFault};
use crate::check::account::RowAccount;
use crate::diagnostic::{Finding, Place, Rule};
use crate::lang::text;

impl SourceRows<'_> {
    /// What can only be said when the whole table has been read.
    pub(super) fn say_what_is_odd_about(&mut self, table: &RawTable, binding: &Binding, progress: &Progress) {
        let place = table.origin.place();
        if progress.is_suspect {
            self.findings.push(Finding::new(Rule::SuspectCharacters, place.clone()));
        }
        for (field, styles) in progress.date_styles.iter().enumerate() {
            if *styles == DateStyle::Iso as u8 | DateStyle::Dotted as u8 {
                let name = &self.map.fields[field].name;
                let column = binding.column(field).unwrap_or_default();
                let finding = Finding::new(Rule::MixedDateFormats, place.clone().cell(column, name));
                self.findings.push(finding.with("field", name));
            }
        }
        if !progress.has_records {
            self.findings.push(Finding::new(Rule::NoRows, place));
            self.years.extend(table.origin.year);
            return;
        }
        let account = self.account();
        let outside = account.excluded.get(exclusion::OUTSIDE_PERIOD).copied().unwrap_or(0);
        let (is_usable, rejected) = (account.used > 0, account.rejected);
        let year = table.origin.year.map(|year| year.to_string()).unwrap_or_default();
        if outside > 0 && !is_usable && table.origin.format != Format::Form15F {
            self.findings.push(Finding::new(Rule::WrongYear, place.clone()).with("year", year));
        } else if rejected > 0 && !is_usable {
            self.findings.push(Finding::new(Rule::NothingUsable, place.clone()));
        }
        if is_usable || (outside == 0 && rejected == 0) {
            self.years.extend(table.origin.year);
        }
        if self.roles.child.is_some() && progress.unknown_age > 0 {
            let count = progress.unknown_age.to_string();
            self.findings.push(Finding::new(Rule::UnknownAge, place).with("count", count));
        }
    }
}

pub(super) fn account_place(account: &RowAccount) -> Place {
    Place { sheet: account.sheet.clone(), ..Place::file(&account.file) }
}

/// A line, in words that stand within a sentence.
pub(super) fn at(place: &Place, line: u32) -> String {
    let line = text("finding.at_line", &[("line", &line.to_string())]);
    match &place.sheet {
        Some(sheet) => format!("{} {}, {line}", place.file, text("finding.at_sheet", &[("sheet", sheet)])),
        None => format!("{} {line}", place.file),
    }
}

/// The name it is left out under, and the rule that says so where somebody must look.
pub(super) fn aside_finding(aside: Aside) -> (&'static str, Option<Rule>) {
    match aside {
        Aside::Note => (exclusion::NOTE, Some(Rule::NoteRow)),
        Aside::RepeatedHeader => (exclusion::REPEATED_HEADER, Some(Rule::RepeatedHeader)),
        Aside::OtherCategory => (exclusion::OTHER_CATEGORY, None),
    }
}

pub(super) fn fault_finding(table: &RawTable, line: u32, fault: RowFault) -> Finding {
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
        RowFault::SecondTable => Finding::new(Rule::SecondTable, place),
    }
}
