//! KOSTRA 15F: the file that every municipality's case system delivers to Statistics Norway.
//!
//! Streamed: one child is held at a time, its rows go to three tables, and a [`FormVisitor`] looks at it. The format is
//! `Barnevern > Avgiver, Individ*`, and in each `Individ` concern reports (`Melding`, with `Melder`, `Saksinnhold` and
//! `Undersokelse`), plans, measures and moves. What the schema does not have is refused: it would be lost.

mod declaration;
mod elements;
mod grammar;
mod lines;
mod node;
mod tables;
mod understand;

#[cfg(test)]
mod tests;

use quick_xml::Reader;
use quick_xml::events::{BytesRef, BytesStart, Event};

pub(super) use declaration::disagrees;
pub use elements::{Coded, FormVisitor, Individual, Investigation, Law, Measure, Move, Plan, Report, Sender};
use grammar::{Content, OUTSIDE, Times};
use lines::LineCounter;
use node::Node;
use tables::Tables;

use super::table::{Origin, RawTable};
use crate::lang::text;

/// The name the form goes by.
pub(super) const FORM: &str = "15F";

/// Most elements that one child may have: what is held at a time stays small whatever the file says.
const MOST_ELEMENTS: usize = 20_000;

/// Reads a 15F file into the three tables it holds, and shows each child to `visitor`.
///
/// # Errors
/// A sentence in the users' language that says what is wrong with the XML, without its content.
pub(super) fn read(xml: &str, origin: &Origin, visitor: &mut dyn FormVisitor) -> Result<Vec<RawTable>, String> {
    visitor.begin(&origin.file, origin.year);
    let tables = Form::new(origin, visitor).read(xml);
    match &tables {
        Ok(_) => visitor.finish(),
        Err(_) => visitor.discard(),
    }
    tables
}

/// What has been read so far: the rows, and the elements that are open.
struct Form<'v> {
    tables: Tables,
    visitor: &'v mut dyn FormVisitor,
    has_root: bool,
    has_sender: bool,
    children: usize,
    elements: usize,
    open: Vec<Node>,
}

impl<'v> Form<'v> {
    fn new(origin: &Origin, visitor: &'v mut dyn FormVisitor) -> Self {
        let tables = Tables::new(origin);
        Self { tables, visitor, has_root: false, has_sender: false, children: 0, elements: 0, open: Vec::new() }
    }

    fn read(mut self, xml: &str) -> Result<Vec<RawTable>, String> {
        let mut reader = Reader::from_str(xml);
        let mut lines = LineCounter::new(xml);
        loop {
            let line = lines.line_at(reader.buffer_position());
            match reader.read_event().map_err(|_| broken(line))? {
                Event::Start(tag) => self.open(&tag, line)?,
                Event::Empty(tag) => {
                    self.open(&tag, line)?;
                    self.close();
                }
                Event::End(_) => self.close(),
                Event::Text(between) => self.text(&between.xml10_content(), line)?,
                Event::CData(between) => self.text(&between.xml10_content(), line)?,
                Event::GeneralRef(entity) => self.entity(&entity, line)?,
                Event::DocType(_) => return Err(text("finding.detail_doctype", &[])),
                Event::Eof => break,
                Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
            }
        }
        if !self.has_sender || !self.open.is_empty() {
            return Err(text("finding.detail_not_15f", &[]));
        }
        if self.children == 0 {
            return Err(text("finding.detail_no_children", &[]));
        }
        Ok(self.tables.into_tables())
    }

    /// Takes in a tag, where the grammar and the limits allow it.
    fn open(&mut self, tag: &BytesStart, line: u32) -> Result<(), String> {
        let name = tag.local_name();
        let name: &str = name.as_ref();
        let parent = self.open.last().map_or(OUTSIDE, |parent| parent.name);
        if parent == "Barnevern" && grammar::NEWER.contains(&name) {
            return Err(text("finding.detail_newer_15f", &[("line", &line.to_string())]));
        }
        let Some(rule) = grammar::rule(name, parent) else {
            return Err(if grammar::is_known(name) { misplaced(name, line) } else { unknown(name, line) });
        };
        let is_repeated = match rule.times {
            Times::Often => false,
            Times::Once => match (self.open.last(), name) {
                (None, _) => self.has_root,
                (Some(_), "Avgiver") => self.has_sender,
                (Some(parent), _) => parent.first(name).is_some(),
            },
        };
        let is_early = name == "Individ" && !self.has_sender;
        if is_repeated || is_early {
            return Err(misplaced(name, line));
        }
        self.elements = if name == "Individ" { 1 } else { self.elements + 1 };
        if self.elements > MOST_ELEMENTS {
            let limit = MOST_ELEMENTS.to_string();
            return Err(text("finding.detail_large_child", &[("limit", &limit), ("line", &line.to_string())]));
        }
        self.has_root = true;
        self.open.push(Node::read(tag, rule, line)?);
        Ok(())
    }

    /// An element is complete: it goes to its parent, or is understood where it is a sender or a child.
    fn close(&mut self) {
        let Some(node) = self.open.pop() else { return };
        match node.name {
            "Avgiver" => {
                let sender = understand::sender(&node);
                self.has_sender = true;
                self.tables.sender(&sender);
                self.visitor.sender(&sender);
            }
            "Individ" => {
                let child = understand::individual(&node);
                self.children += 1;
                self.tables.add(&child);
                self.visitor.individual(&child);
            }
            _ => {
                if let Some(parent) = self.open.last_mut() {
                    parent.children.push(node);
                }
            }
        }
    }

    /// Text may stand only where the schema has some: elsewhere it is a row or a value that was broken.
    fn text(&mut self, between: &str, line: u32) -> Result<(), String> {
        if between.chars().all(char::is_whitespace) {
            return Ok(());
        }
        match self.open.last_mut() {
            Some(node) if takes_text(node) => {
                node.has_text = true;
                Ok(())
            }
            _ => Err(text("finding.detail_loose_text", &[("line", &line.to_string())])),
        }
    }

    /// Only the five entities of XML itself and character numbers: others could be anything.
    fn entity(&mut self, entity: &BytesRef, line: u32) -> Result<(), String> {
        let name = entity.xml10_content();
        let is_predefined = ["amp", "lt", "gt", "quot", "apos"].contains(&name.as_ref());
        if !is_predefined && !matches!(entity.resolve_char_ref(), Ok(Some(_))) {
            return Err(broken(line));
        }
        self.text("&", line)
    }
}

fn takes_text(node: &Node) -> bool {
    grammar::FORM.iter().any(|element| element.name == node.name && element.content == Content::Text)
}

fn broken(line: u32) -> String {
    text("finding.detail_xml", &[("line", &line.to_string())])
}

fn misplaced(name: &str, line: u32) -> String {
    text("finding.detail_misplaced", &[("element", name), ("line", &line.to_string())])
}

/// A name of the schema's kind is shown; anything else could be somebody's.
fn unknown(name: &str, line: u32) -> String {
    let is_a_name = name.len() <= 30 && name.bytes().all(|byte| byte.is_ascii_alphabetic());
    let shown = if is_a_name { name } else { "…" };
    text("finding.detail_unknown_element", &[("element", shown), ("line", &line.to_string())])
}
