//! A PNG becomes pixels, no more of them than paper shows.

use resvg::tiny_skia::{IntSize, Pixmap};

use super::{BOX_PIXELS, COARSEST, Drawn, PNG, Unfit, WIDEST, is_line, on_paper};

/// What pixels need; everything else in a file is left behind before anything is unpacked.
const NEEDED: [&[u8]; 5] = [b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND"];
/// What makes a PNG move.
const MOVES: [&[u8]; 3] = [b"acTL", b"fcTL", b"fdAT"];

pub(super) fn read(bytes: &[u8]) -> Result<Drawn, Unfit> {
    let (width, height) = size(bytes)?;
    if !(1..=WIDEST).contains(&width) || !(1..=WIDEST).contains(&height) {
        return Err(Unfit::Pixels(width, height));
    }
    let pixels = Pixmap::decode_png(&only_pixels(bytes)?).map_err(|_| Unfit::Damaged)?;
    let sides = [width, height].map(f64::from);
    #[expect(clippy::cast_possible_truncation, reason = "at most four thousand")]
    if is_line(sides[0] as f32, sides[1] as f32) {
        return Err(Unfit::Shape);
    }
    Ok((fitted(pixels).ok_or(Unfit::Damaged)?, on_paper((sides[0], sides[1]), COARSEST)))
}

/// Width and height, which come first in every PNG.
fn size(bytes: &[u8]) -> Result<(u32, u32), Unfit> {
    let number = |at: usize| {
        let four = bytes.get(at..at + 4).and_then(|four| four.try_into().ok());
        four.map(u32::from_be_bytes).ok_or(Unfit::Damaged)
    };
    let is_header = bytes.get(8..16) == Some(b"\0\0\0\x0dIHDR");
    if is_header { Ok((number(16)?, number(20)?)) } else { Err(Unfit::Damaged) }
}

/// The file with only the chunks that are pixels; to its end, or it is not whole.
fn only_pixels(bytes: &[u8]) -> Result<Vec<u8>, Unfit> {
    let mut kept = PNG.to_vec();
    let mut rest = bytes.strip_prefix(PNG).ok_or(Unfit::Damaged)?;
    loop {
        let (length, _) = rest.split_first_chunk::<4>().ok_or(Unfit::Damaged)?;
        let length = usize::try_from(u32::from_be_bytes(*length)).map_err(|_| Unfit::Damaged)?;
        // Length and kind before the content, a check sum after it.
        let whole = length.checked_add(12).and_then(|whole| rest.get(..whole)).ok_or(Unfit::Damaged)?;
        let kind = &whole[4..8];
        if MOVES.contains(&kind) {
            return Err(Unfit::Animated);
        }
        if NEEDED.contains(&kind) {
            kept.extend_from_slice(whole);
        }
        if kind == b"IEND" {
            return Ok(kept);
        }
        rest = &rest[whole.len()..];
    }
}

/// The picture in the box, every pixel the mean of those that it covers; a smaller picture stays as it is.
fn fitted(pixels: Pixmap) -> Option<Pixmap> {
    let (width, height) = (pixels.width(), pixels.height());
    if width <= BOX_PIXELS.0 && height <= BOX_PIXELS.1 {
        return Some(pixels);
    }
    // Whole numbers, so that every machine gives the same.
    let by_width = u64::from(BOX_PIXELS.0) * u64::from(height) <= u64::from(BOX_PIXELS.1) * u64::from(width);
    let part = |side: u32, of: u32, whole: u32| {
        u32::try_from((u64::from(side) * u64::from(of)).div_ceil(u64::from(whole))).unwrap_or(1).max(1)
    };
    let (wide, tall) = if by_width {
        (BOX_PIXELS.0, part(height, BOX_PIXELS.0, width))
    } else {
        (part(width, BOX_PIXELS.1, height), BOX_PIXELS.1)
    };
    let columns: Vec<Span> = (0..wide).map(|at| Span::of(at, width, wide)).collect();
    let mut data = Vec::with_capacity(4 * wide as usize * tall as usize);
    for row in (0..tall).map(|at| Span::of(at, height, tall)) {
        for column in &columns {
            data.extend_from_slice(&mean(&pixels, column, &row));
        }
    }
    Pixmap::from_vec(data, IntSize::from_wh(wide, tall)?)
}

/// Which pixels of the old side a pixel of the new one covers, each with how much of it.
struct Span(Vec<(u32, u64)>);

impl Span {
    fn of(at: u32, old: u32, new: u32) -> Self {
        let (old, new) = (u64::from(old), u64::from(new));
        let (begin, end) = (u64::from(at) * old, (u64::from(at) + 1) * old);
        let covered = begin / new..end.div_ceil(new).min(old);
        let share = |pixel: u64| end.min((pixel + 1) * new) - begin.max(pixel * new);
        Self(covered.filter_map(|pixel| Some((u32::try_from(pixel).ok()?, share(pixel)))).collect())
    }
}

/// Colours are multiplied by how little they can be seen through, so that means of them are right at the edges.
fn mean(pixels: &Pixmap, column: &Span, row: &Span) -> [u8; 4] {
    let (mut sums, mut weights) = ([0_u64; 4], 0_u64);
    for (y, tall) in &row.0 {
        for (x, wide) in &column.0 {
            let Some(pixel) = pixels.pixel(*x, *y) else { continue };
            let weight = tall * wide;
            weights += weight;
            let parts = [pixel.red(), pixel.green(), pixel.blue(), pixel.alpha()];
            sums.iter_mut().zip(parts).for_each(|(sum, part)| *sum += u64::from(part) * weight);
        }
    }
    sums.map(|sum| u8::try_from((sum + weights / 2) / weights.max(1)).unwrap_or(u8::MAX))
}

/// A plain picture for tests.
#[cfg(test)]
pub(super) fn plain(width: u32, height: u32, colour: [u8; 4]) -> Vec<u8> {
    let mut pixels = Pixmap::new(width, height).unwrap();
    let [red, green, blue, alpha] = colour;
    pixels.pixels_mut().fill(resvg::tiny_skia::ColorU8::from_rgba(red, green, blue, alpha).premultiply());
    pixels.encode_png().unwrap()
}
