//! Words that tell what a number beside them is.

use super::super::known::plain;
use super::super::number::Token;
use crate::lang::Language;

/// What numbers figures, tables and pages of a document.
pub(super) const COUNTED: [&str; 19] = [
    "figur", "tabell", "side", "kapittel", "vedlegg", "punkt", "note", "nr", "§", "chart", "figure", "table", "page",
    "chapter", "appendix", "section", "item", "no", "figuren",
];
/// How the words for time begin that a number is said of.
pub(super) const TIMES: [&str; 16] = [
    "år", "dag", "døgn", "uke", "uker", "veke", "måned", "månad", "time", "timar", "minutt", "year", "day", "week",
    "month", "hour",
];
/// Numbers in words, as they are written where they are no article.
const NORWEGIAN: [(&str, i64); 14] = [
    ("én", 1),
    ("éin", 1),
    ("éi", 1),
    ("ett", 1),
    ("eitt", 1),
    ("to", 2),
    ("tre", 3),
    ("fire", 4),
    ("fem", 5),
    ("seks", 6),
    ("sju", 7),
    ("syv", 7),
    ("åtte", 8),
    ("ni", 9),
];
const ENGLISH: [(&str, i64); 9] = [
    ("one", 1),
    ("two", 2),
    ("three", 3),
    ("four", 4),
    ("five", 5),
    ("six", 6),
    ("seven", 7),
    ("eight", 8),
    ("nine", 9),
];
/// People and cases by their whole words.
const PEOPLE: [&str; 24] = [
    "barn",
    "barna",
    "sak",
    "saker",
    "saka",
    "sakene",
    "sakane",
    "person",
    "personer",
    "personar",
    "søsken",
    "sysken",
    "foreldre",
    "foresatte",
    "children",
    "child",
    "case",
    "cases",
    "persons",
    "people",
    "families",
    "family",
    "siblings",
    "contacts",
];
/// People and cases by how their words begin.
const PEOPLE_BEGIN: [&str; 28] = [
    "jente",
    "gutt",
    "gutar",
    "gutane",
    "elev",
    "melding",
    "bekymringsmelding",
    "uromelding",
    "henvendelse",
    "henvending",
    "førespurnad",
    "henvisning",
    "tilvising",
    "familie",
    "undersøkelse",
    "undersøking",
    "ungdom",
    "klient",
    "girl",
    "boy",
    "pupil",
    "notification",
    "referral",
    "enquir",
    "investigation",
    "client",
    "youth",
    "søskenpar",
];
/// What says who they came from.
pub(super) const FROM: [&str; 3] = ["fra", "frå", "from"];

/// Whether a word is a number.
pub(in crate::audit) fn is_numeral(word: &str) -> bool {
    NORWEGIAN.iter().chain(&ENGLISH).any(|(known, _)| word == *known)
}

/// The number that a word is, in a language.
pub(super) fn numeral(word: &str, language: Language) -> Option<i64> {
    let numerals: &[(&str, i64)] = if language == Language::English { &ENGLISH } else { &NORWEGIAN };
    let word = plain(word);
    numerals.iter().find(|(known, _)| *known == word).map(|(_, number)| *number)
}

/// Whether a number is part of a name or an age: «K4», «4-åringer».
pub(super) fn is_name(word: &str, number: &Token) -> bool {
    is_age(word, number) || word[..number.start].chars().next_back().is_some_and(char::is_alphabetic)
}

pub(super) fn is_age(word: &str, number: &Token) -> bool {
    let rest = word[number.end..].strip_prefix('-').unwrap_or_default();
    rest.starts_with("år") || rest.starts_with("year")
}

pub(super) fn is_people(word: &str) -> bool {
    let word = plain(word);
    PEOPLE.contains(&word.as_str()) || PEOPLE_BEGIN.iter().any(|begin| word.starts_with(begin))
}

pub(super) fn is_hash(word: &str) -> bool {
    let word = word.trim_matches(|letter: char| !letter.is_ascii_alphanumeric());
    word.len() >= 16 && word.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// «C025» is the name of a rule that a finding is of.
pub(super) fn is_rule(word: &str) -> bool {
    let word = word.trim_matches(|letter: char| !letter.is_ascii_alphanumeric());
    crate::diagnostic::Rule::ALL.iter().any(|rule| rule.id() == word)
}

/// A word without the days in it.
pub(super) fn without_dates(word: &str) -> String {
    let (mut plain, mut at) = (String::with_capacity(word.len()), 0);
    while let Some(letter) = word[at..].chars().next() {
        let is_inside = word[..at].chars().next_back().is_some_and(|letter| letter.is_ascii_digit());
        let day = word.get(at..at + 10).filter(|day| !is_inside && is_date(day));
        let ends = !word.get(at + 10..).is_some_and(|rest| rest.starts_with(|letter: char| letter.is_ascii_digit()));
        if day.is_some() && ends {
            plain.push(' ');
            at += 10;
        } else {
            plain.push(letter);
            at += letter.len_utf8();
        }
    }
    plain
}

fn is_date(day: &str) -> bool {
    crate::windows::iso_date(day).is_some() || chrono::NaiveDate::parse_from_str(day, "%d.%m.%Y").is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_no_numbers_and_what_stands_beside_them_is() {
        assert_eq!(without_dates("22.12.2017"), " ");
        assert_eq!(without_dates("(2025-01-01–31.12.2025):2"), "( – ):2");
        assert_eq!(without_dates("2025-01-012"), "2025-01-012");
        assert_eq!(without_dates("æ31.12.2025å"), "æ å");
    }

    #[test]
    fn people_and_cases_are_told_by_their_words() {
        for word in ["barn", "Barna,", "jentene", "henvendelser", "saker.", "children", "elevar"] {
            assert!(is_people(word), "{word}");
        }
        for word in ["ganger", "barnehager", "barnevern", "personvern", "saksbehandlere", "mål"] {
            assert!(!is_people(word), "{word}");
        }
    }
}
