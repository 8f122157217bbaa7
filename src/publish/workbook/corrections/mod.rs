//! Mangelliste: what the senders are to correct, as a workbook for the whole municipality and one for each of them.
//!
//! It is internal, and made of findings and row accounts alone: neither holds the content of a cell.

mod cover;
mod listing;
mod overview;
mod sender;

#[cfg(test)]
mod tests;

use rust_xlsxwriter::XlsxError;

use crate::check::RowAccount;
use crate::diagnostic::Finding;
use crate::lang::text;
use crate::protect::Heading;
use crate::publish::appearance::Appearance;

use super::frame::Frame;
use super::name::SheetNames;
use super::quality::account_grid;
use super::sheet::{Body, Sheet};
use super::{language, write};
use listing::MOST_ROWS;
use sender::{FileNames, Group};

/// A finished workbook.
#[derive(Debug)]
pub(in crate::publish) struct Book {
    /// File name without extension.
    pub(in crate::publish) stem: String,
    /// Its content; the same for the same input.
    pub(in crate::publish) bytes: Vec<u8>,
}

/// The workbook of everything, then one for each sender that is to hear from us.
///
/// # Errors
/// Where a text does not fit the format.
pub(in crate::publish) fn books(
    findings: &[Finding],
    accounts: &[RowAccount],
    heading: &Heading,
) -> Result<Vec<Book>, XlsxError> {
    let groups = sender::groups(findings, accounts, heading.year);
    let stem = text("corrections.file", &[("year", &heading.year.to_string())]);
    let frame = Frame::of_corrections(heading, document(heading, None));
    let mut names = FileNames::new(&stem);
    let mut books = vec![Book { stem, bytes: bytes(&whole(&groups, heading), &frame)? }];
    for group in groups.iter().filter(|group| group.is_listed(heading.year)) {
        let name = group.sender.name(heading.year);
        let frame = Frame::of_corrections(heading, document(heading, Some(&name)));
        books.push(Book { stem: names.give(&name), bytes: bytes(&for_one(group, heading), &frame)? });
    }
    Ok(books)
}

fn bytes(sheets: &[Sheet], frame: &Frame) -> Result<Vec<u8>, XlsxError> {
    language::with_language(write::write(sheets, frame, &Appearance::default())?)
}

/// «Mangelliste 2025», or «Mangelliste 2025: skoler».
fn document(heading: &Heading, sender: Option<&str>) -> String {
    let year = heading.year.to_string();
    match sender {
        None => text("corrections.document", &[("year", &year)]),
        Some(sender) => text("corrections.document_of", &[("year", &year), ("sender", sender)]),
    }
}

fn whole(groups: &[Group], heading: &Heading) -> Vec<Sheet> {
    let mut names = SheetNames::default();
    let mut cover = cover::whole(groups, heading);
    let mut overview = overview::sheet(heading);
    let mut account = account(groups);
    // The fixed sheets come first in line for their names, so that no sender can take one.
    for sheet in [&mut cover, &mut overview, &mut account] {
        sheet.name = names.give(&sheet.name);
    }
    let mut lists = Vec::new();
    let mut rows = Vec::new();
    for group in groups {
        let is_listed = group.is_listed(heading.year);
        let mut sheets = if is_listed { listing::sheets(group, heading, MOST_ROWS) } else { Vec::new() };
        for sheet in &mut sheets {
            sheet.name = names.give(&sheet.name);
        }
        rows.push(overview::row(group, heading.year, sheets.first().map(|sheet| sheet.name.as_str())));
        lists.extend(sheets);
    }
    overview::fill(&mut overview, rows);
    [cover, overview].into_iter().chain(lists).chain([account]).collect()
}

fn for_one(group: &Group, heading: &Heading) -> Vec<Sheet> {
    let mut sheets = vec![cover::for_one(group, heading), account(std::slice::from_ref(group))];
    let mut names = SheetNames::default();
    for sheet in &mut sheets {
        sheet.name = names.give(&sheet.name);
    }
    for mut list in listing::sheets(group, heading, MOST_ROWS) {
        list.name = names.give(&list.name);
        sheets.insert(sheets.len() - 1, list);
    }
    sheets
}

/// The row account in order of file, as the run printed it.
fn account(groups: &[Group]) -> Sheet {
    let mut accounts: Vec<&RowAccount> = groups.iter().flat_map(|group| group.accounts.iter().copied()).collect();
    accounts.sort_by(|left, right| {
        (&left.file, &left.sheet, &left.source).cmp(&(&right.file, &right.sheet, &right.source))
    });
    let line = if accounts.is_empty() { "workbook.quality_empty" } else { "corrections.account_sum" };
    Sheet {
        name: text("corrections.account", &[]),
        is_fixed: true,
        charts: Vec::new(),
        title: text("corrections.account_title", &[]),
        lines: vec![text(line, &[])],
        body: Body::Table(account_grid(accounts)),
    }
}
