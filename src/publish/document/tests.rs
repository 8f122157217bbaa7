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

fn draft_of(book: Book) -> Document {
    let mut publishable = book.publishable();
    judge(&mut publishable, &Aims::default(), None);
    draft(&publishable, &charts(&publishable), &Appearance::default())
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

fn part<'d>(document: &'d Document, id: &str) -> &'d Section {
    let mut all = document.chapters.iter().flat_map(|chapter| std::iter::once(chapter).chain(&chapter.parts));
    all.find(|section| section.id == id).unwrap_or_else(|| panic!("no {id}"))
}

/// An evaluation leaves out what the workbook has and two reports of a year have in common.
#[test]
fn the_draft_of_an_evaluation_is_shorter() {
    let mut book = rich();
    book.heading.window = Window::Mai;
    let (short, long) = (draft_of(book), draft_of(rich()));
    let shown = |section: &Section| {
        let blocks = section.blocks.iter();
        let tables = blocks.filter(|block| match block {
            Block::Table(_) => true,
            Block::Figure(figure) => matches!(figure.draft, Draft::Table | Draft::Both),
            _ => false,
        });
        tables.count()
    };
    let headings = |section: &Section| section.blocks.iter().filter(|it| matches!(it, Block::Heading(_))).count();
    let (short, long) = (part(&short, "indikator-k1"), part(&long, "indikator-k1"));
    assert_eq!((shown(short), headings(short)), (1, 0));
    assert!(shown(long) > 1 && headings(long) > 0);
    assert!(
        short.blocks.iter().any(is_picture) && short.blocks.iter().any(|it| matches!(it, Block::Placeholder { .. }))
    );
}

fn is_picture(block: &Block) -> bool {
    matches!(block, Block::Figure(figure) if figure.draft.is_picture())
}

/// Who has delivered what is a figure; as a table it is pages of the same number. The page has it.
#[test]
fn units_by_source_are_no_table_of_the_draft() {
    let book = || {
        let cells = &[Cell::Open(count(60)); 2];
        let mut delivered = measure("R1", "Leveranser", Unit::Antall, 2024, cells);
        let break_down = crate::protect::testing_book::break_down;
        break_down(&mut delivered, "enhet", "Enhet", &[("Skole 1", "Skole 1", cells)]);
        break_down(&mut delivered, "enhet+kilde", "Enhet og kilde", &[("Skole 1+rutine", "Skole 1, rutine", cells)]);
        rich().with(indicator("R1", "Rapporteringsgrad", vec![delivered]))
    };
    let captions = |document: &Document| {
        let all = tables(part(document, "indikator-r1")).into_iter().map(|table| table.caption.clone());
        all.collect::<Vec<_>>().join("\n")
    };
    assert!(captions(&of(book())).contains("Enhet og kilde"));
    let drafted = draft_of(book());
    assert!(captions(&drafted).contains("fordelt: Enhet") && !captions(&drafted).contains("Enhet og kilde"));
}

/// Answers, milestones and actions are shown as such; each question stands once.
#[test]
fn what_is_asked_is_shown_as_answers() {
    let cells = &[Cell::Open(count(60)); 2];
    let mut survey = measure("E5", "Brukertilfredshet", Unit::Antall, 2024, cells);
    crate::protect::testing_book::break_down(&mut survey, "sporsmal", "Spørsmål", &[("q1", "Vi ble hørt.", cells)]);
    let question = measure("E5-q1", "Vi ble hørt", Unit::Antall, 2024, cells);
    let document = draft_of(rich().with(indicator("E5", "Brukertilfredshet", vec![survey, question])));
    let all = tables(part(&document, "indikator-e5"));
    let rows = |caption: &str| all.iter().find(|table| table.caption.contains(caption)).unwrap().rows.len();
    assert_eq!((rows("alle mål"), rows("Spørsmål")), (1, 1));

    let one = |stem: &str, cell| {
        let bars = vec![crate::publish::chart::Bar { label: "2025".to_owned(), cell }];
        let plot = crate::publish::chart::Plot::Categories(crate::publish::chart::CategoryBars {
            year: 2025,
            bars,
            of_groups: false,
        });
        let frame =
            crate::publish::chart::Frame { stem: stem.to_owned(), title: stem.to_owned(), ..Default::default() };
        crate::publish::chart::Chart::new(frame, Unit::Antall, plot)
    };
    let shown = crate::protect::Cell::Shown(count(60));
    let figure =
        |stem: &str, cell, draft| Block::Figure(Box::new(Figure { chart: one(stem, cell), table: None, draft }));
    let stems = |blocks: &[Block]| {
        let pictures = blocks.iter().filter(|block| is_picture(block));
        let stems = pictures.map(|block| match block {
            Block::Figure(figure) => figure.chart.stem.clone(),
            _ => String::new(),
        });
        stems.collect::<Vec<_>>()
    };
    let mut blocks = vec![figure("E5", shown, Draft::Picture), figure("E5-svar", shown, Draft::Nothing)];
    choice::choose("E5", Form::Draft, &mut blocks);
    assert_eq!(stems(&blocks), ["E5-svar"]);
    let mut blocks = vec![figure("E3", shown, Draft::Picture), figure("E3-kapasitet", shown, Draft::Nothing)];
    choice::choose("E3", Form::Draft, &mut blocks);
    assert_eq!(stems(&blocks), ["E3", "E3-kapasitet"]);
    // Nothing but «skjermet» is no picture.
    let withheld = crate::protect::Cell::Withheld;
    let mut blocks = vec![figure("E5", shown, Draft::Picture), figure("E5-svar", withheld, Draft::Nothing)];
    choice::choose("E5", Form::Draft, &mut blocks);
    assert_eq!(stems(&blocks), ["E5"]);
    let instead = choice::without_empty_pictures(figure("E5", withheld, Draft::Picture));
    assert!(matches!(&instead[..], [Block::Note(said)] if said.contains("«E5»")), "{instead:?}");
}

#[test]
fn a_unit_that_is_the_name_is_not_said_twice() {}

/// The overview stands beside the key figures, and who has delivered what in the chapter about it.
#[test]
fn figures_of_no_indicator_stand_where_they_belong() {
    let document = draft_of(rich());
    assert!(part(&document, "nokkeltall").blocks.iter().any(is_picture));
    let mut parts = document.chapters.iter().flat_map(|chapter| &chapter.parts);
    assert!(!parts.any(|part| part.id == "flere-figurer"));
    assert_eq!(document.chapters.last().unwrap().heading, "Metode og personvern");
}
