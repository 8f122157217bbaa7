//! Fetching tables from Statistics Norway's `StatBank` (`PxWebApi` 2) into `reference/`, and saying how old they are.
//!
//! Only `tryggtall reference update` goes out on the network; everything else works with the files that are there.

mod age;
mod fetch;
mod note;
mod query;

use std::path::{Path, PathBuf};

use chrono::NaiveDate;

use crate::acquire::{FileRecord, ReferenceMap, ReferenceMaps, examine_answer};
use crate::diagnostic::{Failure, IoFailure};
use crate::lang::text;
use crate::privacy::OutputScan;
use crate::publish::sink::{self, Bundle};
pub(crate) use age::ages;
pub use fetch::{Patience, SSB};
use note::Note;
pub use query::{Asked, url};

/// What is to be fetched, and from where.
#[derive(Debug, Clone)]
pub struct Update {
    /// The folder of the reference data.
    pub folder: PathBuf,
    /// Address of the service; Statistics Norway's where not set.
    pub base_url: Option<String>,
    /// Whose figures.
    pub asked: Asked,
    /// The day it was fetched; the server's where not set.
    pub date: Option<NaiveDate>,
    /// How long is waited for an answer.
    pub patience: Patience,
}

/// What became of one table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fetched {
    /// Id of its map.
    pub table: String,
    /// Its file.
    pub path: PathBuf,
    /// What was stored, or why nothing was.
    pub outcome: Result<Stored, String>,
}

/// What was stored of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    /// Figures in it.
    pub values: usize,
    /// When Statistics Norway last changed it.
    pub updated: Option<String>,
}

/// Fetches every table that is mapped, each on its own: a bad answer is said, changes nothing, and keeps no other table
/// from being fetched.
///
/// # Errors
/// [`Failure::Definition`] for an address that is none, or goes over the network unprotected.
pub fn update(maps: &ReferenceMaps, update: &Update) -> Result<Vec<Fetched>, Failure> {
    let base = update.base_url.as_deref().unwrap_or(SSB).trim_end_matches('/');
    let client = fetch::Client::new(base, update.patience).map_err(Failure::Definition)?;
    let tables = maps.iter().filter(|map| map.query().is_some());
    let fetched = tables.map(|map| {
        let path = update.folder.join(format!("ssb-{}.json", map.id));
        Fetched { table: map.id.clone(), outcome: one(map, (base, &client), update, &path), path }
    });
    Ok(fetched.collect())
}

fn one(
    map: &ReferenceMap,
    (base, client): (&str, &fetch::Client),
    update: &Update,
    path: &Path,
) -> Result<Stored, String> {
    let address = url(base, map, &update.asked).ok_or_else(|| text("cli.update_no_regions", &[]))?;
    let answer = client.get(&address)?;
    let examined = examine_answer(&answer.bytes, map)?;
    let note = Note {
        table: map.id.clone(),
        url: address,
        fetched: update.date.or(answer.date).map(|date| date.to_string()),
        updated: examined.updated.clone(),
        sha256: FileRecord::of("", &answer.bytes).sha256,
        source: map.source.clone(),
        licence: map.licence.clone(),
    };
    store(path, answer.bytes, &note)?;
    Ok(Stored { values: examined.values, updated: examined.updated })
}

/// The answer and the note about it, each whole or not at all.
fn store(path: &Path, bytes: Vec<u8>, note: &Note) -> Result<(), String> {
    let (Some(folder), Some(name)) = (path.parent(), path.file_name()) else { return Ok(()) };
    let name = name.to_string_lossy();
    let mut files = Bundle::default();
    files.add(name.clone(), bytes);
    files.add(note::name_of(&name), note.to_toml());
    let scanned = OutputScan::default().pass(files).map_err(|_| text("cli.update_identity", &[]))?;
    let failed = |failure: IoFailure| {
        let (path, reason) = (failure.path.display().to_string(), failure.source.to_string());
        text("cli.io_error", &[("path", &path), ("reason", &reason)])
    };
    sink::replace_files(&scanned, folder).map_err(failed)
}
