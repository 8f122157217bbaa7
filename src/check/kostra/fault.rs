//! Where a rule is broken, and the words that most rules are said with.

use chrono::NaiveDate;

use crate::acquire::{Coded, Individual, Investigation, Measure, Move, Plan, Report};

/// One place where a rule is broken.
pub(super) struct Fault {
    /// Physical line of the element.
    pub(super) line: u32,
    /// The element and its attribute, as the form names them.
    pub(super) field: &'static str,
    /// What fills the rule's sentences beside what all rules have. Never a value of the file.
    pub(super) values: Vec<(&'static str, String)>,
}

impl Fault {
    pub(super) fn at(line: u32, field: &'static str) -> Self {
        Self { line, field, values: Vec::new() }
    }

    pub(super) fn with(mut self, name: &'static str, value: String) -> Self {
        self.values.push((name, value));
        self
    }
}

/// An element of a form.
pub(super) trait Element {
    /// Its physical line.
    fn line(&self) -> u32;
}

/// An element with a start and an end, each empty where it is not given.
pub(super) trait Spanned: Element {
    /// `StartDato`.
    fn start(&self) -> &str;
    /// `SluttDato`.
    fn end(&self) -> &str;
}

macro_rules! elements {
    ($($element:ty),*) => {$(
        impl Element for $element {
            fn line(&self) -> u32 {
                self.line
            }
        }
    )*};
}

macro_rules! spanned {
    ($($element:ty),*) => {$(
        impl Spanned for $element {
            fn start(&self) -> &str {
                &self.start
            }
            fn end(&self) -> &str {
                &self.end
            }
        }
    )*};
}

elements!(Individual, Report, Investigation, Plan, Measure, Move, Coded);
spanned!(Individual, Report, Investigation, Plan, Measure);

/// A fault at each of the elements that is wrong.
pub(super) fn among<'a, T: Element + 'a>(
    elements: impl IntoIterator<Item = &'a T>,
    field: &'static str,
    is_wrong: impl Fn(&T) -> bool,
) -> Vec<Fault> {
    let wrong = elements.into_iter().filter(|element| is_wrong(element));
    wrong.map(|element| Fault::at(element.line(), field)).collect()
}

/// A date as the schema writes it, `yyyy-mm-dd`; what is no date is the general rules' to say.
pub(super) fn date(text: &str) -> Option<NaiveDate> {
    let number = |at: std::ops::Range<usize>| {
        let digits = text.get(at).filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()))?;
        digits.parse::<u32>().ok()
    };
    let is_shaped = text.len() == 10 && text.get(4..5) == Some("-") && text.get(7..8) == Some("-");
    let year = i32::try_from(number(0..4).filter(|_| is_shaped)?).ok()?;
    NaiveDate::from_ymd_opt(year, number(5..7)?, number(8..10)?)
}

/// Whether both are dates and the first is later.
pub(super) fn is_after(first: &str, second: &str) -> bool {
    date(first).zip(date(second)).is_some_and(|(first, second)| first > second)
}

/// Whether the text is a date, and one for which something holds.
pub(super) fn is_date_that(text: &str, holds: impl FnOnce(NaiveDate) -> bool) -> bool {
    date(text).is_some_and(holds)
}

/// Whether something is still open, or closed too late, although the child is said to be closed at the end of the year.
pub(super) fn is_open_though_closed(end: &str, child: &Individual, count_day: NaiveDate) -> bool {
    let is_closed = child.closed == super::CLOSED;
    is_closed && (end.is_empty() || child.end.is_empty() || is_date_that(end, |end| end > count_day))
}
