//! What `acquire` hands over: text with its place, and a count of every record.

use std::fmt;
use std::ops::Range;

use super::delimited::DelimitedStream;
use crate::diagnostic::{IoFailure, Place};

/// Where a table comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// Path relative to the project, with `/`.
    pub file: String,
    /// Sheet, for workbooks.
    pub sheet: Option<String>,
    /// Source id from the file's name, for example `henvisning`.
    pub source: String,
    /// The year of the folder under `exports/`; none for reference files.
    pub year: Option<i32>,
    /// What kind of file it is.
    pub format: Format,
    /// Encoding the file was read in.
    pub encoding: &'static str,
    /// Delimiter, for delimited text.
    pub delimiter: Option<char>,
    /// Reporting year that the file itself states (KOSTRA).
    pub stated_year: Option<String>,
    /// Municipality that the file itself states (KOSTRA).
    pub stated_municipality: Option<String>,
}

impl Origin {
    /// The file, and the sheet of a workbook.
    pub fn place(&self) -> Place {
        Place { sheet: self.sheet.clone(), ..Place::file(&self.file) }
    }
}

/// What kind of file a table comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// CSV, TSV or text.
    Delimited,
    /// KOSTRA 15F.
    Form15F,
    /// JSON-stat: the line of a row is the running number of its value.
    JsonStat,
    /// A reference file that a map explains: its columns stand in the file in an order of its own.
    Mapped,
    /// XLSX, XLS or ODS: the line of a row is its number in the sheet.
    Workbook,
}

/// Why a record is no row of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowFault {
    /// Another number of cells than the header has.
    Width {
        /// Cells in the row.
        found: usize,
    },
    /// A quote where none may be; the last line it touches.
    Quote {
        /// Last physical line of the quoted span.
        last_line: u32,
    },
    /// A carriage return that ends no line.
    BareCarriageReturn,
    /// A cell of a workbook that has no value: an error, or a formula that was never computed.
    NoValue {
        /// Its column, from 0.
        column: usize,
    },
    /// A second row of column names, or a row below one: another table in the same file.
    SecondTable,
}

/// Records that are no rows and need no mending, each with a name of its own in the account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Aside {
    /// A note below or between the rows: `Kilde: fagsystemet`.
    Note,
    /// The row of column names again, as where two files were put together.
    RepeatedHeader,
    /// A row of a reference file about other categories than its map names.
    OtherCategory,
}

/// Consecutive records of one table: as much of the file as is held at a time.
///
/// Cells are two offsets into one string, so a chunk costs its own size and eight bytes a cell. Its text is overwritten
/// when the chunk is let go of: it holds identity numbers.
#[derive(Default)]
pub struct Chunk {
    pub(super) text: String,
    pub(super) cells: Vec<(u32, u32)>,
    pub(super) lines: Vec<u32>,
    pub(super) width: usize,
    /// Records as the lexer counted them, whatever became of them; the account must arrive at the same number.
    pub records: usize,
    /// Records without content.
    pub blank: usize,
    /// Records that are no rows, with their line.
    pub faults: Vec<(u32, RowFault)>,
    /// Records left out by name, with their line.
    pub asides: Vec<(u32, Aside)>,
    /// Control characters or letter pairs that a wrong decoding leaves behind.
    pub suspect: bool,
}

impl Chunk {
    /// No records yet, over `text`.
    pub(super) fn of(text: String, width: usize) -> Self {
        let mut chunk = Self::default();
        (chunk.text, chunk.width) = (text, width);
        chunk
    }

    /// Number of rows.
    pub fn rows(&self) -> usize {
        self.lines.len()
    }

    /// Number of columns.
    pub fn width(&self) -> usize {
        self.width
    }

    /// Physical line of a row; for JSON-stat, the running number of its value.
    pub fn line(&self, row: usize) -> u32 {
        self.lines[row]
    }

    /// A cell's text without surrounding white space.
    pub fn cell(&self, row: usize, column: usize) -> &str {
        let (start, end) = self.cells[row * self.width + column];
        trimmed(&self.text[start as usize..end as usize])
    }

    fn push_text(&mut self, line: u32, cells: &[&str]) {
        let mut spans = Vec::with_capacity(cells.len());
        for cell in cells {
            let start = self.text.len();
            self.text.push_str(cell);
            spans.push(start..self.text.len());
        }
        self.push_spans(line, &spans);
    }

    fn push_spans(&mut self, line: u32, spans: &[Range<usize>]) {
        let narrow = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        self.cells.extend(spans.iter().map(|span| (narrow(span.start), narrow(span.end))));
        self.lines.push(line);
        self.records += 1;
    }
}

impl Drop for Chunk {
    fn drop(&mut self) {
        wipe(std::mem::take(&mut self.text));
    }
}

/// Overwrites a text that may hold identity numbers before its memory is given back.
pub(crate) fn wipe(text: String) {
    wipe_bytes(&mut text.into_bytes());
}

