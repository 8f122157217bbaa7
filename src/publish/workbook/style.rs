//! How cells look: one font, no fills, nothing said by colour alone.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, FormatUnderline};

use super::layout::Filter;
use super::sheet::{Field, Kind};
use crate::publish::appearance::Palette;

const RULE: Color = Color::RGB(0xC8_C8_C8);
const WARNING: Color = Color::RGB(0x80_16_50);

/// Every format of the workbook, made once.
#[derive(Debug)]
pub(super) struct Style {
    /// The first line of a sheet.
    pub(super) title: Format,
    /// Lines that no reader may miss.
    pub(super) warning: Format,
    /// Legend and source.
    pub(super) line: Format,
    /// The name of a fact.
    pub(super) fact: Format,
    /// The text of a fact.
    pub(super) fact_text: Format,
    header_first: Format,
    header_text: Format,
    header_number: Format,
    first: Format,
    text: Format,
    mark: Format,
    year: Format,
    whole: Format,
    decimal: Format,
    whole_difference: Format,
    decimal_difference: Format,
    link: Format,
    link_in_row: Format,
}

/// Arial 11, the font of everything that says nothing else.
pub(super) fn base() -> Format {
    Format::new().set_font_name("Arial").set_font_size(11)
}

impl Style {
    /// The formats of a sheet whose table has, or has no, buttons in its headers.
    pub(super) fn new(palette: &Palette, filter: Filter) -> Self {
        let link_colour = Color::from(palette.main().as_str());
        // The button covers the right end of the header: it moves to the left, and its numbers with it.
        let indent = if filter == Filter::Shown { 2 } else { 0 };
        let right = move |format: Format| format.set_align(FormatAlign::Right).set_indent(indent);
        let cell =
            || base().set_align(FormatAlign::Top).set_border_bottom(FormatBorder::Thin).set_border_bottom_color(RULE);
        let header = || {
            let bold = base().set_bold().set_text_wrap().set_align(FormatAlign::Bottom);
            bold.set_border_top(FormatBorder::Thin).set_border_bottom(FormatBorder::Medium)
        };
        let link = || cell().set_font_color(link_colour).set_underline(FormatUnderline::Single);
        let number = |format: &str| right(cell()).set_num_format(format);
        Self {
            title: base().set_bold().set_font_size(14),
            warning: base().set_bold().set_font_color(WARNING),
            line: base(),
            fact: cell().set_bold(),
            fact_text: cell().set_text_wrap(),
            header_first: header(),
            header_text: header().set_align(FormatAlign::Left).set_indent(1),
            header_number: right(header()),
            first: cell().set_text_wrap(),
            text: cell().set_text_wrap().set_align(FormatAlign::Left).set_indent(1),
            mark: right(cell()),
            year: number("0"),
            whole: number("#,##0"),
            decimal: number("0.0"),
            whole_difference: number("+#,##0;-#,##0;0"),
            decimal_difference: number("+0.0;-0.0;0.0"),
            link: link(),
            link_in_row: link().set_align(FormatAlign::Left).set_indent(1),
        }
    }

    /// The format of the header in `place`. Texts are set off from the numbers before them; the first column stands
    /// flush with the title.
    pub(super) fn header(&self, place: usize, kind: Kind) -> &Format {
        match kind {
            Kind::Text if place == 0 => &self.header_first,
            Kind::Text => &self.header_text,
            Kind::Number => &self.header_number,
        }
    }

    /// The format of `field` in the column in `place`.
    pub(super) fn field(&self, field: &Field, place: usize, kind: Kind) -> &Format {
        match field {
            Field::Empty | Field::Text(_) if place == 0 => &self.first,
            Field::Empty | Field::Text(_) => &self.text,
            Field::Mark(_) if kind == Kind::Text => &self.text,
            Field::Mark(_) => &self.mark,
            Field::Year(_) | Field::Line(_) => &self.year,
            Field::Count(_) => &self.whole,
            Field::Figure(figure) if figure.decimals() == 0 => &self.whole,
            Field::Figure(_) => &self.decimal,
            Field::Difference(figure) if figure.decimals() == 0 => &self.whole_difference,
            Field::Difference(_) => &self.decimal_difference,
            Field::Link(_) if place == 0 => &self.link,
            Field::Link(_) => &self.link_in_row,
        }
    }
}
