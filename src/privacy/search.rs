//! Identity numbers in running text: where they are, and how they are masked where a name of ours must be shown.

use std::collections::BTreeMap;
use std::ops::Range;

use super::identity::{Kind, is_duf_number, kind};

/// What stands where an identity number was.
const MASK: &str = "…";

/// Letters that people put between birth date and individual number: space, hyphen, no-break, narrow and thin space.
const BETWEEN: [&[u8]; 5] = [b" ", b"-", "\u{a0}".as_bytes(), "\u{202f}".as_bytes(), "\u{2009}".as_bytes()];

/// Hexadecimal digits in one word from which on it is a hash, not a word with a number in it.
const HASH_DIGITS: usize = 16;

/// The identity numbers in `text`: valid ones of eleven digits, together or as six and five, and DUF numbers.
///
/// Random eleven digits are valid once in 100 (a test counts), so the place decides as well. Not taken for an identity number are:
/// - digits within a longer run of digits: a time stamp, a sum;
/// - digits within 16 or more hexadecimal digits of which one is a letter: the manifest's hashes. One in 25 holds a run of
///   exactly eleven digits, so one bundle in 25 would be refused for its hundred hashes;
/// - digits after a decimal point: coordinates of a drawing, cell values of a workbook, which are computed.
///
/// A comma is no decimal point here, since in our CSV it ends a cell. A letter before or after does not excuse:
/// `fnr05811575838` is found. Ten digits that became valid by a leading zero are not looked for here (more than once in 100, and
/// no number of ours has ten digits); [`super::OutputScan`] finds them where they were read.
pub(crate) fn identity_numbers(text: &[u8]) -> impl Iterator<Item = (Range<usize>, Kind)> {
    digit_runs(text).filter_map(move |run| {
        let (found, kind) = number_at(text, &run)?;
        let is_computed = is_fraction(text, run.start) || is_in_hash(text, &run);
        (!is_computed).then_some((found, kind))
    })
}

fn number_at(text: &[u8], run: &Range<usize>) -> Option<(Range<usize>, Kind)> {
    match run.len() {
        11 => Some((run.clone(), kind(&text[run.clone()])?)),
        12 => is_duf(&text[run.clone()]).then_some((run.clone(), Kind::Real)),
        6 => {
            let rest = &text[run.end..];
            let between = BETWEEN.iter().find(|between| rest.starts_with(between))?;
            let second = run.end + between.len();
            let is_five = rest[between.len()..].iter().take_while(|byte| byte.is_ascii_digit()).count() == 5;
            let joined = || [&text[run.clone()], &text[second..second + 5]].concat();
            Some((run.start..second + 5, kind(is_five.then(joined)?.as_slice())?))
        }
        _ => None,
    }
}

/// A DUF number begins with the year of registration; the register is from the 1990s.
fn is_duf(digits: &[u8]) -> bool {
    matches!(&digits[..2], b"19" | b"20") && is_duf_number(digits)
}

fn digit_runs(text: &[u8]) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + text.get(at..)?.iter().position(u8::is_ascii_digit)?;
        at = start + text[start..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        Some(start..at)
    })
}

fn is_fraction(text: &[u8], start: usize) -> bool {
    start >= 2 && text[start - 1] == b'.' && text[start - 2].is_ascii_digit()
}

fn is_in_hash(text: &[u8], run: &Range<usize>) -> bool {
    let before = text[..run.start].iter().rev().take_while(|byte| byte.is_ascii_alphanumeric());
    let after = text[run.end..].iter().take_while(|byte| byte.is_ascii_alphanumeric());
    let around: Vec<u8> = before.chain(after).copied().collect();
    !around.is_empty() && around.len() + run.len() >= HASH_DIGITS && around.iter().all(u8::is_ascii_hexdigit)
}

/// `text` with every identity number masked, for texts that are shown although somebody else wrote them: names of
/// files, columns and sheets.
///
/// Stricter than what is looked for in the output, since a mask too many costs nothing: also ten digits that are valid
/// with a leading zero, and the whole of a longer run that holds a valid number anywhere.
///
/// # Examples
/// ```
/// use tryggtall::privacy::mask;
/// assert_eq!(mask("fnr 058115 75838"), "fnr …");
/// assert_eq!(mask("barn_id"), "barn_id");
/// ```
pub fn mask(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut masked = String::with_capacity(text.len());
    let mut shown_to = 0;
    for run in digit_runs(bytes) {
        let hidden = number_at(bytes, &run)
            .map(|(found, _)| found)
            .or_else(|| holds_number(&bytes[run.clone()]).then_some(run.clone()))
            .or_else(|| grouped(bytes, run.start));
        if let Some(hidden) = hidden.filter(|hidden| hidden.start >= shown_to) {
            masked.push_str(&text[shown_to..hidden.start]);
            masked.push_str(MASK);
            shown_to = hidden.end;
        }
    }
    masked.push_str(&text[shown_to..]);
    masked
}

/// Signs that stand between groups in names of files.
const ALSO_BETWEEN: [&[u8]; 3] = [b".", b"_", b"/"];

/// A valid number in groups of any size from `start`, with a sign or two between them: `05 81 15 75838`, `058115.75838`.
fn grouped(text: &[u8], start: usize) -> Option<Range<usize>> {
    let (mut digits, mut at, mut apart) = (Vec::with_capacity(11), start, 0);
    while digits.len() < 11 {
        let rest = text.get(at..)?;
        if rest.first()?.is_ascii_digit() {
            digits.push(rest[0]);
            (at, apart) = (at + 1, 0);
            continue;
        }
        let between = BETWEEN.iter().chain(&ALSO_BETWEEN).find(|between| rest.starts_with(between))?;
        (at, apart) = (at + between.len(), apart + 1);
        if apart > 2 {
            return None;
        }
    }
    let goes_on = text.get(at).is_some_and(u8::is_ascii_digit);
    (!goes_on && kind(&digits).is_some()).then_some(start..at)
}

