//! A finished chart: every number in it is published of its measure, and every bar and dot is a figure that is shown.

mod kind;
mod lines;
mod marks;
mod words;

use super::finding::Report;
use super::known::Known;
use super::published::Published;
use super::xml::{self, Node};
use crate::publish::appearance::Palette;

/// Elements that our drawings are made of.
const PLAIN: [&str; 9] = ["svg", "title", "desc", "rect", "line", "circle", "polyline", "polygon", "text"];
/// Attributes that place and paint; whatever else is there is read as text.
const PAINT: [&str; 27] = [
    "x",
    "y",
    "x1",
    "y1",
    "x2",
    "y2",
    "cx",
    "cy",
    "r",
    "rx",
    "width",
    "height",
    "points",
    "d",
    "fill",
    "stroke",
    "stroke-width",
    "stroke-dasharray",
    "stroke-linejoin",
    "stroke-linecap",
    "viewBox",
    "xmlns",
    "font-size",
    "font-weight",
    "font-family",
    "opacity",
    "transform",
];

/// Reads a chart and reports what nothing published explains.
pub(super) fn audit(file: &str, bytes: &[u8], published: &Published, known: &Known, report: &mut Report) {
    let Some(mut nodes) = xml::nodes(bytes) else {
        report.unread(file, "", "damaged");
        return;
    };
    let stem = file.rsplit_once('/').map_or(file, |(_, name)| name).trim_end_matches(".svg");
    let shown = kind::of(stem, published);
    let mut has_own_colours = true;
    for node in &mut nodes {
        has_own_colours &= in_house_colours(node, published);
    }
    if !has_own_colours {
        report.odd(file, "", "colours");
    }
    for node in &nodes {
        match node {
            Node::Begin(name, _) if !PLAIN.contains(&name.as_str()) => report.odd(file, name, "hidden-part"),
            Node::Hidden(_) => report.odd(file, "", "hidden-part"),
            Node::Begin(..) | Node::End(_) | Node::Text(_) => {}
        }
    }
    let Some(shown) = shown else {
        report.odd(file, "", "chart-of-nothing");
        return;
    };
    words::audit(file, stem, &nodes, &shown, published, known, report);
    if !marks::hold(&nodes, &shown, published.year) {
        report.odd(file, "", "marks");
    }
}

/// Marks are known by the colours of the house; false where there are others.
fn in_house_colours(node: &mut Node, published: &Published) -> bool {
    let Node::Begin(element, attributes) = node else { return true };
    let mut are_known = true;
    for (_, value) in attributes.iter_mut().filter(|(name, _)| matches!(name.as_str(), "fill" | "stroke")) {
        if let Some(colour) = published.palette.house_colour(value, element) {
            *value = colour;
        }
        are_known &= Palette::is_of_the_house(value);
    }
    are_known
}
