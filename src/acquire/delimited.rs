//! CSV, TSV and text: the delimiter and the header are found by the names that the source's columns may have; the rows
//! below are read a block at a time.

use std::io;

use super::encoding::{self, TextSource};
use super::layout::{HEADER_WITHIN, makes_header};
use super::lexer::{LexFault, Lexed, Record, Tail, lex};
use super::role::{Role, Roles};
use super::table::{Chunk, Origin, RawTable, RowFault};
use crate::diagnostic::IoFailure;

const DELIMITERS: [u8; 3] = [b';', b'\t', b','];
/// Text read before the header is looked for: forty records of any sane width.
const HEAD: usize = 1 << 18;
/// Text held at a time.
const BLOCK: usize = 1 << 21;
/// A line this long is no export.
const LONGEST_LINE: usize = 1 << 26;

/// A delimited file whose header was found, or the records and blank records of one that has none.
pub(super) enum Opened {
    Table(Box<RawTable>),
    /// Whether the text has carriage returns and no line ends is said as well: every line is then one record.
    NoHeader {
        records: usize,
        blank: usize,
        is_unbroken: bool,
    },
}

/// Reads the head of a delimited file, and the rest as its chunks are asked for.
///
/// # Errors
/// What the file says when it is read.
pub(super) fn open(source: TextSource, mut origin: Origin, names: Roles) -> Result<Opened, IoFailure> {
    let mut text = Text { file: origin.file.clone(), source, pending: String::new(), is_done: false };
    text.fill(HEAD)?;
    let (above, declared) = separator_line(&text.pending);
    let candidates: Vec<u8> = declared.map_or_else(|| DELIMITERS.to_vec(), |delimiter| vec![delimiter]);
    let body = &text.pending[above..];
    let found = candidates.into_iter().filter_map(|delimiter| header_of(body, delimiter, &names));
    let Some(found) = found.max_by_key(|found| (found.hits, std::cmp::Reverse(found.rank))) else {
        return count(text);
    };
    origin.delimiter = Some(char::from(found.delimiter));
    let first_line = 1 + u32::from(declared.is_some());
    let lexed = lex(head(body), found.delimiter, first_line, Tail::EndOfFile);
    let header = lexed.records[found.record];
    let mut table = RawTable::new(origin, cells(body, &lexed, &header), String::new());
    table.header_line = header.line;
    table.header_records = 1;
    table.title_records = usize::from(declared.is_some());
    note_titles(&mut table, body, &lexed, found.record);
    let next = lexed.records.get(found.record + 1);
    let line = next.map_or(lexed.next_line, |record| record.line);
    let below = above + next.map_or(lexed.consumed, |record| record.start as usize);
    text.pending.drain(..below);
    let names = names.with_header(&table.header);
    let stream =
        DelimitedStream { text, delimiter: found.delimiter, line, names, follows_gap: false, is_second_table: false };
    Ok(Opened::Table(Box::new(table.streamed(stream))))
}

/// Excel's `sep=;` first line: its length, and the delimiter it declares.
fn separator_line(text: &str) -> (usize, Option<u8>) {
    let Some(rest) = text.strip_prefix("sep=").or_else(|| text.strip_prefix("SEP=")) else { return (0, None) };
    let Some(delimiter) = rest.bytes().next().filter(|byte| DELIMITERS.contains(byte) || *byte == b'|') else {
        return (0, None);
    };
    let tail = &rest[1..];
    match tail.strip_prefix("\r\n").or_else(|| tail.strip_prefix('\n')) {
        Some(body) => (text.len() - body.len(), Some(delimiter)),
        None => (0, None),
    }
}

struct HeaderFound {
    delimiter: u8,
    rank: usize,
    record: usize,
    hits: usize,
}

fn header_of(text: &str, delimiter: u8, names: &Roles) -> Option<HeaderFound> {
    let lexed = lex(head(text), delimiter, 1, Tail::EndOfFile);
    // The first that qualifies: a later one heads a second table, whose rows are then said not to fit.
    let header = lexed.records.iter().take(HEADER_WITHIN).enumerate().find_map(|(index, record)| {
        let cells = cells(text, &lexed, record);
        let hits = names.hits(cells.iter().map(String::as_str));
        makes_header(hits, cells.len()).then_some((index, hits))
    });
    let rank = DELIMITERS.iter().position(|known| *known == delimiter).unwrap_or(DELIMITERS.len());
    header.map(|(record, hits)| HeaderFound { delimiter, rank, record, hits })
}

/// Enough of the text to hold the header, cut at a line end.
fn head(text: &str) -> &str {
    let end = text.match_indices('\n').nth(2 * HEADER_WITHIN).map_or(text.len(), |(at, _)| at + 1);
    &text[..end]
}

/// A record's cells, trimmed.
fn cells(text: &str, lexed: &Lexed, record: &Record) -> Vec<String> {
    let text = head(text);
    let cell = |(from, to): &(u32, u32)| {
        let (from, to) = (*from as usize, *to as usize);
        let beyond = from.checked_sub(text.len()).filter(|_| to > text.len());
        let raw = beyond.map_or_else(|| &text[from..to], |at| &lexed.unescaped[at..to - text.len()]);
        raw.trim().to_owned()
    };
    lexed.fields_of(record).iter().map(cell).collect()
}

fn note_titles(table: &mut RawTable, text: &str, lexed: &Lexed, header: usize) {
    for record in &lexed.records[..header] {
        let filled = cells(text, lexed, record).iter().filter(|cell| !cell.is_empty()).count();
        if record.fault.is_none() && filled == 0 {
            table.blank_records += 1;
            continue;
        }
        table.title_records += 1;
        if record.fault.is_some() || filled > 1 {
            table.wide_titles.push(record.line);
        }
    }
}

