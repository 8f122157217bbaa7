//! The colours of a report: two that a municipality chooses, and those that follow from them.
//!
//! Charts, page and documents are made in the colours of the house, and then each of these is exchanged for the
//! municipality's, in one pass. `audit` exchanges them back.

use plotters::style::RGBColor;

use super::colour::{self, APART, LETTERS, MARKS, WHITE, contrast, hex, least_apart, mixed, plain_hex};
use crate::publish::chart::house;

const BLACK: RGBColor = RGBColor(0, 0, 0);
const BLUE: RGBColor = house::OWN;
const BURGUNDY: RGBColor = RGBColor(0x80, 0x16, 0x50);
const OCHRE: RGBColor = RGBColor(0x8A, 0x5A, 0x00);
const VIOLET: RGBColor = RGBColor(0x8E, 0x7C, 0xC3);
const PLUM: RGBColor = RGBColor(0x5B, 0x2A, 0x86);

/// What the county has where the plan does not say, the first that is far enough from the municipality's.
const COUNTY: [RGBColor; 4] = [house::COUNTY, BLUE, BURGUNDY, VIOLET];
/// A second kind of good.
const SECOND: [RGBColor; 5] = [house::SECOND, VIOLET, OCHRE, BLUE, BURGUNDY];
/// What did not come.
const ABSENT: [RGBColor; 5] = [house::ABSENT, BURGUNDY, BLUE, PLUM, OCHRE];
/// Any other series of the workbook's charts.
const OTHER: [RGBColor; 5] = [BURGUNDY, BLUE, OCHRE, PLUM, VIOLET];

/// How far towards white the columns of earlier years and the bands of intervals are.
const PAST: u8 = 107;
const PALE: u8 = 199;

/// Which of the plan's two colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    /// The municipality's: headings and its own figures.
    Main,
    /// That of whom it is set beside.
    Second,
}

/// Why a colour is refused.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Reason {
    /// It does not stand out from white.
    Contrast {
        /// What it has.
        reached: f64,
        /// What it must have.
        limit: f64,
    },
    /// Somebody takes it for another colour of the report.
    Apart {
        /// The other.
        other: RGBColor,
        /// How far apart the two are.
        reached: f64,
    },
}

/// A colour that is refused, and the nearest that is not.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Refused {
    pub(crate) role: Role,
    pub(crate) colour: RGBColor,
    pub(crate) reason: Reason,
    /// The nearest darker shade that is taken, else the nearest lighter; none where there is none.
    pub(crate) instead: Option<RGBColor>,
}

/// The colours of a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Palette {
    main: RGBColor,
    county: RGBColor,
    /// For the county's name, which is read.
    county_letters: RGBColor,
    second: RGBColor,
    absent: RGBColor,
    other: RGBColor,
    past: RGBColor,
    pale: RGBColor,
}

impl Default for Palette {
    fn default() -> Self {
        Self {
            main: house::OWN,
            county: house::COUNTY,
            county_letters: house::ABSENT,
            second: house::SECOND,
            absent: house::ABSENT,
            other: BURGUNDY,
            past: house::PAST,
            pale: house::PALE,
        }
    }
}

impl Palette {
    /// The colours that follow from the plan's; the house's where it names none.
    ///
    /// # Errors
    /// [`Refused`] for the first colour that is outside the limits.
    pub(crate) fn new(main: Option<RGBColor>, second: Option<RGBColor>) -> Result<Self, Refused> {
        if main.is_none() && second.is_none() {
            return Ok(Self::default());
        }
        let chosen = main.unwrap_or(house::OWN);
        let refused = |role: Role, colour: RGBColor, reason: Reason| {
            let takes = |it: &RGBColor| match role {
                Role::Main => Self::made(*it, second).is_ok(),
                Role::Second => Self::made(chosen, Some(*it)).is_ok(),
            };
            Refused { role, colour, reason, instead: nearest(colour, takes) }
        };
        Self::made(chosen, second).map_err(|(role, reason)| match role {
            // What the plan did not name cannot be named as wrong in it.
            Role::Main if main.is_none() => refused(Role::Second, second.unwrap_or(chosen), reason),
            Role::Main => refused(role, chosen, reason),
            Role::Second => refused(role, second.unwrap_or(chosen), reason),
        })
    }

