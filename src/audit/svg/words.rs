//! The numbers in a chart's texts: published figures of its measure, years, the axis, and what the definitions say.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use super::super::figures::Row;
use super::super::finding::Report;
use super::super::number::tokens;
use super::super::published::{Published, is_year};
use super::super::xml::{self, Node};
use super::PAINT;

/// Words with digits that stand beside other words in definitions and sentences of ours: «§ 2-1», «innen 7 dager».
#[derive(Debug, Default)]
pub(in crate::audit) struct Known(HashSet<(String, String)>);

impl Known {
    /// Takes in texts; words in braces are places for figures.
    pub(in crate::audit) fn add<'t>(&mut self, texts: impl IntoIterator<Item = &'t str>) {
        for text in texts {
            let words: Vec<String> = split(text).map(plain).collect();
            for pair in words.windows(2) {
                let has_digits = pair.iter().any(|word| has_digits(word));
                if has_digits && !pair.iter().any(|word| word.contains(['{', '}'])) {
                    self.0.insert((pair[0].clone(), pair[1].clone()));
                }
            }
        }
    }

    /// Whether a word is known after the one before it, or before the one after it.
    pub(in crate::audit) fn has(&self, before: Option<&str>, word: &str, after: Option<&str>) -> bool {
        let pair = |one: &str, other: &str| self.0.contains(&(plain(one), plain(other)));
        before.is_some_and(|before| pair(before, word)) || after.is_some_and(|after| pair(word, after))
    }
}

/// No-break spaces hold a number and its sign together.
pub(in crate::audit) fn split(text: &str) -> impl Iterator<Item = &str> {
    text.split([' ', '\n', '\t', '\r']).filter(|word| !word.is_empty())
}

fn plain(word: &str) -> String {
    word.trim_matches(|letter: char| ".,;:()«»\"'".contains(letter)).to_lowercase()
}

fn has_digits(word: &str) -> bool {
    word.bytes().any(|byte| byte.is_ascii_digit())
}

/// A text of the drawing.
struct Text {
    words: String,
    /// Set at the right, as the figures of an axis are.
    is_at_end: bool,
    is_bold: bool,
}

/// Reports the texts with a number that nothing explains.
pub(super) fn audit(
    file: &str,
    stem: &str,
    nodes: &[Node],
    rows: &[&Row],
    published: &Published,
    known: &Known,
    report: &mut Report,
) {
    for node in nodes {
        let Node::Begin(_, attributes) = node else { continue };
        for (name, value) in attributes.iter().filter(|(name, _)| !PAINT.contains(&name.as_str())) {
            if has_digits(&value.replace(stem, "")) {
                report.odd(file, name, "number");
            }
        }
    }
    let allowed = allowed(rows, published);
    let texts = texts(nodes);
    let axis = axis(&texts);
    let all: Vec<&str> = texts.iter().flat_map(|text| split(&text.words)).collect();
    let mut at = 0_usize;
    for text in &texts {
        for word in split(&text.words) {
            let before = at.checked_sub(1).and_then(|before| all.get(before)).copied();
            let is_known = known.has(before, word, all.get(at + 1).copied());
            let is_plain = |number: i64| {
                allowed.contains(&number) || is_year(number) || (text.is_at_end && axis.contains(&number))
            };
            // «2024/25» is a year too.
            let is_label = published.labels.keys().any(|label| word.contains(label.as_str()));
            if !is_known && !is_label && tokens(word).iter().any(|token| !is_plain(token.millionths)) {
                let near = before.filter(|before| !has_digits(before)).unwrap_or_default();
                report.odd(file, near, "number");
            }
            at += 1;
        }
    }
}

/// The figures of the chart, those it is set beside, and codes that are numbers.
fn allowed(rows: &[&Row], published: &Published) -> BTreeSet<i64> {
    let mut allowed: BTreeSet<i64> = rows.iter().filter_map(|row| row.value).map(|value| value.millionths).collect();
    let is_beside = |row: &&Row| {
        let same = rows.first().is_some_and(|first| first.cell.indicator == row.cell.indicator);
        same && row.cell.place != published.manifest.municipality && row.cell.breakdown.is_empty()
    };
    let beside = published.figures.rows.iter().filter(is_beside).filter_map(|row| row.value);
    allowed.extend(beside.map(|value| value.millionths));
    let codes = rows.iter().flat_map(|row| row.cell.breakdown.split('|')).filter_map(|pair| pair.split_once('='));
    allowed.extend(codes.flat_map(|(_, code)| tokens(code)).map(|token| token.millionths));
    // The level of every interval.
    allowed.insert(95_000_000);
    allowed
}

fn texts(nodes: &[Node]) -> Vec<Text> {
    let (mut texts, mut style) = (Vec::new(), (false, false));
    for node in nodes {
        match node {
            Node::Begin(_, attributes) => {
                let is_at_end = xml::value(attributes, "text-anchor") == Some("end");
                style = (is_at_end, xml::value(attributes, "font-weight").is_some());
            }
            Node::Text(text) if !text.trim().is_empty() => {
                texts.push(Text { words: text.clone(), is_at_end: style.0, is_bold: style.1 });
            }
            Node::Text(_) | Node::End(_) | Node::Hidden(_) => {}
        }
    }
    texts
}

/// The figures of the axis, if they are one: from zero, or through it, in steps of the same size.
fn axis(texts: &[Text]) -> BTreeSet<i64> {
    let is_figure = |text: &&Text| text.is_at_end && !text.is_bold && !text.words.chars().any(char::is_alphabetic);
    let mut counted: BTreeMap<i64, usize> = BTreeMap::new();
    for text in texts.iter().filter(is_figure) {
        for token in tokens(&text.words) {
            *counted.entry(token.millionths).or_default() += 1;
        }
    }
    let figures: Vec<i64> = counted.keys().copied().collect();
    let mut steps = figures.windows(2).map(|pair| pair[1] - pair[0]);
    let first = steps.next();
    let is_axis = figures.contains(&0) && first.is_some() && steps.all(|step| Some(step) == first);
    let once = counted.values().all(|count| *count == 1);
    if is_axis && once { figures.into_iter().collect() } else { BTreeSet::new() }
}
