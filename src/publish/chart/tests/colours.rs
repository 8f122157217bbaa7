//! Colours that must be read are read, and those that must be told apart are, also by those who see fewer.

use crate::publish::appearance::colour::{SIGHTS, apart, contrast};
use crate::publish::chart::style;

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
