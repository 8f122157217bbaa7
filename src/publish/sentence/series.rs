//! What is said of series: years, months, and municipalities beside each other.

use crate::compare::{Evidence, FunnelOf, InFunnel, MonthPhase, MonthsOf, TrendOf};
use crate::compute::{Direction, FEWEST_POINTS, Signal, SignalRule};
use crate::lang::{decimal, integer, text};
use crate::protect::Heading;

use super::{figure, filled};

/// How a figure has gone through the years: the first and the last of them, each with its n.
pub fn trend(trend: &TrendOf, heading: &Heading) -> String {
    let [first, last] = [(trend.first, &trend.from), (trend.last, &trend.to)]
        .map(|(year, shown)| figure(shown, trend.unit, &heading.year_label(year)));
    let [count, needed] = [trend.points, trend.least()].map(|years| years.to_string());
    let values =
        [("title", trend.title.as_str()), ("first", &first), ("last", &last), ("count", &count), ("least", &needed)];
    text(trend.key(), &values)
}

/// The same for the workbook, with how often chance gives as much direction, all series judged together.
pub fn trend_with_p(trend: &TrendOf, heading: &Heading) -> String {
    let said = self::trend(trend, heading);
    trend.adjusted.map(p).into_iter().fold(said, |said, p| format!("{said} {p}"))
}

fn p(adjusted: f64) -> String {
    if adjusted < 0.0005 {
        return text("compare.trend_p_below", &[]);
    }
    text("compare.trend_p", &[("p", &decimal(adjusted, 3))])
}

/// How a monthly count has gone: of each phase what is out of the ordinary, or that nothing is, or that it is too short.
pub fn months(months: &MonthsOf) -> Vec<String> {
    months.phases.iter().flat_map(|phase| of_phase(months, phase)).collect()
}

fn of_phase(months: &MonthsOf, phase: &MonthPhase) -> Vec<String> {
    let title = match (&phase.reason, phase.points.first()) {
        (Some(reason), Some((year, of_year, _))) => {
            let (month, year) = (month(*of_year), year.to_string());
            let values =
                [("title", months.title.as_str()), ("month", &month), ("year", &year), ("reason", reason.as_str())];
            text("compare.months_from", &values)
        }
        _ => months.title.clone(),
    };
    let (count, least) = (phase.points.len().to_string(), FEWEST_POINTS.to_string());
    let Some(limits) = phase.ordinary else {
        return vec![text("compare.months_short", &[("title", &title), ("count", &count), ("least", &least)])];
    };
    // No count is below zero: a lower limit there says that nothing is too low.
    let [mean, lower, upper] = [limits.mean, limits.lower.max(0.0), limits.upper].map(|limit| decimal(limit, 1));
    if phase.signals.is_empty() {
        let values =
            [("title", title.as_str()), ("count", &count), ("mean", &mean), ("lower", &lower), ("upper", &upper)];
        return vec![text("compare.months_steady", &values)];
    }
    let said = |signal: &Signal| {
        let (year, of_year, value) = phase.last_of(signal)?;
        let (month, year) = (month(of_year), year.to_string());
        let (value, length) = (super::value(value, months.unit), (signal.last - signal.first + 1).to_string());
        let values = [
            ("title", title.as_str()),
            ("month", &month),
            ("year", &year),
            ("value", &value),
            ("count", &length),
            ("mean", &mean),
            ("lower", &lower),
            ("upper", &upper),
        ];
        Some(text(run(*signal), &values))
    };
    phase.signals.iter().filter_map(said).collect()
}

fn run(signal: Signal) -> &'static str {
    match (signal.rule, signal.direction) {
        (SignalRule::Beyond, _) => "compare.months_beyond",
        (SignalRule::Shift, Direction::Up) => "compare.months_run_above",
        (SignalRule::Shift, Direction::Down) => "compare.months_run_below",
        (SignalRule::Drift, Direction::Up) => "compare.months_rising",
        (SignalRule::Drift, Direction::Down) => "compare.months_falling",
    }
}

