//! The cells of a chunk become typed columns, without looking at any other chunk: this runs beside the judging of rows.

use std::sync::mpsc;

use hashbrown::HashMap;

use super::cell::{self, CellFault, Decimal, Hints, MISSING};
use super::codelist::CodeList;
use super::columns::SetLists;
use super::derive::{Derived, Judge};
use super::dictionary::Hashing;
use super::format::normalised;
use super::header::Binding;
use super::limits::{DatedCode, is_out_of_bounds};
use super::source_map::{Field, FieldKind, SourceMap};
use super::source_maps::SourceMaps;
use crate::acquire::{Chunk, Chunks, fold};
use crate::diagnostic::IoFailure;
use crate::regions::unmerged;
use crate::units::MunicipalityCode;

/// Distinct texts of a code column that are remembered; a column with more holds something else.
const REMEMBERED: usize = 4096;

/// A chunk and what its cells say.
pub(super) struct Parsed {
    pub(super) chunk: Chunk,
    /// One for each field of the source map.
    pub(super) columns: Vec<ParsedColumn>,
    /// Cells that cannot be read, by row.
    pub(super) faults: Vec<FaultAt>,
    /// Codes that are not of the folder's year, by row.
    pub(super) dated: Vec<DatedCode>,
    /// Rows that add others up.
    pub(super) totals: Vec<u32>,
    /// What the rows say of their children, where every row counts that was not seen before.
    pub(super) derived: Option<Derived>,
    /// For each field, the styles its dates are written in (bits of [`cell::DateStyle`]).
    pub(super) date_styles: Vec<u8>,
}

/// What the cells of one field say.
pub(super) enum ParsedColumn {
    /// The file has no such column.
    Absent,
    /// Days, places in a code list, whole numbers, years, numbers of code sets.
    Whole(Vec<i32>),
    /// Numbers, and the marks that stand in the place of some.
    Decimal(Vec<f64>, Vec<i32>),
    /// Names: to be looked up in the chunk's column.
    Name(usize),
    /// Identifiers: the chunk's column, and the hashes they will be looked up by.
    Id(usize, Vec<u32>),
}

/// A cell that cannot be read.
pub(super) struct FaultAt {
    pub(super) row: u32,
    /// Place in the source map; none for a column that has no name.
    pub(super) field: Option<usize>,
    pub(super) column: Option<usize>,
    pub(super) fault: CellFault,
}

/// Reads the chunks of one table.
pub(super) struct Parser<'a> {
    judge: Judge<'a>,
    map: &'a SourceMap,
    maps: &'a SourceMaps,
    binding: &'a Binding,
    sets: &'a SetLists,
    hashing: &'a Hashing,
    /// The year of the folder, whose codes need no second look.
    year: Option<i32>,
    /// Texts of each code column that were found to mean nothing.
    unknown: Vec<usize>,
    /// What each text of a code column was found to mean.
    remembered: Vec<HashMap<Box<str>, Result<i32, CellFault>, foldhash::fast::RandomState>>,
}

impl<'a> Parser<'a> {
    pub(super) fn new(
        judge: Judge<'a>,
        maps: &'a SourceMaps,
        binding: &'a Binding,
        sets: &'a SetLists,
        hashing: &'a Hashing,
    ) -> Self {
        let (map, year) = (judge.map, judge.year.as_ref().map(|year| year.number));
        let remembered = map.fields.iter().map(|_| HashMap::default()).collect();
        let unknown = vec![0; map.fields.len()];
        Self { judge, map, maps, binding, sets, hashing, year, unknown, remembered }
    }

    fn parse(&mut self, chunk: Chunk) -> Parsed {
        let mut faults = Vec::new();
        let mut columns = Vec::with_capacity(self.map.fields.len());
        let mut date_styles = vec![0; self.map.fields.len()];
        for (index, style) in date_styles.iter_mut().enumerate() {
            columns.push(self.column(index, &chunk, &mut faults, style));
        }
        for column in &self.binding.unnamed {
            let is_filled = |row: &u32| !chunk.cell(*row as usize, *column).is_empty();
            let fault = |row| FaultAt { row, field: None, column: Some(*column), fault: CellFault::Unnamed };
            faults.extend(rows_of(&chunk).filter(is_filled).map(fault));
        }
        faults.sort_by_key(|fault| fault.row);
        let (totals, dated) = (self.totals(&chunk), self.dated(&columns));
        let mut parsed = Parsed { chunk, columns, faults, dated, totals, date_styles, derived: None };
        parsed.derived = self.judge.derive(&parsed, self.binding);
        parsed
    }

