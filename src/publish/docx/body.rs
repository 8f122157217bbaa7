//! The text of the draft.

use std::fmt::Write;

use crate::lang::text;
use crate::publish::chart::Chart;
use crate::publish::document::{Block, Document, Draft, Figure, Section, Table};

use super::picture::{self, Picture};
use super::table;
use super::widths::TEXT_WIDTH;
use super::xml::{escape, field, paragraph, run, styled_run};

/// What is to be written over is seen on paper too.
const PLACEHOLDER: &str = "<w:rStyle w:val=\"PlaceholderText\"/><w:i/><w:color w:val=\"5C3A00\"/><w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"F6E8C3\"/>";
/// Word refuses longer names of content controls.
const LONGEST_NAME: usize = 60;

/// The body while it is written: numbers of captions, bookmarks and pictures go up from one.
#[derive(Debug, Default)]
pub(super) struct Body<'p> {
    xml: String,
    pictures: &'p [Picture],
    headings: usize,
    drawn: usize,
    tables: usize,
    controls: usize,
}

/// The body of a document, with its pictures in the order in which it holds them.
pub(super) fn body(document: &Document, pictures: &[Picture]) -> String {
    let mut body = Body { pictures, ..Body::default() };
    body.front(document);
    for chapter in &document.chapters {
        body.section(chapter, 1);
    }
    body.xml
}

