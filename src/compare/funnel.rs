//! Municipalities beside each other: whether one differs from all of them together by more than chance. Never a rank by
//! itself.

use super::against::level;
use super::estimate::{Estimate, whole};
use super::family::Evidence;
use super::{Aims, Judgements};
use crate::compute::{
    Interval, Level, MUNICIPALITIES, MeasureTable, benjamini_hochberg, funnel_of_rates, funnel_of_shares,
};
use crate::protect::{Cell, Publishable, Shown};
use crate::units::Unit;

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
    pub own: Shown,
    /// What chance alone keeps 95 % of municipalities of this size within, in the unit.
    pub limits: Interval,
    /// The same for 99.8 %.
    pub outer_limits: Interval,
    /// How many independent answers the limits are for, where one person gave several.
    pub independent: Option<u64>,
    /// The level of its interval that tells it from all of them together, by itself.
    pub apart: Option<Level>,
    /// How often chance gives as much distance.
    pub p: Option<f64>,
    /// The same when all municipalities of all funnels of the report are judged together.
    pub adjusted: Option<f64>,
    /// How surely it differs from all of them together, judged so.
    pub evidence: Evidence,
}

impl InFunnel {
    /// Outside what chance gives, and yet its own interval reaches all of them together.
    pub fn is_reached_by_interval(&self) -> bool {
        let is_within = self.limits.lower <= self.own.value && self.own.value <= self.limits.upper;
        self.evidence == Evidence::None && self.apart.is_none() && !is_within
    }

    /// Different by itself, but not when all of them are judged together.
    pub fn is_lost_together(&self) -> bool {
        self.evidence == Evidence::None && self.apart.is_some()
    }
}

impl Judgements {
    /// How many figures of municipalities were judged together.
    pub fn municipalities_judged(&self) -> usize {
        self.funnels.iter().flat_map(|funnel| &funnel.municipalities).filter(|it| it.p.is_some()).count()
    }
}

/// Every share and rate of the region in the year reported, where its own figure and that of two municipalities are shown,
/// all judged together.
pub(super) fn funnels(publishable: &Publishable, aims: &Aims) -> Vec<FunnelOf> {
    let Some(region) = publishable.region() else { return Vec::new() };
    let year = publishable.heading().year;
    let measures = region.indicators.iter().flat_map(|it| &it.measures);
    let mut funnels: Vec<FunnelOf> = measures.filter_map(|measure| of(measure, year, aims)).collect();
    correct(&mut funnels);
    funnels
}

/// Twelve municipalities beside twenty figures are two hundred and forty comparisons: one family, as those of a year are.
fn correct(funnels: &mut [FunnelOf]) {
    let all = || funnels.iter().flat_map(|funnel| &funnel.municipalities);
    let adjusted = benjamini_hochberg(&all().map(|it| it.p).collect::<Vec<_>>());
    for (it, adjusted) in funnels.iter_mut().flat_map(|funnel| &mut funnel.municipalities).zip(adjusted) {
        it.adjusted = adjusted;
        it.evidence = Evidence::of(it.apart, adjusted);
    }
}

/// None where the figure of one of them may be nought because its export was empty: it is in that of all of them together,
/// and the others would be too high beside it.
fn of(measure: &MeasureTable<Cell>, year: i32, aims: &Aims) -> Option<FunnelOf> {
    let together = measure.totals.iter().find(|point| point.year == year)?.cell.shown()?;
    let breakdown = measure.breakdowns.iter().find(|it| it.dimension == MUNICIPALITIES)?;
    let at = breakdown.years.iter().position(|known| *known == year)?;
    let shown = || breakdown.categories.iter().filter_map(|it| Some((it, it.cells.get(at)?.shown()?)));
    if shown().any(|(_, own)| aims.may_be_empty(&measure.id, own, measure.unit)) {
        return None;
    }
    let municipalities: Vec<InFunnel> = shown()
        .filter_map(|(category, own)| in_funnel(&category.code, &category.label, own, together, measure.unit))
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

/// All of them together are taken as known. The municipality is one of them, so it lies closer than chance alone would have
/// it, and is called different too seldom rather than too often.
fn in_funnel(code: &str, name: &str, own: &Shown, together: &Shown, unit: Unit) -> Option<InFunnel> {
    if !matches!(unit, Unit::Prosent | Unit::Per1000) {
        return None;
    }
    let denominator = own.denominator.filter(|denominator| *denominator > 0)?;
    // Where no interval is given, everybody was counted and there is no chance to speak of.
    let estimate = Estimate::of(own, unit)?;
    Some(InFunnel {
        code: code.to_owned(),
        name: name.to_owned(),
        own: *own,
        limits: limits(&estimate, together.value, Level::P95)?,
        outer_limits: limits(&estimate, together.value, Level::P998)?,
        independent: independent(&estimate).filter(|answers| *answers < denominator),
        apart: level(|level| estimate.clears(together.value, level)),
        p: estimate.p_against(together.value),
        adjusted: None,
        evidence: Evidence::None,
    })
}

fn independent(estimate: &Estimate) -> Option<u64> {
    match *estimate {
        Estimate::Share { share, n, .. } => whole(share, n).map(|(_, answers)| answers),
        Estimate::Count { .. } | Estimate::Around { .. } => None,
    }
}

/// What chance alone keeps a figure within that tells as much: of so many independent answers, which are fewer than the
/// answers where one person gave several.
fn limits(estimate: &Estimate, together: f64, level: Level) -> Option<Interval> {
    match *estimate {
        Estimate::Share { share, n, per } => {
            let (_, independent) = whole(share, n)?;
            let limits = funnel_of_shares(together / per, independent, level)?;
            Some(Interval { lower: limits.lower * per, upper: limits.upper * per })
        }
        Estimate::Count { scale, .. } => funnel_of_rates(together, scale.recip(), level),
        Estimate::Around { below, above, .. } => {
            Some(Interval { lower: (together - level.z() * above).max(0.0), upper: together + level.z() * below })
        }
    }
}

#[cfg(test)]
mod tests;