    fn column(&mut self, index: usize, chunk: &Chunk, faults: &mut Vec<FaultAt>, styles: &mut u8) -> ParsedColumn {
        let (map, maps) = (self.map, self.maps);
        let field = &map.fields[index];
        let Some(column) = self.binding.column(index) else { return ParsedColumn::Absent };
        let must_be_filled = field.required && !field.blank_ok;
        let mut fault_at = |row, fault| faults.push(FaultAt { row, field: Some(index), column: Some(column), fault });
        let mut whole = |read: &mut dyn FnMut(&str) -> Result<i32, CellFault>| {
            let mut value = |row: u32| {
                let text = chunk.cell(row as usize, column);
                let value = match text {
                    "" if must_be_filled => Err(CellFault::Missing),
                    "" => Ok(MISSING),
                    text => read(text),
                };
                value.unwrap_or_else(|fault| {
                    fault_at(row, fault);
                    MISSING
                })
            };
            ParsedColumn::Whole(rows_of(chunk).map(&mut value).collect())
        };
        let list = maps.list_of(field);
        let in_bounds =
            |number: f64| if is_out_of_bounds(field, number) { Err(CellFault::OutOfBounds) } else { Ok(()) };
        match field.kind {
            FieldKind::Date => whole(&mut |text| {
                let (day, style) = cell::date(&normalised(field, text)?)?;
                *styles |= style as u8;
                Ok(day)
            }),
            FieldKind::Integer => whole(&mut |text| {
                let number = cell::whole(&normalised(field, text)?)?;
                in_bounds(f64::from(number)).map(|()| number)
            }),
            FieldKind::Year => whole(&mut cell::year),
            FieldKind::Code | FieldKind::Codes => whole(&mut |text| self.code(index, field, list, text)),
            FieldKind::Decimal => {
                decimals(chunk, (column, field), (must_be_filled, self.judge.is_typed), &mut fault_at)
            }
            FieldKind::Id | FieldKind::Name | FieldKind::Kommune => {
                for row in rows_of(chunk) {
                    match chunk.cell(row as usize, column) {
                        "" if must_be_filled => fault_at(row, CellFault::Missing),
                        "" => {}
                        text if field.kind == FieldKind::Kommune
                            && MunicipalityCode::parse(unmerged(text)).is_none() =>
                        {
                            fault_at(row, CellFault::UnknownCode { nearest: None });
                        }
                        _ => {}
                    }
                }
                if field.kind != FieldKind::Id {
                    return ParsedColumn::Name(column);
                }
                let half = |row: u32| self.hashing.half(chunk.cell(row as usize, column));
                ParsedColumn::Id(column, rows_of(chunk).map(half).collect())
            }
        }
    }

    /// A code, or the number of a set of codes; each text is looked up once.
    fn code(&mut self, index: usize, field: &Field, list: Option<&CodeList>, text: &str) -> Result<i32, CellFault> {
        if let Some(known) = self.remembered[index].get(text) {
            return known.clone();
        }
        // A column with so many unknown texts holds something else, and no suggestion is of use.
        let hints = if self.unknown[index] < REMEMBERED { Hints::Given } else { Hints::Withheld };
        let read = match field.kind {
            FieldKind::Codes => cell::codes(text, list, hints).map(|codes| self.sets.number(index, codes)),
            _ => cell::code(text, list, hints),
        };
        self.unknown[index] += usize::from(read.is_err());
        if self.remembered[index].len() < REMEMBERED {
            self.remembered[index].insert(text.into(), read.clone());
        }
        read
    }

    /// The codes that are not of the folder's year. Nearly all are, and which are is looked up once for each code.
    fn dated(&self, columns: &[ParsedColumn]) -> Vec<DatedCode> {
        let mut found = Vec::new();
        for (index, (field, column)) in self.map.fields.iter().zip(columns).enumerate() {
            let list = self.maps.list_of(field).filter(|list| list.has_validity());
            let (ParsedColumn::Whole(values), Some(list), Some(year)) = (column, list, self.year) else { continue };
            let is_other = |code: &i32| u32::try_from(*code).is_ok_and(|code| !list.valid_in(code, year));
            let mut others: HashMap<i32, Vec<u32>, foldhash::fast::RandomState> = HashMap::default();
            for (row, value) in (0_u32..).zip(values).filter(|(_, value)| **value != MISSING) {
                let of_value = others.entry(*value).or_insert_with(|| {
                    let codes =
                        if field.kind == FieldKind::Codes { self.sets.codes(index, *value) } else { vec![*value] };
                    codes.into_iter().filter(is_other).filter_map(|code| u32::try_from(code).ok()).collect()
                });
                found.extend(of_value.iter().map(|code| DatedCode { row, field: index, code: *code }));
            }
        }
        found.sort_by_key(|dated| dated.row);
        found
    }

