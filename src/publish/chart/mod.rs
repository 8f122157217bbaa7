//! Charts: one model, drawn as SVG; the PNG is that SVG rasterised.
//!
//! A chart reads published cells only. What a withheld cell hides can therefore not show in a bar's height, in the end
//! of an axis or in the alt text; the order of categories is the code list's, for an order by value would rank them.

mod breaks;
mod canvas;
mod capacity;
mod categories;
mod font;
mod frame;
mod funnel;
mod layout;
mod likert;
mod matrix;
mod model;
mod months;
mod overview;
mod plane;
mod png;
mod run;
mod scale;
mod strip;
mod style;
mod units;
mod waits;
mod whisker;
mod words;
mod years;

pub use font::{Weight, width, wrap};
pub use model::{
    Bar, Break, Capacity, CapacityYear, CategoryBars, Chart, Delivery, Frame, Funnel, FunnelPoint, Likert, LikertRow,
    Matrix, MonthColumns, MonthPoint, Ordinary, Overview, OverviewGroup, OverviewRow, Plot, Reference, Run, RunMonth,
    RunPhase, STEPS, Standing, State, Strip, StripRow, Table, Tone, UnitPanel, Units, WaitYear, Waits, WindowMark,
    YearMark, YearPoint, YearSeries, charts,
};
pub use png::{PngError, png};

/// The colours that a municipality's take the place of, and those that stay.
pub(super) mod house {
    pub(in crate::publish) use super::style::{ABSENT, COUNTRY, COUNTY, OWN, PALE, PAST, SECOND};

    use plotters::style::RGBColor;

    use super::matrix::STRIPE;
    use super::style::{AXIS, GRID, INK, STEPS, WHITE};

    /// What means something else, or nothing.
    pub(in crate::publish) const FIXED: [RGBColor; 12] =
        [STRIPE, AXIS, COUNTRY, GRID, INK, WHITE, STEPS[0], STEPS[1], STEPS[2], STEPS[3], STEPS[4], STEPS[5]];
}

use canvas::Canvas;

/// The chart as an SVG document, 160 mm wide.
pub fn svg(chart: &Chart) -> String {
    svg_named(chart, &chart.title)
}

/// The same, heard by a name that need not be drawn: where the headline stands as text beside the picture.
pub fn svg_named(chart: &Chart, name: &str) -> String {
    let (canvas, height) = drawn(chart);
    canvas.finish(&chart.stem, name, &chart.alt, height)
}

/// The chart on its canvas, and how tall it is.
fn drawn(chart: &Chart) -> (Canvas, f64) {
    let mut canvas = Canvas::default();
    let height = draw(&mut canvas, chart).expect("the canvas takes everything and nothing else holds it");
    (canvas, height)
}

fn draw(canvas: &mut Canvas, chart: &Chart) -> Result<f64, frame::Failure> {
    let top = frame::header(canvas, chart)?;
    let unit = chart.unit;
    let bottom = match &chart.plot {
        Plot::Years(it) if it.mark == YearMark::Line => years::lines::draw(canvas, it, unit, &chart.municipality, top),
        Plot::Years(it) => years::draw(canvas, it, unit, top)?,
        Plot::Categories(it) => categories::draw(canvas, it, unit, top)?,
        Plot::Overview(it) => overview::draw(canvas, it, top),
        Plot::Likert(it) => likert::draw(canvas, it, top),
        Plot::Months(it) => months::draw(canvas, it, unit, top),
        Plot::Run(it) => run::draw(canvas, it, unit, top),
        Plot::Units(it) => units::draw(canvas, it, unit, top),
        Plot::Funnel(it) => funnel::draw(canvas, it, unit, &chart.municipality, top),
        Plot::Strip(it) => strip::draw(canvas, it, top),
        Plot::Matrix(it) => matrix::draw(canvas, it, top),
        Plot::Waits(it) => waits::draw(canvas, it, top),
        Plot::Capacity(it) => capacity::draw(canvas, it, top),
    };
    Ok(frame::footer(canvas, chart, bottom))
}

#[cfg(test)]
mod tests;
