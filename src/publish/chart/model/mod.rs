//! What is in a chart, independent of how it is drawn: drawing, alt text and table read the same struct.

mod build;
mod capacity;
mod categories;
mod funnel;
mod likert;
mod matrix;
mod months;
mod overview;
mod printed;
mod run;
mod spread;
mod strip;
mod table;
mod units;
mod waits;
mod years;

pub use build::charts;
pub use capacity::{Capacity, CapacityYear};
pub use categories::{Bar, CategoryBars};
pub use funnel::{Funnel, FunnelPoint};
pub use likert::{Likert, LikertRow, STEPS};
pub use matrix::{Delivery, Matrix};
pub use months::{MonthColumns, MonthPoint, WindowMark};
pub(super) use overview::verdict as overview_verdict;
pub use overview::{Overview, OverviewGroup, OverviewRow, Standing};
pub use run::{Ordinary, Run, RunMonth, RunPhase};
pub use strip::{State, Strip, StripRow, Tone};
pub use table::Table;
pub use units::{UnitPanel, Units};
pub use waits::{WaitYear, Waits};
pub use years::{Break, Reference, YearMark, YearPoint, YearSeries};

use super::words;
use crate::lang::text;
use crate::protect::{Cell, Shown};
use crate::units::Unit;

/// One chart. It is made from published cells only, so it knows nothing of what a withheld cell hides.
#[derive(Debug, Clone, PartialEq)]
pub struct Chart {
    /// The file name without extension, for example `K1` or `K4-melder`.
    pub stem: String,
    /// A finding where a verdict carries it, else the name of what is shown.
    pub title: String,
    /// Unit, municipality and period.
    pub subtitle: String,
    /// What the definition rests on and what a reader must know; one paragraph an entry.
    pub footer: Vec<String>,
    /// The chart in two or three sentences.
    pub alt: String,
    /// Name of the municipality.
    pub municipality: String,
    /// Unit of every value; of charts of several units, that of their shares.
    pub unit: Unit,
    /// What is plotted.
    pub plot: Plot,
}

/// What stands around a plot.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Frame {
    /// The file name without extension.
    pub stem: String,
    /// The headline.
    pub title: String,
    /// The line below it.
    pub subtitle: String,
    /// The paragraphs below the plot.
    pub footer: Vec<String>,
    /// Name of the municipality.
    pub municipality: String,
    /// The years, in words.
    pub period: String,
}

/// What is plotted.
#[derive(Debug, Clone, PartialEq)]
pub enum Plot {
    /// The total by year.
    Years(YearSeries),
    /// One year by category.
    Categories(CategoryBars),
    /// All indicators at a glance.
    Overview(Overview),
    /// Answers on the scale 1-6, split between 3 and 4.
    Likert(Likert),
    /// The months of a year.
    Months(MonthColumns),
    /// All months, with what is ordinary.
    Run(Run),
    /// A small chart for each unit.
    Units(Units),
    /// Municipalities beside each other.
    Funnel(Funnel),
    /// How many stand where.
    Strip(Strip),
    /// Who has delivered what.
    Matrix(Matrix),
    /// How long people wait.
    Waits(Waits),
    /// Referrals beside places.
    Capacity(Capacity),
}

impl Chart {
    /// A chart with its alt text.
    ///
    /// # Examples
    /// ```
    /// use tryggtall::protect::Cell;
    /// use tryggtall::publish::chart::{Bar, CategoryBars, Chart, Frame, Plot};
    /// use tryggtall::units::Unit;
    /// let bars = vec![Bar { label: "Skole".into(), cell: Cell::Withheld }];
    /// let frame = Frame { stem: "K4-melder".into(), title: "Meldinger".into(), ..Frame::default() };
    /// let chart = Chart::new(frame, Unit::Antall, Plot::Categories(CategoryBars { year: 2025, bars, of_groups: false }));
    /// assert!(chart.alt.ends_with("Ingen tall kan vises."));
    /// ```
    pub fn new(frame: Frame, unit: Unit, plot: Plot) -> Self {
        let place = [("title", frame.title.as_str()), ("municipality", &frame.municipality), ("period", &frame.period)];
        let alt = format!("{} {}", text(plot.alt_key(), &place), plot.finding(unit, &frame.municipality));
        let Frame { stem, title, subtitle, footer, municipality, period: _ } = frame;
        Self { stem, title, subtitle, footer, alt, municipality, unit, plot }
    }

