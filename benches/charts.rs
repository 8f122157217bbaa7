//! How long do 100 charts take, each as SVG and as PNG at 300 dpi? Ten kinds of the gallery, ten times each, on one core.
//!
//! Run with `cargo bench --bench charts`. `benches/peers/charts.py` sets it beside matplotlib drawing comparable ones. Quote
//! the ratio and the medians, and the machine.
#![expect(clippy::print_stdout, clippy::unwrap_used, unreachable_pub, reason = "a benchmark prints what it measured")]

#[path = "../examples/gallery/cases.rs"]
mod cases;

use std::time::Instant;

use tryggtall::publish::chart::{Chart, png, svg};

const ROUNDS: usize = 5;
const TIMES: usize = 10;
const STEMS: [&str; 10] = [
    "oversikt",
    "svar",
    "maaneder",
    "lopende",
    "enheter",
    "aar-prikker",
    "aar-linje",
    "trakt",
    "ventetid",
    "kategorier",
];

fn main() {
    let charts: Vec<Chart> = cases::all().into_iter().filter(|chart| STEMS.contains(&chart.stem.as_str())).collect();
    assert_eq!(charts.len(), STEMS.len());
    // The fonts are read once, as in a report.
    png(&svg(&charts[0])).unwrap();
    let is_once = std::env::args().any(|argument| argument == "once");
    let mut rounds = Vec::new();
    for _ in 0..if is_once { 1 } else { ROUNDS } {
        let start = Instant::now();
        let (mut drawings, mut pictures) = (0, 0);
        for _ in 0..TIMES {
            for chart in &charts {
                let drawing = svg(chart);
                drawings += drawing.len();
                pictures += png(&drawing).unwrap().len();
            }
        }
        rounds.push((start.elapsed().as_secs_f64(), drawings, pictures));
    }
    rounds.sort_by(|one, other| one.0.total_cmp(&other.0));
    let (seconds, drawings, pictures) = rounds[rounds.len() / 2];
    let count = TIMES * charts.len();
    println!(
        "{{\"charts\": {count}, \"seconds\": {seconds:.3}, \"svg_bytes\": {drawings}, \"png_bytes\": {pictures}}}"
    );
}
