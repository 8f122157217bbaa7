//! What is in a chart, independent of how it is drawn: drawing and alt text read the same struct.

use crate::compute::{
    Breakdown, Category, IndicatorTable, MeasureTable, ReferenceRole, ReferenceSeries, ReferenceValue,
};
use crate::protect::{Cell, Heading, Publishable, Shown};
use crate::units::Unit;

use super::words;

/// One chart. It is made from published cells only, so it knows nothing of what a withheld cell hides.
#[derive(Debug, Clone, PartialEq)]
pub struct Chart {
    /// The file name without extension, for example `K1` or `K4-melder`.
    pub stem: String,
    /// Name of what is shown.
    pub title: String,
    /// Unit, municipality and period.
    pub subtitle: String,
    /// What the definition rests on and what a reader must know; one paragraph an entry.
    pub footer: Vec<String>,
    /// The chart in one or two sentences.
    pub alt: String,
    /// Name of the municipality.
    pub municipality: String,
    /// Unit of every value.
    pub unit: Unit,
    /// What is plotted.
    pub plot: Plot,
}

/// What is plotted.
#[derive(Debug, Clone, PartialEq)]
pub enum Plot {
    /// The total by year.
    Years(YearSeries),
    /// One year by category.
    Categories(CategoryBars),
}

/// The total of a measure, year by year.
#[derive(Debug, Clone, PartialEq)]
pub struct YearSeries {
    /// How a year's figure is drawn.
    pub mark: YearMark,
    /// Years ascending without holes.
    pub points: Vec<YearPoint>,
    /// The year the report is about.
    pub report_year: i32,
    /// County and country, where they have figures for these years.
    pub references: Vec<Reference>,
}

/// How a year's figure is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum YearMark {
    /// A column from zero: counts and days.
    Column,
    /// A dot with its interval: shares and rates, where the distance from zero is not what is compared.
    Dot,
}

/// One year.
#[derive(Debug, Clone, PartialEq)]
pub struct YearPoint {
    /// The year, for school years and the like the one they end in.
    pub year: i32,
    /// What people call it.
    pub label: String,
    /// Its figure or why there is none.
    pub cell: Cell,
}

/// What the municipality is set beside.
#[derive(Debug, Clone, PartialEq)]
pub struct Reference {
    /// For example «Innlandet».
    pub name: String,
    /// County or country.
    pub role: ReferenceRole,
    /// Year and figure; only years that have one.
    pub points: Vec<(i32, f64)>,
}

/// One year by category.
#[derive(Debug, Clone, PartialEq)]
pub struct CategoryBars {
    /// The year.
    pub year: i32,
    /// In the order of the code list: an order by value would rank the withheld ones.
    pub bars: Vec<Bar>,
}

/// One category.
#[derive(Debug, Clone, PartialEq)]
pub struct Bar {
    /// Label for people.
    pub label: String,
    /// Its figure or why there is none.
    pub cell: Cell,
}

/// Every chart of a report, in the order of its indicators: each measure by year, then its breakdowns.
pub fn charts(publishable: &Publishable) -> Vec<Chart> {
    let heading = publishable.heading();
    let mut charts = Vec::new();
    for indicator in publishable.indicators() {
        for measure in indicator.measures.iter().filter(|measure| measure.charts) {
            charts.extend(year_series(heading, indicator, measure));
            let breakdowns = measure.breakdowns.iter();
            charts.extend(breakdowns.filter_map(|breakdown| category_bars(heading, indicator, measure, breakdown)));
        }
    }
    charts
}

