//! The folder of mangellister: one workbook of everything, and one for each sender to be mailed.
//!
//! The one output that is no report: it is internal, takes findings and row accounts alone, and never lies in a bundle.

use std::path::{Path, PathBuf};

use serde_json::json;

use super::sink::{Bundle, holds, write_bundle};
use super::{PublishError, workbook};
use crate::check::RowAccount;
use crate::diagnostic::{Finding, IoFailure};
use crate::privacy::{OutputScan, Scanned};
use crate::protect::Heading;

/// The lists, and a manifest that tells later runs which of the files are theirs to replace.
#[derive(Debug)]
pub struct Corrections<F = Bundle> {
    files: F,
    first: String,
}

/// Makes the lists: of what is to be corrected, and where nothing is, of that.
///
/// # Errors
/// [`PublishError`] names the file that could not be made.
pub fn corrections(
    findings: &[Finding],
    accounts: &[RowAccount],
    heading: &Heading,
) -> Result<Corrections, PublishError> {
    let books = workbook::correction_books(findings, accounts, heading);
    let books = books.map_err(|error| PublishError::in_file("mangelliste")(&error))?;
    let mut files = Bundle::default();
    let mut first = None;
    for book in books {
        let name = format!("{}.xlsx", book.stem);
        files.add(&name, book.bytes);
        first.get_or_insert(name);
    }
    files.add("manifest.json", manifest(heading, &files));
    Ok(Corrections { files, first: first.unwrap_or_default() })
}

impl Corrections {
    /// The lists, if nothing in them must not be written.
    ///
    /// # Errors
    /// A finding for each file that holds an identity number or an identifier that was read.
    pub fn pass(self, scan: &OutputScan) -> Result<Corrections<Scanned<Bundle>>, Vec<Finding>> {
        Ok(Corrections { files: scan.of_places().pass(self.files)?, first: self.first })
    }
}

impl Corrections<Scanned<Bundle>> {
    /// Writes the lists as the folder `target` and gives the path of the workbook of everything.
    ///
    /// An earlier folder of ours is replaced, unless it holds the same already: who has a list open is not disturbed.
    ///
    /// # Errors
    /// [`IoFailure`] with the path that could not be written, that somebody has changed, or that is a report's.
    pub fn write(&self, target: &Path) -> Result<PathBuf, IoFailure> {
        if !holds(&self.files, target) {
            write_bundle(&self.files, target)?;
        }
        Ok(target.join(&self.first))
    }
}

/// Its audience is its own, so that neither kind of report takes this folder's place, and it not theirs.
fn manifest(heading: &Heading, files: &Bundle) -> String {
    let manifest = json!({
        "tool": { "name": env!("CARGO_PKG_NAME"), "version": env!("CARGO_PKG_VERSION") },
        "municipality": heading.municipality,
        "audience": "mangelliste",
        "year": heading.year,
        "window": heading.window,
        "synthetic": heading.synthetic,
        "outputs": files.records(),
    });
    let mut text = serde_json::to_string_pretty(&manifest).unwrap_or_default();
    text.push('\n');
    text
}
