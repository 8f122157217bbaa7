//! Drawing to SVG text. plotters counts in whole pixels; here one of its pixels is a tenth of a unit.
//!
//! plotters' own SVG back end writes whole units, slants instead of emboldening, measures text without the font and
//! leaves out `role`, `title` and `desc`; hence this one.

use std::convert::Infallible;
use std::fmt::Write;

use plotters::style::RGBColor;
use plotters_backend::text_anchor::{HPos, VPos};
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind, FontStyle,
};

use super::font::{self, Weight};
use super::style::{Ground, MARGIN, Type, WIDTH, WIDTH_MM};
use crate::lang::spoken;

const ASCENT: f64 = 0.8;
const DESCENT: f64 = 0.24;
const FAMILY: &str = "Open Sans, Arial, sans-serif";

/// A chart being drawn.
#[derive(Debug, Default)]
pub(super) struct Canvas {
    body: String,
    texts: Vec<(String, Area)>,
}

/// The ground a text or a mark takes, in units.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Area {
    pub(super) left: f64,
    pub(super) top: f64,
    pub(super) right: f64,
    pub(super) bottom: f64,
}

/// Which part of a text stands at its x.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

/// How a mark of our own looks.
#[derive(Debug, Clone, Copy)]
pub(super) struct Paint {
    fill: Option<RGBColor>,
    stroke: Option<(RGBColor, f64)>,
    is_dashed: bool,
}

impl Paint {
    /// A filled shape.
    pub(super) const fn fill(colour: RGBColor) -> Self {
        Self { fill: Some(colour), stroke: None, is_dashed: false }
    }

    /// A line.
    pub(super) const fn line(colour: RGBColor, width: f64) -> Self {
        Self { fill: None, stroke: Some((colour, width)), is_dashed: false }
    }

    /// A filled shape with an outline.
    pub(super) const fn outlined(fill: RGBColor, colour: RGBColor, width: f64) -> Self {
        Self { fill: Some(fill), stroke: Some((colour, width)), is_dashed: false }
    }

    /// The same, with dashes for a line.
    pub(super) const fn dashed(self) -> Self {
        Self { is_dashed: true, ..self }
    }
}

