//! Draws every kind of chart with hard data, as SVG and PNG, into a folder: to be looked at.
//!
//! `cargo run --release --example gallery -- DIR`
#![expect(
    clippy::disallowed_methods,
    clippy::print_stdout,
    unreachable_pub,
    reason = "pictures for the person who runs this, outside any report"
)]

mod cases;

use std::path::Path;

use tryggtall::publish::chart;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = std::env::args().nth(1).unwrap_or_else(|| "gallery".to_owned());
    let folder = Path::new(&folder);
    std::fs::create_dir_all(folder)?;
    let charts = cases::all();
    for it in &charts {
        let svg = chart::svg(it);
        std::fs::write(folder.join(format!("{}.png", it.stem)), chart::png(&svg)?)?;
        std::fs::write(folder.join(format!("{}.svg", it.stem)), svg)?;
    }
    println!("{} charts in {}", charts.len(), folder.display());
    Ok(())
}
