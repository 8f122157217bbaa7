//! What is said of figures, one Norwegian sentence or two each: figure, n, what it is set beside, and how sure it is.

mod series;

pub use series::{funnel, months, trend, trend_with_p};

use crate::compare::{Against, Evidence, Highlight, Judged};
use crate::compute::RELATIVE;
use crate::compute::Verdict;
use crate::lang::{decimal, integer, signed, text};
use crate::protect::{Heading, Publishable, Shown};
use crate::rounded::Rounded;
use crate::units::Unit;

/// What the front page says, strongest first.
pub fn highlights(publishable: &Publishable) -> Vec<String> {
    let (heading, judgements) = (publishable.heading(), publishable.judgements());
    let together = judgements.judged_in(heading.year);
    judgements.highlights.iter().map(|it| highlight(it, together, heading)).collect()
}

/// One finding of the front page.
fn highlight(highlight: &Highlight, together: usize, heading: &Heading) -> String {
    match highlight {
        Highlight::Comparison(judged) => comparison(judged, together, heading),
        Highlight::Trend(trend) => self::trend(trend, heading),
    }
}

/// One comparison; `together` is how many were judged at once.
pub fn comparison(judged: &Judged, together: usize, heading: &Heading) -> String {
    let (keys, mut values) = beside(judged, heading);
    let [higher, lower, uncertain, plain] = keys;
    let key = match judged.verdict {
        Some(Verdict::Higher) => higher,
        Some(Verdict::Lower) => lower,
        Some(Verdict::Uncertain) => uncertain,
        None => plain,
    };
    values.push(("title", judged.title.clone()));
    values.push(("own", own(judged, heading)));
    values.push(("year", heading.year_label(judged.year)));
    values.push(("difference", difference(judged)));
    values.push(("now", now(judged, heading)));
    let mut sentences = vec![filled(key, &values)];
    sentences.extend(interval(judged));
    sentences.extend((judged.evidence == Evidence::Strong).then(|| text("compare.strong", &[])));
    let count = integer(together as u64);
    sentences.extend(judged.is_lost_together().then(|| text("compare.lost", &[("count", &count)])));
    sentences.extend(
        judged.is_better.map(
            |is_better| {
                if is_better { text("compare.better", &[]) } else { text("compare.worse", &[]) }
            },
        ),
    );
    sentences.extend(
        judged.is_reached.map(
            |is_reached| {
                if is_reached { text("compare.reached", &[]) } else { text("compare.not_reached", &[]) }
            },
        ),
    );
    sentences.join(" ")
}

