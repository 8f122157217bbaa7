use super::*;

type Read = Vec<(u32, Result<Vec<String>, LexFault>)>;

fn cells(text: &str, lexed: &Lexed) -> Read {
    let arena = format!("{text}{}", lexed.unescaped);
    let fields = |record: &Record| {
        lexed.fields_of(record).iter().map(|(from, to)| arena[*from as usize..*to as usize].to_owned()).collect()
    };
    lexed.records.iter().map(|record| (record.line, record.fault.map_or(Ok(fields(record)), Err))).collect()
}

fn read(text: &str) -> Read {
    cells(text, &lex(text, b';', 1, Tail::EndOfFile))
}

fn row(cells: &[&str]) -> Vec<String> {
    cells.iter().map(|cell| (*cell).to_owned()).collect()
}

#[test]
fn keeps_every_record_with_its_physical_line() {
    let cases = [
        ("plain", "a;b\nc;d\n", vec![(1, Ok(row(&["a", "b"]))), (2, Ok(row(&["c", "d"])))]),
        ("no last newline, CRLF", "a;b\r\nc;", vec![(1, Ok(row(&["a", "b"]))), (2, Ok(row(&["c", ""])))]),
        ("blank line", "a\n\nb", vec![(1, Ok(row(&["a"]))), (2, Ok(row(&[""]))), (3, Ok(row(&["b"])))]),
        ("quoted newline", "\"a\nb\";c\nd;e", vec![(1, Ok(row(&["a\nb", "c"]))), (3, Ok(row(&["d", "e"])))]),
        ("doubled quote", "\"a\"\"b\";c", vec![(1, Ok(row(&["a\"b", "c"])))]),
        ("only quotes", "\"\";\"\"\"\"", vec![(1, Ok(row(&["", "\""])))]),
        ("stray quote", "a\"b;c\nd;e", vec![(1, Err(LexFault::Quote { last_line: 1 })), (2, Ok(row(&["d", "e"])))]),
        (
            "never closed: only its own line is lost",
            "a;\"b\nc;d\ne;f",
            vec![(1, Err(LexFault::Quote { last_line: 3 })), (2, Ok(row(&["c", "d"]))), (3, Ok(row(&["e", "f"])))],
        ),
        ("bare return", "a;b\rc;d\ne", vec![(1, Err(LexFault::BareCarriageReturn)), (2, Ok(row(&["e"])))]),
        ("after a closing quote", "\"a\"b\nc", vec![(1, Err(LexFault::Quote { last_line: 1 })), (2, Ok(row(&["c"])))]),
    ];
    for (why, text, expected) in cases {
        assert_eq!(read(text), expected, "{why}");
    }
}

#[test]
fn a_quote_is_given_up_when_it_reaches_too_far() {
    let text = format!("\"{}\"\nx\n", "y\n".repeat(LONGEST_QUOTED));
    let records = read(&text);
    assert!(matches!(records[0], (1, Err(LexFault::Quote { .. }))));
    assert_eq!(records.len(), text.lines().count(), "every later line is a record of its own");
}

/// A small generator with a known sequence (Knuth's MMIX constants).
fn next(state: &mut u64, below: usize) -> usize {
    *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    usize::try_from(*state >> 33).unwrap() % below
}

/// Text in which every oddity is as likely as a letter.
fn odd_text(state: &mut u64) -> String {
    (0..next(state, 60)).map(|_| ["a", "ø", ";", ";", "\n", "\r\n", "\"", "\"\"", "\r", " "][next(state, 10)]).collect()
}

#[test]
fn cut_anywhere_into_blocks_the_records_are_the_same() {
    for seed in 0..20_000 {
        let mut state = seed;
        let text = odd_text(&mut state);
        let whole = read(&text);
        let breaks: Vec<usize> = text.match_indices('\n').map(|(at, _)| at + 1).chain([text.len()]).collect();
        let (mut carried, mut from, mut line, mut pieced) = (String::new(), 0, 1, Vec::new());
        for to in breaks {
            carried.push_str(&text[from..to]);
            from = to;
            let tail = if to == text.len() { Tail::EndOfFile } else { Tail::MoreFollows };
            let lexed = lex(&carried, b';', line, tail);
            pieced.extend(cells(&carried, &lexed));
            line = lexed.next_line;
            carried.drain(..lexed.consumed);
        }
        assert_eq!(pieced, whole, "seed {seed}: {text:?}");
        assert!(carried.is_empty(), "seed {seed}: every byte belongs to a record");
    }
}

#[test]
fn records_follow_each_other_without_a_gap() {
    for seed in 0..5_000 {
        let mut state = seed;
        let text = odd_text(&mut state);
        let lexed = lex(&text, b';', 1, Tail::EndOfFile);
        assert_eq!(lexed.consumed, text.len(), "seed {seed}");
        let starts: Vec<u32> = lexed.records.iter().map(|record| record.start).collect();
        assert!(starts.first().is_none_or(|first| *first == 0) && starts.is_sorted(), "seed {seed}: {text:?}");
        let ends = starts.iter().skip(1).copied().chain([u32::try_from(text.len()).unwrap()]);
        for (record, end) in lexed.records.iter().zip(ends) {
            let raw = &text[record.start as usize..end as usize];
            let ends_a_line = raw.ends_with('\n') || end as usize == text.len();
            assert!(!raw.is_empty() && ends_a_line, "seed {seed}: {text:?}");
            assert!(record.fault.is_some() || record.quoted == raw.contains('"'), "seed {seed}: {text:?}");
        }
    }
}

#[test]
fn agrees_with_the_csv_crate_on_clean_text() {
    let text = "id;navn\n1;\"Å;s\"\n2;\"b\"\"c\"\n";
    let mut peer = csv::ReaderBuilder::new().delimiter(b';').has_headers(false).from_reader(text.as_bytes());
    let theirs: Vec<Vec<String>> =
        peer.records().map(|record| record.unwrap().iter().map(str::to_owned).collect()).collect();
    let ours: Vec<Vec<String>> = read(text).into_iter().map(|(_, fields)| fields.unwrap()).collect();
    assert_eq!(ours, theirs);
}
