mod marks;

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use super::name::table_name;
use super::*;
use crate::compute::ReferenceValue;
use crate::protect::testing_book::{Book, Draft, break_down, count, indicator, measure, rich, set_beside, share};
use crate::publish::tidy;
use crate::units::{Audience, Unit, Window};

/// The parts of a finished workbook, unpacked.
struct Parts(BTreeMap<String, String>);

/// The report as it is published: with what is said of its figures.
fn judged(book: Book) -> crate::protect::Publishable {
    let mut publishable = book.publishable();
    crate::compare::judge(&mut publishable, &crate::compare::Aims::default(), None);
    publishable
}

impl Parts {
    fn of(book: Book) -> Self {
        let bytes = workbook(&judged(book), &Appearance::default()).unwrap();
        let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        let names: Vec<String> = archive.file_names().map(|name| name.unwrap().into_owned()).collect();
        let read = |name: String| {
            let mut text = String::new();
            archive.by_name(&name).unwrap().read_to_string(&mut text).unwrap();
            (name, text)
        };
        Self(names.into_iter().map(read).collect())
    }

    fn sheet_names(&self) -> Vec<String> {
        let document = roxmltree::Document::parse(&self.0["xl/workbook.xml"]).unwrap();
        let sheets = document.descendants().filter(|node| node.tag_name().name() == "sheet");
        sheets.map(|node| node.attribute("name").unwrap().to_owned()).collect()
    }

    fn sheet_xml(&self, name: &str) -> &str {
        let index = self.sheet_names().iter().position(|known| known == name).unwrap();
        &self.0[&format!("xl/worksheets/sheet{}.xml", index + 1)]
    }

    /// Cell reference and text as a reader of the format finds them; `None` for the kind of a number.
    fn cells(&self, name: &str) -> BTreeMap<String, (Option<String>, String)> {
        let strings = self.strings();
        let document = roxmltree::Document::parse(self.sheet_xml(name)).unwrap();
        let cells = document.descendants().filter(|node| node.tag_name().name() == "c");
        let cell = |node: roxmltree::Node| {
            let kind = node.attribute("t").map(str::to_owned);
            let raw = node.descendants().find(|part| part.tag_name().name() == "v").and_then(|value| value.text());
            let text = match (kind.as_deref(), raw) {
                (Some("s"), Some(index)) => strings[index.parse::<usize>().unwrap()].clone(),
                (_, raw) => raw.unwrap_or_default().to_owned(),
            };
            (node.attribute("r").unwrap().to_owned(), (kind, text))
        };
        cells.map(cell).collect()
    }

    fn strings(&self) -> Vec<String> {
        let document = roxmltree::Document::parse(&self.0["xl/sharedStrings.xml"]).unwrap();
        let items = document.descendants().filter(|node| node.tag_name().name() == "si");
        items
            .map(|item| item.descendants().filter_map(|node| node.is_text().then(|| node.text()).flatten()).collect())
            .collect()
    }

    fn text(&self, sheet: &str, reference: &str) -> String {
        self.cells(sheet).get(reference).map(|(_, text)| text.clone()).unwrap_or_default()
    }

    fn tables(&self) -> Vec<(String, String)> {
        let tables = self.0.iter().filter(|(name, _)| name.starts_with("xl/tables/"));
        let table = |(_, xml): (&String, &String)| {
            let document = roxmltree::Document::parse(xml).unwrap();
            let root = document.root_element();
            (root.attribute("name").unwrap().to_owned(), root.attribute("ref").unwrap().to_owned())
        };
        tables.map(table).collect()
    }
}

fn small(secret: Draft) -> Book {
    let mut rate = measure("K1", "Barn med melding", Unit::Prosent, 2024, &[Draft::Open(share(90, 1300)), secret]);
    set_beside(&mut rate, &[ReferenceValue::Figure(5.0); 2], &[ReferenceValue::Figure(4.0), ReferenceValue::Missing]);
    break_down(&mut rate, "kjonn", "Kjønn", &[("jente", "Jente", &[secret; 2])]);
    Book::new().with(indicator("K1", "Barn med melding", vec![rate]))
}

#[test]
fn the_sheets_stand_in_reading_order() {
    let expected = [
        "Forside",
        "Innhold",
        "Hovedfunn",
        "Nøkkeltall",
        "Sammenlikning",
        "Utvikling",
        "K1",
        "K4",
        "K5",
        "E3",
        "Datakvalitet",
        "Funn",
        "Noter",
        "Data",
        "Kodebok",
        "Diagramdata",
    ];
    assert_eq!(Parts::of(rich()).sheet_names(), expected);
}

