//! Each published figure, and what it is set beside.

use super::Aims;
use super::estimate::Estimate;
use super::family::Evidence;
use crate::compute::{
    Comparison, IndicatorTable, Interval, Level, MeasureTable, RELATIVE, ReferenceRole, ReferenceSeries,
    ReferenceValue, Verdict, changed,
};
use crate::protect::{Cell, Heading, Publishable, Shown};
use crate::rounded::Rounded;
use crate::units::{Unit, Window};

#[cfg(test)]
mod tests;

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
    /// The other figure; of a change since the baseline, the baseline's.
    pub reference: f64,
    /// Its unit: the own figure's, and of a change since the baseline that of the figure that has changed.
    pub reference_unit: Unit,
    /// What it is, in words.
    pub reference_unit_text: String,
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
    /// Of a change since the baseline, the figure that has changed as it is now.
    pub now: Option<Shown>,
}

impl Judged {
    /// What has not been judged together with others yet.
    pub(super) fn new(
        (indicator, measure): (&str, &MeasureTable<Cell>),
        year: i32,
        own: &Shown,
        other: Other,
        (difference, interval, (apart, p)): Difference,
    ) -> Self {
        Self {
            indicator: indicator.to_owned(),
            measure: measure.id.clone(),
            title: measure.title.clone(),
            unit_text: measure.unit_text.clone(),
            unit: measure.unit,
            year,
            own: *own,
            against: other.against,
            reference: other.value,
            reference_unit: other.unit,
            reference_unit_text: other.unit_text,
            difference,
            interval,
            apart,
            p,
            adjusted: None,
            evidence: Evidence::None,
            verdict: None,
            is_better: None,
            is_reached: None,
            now: None,
        }
    }

    /// Different by itself, but not when all comparisons of the year are judged together.
    pub fn is_lost_together(&self) -> bool {
        self.verdict == Some(Verdict::Uncertain) && self.apart.is_some()
    }

    /// A change since the baseline in per cent: the change in the figure's own unit once more.
    pub(super) fn is_same_in_percent(&self) -> bool {
        matches!(self.against, Against::Baseline { .. }) && self.measure.ends_with(RELATIVE)
    }
}

