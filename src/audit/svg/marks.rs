//! Bars and dots: as many as there are figures shown, and as long as those say. A bar for a withheld figure would be one too
//! many.

use super::super::figures::Row;
use super::super::xml::{self, Node};
use super::kind::{Kind, Shown};
use super::lines::{self, Line, Way};

/// Widths are printed to a tenth, and drawn from figures before rounding.
const TENTH: f64 = 0.2;
const OWN: &str = "#12436d";
/// Intervals of bars and columns, and places.
const INK: &str = "#1f1f1f";
/// The year before.
const PAST: &str = "#6f90b0";
/// What a legend's square and dots are at most.
const SAMPLES: usize = 7;

/// A rectangle or the middle of a dot.
#[derive(Debug, Clone)]
struct Mark {
    x: f64,
    y: f64,
    width: f64,
    height: f64,
    fill: String,
}

/// The marks of a drawing.
struct Drawn {
    /// Rectangles that are neither the paper nor a legend's square.
    bars: Vec<Mark>,
    dots: Vec<Mark>,
    polygons: usize,
    /// Lines in the municipality's colour.
    own_lines: usize,
    /// All lines.
    lines: Vec<Line>,
}

/// A figure and how far the one that was drawn may lie from it.
pub(super) type Measured = (f64, f64);

/// Whether what is drawn is what is shown.
pub(super) fn hold(nodes: &[Node], shown: &Shown, year: i32) -> bool {
    let drawn = Drawn::of(nodes);
    match shown.kind {
        Kind::Totals => totals(&drawn, shown) || waits(&drawn, shown) || capacity(&drawn, shown),
        Kind::Categories => totals(&drawn, shown) || states(&drawn, shown),
        Kind::Months => months(&drawn, shown, year),
        Kind::Run => run(&drawn, shown),
        Kind::Units => totals(&drawn, shown) || units(&drawn, shown),
        Kind::Answers => answers(&drawn, shown),
        Kind::Overview => overview(&drawn, shown),
        Kind::Municipalities => drawn.bars.is_empty() && drawn.dots.len() <= with_value(&shown.rows) + 2,
        // No figures are drawn, only whether something came.
        Kind::Deliveries => drawn.bars.len() + drawn.dots.len() <= 2 * with_value(&shown.rows) + SAMPLES,
    }
}

/// A dot or an arrow for each figure, an arrow for each end of an interval or country that lies beyond the axis.
fn overview(drawn: &Drawn, shown: &Shown) -> bool {
    let figures = with_value(&shown.rows);
    drawn.dots.len() <= figures + SAMPLES && drawn.dots.len() + drawn.polygons <= 4 * figures + SAMPLES
}

/// Bars or dots, one for each figure.
fn totals(drawn: &Drawn, shown: &Shown) -> bool {
    let values: Vec<f64> = shown.rows.iter().filter_map(|row| row.value).map(|it| float(it.millionths)).collect();
    let positive = positive(&shown.rows);
    let Drawn { bars, dots, .. } = drawn;
    // The legend has a dot and an interval of its own; bands of single years are pale.
    let has_dots = dots.len() == values.len() || dots.len() == values.len() + 1;
    // A measure stands through the years; its categories lie.
    let way = if shown.kind == Kind::Totals { Way::Up } else { Way::Right };
    if dots.is_empty() {
        let is_counted = bars.len() == positive.len() && drawn.own_lines == 0 && lengths(bars, &positive);
        let length = |bar: &Mark| if way == Way::Up { bar.height } else { bar.width };
        let others: Vec<(f64, Measured)> = bars.iter().map(length).zip(positive).collect();
        return is_counted && lines::are_intervals(&drawn.lines, (INK, way), &shown.rows, &others);
    }
    let own_bars = bars.iter().any(|bar| bar.fill == OWN);
    // From eight years on bands stand for the intervals.
    let intervals = || {
        let others = drawn.dots_on_axes(&with(&shown.rows));
        others.is_some_and(|others| lines::are_intervals(&drawn.lines, (OWN, Way::Up), &shown.rows, &others))
    };
    let has_intervals = drawn.own_lines == 0 || intervals();
    !own_bars && has_dots && has_intervals && heights(dots, &values)
}

/// Lying bars for half, and a whisker with its end for nine of ten.
fn waits(drawn: &Drawn, shown: &Shown) -> bool {
    let half = positive(&shown.rows);
    // Each whisker is two lines, the legend's too.
    let most = 2 * (with_value(&shown.beside) + 1);
    !shown.beside.is_empty()
        && drawn.dots.is_empty()
        && drawn.bars.len() == half.len()
        && drawn.own_lines <= most
        && fit(drawn.bars.iter().map(|bar| bar.width).collect(), half)
}

