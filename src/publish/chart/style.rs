//! Sizes and colours. One unit is 160 mm / 454, so that type sizes read as points at print width.

use plotters::style::{RGBColor, ShapeStyle};

use super::font::Weight;
use crate::publish::appearance::colour::contrast;

/// Width of every chart.
pub(super) const WIDTH: f64 = 454.0;
/// The same on paper.
pub(super) const WIDTH_MM: f64 = 160.0;
/// White on every side.
pub(super) const MARGIN: f64 = 10.0;
/// The right edge of what may be drawn.
pub(super) const RIGHT: f64 = WIDTH - MARGIN;

/// The municipality.
pub(in crate::publish) const OWN: RGBColor = RGBColor(0x12, 0x43, 0x6D);
/// The county.
pub(in crate::publish) const COUNTY: RGBColor = RGBColor(0xF4, 0x6A, 0x25);
/// The country.
pub(in crate::publish) const COUNTRY: RGBColor = RGBColor(0x6E, 0x6E, 0x6E);
/// What did not come.
pub(in crate::publish) const ABSENT: RGBColor = RGBColor(0xB3, 0x3F, 0x0A);
/// Lines that only guide the eye.
pub(super) const GRID: RGBColor = RGBColor(0xDD, 0xDD, 0xDD);
/// The line at zero.
pub(super) const AXIS: RGBColor = RGBColor(0x59, 0x59, 0x59);
/// The ground.
pub(super) const WHITE: RGBColor = RGBColor(0xFF, 0xFF, 0xFF);
/// What is beside the point: the band of an interval, the year before.
pub(in crate::publish) const PALE: RGBColor = RGBColor(0xC5, 0xD5, 0xE4);
/// Columns of the years before: the same hue, so that the year reported stands out.
pub(in crate::publish) const PAST: RGBColor = RGBColor(0x6F, 0x90, 0xB0);
/// A second kind of good.
pub(in crate::publish) const SECOND: RGBColor = RGBColor(0x28, 0xA1, 0x97);
/// The steps 1 to 6, split between 3 and 4.
pub(super) const STEPS: [RGBColor; 6] = [
    RGBColor(0x8C, 0x51, 0x0A),
    RGBColor(0xD8, 0xB3, 0x65),
    RGBColor(0xF6, 0xE8, 0xC3),
    RGBColor(0xC7, 0xEA, 0xE5),
    RGBColor(0x5A, 0xB4, 0xAC),
    RGBColor(0x01, 0x66, 0x5E),
];
/// Letters.
pub(super) const INK: RGBColor = RGBColor(0x1F, 0x1F, 0x1F);
const GREY: RGBColor = RGBColor(0x59, 0x59, 0x59);

/// How a text looks.
#[derive(Debug, Clone, Copy)]
pub(super) struct Type {
    /// Size in units; nothing is smaller than 9.
    pub(super) size: f64,
    /// Weight.
    pub(super) weight: Weight,
    /// Colour.
    pub(super) colour: RGBColor,
    /// What is drawn behind the letters.
    pub(super) ground: Ground,
}

/// What is drawn behind the letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ground {
    /// Nothing.
    Clear,
    /// A white rim, so that grid lines do not cut through figures.
    Rim,
}

const BODY: Type = Type { size: 9.0, weight: Weight::Regular, colour: INK, ground: Ground::Clear };
/// The headline.
pub(super) const TITLE: Type = Type { size: 12.0, weight: Weight::Bold, ..BODY };
/// The line below it.
pub(super) const SUBTITLE: Type = Type { size: 9.5, ..BODY };
/// Category names, years and the legend.
pub(super) const NAME: Type = BODY;
/// The year the report is about.
pub(super) const REPORT_YEAR: Type = Type { weight: Weight::Bold, ..BODY };
/// The scale, the statuses and the footer.
pub(super) const QUIET: Type = Type { colour: GREY, ..BODY };
/// A figure beside its mark.
pub(super) const FIGURE: Type = Type { weight: Weight::Bold, colour: OWN, ground: Ground::Rim, ..BODY };

/// A heading inside a chart.
pub(super) const HEADING: Type = REPORT_YEAR;

/// A figure on a ground of this colour, in whichever of black and white is read better.
pub(super) fn figure_on(ground: RGBColor) -> Type {
    let colour = if contrast(ground, WHITE) > contrast(ground, INK) { WHITE } else { INK };
    Type { colour, ..BODY }
}

/// Distance between baselines.
pub(super) fn leading(kind: Type) -> f64 {
    kind.size * 1.3
}

/// A filled shape.
pub(super) fn filled(colour: RGBColor) -> ShapeStyle {
    ShapeStyle { color: colour.into(), filled: true, stroke_width: 0 }
}

/// A line, its width in units.
pub(super) fn line(colour: RGBColor, width: f64) -> ShapeStyle {
    ShapeStyle { color: colour.into(), filled: false, stroke_width: super::canvas::tenths(width).unsigned_abs() }
}
