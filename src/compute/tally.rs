//! A figure together with everything that could be worked out from it.

use super::interval::Interval;

/// One cell before disclosure control. It has no `Display` and no `Serialize`: there is no way to print it by accident.
#[derive(Clone, PartialEq)]
pub enum Tally {
    /// The data is not there.
    Missing,
    /// The figure cannot exist (a share of inhabitants of unknown sex), but its count can be worked out from others.
    NotApplicable(Vec<Part>),
    /// The figure cannot exist because another one is zero, and that it cannot says so: withheld where that is withheld.
    Undefined(Vec<Part>),
    /// A figure.
    Figure(Counted),
}

/// A figure and what it rests on.
#[derive(Clone, PartialEq)]
pub struct Counted {
    /// The value in the measure's unit, not rounded.
    pub value: f64,
    /// Events, children or units that count.
    pub numerator: Option<u64>,
    /// Of how many.
    pub denominator: Option<u64>,
    /// 95 % interval.
    pub interval: Option<Interval>,
    /// Every count of people that a reader of the figure knows.
    pub parts: Vec<Part>,
}

impl Tally {
    /// Every count of people that hangs on it.
    pub(crate) fn parts(&self) -> &[Part] {
        match self {
            Self::Missing => &[],
            Self::NotApplicable(parts) | Self::Undefined(parts) => parts,
            Self::Figure(counted) => &counted.parts,
        }
    }
}

/// A count of people, known to whoever sees the figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// What is counted, so that the same count behind two figures is one; coordinates are the cell's own.
    pub meaning: String,
    /// How many.
    pub count: u64,
    /// Where the count stands, if not in the cell itself.
    pub at: Option<At>,
    /// A denominator: withholding the figure does not mean that this count has to be hidden too.
    pub is_base: bool,
}

impl Part {
    /// Whether it is how far two others are apart.
    pub fn is_difference(&self) -> bool {
        [" not ", " Difference("].iter().any(|mark| self.meaning.contains(mark))
    }
}

/// The coordinates of a count that a figure elsewhere reveals.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct At {
    /// The year; the cell's own where not set.
    pub year: Option<i32>,
    /// The dimension; empty for the total.
    pub dimension: String,
    /// The category's code; empty for the total.
    pub code: String,
}

impl std::fmt::Debug for Tally {
    /// The shape only: a figure that is printed before it is protected would be a leak.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Missing => "missing",
            Self::NotApplicable(_) => "not applicable",
            Self::Undefined(_) => "undefined",
            Self::Figure(_) => "figure",
        })
    }
}
