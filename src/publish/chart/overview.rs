//! All indicators at a glance: a dot for each as a multiple of what it is set beside, on one axis.

use super::canvas::{Anchor, Area, Canvas, Paint};
use super::font;
use super::layout::{self, BASELINE, Entry, width};
use super::model::{Overview, OverviewGroup, OverviewRow, Standing, overview_verdict};
use super::style::{self, MARGIN, RIGHT};
use super::{scale, words};
use crate::lang::text;

/// Where the axis ends, half and double as far from the middle: what lies beyond is an arrow, for the axis must not speak of
/// one figure only.
const MOST: f64 = 2.4;
const ROW: f64 = 17.0;
const GAP: f64 = 9.0;
const DOT: f64 = 3.4;

/// The columns, measured from what stands in them.
struct Columns {
    name: f64,
    left: f64,
    right: f64,
    own: f64,
    reference: f64,
    verdict: f64,
}

impl Columns {
    fn of(overview: &Overview) -> Self {
        let rows = || overview.groups.iter().flat_map(|group| &group.rows);
        let widest =
            |of: &dyn Fn(&OverviewRow) -> String, kind| rows().map(|row| width(&of(row), kind)).fold(0.0, f64::max);
        let own = widest(&own_text, style::FIGURE);
        let reference = widest(&reference_text, style::NAME).max(20.0);
        let verdict = widest(&|row| verdict_text(row), style::HEADING);
        let right = RIGHT - verdict - reference - own - 3.0 * GAP;
        let longest = rows().map(|row| width(&row.label, style::NAME)).fold(0.0, f64::max);
        let name = longest.min(160.0).min(right - MARGIN - GAP - 90.0).max(70.0);
        let left = MARGIN + name + GAP;
        Self {
            name,
            left,
            right: right.max(left + 40.0),
            own: RIGHT - verdict - reference - 2.0 * GAP,
            reference: RIGHT - verdict - GAP,
            verdict: RIGHT - verdict,
        }
    }

    /// Where a multiple lies: twice as much is as far from the middle as half.
    fn x(&self, ratio: f64) -> f64 {
        let place = ratio.max(1.0 / MOST).ln() / MOST.ln();
        self.left + (self.right - self.left) * (place.clamp(-1.0, 1.0) + 1.0) / 2.0
    }

    /// The end that a multiple lies beyond, with the way an arrow points there.
    fn beyond(&self, ratio: f64) -> Option<(f64, f64)> {
        if ratio > MOST {
            return Some((self.right, 1.0));
        }
        (ratio < 1.0 / MOST).then_some((self.left, -1.0))
    }
}

/// Draws the rows from `top` down; returns where they end.
pub(super) fn draw(canvas: &mut Canvas, overview: &Overview, top: f64) -> f64 {
    let columns = Columns::of(overview);
    let mut y = layout::legend(canvas, &samples(overview), top);
    for group in &overview.groups {
        y = draw_group(canvas, group, &columns, y + 10.0);
    }
    y
}

fn samples<'a>(overview: &Overview) -> Vec<Entry<'a>> {
    let standings = || overview.groups.iter().flat_map(|group| &group.rows).filter_map(|row| row.standing.as_ref());
    let sized = |key: &str, radius: f64, paint: Paint| {
        Entry::new(2.0 * radius, text(key, &[]), move |canvas, (x, y)| canvas.dot((x + radius, y), radius, paint))
    };
    let dot = |key: &str, paint: Paint| sized(key, DOT, paint);
    let mut entries = vec![
        dot("chart.overview_certain", Paint::fill(style::OWN)),
        dot("chart.overview_uncertain", HOLLOW),
        layout::line(text("chart.overview_interval", &[]), INTERVAL),
    ];
    if standings().any(|it| it.verdict.is_none()) {
        entries.insert(2, sized("chart.overview_unjudged", SMALL, UNJUDGED));
    }
    if standings().any(|it| it.country.is_some()) {
        entries
            .push(Entry::new(3.0, text("chart.overview_country", &[]), |canvas, (x, y)| country(canvas, (x + 1.0, y))));
    }
    entries
}

const HOLLOW: Paint = Paint::outlined(style::WHITE, style::OWN, 1.4);
const UNJUDGED: Paint = Paint::fill(style::COUNTRY);
const SMALL: f64 = 2.6;
const INTERVAL: Paint = Paint::line(style::OWN, 1.4);

fn draw_group(canvas: &mut Canvas, group: &OverviewGroup, columns: &Columns, top: f64) -> f64 {
    let heading = match &group.beside {
        Some(name) => text("chart.overview_beside", &[("name", name)]),
        None => text("chart.overview_alone", &[]),
    };
    let lines = font::wrap_within(&heading, 2, columns.name, style::HEADING.size);
    let lines = if group.beside.is_some() { lines } else { vec![heading] };
    canvas.paragraph(&lines, (MARGIN, top + 9.0), Anchor::Start, style::HEADING);
    let has_axis = group.beside.is_some();
    let first = top + 6.0 + style::leading(style::HEADING) * layout::float(lines.len());
    let heights: Vec<(Vec<String>, f64)> = group.rows.iter().map(|row| name(row, columns)).collect();
    let bottom = first + heights.iter().map(|(_, height)| height).sum::<f64>();
    if has_axis {
        axis(canvas, group, columns, (top + 9.0, first, bottom));
    }
    let mut y = first;
    for (row, (lines, height)) in group.rows.iter().zip(&heights) {
        let middle = y + height / 2.0;
        layout::centred(canvas, lines, (MARGIN, middle), Anchor::Start, style::NAME);
        draw_row(canvas, row, columns, middle);
        y += height;
    }
    bottom
}