#[test]
fn the_sheet_data_holds_the_tidy_rows_cell_by_cell() {
    let publishable = judged(rich());
    let cells = Parts::of(rich()).cells("Data");
    let header = cells.iter().find(|(_, (_, text))| text == "indikator").map(|(place, _)| place[1..].parse::<usize>());
    let header = header.unwrap().unwrap();
    let expected = std::iter::once(tidy::COLUMNS.map(str::to_owned))
        .chain(tidy::rows(&publishable).into_iter().map(|row| row.fields()));
    let mut compared = 0;
    for (row, fields) in (header..).zip(expected) {
        for ((letter, field), name) in ('A'..='O').zip(&fields).zip(tidy::COLUMNS) {
            let (kind, text) = cells.get(&format!("{letter}{row}")).cloned().unwrap_or_default();
            let is_number =
                matches!(name, "aar" | "verdi" | "teller" | "nevner" | "nedre" | "ovre" | "referanse_verdi")
                    && row > header
                    && !field.is_empty();
            assert_eq!(kind.is_none(), is_number || field.is_empty(), "{letter}{row}");
            let same = if is_number { text.parse::<f64>() == field.parse::<f64>() } else { text == *field };
            assert!(same, "{letter}{row}: {text} for {field}");
            compared += 1;
        }
    }
    assert_eq!(compared, 15 * (tidy::rows(&publishable).len() + 1));
    assert!(!cells.contains_key(&format!("A{}", header + tidy::rows(&publishable).len() + 1)));
}

#[test]
fn the_number_of_a_withheld_cell_is_in_no_part() {
    let with_secret = Parts::of(small(Draft::Secret(share(7331, 91_997))));
    for (name, part) in &with_secret.0 {
        for trace in ["7331", "91997", "91 997", "7.968", "10.968", "4.968"] {
            assert!(!part.contains(trace), "{trace} in {name}");
        }
    }
    let with_another = Parts::of(small(Draft::Secret(share(3, 40))));
    assert_eq!(with_secret.0, with_another.0, "the book depends on a withheld number");
}

/// A mark in the range of a chart would be stored as nought, and drawn.
#[test]
fn what_is_withheld_is_a_gap_in_a_chart() {
    let years = [Draft::Open(share(90, 1300)), Draft::Secret(share(7331, 91_997)), Draft::Open(share(91, 1300))];
    let mut rate = measure("K1", "Barn med melding", Unit::Prosent, 2023, &years);
    set_beside(&mut rate, &[ReferenceValue::Figure(5.0); 3], &[ReferenceValue::Missing; 3]);
    let parts = Parts::of(Book::new().with(indicator("K1", "Barn med melding", vec![rate])));
    let charts: Vec<&String> =
        parts.0.iter().filter(|(name, _)| name.starts_with("xl/charts/")).map(|(_, part)| part).collect();
    let [chart] = charts[..] else { panic!("one measure with several years has a chart") };
    let document = roxmltree::Document::parse(chart).unwrap();
    let is = |node: &roxmltree::Node, name: &str| node.tag_name().name() == name;
    let series = document.descendants().filter(|node| is(node, "numCache"));
    let points = series.map(|cache| {
        let points = cache.children().filter(|node| is(node, "pt"));
        let point = |node: roxmltree::Node| {
            (node.attribute("idx").unwrap().to_owned(), node.descendants().find_map(|it| it.text()).unwrap().to_owned())
        };
        points.map(point).collect::<Vec<_>>()
    });
    let told: Vec<_> = points.collect();
    let wanted = |points: &[(&str, &str)]| {
        points.iter().map(|(at, value)| ((*at).to_owned(), (*value).to_owned())).collect::<Vec<_>>()
    };
    assert_eq!(told, [wanted(&[("0", "6.9"), ("2", "7")]), wanted(&[("0", "5"), ("1", "5"), ("2", "5")])]);
    assert!(chart.contains("dispBlanksAs") || !chart.contains("val=\"zero\""), "a gap is not drawn as nought");
    assert!(chart.contains("lang val=\"nb-NO\"") && !chart.contains("en-US"));
    let drawing = parts.0.iter().find(|(name, _)| name.starts_with("xl/drawings/drawing")).unwrap().1;
    let described = roxmltree::Document::parse(drawing).unwrap();
    let alt = described.descendants().find_map(|node| node.attribute("descr")).unwrap();
    assert!(alt.starts_with("Diagram: Barn med melding, Åsnes") && alt.encode_utf16().count() <= 255, "{alt}");
}

