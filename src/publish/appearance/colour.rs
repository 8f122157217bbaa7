//! How well colours are told apart: from paper, and from each other by everybody.

use plotters::style::RGBColor;

/// WCAG 2.1 AA for letters.
pub(crate) const LETTERS: f64 = 4.5;
/// WCAG 2.1 AA for marks that carry meaning.
pub(crate) const MARKS: f64 = 3.0;
/// How far apart colours must lie that mean different things; see [`apart`].
pub(crate) const APART: f64 = 12.0;

/// The ground.
pub(crate) const WHITE: RGBColor = RGBColor(0xFF, 0xFF, 0xFF);

/// What a kind of colour blindness makes of a colour: Machado, Oliveira & Fernandes (2009), IEEE TVCG 15(6), severity 1, on
/// linear light. The first is ordinary sight.
pub(crate) const SIGHTS: [(&str, [[f64; 3]; 3]); 4] = [
    ("ordinary", [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]]),
    (
        "protanopia",
        [[0.152_286, 1.052_583, -0.204_868], [0.114_503, 0.786_281, 0.099_216], [-0.003_882, -0.048_116, 1.051_998]],
    ),
    (
        "deuteranopia",
        [[0.367_322, 0.860_646, -0.227_968], [0.280_085, 0.672_501, 0.047_413], [-0.011_820, 0.042_940, 0.968_881]],
    ),
    (
        "tritanopia",
        [[1.255_528, -0.076_749, -0.178_779], [-0.078_411, 0.930_809, 0.147_602], [0.004_733, 0.691_367, 0.303_900]],
    ),
];

/// How well two colours are told apart, by WCAG 2.1: from 1 to 21.
pub(crate) fn contrast(one: RGBColor, other: RGBColor) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

fn luminance(RGBColor(red, green, blue): RGBColor) -> f64 {
    0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
}

fn linear(part: u8) -> f64 {
    let part = f64::from(part) / 255.0;
    if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
}

/// CIE L*a*b* (D65) of a colour as it is seen.
fn lab(RGBColor(red, green, blue): RGBColor, sight: &[[f64; 3]; 3]) -> [f64; 3] {
    let light = [linear(red), linear(green), linear(blue)];
    let seen = sight.map(|row| row.iter().zip(light).map(|(part, light)| part * light).sum::<f64>().clamp(0.0, 1.0));
    let xyz = [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]
        .map(|row| row.iter().zip(seen).map(|(part, light)| part * light).sum::<f64>());
    let root = |value: f64| if value > 0.008_856 { value.cbrt() } else { 7.787 * value + 16.0 / 116.0 };
    let [x, y, z] = [xyz[0] / 0.9505, xyz[1], xyz[2] / 1.089].map(root);
    [116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)]
}

/// How far apart two colours are seen by those of one sight (CIE 1976); some 2 is just seen, 20 is another colour.
pub(crate) fn apart(one: RGBColor, other: RGBColor, sight: &[[f64; 3]; 3]) -> f64 {
    let (one, other) = (lab(one, sight), lab(other, sight));
    one.iter().zip(other).map(|(one, other)| (one - other).powi(2)).sum::<f64>().sqrt()
}

/// How far apart two colours are seen by those who see the difference least.
pub(crate) fn least_apart(one: RGBColor, other: RGBColor) -> f64 {
    SIGHTS.iter().map(|(_, sight)| apart(one, other, sight)).fold(f64::INFINITY, f64::min)
}

/// `#12436D` as a colour; nothing else is one.
pub(crate) fn parse(text: &str) -> Option<RGBColor> {
    let digits =
        text.strip_prefix('#').filter(|it| it.len() == 6 && it.bytes().all(|byte| byte.is_ascii_hexdigit()))?;
    let part = |at: usize| u8::from_str_radix(digits.get(at..at + 2)?, 16).ok();
    Some(RGBColor(part(0)?, part(2)?, part(4)?))
}

/// As the drawings write it: `#12436d`.
pub(crate) fn hex(RGBColor(red, green, blue): RGBColor) -> String {
    format!("#{red:02x}{green:02x}{blue:02x}")
}

/// As people and office documents write it, without the `#`: `12436D`.
pub(crate) fn plain_hex(colour: RGBColor) -> String {
    hex(colour).trim_start_matches('#').to_uppercase()
}

/// `part` of 255 of the way from one colour to another.
pub(crate) fn mixed(from: RGBColor, to: RGBColor, part: u8) -> RGBColor {
    let mix = |from: u8, to: u8| {
        let (from, to, part) = (u32::from(from), u32::from(to), u32::from(part));
        u8::try_from((from * (255 - part) + to * part + 127) / 255).unwrap_or(u8::MAX)
    };
    RGBColor(mix(from.0, to.0), mix(from.1, to.1), mix(from.2, to.2))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contrast_is_that_of_the_guidelines() {
        assert!((contrast(RGBColor(0, 0, 0), WHITE) - 21.0).abs() < 1e-9);
        // The grey that is known for just passing.
        assert!((contrast(RGBColor(0x76, 0x76, 0x76), WHITE) - 4.54).abs() < 0.01);
        assert!(contrast(RGBColor(0x77, 0x77, 0x77), WHITE) < LETTERS);
    }

    #[test]
    fn only_six_digits_are_a_colour() {
        assert_eq!(parse("#12436d"), Some(RGBColor(0x12, 0x43, 0x6D)));
        for odd in ["", "#", "12436D", "#12436", "#12436DFF", "#12436G", "blue", "#+12436", "#1243é", "# 2436D"] {
            assert_eq!(parse(odd), None, "{odd}");
        }
        assert_eq!(plain_hex(RGBColor(0x12, 0x43, 0x6D)), "12436D");
    }
}
