//! One word of a text, and what explains the number in it.

use super::super::known::plain;
use super::super::number::{Token, tokens};
use super::super::published::is_year;
use super::Against;
use super::sections::{Line, Section};
use super::words::{COUNTED, FROM, TIMES, is_age, is_hash, is_name, is_people, is_rule, numeral, without_dates};
use crate::lang::text_in;

const ONE: i64 = 1_000_000;

/// A word and what stands around it.
pub(super) struct Sight<'a> {
    pub(super) words: &'a [&'a str],
    pub(super) at: usize,
    pub(super) line: &'a Line,
    pub(super) section: &'a Section,
    pub(super) against: Against<'a>,
}

impl Sight<'_> {
    /// The word before.
    pub(super) fn before(&self) -> Option<&str> {
        Some(self.words[self.at.checked_sub(1)?])
    }

    fn after(&self) -> Option<&str> {
        self.words.get(self.at + 1).copied()
    }

    /// Whether no number in the word says more than what is published, or than the program says.
    pub(super) fn is_explained(&self) -> bool {
        let word = self.words[self.at];
        if self.counts_people() {
            return self.is_ours();
        }
        if tokens(word).is_empty() || is_hash(word) || is_rule(word) {
            return true;
        }
        // «2024/25» is a year; what else stands there is none.
        let labels = self.against.published.labels.keys();
        let bare = labels.fold(word.to_owned(), |word, label| word.replace(label.as_str(), " "));
        let bare = without_dates(&bare);
        let numbers = tokens(&bare);
        let is_fine = numbers.is_empty() || self.is_counted() || self.is_day(&numbers) || self.is_ours();
        is_fine || self.is_group() || numbers.iter().all(|number| self.has(&bare, number))
    }

    fn has(&self, word: &str, number: &Token) -> bool {
        let follows = self.follows(word, number);
        if TIMES.iter().any(|time| follows.starts_with(time)) {
            return true;
        }
        if is_name(word, number) {
            return is_age(word, number) || self.against.published.has(number.millionths);
        }
        if self.is_small(word, number, &follows) { self.is_own_small(number) } else { self.is_told(number.millionths) }
    }

    /// What stands after a number: the rest of its word, or the next.
    fn follows(&self, word: &str, number: &Token) -> String {
        let rest = word[number.end..].trim_start_matches(['\u{a0}', '\u{202f}']);
        let rest = if rest.is_empty() { self.after().unwrap_or_default() } else { rest };
        rest.to_lowercase()
    }

    /// Whether a number may be a count of few: a whole one that is no share.
    fn is_small(&self, word: &str, number: &Token, follows: &str) -> bool {
        let most = self.threshold() * ONE;
        let is_few = (ONE..most).contains(&number.millionths.abs()) && number.millionths % ONE == 0;
        let is_share = ["%", "prosent", "per cent", "percent"].iter().any(|sign| follows.starts_with(sign));
        is_few && !is_share && !word[number.start..number.end].contains(['.', ','])
    }

    fn threshold(&self) -> i64 {
        self.against.published.manifest.protection.as_ref().map_or(5, |protection| protection.threshold)
    }

    /// Whether a small number stands in a sentence of the program's about a measure that has it.
    fn is_own_small(&self, number: &Token) -> bool {
        let (published, known) = (self.against.published, self.against.known);
        let line = self.words[self.line.words.clone()].join(" ");
        let measures = known.measures_of(&line);
        let is_count = |measure: &&str| published.has_count(measure, number.millionths.abs());
        let is_limit = |measure: &&str| published.has_limit(measure, number.millionths);
        // Milestones and answers are nobody's secret under their own heading.
        let is_of_services = match self.section {
            Section::Indicator(id) => !self.is_of_people(0) && published.has_count_of_services(id, number.millionths),
            Section::None | Section::Chapter => false,
        };
        is_of_services
            || measures.iter().any(is_count)
            || (measures.iter().any(is_limit) && known.is_about_figures(&line))
    }

    /// Whether a number is published of what the line stands under, or of the year as a whole.
    fn is_told(&self, number: i64) -> bool {
        let (published, known) = (self.against.published, self.against.known);
        let is_of_section = match self.section {
            Section::None => published.has(number),
            Section::Chapter => false,
            Section::Indicator(id) => published.has_of_indicator(id, number),
        };
        if is_year(number) || number == 95 * ONE || is_of_section || published.is_total(number) {
            return true;
        }
        let line = self.words[self.line.words.clone()].join(" ");
        known.has(self.before(), self.words[self.at], self.after())
            || known.measures_of(&line).iter().any(|measure| published.has_of(measure, number))
    }

    /// Whether it is the program that says it.
    fn is_ours(&self) -> bool {
        let known = self.against.known;
        let is_alone = self.line.words.len() == 1;
        known.has_around(self.words, self.at)
            || known.is_in_sentence(self.words, self.at)
            || (is_alone && known.is_whole(self.words[self.at]))
    }

    /// The number of a figure, a page or a point; also of how many pages there are.
    fn is_counted(&self) -> bool {
        let is_it = |at: usize| {
            let word = self.words[at].trim_matches(|letter: char| "(«:".contains(letter)).trim_end_matches('.');
            COUNTED.contains(&word.to_lowercase().as_str())
        };
        let is_of = || matches!(self.before(), Some("av" | "of")) && self.at >= 3 && is_it(self.at - 3);
        self.at.checked_sub(1).is_some_and(is_it) || is_of() || self.is_point()
    }

    /// «1. Følge opp»: a point of a list.
    fn is_point(&self) -> bool {
        let word = self.words[self.at];
        let number = word.strip_suffix(['.', ')']).unwrap_or_default();
        let is_number = (1..=2).contains(&number.len()) && number.bytes().all(|digit| digit.is_ascii_digit());
        let is_sentence = self.after().is_some_and(|after| after.starts_with(char::is_uppercase));
        is_number && is_sentence && self.at == self.line.words.start && self.line.words.len() > 2
    }

    /// «31. desember», «1 January»: a day.
    fn is_day(&self, numbers: &[Token]) -> bool {
        let [number] = numbers else { return false };
        let months = text_in(self.against.published.manifest.language, "generated.months", &[]).to_lowercase();
        let after = self.after().unwrap_or_default().to_lowercase();
        let is_month = months.split(' ').any(|month| {
            let rest = after.strip_prefix(month);
            rest.is_some_and(|rest| !rest.starts_with(char::is_alphabetic))
        });
        is_month && (ONE..=31 * ONE).contains(&number.millionths)
    }

    /// «1 262» with a plain space: one number.
    fn is_group(&self) -> bool {
        let digits = |word: &str| -> String { word.chars().filter(char::is_ascii_digit).collect() };
        let is_first = |word: &str| {
            let plain = plain(word);
            (1..=3).contains(&plain.len()) && plain == digits(word)
        };
        let is_last = |word: &str| plain(word).len() == 3 && plain(word) == digits(word);
        let whole = |one: &str, other: &str| format!("{}{}", digits(one), digits(other)).parse::<i64>().ok();
        let is_told = |one: &str, other: &str| {
            let number = whole(one, other).and_then(|number| number.checked_mul(ONE));
            is_first(one) && is_last(other) && number.is_some_and(|number| self.is_told(number))
        };
        let word = self.words[self.at];
        self.after().is_some_and(|after| is_told(word, after))
            || self.before().is_some_and(|before| is_told(before, word))
    }

    /// Whether the word is a small number of people or cases: «tre meldinger», «to av barna», «tre fra PPT».
    fn counts_people(&self) -> bool {
        let number = numeral(self.words[self.at], self.against.published.manifest.language);
        let Some(number) = number.filter(|number| *number < self.threshold()) else { return false };
        self.is_of_people(number)
    }

    /// Whether what follows is people or cases, or who they came from.
    fn is_of_people(&self, number: i64) -> bool {
        let ends = |word: &str| word.ends_with(['.', ',', ';', ':', '!', '?']);
        let next =
            |step: usize| self.words.get(self.at + step).copied().filter(|_| self.at + step < self.line.words.end);
        if ends(self.words[self.at]) {
            return false;
        }
        let Some(one) = next(1) else { return false };
        let is_from = number != 1 && FROM.contains(&one);
        is_from || is_people(one) || (!ends(one) && next(2).is_some_and(is_people))
    }
}
