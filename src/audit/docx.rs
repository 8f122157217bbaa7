//! Word documents: their text, that there is nothing beside it, and where in them something stands. Of one that a person has
//! edited, what Word itself counts when it saves is no figure of anybody's.

use std::collections::{BTreeMap, BTreeSet};

use super::finding::{Report, Unwritten};
use super::number::tokens;
use super::package::{self, Parts};
use super::prose::{Against, BEGIN, END, words};
use super::rows;
use super::xml::{self, Node};
use crate::lang::text;
use crate::privacy::safe_path;

const BODY: &str = "word/document.xml";
/// `LibreOffice` writes it whenever it saves; its text is read as that of the other properties.
const PROPERTIES: &str = "docProps/custom.xml";

/// Parts that readers are not shown, or that hold other files.
const PLAIN: [&str; 15] = [
    "[Content_Types].xml",
    "_rels/",
    "docProps/app.xml",
    "docProps/core.xml",
    BODY,
    "word/_rels/",
    "word/styles.xml",
    "word/settings.xml",
    "word/webSettings.xml",
    "word/fontTable.xml",
    "word/numbering.xml",
    "word/theme/",
    "word/header",
    "word/footer",
    "word/media/",
];
/// Parts with text.
const TEXTS: [&str; 6] = [BODY, "word/header", "word/footer", "word/footnotes", "word/endnotes", "docProps/"];

/// A document.
pub(super) fn audit(file: &str, bytes: &[u8], is_edited: bool, against: Against, report: &mut Report) {
    let Some(parts) = package::parts(file, bytes, report) else { return };
    if !parts.contains_key(BODY) {
        report.unread(file, "", "damaged");
        return;
    }
    let styles = Styles::read(&parts);
    for (name, content) in &parts {
        let is_note = ["word/footnotes.xml", "word/endnotes.xml"].contains(&name.as_str());
        let is_saved = is_edited && name == PROPERTIES;
        let is_plain = is_note || is_saved || PLAIN.iter().any(|plain| name.starts_with(plain));
        if name.starts_with("word/media/") && package::is_kind(name, "png") {
            super::png::audit(&format!("{file}!{name}"), content, report);
            if name == "word/media/logo.png" && !against.published.manifest.appearance.is_logo(content) {
                report.odd(file, name, "picture");
            }
        } else if !is_plain {
            report.odd(file, name, if name.contains("omment") { "comment" } else { "hidden-part" });
        }
        if !TEXTS.iter().any(|it| name.starts_with(it)) || package::is_kind(name, "rels") {
            continue;
        }
        let Some(nodes) = xml::nodes(content) else {
            report.unread(file, name, "damaged");
            continue;
        };
        let (rows, others) = rows::of_document(&nodes, against.published);
        let mut read = Read::new(&styles, is_edited);
        for node in &others {
            read.node(node);
        }
        let place = |at: usize, near: &str| read.place(name, at, near);
        words(file, place, &read.text, against, report);
        for row in rows {
            against.rows.check(file, &row, against.published, report);
        }
        let unwritten =
            read.unwritten.into_iter().map(|name| Unwritten { file: safe_path(file), name: safe_path(&name) });
        report.unwritten.extend(unwritten);
    }
}

/// Which styles are headings, and which lines of contents: Word calls them by its own language when it saves.
#[derive(Debug, Default)]
struct Styles {
    /// With their levels.
    headings: BTreeMap<String, u32>,
    contents: BTreeSet<String>,
}

impl Styles {
    fn read(parts: &Parts) -> Self {
        let nodes = parts.get("word/styles.xml").and_then(|content| xml::nodes(content)).unwrap_or_default();
        let (mut styles, mut id) = (Self::default(), "");
        for node in &nodes {
            id = node.attribute("style", "styleId").unwrap_or(id);
            let name = node.attribute("name", "val").unwrap_or_default().to_lowercase();
            if let Some(level) = name.strip_prefix("heading ") {
                styles.headings.insert(id.to_owned(), level.parse().unwrap_or(9).clamp(1, 9));
            } else if name.starts_with("toc ") {
                styles.contents.insert(id.to_owned());
            }
        }
        styles
    }
}

/// A content control that is open.
#[derive(Debug, Default)]
struct Control {
    name: String,
    /// What stands in it: the name, where a program has dropped that when it saved.
    text: String,
    shows_prompt: bool,
}

/// A document while it is read: paragraphs and cells apart, hidden and deleted text too.
struct Read<'s> {
    is_edited: bool,
    styles: &'s Styles,
    text: String,
    inside: String,
    heading: String,
    is_heading: bool,
    is_contents: bool,
    controls: Vec<Control>,
    /// Where in the text what follows stands under another heading or in another control.
    places: Vec<(usize, String)>,
    unwritten: Vec<String>,
}

