//! Forside: what the list is, how to use it, and how much there is to do.

use std::collections::BTreeSet;

use crate::check::RowAccount;
use crate::diagnostic::Severity;
use crate::lang::{integer, text};
use crate::protect::Heading;
use crate::publish::period::{self, days_of_report};

use super::super::frame::municipality;
use super::super::quality;
use super::super::sheet::{Body, Sheet};
use super::sender::{Group, Status};

/// For whoever sees to the whole delivery.
pub(super) fn whole(groups: &[Group], heading: &Heading) -> Sheet {
    let mut facts = about(heading);
    facts.push(fact("corrections.cover_status", overall(groups)));
    facts.extend(totals(groups));
    facts.push(fact("corrections.cover_rows", rows(groups)));
    facts.push(fact("corrections.cover_use", text("corrections.cover_use_whole", &[])));
    facts.extend(how_to());
    sheet(heading, None, text("corrections.cover_lead", &[]), facts)
}

/// For one sender, fit to be sent as it is.
pub(super) fn for_one(group: &Group, heading: &Heading) -> Sheet {
    let name = group.sender.name(heading.year);
    let groups = std::slice::from_ref(group);
    let mut facts = about(heading);
    facts.push(fact("corrections.cover_status", status_of(group)));
    facts.extend(totals(groups));
    facts.push(fact("corrections.cover_rows", rows(groups)));
    if group.status() != Status::Fine {
        facts.push(fact("corrections.cover_use", text("corrections.cover_use_sender", &[])));
    }
    facts.extend(how_to());
    sheet(heading, Some(&name), text("corrections.cover_lead_of", &[("sender", &name)]), facts)
}

fn sheet(heading: &Heading, sender: Option<&str>, lead: String, facts: Vec<(String, String)>) -> Sheet {
    let document = super::document(heading, sender);
    let municipality = municipality(&heading.municipality_name);
    Sheet {
        name: text("workbook.cover", &[]),
        is_fixed: true,
        charts: Vec::new(),
        title: text("workbook.cover_title", &[("municipality", &municipality), ("document", &document)]),
        lines: vec![lead],
        body: Body::Facts(facts),
    }
}

fn about(heading: &Heading) -> Vec<(String, String)> {
    let municipality = format!("{} ({})", municipality(&heading.municipality_name), heading.municipality);
    let days = days_of_report(heading);
    let report = text("corrections.cover_report_text", &[("document", &period::document(heading)), ("days", &days)]);
    let mut facts = vec![fact("workbook.cover_municipality", municipality), fact("corrections.cover_report", report)];
    if heading.synthetic {
        facts.push(fact("workbook.cover_synthetic", text("workbook.cover_synthetic_text", &[])));
    }
    facts
}

/// How many senders have something to do.
fn overall(groups: &[Group]) -> String {
    let with = |status| groups.iter().filter(|group| group.status() == status).count();
    match (with(Status::Stops), with(Status::Look)) {
        (0, 0) => text("corrections.all_fine", &[]),
        (0, look) => text("corrections.some_look", &[("look", &count(look))]),
        (stops, look) => text("corrections.some_stop", &[("stops", &count(stops)), ("look", &count(look))]),
    }
}

/// What a sender has to do, as a sentence with its number.
pub(super) fn status_of(group: &Group) -> String {
    let must = group.findings.iter().filter(|finding| finding.severity.stops_publication()).count();
    let (must, look) = (count(must), count(group.count(Severity::Warning)));
    match group.status() {
        Status::Stops => text("corrections.must", &[("must", &must), ("look", &look)]),
        Status::Look => text("corrections.look", &[("look", &look)]),
        Status::Fine => text("corrections.fine", &[("rows", &count(used(&group.accounts)))]),
    }
}

/// The status in few words, for a column.
pub(super) fn status(status: Status) -> String {
    match status {
        Status::Stops => text("corrections.status_stops", &[]),
        Status::Look => text("corrections.status_look", &[]),
        Status::Fine => text("corrections.status_fine", &[]),
    }
}

fn totals(groups: &[Group]) -> [(String, String); 4] {
    Severity::ALL.map(|severity| {
        let found = count(groups.iter().map(|group| group.count(severity)).sum());
        let meaning = match severity {
            Severity::Fatal => text("corrections.meaning_fatal", &[]),
            Severity::Error => text("corrections.meaning_error", &[]),
            Severity::Warning => text("corrections.meaning_warning", &[]),
            Severity::Info => text("corrections.meaning_info", &[]),
        };
        let total = text("corrections.total", &[("count", &found), ("meaning", &meaning)]);
        (quality::severity(severity), total)
    })
}

fn rows(groups: &[Group]) -> String {
    let accounts: Vec<&RowAccount> = groups.iter().flat_map(|group| group.accounts.iter().copied()).collect();
    let files: BTreeSet<&str> = accounts.iter().map(|account| account.file.as_str()).collect();
    let sum = |part: fn(&RowAccount) -> usize| count(accounts.iter().map(|account| part(account)).sum());
    let values = [
        ("files", count(files.len())),
        ("rows", sum(rows_of_data)),
        ("used", count(used(&accounts))),
        ("excluded", sum(|account| account.excluded.values().sum())),
        ("rejected", sum(|account| account.rejected)),
    ];
    let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
    text("corrections.cover_rows_text", &values)
}

/// Headers, titles and blank rows are no rows of data.
pub(super) fn rows_of_data(account: &RowAccount) -> usize {
    account.rows.saturating_sub(account.header + account.title + account.blank)
}

fn used(accounts: &[&RowAccount]) -> usize {
    accounts.iter().map(|account| account.used).sum()
}

fn how_to() -> [(String, String); 3] {
    [
        fact("corrections.cover_find", text("corrections.cover_find_text", &[])),
        fact("corrections.cover_content", text("corrections.cover_content_text", &[])),
        fact("corrections.mark", text("corrections.cover_mark_text", &[])),
    ]
}

fn fact(name: &str, text: String) -> (String, String) {
    (crate::lang::text(name, &[]), text)
}

fn count(count: usize) -> String {
    integer(count as u64)
}