/// Every comparison of the report, measure by measure.
pub(super) fn comparisons(publishable: &Publishable, aims: &Aims) -> Vec<Judged> {
    let of_indicator = |indicator: &IndicatorTable<Cell>| -> Vec<Judged> {
        let of_measure = |measure| Comparing { indicator: &indicator.id, measure, publishable, aims }.all();
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

/// As it is printed, so that it is the same figure here as in its own row.
pub(super) fn printed(shown: &Shown, unit: Unit) -> f64 {
    Rounded::shown(shown, unit).map_or(shown.value, |rounded| rounded.number())
}

fn shown_in(measure: &MeasureTable<Cell>, year: i32) -> Option<&Shown> {
    measure.totals.iter().find(|point| point.year == year)?.cell.shown()
}

/// The other figure.
pub(super) struct Other {
    against: Against,
    value: f64,
    unit: Unit,
    unit_text: String,
}

impl Other {
    /// One in the measure's own unit.
    pub(super) fn of(measure: &MeasureTable<Cell>, against: Against, value: f64) -> Self {
        Self { against, value, unit: measure.unit, unit_text: measure.unit_text.clone() }
    }
}

/// How far the two are apart, the interval of that, and what it tells.
type Difference = (f64, Option<Interval>, Told);

struct Comparing<'a> {
    indicator: &'a str,
    measure: &'a MeasureTable<Cell>,
    publishable: &'a Publishable,
    aims: &'a Aims,
}

impl Comparing<'_> {
    fn all(&self) -> Vec<Judged> {
        let mut all = Vec::new();
        for point in &self.measure.totals {
            let Some(own) = point.cell.shown() else { continue };
            if let Some(comparison) = &point.comparison {
                all.extend(self.since_baseline(point.year, own, comparison));
                continue;
            }
            if self.aims.may_be_empty(&self.measure.id, own, self.measure.unit) {
                continue;
            }
            all.extend(self.with_regions(point.year, own));
            if point.year == self.heading().year {
                all.extend(self.with_year_before(own));
                all.extend(self.with_target(own));
            }
        }
        all
    }

    fn heading(&self) -> &Heading {
        self.publishable.heading()
    }

    /// Whether the plan says that figures of the two years are not of one series.
    fn is_broken(&self, before: i32, year: i32) -> bool {
        let heading = self.heading();
        let [before, of_year] = [before, year].map(|year| heading.windows.period(heading.window, year));
        self.aims.is_broken_between(&self.measure.id, before, of_year)
    }

    fn other(&self, against: Against, value: f64) -> Other {
        Other::of(self.measure, against, value)
    }

    /// County and country are taken as known: they count fifty and four thousand times as many children.
    fn with_regions(&self, year: i32, own: &Shown) -> Vec<Judged> {
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

    /// What is aimed at for a count, or for what gathers over the window in another way, is a year's: in a part of the year
    /// it says nothing. Nothing is above or below a target that is printed as the same.
    fn with_target(&self, own: &Shown) -> Option<Judged> {
        let (heading, unit) = (self.heading(), self.measure.unit);
        let target = *self.aims.targets.get(&self.measure.id)?;
        let is_of_year = unit == Unit::Antall || self.aims.accumulating.contains(&self.measure.id);
        if is_of_year && heading.window != Window::Aar {
            return None;
        }
        let judged = self.with_fixed(heading.year, own, Against::Target, target);
        let is_same = Rounded::shown(own, unit) == Rounded::of(target, unit);
        Some(Judged { apart: judged.apart.filter(|_| !is_same), ..judged })
    }

    /// Beside a figure without uncertainty of its own.
    fn with_fixed(&self, year: i32, own: &Shown, against: Against, reference: f64) -> Judged {
        let told = told(Estimate::of(own, self.measure.unit), |estimate| {
            (level(|level| estimate.clears(reference, level)), estimate.p_against(reference))
        });
        let interval = own
            .interval
            .map(|interval| Interval { lower: interval.lower - reference, upper: interval.upper - reference });
        self.judged(year, own, self.other(against, reference), (own.value - reference, interval, told))
    }

    fn with_year_before(&self, own: &Shown) -> Option<Judged> {
        let (year, unit) = (self.heading().year, self.measure.unit);
        let before = shown_in(self.measure, year - 1)?;
        if self.aims.may_be_empty(&self.measure.id, before, unit) || self.is_broken(year - 1, year) {
            return None;
        }
        let both = Estimate::of(own, self.measure.unit).zip(Estimate::of(before, self.measure.unit));
        let interval = both.as_ref().map(|(own, before)| own.difference(before));
        let told = told(both, |(own, before)| (level(|level| own.differs(&before, level)), own.p_between(&before)));
        let other = self.other(Against::YearBefore(year - 1), printed(before, unit));
        Some(self.judged(year, own, other, (own.value - before.value, interval, told)))
    }

    /// The figure is a change already, and has no counts of its own: those of what has changed say whether there is
    /// anything to compare.
    fn since_baseline(&self, year: i32, own: &Shown, baseline: &Comparison) -> Option<Judged> {
        let of = changed(&self.measure.id).and_then(|id| self.find(id)).unwrap_or(self.measure);
        let then_year = baseline.region.strip_prefix("nullpunkt-").and_then(|year| year.parse().ok());
        let now = shown_in(of, year).filter(|_| of.id != self.measure.id);
        let is_gone = now.is_some_and(|now| self.aims.may_be_empty(&of.id, now, of.unit));
        let is_broken = then_year.is_some_and(|then| self.is_broken(then, year));
        if is_gone || is_broken || self.aims.value_may_be_empty(&of.id, baseline.value, of.unit) {
            return None;
        }
        // Where the data still give what was frozen, it is printed as in its own row.
        let then = then_year.and_then(|then| shown_in(of, then));
        let then = then.filter(|then| (then.value - baseline.value).abs() < 1e-9);
        let against = Against::Baseline { code: baseline.region.clone(), name: baseline.name.clone() };
        let value = then.map_or(baseline.value, |then| printed(then, of.unit));
        let other = Other { against, value, unit: of.unit, unit_text: of.unit_text.clone() };
        // The change in per cent is the same change: it is given what is said of the other, and is judged only once.
        let estimate = Estimate::around(own).filter(|_| !self.measure.id.ends_with(RELATIVE));
        let told = told(estimate, |estimate| (level(|level| estimate.clears(0.0, level)), estimate.p_against(0.0)));
        let judged = self.judged(year, own, other, (own.value, own.interval, told));
        Some(Judged { now: now.copied(), ..judged })
    }

    fn find(&self, id: &str) -> Option<&MeasureTable<Cell>> {
        self.publishable.indicators().iter().flat_map(|it| &it.measures).find(|measure| measure.id == id)
    }

    fn judged(&self, year: i32, own: &Shown, other: Other, difference: Difference) -> Judged {
        Judged::new((self.indicator, self.measure), year, own, other, difference)
    }
}
