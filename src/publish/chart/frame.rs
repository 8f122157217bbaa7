//! What stands around the plot: headline, legend, footer.

use plotters::coord::Shift;
use plotters::drawing::{DrawingArea, DrawingAreaErrorKind};
use plotters::element::{Circle, PathElement, Rectangle};

use super::canvas::{Anchor, Canvas, Pen, tenths};
use super::font;
use super::model::{Chart, Plot, YearMark, YearSeries};
use super::style::{self, MARGIN, RIGHT, Type};
use super::words;
use crate::compute::ReferenceRole;

/// What drawing through plotters may fail with; our own canvas never does.
pub(super) type Failure = DrawingAreaErrorKind<std::convert::Infallible>;

const SAMPLE: f64 = 12.0;
const SAMPLE_GAP: f64 = 4.0;
const ENTRY_GAP: f64 = 16.0;

/// Half the width of a dot.
pub(super) const DOT: f64 = 3.4;
/// The line of an interval.
pub(super) const INTERVAL: f64 = 1.7;

/// What a legend entry shows beside its words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sample {
    Column,
    Dot,
    DotWithInterval,
    Tick(ReferenceRole),
}

/// Title, subtitle and legend; returns where the plot may begin.
pub(super) fn header(canvas: &mut Canvas, chart: &Chart) -> Result<f64, Failure> {
    // In documents the headline is text beside the picture.
    if !chart.title.is_empty() {
        let title = wrapped(&chart.title, style::TITLE);
        let y = canvas.paragraph(&title, (MARGIN, MARGIN + 10.0), Anchor::Start, style::TITLE);
        let subtitle = wrapped(&chart.subtitle, style::SUBTITLE);
        canvas.paragraph(&subtitle, (MARGIN, y - 0.5), Anchor::Start, style::SUBTITLE);
    }
    if let Plot::Years(series) = &chart.plot
        && series.mark != YearMark::Line
    {
        legend(canvas, &entries(chart, series))?;
    }
    Ok(canvas.lowest() + 12.0)
}

/// Notes and source; returns the height of the whole chart.
pub(super) fn footer(canvas: &mut Canvas, chart: &Chart, plot_bottom: f64) -> f64 {
    let mut y = plot_bottom + 22.0;
    for paragraph in &chart.footer {
        y = canvas.paragraph(&wrapped(paragraph, style::QUIET), (MARGIN, y), Anchor::Start, style::QUIET);
    }
    canvas.lowest().max(plot_bottom) + MARGIN
}

/// A reference's mark, its middle at `at`: the county short and broad, the country long and thin.
pub(super) fn tick<C>(role: ReferenceRole, from: C, to: C) -> PathElement<C> {
    let stroke = match role {
        ReferenceRole::County => style::line(style::COUNTY, 2.8),
        ReferenceRole::Country => style::line(style::COUNTRY, 1.3),
    };
    PathElement::new(vec![from, to], stroke)
}

/// The order in which references are read.
pub(super) fn rank(role: ReferenceRole) -> u8 {
    match role {
        ReferenceRole::County => 0,
        ReferenceRole::Country => 1,
    }
}

/// How much shorter than the country's tick the county's is, at each end.
pub(super) fn inset(role: ReferenceRole) -> f64 {
    match role {
        ReferenceRole::County => 2.0,
        ReferenceRole::Country => 0.0,
    }
}

fn wrapped(text: &str, kind: Type) -> Vec<String> {
    font::wrap(text, RIGHT - MARGIN, kind.size, kind.weight)
}

/// Columns without references explain themselves; so do lone dots.
fn entries(chart: &Chart, series: &YearSeries) -> Vec<(Sample, String)> {
    let mut entries = Vec::new();
    let mut shown = series.points.iter().filter_map(|point| point.cell.shown()).peekable();
    let compared = !series.references.is_empty();
    if shown.peek().is_some() {
        match series.mark {
            YearMark::Dot if shown.any(|shown| shown.interval.is_some()) => {
                entries.push((Sample::DotWithInterval, words::own_with_interval(&chart.municipality)));
            }
            YearMark::Dot if compared => entries.push((Sample::Dot, chart.municipality.clone())),
            YearMark::Column if compared => entries.push((Sample::Column, chart.municipality.clone())),
            YearMark::Dot | YearMark::Line | YearMark::Column => {}
        }
    }
    let references = series.references.iter();
    entries.extend(references.map(|reference| (Sample::Tick(reference.role), reference.name.clone())));
    entries
}

fn legend(canvas: &mut Canvas, entries: &[(Sample, String)]) -> Result<(), Failure> {
    let kind = style::NAME;
    let mut x = MARGIN;
    let mut y = canvas.lowest() + 16.0;
    for (sample, words) in entries {
        let lead = SAMPLE + SAMPLE_GAP;
        let lines = font::wrap(words, RIGHT - MARGIN - lead, kind.size, kind.weight);
        let width = lines.iter().map(|line| font::width(line, kind.size, kind.weight)).fold(0.0, f64::max);
        if x > MARGIN && x + lead + width > RIGHT {
            (x, y) = (MARGIN, canvas.lowest() + 11.0);
        }
        draw_sample(canvas, *sample, (x, y - 3.2))?;
        canvas.paragraph(&lines, (x + lead, y), Anchor::Start, kind);
        x += lead + width + ENTRY_GAP;
    }
    Ok(())
}

fn draw_sample(canvas: &mut Canvas, sample: Sample, (left, y): (f64, f64)) -> Result<(), Failure> {
    use plotters::drawing::IntoDrawingArea;
    let root: DrawingArea<Pen<'_>, Shift> = canvas.pen(y + SAMPLE).into_drawing_area();
    let at = |x: f64, y: f64| (tenths(x), tenths(y));
    let middle = left + SAMPLE / 2.0;
    match sample {
        Sample::Tick(role) => {
            let inset = inset(role) / 2.0;
            root.draw(&tick(role, at(left + inset, y), at(left + SAMPLE - inset, y)))?;
        }
        Sample::Column => {
            let corners = [at(middle - 4.0, y - 4.0), at(middle + 4.0, y + 4.0)];
            root.draw(&Rectangle::new(corners, style::filled(style::OWN)))?;
        }
        Sample::Dot | Sample::DotWithInterval => {
            if sample == Sample::DotWithInterval {
                let line = vec![at(middle, y - 6.0), at(middle, y + 6.0)];
                root.draw(&PathElement::new(line, style::line(style::OWN, INTERVAL)))?;
            }
            root.draw(&Circle::new(at(middle, y), tenths(DOT), style::filled(style::OWN)))?;
        }
    }
    Ok(())
}
