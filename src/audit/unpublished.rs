//! A bundle that is not on disk yet: audited as it will be, before anybody can read it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use super::figures::Figures;
use super::finding::{How, Leak, Part, Report};
use super::folder::Folder;
use super::manifest::Manifest;
use super::{CellRef, Opened, audited, model};
use crate::diagnostic::Failure;
use crate::lang::text;

/// What the files of a bundle give away, by themselves and with the bundles that were published before. What those tell
/// without this one is out already, and is not among it. Hashes and identity numbers are not looked at: the files have not
/// left the program.
///
/// # Errors
/// As [`super::audit`].
pub fn audit_unpublished<'a>(
    files: impl Iterator<Item = (&'a str, &'a [u8])>,
    earlier: &[PathBuf],
) -> Result<Report, Failure> {
    let mut files: BTreeMap<String, Vec<u8>> = files.map(|(name, bytes)| (name.to_owned(), bytes.to_vec())).collect();
    let none = || Failure::Definition(text("audit.no_model", &[("folder", "")]));
    let manifest = files.remove("manifest.json").and_then(|bytes| String::from_utf8(bytes).ok());
    let manifest = manifest.as_deref().and_then(Manifest::parse).ok_or_else(none)?;
    let folder = Folder { manifest, files, edited: BTreeSet::new(), name: String::new() };
    let (mut report, opened) = audited(folder, earlier, Report::default())?;
    let out = told_before(&opened)?;
    let places = |leaks: &[Leak]| -> BTreeSet<(CellRef, Part)> { leaks.iter().cloned().map(place).collect() };
    let (exact, narrow) = (places(&out.exact), places(&out.narrow));
    let is_worked_out = |leak: &Leak| !matches!(leak.how, How::Printed { .. } | How::Small | How::Policy(_));
    let is_out =
        |leak: &Leak| is_worked_out(leak) && (exact.contains(&place(leak.clone())) || opened.shows_already(leak));
    let (out, exact): (Vec<Leak>, Vec<Leak>) = std::mem::take(&mut report.exact).into_iter().partition(is_out);
    report.exact = exact;
    report.narrow.retain(|leak| !is_out(leak) && !narrow.contains(&place(leak.clone())));
    report.out_already = out.into_iter().map(|leak| leak.cell).collect();
    report.out_already.dedup();
    Ok(report)
}

fn place(leak: Leak) -> (CellRef, Part) {
    (leak.cell, leak.part)
}

impl Opened {
    /// Whether an earlier bundle shows the very figure that follows from it: it is that bundle that tells.
    fn shows_already(&self, leak: &Leak) -> bool {
        let is_small = |count: i64| (1..self.threshold).contains(&count.abs());
        let is_shown = |figures: &Figures| figures.row(&leak.cell).and_then(model::whole).is_some_and(is_small);
        match leak.how {
            How::Earlier(_) => true,
            How::Still(_) => leak.part == Part::Figure && self.others.iter().any(|(_, figures)| is_shown(figures)),
            _ => false,
        }
    }
}

/// What the earlier bundles tell without the new one.
fn told_before(opened: &Opened) -> Result<Report, Failure> {
    let editions = opened.editions(opened.model()?);
    let mut report = Report::default();
    if editions.len() > 1 {
        model::audit(&editions[1..], opened.threshold, &mut report);
    }
    Ok(report.finish())
}
