//! How many milestones, or measures of the plan, stand where.

use super::{Break, Table, said, years};
use crate::compare::SeriesBreak;
use crate::compute::{Breakdown, MeasureTable};
use crate::lang::{integer, text};
use crate::protect::{Cell, Heading};
use crate::units::Unit;

/// The dimensions that say where something stands.
pub(super) const STATES: [&str; 2] = ["tilstand", "status"];

/// How many stand where, year by year.
#[derive(Debug, Clone, PartialEq)]
pub struct Strip {
    /// The states, furthest first.
    pub states: Vec<State>,
    /// Years that have figures, the latest last.
    pub rows: Vec<StripRow>,
    /// Where the series becomes another one.
    pub breaks: Vec<Break>,
}

/// A state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct State {
    /// Its name.
    pub label: String,
    /// How it is drawn.
    pub tone: Tone,
}

/// How far something has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tone {
    /// Done, and in time where there is one.
    Done,
    /// Done, nobody knows when.
    Undated,
    /// Running.
    Running,
    /// Done too late.
    Late,
    /// Under way.
    UnderWay,
    /// Not begun.
    NotBegun,
    /// Stopped.
    Stopped,
    /// Nobody has said.
    Unknown,
}

/// One year.
#[derive(Debug, Clone, PartialEq)]
pub struct StripRow {
    /// The year.
    pub year: i32,
    /// What it is called.
    pub label: String,
    /// A cell a state.
    pub cells: Vec<Cell>,
}

impl StripRow {
    /// How many are in each state, where all of them are shown.
    pub(in crate::publish::chart) fn counts(&self) -> Option<Vec<u64>> {
        self.cells.iter().map(count).collect()
    }
}

impl Tone {
    /// Of a code of the lists `milepaelstilstand` and `planstatus`.
    fn of(code: &str) -> Self {
        match code {
            "i-tide" | "gjennomfort" => Self::Done,
            "nadd-uten-dato" => Self::Undated,
            "i-drift" => Self::Running,
            "for-sent" => Self::Late,
            "under-arbeid" => Self::UnderWay,
            "ikke-startet" => Self::NotBegun,
            "avbrutt" => Self::Stopped,
            _ => Self::Unknown,
        }
    }
}

/// A count that is whole and not beyond what is drawn.
fn count(cell: &Cell) -> Option<u64> {
    let value = cell.shown()?.value;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "within the range asked for")]
    (0.0..1e6).contains(&value).then_some(value.round() as u64)
}

impl Strip {
    /// A breakdown by state; nothing where no year has figures.
    pub(super) fn of(
        heading: &Heading,
        measure: &MeasureTable<Cell>,
        breakdown: &Breakdown<Cell>,
        breaks: &[SeriesBreak],
    ) -> Option<Self> {
        let is_used = |cells: &[Cell]| cells.iter().any(|cell| cell.shown().is_none_or(|shown| shown.value > 0.0));
        let mut used: Vec<_> = breakdown.categories.iter().filter(|it| is_used(&it.cells)).collect();
        used.sort_by_key(|it| Tone::of(&it.code));
        let states = used.iter().map(|it| State { label: it.label.clone(), tone: Tone::of(&it.code) }).collect();
        let row = |(at, year): (usize, &i32)| StripRow {
            year: *year,
            label: heading.year_label(*year),
            cells: used.iter().map(|it| it.cells.get(at).copied().unwrap_or(Cell::Missing)).collect(),
        };
        let is_drawn = |row: &StripRow| {
            let is_some = row.cells.iter().filter_map(Cell::shown).any(|shown| shown.value > 0.0);
            is_some || row.cells.contains(&Cell::Withheld)
        };
        let rows: Vec<StripRow> = breakdown.years.iter().enumerate().map(row).filter(is_drawn).collect();
        let (first, last) = (rows.first()?.year, rows.last()?.year);
        Some(Self { states, rows, breaks: years::broken(heading, measure, breaks, first, last) })
    }

    /// The cells of the years.
    pub(super) fn cells(&self) -> Vec<Cell> {
        self.rows.iter().flat_map(|row| row.cells.iter().copied()).collect()
    }

    /// Which rows a break comes before.
    pub(in crate::publish::chart) fn notes_before(&self, place: usize) -> Vec<String> {
        let Some(before) = place.checked_sub(1).and_then(|before| self.rows.get(before)) else { return Vec::new() };
        let row = &self.rows[place];
        let here = self.breaks.iter().filter(|it| it.year > before.year && it.year <= row.year);
        here.map(|it| it.said(Some(&row.label).filter(|_| it.year == row.year))).collect()
    }

    /// How many stand where in the latest year, and where the series is broken.
    pub(super) fn finding(&self) -> String {
        let breaks = (0..self.rows.len()).flat_map(|place| self.notes_before(place));
        std::iter::once(self.latest()).chain(breaks).collect::<Vec<_>>().join(" ")
    }

    fn latest(&self) -> String {
        let Some(row) = self.rows.last() else { return text("chart.alt_none", &[]) };
        let one = |(state, cell): (&State, &Cell)| {
            let count = count(cell).filter(|count| *count > 0)?;
            Some(text("chart.strip_one", &[("label", &state.label), ("count", &integer(count))]))
        };
        let all: Vec<String> = self.states.iter().zip(&row.cells).filter_map(one).collect();
        if all.is_empty() {
            return text("chart.alt_none", &[]);
        }
        text("chart.strip_found", &[("year", &row.label), ("states", &all.join(", "))])
    }

    /// A row a year.
    pub(super) fn table(&self) -> Table {
        let row = |row: &StripRow| {
            let cells = row.cells.iter().map(|cell| said(cell, Unit::Antall));
            std::iter::once(row.label.clone()).chain(cells).collect()
        };
        let mut table = Table::new(&["chart.year"], self.rows.iter().map(row).collect());
        table.head.extend(self.states.iter().map(|state| state.label.clone()));
        table
    }
}
