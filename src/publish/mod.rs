//! Publishable figures become files. Every writer takes a [`Publishable`] and returns bytes; only [`sink`] writes.

pub mod appearance;
pub mod chart;
pub mod corrections;
pub mod draft;
pub mod explain;
pub mod manifest;
pub mod sentence;
pub mod sink;
pub mod tidy;
pub mod workbook;

mod caption;
mod document;
mod docx;
mod markup;
mod page;
mod period;
mod reference;

pub use crate::rounded::Rounded;
pub use appearance::{Appearance, Logo};
pub(crate) use document::CHAPTERS;
pub use draft::Before;
pub use manifest::Provenance;
pub(crate) use page::SCRIPT as PAGE_SCRIPT;
pub(crate) use period::made;

use crate::protect::Publishable;
use appearance::Palette;
use chart::Chart;
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

/// All files of a report, and beside which of a person's they come.
///
/// # Errors
/// [`PublishError`] names the file that could not be made.
pub fn bundle(
    publishable: &Publishable,
    provenance: &Provenance,
    before: &Before,
    appearance: &Appearance,
) -> Result<Bundle, PublishError> {
    let mut bundle = Bundle::default();
    add_figures(publishable, &mut bundle);
    let charts = chart::charts(publishable);
    let heading = publishable.heading();
    add_charts(&charts, heading.audience.mark(), &appearance.palette, &mut bundle)?;
    let stem = heading.document_name();
    let name = format!("{stem}.xlsx");
    let workbook = workbook::workbook(publishable, appearance).map_err(|error| PublishError::in_file(&name)(&error))?;
    bundle.add(name, workbook);
    let draft = document::draft(publishable, &charts, appearance);
    let draft = docx::docx(&draft, pictures(&draft)?);
    let draft = draft.map_err(|error| PublishError::in_file(&format!("{stem}.docx"))(&error))?;
    before.add_draft(publishable, &stem, draft, &mut bundle);
    bundle.add(format!("{stem}.html"), page::page(&document::document(publishable, &charts, appearance)));
    let manifest = manifest::manifest(publishable, provenance, appearance, &bundle);
    bundle.add("manifest.json", manifest);
    Ok(bundle)
}

/// The figures alone, with a manifest: what a reader works with who wants to know what follows from them.
pub fn figures(publishable: &Publishable, provenance: &Provenance, appearance: &Appearance) -> Bundle {
    let mut bundle = Bundle::default();
    add_figures(publishable, &mut bundle);
    let manifest = manifest::manifest(publishable, provenance, appearance, &bundle);
    bundle.add("manifest.json", manifest);
    bundle
}

fn add_figures(publishable: &Publishable, bundle: &mut Bundle) {
    bundle.add("data/indikatorer.csv", tidy::csv(publishable));
    bundle.add("data/sammenlikninger.csv", tidy::comparisons::csv(publishable));
}

/// The PNG is the SVG rasterised: one drawing, two files.
fn add_charts(charts: &[Chart], mark: &str, palette: &Palette, bundle: &mut Bundle) -> Result<(), PublishError> {
    for (chart, files) in charts.iter().zip(all_drawn(charts, palette)) {
        let (svg, png) = files?;
        bundle.add(format!("figurer/{}{mark}.svg", chart.stem), svg);
        bundle.add(format!("figurer/{}{mark}.png", chart.stem), png);
    }
    Ok(())
}

/// The pictures of the draft: without a headline, which is their caption.
fn pictures(document: &document::Document) -> Result<Vec<Vec<u8>>, PublishError> {
    let charts: Vec<Chart> = document.pictures().into_iter().map(document::without_headline).collect();
    all_drawn(&charts, &document.appearance.palette).into_iter().map(|files| Ok(files?.1)).collect()
}

/// Every chart as SVG and PNG: drawn on all cores, given in order.
fn all_drawn(charts: &[Chart], palette: &Palette) -> Vec<Result<(String, Vec<u8>), PublishError>> {
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let share = charts.len().div_ceil(cores).max(1);
    std::thread::scope(|scope| {
        let parts: Vec<_> = charts
            .chunks(share)
            .map(|part| scope.spawn(|| part.iter().map(|chart| drawn(chart, palette)).collect::<Vec<_>>()))
            .collect();
        parts
            .into_iter()
            .flat_map(|part| part.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
            .collect()
    })
}

fn drawn(chart: &Chart, palette: &Palette) -> Result<(String, Vec<u8>), PublishError> {
    let svg = palette.in_drawing(chart::svg(chart));
    let name = format!("figurer/{}.png", chart.stem);
    let png = chart::png(&svg).map_err(|error| PublishError::in_file(&name)(&error))?;
    Ok((svg, png))
}

/// Whether a file of the bundle is a chart; each is there as SVG and PNG, and counted once.
pub fn is_chart(path: &str) -> bool {
    path.starts_with("figurer/") && std::path::Path::new(path).extension().is_some_and(|extension| extension == "svg")
}
