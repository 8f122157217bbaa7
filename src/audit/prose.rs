//! Running text: pages, JSON, and what Word documents say. Every number in them is published, a year, or said by a definition.

use super::finding::Report;
use super::number::tokens;
use super::published::{Published, is_year};
use super::rows::{self, Rows};
use super::svg::{self, Known};
use crate::publish::appearance::base64;

/// What the numbers of a text are held against.
#[derive(Clone, Copy)]
pub(super) struct Against<'a> {
    pub(super) published: &'a Published<'a>,
    pub(super) known: &'a Known,
    pub(super) rows: &'a Rows,
}

/// What numbers figures, tables and pages of a document.
const COUNTED: [&str; 9] = ["figur", "tabell", "side", "kapittel", "vedlegg", "punkt", "note", "nr", "§"];

/// A page: what is between the tags, in comments, scripts and attributes that say something; its charts as the loose ones.
pub(super) fn html(file: &str, bytes: &[u8], against: Against, report: &mut Report) {
    let page = String::from_utf8_lossy(bytes);
    let (page, drawings) = without_drawings(&page);
    pictures(file, &page, against, report);
    for drawing in drawings {
        let stem = drawing.split_once(" aria-labelledby=\"").and_then(|(_, rest)| rest.split_once("-tittel"));
        let name = format!("{file}!/{}.svg", stem.map_or("", |(stem, _)| stem));
        svg::audit(&name, drawing.as_bytes(), against.published, against.known, report);
    }
    let text = |cell: &str| page_text(cell).replace('\n', "");
    let (rows, others) = rows::of_page(&page, against.published, text);
    words(file, |_, near| near.to_owned(), &page_text(&others), against, report);
    for row in rows {
        against.rows.check(file, &row, against.published, report);
    }
}

/// Pictures within the page: the logo, and no other.
fn pictures(file: &str, page: &str, against: Against, report: &mut Report) {
    const BEGIN: &str = "data:image/";
    for (at, _) in page.match_indices(BEGIN) {
        let rest = &page[at + BEGIN.len()..];
        let uri = rest.split(['"', '\'', ')', '>', ' ', '\n']).next().unwrap_or_default();
        let png = uri.strip_prefix("png;base64,").and_then(base64::decoded).unwrap_or_default();
        if !against.published.manifest.appearance.is_logo(&png) {
            report.odd(file, "", "picture");
        }
    }
}

/// The page without its charts, and these.
fn without_drawings(page: &str) -> (String, Vec<&str>) {
    let (mut text, mut drawings, mut rest) = (String::with_capacity(page.len()), Vec::new(), page);
    while let Some(begin) = rest.find("<svg") {
        let end = rest[begin..].find("</svg>").map_or(rest.len(), |end| begin + end + "</svg>".len());
        text.push_str(&rest[..begin]);
        text.push('\n');
        drawings.push(&rest[begin..end]);
        rest = &rest[end..];
    }
    text.push_str(rest);
    (text, drawings)
}

/// Not a parser of HTML: tags are cut out, and of them the values of attributes that are read or run are kept.
fn page_text(page: &str) -> String {
    let (mut text, mut rest) = (String::new(), page);
    while let Some((before, tag)) = rest.split_once('<') {
        text.push_str(before);
        if let Some(comment) = tag.strip_prefix("!--") {
            let (inside, after) = comment.split_once("-->").unwrap_or((comment, ""));
            text.push_str(inside);
            rest = after;
            continue;
        }
        let (inside, after) = tag.split_once('>').unwrap_or((tag, ""));
        let name: String = inside.chars().take_while(char::is_ascii_alphanumeric).collect::<String>().to_lowercase();
        let is_drawing = after.find('<').is_some() && matches!(name.as_str(), "style");
        for value in said(inside).into_iter().filter(|value| !is_anchor(page, value)) {
            text.extend([" ", value, " "]);
        }
        text.push('\n');
        rest = if is_drawing { after.split_once("</style").map_or("", |(_, after)| after) } else { after };
    }
    text.push_str(rest);
    unescaped(&text)
}

/// Whether a value names a place of the page, as those of a list to choose from do.
fn is_anchor(page: &str, value: &str) -> bool {
    let value = value.strip_prefix('#').unwrap_or(value);
    value.starts_with(|letter: char| letter.is_ascii_alphabetic()) && page.contains(&format!(" id=\"{value}\""))
}

