//! The audit of finished files: what somebody who has a bundle, and those that were published before it, can find out.
//!
//! Reads bytes back and rebuilds everything from them. Shares nothing with `protect` but the solver and the types of
//! [`crate::disclosure`]: neither its model nor its decisions. What it takes from the rest of the program is how numbers and
//! sentences are written, what an identity number is, and from which source the catalogue says a measure is counted.

mod attack;
mod docx;
mod figures;
mod finding;
mod folder;
mod identifiers;
mod known;
mod manifest;
mod model;
mod number;
mod package;
mod png;
mod prose;
mod published;
mod rows;
mod sources;
mod svg;
mod unpublished;
mod workbook;
mod xml;

mod words;

pub use figures::CellRef;
pub use finding::{HashMismatch, How, Identifier, Leak, Note, Odd, Part, Report, Unwritten};
pub use unpublished::audit_unpublished;

use std::path::{Path, PathBuf};

use crate::diagnostic::Failure;
use crate::lang::text;
use crate::privacy::safe_path;
use figures::Figures;
use folder::Folder;
use known::Known;
use model::Edition;
use published::Published;

/// The data of a bundle.
const FIGURES: &str = "data/indikatorer.csv";
const COMPARISONS: &str = "data/sammenlikninger.csv";
/// A threshold that would make every figure small, or none, was not set by a plan of ours.
const THRESHOLDS: std::ops::RangeInclusive<i64> = 3..=1_000;

/// Audits a bundle, alone and together with those that were published before it.
///
/// # Errors
/// [`Failure::Definition`] where a folder is no bundle, or one without what an audit needs; [`Failure::Io`] where a file
/// cannot be read. What is wrong inside files is no error: it is what an audit finds.
pub fn audit(bundle: &Path, earlier: &[PathBuf]) -> Result<Report, Failure> {
    let mut report = Report::default();
    let folder = folder::read(bundle, &mut report)?;
    let shown = safe_path(&bundle.display().to_string());
    if folder.manifest.model.is_none() {
        return Err(Failure::Definition(text("audit.no_model", &[("folder", &shown)])));
    }
    audited(folder, earlier, report).map(|(report, _)| report)
}

/// A bundle with those that were published before it.
struct Opened {
    folder: Folder,
    figures: Figures,
    others: Vec<(Folder, Figures)>,
    threshold: i64,
}

impl Opened {
    fn model(&self) -> Result<&manifest::Model, Failure> {
        let shown = safe_path(&self.folder.name);
        let none = || Failure::Definition(text("audit.no_model", &[("folder", &shown)]));
        self.folder.manifest.model.as_ref().ok_or_else(none)
    }

    /// The bundle first, then the others.
    fn editions<'a>(&'a self, model: &'a manifest::Model) -> Vec<Edition<'a>> {
        let edition = |folder: &'a Folder, figures: &'a Figures| Edition {
            manifest: &folder.manifest,
            model: folder.manifest.model.as_ref().unwrap_or(model),
            figures,
            name: &folder.name,
        };
        let own = edition(&self.folder, &self.figures);
        std::iter::once(own).chain(self.others.iter().map(|(folder, figures)| edition(folder, figures))).collect()
    }
}

fn audited(folder: Folder, earlier: &[PathBuf], mut report: Report) -> Result<(Report, Opened), Failure> {
    let shown = safe_path(&folder.name);
    let threshold = folder.manifest.protection.as_ref().map(|protection| protection.threshold);
    let threshold = threshold.filter(|it| THRESHOLDS.contains(it));
    let threshold = threshold.ok_or_else(|| Failure::Definition(text("audit.no_threshold", &[("folder", &shown)])))?;
    let figures = figures_of(&folder, &mut report).unwrap_or_default();
    report.is_internal = folder.manifest.audience == "intern";
    let mut others = Vec::new();
    for path in earlier {
        others.push(earlier_bundle(path, &mut report)?);
    }
    let opened = Opened { folder, figures, others, threshold };
    let editions = opened.editions(opened.model()?);
    count(&editions[0], &mut report);
    rows(&opened.figures, &mut report);
    files(&opened.folder, &opened.figures, &mut report);
    model::audit(&editions, threshold, &mut report);
    drop(editions);
    Ok((report.finish(), opened))
}

