//! What readers know of how figures of several measures hang together, beside tables and parts.

use serde::{Deserialize, Serialize};

/// Some figures are together at most as much as some others.
///
/// Disclosure control holds it wherever it holds in the data: a reader will take it to hold everywhere. In a definition
/// file it is a `[[relation]]`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Relation {
    /// What is together at most as much.
    pub smaller: Vec<Term>,
    /// What is together at least as much.
    pub larger: Vec<Term>,
    /// A reader takes both to be as much.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub equal: bool,
    /// What the larger has more of is a count of people too: nobody may learn that it is small.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub rest: bool,
}

impl Relation {
    /// Every figure that it names.
    pub fn terms(&self) -> impl Iterator<Item = &Term> {
        self.smaller.iter().chain(&self.larger)
    }
}

/// The count behind a figure: `E3`, `E3 ventedager=uten-samtale`, `P1 tjeneste=*` for the sum over all categories,
/// `K5 base` for what a share is a share of, `S2 year-before` for the figure of the year before.
///
/// ```
/// use tryggtall::compute::Term;
///
/// let term = Term::try_from("S2 enhetstype=skole year-before".to_owned()).unwrap();
/// assert_eq!((term.measure.as_str(), term.breakdown.as_str(), term.years_before), ("S2", "enhetstype=skole", 1));
/// assert!(Term::try_from("S2 next-year".to_owned()).is_err());
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Term {
    /// Measure id.
    pub measure: String,
    /// `dimension=code`, with `*` for the sum over all codes; empty for the total.
    pub breakdown: String,
    /// What the count is a share of, and not the count.
    pub is_base: bool,
    /// How many years before.
    pub years_before: i32,
}

const BASE: &str = "base";
const YEAR_BEFORE: &str = "year-before";

impl Term {
    /// The dimension that it is the sum over.
    pub fn sums_over(&self) -> Option<&str> {
        self.breakdown.strip_suffix("=*")
    }
}

impl TryFrom<String> for Term {
    type Error = String;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let mut words = text.split(' ');
        let measure = words.next().filter(|id| !id.is_empty()).ok_or_else(|| text.clone())?.to_owned();
        let mut term = Self { measure, breakdown: String::new(), is_base: false, years_before: 0 };
        for word in words {
            match word {
                BASE => term.is_base = true,
                YEAR_BEFORE => term.years_before += 1,
                pair if term.breakdown.is_empty() && pair.contains('=') => pair.clone_into(&mut term.breakdown),
                _ => return Err(text),
            }
        }
        Ok(term)
    }
}

impl From<Term> for String {
    fn from(term: Term) -> Self {
        let mut words = vec![term.measure];
        words.extend(Some(term.breakdown).filter(|breakdown| !breakdown.is_empty()));
        words.extend(term.is_base.then(|| BASE.to_owned()));
        words.extend((0..term.years_before).map(|_| YEAR_BEFORE.to_owned()));
        words.join(" ")
    }
}
