//! A finished workbook: every cell of every sheet, hidden ones too, and everything else that holds numbers.

mod book;
mod charts;
mod codes;
mod properties;
mod trace;

use super::finding::Report;
use super::known::Known;
use super::package::{self, Parts};
use super::published::{Published, is_year};
use super::rows::Rows;
use super::xml::{self, Node};

/// Where in a package plain workbooks keep their parts.
const PLAIN: [&str; 12] = [
    "[Content_Types].xml",
    "_rels/",
    "docProps/",
    "xl/workbook.xml",
    "xl/_rels/",
    "xl/worksheets/",
    "xl/tables/",
    "xl/styles.xml",
    "xl/sharedStrings.xml",
    "xl/theme/",
    "xl/drawings/",
    "xl/charts/",
];

/// Reads a workbook and reports every number in it that nothing published explains. Gives its texts and the titles of measures
/// to `known`, and its rows to `rows`.
pub(super) fn audit(
    file: &str,
    bytes: &[u8],
    published: &Published,
    rows: &mut Rows,
    known: &mut Known,
    report: &mut Report,
) {
    let Some(parts) = package::parts(file, bytes, report) else { return };
    let Some(book) = book::Book::read(&parts) else {
        report.unread(file, "", "damaged");
        return;
    };
    for (name, content) in &parts {
        other_part(file, name, content, published, report);
    }
    properties::audit(file, &parts, &book, report);
    for problem in &book.problems {
        report.odd(file, &problem.0, problem.1);
    }
    let codes = codes::Codes::read(&book, published);
    let places = trace::audit(file, &book, &codes, published, report);
    charts::audit(file, &parts, &book, &places, report);
    book.sheets.iter().for_each(|sheet| sheet.give_rows(rows));
    known.add(book.texts().iter().map(String::as_str));
    for (title, measures) in codes.titles() {
        known.add_title(title, measures);
    }
    // Counties and the country stand in sentences about figures.
    codes.names_of_places().for_each(|name| known.add_vocabulary(name));
}

fn other_part(file: &str, name: &str, content: &[u8], published: &Published, report: &mut Report) {
    let is_picture = name.starts_with("xl/media/") && package::is_kind(name, "png");
    if is_picture {
        super::png::audit(&format!("{file}!{name}"), content, report);
        if !published.manifest.appearance.is_logo(content) {
            report.odd(file, name, "picture");
        }
    } else if !PLAIN.iter().any(|plain| name.starts_with(plain)) {
        report.odd(file, name, if name.contains("omment") { "comment" } else { "hidden-part" });
    } else if name.starts_with("xl/drawings/") || name.starts_with("xl/tables/") {
        beside(file, name, content, published, report);
    }
}

/// Text boxes and alternative texts: their numbers must be published.
fn beside(file: &str, name: &str, content: &[u8], published: &Published, report: &mut Report) {
    if package::is_kind(name, "rels") {
        return;
    }
    if package::is_kind(name, "vml") {
        // Where old comments stand on the sheet; what they say is in another part, which is reported.
        report.odd(file, name, "comment");
        return;
    }
    let Some(nodes) = xml::nodes(content) else {
        report.unread(file, name, "damaged");
        return;
    };
    let mut is_text = false;
    for node in &nodes {
        is_text = node.begins("t") || (is_text && !node.ends("t"));
        let said: Vec<&str> = match node {
            Node::Begin(_, attributes) => {
                ["altText", "altTextSummary", "descr"].iter().filter_map(|it| xml::value(attributes, it)).collect()
            }
            Node::Text(text) if is_text => vec![text.as_str()],
            Node::Hidden(text) => vec![text.as_str()],
            _ => Vec::new(),
        };
        let is_known = |number: i64| published.has(number) || is_year(number);
        let said = said.iter().map(|text| published.without_names(text));
        let numbers = said.flat_map(|text| super::number::tokens(&text));
        if numbers.into_iter().any(|token| !is_known(token.millionths)) {
            report.odd(file, name, "number");
        }
    }
}

/// The relationships of a part: id and target, as paths in the package.
fn relationships(parts: &Parts, of: &str) -> Vec<(String, String)> {
    let (folder, name) = of.rsplit_once('/').unwrap_or(("", of));
    let path = format!("{folder}/_rels/{name}.rels");
    let nodes = parts.get(path.trim_start_matches('/')).and_then(|content| xml::nodes(content)).unwrap_or_default();
    let targets = nodes.iter().filter_map(|node| {
        let (id, target) = (node.attribute("Relationship", "Id")?, node.attribute("Relationship", "Target")?);
        Some((id.to_owned(), absolute(folder, target)))
    });
    targets.collect()
}

/// `../charts/chart1.xml` from `xl/drawings` is `xl/charts/chart1.xml`.
fn absolute(folder: &str, target: &str) -> String {
    if let Some(root) = target.strip_prefix('/') {
        return root.to_owned();
    }
    let mut path: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in target.split('/') {
        match part {
            ".." => drop(path.pop()),
            "." | "" => {}
            part => path.push(part),
        }
    }
    path.join("/")
}
