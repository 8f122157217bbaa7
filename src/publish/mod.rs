//! Publishable figures become files. Every writer takes a [`Publishable`] and returns bytes; only [`sink`] writes.

pub mod chart;
pub mod corrections;
pub mod explain;
pub mod manifest;
pub mod sink;
pub mod tidy;
pub mod workbook;

mod reference;
mod rounded;

pub use manifest::Provenance;
pub use rounded::Rounded;

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
    add_charts(publishable, &mut bundle)?;
    let heading = publishable.heading();
    let name = format!("{}.xlsx", heading.window.document_name(heading.year));
    let workbook = workbook::workbook(publishable).map_err(|error| PublishError::in_file(&name)(&error))?;
    bundle.add(name, workbook);
    let manifest = manifest::manifest(publishable, provenance, &bundle);
    bundle.add("manifest.json", manifest);
    Ok(bundle)
}

/// The PNG is the SVG rasterised: one drawing, two files.
fn add_charts(publishable: &Publishable, bundle: &mut Bundle) -> Result<(), PublishError> {
    for chart in chart::charts(publishable) {
        let name = format!("figurer/{}.png", chart.stem);
        let svg = chart::svg(&chart);
        let png = chart::png(&svg).map_err(|error| PublishError::in_file(&name)(&error))?;
        bundle.add(format!("figurer/{}.svg", chart.stem), svg);
        bundle.add(name, png);
    }
    Ok(())
}

/// Whether a file of the bundle is a chart; each is there as SVG and PNG, and counted once.
pub fn is_chart(path: &str) -> bool {
    path.starts_with("figurer/") && std::path::Path::new(path).extension().is_some_and(|extension| extension == "svg")
}