/// Overwrites bytes that may hold identity numbers.
pub(super) fn wipe_bytes(bytes: &mut [u8]) {
    bytes.fill(0);
    // Keeps the compiler from leaving out writes that nothing reads.
    std::hint::black_box(&bytes);
}

/// `str::trim`, with a short way for the many cells that have nothing to trim.
fn trimmed(text: &str) -> &str {
    let bytes = text.as_bytes();
    match (bytes.first(), bytes.last()) {
        (Some(first), Some(last)) if first.is_ascii_graphic() && last.is_ascii_graphic() => text,
        _ => text.trim(),
    }
}

/// All cells as text, with file, row and column; no cell typed, no record dropped.
///
/// Small formats are held whole; delimited text is read on as its chunks are asked for.
pub struct RawTable {
    /// Where it comes from.
    pub origin: Origin,
    /// Names of the columns as the file writes them.
    pub header: Vec<String>,
    /// Line of the header; 0 where the format has none.
    pub header_line: u32,
    /// Records that make the header: 1, or 0 where the format has none.
    pub header_records: usize,
    /// Title records above the header.
    pub title_records: usize,
    /// Lines of title records with more than one filled cell: they might be rows.
    pub wide_titles: Vec<u32>,
    /// Records without content among those that are held.
    pub blank_records: usize,
    /// Held records that are no rows, with their line.
    pub faults: Vec<(u32, RowFault)>,
    /// Held records left out by name, with their line.
    pub asides: Vec<(u32, Aside)>,
    held: Chunk,
    stream: Option<Box<DelimitedStream>>,
}

impl fmt::Debug for RawTable {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.debug_struct("RawTable")
            .field("origin", &self.origin)
            .field("columns", &self.header.len())
            .field("rows", &self.rows())
            .finish_non_exhaustive()
    }
}

impl RawTable {
    /// A table without rows over `text`.
    pub(crate) fn new(origin: Origin, header: Vec<String>, text: String) -> Self {
        let held = Chunk::of(text, header.len());
        Self {
            origin,
            header,
            header_line: 0,
            header_records: 0,
            title_records: 0,
            wide_titles: Vec::new(),
            blank_records: 0,
            faults: Vec::new(),
            asides: Vec::new(),
            held,
            stream: None,
        }
    }

    /// A table whose rows are read on from `stream`.
    pub(super) fn streamed(mut self, stream: DelimitedStream) -> Self {
        self.stream = Some(Box::new(stream));
        self
    }

    /// Adds a row of new text.
    pub(crate) fn push_text(&mut self, line: u32, cells: &[&str]) {
        debug_assert_eq!(cells.len(), self.header.len());
        self.held.push_text(line, cells);
    }

    /// Adds a row whose cells are spans of the table's text, which is shorter than 4 GiB.
    pub(crate) fn push_spans(&mut self, line: u32, spans: &[Range<usize>]) {
        debug_assert_eq!(spans.len(), self.header.len());
        self.held.push_spans(line, spans);
    }

    /// Gives the table the text that its spans point into.
    pub(crate) fn adopt(&mut self, text: String) {
        self.held.text = text;
    }

    /// Number of rows that are held.
    pub fn rows(&self) -> usize {
        self.held.rows()
    }

    /// Physical line of a held row; for JSON-stat, the running number of its value.
    pub fn line(&self, row: usize) -> u32 {
        self.held.line(row)
    }

    /// The text of a held cell without surrounding white space.
    pub fn cell(&self, row: usize, column: usize) -> &str {
        self.held.cell(row, column)
    }

    /// Records of the file that are held, whatever became of them.
    pub fn records(&self) -> usize {
        self.header_records
            + self.title_records
            + self.blank_records
            + self.faults.len()
            + self.asides.len()
            + self.rows()
    }

    /// Takes out the records below the header, to be had some at a time; those of a held table come at once.
    pub fn take_chunks(&mut self) -> Chunks {
        let mut held = std::mem::take(&mut self.held);
        held.width = self.header.len();
        held.records += self.blank_records + self.faults.len() + self.asides.len();
        held.asides = std::mem::take(&mut self.asides);
        held.blank = std::mem::take(&mut self.blank_records);
        held.faults = std::mem::take(&mut self.faults);
        Chunks { held: Some(held).filter(|chunk| chunk.records > 0), stream: self.stream.take() }
    }
}

/// The records of a table, some at a time.
pub struct Chunks {
    held: Option<Chunk>,
    stream: Option<Box<DelimitedStream>>,
}

impl Iterator for Chunks {
    type Item = Result<Chunk, IoFailure>;

    fn next(&mut self) -> Option<Self::Item> {
        if let Some(held) = self.held.take() {
            return Some(Ok(held));
        }
        self.stream.as_mut()?.next_chunk().transpose()
    }
}
