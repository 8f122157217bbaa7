//! A small chart for each unit, all on one scale.

use super::canvas::{Anchor, Area, Canvas, Paint};
use super::font;
use super::layout::{self, BASELINE};
use super::model::{UnitPanel, Units};
use super::scale::{self, Scale};
use super::style::{self, MARGIN, RIGHT};
use super::{breaks, whisker, words};
use crate::lang::text;
use crate::protect::Cell;
use crate::units::Unit;

const COLUMNS: usize = 4;
const GAP: f64 = 14.0;
const HEIGHT: f64 = 34.0;
const TOGETHER: Paint = Paint::line(style::COUNTRY, 1.2).dashed();
const LINE: Paint = Paint::line(style::OWN, 1.2);

/// What all panels share.
struct Panels<'a> {
    units: &'a Units,
    unit: Unit,
    most: f64,
    wide: f64,
    /// The widest figure: its room at the right of a panel.
    figure: f64,
}

/// Draws the panels from `top` down; returns where they end.
pub(super) fn draw(canvas: &mut Canvas, units: &Units, unit: Unit, top: f64) -> f64 {
    let columns = units.panels.len().clamp(1, COLUMNS);
    let shown = || units.panels.iter().flat_map(|panel| &panel.cells).filter_map(whisker::furthest);
    let beside = || units.together.iter().flatten().filter_map(Cell::shown).map(|shown| shown.value);
    let scale = Scale::of(shown().chain(beside()), unit);
    let wide = ((RIGHT - MARGIN - GAP * layout::float(columns - 1)) / layout::float(columns)).min(160.0);
    let report =
        |panel: &UnitPanel| panel.cells.get(units.report).map(|cell| report_text(cell, unit)).unwrap_or_default();
    let figure = units.panels.iter().map(|panel| layout::width(&report(panel), style::FIGURE)).fold(0.0, f64::max);
    let most = scale.as_ref().map_or(1.0, |scale| scale.max);
    let panels = Panels { units, unit, most, wide, figure: figure.min(wide * 0.5) };
    let mut y = legend(canvas, units, scale.as_ref(), unit, top) + 8.0;
    for row in units.panels.chunks(columns) {
        let names: Vec<Vec<String>> =
            row.iter().map(|panel| font::wrap(&panel.label, wide, style::NAME.size, style::NAME.weight)).collect();
        let counts: Vec<Option<String>> = row.iter().map(|panel| panels.rests(panel)).collect();
        let line_of_n = usize::from(counts.iter().any(Option::is_some));
        let lines = names.iter().map(Vec::len).max().unwrap_or(1) + line_of_n;
        let plot = y + style::leading(style::NAME) * layout::float(lines) + 4.0;
        for (column, ((panel, name), n)) in row.iter().zip(&names).zip(&counts).enumerate() {
            let left = MARGIN + (wide + GAP) * layout::float(column);
            // Names stand on the line above the plot, however many lines the neighbours have.
            let first = plot - 4.0 - style::leading(style::NAME) * layout::float(name.len() + line_of_n) + 8.5;
            let below = canvas.paragraph(name, (left, first), Anchor::Start, style::NAME);
            if let Some(n) = n {
                canvas.text(n, (left, below), Anchor::Start, style::QUIET);
            }
            panels.draw(canvas, panel, left, plot);
        }
        y = plot + HEIGHT + 24.0;
    }
    y - 8.0
}

fn legend(canvas: &mut Canvas, units: &Units, scale: Option<&Scale>, unit: Unit, top: f64) -> f64 {
    let mut entries = Vec::new();
    if units.together.is_some() {
        entries.push(layout::line(text("chart.together", &[]), TOGETHER));
    }
    if let Some(scale) = scale {
        let most = scale.label(scale.max, unit);
        entries.push(layout::line(text("chart.units_scale", &[("most", &most)]), Paint::line(style::GRID, 1.0)));
    }
    let is_past = |(place, cell): (usize, &Cell)| place != units.report && *cell == Cell::Withheld;
    if units.panels.iter().any(|panel| panel.cells.iter().enumerate().any(is_past)) {
        entries.push(layout::crossed(text("report.withheld", &[]), style::COUNTRY));
    }
    entries.extend(whisker::entry(units.panels.iter().flat_map(|panel| &panel.cells)));
    entries.extend(units.notes().into_iter().map(|note| layout::line(note, breaks::LINE)));
    layout::legend(canvas, &entries, top)
}

