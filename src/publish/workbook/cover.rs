//! Forside: what the book is, for whom, and how to read it.

use crate::lang::{integer, text};
use crate::protect::{Heading, Protection, Publishable};
use crate::publish::period::{days_of_report, document};
use crate::units::Audience;

use super::frame::municipality;
use super::marks::Marks;
use super::sheet::{Body, Sheet};

/// The sheet.
pub(super) fn sheet(publishable: &Publishable, marks: &Marks) -> Sheet {
    let heading = publishable.heading();
    let title = text(
        "workbook.cover_title",
        &[("municipality", &municipality(&heading.municipality_name)), ("document", &document(heading))],
    );
    let mut facts = about(heading);
    facts.extend(marks.facts());
    facts.extend(protection(heading, publishable.protection()));
    facts.extend(coarsening(heading));
    facts.extend(kept(publishable));
    facts.push(fact(text("workbook.cover_rounding", &[]), text("workbook.cover_rounding_text", &[])));
    facts.push(fact(text("workbook.cover_verdict", &[]), text("workbook.cover_verdict_text", &[])));
    Sheet {
        name: text("workbook.cover", &[]),
        is_fixed: true,
        charts: Vec::new(),
        title,
        lines: vec![text("workbook.cover_lead", &[])],
        body: Body::Facts(facts),
    }
}

fn about(heading: &Heading) -> Vec<(String, String)> {
    let municipality = format!("{} ({})", municipality(&heading.municipality_name), heading.municipality);
    let (days, year) = (days_of_report(heading), heading.year_label(heading.year));
    let period = text("workbook.period", &[("days", &days), ("year", &year)]);
    let audience = match heading.audience {
        Audience::Offentlig => text("workbook.audience_offentlig", &[]),
        Audience::Intern => text("workbook.audience_intern", &[]),
    };
    let mut facts = vec![
        fact(text("workbook.cover_municipality", &[]), municipality),
        fact(text("workbook.cover_period", &[]), period),
        fact(text("workbook.cover_audience", &[]), audience),
    ];
    if heading.synthetic {
        facts.push(fact(text("workbook.cover_synthetic", &[]), text("workbook.cover_synthetic_text", &[])));
    }
    facts
}

fn protection(heading: &Heading, protection: Protection) -> Vec<(String, String)> {
    let most = integer(heading.policy.threshold.saturating_sub(1));
    let rule = match heading.audience {
        Audience::Intern => text("workbook.protection_intern", &[]),
        Audience::Offentlig => text("workbook.protection_offentlig", &[("most", &most)]),
    };
    let count = |count: usize| u64::try_from(count).map_or_else(|_| count.to_string(), integer);
    let extent = text(
        "workbook.protection_extent",
        &[("withheld", &count(protection.withheld)), ("cells", &count(protection.cells))],
    );
    let mut facts = vec![fact(text("workbook.cover_protection", &[]), rule)];
    if !heading.threshold_reason.is_empty() {
        facts.push(fact(text("workbook.cover_reason", &[]), heading.threshold_reason.clone()));
    }
    facts.extend(stricter(heading));
    facts.push(fact(text("workbook.cover_extent", &[]), extent));
    facts
}

/// Where the plan withholds more than small counts.
fn stricter(heading: &Heading) -> Option<(String, String)> {
    let policy = heading.policy;
    let answers = integer(policy.answers);
    let rules = [
        (policy.answers > policy.threshold, text("workbook.cover_answers", &[("answers", &answers)])),
        (policy.hides_zeros, text("workbook.cover_zeros", &[])),
        (policy.hides_full, text("workbook.cover_full", &[])),
        (policy.guards_against_insiders, text("workbook.cover_insiders", &[])),
    ];
    let said: Vec<String> = rules.into_iter().filter(|(holds, _)| *holds).map(|(_, text)| text).collect();
    let is_public = heading.audience == Audience::Offentlig && !said.is_empty();
    is_public.then(|| fact(text("workbook.cover_stricter", &[]), said.join(" ")))
}

/// What is shown in less detail than the definitions have it.
fn coarsening(heading: &Heading) -> Vec<(String, String)> {
    let merged = heading.detail.coarsening.merges.iter().map(|it| format!("{}: {}", it.dimension, it.codes.join(", ")));
    let left_out =
        heading.detail.coarsening.left_out.iter().map(|it| {
            text("workbook.cover_left_out_one", &[("measure", &it.measure), ("by", &it.by.replace('+', ", "))])
        });
    let lists = [merged.collect::<Vec<_>>().join("; "), left_out.collect::<Vec<_>>().join("; ")];
    let named = [text("workbook.cover_merged", &[]), text("workbook.cover_left_out", &[])];
    named.into_iter().zip(lists).filter(|(_, list)| !list.is_empty()).collect()
}

/// What stays as it was published.
fn kept(publishable: &Publishable) -> Option<(String, String)> {
    let heading = publishable.heading();
    let named = publishable.kept().iter().map(|of| format!("{} {}", of.source, heading.year_label(of.year)));
    let sources = named.collect::<Vec<_>>().join(", ");
    let is_any = !sources.is_empty();
    is_any.then(|| fact(text("workbook.cover_kept", &[]), text("workbook.cover_kept_text", &[("sources", &sources)])))
}

fn fact(name: String, text: String) -> (String, String) {
    (name, text)
}

#[cfg(test)]
mod tests {
    use super::super::{indicator, key_figures};
    use super::*;
    use crate::protect::testing_book::rich;
    use crate::units::Window;

    fn headers(sheet: Sheet) -> Vec<String> {
        let Body::Table(grid) = sheet.body else { return Vec::new() };
        grid.columns.into_iter().map(|column| column.header).collect()
    }

    #[test]
    fn a_school_year_is_called_by_both_its_years() {
        let mut book = rich();
        book.heading.window = Window::Skoleaar;
        let publishable = book.publishable();
        let cover = sheet(&publishable, &Marks::default());
        assert_eq!(cover.title, "Åsnes kommune: Skoleåret 2024/25");
        let Body::Facts(facts) = cover.body else { return };
        assert!(facts.contains(&fact("Periode".to_owned(), "2024/25, 1. august 2024–31. juli 2025".to_owned())));
        let of_indicator = indicator::sheet(&publishable.indicators()[0], publishable.heading());
        assert!(headers(of_indicator).contains(&"2024/25".to_owned()));
        assert!(headers(key_figures::sheet(&publishable)).contains(&"Åsnes 2023/24".to_owned()));
    }
}
