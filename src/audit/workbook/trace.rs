//! Every number in a cell is traced to the figure it is: by coordinates where the sheet has them, else by its measure, else
//! by being published at all. Counts of rows and findings are numbers of their own, in their two sheets.

use std::collections::{BTreeMap, BTreeSet};

use super::super::figures::CellRef;
use super::super::finding::Report;
use super::super::number::Printed;
use super::super::published::Published;
use super::book::{Book, Sheet, Value, place_words};
use super::codes::Codes;
use crate::lang::text_in;

/// The figures that a cell of a sheet may be.
pub(super) type Places = BTreeMap<(String, u32, u32), Vec<CellRef>>;

/// What a sheet is, by its header.
enum Layout {
    /// The rows of the tidy data.
    Tidy,
    /// Row accounts: their numbers stand in the manifest.
    Accounts,
    /// Findings: the last column counts them.
    Findings(u32),
    /// A measure in each row, named by title and unit in these columns; by id in the first, where it has one.
    Measures { title: u32, unit: u32, breakdown: Option<u32> },
    /// Anything else.
    Other,
}

/// Traces every number and reports those that are not explained.
pub(super) fn audit(file: &str, book: &Book, codes: &Codes, published: &Published, report: &mut Report) -> Places {
    let mut tracer = Tracer { file, codes, published, report, places: Places::new() };
    for sheet in &book.sheets {
        tracer.sheet(sheet);
    }
    tracer.places
}

struct Tracer<'a, 'p> {
    file: &'a str,
    codes: &'a Codes,
    published: &'a Published<'p>,
    report: &'a mut Report,
    places: Places,
}

impl Tracer<'_, '_> {
    fn sheet(&mut self, sheet: &Sheet) {
        let rows = sheet.rows();
        if sheet.is_hidden && !sheet.cells.is_empty() {
            self.report.odd(self.file, &sheet.name, "hidden-sheet");
        }
        let found = rows.iter().find_map(|row| Some((*row, self.layout(&sheet.header(*row))?)));
        let (header, layout) = found.unwrap_or((0, Layout::Other));
        let mut records = self.published.figures.rows.iter();
        for row in rows {
            let record = if row > header && matches!(layout, Layout::Tidy) { records.next() } else { None };
            let cells: Vec<(u32, &Value)> =
                sheet.cells.range((row, 0)..=(row, u32::MAX)).map(|((_, column), value)| (*column, value)).collect();
            for (column, value) in cells {
                let at = (row, column);
                match (&layout, record) {
                    (Layout::Tidy, Some(record)) if row > header => self.tidy(sheet, at, value, record),
                    (Layout::Measures { .. }, _) if row > header => self.measure(sheet, at, value, header, &layout),
                    (Layout::Accounts, _) if row > header => self.account(sheet, at, value),
                    (Layout::Findings(counts), _) if row > header && column == *counts => {}
                    _ => self.other(sheet, at, value),
                }
            }
        }
        if matches!(layout, Layout::Tidy) && records.next().is_some() {
            self.report.odd(self.file, &sheet.name, "other-rows");
        }
    }

    fn layout(&self, header: &[&str]) -> Option<Layout> {
        let word = |key: &str| text_in(self.published.manifest.language, key, &[]);
        let place = |key: &str| {
            let found = header.iter().position(|name| *name == word(key))?;
            u32::try_from(found).ok()
        };
        if header.len() > 5 && header == self.published.figures.columns {
            return Some(Layout::Tidy);
        }
        if let (Some(_), Some(_), Some(_)) =
            (place("workbook.column_rows"), place("workbook.column_used"), place("workbook.column_rejected"))
        {
            return Some(Layout::Accounts);
        }
        if let (Some(_), Some(counts)) = (place("workbook.column_rule"), place("workbook.column_count")) {
            return Some(Layout::Findings(counts));
        }
        let (title, unit) = (place("workbook.column_measure")?, place("workbook.column_unit")?);
        let breakdown = place("workbook.column_breakdown").filter(|_| place("workbook.column_category").is_some());
        Some(Layout::Measures { title, unit, breakdown })
    }

    /// The sheet of the tidy data is the file, cell by cell.
    fn tidy(&mut self, sheet: &Sheet, at: (u32, u32), value: &Value, record: &super::super::figures::Row) {
        let field = usize::try_from(at.1).ok().and_then(|column| record.fields.get(column)).map_or("", String::as_str);
        let is_same = match value {
            Value::Text(text) => text == field,
            Value::Number(number) => Printed::parse(field).is_some_and(|field| field.millionths == *number),
            Value::Strange => false,
        };
        if is_same {
            return;
        }
        let place = place_words(&sheet.name, at);
        if record.is_withheld() && !matches!(value, Value::Text(_)) {
            self.report.printed(&record.cell, self.file, place);
        } else {
            self.report.odd(self.file, place, "other-rows");
        }
    }

    fn account(&mut self, sheet: &Sheet, at: (u32, u32), value: &Value) {
        let Some(number) = number(value) else { return };
        let inputs = self.published.manifest.inputs.iter().flat_map(|input| &input.account);
        let counts: BTreeSet<i64> = inputs.flat_map(counts).filter_map(|count| count.checked_mul(1_000_000)).collect();
        if !number.is_some_and(|number| counts.contains(&number)) {
            self.report.odd(self.file, place_words(&sheet.name, at), "number");
        }
    }

