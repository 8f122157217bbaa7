use super::*;
use crate::publish::appearance::colour::parse;

/// Colours all over: a step of 17 in each part.
fn many() -> impl Iterator<Item = RGBColor> {
    let parts = || (0..=255).step_by(17);
    parts().flat_map(move |red| parts().flat_map(move |green| parts().map(move |blue| RGBColor(red, green, blue))))
}

#[test]
fn every_colour_is_taken_or_refused_with_one_that_is() {
    let (mut taken, mut refused) = (0, 0);
    for colour in many() {
        match Palette::new(Some(colour), None) {
            Ok(palette) => {
                taken += 1;
                assert!(contrast(palette.main, WHITE) >= LETTERS && contrast(palette.county, WHITE) >= MARKS);
                assert!(contrast(palette.county_letters, WHITE) >= LETTERS && contrast(palette.past, WHITE) >= MARKS);
                for other in [palette.county, palette.second, palette.absent, palette.other, house::COUNTRY] {
                    assert!(least_apart(colour, other) >= APART, "{colour:?} {other:?}");
                }
                assert!(least_apart(palette.past, colour) >= 10.0, "{colour:?} {:?}", palette.past);
            }
            Err(Refused { role, instead, .. }) => {
                refused += 1;
                assert_eq!(role, Role::Main);
                let instead = instead.unwrap_or_else(|| panic!("nothing instead of {colour:?}"));
                assert!(Palette::new(Some(instead), None).is_ok(), "{colour:?} {instead:?}");
            }
        }
    }
    assert!(taken > 1_000 && refused > 1_000, "{taken} {refused}");
}

/// Of a pair, each colour that is refused comes with one that is taken beside the other.
#[test]
fn a_second_colour_is_held_against_the_first() {
    let burgundy = parse("#801650").unwrap();
    let mut refused = 0;
    for second in many() {
        if let Err(found) = Palette::new(Some(burgundy), Some(second)) {
            refused += 1;
            assert_eq!((found.role, found.colour), (Role::Second, second));
            let instead = found.instead.unwrap();
            assert!(Palette::new(Some(burgundy), Some(instead)).is_ok(), "{second:?} {instead:?}");
        }
    }
    assert!(refused > 500, "{refused}");
    let alone = Palette::new(None, parse("#13446E")).unwrap_err();
    assert_eq!(alone.role, Role::Second, "the plan names no other");
}

#[test]
fn what_is_refused_says_what_it_reached() {
    let orange = Palette::new(parse("#F46A25"), None).unwrap_err();
    let Reason::Contrast { reached, limit } = orange.reason else { panic!("{orange:?}") };
    assert!((2.9..3.2).contains(&reached) && (limit - 4.5).abs() < 1e-9);
    assert!(contrast(orange.instead.unwrap(), WHITE) >= LETTERS);
    let grey = Palette::new(parse("#6E6E6E"), None).unwrap_err();
    assert!(matches!(grey.reason, Reason::Apart { other: house::COUNTRY, .. }));
    assert!((super::reached(4.497) - 4.49).abs() < 1e-9);
}

/// Forth and back, also where one of the house's colours is the other's.
#[test]
fn drawings_are_exchanged_in_one_pass_and_back() {
    let svg = "<svg><rect fill=\"#12436d\"/><line stroke=\"#f46a25\"/><text fill=\"#b33f0a\">=&quot;#12436d&quot; #12436d</text>\
               <line stroke=\"#b33f0a\"/><rect fill=\"#ffffff\" id=\"#12\"/><polygon fill=\"#c5d5e4\"/></svg>";
    for (main, second) in [("#801650", None), ("#8A5A00", Some("#12436D")), ("#00573F", Some("#B33F0A"))] {
        let palette = Palette::new(parse(main), second.and_then(parse)).unwrap();
        let drawn = palette.in_drawing(svg.to_owned());
        assert_ne!(drawn, svg);
        assert!(drawn.contains(&format!("fill=\"{}\"", main.to_lowercase())));
        assert!(drawn.contains("=&quot;#12436d&quot; #12436d<"), "what is read stays: {drawn}");
        assert_eq!(exchanged(&drawn, |colour, element| palette.house_colour(colour, element)), svg);
    }
    let house = Palette::default();
    assert_eq!(house.in_drawing(svg.to_owned()), svg);
    assert_eq!(house.in_text("a { color: #12436d } 12436D"), "a { color: #12436d } 12436D");
    for odd in ["", "=\"#", "=\"#1", "=\"#12436", "=\"#12436d", "<a x=\"#é1243\">", "<<=\"#12436d\""] {
        assert_eq!(Palette::new(parse("#801650"), None).unwrap().in_drawing(odd.to_owned()).len(), odd.len());
    }
}
