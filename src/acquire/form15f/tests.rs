use super::*;
use crate::acquire::Format;

const HEAD: &str = "<Barnevern><Avgiver Versjon=\"2025\" Kommunenummer=\"3418\"/>";

fn origin() -> Origin {
    Origin {
        file: "exports/2025/15F.xml".to_owned(),
        sheet: None,
        source: FORM.to_owned(),
        year: Some(2025),
        format: Format::Form15F,
        encoding: "utf-8",
        delimiter: None,
        stated_year: None,
        stated_municipality: None,
    }
}

fn child(inner: &str) -> String {
    format!("{HEAD}<Individ Journalnummer=\"J1\">{inner}</Individ></Barnevern>")
}

/// The sentence of `key` with the element and the line, as a reader meets it.
fn sentence(key: &str, element: &str, line: u32) -> String {
    let line = line.to_string();
    text(key, &[("element", element), ("line", &line), ("limit", &MOST_ELEMENTS.to_string())])
}

#[test]
fn what_the_schema_does_not_have_is_refused_with_its_line() {
    let entity = "<!DOCTYPE x [<!ENTITY y \"z\">]>";
    for (why, xml, key, element, line) in [
        ("a report in a report", child("\n<Melding><Melding/></Melding>"), "misplaced", "Melding", 2),
        (
            "two investigations",
            child("<Melding><Undersokelse/>\n<Undersokelse/></Melding>"),
            "misplaced",
            "Undersokelse",
            2,
        ),
        ("two legal bases", child("<Tiltak><Lovhjemmel/>\n<Lovhjemmel/></Tiltak>"), "misplaced", "Lovhjemmel", 2),
        ("grounds in a report", child("<Melding>\n<Vedtaksgrunnlag/></Melding>"), "misplaced", "Vedtaksgrunnlag", 2),
        ("a second sender", format!("{HEAD}\n<Avgiver/></Barnevern>"), "misplaced", "Avgiver", 2),
        ("a child before the sender", "<Barnevern>\n<Individ/></Barnevern>".to_owned(), "misplaced", "Individ", 2),
        ("a second root", child("") + "\n<Barnevern/>", "misplaced", "Barnevern", 2),
        ("a name of another format", child("\n<Henvisning/>"), "unknown_element", "Henvisning", 2),
        ("a name that could be somebody's", child("\n<Kari_Nordmann/>"), "unknown_element", "…", 2),
        ("an attribute that would be lost", child("\n<Melding Sluttdato=\"x\"/>"), "unknown_attribute", "Melding", 2),
        ("text that was a row", child("\nMelding"), "loose_text", "", 1),
        ("text behind a CDATA", child("\n<![CDATA[x]]>"), "loose_text", "", 2),
        ("an attribute twice", child("\n<Melding Id=\"1\" Id=\"2\"/>"), "xml", "", 2),
        (
            "an unknown entity",
            child("<Melding><Melder><Presisering>\n&x;</Presisering></Melder></Melding>"),
            "xml",
            "",
            2,
        ),
        ("an unknown entity in a value", child("\n<Melding Id=\"&x;\"/>"), "xml", "", 2),
        ("a tag that is not closed", child("\n<Melding>"), "xml", "", 2),
        ("a document type", entity.to_owned() + &child(""), "doctype", "", 1),
        ("nothing in it", "<Barnevern/>".to_owned(), "not_15f", "", 1),
        ("no children", format!("{HEAD}</Barnevern>"), "no_children", "", 1),
        ("the newer format", "<Barnevern>\n<Fagsystem/></Barnevern>".to_owned(), "newer_15f", "", 2),
        ("the newer format's case", format!("{HEAD}\n<Sak/></Barnevern>"), "newer_15f", "", 2),
    ] {
        let found = read(&xml, &origin(), &mut ()).err();
        assert_eq!(found, Some(sentence(&format!("finding.detail_{key}"), element, line)), "{why}");
    }
}

