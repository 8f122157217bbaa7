//! Column names in a file in which none was known: for a proposal to a person, never for reading.

use super::{Snapshot, encoding};
use crate::diagnostic::IoFailure;

/// How far down a header is looked for.
const RECORDS: usize = 15;

/// The cells of the first record that can hardly be anything but column names: three or more, all filled, all different,
/// without a digit or an `@`, above a record of the same width that has a digit.
///
/// A row of data that is taken for a header would show what it says, so anything less certain gives nothing: rows about
/// children have dates or numbers.
///
/// # Errors
/// [`IoFailure`] where the file cannot be read.
pub fn guessed_header(file: &Snapshot) -> Result<Option<Vec<String>>, IoFailure> {
    Ok(file.bytes(super::HELD_WHOLE)?.and_then(|bytes| header_in(&bytes)))
}

fn header_in(bytes: &[u8]) -> Option<Vec<String>> {
    let text = encoding::decode(bytes)?.text;
    let found = [b';', b'\t', b','].into_iter().filter_map(|delimiter| header_of(&text, delimiter));
    found.max_by_key(Vec::len)
}

fn header_of(text: &str, delimiter: u8) -> Option<Vec<String>> {
    let mut reader =
        csv::ReaderBuilder::new().flexible(true).has_headers(false).delimiter(delimiter).from_reader(text.as_bytes());
    let records: Vec<csv::StringRecord> = reader.records().take(RECORDS).map_while(Result::ok).collect();
    let is_header = |pair: &&[csv::StringRecord]| {
        let has_digit = |cell: &str| cell.contains(|letter: char| letter.is_ascii_digit());
        let cells: Vec<&str> = pair[0].iter().map(str::trim).collect();
        let is_name = |cell: &&str| !cell.is_empty() && !has_digit(cell) && !cell.contains('@');
        let mut different = cells.clone();
        different.sort_unstable();
        different.dedup();
        cells.len() >= 3
            && different.len() == cells.len()
            && cells.iter().all(is_name)
            && pair[1].len() == cells.len()
            && pair[1].iter().any(has_digit)
    };
    let pair = records.windows(2).find(is_header)?;
    Some(pair[0].iter().map(|cell| cell.trim().to_owned()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_can_hardly_be_a_row() {
        let cases = [
            ("Ref;Klient;Når\n1;B1;05.03.2025\n", Some(3)),
            ("Uttrekk fra systemet\n\nRef;Klient;Når\n1;B1;05.03.2025\n", Some(3)),
            ("Ref,Klient,\"Når, dato\"\n1,B1,05.03.2025\n", Some(3)),
            ("Kari Nordmann;Storgata 1;05.03.2025\nOla Nordmann;Storgata 2;05.03.2025\n", None),
            ("Kari;Nordmann;skole\nOla;Nordmann;nav\n", None),
            ("Kari;Nordmann;skole\nOla;Nordmann;kari@x.no\n", None),
            ("a;b\n1;2\n", None),
            ("a;a;b\n1;2;3\n", None),
            ("a;;b\n1;2;3\n", None),
            ("a;b;c\n", None),
            ("", None),
        ];
        for (text, expected) in cases {
            assert_eq!(header_in(text.as_bytes()).map(|header| header.len()), expected, "{text}");
        }
    }
}
