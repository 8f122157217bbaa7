//! How wide the columns of a table are, from the font's measures: numbers never break, words only where they must.

use crate::publish::chart::{Weight, width};
use crate::publish::document::{Entry, Table};

/// A4 less margins of 25 mm, in twentieths of a point.
pub(super) const TEXT_WIDTH: u32 = 9072;
/// The margins of a cell, left and right together.
const PADDING: u32 = 170;
const POINTS: f64 = 9.0;
/// A longer word, such as a path, breaks where it must.
const WIDEST_WORD: u32 = 2400;

/// The width of each column; together no more than the page has.
pub(super) fn widths(table: &Table) -> Vec<u32> {
    let wanted: Vec<Wanted> = (0..table.columns.len()).map(|at| Wanted::of(table, at)).collect();
    let least: u32 = wanted.iter().map(|it| it.least).sum();
    if least >= TEXT_WIDTH {
        return scaled(&wanted, least);
    }
    let more: u32 = wanted.iter().map(|it| it.whole - it.least).sum();
    let left = TEXT_WIDTH - least;
    let given = |it: &Wanted| if more <= left { it.whole } else { it.least + share(left, it.whole - it.least, more) };
    wanted.iter().map(given).collect()
}

/// Where not even the words have room, what is text gives way.
fn scaled(wanted: &[Wanted], least: u32) -> Vec<u32> {
    let numbers: u32 = wanted.iter().filter(|it| it.is_number).map(|it| it.least).sum();
    if numbers + PADDING * 4 >= TEXT_WIDTH || numbers == least {
        return wanted.iter().map(|it| share(TEXT_WIDTH, it.least, least)).collect();
    }
    let left = TEXT_WIDTH - numbers;
    wanted.iter().map(|it| if it.is_number { it.least } else { share(left, it.least, least - numbers) }).collect()
}

fn share(of: u32, part: u32, whole: u32) -> u32 {
    u32::try_from(u64::from(of) * u64::from(part) / u64::from(whole.max(1))).unwrap_or(of)
}

/// What a column needs.
#[derive(Debug, Clone, Copy)]
struct Wanted {
    is_number: bool,
    /// For no word to break.
    least: u32,
    /// For no line to break.
    whole: u32,
}

impl Wanted {
    fn of(table: &Table, at: usize) -> Self {
        let head = &table.columns[at];
        let entries = || table.rows.iter().filter_map(|row| row.get(at)).map(Entry::as_str);
        let whole = entries().map(|text| twips(text, Weight::Regular)).max().unwrap_or(0);
        let words = entries().flat_map(|text| text.split(' ')).map(|word| twips(word, Weight::Regular)).max();
        let header = head.text.split(' ').map(|word| twips(word, Weight::Bold)).max().unwrap_or(0);
        let least = if head.is_number { whole } else { words.unwrap_or(0).min(WIDEST_WORD) }.max(header);
        let is_number = head.is_number;
        Self { is_number, least: least + PADDING, whole: whole.max(least).min(TEXT_WIDTH) + PADDING }
    }
}

fn twips(text: &str, weight: Weight) -> u32 {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the cast saturates, as it should")]
    let twips = (width(text, POINTS, weight) * 20.0).ceil() as u32;
    twips.min(TEXT_WIDTH)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::publish::document::Head;

    fn table(rows: Vec<Vec<&str>>, is_number: &[bool]) -> Table {
        let head = |is_number: &bool| Head { text: "Hode".to_owned(), is_number: *is_number };
        let entry = |text: &str| Entry::Text(text.to_owned());
        Table {
            caption: String::new(),
            columns: is_number.iter().map(head).collect(),
            rows: rows.into_iter().map(|row| row.into_iter().map(entry).collect()).collect(),
        }
    }

    #[test]
    fn columns_never_leave_the_page_and_numbers_never_break() {
        let long = "Enhet for psykisk helse og rus, kommunens tjeneste for barn og voksne i hele regionen og litt til";
        let narrow = widths(&table(vec![vec!["Skole", "12"]], &[false, true]));
        assert!(narrow.iter().sum::<u32>() < TEXT_WIDTH / 2, "{narrow:?}");
        let wide = widths(&table(vec![vec![long, "1\u{a0}234", long]], &[false, true, false]));
        assert!(wide.iter().sum::<u32>() <= TEXT_WIDTH, "{wide:?}");
        assert_eq!(wide[1], twips("1\u{a0}234", Weight::Regular).max(twips("Hode", Weight::Bold)) + PADDING);
        let many = widths(&table(vec![vec!["123456789012345"; 30]], &[true; 30]));
        assert!(many.iter().sum::<u32>() <= TEXT_WIDTH, "{many:?}");
    }
}
