//! Intervals, places and other lines that stand for a figure: as many as are published, each as far from zero as its limits say.

use super::super::figures::Row;
use super::super::number::Printed;
use super::super::xml::{self, Node};
use super::marks::{Measured, float, scale};

/// A straight line of a drawing.
#[derive(Debug, Clone)]
pub(super) struct Line {
    from: (f64, f64),
    to: (f64, f64),
    colour: String,
    is_dashed: bool,
}

/// Which way figures are measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    /// Up from a line across.
    Up,
    /// To the right of a line that stands.
    Right,
}

/// A line stands on the axis that ends at the same place, to a tenth on either side.
const NEAR: f64 = 0.15;
const AXIS: &str = "#595959";

impl Line {
    /// All lines of a drawing, in its order.
    pub(super) fn all(nodes: &[Node]) -> Vec<Self> {
        let found = nodes.iter().filter_map(|node| match node {
            Node::Begin(name, attributes) if name == "line" => {
                let of = |name: &str| {
                    xml::value(attributes, name).and_then(|value| value.parse::<f64>().ok()).unwrap_or(f64::NAN)
                };
                let [x1, y1, x2, y2] = ["x1", "y1", "x2", "y2"].map(of);
                Some(Self {
                    from: (x1, y1),
                    to: (x2, y2),
                    colour: xml::value(attributes, "stroke").unwrap_or_default().to_owned(),
                    is_dashed: xml::value(attributes, "stroke-dasharray").is_some(),
                })
            }
            _ => None,
        });
        found.collect()
    }

    /// The line of no length where a dot has its middle.
    pub(super) fn at(place: (f64, f64)) -> Self {
        Self { from: place, to: place, colour: String::new(), is_dashed: false }
    }

    /// Those of a colour that are not dashed.
    pub(super) fn of<'l>(lines: &'l [Self], colour: &str) -> Vec<&'l Self> {
        lines.iter().filter(|line| line.colour == colour && !line.is_dashed).collect()
    }

    /// How far its ends lie from the axis it stands on, the nearer first; nothing where it stands on none.
    pub(super) fn ends(&self, lines: &[Self], way: Way) -> Option<[f64; 2]> {
        let turned = |(x, y): (f64, f64)| if way == Way::Up { (x, -y) } else { (y, x) };
        let (from, to) = (turned(self.from), turned(self.to));
        let axes = Self::of(lines, AXIS).into_iter().map(|axis| (turned(axis.from), turned(axis.to)));
        let least = from.1.min(to.1);
        let level = axes.filter(|(one, other)| (one.1 - other.1).abs() < NEAR);
        let below =
            level.filter(|(one, other)| one.0.min(other.0) - NEAR <= from.0 && from.0 <= one.0.max(other.0) + NEAR);
        let heights = below.map(|(one, _)| one.1).filter(|zero| *zero <= least + NEAR);
        let zero = heights.fold(f64::NEG_INFINITY, f64::max);
        let ends = [least - zero, from.1.max(to.1) - zero];
        (zero.is_finite() && ends.iter().all(|end| end.is_finite())).then_some(ends)
    }

    /// Whether it lies across the way figures are measured: it marks one place on it.
    fn is_across(&self, way: Way) -> bool {
        let (one, other) = if way == Way::Up { (self.from.1, self.to.1) } else { (self.from.0, self.to.0) };
        (one - other).abs() < NEAR
    }
}

/// Whether the lines of a colour are the intervals published of these figures, in their order, on one scale with what else is
/// measured. The legend's comes first.
pub(super) fn are_intervals(
    lines: &[Line],
    (colour, way): (&str, Way),
    rows: &[&Row],
    others: &[(f64, Measured)],
) -> bool {
    let drawn = Line::of(lines, colour);
    let published: Vec<(Printed, Printed)> =
        rows.iter().filter(|row| row.value.is_some()).filter_map(|row| row.limits).collect();
    if published.is_empty() {
        return drawn.is_empty();
    }
    if drawn.len() != published.len() + 1 {
        return false;
    }
    let mut lengths: Vec<(f64, Measured)> = others.to_vec();
    for (line, (lower, upper)) in drawn[1..].iter().zip(published) {
        let Some([nearer, further]) = line.ends(lines, way) else { return false };
        lengths.extend([(nearer, measured(lower)), (further, measured(upper))]);
    }
    fits(&lengths)
}

