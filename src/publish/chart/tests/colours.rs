//! Colours that must be read are read, and those that must be told apart are, also by those who see fewer.

use plotters::style::RGBColor;

use crate::publish::chart::style::{self, contrast};

/// What a kind of colour blindness makes of a colour: Machado, Oliveira & Fernandes (2009), IEEE TVCG 15(6), severity 1, on
/// linear light. The first is ordinary sight.
const SIGHTS: [(&str, [[f64; 3]; 3]); 4] = [
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

/// How far apart two colours are seen (CIE 1976); some 2 is just seen, 20 is another colour.
fn apart(one: RGBColor, other: RGBColor, sight: &[[f64; 3]; 3]) -> f64 {
    let (one, other) = (lab(one, sight), lab(other, sight));
    one.iter().zip(other).map(|(one, other)| (one - other).powi(2)).sum::<f64>().sqrt()
}

/// WCAG 2.1 AA: 4.5 to 1 for letters.
#[test]
fn letters_stand_out_from_their_ground() {
    let kinds =
        [style::TITLE, style::SUBTITLE, style::NAME, style::REPORT_YEAR, style::QUIET, style::FIGURE, style::HEADING];
    for kind in kinds {
        assert!(contrast(kind.colour, style::WHITE) >= 4.5, "{kind:?}");
    }
    assert!(contrast(style::ABSENT, style::WHITE) >= 4.5, "the county's name at the end of its line");
    for ground in style::STEPS.into_iter().chain([style::OWN]) {
        assert!(contrast(style::figure_on(ground).colour, ground) >= 4.5, "{ground:?}");
    }
}

/// WCAG 2.1 AA: 3 to 1 for marks. The steps of the scale have an outline that is.
#[test]
fn marks_stand_out_from_the_paper() {
    for mark in [style::OWN, style::COUNTY, style::COUNTRY, style::SECOND, style::ABSENT, style::AXIS, style::PAST] {
        assert!(contrast(mark, style::WHITE) >= 3.0, "{mark:?}: {}", contrast(mark, style::WHITE));
    }
}

#[test]
fn colours_that_mean_different_things_are_told_apart_by_everybody() {
    let steps = style::STEPS;
    let neighbours = steps.windows(2).map(|pair| (pair[0], pair[1]));
    let ends = [(steps[0], steps[5]), (steps[1], steps[4])];
    let others = [
        (style::OWN, style::COUNTY),
        (style::OWN, style::SECOND),
        (style::OWN, style::COUNTRY),
        (style::COUNTY, style::COUNTRY),
        (style::OWN, style::PAST),
        (style::OWN, style::ABSENT),
        (style::SECOND, style::ABSENT),
    ];
    for (sight, matrix) in SIGHTS {
        for (one, other) in neighbours.clone().chain(ends).chain(others) {
            let apart = apart(one, other, &matrix);
            assert!(apart >= 12.0, "{sight}: {one:?} and {other:?} are {apart:.1} apart");
        }
    }
}