#[test]
fn a_long_name_keeps_its_alternative_text() {
    let long = "Svært lang måltittel med mange ord ".repeat(12);
    let rate = measure("K1", &long, Unit::Antall, 2024, &[Draft::Open(count(20)), Draft::Open(count(30))]);
    let parts = Parts::of(Book::new().with(indicator("K1", "Barn", vec![rate])));
    let drawing = parts.0.iter().find(|(name, _)| name.starts_with("xl/drawings/drawing")).unwrap().1;
    let described = roxmltree::Document::parse(drawing).unwrap();
    let alt = described.descendants().find_map(|node| node.attribute("descr")).unwrap();
    assert_eq!(alt.encode_utf16().count(), 255);
}

#[test]
fn a_withheld_figure_takes_its_difference_interval_and_verdict_with_it() {
    let parts = Parts::of(small(Draft::Secret(share(7331, 91_997))));
    let cells = parts.cells("Nøkkeltall");
    let row = cells.iter().find(|(_, (_, text))| text == "K1").map(|(place, _)| place[1..].to_owned()).unwrap();
    let texts: Vec<String> = ('D'..='K').map(|letter| parts.text("Nøkkeltall", &format!("{letter}{row}"))).collect();
    assert_eq!(texts, [":", "6.9", "5", "..", ":", ":", ":", ":"]);
}

#[test]
fn key_figures_are_set_beside_the_county() {
    let parts = Parts::of(small(Draft::Open(share(130, 1300))));
    let cells = parts.cells("Nøkkeltall");
    let row = cells.iter().find(|(_, (_, text))| text == "K1").map(|(place, _)| place[1..].to_owned()).unwrap();
    let texts: Vec<String> = ('D'..='K').map(|letter| parts.text("Nøkkeltall", &format!("{letter}{row}"))).collect();
    assert_eq!(texts, ["10", "6.9", "5", "..", "5", "7", "13", "høyere"]);
}

#[test]
fn each_indicator_is_one_table_of_series_by_year() {
    let parts = Parts::of(small(Draft::Open(share(130, 1300))));
    let cells = parts.cells("K1");
    let header = cells.iter().find(|(_, (_, text))| text == "Fordeling").map(|(place, _)| place[1..].parse::<u32>());
    let header = header.unwrap().unwrap();
    let rows: Vec<String> = (header..header + 5)
        .map(|row| ('C'..='F').map(|letter| parts.text("K1", &format!("{letter}{row}"))).collect::<Vec<_>>().join("|"))
        .collect();
    let expected = [
        "Fordeling|Kategori|2024|2025",
        "Totalt|Åsnes|6.9|10",
        "Totalt|Innlandet|5|5",
        "Totalt|Norge|4|..",
        "Kjønn|Jente|10|10",
    ];
    assert_eq!(rows, expected);
}

#[test]
fn every_table_has_an_ascii_name_of_its_own_and_one_sheet() {
    let parts = Parts::of(rich());
    let tables = parts.tables();
    assert_eq!(tables.len(), parts.sheet_names().len() - 1, "all but the cover");
    let names: std::collections::BTreeSet<_> = tables.iter().map(|(name, _)| name.to_lowercase()).collect();
    assert_eq!(names.len(), tables.len());
    assert!(names.iter().all(|name| name.is_ascii()), "{names:?}");
    assert!(tables.iter().all(|(_, range)| range.starts_with('A')), "{tables:?}");
    assert!(parts.0.values().all(|part| !part.contains("mergeCell")));
}

#[test]
fn every_link_of_the_contents_leads_to_a_sheet() {
    let parts = Parts::of(rich());
    let document = roxmltree::Document::parse(parts.sheet_xml("Innhold")).unwrap();
    let links = document.descendants().filter(|node| node.tag_name().name() == "hyperlink");
    let targets: Vec<String> = links.map(|node| node.attribute("location").unwrap().replace('\'', "")).collect();
    let others = parts.sheet_names().into_iter().filter(|name| name != "Innhold");
    assert_eq!(targets, others.map(|name| format!("{name}!A1")).collect::<Vec<_>>());
}

#[test]
fn text_that_looks_like_a_formula_stays_text() {
    let hostile = ["=1+1", "+47", "-5", "@SUM(A1)"];
    let labels: Vec<(&str, &str, &[Draft])> =
        hostile.iter().map(|label| ("kode", *label, [Draft::Missing].as_slice())).collect();
    let mut counts = measure("K4", "=HYPERLINK(\"x\")", Unit::Antall, 2025, &[Draft::Open(count(9))]);
    break_down(&mut counts, "melder", "=cmd", &labels);
    let parts = Parts::of(Book::new().with(indicator("=K4", "=1", vec![counts])));
    assert!(parts.0.values().all(|part| !part.contains("<f>")));
    let cells = parts.cells("=K4");
    for label in hostile {
        assert!(cells.values().any(|(kind, text)| kind.as_deref() == Some("s") && text == label), "{label}");
    }
}