impl<'s> Read<'s> {
    fn new(styles: &'s Styles, is_edited: bool) -> Self {
        Self {
            is_edited,
            styles,
            text: String::new(),
            inside: String::new(),
            heading: String::new(),
            is_heading: false,
            is_contents: false,
            controls: Vec::new(),
            places: Vec::new(),
            unwritten: Vec::new(),
        }
    }

    fn node(&mut self, node: &Node) {
        match node {
            Node::Begin(name, attributes) => self.begin(name, attributes),
            Node::Text(words) if !self.is_counted(words) => {
                if self.is_heading {
                    self.heading.push_str(words);
                }
                if let Some(control) = self.controls.last_mut() {
                    control.text.push_str(words);
                }
                // Nobody writes the marks around headings.
                self.text.extend(words.chars().map(|it| if (BEGIN..=END).contains(&it) { ' ' } else { it }));
            }
            Node::Text(_) => {}
            Node::End(name) => self.end(name),
            Node::Hidden(comment) => self.text.push_str(comment),
        }
    }

    fn begin(&mut self, name: &str, attributes: &[(String, String)]) {
        name.clone_into(&mut self.inside);
        let value = |name: &str| xml::value(attributes, name);
        let said = match name {
            "tblCaption" | "tblDescription" | "alias" | "tag" => &["val"][..],
            _ => &["descr", "title"],
        };
        for attribute in said {
            self.text.extend(value(attribute).into_iter().flat_map(|it| [" ", it, "\n"]));
        }
        match name {
            "pStyle" => {
                let style = value("val").unwrap_or_default();
                self.is_contents = self.styles.contents.contains(style);
                let level = self.styles.headings.get(style);
                self.is_heading = level.is_some();
                if let Some(level) = level {
                    self.heading.clear();
                    let mark = char::from_u32(u32::from(BEGIN) + level).unwrap_or(BEGIN);
                    self.text.extend(['\n', mark, '\n']);
                }
            }
            "sdt" => self.controls.push(Control::default()),
            "alias" => {
                if let Some(control) = self.controls.last_mut() {
                    value("val").unwrap_or_default().clone_into(&mut control.name);
                    self.mark();
                }
            }
            "showingPlcHdr" => {
                if let Some(control) = self.controls.last_mut() {
                    control.shows_prompt = true;
                }
            }
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        const APART: [&str; 6] = ["p", "tab", "br", "tc", "lpstr", "title"];
        self.inside.clear();
        if APART.contains(&name) {
            self.text.push('\n');
        }
        if name == "p" && self.is_heading {
            self.text.extend([END, '\n']);
            self.mark();
        }
        if name == "p" {
            (self.is_heading, self.is_contents) = (false, false);
        }
        if let (true, Some(control)) = (name == "sdt", self.controls.last()) {
            let said =
                if control.name.is_empty() { control.text.trim_matches(['[', ']', '\n']) } else { &control.name };
            let unwritten = (control.shows_prompt && !said.is_empty()).then(|| without_numbers(said));
            self.unwritten.extend(unwritten);
            self.controls.pop();
            self.mark();
        }
    }

    /// What programs count or date, and no person writes.
    fn is_counted(&self, words: &str) -> bool {
        let is_page = || self.is_contents && words.len() <= 4 && words.bytes().all(|it| it.is_ascii_digit());
        match self.inside.as_str() {
            "created" | "modified" | "AppVersion" | "i4" | "instrText" => true,
            "TotalTime"
            | "Pages"
            | "Words"
            | "Characters"
            | "Lines"
            | "Paragraphs"
            | "CharactersWithSpaces"
            | "DocSecurity"
            | "revision"
            | "lastPrinted" => self.is_edited,
            _ => self.is_edited && is_page(),
        }
    }

    fn mark(&mut self) {
        let control = self.controls.last().map_or("", |it| it.name.as_str());
        let names = [self.heading.trim(), control].map(without_numbers);
        let names: Vec<String> = names.into_iter().filter(|it| !it.is_empty()).map(|it| format!("«{it}»")).collect();
        self.places.push((self.text.len(), names.join(", ")));
    }

    /// Where something stands: the heading and the control in the text of the document, else the part.
    fn place(&self, part: &str, at: usize, near: &str) -> String {
        let found = self.places.partition_point(|(from, _)| *from <= at).checked_sub(1);
        let place = found.map(|found| self.places[found].1.as_str()).filter(|place| !place.is_empty());
        match place {
            Some(place) if near.is_empty() => place.to_owned(),
            Some(place) => text("audit.place_after", &[("place", place), ("word", near)]),
            None => [part, near].join(" ").trim().to_owned(),
        }
    }
}

/// A heading may hold the very number: only what has none is repeated, and ids of indicators.
fn without_numbers(name: &str) -> String {
    let is_id = |word: &str| word.len() <= 3 && word.starts_with(|letter: char| letter.is_ascii_uppercase());
    let words = name.split_whitespace().map(|word| if tokens(word).is_empty() || is_id(word) { word } else { "…" });
    words.collect::<Vec<_>>().join(" ")
}
