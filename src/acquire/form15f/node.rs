//! One element with what is in it: read, held against the grammar and the limits, and not yet understood.

use quick_xml::events::BytesStart;

use super::grammar::Element;
use crate::lang::text;

/// Longest tag that is read, in bytes: the longest value the schema allows is 10 000 characters.
const LONGEST_TAG: usize = 1 << 16;

/// An element has eleven attributes at most.
const MOST_ATTRIBUTES: usize = 32;

/// One element with what is in it.
pub(super) struct Node {
    pub(super) name: &'static str,
    pub(super) line: u32,
    attributes: Vec<(&'static str, String)>,
    pub(super) children: Vec<Node>,
    /// Whether there is text between the tags; the text itself is free text about a child, and not kept.
    pub(super) has_text: bool,
}

impl Node {
    /// Reads a tag.
    ///
    /// # Errors
    /// A sentence that says what is wrong with the tag.
    pub(super) fn read(tag: &BytesStart, rule: &'static Element, line: u32) -> Result<Self, String> {
        let wrong = |key: &str| text(key, &[("element", rule.name), ("line", &line.to_string())]);
        if tag.len() > LONGEST_TAG {
            return Err(wrong("finding.detail_long_tag"));
        }
        let broken = || text("finding.detail_xml", &[("line", &line.to_string())]);
        let mut attributes: Vec<(&'static str, String)> = Vec::new();
        // The reader's own search for doubles is quadratic; ours stops at a few.
        for (count, attribute) in tag.attributes().with_checks(false).enumerate() {
            if count >= MOST_ATTRIBUTES {
                return Err(wrong("finding.detail_many_attributes"));
            }
            let attribute = attribute.map_err(|_| broken())?;
            if is_about_the_schema(attribute.key.as_ref()) {
                continue;
            }
            let local = attribute.key.local_name();
            let Some(name) = rule.attributes.iter().find(|name| **name == local.as_ref()) else {
                return Err(wrong("finding.detail_unknown_attribute"));
            };
            if attributes.iter().any(|(known, _)| known == name) {
                return Err(broken());
            }
            let value = quick_xml::escape::unescape(&attribute.value).map_err(|_| broken())?;
            attributes.push((name, value.trim().to_owned()));
        }
        Ok(Self { name: rule.name, line, attributes, children: Vec::new(), has_text: false })
    }

    /// An attribute's value, empty where it is absent.
    pub(super) fn get(&self, name: &str) -> &str {
        self.attributes.iter().find(|(known, _)| *known == name).map_or("", |(_, value)| value)
    }

    /// An attribute's value as a text of its own.
    pub(super) fn take(&self, name: &str) -> String {
        self.get(name).to_owned()
    }

    /// The children of a name, in order.
    pub(super) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Self> {
        self.children.iter().filter(move |child| child.name == name)
    }

    /// The first child of a name.
    pub(super) fn first(&self, name: &str) -> Option<&Self> {
        self.children.iter().find(|child| child.name == name)
    }

    /// Whether there is free text that says more about a code.
    pub(super) fn is_specified(&self) -> bool {
        !self.get("Presisering").is_empty() || self.first("Presisering").is_some_and(|more| more.has_text)
    }
}

/// Name spaces and the place of a schema say nothing about a child.
fn is_about_the_schema(key: &str) -> bool {
    key == "xmlns" || ["xmlns:", "xsi:", "xml:"].iter().any(|prefix| key.starts_with(prefix))
}
