//! Each published figure, and what it is set beside.

use super::Aims;
use super::estimate::Estimate;
use super::family::Evidence;
use crate::compute::{
    IndicatorTable, Interval, Level, MeasureTable, Point, ReferenceRole, ReferenceSeries, ReferenceValue, Verdict,
};
use crate::protect::{Cell, Publishable, Shown};
use crate::units::Unit;

/// What a figure is set beside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Against {
    /// A county or the country, by code and name.
    Region {
        /// SSB's code, for example `EKA34`.
        code: String,
        /// Its name.
        name: String,
        /// Which of the two it is.
        role: ReferenceRole,
    },
    /// The same window of the year before.
    YearBefore(i32),
    /// What the plan aims at.
    Target,
    /// The frozen baseline: the figure is itself a change since then.
    Baseline {
        /// For example `nullpunkt-2021`.
        code: String,
        /// Its name.
        name: String,
    },
}

impl Against {
    /// The id in the tidy data: a region code, `aar-2024`, `maal` or `nullpunkt-2021`.
    ///
    /// # Examples
    /// ```
    /// use tryggtall::compare::Against;
    /// assert_eq!(Against::YearBefore(2024).id(), "aar-2024");
    /// assert_eq!(Against::Target.id(), "maal");
    /// ```
    pub fn id(&self) -> String {
        match self {
            Self::Region { code, .. } | Self::Baseline { code, .. } => code.clone(),
            Self::YearBefore(year) => format!("aar-{year}"),
            Self::Target => "maal".to_owned(),
        }
    }
}

/// One figure beside one other, and what may be said of the two.
#[derive(Debug, Clone, PartialEq)]
pub struct Judged {
    /// Id of the indicator.
    pub indicator: String,
    /// Id of the measure.
    pub measure: String,
    /// Its name.
    pub title: String,
    /// What its values are, in words.
    pub unit_text: String,
    /// Its unit.
    pub unit: Unit,
    /// The year of the own figure.
    pub year: i32,
    /// The own figure.
    pub own: Shown,
    /// What it is set beside.
    pub against: Against,
    /// The other figure, in the same unit; of a change since the baseline, the baseline's.
    pub reference: f64,
    /// Own less the other, in the unit; in percentage points for percent.
    pub difference: f64,
    /// 95 % interval of the difference; none where the figure is no sample of anything.
    pub interval: Option<Interval>,
    /// The level of the interval that tells the two apart, by itself.
    pub apart: Option<Level>,
    /// How often chance gives as much distance; none where the figure has no interval.
    pub p: Option<f64>,
    /// The same when all comparisons of the year are judged together.
    pub adjusted: Option<f64>,
    /// How much the numbers carry, judged together.
    pub evidence: Evidence,
    /// What may be said; none where there is no interval.
    pub verdict: Option<Verdict>,
    /// Whether that is good, where the plan says which way is.
    pub is_better: Option<bool>,
    /// Whether the figure is on the good side of what is aimed at, where the plan says which way is good.
    pub is_reached: Option<bool>,
}

impl Judged {
    /// Different by itself, but not when all comparisons of the year are judged together.
    pub fn is_lost_together(&self) -> bool {
        self.verdict == Some(Verdict::Uncertain) && self.apart.is_some()
    }
}

/// Every comparison of the report, measure by measure.
pub(super) fn comparisons(publishable: &Publishable, aims: &Aims) -> Vec<Judged> {
    let year = publishable.heading().year;
    let of_indicator = |indicator: &IndicatorTable<Cell>| -> Vec<Judged> {
        let of_measure = |measure| Comparing { indicator: &indicator.id, measure, year, aims }.all();
        indicator.measures.iter().flat_map(of_measure).collect()
    };
    publishable.indicators().iter().flat_map(of_indicator).collect()
}

/// The level of the interval that clears the other figure, and how often chance does as much.
type Told = (Option<Level>, Option<f64>);

fn told<E>(estimate: Option<E>, of: impl Fn(E) -> Told) -> Told {
    estimate.map_or((None, None), of)
}

/// The surest level at which it holds.
pub(super) fn level(holds: impl Fn(Level) -> bool) -> Option<Level> {
    [Level::P998, Level::P95].into_iter().find(|level| holds(*level))
}

