//! XML as a flat list of what comes: enough for the readers of finished files.

use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};

/// A document with more is not read: a node takes many times the bytes it is written with.
const MOST_NODES: usize = 4_000_000;

/// What comes next in a document. An empty element begins and ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Node {
    /// An element begins: its name without prefix, and its attributes.
    Begin(String, Vec<(String, String)>),
    /// It ends.
    End(String),
    /// Text, entities resolved.
    Text(String),
    /// Something that no reader of the document is shown: a comment or an instruction.
    Hidden(String),
}

impl Node {
    /// The value of an attribute, where this begins an element of the name.
    pub(super) fn attribute(&self, element: &str, name: &str) -> Option<&str> {
        match self {
            Self::Begin(known, attributes) if known == element => value(attributes, name),
            _ => None,
        }
    }

    /// Whether an element of this name begins.
    pub(super) fn begins(&self, element: &str) -> bool {
        matches!(self, Self::Begin(known, _) if known == element)
    }

    /// Whether an element of this name ends.
    pub(super) fn ends(&self, element: &str) -> bool {
        matches!(self, Self::End(known) if known == element)
    }
}

/// The value of an attribute by its name without prefix.
pub(super) fn value<'a>(attributes: &'a [(String, String)], name: &str) -> Option<&'a str> {
    attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
}

/// The document; nothing where it is no XML, is too large, or defines what its entities mean.
pub(super) fn nodes(bytes: &[u8]) -> Option<Vec<Node>> {
    let mut reader = quick_xml::Reader::from_reader(bytes);
    reader.config_mut().expand_empty_elements = true;
    let (mut buffer, mut nodes) = (Vec::new(), Vec::new());
    loop {
        buffer.clear();
        if nodes.len() > MOST_NODES {
            return None;
        }
        match reader.read_event_into(&mut buffer).ok()? {
            Event::Start(element) => {
                nodes.push(Node::Begin(element.local_name().as_ref().to_owned(), attributes(&element)?));
            }
            Event::End(element) => nodes.push(Node::End(element.local_name().as_ref().to_owned())),
            Event::Text(text) => add(&mut nodes, &text.xml_content(XmlVersion::Implicit1_0)),
            Event::CData(text) => add(&mut nodes, &text),
            Event::GeneralRef(reference) => {
                let known = quick_xml::escape::resolve_xml_entity(reference.as_ref()).map(str::to_owned);
                let letter = || reference.resolve_char_ref().ok().flatten().map(String::from);
                add(&mut nodes, &known.or_else(letter)?);
            }
            Event::Comment(comment) => nodes.push(Node::Hidden(comment.to_string())),
            Event::PI(instruction) => nodes.push(Node::Hidden(instruction.to_string())),
            Event::Decl(_) | Event::Empty(_) => {}
            Event::DocType(_) => return None,
            Event::Eof => return Some(nodes),
        }
    }
}

/// Texts beside each other are one.
fn add(nodes: &mut Vec<Node>, more: &str) {
    match nodes.last_mut() {
        Some(Node::Text(text)) => text.push_str(more),
        _ => nodes.push(Node::Text(more.to_owned())),
    }
}

fn attributes(element: &BytesStart) -> Option<Vec<(String, String)>> {
    let mut found = Vec::new();
    for attribute in element.attributes().with_checks(false) {
        let attribute = attribute.ok()?;
        let value = attribute.normalized_value(XmlVersion::Implicit1_0).ok()?;
        found.push((attribute.key.local_name().as_ref().to_owned(), value.into_owned()));
    }
    Some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_there_is() {
        let found = nodes(b"<a x:b='1&#50;'>3&amp;4<!-- 5 --><c/></a>").unwrap();
        let begin = |name: &str, attributes: Vec<(String, String)>| Node::Begin(name.to_owned(), attributes);
        assert_eq!(found[0], begin("a", vec![("b".to_owned(), "12".to_owned())]));
        assert_eq!(found[1], Node::Text("3&4".to_owned()));
        assert_eq!(found[2], Node::Hidden(" 5 ".to_owned()));
        assert!(found[3].begins("c") && found[4].ends("c") && found[5].ends("a"));
        assert_eq!(found[0].attribute("a", "b"), Some("12"));
        assert!(
            nodes(b"<!DOCTYPE a><a/>").is_none() && nodes(b"<a>&x;</a>").is_none() && nodes(b"<a><b></a>").is_none()
        );
    }
}