/// A column for what was asked for and a line for the places, the legend's too.
fn capacity(drawn: &Drawn, shown: &Shown) -> bool {
    let asked = shown.rows.iter().filter(|row| row.value.is_some() && row.denominator.is_some());
    let counts: Vec<Measured> =
        asked.filter_map(|row| row.numerator).map(|count| (float(count.saturating_mul(1_000_000)), 0.0)).collect();
    let columns: Vec<Measured> = counts.iter().copied().filter(|(count, _)| *count > 0.0).collect();
    let whole = |row: &&Row| row.denominator.filter(|_| row.value.is_some() && row.numerator.is_some());
    let places = shown.rows.iter().filter_map(whole).map(|count| (float(count.saturating_mul(1_000_000)), 0.0));
    let places: Vec<Measured> = places.collect();
    drawn.dots.is_empty()
        && drawn.own_lines == 0
        && drawn.bars.len() == columns.len()
        && fit(drawn.bars.iter().map(|bar| bar.height).collect(), columns.clone())
        && lines::are_places(&drawn.lines, INK, &places, &drawn.columns(&columns))
}

/// Columns of the year, and a line for each month of the year before.
fn months(drawn: &Drawn, shown: &Shown, year: i32) -> bool {
    let columns = positive(&shown.rows);
    let before: Vec<&Row> = shown.beside.iter().copied().filter(|row| row.cell.year == year - 1).collect();
    drawn.dots.is_empty()
        && drawn.own_lines == 0
        && Line::of(&drawn.lines, INK).is_empty()
        && drawn.bars.len() == columns.len()
        && fit(drawn.bars.iter().map(|bar| bar.height).collect(), columns.clone())
        && year_before(drawn, &before, &columns)
}

/// A line for each month of the year before, the legend's first; fewer after a break, beyond which nothing is set beside.
fn year_before(drawn: &Drawn, before: &[&Row], columns: &[Measured]) -> bool {
    let places: Vec<Measured> = before.iter().filter_map(|row| self::drawn(row)).collect();
    let count = Line::of(&drawn.lines, PAST).len();
    count <= places.len() || lines::are_places(&drawn.lines, PAST, &places, &drawn.columns(columns))
}

/// A dot or a diamond for each month; years end with a thin tick.
fn run(drawn: &Drawn, shown: &Shown) -> bool {
    let marks = drawn.dots.len() + drawn.polygons;
    // The legend has one of each that need words.
    let is_counted = marks <= with_value(&shown.rows) + 2;
    is_counted && drawn.bars.iter().all(|bar| bar.fill != OWN) && drawn.own_lines == 0
}

/// Columns on one scale in all panels, or a dot for each figure.
fn units(drawn: &Drawn, shown: &Shown) -> bool {
    let mut all: Vec<&Row> = shown.rows.iter().chain(&shown.beside).copied().collect();
    // Unit by unit, and the years of each: as the data are.
    all.sort_by_key(|row| row.line);
    let intervals = |others: &[(f64, Measured)]| lines::are_intervals(&drawn.lines, (INK, Way::Up), &all, others);
    if !drawn.dots.is_empty() {
        let is_counted = drawn.bars.is_empty() && drawn.dots.len() == with_value(&all);
        return is_counted && drawn.dots_on_axes(&with(&all)).is_some_and(|others| intervals(&others));
    }
    let columns = positive(&all);
    let is_counted = drawn.bars.len() == columns.len();
    is_counted && drawn.dots.is_empty() && intervals(&drawn.columns(&columns))
}

/// A part of a bar for each answer of the questions whose answers are all shown, and none for others.
fn answers(drawn: &Drawn, shown: &Shown) -> bool {
    let question = |row: &Row| row.cell.indicator.clone();
    let hidden: Vec<String> = shown.rows.iter().filter(|row| row.value.is_none()).map(|row| question(row)).collect();
    let whole: Vec<&Row> = shown.rows.iter().copied().filter(|row| !hidden.contains(&question(row))).collect();
    let parts = positive(&whole);
    drawn.dots.is_empty()
        && drawn.bars.len() == parts.len()
        && fit(drawn.bars.iter().map(|bar| bar.width).collect(), parts)
}