impl std::fmt::Display for Paint {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.fill {
            Some(colour) => write!(f, r#"fill="{}""#, hex(colour))?,
            None => f.write_str(r#"fill="none""#)?,
        }
        if let Some((colour, width)) = self.stroke {
            write!(f, r#" stroke="{}" stroke-width="{}""#, hex(colour), unit(tenths(width)))?;
        }
        if self.is_dashed { f.write_str(r#" stroke-dasharray="4 2.5""#) } else { Ok(()) }
    }
}

impl Area {
    /// The ground of `text` with its baseline at `y`.
    pub(super) fn of(text: &str, (x, y): (f64, f64), anchor: Anchor, kind: Type) -> Self {
        let width = font::width(text, kind.size, kind.weight);
        let left = match anchor {
            Anchor::Start => x,
            Anchor::Middle => x - width / 2.0,
            Anchor::End => x - width,
        };
        let (top, bottom) = (y - ASCENT * kind.size, y + DESCENT * kind.size);
        Self { left, top, right: left + width, bottom }
    }

    /// Whether the two share any ground.
    pub(super) fn overlaps(self, other: Self) -> bool {
        self.left < other.right && other.left < self.right && self.top < other.bottom && other.top < self.bottom
    }
}

impl Canvas {
    /// A text with its baseline at `y`.
    pub(super) fn text(&mut self, text: &str, (x, y): (f64, f64), anchor: Anchor, kind: Type) {
        self.texts.push((text.to_owned(), Area::of(text, (x, y), anchor, kind)));
        let (x, y, size) = (unit(tenths(x)), unit(tenths(y)), unit(tenths(kind.size)));
        let anchor = match anchor {
            Anchor::Start => "",
            Anchor::Middle => r#" text-anchor="middle""#,
            Anchor::End => r#" text-anchor="end""#,
        };
        let weight = match kind.weight {
            Weight::Regular => "",
            Weight::Bold => r#" font-weight="700""#,
        };
        let rim = match kind.ground {
            Ground::Clear => "",
            Ground::Rim => r##" paint-order="stroke" stroke="#ffffff" stroke-width="2.5" stroke-linejoin="round""##,
        };
        let colour = hex(kind.colour);
        let text = escape(text);
        self.line(format_args!(
            r#"<text x="{x}" y="{y}" font-size="{size}"{weight}{anchor} fill="{colour}"{rim}>{text}</text>"#
        ));
    }

    /// Lines of text below each other; returns the baseline after the last one.
    pub(super) fn paragraph(&mut self, lines: &[String], (x, mut y): (f64, f64), anchor: Anchor, kind: Type) -> f64 {
        for line in lines {
            self.text(line, (x, y), anchor, kind);
            y += super::style::leading(kind);
        }
        y
    }

    /// A rectangle.
    pub(super) fn rect(&mut self, area: Area, paint: Paint) {
        let (left, top) = (tenths(area.left), tenths(area.top));
        // Both edges are rounded, so that neighbours meet.
        let (width, height) = (unit((tenths(area.right) - left).max(0)), unit((tenths(area.bottom) - top).max(0)));
        let (x, y) = (unit(left), unit(top));
        self.line(format_args!(r#"<rect x="{x}" y="{y}" width="{width}" height="{height}" {paint}/>"#));
    }

    /// A straight line.
    pub(super) fn stroke(&mut self, from: (f64, f64), to: (f64, f64), paint: Paint) {
        let ((x1, y1), (x2, y2)) = (place(from), place(to));
        self.line(format_args!(r#"<line x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}" {paint}/>"#));
    }

    /// A circle.
    pub(super) fn dot(&mut self, middle: (f64, f64), radius: f64, paint: Paint) {
        let ((x, y), radius) = (place(middle), unit(tenths(radius)));
        self.line(format_args!(r#"<circle cx="{x}" cy="{y}" r="{radius}" {paint}/>"#));
    }

    /// A line through several points.
    pub(super) fn path(&mut self, through: &[(f64, f64)], paint: Paint) {
        if through.len() > 1 {
            let points = points(through.iter().map(|(x, y)| (tenths(*x), tenths(*y))));
            self.line(format_args!(r#"<polyline points="{points}" {paint}/>"#));
        }
    }

    /// A shape between several points.
    pub(super) fn shape(&mut self, around: &[(f64, f64)], paint: Paint) {
        let points = points(around.iter().map(|(x, y)| (tenths(*x), tenths(*y))));
        self.line(format_args!(r#"<polygon points="{points}" {paint}/>"#));
    }

    /// plotters' way in, to the part of the canvas above `bottom`.
    pub(super) fn pen(&mut self, bottom: f64) -> Pen<'_> {
        Pen { canvas: self, height: tenths(bottom).unsigned_abs() }
    }

    /// The texts and where they stand.
    pub(super) fn texts(&self) -> &[(String, Area)] {
        &self.texts
    }

    /// Where the lowest text ends.
    pub(super) fn lowest(&self) -> f64 {
        self.texts.iter().map(|(_, area)| area.bottom).fold(MARGIN, f64::max)
    }

    /// The finished document, `height` units tall.
    pub(super) fn finish(self, stem: &str, title: &str, description: &str, height: f64) -> String {
        let (stem, title, description) = (escape(stem), escape(title), escape(description));
        let (wide, tall) = (unit(tenths(WIDTH)), unit(tenths(height)));
        let paper = unit(tenths(height * WIDTH_MM / WIDTH));
        let body = self.body;
        let language = spoken().id();
        format!(
            r##"<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH_MM}mm" height="{paper}mm" viewBox="0 0 {wide} {tall}" role="img" aria-labelledby="{stem}-tittel {stem}-beskrivelse" lang="{language}" xml:lang="{language}" font-family="{FAMILY}">
<title id="{stem}-tittel">{title}</title>
<desc id="{stem}-beskrivelse">{description}</desc>
<rect width="{wide}" height="{tall}" fill="#ffffff"/>
{body}</svg>
"##
        )
    }

    fn line(&mut self, element: std::fmt::Arguments<'_>) {
        writeln!(self.body, "{element}").expect("a string takes all it is given");
    }
}

/// plotters' view of a [`Canvas`].
#[derive(Debug)]
pub(super) struct Pen<'a> {
    canvas: &'a mut Canvas,
    height: u32,
}

type Drawn = Result<(), DrawingErrorKind<Infallible>>;

impl DrawingBackend for Pen<'_> {
    type ErrorType = Infallible;

    fn get_size(&self) -> (u32, u32) {
        (tenths(WIDTH).unsigned_abs(), self.height)
    }

    fn ensure_prepared(&mut self) -> Drawn {
        Ok(())
    }

    fn present(&mut self) -> Drawn {
        Ok(())
    }

    fn draw_pixel(&mut self, point: BackendCoord, colour: BackendColor) -> Drawn {
        self.draw_rect(point, (point.0 + 1, point.1 + 1), &colour, true)
    }

    fn draw_line<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, style: &S) -> Drawn {
        let Some(stroke) = stroke(style) else { return Ok(()) };
        let ((x1, y1), (x2, y2)) = (point(from), point(to));
        self.canvas.line(format_args!(r#"<line x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}" {stroke}/>"#));
        Ok(())
    }

    fn draw_rect<S: BackendStyle>(&mut self, a: BackendCoord, b: BackendCoord, style: &S, fill: bool) -> Drawn {
        let Some(paint) = paint(style, fill) else { return Ok(()) };
        let (x, y) = point((a.0.min(b.0), a.1.min(b.1)));
        let (width, height) = point(((a.0 - b.0).abs(), (a.1 - b.1).abs()));
        self.canvas.line(format_args!(r#"<rect x="{x}" y="{y}" width="{width}" height="{height}" {paint}/>"#));
        Ok(())
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(&mut self, path: I, style: &S) -> Drawn {
        let path: Vec<BackendCoord> = path.into_iter().collect();
        if let [from, to] = path[..] {
            return self.draw_line(from, to, style);
        }
        let Some(stroke) = stroke(style) else { return Ok(()) };
        let points = points(path);
        self.canvas.line(format_args!(r#"<polyline points="{points}" fill="none" {stroke}/>"#));
        Ok(())
    }

    fn draw_circle<S: BackendStyle>(&mut self, center: BackendCoord, radius: u32, style: &S, fill: bool) -> Drawn {
        let Some(paint) = paint(style, fill) else { return Ok(()) };
        let (x, y) = point(center);
        let radius = unit(i32::try_from(radius).unwrap_or(i32::MAX));
        self.canvas.line(format_args!(r#"<circle cx="{x}" cy="{y}" r="{radius}" {paint}/>"#));
        Ok(())
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(&mut self, vert: I, style: &S) -> Drawn {
        let Some(paint) = paint(style, true) else { return Ok(()) };
        let points = points(vert);
        self.canvas.line(format_args!(r#"<polygon points="{points}" {paint}/>"#));
        Ok(())
    }

    fn draw_text<T: BackendTextStyle>(&mut self, text: &str, style: &T, pos: BackendCoord) -> Drawn {
        let (size, BackendColor { rgb: (red, green, blue), .. }) = (style.size() / 10.0, style.color());
        let anchor = match style.anchor().h_pos {
            HPos::Left => Anchor::Start,
            HPos::Center => Anchor::Middle,
            HPos::Right => Anchor::End,
        };
        let baseline = match style.anchor().v_pos {
            VPos::Top => ASCENT * size,
            VPos::Center => (ASCENT - DESCENT) / 2.0 * size,
            VPos::Bottom => -DESCENT * size,
        };
        let kind = Type { size, weight: weight(style), colour: RGBColor(red, green, blue), ground: Ground::Clear };
        let (x, y) = (f64::from(pos.0) / 10.0, f64::from(pos.1) / 10.0 + baseline);
        self.canvas.text(text, (x, y), anchor, kind);
        Ok(())
    }

    fn estimate_text_size<T: BackendTextStyle>(
        &self,
        text: &str,
        style: &T,
    ) -> Result<(u32, u32), DrawingErrorKind<Infallible>> {
        let width = font::width(text, style.size() / 10.0, weight(style));
        let height = (ASCENT + DESCENT) * style.size() / 10.0;
        Ok((tenths(width).unsigned_abs(), tenths(height).unsigned_abs()))
    }
}

/// Units as the whole tenths plotters counts in.
#[expect(clippy::cast_possible_truncation, reason = "the cast saturates, and no chart is anywhere near the limit")]
pub(super) fn tenths(units: f64) -> i32 {
    (units * 10.0).round() as i32
}

fn unit(tenths: i32) -> String {
    let sign = if tenths < 0 { "-" } else { "" };
    let (whole, tenth) = (tenths.unsigned_abs() / 10, tenths.unsigned_abs() % 10);
    if tenth == 0 { format!("{sign}{whole}") } else { format!("{sign}{whole}.{tenth}") }
}

fn place((x, y): (f64, f64)) -> (String, String) {
    (unit(tenths(x)), unit(tenths(y)))
}

fn point((x, y): BackendCoord) -> (String, String) {
    (unit(x), unit(y))
}

fn points(path: impl IntoIterator<Item = BackendCoord>) -> String {
    let points: Vec<String> = path.into_iter().map(point).map(|(x, y)| format!("{x},{y}")).collect();
    points.join(" ")
}

fn weight(style: &impl BackendTextStyle) -> Weight {
    match style.style() {
        FontStyle::Bold => Weight::Bold,
        FontStyle::Normal | FontStyle::Italic | FontStyle::Oblique => Weight::Regular,
    }
}

fn stroke(style: &impl BackendStyle) -> Option<String> {
    let BackendColor { alpha, rgb: (red, green, blue) } = style.color();
    let width = unit(i32::try_from(style.stroke_width()).unwrap_or(i32::MAX));
    (alpha > 0.0).then(|| format!(r#"stroke="{}" stroke-width="{width}""#, hex(RGBColor(red, green, blue))))
}

fn paint(style: &impl BackendStyle, fill: bool) -> Option<String> {
    if !fill {
        return stroke(style).map(|stroke| format!(r#"fill="none" {stroke}"#));
    }
    let BackendColor { alpha, rgb: (red, green, blue) } = style.color();
    (alpha > 0.0).then(|| format!(r#"fill="{}""#, hex(RGBColor(red, green, blue))))
}

fn hex(RGBColor(red, green, blue): RGBColor) -> String {
    format!("#{red:02x}{green:02x}{blue:02x}")
}

/// XML has no way to write most control characters, so they are left out.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\u{fffe}' | '\u{ffff}' => {}
            letter if letter.is_control() => escaped.push(' '),
            letter => escaped.push(letter),
        }
    }
    escaped
}