/// The values of attributes that say something to somebody.
fn said(tag: &str) -> Vec<&str> {
    let mut values = Vec::new();
    for (place, _) in tag.match_indices('=') {
        let name =
            tag[..place].rsplit(|letter: char| letter.is_whitespace() || letter == '/').next().unwrap_or_default();
        let is_said = matches!(name, "alt" | "title" | "content" | "value" | "label" | "summary" | "placeholder")
            || matches!(
                name,
                "aria-label"
                    | "aria-description"
                    | "aria-valuetext"
                    | "aria-valuenow"
                    | "srcdoc"
                    | "datetime"
                    | "href"
                    | "src"
                    | "action"
            )
            || name.starts_with("data-")
            || name.starts_with("on");
        let value = tag[place + 1..].trim_start();
        let end = |quote: char| value[1..].find(quote).map_or(value.len(), |end| end + 1);
        let value = match value.chars().next() {
            Some(quote @ ('"' | '\'')) => &value[1..end(quote)],
            _ => value.split(char::is_whitespace).next().unwrap_or_default(),
        };
        // A picture inside the page is no text; it is looked at by itself.
        if is_said && !value.starts_with("data:image/") && !value.starts_with("width=device-width") {
            values.push(value);
        }
    }
    values
}

fn unescaped(text: &str) -> String {
    let (mut plain, mut rest) = (String::with_capacity(text.len()), text);
    while let Some((before, after)) = rest.split_once('&') {
        plain.push_str(before);
        let found = after.split_once(';').filter(|(name, _)| name.len() <= 8 && !name.contains(char::is_whitespace));
        let letter = found.and_then(|(name, _)| match name {
            "nbsp" => Some('\u{a0}'),
            "amp" => Some('&'),
            "lt" => Some('<'),
            "gt" => Some('>'),
            "quot" => Some('"'),
            "minus" => Some('\u{2212}'),
            _ => {
                let number = name.strip_prefix('#')?;
                let code = match number.strip_prefix(['x', 'X']) {
                    Some(digits) => u32::from_str_radix(digits, 16).ok()?,
                    None => number.parse().ok()?,
                };
                char::from_u32(code)
            }
        });
        plain.push(letter.unwrap_or(' '));
        rest = letter.and(found).map_or(after, |(_, after)| after);
    }
    plain.push_str(rest);
    plain
}

/// Text of no kind that is known, such as JSON.
pub(super) fn plain(file: &str, bytes: &[u8], against: Against, report: &mut Report) {
    words(file, |_, near| near.to_owned(), &String::from_utf8_lossy(bytes), against, report);
}

/// Holds every number of a text against what is published. `place` says where a byte of the text is, after which word.
pub(super) fn words(
    file: &str,
    place: impl Fn(usize, &str) -> String,
    text: &str,
    against: Against,
    report: &mut Report,
) {
    let Against { published, known, .. } = against;
    let all: Vec<&str> = super::svg::split(text).collect();
    for (at, word) in all.iter().enumerate() {
        let numbers = tokens(word);
        if numbers.is_empty() || is_hash(word) || is_date(word) || is_rule(word) {
            continue;
        }
        let before = at.checked_sub(1).map(|before| all[before]);
        let is_counted = before.is_some_and(|before| {
            let before =
                before.trim_matches(|letter: char| "(«:".contains(letter)).trim_end_matches('.').to_lowercase();
            COUNTED.contains(&before.as_str())
        });
        let is_known = is_counted || known.has(before, word, all.get(at + 1).copied());
        let is_label = published.labels.keys().any(|label| word.contains(label.as_str()));
        let is_plain = |number: i64| published.has(number) || is_year(number) || number == 95_000_000;
        if !is_known && !is_label && numbers.iter().any(|number| !is_plain(number.millionths)) {
            let near = before.filter(|before| tokens(before).is_empty()).unwrap_or_default();
            // Words are pieces of the text.
            let at = word.as_ptr().addr().saturating_sub(text.as_ptr().addr());
            report.odd(file, place(at, near), "number");
        }
    }
}

fn is_hash(word: &str) -> bool {
    let word = word.trim_matches(|letter: char| !letter.is_ascii_alphanumeric());
    word.len() >= 16 && word.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// «C025» is the name of a rule that a finding is of.
fn is_rule(word: &str) -> bool {
    let word = word.trim_matches(|letter: char| !letter.is_ascii_alphanumeric());
    crate::diagnostic::Rule::ALL.iter().any(|rule| rule.id() == word)
}

fn is_date(word: &str) -> bool {
    let word = word.trim_matches(|letter: char| !letter.is_ascii_alphanumeric());
    let day = word.get(..10).unwrap_or(word);
    crate::windows::iso_date(day).is_some() || chrono::NaiveDate::parse_from_str(day, "%d.%m.%Y").is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_give_what_is_said_and_not_how_it_looks() {
        let page = "<p class=\"w3\">tre: 4&#160;000 &amp; <b>5</b><!-- 6 --><img alt='7' width=8 data-n=9><style>a{b:10}</style>";
        let text = page_text(page);
        for number in ["4\u{a0}000", "5", "6", "7", "9"] {
            assert!(text.contains(number), "{number} in {text}");
        }
        for number in ["w3", "8", "10"] {
            assert!(!text.contains(number), "{number} in {text}");
        }
        for odd in ["", "<", "<a", "<a b=", "<a title='", "&", "&#x;", "&#xFFFFFFFF;", "<!--", "<style>"] {
            page_text(odd);
        }
    }
}
