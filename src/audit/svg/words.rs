//! The numbers in a chart's texts: published figures of its measure, years, the axis, and what the definitions say.

use std::collections::{BTreeMap, BTreeSet};

use super::super::figures::Row;
use super::super::finding::Report;
use super::super::known::{Known, has_digits, split};
use super::super::number::tokens;
use super::super::published::{Published, is_year};
use super::super::xml::{self, Node};
use super::PAINT;
use super::kind::{Kind, Shown};

/// A text of the drawing.
struct Text {
    words: String,
    /// Set at the right, as the figures of an axis are.
    is_at_end: bool,
    is_in_middle: bool,
    is_bold: bool,
}

impl Text {
    /// Whether it stands where an axis has its figures: a funnel has one across too.
    fn is_on_axis(&self, kind: Kind) -> bool {
        self.is_at_end || (self.is_in_middle && kind == Kind::Municipalities)
    }
}

/// Reports the texts with a number that nothing explains.
pub(super) fn audit(
    file: &str,
    stem: &str,
    nodes: &[Node],
    shown: &Shown,
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
    let allowed = allowed(shown, published);
    let texts = texts(nodes);
    let axis = axis(&texts, shown.kind);
    let months = crate::lang::text_in(published.manifest.language, "generated.months", &[]);
    let all: Vec<&str> = texts.iter().flat_map(|text| split(&text.words)).collect();
    let mut at = 0_usize;
    for text in &texts {
        let scale = end_of_scale(&text.words, published);
        for word in split(&text.words) {
            let before = at.checked_sub(1).and_then(|before| all.get(before)).copied();
            let is_known = known.has(before, word, all.get(at + 1).copied());
            let is_plain = |number: i64| {
                allowed.contains(&number)
                    || is_year(number)
                    || scale == Some(number)
                    || (text.is_on_axis(shown.kind) && axis.contains(&number))
            };
            // «2024/25» is a year too.
            let is_label = published.labels.keys().any(|label| word.contains(label.as_str()));
            // «31. desember»: the day the figures are of.
            let is_day = all.get(at + 1).is_some_and(|after| months.split(' ').any(|month| month == *after));
            if !is_known && !is_label && !is_day && tokens(word).iter().any(|token| !is_plain(token.millionths)) {
                let near = before.filter(|before| !has_digits(before)).unwrap_or_default();
                report.odd(file, near, "number");
            }
            at += 1;
        }
    }
}

/// The figures of the chart, those it is set beside, and codes that are numbers.
fn allowed(shown: &Shown, published: &Published) -> BTreeSet<i64> {
    let rows = || shown.rows.iter().chain(&shown.beside);
    let mut allowed: BTreeSet<i64> = rows().filter_map(|row| row.value).map(|value| value.millionths).collect();
    // What the figures of the year rest on stands below the chart.
    let is_now = |row: &&&Row| row.cell.year == published.year || shown.kind == Kind::Totals;
    let with_counts = rows().filter(is_now).filter(|row| row.value.is_some());
    let is_total = |row: &&Row| {
        let same = shown.rows.iter().any(|own| own.cell.indicator == row.cell.indicator);
        let is_own = row.cell.place == published.manifest.municipality && row.cell.year == published.year;
        same && is_own && row.cell.breakdown.is_empty()
    };
    let totals = published.figures.rows.iter().filter(is_total).filter(|row| row.value.is_some());
    let counts = with_counts.copied().chain(totals).flat_map(|row| [row.numerator, row.denominator]).flatten();
    allowed.extend(counts.filter_map(|count| count.checked_mul(1_000_000)));
    let is_beside = |row: &&Row| {
        let same = rows().any(|own| own.cell.indicator == row.cell.indicator);
        same && row.cell.place != published.manifest.municipality && row.cell.breakdown.is_empty()
    };
    let beside = published.figures.rows.iter().filter(is_beside).filter_map(|row| row.value);
    allowed.extend(beside.map(|value| value.millionths));
    let codes = rows().flat_map(|row| row.cell.breakdown.split('|')).filter_map(|pair| pair.split_once('='));
    allowed.extend(codes.flat_map(|(_, code)| tokens(code)).map(|token| token.millionths));
    // The level of every interval.
    allowed.insert(95_000_000);
    allowed.extend(of_kind(shown, published));
    allowed
}

