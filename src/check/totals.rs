//! A total row says what the rows above it add up to: it is left out, and held against them.

use super::parse::{Parsed, ParsedColumn};
use super::reader::RowReader;
use crate::diagnostic::{Finding, Rule};

/// What the rows of a table have added up to, from its beginning and since the last total.
#[derive(Default)]
pub(super) struct Totals {
    /// For each number field of the source map.
    all: Vec<f64>,
    since: Vec<f64>,
    rows: f64,
    rows_since: f64,
}

impl Totals {
    pub(super) fn new(numbers: usize) -> Self {
        Self { all: vec![0.0; numbers], since: vec![0.0; numbers], rows: 0.0, rows_since: 0.0 }
    }

    /// Takes in a row that is no total, whatever becomes of it: a total adds up what stands in the file.
    pub(super) fn add(&mut self, parsed: &Parsed, row: usize, numbers: &[usize]) {
        self.rows += 1.0;
        self.rows_since += 1.0;
        for (place, field) in numbers.iter().enumerate() {
            let value = number(parsed, row, *field).unwrap_or(0.0);
            self.all[place] += value;
            self.since[place] += value;
        }
    }

    /// Takes in all rows of a chunk.
    pub(super) fn add_all(&mut self, parsed: &Parsed, numbers: &[usize]) {
        let rows = f64::from(u32::try_from(parsed.chunk.rows()).unwrap_or(u32::MAX));
        self.rows += rows;
        self.rows_since += rows;
        for (place, field) in numbers.iter().enumerate() {
            let sum: f64 = match &parsed.columns[*field] {
                ParsedColumn::Absent => 0.0,
                _ => (0..parsed.chunk.rows()).filter_map(|row| number(parsed, row, *field)).sum(),
            };
            self.all[place] += sum;
            self.since[place] += sum;
        }
    }

    /// Holds a total row against the rows above it; each number in it must be a sum or a count of them. A new subtotal
    /// begins below.
    pub(super) fn close(&mut self, reader: &RowReader, row: usize) -> Vec<Finding> {
        let wrong = (0..reader.map.fields.len()).filter(|field| {
            let place = reader.roles.numbers.iter().position(|number| number == field);
            let text = reader.text(row, Some(*field)).unwrap_or_default();
            claim(text).is_some_and(|claim| !self.explains(claim, place))
        });
        let finding = |field| Finding::new(Rule::TotalMismatch, reader.cell_place(row, field));
        let findings = wrong.map(finding).collect();
        self.since.fill(0.0);
        self.rows_since = 0.0;
        findings
    }

    fn explains(&self, claim: Claim, place: Option<usize>) -> bool {
        let sums = place.map_or([None, None], |place| [Some(self.all[place]), Some(self.since[place])]);
        let counts = [Some(self.rows), Some(self.rows_since)];
        sums.into_iter().chain(counts).flatten().any(|sum| (sum - claim.number).abs() <= claim.rounding)
    }
}

fn number(parsed: &Parsed, row: usize, field: usize) -> Option<f64> {
    match &parsed.columns[field] {
        ParsedColumn::Whole(values) if values[row] != super::cell::MISSING => Some(f64::from(values[row])),
        ParsedColumn::Decimal(values, _) => Some(values[row]).filter(|value| !value.is_nan()),
        _ => None,
    }
}

#[derive(Clone, Copy)]
struct Claim {
    number: f64,
    /// How far a sum may lie from what is written: half a unit of its last decimal.
    rounding: f64,
}

fn claim(text: &str) -> Option<Claim> {
    let super::cell::Decimal::Number(number) = super::cell::decimal(text).ok()? else { return None };
    let decimals = text.rsplit_once([',', '.']).map_or(0, |(_, fraction)| fraction.len());
    let unit = 0.1_f64.powi(i32::try_from(decimals.min(9)).unwrap_or(0));
    Some(Claim { number, rounding: unit / 2.0 + 1e-9 * number.abs() })
}
