//! `[vinduer]`: the plan's own dates for the windows.

use chrono::NaiveDate;
use serde::Deserialize;

use crate::lang::text;
use crate::units::{Window, day};
use crate::windows::{MonthDay, SinceLast, Span, Windows, iso_date};

/// The plan's own dates for the windows; those of the method where it says nothing.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct WindowDates {
    /// The evaluation in May.
    #[serde(rename = "mai")]
    pub may: Option<FromTo>,
    /// The evaluation in September.
    pub september: Option<FromTo>,
    /// The school year.
    #[serde(rename = "skoleaar")]
    pub school_year: Option<FromTo>,
    /// The day of the last evaluation: `siden-sist` begins on the next.
    #[serde(rename = "siste_evaluering")]
    pub last_evaluation: Option<toml::Value>,
    /// The last day of `siden-sist`; the last of the year where not set.
    #[serde(rename = "siden_sist_til")]
    pub since_last_until: Option<toml::Value>,
}

/// The first and last day of a window, as month and day.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FromTo {
    /// The first day.
    #[serde(rename = "fra")]
    pub from: String,
    /// The last day.
    #[serde(rename = "til")]
    pub to: String,
}

impl WindowDates {
    /// The days of the windows, and everything that is wrong with what the plan says of them.
    pub(super) fn read(&self) -> (Windows, Vec<String>) {
        let mut windows = Windows::default();
        let mut errors = Vec::new();
        for (written, window, span) in [
            (&self.may, Window::Mai, &mut windows.may),
            (&self.september, Window::September, &mut windows.september),
            (&self.school_year, Window::Skoleaar, &mut windows.school_year),
        ] {
            match written.as_ref().map(|written| written.span(window)) {
                None => {}
                Some(Ok(read)) => *span = read,
                Some(Err(found)) => errors.extend(found),
            }
        }
        match self.since_last() {
            Ok(since_last) => windows.since_last = since_last,
            Err(found) => errors.extend(found),
        }
        (windows, errors)
    }

    fn since_last(&self) -> Result<Option<SinceLast>, Vec<String>> {
        let evaluation = date("siste_evaluering", self.last_evaluation.as_ref());
        let until = date("siden_sist_til", self.since_last_until.as_ref());
        let (evaluation, until) = match (evaluation, until) {
            (Ok(evaluation), Ok(until)) => (evaluation, until),
            (evaluation, until) => return Err([evaluation.err(), until.err()].into_iter().flatten().collect()),
        };
        let Some(evaluation) = evaluation else {
            return if until.is_none() { Ok(None) } else { Err(vec![text("cli.window_no_evaluation", &[])]) };
        };
        let first = evaluation.succ_opt().unwrap_or(evaluation);
        let last = until.unwrap_or_else(|| last_of_year(first));
        let [from, to] = [first, last].map(|date| date.to_string());
        if last < first {
            let values = [("evaluation", evaluation.to_string()), ("to", to)];
            return Err(vec![text(
                "cli.window_evaluation_late",
                &values.each_ref().map(|(name, it)| (*name, it.as_str())),
            )]);
        }
        let since_last = SinceLast::between(first, last);
        since_last.map(Some).ok_or_else(|| vec![text("cli.window_too_long", &[("from", &from), ("to", &to)])])
    }
}

impl FromTo {
    fn span(&self, window: Window) -> Result<Span, Vec<String>> {
        let id = window.id();
        let read = |key: &str, written: &str| {
            let values = [("window", id), ("key", key), ("value", written)];
            MonthDay::parse(written).ok_or_else(|| text("cli.window_day", &values))
        };
        let (first, last) = match (read("fra", &self.from), read("til", &self.to)) {
            (Ok(first), Ok(last)) => (first, last.as_end()),
            (first, last) => return Err([first.err(), last.err()].into_iter().flatten().collect()),
        };
        let span = Span { first, last };
        let values = [("window", id), ("from", self.from.as_str()), ("to", self.to.as_str())];
        match (window, span.crosses_new_year()) {
            (Window::Skoleaar, false) => Err(vec![text("cli.window_school_year", &values)]),
            (Window::Skoleaar, true) | (_, false) => Ok(span),
            (_, true) => Err(vec![text("cli.window_order", &values)]),
        }
    }
}

/// A date of the plan, with quotes or without.
fn date(key: &str, written: Option<&toml::Value>) -> Result<Option<NaiveDate>, String> {
    let Some(written) = written else { return Ok(None) };
    let written = match written {
        toml::Value::String(written) => written.clone(),
        toml::Value::Datetime(written) => written.to_string(),
        _ => "…".to_owned(),
    };
    let wrong = || text("cli.window_date", &[("key", key), ("value", &written)]);
    iso_date(&written).map(Some).ok_or_else(wrong)
}

fn last_of_year(date: NaiveDate) -> NaiveDate {
    use chrono::Datelike;
    day(date.year(), 12, 31)
}

