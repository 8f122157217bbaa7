//! Charts: one model, drawn as SVG; the PNG is that SVG rasterised.
//!
//! A chart reads published cells only. What a withheld cell hides can therefore not show in a bar's height, in the end
//! of an axis or in the alt text; the order of categories is the code list's, for an order by value would rank them.

mod canvas;
mod categories;
mod font;
mod frame;
mod model;
mod png;
mod scale;
mod style;
mod words;
mod years;

pub use font::{Weight, width, wrap};
pub use model::{Bar, CategoryBars, Chart, Plot, Reference, YearMark, YearPoint, YearSeries, charts};
pub use png::{PngError, png};

use canvas::Canvas;

/// The chart as an SVG document, 160 mm wide.
pub fn svg(chart: &Chart) -> String {
    let (canvas, height) = drawn(chart);
    canvas.finish(&chart.stem, &chart.title, &chart.alt, height)
}

/// The chart on its canvas, and how tall it is.
fn drawn(chart: &Chart) -> (Canvas, f64) {
    let mut canvas = Canvas::default();
    let height = draw(&mut canvas, chart).expect("the canvas takes everything and nothing else holds it");
    (canvas, height)
}

fn draw(canvas: &mut Canvas, chart: &Chart) -> Result<f64, frame::Failure> {
    let top = frame::header(canvas, chart)?;
    let bottom = match &chart.plot {
        Plot::Years(series) => years::draw(canvas, series, chart.unit, top)?,
        Plot::Categories(bars) => categories::draw(canvas, bars, chart.unit, top)?,
    };
    Ok(frame::footer(canvas, chart, bottom))
}

#[cfg(test)]
mod tests;