    /// A row that begins with «Sum» and leaves required cells blank adds others up.
    fn totals(&self, chunk: &Chunk) -> Vec<u32> {
        let is_total = |row: &u32| {
            let mut cells = (0..chunk.width()).map(|column| chunk.cell(*row as usize, column));
            let first = cells.find(|cell| !cell.is_empty()).unwrap_or_default();
            says_total(first) && self.lacks_a_cell(chunk, *row)
        };
        rows_of(chunk).filter(is_total).collect()
    }

    fn lacks_a_cell(&self, chunk: &Chunk, row: u32) -> bool {
        let is_blank = |index| self.binding.column(index).is_none_or(|at| chunk.cell(row as usize, at).is_empty());
        self.map.fields.iter().enumerate().any(|(index, field)| field.required && is_blank(index))
    }
}

fn says_total(text: &str) -> bool {
    const WORDS: [&str; 8] = ["sum", "total", "totalt", "ialt", "sumtotalt", "delsum", "totalsum", "sumialt"];
    // Looked at in every row, so most are told apart by their first letter.
    matches!(text.as_bytes().first(), Some(b's' | b'S' | b't' | b'T' | b'i' | b'I' | b'd' | b'D'))
        && text.len() < 24
        && WORDS.contains(&fold(text).as_str())
}

fn decimals(
    chunk: &Chunk,
    (column, field): (usize, &Field),
    (must_be_filled, is_typed): (bool, bool),
    fault_at: &mut dyn FnMut(u32, CellFault),
) -> ParsedColumn {
    let (mut numbers, mut marks) = (Vec::with_capacity(chunk.rows()), Vec::with_capacity(chunk.rows()));
    for row in rows_of(chunk) {
        let read = match chunk.cell(row as usize, column) {
            "" if must_be_filled => Err(CellFault::Missing),
            "" => Ok(None),
            text if is_typed && field.decimal.is_none() && cell::may_be_thousands(text) => Err(CellFault::NotANumber),
            text => normalised(field, text).and_then(|text| cell::decimal(&text)).map(Some),
        };
        let (number, mark) = match read {
            Ok(Some(Decimal::Number(number))) if is_out_of_bounds(field, number) => {
                fault_at(row, CellFault::OutOfBounds);
                (f64::NAN, MISSING)
            }
            Ok(Some(Decimal::Number(number))) => (number, MISSING),
            Ok(Some(Decimal::Mark(mark))) => (f64::NAN, mark as i32),
            Ok(None) => (f64::NAN, MISSING),
            Err(fault) => {
                fault_at(row, fault);
                (f64::NAN, MISSING)
            }
        };
        numbers.push(number);
        marks.push(mark);
    }
    ParsedColumn::Decimal(numbers, marks)
}

fn rows_of(chunk: &Chunk) -> std::ops::Range<u32> {
    0..u32::try_from(chunk.rows()).unwrap_or(u32::MAX)
}

/// Chunks that may be parsed but not yet judged: enough that neither side waits, few enough that memory stays small.
const AHEAD: usize = 2;

/// Reads and parses on one thread while `take` judges on this one, in order.
///
/// # Errors
/// What the file says when it is read.
pub(super) fn for_each_parsed(
    mut chunks: Chunks,
    mut parser: Parser,
    mut take: impl FnMut(Parsed),
) -> Result<(), IoFailure> {
    // A held table, or a file of one block, needs no second thread.
    let Some(first) = chunks.next() else { return Ok(()) };
    let first = parser.parse(first?);
    let Some(second) = chunks.next() else {
        take(first);
        return Ok(());
    };
    std::thread::scope(|scope| {
        let (send, receive) = mpsc::sync_channel(AHEAD);
        scope.spawn(move || {
            for chunk in std::iter::once(second).chain(chunks) {
                if send.send(chunk.map(|chunk| parser.parse(chunk))).is_err() {
                    break;
                }
            }
        });
        take(first);
        receive.into_iter().try_for_each(|parsed| parsed.map(&mut take))
    })
}
