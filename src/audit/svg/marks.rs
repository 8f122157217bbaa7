//! Bars and dots: as many as there are figures shown, and as long as those say. A bar for a withheld figure would be one too
//! many.

use super::super::figures::Row;
use super::super::finding::Report;
use super::super::xml::{self, Node};

/// Widths are printed to a tenth, and drawn from figures before rounding.
const TENTH: f64 = 0.2;

/// A rectangle or the middle of a dot.
#[derive(Debug, Clone, Copy)]
struct Mark {
    x: f64,
    y: f64,
    width: f64,
    height: f64,
}

/// Compares what is drawn with what is shown.
pub(super) fn audit(file: &str, nodes: &[Node], rows: &[&Row], report: &mut Report) {
    let is_paper = |attributes: &[(String, String)]| {
        xml::value(attributes, "fill") == Some("#ffffff") && xml::value(attributes, "x").is_none()
    };
    let bars = marks(nodes, "rect", |attributes| !is_paper(attributes));
    let dots = marks(nodes, "circle", |_| true);
    let lines = marks(nodes, "line", |attributes| xml::value(attributes, "stroke") == Some("#12436d"));
    let values: Vec<f64> = rows.iter().filter_map(|row| row.value).map(|value| float(value.millionths)).collect();
    let positive: Vec<(f64, f64)> =
        rows.iter().filter_map(|row| drawn(row)).filter(|(value, _)| *value > 0.0).collect();
    // The legend has a dot and an interval of its own.
    let has_dots = dots.len() == values.len() || dots.len() == values.len() + 1;
    let is_counted = if dots.is_empty() { bars.len() == positive.len() } else { bars.is_empty() && has_dots };
    if !is_counted || lines.len() > dots.len() {
        report.odd(file, "", "marks");
        return;
    }
    let is_measured = if dots.is_empty() { lengths(&bars, &positive) } else { heights(&dots, &values) };
    if !is_measured {
        report.odd(file, "", "marks");
    }
}

fn marks(nodes: &[Node], element: &str, is_one: impl Fn(&[(String, String)]) -> bool) -> Vec<Mark> {
    let of = |attributes: &[(String, String)], name: &str| {
        xml::value(attributes, name).and_then(|value| value.parse::<f64>().ok()).unwrap_or(f64::NAN)
    };
    let found = nodes.iter().filter_map(|node| match node {
        Node::Begin(name, attributes) if name == element && is_one(attributes) => {
            let (x, y) = if element == "circle" { ("cx", "cy") } else { ("x", "y") };
            let [x, y, width, height] = [x, y, "width", "height"].map(|name| of(attributes, name));
            Some(Mark { x, y, width, height })
        }
        _ => None,
    });
    found.collect()
}

/// Bars are as long as their figures, on one scale; lying where all begin at the same place, else standing. What was
/// rounded for print was drawn before: there is a scale that fits them all, or one is not its figure's.
fn lengths(bars: &[Mark], values: &[(f64, f64)]) -> bool {
    let Some(first) = bars.first() else { return true };
    let is_lying = bars.len() > 1 && bars.iter().all(|bar| (bar.x - first.x).abs() < TENTH);
    let (mut least, mut most) = (0.0_f64, f64::INFINITY);
    for (bar, (value, half)) in bars.iter().zip(values) {
        let length = if is_lying { bar.width } else { bar.height };
        least = least.max((length - TENTH) / (value + half));
        if value > half {
            most = most.min((length + TENTH) / (value - half));
        }
    }
    least <= most
}

/// Dots stand on one scale. The legend's comes first.
fn heights(dots: &[Mark], values: &[f64]) -> bool {
    let dots = &dots[dots.len() - values.len()..];
    let pairs = || dots.iter().map(|dot| dot.y).zip(values.iter().copied());
    let least = pairs().min_by(|one, other| one.1.total_cmp(&other.1));
    let most = pairs().max_by(|one, other| one.1.total_cmp(&other.1));
    let (Some((low, least)), Some((high, most))) = (least, most) else { return true };
    if most - least < 0.5 {
        return true;
    }
    let scale = (low - high) / (most - least);
    pairs().all(|(y, value)| (low - y - (value - least) * scale).abs() <= TENTH + scale.abs() * 0.15)
}

/// A figure and how far the one that was drawn may lie from it: counts are printed as they are.
fn drawn(row: &Row) -> Option<(f64, f64)> {
    let value = row.value?;
    let is_count = row.denominator.is_none() && row.numerator.is_some() && row.numerator == value.whole();
    Some((float(value.millionths), if is_count { 0.0 } else { float(value.half_step()) }))
}

#[expect(clippy::cast_precision_loss, reason = "figures of charts lie far below 2^53 millionths")]
fn float(millionths: i64) -> f64 {
    millionths as f64 / 1e6
}
