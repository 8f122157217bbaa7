//! The draft and the page: a figure that is put back into one is found, wherever it is put.

use super::{Copy, parts, zipped};

const DRAFT: &str = "aarsrapport-2025.docx";
const PAGE: &str = "aarsrapport-2025.html";

/// Changes one part of the draft.
fn change_draft(copy: &Copy, part: &str, change: impl Fn(&str) -> String) {
    let mut parts = parts(&copy.read(DRAFT));
    let place = parts.iter().position(|(name, _)| name == part).unwrap();
    let after = change(std::str::from_utf8(&parts[place].1).unwrap());
    assert!(after.as_bytes() != parts[place].1, "nothing was changed in {part}");
    parts[place].1 = after.into_bytes();
    copy.put(DRAFT, zipped(&parts));
}

/// The text with the first `from` after `name` replaced: a cell of the row that has this name.
fn in_row(text: &str, name: &str, from: &str, to: &str) -> String {
    let at = text.find(name).unwrap_or_else(|| panic!("no {name}"));
    format!("{}{}", &text[..at], text[at..].replacen(from, to, 1))
}

fn is_found(copy: &Copy, file: &str, why: &str) {
    let found = copy.found("unexplained");
    assert!(found.iter().any(|odd| odd["file"].as_str().unwrap().starts_with(file)), "{why}: {found:?}");
}

/// Three is published of something else too: it is the row that gives it away.
#[test]
fn a_small_number_in_the_place_of_a_mark_is_found() {
    let copy = Copy::new();
    change_draft(&copy, "word/document.xml", |xml| in_row(xml, ">PPT<", ">:</w:t>", ">3</w:t>"));
    is_found(&copy, DRAFT, "a cell of the draft");
    let copy = Copy::new();
    let mark = "<span aria-hidden=\"true\">:</span><span class=\"hort\">skjermet</span>";
    copy.change(PAGE, |page| in_row(&page, ">PPT</th>", mark, "3"));
    is_found(&copy, PAGE, "a cell of the page");
    let copy = Copy::new();
    copy.change(PAGE, |page| in_row(&page, ">PPT</th>", mark, &format!("{mark}<span hidden>3</span>")));
    is_found(&copy, PAGE, "beside the mark");
}

#[test]
fn a_number_that_nothing_explains_is_found_in_the_draft() {
    const TEXT: &str = "word/document.xml";
    let puts: [(&str, &str, &str, &str); 7] = [
        ("a sentence", TEXT, ">[Skriv her", ">Vi fikk 4711 til. [Skriv her"),
        (
            "hidden text",
            TEXT,
            "<w:sectPr>",
            "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>4711</w:t></w:r></w:p><w:sectPr>",
        ),
        ("what a picture shows", TEXT, " descr=\"", " descr=\"4711 barn. "),
        ("the name of a table", TEXT, "<w:tblCaption w:val=\"", "<w:tblCaption w:val=\"4711 barn. "),
        ("the title", "docProps/core.xml", "<dc:title>", "<dc:title>4711 barn. "),
        ("the footer", "word/footer1.xml", "<w:t xml:space=\"preserve\">", "<w:t xml:space=\"preserve\">4711 barn. "),
        ("a comment in the XML", TEXT, "<w:sectPr>", "<!-- 4711 --><w:sectPr>"),
    ];
    for (why, part, from, to) in puts {
        let copy = Copy::new();
        change_draft(&copy, part, |xml| xml.replacen(from, to, 1));
        is_found(&copy, DRAFT, why);
    }
    let copy = Copy::new();
    let mut parts = parts(&copy.read(DRAFT));
    parts.push(("word/comments.xml".to_owned(), b"<c><t>PPT: 3</t></c>".to_vec()));
    copy.put(DRAFT, zipped(&parts));
    is_found(&copy, DRAFT, "a part with comments");
}

#[test]
fn a_number_that_nothing_explains_is_found_in_the_page() {
    let puts: [(&str, &str, &str); 8] = [
        ("a sentence", "</main>", "<p>4711 barn</p></main>"),
        ("a comment", "</main>", "<!-- 4711 --></main>"),
        ("what a machine reads", "<main ", "<main data-barn=\"4711\" "),
        ("what is heard", "<main ", "<main aria-label=\"4711 barn\" "),
        ("a link", "</main>", "<a href=\"?barn=4711\">mer</a></main>"),
        ("the script", "\"use strict\";", "\"use strict\"; var barn = 4711;"),
        ("a text of a chart", "</svg>", "<text x=\"1\" y=\"1\">4711</text></svg>"),
        ("what a chart shows", "</desc>", " 4711 barn.</desc>"),
    ];
    for (why, from, to) in puts {
        let copy = Copy::new();
        copy.change(PAGE, |page| page.replacen(from, to, 1));
        is_found(&copy, PAGE, why);
    }
}