/// A bundle that was published before; what is wrong with its files was published with it, unless they are not the same.
fn earlier_bundle(path: &Path, report: &mut Report) -> Result<(Folder, Figures), Failure> {
    let mut of_earlier = Report::default();
    let folder = folder::read(path, &mut of_earlier)?;
    let figures = figures_of(&folder, &mut of_earlier).unwrap_or_default();
    let of_folder = |file: &str| format!("{}/{file}", folder.name);
    let mismatches = of_earlier.hash_mismatches.into_iter();
    report.hash_mismatches.extend(mismatches.map(|it| HashMismatch { file: of_folder(&it.file), ..it }));
    // Figures of it that cannot be read are not among those that the attack knows.
    let data = of_earlier.unreadable.into_iter().filter(|odd| [FIGURES, COMPARISONS].contains(&odd.file.as_str()));
    report.unreadable.extend(data.map(|it| Odd { file: of_folder(&it.file), ..it }));
    Ok((folder, figures))
}

/// The figures of a bundle; what cannot be read of them goes into the report.
fn figures_of(folder: &Folder, report: &mut Report) -> Option<Figures> {
    let Some(mut figures) = folder.files.get(FIGURES).and_then(|bytes| Figures::read(bytes)) else {
        report.unread(FIGURES, "", "damaged");
        return None;
    };
    for line in &figures.odd {
        report.unread(FIGURES, line.to_string(), "no-figure");
    }
    let comparisons = folder.files.get(COMPARISONS);
    if comparisons.is_some_and(|bytes| figures.read_comparisons(bytes).is_none()) {
        report.unread(COMPARISONS, "", "damaged");
    }
    Some(figures)
}

fn count(edition: &Edition, report: &mut Report) {
    let own = || edition.figures.rows.iter().filter(|row| edition.is_own(&row.cell.place));
    report.cells = own().count() as u64;
    report.withheld = own().filter(|row| row.is_withheld()).count() as u64;
}

/// The columns are ours; a withheld figure has nothing in its row but where it belongs; no figure stands twice.
fn rows(figures: &Figures, report: &mut Report) {
    const NUMBERS: [&str; 7] = ["verdi", "teller", "nevner", "nedre", "ovre", "referanse_verdi", "vurdering"];
    let columns = &crate::publish::tidy::COLUMNS;
    if !figures.columns.is_empty() && figures.columns != *columns {
        report.odd(FIGURES, "1", "other-rows");
    }
    let comparison_columns = &crate::publish::tidy::comparisons::COLUMNS;
    if !figures.comparison_columns.is_empty() && figures.comparison_columns != *comparison_columns {
        report.odd(COMPARISONS, "1", "other-rows");
    }
    for comparison in figures.comparisons.iter().filter(|it| it.width != comparison_columns.len()) {
        report.odd(COMPARISONS, comparison.line.to_string(), "other-rows");
    }
    let numbers: Vec<usize> =
        NUMBERS.iter().filter_map(|name| figures.columns.iter().position(|column| column == name)).collect();
    for (place, row) in figures.rows.iter().enumerate() {
        let says = |at: &usize| row.fields.get(*at).is_some_and(|field| !field.is_empty());
        let is_beside = |at: &usize| figures.columns.get(*at).is_some_and(|name| name == "referanse_verdi");
        // What the county has stands beside a withheld figure too; what a change is a change from does not.
        let is_change = row.reference.starts_with("nullpunkt-");
        let mut tell = numbers.iter().filter(|at| says(at) && (is_change || !is_beside(at)));
        if row.is_withheld() && tell.next().is_some() {
            report.printed(&row.cell, FIGURES, row.line.to_string());
        }
        let is_plain = matches!(row.status.as_str(), "" | ":" | ".." | ".")
            && row.fields.len() == figures.columns.len()
            && has_own_words(row, figures);
        if !is_plain || figures.by_cell.get(&row.cell) != Some(&place) {
            report.odd(FIGURES, row.line.to_string(), "other-rows");
        }
    }
}

