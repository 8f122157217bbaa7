//! How far each measure has come since the baseline.

use super::frozen::{Frozen, FrozenFigure};
use super::kind::{ChangeInterval, ChangeKind};
use super::reasons::{Reason, Reasons};
use crate::compute::definition::{About, Derived, Indicator, Indicators, Measure};
use crate::compute::interval::{Interval, float};
use crate::compute::statistics::{between, ratio_of_rates};
use crate::compute::table::{Comparison, IndicatorTable, MeasureTable, Point, Verdict};
use crate::compute::tally::{At, Counted, Part, Tally};
use crate::compute::{Aggregates, Request};
use crate::diagnostic::Finding;
use crate::lang::{Words, round_half_away, text};

impl Aggregates {
    /// The table of a measure.
    pub(super) fn measure(&self, id: &str) -> Option<&MeasureTable<Tally>> {
        self.indicators.iter().flat_map(|indicator| &indicator.measures).find(|measure| measure.id == id)
    }

    /// Adds the indicators that are made from the baseline, each in its place, and says what cannot be set beside it.
    /// Nothing is added to a report of the baseline's own year or an earlier one.
    pub fn add_changes(&mut self, frozen: &Frozen, indicators: &Indicators, request: &Request) -> Vec<Finding> {
        if request.year <= frozen.year {
            return Vec::new();
        }
        let mut findings = Vec::new();
        let is_ours = |indicator: &&Indicator| indicator.head.derived == Some(Derived::Baseline);
        for derived in indicators.iter().filter(is_ours) {
            let mut reasons = Reasons::default();
            let table = Comparing { frozen, request, derived, aggregates: self }.table(indicators, &mut reasons);
            let order = |id: &str| indicators.iter().position(|indicator| indicator.head.id == id);
            let is_before = |other: &&IndicatorTable<Tally>| order(&other.id) < order(&table.id);
            let at = self.indicators.iter().take_while(is_before).count();
            self.indicators.insert(at, table);
            findings = reasons.findings(frozen.year);
        }
        findings
    }
}

/// A report and the baseline that it is set beside.
struct Comparing<'a> {
    frozen: &'a Frozen,
    request: &'a Request,
    derived: &'a Indicator,
    aggregates: &'a Aggregates,
}

impl Comparing<'_> {
    fn table(&self, indicators: &Indicators, reasons: &mut Reasons) -> IndicatorTable<Tally> {
        let mut measures = Vec::new();
        for indicator in indicators.counted() {
            for measure in &indicator.measures {
                let Some(table) = self.aggregates.measure(&measure.id) else { continue };
                match self.frozen.beside(indicator, measure, self.request) {
                    Ok(figure) => measures.extend(self.changes(measure, table, figure, reasons)),
                    Err(reason) => reasons.add(Reason::Not(reason), measure),
                }
            }
        }
        let head = &self.derived.head;
        let said = [vec![head.description.said().to_owned()], reasons.sentences(self.frozen.year)].concat();
        IndicatorTable {
            id: head.id.clone(),
            title: head.title.said().to_owned(),
            description: said.join(" "),
            method: head.method.said().to_owned(),
            reference: head.reference.said().to_owned(),
            measures,
        }
    }

    /// The change in the measure's unit, and in per cent of the baseline.
    fn changes(
        &self,
        measure: &Measure,
        table: &MeasureTable<Tally>,
        figure: &FrozenFigure,
        reasons: &mut Reasons,
    ) -> Vec<MeasureTable<Tally>> {
        let Some(value) = figure.value else { return Vec::new() };
        let then = table.totals.iter().find(|point| point.year == self.frozen.year).map(|point| &point.cell);
        let counted = match then {
            Some(Tally::Figure(counted)) => Some(counted),
            _ => None,
        };
        let is_still = counted.is_some_and(|then| figure.is_still(then));
        // The year's files may be gone: what is not there was not corrected.
        let is_corrected = !is_still && then.is_some_and(|then| *then != Tally::Missing);
        if is_corrected {
            reasons.add(Reason::Corrected, measure);
        }
        let since = Since { comparing: self, measure, figure, value, then: counted, is_still };
        let notes: Vec<String> = table.note.iter().cloned().chain(self.corrected(is_corrected)).collect();
        ChangeKind::ALL.into_iter().map(|kind| since.table(kind, table, &notes)).collect()
    }

    fn corrected(&self, is_corrected: bool) -> Option<String> {
        let year = self.frozen.year.to_string();
        is_corrected.then(|| text("report.baseline_corrected", &[("year", &year)]))
    }
}

