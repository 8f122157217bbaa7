//! A finished chart: every number in it is published of its measure, and every bar and dot is a figure that is shown.

mod marks;
mod words;

use super::figures::{CellRef, Row};
use super::finding::Report;
use super::published::Published;
use super::xml::{self, Node};
pub(super) use words::{Known, split};

/// Elements that our drawings are made of.
const PLAIN: [&str; 7] = ["svg", "title", "desc", "rect", "line", "circle", "text"];
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

/// Which figures a chart shows.
struct Shown<'p> {
    rows: Vec<&'p Row>,
}

/// Reads a chart and reports what nothing published explains.
pub(super) fn audit(file: &str, bytes: &[u8], published: &Published, known: &Known, report: &mut Report) {
    let Some(nodes) = xml::nodes(bytes) else {
        report.unread(file, "", "damaged");
        return;
    };
    let stem = file.rsplit_once('/').map_or(file, |(_, name)| name).trim_end_matches(".svg");
    let shown = figures(stem, published);
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
    words::audit(file, stem, &nodes, &shown.rows, published, known, report);
    marks::audit(file, &nodes, &shown.rows, report);
}

/// The rows a chart is of, by its name: a measure by year, or the categories of one breakdown in the year reported.
fn figures<'p>(stem: &str, published: &'p Published) -> Option<Shown<'p>> {
    let own = &published.manifest.municipality;
    let of = |row: &&&Row| row.cell.place == *own;
    let rows = || published.figures.rows.iter();
    let totals: Vec<&Row> = rows()
        .filter(|row| row.cell.indicator == stem && row.cell.breakdown.is_empty())
        .filter(|row| of(&row))
        .collect();
    if !totals.is_empty() {
        return Some(Shown { rows: totals });
    }
    let name = |cell: &CellRef| {
        let mut dimensions: Vec<&str> =
            cell.breakdown.split('|').filter_map(|pair| Some(pair.split_once('=')?.0)).collect();
        dimensions.sort_unstable();
        let straight = format!("{}-{}", cell.indicator, dimensions.join("-"));
        dimensions.reverse();
        [straight, format!("{}-{}", cell.indicator, dimensions.join("-"))]
    };
    let is_named = |row: &&Row| !row.cell.breakdown.is_empty() && name(&row.cell).iter().any(|name| name == stem);
    let categories: Vec<&Row> =
        rows().filter(is_named).filter(|row| row.cell.year == published.year && of(&row)).collect();
    (!categories.is_empty()).then_some(Shown { rows: categories })
}