    fn measure(&mut self, sheet: &Sheet, at: (u32, u32), value: &Value, header: u32, layout: &Layout) {
        let Layout::Measures { title, unit, breakdown } = layout else { return };
        let labels = breakdown.map_or((*unit).max(*title), |breakdown| breakdown + 1);
        if at.1 <= labels {
            return;
        }
        let name = |column: u32| sheet.text(at.0, column).unwrap_or_default();
        let measures = self.codes.measures(name(*title), name(*unit)).to_vec();
        let cells = self.cells(sheet, at, header, &measures, breakdown.map(|column| [column, column + 1].map(name)));
        self.places.insert((sheet.name.clone(), at.0, at.1), cells.clone());
        let Some(number) = number(value) else { return };
        let place = || place_words(&sheet.name, at);
        let is_shown = |cell: &CellRef| number.is_some() && self.published.value(cell) == number;
        if cells.iter().any(is_shown) {
            return;
        }
        if let Some(cell) = cells.iter().find(|cell| self.published.is_withheld(cell)) {
            let cell = cell.clone();
            self.report.printed(&cell, self.file, place());
            return;
        }
        let is_of = |measure: &String| number.is_some_and(|number| self.published.has_of(measure, number));
        if !cells.is_empty() || !measures.iter().any(is_of) {
            self.report.odd(self.file, place(), "number");
        }
    }

    /// The figures that the row and the column of a cell name together.
    fn cells(
        &self,
        sheet: &Sheet,
        at: (u32, u32),
        header: u32,
        measures: &[String],
        category: Option<[&str; 2]>,
    ) -> Vec<CellRef> {
        let column = sheet.text(header, at.1).unwrap_or_default();
        let window = |year: i32| {
            let days = self.published.manifest.windows.iter().find(|days| days.year == year);
            days.map_or_else(String::new, |days| days.window.clone())
        };
        let total = text_in(self.published.manifest.language, "workbook.total", &[]);
        let own = vec![self.published.manifest.municipality.clone()];
        let (year, places, breakdowns) = match category {
            Some([breakdown, category]) => {
                let Some(year) = self.published.labels.get(column) else { return Vec::new() };
                match self.codes.places(category) {
                    places if breakdown == total && !places.is_empty() => (*year, places.to_vec(), vec![String::new()]),
                    _ => (*year, own, self.codes.breakdowns(breakdown, category).to_vec()),
                }
            }
            None => {
                match column.rsplit_once(' ').and_then(|(name, label)| Some((name, self.published.labels.get(label)?)))
                {
                    Some((name, year)) => (*year, self.codes.places(name).to_vec(), vec![String::new()]),
                    None => (self.published.year, self.codes.places(column).to_vec(), vec![String::new()]),
                }
            }
        };
        let mut cells = Vec::new();
        for indicator in measures {
            for place in &places {
                for breakdown in &breakdowns {
                    // Counties stand under the calendar year, whatever the window is.
                    for window in [window(year), "aar".to_owned()] {
                        let (indicator, place, breakdown) = (indicator.clone(), place.clone(), breakdown.clone());
                        let cell = CellRef { indicator, place, year, window, breakdown };
                        if self.published.figures.row(&cell).is_some() && !cells.contains(&cell) {
                            cells.push(cell);
                        }
                    }
                }
            }
        }
        cells
    }

    fn other(&mut self, sheet: &Sheet, at: (u32, u32), value: &Value) {
        let number = match value {
            Value::Text(_) => return,
            Value::Number(number) => Some(*number),
            Value::Strange => None,
        };
        if !number.is_some_and(|number| self.published.has(number)) {
            self.report.odd(self.file, place_words(&sheet.name, at), "number");
        }
    }
}

/// The number in a cell, also where it is a text: nothing for a word or a mark, `None` inside for what is no number of ours.
#[expect(clippy::option_option, reason = "no number, a number that none of ours can be, and a number")]
fn number(value: &Value) -> Option<Option<i64>> {
    match value {
        Value::Number(number) => Some(Some(*number)),
        Value::Strange => Some(None),
        Value::Text(text) => {
            let has_digits = text.bytes().any(|byte| byte.is_ascii_digit());
            let is_word = text.chars().filter(|letter| letter.is_alphabetic()).count() > 2;
            let plain: String = text.chars().filter(|letter| !letter.is_whitespace()).collect();
            let plain = plain.replace(',', ".").replace('\u{2212}', "-");
            let number = Printed::parse(plain.trim_start_matches('+')).map(|number| number.millionths);
            (has_digits && !is_word).then_some(number)
        }
    }
}

/// The counts of a row account, and the sums of what was left out.
fn counts(account: &serde_json::Value) -> Vec<i64> {
    let fields = account.as_object().into_iter().flat_map(|fields| fields.values());
    let mut counts: Vec<i64> = fields.filter_map(serde_json::Value::as_i64).collect();
    let excluded = account["excluded"].as_object().into_iter().flat_map(|rules| rules.values());
    counts.push(excluded.filter_map(serde_json::Value::as_i64).sum());
    counts
}
