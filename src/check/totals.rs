//! A total row says what the rows above it add up to: it is left out, and held against them.

use super::format::normalised;
use super::parse::{Parsed, ParsedColumn};
use super::reader::RowReader;
use super::source_map::Field;
use crate::diagnostic::{Finding, Rule};

/// What the rows of a table have added up to, from its beginning and since the last total.
#[derive(Default)]
pub(super) struct Totals {
    /// For each number field of the source map.
    all: Vec<f64>,
    since: Vec<f64>,
    rows: f64,
    rows_since: f64,
    /// A record above was no row: what it would have added is not known, and no total can be held against the rest.
    is_broken: bool,
}

impl Totals {
    pub(super) fn new(numbers: usize) -> Self {
        Self { all: vec![0.0; numbers], since: vec![0.0; numbers], rows: 0.0, rows_since: 0.0, is_broken: false }
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

    /// Takes in that records were no rows.
    pub(super) fn break_off(&mut self) {
        self.is_broken = true;
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
        let fields = if self.is_broken { 0 } else { reader.map.fields.len() };
        let wrong = (0..fields).filter(|field| {
            let text = reader.text(row, Some(*field)).unwrap_or_default();
            claim(&reader.map.fields[*field], text).is_some_and(|claim| !self.explains(claim, reader, *field))
        });
        let finding = |field| Finding::new(Rule::TotalMismatch, reader.cell_place(row, field));
        let findings = wrong.map(finding).collect();
        self.since.fill(0.0);
        self.rows_since = 0.0;
        findings
    }

    /// A number under numbers is their sum; under anything else, and under ages, which nobody adds up, a count of rows.
    fn explains(&self, claim: Claim, reader: &RowReader, field: usize) -> bool {
        let is_age = reader.map.fields[field].name.contains("alder");
        let place = reader.roles.numbers.iter().position(|number| *number == field).filter(|_| !is_age);
        let sums = place.map_or([self.rows, self.rows_since], |place| [self.all[place], self.since[place]]);
        sums.iter().any(|sum| (sum - claim.number).abs() <= claim.rounding)
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

fn claim(field: &Field, text: &str) -> Option<Claim> {
    let text = normalised(field, text).ok()?;
    let super::cell::Decimal::Number(number) = super::cell::decimal(&text).ok()? else { return None };
    let decimals = text.rsplit_once([',', '.']).map_or(0, |(_, fraction)| fraction.len());
    let unit = 0.1_f64.powi(i32::try_from(decimals.min(9)).unwrap_or(0));
    Some(Claim { number, rounding: unit / 2.0 + 1e-9 * number.abs() })
}
