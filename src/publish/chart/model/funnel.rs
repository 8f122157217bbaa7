//! Municipalities beside each other, and what chance alone would keep each within.

use super::{Table, has_place, said};
use crate::compare::{Evidence, FunnelOf, InFunnel};
use crate::compute::Interval;
use crate::lang::{integer, text};
use crate::protect::Cell;
use crate::publish::chart::{scale, words};
use crate::units::Unit;

/// Municipalities beside each other.
#[derive(Debug, Clone, PartialEq)]
pub struct Funnel {
    /// What all of them together are called.
    pub region: String,
    /// Their figure.
    pub together: f64,
    /// Each of them.
    pub points: Vec<FunnelPoint>,
}

/// One municipality.
#[derive(Debug, Clone, PartialEq)]
pub struct FunnelPoint {
    /// Its name.
    pub name: String,
    /// Whether the report is about it.
    pub is_own: bool,
    /// Out of how many.
    pub n: u64,
    /// Its figure.
    pub value: f64,
    /// What chance alone keeps 95 % of municipalities of this size within.
    pub limits: Interval,
    /// The same for 99.8 %.
    pub outer_limits: Interval,
    /// Whether it differs from all of them together by more than chance.
    pub is_certain: bool,
}

impl Funnel {
    /// What was judged; nothing where fewer than two of them have a place.
    pub(super) fn of(judged: &FunnelOf, region: &str, own: &str) -> Option<Self> {
        let point = |it: &InFunnel| {
            let values = [it.own.value, it.limits.lower, it.limits.upper, it.outer_limits.lower, it.outer_limits.upper];
            let n = it.own.denominator.filter(|n| *n > 0)?;
            values.iter().all(|value| has_place(*value)).then(|| FunnelPoint {
                name: it.name.clone(),
                is_own: it.code == own,
                n,
                value: it.own.value,
                limits: it.limits,
                outer_limits: it.outer_limits,
                is_certain: it.evidence != Evidence::None,
            })
        };
        let points: Vec<FunnelPoint> = judged.municipalities.iter().filter_map(point).collect();
        let is_drawn = points.len() > 1 && has_place(judged.together);
        is_drawn.then(|| Self { region: region.to_owned(), together: judged.together, points })
    }

    /// Which of them differ, never a rank.
    pub(super) fn finding(&self, unit: Unit, municipality: &str) -> String {
        let own = self.points.iter().find(|point| point.is_own);
        let together = words::spoken(self.together, unit);
        let own = own.map(|point| {
            let value = words::spoken(point.value, unit);
            let values =
                [("municipality", municipality), ("value", &value), ("region", &self.region), ("together", &together)];
            text("chart.funnel_own", &values)
        });
        let outside: Vec<&str> =
            self.points.iter().filter(|point| point.is_certain).map(|point| point.name.as_str()).collect();
        let outside = match outside.as_slice() {
            [] => text("chart.funnel_none", &[]),
            names => text("chart.funnel_outside", &[("names", &names.join(", "))]),
        };
        own.into_iter().chain([outside]).collect::<Vec<_>>().join(" ")
    }

    /// A row a municipality.
    pub(super) fn table(&self, unit: Unit) -> Table {
        let row = |point: &FunnelPoint| {
            let shown =
                crate::protect::Shown { value: point.value, numerator: None, denominator: None, interval: None };
            let certain = if point.is_certain { text("chart.outside", &[]) } else { text("chart.within", &[]) };
            let limits = words::interval(point.limits, unit);
            vec![point.name.clone(), integer(point.n), said(&Cell::Shown(shown), unit), limits, certain]
        };
        let mut rows: Vec<Vec<String>> = self.points.iter().map(row).collect();
        let together = scale::figure(self.together, unit);
        rows.push(vec![self.region.clone(), String::new(), together, String::new(), String::new()]);
        Table::new(&["chart.municipality", "chart.n", "chart.figure", "chart.limits", "chart.verdict"], rows)
    }
}