impl Body<'_> {
    fn paragraph(&mut self, style: &str, text: &str) {
        self.xml.push_str(&paragraph(style, &run(text)));
    }

    fn front(&mut self, document: &Document) {
        if let Some(logo) = &document.appearance.logo {
            let drawing = picture::logo(logo, self.pictures.len() + 1);
            self.xml.push_str(&paragraph("Figur", &drawing));
        }
        self.paragraph("Title", &document.about.title);
        for mark in &document.about.marks {
            self.paragraph("Varsel", mark);
        }
        self.paragraph("Normal", &text("document.draft_lead", &[]));
        self.paragraph("TOCHeading", &text("document.contents", &[]));
        self.contents(document);
    }

    /// The table of contents: a field, and its entries as links until Word has counted the pages, which it does when it opens
    /// the draft.
    fn contents(&mut self, document: &Document) {
        let entries = document.chapters.iter().flat_map(|chapter| {
            let parts = chapter.parts.iter().map(|part| ("TOC2", part.heading.as_str()));
            std::iter::once(("TOC1", chapter.heading.as_str())).chain(parts)
        });
        let entries: Vec<(&str, &str)> = entries.collect();
        for (at, (style, heading)) in entries.iter().enumerate() {
            let begin = if at == 0 {
                "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText xml:space=\"preserve\"> TOC \\o \"1-2\" \\h \
                 \\z \\u </w:instrText></w:r><w:r><w:fldChar w:fldCharType=\"separate\"/></w:r>"
            } else {
                ""
            };
            let end = if at + 1 == entries.len() { "<w:r><w:fldChar w:fldCharType=\"end\"/></w:r>" } else { "" };
            let anchor = bookmark(at + 1);
            let link = format!(
                "{begin}<w:hyperlink w:anchor=\"{anchor}\" w:history=\"1\">{}</w:hyperlink>{end}",
                run(heading)
            );
            self.xml.push_str(&paragraph(style, &link));
        }
    }

    fn section(&mut self, section: &Section, level: usize) {
        self.headings += 1;
        let (number, name) = (self.headings, bookmark(self.headings));
        let _ = write!(
            self.xml,
            "<w:p><w:pPr><w:pStyle w:val=\"Heading{level}\"/></w:pPr><w:bookmarkStart w:id=\"{number}\" w:name=\"{name}\"/>{}\
             <w:bookmarkEnd w:id=\"{number}\"/></w:p>",
            run(&section.heading)
        );
        for block in &section.blocks {
            self.block(block);
        }
        for part in &section.parts {
            self.section(part, level + 1);
        }
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Paragraph(text) => self.paragraph("Normal", text),
            Block::Note(text) => self.paragraph("Merknad", text),
            Block::Legend(_) => {}
            Block::Heading(text) => self.paragraph("Heading3", text),
            Block::List(items) => items.iter().for_each(|item| self.paragraph("ListBullet", item)),
            Block::Facts(facts) => facts.iter().for_each(|(name, words)| {
                let runs = format!("{}<w:r><w:tab/></w:r>{}", styled_run(name, "<w:b/>"), run(words));
                self.xml.push_str(&paragraph("Opplysning", &runs));
            }),
            Block::Table(table) => self.table(table),
            Block::Figure(figure) => self.figure(figure),
            Block::Placeholder { name, prompt } => self.placeholder(name, prompt),
        }
    }

    /// A table without columns or rows would be refused.
    fn table(&mut self, table: &Table) {
        if table.columns.is_empty() || table.rows.is_empty() {
            return;
        }
        self.tables += 1;
        let word = text("document.table", &[]);
        self.caption("Tabelltittel", &word, self.tables, &table.caption);
        // Before the table, for those who hear it.
        if let Some(marks) = table.marks().said("document.marks", "document.mark") {
            self.paragraph("Tegnforklaring", &marks);
        }
        self.xml.push_str(&table::table(table));
        self.paragraph("Tabellslutt", "");
    }

    fn figure(&mut self, figure: &Figure) {
        if figure.draft.is_picture() {
            self.picture(&figure.chart);
        }
        if let (Draft::Table | Draft::Both, Some(table)) = (figure.draft, &figure.table) {
            self.table(table);
        }
    }

    fn picture(&mut self, chart: &Chart) {
        let Some(picture) = self.pictures.get(self.drawn) else { return };
        self.drawn += 1;
        let drawing = picture.drawing(self.drawn, &chart.alt);
        self.xml.push_str(&paragraph("Figur", &drawing));
        self.caption("Caption", &text("document.figure", &[]), self.drawn, &headline(chart));
    }

    /// «Tabell 3. Barn med melding», the number a field that Word counts.
    fn caption(&mut self, style: &str, word: &str, number: usize, words: &str) {
        let counted = field(&format!("SEQ {word} \\* ARABIC"), &number.to_string());
        let runs = format!("{}{counted}{}", run(&format!("{word} ")), run(&format!(". {words}")));
        self.xml.push_str(&paragraph(style, &runs));
    }

    /// A control that is written over at the first key.
    fn placeholder(&mut self, name: &str, prompt: &str) {
        self.controls += 1;
        let name: String = name.chars().take(LONGEST_NAME).collect();
        let words = styled_run(&format!("[{prompt}]"), PLACEHOLDER);
        // Within the paragraph: LibreOffice drops the looks of what stands in a control around one.
        let control = format!(
            "<w:sdt><w:sdtPr><w:alias w:val=\"{}\"/><w:id w:val=\"{}\"/><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{words}\
             </w:sdtContent></w:sdt>",
            escape(&name),
            self.controls
        );
        self.xml.push_str(&paragraph("Skrivested", &control));
    }
}

/// Title and subtitle; what both of them say is said once.
fn headline(chart: &Chart) -> String {
    let (title, subtitle) = (chart.title.as_str(), chart.subtitle.as_str());
    let rest = subtitle.strip_prefix(title).and_then(|rest| rest.strip_prefix(". ")).unwrap_or(subtitle);
    let words: Vec<&str> = [title, rest].into_iter().filter(|words| !words.is_empty()).collect();
    words.join(". ")
}

/// The bookmark of the heading of this number.
fn bookmark(number: usize) -> String {
    format!("_Toc{number}")
}

/// What follows the last paragraph: paper, margins, header and footer.
pub(super) fn page_set_up(has_header: bool) -> String {
    let header = if has_header { "<w:headerReference w:type=\"default\" r:id=\"rIdTopp\"/>" } else { "" };
    let margin = (11_906 - TEXT_WIDTH) / 2;
    format!(
        "<w:sectPr>{header}<w:footerReference w:type=\"default\" r:id=\"rIdBunn\"/><w:pgSz w:w=\"11906\" w:h=\"16838\"/>\
         <w:pgMar w:top=\"1417\" w:right=\"{margin}\" w:bottom=\"1417\" w:left=\"{margin}\" w:header=\"709\" w:footer=\"709\" \
         w:gutter=\"0\"/></w:sectPr>"
    )
}
