//! Charts keep copies of the cells they draw: each must be what its cell holds. Excel stores a text as 0 and plots it.

use super::super::finding::Report;
use super::super::number::Printed;
use super::super::package::Parts;
use super::super::xml::{self, Node};
use super::book::{Book, Sheet, Value, place_of, place_words};
use super::trace::Places;

/// Compares every stored point of every chart with its cell.
pub(super) fn audit(file: &str, parts: &Parts, book: &Book, places: &Places, report: &mut Report) {
    for (name, content) in parts.iter().filter(|(name, _)| name.starts_with("xl/charts/") && !name.contains("_rels")) {
        match xml::nodes(content) {
            Some(nodes) => chart(file, name, &nodes, book, places, report),
            None => report.unread(file, name, "damaged"),
        }
    }
}

fn chart(file: &str, name: &str, nodes: &[Node], book: &Book, places: &Places, report: &mut Report) {
    let (mut formula, mut index, mut inside, mut is_label) = (String::new(), 0_usize, "", false);
    for node in nodes {
        match node {
            Node::Begin(element, attributes) => {
                inside = element;
                match element.as_str() {
                    "numRef" | "strRef" => formula.clear(),
                    "numLit" | "strLit" => report.odd(file, name, "chart-copy"),
                    "strCache" => is_label = true,
                    "numCache" => is_label = false,
                    "pt" => {
                        index = xml::value(attributes, "idx").and_then(|idx| idx.parse().ok()).unwrap_or(usize::MAX);
                    }
                    _ => {}
                }
            }
            Node::Text(text) if inside == "f" => formula.push_str(text),
            Node::Text(text) if inside == "v" => {
                let cell = cell_of(&formula, index, book);
                if !cell.is_some_and(|(sheet, at)| is_same(sheet.cells.get(&at), text, is_label)) {
                    let figures = cell.and_then(|(sheet, at)| places.get(&(sheet.name.clone(), at.0, at.1)));
                    let withheld = figures.and_then(|figures| figures.first());
                    let place = cell.map_or_else(|| name.to_owned(), |(sheet, at)| place_words(&sheet.name, at));
                    let place = format!("{name}, {place}");
                    match withheld.filter(|_| !is_label) {
                        Some(figure) => report.printed(figure, file, place),
                        None => report.odd(file, place, "chart-copy"),
                    }
                }
            }
            Node::Text(text) if inside == "t" && !super::super::number::tokens(text).is_empty() => {
                let is_known = book.sheets.iter().flat_map(|sheet| sheet.cells.values());
                if !is_known
                    .into_iter()
                    .any(|value| matches!(value, Value::Text(known) if known.contains(text.as_str())))
                {
                    report.odd(file, name, "number");
                }
            }
            Node::Hidden(_) => report.odd(file, name, "hidden-part"),
            Node::End(_) => inside = "",
            Node::Text(_) => {}
        }
    }
}

fn is_same(cell: Option<&Value>, text: &str, is_label: bool) -> bool {
    match cell {
        Some(Value::Number(number)) => Printed::stored(text) == Some(*number),
        Some(Value::Text(known)) => is_label && known == text,
        Some(Value::Strange) | None => false,
    }
}

/// The cell that point `index` of a range is: `'K1'!$E$9:$I$9`.
fn cell_of<'b>(formula: &str, index: usize, book: &'b Book) -> Option<(&'b Sheet, (u32, u32))> {
    let (sheet, range) = formula.rsplit_once('!')?;
    let sheet = sheet.trim_matches('\'').replace("''", "'");
    let range = range.replace('$', "");
    let (first, last) = range.split_once(':').unwrap_or((&range, &range));
    let (first, last) = (place_of(first)?, place_of(last)?);
    let index = u32::try_from(index).ok()?;
    let at =
        if first.0 == last.0 { (first.0, first.1.checked_add(index)?) } else { (first.0.checked_add(index)?, first.1) };
    let is_inside = at.0 <= last.0 && at.1 <= last.1;
    let found = book.sheets.iter().find(|known| known.name == sheet)?;
    is_inside.then_some((found, at))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_are_found_in_their_range() {
        let book = Book { sheets: vec![Sheet { name: "K'1".to_owned(), ..Sheet::default() }], ..Book::default() };
        let at = |formula: &str, index| cell_of(formula, index, &book).map(|(_, at)| at);
        assert_eq!(at("'K''1'!$E$9:$I$9", 2), Some((8, 6)));
        assert_eq!(at("'K''1'!$E$9:$E$12", 3), Some((11, 4)));
        assert_eq!([at("'K''1'!$E$9", 1), at("K2!$A$1", 0), at("", 0), at("'K''1'!A:B", 0)], [None; 4]);
    }
}