/// Whether the words of a row are such as ours: no number stands in the place of one.
fn has_own_words(row: &figures::Row, figures: &Figures) -> bool {
    let field = |name: &str| {
        let place = figures.columns.iter().position(|column| column == name);
        place.and_then(|place| row.fields.get(place)).map_or("", String::as_str)
    };
    let is_word = |word: &str| word.chars().all(|letter| letter.is_alphabetic() || letter == '-');
    let is_place = |code: &str| {
        let digits = code.trim_start_matches(|letter: char| letter.is_ascii_uppercase());
        let is_digits = digits.bytes().all(|digit| digit.is_ascii_digit());
        is_digits && digits.len() <= 4 && (code.len() >= 3 || code.is_empty())
    };
    let reference = row.reference.strip_prefix("nullpunkt-");
    let is_reference = reference.map_or_else(|| is_place(&row.reference), |year| year.len() == 4 && is_place(year));
    let unit = field("enhet");
    is_reference
        && is_word(&row.cell.window)
        && is_word(field("vurdering"))
        && (is_word(unit) || ["per-1000", "skala-1-6"].contains(&unit))
}

/// What the program writes by itself, in the language of a bundle.
fn own_words(manifest: &manifest::Manifest) -> Known {
    let mut known = Known::default();
    let sentences = crate::lang::catalogue(manifest.language);
    known.add_sentences(sentences.iter().map(|(key, sentence)| (key.as_str(), sentence.as_str())));
    for kind in ["indicators", "codelists", "sources"] {
        known.add_definitions(crate::catalogue::files(kind, "toml").into_iter().map(|(_, text)| text));
    }
    manifest.labels().keys().for_each(|label| known.add_vocabulary(label));
    known.add_vocabulary(&crate::lang::text_in(manifest.language, "generated.months", &[]));
    known
}

/// Every file by what it is.
fn files(folder: &Folder, figures: &Figures, report: &mut Report) {
    let published = Published::new(&folder.manifest, figures);
    if folder.manifest.appearance.palette().is_none() {
        report.odd("manifest.json", "appearance", "colours");
    }
    let mut known = own_words(&folder.manifest);
    let extension = |name: &str| Path::new(name).extension().map(|it| it.to_string_lossy().to_lowercase());
    let of =
        |wanted: &'static str| folder.files.iter().filter(move |(name, _)| extension(name).as_deref() == Some(wanted));
    let mut rows = rows::Rows::default();
    for (name, bytes) in of("xlsx") {
        workbook::audit(name, bytes, &published, &mut rows, &mut known, report);
    }
    let against = prose::Against { published: &published, known: &known, rows: &rows };
    for place in &folder.manifest.beside.unknown {
        report.odd("manifest.json", place, "hidden-part");
    }
    prose::plain("manifest.json", folder.manifest.beside.texts.as_bytes(), against, report);
    for (name, bytes) in &folder.files {
        match extension(name).as_deref() {
            _ if name == FIGURES || name == COMPARISONS => {}
            Some("xlsx") => {}
            Some("svg") => svg::audit(name, bytes, &published, &known, report),
            Some("png") => png::audit(name, bytes, report),
            Some("docx") => docx::audit(name, bytes, folder.edited.contains(name), against, report),
            Some("html") => prose::html(name, bytes, against, report),
            Some("json" | "csv" | "txt" | "md") => prose::plain(name, bytes, against, report),
            _ => report.unread(name, "", "unknown-kind"),
        }
    }
}

impl Report {
    /// The report as the contract's JSON.
    pub fn json(&self) -> String {
        serde_json::to_string_pretty(self).unwrap_or_default()
    }

    /// The report for a person.
    pub fn text(&self) -> String {
        words::text_of(self)
    }
}