fn year_series(heading: &Heading, indicator: &IndicatorTable<Cell>, measure: &MeasureTable<Cell>) -> Option<Chart> {
    let point = |year: i32, cell: Cell| YearPoint { year, label: heading.year_label(year), cell: drawable(cell) };
    let points: Vec<YearPoint> = measure.totals.iter().map(|total| point(total.year, total.cell)).collect();
    let (first, last) = (points.first()?.year, points.last()?.year);
    let mark = match measure.unit {
        Unit::Antall | Unit::Dager => YearMark::Column,
        Unit::Prosent | Unit::Per1000 | Unit::Skala | Unit::Poeng => YearMark::Dot,
    };
    let cells: Vec<Cell> = points.iter().map(|point| point.cell).collect();
    if cells.iter().filter(|cell| is_drawn(cell)).count() < FEWEST_DRAWN {
        return None;
    }
    let period = words::period(heading, first, last);
    let series = YearSeries { mark, report_year: heading.year, references: references(measure, first, last), points };
    Some(Chart {
        stem: measure.id.clone(),
        title: measure.title.clone(),
        subtitle: words::subtitle(heading, measure, &period),
        footer: words::footer(heading, indicator, measure, &cells),
        alt: words::years_alt(heading, measure, &period, &series),
        municipality: heading.municipality_name.clone(),
        unit: measure.unit,
        plot: Plot::Years(series),
    })
}

fn category_bars(
    heading: &Heading,
    indicator: &IndicatorTable<Cell>,
    measure: &MeasureTable<Cell>,
    breakdown: &Breakdown<Cell>,
) -> Option<Chart> {
    let at = breakdown.years.iter().position(|year| *year == heading.year)?;
    let bar = |category: &Category<Cell>| {
        let cell = category.cells.get(at).copied().unwrap_or(Cell::Missing);
        Bar { label: category.label.clone(), cell: drawable(cell) }
    };
    let bars: Vec<Bar> = breakdown.categories.iter().map(bar).collect();
    let cells: Vec<Cell> = bars.iter().map(|bar| bar.cell).collect();
    // One bar is a number, not a chart.
    if cells.iter().filter(|cell| is_drawn(cell)).count() < FEWEST_DRAWN {
        return None;
    }
    let title = words::title_by(measure, breakdown);
    let period = words::period(heading, heading.year, heading.year);
    let mut footer = words::footer(heading, indicator, measure, &cells);
    footer.extend(words::overlapping(breakdown));
    Some(Chart {
        stem: format!("{}-{}", measure.id, breakdown.dimension.replace('+', "-")),
        subtitle: words::subtitle(heading, measure, &period),
        footer,
        alt: words::categories_alt(heading, measure.unit, &title, &period, &bars),
        title,
        municipality: heading.municipality_name.clone(),
        unit: measure.unit,
        plot: Plot::Categories(CategoryBars { year: heading.year, bars }),
    })
}

/// A chart compares at least so many figures.
const FEWEST_DRAWN: usize = 2;

/// Whether a cell is a figure or the mark of one that is withheld.
fn is_drawn(cell: &Cell) -> bool {
    matches!(cell, Cell::Shown(_) | Cell::Withheld)
}

/// A figure that has no place on an axis is as good as not there.
fn drawable(cell: Cell) -> Cell {
    match cell {
        Cell::Shown(Shown { value, .. }) if !has_place(value) => Cell::Missing,
        Cell::Shown(shown) => {
            let interval = shown.interval.filter(|limits| has_place(limits.lower) && has_place(limits.upper));
            Cell::Shown(Shown { interval, ..shown })
        }
        other => other,
    }
}

/// Beyond this no unit is exact, and no figure of a municipality lies there.
fn has_place(value: f64) -> bool {
    value.abs() < 1e15
}

/// A county's count would dwarf the municipality's and says nothing about it, so counts stand alone.
fn references(measure: &MeasureTable<Cell>, first: i32, last: i32) -> Vec<Reference> {
    if measure.unit == Unit::Antall {
        return Vec::new();
    }
    let reference = |series: &ReferenceSeries| {
        let points = series.points.iter().filter(|(year, _)| (first..=last).contains(year));
        let points: Vec<(i32, f64)> = points.filter_map(|(year, value)| Some((*year, figure(*value)?))).collect();
        (!points.is_empty()).then(|| Reference { name: series.name.clone(), role: series.role, points })
    };
    measure.references.iter().filter_map(reference).collect()
}

fn figure(value: ReferenceValue) -> Option<f64> {
    match value {
        ReferenceValue::Figure(value) => has_place(value).then_some(value),
        ReferenceValue::Missing | ReferenceValue::Withheld | ReferenceValue::NotApplicable => None,
    }
}
