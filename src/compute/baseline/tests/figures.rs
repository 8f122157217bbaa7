//! Random figures of every kind that is compared, made by hand.

use crate::compute::interval::{float, poisson, wilson};
use crate::compute::{Aggregates, Counted, IndicatorTable, Interval, MeasureTable, Part, Point, Tally};
use crate::units::Unit;

/// Knuth's linear congruential generator: the same numbers everywhere.
pub(super) struct Random(pub(super) u64);

impl Random {
    pub(super) fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % bound
    }
}

/// A measure of the catalogue that stands for its kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    ShareOfInhabitants,
    Count,
    Rate,
    ShareOfCases,
    Mean,
    Days,
    Services,
    ShareOfServices,
    Difference,
}

/// In the order of the report.
pub(super) const KINDS: [Kind; 9] = [
    Kind::Days,
    Kind::Difference,
    Kind::ShareOfInhabitants,
    Kind::Count,
    Kind::ShareOfCases,
    Kind::Rate,
    Kind::ShareOfServices,
    Kind::Services,
    Kind::Mean,
];

impl Kind {
    pub(super) fn id(self) -> &'static str {
        match self {
            Self::ShareOfInhabitants => "K1",
            Self::Count => "K4",
            Self::Rate => "S1-per-1000",
            Self::ShareOfCases => "K5",
            Self::Mean => "F1",
            Self::Days => "E3-ventetid",
            Self::Services => "M1",
            Self::ShareOfServices => "S1-enheter",
            Self::Difference => "E4-udekket",
        }
    }

    pub(super) fn unit(self) -> Unit {
        match self {
            Self::ShareOfInhabitants | Self::ShareOfCases | Self::ShareOfServices => Unit::Prosent,
            Self::Rate => Unit::Per1000,
            Self::Mean => Unit::Poeng,
            Self::Days => Unit::Dager,
            Self::Count | Self::Services | Self::Difference => Unit::Antall,
        }
    }
}

/// A figure of one year.
pub(super) struct Drawn {
    pub(super) counted: Counted,
    pub(super) is_count_or_rate: bool,
}

pub(super) fn drawn(kind: Kind, random: &mut Random) -> Drawn {
    let (events, all) = (random.below(40), 900 + random.below(400));
    let part = |count| Part { meaning: format!("{kind:?}"), count, at: None, is_base: false };
    let scaled = |interval: Interval, by: f64| Interval { lower: interval.lower * by, upper: interval.upper * by };
    let (value, numerator, denominator, interval) = match kind {
        Kind::ShareOfInhabitants => (
            float(events) / float(all) * 100.0,
            Some(events),
            Some(all),
            wilson(events, all).map(|it| scaled(it, 100.0)),
        ),
        Kind::ShareOfCases => {
            let cases = events + 1 + random.below(30);
            let interval = wilson(events, cases).map(|it| scaled(it, 100.0));
            (float(events) / float(cases) * 100.0, Some(events), Some(cases), interval)
        }
        Kind::Count => (float(events), Some(events), None, Some(poisson(events))),
        Kind::Rate => {
            let per = 1000.0 / float(all);
            (float(events) * per, Some(events), Some(all), Some(scaled(poisson(events), per)))
        }
        Kind::Mean => {
            let mean = float(random.below(80)) / 10.0 - 2.0;
            let half = float(1 + random.below(30)) / 10.0;
            (mean, None, Some(events), Some(Interval { lower: mean - half, upper: mean + half }))
        }
        Kind::Days => (float(random.below(90)) / 2.0, None, None, None),
        Kind::Services => (float(events), Some(events), None, None),
        Kind::ShareOfServices => (float(events) / float(all) * 100.0, Some(events), Some(all), None),
        Kind::Difference => (float(random.below(30)) - 10.0, None, None, None),
    };
    let parts = if matches!(kind, Kind::Services | Kind::ShareOfServices) { Vec::new() } else { vec![part(events)] };
    let counted = Counted { value, numerator, denominator, interval, parts };
    Drawn { counted, is_count_or_rate: matches!(kind, Kind::Count | Kind::Rate) }
}

/// One indicator for each of [`KINDS`], with a total for each year from `first` on.
pub(super) fn aggregates(first: i32, figures: &[Vec<Drawn>]) -> Aggregates {
    let table = |(kind, drawn): (&Kind, &Vec<Drawn>)| {
        let point =
            |(year, drawn): (i32, &Drawn)| Point { year, cell: Tally::Figure(drawn.counted.clone()), comparison: None };
        let measure = MeasureTable {
            id: kind.id().to_owned(),
            title: kind.id().to_owned(),
            unit_text: String::new(),
            unit: kind.unit(),
            note: None,
            part_of: None,
            charts: crate::compute::Charts::All,
            totals: (first..).zip(drawn).map(point).collect(),
            breakdowns: Vec::new(),
            references: Vec::new(),
        };
        IndicatorTable {
            id: kind.id().split('-').next().unwrap_or_default().to_owned(),
            title: String::new(),
            description: String::new(),
            method: String::new(),
            reference: String::new(),
            measures: vec![measure],
        }
    };
    Aggregates {
        indicators: KINDS.iter().zip(figures).map(table).collect(),
        region: None,
        beneath: Vec::new(),
        relations: Vec::new(),
    }
}
