//! A file of figures to compare with that a map of the project explains: each figure becomes a table as `check` reads them.
//!
//! Every record of the file has its fate in each of them, so that each account is the file's.

use super::delimited::{self, Opened};
use super::reference_map::{Cells, FileShape, ReferenceFigure, ReferenceMap};
use super::role::Roles;
use super::table::{Aside, Chunk, Format, Origin, RawTable};
use super::{Acquired, Vocabulary, encoding, fold};
use crate::diagnostic::{Finding, IoFailure, Place, Rule};
use encoding::TextSource;

/// The source that such a file is, with the columns that its tables have.
const SOURCE: &str = super::json_reference::REFERENCE;
const COLUMNS: [&str; 6] = ["region", "indikator", "aar", "verdi", "teller", "nevner"];

/// What kind of record the delimited reader made of each, kept whole: such a file is small.
struct Held {
    table: RawTable,
    chunks: Vec<Chunk>,
}

/// Reads the file, and says what it lacks.
///
/// # Errors
/// [`IoFailure`] where it cannot be read to its end.
pub(super) fn read(
    text: TextSource,
    origin: Origin,
    (map, shape): (&ReferenceMap, &FileShape),
    acquired: &mut Acquired,
) -> Result<(), IoFailure> {
    let names = map.figures.iter().flat_map(columns_of);
    let names = [Some(&shape.region), shape.year.as_ref()].into_iter().flatten().chain(names);
    let mut names: Vec<String> = names.cloned().collect();
    names.sort_unstable();
    names.dedup();
    let vocabulary = Vocabulary::new([(SOURCE.to_owned(), names.clone())]);
    let roles = Roles::of(SOURCE, &vocabulary).with_comments();
    let origin = Origin { format: Format::Mapped, ..origin };
    let place = Place::file(&origin.file);
    match delimited::open(text, origin.clone(), roles)? {
        Opened::NoHeader { records, blank, .. } if records == blank => {
            acquired.findings.push(Finding::new(Rule::EmptyFile, place));
        }
        Opened::NoHeader { records, blank, .. } => {
            acquired.findings.push(Finding::new(Rule::NoHeader, place).with("columns", names.join(", ")));
            acquired.unread.push((origin, records, blank));
        }
        Opened::Table(table) => {
            let mut held = Held { table: *table, chunks: Vec::new() };
            for chunk in held.table.take_chunks() {
                held.chunks.push(chunk?);
            }
            let lacking: Vec<&String> = names.iter().filter(|name| held.column(name).is_none()).collect();
            for name in &lacking {
                let finding = Finding::new(Rule::MissingColumn, place.clone().line(held.table.header_line));
                acquired.findings.push(finding.with("field", name.as_str()).with("suggestion", ""));
            }
            if lacking.is_empty() {
                acquired.tables.extend(map.figures.iter().map(|figure| held.table_of(figure, shape, map)));
            } else {
                let (records, blank) = held.counts();
                acquired.unread.push((held.table.origin.clone(), records, blank));
            }
        }
    }
    Ok(())
}

/// The columns that a figure needs.
fn columns_of(figure: &ReferenceFigure) -> Vec<&String> {
    let cells = [&figure.value, &figure.numerator, &figure.denominator].into_iter().flatten();
    cells.flat_map(|cells| std::iter::once(&cells.code).chain(cells.of.keys())).collect()
}

impl Held {
    fn column(&self, name: &str) -> Option<usize> {
        let folded = fold(name);
        self.table.header.iter().position(|header| fold(header) == folded)
    }

    /// Records and blank ones of the whole file.
    fn counts(&self) -> (usize, usize) {
        let above = self.table.header_records + self.table.title_records;
        let below = |count: fn(&Chunk) -> usize| self.chunks.iter().map(count).sum::<usize>();
        let blank = below(|chunk| chunk.blank) + self.table.blank_records;
        (above + below(|chunk| chunk.records) + self.table.blank_records, blank)
    }

