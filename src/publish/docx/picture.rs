//! Pictures in the text.

use super::widths::TEXT_WIDTH;
use super::xml::escape;
use crate::publish::appearance::Logo;

/// Twentieths of a point in the unit of drawings.
const EMU: u64 = 635;
/// A picture is at most so tall, for its caption to stand below it: 215 mm.
const TALLEST: u64 = 7_740_000;

/// Where the logo lies in the package.
pub(super) const LOGO: &str = "word/media/logo.png";

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
        drawing(self.size, (&format!("rIdFigur{number}"), &format!("Figur {number}")), number, alt)
    }
}

/// The logo; `number` is one that no picture has.
pub(super) fn logo(logo: &Logo, number: usize) -> String {
    const OF_MM: f64 = 36_000.0;
    let (wide, tall) = logo.millimetres();
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "at most 60 mm, and the cast saturates"
    )]
    let [wide, tall] = [wide, tall].map(|mm| (mm * OF_MM).round() as u64);
    drawing((wide, tall), ("rIdLogo", "Logo"), number, logo.alt())
}

fn drawing((wide, tall): (u64, u64), (id, name): (&str, &str), number: usize, alt: &str) -> String {
    let alt = escape(alt);
    format!(
        "<w:r><w:drawing><wp:inline distT=\"0\" distB=\"0\" distL=\"0\" distR=\"0\"><wp:extent cx=\"{wide}\" cy=\"{tall}\"/>\
         <wp:docPr id=\"{number}\" name=\"{name}\" descr=\"{alt}\"/><wp:cNvGraphicFramePr>\
         <a:graphicFrameLocks noChangeAspect=\"1\"/></wp:cNvGraphicFramePr><a:graphic>\
         <a:graphicData uri=\"http://schemas.openxmlformats.org/drawingml/2006/picture\"><pic:pic><pic:nvPicPr>\
         <pic:cNvPr id=\"{number}\" name=\"{name}\"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill>\
         <a:blip r:embed=\"{id}\"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm>\
         <a:off x=\"0\" y=\"0\"/><a:ext cx=\"{wide}\" cy=\"{tall}\"/></a:xfrm><a:prstGeom prst=\"rect\"><a:avLst/>\
         </a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )
}