fn month(month: u32) -> String {
    let names = text("generated.months", &[]);
    let place = usize::try_from(month).unwrap_or_default().saturating_sub(1);
    names.split(' ').nth(place).unwrap_or_default().to_owned()
}

/// A municipality beside all of them; `together` is how many such figures were judged at once.
pub fn funnel(funnel: &FunnelOf, municipality: &InFunnel, region: &str, together: usize, heading: &Heading) -> String {
    let key = match municipality.evidence {
        Evidence::None => "compare.funnel_uncertain",
        _ if municipality.own.value > funnel.together => "compare.funnel_higher",
        _ => "compare.funnel_lower",
    };
    let limit = |limit: f64| decimal(limit, funnel.unit.decimals());
    let values = [
        ("municipality", municipality.name.clone()),
        ("own", figure(&municipality.own, funnel.unit, &heading.year_label(funnel.year))),
        ("region", region.to_owned()),
        ("reference", super::value(funnel.together, funnel.unit)),
        ("lower", limit(municipality.limits.lower)),
        ("upper", limit(municipality.limits.upper)),
    ];
    let limits = match municipality.independent {
        Some(answers) => filled("compare.funnel_limits_independent", &with("independent", integer(answers), &values)),
        None => filled("compare.funnel_limits", &values),
    };
    let mut sentences = vec![filled(key, &values), limits];
    if let Some(own) = municipality.own.interval.filter(|_| municipality.is_reached_by_interval()) {
        let values = with("own_lower", limit(own.lower), &with("own_upper", limit(own.upper), &values));
        sentences.push(filled("compare.funnel_reached", &values));
    }
    sentences.extend((municipality.evidence == Evidence::Strong).then(|| text("compare.strong", &[])));
    let count = integer(together as u64);
    sentences.extend(municipality.is_lost_together().then(|| text("compare.lost", &[("count", &count)])));
    sentences.join(" ")
}

