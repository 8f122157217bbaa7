//! The little of XML that the readers of packages share.

use quick_xml::XmlVersion;
use quick_xml::events::{BytesRef, BytesStart, Event};

use super::package::PartReader;
use super::refusal::Refusal;

pub(super) fn broken() -> Refusal {
    Refusal::damaged("finding.detail_workbook_xml")
}

/// The next event; a document type is refused, because it may define what entities mean.
pub(super) fn next<'b>(reader: &mut PartReader<'_, '_>, buffer: &'b mut Vec<u8>) -> Result<Event<'b>, Refusal> {
    buffer.clear();
    match reader.read_event_into(buffer).map_err(|_| broken())? {
        Event::DocType(_) => Err(Refusal::damaged("finding.detail_doctype")),
        event => Ok(event),
    }
}

/// The value of an attribute, by its name without prefix.
pub(super) fn attribute(element: &BytesStart, name: &str) -> Result<Option<String>, Refusal> {
    for attribute in element.attributes().with_checks(false) {
        let attribute = attribute.map_err(|_| broken())?;
        if attribute.key.local_name().as_ref() == name {
            let value = attribute.normalized_value(XmlVersion::Implicit1_0).map_err(|_| broken())?;
            return Ok(Some(value.into_owned()));
        }
    }
    Ok(None)
}

/// Whether an attribute says yes.
pub(super) fn is_set(element: &BytesStart, name: &str) -> Result<bool, Refusal> {
    Ok(attribute(element, name)?.is_some_and(|value| matches!(value.as_str(), "1" | "true" | "on")))
}

/// A whole number in an attribute.
pub(super) fn number(element: &BytesStart, name: &str) -> Result<Option<u32>, Refusal> {
    attribute(element, name)?.map(|value| value.trim().parse().map_err(|_| broken())).transpose()
}

/// A number in an attribute.
pub(super) fn decimal(element: &BytesStart, name: &str) -> Result<Option<f64>, Refusal> {
    attribute(element, name)?.map(|value| value.trim().parse().map_err(|_| broken())).transpose()
}

/// What `&name;` stands for.
pub(super) fn entity(reference: &BytesRef) -> Result<String, Refusal> {
    if let Some(known) = quick_xml::escape::resolve_xml_entity(reference.as_ref()) {
        return Ok(known.to_owned());
    }
    reference.resolve_char_ref().ok().flatten().map(String::from).ok_or_else(broken)
}
