//! Files become [`RawTable`]s: all text, every record counted, every cell with its place.

mod definitions;
mod delimited;
mod encoding;
mod file_name;
mod fold;
mod form15f;
mod glob;
mod guessed_header;
mod json;
mod json_answer;
mod json_reference;
mod json_stat;
mod layout;
mod lexer;
mod mapped_file;
mod reference_map;
mod role;
mod snapshot;
mod table;
mod workbook;

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read as _;

pub use definitions::{DefinitionFile, definition_files, indicator_files, reference_map_files};
pub use fold::fold;
pub use form15f::{Coded, FormVisitor, Individual, Investigation, Law, Measure, Move, Plan, Report, Sender};
pub use glob::is_like;
pub use guessed_header::guessed_header;
pub(crate) use json_answer::examine_answer;
pub use reference_map::{
    Cells, FileShape, ReferenceFigure, ReferenceMap, ReferenceMaps, RegionKind, Shape, TableQuery,
};
pub use snapshot::{FileRecord, Snapshot, snapshots};
pub(crate) use table::wipe;
pub use table::{Aside, Chunk, Chunks, Format, Origin, RawTable, RowFault};

use crate::diagnostic::{Finding, IoFailure, Kostra, Place, Rule};

/// The names that each source's columns may have, folded: how delimiters and headers are recognised.
#[derive(Debug, Clone, Default)]
pub struct Vocabulary(BTreeMap<String, BTreeSet<String>>, file_name::Patterns, ReferenceMaps);

impl Vocabulary {
    /// The vocabulary of the given sources.
    pub fn new(sources: impl IntoIterator<Item = (String, Vec<String>)>) -> Self {
        let folded = |names: Vec<String>| names.iter().map(|name| fold(name)).collect();
        Self(
            sources.into_iter().map(|(source, names)| (source, folded(names))).collect(),
            Vec::new(),
            ReferenceMaps::default(),
        )
    }

    /// The same, with names of files that hold a source: a pattern and the source.
    #[must_use]
    pub fn with_files(self, files: Vec<(String, String)>) -> Self {
        Self(self.0, files, self.2)
    }

    /// The same, with what the tables of others mean to us.
    #[must_use]
    pub fn with_references(self, maps: ReferenceMaps) -> Self {
        Self(self.0, self.1, maps)
    }

    /// Whether `folded` names a column of `source`.
    pub fn knows(&self, source: &str, folded: &str) -> bool {
        self.0.get(source).is_some_and(|names| names.contains(folded))
    }

    /// The map that explains a reference file.
    fn map_of(&self, path: &str) -> Option<(&ReferenceMap, &FileShape)> {
        self.2.of_file(path.strip_prefix("reference/")?.rsplit('/').next()?)
    }

    /// The folded names of a source's columns.
    fn names_of(&self, source: &str) -> BTreeSet<String> {
        self.0.get(source).cloned().unwrap_or_default()
    }

    /// The same, for people.
    fn spelled_out(&self, source: &str) -> String {
        self.names_of(source).into_iter().collect::<Vec<_>>().join(", ")
    }

    /// The ids of all sources.
    pub fn sources(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }
}

/// What became of the files.
#[derive(Debug, Default)]
pub struct Acquired {
    /// The tables, in order of path.
    pub tables: Vec<RawTable>,
    /// Files that gave no table, and why.
    pub findings: Vec<Finding>,
    /// Files whose header was not found: origin, records and blank records, all rejected.
    pub unread: Vec<(Origin, usize, usize)>,
    /// Sheets without column names beside sheets that have them: the same, left out by name.
    pub set_aside: Vec<(Origin, usize, usize)>,
}

/// Largest file of a format that must be held whole, in bytes: workbooks, XML and JSON.
const HELD_WHOLE: u64 = 1 << 28;

/// Reads each snapshot into tables; delimited text only as far as its header, the rest as `check` asks for it.
///
/// A file that cannot be read gives a finding and never keeps the others from being read.
///
/// # Errors
/// [`IoFailure`] where a file cannot be opened or read.
pub fn acquire(snapshots: &[Snapshot], vocabulary: &Vocabulary) -> Result<Acquired, IoFailure> {
    acquire_with(snapshots, vocabulary, &mut ())
}

/// Reads each snapshot into tables, and shows `visitor` the children of each KOSTRA form on the way.
///
/// # Errors
/// As [`acquire`].
pub fn acquire_with(
    snapshots: &[Snapshot],
    vocabulary: &Vocabulary,
    visitor: &mut dyn FormVisitor,
) -> Result<Acquired, IoFailure> {
    let mut acquired = Acquired::default();
    for snapshot in snapshots {
        read_file(snapshot, vocabulary, visitor, &mut acquired)?;
    }
    Ok(acquired)
}

