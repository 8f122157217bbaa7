mod schema;

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read};

use roxmltree::{Document as Xml, Node};

use super::*;
use crate::compare::{Aims, judge};
use crate::protect::testing_book::{Book, Draft, break_down, count, indicator, measure, rich};
use crate::publish::appearance::Appearance;
use crate::publish::chart::{charts, png, svg};
use crate::publish::document::draft;
use crate::units::Unit;

const W: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

fn made(book: Book) -> Vec<u8> {
    let mut publishable = book.publishable();
    judge(&mut publishable, &Aims::default(), None);
    let document = draft(&publishable, &charts(&publishable), &Appearance::default());
    let pictures = document.pictures().into_iter().map(|chart| png(&svg(chart)).unwrap()).collect();
    docx(&document, pictures).unwrap()
}

fn parts(bytes: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let names: Vec<String> = archive.file_names().map(|name| name.unwrap().into_owned()).collect();
    let read = |name: String| {
        let mut content = Vec::new();
        archive.by_name(&name).unwrap().read_to_end(&mut content).unwrap();
        (name, content)
    };
    names.into_iter().map(read).collect()
}

fn text<'p>(parts: &'p BTreeMap<String, Vec<u8>>, name: &str) -> &'p str {
    std::str::from_utf8(&parts[name]).unwrap()
}

fn is_picture(name: &str) -> bool {
    name.starts_with("word/media/")
}

#[test]
fn every_part_keeps_the_schema() {
    let parts = parts(&made(rich()));
    let mut checked = 0;
    for (name, content) in parts.iter().filter(|(name, _)| !is_picture(name)) {
        let xml = std::str::from_utf8(content).unwrap();
        let xml = Xml::parse(xml).unwrap_or_else(|error| panic!("{name}: {error}"));
        for element in xml.descendants().filter(Node::is_element) {
            assert_eq!(schema::fault(element), None, "{name}");
            checked += 1;
        }
        // Fields are begun, shown and ended, each in its turn.
        let turns: Vec<&str> = xml.descendants().filter_map(|node| node.attribute((W, "fldCharType"))).collect();
        assert!(turns.chunks(3).all(|turn| turn == ["begin", "separate", "end"]), "{name}: {turns:?}");
        // A cell must end in a paragraph, or Word repairs the file.
        let cells = xml.descendants().filter(|node| node.has_tag_name((W, "tc")));
        cells.for_each(|cell| assert!(cell.last_element_child().is_some_and(|last| last.has_tag_name((W, "p")))));
    }
    assert!(checked > 1_000, "{checked}");
}

#[test]
fn every_reference_leads_somewhere_and_every_number_is_given_once() {
    let parts = parts(&made(rich()));
    let body = Xml::parse(text(&parts, "word/document.xml")).unwrap();
    let relations = Xml::parse(text(&parts, "word/_rels/document.xml.rels")).unwrap();
    let targets: BTreeMap<&str, &str> =
        relations.descendants().filter_map(|node| Some((node.attribute("Id")?, node.attribute("Target")?))).collect();
    for target in targets.values() {
        assert!(parts.contains_key(&format!("word/{target}")), "{target}");
    }
    let r = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let used = body.descendants().filter_map(|node| node.attribute((r, "embed")).or_else(|| node.attribute((r, "id"))));
    used.for_each(|id| assert!(targets.contains_key(id), "{id}"));
    let styles = Xml::parse(text(&parts, "word/styles.xml")).unwrap();
    let known: BTreeSet<&str> = styles.descendants().filter_map(|node| node.attribute((W, "styleId"))).collect();
    for part in ["word/document.xml", "word/footer1.xml", "word/styles.xml"] {
        let xml = Xml::parse(text(&parts, part)).unwrap();
        for node in xml
            .descendants()
            .filter(|node| ["pStyle", "rStyle", "tblStyle", "basedOn", "next"].contains(&node.tag_name().name()))
        {
            assert!(known.contains(node.attribute((W, "val")).unwrap()), "{node:?}");
        }
    }
    for (element, attribute) in [("bookmarkStart", "id"), ("bookmarkStart", "name")] {
        let mut met = BTreeSet::new();
        let of = body.descendants().filter(|node| node.has_tag_name((W, element)));
        of.for_each(|node| assert!(met.insert(node.attribute((W, attribute)).unwrap()), "{node:?}"));
    }
    let anchors: BTreeSet<&str> = body.descendants().filter_map(|node| node.attribute((W, "name"))).collect();
    let links = body.descendants().filter_map(|node| node.attribute((W, "anchor")));
    links.for_each(|anchor| assert!(anchors.contains(anchor), "{anchor}"));
    let types = text(&parts, "[Content_Types].xml");
    for name in
        parts.keys().filter(|name| !is_picture(name) && !name.contains("_rels/") && *name != "[Content_Types].xml")
    {
        assert!(types.contains(&format!("\"/{name}\"")), "{name} has no type");
    }
}