fn holds_number(digits: &[u8]) -> bool {
    match digits.len() {
        10 => kind(&[b"0", digits].concat()).is_some(),
        _ => digits.windows(11).any(|eleven| kind(eleven).is_some()) || digits.windows(12).any(is_duf),
    }
}

/// A path as it may be shown: with identity numbers masked. The hash beside it in the manifest still says which file it is.
pub fn safe_path(path: &str) -> String {
    mask(path)
}

/// Tells apart paths that masking made alike, by the order they came in: `a-….csv`, `a-…(2).csv`.
///
/// # Examples
/// ```
/// use tryggtall::privacy::number_alike;
/// let mut paths = ["a-….csv".to_owned(), "a-….csv".to_owned()];
/// number_alike(paths.iter_mut());
/// assert_eq!(paths[1], "a-…(2).csv");
/// ```
pub fn number_alike<'a>(paths: impl Iterator<Item = &'a mut String>) {
    let mut seen = BTreeMap::new();
    for path in paths.filter(|path| path.contains(MASK)) {
        let count = seen.entry(path.clone()).and_modify(|count| *count += 1).or_insert(1);
        if *count > 1 {
            let after = path.rfind(MASK).map_or(path.len(), |at| at + MASK.len());
            path.insert_str(after, &format!("({count})"));
        }
    }
}

#[cfg(test)]
mod tests {
    use sha2::{Digest, Sha256};

    use super::*;
    use crate::acquire::FileRecord;

    const NUMBERS: &str = "05811575838 17850862176 43821670463 71810963365 02813175498 30911061607";

    fn finds(text: &str) -> bool {
        identity_numbers(text.as_bytes()).next().is_some()
    }

    #[test]
    fn finds_a_number_however_it_stands() {
        for number in NUMBERS.split(' ') {
            let (date, rest) = number.split_at(6);
            for text in [
                number.to_owned(),
                format!("<t>Kari {number}</t>"),
                format!("fnr{number}"),
                format!("{number}x"),
                format!("«{number}»"),
                format!("3,{number},4"),
                format!("nr.{number}."),
                format!("{number}.0"),
                format!("exports/2025/henvisning_{number}-1.csv"),
                format!("{date} {rest}"),
                format!("{date}-{rest}"),
                format!("{date}\u{a0}{rest}."),
                format!("{date}\u{202f}{rest}"),
                format!("æ{date}\u{2009}{rest}å"),
            ] {
                assert!(finds(&text), "{text}");
                assert!(!mask(&text).contains(rest), "{}", mask(&text));
            }
        }
        assert!(finds("DUF 201612345600"));
    }

    #[test]
    fn takes_nothing_computed_for_a_number() {
        let hash = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd1505811575838aa";
        for text in [
            hash,
            "4.05811575838",
            "105811575838",
            "058115758380",
            "05811575839",
            "058115 758380",
            "058115  75838",
            "058115,75838",
            "2025-12-31",
            "5811575838",
            "412345612345",
        ] {
            assert!(!finds(text), "{text}");
        }
    }

    #[test]
    fn masks_what_might_be_one() {
        for (text, expected) in [
            ("bekymringsmelding-05811575838.csv", "bekymringsmelding-….csv"),
            ("a-5811575838.csv", "a-….csv"),
            ("a-99058115758389.csv", "a-….csv"),
            ("05811575838 og 058115 75838", "… og …"),
            ("exports/2025/bekymringsmelding-20250301.csv", "exports/2025/bekymringsmelding-20250301.csv"),
            ("æ 05811575839 å", "æ 05811575839 å"),
            ("", ""),
        ] {
            assert_eq!(mask(text), expected, "{text}");
        }
    }

    /// The rates that the rules above rest on: without them, hashes would stop a report now and then.
    #[test]
    fn chance_finds_numbers_in_digits_but_not_in_hashes() {
        let (mut random, mut bare, mut in_hashes) = (0, 0, 0);
        for seed in 0..100_000_u32 {
            let hash = Sha256::digest(seed.to_le_bytes());
            let hex = FileRecord::of("", &seed.to_le_bytes()).sha256;
            let digits: String = hash.iter().take(11).map(|byte| char::from(b'0' + byte % 10)).collect();
            random += usize::from(finds(&digits));
            let words: Vec<&str> = hex.split(|letter: char| !letter.is_ascii_digit()).collect();
            bare += usize::from(words.iter().any(|digits| digits.len() == 11 && finds(digits)));
            in_hashes += usize::from(finds(&hex));
        }
        assert!((800..1200).contains(&random), "about one in 100: {random} of 100 000");
        assert!((20..80).contains(&bare), "about one in 2 500: {bare} of 100 000");
        assert_eq!(in_hashes, 0);
    }

    /// Files that only differ in the number stay two files.
    #[test]
    fn masked_paths_stay_apart() {
        let mut paths = ["x/a-….csv", "x/a-….csv", "x/b.csv", "x/a-….csv"].map(str::to_owned);
        number_alike(paths.iter_mut());
        assert_eq!(paths, ["x/a-….csv", "x/a-…(2).csv", "x/b.csv", "x/a-…(3).csv"]);
    }
}
