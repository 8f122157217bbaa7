//! The tables of a world as the product makes them, and what is published of them.

use std::collections::BTreeMap;

use super::super::testing::heading;
use super::super::{
    Before, Cell, Counting, Heading, PrimaryPolicy, Publishable, Published, PublishedFigure, Quality, Said, protect,
};
use super::world::{At, DIMENSIONS, Figure, Kind, World};
use crate::compute::{
    Aggregates, Beneath, Breakdown, Category, Charts, Counted, IndicatorTable, MUNICIPALITIES, MeasureTable, Nesting,
    Part, Point, RegionTables, Tally,
};
use crate::units::{Unit, Window};

const OWN: &str = "9901";
const REGION: &str = "region";

/// A report that was published.
pub(super) struct Report {
    pub(super) window: Window,
    pub(super) publishable: Publishable,
}

/// The reports of a world one after the other; the last one is none where it is refused.
pub(super) fn reports(world: &World) -> Option<Vec<Report>> {
    let mut reports: Vec<Report> = Vec::new();
    let mut published: Vec<Published> = Vec::new();
    for (year, window) in &world.shape.reports {
        let policy = PrimaryPolicy::below(world.threshold.unsigned_abs());
        let heading = Heading { year: *year, window: *window, policy, ..heading() };
        let mut windows: Vec<Window> = published.iter().map(|it| it.window).filter(|it| it != window).collect();
        windows.sort();
        windows.dedup();
        let windows = windows.into_iter().map(|window| (window, aggregates(world, window, *year)));
        let before = Before {
            published: published.clone(),
            windows: windows.collect(),
            counting: counting(),
            ..Before::default()
        };
        let publishable = protect(aggregates(world, *window, *year), heading.clone(), quality(), &before).ok()?;
        published.push(as_published(&publishable, &heading));
        reports.push(Report { window: *window, publishable });
    }
    Some(reports)
}

fn quality() -> Quality {
    Quality { accounts: Vec::new(), concealed_accounts: 0, findings: Vec::new(), concealed_findings: 0 }
}

const MEASURES: [(&str, Nesting); 5] = [
    ("X1", Nesting::Adds),
    ("X1-b", Nesting::Adds),
    ("X1-r", Nesting::Adds),
    ("X1-s", Nesting::Grows),
    ("X2", Nesting::Grows),
];

fn counting() -> Counting {
    let named = |(measure, _): &(&str, Nesting)| ((*measure).to_owned(), "same".to_owned());
    Counting {
        definitions: MEASURES.iter().map(named).collect(),
        nesting: MEASURES.iter().map(|(measure, nesting)| ((*measure).to_owned(), *nesting)).collect(),
    }
}

/// Whether what two windows of a measure differ by is promised to stay hidden.
pub(super) fn nests(at: &At) -> bool {
    let nesting = MEASURES.iter().find(|(measure, _)| *measure == at.measure).map(|it| it.1);
    nesting == Some(Nesting::Adds) || at.dimension.is_empty() || at.dimension == MUNICIPALITIES
}

/// The tables of a window, with the years up to `last`.
pub(super) fn aggregates(world: &World, window: Window, last: i32) -> Aggregates {
    let years: Vec<i32> = world.shape.years.iter().copied().filter(|year| *year <= last).collect();
    let make = Make { world, window, years };
    let shape = &world.shape;
    let own = shape.breakdowns.clone();
    let plain: Vec<_> = own.iter().filter(|(dimension, _)| !dimension.contains("arsak")).cloned().collect();
    let first = vec![(DIMENSIONS[0].to_owned(), false)];
    let mut measures = vec![make.measure("X1", false, &own)];
    if shape.has_part {
        measures.push(MeasureTable { part_of: Some("X1".to_owned()), ..make.measure("X1-b", false, &plain) });
    }
    if shape.has_rate {
        measures.push(make.measure("X1-r", false, &first));
    }
    if shape.has_share {
        measures.push(make.measure("X1-s", false, if shape.is_share_whole { &[] } else { &first }));
    }
    if shape.has_children {
        measures.push(make.measure("X2", false, &[(DIMENSIONS[0].to_owned(), true)]));
    }
    let region = (shape.others > 0).then(|| RegionTables {
        id: REGION.to_owned(),
        name: REGION.to_owned(),
        indicators: vec![table(vec![make.measure("X1", true, &[(MUNICIPALITIES.to_owned(), false)])])],
    });
    let beneath = shape.beneath.iter().map(|it| make.beneath(it)).collect();
    Aggregates { indicators: vec![table(measures)], region, beneath, relations: Vec::new() }
}

fn table(measures: Vec<MeasureTable<Tally>>) -> IndicatorTable<Tally> {
    let none = String::new;
    IndicatorTable {
        id: "X1".to_owned(),
        title: none(),
        description: none(),
        method: none(),
        reference: none(),
        measures,
    }
}

struct Make<'a> {
    world: &'a World,
    window: Window,
    years: Vec<i32>,
}