    fn made(main: RGBColor, second: Option<RGBColor>) -> Result<Self, (Role, Reason)> {
        let of = |role: Role| move |reason: Reason| (role, reason);
        stands_out(main, LETTERS).and_then(|()| lies_apart(main, &[house::COUNTRY])).map_err(of(Role::Main))?;
        let county = match second {
            Some(county) => {
                stands_out(county, MARKS)
                    .and_then(|()| lies_apart(county, &[main, house::COUNTRY]))
                    .map_err(of(Role::Second))?;
                county
            }
            None => first_of(&COUNTY, MARKS, &[main, house::COUNTRY], None).map_err(of(Role::Main))?,
        };
        if main == house::OWN && county == house::COUNTY {
            return Ok(Self::default());
        }
        let absent = first_of(&ABSENT, LETTERS, &[main], Some(county)).map_err(of(Role::Main))?;
        let second = first_of(&SECOND, MARKS, &[main, absent], Some(county)).map_err(of(Role::Main))?;
        let other = first_of(&OTHER, MARKS, &[main, county, second], None).map_err(of(Role::Main))?;
        let past = (0..=PAST).rev().map(|part| mixed(main, WHITE, part)).find(|it| contrast(*it, WHITE) >= MARKS);
        let made = Self {
            main,
            county,
            county_letters: darkened(county),
            second,
            absent,
            other,
            past: past.unwrap_or(main),
            pale: mixed(main, WHITE, PALE),
        };
        // No colour may have two meanings, or nobody could exchange it back.
        let to: Vec<RGBColor> = made.pairs().iter().map(|(_, to)| *to).collect();
        let twice = to.iter().enumerate().find(|(at, it)| house::FIXED.contains(it) || to[..*at].contains(it));
        match twice {
            Some((_, other)) => Err((Role::Main, Reason::Apart { other: *other, reached: 0.0 })),
            None => Ok(made),
        }
    }

    /// The colours of the house and what stands in their place, but for the county's name.
    fn pairs(&self) -> [(RGBColor, RGBColor); 6] {
        [
            (house::OWN, self.main),
            (house::COUNTY, self.county),
            (house::SECOND, self.second),
            (house::ABSENT, self.absent),
            (house::PAST, self.past),
            (house::PALE, self.pale),
        ]
    }

    /// The municipality's colour without `#`.
    pub(crate) fn main(&self) -> String {
        plain_hex(self.main)
    }

    /// The four series of the workbook's own charts, without `#`.
    pub(crate) fn series(&self) -> [String; 4] {
        [self.main, self.county, self.second, self.other].map(plain_hex)
    }

    /// A style sheet or a document part in these colours.
    pub(crate) fn in_text(&self, text: &str) -> String {
        let house = hex(house::OWN);
        text.replace(&house, &hex(self.main)).replace(&plain_hex(house::OWN), &self.main())
    }

    /// A drawing in these colours. Quotation marks in its texts are escaped, so that only attributes are met.
    pub(crate) fn in_drawing(&self, svg: String) -> String {
        if *self == Self::default() {
            return svg;
        }
        let pairs = self.pairs().map(|(from, to)| (hex(from), hex(to)));
        let letters = (hex(house::ABSENT), hex(self.county_letters));
        exchanged(&svg, |colour, element| {
            if element == "text" && colour == letters.0 {
                return Some(letters.1.clone());
            }
            pairs.iter().find(|(from, _)| from == colour).map(|(_, to)| to.clone())
        })
    }

    /// Whether a colour is the house's, or one that stays as it is; `none` paints nothing.
    pub(crate) fn is_of_the_house(colour: &str) -> bool {
        let changed = Self::default().pairs().map(|(from, _)| from);
        colour == "none" || changed.iter().chain(&house::FIXED).any(|known| hex(*known) == colour)
    }