/// One measure since the baseline.
struct Since<'a> {
    comparing: &'a Comparing<'a>,
    measure: &'a Measure,
    figure: &'a FrozenFigure,
    value: f64,
    /// What today's data give for the baseline's year.
    then: Option<&'a Counted>,
    /// The same as was frozen.
    is_still: bool,
}

impl Since<'_> {
    fn table(&self, kind: ChangeKind, table: &MeasureTable<Tally>, notes: &[String]) -> MeasureTable<Tally> {
        let year = self.comparing.frozen.year;
        let later = table.totals.iter().filter(|point| point.year > year);
        let totals: Vec<Point<Tally>> = later.map(|point| self.point(kind, point)).collect();
        let has_interval = |point: &Point<Tally>| match &point.cell {
            Tally::Figure(counted) => counted.interval.is_some(),
            Tally::Missing | Tally::NotApplicable(_) | Tally::Undefined(_) => false,
        };
        let without = (!totals.iter().any(has_interval)).then(|| text("report.change_without_interval", &[]));
        let notes: Vec<String> = notes.iter().cloned().chain(without).collect();
        let year = Words::same(&year.to_string());
        MeasureTable {
            id: kind.id(self.comparing.derived, self.measure),
            title: kind.title(self.measure, &year).said().to_owned(),
            unit_text: kind.unit_text(self.measure, &year).said().to_owned(),
            unit: kind.unit(self.measure),
            note: (!notes.is_empty()).then(|| notes.join(" ")),
            part_of: None,
            charts: crate::compute::Charts::None,
            totals,
            breakdowns: Vec::new(),
            references: Vec::new(),
        }
    }

    fn point(&self, kind: ChangeKind, now: &Point<Tally>) -> Point<Tally> {
        let cell = match (&now.cell, kind) {
            (Tally::Figure(counted), ChangeKind::Absolute) => self.absolute(counted, now.year),
            (Tally::Figure(counted), ChangeKind::Relative) => self.relative(counted, now.year),
            (Tally::NotApplicable(_) | Tally::Undefined(_), _) => Tally::NotApplicable(Vec::new()),
            (Tally::Missing, _) => Tally::Missing,
        };
        let comparison = match &cell {
            Tally::Figure(counted) => {
                let year = self.comparing.frozen.year.to_string();
                Some(Comparison {
                    region: format!("nullpunkt-{year}"),
                    name: text("generated.baseline", &[("year", &year)]),
                    value: self.beside(kind),
                    verdict: counted.interval.map(verdict),
                })
            }
            _ => None,
        };
        Point { year: now.year, cell, comparison }
    }

    /// The frozen value beside a change; beside one in per cent no finer than the measure's own unit has it.
    fn beside(&self, kind: ChangeKind) -> f64 {
        match kind {
            ChangeKind::Absolute => self.value,
            ChangeKind::Relative => {
                round_half_away(self.value, self.measure.unit.decimals()).parse().unwrap_or(self.value)
            }
        }
    }

    /// Newcombe's interval for shares and that of Zou and Donner for counts, rates and means are one method: the limits
    /// of the two years, put together.
    fn absolute(&self, now: &Counted, year: i32) -> Tally {
        let both = self.figure.interval().zip(now.interval);
        let interval = both.map(|(then, of_now)| between((self.value, then), (now.value, of_now)).1);
        self.figure(now.value - self.value, interval, now, year)
    }

    fn relative(&self, now: &Counted, year: i32) -> Tally {
        if self.value.abs() < 1e-12 {
            return Tally::Undefined(self.parts(now, year));
        }
        let interval = self.ratio(now).map(|interval| {
            let change = |ratio: f64| (ratio - 1.0) * 100.0;
            Interval { lower: change(interval.lower), upper: change(interval.upper) }
        });
        self.figure((now.value - self.value) / self.value.abs() * 100.0, interval, now, year)
    }

    /// The exact interval of the ratio, for counts and rates of people.
    fn ratio(&self, now: &Counted) -> Option<Interval> {
        if ChangeKind::Relative.interval(self.measure) != ChangeInterval::Exact {
            return None;
        }
        let exposure = |denominator: Option<u64>| denominator.map_or(1.0, float);
        let then = (self.figure.numerator?, exposure(self.figure.denominator));
        ratio_of_rates(then, (now.numerator?, exposure(now.denominator))).map(|(_, interval)| interval)
    }

    fn figure(&self, value: f64, interval: Option<Interval>, now: &Counted, year: i32) -> Tally {
        if !value.is_finite() {
            return Tally::Missing;
        }
        let parts = self.parts(now, year);
        Tally::Figure(Counted { value, numerator: None, denominator: None, interval, parts })
    }

    /// A change and the year's figure give the baseline's back: all that either of them tells is told. Nothing has to be
    /// hidden because a change is, so each is a base.
    fn parts(&self, now: &Counted, year: i32) -> Vec<Part> {
        let own = |part: &Part, year: i32| {
            let (dimension, code) = part.at.as_ref().map_or(("", ""), |at| (&at.dimension, &at.code));
            let at = At { year: Some(year), dimension: dimension.to_owned(), code: code.to_owned() };
            Part { at: Some(at), is_base: true, ..part.clone() }
        };
        let frozen_year = self.comparing.frozen.year;
        let mut parts: Vec<Part> = now.parts.iter().map(|part| own(part, year)).collect();
        parts.extend(self.then.iter().flat_map(|then| &then.parts).map(|part| own(part, frozen_year)));
        if !self.is_still {
            parts.extend(self.told_by_the_frozen());
        }
        parts
    }

    /// What the frozen figure tells where today's data give another, or none: its own counts, how far each is from
    /// today's, and how far it is from the frozen figure of the measure that it is a part of.
    fn told_by_the_frozen(&self) -> Vec<Part> {
        let FrozenFigure { counts, withheld, .. } = self.figure;
        let mut told = counts.clone();
        if let Some(then) = self.then {
            told.extend(counts.iter().zip(&then.parts).map(|(frozen, part)| frozen.abs_diff(part.count)));
        }
        let outer = self.measure.part_of.as_ref().and_then(|id| self.comparing.frozen.figure(id));
        let outer = outer.and_then(|outer| outer.counts.first());
        told.extend(outer.zip(counts.first()).map(|(outer, inner)| outer.abs_diff(*inner)));
        // What was withheld in a report of the day stays so: nobody knows any more what it was cover for.
        told.extend(withheld.then_some(1));
        let meaning = |place: usize| format!("{} frozen {} {place}", self.measure.source, self.measure.id);
        let part = |(place, count)| Part { meaning: meaning(place), count, at: None, is_base: true };
        if self.measure.about == About::Services {
            Vec::new()
        } else {
            told.into_iter().enumerate().map(part).collect()
        }
    }
}

/// What the interval of a change allows us to say.
fn verdict(interval: Interval) -> Verdict {
    if interval.lower > 0.0 {
        Verdict::Higher
    } else if interval.upper < 0.0 {
        Verdict::Lower
    } else {
        Verdict::Uncertain
    }
}
