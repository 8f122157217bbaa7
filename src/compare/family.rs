//! Many comparisons judged at once: by chance alone one in twenty would clear its 95 % interval.

use std::collections::BTreeMap;

use super::against::{Against, Judged};
use crate::compute::RELATIVE;
use crate::compute::{Level, Verdict, benjamini_hochberg};

/// The share of false ones among what is called higher or lower that is accepted (Benjamini & Hochberg 1995).
pub const FALSE_DISCOVERIES: f64 = 0.05;
/// The same among what is called very sure.
pub const SURE_FALSE_DISCOVERIES: f64 = 0.002;

/// How much the numbers carry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Evidence {
    /// The two cannot be told apart.
    None,
    /// They can at 95 %, also when the family is judged together.
    Clear,
    /// They can at 99.8 %, also when the family is judged together.
    Strong,
}

impl Evidence {
    /// What the interval by itself and the whole family say together: both have to hold at the level.
    pub(super) fn of(apart: Option<Level>, adjusted: Option<f64>) -> Self {
        let is_below = |most: f64| adjusted.is_some_and(|adjusted| adjusted < most);
        match apart {
            Some(Level::P998) if is_below(SURE_FALSE_DISCOVERIES) => Self::Strong,
            Some(_) if is_below(FALSE_DISCOVERIES) => Self::Clear,
            _ => Self::None,
        }
    }
}

/// Gives every comparison its verdict. A family is everything that is judged of one year.
///
/// A figure is called higher or lower only where its own 95 % interval clears the other figure, and it still stands when
/// the family is judged together by the method of Benjamini and Hochberg at 5 %; very surely so where both hold at 0.2 %.
///
/// A change since the baseline in per cent is no comparison of its own: it is given what is said of the change itself.
pub(super) fn correct(comparisons: &mut [Judged]) {
    judge_together(comparisons);
    let told: BTreeMap<(String, i32), Judged> = comparisons
        .iter()
        .filter(|it| matches!(it.against, Against::Baseline { .. }) && !it.is_same_in_percent())
        .map(|it| ((it.measure.clone(), it.year), it.clone()))
        .collect();
    for judged in comparisons.iter_mut().filter(|it| it.is_same_in_percent()) {
        let of = judged.measure.strip_suffix(RELATIVE).unwrap_or_default().to_owned();
        let Some(change) = told.get(&(of, judged.year)) else { continue };
        (judged.apart, judged.p, judged.adjusted) = (change.apart, change.p, change.adjusted);
        (judged.evidence, judged.verdict) = (change.evidence, change.verdict);
    }
}

fn judge_together(comparisons: &mut [Judged]) {
    let mut families: BTreeMap<i32, Vec<usize>> = BTreeMap::new();
    for (place, judged) in comparisons.iter().enumerate().filter(|(_, judged)| judged.p.is_some()) {
        families.entry(judged.year).or_default().push(place);
    }
    for places in families.values() {
        let p: Vec<Option<f64>> = places.iter().map(|place| comparisons[*place].p).collect();
        for (place, adjusted) in places.iter().zip(benjamini_hochberg(&p)) {
            let judged = &mut comparisons[*place];
            judged.adjusted = adjusted;
            judged.evidence = Evidence::of(judged.apart, adjusted);
            judged.verdict = Some(match judged.evidence {
                Evidence::None => Verdict::Uncertain,
                _ if judged.difference > 0.0 => Verdict::Higher,
                _ => Verdict::Lower,
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Both the interval and the family have to say it, each at the level that is claimed.
    #[test]
    fn each_level_asks_both_the_interval_and_the_family() {
        let table = [
            (Some(Level::P998), 0.001_9, Evidence::Strong),
            (Some(Level::P998), 0.002_1, Evidence::Clear),
            (Some(Level::P998), 0.049, Evidence::Clear),
            (Some(Level::P998), 0.051, Evidence::None),
            (Some(Level::P95), 0.001_9, Evidence::Clear),
            (Some(Level::P95), 0.049, Evidence::Clear),
            (Some(Level::P95), 0.051, Evidence::None),
            (None, 0.000_1, Evidence::None),
        ];
        for (apart, adjusted, expected) in table {
            assert_eq!(Evidence::of(apart, Some(adjusted)), expected, "{apart:?} {adjusted}");
            assert_eq!(Evidence::of(apart, None), Evidence::None, "{apart:?}");
        }
    }
}
