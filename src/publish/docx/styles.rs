//! How the draft looks: Word's own styles by the names it knows, so that they are called «Overskrift 1» in a Norwegian
//! Word, and a few of ours with Norwegian names.

use std::fmt::Write;

use crate::lang::spoken;
use crate::publish::appearance::Palette;

/// A paragraph style: id, name, parent, paragraph properties, run properties. Of a name that begins with a capital and is
/// not Word's own, readers see just that.
type Paragraph = (&'static str, &'static str, &'static str, &'static str, &'static str);

const BLUE: &str = "12436D";

const PARAGRAPHS: [Paragraph; 23] = [
    (
        "Title",
        "Title",
        "Normal",
        "<w:keepNext/><w:spacing w:before=\"0\" w:after=\"240\"/>",
        "<w:b/><w:color w:val=\"12436D\"/><w:sz w:val=\"44\"/><w:szCs w:val=\"44\"/>",
    ),
    (
        "Heading1",
        "heading 1",
        "Normal",
        "<w:keepNext/><w:keepLines/><w:pageBreakBefore/><w:spacing w:before=\"0\" w:after=\"200\"/><w:outlineLvl w:val=\"0\"/>",
        "<w:b/><w:color w:val=\"12436D\"/><w:sz w:val=\"34\"/><w:szCs w:val=\"34\"/>",
    ),
    (
        "Heading2",
        "heading 2",
        "Normal",
        "<w:keepNext/><w:keepLines/><w:spacing w:before=\"400\" w:after=\"140\"/><w:outlineLvl w:val=\"1\"/>",
        "<w:b/><w:color w:val=\"12436D\"/><w:sz w:val=\"27\"/><w:szCs w:val=\"27\"/>",
    ),
    (
        "Heading3",
        "heading 3",
        "Normal",
        "<w:keepNext/><w:keepLines/><w:spacing w:before=\"200\" w:after=\"60\"/><w:outlineLvl w:val=\"2\"/>",
        "<w:b/><w:sz w:val=\"22\"/><w:szCs w:val=\"22\"/>",
    ),
    (
        "TOCHeading",
        "TOC Heading",
        "Normal",
        "<w:keepNext/><w:spacing w:before=\"360\" w:after=\"120\"/>",
        "<w:b/><w:color w:val=\"12436D\"/><w:sz w:val=\"27\"/><w:szCs w:val=\"27\"/>",
    ),
    (
        "TOC1",
        "toc 1",
        "Normal",
        "<w:tabs><w:tab w:val=\"right\" w:leader=\"dot\" w:pos=\"9062\"/></w:tabs><w:spacing w:before=\"80\" w:after=\"20\"/>",
        "<w:b/>",
    ),
    (
        "TOC2",
        "toc 2",
        "Normal",
        "<w:tabs><w:tab w:val=\"right\" w:leader=\"dot\" w:pos=\"9062\"/></w:tabs><w:spacing w:before=\"0\" w:after=\"20\"/><w:ind w:left=\"284\"/>",
        "",
    ),
    (
        "Caption",
        "caption",
        "Normal",
        "<w:spacing w:before=\"60\" w:after=\"240\"/>",
        "<w:b/><w:sz w:val=\"19\"/><w:szCs w:val=\"19\"/>",
    ),
    (
        "Tabelltittel",
        "Tabelltittel",
        "Caption",
        "<w:keepNext/><w:keepLines/><w:spacing w:before=\"240\" w:after=\"80\"/>",
        "",
    ),
    (
        "Figur",
        "Figur",
        "Normal",
        "<w:keepNext/><w:spacing w:before=\"160\" w:after=\"0\" w:line=\"240\" w:lineRule=\"auto\"/>",
        "",
    ),
    (
        "ListBullet",
        "List Bullet",
        "Normal",
        "<w:numPr><w:numId w:val=\"1\"/></w:numPr><w:spacing w:before=\"0\" w:after=\"80\"/>",
        "",
    ),
    ("Varsel", "Varsel", "Normal", "<w:spacing w:before=\"0\" w:after=\"160\"/>", "<w:b/><w:color w:val=\"801650\"/>"),
    (
        "Opplysning",
        "Opplysning",
        "Normal",
        "<w:tabs><w:tab w:val=\"left\" w:pos=\"2552\"/></w:tabs><w:spacing w:before=\"0\" w:after=\"80\"/><w:ind w:left=\"2552\" w:hanging=\"2552\"/>",
        "",
    ),
    ("Tegnforklaring", "Tegnforklaring", "Merknad", "<w:keepNext/><w:spacing w:before=\"0\" w:after=\"60\"/>", ""),
    // A place to write is seen on paper and without colours: a line at its left.
    (
        "Skrivested",
        "Skrivested",
        "Normal",
        "<w:pBdr><w:left w:val=\"single\" w:sz=\"24\" w:space=\"8\" w:color=\"F46A25\"/></w:pBdr><w:spacing w:before=\"120\" w:after=\"160\"/><w:ind w:left=\"227\"/>",
        "",
    ),
    (
        "Tabelltekst",
        "Tabelltekst",
        "Normal",
        "<w:spacing w:before=\"30\" w:after=\"30\" w:line=\"240\" w:lineRule=\"auto\"/>",
        "<w:sz w:val=\"18\"/><w:szCs w:val=\"18\"/>",
    ),
    ("Tabelltall", "Tabelltall", "Tabelltekst", "<w:jc w:val=\"right\"/>", ""),
    ("Tabellhode", "Tabellhode", "Tabelltekst", "<w:keepNext/>", "<w:b/>"),
    ("Tabellhodetall", "Tabellhodetall", "Tabellhode", "<w:jc w:val=\"right\"/>", ""),
    (
        "Tabellslutt",
        "Tabellslutt",
        "Normal",
        "<w:spacing w:before=\"0\" w:after=\"120\" w:line=\"120\" w:lineRule=\"exact\"/>",
        "<w:sz w:val=\"8\"/><w:szCs w:val=\"8\"/>",
    ),
    (
        "Header",
        "header",
        "Normal",
        "<w:spacing w:before=\"0\" w:after=\"0\"/><w:jc w:val=\"center\"/>",
        "<w:b/><w:color w:val=\"801650\"/><w:sz w:val=\"18\"/><w:szCs w:val=\"18\"/>",
    ),
    (
        "Footer",
        "footer",
        "Normal",
        "<w:tabs><w:tab w:val=\"right\" w:pos=\"9062\"/></w:tabs><w:spacing w:before=\"0\" w:after=\"0\"/>",
        "<w:sz w:val=\"18\"/><w:szCs w:val=\"18\"/>",
    ),
    (
        "Merknad",
        "Merknad",
        "Normal",
        "<w:spacing w:before=\"0\" w:after=\"80\" w:line=\"252\" w:lineRule=\"auto\"/>",
        "<w:sz w:val=\"18\"/><w:szCs w:val=\"18\"/>",
    ),
];

/// `word/styles.xml`.
pub(super) fn styles(namespaces: &str, palette: &Palette) -> String {
    let tag = spoken().tag();
    let mut xml = format!(
        "<w:styles {namespaces}><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii=\"Arial\" w:hAnsi=\"Arial\" \
         w:eastAsia=\"Arial\" w:cs=\"Arial\"/><w:sz w:val=\"21\"/><w:szCs w:val=\"21\"/><w:lang w:val=\"{tag}\" \
         w:eastAsia=\"{tag}\" w:bidi=\"ar-SA\"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:after=\"120\" \
         w:line=\"276\" w:lineRule=\"auto\"/></w:pPr></w:pPrDefault></w:docDefaults>\
         <w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"Normal\"><w:name w:val=\"Normal\"/><w:qFormat/></w:style>\
         <w:style w:type=\"character\" w:default=\"1\" w:styleId=\"DefaultParagraphFont\"><w:name w:val=\"Default Paragraph \
         Font\"/><w:uiPriority w:val=\"1\"/><w:semiHidden/></w:style>\
         <w:style w:type=\"character\" w:styleId=\"PlaceholderText\"><w:name w:val=\"Placeholder Text\"/><w:basedOn \
         w:val=\"DefaultParagraphFont\"/><w:uiPriority w:val=\"99\"/><w:rPr><w:i/><w:color w:val=\"5C3A00\"/><w:shd \
         w:val=\"clear\" w:color=\"auto\" w:fill=\"F6E8C3\"/></w:rPr></w:style>"
    );
    for (id, name, parent, paragraph, run) in PARAGRAPHS {
        let run = if run.is_empty() { String::new() } else { format!("<w:rPr>{run}</w:rPr>") };
        let next = if id.starts_with("Tabell") { "" } else { "<w:next w:val=\"Normal\"/>" };
        let _ = write!(
            xml,
            "<w:style w:type=\"paragraph\" w:styleId=\"{id}\"><w:name w:val=\"{name}\"/><w:basedOn w:val=\"{parent}\"/>{next}\
             <w:qFormat/><w:pPr>{paragraph}</w:pPr>{run}</w:style>"
        );
    }
    xml.push_str(&table_styles());
    xml.push_str("</w:styles>");
    palette.in_text(&xml)
}

/// Lines below the rows and around the header; nothing is said by a colour.
fn table_styles() -> String {
    let line = |side: &str, size: u32, colour: &str| {
        format!("<w:{side} w:val=\"single\" w:sz=\"{size}\" w:space=\"0\" w:color=\"{colour}\"/>")
    };
    let (top, bottom, inside) = (line("top", 8, BLUE), line("bottom", 8, BLUE), line("insideH", 4, "C8C8C8"));
    let below = line("bottom", 8, BLUE);
    format!(
        "<w:style w:type=\"table\" w:default=\"1\" w:styleId=\"TableNormal\"><w:name w:val=\"Normal Table\"/><w:uiPriority \
         w:val=\"99\"/><w:semiHidden/><w:tblPr><w:tblInd w:w=\"0\" w:type=\"dxa\"/><w:tblCellMar><w:left w:w=\"70\" \
         w:type=\"dxa\"/><w:right w:w=\"70\" w:type=\"dxa\"/></w:tblCellMar></w:tblPr></w:style>\
         <w:style w:type=\"table\" w:styleId=\"Rapporttabell\"><w:name w:val=\"Rapporttabell\"/><w:basedOn \
         w:val=\"TableNormal\"/><w:qFormat/><w:tblPr><w:tblBorders>{top}{bottom}{inside}</w:tblBorders></w:tblPr>\
         <w:tblStylePr w:type=\"firstRow\"><w:tcPr><w:tcBorders>{below}</w:tcBorders><w:vAlign w:val=\"bottom\"/></w:tcPr>\
         </w:tblStylePr></w:style>"
    )
}
