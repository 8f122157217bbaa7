//! A bundle that is not on disk yet beside one that was published: what the two give away and the new one alone does not.

use super::figures::{CellRef, Figures};
use super::finding::{How, Leak, Part, Report};
use super::manifest::{Manifest, Model};
use super::model::{self, Edition};

/// A bundle that was published before, as far as its figures go.
///
/// # Examples
/// ```
/// use tryggtall::audit::Earlier;
/// assert!(Earlier::read("2024-aar", b"{}", b"").is_none(), "no bundle");
/// ```
#[derive(Debug)]
pub struct Earlier(Figured);

/// What a bundle says of itself, and its figures.
#[derive(Debug)]
struct Figured {
    name: String,
    manifest: Manifest,
    figures: Figures,
}

impl Figured {
    fn read(name: &str, manifest: &[u8], figures: &[u8]) -> Option<Self> {
        let manifest = std::str::from_utf8(manifest).ok().and_then(Manifest::parse)?;
        Some(Self { name: name.to_owned(), manifest, figures: Figures::read(figures)? })
    }

    fn edition<'a>(&'a self, model: &'a Model) -> Edition<'a> {
        let model = self.manifest.model.as_ref().unwrap_or(model);
        Edition { manifest: &self.manifest, model, figures: &self.figures, name: &self.name }
    }
}

impl Earlier {
    /// Reads `manifest.json` and `data/indikatorer.csv` of the bundle called `name`; nothing where they are none of ours.
    pub fn read(name: &str, manifest: &[u8], figures: &[u8]) -> Option<Self> {
        Figured::read(name, manifest, figures).map(Self)
    }

    /// What follows about few people from this bundle and a new one with the same two files: corrections by few, and what
    /// can be worked out. What this one shows by itself is out already, and what the new one shows by itself was decided
    /// there; neither is among them. Nothing where the new one is none of ours.
    pub fn together(&self, manifest: &[u8], figures: &[u8]) -> Option<Vec<Leak>> {
        let new = Figured::read("", manifest, figures)?;
        let model = new.manifest.model.clone()?;
        let threshold = new.manifest.protection.as_ref()?.threshold;
        let worked_out = |editions: &[Edition]| -> Vec<Leak> {
            let mut report = Report::default();
            model::audit(editions, threshold, &mut report);
            let report = report.finish();
            let is_worked_out = |leak: &Leak| matches!(leak.how, How::From(_) | How::Corrected(_));
            report.exact.into_iter().chain(report.narrow).filter(is_worked_out).collect()
        };
        let both = worked_out(&[new.edition(&model), self.0.edition(&model)]);
        if both.is_empty() {
            return Some(both);
        }
        let place = |leak: &Leak| -> (CellRef, Part) { (leak.cell.clone(), leak.part.clone()) };
        let alone: std::collections::BTreeSet<(CellRef, Part)> =
            worked_out(&[new.edition(&model)]).iter().map(place).collect();
        Some(both.into_iter().filter(|leak| !alone.contains(&place(leak))).collect())
    }
}