#[test]
fn what_the_schema_has_is_read() {
    for (why, xml) in [
        (
            "a name space and the place of a schema",
            child("").replace("<Barnevern>", "<Barnevern xmlns=\"x\" xsi:y=\"z\">"),
        ),
        ("a prefix", child("").replace("<Individ", "<b:Individ").replace("</Individ", "</b:Individ")),
        (
            "free text with characters by number",
            child("<Melding><Melder Kode=\"22\"><Presisering>A &#38; &amp; B</Presisering></Melder></Melding>"),
        ),
        ("comments and instructions", child("<!-- <Melding> --><?x y?>")),
    ] {
        assert!(read(&xml, &origin(), &mut ()).is_ok(), "{why}");
    }
}

/// No file makes the reader hold more than one child of ordinary size, or look long at a tag.
#[test]
fn hostile_files_are_refused_at_once() {
    const MILLION: usize = 1_000_000;
    let attributes = (0..MILLION).map(|number| format!(" a{number}=\"\"")).collect::<Vec<_>>().concat();
    let few = (0..2_000).map(|number| format!(" xmlns:a{number}=\"\"")).collect::<Vec<_>>().concat();
    for (why, xml, key, element) in [
        ("nested", child(&"<Melding>".repeat(MILLION)), "misplaced", "Melding"),
        (
            "nested in free text",
            child(&("<Melding><Melder>".to_owned() + &"<Presisering>".repeat(MILLION))),
            "misplaced",
            "Presisering",
        ),
        (
            "a million senders",
            child(&format!("<Melding>{}</Melding>", "<Melder Kode=\"1\"/>".repeat(MILLION))),
            "large_child",
            "",
        ),
        ("a million reports", child(&"<Melding/>".repeat(MILLION)), "large_child", ""),
        ("a long value", child(&format!("<Melding Id=\"{}\"/>", "x".repeat(50 * MILLION))), "long_tag", "Melding"),
        ("many attributes", child(&format!("<Melding{attributes}/>")), "long_tag", "Melding"),
        ("many attributes in a short tag", child(&format!("<Melding{few}/>")), "many_attributes", "Melding"),
    ] {
        let found = read(&xml, &origin(), &mut ()).err();
        assert_eq!(found, Some(sentence(&format!("finding.detail_{key}"), element, 1)), "{why}");
    }
}

#[test]
fn many_children_are_read_one_at_a_time() {
    let one = format!("<Individ Journalnummer=\"J1\">{}</Individ>", "<Melding Id=\"1\"/>".repeat(10));
    let tables = read(&format!("{HEAD}{}</Barnevern>", one.repeat(5_000)), &origin(), &mut ()).unwrap();
    assert_eq!(tables.iter().map(RawTable::rows).collect::<Vec<_>>(), [50_000, 0, 0]);
}

#[test]
fn codes_keep_their_order_and_stand_once() {
    let report = "<Melding Id=\"1\"><Melder Kode=\"11\"/><Melder Kode=\"2\"/><Melder Kode=\"11\"/><Melder Kode=\"1|2\"/><Melder/></Melding>";
    let tables = read(&child(report), &origin(), &mut ()).unwrap();
    assert_eq!((tables[0].cell(0, 0), tables[0].cell(0, 5)), ("J1/1", "11|2|1?2|?"));
}

#[test]
fn measures_bring_their_legal_basis() {
    let measure = "\n<Tiltak Id=\"7\" StartDato=\"2025-01-02\"><Lovhjemmel Lov=\"BVL2021\" Kapittel=\"3\" Paragraf=\"1\" \
                   Ledd=\"2\"/><Kategori Kode=\"3.10\"/><Opphevelse Kode=\"4\"/></Tiltak>";
    let tables = read(&child(measure), &origin(), &mut ()).unwrap();
    let cells: Vec<&str> = (0..12).map(|column| tables[2].cell(0, column)).collect();
    assert_eq!(cells, ["J1/7", "J1", "J1", "3418", "2025-01-02", "", "3.10", "BVL2021", "3", "1", "2", "4"]);
    assert_eq!(tables[2].line(0), 2);
}