    /// What is drawn as a table: a row for each mark.
    pub fn table(&self) -> Table {
        match &self.plot {
            Plot::Years(it) => it.table(self.unit, &self.municipality),
            Plot::Categories(it) => it.table(self.unit),
            Plot::Overview(it) => it.table(),
            Plot::Likert(it) => it.table(),
            Plot::Months(it) => it.table(self.unit),
            Plot::Run(it) => it.table(self.unit),
            Plot::Units(it) => it.table(self.unit),
            Plot::Funnel(it) => it.table(self.unit),
            Plot::Strip(it) => it.table(),
            Plot::Matrix(it) => it.table(),
            Plot::Waits(it) => it.table(),
            Plot::Capacity(it) => it.table(),
        }
    }
}

impl Plot {
    fn alt_key(&self) -> &'static str {
        match self {
            Self::Years(series) => match series.mark {
                YearMark::Column => "chart.alt_columns",
                YearMark::Dot => "chart.alt_dots",
                YearMark::Line => "chart.alt_lines",
            },
            Self::Categories(_) => "chart.alt_bars",
            Self::Overview(_) => "chart.alt_overview",
            Self::Likert(_) => "chart.alt_likert",
            Self::Months(_) => "chart.alt_months",
            Self::Run(_) => "chart.alt_run",
            Self::Units(_) => "chart.alt_units",
            Self::Funnel(_) => "chart.alt_funnel",
            Self::Strip(_) => "chart.alt_strip",
            Self::Matrix(_) => "chart.alt_matrix",
            Self::Waits(_) => "chart.alt_waits",
            Self::Capacity(_) => "chart.alt_capacity",
        }
    }

    /// What a reader who does not see the chart should know.
    fn finding(&self, unit: Unit, municipality: &str) -> String {
        match self {
            Self::Years(it) => it.finding(unit),
            Self::Categories(it) => it.finding(unit),
            Self::Overview(it) => it.finding(),
            Self::Likert(it) => it.finding(),
            Self::Months(it) => it.finding(unit),
            Self::Run(it) => it.finding(unit),
            Self::Units(it) => it.finding(unit),
            Self::Funnel(it) => it.finding(unit, municipality),
            Self::Strip(it) => it.finding(),
            Self::Matrix(it) => it.finding(),
            Self::Waits(it) => it.finding(),
            Self::Capacity(it) => it.finding(),
        }
    }
}

/// Whether a figure, or the end of its interval, lies below zero, where bars and columns have no room: it stands in the table.
fn is_below_zero(cell: &Cell) -> bool {
    cell.shown().is_some_and(|shown| shown.value < 0.0 || shown.interval.is_some_and(|limits| limits.lower < 0.0))
}

/// Whether a cell is a figure or the mark of one that is withheld.
fn is_drawn(cell: &Cell) -> bool {
    matches!(cell, Cell::Shown(_) | Cell::Withheld)
}

/// Whether there is something to draw, and room for it.
fn fits(cells: &[Cell]) -> bool {
    cells.iter().any(is_drawn) && !cells.iter().any(is_below_zero)
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

/// A cell in a table: its figure, or what stands in its place.
fn said(cell: &Cell, unit: Unit) -> String {
    let figure = cell.shown().map(|shown| super::scale::figure(shown.value, unit));
    figure.or_else(|| words::status(cell)).unwrap_or_default()
}