#[test]
fn the_properties_follow_from_the_report() {
    let cases = [
        (Window::Aar, 2025, "2026-01-01T00:00:00Z"),
        (Window::Mai, 2025, "2025-05-01T00:00:00Z"),
        (Window::September, 2024, "2024-09-01T00:00:00Z"),
        (Window::Skoleaar, 2025, "2025-08-01T00:00:00Z"),
        (Window::Aar, -40_000, "1900-01-01T00:00:00Z"),
        (Window::Aar, i32::MAX, "9999-01-01T00:00:00Z"),
    ];
    for (window, year, expected) in cases {
        let mut book = Book::new();
        (book.heading.window, book.heading.year) = (window, year);
        let core = &Parts::of(book).0["docProps/core.xml"];
        assert_eq!(core.matches(expected).count(), 2, "created and modified in {core}");
        assert!(core.contains("<dc:creator>Åsnes kommune</dc:creator>"), "{core}");
    }
}

#[test]
fn the_same_report_gives_the_same_bytes() {
    assert_eq!(
        workbook(&rich().publishable(), &Appearance::default()).unwrap(),
        workbook(&rich().publishable(), &Appearance::default()).unwrap()
    );
}

#[test]
fn an_internal_book_says_so_on_every_sheet_and_a_public_one_nowhere() {
    let mark = "INTERN – ikke for offentliggjøring";
    let mut internal = rich();
    internal.heading.audience = Audience::Intern;
    let parts = Parts::of(internal);
    for name in parts.sheet_names() {
        assert_eq!(parts.text(&name, "A1"), mark);
        let xml = parts.sheet_xml(&name);
        let header = xml.split("<oddHeader>").nth(1).and_then(|rest| rest.split("</oddHeader>").next());
        assert!(header.is_some_and(|header| header.contains(mark)), "{name}");
    }
    assert!(Parts::of(rich()).0.values().all(|part| !part.contains("INTERN")));
}

#[test]
fn invented_figures_are_marked_on_every_sheet() {
    let mut book = rich();
    book.heading.synthetic = true;
    let parts = Parts::of(book);
    for name in parts.sheet_names() {
        assert_eq!(parts.text(&name, "A2"), "Oppdiktede tall", "{name}");
    }
}

#[test]
fn nothing_to_report_is_a_book_all_the_same() {
    let parts = Parts::of(Book::new());
    assert_eq!(parts.sheet_names().len(), 11);
    assert!(parts.cells("Nøkkeltall").values().any(|(_, text)| text == "Det er ingen tall i denne tabellen."));
}

#[test]
fn awkward_names_neither_fail_nor_collide() {
    let mut book = Book::new();
    book.heading.municipality_name = "A&B Norge & Co ".repeat(40);
    for id in ["Data", "data", "K1/K2", "", "History", "'", "[]:*?/\\", &"lang".repeat(60), "R1C1", "a\u{1}b"] {
        let counts = measure(id, "Mål", Unit::Antall, 2025, &[Draft::Open(count(9))]);
        book = book.with(indicator(id, "Norge", vec![counts]));
    }
    let parts = Parts::of(book);
    assert_eq!(parts.sheet_names().len(), 21);
    for (name, part) in &parts.0 {
        assert!(roxmltree::Document::parse(part).is_ok(), "{name}: {part}");
    }
}

#[test]
fn a_municipality_that_is_its_own_county_has_two_columns() {
    let mut book = small(Draft::Open(share(130, 1300)));
    book.heading.municipality_name = "Innlandet".to_owned();
    let cells = Parts::of(book).cells("Nøkkeltall");
    assert!(cells.values().any(|(_, text)| text == "Innlandet 2025"));
    assert!(cells.values().any(|(_, text)| text == "Innlandet 2025 (6)"));
}

#[test]
fn every_sentence_exists() {
    let mut book = rich();
    book.heading.synthetic = true;
    for (name, part) in Parts::of(book).0 {
        assert!(!part.contains('⟦') && !part.contains('…'), "{name}");
    }
}

/// Writes a book to look at: `cargo test --release -- --ignored book_to_look_at`.
#[test]
#[ignore = "writes files for people to open"]
#[expect(clippy::disallowed_methods, reason = "a test that writes for a person to look")]
fn book_to_look_at() {
    let folder = std::env::temp_dir().join("book-look");
    std::fs::create_dir_all(&folder).unwrap();
    let mut internal = rich();
    internal.heading.audience = Audience::Intern;
    internal.heading.synthetic = true;
    for (name, book) in [("offentlig.xlsx", rich()), ("intern.xlsx", internal)] {
        std::fs::write(folder.join(name), workbook(&book.publishable(), &Appearance::default()).unwrap()).unwrap();
    }
}