fn read_file(
    snapshot: &Snapshot,
    vocabulary: &Vocabulary,
    visitor: &mut dyn FormVisitor,
    acquired: &mut Acquired,
) -> Result<(), IoFailure> {
    let place = Place::file(&snapshot.path);
    if snapshot.is_outside_folders() {
        let is_aside = snapshot.path.to_ascii_lowercase().ends_with(".md");
        acquired.findings.extend((!is_aside).then(|| Finding::new(Rule::OutsideFolders, place)));
        return Ok(());
    }
    let kind = match kind_of(&snapshot.path, vocabulary) {
        Ok(FileKind::Aside) => return Ok(()),
        Ok(kind) => kind,
        Err(finding) => {
            acquired.findings.push(*finding);
            return Ok(());
        }
    };
    if snapshot.size() == 0 {
        acquired.findings.push(Finding::new(Rule::EmptyFile, place));
        return Ok(());
    }
    match kind {
        FileKind::Table(source) => read_table(snapshot, source, vocabulary, acquired),
        FileKind::Form15F => {
            let form = (form15f::FORM.to_owned(), Format::Form15F);
            read_whole(snapshot, form, (vocabulary, visitor), acquired)
        }
        FileKind::JsonStat(source) => read_whole(snapshot, (source, Format::JsonStat), (vocabulary, visitor), acquired),
        FileKind::Aside => Ok(()),
    }
}

fn origin_of(snapshot: &Snapshot, source: String, format: Format, encoding: &'static str) -> Origin {
    Origin {
        file: snapshot.path.clone(),
        sheet: None,
        source,
        year: snapshot.year,
        format,
        encoding,
        delimiter: None,
        stated_year: None,
        stated_municipality: None,
    }
}

fn not_readable(snapshot: &Snapshot, detail: impl Into<String>) -> Finding {
    Finding::new(Rule::NotReadable, Place::file(&snapshot.path)).with("detail", detail)
}

fn binary(snapshot: &Snapshot) -> Finding {
    not_readable(snapshot, crate::lang::text("finding.detail_binary", &[]))
}

/// A text that is held whole: XML or JSON.
fn read_whole(
    snapshot: &Snapshot,
    (source, format): (String, Format),
    (vocabulary, visitor): (&Vocabulary, &mut dyn FormVisitor),
    acquired: &mut Acquired,
) -> Result<(), IoFailure> {
    let Some(bytes) = snapshot.bytes(HELD_WHOLE)? else {
        acquired.findings.push(too_large(snapshot));
        return Ok(());
    };
    let Some(decoded) = encoding::decode(&bytes) else {
        acquired.findings.push(binary(snapshot));
        return Ok(());
    };
    let place = Place::file(&snapshot.path);
    if decoded.suspect {
        acquired.findings.push(Finding::new(Rule::SuspectCharacters, place.clone()));
    }
    if decoded.text.trim().is_empty() {
        acquired.findings.push(Finding::new(Rule::EmptyFile, place));
        return Ok(());
    }
    let origin = origin_of(snapshot, source, format, decoded.encoding);
    let tables = if format == Format::JsonStat {
        json_reference::read(&decoded.text, &origin, &vocabulary.2, &mut acquired.findings)
    } else {
        let disagrees = form15f::disagrees(&decoded.text, decoded.encoding);
        let finding = || Finding::new(Rule::Kostra(Kostra::EncodingDisagrees), place.clone());
        acquired.findings.extend(disagrees.then(finding));
        form15f::read(&decoded.text, &origin, visitor)
    };
    wipe(decoded.text);
    match tables {
        Ok(tables) => acquired.tables.extend(tables),
        Err(detail) => acquired.findings.push(not_readable(snapshot, detail)),
    }
    Ok(())
}

/// A workbook or delimited text: the first bytes say which.
fn read_table(
    snapshot: &Snapshot,
    source: String,
    vocabulary: &Vocabulary,
    acquired: &mut Acquired,
) -> Result<(), IoFailure> {
    let mut head = Vec::new();
    let begins = snapshot.open()?.take(workbook::HEAD).read_to_end(&mut head);
    begins.map_err(IoFailure::at(&snapshot.path))?;
    if !workbook::is_one(&head) {
        acquired.findings.extend(workbook::text_called_one(snapshot, &head));
        return read_delimited(snapshot, source, vocabulary, acquired);
    }
    match snapshot.bytes(HELD_WHOLE)? {
        Some(bytes) => workbook::read(snapshot, &bytes, &source, vocabulary, acquired),
        None => acquired.findings.push(too_large(snapshot)),
    }
    Ok(())
}

fn too_large(snapshot: &Snapshot) -> Finding {
    let megabytes = (HELD_WHOLE >> 20).to_string();
    not_readable(snapshot, crate::lang::text("finding.detail_large", &[("megabytes", &megabytes)]))
}

