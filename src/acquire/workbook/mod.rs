//! Workbooks: XLSX, XLS and ODS, with nothing left out in silence.
//!
//! What a file is, is decided by its content ([`content`]). Sizes are measured before anything is trusted ([`limits`]);
//! cells are kept sparse ([`grid`]), so that a cell in the far corner costs one cell. Values are text as the other
//! readers would have met it ([`value`]), and tables are found by their column names ([`tables`]). What a sheet hides or
//! merges is said ([`oddities`]); its rows are read all the same.

mod biff;
mod content;
mod grid;
mod limits;
mod oddities;
mod ods;
mod ods_cell;
mod ods_table;
mod ole;
mod package;
mod refusal;
mod sheet;
mod tables;
mod value;
mod xls;
mod xlsx;
mod xlsx_parts;
mod xlsx_scan;
mod xml;

use content::{Content, PackageKind};
use package::Package;
use refusal::Refusal;
use sheet::{Book, Macros, Sheet};
use tables::{Found, Unread};

use super::table::{Format, Origin};
use super::{Acquired, Snapshot, Vocabulary, encoding, fold};
use crate::diagnostic::{Finding, Place, Rule};
use crate::privacy::mask;

/// What the files of workbooks are called.
const EXTENSIONS: [&str; 3] = ["xlsx", "xls", "ods"];

/// Whether `extension`, in lower case, is a workbook's.
pub(super) fn is_called_one(extension: &str) -> bool {
    EXTENSIONS.contains(&extension)
}

/// Bytes by which a file is known.
pub(super) const HEAD: u64 = content::HEAD as u64;

/// Whether a file that begins so is a workbook, or something else that is no delimited text.
pub(super) fn is_one(head: &[u8]) -> bool {
    content::of(head) != Content::Other
}

/// That delimited text is called a workbook; what is neither is said when it is read.
pub(super) fn text_called_one(snapshot: &Snapshot, head: &[u8]) -> Option<Finding> {
    let is_misnamed = is_called_one(&extension(&snapshot.path)) && encoding::decode(head).is_some();
    is_misnamed.then(|| misnamed(Place::file(&snapshot.path), "csv"))
}

/// Reads a file that by its content is a workbook, or refuses it.
pub(super) fn read(snapshot: &Snapshot, bytes: &[u8], source: &str, vocabulary: &Vocabulary, acquired: &mut Acquired) {
    let book = match content::of(bytes) {
        Content::Package => read_package(bytes),
        Content::Compound => xls::read(bytes),
        Content::WebPage | Content::MarkedUp | Content::Other => Err(Refusal::plain(Rule::WebPage)),
    };
    match book {
        Ok(book) => take_in(book, snapshot, source, vocabulary, acquired),
        Err(refusal) => acquired.findings.push(refusal.finding(Place::file(&snapshot.path))),
    }
}

fn read_package(bytes: &[u8]) -> Result<Book, Refusal> {
    let mut package = Package::open(bytes)?;
    match content::kind_of(&mut package) {
        PackageKind::Xlsx => xlsx::read(bytes, &mut package),
        PackageKind::Ods => ods::read(&mut package),
        PackageKind::Foreign => Err(Refusal::plain(Rule::FormatNotRead)),
    }
}

fn extension(path: &str) -> String {
    path.rsplit_once('.').map_or("", |(_, extension)| extension).to_ascii_lowercase()
}

fn misnamed(place: Place, format: &str) -> Finding {
    Finding::new(Rule::ContentDiffersFromName, place).with("format", format)
}

/// A sheet and what was found in it.
struct ReadSheet {
    origin: Origin,
    sheet: Sheet,
    found: Found,
}

fn take_in(book: Book, snapshot: &Snapshot, source: &str, vocabulary: &Vocabulary, acquired: &mut Acquired) {
    let place = Place::file(&snapshot.path);
    if extension(&snapshot.path) != book.encoding {
        acquired.findings.push(misnamed(place.clone(), book.encoding));
    }
    if book.macros == Macros::Present {
        acquired.findings.push(Finding::new(Rule::Macros, place.clone()));
    }
    let read: Vec<ReadSheet> =
        book.sheets.into_iter().map(|sheet| read_sheet(sheet, snapshot, book.encoding, source, vocabulary)).collect();
    if read.iter().all(|it| it.sheet.grid.is_ok() && matches!(it.found, Found::Nothing)) {
        return acquired.findings.push(Finding::new(Rule::EmptyFile, place));
    }
    let has_tables = read.iter().any(|it| matches!(it.found, Found::Tables(_)));
    for sheet in read {
        sheet.hand_over(has_tables, vocabulary, acquired);
    }
}

fn read_sheet(
    sheet: Sheet,
    snapshot: &Snapshot,
    encoding: &'static str,
    source: &str,
    vocabulary: &Vocabulary,
) -> ReadSheet {
    let named = vocabulary.sources().find(|known| fold(known) == fold(&sheet.name));
    let origin = Origin {
        file: snapshot.path.clone(),
        sheet: Some(mask(&sheet.name)),
        source: named.unwrap_or(source).to_owned(),
        year: snapshot.year,
        format: Format::Workbook,
        encoding,
        delimiter: None,
        stated_year: None,
        stated_municipality: None,
    };
    let found = sheet.grid.as_ref().map_or(Found::Nothing, |grid| tables::tables(grid, &origin, vocabulary));
    ReadSheet { origin, sheet, found }
}

impl ReadSheet {
    /// Hands over tables and findings. Beside a sheet with a table, one without is left out by name; where no sheet has
    /// one, each of them is a fault.
    fn hand_over(self, has_tables: bool, vocabulary: &Vocabulary, acquired: &mut Acquired) {
        let place = self.origin.place();
        let grid = match self.sheet.grid {
            Ok(grid) => grid,
            Err(refusal) => return acquired.findings.push(refusal.finding(place)),
        };
        match self.found {
            Found::Nothing => {}
            Found::Tables(tables) => {
                let Sheet { visibility, layout, .. } = self.sheet;
                acquired.findings.extend(oddities::findings(&self.origin, visibility, &layout, &grid));
                acquired.tables.extend(tables);
            }
            Found::NoHeader(unread) if has_tables => {
                acquired.findings.push(Finding::new(Rule::SheetNotRead, place));
                acquired.set_aside.push(counted(self.origin, unread));
            }
            Found::NoHeader(unread) => {
                let columns = vocabulary.spelled_out(&self.origin.source);
                acquired.findings.push(Finding::new(Rule::NoHeader, place).with("columns", columns));
                acquired.unread.push(counted(self.origin, unread));
            }
            Found::Refused(finding, unread) => {
                acquired.findings.push(*finding);
                acquired.unread.push(counted(self.origin, unread));
            }
        }
    }
}

fn counted(origin: Origin, unread: Unread) -> (Origin, usize, usize) {
    (origin, unread.records, unread.blank)
}