    /// What an element's colour is in the colours of the house, where it is one of these.
    pub(crate) fn house_colour(&self, colour: &str, element: &str) -> Option<String> {
        if element == "text" && colour == hex(self.county_letters) {
            return Some(hex(house::ABSENT));
        }
        self.pairs().into_iter().find(|(_, to)| hex(*to) == colour).map(|(from, _)| hex(from))
    }
}

fn stands_out(colour: RGBColor, limit: f64) -> Result<(), Reason> {
    let reached = contrast(colour, WHITE);
    if reached >= limit { Ok(()) } else { Err(Reason::Contrast { reached, limit }) }
}

fn lies_apart(colour: RGBColor, others: &[RGBColor]) -> Result<(), Reason> {
    let near = others.iter().map(|other| (*other, least_apart(colour, *other))).find(|(_, apart)| *apart < APART);
    near.map_or(Ok(()), |(other, reached)| Err(Reason::Apart { other, reached }))
}

/// The first candidate that keeps the limits and is not taken; what keeps out the last of them where none does.
fn first_of(
    candidates: &[RGBColor],
    limit: f64,
    others: &[RGBColor],
    taken: Option<RGBColor>,
) -> Result<RGBColor, Reason> {
    let mut last = Reason::Apart { other: BLACK, reached: 0.0 };
    for colour in candidates.iter().filter(|it| Some(**it) != taken) {
        match stands_out(*colour, limit).and_then(|()| lies_apart(*colour, others)) {
            Ok(()) => return Ok(*colour),
            Err(Reason::Apart { reached, .. }) => last = Reason::Apart { other: *colour, reached },
            Err(reason) => last = reason,
        }
    }
    Err(last)
}

/// The shade of a colour that letters may have.
fn darkened(colour: RGBColor) -> RGBColor {
    if colour == house::COUNTY {
        return house::ABSENT;
    }
    let mut shades = (0..=u8::MAX).map(|part| mixed(colour, BLACK, part));
    shades.find(|shade| contrast(*shade, WHITE) >= LETTERS).unwrap_or(BLACK)
}

/// The nearest darker shade that is taken, else the nearest lighter.
fn nearest(colour: RGBColor, takes: impl Fn(&RGBColor) -> bool) -> Option<RGBColor> {
    let towards = |end: RGBColor| (1..=u8::MAX).map(move |part| mixed(colour, end, part));
    towards(BLACK).find(&takes).or_else(|| towards(WHITE).find(&takes))
}

/// The text with each colour that is an attribute's value exchanged; `other` is asked with the element it stands in.
fn exchanged(svg: &str, other: impl Fn(&str, &str) -> Option<String>) -> String {
    const DIGITS: usize = "#12436d".len();
    let (mut text, mut rest, mut element) = (String::with_capacity(svg.len()), svg, String::new());
    while let Some(at) = rest.find("=\"#") {
        let (before, after) = rest.split_at(at + 2);
        if let Some((_, tag)) = before.rsplit_once('<') {
            element = tag.chars().take_while(char::is_ascii_alphanumeric).collect();
        }
        text.push_str(before);
        let colour = after.get(..DIGITS).filter(|_| after.as_bytes().get(DIGITS) == Some(&b'"'));
        let found = colour.and_then(|colour| Some((other(colour, &element)?, colour)));
        let (written, read) = found.as_ref().map_or(("#", "#"), |(found, colour)| (found.as_str(), *colour));
        text.push_str(written);
        rest = &after[read.len()..];
    }
    text.push_str(rest);
    text
}

/// Two decimals, never more than there are: 4.497 is not 4.50.
pub(crate) fn reached(ratio: f64) -> f64 {
    (ratio * 100.0).floor() / 100.0
}

/// A colour as the plan writes it.
pub(crate) fn written(colour: RGBColor) -> String {
    format!("#{}", colour::plain_hex(colour))
}

#[cfg(test)]
mod tests;
