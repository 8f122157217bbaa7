use super::*;
use crate::compare::{Aims, judge};
use crate::protect::testing_book::{Book, Draft as Cell, count, indicator, measure, rich};
use crate::publish::appearance::Appearance;
use crate::publish::chart::charts;
use crate::units::{Unit, Window};

fn of(book: Book) -> Document {
    let mut publishable = book.publishable();
    judge(&mut publishable, &Aims::default(), None);
    document(&publishable, &charts(&publishable), &Appearance::default())
}

fn ids(document: &Document) -> Vec<&str> {
    document.chapters.iter().map(|chapter| chapter.id.as_str()).collect()
}

fn tables(section: &Section) -> Vec<&Table> {
    let blocks = section.blocks.iter().chain(section.parts.iter().flat_map(|part| &part.blocks));
    let tables = blocks.filter_map(|block| match block {
        Block::Table(table) => Some(table),
        Block::Figure(figure) => figure.table.as_ref(),
        _ => None,
    });
    tables.collect()
}

/// The order of the annual report; a survey is known by its questions and stands apart.
#[test]
fn the_chapters_stand_in_reading_order() {
    let expected = ["hovedfunn", "nokkeltall", "omrader", "sammenlikning", "rapportering", "metode"];
    assert_eq!(ids(&of(rich())), expected);
    let all =
        ["hovedfunn", "nokkeltall", "omrader", "sammenlikning", "brukere-og-ansatte", "plan", "rapportering", "metode"];
    let mut survey = measure("E5", "Brukertilfredshet", Unit::Antall, 2024, &[Cell::Open(count(60)); 2]);
    let answers: &[(&str, &str, &[Cell])] = &[("q1", "Vi ble hørt.", &[Cell::Open(count(60)); 2])];
    crate::protect::testing_book::break_down(&mut survey, "sporsmal", "Spørsmål", answers);
    let plan = measure("M1", "Milepæler", Unit::Antall, 2024, &[Cell::Open(count(9)); 2]);
    let book = rich().with(indicator("E5", "Brukertilfredshet", vec![survey]));
    let book = book.with(indicator("M1", "Milepæler", vec![plan]));
    assert_eq!(ids(&of(book)), all);
}

/// The evaluations say first what has changed since last time.
#[test]
fn what_has_changed_comes_first_in_an_evaluation() {
    use crate::compare::SinceLast;
    for (window, at) in [(Window::Mai, Some(0)), (Window::Aar, None)] {
        let mut book = rich();
        book.heading.window = window;
        let mut publishable = book.publishable();
        judge(&mut publishable, &Aims::default(), None);
        let mut judgements = publishable.judgements().clone();
        judgements.since_last = Some(SinceLast {
            year: 2024,
            window: window.id().to_owned(),
            is_comparable: true,
            changes: Vec::new(),
            compared: 4,
            redefined: vec![("K1".to_owned(), "Barn med melding".to_owned())],
            not_compared: Vec::new(),
            added: Vec::new(),
            gone: Vec::new(),
            corrections: Vec::new(),
        });
        publishable.set_judgements(judgements);
        let document = document(&publishable, &[], &Appearance::default());
        assert_eq!(document.chapters.iter().position(|chapter| chapter.id == "endret"), at);
        let last = document.chapters.last().unwrap();
        assert_eq!(last.parts.iter().any(|part| part.id == "endret"), at.is_none());
    }
}

/// Every row has an entry for each column and begins with its name; sections have ids of their own.
#[test]
fn tables_are_whole_and_places_are_unique() {
    let document = of(rich());
    let mut met = std::collections::BTreeSet::new();
    let mut seen = 0;
    for section in document.chapters.iter().flat_map(|chapter| std::iter::once(chapter).chain(&chapter.parts)) {
        assert!(met.insert(section.id.as_str()), "{} twice", section.id);
        for table in tables(section) {
            seen += 1;
            assert!(!table.caption.is_empty() && !table.columns.is_empty());
            for row in &table.rows {
                assert_eq!(row.len(), table.columns.len(), "{}", table.caption);
                assert!(matches!(&row[0], Entry::Text(_)), "{}: {row:?}", table.caption);
            }
        }
    }
    assert!(seen > 10, "{seen}");
}

/// The first chart is a picture of the draft; its figures come right after.
#[test]
fn every_area_has_its_picture_then_its_table() {
    let document = of(rich());
    let areas = document.chapters.iter().find(|chapter| chapter.id == "omrader").unwrap();
    let k1 = areas.parts.iter().find(|part| part.id == "indikator-k1").unwrap();
    let at =
        k1.blocks.iter().position(|block| matches!(block, Block::Figure(it) if it.draft == Draft::Picture)).unwrap();
    let Block::Table(table) = &k1.blocks[at + 1] else { panic!("no table after the picture") };
    let text = |row: &[Entry]| row.iter().map(Entry::as_str).collect::<Vec<_>>().join("|");
    assert_eq!(text(&table.rows[0]), "Barn med melding (prosent av barn 0–17 år)|Åsnes|6,1|7,3|6,8|7,0|7,7");
    assert_eq!(text(&table.rows[1]), "Barn med melding (prosent av barn 0–17 år)|Innlandet|5,0|4,9|5,1|5,0|4,9");
    let withheld = tables(k1).into_iter().flat_map(|table| &table.rows).any(|row| row.contains(&Entry::Mark(":")));
    assert!(withheld, "a mark stands for what is withheld");
}