impl Panels<'_> {
    fn draw(&self, canvas: &mut Canvas, panel: &UnitPanel, left: f64, top: f64) {
        let right = left + self.wide - self.figure - 4.0;
        let years = self.units.years.len().max(1);
        let slot = (right - left) / layout::float(years);
        let middle = |place: usize| left + slot * (layout::float(place) + 0.5);
        let bottom = top + HEIGHT;
        let y = |value: f64| bottom - HEIGHT * (value / self.most).clamp(0.0, 1.0);
        canvas.stroke((left, top), (right, top), Paint::line(style::GRID, 0.6));
        let breaks: Vec<usize> = self.units.breaks.iter().filter_map(|it| self.units.place(it)).collect();
        for place in &breaks {
            let x = left + slot * layout::float(*place);
            canvas.stroke((x, top), (x, bottom), breaks::LINE);
        }
        if let Some(together) = &self.units.together {
            pieces(together, &breaks, &middle, &y, |piece| match piece {
                [(x, y)] => canvas.stroke((x - 6.0, *y), (x + 6.0, *y), TOGETHER),
                piece => canvas.path(piece, TOGETHER),
            });
        }
        let is_share = self.units.together.is_some();
        if is_share {
            pieces(&panel.cells, &breaks, &middle, &y, |piece| canvas.path(piece, LINE));
        }
        for (place, shown) in panel.cells.iter().enumerate().filter_map(|(place, cell)| Some((place, cell.shown()?))) {
            let (x, at) = (middle(place), y(shown.value));
            let limits = whisker::limits(&panel.cells[place]);
            let whisker = |canvas: &mut Canvas| {
                if let Some(limits) = limits {
                    whisker::draw(canvas, (x, y(limits.lower)), (x, y(limits.upper)));
                }
            };
            if is_share {
                whisker(canvas);
                let radius = if place == self.units.report { 3.0 } else { 2.0 };
                canvas.dot((x, at), radius, Paint::fill(style::OWN));
            } else if shown.value > 0.0 {
                let half = (slot * 0.34).min(10.0);
                let paint = if place == self.units.report { style::OWN } else { style::PAST };
                canvas.rect(Area { left: x - half, top: at, right: x + half, bottom }, Paint::fill(paint));
            }
            if !is_share {
                whisker(canvas);
            }
        }
        canvas.stroke((left, bottom), (right, bottom), Paint::line(style::AXIS, 0.8));
        self.words(canvas, panel, (left, right), (top, bottom));
    }

    /// How many the figure of the year reported rests on, where there is room for it.
    fn rests(&self, panel: &UnitPanel) -> Option<String> {
        let n = panel.cells.get(self.units.report).filter(|_| self.units.of_groups).and_then(words::rests)?;
        let year = self.units.years.get(self.units.report).map(String::as_str).unwrap_or_default();
        let said = text("chart.panel_n", &[("year", year), ("n", &n)]);
        (layout::width(&said, style::QUIET) <= self.wide).then_some(said)
    }

    /// The figure of the year reported, the first and the last year, and what is withheld.
    fn words(&self, canvas: &mut Canvas, panel: &UnitPanel, (left, right): (f64, f64), (top, bottom): (f64, f64)) {
        if let Some(cell) = panel.cells.get(self.units.report) {
            let said = report_text(cell, self.unit);
            let kind = if cell.shown().is_some() { style::FIGURE } else { style::QUIET };
            let value = cell.shown().map_or(0.0, |shown| shown.value);
            let y = bottom - HEIGHT * (value / self.most).clamp(0.0, 1.0);
            let y = y.clamp(top + 4.0, bottom - 4.0) + BASELINE;
            layout::text_if_free(canvas, &said, (right + 4.0, y), Anchor::Start, kind);
        }
        let (first, last) = (self.units.years.first(), self.units.years.last());
        if let Some(last) = last {
            layout::text_if_free(canvas, last, (right, bottom + 11.0), Anchor::End, style::QUIET);
        }
        if let Some(first) = first.filter(|_| self.units.years.len() > 1) {
            layout::text_if_free(canvas, first, (left, bottom + 11.0), Anchor::Start, style::QUIET);
        }
        let years = self.units.years.len().max(1);
        let slot = (right - left) / layout::float(years);
        for (place, cell) in panel.cells.iter().enumerate() {
            if *cell == Cell::Withheld && place != self.units.report {
                layout::cross(canvas, (left + slot * (layout::float(place) + 0.5), bottom - 4.5), style::COUNTRY);
            }
        }
    }
}

/// The unbroken pieces of a series: neither across a hole nor across a break.
fn pieces(
    cells: &[Cell],
    breaks: &[usize],
    x: &dyn Fn(usize) -> f64,
    y: &dyn Fn(f64) -> f64,
    mut draw: impl FnMut(&[(f64, f64)]),
) {
    let mut piece: Vec<(f64, f64)> = Vec::new();
    for (place, cell) in cells.iter().enumerate() {
        if breaks.contains(&place) || cell.shown().is_none() {
            draw(&std::mem::take(&mut piece));
        }
        piece.extend(cell.shown().map(|shown| (x(place), y(shown.value))));
    }
    draw(&piece);
}

fn report_text(cell: &Cell, unit: Unit) -> String {
    match cell.shown() {
        Some(shown) => scale::figure(shown.value, unit),
        None => words::status(cell).unwrap_or_default(),
    }
}
