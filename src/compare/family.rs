//! Many comparisons judged at once: by chance alone one in twenty would clear its 95 % interval.

use std::collections::BTreeMap;

use super::against::Judged;
use crate::compute::{Level, Verdict, benjamini_hochberg};

/// The share of false ones among what is called higher or lower that is accepted (Benjamini & Hochberg 1995).
pub const FALSE_DISCOVERIES: f64 = 0.05;

/// How much the numbers carry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Evidence {
    /// The two cannot be told apart.
    None,
    /// They can at 95 %.
    Clear,
    /// They can at 99.8 %.
    Strong,
}

/// Gives every comparison its verdict. A family is everything that is judged of one year.
///
/// A figure is called higher or lower only where its own 95 % interval clears the other figure, and it still stands when
/// the family is judged together by the method of Benjamini and Hochberg at 5 %.
pub(super) fn correct(comparisons: &mut [Judged]) {
    let mut families: BTreeMap<i32, Vec<usize>> = BTreeMap::new();
    for (place, judged) in comparisons.iter().enumerate().filter(|(_, judged)| judged.p.is_some()) {
        families.entry(judged.year).or_default().push(place);
    }
    for places in families.values() {
        let p: Vec<Option<f64>> = places.iter().map(|place| comparisons[*place].p).collect();
        for (place, adjusted) in places.iter().zip(benjamini_hochberg(&p)) {
            let judged = &mut comparisons[*place];
            judged.adjusted = adjusted;
            judged.evidence = match judged.apart {
                Some(level) if adjusted.is_some_and(|adjusted| adjusted < FALSE_DISCOVERIES) => level.into(),
                _ => Evidence::None,
            };
            judged.verdict = Some(match judged.evidence {
                Evidence::None => Verdict::Uncertain,
                _ if judged.difference > 0.0 => Verdict::Higher,
                _ => Verdict::Lower,
            });
        }
    }
}

impl From<Level> for Evidence {
    fn from(level: Level) -> Self {
        match level {
            Level::P95 => Self::Clear,
            Level::P998 => Self::Strong,
        }
    }
}