/// What Word calls «Overskrift 1», a field of contents, numbered captions, header rows that come again, texts for pictures.
#[test]
fn the_draft_is_one_that_word_and_readers_know() {
    let parts = parts(&made(rich()));
    let (body, styles) = (text(&parts, "word/document.xml"), text(&parts, "word/styles.xml"));
    for level in 1..=3 {
        assert!(styles.contains(&format!("w:styleId=\"Heading{level}\"><w:name w:val=\"heading {level}\"/>")));
    }
    assert!(styles.contains("<w:lang w:val=\"nb-NO\""));
    assert!(body.contains(" TOC \\o \"1-2\"") && body.contains(" SEQ Tabell ") && body.contains(" SEQ Figur "));
    let xml = Xml::parse(body).unwrap();
    let count = |name: &str| xml.descendants().filter(|node| node.tag_name().name() == name).count();
    assert!(count("tbl") > 5);
    assert_eq!(count("tblHeader"), count("tbl"));
    assert_eq!(count("tblCaption"), count("tbl"));
    let pictures: Vec<Node> = xml.descendants().filter(|node| node.tag_name().name() == "docPr").collect();
    assert_eq!(pictures.len(), parts.keys().filter(|name| is_picture(name)).count());
    assert!(
        pictures.iter().all(|node| node.attribute("descr").is_some_and(|alt| alt.len() > 20)) && !pictures.is_empty()
    );
    assert!(body.contains("<w:showingPlcHdr/>") && body.contains("[Skriv her: "));
    let core = text(&parts, "docProps/core.xml");
    for said in ["<dc:title>Åsnes kommune: Årsrapport 2025<", "<dc:creator>Åsnes kommune<", ">2026-01-01T00:00:00Z<"]
    {
        assert!(core.contains(said), "{said}");
    }
    assert!(!parts.contains_key("word/header1.xml"), "nothing to warn of");
    let mut invented = rich();
    invented.heading.synthetic = true;
    assert!(text(&self::parts(&made(invented)), "word/header1.xml").contains("Oppdiktede tall"));
}

/// `LibreOffice` drops the looks of what stands in a control around a paragraph: the control stands within it.
#[test]
fn places_to_write_are_marked_within_their_paragraph() {
    let parts = parts(&made(rich()));
    let body = Xml::parse(text(&parts, "word/document.xml")).unwrap();
    let controls: Vec<Node> = body.descendants().filter(|node| node.has_tag_name((W, "sdt"))).collect();
    assert!(controls.len() > 3);
    for control in controls {
        assert!(control.parent().is_some_and(|parent| parent.has_tag_name((W, "p"))));
        let run = control.descendants().find(|node| node.has_tag_name((W, "r"))).unwrap();
        assert!(run.descendants().any(|node| node.attribute((W, "fill")) == Some("F6E8C3")));
    }
}

/// Marks are explained before the table that has them, and only those.
#[test]
fn marks_are_explained_before_they_are_met() {
    let parts = parts(&made(rich()));
    let body = Xml::parse(text(&parts, "word/document.xml")).unwrap();
    let words = |node: Node| node.descendants().filter_map(|it| it.text()).collect::<String>();
    let mut explained = 0;
    for table in body.descendants().filter(|node| node.has_tag_name((W, "tbl"))) {
        let before = words(table.prev_sibling_element().unwrap());
        let has = table.descendants().any(|node| node.has_tag_name((W, "t")) && node.text() == Some(":"));
        assert_eq!(before.contains("«:» betyr skjermet"), has, "{before}");
        explained += usize::from(has);
    }
    assert!(explained > 0);
}

#[test]
fn the_same_report_gives_the_same_bytes() {
    assert_eq!(made(rich()), made(rich()));
}

#[test]
fn the_number_of_a_withheld_cell_is_in_no_part() {
    const SECRET: u32 = 918_273;
    let mut all =
        measure("K4", "Meldinger", Unit::Antall, 2024, &[Draft::Open(count(40)), Draft::Secret(count(SECRET))]);
    break_down(&mut all, "melder", "Melder", &[("skole", "Skole", &[Draft::Secret(count(SECRET)); 2])]);
    let book = Book::new().with(indicator("K4", "Meldinger", vec![all]));
    for (name, content) in parts(&made(book)) {
        let content = String::from_utf8_lossy(&content);
        for written in ["918273", "918\u{a0}273", "918 273"] {
            assert!(!content.contains(written), "{name}");
        }
    }
}

/// Names of indicators come from files that anybody may write.
#[test]
fn names_cannot_break_the_draft() {
    let odd = "<w:p>&\"'\u{1}\u{b}\u{ffff} ]]> ".repeat(20);
    let one = measure("X1", &odd, Unit::Antall, 2024, &[Draft::Open(count(40)); 2]);
    let parts = parts(&made(Book::new().with(indicator("X1", &odd, vec![one]))));
    for (name, content) in parts.iter().filter(|(name, _)| !is_picture(name)) {
        Xml::parse(std::str::from_utf8(content).unwrap()).unwrap_or_else(|error| panic!("{name}: {error}"));
    }
    assert!(!parts.is_empty() && made(Book::new()).len() > 1_000, "also where there is nothing");
}