fn name(row: &OverviewRow, columns: &Columns) -> (Vec<String>, f64) {
    let lines = font::wrap_within(&row.label, 3, columns.name, style::NAME.size);
    let height = ROW + style::leading(style::NAME) * (layout::float(lines.len()) - 1.0);
    (lines, height)
}

/// The words of the axis, and the line that all stand beside.
fn axis(canvas: &mut Canvas, group: &OverviewGroup, columns: &Columns, (words, first, bottom): (f64, f64, f64)) {
    let grid = Paint::line(style::GRID, 0.6);
    for (key, ratio) in [("chart.overview_same", 1.0), ("chart.overview_double", 2.0), ("chart.overview_half", 0.5)] {
        let x = columns.x(ratio);
        layout::text_if_free(canvas, &text(key, &[]), (x, words), Anchor::Middle, style::QUIET);
        let paint = if ratio > 0.75 && ratio < 1.5 { Paint::line(style::COUNTY, 2.0) } else { grid };
        canvas.stroke((x, first), (x, bottom), paint);
    }
    canvas.stroke((columns.left, first), (columns.left, bottom), Paint::line(style::AXIS, 0.8));
    let beside = group.beside.clone().unwrap_or_default();
    layout::text_if_free(canvas, &beside, (columns.reference, words), Anchor::End, style::QUIET);
}

fn draw_row(canvas: &mut Canvas, row: &OverviewRow, columns: &Columns, y: f64) {
    let own = own_text(row);
    let kind = if row.own.shown().is_some() { style::FIGURE } else { style::QUIET };
    canvas.text(&own, (columns.own, y + BASELINE), Anchor::End, kind);
    let Some(standing) = &row.standing else { return };
    canvas.text(&reference_text(row), (columns.reference, y + BASELINE), Anchor::End, style::NAME);
    let kind = if standing.is_certain() { style::HEADING } else { style::QUIET };
    canvas.text(&verdict_text(row), (columns.verdict, y + BASELINE), Anchor::Start, kind);
    let Some(shown) = row.own.shown() else { return };
    let Some(ratio) = standing.ratio(shown.value) else { return };
    if let Some(ratio) = standing.country.and_then(|value| standing.ratio(value)) {
        match columns.beyond(ratio) {
            Some(end) => arrow(canvas, (end, y), 3.0, Paint::fill(style::COUNTRY)),
            None => country(canvas, (columns.x(ratio), y)),
        }
    }
    mark(canvas, standing, ratio, columns, y);
}

fn mark(canvas: &mut Canvas, standing: &Standing, ratio: f64, columns: &Columns, y: f64) {
    if let Some(limits) = standing.difference {
        let ends = [limits.lower, limits.upper].map(|it| standing.ratio(standing.reference + it));
        if let [Some(lower), Some(upper)] = ends {
            canvas.stroke((columns.x(lower), y), (columns.x(upper), y), INTERVAL);
            // An interval that goes on does not end where the axis does.
            for end in [lower, upper].into_iter().filter_map(|it| columns.beyond(it)) {
                arrow(canvas, (end, y), 2.6, Paint::fill(style::OWN));
            }
        }
    }
    let paint = match standing.verdict {
        Some(_) if standing.is_certain() => Paint::fill(style::OWN),
        Some(_) => HOLLOW,
        None => UNJUDGED,
    };
    if let Some(end) = columns.beyond(ratio) {
        arrow(canvas, (end, y), 4.0, paint);
    } else {
        let radius = if standing.verdict.is_some() { DOT } else { SMALL };
        canvas.dot((columns.x(ratio), y), radius, paint);
    }
}

/// Points out over an end of the axis.
fn arrow(canvas: &mut Canvas, ((tip, way), y): ((f64, f64), f64), half: f64, paint: Paint) {
    let foot = tip - way * 2.0 * half;
    canvas.shape(&[(foot, y - half), (tip, y), (foot, y + half)], paint);
}

fn country(canvas: &mut Canvas, (x, y): (f64, f64)) {
    let area = Area { left: x - 0.7, top: y - 5.5, right: x + 0.7, bottom: y + 5.5 };
    canvas.rect(area, Paint::fill(style::COUNTRY));
}

fn own_text(row: &OverviewRow) -> String {
    match row.own.shown() {
        Some(shown) => scale::figure(shown.value, row.unit),
        None => words::status(&row.own).unwrap_or_default(),
    }
}

fn reference_text(row: &OverviewRow) -> String {
    row.standing.as_ref().map(|it| scale::figure(it.reference, row.unit)).unwrap_or_default()
}

fn verdict_text(row: &OverviewRow) -> String {
    row.standing.as_ref().map(|it| overview_verdict(it.verdict)).unwrap_or_default()
}