/// Whether lines across stand at these figures, in their order, on one scale with what else is measured. The legend's comes
/// first.
pub(super) fn are_places(lines: &[Line], colour: &str, places: &[Measured], others: &[(f64, Measured)]) -> bool {
    let drawn = Line::of(lines, colour);
    if drawn.len() != places.len() + 1 || !drawn[1..].iter().all(|line| line.is_across(Way::Up)) {
        return false;
    }
    let mut lengths: Vec<(f64, Measured)> = others.to_vec();
    for (line, place) in drawn[1..].iter().zip(places) {
        let Some([_, at]) = line.ends(lines, Way::Up) else { return false };
        lengths.push((at, *place));
    }
    fits(&lengths)
}

/// What is below zero is drawn from it.
fn measured(limit: Printed) -> Measured {
    (float(limit.millionths.max(0)), float(limit.half_step()))
}

fn fits(lengths: &[(f64, Measured)]) -> bool {
    let values: Vec<Measured> = lengths.iter().map(|(_, value)| *value).collect();
    scale(lengths.iter().map(|(length, _)| *length), &values)
}

#[cfg(test)]
mod tests {
    use super::super::super::figures::Figures;
    use super::*;

    const HEADER: &str = "indikator,kommune,aar,vindu,fordeling,verdi,teller,nevner,enhet,nedre,ovre,referanse,referanse_verdi,vurdering,status\n";
    const AXIS_LINE: &str = "<line x1=\"50\" y1=\"0\" x2=\"50\" y2=\"90\" stroke=\"#595959\"/>";

    /// The legend's and two lying intervals, on a scale of two to one.
    fn hold(lines: &str) -> bool {
        let data =
            format!("{HEADER}K,1,2025,aar,a=1,40,40,,antall,30,50,,,,\nK,1,2025,aar,a=2,10,10,,antall,5,20,,,,\n");
        let figures = Figures::read(data.as_bytes()).unwrap();
        let rows: Vec<&Row> = figures.rows.iter().collect();
        let svg = format!("<svg>{AXIS_LINE}{}{lines}</svg>", line(1.0, 15.0, 4.0));
        let lines = Line::all(&xml::nodes(svg.as_bytes()).unwrap());
        are_intervals(&lines, ("#1f1f1f", Way::Right), &rows, &[(80.0, (40.0, 0.0)), (20.0, (10.0, 0.0))])
    }

    fn line(x1: f64, x2: f64, y: f64) -> String {
        format!("<line x1=\"{x1}\" y1=\"{y}\" x2=\"{x2}\" y2=\"{y}\" stroke=\"#1f1f1f\"/>")
    }

    #[test]
    fn intervals_end_where_they_are_published() {
        let (first, second) = (line(110.0, 150.0, 20.0), line(60.0, 90.0, 40.0));
        assert!(hold(&format!("{first}{second}")));
        for (why, lines) in [
            ("one is missing", first.clone()),
            ("one too many", format!("{first}{second}{second}")),
            ("in the place of the other", format!("{second}{first}")),
            ("too long", format!("{}{second}", line(110.0, 160.0, 20.0))),
            ("too near", format!("{first}{}", line(50.0, 90.0, 40.0))),
            ("beside the axis", format!("{first}{}", line(60.0, 90.0, 140.0))),
            ("no number", format!("{first}{}", line(f64::NAN, 90.0, 40.0))),
        ] {
            assert!(!hold(&lines), "{why}");
        }
    }
}
