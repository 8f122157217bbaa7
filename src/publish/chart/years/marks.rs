//! What stands for a figure: column or dot, interval, and the ticks of county and country beside it.

use plotters::chart::{ChartBuilder, ChartContext};
use plotters::coord::cartesian::Cartesian2d;
use plotters::coord::types::RangedCoordf64;
use plotters::drawing::IntoDrawingArea;
use plotters::element::{Circle, EmptyElement, PathElement, Rectangle};

use super::super::canvas::{Area, Canvas, Pen, tenths};
use super::super::frame::{self, DOT, Failure, INTERVAL};
use super::super::model::{YearMark, YearPoint, YearSeries};
use super::super::scale::Scale;
use super::super::{style, whisker};
use super::figures::Manner;
use super::{Ground, interval};

const TICK_GAP: f64 = 1.5;
const TICK: f64 = 12.0;
/// The room ticks take beside a mark.
pub(super) const BESIDE: f64 = TICK_GAP + TICK;
const WIDEST_COLUMN: f64 = 34.0;

type Plot<'a> = ChartContext<'a, Pen<'a>, Cartesian2d<RangedCoordf64, RangedCoordf64>>;

/// Where the marks came to stand, in units.
#[derive(Debug, Default)]
pub(super) struct Placed {
    /// The grid lines, zero first.
    pub(super) lines: Vec<f64>,
    /// One a year; none where there is no figure.
    pub(super) marks: Vec<Option<Mark>>,
    /// The ticks of all years, which no figure may cover.
    pub(super) ticks: Vec<Area>,
}

/// One year's mark.
#[derive(Debug, Clone, Copy)]
pub(super) struct Mark {
    /// Its middle.
    pub(super) x: f64,
    /// Where its value is.
    pub(super) y: f64,
    /// All of it, the interval included.
    pub(super) area: Area,
}

/// How wide a year's marks are, in units.
#[derive(Debug, Clone, Copy)]
struct Shape {
    half: f64,
    /// From the middle of the year to the middle of the municipality's mark.
    shift: f64,
}

impl Shape {
    /// The mark stands over its year where figure and ticks have room at either side; else all three are centred.
    fn of(series: &YearSeries, ground: Ground, manner: Manner) -> Self {
        let beside = if series.references.is_empty() { 0.0 } else { BESIDE };
        let half = match series.mark {
            YearMark::Dot | YearMark::Line => DOT,
            YearMark::Column => ((ground.slot - beside) * 0.31).min(WIDEST_COLUMN / 2.0),
        };
        let room = ground.slot / 2.0 - half - 1.0;
        let (least, most) = (manner.left_of_mark() - room, room - beside);
        let shift = if least <= most { 0.0f64.clamp(least, most) } else { f64::midpoint(least, most) };
        Self { half, shift }
    }
}

pub(super) fn draw(
    canvas: &mut Canvas,
    series: &YearSeries,
    scale: Option<&Scale>,
    ground: Ground,
    manner: Manner,
) -> Result<Placed, Failure> {
    let shape = Shape::of(series, ground, manner);
    let root = canvas.pen(ground.bottom).into_drawing_area();
    let size = (tenths(ground.right - ground.left).unsigned_abs(), tenths(ground.bottom - ground.top).unsigned_abs());
    let plot = root.shrink((tenths(ground.left), tenths(ground.top)), size);
    let (least, most, lines) =
        scale.map_or((0.0, 1.0, Vec::new()), |scale| (scale.min, scale.max, scale.lines.clone()));
    let mut chart = ChartBuilder::on(&plot).build_cartesian_2d(ground.left..ground.right, least..most)?;
    let across = |line: f64| vec![(ground.left, line), (ground.right, line)];
    let grid = |line: &f64| PathElement::new(across(*line), style::line(style::GRID, 0.6));
    chart.draw_series(lines.iter().filter(|line| **line != 0.0).map(grid))?;

    let lines = lines.iter().map(|line| at(&chart, ground.left, *line).1).collect();
    let mut placed = Placed { lines, ..Placed::default() };
    for (index, point) in series.points.iter().enumerate() {
        let x = ground.middle(index) + shape.shift;
        placed.marks.push(mark(&mut chart, series, point, (x, shape.half))?);
        ticks(&mut chart, series, point.year, (x, shape.half), &mut placed.ticks)?;
    }
    chart.draw_series([PathElement::new(across(0.0), style::line(style::AXIS, 0.8))])?;
    Ok(placed)
}

fn mark(
    chart: &mut Plot<'_>,
    series: &YearSeries,
    point: &YearPoint,
    (x, half): (f64, f64),
) -> Result<Option<Mark>, Failure> {
    let Some(value) = point.cell.shown().map(|shown| shown.value) else { return Ok(None) };
    let (mut top, mut foot) = (value, value.min(0.0));
    match series.mark {
        YearMark::Column if value > 0.0 => {
            let corners = [(x - half, 0.0), (x + half, value)];
            chart.draw_series([Rectangle::new(corners, style::filled(style::OWN))])?;
            top = top.max(whisker(chart, point, x)?);
        }
        YearMark::Column => top = top.max(whisker(chart, point, x)?),
        YearMark::Dot | YearMark::Line => {
            if let Some((lower, upper)) = interval(point) {
                let line = vec![(x, lower), (x, upper)];
                chart.draw_series([PathElement::new(line, style::line(style::OWN, INTERVAL))])?;
                (top, foot) = (top.max(upper), foot.min(lower));
            }
            chart.draw_series([Circle::new((x, value), tenths(DOT), style::filled(style::OWN))])?;
        }
    }
    let (middle, y) = at(chart, x, value);
    let above = if series.mark == YearMark::Column { y } else { y - DOT };
    let (top, bottom) = (at(chart, x, top).1.min(above), at(chart, x, foot).1);
    Ok(Some(Mark { x: middle, y, area: Area { left: middle - half, top, right: middle + half, bottom } }))
}

/// The interval of a column; says how high it reaches.
fn whisker(chart: &mut Plot<'_>, point: &YearPoint, x: f64) -> Result<f64, Failure> {
    let Some((lower, upper)) = interval(point) else { return Ok(0.0) };
    for line in whisker::strokes() {
        chart.draw_series([PathElement::new(vec![(x, lower), (x, upper)], line)])?;
    }
    Ok(upper)
}

fn ticks(
    chart: &mut Plot<'_>,
    series: &YearSeries,
    year: i32,
    (x, half): (f64, f64),
    placed: &mut Vec<Area>,
) -> Result<(), Failure> {
    // The country first: where both have the same figure, its longer line shows at both ends of the county's.
    let mut references: Vec<_> = series.references.iter().collect();
    references.sort_by_key(|reference| std::cmp::Reverse(frame::rank(reference.role)));
    for reference in references {
        for value in reference.points.iter().filter(|(of, _)| *of == year).map(|(_, value)| *value) {
            let inset = frame::inset(reference.role);
            let (from, to) = (half + TICK_GAP + inset, half + TICK_GAP + TICK - inset);
            let line = frame::tick(reference.role, (tenths(from), 0), (tenths(to), 0));
            chart.draw_series([EmptyElement::at((x, value)) + line])?;
            let (middle, y) = at(chart, x, value);
            placed.push(Area { left: middle + from, top: y - 1.6, right: middle + to, bottom: y + 1.6 });
        }
    }
    Ok(())
}

fn at(chart: &Plot<'_>, x: f64, value: f64) -> (f64, f64) {
    let (x, y) = chart.backend_coord(&(x, value));
    (f64::from(x) / 10.0, f64::from(y) / 10.0)
}
