//! Every mark is explained where it stands, and no mark is explained that does not stand there.

use std::collections::BTreeSet;

use super::*;

const MARKS: [&str; 3] = [":", "..", "."];

/// The marks that stand alone in a cell of the sheet.
fn used(parts: &Parts, sheet: &str) -> BTreeSet<String> {
    let cells = parts.cells(sheet).into_values().map(|(_, text)| text);
    cells.filter(|text| MARKS.contains(&text.as_str())).collect()
}

/// The marks that `text` names in guillemets.
fn named(text: &str) -> BTreeSet<String> {
    MARKS.into_iter().filter(|mark| text.contains(&format!("«{mark}»"))).map(str::to_owned).collect()
}

/// The marks with a row of their own, «Tegnet :».
fn explained(parts: &Parts, sheet: &str) -> BTreeSet<String> {
    let cells = parts.cells(sheet).into_values();
    cells.filter_map(|(_, text)| text.strip_prefix("Tegnet ").map(str::to_owned)).collect()
}

fn legend(parts: &Parts, sheet: &str) -> BTreeSet<String> {
    let cells = parts.cells(sheet).into_values();
    let lines: Vec<String> = cells.map(|(_, text)| text).filter(|text| text.starts_with("Tegn: ")).collect();
    assert!(lines.len() < 2, "{sheet}: {lines:?}");
    lines.first().map(|line| named(line)).unwrap_or_default()
}

fn holds(book: Book) -> BTreeSet<String> {
    let parts = Parts::of(book);
    let mut all = BTreeSet::new();
    for sheet in parts.sheet_names() {
        if sheet == "Kodebok" {
            continue;
        }
        let used = used(&parts, &sheet);
        assert_eq!(legend(&parts, &sheet), used, "{sheet}");
        let index = parts.sheet_names().iter().position(|it| *it == sheet).unwrap();
        // The alternative text of the table says the same: that is what is heard where the lines above are not.
        let of_tables = parts.0.iter().filter(|(name, _)| name.starts_with("xl/tables/"));
        let table =
            of_tables.map(|it| it.1).find(|xml| xml.contains(&format!("\"{}\"", table_name(&sheet, index + 1))));
        if let Some(table) = table {
            assert_eq!(named(table), used, "{sheet}");
        }
        all.extend(used);
    }
    for sheet in ["Forside", "Noter"] {
        assert_eq!(explained(&parts, sheet), all, "{sheet}");
    }
    assert_eq!(self::used(&parts, "Kodebok"), self::used(&parts, "Data"));
    all
}

#[test]
fn every_mark_that_is_used_is_explained_and_no_other() {
    let of = |marks: &[&str]| marks.iter().map(|it| (*it).to_owned()).collect::<BTreeSet<_>>();
    assert_eq!(holds(rich()), of(&MARKS));
    assert_eq!(holds(small(Draft::Secret(share(4, 40)))), of(&[":", ".."]));
    let counts = measure("K4", "Meldinger", Unit::Antall, 2024, &[Draft::Open(count(20)), Draft::Open(count(30))]);
    assert_eq!(holds(Book::new().with(indicator("K4", "Meldinger", vec![counts]))), of(&[]));
    assert_eq!(holds(Book::new()), of(&[]));
}