/// A county as it was in the year, where today's was not there yet.
fn name_in(series: &ReferenceSeries, year: i32) -> String {
    let parts = series.basis_of(year).map(|basis| basis.parts.as_slice()).unwrap_or_default();
    let names: Vec<String> = parts.iter().map(|code| crate::regions::name(code)).collect();
    if names.is_empty() { series.name.clone() } else { names.join(" + ") }
}

struct Comparing<'a> {
    indicator: &'a str,
    measure: &'a MeasureTable<Cell>,
    year: i32,
    aims: &'a Aims,
}

impl Comparing<'_> {
    fn all(&self) -> Vec<Judged> {
        let mut all = Vec::new();
        for point in &self.measure.totals {
            let Some(own) = point.cell.shown() else { continue };
            if let Some(comparison) = &point.comparison {
                all.push(self.since_baseline(point.year, own, &comparison.region, &comparison.name, comparison.value));
                continue;
            }
            all.extend(self.with_regions(point.year, own));
            if point.year == self.year {
                all.extend(self.with_year_before(own));
                all.extend(self.with_target(own));
            }
        }
        all
    }

    /// County and country are taken as known: they count fifty and four thousand times as many children.
    fn with_regions(&self, year: i32, own: &Shown) -> Vec<Judged> {
        // An empty export looks like none at all: that is no ground for a verdict.
        if own.numerator == Some(0) {
            return Vec::new();
        }
        let figure = |points: &[(i32, ReferenceValue)]| match points.iter().find(|(point, _)| *point == year) {
            Some((_, ReferenceValue::Figure(value))) => Some(*value),
            _ => None,
        };
        let judged = |series: &ReferenceSeries| {
            let against =
                Against::Region { code: series.region_in(year), name: name_in(series, year), role: series.role };
            Some(self.with_fixed(year, own, against, figure(&series.points)?))
        };
        self.measure.references.iter().filter_map(judged).collect()
    }

    fn with_target(&self, own: &Shown) -> Option<Judged> {
        let target = self.aims.targets.get(&self.measure.id)?;
        Some(self.with_fixed(self.year, own, Against::Target, *target))
    }

    /// Beside a figure without uncertainty of its own.
    fn with_fixed(&self, year: i32, own: &Shown, against: Against, reference: f64) -> Judged {
        let told = told(Estimate::of(own, self.measure.unit), |estimate| {
            (level(|level| estimate.clears(reference, level)), estimate.p_against(reference))
        });
        let interval = own
            .interval
            .map(|interval| Interval { lower: interval.lower - reference, upper: interval.upper - reference });
        self.judged(year, own, (against, reference), (own.value - reference, interval, told))
    }

    fn with_year_before(&self, own: &Shown) -> Option<Judged> {
        let is_before = |point: &&Point<Cell>| point.year == self.year - 1;
        let before = self.measure.totals.iter().find(is_before)?.cell.shown()?;
        let both = Estimate::of(own, self.measure.unit).zip(Estimate::of(before, self.measure.unit));
        let interval = both.as_ref().map(|(own, before)| own.difference(before));
        let told = told(both, |(own, before)| (level(|level| own.differs(&before, level)), own.p_between(&before)));
        let against = (Against::YearBefore(self.year - 1), before.value);
        Some(self.judged(self.year, own, against, (own.value - before.value, interval, told)))
    }

    /// The figure is a change already.
    fn since_baseline(&self, year: i32, own: &Shown, code: &str, name: &str, reference: f64) -> Judged {
        let told = told(Estimate::around(own), |estimate| {
            (level(|level| estimate.clears(0.0, level)), estimate.p_against(0.0))
        });
        let against = Against::Baseline { code: code.to_owned(), name: name.to_owned() };
        self.judged(year, own, (against, reference), (own.value, own.interval, told))
    }

    fn judged(
        &self,
        year: i32,
        own: &Shown,
        (against, reference): (Against, f64),
        (difference, interval, (apart, p)): (f64, Option<Interval>, Told),
    ) -> Judged {
        Judged {
            indicator: self.indicator.to_owned(),
            measure: self.measure.id.clone(),
            title: self.measure.title.clone(),
            unit_text: self.measure.unit_text.clone(),
            unit: self.measure.unit,
            year,
            own: *own,
            against,
            reference,
            difference,
            interval,
            apart,
            p,
            adjusted: None,
            evidence: Evidence::None,
            verdict: None,
            is_better: None,
            is_reached: None,
        }
    }
}
