//! The draft: a Word document that the secretary edits. A small writer of ours, for what libraries leave out: alternative
//! texts, header rows that come again, language, and the same bytes for the same input.

mod body;
mod picture;
mod styles;
mod table;
mod widths;
mod xml;

#[cfg(test)]
mod tests;

use std::fmt::Write as _;
use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::document::Document;
use crate::lang::{spoken, text};
use picture::Picture;
use xml::{escape, field, paragraph, run};

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
const NAMESPACES: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" \
     xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\" \
     xmlns:wp=\"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing\" \
     xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" \
     xmlns:pic=\"http://schemas.openxmlformats.org/drawingml/2006/picture\"";
const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const KINDS: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml";

/// The draft of a report; `pictures` are those of [`Document::pictures`], as PNG, in their order.
///
/// # Errors
/// Where the package does not fit the format: more than four gigabytes of pictures.
pub(super) fn docx(document: &Document, pictures: Vec<Vec<u8>>) -> Result<Vec<u8>, zip::result::ZipError> {
    let pictures: Vec<Picture> = pictures.into_iter().map(Picture::new).collect();
    let has_header = !document.about.marks.is_empty();
    let mut package = Package::new();
    package.part("[Content_Types].xml", &content_types(has_header))?;
    package.part("_rels/.rels", &package_relations())?;
    package.part("docProps/core.xml", &core(document))?;
    package.part("docProps/app.xml", &app(document))?;
    let logo = document.appearance.logo.as_ref();
    let body = body::body(document, &pictures);
    let set_up = body::page_set_up(has_header);
    package
        .part("word/document.xml", &format!("<w:document {NAMESPACES}><w:body>{body}{set_up}</w:body></w:document>"))?;
    package.part("word/_rels/document.xml.rels", &relations(has_header, pictures.len(), logo.is_some()))?;
    package.part("word/styles.xml", &styles::styles(NAMESPACES, &document.appearance.palette))?;
    package.part("word/settings.xml", &settings())?;
    package.part("word/numbering.xml", &numbering())?;
    package.part("word/footer1.xml", &footer(document))?;
    if has_header {
        let marks = run(&document.about.marks.join(" · "));
        package.part("word/header1.xml", &format!("<w:hdr {NAMESPACES}>{}</w:hdr>", paragraph("Header", &marks)))?;
    }
    for (picture, number) in pictures.iter().zip(1..) {
        package.picture(&format!("word/media/figur{number}.png"), &picture.png)?;
    }
    if let Some(logo) = logo {
        package.picture(picture::LOGO, logo.png())?;
    }
    package.finish()
}

/// The zip file while it is written: every part with the same date, which is none.
struct Package(ZipWriter<Cursor<Vec<u8>>>);

impl Package {
    fn new() -> Self {
        Self(ZipWriter::new(Cursor::new(Vec::new())))
    }

    fn part(&mut self, name: &str, xml: &str) -> Result<(), zip::result::ZipError> {
        self.add(name, format!("{HEAD}{xml}").as_bytes(), CompressionMethod::Deflated)
    }

    /// What is packed already is stored as it is.
    fn picture(&mut self, name: &str, png: &[u8]) -> Result<(), zip::result::ZipError> {
        self.add(name, png, CompressionMethod::Stored)
    }

    fn add(&mut self, name: &str, bytes: &[u8], method: CompressionMethod) -> Result<(), zip::result::ZipError> {
        let options = SimpleFileOptions::default().compression_method(method).last_modified_time(DateTime::default());
        self.0.start_file(name, options)?;
        self.0.write_all(bytes)?;
        Ok(())
    }

    fn finish(self) -> Result<Vec<u8>, zip::result::ZipError> {
        Ok(self.0.finish()?.into_inner())
    }
}

fn content_types(has_header: bool) -> String {
    let mut xml =
        "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" \
         ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" \
         ContentType=\"application/xml\"/><Default Extension=\"png\" ContentType=\"image/png\"/>"
            .to_owned();
    let header = has_header.then_some(("header1", "header"));
    let parts = [
        ("document", concat!("document", ".main")),
        ("styles", "styles"),
        ("settings", "settings"),
        ("numbering", "numbering"),
        ("footer1", "footer"),
    ];
    for (part, kind) in parts.into_iter().chain(header) {
        let _ = write!(xml, "<Override PartName=\"/word/{part}.xml\" ContentType=\"{KINDS}.{kind}+xml\"/>");
    }
    xml.push_str(
        "<Override PartName=\"/docProps/core.xml\" ContentType=\"application/vnd.openxmlformats-package.core-properties+xml\"/>\
         <Override PartName=\"/docProps/app.xml\" \
         ContentType=\"application/vnd.openxmlformats-officedocument.extended-properties+xml\"/></Types>",
    );
    xml
}

const OPEN: &str = "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">";

