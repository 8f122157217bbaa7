//! What `acquire` hands over: text with its place, and a count of every record.

use std::ops::Range;

use crate::diagnostic::Place;

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
}

/// All cells as text, with file, row and column; no cell typed, no record dropped.
///
/// Cells are two offsets into one string, so a file costs its own size and eight bytes a cell.
#[derive(Debug, Clone)]
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
    /// Records without content.
    pub blank_records: usize,
    /// Records that are no rows, with their line.
    pub faults: Vec<(u32, RowFault)>,
    text: String,
    cells: Vec<(u32, u32)>,
    lines: Vec<u32>,
}

impl RawTable {
    /// A table without rows over `text`.
    pub(crate) fn new(origin: Origin, header: Vec<String>, text: String) -> Self {
        Self {
            origin,
            header,
            header_line: 0,
            header_records: 0,
            title_records: 0,
            wide_titles: Vec::new(),
            blank_records: 0,
            faults: Vec::new(),
            text,
            cells: Vec::new(),
            lines: Vec::new(),
        }
    }

    /// Adds a row whose cells are spans of the table's text.
    ///
    /// Files of 4 GiB and more are refused before they get here, so a span fits.
    pub(crate) fn push_spans(&mut self, line: u32, spans: &[Range<usize>]) {
        debug_assert_eq!(spans.len(), self.header.len());
        let narrow = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        self.cells.extend(spans.iter().map(|span| (narrow(span.start), narrow(span.end))));
        self.lines.push(line);
    }

    /// Adds a row of new text.
    pub(crate) fn push_text(&mut self, line: u32, cells: &[&str]) {
        let mut spans = Vec::with_capacity(cells.len());
        for cell in cells {
            let start = self.text.len();
            self.text.push_str(cell);
            spans.push(start..self.text.len());
        }
        self.push_spans(line, &spans);
    }

    /// Gives the table the text that its spans point into.
    pub(crate) fn adopt(&mut self, text: String) {
        self.text = text;
    }

    /// Moves every line down, where lines above were read apart.
    pub(crate) fn shift_lines(&mut self, by: u32) {
        self.header_line += by;
        self.lines.iter_mut().chain(&mut self.wide_titles).for_each(|line| *line += by);
        self.faults.iter_mut().for_each(|(line, _)| *line += by);
    }

    /// Number of rows.
    pub fn rows(&self) -> usize {
        self.lines.len()
    }

    /// Physical line of a row; for JSON-stat, the running number of its value.
    pub fn line(&self, row: usize) -> u32 {
        self.lines[row]
    }

    /// A cell's text without surrounding white space.
    pub fn cell(&self, row: usize, column: usize) -> &str {
        let (start, end) = self.cells[row * self.header.len() + column];
        self.text[start as usize..end as usize].trim()
    }

    /// Every record of the file, whatever became of it.
    pub fn records(&self) -> usize {
        self.header_records + self.title_records + self.blank_records + self.faults.len() + self.rows()
    }
}