fn with(name: &'static str, value: String, values: &[(&'static str, String)]) -> Vec<(&'static str, String)> {
    values.iter().cloned().chain([(name, value)]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::Direction as Way;
    use crate::compute::{Interval, Level};
    use crate::protect::Shown;
    use crate::protect::testing::heading;
    use crate::units::Unit;

    fn shown(value: f64, numerator: Option<u64>, denominator: Option<u64>) -> Shown {
        Shown { value, numerator, denominator, interval: None }
    }

    fn trend_of(unit: Unit, direction: Way, from: Shown, to: Shown) -> String {
        let trend = TrendOf {
            measure: "K1".to_owned(),
            title: "Barn med melding".to_owned(),
            first: 2021,
            last: 2025,
            unit,
            from,
            to,
            points: 5,
            p: Some(0.001),
            adjusted: Some(0.01),
            direction,
            is_better: None,
        };
        super::trend(&trend, &heading())
    }

    /// Both ends with year and n, whatever kind of figure it is.
    #[test]
    fn a_direction_has_its_first_and_last_figure() {
        let [from, to] = [shown(5.0, Some(65), Some(1_300)), shown(7.404_580, Some(97), Some(1_310))];
        assert_eq!(
            trend_of(Unit::Prosent, Way::Rising, from, to),
            "Barn med melding: stigende gjennom 5 år, fra 5,0\u{a0}% i 2021 (65 av 1\u{a0}300) til 7,4\u{a0}% i 2025 (97 av \
             1\u{a0}310)."
        );
        assert_eq!(
            trend_of(Unit::Antall, Way::Falling, shown(90.0, Some(90), None), shown(40.0, Some(40), None)),
            "Barn med melding: synkende gjennom 5 år, fra 90 i 2021 til 40 i 2025."
        );
        assert_eq!(
            trend_of(Unit::Poeng, Way::Unclear, shown(3.0, None, Some(60)), shown(3.5, None, Some(64))),
            "Barn med melding: ingen sikker retning gjennom 5 år, fra 3,0 poeng i 2021 (n = 60) til 3,5 poeng i \
             2025 (n = 64)."
        );
    }

    /// What is outside the limits and still not sure is explained, and limits of fewer answers say of how many.
    #[test]
    fn limits_say_what_they_are_for() {
        let limits = Interval { lower: 40.0, upper: 64.0 };
        let own = Interval { lower: 51.5, upper: 80.0 };
        let municipality = InFunnel {
            code: "3418".to_owned(),
            name: "Åsnes".to_owned(),
            own: Shown { interval: Some(own), ..shown(66.5, Some(266), Some(400)) },
            limits,
            outer_limits: limits,
            independent: Some(44),
            apart: None,
            p: Some(0.06),
            adjusted: Some(0.3),
            evidence: Evidence::None,
        };
        let of = FunnelOf {
            measure: "E6".to_owned(),
            title: "Ansatte".to_owned(),
            unit: Unit::Prosent,
            year: 2025,
            together: 52.0,
            municipalities: vec![municipality.clone()],
        };
        let said = |it: &InFunnel| funnel(&of, it, "Solør", 240, &heading());
        let limits = "Tilfeldighet alene gir 40,0–64,0 for om lag 44 uavhengige svar (95\u{a0}%-grenser).";
        let own = "Åsnes: 66,5\u{a0}% i 2025 (266 av 400). Forskjellen fra Solør (52,0\u{a0}%) er ikke sikker.";
        let reached =
            "Tallet er utenfor grensene, men kommunens eget 95\u{a0}%-intervall (51,5–80,0) når fram til Solør.";
        assert_eq!(said(&municipality), format!("{own} {limits} {reached}"));
        let within = InFunnel { own: shown(60.0, Some(240), Some(400)), ..municipality };
        assert!(said(&within).ends_with(limits), "{}", said(&within));
    }

    /// Figure, n, the region's figure, the limits and how sure it is; no rank.
    #[test]
    fn a_municipality_has_figure_n_and_limits() {
        let said = |value: f64, events: u64, apart: Option<Level>, evidence: Evidence| {
            let limits = Interval { lower: 5.64, upper: 8.36 };
            let municipality = InFunnel {
                code: "3418".to_owned(),
                name: "Åsnes".to_owned(),
                own: shown(value, Some(events), Some(1_310)),
                limits,
                outer_limits: limits,
                independent: None,
                apart,
                p: Some(0.01),
                adjusted: Some(0.04),
                evidence,
            };
            let of = FunnelOf {
                measure: "K1".to_owned(),
                title: "Barn med melding".to_owned(),
                unit: Unit::Prosent,
                year: 2025,
                together: 7.0,
                municipalities: vec![municipality.clone()],
            };
            funnel(&of, &municipality, "Solør", 240, &heading())
        };
        let limits = "Tilfeldighet alene gir 5,6–8,4 for så mange (95\u{a0}%-grenser).";
        assert_eq!(
            said(9.2, 120, Some(Level::P998), Evidence::Strong),
            format!(
                "Åsnes: 9,2\u{a0}% i 2025 (120 av 1\u{a0}310), høyere enn Solør (7,0\u{a0}%). {limits} Forskjellen er svært sikker \
                 (99,8\u{a0}%)."
            )
        );
        assert_eq!(
            said(5.0, 65, Some(Level::P95), Evidence::Clear),
            format!("Åsnes: 5,0\u{a0}% i 2025 (65 av 1\u{a0}310), lavere enn Solør (7,0\u{a0}%). {limits}")
        );
        assert_eq!(
            said(8.5, 111, Some(Level::P95), Evidence::None),
            format!(
                "Åsnes: 8,5\u{a0}% i 2025 (111 av 1\u{a0}310). Forskjellen fra Solør (7,0\u{a0}%) er ikke sikker. {limits} Alene ser \
                 den ut som en forskjell, men ikke når alle 240 sammenlikningene vurderes samlet."
            )
        );
    }
}
