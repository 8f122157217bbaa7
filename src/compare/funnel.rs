//! Municipalities beside each other: whether one differs from all of them together by more than chance. Never a rank by
//! itself.

use crate::compute::{
    Interval, Level, MUNICIPALITIES, MeasureTable, Tails, exact_p_of_share, funnel_of_rates, funnel_of_shares,
    poisson_tails,
};
use crate::protect::{Cell, Publishable, Shown};
use crate::units::Unit;

use super::family::Evidence;

/// A measure of all municipalities that are reported together.
#[derive(Debug, Clone, PartialEq)]
pub struct FunnelOf {
    /// Id of the measure.
    pub measure: String,
    /// Its name.
    pub title: String,
    /// Its unit.
    pub unit: Unit,
    /// The year.
    pub year: i32,
    /// All of them together.
    pub together: f64,
    /// Each of them, in the order of the plan.
    pub municipalities: Vec<InFunnel>,
}

/// A municipality beside the limits that chance alone would keep it within.
#[derive(Debug, Clone, PartialEq)]
pub struct InFunnel {
    /// Its number.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Its figure.
    pub value: f64,
    /// What it is counted among.
    pub denominator: u64,
    /// What chance alone keeps 95 % of municipalities of this size within, in the unit.
    pub limits: Interval,
    /// The same for 99.8 %.
    pub outer_limits: Interval,
    /// How surely it differs from all of them together, by itself.
    pub evidence: Evidence,
}

/// Every share and rate of the region in the year reported, where its own figure and that of two municipalities are shown.
pub(super) fn funnels(publishable: &Publishable) -> Vec<FunnelOf> {
    let Some(region) = publishable.region() else { return Vec::new() };
    let year = publishable.heading().year;
    region.indicators.iter().flat_map(|it| &it.measures).filter_map(|measure| of(measure, year)).collect()
}

pub(super) fn of(measure: &MeasureTable<Cell>, year: i32) -> Option<FunnelOf> {
    let together = measure.totals.iter().find(|point| point.year == year)?.cell.shown()?;
    let breakdown = measure.breakdowns.iter().find(|it| it.dimension == MUNICIPALITIES)?;
    let at = breakdown.years.iter().position(|known| *known == year)?;
    let municipalities: Vec<InFunnel> = breakdown
        .categories
        .iter()
        .filter_map(|category| {
            let shown = category.cells.get(at)?.shown()?;
            in_funnel(&category.code, &category.label, shown, together, measure.unit)
        })
        .collect();
    (municipalities.len() > 1).then(|| FunnelOf {
        measure: measure.id.clone(),
        title: measure.title.clone(),
        unit: measure.unit,
        year,
        together: together.value,
        municipalities,
    })
}

fn in_funnel(code: &str, name: &str, shown: &Shown, together: &Shown, unit: Unit) -> Option<InFunnel> {
    // Where no interval is given, everybody was counted and there is no chance to speak of.
    shown.interval?;
    let denominator = shown.denominator.filter(|denominator| *denominator > 0)?;
    let at = |level: Level| {
        let (limits, per) = match unit {
            Unit::Prosent if together.value <= 100.0 => {
                (funnel_of_shares(together.value / 100.0, denominator, level)?, 100.0)
            }
            Unit::Per1000 => {
                (funnel_of_rates(together.value / 1000.0, super::estimate::float(denominator), level)?, 1000.0)
            }
            _ => return None,
        };
        Some(Interval { lower: limits.lower * per, upper: limits.upper * per })
    };
    let (limits, outer_limits) = (at(Level::P95)?, at(Level::P998)?);
    // The limits are for the eye; whether it differs is said by the exact tails.
    let p = match unit {
        Unit::Prosent => exact_p_of_share(shown.numerator?, denominator, together.value / 100.0),
        _ => poisson_tails(shown.numerator?, together.value / 1000.0 * super::estimate::float(denominator))
            .map(Tails::two_sided),
    };
    let evidence = match p {
        Some(p) if p < Level::P998.tail() * 2.0 => Evidence::Strong,
        Some(p) if p < Level::P95.tail() * 2.0 => Evidence::Clear,
        _ => Evidence::None,
    };
    Some(InFunnel {
        code: code.to_owned(),
        name: name.to_owned(),
        value: shown.value,
        denominator,
        limits,
        outer_limits,
        evidence,
    })
}