impl Make<'_> {
    fn measure(&self, measure: &str, is_region: bool, breakdowns: &[(String, bool)]) -> MeasureTable<Tally> {
        let cell = |year: i32, dimension: &str, code: &str| {
            let [measure, dimension, code] = [measure, dimension, code].map(str::to_owned);
            let at = At { window: self.window, is_region, measure, year, dimension, code };
            self.tally(&self.world.figure(&at), &at)
        };
        let breakdown = |(dimension, overlapping): &(String, bool)| self.breakdown(dimension, *overlapping, &cell);
        let point = |year: &i32| Point { year: *year, cell: cell(*year, "", ""), comparison: None };
        MeasureTable {
            id: measure.to_owned(),
            title: String::new(),
            unit_text: String::new(),
            unit: if measure == "X1-s" { Unit::Prosent } else { Unit::Antall },
            note: None,
            part_of: None,
            charts: Charts::All,
            totals: self.years.iter().map(point).collect(),
            breakdowns: breakdowns.iter().map(breakdown).collect(),
            references: Vec::new(),
        }
    }

    fn breakdown(
        &self,
        dimension: &str,
        overlapping: bool,
        cell: &impl Fn(i32, &str, &str) -> Tally,
    ) -> Breakdown<Tally> {
        let category = |code: String| Category {
            cells: self.years.iter().map(|year| cell(*year, dimension, &code)).collect(),
            label: String::new(),
            code,
        };
        Breakdown {
            dimension: dimension.to_owned(),
            title: String::new(),
            overlapping,
            years: self.years.clone(),
            categories: self.codes(dimension).into_iter().map(category).collect(),
        }
    }

    /// A table that nobody prints.
    fn beneath(&self, dimension: &str) -> Beneath {
        let cell = |year: i32, dimension: &str, code: &str| {
            let at = At::own(self.window, ("X1", year), dimension, code);
            self.tally(&self.world.figure(&at), &at)
        };
        Beneath { measure: "X1".to_owned(), breakdown: self.breakdown(dimension, false, &cell) }
    }

    fn codes(&self, dimension: &str) -> Vec<String> {
        if dimension == MUNICIPALITIES {
            return (1..self.world.shape.others + 2).map(|at| format!("99{at:02}")).collect();
        }
        self.world.shape.codes(dimension)
    }

    #[expect(clippy::cast_precision_loss, reason = "small numbers")]
    fn tally(&self, figure: &Figure, at: &At) -> Tally {
        let counts: Vec<u64> =
            figure.counts.iter().map(|(_, form)| u64::try_from(self.world.value(form)).unwrap()).collect();
        let parts: Vec<Part> = figure
            .counts
            .iter()
            .zip(&counts)
            .enumerate()
            .map(|(place, ((meaning, _), count))| Part {
                meaning: (*meaning).to_owned(),
                count: *count,
                is_base: place == 2,
                at: None,
            })
            .collect();
        let value = counts[0] as f64;
        let numerator = Some(counts[0]);
        match figure.kind {
            Kind::Missing => Tally::Missing,
            Kind::Share if counts[2] == 0 => Tally::NotApplicable(parts),
            Kind::Share => {
                let (value, denominator) = (value / counts[2] as f64 * 100.0, Some(counts[2]));
                Tally::Figure(Counted { value, numerator, denominator, interval: None, parts })
            }
            Kind::Count => {
                let denominator = (at.measure == "X1-r").then_some(1_300);
                Tally::Figure(Counted { value, numerator, denominator, interval: None, parts })
            }
        }
    }
}

/// Every cell with where it stands, in the order of the tables.
pub(super) fn cells<'a, C>(
    window: Window,
    indicators: &'a [IndicatorTable<C>],
    region: Option<&'a RegionTables<C>>,
) -> Vec<(At, &'a C)> {
    let mut cells = Vec::new();
    let own = indicators.iter().map(|table| (false, table));
    let all = own.chain(region.iter().flat_map(|region| &region.indicators).map(|table| (true, table)));
    for (is_region, measure) in all.flat_map(|(is_region, table)| table.measures.iter().map(move |it| (is_region, it)))
    {
        let at = |year: i32, dimension: &str, code: &str| {
            let [measure, dimension, code] = [&measure.id, dimension, code].map(str::to_owned);
            At { window, is_region, measure, year, dimension, code }
        };
        cells.extend(measure.totals.iter().map(|point| (at(point.year, "", ""), &point.cell)));
        for breakdown in &measure.breakdowns {
            for category in &breakdown.categories {
                let of_years = breakdown.years.iter().zip(&category.cells);
                cells.extend(of_years.map(|(year, cell)| (at(*year, &breakdown.dimension, &category.code), cell)));
            }
        }
    }
    cells
}

/// The report as the next one reads it.
fn as_published(publishable: &Publishable, heading: &Heading) -> Published {
    let mut figures = Vec::new();
    let mut days = BTreeMap::new();
    for (at, cell) in cells(heading.window, publishable.indicators(), publishable.region()) {
        let said = match cell {
            Cell::Shown(shown) => Said::Figure(*shown),
            Cell::Withheld => Said::Withheld,
            Cell::NotApplicable => Said::NotApplicable,
            Cell::Missing => continue,
        };
        let period = heading.windows.period(heading.window, at.year);
        days.insert(at.year, (period.first, period.last));
        let is_of_places = at.dimension == MUNICIPALITIES;
        let place = match () {
            () if is_of_places => at.code.clone(),
            () if at.is_region => REGION.to_owned(),
            () => OWN.to_owned(),
        };
        // The own municipality stands in its own tables.
        if is_of_places && at.code == OWN {
            continue;
        }
        let breakdown = if is_of_places { String::new() } else { key(&at) };
        figures.push(PublishedFigure { place, measure: at.measure, year: at.year, breakdown, said, beside: None });
    }
    Published {
        detail: None,
        name: format!("{}-{}", heading.year, heading.window.id()),
        municipality: OWN.to_owned(),
        window: heading.window,
        definitions: counting().definitions,
        days,
        figures,
    }
}

fn key(at: &At) -> String {
    let mut pairs: Vec<String> = at
        .dimension
        .split('+')
        .zip(at.code.split('+'))
        .filter(|(dimension, _)| !dimension.is_empty())
        .map(|(dimension, code)| format!("{dimension}={code}"))
        .collect();
    pairs.sort_unstable();
    pairs.join("|")
}
