//! Does our strict reader find the same cells as the `csv` crate, where there is nothing to be strict about?
//!
//! Clean files in every dialect that exports come in: three delimiters, two line ends, quotes with doubled quotes,
//! delimiters and line ends inside them, six encodings. Both readers' cells are compared without surrounding white space.

use std::collections::BTreeSet;

use tryggtall::acquire::{Snapshot, Vocabulary, acquire};
use tryggtall::check::SourceMaps;

use crate::random::Random;

const FILES: u64 = 2_400;
const COLUMNS: [&str; 6] = ["melding_id", "barn_id", "mottatt", "melder", "innhold", "konkludert"];
/// No letter here has a byte in Windows-1252 that could continue one of UTF-8, so the encoding can be told.
const PIECES: [&str; 20] = [
    "a",
    "Bø",
    "3",
    "skole",
    "Å",
    "æ é",
    ";",
    ",",
    "\t",
    "\"",
    "\"\"",
    "\n",
    "\r\n",
    " ",
    "|",
    "'",
    "0301",
    "=",
    "Øå",
    "12.05.2025",
];

/// The header and the rows of a file that can be read whole: the one place that knows how cells are reached.
fn cells_of(bytes: &[u8], vocabulary: &Vocabulary) -> Vec<Vec<String>> {
    let file = Snapshot::held("exports/2025/bekymringsmelding.csv", Some(2025), bytes);
    let mut acquired = acquire(&[file], vocabulary).unwrap();
    assert_eq!((acquired.findings.len(), acquired.tables.len(), acquired.unread.len()), (0, 1, 0));
    let table = &mut acquired.tables[0];
    let mut cells = vec![table.header.clone()];
    for chunk in table.take_chunks() {
        let chunk = chunk.unwrap();
        assert_eq!((chunk.faults.len(), chunk.blank, chunk.asides.len()), (0, 0, 0), "{:?}", chunk.faults);
        let row = |row| (0..chunk.width()).map(|column| chunk.cell(row, column).to_owned()).collect();
        cells.extend((0..chunk.rows()).map(row));
    }
    cells
}

/// The same by the peer, which is told the dialect.
fn cells_of_the_peer(text: &str, delimiter: char) -> Vec<Vec<String>> {
    let delimiter = u8::try_from(delimiter).unwrap();
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).has_headers(false).from_reader(text.as_bytes());
    let cells = |record: csv::StringRecord| record.iter().map(|cell| cell.trim().to_owned()).collect();
    reader.records().map(|record| cells(record.unwrap())).collect()
}

/// How a file is written.
#[derive(Debug, Clone, Copy)]
struct Dialect {
    delimiter: char,
    line_end: &'static str,
    encoding: Encoding,
    ends_with_line_end: bool,
    says_its_delimiter: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Encoding {
    Utf8,
    Utf8Marked,
    Windows1252,
    Utf16Little,
    Utf16Big,
    Utf16Unmarked,
}

impl Dialect {
    fn random(random: &mut Random) -> Self {
        use Encoding::{Utf8, Utf8Marked, Utf16Big, Utf16Little, Utf16Unmarked, Windows1252};
        Self {
            delimiter: [';', ',', '\t'][random.below(3)],
            line_end: ["\n", "\r\n"][random.below(2)],
            encoding: [Utf8, Utf8Marked, Windows1252, Utf16Little, Utf16Big, Utf16Unmarked][random.below(6)],
            ends_with_line_end: random.below(4) > 0,
            says_its_delimiter: random.below(10) == 0,
        }
    }

    fn cell(self, random: &mut Random) -> String {
        let text: String = (0..random.below(5)).map(|_| PIECES[random.below(PIECES.len())]).collect();
        self.quoted(&text, random)
    }

    fn quoted(self, text: &str, random: &mut Random) -> String {
        let must = text.contains(['"', '\n', '\r', self.delimiter]);
        if must || random.below(5) == 0 { format!("\"{}\"", text.replace('"', "\"\"")) } else { text.to_owned() }
    }

    fn file(self, random: &mut Random) -> String {
        let between = self.delimiter.to_string();
        let width = 2 + random.below(COLUMNS.len() - 1);
        let header: Vec<String> = COLUMNS[..width].iter().map(|name| self.quoted(name, random)).collect();
        let mut lines = vec![header.join(&between)];
        for number in 0..random.below(12) {
            // A first cell with a letter of its own keeps every row from being blank, and tells the encoding.
            let mut cells = vec![self.quoted(&format!("ø{number}"), random)];
            cells.extend((1..width).map(|_| self.cell(random)));
            lines.push(cells.join(&between));
        }
        lines.join(self.line_end) + if self.ends_with_line_end { self.line_end } else { "" }
    }

    fn encode(self, text: &str) -> Vec<u8> {
        let little = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
        match self.encoding {
            Encoding::Utf8 => text.as_bytes().to_vec(),
            Encoding::Utf8Marked => [b"\xEF\xBB\xBF", text.as_bytes()].concat(),
            Encoding::Windows1252 => text.chars().map(|letter| u8::try_from(u32::from(letter)).unwrap()).collect(),
            Encoding::Utf16Little => [b"\xFF\xFE".to_vec(), little(text)].concat(),
            Encoding::Utf16Big => {
                [b"\xFE\xFF".to_vec(), text.encode_utf16().flat_map(u16::to_be_bytes).collect()].concat()
            }
            Encoding::Utf16Unmarked => little(text),
        }
    }
}

#[test]
fn clean_files_have_the_cells_that_the_csv_crate_finds() {
    let vocabulary = SourceMaps::built_in().unwrap().vocabulary();
    let mut met = BTreeSet::new();
    let (mut rows, mut quoted) = (0, 0);
    for seed in 0..FILES {
        let mut random = Random(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1);
        let dialect = Dialect::random(&mut random);
        let text = dialect.file(&mut random);
        let said = format!("sep={}{}", dialect.delimiter, dialect.line_end);
        let written = if dialect.says_its_delimiter { said + &text } else { text.clone() };
        let expected = cells_of_the_peer(&text, dialect.delimiter);
        assert_eq!(cells_of(&dialect.encode(&written), &vocabulary), expected, "seed {seed}: {dialect:?}");
        met.insert((dialect.delimiter, dialect.line_end, dialect.encoding));
        rows += expected.len() - 1;
        quoted += usize::from(text.contains("\"\"") && text.contains('\n'));
    }
    assert_eq!(met.len(), 3 * 2 * 6, "every dialect was met");
    assert!(rows > 10_000 && quoted > 1_000, "{rows} rows, {quoted} files with doubled quotes");
}
