//! Publishable figures become files. Every writer takes a [`Publishable`] and returns bytes; only [`sink`] writes.

pub mod chart;
pub mod corrections;
pub mod explain;
pub mod manifest;
pub mod sentence;
pub mod sink;
pub mod tidy;
pub mod workbook;

mod period;
mod reference;

pub use crate::rounded::Rounded;
pub use manifest::Provenance;
pub(crate) use period::made;

use crate::protect::Publishable;
use sink::Bundle;

/// Why a bundle could not be made from figures that were fit for it: an error of ours, not of the data.
#[derive(Debug)]
pub struct PublishError(String);

impl PublishError {
    fn in_file(file: &str) -> impl FnOnce(&dyn std::fmt::Display) -> Self {
        let file = file.to_owned();
        move |error| Self(format!("{file}: {error}"))
    }
}

impl std::fmt::Display for PublishError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// All files of a report.
///
/// # Errors
/// [`PublishError`] names the file that could not be made.
pub fn bundle(publishable: &Publishable, provenance: &Provenance) -> Result<Bundle, PublishError> {
    let mut bundle = Bundle::default();
    bundle.add("data/indikatorer.csv", tidy::csv(publishable));
    bundle.add("data/sammenlikninger.csv", tidy::comparisons::csv(publishable));
    add_charts(publishable, &mut bundle)?;
    let heading = publishable.heading();
    let name = format!("{}.xlsx", heading.window.document_name(heading.year));
    let workbook = workbook::workbook(publishable).map_err(|error| PublishError::in_file(&name)(&error))?;
    bundle.add(name, workbook);
    let manifest = manifest::manifest(publishable, provenance, &bundle);
    bundle.add("manifest.json", manifest);
    Ok(bundle)
}

/// The PNG is the SVG rasterised: one drawing, two files. Drawn on all cores, added in order.
fn add_charts(publishable: &Publishable, bundle: &mut Bundle) -> Result<(), PublishError> {
    let charts = chart::charts(publishable);
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let share = charts.len().div_ceil(cores).max(1);
    let drawn: Vec<Result<(String, Vec<u8>), PublishError>> = std::thread::scope(|scope| {
        let parts: Vec<_> =
            charts.chunks(share).map(|part| scope.spawn(|| part.iter().map(drawn).collect::<Vec<_>>())).collect();
        parts
            .into_iter()
            .flat_map(|part| part.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
            .collect()
    });
    for (chart, files) in charts.iter().zip(drawn) {
        let (svg, png) = files?;
        bundle.add(format!("figurer/{}.svg", chart.stem), svg);
        bundle.add(format!("figurer/{}.png", chart.stem), png);
    }
    Ok(())
}

fn drawn(chart: &chart::Chart) -> Result<(String, Vec<u8>), PublishError> {
    let svg = chart::svg(chart);
    let name = format!("figurer/{}.png", chart.stem);
    let png = chart::png(&svg).map_err(|error| PublishError::in_file(&name)(&error))?;
    Ok((svg, png))
}

/// Whether a file of the bundle is a chart; each is there as SVG and PNG, and counted once.
pub fn is_chart(path: &str) -> bool {
    path.starts_with("figurer/") && std::path::Path::new(path).extension().is_some_and(|extension| extension == "svg")
}
