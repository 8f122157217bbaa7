//! The PNG is the SVG rasterised: one drawing, two files.

use std::fmt;
use std::sync::{Arc, OnceLock};

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{self, Options, Tree, fontdb::Database};

use super::font;

const DPI: f32 = 300.0;
/// 160 mm at 300 dpi.
const WIDTH: u16 = 1890;
/// Some three metres of paper; beyond that something else is wrong.
const TALLEST: f32 = 40_000.0;

/// Why an SVG did not become a PNG.
#[derive(Debug)]
pub enum PngError {
    /// The text is not an SVG document.
    Svg(usvg::Error),
    /// The picture has no size or is too tall.
    Size,
    /// The picture could not be encoded.
    Encode(String),
}

impl fmt::Display for PngError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Svg(error) => write!(f, "not an SVG document: {error}"),
            Self::Size => f.write_str("the picture has no size or is too tall"),
            Self::Encode(reason) => write!(f, "cannot encode the PNG: {reason}"),
        }
    }
}

impl std::error::Error for PngError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Svg(error) => Some(error),
            Self::Size | Self::Encode(_) => None,
        }
    }
}

/// `svg` at 300 dpi of its 160 mm, with the embedded fonts and no others: the same bytes on every machine.
///
/// # Errors
/// [`PngError`] where `svg` is not an SVG document of a sensible size.
pub fn png(svg: &str) -> Result<Vec<u8>, PngError> {
    let options = Options { dpi: DPI, fontdb: fonts(), font_family: "Open Sans".to_owned(), ..Options::default() };
    let tree = Tree::from_str(svg, &options).map_err(PngError::Svg)?;
    let scale = f32::from(WIDTH) / tree.size().width();
    let height = (tree.size().height() * scale).ceil();
    if !(1.0..=TALLEST).contains(&height) {
        return Err(PngError::Size);
    }
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked above")]
    let mut pixels = Pixmap::new(u32::from(WIDTH), height as u32).ok_or(PngError::Size)?;
    pixels.fill(resvg::tiny_skia::Color::WHITE);
    resvg::render(&tree, Transform::from_scale(scale, scale), &mut pixels.as_mut());
    let png = pixels.encode_png().map_err(|error| PngError::Encode(error.to_string()))?;
    Ok(with_resolution(&png))
}

/// The same picture with its resolution, by which Word and others know how large it is: a `pHYs` chunk after `IHDR`
/// (PNG specification, third edition, 11.3.4.3).
fn with_resolution(png: &[u8]) -> Vec<u8> {
    const PER_METRE: u32 = 11_811;
    /// Signature, and the length, name, content and checksum of the header.
    const HEADER: usize = 8 + 4 + 4 + 13 + 4;
    let mut chunk = b"pHYs".to_vec();
    chunk.extend(PER_METRE.to_be_bytes());
    chunk.extend(PER_METRE.to_be_bytes());
    chunk.push(1);
    let (head, rest) = png.split_at(HEADER.min(png.len()));
    [head, &9_u32.to_be_bytes(), &chunk, &crc32fast::hash(&chunk).to_be_bytes(), rest].concat()
}

fn fonts() -> Arc<Database> {
    static FONTS: OnceLock<Arc<Database>> = OnceLock::new();
    let load = || {
        let mut database = Database::new();
        for bytes in [font::REGULAR, font::BOLD] {
            database.load_font_data(bytes.to_vec());
        }
        Arc::new(database)
    };
    Arc::clone(FONTS.get_or_init(load))
}
