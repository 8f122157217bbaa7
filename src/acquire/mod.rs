//! Files become [`RawTable`]s: all text, every record counted, every cell with its place.

mod delimited;
mod encoding;
mod fold;
mod form15f;
mod json;
mod json_reference;
mod json_stat;
mod layout;
mod lexer;
mod snapshot;
mod table;
mod workbook;

use std::collections::{BTreeMap, BTreeSet};

pub use fold::fold;
pub use snapshot::{FileRecord, Snapshot, snapshots};
pub use table::{Format, Origin, RawTable, RowFault};

use crate::diagnostic::{Finding, Place, Rule};

/// The names that each source's columns may have, folded: how delimiters and headers are recognised.
#[derive(Debug, Clone, Default)]
pub struct Vocabulary(BTreeMap<String, BTreeSet<String>>);

impl Vocabulary {
    /// The vocabulary of the given sources.
    pub fn new(sources: impl IntoIterator<Item = (String, Vec<String>)>) -> Self {
        let folded = |names: Vec<String>| names.iter().map(|name| fold(name)).collect();
        Self(sources.into_iter().map(|(source, names)| (source, folded(names))).collect())
    }

    /// Whether `folded` names a column of `source`.
    pub fn knows(&self, source: &str, folded: &str) -> bool {
        self.0.get(source).is_some_and(|names| names.contains(folded))
    }

    /// The names of a source's columns, for people.
    fn names_of(&self, source: &str) -> String {
        self.0.get(source).map(|names| names.iter().cloned().collect::<Vec<_>>().join(", ")).unwrap_or_default()
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

/// Reads each snapshot into tables.
///
/// A file that cannot be read gives a finding and never keeps the others from being read.
pub fn acquire(snapshots: &[Snapshot], vocabulary: &Vocabulary) -> Acquired {
    let mut acquired = Acquired::default();
    for snapshot in snapshots {
        read_file(snapshot, vocabulary, &mut acquired);
    }
    acquired
}

fn read_file(snapshot: &Snapshot, vocabulary: &Vocabulary, acquired: &mut Acquired) {
    let place = Place::file(&snapshot.path);
    if snapshot.is_outside_folders() {
        let is_aside = snapshot.path.to_ascii_lowercase().ends_with(".md");
        return acquired.findings.extend((!is_aside).then(|| Finding::new(Rule::OutsideFolders, place)));
    }
    let kind = match kind_of(&snapshot.path, vocabulary) {
        Ok(kind) => kind,
        Err(finding) => return acquired.findings.push(*finding),
    };
    if snapshot.bytes.is_empty() {
        return acquired.findings.push(Finding::new(Rule::EmptyFile, place));
    }
    if let FileKind::Table(source) = &kind
        && workbook::read(snapshot, source, vocabulary, acquired) == workbook::Handled::Here
    {
        return;
    }
    let Some(decoded) = encoding::decode(&snapshot.bytes) else {
        let detail = crate::lang::text("finding.detail_binary", &[]);
        return acquired.findings.push(Finding::new(Rule::NotReadable, place).with("detail", detail));
    };
    if decoded.suspect {
        acquired.findings.push(Finding::new(Rule::SuspectCharacters, place.clone()));
    }
    let (source, format) = match kind {
        FileKind::Table(source) => (source, Format::Delimited),
        FileKind::Form15F => (form15f::FORM.to_owned(), Format::Form15F),
        FileKind::JsonStat(source) => (source, Format::JsonStat),
        FileKind::Aside => return,
    };
    if decoded.text.trim().is_empty() {
        return acquired.findings.push(Finding::new(Rule::EmptyFile, place));
    }
    let origin = Origin {
        file: snapshot.path.clone(),
        sheet: None,
        source,
        year: snapshot.year,
        format,
        encoding: decoded.encoding,
        delimiter: None,
        stated_year: None,
        stated_municipality: None,
    };
    let tables = match format {
        Format::Delimited | Format::Workbook => return read_delimited(&decoded.text, origin, vocabulary, acquired),
        Format::Form15F => form15f::read(&decoded.text, &origin),
        Format::JsonStat => json_reference::read(&decoded.text, &origin),
    };
    match tables {
        Ok(tables) => acquired.tables.extend(tables),
        Err(detail) => acquired.findings.push(Finding::new(Rule::NotReadable, place).with("detail", detail)),
    }
}

fn read_delimited(text: &str, origin: Origin, vocabulary: &Vocabulary, acquired: &mut Acquired) {
    if let Some(table) = delimited::read(text, origin.clone(), vocabulary) {
        acquired.tables.push(table);
        return;
    }
    let columns = vocabulary.names_of(&origin.source);
    let finding = Finding::new(Rule::NoHeader, Place::file(&origin.file)).with("columns", columns);
    acquired.findings.push(finding);
    let (records, blank) = delimited::count_records(text);
    acquired.unread.push((origin, records, blank));
}

enum FileKind {
    /// Text or a workbook: its content says which.
    Table(String),
    Form15F,
    /// Only in `reference/`: no service exports it.
    JsonStat(String),
    /// Documentation beside the data (`.md`): not data, and not a row of anything.
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
    let source = source_of(stem, vocabulary).or_else(|| is_reference.then(|| reference_source(stem)));
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

/// `KILDE` or `KILDE-anything`; the longest source id wins.
fn source_of(stem: &str, vocabulary: &Vocabulary) -> Option<String> {
    let stem = stem.to_lowercase();
    let fits = |source: &&str| stem == **source || stem.starts_with(&format!("{source}-"));
    vocabulary.sources().filter(fits).max_by_key(|source| source.len()).map(str::to_owned)
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