fn read_delimited(
    snapshot: &Snapshot,
    source: String,
    vocabulary: &Vocabulary,
    acquired: &mut Acquired,
) -> Result<(), IoFailure> {
    let mut opening = Ok(());
    let evidence = encoding::examine(|| {
        snapshot.open().map_err(|failure| {
            let kind = failure.source.kind();
            opening = Err(failure);
            kind.into()
        })
    });
    opening?;
    let Some(evidence) = evidence.map_err(IoFailure::at(&snapshot.path))? else {
        acquired.findings.push(binary(snapshot));
        return Ok(());
    };
    let text = encoding::TextSource::new(snapshot.open()?, evidence).map_err(IoFailure::at(&snapshot.path))?;
    if let Some(mapped) = vocabulary.map_of(&snapshot.path) {
        let origin = origin_of(snapshot, source, Format::Delimited, evidence.name());
        return mapped_file::read(text, origin, mapped, acquired);
    }
    let names = role::Roles::of(&source, vocabulary);
    let origin = origin_of(snapshot, source, Format::Delimited, evidence.name());
    let opened = match delimited::open(text, origin.clone(), names) {
        Err(failure) if failure.source.kind() == std::io::ErrorKind::FileTooLarge => {
            acquired.findings.push(binary(snapshot));
            return Ok(());
        }
        opened => opened?,
    };
    match opened {
        delimited::Opened::Table(table) => acquired.tables.push(*table),
        delimited::Opened::NoHeader { records, blank, .. } if records == blank => {
            acquired.findings.push(Finding::new(Rule::EmptyFile, Place::file(&snapshot.path)));
        }
        delimited::Opened::NoHeader { records, blank, is_unbroken: true } => {
            acquired.findings.push(Finding::new(Rule::BareCarriageReturn, Place::file(&origin.file)));
            acquired.unread.push((origin, records, blank));
        }
        delimited::Opened::NoHeader { records, blank, .. } => {
            let columns = vocabulary.spelled_out(&origin.source);
            let finding = Finding::new(Rule::NoHeader, Place::file(&origin.file)).with("columns", columns);
            acquired.findings.push(finding);
            acquired.unread.push((origin, records, blank));
        }
    }
    Ok(())
}

enum FileKind {
    /// Text or a workbook: its content says which.
    Table(String),
    Form15F,
    /// Only in `reference/`: no service exports it.
    JsonStat(String),
    /// Documentation beside the data (`.md`), or what is said of a reference file (`.toml`): not a row of anything.
    Aside,
}

fn kind_of(path: &str, vocabulary: &Vocabulary) -> Result<FileKind, Box<Finding>> {
    let name = path.rsplit('/').next().unwrap_or(path);
    let (stem, extension) = name.rsplit_once('.').unwrap_or((name, ""));
    let extension = extension.to_ascii_lowercase();
    if extension == "md" {
        return Ok(FileKind::Aside);
    }
    if extension == "xml" && stem.to_ascii_uppercase().starts_with("15F") {
        return Ok(FileKind::Form15F);
    }
    let is_reference = path.starts_with("reference/");
    if is_reference && extension == "toml" {
        return Ok(FileKind::Aside);
    }
    // What a map explains is no source by its name.
    let source = match vocabulary.map_of(path) {
        Some(_) => Some(json_reference::REFERENCE.to_owned()),
        None => file_name::source_of(path, name, stem, vocabulary)?,
    };
    let source = source.or_else(|| is_reference.then(|| reference_source(stem)));
    let Some(source) = source else {
        return Err(Box::new(unknown_source(path, stem, vocabulary)));
    };
    match extension.as_str() {
        "csv" | "tsv" | "txt" => Ok(FileKind::Table(source)),
        extension if workbook::is_called_one(extension) => Ok(FileKind::Table(source)),
        "json" if is_reference && json_reference::SOURCES.contains(&source.as_str()) => Ok(FileKind::JsonStat(source)),
        _ => Err(Box::new(Finding::new(Rule::FormatNotRead, Place::file(path)))),
    }
}

/// A file in `reference/` needs no special name: it holds county figures unless its name says population.
fn reference_source(stem: &str) -> String {
    let folded = fold(stem);
    let is_population = folded.contains("folkemengd") || folded.contains("07459");
    if is_population { json_reference::POPULATION.to_owned() } else { json_reference::REFERENCE.to_owned() }
}

fn unknown_source(path: &str, stem: &str, vocabulary: &Vocabulary) -> Finding {
    let known: Vec<&str> = vocabulary.sources().collect();
    let near = nearest(stem, known.iter().copied());
    let suggestion = near.map(|name| crate::lang::text("finding.suggest_name", &[("name", name)]));
    Finding::new(Rule::UnknownSource, Place::file(path))
        .with("sources", known.join(", "))
        .with("suggestion", suggestion.unwrap_or_default())
}

/// The known name most like `text`, if any is like it; suggested to people, never applied.
///
/// # Examples
/// ```
/// use tryggtall::acquire::nearest;
/// assert_eq!(nearest("bekymringsmeldinger", ["henvisning", "bekymringsmelding"]), Some("bekymringsmelding"));
/// assert_eq!(nearest("budsjett", ["henvisning"]), None);
/// ```
pub fn nearest<'a>(text: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    const LIKE_ENOUGH: f64 = 0.8;
    let folded = fold(text);
    known
        .into_iter()
        .map(|name| (strsim::jaro_winkler(&folded, &fold(name)), name))
        .filter(|(likeness, _)| *likeness >= LIKE_ENOUGH)
        .max_by(|left, right| left.0.total_cmp(&right.0))
        .map(|(_, name)| name)
}