impl super::Plan {
    /// The days of the windows.
    ///
    /// # Errors
    /// A sentence that says what to write, where `window` is since the last evaluation and the plan does not say when that
    /// was, or says a time that does not end in `year`.
    ///
    /// # Examples
    /// ```
    /// use tryggtall::{plan::Plan, units::Window};
    /// let plan = "[kommune]\nnummer = \"3418\"\nnavn = \"Åsnes\"\n";
    /// let error = Plan::parse(plan).unwrap().windows_for(Window::SidenSist, 2025).unwrap_err();
    /// assert!(error.contains("siste_evaluering = \"2025-04-30\""));
    /// let plan = format!("{plan}[vinduer]\nsiste_evaluering = \"2025-04-30\"\n");
    /// let windows = Plan::parse(&plan).unwrap().windows_for(Window::SidenSist, 2025).unwrap();
    /// assert_eq!(windows.period(Window::SidenSist, 2024).first.to_string(), "2024-05-01");
    /// ```
    pub fn windows_for(&self, window: Window, year: i32) -> Result<Windows, String> {
        let (windows, _) = self.vinduer.read();
        let reported = year.to_string();
        match windows.since_last {
            _ if window != Window::SidenSist => Ok(windows),
            None => Err(text("cli.no_last_evaluation", &[("year", &reported)])),
            Some(since_last) if since_last.year != year => {
                let period = since_last.span.ending_in(since_last.year);
                let [from, to] = [period.first, period.last].map(|date| date.to_string());
                Err(text("cli.window_other_year", &[("from", &from), ("to", &to), ("year", &reported)]))
            }
            Some(_) => Ok(windows),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::Plan;
    use super::*;

    fn plan(windows: &str) -> Result<Plan, String> {
        Plan::parse(&format!("[kommune]\nnummer = \"3418\"\nnavn = \"Åsnes\"\n[vinduer]\n{windows}"))
    }

    fn dates(plan: &Plan, window: Window, year: i32) -> [String; 2] {
        let period = plan.windows_for(window, year).unwrap().period(window, year);
        [period.first, period.last].map(|date| date.to_string())
    }

    #[test]
    fn the_plan_may_set_other_dates() {
        let plan = plan(
            "mai = { fra = \"02-29\", til = \"05-15\" }\nseptember = { fra = \"01-01\", til = \"02-28\" }\n\
             skoleaar = { fra = \"08-15\", til = \"06-20\" }\nsiste_evaluering = 2024-09-15\nsiden_sist_til = \"2025-08-31\"\n",
        );
        let plan = plan.unwrap();
        assert_eq!(dates(&plan, Window::Mai, 2025), ["2025-02-28", "2025-05-15"]);
        assert_eq!(dates(&plan, Window::Mai, 2024), ["2024-02-29", "2024-05-15"]);
        assert_eq!(dates(&plan, Window::September, 2024), ["2024-01-01", "2024-02-29"]);
        assert_eq!(dates(&plan, Window::Skoleaar, 2025), ["2024-08-15", "2025-06-20"]);
        assert_eq!(dates(&plan, Window::SidenSist, 2025), ["2024-09-16", "2025-08-31"]);
        assert_eq!(dates(&plan, Window::Aar, 2025), ["2025-01-01", "2025-12-31"]);
        let error = plan.windows_for(Window::SidenSist, 2024).unwrap_err();
        assert!(error.contains("2024-09-16 til 2025-08-31, som ikke slutter i 2024"), "{error}");
    }

    #[test]
    fn since_the_last_evaluation_lasts_to_the_end_of_its_year() {
        let plan = plan("siste_evaluering = \"2025-04-30\"").unwrap();
        assert_eq!(dates(&plan, Window::SidenSist, 2025), ["2025-05-01", "2025-12-31"]);
        assert!(plan.windows_for(Window::SidenSist, 2026).is_err() && plan.windows_for(Window::Aar, 2026).is_ok());
    }

    #[test]
    fn all_that_is_wrong_is_said_at_once() {
        let wrong = plan(
            "mai = { fra = \"1. januar\", til = \"04-31\" }\nseptember = { fra = \"09-01\", til = \"08-31\" }\n\
             skoleaar = { fra = \"01-01\", til = \"12-31\" }\nsiste_evaluering = \"30.04.2025\"\nsiden_sist_til = 2025\n",
        );
        let said = wrong.unwrap_err();
        let expected = [
            "vinduer.mai.fra er «1. januar», men",
            "vinduer.mai.til er «04-31», men",
            "vinduer.september: fra (09-01) må ikke være etter til (08-31)",
            "vinduer.skoleaar: fra (01-01) må være etter til (12-31)",
            "vinduer.siste_evaluering er «30.04.2025», men",
            "vinduer.siden_sist_til er «…», men",
        ];
        let lines: Vec<&str> = said.lines().collect();
        assert_eq!(lines.len(), expected.len(), "{said}");
        assert!(lines.iter().zip(expected).all(|(line, expected)| line.starts_with(expected)), "{said}");
    }

    #[test]
    fn the_last_evaluation_is_before_the_end_and_within_a_year_of_it() {
        let cases = [
            ("siden_sist_til = \"2025-08-31\"", "virker ikke alene"),
            ("siste_evaluering = \"2025-08-31\"\nsiden_sist_til = \"2025-08-31\"", "(2025-08-31) må være før"),
            (
                "siste_evaluering = \"2024-08-31\"\nsiden_sist_til = \"2025-09-01\"",
                "2024-09-01 til 2025-09-01, som er mer enn",
            ),
            ("evaluering = \"2024-08-31\"", "siste_evaluering"),
            ("mai = { fra = \"01-01\" }", "til"),
        ];
        for (windows, expected) in cases {
            let error = plan(windows).unwrap_err();
            assert!(error.contains(expected), "{windows}: {error}");
        }
        assert!(plan("siste_evaluering = \"2024-08-31\"\nsiden_sist_til = \"2025-08-31\"").is_ok());
    }
}
