//! Publishable figures become files. Every writer takes a [`Publishable`] and returns bytes; only [`sink`] writes.

<<<<<<< HEAD
pub mod chart;
pub mod manifest;
pub mod sink;
pub mod tidy;

pub use manifest::Provenance;

use crate::protect::Publishable;
use sink::Bundle;

/// Why a bundle could not be made from figures that were fit for it: an error of ours, not of the data.
#[derive(Debug)]
pub struct PublishError(String);

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
    let manifest = manifest::manifest(publishable, provenance, &bundle);
    bundle.add("manifest.json", manifest);
    Ok(bundle)
}

/// Whether a file of the bundle is a chart; each is there as SVG and PNG, and counted once.
pub fn is_chart(path: &str) -> bool {
    path.starts_with("figurer/") && std::path::Path::new(path).extension().is_some_and(|extension| extension == "svg")
}
=======
mod reference;
mod rounded;

pub mod tidy;

pub mod workbook;

pub use rounded::Rounded;
>>>>>>> book
