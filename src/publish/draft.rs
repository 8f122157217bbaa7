//! The draft is edited by people, and the report is made again when data are corrected: what a person has written is never
//! written over. The new draft lies beside it, with a list of the figures that are others now.
//!
//! The list gives the new figures and not the old ones: the two together would tell by how few a small group has changed.

mod list;
mod told;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use super::sink::{Bundle, Kept, Written, is_document};
use crate::acquire::FileRecord;
use crate::protect::Publishable;
pub use told::Told;
pub(super) use told::told;

const FIGURES: &str = "data/indikatorer.csv";

/// What lies where a report is to be written, and was written by a person in part.
#[derive(Debug, Clone, Default)]
pub struct Before {
    /// Drafts that are no longer as they were made.
    edited: Vec<Kept>,
    /// Documents that somebody has put beside them, such as the draft as PDF.
    beside: Vec<Kept>,
    /// The figures that the last report of the folder had, a line of the tidy data each.
    figures: BTreeMap<String, String>,
    /// Those of the list that lies there.
    listed: BTreeSet<String>,
}

impl Before {
    /// Looks into the folder of a report whose documents are called `stem`. A folder that is no report of ours has nothing
    /// to look after: the sink refuses to write there.
    pub fn read(folder: &Path, stem: &str) -> Self {
        let Some(written) = Written::read(folder) else { return Self::default() };
        let mut before = Self::default();
        for name in (0..).map(|round| draft_name(stem, round)).take_while(|name| folder.join(name).is_file()) {
            let Ok(bytes) = fs::read(folder.join(&name)) else { continue };
            let record = FileRecord::of(&name, &bytes);
            if !written.is_ours(&record) {
                before.edited.push(Kept {
                    made: written.made(&name),
                    told: written.told(&name),
                    is_draft: true,
                    record,
                });
            }
        }
        before.beside = beside(folder, &written, &before.edited);
        if before.edited.is_empty() {
            return before;
        }
        let text_of = |name: &str| fs::read_to_string(folder.join(name)).unwrap_or_default();
        before.figures = list::lines(&text_of(FIGURES));
        before.listed = list::names(&text_of(&list_name(stem)));
        before
    }

    /// Adds the draft of a report and, where a person's lies there, gives it another name and lists what is new.
    pub(super) fn add_draft(&self, publishable: &Publishable, stem: &str, draft: Vec<u8>, bundle: &mut Bundle) {
        self.edited.iter().chain(&self.beside).for_each(|kept| bundle.keep(kept.clone()));
        let hash = FileRecord::of("", &draft).sha256;
        // Who has edited this very draft has nothing new to look at.
        if self.edited.iter().any(|kept| kept.made.as_deref() == Some(hash.as_str())) {
            return;
        }
        let is_taken = |name: &String| self.edited.iter().any(|kept| kept.record.path == *name);
        // One more name than there are drafts: one of them is free.
        let mut names = (0..=self.edited.len()).map(|round| draft_name(stem, round));
        let name = names.find(|name| !is_taken(name)).unwrap_or_default();
        bundle.add(name, draft);
        if !self.edited.is_empty() {
            bundle.add(list_name(stem), list::list(self, publishable));
        }
    }
}

/// `aarsrapport-2025.docx`, then `aarsrapport-2025-ny.docx`, then with numbers from two on.
fn draft_name(stem: &str, round: usize) -> String {
    match round {
        0 => format!("{stem}.docx"),
        1 => format!("{stem}-ny.docx"),
        _ => format!("{stem}-ny-{round}.docx"),
    }
}

fn list_name(stem: &str) -> String {
    format!("{stem}-endringer.txt")
}

/// Documents of a person's in the folder itself, in order of name; anything else that somebody has put there is a mistake.
fn beside(folder: &Path, written: &Written, edited: &[Kept]) -> Vec<Kept> {
    let files = fs::read_dir(folder).into_iter().flatten().flatten().filter(|entry| entry.path().is_file());
    let names = files.map(|entry| entry.file_name().to_string_lossy().into_owned()).filter(|name| is_document(name));
    let names: BTreeSet<String> = names.filter(|name| !edited.iter().any(|kept| kept.record.path == *name)).collect();
    let record = |name: String| Some(FileRecord::of(&name, &fs::read(folder.join(&name)).ok()?));
    let foreign = names.into_iter().filter_map(record).filter(|record| !written.is_ours(record));
    foreign.map(|record| Kept { record, made: None, told: None, is_draft: false }).collect()
}
