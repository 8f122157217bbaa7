//! A page as the texts in it: what is between the tags, in comments, scripts and attributes that say something.

use super::super::finding::Report;
use super::Against;
use super::sections::{BEGIN, END};
use crate::publish::appearance::base64;

/// Pictures within the page: the logo, and no other.
pub(super) fn pictures(file: &str, page: &str, against: Against, report: &mut Report) {
    const PICTURE: &str = "data:image/";
    for (at, _) in page.match_indices(PICTURE) {
        let rest = &page[at + PICTURE.len()..];
        let uri = rest.split(['"', '\'', ')', '>', ' ', '\n']).next().unwrap_or_default();
        let png = uri.strip_prefix("png;base64,").and_then(base64::decoded).unwrap_or_default();
        if !against.published.manifest.appearance.is_logo(&png) {
            report.odd(file, "", "picture");
        }
    }
}

/// Reports addresses that are files of their own, other than pictures, and styles that put characters on the page.
pub(super) fn hidden(file: &str, page: &str, report: &mut Report) {
    let lower = unescaped(page).to_ascii_lowercase();
    let mut addresses = lower.match_indices("data:").map(|(at, begin)| &lower[at + begin.len()..]);
    let is_file = |rest: &str| {
        let kind = rest.split_once(',').map(|(kind, _)| kind);
        kind.is_some_and(|it| it.len() <= 80 && !it.contains(char::is_whitespace) && !it.starts_with("image/"))
    };
    if addresses.any(is_file) {
        report.odd(file, "data:", "hidden-part");
    }
    let styles = lower.split("<style").skip(1).map(|rest| rest.split("</style").next().unwrap_or_default());
    if styles.map(without_comments).any(|style| style.contains("content:") || style.contains("counter-")) {
        report.odd(file, "<style>", "hidden-part");
    }
}

/// A sheet of styles without spaces and comments, and without what hides a word from those who look for it.
fn without_comments(style: &str) -> String {
    let (mut plain, mut rest) = (String::with_capacity(style.len()), style);
    while let Some((before, after)) = rest.split_once("/*") {
        plain.push_str(before);
        rest = after.split_once("*/").map_or("", |(_, after)| after);
    }
    plain.push_str(rest);
    plain.retain(|letter| !letter.is_whitespace() && letter != '\\');
    plain
}

/// The page without its charts, and these.
pub(super) fn without_drawings(page: &str) -> (String, Vec<&str>) {
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
pub(super) fn page_text(page: &str) -> String {
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
        text.extend(heading(inside).into_iter().flat_map(|mark| [mark, '\n']));
        rest = if is_drawing { after.split_once("</style").map_or("", |(_, after)| after) } else { after };
    }
    text.push_str(rest);
    unescaped(&text)
}

/// The mark of a heading's begin or end, where a tag is one.
fn heading(tag: &str) -> Option<char> {
    let name = tag.strip_prefix('/').unwrap_or(tag);
    let name = name.split(|letter: char| !letter.is_ascii_alphanumeric()).next()?;
    let level = name.strip_prefix(['h', 'H'])?.parse::<u32>().ok().filter(|level| (1..=6).contains(level))?;
    if tag.starts_with('/') { Some(END) } else { char::from_u32(u32::from(BEGIN) + level) }
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
