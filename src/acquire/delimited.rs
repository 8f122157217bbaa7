//! CSV, TSV and text: the delimiter and the header are found by the names that the source's columns may have.

use super::Vocabulary;
use super::lexer::{LexFault, Record, lex};
use super::table::{Origin, RawTable, RowFault};
use crate::acquire::fold;

const DELIMITERS: [u8; 3] = [b';', b'\t', b','];
/// Title rows above the header are few; a header further down is a second table.
const HEADER_WITHIN: usize = 40;

/// Reads one delimited file. `None` where no record looks like the source's header; the records are then counted by
/// [`count_records`].
pub(super) fn read(text: &str, mut origin: Origin, vocabulary: &Vocabulary) -> Option<RawTable> {
    let (text, declared) = strip_separator_line(text);
    let candidates: Vec<u8> = declared.map_or_else(|| DELIMITERS.to_vec(), |delimiter| vec![delimiter]);
    let best = candidates
        .into_iter()
        .filter_map(|delimiter| header_of(text, delimiter, &origin.source, vocabulary))
        .max_by_key(|found| (found.hits, std::cmp::Reverse(found.rank)))?;
    let (arena, records) = lex(text.to_owned(), best.delimiter);
    origin.delimiter = Some(char::from(best.delimiter));
    let mut table = assemble(arena, &records, best.record, origin);
    if declared.is_some() {
        table.title_records += 1;
        table.shift_lines(1);
    }
    Some(table)
}

/// Records and blank records of a file whose header was not found.
pub(super) fn count_records(text: &str) -> (usize, usize) {
    let blank = text.lines().filter(|line| line.trim().is_empty()).count();
    (text.lines().count(), blank)
}

/// Excel's `sep=;` first line.
fn strip_separator_line(text: &str) -> (&str, Option<u8>) {
    let Some(rest) = text.strip_prefix("sep=").or_else(|| text.strip_prefix("SEP=")) else { return (text, None) };
    let Some(delimiter) = rest.bytes().next().filter(|byte| DELIMITERS.contains(byte) || *byte == b'|') else {
        return (text, None);
    };
    let tail = &rest[1..];
    match tail.strip_prefix("\r\n").or_else(|| tail.strip_prefix('\n')) {
        Some(body) => (body, Some(delimiter)),
        None => (text, None),
    }
}

struct HeaderFound {
    delimiter: u8,
    rank: usize,
    record: usize,
    hits: usize,
}

fn header_of(text: &str, delimiter: u8, source: &str, vocabulary: &Vocabulary) -> Option<HeaderFound> {
    let (arena, records) = lex(head(text).to_owned(), delimiter);
    let hits = |record: &Record| match &record.content {
        Ok(fields) => fields.iter().filter(|span| vocabulary.knows(source, &fold(&arena[(*span).clone()]))).count(),
        Err(_) => 0,
    };
    // The first that qualifies: a later one heads a second table, whose rows are then said not to fit.
    let header = records.iter().take(HEADER_WITHIN).enumerate().find_map(|(index, record)| {
        let found = hits(record);
        // One hit may be a word in a title; two make a header, or the one column of a one-column file.
        (found >= 2 || (found == 1 && width(record) == 1)).then_some((index, found))
    });
    let rank = DELIMITERS.iter().position(|known| *known == delimiter).unwrap_or(DELIMITERS.len());
    header.map(|(record, hits)| HeaderFound { delimiter, rank, record, hits })
}

fn width(record: &Record) -> usize {
    record.content.as_ref().map_or(0, Vec::len)
}

/// Enough of the text to hold the header, cut at a line end.
fn head(text: &str) -> &str {
    let end = text.match_indices('\n').nth(2 * HEADER_WITHIN).map_or(text.len(), |(at, _)| at);
    &text[..end]
}

