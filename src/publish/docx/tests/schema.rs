//! What the schema says of the elements that a draft is written with, taken from it and not from the writer: ECMA-376, part 4
//! (wml.xsd, dml-main.xsd, dml-picture.xsd, dml-wordprocessingDrawing.xsd) and part 2 (packages).

use roxmltree::Node;

/// Children in the order of the schema; those with `|` between them stand among each other. What is not named may not stand
/// there, and a parent that is not named may have no children.
const CHILDREN: &[(&str, &str)] = &[
    ("document", "body"),
    ("body", "p|tbl|sdt sectPr"),
    ("hdr", "p|tbl"),
    ("ftr", "p|tbl"),
    ("p", "pPr r|hyperlink|bookmarkStart|bookmarkEnd|sdt"),
    ("hyperlink", "r"),
    ("r", "rPr t|tab|br|fldChar|instrText|drawing"),
    ("pPr", PARAGRAPH),
    ("rPr", RUN),
    ("numPr", "ilvl numId"),
    ("tabs", "tab"),
    ("pBdr", "top left bottom right between bar"),
    ("sdt", "sdtPr sdtEndPr sdtContent"),
    ("sdtPr", "rPr alias tag id lock placeholder temporary showingPlcHdr richText|text"),
    ("sdtContent", "r"),
    ("tbl", "tblPr tblGrid tr"),
    ("tblPr", TABLE),
    ("tblGrid", "gridCol"),
    ("tr", "tblPrEx trPr tc"),
    ("trPr", "cantSplit|tblHeader|trHeight|jc"),
    ("tc", "tcPr p|tbl"),
    ("tcPr", "cnfStyle tcW gridSpan vMerge tcBorders shd noWrap tcMar vAlign hideMark"),
    ("tblBorders", "top left bottom right insideH insideV"),
    ("tcBorders", "top left bottom right insideH insideV tl2br tr2bl"),
    ("tblCellMar", "top left bottom right"),
    ("sectPr", "headerReference|footerReference type pgSz pgMar pgBorders pgNumType cols titlePg"),
    ("styles", "docDefaults latentStyles style"),
    ("docDefaults", "rPrDefault pPrDefault"),
    ("rPrDefault", "rPr"),
    ("pPrDefault", "pPr"),
    ("style", STYLE),
    ("tblStylePr", "pPr rPr tblPr trPr tcPr"),
    ("settings", SETTINGS),
    ("compat", "useFELayout compatSetting"),
    ("numbering", "numPicBullet abstractNum num"),
    ("abstractNum", "nsid multiLevelType tmpl name styleLink numStyleLink lvl"),
    ("num", "abstractNumId lvlOverride"),
    ("lvl", "start numFmt lvlRestart pStyle isLgl suff lvlText lvlJc pPr rPr"),
    ("drawing", "inline"),
    ("inline", "extent effectExtent docPr cNvGraphicFramePr graphic"),
    ("cNvGraphicFramePr", "graphicFrameLocks"),
    ("graphic", "graphicData"),
    ("graphicData", "pic"),
    ("pic", "nvPicPr blipFill spPr"),
    ("nvPicPr", "cNvPr cNvPicPr"),
    ("blipFill", "blip srcRect stretch|tile"),
    ("stretch", "fillRect"),
    ("spPr", "xfrm prstGeom|custGeom noFill|solidFill ln"),
    ("xfrm", "off ext"),
    ("prstGeom", "avLst"),
    ("Types", "Default|Override"),
    ("Relationships", "Relationship"),
    ("coreProperties", "title|subject|creator|lastModifiedBy|created|modified|language|description|keywords"),
    ("Properties", "Application|Company|AppVersion|Template"),
];

/// `CT_PPrBase` and what `CT_PPr` adds.
const PARAGRAPH: &str = "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd \
     tabs suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi \
     adjustRightInd snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc \
     textDirection textAlignment textboxTightWrap outlineLvl cnfStyle rPr sectPr";

/// `EG_RPrBase`; Word writes and wants this order, though a later schema lets them stand in any.
const RUN: &str = "rStyle rFonts b bCs i iCs caps smallCaps strike noProof vanish color spacing kern position sz szCs \
     highlight u shd vertAlign lang";

/// `CT_TblPrBase`.
const TABLE: &str = "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc tblInd \
     tblBorders shd tblLayout tblCellMar tblLook tblCaption";

