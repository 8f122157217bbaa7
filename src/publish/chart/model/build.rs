//! Which charts a report has: one table says which breakdowns are drawn as what.

use super::{
    Capacity, CategoryBars, Chart, Frame, Funnel, Likert, Matrix, MonthColumns, Overview, Plot, Run, Strip, Units,
    Waits, YearSeries, likert, matrix, months, printed, strip, units,
};
use crate::compare::SeriesBreak;
use crate::compute::{Breakdown, Charts, IndicatorTable, MeasureTable};
use crate::lang::text;
use crate::protect::{Cell, Heading, Publishable};
use crate::publish::chart::words::{self, Basis};
use crate::publish::sentence;
use crate::units::Unit;

/// Every chart of a report: the overview, then in the order of its indicators each measure by year and its breakdowns, and
/// last the municipalities beside each other.
pub fn charts(publishable: &Publishable) -> Vec<Chart> {
    let mut charts: Vec<Chart> = overview(publishable).into_iter().collect();
    let indicators: Vec<_> = publishable.indicators().iter().map(printed::indicator).collect();
    for indicator in &indicators {
        for measure in indicator.measures.iter().filter(|measure| measure.charts != Charts::None) {
            let maker = Maker { publishable, heading: publishable.heading(), indicator, measure };
            charts.extend(maker.total());
            charts.extend(measure.breakdowns.iter().flat_map(|breakdown| maker.breakdown(breakdown)));
        }
        charts.extend(answers(publishable.heading(), indicator));
        charts.extend(deliveries(publishable.heading(), indicator));
    }
    charts.extend(funnels(publishable));
    charts
}

/// What the charts of a measure are made from.
struct Maker<'a> {
    publishable: &'a Publishable,
    heading: &'a Heading,
    indicator: &'a IndicatorTable<Cell>,
    measure: &'a MeasureTable<Cell>,
}

impl Maker<'_> {
    /// The total through the years.
    fn total(&self) -> Option<Chart> {
        let Self { heading, measure, indicator, .. } = *self;
        let breaks = self.breaks();
        let plot = match measure.charts {
            Charts::All => None,
            Charts::Capacity => Capacity::of(heading, measure, breaks).map(|it| (it.cells(), Plot::Capacity(it))),
            Charts::Waits => Waits::of(heading, indicator, measure).map(|it| (it.cells(), Plot::Waits(it))),
            Charts::Breakdowns | Charts::None => return None,
        };
        let by_year = || YearSeries::of(heading, measure, breaks).map(|it| (it.cells(), Plot::Years(it)));
        let (cells, plot) = plot.or_else(by_year)?;
        let (first, last) = (measure.totals.first()?.year, measure.totals.last()?.year);
        let names = (measure.id.clone(), measure.title.clone());
        let mut frame = self.frame(names, (first, last), words::rests_on(heading, measure), &cells);
        if let Some(finding) = words::headline(self.publishable, measure) {
            frame.title = finding;
        }
        Some(Chart::new(frame, measure.unit, plot))
    }

    /// A breakdown as what its dimension asks for; as bars where that has nothing to draw.
    fn breakdown(&self, breakdown: &Breakdown<Cell>) -> Vec<Chart> {
        let dimension = breakdown.dimension.as_str();
        if dimension == likert::ANSWERS || matrix::is_deliveries(dimension) {
            return Vec::new();
        }
        let (heading, measure, breaks) = (self.heading, self.measure, self.breaks());
        let basis = Basis::of(measure, breakdown, heading.year);
        let of_groups = basis == Basis::Groups;
        let of_state = || Strip::of(heading, measure, breakdown, breaks).map(|it| (it.cells(), Plot::Strip(it)));
        let of_units =
            || Units::of(heading, measure, breakdown, (breaks, of_groups)).map(|it| (it.cells(), Plot::Units(it)));
        let of_months =
            || MonthColumns::of(heading, measure, breakdown, breaks).map(|it| (it.cells(), Plot::Months(it)));
        let plot = match dimension {
            months::MONTHS => of_months(),
            units::UNITS => of_units(),
            _ if strip::STATES.contains(&dimension) && measure.unit == Unit::Antall => of_state(),
            _ => None,
        };
        let year = heading.year;
        let bars = || CategoryBars::of(breakdown, year, of_groups).map(|it| (it.cells(), Plot::Categories(it)));
        let Some((cells, plot)) = plot.or_else(bars) else { return Vec::new() };
        let first = match &plot {
            Plot::Units(units) => Some(units.first),
            Plot::Strip(strip) => strip.rows.first().map(|row| row.year),
            _ => None,
        };
        let stem = format!("{}-{}", measure.id, dimension.replace('+', "-"));
        let title = words::title_by(measure, breakdown);
        let mut frame = self.frame((stem, title), (first.unwrap_or(year), year), basis.said(heading), &cells);
        if of_groups {
            frame.subtitle = words::subtitle_of_groups(heading, measure, &frame.period);
        }
        if let Plot::Months(months) = &plot {
            frame.footer.splice(0..0, months.notes());
        }
        frame.footer.extend(words::overlapping(breakdown));
        let run = (dimension == months::MONTHS).then(|| self.run(breakdown)).flatten();
        std::iter::once(Chart::new(frame, self.measure.unit, plot)).chain(run).collect()
    }

    /// All months in order, with what is ordinary.
    fn run(&self, breakdown: &Breakdown<Cell>) -> Option<Chart> {
        let judged = self.publishable.judgements().months.iter().find(|it| it.measure == self.measure.id)?;
        let run = Run::of(breakdown, judged)?;
        let years = (run.months.first()?.year, run.months.last()?.year);
        let title = text("chart.title_run", &[("measure", &self.measure.title)]);
        let stem = format!("{}-utvikling", self.measure.id);
        let n = words::rests_on(self.heading, self.measure);
        let mut frame = self.frame((stem, title), years, n, &run.cells());
        frame.footer.splice(0..0, sentence::months(judged));
        Some(Chart::new(frame, self.measure.unit, Plot::Run(run)))
    }

    fn breaks(&self) -> &[SeriesBreak] {
        &self.publishable.judgements().breaks
    }

    fn frame(
        &self,
        (stem, title): (String, String),
        (first, last): (i32, i32),
        n: Option<String>,
        cells: &[Cell],
    ) -> Frame {
        let period = words::period(self.heading, first, last);
        Frame {
            stem,
            title,
            subtitle: words::subtitle(self.heading, self.measure, &period),
            footer: words::footer(self.heading, Some(self.indicator), (Some(self.measure), n), cells),
            municipality: self.heading.municipality_name.clone(),
            period,
        }
    }
}

