//! How far figures beside each other lie apart, in words. One is called the largest or the smallest only where its interval is
//! apart from all the others': else chance could have put another in its place.

use crate::compute::Interval;
use crate::lang::text;
use crate::protect::Cell;
use crate::publish::chart::words;
use crate::units::Unit;

/// From the smallest to the largest of the figures shown, and which they are where that is certain.
pub(super) fn spread(named: &[(&str, Cell)], unit: Unit) -> String {
    let shown: Vec<(&str, f64)> =
        named.iter().filter_map(|(label, cell)| Some((*label, cell.shown()?.value))).collect();
    let (least, most) = shown
        .iter()
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(least, most), (_, value)| (least.min(*value), most.max(*value)));
    let [low, high] = [least, most].map(|value| words::spoken(value, unit));
    match shown.as_slice() {
        [] => text("chart.alt_none", &[]),
        _ if most <= 0.0 => text("chart.alt_zero", &[]),
        [(label, _)] => text("chart.alt_one", &[("label", label), ("value", &high)]),
        _ if low == high => text("chart.alt_same", &[("value", &high)]),
        _ => with_names(text("chart.alt_varies", &[("low", &low), ("high", &high)]), named),
    }
}

/// A sentence, and after it the names of the largest and the smallest where those are certain.
pub(super) fn with_names(sentence: String, named: &[(&str, Cell)]) -> String {
    let most = apart(named, |one, other| one.lower > other.upper);
    let least = apart(named, |one, other| one.upper < other.lower);
    let said = [("chart.alt_most", most), ("chart.alt_least", least)];
    let said = said.into_iter().filter_map(|(key, label)| Some(text(key, &[("label", label?)])));
    std::iter::once(sentence).chain(said).collect::<Vec<_>>().join(" ")
}

/// The one whose interval lies on one side of all others'; nothing where a figure that is shown has none.
fn apart<'n>(named: &[(&'n str, Cell)], is_beyond: impl Fn(Interval, Interval) -> bool) -> Option<&'n str> {
    let shown = named.iter().filter_map(|(label, cell)| Some((*label, cell.shown()?.interval)));
    let all: Vec<(&str, Interval)> = shown.map(|(label, limits)| Some((label, limits?))).collect::<Option<_>>()?;
    let is_it =
        |at: usize| all.iter().enumerate().all(|(other, (_, limits))| other == at || is_beyond(all[at].1, *limits));
    let found = (0..all.len()).find(|at| is_it(*at)).filter(|_| all.len() > 1)?;
    Some(all[found].0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protect::testing::{shown, shown_within};

    #[test]
    fn names_only_what_is_certain() {
        let of = |cells: &[Cell]| {
            let named: Vec<(&str, Cell)> = ["A", "B", "C"].into_iter().zip(cells.iter().copied()).collect();
            spread(&named, Unit::Antall)
        };
        let (low, high) = (shown_within(10.0, 5.0, 15.0), shown_within(40.0, 30.0, 50.0));
        assert_eq!(
            of(&[shown_within(12.0, 6.0, 18.0), low, Cell::Withheld]),
            "De viste tallene varierer fra 10 til 12."
        );
        let apart =
            "De viste tallene varierer fra 10 til 40. Størst er «B»: intervallet ligger over alle de andre viste.";
        assert_eq!(of(&[shown_within(12.0, 6.0, 18.0), high, low]), apart);
        assert!(of(&[low, high, Cell::Missing]).contains("Minst er «A»"));
        assert_eq!(of(&[shown(12.0), high]), "De viste tallene varierer fra 12 til 40.", "one without an interval");
        assert_eq!(of(&[shown(7.0), Cell::Withheld]), "Bare ett tall er vist: A, 7.");
        assert_eq!(of(&[low, low]), "Alle viste tall er 10.");
        assert_eq!(of(&[shown(0.0), shown(0.0)]), "Alle viste tall er null.");
        assert_eq!(of(&[Cell::Withheld]), "Ingen tall kan vises.");
    }
}