fn relation(id: &str, kind: &str, target: &str) -> String {
    format!("<Relationship Id=\"{id}\" Type=\"{kind}\" Target=\"{target}\"/>")
}

fn package_relations() -> String {
    const CORE: &str = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties";
    let document = relation("rId1", &format!("{RELATIONS}/officeDocument"), "word/document.xml");
    let app = relation("rId3", &format!("{RELATIONS}/extended-properties"), "docProps/app.xml");
    format!("{OPEN}{document}{}{app}</Relationships>", relation("rId2", CORE, "docProps/core.xml"))
}

fn relations(has_header: bool, pictures: usize, has_logo: bool) -> String {
    let mut xml = OPEN.to_owned();
    let header = has_header.then_some(("rIdTopp", "header", "header1.xml"));
    let parts = [
        ("rIdStil", "styles", "styles.xml"),
        ("rIdOppsett", "settings", "settings.xml"),
        ("rIdPunkt", "numbering", "numbering.xml"),
        ("rIdBunn", "footer", "footer1.xml"),
    ];
    for (id, kind, target) in parts.into_iter().chain(header) {
        xml.push_str(&relation(id, &format!("{RELATIONS}/{kind}"), target));
    }
    for number in 1..=pictures {
        let target = format!("media/figur{number}.png");
        xml.push_str(&relation(&format!("rIdFigur{number}"), &format!("{RELATIONS}/image"), &target));
    }
    if has_logo {
        let target = picture::LOGO.trim_start_matches("word/");
        xml.push_str(&relation("rIdLogo", &format!("{RELATIONS}/image"), target));
    }
    xml.push_str("</Relationships>");
    xml
}

/// Title, author and a date that follows from the period.
fn core(document: &Document) -> String {
    let about = &document.about;
    let (title, subject, author) = (escape(&about.title), escape(&about.subject), escape(&about.author));
    let date = format!("{}T00:00:00Z", about.created.format("%Y-%m-%d"));
    format!(
        "<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:dcterms=\"http://purl.org/dc/terms/\" \
         xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><dc:title>{title}</dc:title><dc:subject>{subject}</dc:subject>\
         <dc:creator>{author}</dc:creator><cp:lastModifiedBy>{author}</cp:lastModifiedBy><dcterms:created \
         xsi:type=\"dcterms:W3CDTF\">{date}</dcterms:created><dcterms:modified xsi:type=\"dcterms:W3CDTF\">{date}\
         </dcterms:modified><dc:language>{}</dc:language></cp:coreProperties>",
        spoken().tag()
    )
}

fn app(document: &Document) -> String {
    format!(
        "<Properties xmlns=\"http://schemas.openxmlformats.org/officeDocument/2006/extended-properties\"><Application>tryggtall\
         </Application><Company>{}</Company></Properties>",
        escape(&document.about.author)
    )
}

/// Word counts the pages of the contents when it opens the draft, after asking.
fn settings() -> String {
    format!(
        "<w:settings {NAMESPACES}><w:zoom w:percent=\"100\"/><w:defaultTabStop w:val=\"708\"/><w:characterSpacingControl \
         w:val=\"doNotCompress\"/><w:updateFields w:val=\"true\"/><w:compat><w:compatSetting \
         w:name=\"compatibilityMode\" w:uri=\"http://schemas.microsoft.com/office/word\" w:val=\"15\"/></w:compat><w:themeFontLang \
         w:val=\"{}\"/><w:decimalSymbol w:val=\"{}\"/><w:listSeparator w:val=\"{}\"/></w:settings>",
        spoken().tag(),
        spoken().decimal_mark(),
        spoken().list_separator()
    )
}

fn numbering() -> String {
    format!(
        "<w:numbering {NAMESPACES}><w:abstractNum w:abstractNumId=\"0\"><w:multiLevelType w:val=\"singleLevel\"/><w:lvl \
         w:ilvl=\"0\"><w:start w:val=\"1\"/><w:numFmt w:val=\"bullet\"/><w:pStyle w:val=\"ListBullet\"/><w:lvlText \
         w:val=\"•\"/><w:lvlJc w:val=\"left\"/><w:pPr><w:ind w:left=\"357\" w:hanging=\"357\"/></w:pPr></w:lvl></w:abstractNum>\
         <w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num></w:numbering>"
    )
}

/// Municipality and report at the left, page numbers at the right.
fn footer(document: &Document) -> String {
    let (page, of) = (text("document.page", &[]), text("document.page_of", &[]));
    let runs = format!(
        "{}<w:r><w:tab/></w:r>{}{}{}{}",
        run(&document.about.title),
        run(&format!("{page} ")),
        field("PAGE", ""),
        run(&format!(" {of} ")),
        field("NUMPAGES", "")
    );
    format!("<w:ftr {NAMESPACES}>{}</w:ftr>", paragraph("Footer", &runs))
}