fn overview(publishable: &Publishable) -> Option<Chart> {
    let heading = publishable.heading();
    let overview = Overview::of(publishable)?;
    let period = words::period(heading, heading.year, heading.year);
    let mut footer = vec![text("chart.overview_note", &[])];
    footer.extend(words::footer(heading, None, (None, None), &overview.cells()));
    let frame = Frame {
        stem: "oversikt".to_owned(),
        title: text("chart.overview_title", &[("municipality", &heading.municipality_name)]),
        subtitle: text("chart.overview_subtitle", &[("period", &period)]),
        footer,
        municipality: heading.municipality_name.clone(),
        period,
    };
    Some(Chart::new(frame, Unit::Prosent, Plot::Overview(overview)))
}

/// The questions of an indicator in one chart.
fn answers(heading: &Heading, indicator: &IndicatorTable<Cell>) -> Option<Chart> {
    let likert = Likert::of(indicator, heading.year)?;
    let period = words::period(heading, heading.year, heading.year);
    let values = [("municipality", heading.municipality_name.as_str()), ("period", &period)];
    let mut footer = vec![text("chart.likert_note", &[])];
    footer.extend(words::footer(heading, Some(indicator), (None, None), &likert.cells()));
    let frame = Frame {
        stem: format!("{}-svar", indicator.id),
        title: indicator.title.clone(),
        subtitle: text("chart.likert_subtitle", &values),
        footer,
        municipality: heading.municipality_name.clone(),
        period,
    };
    Some(Chart::new(frame, Unit::Prosent, Plot::Likert(likert)))
}

fn deliveries(heading: &Heading, indicator: &IndicatorTable<Cell>) -> Option<Chart> {
    let matrix = Matrix::of(indicator, heading.year)?;
    let period = words::period(heading, heading.year, heading.year);
    let values = [("municipality", heading.municipality_name.as_str()), ("period", &period)];
    let frame = Frame {
        stem: "rapportering".to_owned(),
        title: text("chart.matrix_title", &[]),
        subtitle: text("chart.matrix_subtitle", &values),
        footer: words::footer(heading, Some(indicator), (None, None), &matrix.cells()),
        municipality: heading.municipality_name.clone(),
        period,
    };
    Some(Chart::new(frame, Unit::Prosent, Plot::Matrix(matrix)))
}

fn funnels(publishable: &Publishable) -> Vec<Chart> {
    let (heading, Some(region)) = (publishable.heading(), publishable.region()) else { return Vec::new() };
    let chart = |judged: &crate::compare::FunnelOf| {
        let funnel = Funnel::of(judged, &region.name, heading.municipality.as_str())?;
        let find = |it: &&IndicatorTable<Cell>| it.measures.iter().any(|measure| measure.id == judged.measure);
        let indicator = region.indicators.iter().find(find)?;
        let measure = indicator.measures.iter().find(|measure| measure.id == judged.measure)?;
        let period = words::period(heading, judged.year, judged.year);
        let mut footer = vec![text("chart.funnel_note", &[])];
        footer.extend(words::footer(heading, Some(indicator), (Some(measure), words::rests_on(heading, measure)), &[]));
        let frame = Frame {
            stem: format!("{}-kommuner", judged.measure),
            title: text("chart.funnel_title", &[("measure", &judged.title), ("region", &region.name)]),
            subtitle: words::subtitle_in(&region.name, measure, &period),
            footer,
            municipality: heading.municipality_name.clone(),
            period,
        };
        Some(Chart::new(frame, judged.unit, Plot::Funnel(funnel)))
    };
    publishable.judgements().funnels.iter().filter_map(chart).collect()
}
