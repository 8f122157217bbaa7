//! Running text: pages, JSON, and what Word documents say. Every number in them is published of what the text stands under, a
//! year, or said by a definition; a small one, and one in words, only where the program itself has written the text.

mod page;
mod sections;
mod sight;
mod words;

use super::finding::Report;
use super::known::Known;
use super::published::Published;
use super::rows::{self, Rows};
use super::svg;
use page::{hidden, page_text, pictures, without_drawings};
use sections::Pieces;
pub(super) use sections::{BEGIN, END};
use sight::Sight;
pub(super) use words::is_numeral;

/// What the numbers of a text are held against.
#[derive(Clone, Copy)]
pub(super) struct Against<'a> {
    pub(super) published: &'a Published<'a>,
    pub(super) known: &'a Known,
    pub(super) rows: &'a Rows,
}

/// A page: what is between the tags, in comments, scripts and attributes that say something; its charts as the loose ones.
pub(super) fn html(file: &str, bytes: &[u8], against: Against, report: &mut Report) {
    let page = String::from_utf8_lossy(bytes).replace(|letter| (BEGIN..=END).contains(&letter), " ");
    hidden(file, &page, report);
    // Our own script says nothing of anybody.
    let page = page.replacen(crate::publish::PAGE_SCRIPT, "", 1);
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
    let pieces = Pieces::of(text, against.published);
    for line in &pieces.lines {
        for at in line.words.clone() {
            let sight = Sight { words: &pieces.words, at, line, section: &pieces.sections[line.section], against };
            if !sight.is_explained() {
                let word = pieces.words[at];
                let near = sight.before().filter(|before| !super::known::has_digits(before)).unwrap_or_default();
                // Words are pieces of the text.
                let at = word.as_ptr().addr().saturating_sub(text.as_ptr().addr());
                report.odd(file, place(at, near), "number");
            }
        }
    }
}