/// A square for each milestone: no more than there are, twice where a square is half filled.
fn states(drawn: &Drawn, shown: &Shown) -> bool {
    let is_state = |row: &&Row| ["tilstand=", "status="].iter().any(|it| row.cell.breakdown.starts_with(it));
    let all: Vec<&Row> = shown.rows.iter().chain(&shown.beside).copied().filter(is_state).collect();
    let count: i64 = all.iter().filter_map(|row| row.value.and_then(super::super::number::Printed::whole)).sum();
    let squares = usize::try_from(count).unwrap_or_default();
    !all.is_empty() && drawn.bars.len() <= 2 * (squares + SAMPLES) && drawn.dots.len() <= squares + SAMPLES
}

impl Drawn {
    fn of(nodes: &[Node]) -> Self {
        let is_paper = |attributes: &[(String, String)]| {
            xml::value(attributes, "fill") == Some("#ffffff") && xml::value(attributes, "x").is_none()
        };
        let is_sample = |mark: &Mark| (mark.width - 9.0).abs() < 0.05 && (mark.height - 9.0).abs() < 0.05;
        let mut bars = marks(nodes, "rect", |attributes| !is_paper(attributes));
        // A legend's square comes before what is drawn.
        let samples = bars.iter().take_while(|mark| is_sample(mark)).count();
        bars.drain(..samples.min(SAMPLES));
        let lines = Line::all(nodes);
        Self {
            bars,
            dots: marks(nodes, "circle", |_| true),
            polygons: marks(nodes, "polygon", |attributes| xml::value(attributes, "fill") != Some("#c5d5e4")).len(),
            own_lines: Line::of(&lines, OWN).len(),
            lines,
        }
    }

    /// Standing bars beside their figures.
    fn columns(&self, values: &[Measured]) -> Vec<(f64, Measured)> {
        self.bars.iter().map(|bar| bar.height).zip(values.iter().copied()).collect()
    }

    /// How high the dots stand above their axes, beside their figures; the legend's dot comes first.
    fn dots_on_axes(&self, values: &[Measured]) -> Option<Vec<(f64, Measured)>> {
        let dots = &self.dots[self.dots.len().checked_sub(values.len())?..];
        let height = |dot: &Mark| Some(Line::at((dot.x, dot.y)).ends(&self.lines, Way::Up)?[0]);
        dots.iter().zip(values).map(|(dot, value)| Some((height(dot)?, *value))).collect()
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
            let fill = xml::value(attributes, "fill").unwrap_or_default().to_owned();
            Some(Mark { x, y, width, height, fill })
        }
        _ => None,
    });
    found.collect()
}

/// Bars are as long as their figures, on one scale; lying where all begin at the same place, else standing.
fn lengths(bars: &[Mark], values: &[Measured]) -> bool {
    let Some(first) = bars.first() else { return true };
    let is_lying = bars.len() > 1 && bars.iter().all(|bar| (bar.x - first.x).abs() < TENTH);
    scale(bars.iter().map(|bar| if is_lying { bar.width } else { bar.height }), values)
}

/// The same where the drawing has another order than the data: the shortest is the smallest.
fn fit(mut lengths: Vec<f64>, mut values: Vec<Measured>) -> bool {
    lengths.sort_by(f64::total_cmp);
    values.sort_by(|one, other| one.0.total_cmp(&other.0));
    scale(lengths.into_iter(), &values)
}

/// What was rounded for print was drawn before: there is a scale that fits them all, or one is not its figure's.
pub(super) fn scale(lengths: impl Iterator<Item = f64>, values: &[Measured]) -> bool {
    let (mut least, mut most) = (0.0_f64, f64::INFINITY);
    for (length, (value, half)) in lengths.zip(values) {
        if !length.is_finite() {
            return false;
        }
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

fn with_value(rows: &[&Row]) -> usize {
    rows.iter().filter(|row| row.value.is_some()).count()
}

/// The figures that are shown.
fn with(rows: &[&Row]) -> Vec<Measured> {
    rows.iter().filter_map(|row| drawn(row)).collect()
}

fn positive(rows: &[&Row]) -> Vec<Measured> {
    with(rows).into_iter().filter(|(value, _)| *value > 0.0).collect()
}

/// A figure and how far the one that was drawn may lie from it: counts are printed as they are.
fn drawn(row: &Row) -> Option<Measured> {
    let value = row.value?;
    let is_count = row.denominator.is_none() && row.numerator.is_some() && row.numerator == value.whole();
    Some((float(value.millionths), if is_count { 0.0 } else { float(value.half_step()) }))
}

#[expect(clippy::cast_precision_loss, reason = "figures of charts lie far below 2^53 millionths")]
pub(super) fn float(millionths: i64) -> f64 {
    millionths as f64 / 1e6
}
