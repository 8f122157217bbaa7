//! Every window in every year against plain loops over days.

use std::ops::RangeInclusive;

use chrono::Days;

use super::*;

/// Leap years by 4, and by 400; none by 100.
const YEARS: [RangeInclusive<i32>; 2] = [1896..=1905, 1995..=2105];

fn years() -> impl Iterator<Item = i32> {
    YEARS.into_iter().flatten()
}

fn date(text: &str) -> NaiveDate {
    iso_date(text).unwrap()
}

/// The days of two years that a rule takes.
fn days_where(year: i32, rule: impl Fn(i32, u32, u32) -> bool) -> Vec<NaiveDate> {
    let both = day(year - 1, 1, 1).iter_days().take_while(|date| date.year() <= year);
    both.filter(|date| rule(date.year(), date.month(), date.day())).collect()
}

fn days_of(period: Period) -> Vec<NaiveDate> {
    period.first.iter_days().take_while(|date| *date <= period.last).collect()
}

#[test]
fn each_window_has_the_days_that_plain_loops_find() {
    let windows = Windows::default();
    for year in years() {
        let expected = [
            (Window::Aar, days_where(year, |of, _, _| of == year)),
            (Window::Mai, days_where(year, |of, month, _| of == year && month <= 4)),
            (Window::September, days_where(year, |of, month, _| of == year && month <= 8)),
            (Window::Skoleaar, days_where(year, |of, month, _| if of == year { month <= 7 } else { month >= 8 })),
        ];
        for (window, expected) in expected {
            let period = windows.period(window, year);
            assert_eq!(days_of(period), expected, "{window:?} {year}");
            assert_eq!(usize::try_from(period.days()), Ok(expected.len()), "{window:?} {year}");
        }
    }
}

#[test]
fn a_window_that_ends_with_february_does_so_in_leap_years_too() {
    for written in ["02-28", "02-29"] {
        let last = MonthDay::parse(written).unwrap().as_end();
        let may = Span { first: MonthDay::parse("01-01").unwrap(), last };
        let windows = Windows { may, ..Windows::default() };
        for year in years() {
            let expected = days_where(year, |of, month, _| of == year && month <= 2);
            assert_eq!(days_of(windows.period(Window::Mai, year)), expected, "{written} {year}");
        }
    }
}

#[test]
fn months_are_those_of_the_days_in_their_order() {
    let [first, last] = ["2024-11-15", "2025-11-14"].map(date);
    let windows = Windows { since_last: SinceLast::between(first, last), ..Windows::default() };
    for window in Window::ALL {
        for year in years() {
            let mut expected = Vec::new();
            for day in days_of(windows.period(window, year)) {
                if !expected.contains(&day.month()) {
                    expected.push(day.month());
                }
            }
            assert_eq!(windows.period(window, year).months(), expected, "{window:?} {year}");
        }
    }
    assert_eq!(windows.period(Window::Skoleaar, 2025).months(), [8, 9, 10, 11, 12, 1, 2, 3, 4, 5, 6, 7]);
    assert_eq!(windows.period(Window::SidenSist, 2025).months(), [11, 12, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
}

/// The same day of another year; where there is none, the last of February.
fn moved(date: NaiveDate, years: i32) -> NaiveDate {
    let year = date.year() + years;
    date.with_year(year).unwrap_or_else(|| NaiveDate::from_ymd_opt(year, 2, 28).unwrap())
}

/// The last day of another year's window.
fn moved_end(date: NaiveDate, years: i32) -> NaiveDate {
    let next = date.succ_opt().unwrap();
    let is_end_of_february = date.month() == 2 && next.month() == 3;
    if is_end_of_february { moved(next, years).pred_opt().unwrap() } else { moved(date, years) }
}

#[test]
fn the_time_since_the_last_evaluation_is_the_same_in_every_year() {
    let mut counted = 0;
    for first in date("2023-01-01").iter_days().take_while(|date| date.year() < 2026) {
        let longest = moved(first, 1).signed_duration_since(first).num_days().unsigned_abs();
        for length in [0, 1, 58, 59, 60, 150, 250, 300, 363, 364, 365, 366] {
            let last = first + Days::new(length);
            let since_last = SinceLast::between(first, last);
            assert_eq!(since_last.is_some(), length < longest, "{first} {last}");
            let Some(since_last) = since_last else { continue };
            let windows = Windows { since_last: Some(since_last), ..Windows::default() };
            assert_eq!(since_last.year, last.year());
            for before in -12..=3 {
                let period = windows.period(Window::SidenSist, last.year() + before);
                let expected = Period { first: moved(first, before), last: moved_end(last, before) };
                assert_eq!(period, expected, "{first} {last} in {before}");
                let next = windows.period(Window::SidenSist, last.year() + before + 1);
                assert!(period.last < next.first, "{first} {last}: the same day in two years");
            }
            counted += 1;
        }
    }
    assert!(counted > 10_000, "{counted}");
}

#[test]
fn since_the_last_evaluation_may_begin_before_new_year() {
    let since_last = SinceLast::between(date("2024-09-16"), date("2025-02-28"));
    let windows = Windows { since_last, ..Windows::default() };
    let in_year = |year: i32| {
        let period = windows.period(Window::SidenSist, year);
        [period.first, period.last].map(|date| date.to_string())
    };
    assert_eq!(in_year(2025), ["2024-09-16", "2025-02-28"]);
    assert_eq!(in_year(2024), ["2023-09-16", "2024-02-29"]);
    assert_eq!(windows.label(Window::SidenSist, 2024), "2023/24");
    assert_eq!(windows.period(Window::SidenSist, 2025).years(), 2024..=2025);
}

#[test]
fn years_are_called_what_people_call_them() {
    let windows = Windows::default();
    let label = |year: i32| windows.label(Window::Skoleaar, year);
    assert_eq!([2025, 2000, 2009, 2100].map(label), ["2024/25", "1999/00", "2008/09", "2099/00"]);
    for window in [Window::Aar, Window::Mai, Window::September, Window::SidenSist] {
        assert_eq!(windows.label(window, 2025), "2025");
    }
}

#[test]
fn days_are_written_in_one_way() {
    for text in ["4-30", "04-31", "02-30", "13-01", "00-10", "2025-04-30", "30.04", "", "04-3 ", "+4-30"] {
        assert_eq!(MonthDay::parse(text), None, "{text}");
    }
    for text in ["2025-02-29", "25-04-30", "2025-04-30T00:00", "2025/04/30", "2025-04", "-025-04-30"] {
        assert_eq!(iso_date(text), None, "{text}");
    }
}