/// `CT_Style`.
const STYLE: &str = "name aliases basedOn next link hidden uiPriority semiHidden unhideWhenUsed qFormat locked pPr rPr \
     tblPr trPr|tcPr tblStylePr";

/// `CT_Settings`, as far as a document without macros, mail merge and tracked changes may have use of it.
const SETTINGS: &str = "writeProtection view zoom removePersonalInformation embedTrueTypeFonts mirrorMargins \
     hideSpellingErrors proofState attachedTemplate documentProtection defaultTabStop autoHyphenation \
     evenAndOddHeaders characterSpacingControl savePreviewPicture updateFields footnotePr endnotePr \
     compat rsids themeFontLang clrSchemeMapping decimalSymbol listSeparator";

/// What an attribute must be: of an element (below a parent, where two are called the same), by name.
const ATTRIBUTES: &[(&str, &str, &str, Is)] = &[
    ("", "pStyle", "val", Is::Said),
    ("", "rStyle", "val", Is::Said),
    ("", "tblStyle", "val", Is::Said),
    ("", "fldChar", "fldCharType", Is::One("begin|separate|end")),
    ("", "bookmarkStart", "id", Is::Whole),
    ("", "bookmarkStart", "name", Is::Said),
    ("", "bookmarkEnd", "id", Is::Whole),
    ("", "hyperlink", "anchor", Is::Said),
    ("tabs", "tab", "val", Is::One("left|center|right|decimal|clear")),
    ("tabs", "tab", "pos", Is::Whole),
    ("", "jc", "val", Is::One("left|center|right|both")),
    ("", "lvlJc", "val", Is::One("left|center|right")),
    ("", "color", "val", Is::Colour),
    ("", "sz", "val", Is::Whole),
    ("", "szCs", "val", Is::Whole),
    ("", "shd", "val", Is::One("clear|nil|solid")),
    ("", "shd", "fill", Is::Colour),
    ("", "outlineLvl", "val", Is::Whole),
    ("sdtPr", "alias", "val", Is::Said),
    ("sdtPr", "tag", "val", Is::Said),
    ("sdtPr", "id", "val", Is::Whole),
    ("", "tblW", "w", Is::Whole),
    ("", "tblW", "type", Is::One("dxa|pct|auto|nil")),
    ("", "tcW", "w", Is::Whole),
    ("", "tcW", "type", Is::One("dxa|pct|auto|nil")),
    ("", "gridCol", "w", Is::Whole),
    ("", "tblLayout", "type", Is::One("fixed|autofit")),
    ("", "tblCaption", "val", Is::Said),
    ("", "vAlign", "val", Is::One("top|center|bottom|both")),
    ("tblBorders", "top", "val", Is::One("single|nil|none")),
    ("tcBorders", "bottom", "val", Is::One("single|nil|none")),
    ("", "footerReference", "type", Is::One("default|even|first")),
    ("", "headerReference", "type", Is::One("default|even|first")),
    ("", "pgSz", "w", Is::Whole),
    ("", "pgSz", "h", Is::Whole),
    ("", "pgMar", "top", Is::Whole),
    ("", "pgMar", "right", Is::Whole),
    ("", "pgMar", "bottom", Is::Whole),
    ("", "pgMar", "left", Is::Whole),
    ("", "pgMar", "header", Is::Whole),
    ("", "pgMar", "footer", Is::Whole),
    ("", "pgMar", "gutter", Is::Whole),
    ("styles", "style", "type", Is::One("paragraph|character|table|numbering")),
    ("styles", "style", "styleId", Is::Said),
    ("", "tblStylePr", "type", Is::One("wholeTable|firstRow|lastRow|firstCol|lastCol|band1Horz|band2Horz")),
    ("", "lang", "val", Is::Said),
    ("", "zoom", "percent", Is::Whole),
    ("", "updateFields", "val", Is::One("true|false|1|0")),
    ("", "defaultTabStop", "val", Is::Whole),
    (
        "",
        "characterSpacingControl",
        "val",
        Is::One("doNotCompress|compressPunctuation|compressPunctuationAndJapaneseKana"),
    ),
    ("", "compatSetting", "name", Is::Said),
    ("", "compatSetting", "uri", Is::Said),
    ("", "compatSetting", "val", Is::Said),
    ("", "themeFontLang", "val", Is::Said),
    ("", "abstractNum", "abstractNumId", Is::Whole),
    ("", "abstractNumId", "val", Is::Whole),
    ("", "num", "numId", Is::Whole),
    ("", "numId", "val", Is::Whole),
    ("", "lvl", "ilvl", Is::Whole),
    ("", "multiLevelType", "val", Is::One("singleLevel|multilevel|hybridMultilevel")),
    ("", "numFmt", "val", Is::Said),
    ("", "extent", "cx", Is::Whole),
    ("", "extent", "cy", Is::Whole),
    ("", "docPr", "id", Is::Whole),
    ("", "docPr", "name", Is::Said),
    ("", "cNvPr", "id", Is::Whole),
    ("", "cNvPr", "name", Is::Said),
    ("", "graphicData", "uri", Is::Said),
    ("", "blip", "embed", Is::Said),
    ("", "off", "x", Is::Whole),
    ("", "off", "y", Is::Whole),
    ("", "ext", "cx", Is::Whole),
    ("", "ext", "cy", Is::Whole),
    ("", "prstGeom", "prst", Is::Said),
    ("", "Default", "Extension", Is::Said),
    ("", "Default", "ContentType", Is::Said),
    ("", "Override", "PartName", Is::Said),
    ("", "Override", "ContentType", Is::Said),
    ("", "Relationship", "Id", Is::Said),
    ("", "Relationship", "Type", Is::Said),
    ("", "Relationship", "Target", Is::Said),
];