    /// The file as the table of one figure.
    fn table_of(&self, figure: &ReferenceFigure, shape: &FileShape, map: &ReferenceMap) -> RawTable {
        let read = &self.table;
        // Several figures are several tables of one file, as the sheets of a workbook are.
        let sheet = (map.figures.len() > 1).then(|| figure.indicator.clone());
        let origin = Origin { sheet, ..read.origin.clone() };
        let mut table = RawTable::new(origin, COLUMNS.map(str::to_owned).to_vec(), String::new());
        (table.header_line, table.header_records) = (read.header_line, read.header_records);
        (table.title_records, table.wide_titles) = (read.title_records, read.wide_titles.clone());
        table.blank_records = self.counts().1;
        let reading = Reading { held: self, figure, shape };
        for chunk in &self.chunks {
            table.faults.extend(chunk.faults.iter().copied());
            table.asides.extend(chunk.asides.iter().copied());
            for row in 0..chunk.rows() {
                match reading.row(chunk, row) {
                    Some(cells) => table.push_text(chunk.line(row), &cells.each_ref().map(String::as_str)),
                    None => table.asides.push((chunk.line(row), Aside::OtherCategory)),
                }
            }
        }
        table
    }
}

/// One figure's way through the rows.
struct Reading<'a> {
    held: &'a Held,
    figure: &'a ReferenceFigure,
    shape: &'a FileShape,
}

impl Reading<'_> {
    /// The cells of [`COLUMNS`]; none where the row is about other categories.
    fn row(&self, chunk: &Chunk, row: usize) -> Option<[String; 6]> {
        let cell = |name: &str| self.held.column(name).map_or("", |column| chunk.cell(row, column));
        let parts = [&self.figure.value, &self.figure.numerator, &self.figure.denominator];
        let is_of = |cells: &Cells| cells.of.iter().all(|(column, category)| fold(cell(column)) == fold(category));
        if !parts.into_iter().flatten().all(is_of) {
            return None;
        }
        let year = match (&self.shape.year, self.shape.year_is) {
            (Some(column), _) => cell(column).to_owned(),
            (None, year) => year.map(|year| year.to_string()).unwrap_or_default(),
        };
        let number = |cells: &Option<Cells>| cells.as_ref().map_or(String::new(), |it| self.number(cell(&it.code)));
        let [value, numerator, denominator] = parts.map(number);
        let region = self.shape.region_code(cell(&self.shape.region));
        Some([region, self.figure.indicator.clone(), year, value, numerator, denominator])
    }

    /// A number as `check` reads it, or the mark that stands for it.
    fn number(&self, text: &str) -> String {
        if let Some((_, mark)) = self.shape.marks.iter().find(|(sign, _)| *sign == text) {
            return mark.clone();
        }
        let Some(has_comma) = self.shape.has_comma else { return text.to_owned() };
        let (decimal, thousands) = if has_comma { (',', '.') } else { ('.', ',') };
        let (whole, fraction) = text.split_once(decimal).map_or((text, ""), |(whole, rest)| (whole, rest));
        let mut groups = whole.split(thousands);
        let first = groups.next().unwrap_or_default();
        let rest: Vec<&str> = groups.collect();
        let is_mark = text.bytes().all(|byte| matches!(byte, b'.' | b':'));
        let is_grouped = rest.iter().all(|group| group.len() == 3) && (rest.is_empty() || first.len() <= 3);
        if is_mark || (is_grouped && !fraction.contains([decimal, thousands])) {
            let is_whole = fraction.is_empty();
            let plain = format!("{first}{}", rest.concat());
            return if is_mark {
                text.to_owned()
            } else if is_whole {
                plain
            } else {
                format!("{plain}.{fraction}")
            };
        }
        // No number in the form that the map says: `check` refuses it and tells where it stands.
        format!("{text}?")
    }
}

#[cfg(test)]
mod tests;
