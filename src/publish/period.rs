//! A window in words, the same in charts and workbooks and on the terminal: what its report is called, and its days.

use chrono::{Datelike, NaiveDate};

use crate::lang::text;
use crate::protect::Heading;
use crate::units::Window;
use crate::windows::{MonthDay, Span};

/// What the report is called: «Årsrapport 2025».
pub(crate) fn document(heading: &Heading) -> String {
    let [document, _] = sentences(heading.window);
    text(document, &[("year", &heading.year_label(heading.year))])
}

/// That it is made: «Årsrapporten for 2025 er laget.»
pub(crate) fn made(heading: &Heading) -> String {
    let [_, made] = sentences(heading.window);
    text(made, &[("year", &heading.year_label(heading.year))])
}

/// The sentences about the report of a window: its name, and that it is made.
fn sentences(window: Window) -> [&'static str; 2] {
    match window {
        Window::Aar => ["report.document_aar", "report.made_aar"],
        Window::Mai => ["report.document_mai", "report.made_mai"],
        Window::September => ["report.document_september", "report.made_september"],
        Window::SidenSist => ["report.document_since_last", "report.made_since_last"],
        Window::Skoleaar => ["report.document_school_year", "report.made_school_year"],
    }
}

/// The days of any year: «1. januar–30. april».
pub(super) fn days(heading: &Heading) -> String {
    if heading.window == Window::Aar {
        return text("report.days_year", &[]);
    }
    let span = heading.windows.span(heading.window);
    let (first, last) = (day(span.first), day(span.last));
    let values = [("first", first.as_str()), ("last", &last)];
    if span.crosses_new_year() { text("report.days_before", &values) } else { text("report.days", &values) }
}

/// The days of the year reported, with the years where there are two of them.
pub(super) fn days_of_report(heading: &Heading) -> String {
    let span = heading.windows.span(heading.window);
    if !span.crosses_new_year() {
        return days(heading);
    }
    let (first, last) = (day(span.first), day(span.last));
    let (before, year) = (heading.year.saturating_sub(1).to_string(), heading.year.to_string());
    text("report.days_dated", &[("first", &first), ("before", &before), ("last", &last), ("year", &year)])
}

/// The shortest words for a part of the year: «januar–april», or its days where it does not hold whole months.
pub(super) fn months(span: Span) -> String {
    if !span.is_whole_months() {
        return text("report.days", &[("first", &day(span.first)), ("last", &day(span.last))]);
    }
    let [first, last] = [span.first, span.last].map(|day| month(day.month()));
    if first == last { first } else { text("report.days", &[("first", &first), ("last", &last)]) }
}

/// A date as people say it: «31. desember 2025».
pub(super) fn date(date: NaiveDate) -> String {
    let (of_month, month) = (date.day().to_string(), month(date.month()));
    let day = text("report.day", &[("day", &of_month), ("month", &month)]);
    text("report.date", &[("day", &day), ("year", &date.year().to_string())])
}

fn day(of_year: MonthDay) -> String {
    match of_year.of_month() {
        Some(day) => text("report.day", &[("day", &day.to_string()), ("month", &month(of_year.month()))]),
        None => text("report.last_of_february", &[]),
    }
}

fn month(number: u32) -> String {
    let names = text("generated.months", &[]);
    let index = usize::try_from(number).unwrap_or(1).saturating_sub(1);
    names.split(' ').nth(index).unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protect::testing::heading;
    use crate::windows::{SinceLast, Windows, iso_date};

    fn since(first: &str, last: &str) -> Heading {
        let since_last = SinceLast::between(iso_date(first).unwrap(), iso_date(last).unwrap());
        let windows = Windows { since_last, ..Windows::default() };
        Heading { window: Window::SidenSist, windows, ..heading() }
    }

    #[test]
    fn days_are_said_as_people_say_them() {
        let of = |window| Heading { window, ..heading() };
        let cases = [
            (of(Window::Aar), "hele kalenderåret", "hele kalenderåret", "januar–desember"),
            (of(Window::Mai), "1. januar–30. april", "1. januar–30. april", "januar–april"),
            (of(Window::September), "1. januar–31. august", "1. januar–31. august", "januar–august"),
            (of(Window::Skoleaar), "1. august året før–31. juli", "1. august 2024–31. juli 2025", "august–juli"),
            (since("2025-05-01", "2025-05-31"), "1. mai–31. mai", "1. mai–31. mai", "mai"),
            (
                since("2024-09-16", "2025-02-28"),
                "16. september året før–siste dag i februar",
                "16. september 2024–siste dag i februar 2025",
                "16. september–siste dag i februar",
            ),
        ];
        for (heading, any, reported, short) in cases {
            let span = heading.windows.span(heading.window);
            assert_eq!([days(&heading), days_of_report(&heading), months(span)], [any, reported, short]);
        }
    }
}