/// What a value must be.
#[derive(Debug, Clone, Copy)]
enum Is {
    /// Something.
    Said,
    /// A whole number.
    Whole,
    /// Six hexadecimal digits, or `auto`.
    Colour,
    /// One of these.
    One(&'static str),
}

impl Is {
    fn holds(self, value: &str) -> bool {
        match self {
            Self::Said => !value.is_empty(),
            Self::Whole => value.parse::<i64>().is_ok(),
            Self::Colour => value == "auto" || (value.len() == 6 && value.bytes().all(|it| it.is_ascii_hexdigit())),
            Self::One(values) => values.split('|').any(|known| known == value),
        }
    }
}

fn name(node: Node) -> String {
    node.tag_name().name().to_owned()
}

/// What is wrong with an element, its children in the order they have, and its attributes.
pub(super) fn fault(node: Node) -> Option<String> {
    let children: Vec<String> = node.children().filter(Node::is_element).map(name).collect();
    let own = name(node);
    if !children.is_empty() {
        let Some((_, allowed)) = CHILDREN.iter().find(|(known, _)| *known == own) else {
            return Some(format!("<{own}> may have no children"));
        };
        let mut last = 0;
        for child in children {
            let is_it = |group: &str| group.split('|').any(|known| known == child);
            match allowed.split(' ').position(is_it) {
                None => return Some(format!("<{child}> may not stand in <{own}>")),
                Some(at) if at < last => return Some(format!("<{child}> stands too late in <{own}>")),
                Some(at) => last = at,
            }
        }
    }
    let above = node.parent_element().map(name).unwrap_or_default();
    let of = ATTRIBUTES.iter().filter(|(parent, known, ..)| *known == own && (parent.is_empty() || *parent == above));
    for (_, _, attribute, is) in of {
        let value = node.attributes().find(|it| it.name() == *attribute).map_or("", |it| it.value());
        if !is.holds(value) {
            return Some(format!("<{own}> has {attribute}=\"{value}\""));
        }
    }
    None
}

/// The test of the tests: what Word repairs is found.
#[test]
fn a_schema_that_lets_everything_pass_is_none() {
    let faults = |xml: &str| {
        let document = roxmltree::Document::parse(xml).unwrap();
        document.descendants().filter(Node::is_element).find_map(fault)
    };
    for bad in [
        "<settings><updateFields val=\"true\"/><defaultTabStop val=\"7\"/></settings>",
        "<settings><compat/><updateFields val=\"true\"/></settings>",
        "<unheard><p/></unheard>",
        "<p><tbl/></p>",
        "<tbl><tblGrid/><tblPr/></tbl>",
        "<fldChar fldCharType=\"middle\"/>",
        "<fldChar/>",
        "<gridCol w=\"wide\"/>",
        "<spPr><prstGeom prst=\"rect\"/><xfrm/></spPr>",
        "<sdt><sdtContent/><sdtPr/></sdt>",
    ] {
        assert!(faults(bad).is_some(), "{bad}");
    }
    assert_eq!(
        faults("<settings><characterSpacingControl val=\"doNotCompress\"/><updateFields val=\"1\"/></settings>"),
        None
    );
}