fn assemble(arena: String, records: &[Record], header_record: usize, origin: Origin) -> RawTable {
    let header: Vec<String> = match &records[header_record].content {
        Ok(fields) => fields.iter().map(|span| arena[span.clone()].trim().to_owned()).collect(),
        Err(_) => Vec::new(),
    };
    let width = header.len();
    let is_blank = |fields: &[std::ops::Range<usize>]| fields.iter().all(|span| arena[span.clone()].trim().is_empty());
    let (mut title, mut blank, mut faults, mut rows) = (0, 0, Vec::new(), Vec::new());
    let mut wide_titles = Vec::new();
    for (index, record) in records.iter().enumerate() {
        match &record.content {
            _ if index == header_record => {}
            Ok(fields) if is_blank(fields) => blank += 1,
            content if index < header_record => {
                title += 1;
                let filled = |fields: &Vec<std::ops::Range<usize>>| {
                    fields.iter().filter(|span| !arena[(*span).clone()].trim().is_empty()).count()
                };
                if content.as_ref().map_or(2, filled) > 1 {
                    wide_titles.push(record.line);
                }
            }
            Ok(fields) if fields.len() == width => rows.push((record.line, fields)),
            Ok(fields) => faults.push((record.line, RowFault::Width { found: fields.len() })),
            Err(LexFault::Quote { last_line }) => {
                faults.push((record.line, RowFault::Quote { last_line: *last_line }));
            }
            Err(LexFault::BareCarriageReturn) => faults.push((record.line, RowFault::BareCarriageReturn)),
        }
    }
    let header_line = records[header_record].line;
    let mut table = RawTable::new(origin, header, String::new());
    for (line, spans) in rows {
        table.push_spans(line, spans);
    }
    table.adopt(arena);
    table.header_line = header_line;
    table.header_records = 1;
    table.title_records = title;
    table.blank_records = blank;
    table.faults = faults;
    table.wide_titles = wide_titles;
    table
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::acquire::table::Format;

    fn vocabulary() -> Vocabulary {
        Vocabulary::new([("kilde".to_owned(), vec!["dato".to_owned(), "antall".to_owned(), "enhet".to_owned()])])
    }

    fn origin() -> Origin {
        Origin {
            file: "exports/2025/kilde.csv".into(),
            sheet: None,
            source: "kilde".into(),
            year: Some(2025),
            format: Format::Delimited,
            encoding: "utf-8",
            delimiter: None,
            stated_year: None,
            stated_municipality: None,
        }
    }

    #[test]
    fn finds_delimiter_and_header_below_titles() {
        let cases = [
            ("semicolon", "dato;antall\n01.02.2025;3,5\n", ';', (1, 0, 0, 1)),
            ("comma", "dato,antall\n2025-02-01,3\n", ',', (1, 0, 0, 1)),
            ("title and blank", "Rapport, uttrekk;\n\nDato;Antall;Enhet\n1;2;x\n;;\n", ';', (3, 1, 2, 1)),
            ("separator line", "sep=;\ndato;antall\n1;2\n", ';', (2, 1, 0, 1)),
            ("tab", "dato\tantall\n1\t2\n", '\t', (1, 0, 0, 1)),
        ];
        for (why, text, delimiter, (header_line, title, blank, rows)) in cases {
            let table = read(text, origin(), &vocabulary()).expect(why);
            assert_eq!(table.origin.delimiter, Some(delimiter), "{why}");
            assert_eq!(
                (table.header_line, table.title_records, table.blank_records, table.rows()),
                (header_line, title, blank, rows),
                "{why}"
            );
        }
    }

    #[test]
    fn a_second_table_is_never_taken_for_the_first() {
        let text = "dato;antall\n1;2\n\ndato;antall;enhet\n3;4;x\n";
        let table = read(text, origin(), &vocabulary()).unwrap();
        assert_eq!((table.header_line, table.title_records, table.rows()), (1, 0, 1));
        assert_eq!(table.faults.len(), 2, "the second header and its row do not fit");
    }

    #[test]
    fn a_shifted_row_is_a_fault_even_when_its_last_cell_is_empty() {
        let table = read("dato;antall\n1;2;\n3;4\n", origin(), &vocabulary()).unwrap();
        assert_eq!(table.faults, [(2, RowFault::Width { found: 3 })]);
        assert_eq!(table.cell(0, 1), "4");
        assert_eq!(table.records(), 3);
    }

    #[test]
    fn no_known_column_means_no_table() {
        assert!(read("navn;sted\na;b\n", origin(), &vocabulary()).is_none());
    }
}
