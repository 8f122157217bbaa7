use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read};

use roxmltree::{Document as Xml, Node};

use super::*;
use crate::compare::{Aims, judge};
use crate::protect::testing_book::{Book, Draft, break_down, count, indicator, measure, rich};
use crate::publish::appearance::Appearance;
use crate::publish::chart::{charts, png, svg};
use crate::publish::document::document;
use crate::units::Unit;

const W: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

fn made(book: Book) -> Vec<u8> {
    let mut publishable = book.publishable();
    judge(&mut publishable, &Aims::default(), None);
    let document = document(&publishable, &charts(&publishable), &Appearance::default());
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

/// The children that an element of ours may have, in the order of the schema (ECMA-376, wml.xsd and dml).
const ORDER: [(&str, &[&str]); 33] = [
    ("document", &["body"]),
    ("body", &["p|tbl|sdt", "sectPr"]),
    ("p", &["pPr", "r|hyperlink|bookmarkStart|bookmarkEnd"]),
    ("hyperlink", &["r"]),
    ("r", &["rPr", "t|tab|fldChar|instrText|drawing"]),
    (
        "pPr",
        &[
            "pStyle",
            "keepNext",
            "keepLines",
            "pageBreakBefore",
            "numPr",
            "pBdr",
            "shd",
            "tabs",
            "spacing",
            "ind",
            "jc",
            "outlineLvl",
            "rPr",
        ],
    ),
    ("rPr", &["rStyle", "rFonts", "b", "i", "color", "sz", "szCs", "shd", "lang"]),
    ("numPr", &["ilvl", "numId"]),
    ("tabs", &["tab"]),
    ("sdt", &["sdtPr", "sdtContent"]),
    ("sdtPr", &["rPr", "alias", "tag", "id", "lock", "placeholder", "showingPlcHdr"]),
    ("sdtContent", &["p"]),
    ("tbl", &["tblPr", "tblGrid", "tr"]),
    ("tblPr", &["tblStyle", "tblW", "jc", "tblInd", "tblBorders", "tblLayout", "tblCellMar", "tblLook", "tblCaption"]),
    ("tblGrid", &["gridCol"]),
    ("tr", &["trPr", "tc"]),
    ("trPr", &["cantSplit", "tblHeader"]),
    ("tc", &["tcPr", "p"]),
    ("tcPr", &["tcW", "tcBorders", "shd", "vAlign"]),
    ("tblBorders", &["top", "left", "bottom", "right", "insideH", "insideV"]),
    ("tcBorders", &["top", "left", "bottom", "right"]),
    ("tblCellMar", &["top", "left", "bottom", "right"]),
    ("sectPr", &["headerReference", "footerReference", "pgSz", "pgMar"]),
    ("styles", &["docDefaults", "style"]),
    ("docDefaults", &["rPrDefault", "pPrDefault"]),
    (
        "style",
        &[
            "name",
            "basedOn",
            "next",
            "uiPriority",
            "semiHidden",
            "qFormat",
            "pPr",
            "rPr",
            "tblPr",
            "trPr",
            "tcPr",
            "tblStylePr",
        ],
    ),
    ("tblStylePr", &["pPr", "rPr", "tblPr", "trPr", "tcPr"]),
    (
        "settings",
        &[
            "zoom",
            "updateFields",
            "defaultTabStop",
            "characterSpacingControl",
            "compat",
            "themeFontLang",
            "decimalSymbol",
            "listSeparator",
        ],
    ),
    ("numbering", &["abstractNum", "num"]),
    ("abstractNum", &["multiLevelType", "lvl"]),
    ("lvl", &["start", "numFmt", "pStyle", "lvlText", "lvlJc", "pPr"]),
    ("inline", &["extent", "docPr", "cNvGraphicFramePr", "graphic"]),
    ("pic", &["nvPicPr", "blipFill", "spPr"]),
];

/// Where a child stands among those that its parent may have.
fn rank(parent: Node, child: Node) -> usize {
    let name = |node: Node| node.tag_name().name().to_owned();
    let Some((_, allowed)) = ORDER.iter().find(|(known, _)| *known == name(parent)) else { return 0 };
    let is_it = |group: &&str| group.split('|').any(|known| known == name(child));
    let found = allowed.iter().position(is_it);
    found.unwrap_or_else(|| panic!("<{}> may not stand in <{}>", name(child), name(parent)))
}

#[test]
fn every_part_keeps_the_order_of_the_schema() {
    let parts = parts(&made(rich()));
    let mut checked = 0;
    for (name, content) in parts.iter().filter(|(name, _)| !is_picture(name)) {
        let xml = std::str::from_utf8(content).unwrap();
        let xml = Xml::parse(xml).unwrap_or_else(|error| panic!("{name}: {error}"));
        for parent in xml.descendants().filter(Node::is_element) {
            let ranks: Vec<usize> =
                parent.children().filter(Node::is_element).map(|child| rank(parent, child)).collect();
            assert!(ranks.is_sorted(), "{name}: the children of <{}>", parent.tag_name().name());
            checked += ranks.len();
        }
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
