//! Answers on the scale 1-6, question by question.

use super::spread::with_names;
use super::{Table, said};
use crate::compute::{IndicatorTable, MeasureTable};
use crate::lang::{integer, text};
use crate::protect::Cell;
use crate::publish::chart::{scale, words};
use crate::units::Unit;

/// The dimension of the answers.
pub(super) const ANSWERS: &str = "svar";
/// The steps of the scale.
pub const STEPS: usize = 6;

/// Answers on the scale 1-6, split between 3 and 4.
#[derive(Debug, Clone, PartialEq)]
pub struct Likert {
    /// The year.
    pub year: i32,
    /// In the order of the questionnaire.
    pub rows: Vec<LikertRow>,
}

/// One question.
#[derive(Debug, Clone, PartialEq)]
pub struct LikertRow {
    /// What was asked.
    pub label: String,
    /// How many answered on the scale.
    pub n: Option<u64>,
    /// The share of each step, in per cent.
    pub answers: [Cell; STEPS],
    /// The share of 4 to 6 with its interval.
    pub high: Cell,
}

impl LikertRow {
    /// The shares, where all of them are shown: beside the others a withheld one could be measured.
    pub(in crate::publish::chart) fn shares(&self) -> Option<[f64; STEPS]> {
        let mut shares = [0.0; STEPS];
        for (share, cell) in shares.iter_mut().zip(&self.answers) {
            *share = cell.shown().map(|shown| shown.value).filter(|value| (0.0..=100.5).contains(value))?;
        }
        (shares.iter().sum::<f64>() <= 101.0).then_some(shares)
    }

    /// What stands in place of the shares.
    pub(in crate::publish::chart) fn status(&self) -> Option<String> {
        let is_withheld = self.answers.contains(&Cell::Withheld);
        let cell =
            if is_withheld { Some(&Cell::Withheld) } else { self.answers.iter().find(|it| it.shown().is_none()) };
        cell.and_then(words::status)
    }
}

impl Likert {
    /// The questions of an indicator; nothing where none of them has answers.
    pub(super) fn of(indicator: &IndicatorTable<Cell>, year: i32) -> Option<Self> {
        let rows: Vec<LikertRow> = indicator.measures.iter().filter_map(|measure| row(measure, year)).collect();
        let is_drawn = |row: &LikertRow| row.shares().is_some() || row.answers.contains(&Cell::Withheld);
        rows.iter().any(is_drawn).then_some(Self { year, rows })
    }

    /// The cells of the questions.
    pub(super) fn cells(&self) -> Vec<Cell> {
        self.rows.iter().flat_map(|row| row.answers.into_iter().chain([row.high])).collect()
    }

    /// How far the shares of 4 to 6 lie apart.
    pub(super) fn finding(&self) -> String {
        let named: Vec<(&str, Cell)> = self.rows.iter().map(|row| (row.label.as_str(), row.high)).collect();
        let values: Vec<f64> = named.iter().filter_map(|(_, cell)| Some(cell.shown()?.value)).collect();
        let (least, most) = (values.iter().copied().reduce(f64::min), values.iter().copied().reduce(f64::max));
        let Some((least, most)) = least.zip(most) else { return text("chart.alt_none", &[]) };
        let [low, high] = [least, most].map(|value| scale::figure(value, Unit::Prosent));
        if low == high {
            return text("chart.likert_one", &[("high", &high)]);
        }
        with_names(text("chart.likert_varies", &[("low", &low), ("high", &high)]), &named)
    }

    /// A row a question.
    pub(super) fn table(&self) -> Table {
        let row = |row: &LikertRow| {
            let n = row.n.map(integer).unwrap_or_default();
            let answers = row.answers.iter().chain([&row.high]).map(|cell| said(cell, Unit::Prosent));
            [row.label.clone(), n].into_iter().chain(answers).collect()
        };
        let mut table = Table::new(&["chart.question", "chart.n"], self.rows.iter().map(row).collect());
        table.head.extend((1..=STEPS).map(|step| step.to_string()));
        table.head.push(text("chart.high", &[]));
        table
    }
}

fn row(measure: &MeasureTable<Cell>, year: i32) -> Option<LikertRow> {
    let breakdown = measure.breakdowns.iter().find(|it| it.dimension == ANSWERS)?;
    let at = breakdown.years.iter().position(|known| *known == year)?;
    let answer = |step: usize| {
        let category = breakdown.categories.iter().find(|it| it.code == step.to_string());
        category.and_then(|it| it.cells.get(at)).copied().unwrap_or(Cell::Missing)
    };
    let high = measure.totals.iter().find(|point| point.year == year).map_or(Cell::Missing, |point| point.cell);
    Some(LikertRow {
        label: measure.title.clone(),
        n: high.shown().and_then(|shown| shown.denominator),
        answers: std::array::from_fn(|place| answer(place + 1)),
        high,
    })
}
