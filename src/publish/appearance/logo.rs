//! The municipality's logo: whatever was drawn or photographed becomes pixels, and only the pixels go into a report.
//!
//! What comes from elsewhere is not trusted: sizes are read before anything is unpacked, and an SVG is a drawing or it is
//! refused. Nothing of the file is copied into what is published.

mod raster;
mod vector;

use resvg::tiny_skia::Pixmap;

use crate::acquire::FileRecord;
use crate::lang::{integer, text};

/// A larger file is no logo.
pub(crate) const LARGEST: u64 = 2 << 20;
/// Nor is a picture with more pixels on a side.
const WIDEST: u32 = 4_000;
/// What a logo may take on paper, in millimetres.
const BOX_MM: (f64, f64) = (60.0, 25.0);
/// The same at 300 dpi; more pixels would only make the files larger.
const BOX_PIXELS: (u32, u32) = (709, 295);
const MM_PER_INCH: f64 = 25.4;
/// What a pixel is at most, so that a small picture does not become a large blur.
const COARSEST: f64 = MM_PER_INCH / 96.0;
/// A longer side against the shorter; beyond it lies a line.
const LONGEST: f32 = 20.0;
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n";

/// A logo as it is published.
///
/// # Examples
/// ```
/// use tryggtall::publish::Logo;
/// let svg = b"<svg xmlns='http://www.w3.org/2000/svg' width='40' height='20'><path d='M0 0h40v20z'/></svg>";
/// let logo = Logo::read("logo.svg", svg, "Åsnes kommune").unwrap();
/// assert_eq!(logo.millimetres(), (50.0, 25.0));
/// assert!(Logo::read("logo.svg", b"<svg><script/></svg>", "Åsnes kommune").is_err());
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Logo {
    png: Vec<u8>,
    pixels: (u32, u32),
    /// Hundredths of a millimetre.
    size: (u32, u32),
    alt: String,
    source: FileRecord,
}

/// Why a file is no logo.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Unfit {
    /// More bytes than [`LARGEST`].
    Bytes(u64),
    /// Neither SVG nor PNG.
    Kind,
    /// Wider or taller than [`WIDEST`], or nothing at all.
    Pixels(u32, u32),
    /// It stops in the middle, or is no picture.
    Damaged,
    /// It moves.
    Animated,
    /// An SVG that does more than draw: what was found in it.
    Foreign(String),
    /// An SVG with text, whose font is not in the file.
    Letters,
    /// All of it can be seen through, or its sides are too unlike.
    Shape,
}

impl Unfit {
    /// What is wrong and what to do.
    pub(crate) fn sentence(&self, file: &str) -> String {
        let file = ("file", file);
        match self {
            Self::Bytes(_) => text("cli.logo_bytes", &[file, ("most", &integer(LARGEST >> 20))]),
            Self::Kind => text("cli.logo_kind", &[file]),
            Self::Pixels(width, height) => {
                let sides = [width, height].map(|side| integer(u64::from(*side)));
                let most = integer(u64::from(WIDEST));
                text("cli.logo_pixels", &[file, ("width", &sides[0]), ("height", &sides[1]), ("most", &most)])
            }
            Self::Damaged => text("cli.logo_damaged", &[file]),
            Self::Animated => text("cli.logo_animated", &[file]),
            Self::Foreign(found) => text("cli.logo_foreign", &[file, ("found", found)]),
            Self::Letters => text("cli.logo_letters", &[file]),
            Self::Shape => text("cli.logo_shape", &[file]),
        }
    }
}

impl Logo {
    /// The logo in a file's bytes; `name` is what the plan calls the file, `alt` what is read to those who do not see it.
    ///
    /// # Errors
    /// A sentence with the file, what is wrong with it and what to do.
    pub fn read(name: &str, bytes: &[u8], alt: &str) -> Result<Self, String> {
        Self::new(name, bytes, alt).map_err(|unfit| unfit.sentence(name))
    }

    pub(crate) fn new(name: &str, bytes: &[u8], alt: &str) -> Result<Self, Unfit> {
        if bytes.len() as u64 > LARGEST {
            return Err(Unfit::Bytes(bytes.len() as u64));
        }
        let (pixmap, size) = if bytes.starts_with(PNG) { raster::read(bytes)? } else { vector::read(bytes)? };
        if pixmap.pixels().iter().all(|pixel| pixel.alpha() == 0) {
            return Err(Unfit::Shape);
        }
        let png = pixmap.encode_png().map_err(|_| Unfit::Damaged)?;
        let pixels = (pixmap.width(), pixmap.height());
        Ok(Self { png, pixels, size, alt: alt.to_owned(), source: FileRecord::of(name, bytes) })
    }

    /// Its pixels as PNG, with nothing beside them.
    pub fn png(&self) -> &[u8] {
        &self.png
    }

    /// Width and height of the PNG.
    pub fn pixels(&self) -> (u32, u32) {
        self.pixels
    }

    /// Width and height on paper.
    pub fn millimetres(&self) -> (f64, f64) {
        (f64::from(self.size.0) / 100.0, f64::from(self.size.1) / 100.0)
    }

    /// The same in pixels of a screen, of which an inch has 96.
    pub(crate) fn on_screen(&self) -> (u32, u32) {
        let pixels = |hundredths: u32| (hundredths * 96).div_ceil(2_540).max(1);
        (pixels(self.size.0), pixels(self.size.1))
    }

    /// What is read to those who do not see it.
    pub fn alt(&self) -> &str {
        &self.alt
    }

    /// The file it was read from.
    pub fn source(&self) -> &FileRecord {
        &self.source
    }

    /// The picture as part of a page.
    pub(crate) fn data_uri(&self) -> String {
        format!("data:image/png;base64,{}", super::base64::encoded(&self.png))
    }
}

/// What a picture of so many pixels takes on paper, in hundredths of a millimetre; with `coarsest`, no more than its
/// pixels are good for.
fn on_paper((width, height): (f64, f64), coarsest: f64) -> (u32, u32) {
    let scale = (BOX_MM.0 / width).min(BOX_MM.1 / height).min(coarsest);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "at most 60 mm, and the cast saturates"
    )]
    let hundredths = |side: f64| (side * scale * 100.0).round() as u32;
    (hundredths(width).max(1), hundredths(height).max(1))
}

fn is_line(width: f32, height: f32) -> bool {
    let ratio = width / height;
    !(1.0 / LONGEST..=LONGEST).contains(&ratio)
}

/// A picture, and what it takes on paper.
type Drawn = (Pixmap, (u32, u32));

#[cfg(test)]
mod tests;