/// What only one kind of chart says.
fn of_kind(shown: &Shown, published: &Published) -> Vec<i64> {
    const ONE: i64 = 1_000_000;
    let values = || shown.rows.iter().chain(&shown.beside).filter_map(|row| row.value).map(|value| value.millionths);
    match shown.kind {
        // What each is set beside.
        Kind::Overview => {
            let is_shown = |cell: &super::super::figures::CellRef| shown.rows.iter().any(|row| row.cell == *cell);
            let beside = published.figures.comparisons.iter().filter(|it| is_shown(&it.cell));
            beside.filter_map(|it| it.against_value).map(|value| value.millionths).collect()
        }
        // The steps of the scale, shares in whole per cent, and the intervals of the shares of 4 to 6.
        Kind::Answers => {
            let limits = limits(&shown.beside);
            let whole = values().map(|value| (value + ONE / 2).div_euclid(ONE) * ONE);
            whole.chain(limits).chain((1..=6).map(|step| step * ONE)).collect()
        }
        // «fra 0 til 80»: the first round number above all that are shown, intervals too.
        Kind::Units => {
            let most = values().chain(limits(&shown.rows)).chain(limits(&shown.beside)).max().unwrap_or_default();
            round_above(most).into_iter().chain([0]).collect()
        }
        Kind::Totals | Kind::Categories | Kind::Months | Kind::Run | Kind::Deliveries | Kind::Municipalities => {
            Vec::new()
        }
    }
}

/// The end that all axes of a chart have, where a text is the sentence that says so and a scale may end there.
fn end_of_scale(said: &str, published: &Published) -> Option<i64> {
    let sentence = crate::lang::text_in(published.manifest.language, "chart.units_scale", &[("most", "\0")]);
    let (before, after) = sentence.split_once('\0')?;
    let most = said.strip_prefix(before)?.strip_suffix(after)?;
    let [end] = tokens(most)[..] else { return None };
    let unit = most.get(end.end..)?;
    let is_plain = end.start == 0 && !has_digits(unit);
    (is_plain && ends_of_scales().any(|known| known == end.millionths)).then_some(end.millionths)
}

/// Whole steps of 1, 2 or 5 times a power of ten, five of them at most.
fn ends_of_scales() -> impl Iterator<Item = i64> {
    let powers = (5..16).filter_map(|power| 10_i64.checked_pow(power));
    let steps = powers.flat_map(|power| [power, 2 * power, 5 * power]);
    steps.flat_map(|step| (2..=5).map(move |count| step * count))
}

/// The limits of the intervals.
fn limits<'r>(rows: &'r [&Row]) -> impl Iterator<Item = i64> + 'r {
    let both = rows.iter().filter_map(|row| row.limits);
    both.flat_map(|(lower, upper)| [lower.millionths, upper.millionths])
}

/// Where an axis may end.
fn round_above(most: i64) -> BTreeSet<i64> {
    ends_of_scales().filter(|end| *end >= most && *end <= most.saturating_mul(2).max(5_000_000)).collect()
}

fn texts(nodes: &[Node]) -> Vec<Text> {
    let (mut texts, mut style) = (Vec::new(), (false, false, false));
    for node in nodes {
        match node {
            Node::Begin(_, attributes) => {
                let is_at = |anchor: &str| xml::value(attributes, "text-anchor") == Some(anchor);
                style = (is_at("end"), is_at("middle"), xml::value(attributes, "font-weight").is_some());
            }
            Node::Text(text) if !text.trim().is_empty() => {
                let (is_at_end, is_in_middle, is_bold) = style;
                texts.push(Text { words: text.clone(), is_at_end, is_in_middle, is_bold });
            }
            Node::Text(_) | Node::End(_) | Node::Hidden(_) => {}
        }
    }
    texts
}

/// The figures of the axes, where they are axes.
fn axis(texts: &[Text], kind: Kind) -> BTreeSet<i64> {
    let upright = steps(texts, |text| text.is_at_end);
    let across = if kind == Kind::Municipalities { steps(texts, |text| text.is_in_middle) } else { BTreeSet::new() };
    upright.into_iter().chain(across).collect()
}

/// The figures of an axis, if they are one: from zero, or through it, in steps of the same size.
fn steps(texts: &[Text], is_there: impl Fn(&Text) -> bool) -> BTreeSet<i64> {
    let is_figure = |text: &&Text| is_there(text) && !text.is_bold && !text.words.chars().any(char::is_alphabetic);
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
