//! Pictures in the text.

use super::widths::TEXT_WIDTH;
use super::xml::escape;

/// Twentieths of a point in the unit of drawings.
const EMU: u64 = 635;
/// A picture is at most so tall, for its caption to stand below it: 215 mm.
const TALLEST: u64 = 7_740_000;

/// A chart as a picture.
#[derive(Debug)]
pub(super) struct Picture {
    pub(super) png: Vec<u8>,
    /// Width and height on the page.
    size: (u64, u64),
}

impl Picture {
    /// As wide as the text, or as tall as the page allows.
    pub(super) fn new(png: Vec<u8>) -> Self {
        let number = |at: usize| {
            let bytes = png.get(at..at + 4).and_then(|bytes| bytes.try_into().ok());
            u64::from(bytes.map_or(1, u32::from_be_bytes)).max(1)
        };
        // The header of a PNG comes first: width and height in pixels.
        let (wide, tall) = (number(16), number(20));
        let width = u64::from(TEXT_WIDTH) * EMU;
        let height = width * tall / wide;
        let size = if height > TALLEST { (width * TALLEST / height, TALLEST) } else { (width, height) };
        Self { png, size }
    }

    /// The drawing, with what it shows in words.
    pub(super) fn drawing(&self, number: usize, alt: &str) -> String {
        let ((wide, tall), alt) = (self.size, escape(alt));
        format!(
            "<w:r><w:drawing><wp:inline distT=\"0\" distB=\"0\" distL=\"0\" distR=\"0\"><wp:extent cx=\"{wide}\" cy=\"{tall}\"/>\
             <wp:docPr id=\"{number}\" name=\"Figur {number}\" descr=\"{alt}\"/><wp:cNvGraphicFramePr>\
             <a:graphicFrameLocks noChangeAspect=\"1\"/></wp:cNvGraphicFramePr><a:graphic>\
             <a:graphicData uri=\"http://schemas.openxmlformats.org/drawingml/2006/picture\"><pic:pic><pic:nvPicPr>\
             <pic:cNvPr id=\"{number}\" name=\"Figur {number}\"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill>\
             <a:blip r:embed=\"rIdFigur{number}\"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm>\
             <a:off x=\"0\" y=\"0\"/><a:ext cx=\"{wide}\" cy=\"{tall}\"/></a:xfrm><a:prstGeom prst=\"rect\"><a:avLst/>\
             </a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
        )
    }
}