/// Lines and blank lines of a file whose header was not found.
fn count(mut text: Text) -> Result<Opened, IoFailure> {
    let (mut records, mut blank) = (0, 0);
    let (mut has_returns, mut has_ends) = (false, false);
    loop {
        let block = text.block()?;
        if block.is_empty() {
            return Ok(Opened::NoHeader { records, blank, is_unbroken: has_returns && !has_ends });
        }
        has_returns |= block.contains('\r');
        has_ends |= block.contains('\n');
        records += block.lines().count();
        blank += block.lines().filter(|line| line.trim().is_empty()).count();
    }
}

/// The text of a file, some whole lines at a time.
struct Text {
    file: String,
    source: TextSource,
    pending: String,
    is_done: bool,
}

impl Text {
    /// Reads on until `least` bytes and a whole line are there, or the end.
    fn fill(&mut self, least: usize) -> Result<(), IoFailure> {
        while !self.is_done && (self.pending.len() < least || last_line_end(&self.pending) == 0) {
            if self.pending.len() > LONGEST_LINE {
                let too_long =
                    io::Error::new(io::ErrorKind::FileTooLarge, format!("a line is longer than {LONGEST_LINE} bytes"));
                return Err(IoFailure::at(&self.file)(too_long));
            }
            self.is_done = !self.source.read_on(&mut self.pending).map_err(IoFailure::at(&self.file))?;
        }
        Ok(())
    }

    /// The next whole lines; nothing at the end of the file.
    fn block(&mut self) -> Result<String, IoFailure> {
        self.fill(BLOCK)?;
        let end = if self.is_done { self.pending.len() } else { last_line_end(&self.pending) };
        let rest = self.pending.split_off(end);
        Ok(std::mem::replace(&mut self.pending, rest))
    }
}

fn last_line_end(text: &str) -> usize {
    memchr::memrchr(b'\n', text.as_bytes()).map_or(0, |at| at + 1)
}

/// The records below the header of a delimited file.
pub(super) struct DelimitedStream {
    text: Text,
    delimiter: u8,
    line: u32,
    names: Roles,
    /// The record before was blank or no row: a second table may begin.
    follows_gap: bool,
    is_second_table: bool,
}

impl DelimitedStream {
    /// Some more records; `None` at the end of the file.
    ///
    /// # Errors
    /// What the file says when it is read.
    pub(super) fn next_chunk(&mut self) -> Result<Option<Chunk>, IoFailure> {
        let block = self.text.block()?;
        if block.is_empty() {
            return Ok(None);
        }
        let tail = if self.text.is_done { Tail::EndOfFile } else { Tail::MoreFollows };
        let lexed = lex(&block, self.delimiter, self.line, tail);
        // What is left is at most one record with an open quote.
        self.text.pending.insert_str(0, &block[lexed.consumed..]);
        self.line = lexed.next_line;
        Ok(Some(self.chunk(block, lexed)))
    }

    fn chunk(&mut self, mut text: String, lexed: Lexed) -> Chunk {
        let width = self.names.width();
        let suspect = encoding::looks_damaged(&text);
        text.push_str(&lexed.unescaped);
        let mut chunk = Chunk::of(text, width);
        (chunk.records, chunk.suspect) = (lexed.records.len(), suspect);
        let is_plain = |record: &Record| self.names.is_plain_row(&chunk.text, &lexed, record);
        if !self.follows_gap && !self.is_second_table && lexed.records.iter().all(is_plain) {
            chunk.lines = lexed.records.iter().map(|record| record.line).collect();
            chunk.cells = lexed.fields;
            return chunk;
        }
        for record in &lexed.records {
            self.place(&mut chunk, &lexed, record);
        }
        chunk
    }

    fn place(&mut self, chunk: &mut Chunk, lexed: &Lexed, record: &Record) {
        let role = match record.fault {
            Some(fault) => Role::Fault(row_fault(fault)),
            None => self.role(chunk, lexed, record),
        };
        self.follows_gap = role != Role::Row;
        self.is_second_table |= role == Role::Fault(RowFault::SecondTable);
        match role {
            Role::Row => {
                chunk.lines.push(record.line);
                chunk.cells.extend_from_slice(lexed.fields_of(record));
            }
            Role::Blank => chunk.blank += 1,
            Role::Aside(aside) => chunk.asides.push((record.line, aside)),
            Role::Fault(fault) => chunk.faults.push((record.line, fault)),
        }
    }

    fn role(&self, chunk: &Chunk, lexed: &Lexed, record: &Record) -> Role {
        if !self.follows_gap && !self.is_second_table && self.names.is_plain_row(&chunk.text, lexed, record) {
            return Role::Row;
        }
        let fields = lexed.fields_of(record).iter();
        let cells: Vec<&str> = fields.map(|(from, to)| chunk.text[*from as usize..*to as usize].trim()).collect();
        match self.names.role(&cells, self.follows_gap) {
            role @ (Role::Blank | Role::Aside(_)) => role,
            _ if self.is_second_table => Role::Fault(RowFault::SecondTable),
            role => role,
        }
    }
}

fn row_fault(fault: LexFault) -> RowFault {
    match fault {
        LexFault::Quote { last_line } => RowFault::Quote { last_line },
        LexFault::BareCarriageReturn => RowFault::BareCarriageReturn,
    }
}

#[cfg(test)]
mod tests;