/// The sentences for higher, lower, uncertain and not judged.
type Keys = [&'static str; 4];

const REGION: Keys =
    ["compare.region_higher", "compare.region_lower", "compare.region_uncertain", "compare.region_plain"];
const BEFORE: Keys =
    ["compare.before_higher", "compare.before_lower", "compare.before_uncertain", "compare.before_plain"];
const TARGET: Keys =
    ["compare.target_higher", "compare.target_lower", "compare.target_uncertain", "compare.target_plain"];
const BASELINE: Keys =
    ["compare.baseline_higher", "compare.baseline_lower", "compare.baseline_uncertain", "compare.baseline_plain"];

/// The sentences about what it is set beside, and the words for that.
fn beside(judged: &Judged, heading: &Heading) -> (Keys, Vec<(&'static str, String)>) {
    let reference = ("reference", value(judged.reference, judged.reference_unit));
    match &judged.against {
        Against::Region { name, .. } => (REGION, vec![reference, ("name", name.clone())]),
        Against::YearBefore(year) => (BEFORE, vec![reference, ("before", heading.year_label(*year))]),
        Against::Target => (TARGET, vec![reference]),
        Against::Baseline { .. } => (BASELINE, vec![reference]),
    }
}

fn own(judged: &Judged, heading: &Heading) -> String {
    figure(&judged.own, judged.unit, &heading.year_label(judged.year))
}

/// What a change has come to, with year and n; the year alone where that figure is not shown.
fn now(judged: &Judged, heading: &Heading) -> String {
    let year = heading.year_label(judged.year);
    judged.now.map_or_else(|| year.clone(), |now| figure(&now, judged.reference_unit, &year))
}

/// A figure with its year and n.
fn figure(shown: &Shown, unit: Unit, year: &str) -> String {
    let printed = Rounded::shown(shown, unit).map_or(shown.value, |rounded| rounded.number());
    let said = value(printed, unit);
    let [numerator, denominator] = [shown.numerator, shown.denominator].map(|count| count.map(integer));
    match (&numerator, &denominator) {
        (Some(numerator), Some(denominator)) => {
            let values =
                [("value", said.as_str()), ("year", year), ("numerator", numerator), ("denominator", denominator)];
            text("compare.own_of", &values)
        }
        (None, Some(denominator)) => {
            text("compare.own_among", &[("value", &said), ("year", year), ("denominator", denominator)])
        }
        _ => text("compare.own", &[("value", &said), ("year", year)]),
    }
}

/// That of the figure beside a fixed one, and that of the change beside last year's: the one that the verdict rests on.
fn interval(judged: &Judged) -> Option<String> {
    let is_change = matches!(judged.against, Against::YearBefore(_) | Against::Baseline { .. });
    let interval = if is_change { judged.interval } else { judged.own.interval }?;
    let decimals = judged.unit.decimals();
    let limit = |limit: f64| if is_change { signed(limit, decimals) } else { decimal(limit, decimals) };
    let (lower, upper) = (limit(interval.lower), limit(interval.upper));
    let key = if is_change { "compare.interval_to" } else { "compare.interval" };
    Some(text(key, &[("lower", &lower), ("upper", &upper)]))
}

/// The difference of the printed figures, so that a reader who subtracts them finds it.
pub(super) fn printed_difference(judged: &Judged) -> Option<Rounded> {
    if matches!(judged.against, Against::Baseline { .. }) {
        return Rounded::shown(&judged.own, judged.unit);
    }
    let own = Rounded::shown(&judged.own, judged.unit)?;
    let reference = Rounded::of(judged.reference, judged.reference_unit)?;
    Rounded::of(own.number() - reference.number(), judged.unit)
}

fn difference(judged: &Judged) -> String {
    let Some(rounded) = printed_difference(judged) else { return String::new() };
    let said = signed(rounded.number(), rounded.decimals());
    if judged.unit == Unit::Prosent && !judged.measure.ends_with(RELATIVE) {
        return text("compare.value_points", &[("value", &said)]);
    }
    with_unit(&said, judged.unit)
}

/// A figure as people write it.
pub(super) fn value(value: f64, unit: Unit) -> String {
    with_unit(&decimal(value, unit.decimals()), unit)
}

fn with_unit(said: &str, unit: Unit) -> String {
    let key = match unit {
        Unit::Antall => return said.to_owned(),
        Unit::Prosent => "compare.value_prosent",
        Unit::Per1000 => "compare.value_per_1000",
        Unit::Dager => "compare.value_dager",
        Unit::Skala => "compare.value_skala",
        Unit::Poeng => "compare.value_poeng",
    };
    text(key, &[("value", said)])
}

fn filled(key: &str, values: &[(&'static str, String)]) -> String {
    let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
    text(key, &values)
}

/// How much the numbers carry, in a table.
pub(super) fn evidence(evidence: Evidence) -> String {
    match evidence {
        Evidence::None => text("compare.evidence_none", &[]),
        Evidence::Clear => text("compare.evidence_clear", &[]),
        Evidence::Strong => text("compare.evidence_strong", &[]),
    }
}

/// Whether a certain difference is good.
pub(super) fn way(is_better: bool) -> String {
    if is_better { text("compare.way_better", &[]) } else { text("compare.way_worse", &[]) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compute::{Interval, Level, ReferenceRole};
    use crate::protect::testing::heading;

    fn judged(against: Against, verdict: Option<Verdict>) -> Judged {
        let interval = Some(Interval { lower: 6.1, upper: 8.9 });
        Judged {
            indicator: "K1".to_owned(),
            measure: "K1".to_owned(),
            title: "Barn med melding".to_owned(),
            unit_text: "prosent av barn 0–17 år".to_owned(),
            unit: Unit::Prosent,
            year: 2025,
            own: Shown { value: 7.404_580, numerator: Some(97), denominator: Some(1_310), interval },
            against,
            reference: 5.0,
            reference_unit: Unit::Prosent,
            reference_unit_text: "prosent av barn 0–17 år".to_owned(),
            difference: 2.404_580,
            interval: Some(Interval { lower: 1.1, upper: 3.9 }),
            apart: Some(Level::P998),
            p: Some(0.0001),
            adjusted: Some(0.0002),
            evidence: if verdict == Some(Verdict::Uncertain) { Evidence::None } else { Evidence::Strong },
            verdict,
            is_better: None,
            is_reached: None,
            now: None,
        }
    }

    fn county() -> Against {
        Against::Region { code: "EKA34".to_owned(), name: "Innlandet".to_owned(), role: ReferenceRole::County }
    }

    /// Figure, n, what it is set beside, and how sure it is: in every sentence.
    #[test]
    fn each_verdict_is_one_sentence() {
        let own = "Barn med melding: 7,4\u{a0}% i 2025 (97 av 1\u{a0}310)";
        let cases = [
            (
                judged(county(), Some(Verdict::Higher)),
                format!(
                    "{own}, høyere enn Innlandet (5,0\u{a0}%). 95\u{a0}%-intervall 6,1–8,9. Forskjellen er svært sikker (99,8\u{a0}%)."
                ),
            ),
            (
                Judged { p: Some(0.01), ..judged(county(), Some(Verdict::Uncertain)) },
                format!(
                    "{own}. Forskjellen fra Innlandet (5,0\u{a0}%) er ikke sikker. 95\u{a0}%-intervall 6,1–8,9. Alene ser den ut som en \
                     forskjell, men ikke når alle 70 sammenlikningene vurderes samlet."
                ),
            ),
            (
                Judged {
                    is_better: Some(false),
                    evidence: Evidence::Clear,
                    ..judged(Against::YearBefore(2024), Some(Verdict::Higher))
                },
                format!(
                    "{own}, opp fra 5,0\u{a0}% i 2024. 95\u{a0}%-intervall +1,1 til +3,9. Etter planen er det dårligere."
                ),
            ),
            (
                Judged {
                    is_reached: Some(true),
                    evidence: Evidence::Clear,
                    ..judged(Against::Target, Some(Verdict::Higher))
                },
                format!("{own}, over planens mål på 5,0\u{a0}%. 95\u{a0}%-intervall 6,1–8,9. Målet er nådd."),
            ),
            (
                Judged {
                    interval: None,
                    p: None,
                    own: Shown { interval: None, ..judged(county(), None).own },
                    evidence: Evidence::None,
                    ..judged(county(), None)
                },
                format!("{own}; Innlandet har 5,0\u{a0}%."),
            ),
        ];
        for (said, expected) in cases {
            assert_eq!(comparison(&said, 70, &heading()), expected);
        }
    }

    #[test]
    fn a_change_since_the_baseline_is_in_percentage_points() {
        let against = Against::Baseline { code: "nullpunkt-2021".to_owned(), name: "Nullpunkt 2021".to_owned() };
        let interval = Some(Interval { lower: -1.0, upper: 3.0 });
        let own = Shown { value: 1.0, numerator: None, denominator: None, interval };
        let now = Some(Shown { value: 6.0, numerator: Some(78), denominator: Some(1_300), interval: None });
        let change = Judged { own, interval, apart: None, ..judged(against, Some(Verdict::Uncertain)) };
        let said = |now: Option<Shown>| comparison(&Judged { now, p: Some(0.5), ..change.clone() }, 70, &heading());
        assert!(
            said(now).contains(
                "+1,0\u{a0}prosentpoeng til 6,0\u{a0}% i 2025 (78 av 1\u{a0}300); tallet i nullpunktet var 5,0\u{a0}%"
            ),
            "{}",
            said(now)
        );
        assert!(said(None).contains("+1,0\u{a0}prosentpoeng til 2025; tallet i"), "where it is not shown");
    }
}
